"""Simulated orders have days and ages, so that contracts that look at them can be simulated.

A simulation knows an order's month only: its orders are placed on the middle one of the campaign's days in it.
"""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from influence_cli.model.campaign import Switches
from influence_cli.model.contract import (
    Band,
    Commission,
    CommissionMode,
    Contract,
    RateChange,
    SalesBase,
    Since,
    TaperStep,
    Window,
)
from influence_cli.simulate.calendar import middle_days, months
from influence_cli.simulate.drawn import draw
from influence_cli.simulate.engine import simulate
from tests.builders import a_campaign, a_cell, booked

START = date(2026, 1, 20)
ALONE = Switches(overlap=False, halo=False)
BANDS = (Band(0, 80_000), Band(50_000, 120_000))
TEN = Commission((Band(0, 100_000),), base=SalesBase.GROSS, mode=CommissionMode.PER_ORDER)


def at(rate: int) -> Commission:
    return replace(TEN, bands=(Band(0, rate),))


def payout(commission: Commission, start: date | None = START) -> np.ndarray:
    """What three creators earn, [creator, draw], the same whichever way it is simulated."""
    contract = Contract("over time", commission=commission)
    campaign = a_campaign(switches=ALONE, start=start, discount=0.1)
    booking = booked(a_cell(contract=contract, deliverables=4), 3)
    paid = draw(campaign, booking, [contract], draws=200, seed=5).paid(contract)
    whole = simulate(campaign, [booking], draws=200, seed=5)
    assert np.array_equal(paid.sum(axis=0), whole.fields["payout"][0])
    assert paid.any()
    return paid


def changed(day: date, rate: int = 200_000) -> Commission:
    return replace(TEN, changes=(RateChange(day, day, rate),))


def test_orders_are_placed_in_the_middle_of_the_campaigns_days_of_their_month():
    # From 20 January: 12 days in January, the middle one of them (of days 0 to 11 day 6) the 26th; February whole, from
    # the 1st, 28 days: the 15th; the rest of eight weeks (56 - 40 = 16 days) in March: the 9th.
    campaign = a_campaign(start=START, weeks=8)
    middle = [date.fromordinal(int(day)) for day in middle_days(campaign, months(campaign))]
    assert middle == [date(2026, 1, 26), date(2026, 2, 15), date(2026, 3, 9)]


def test_without_a_start_months_are_thirty_days_apart():
    campaign = a_campaign(weeks=8)
    assert middle_days(campaign, months(campaign)).tolist() == [1 + 15, 1 + 30 + 13]


def test_a_change_before_the_campaign_is_the_rate_of_all_its_orders():
    assert np.array_equal(payout(changed(date(2026, 1, 1))), payout(at(200_000)))


def test_a_change_after_the_campaign_changes_nothing():
    assert np.array_equal(payout(changed(date(2027, 1, 1))), payout(TEN))


def test_a_change_during_the_campaign_lies_between():
    low, middle, high = (payout(terms).sum() for terms in (TEN, changed(date(2026, 2, 1)), at(200_000)))
    assert low < middle < high


def test_a_customers_first_order_is_young_all_through_the_campaign():
    taper = replace(TEN, taper=(TaperStep(1, 150_000),))
    assert np.array_equal(payout(taper), payout(at(150_000)))
    assert np.array_equal(payout(replace(TEN, lasts_months=1)), payout(TEN))


@pytest.mark.parametrize("start", [START, None])
def test_a_commission_counted_from_the_start_ends_with_its_month(start):
    since = replace(TEN, since=Since.START)
    one, two, all_of_it = (payout(replace(since, lasts_months=count), start).sum() for count in (1, 2, 12))
    assert 0 < one < two <= all_of_it
    assert all_of_it == payout(TEN, start).sum()
    tapered = replace(since, taper=(TaperStep(1, 100_000), TaperStep(11, 0)))
    assert payout(tapered, start).sum() == one


def rolling(days: int) -> Commission:
    return Commission(BANDS, mode=CommissionMode.PROSPECTIVE, reset=Window.ROLLING, rolling_days=days)


@pytest.mark.parametrize(("days", "same_as"), [(1, Window.MONTH), (400, Window.CAMPAIGN)])
def test_rolling_days_reach_over_one_month_or_all(days, same_as):
    prospective = Commission(BANDS, mode=CommissionMode.PROSPECTIVE, reset=same_as)
    assert np.array_equal(payout(rolling(days)), payout(prospective))


def test_contracts_with_different_beginnings_are_paid_on_the_same_outcomes():
    first, start = (
        Contract(since, commission=replace(TEN, since=since, lasts_months=1))
        for since in (Since.FIRST_ORDER, Since.START)
    )
    campaign = a_campaign(switches=ALONE, start=START)
    booking = booked(a_cell(contract=first, deliverables=4), 2)
    drawn = draw(campaign, booking, [first, start], draws=50, seed=1)
    assert np.array_equal(drawn.paid(first), drawn.paid(Contract("ten", commission=TEN)))
    assert drawn.paid(start).sum() < drawn.paid(first).sum()
