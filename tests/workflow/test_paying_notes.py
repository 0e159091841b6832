"""What lines and statements say about themselves; by hand, amounts in cents."""

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from influence_cli.model.agreement import HoldFrom, PaymentTerms
from influence_cli.model.contract import (
    Band,
    Commission,
    CommissionMode,
    Contract,
    Deduction,
    FlatFee,
    PayUnit,
    Retainer,
    Right,
    RightsFee,
    UnitPay,
)
from influence_cli.model.payout import CreatorStatement, EntryKind
from tests.payout.selling import Order, Paying, campaign_of, of, post

TEN_PERCENT = Commission((Band(0, 100_000),))
AFFILIATE = Contract("affiliate", commission=TEN_PERCENT)
APRIL = date(2026, 4, 3)
MAY = date(2026, 5, 4)


def anna(order: str, day: date, gross: int, refunded: int = 0, **more: object) -> Order:
    return Order(order, "anna", day, gross, refunded, **more)  # type: ignore[arg-type]


def noted(one: CreatorStatement, term: str) -> list[tuple[str, int, str]]:
    """Event, amount and note of the lines of a term."""
    return [(line.event, line.amount, line.note) for line in one.lines if line.term == term]


# Bands


def test_an_order_in_several_bands_says_what_of_it_is_paid_at_which_rate():
    """20%, 25% from 10,000, 30% from 25,000: 10,000 x 20% + 15,000 x 25% + 1,000 x 30% = 6,050."""
    bands = (Band(0, 200_000), Band(1_000_000, 250_000), Band(2_500_000, 300_000))
    paying = Paying(campaign_of(Contract("c", commission=Commission(bands, mode=CommissionMode.MARGINAL))))
    one = of(paying.run("2026-04", [anna("1", APRIL, 2_600_000)]), "anna")
    note = "10,000 USD at 20% and 15,000 USD at 25% and 1,000 USD at 30%"
    assert noted(one, "commission") == [("1", 605_000, note)]


def test_an_order_that_reaches_a_band_says_the_flat_amount_it_brings():
    """10% and 200.00 for the first band, 300.00 for the second, from 1,000.00 on: 50 + 200, 100 + 300."""
    bands = (Band(0, 100_000, flat=20_000), Band(100_000, 100_000, flat=30_000))
    paying = Paying(campaign_of(Contract("c", commission=Commission(bands, mode=CommissionMode.PROSPECTIVE))))
    rows = [anna("1", APRIL, 50_000), anna("2", MAY, 100_000)]
    lines = noted(of(paying.run("2026-05", rows), "anna"), "commission")
    assert lines == [
        ("1", 25_000, "with 200 USD for reaching a band"),
        ("2", 40_000, "with 300 USD for reaching a band"),
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.integers(1, 10**7), st.integers(0, 10**6)), min_size=1, max_size=4),
    st.integers(0, 10**6),
    st.lists(st.integers(1, 10**7), min_size=1, max_size=5),
)
def test_the_parts_an_order_is_said_to_be_paid_in_are_all_of_it(
    ends: list[tuple[int, int]], first: int, sales: list[int]
) -> None:
    """The parts add up to the base, and their rates to the amount, but for the rounding of running totals."""
    bands = (Band(0, first), *(Band(start, rate) for start, rate in sorted(dict(ends).items())))
    paying = Paying(campaign_of(Contract("c", commission=Commission(bands, mode=CommissionMode.MARGINAL))))
    rows = [anna(f"{number}", APRIL, gross) for number, gross in enumerate(sales)]
    one = of(paying.run("2026-04", rows), "anna")
    for line in one.lines:
        if line.term != "commission" or line.rate is not None:
            continue
        parts = re.findall(r"([\d,.]+) USD at ([\d.e-]+)%", line.note)
        assert line.base is not None
        cents = [(round(float(amount.replace(",", "")) * 100), float(rate)) for amount, rate in parts]
        assert sum(amount for amount, _ in cents) == line.base
        assert abs(sum(amount * rate for amount, rate in cents) / 100 - line.amount) <= 1 + line.base * 1e-6


def test_an_order_after_the_commissions_last_month_says_so():
    terms = Commission((Band(0, 100_000),), lasts_months=1)
    paying = Paying(campaign_of(Contract("c", commission=terms)))
    rows = [anna("1", APRIL, 10_000, customer="kim"), anna("2", MAY, 10_000, customer="kim")]
    lines = noted(of(paying.run("2026-05", rows), "anna"), "commission")
    assert lines == [("1", 1_000, ""), ("2", 0, "after the commission's last month")]


# Refunds


def test_refunds_that_a_commission_does_not_deduct_are_said():
    """On sales before refunds: 50.00 of 100.00 came back before the order counted, 30.00 of another after it."""
    terms = Commission((Band(0, 100_000),), deductions=frozenset({Deduction.DISCOUNT}))
    paying = Paying(campaign_of(Contract("c", commission=terms)))
    first = of(paying.run("2026-04", [anna("1", APRIL, 10_000, 5_000), anna("2", APRIL, 10_000)]), "anna")
    kept = "Refunds of {} USD are not deducted: the commission is on sales before them."
    assert noted(first, "commission") == [
        ("1", 1_000, "50 USD refunded, which it does not deduct"),
        ("2", 1_000, ""),
    ]
    assert first.notes == (kept.format(50),)
    second = of(paying.run("2026-05", [anna("2", APRIL, 10_000, 3_000)]), "anna")
    assert second.notes == (kept.format(30),)
    assert not any(one.notes for one in paying.run("2026-06").creators)


