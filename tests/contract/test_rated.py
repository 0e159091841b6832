"""What single orders are worth, worked out by hand beside each test. Amounts in cents."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from influence_cli.contract.outcomes import OrderLines, Outcomes
from influence_cli.contract.rated import SEVERAL_RATES, RatedOrders, rated_orders
from influence_cli.model.contract import (
    Band,
    Commission,
    CommissionMode,
    Deduction,
    RateChange,
    SalesBase,
    TaperStep,
    Window,
)

from .building import dated_orders, months, one_creators_orders

BANDS = (Band(0, 100_000, 1_00), Band(100_00, 200_000, 5_00), Band(300_00, 300_000))


def terms(mode: CommissionMode, *bands: Band, reset: Window = Window.CAMPAIGN) -> Commission:
    return Commission(bands, base=SalesBase.GROSS, mode=mode, reset=reset)


def rated(commission: Commission, happened: Outcomes) -> RatedOrders:
    lines = happened.order_lines
    assert lines is not None
    return rated_orders(commission, happened.months, happened.creators, lines)


def rows(result: RatedOrders) -> list[tuple[int, int, int, int]]:
    columns = (result.base, result.amount, result.band, result.rate)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_a_marginal_order_is_worth_what_it_adds_to_the_total() -> None:
    # 60.00 at 10% = 6.00, and 1.00 for entering the first band. 40.00 at 10% = 4.00: all of it lies below 100.00, but
    # the total has reached the second band, which owes 5.00. 50.00 at 20% = 10.00. 170.00: 150.00 at 20%, 20.00 at
    # 30% = 36.00.
    result = rated(terms(CommissionMode.MARGINAL, *BANDS), one_creators_orders([60_00], [40_00, 50_00], [170_00]))
    assert rows(result) == [
        (60_00, 7_00, 1, 100_000),
        (40_00, 9_00, 2, 100_000),
        (50_00, 10_00, 2, 200_000),
        (170_00, 36_00, 3, SEVERAL_RATES),
    ]


def test_a_marginal_order_that_takes_back_sales_takes_back_its_part() -> None:
    # 120.00: 10.00 + 4.00 = 14.00. -20.00: -4.00, down to 100.00, all of it in the second band. -40.00: -4.00.
    # -10.00 after 30.00 more: 100.00 is crossed by none of them.
    bands = (Band(0, 100_000), Band(100_00, 200_000))
    result = rated(terms(CommissionMode.MARGINAL, *bands), one_creators_orders([120_00, -20_00, -40_00, 50_00, 0]))
    assert rows(result) == [
        (120_00, 14_00, 2, SEVERAL_RATES),
        (-20_00, -4_00, 2, 200_000),
        (-40_00, -4_00, 1, 100_000),
        (50_00, 6_00, 2, SEVERAL_RATES),
        (0, 0, 2, 200_000),
    ]


def test_cents_that_are_rounded_on_the_total_are_spread_over_its_orders() -> None:
    # 10% of 0.05 is half a cent: 0.5, 1, 1.5, 2 cents are rounded to 1, 1, 2, 2 in all.
    for mode in (CommissionMode.MARGINAL, CommissionMode.RETROACTIVE):
        result = rated(terms(mode, Band(0, 100_000)), one_creators_orders([5, 5, 5, 5]))
        assert result.amount.tolist() == [1, 0, 1, 0]
        assert result.band.tolist() == [0, 0, 0, 0]
        assert result.rate.tolist() == [100_000] * 4


def test_a_retroactive_order_has_the_rate_that_its_window_reached() -> None:
    # January to March hold 320.00, so 30% of each, and the flat amounts with the orders that enter the bands: 60.00
    # enters the first, 90.00 the second (150.00), 170.00 the third (no flat). April starts again: 10% of 50.00.
    happened = one_creators_orders([60_00], [90_00], [170_00], [50_00])
    result = rated(terms(CommissionMode.RETROACTIVE, *BANDS, reset=Window.QUARTER), happened)
    assert rows(result) == [
        (60_00, 19_00, 3, 300_000),
        (90_00, 32_00, 3, 300_000),
        (170_00, 51_00, 3, 300_000),
        (50_00, 6_00, 1, 100_000),
    ]


def test_a_prospective_order_has_the_rate_of_the_total_with_it() -> None:
    # 60.00 + 40.00 = 100.00: 20% of 40.00 = 8.00 and the 5.00. A month's window starts again.
    happened = one_creators_orders([60_00, 40_00], [60_00])
    result = rated(terms(CommissionMode.PROSPECTIVE, *BANDS, reset=Window.MONTH), happened)
    assert rows(result) == [(60_00, 7_00, 1, 100_000), (40_00, 13_00, 2, 200_000), (60_00, 7_00, 1, 100_000)]


def test_an_order_rated_by_its_size_has_the_rate_of_its_size() -> None:
    result = rated(terms(CommissionMode.PER_ORDER, *BANDS), one_creators_orders([300_00, 60_00]))
    assert rows(result) == [(300_00, 96_00, 3, 300_000), (60_00, 6_00, 1, 100_000)]


@pytest.mark.parametrize(
    ("mode", "amount", "rate"),
    [
        (CommissionMode.MARGINAL, 20_00, SEVERAL_RATES),
        (CommissionMode.RETROACTIVE, 30_00, 200_000),
        (CommissionMode.PROSPECTIVE, 30_00, 200_000),
    ],
)
def test_a_window_of_one_order_starts_again_with_each(mode: CommissionMode, amount: int, rate: int) -> None:
    # 10% to 100.00, 20% above: 150.00 is 10 + 10 = 20.00 by parts and 30.00 as a whole.
    bands = (Band(0, 100_000), Band(100_00, 200_000))
    result = rated(terms(mode, *bands, reset=Window.ORDER), one_creators_orders([150_00], [60_00]))
    assert rows(result) == [(150_00, amount, 2, rate), (60_00, 6_00, 1, 100_000)]


def test_orders_come_back_in_the_order_given() -> None:
    # Two creators over two months, listed backwards; the total of the first one reaches 100.00 in the second month.
    lines = OrderLines(np.array([3, 1, 0, 2]), np.array([70_00, 40_00, 60_00, 10_00]))
    bands = (Band(0, 100_000), Band(100_00, 200_000))
    result = rated_orders(terms(CommissionMode.PROSPECTIVE, *bands), months(2), 2, lines)
    assert rows(result) == [
        (70_00, 7_00, 1, 100_000),
        (40_00, 8_00, 2, 200_000),
        (60_00, 6_00, 1, 100_000),
        (10_00, 1_00, 1, 100_000),
    ]


def test_the_base_is_what_is_left_after_the_deductions() -> None:
    # 100.00 - 10.00 discount - 20.00 refunded = 70.00; tax stays in.
    lines = OrderLines(
        np.array([0]),
        np.array([100_00]),
        discounts=np.array([10_00]),
        refunds=np.array([20_00]),
        tax=np.array([5_00]),
    )
    commission = Commission((Band(0, 100_000),), deductions=frozenset({Deduction.DISCOUNT, Deduction.REFUNDS}))
    assert rows(rated_orders(commission, months(1), 1, lines)) == [(70_00, 7_00, 0, 100_000)]


@pytest.mark.parametrize("mode", CommissionMode)
def test_an_order_that_is_too_old_has_a_base_and_nothing_else(mode: CommissionMode) -> None:
    commission = replace(terms(mode, Band(0, 100_000), Band(100_00, 200_000)), lasts_months=12)
    result = rated(commission, dated_orders((1, 90_00, 12), (2, 60_00, 11)))
    assert rows(result) == [(90_00, 0, 0, 0), (60_00, 6_00, 1, 100_000)]


def test_orders_of_a_taper_and_after_a_change_have_rates_of_their_own() -> None:
    single = terms(CommissionMode.MARGINAL, Band(0, 300_000))
    taper = replace(single, taper=(TaperStep(1, 300_000), TaperStep(1, 150_000)))
    happened = dated_orders((9, 100_00, 0), (10, 100_00, 1), (11, 100_00, 2))
    assert rows(rated(taper, happened)) == [
        (100_00, 30_00, 0, 300_000),
        (100_00, 15_00, 0, 150_000),
        (100_00, 0, 0, 0),
    ]
    changed = replace(single, changes=(RateChange(date(2026, 1, 1), date(2026, 1, 10), 200_000),))
    assert rows(rated(changed, happened)) == [
        (100_00, 30_00, 0, 300_000),
        (100_00, 20_00, 0, 200_000),
        (100_00, 20_00, 0, 200_000),
    ]


def test_rolling_totals_say_the_band() -> None:
    # Days 1 and 30 lie in one window of 30 days, days 2 to 31 hold 60 + 30 = 90.00.
    commission = replace(
        terms(CommissionMode.PROSPECTIVE, Band(0, 100_000), Band(100_00, 200_000), reset=Window.ROLLING),
        rolling_days=30,
    )
    result = rated(commission, dated_orders((31, 30_00, 0), (1, 60_00, 0), (30, 60_00, 0), count=2))
    assert rows(result) == [(30_00, 3_00, 1, 100_000), (60_00, 6_00, 1, 100_000), (60_00, 12_00, 2, 200_000)]


@pytest.mark.parametrize("mode", CommissionMode)
def test_no_orders_are_worth_nothing(mode: CommissionMode) -> None:
    none = np.zeros(0, dtype=np.int64)
    assert rows(rated_orders(terms(mode, *BANDS), months(2), 3, OrderLines(none, none))) == []


def test_an_order_in_several_bands_has_no_rate_of_its_own() -> None:
    result = rated(terms(CommissionMode.MARGINAL, *BANDS), one_creators_orders([300_01]))
    assert result.rate.tolist() == [-1]
