"""Commissions that depend on when an order was placed, worked out by hand beside each test. Amounts in cents."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from influence_cli.contract.engine import owed
from influence_cli.contract.outcomes import OrderLines, Outcomes
from influence_cli.model.contract import (
    Band,
    Commission,
    CommissionMode,
    Contract,
    Deduction,
    RateChange,
    SalesBase,
    TaperStep,
    Window,
)

from .building import dated_orders, delivered, line, months

TEN, TWENTY = Band(0, 100_000), Band(100_00, 200_000)
TAPER = (TaperStep(6, 300_000), TaperStep(6, 150_000))


def over_days(days: int, *bands: Band) -> Commission:
    return Commission(
        bands,
        base=SalesBase.GROSS,
        mode=CommissionMode.PROSPECTIVE,
        reset=Window.ROLLING,
        rolling_days=days,
    )


def commission(terms: Commission, happened: Outcomes) -> list[int]:
    return line(owed(Contract("over time", commission=terms), happened), "commission")


def test_a_rolling_total_holds_the_last_days_with_the_orders_own() -> None:
    # 10%, from 100.00 in 30 days 20%. Day 1: 60.00, 6.00. Day 30: days 1 to 30 hold 120.00, so 20% of 60.00 =
    # 12.00. Day 31: days 2 to 31 hold 60 + 30 = 90.00, so 10% of 30.00 = 3.00.
    happened = dated_orders((1, 60_00, 0), (30, 60_00, 0), (31, 30_00, 0), count=2)
    assert commission(over_days(30, TEN, TWENTY), happened) == [18_00, 3_00]


def test_of_one_days_orders_each_counts_with_those_before_it() -> None:
    # 60.00 (10%), then 40.00, with which the day has 100.00 (20%): 6.00 + 8.00. The next day starts anew.
    happened = dated_orders((1, 60_00, 0), (1, 40_00, 0), (2, 60_00, 0))
    assert commission(over_days(1, TEN, TWENTY), happened) == [14_00 + 6_00]


def test_rolling_totals_of_two_creators_and_draws_are_apart() -> None:
    # Each has 60.00 on day 1; only the second creator's second draw has 60.00 more on day 2: 6.00 + 12.00.
    lines = OrderLines(
        owner=np.array([3, 0, 1, 2, 3]),
        gross_sales=np.full(5, 60_00),
        day=np.array([1, 1, 1, 1, 2]),
    )
    happened = Outcomes(months(1), delivered([1], [1]), draws=2, order_lines=lines)
    result = owed(Contract("rolling", commission=over_days(400, TEN, TWENTY)), happened)
    assert result.earned[:, 0].tolist() == [[6_00, 6_00], [6_00, 18_00]]


@pytest.mark.parametrize("reset", [Window.ROLLING, Window.CAMPAIGN])
def test_one_creators_last_days_are_not_the_next_ones_first(reset: Window) -> None:
    # Each of three creators has 60.00 and 50.00, 110.00 in all: 6.00 and, in the second band, 10.00.
    lines = OrderLines(
        owner=np.array([0, 0, 1, 1, 2, 2]),
        gross_sales=np.array([60_00, 50_00] * 3),
        day=np.array([29, 30, 1, 2, 15, 16]),
    )
    happened = Outcomes(months(1), delivered([1], [1], [1]), order_lines=lines)
    terms = replace(over_days(20, TEN, TWENTY), reset=reset)
    assert owed(Contract("apart", commission=terms), happened).earned.ravel().tolist() == [16_00] * 3


def test_no_orders_in_any_days() -> None:
    none = np.zeros(0, dtype=np.int64)
    happened = Outcomes(months(1), delivered([1]), order_lines=OrderLines(none, none, day=none))
    assert commission(over_days(20, TEN, TWENTY), happened) == [0]


def test_days_say_the_order_of_time_where_owners_are_mixed() -> None:
    # The order of day 40 (month 2) is listed before that of day 20 (month 1): 120.00 are reached on day 40.
    mixed = dated_orders((40, 60_00, 0), (20, 60_00, 0), count=2)
    assert commission(over_days(30, TEN, TWENTY), mixed) == [6_00, 12_00]


def test_a_flat_amount_is_owed_each_time_the_rolling_total_enters_the_band() -> None:
    # Flat 1.00 from the first cent on and 5.00 from 100.00 on, over 10 days. Day 1: 100.00, 6.00. Day 2: 50.00 more,
    # nothing. Day 12: days 3 to 12 hold 60.00 only, which entered from 0: 1.00. Day 13: 110.00, 5.00 again.
    bands = (Band(0, 0, 1_00), Band(100_00, 0, 5_00))
    happened = dated_orders((1, 100_00, 0), (2, 50_00, 0), (12, 60_00, 0), (13, 50_00, 0))
    assert commission(over_days(10, *bands), happened) == [6_00 + 1_00 + 5_00]


def test_an_order_that_takes_back_sales_takes_back_no_flat_amount() -> None:
    # 100.00 enters the band (5.00); -60.00 leaves it, at the 10% of the 40.00 that are left: 10% of -60.00. Then 20.00
    # lift the total to 60.00 (10%), and 40.00 to 100.00 (20%), which enters the band a second time.
    bands = (TEN, Band(100_00, 200_000, 5_00))
    happened = dated_orders((1, 100_00, 0), (2, -60_00, 0), (3, 20_00, 0), (4, 40_00, 0))
    assert commission(over_days(10, *bands), happened) == [20_00 + 5_00 - 6_00 + 2_00 + 8_00 + 5_00]


def test_a_commission_ends_at_the_age_it_lasts_to() -> None:
    # 10% of 100.00 at ages 0 and 11; nothing at age 12 and 13.
    terms = Commission((TEN,), base=SalesBase.GROSS, lasts_months=12)
    happened = dated_orders((1, 100_00, 0), (2, 100_00, 11), (3, 100_00, 12), (4, 100_00, 13))
    assert commission(terms, happened) == [20_00]
    assert commission(terms, aged(happened, None)) == [40_00]


def aged(happened: Outcomes, age: int | None) -> Outcomes:
    lines = happened.order_lines
    assert lines is not None
    ages = None if age is None else np.full(len(lines.owner), age)
    return replace(happened, order_lines=replace(lines, age=ages))


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        # Month 1: 60.00 count, 6.00. Month 2: 100.00 in all, so 4.00 more; 160.00 (marginal) would be 22.00 in all.
        (CommissionMode.MARGINAL, [6_00, 4_00]),
        # Exactly 100.00 has reached 20%: 20.00 in all.
        (CommissionMode.RETROACTIVE, [6_00, 14_00]),
        # The order of 40.00 lifts the total to 100.00.
        (CommissionMode.PROSPECTIVE, [6_00, 8_00]),
        # By size: 10% each.
        (CommissionMode.PER_ORDER, [6_00, 4_00]),
    ],
)
def test_orders_that_are_too_old_count_towards_no_band(mode: CommissionMode, expected: list[int]) -> None:
    terms = Commission((TEN, TWENTY), base=SalesBase.GROSS, mode=mode, lasts_months=3)
    happened = dated_orders((1, 60_00, 2), (20, 120_00, 3), (31, 40_00, 0), (32, 60_00, 9), count=2)
    assert commission(terms, happened) == expected


def test_a_commission_on_totals_that_ends_is_rounded_on_totals() -> None:
    # 15 cents at 10% are 1.5 cents. Two of them in a month are 3 cents, not 2 + 2. Net: 20 - 5 refunded.
    terms = Commission((TEN,), deductions=frozenset({Deduction.REFUNDS}), lasts_months=1)
    lines = OrderLines(np.zeros(2, dtype=np.int64), np.array([20, 20]), refunds=np.array([5, 5]))
    happened = Outcomes(months(1), delivered([1]), order_lines=lines)
    assert commission(terms, happened) == [3]


def test_a_taper_rates_each_order_by_its_age() -> None:
    # 30% at ages 0 and 5, 15% at ages 6 and 11, nothing at 12: 30 + 30 + 15 + 15 of 100.00 each.
    terms = Commission((Band(0, 300_000),), base=SalesBase.GROSS, taper=TAPER)
    happened = dated_orders(*((1, 100_00, age) for age in (0, 5, 6, 11, 12)))
    assert commission(terms, happened) == [90_00]
    assert commission(terms, aged(happened, None)) == [150_00]


@pytest.mark.parametrize("mode", CommissionMode)
def test_orders_with_a_rate_of_their_own_are_rounded_one_by_one(mode: CommissionMode) -> None:
    # 15% of 0.10 is 1.5 cents, half-up 2, three times; 15% of -0.10 is -2.
    terms = Commission((Band(0, 300_000),), base=SalesBase.GROSS, mode=mode, taper=TAPER)
    happened = dated_orders((1, 10, 6), (1, 10, 7), (1, 10, 8), (1, -10, 9))
    assert commission(terms, happened) == [4]


def test_a_taper_ends_with_its_last_step_or_before_it() -> None:
    terms = Commission((Band(0, 300_000),), base=SalesBase.GROSS, taper=TAPER, lasts_months=8)
    happened = dated_orders((1, 100_00, 7), (1, 100_00, 8))
    assert commission(terms, happened) == [15_00]
    assert commission(replace(terms, lasts_months=100), aged(happened, 12)) == [0]


def test_the_flat_amount_of_a_taper_is_owed_once_with_the_first_order_that_counts() -> None:
    # The order of age 12 is too old to count; that of age 11 brings 15.00 and the 5.00; a further one 15.00.
    terms = Commission((Band(0, 300_000, 5_00),), base=SalesBase.GROSS, taper=TAPER)
    happened = dated_orders((1, 100_00, 12), (31, 100_00, 11), (61, 100_00, 11), count=3)
    assert commission(terms, happened) == [0, 20_00, 15_00]
    monthly = replace(terms, reset=Window.MONTH)
    assert commission(monthly, happened) == [0, 20_00, 20_00]


def change(day: int, rate: int) -> RateChange:
    return RateChange(date(2025, 12, 1), date(2026, 1, day), rate)


def test_a_changed_rate_holds_from_its_day_on() -> None:
    # 10% on 9 January, 5% from the 10th, 20% from the 20th: 10.00 + 5.00 + 5.00 + 20.00.
    terms = Commission((TEN,), base=SalesBase.GROSS, changes=(change(10, 50_000), change(20, 200_000)))
    happened = dated_orders(*((day, 100_00, 0) for day in (9, 10, 19, 20)))
    assert commission(terms, happened) == [40_00]


def test_of_two_changes_on_one_day_the_later_one_holds() -> None:
    terms = Commission((TEN,), base=SalesBase.GROSS, changes=(change(10, 50_000), change(10, 70_000)))
    assert commission(terms, dated_orders((10, 100_00, 0))) == [7_00]


def test_a_changed_rate_ends_with_the_commission() -> None:
    terms = Commission((TEN,), base=SalesBase.GROSS, changes=(change(10, 50_000),), lasts_months=2)
    assert commission(terms, dated_orders((9, 100_00, 1), (10, 100_00, 1), (11, 100_00, 2))) == [15_00]