def test_a_second_refund_has_no_base_and_says_that_it_is_a_difference():
    paying = Paying(campaign_of(AFFILIATE))
    paying.run("2026-04", [anna("1", APRIL, 10_000)])
    first = of(paying.run("2026-04", [anna("1", APRIL, 10_000, 3_000)]), "anna")
    second = of(paying.run("2026-05", [anna("1", APRIL, 10_000, 8_000)]), "anna")
    undone = of(paying.run("2026-06", [anna("1", APRIL, 10_000)]), "anna")
    found = [line for one in (first, second, undone) for line in one.lines if line.kind is EntryKind.REVERSED]
    assert [(line.base, line.rate, line.amount) for line in found] == [
        (-3_000, 100_000, -300),
        (None, 100_000, -500),
        (None, None, 800),
    ]
    assert found[0].note == "refunded or cancelled after it was counted"
    assert all(line.note.endswith("; less what was taken back before") for line in found[1:])


# Corrections


def test_a_correction_names_the_orders_it_comes_from():
    """Order 1 is worth less now, order 2 was Ben's, order 3 is as it was."""
    paying = Paying(campaign_of(AFFILIATE))
    paying.run("2026-04", [anna("1", APRIL, 10_000), anna("2", APRIL, 5_000), anna("3", APRIL, 100)])
    rows = [anna("1", APRIL, 8_000), Order("2", "ben", APRIL, 5_000), anna("3", APRIL, 100)]
    statement = paying.run("2026-05", rows)
    assert noted(of(statement, "anna"), "commission") == [("", -700, "the export changed orders 1, 2")]
    assert noted(of(statement, "ben"), "commission") == [("", 500, "the export changed order 2")]


# Other terms


def test_pay_per_unit_says_its_price_and_its_cap():
    terms = Contract("c", unit_pay=(UnitPay(PayUnit.CLICK, 45, cap=40_000), UnitPay(PayUnit.THOUSAND_VIEWS, 500)))
    paying = Paying(campaign_of(terms))
    one = of(paying.run("2026-04", [], [post(1, "anna", APRIL, clicks=1_000, views=3_000)]), "anna")
    capped = "1,000 clicks in the month at 0.45 USD per click, 400 USD at most in all"
    assert noted(one, "cpc") == [("", 40_000, capped)]
    assert noted(one, "cpm") == [("", 1_500, "3,000 views in the month at 5 USD per 1,000 views")]


def test_a_retainer_says_its_days_and_what_a_month_is():
    """April has 30 of the campaign's days: 500.00 x 30/30."""
    paying = Paying(campaign_of(Contract("c", retainer=Retainer(50_000))))
    one = of(paying.run("2026-04", [anna("1", APRIL, 100)]), "anna")
    assert noted(one, "retainer") == [("", 50_000, "30 days of the campaign at 500 USD per 30 days")]


def test_a_fee_for_rights_says_its_share_and_its_days():
    """10% of a fee of 100.00 per 30 days, for 45 days: 15.00."""
    right = RightsFee(Right.USAGE_RIGHTS, 45, share=100_000)
    paying = Paying(campaign_of(Contract("c", fee=FlatFee(10_000), rights=(right,))))
    one = of(paying.run("2026-04", [], [post(1, "anna", APRIL)]), "anna")
    assert noted(one, Right.USAGE_RIGHTS.value) == [("", 1_500, "10% of all fees so far per 30 days, for 45 days")]


@pytest.mark.parametrize(
    "terms",
    [
        Contract("c", commission=TEN_PERCENT, minimum_guarantee=30_000),
        Contract("c", commission=TEN_PERCENT, fee=FlatFee(10_000)),
    ],
)
def test_who_sold_without_a_post_is_told_that_no_fee_and_no_guarantee_is_owed(terms: Contract):
    paying = Paying(campaign_of(terms))
    told = "No post is known to be delivered, so no fee and no guarantee is owed."
    assert told in of(paying.run("2026-04", [anna("1", APRIL, 10_000)]), "anna").notes
    assert told not in of(paying.run("2026-05", [], [post(1, "anna", MAY)]), "anna").notes


def test_orders_whose_hold_waits_for_a_day_of_delivery_are_counted():
    paying = Paying(campaign_of(AFFILIATE), PaymentTerms(hold_days=30, hold_from=HoldFrom.DELIVERY))
    rows = [anna("1", APRIL, 10_000), anna("2", APRIL, 10_000, delivered=APRIL)]
    one = of(paying.run("2026-04", rows), "anna")
    assert one.notes == ("1 order without a day of delivery: the hold begins with the delivery.",)
    assert [line.note for line in one.held_lines] == ["not delivered", "until 2026-05-03"]
