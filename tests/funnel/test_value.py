"""Money after orders, by hand."""

import pytest

from influence_cli.funnel.halo import remaining
from influence_cli.funnel.value import contribution, kept_sales, lifetime_contribution, revenue
from influence_cli.metrics.formulas import repeat_factor
from influence_cli.model.campaign import Phase


def test_a_refunded_order_leaves_nothing_and_tax_is_not_ours():
    kept = kept_sales(1_190.0, 0.10, 0.19)
    assert float(kept) == pytest.approx(900.0)
    assert float(revenue(kept, 0.15)) == pytest.approx(765.0)


def test_a_discount_comes_out_of_the_margin_not_out_of_the_goods():
    # 100 sold at list price, 40 of goods, 15 given as discount: 45 are left.
    assert float(contribution(100.0, 0.60, 0.15)) == pytest.approx(45.0)
    assert float(contribution(100.0, 0.10, 0.15)) == pytest.approx(-5.0)


def test_repeats_and_referrals_pay_the_list_price():
    # First order 45; half as many repeats at 60; one in ten brings a friend who buys 1.5 times: 9.
    assert float(lifetime_contribution(100.0, 0.60, 0.15, 0.5, 0.1)) == pytest.approx(45 + 30 + 9)


def test_repeats_are_discounted():
    assert float(repeat_factor(0.5, 12, 24, 0.10)) == pytest.approx(0.5 / 1.1 + 0.25 / 1.21)
    assert float(repeat_factor(0.5, 12, 11, 0.10)) == 0.0


@pytest.mark.parametrize(
    ("later", "left"),
    [((3, 4), 0.5 ** (1.5 / 4)), ((3, 10), 0.5 ** (4.5 / 4)), ((2, 4), 0.0), ((1, 2), 0.0)],
)
def test_the_halo_of_an_ended_phase_halves_every_half_life(later, left):
    awareness = Phase("awareness", 1, 2, ())
    assert remaining(awareness, Phase("later", later[0], later[1], ()), 4.0) == pytest.approx(left)
