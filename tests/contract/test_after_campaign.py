"""Months after a campaign's end: sales go on being paid, promises about the campaign do not, by hand. In cents."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from influence_cli.contract.engine import earned as earned_by
from influence_cli.contract.engine import owed
from influence_cli.contract.outcomes import MONTHLY_FIELDS, Month, Outcomes
from influence_cli.model.contract import (
    Band,
    Bonus,
    CollectiveBonus,
    Commission,
    Condition,
    Contract,
    FeeUnit,
    FlatFee,
    Match,
    PayUnit,
    Retainer,
    SalesBase,
    Split,
    UnitPay,
    Window,
)

from .building import array, delivered, earned, line, months, one_creator
from .generated import contracts, outcomes

usual = settings(max_examples=3 * settings().max_examples // 2, deadline=None)

TENTH = Commission((Band(0, 100_000),), base=SalesBase.GROSS)
MANY = Condition("clicks", ">=", 100.0)
FEW = Condition("clicks", "<", 100.0)


def after(campaign: int, contract: Contract, happened: Outcomes, name: str, creator: int = 0) -> list[int]:
    """A line where the first months are the campaign's."""
    return line(owed(contract, replace(happened, closing=campaign)), name, creator)


def test_sales_clicks_and_posts_after_the_campaign_are_paid() -> None:
    # 10% of 300.00 and 50.00; 0.20 for each of 10 and 5 clicks; 40.00 for the post that came late.
    contract = Contract(
        "all", fee=FlatFee(40_00), commission=TENTH, unit_pay=(UnitPay(PayUnit.CLICK, 20),), retainer=Retainer(90_00)
    )
    happened = Outcomes(
        months=(Month("2026-03", 0, 30), Month("2026-04", 1, 0)),
        deliverables=delivered([1, 1]),
        gross_sales=array([300_00, 50_00]),
        clicks=array([10, 5]),
        closing=1,
    )
    result = owed(contract, happened)
    assert line(result, "fee") == [40_00, 40_00]
    assert line(result, "retainer") == [90_00, 0]
    assert line(result, "commission") == [30_00, 5_00]
    assert line(result, "cpc") == [2_00, 1_00]
    assert earned(result) == [162_00, 46_00]


def test_bands_over_the_campaign_go_on_filling() -> None:
    # 20% from 200.00 on: the 250.00 after two months are 20.00 + 10.00, of which 15.00 were owed before.
    terms = Commission((Band(0, 100_000), Band(200_00, 200_000)), base=SalesBase.GROSS)
    happened = one_creator(2, gross_sales=[150_00, 100_00])
    assert after(1, Contract("bands", commission=terms), happened, "commission") == [15_00, 15_00]


def test_a_first_post_after_the_campaign_is_paid_its_fee_all_the_same() -> None:
    contract = Contract("once", fee=FlatFee(800_00, FeeUnit.CREATOR))
    assert after(1, contract, one_creator(3, deliverables=[0, 1, 1]), "fee") == [0, 800_00, 0]


def test_a_count_that_is_reached_after_the_campaign_brings_no_bonus() -> None:
    # 60 clicks in the campaign, 40 more after it.
    contract = Contract("clicks", bonuses=(Bonus("clicks", 50_00, (MANY,)),))
    happened = one_creator(2, clicks=[60, 40])
    assert after(1, contract, happened, "clicks") == [0, 0]
    assert after(2, contract, happened, "clicks") == [0, 50_00]


@pytest.mark.parametrize("per", [Window.MONTH, Window.QUARTER, Window.CAMPAIGN, Window.NEVER])
def test_a_demand_to_stay_below_is_paid_once_for_the_campaign_and_never_again(per: Window) -> None:
    # One month of campaign, five months after it in which nothing is clicked.
    contract = Contract("few", bonuses=(Bonus("few", 10_00, (FEW,), per=per),))
    happened = one_creator(6, clicks=[5, 0, 0, 0, 0, 0])
    assert after(1, contract, happened, "few") == [10_00, 0, 0, 0, 0, 0]


def test_a_quarter_that_outlasts_the_campaign_ends_with_it() -> None:
    # January and February of the first quarter are the campaign's: their 90 clicks are below 100, and so it stays.
    contract = Contract("few", bonuses=(Bonus("few", 10_00, (FEW,), per=Window.QUARTER),))
    happened = one_creator(3, clicks=[40, 50, 60])
    assert after(2, contract, happened, "few") == [0, 10_00, 0]
    assert after(3, contract, happened, "few") == [0, 0, 0]


def test_a_rate_is_looked_at_when_the_campaign_is_over_whatever_comes_later() -> None:
    # 40 of 2,000 views click in the campaign: 2%. 1,000 views without a click come later.
    contract = Contract("rate", bonuses=(Bonus("rate", 10_00, (Condition("click_rate", ">=", 0.02),)),))
    happened = one_creator(3, clicks=[35, 5, 0], views=[1000, 1000, 1000])
    assert after(2, contract, replace(happened, ended=1), "rate") == [0, 0, 0]
    assert after(2, contract, replace(happened, ended=2), "rate") == [0, 10_00, 0]
    assert after(2, contract, replace(happened, ended=3), "rate") == [0, 10_00, 0]


def test_what_the_boost_brought_counts_in_the_campaigns_last_month() -> None:
    contract = Contract(
        "boost", bonuses=(Bonus("gold", 500_00, (Condition("boost_roas", ">=", 3.0),), per=Window.MONTH),)
    )
    happened = Outcomes(
        months=months(3),
        deliverables=delivered([1, 0, 0]),
        boost_revenue=np.array([[900_00]]),
        boost_spend=np.array([[300_00]]),
    )
    assert after(2, contract, happened, "gold") == [0, 500_00, 0]


def test_who_delivers_only_after_the_campaign_takes_no_part_in_its_goal() -> None:
    # The second creator's only post is late: their 90 clicks are not counted, and 60 are not 100.
    goal = CollectiveBonus("goal", 100_00, (MANY,), split=Split.EACH)
    happened = Outcomes(months=months(2), deliverables=delivered([1, 0], [0, 1]), clicks=array([60, 0], [90, 0]))
    contract = Contract("team", collective_bonuses=(goal,))
    assert [after(1, contract, happened, "goal", creator) for creator in range(2)] == [[0, 0], [0, 0]]
    assert [after(2, contract, happened, "goal", creator) for creator in range(2)] == [[100_00, 0], [100_00, 0]]


def test_a_shared_goal_is_split_over_those_who_delivered_in_the_campaign() -> None:
    goal = CollectiveBonus("goal", 100_00, (Condition("clicks", ">=", 10.0), FEW), Match.ALL, Split.SHARED)
    happened = Outcomes(
        months=months(2), deliverables=delivered([1, 0], [0, 1], [2, 0]), clicks=array([10, 95], [5, 0], [20, 0])
    )
    contract = Contract("team", collective_bonuses=(goal,))
    shares = [after(1, contract, happened, "goal", creator) for creator in range(3)]
    assert shares == [[50_00, 0], [0, 0], [50_00, 0]]


def test_the_guarantee_is_topped_up_in_the_campaigns_last_month_and_stays() -> None:
    # 30.00 + 20.00 of the 120.00 are earned in the campaign; the 40.00 after it come on top.
    contract = Contract("sure", commission=TENTH, minimum_guarantee=120_00)
    happened = one_creator(3, gross_sales=[300_00, 200_00, 400_00], deliverables=[1, 0, 0])
    for ended, expected in ((0, [0, 0, 0]), (1, [0, 0, 0]), (2, [0, 70_00, 0]), (3, [0, 70_00, 0])):
        assert after(2, contract, replace(happened, ended=ended), "guarantee") == expected
    assert earned(owed(contract, replace(happened, closing=2))) == [30_00, 90_00, 40_00]


def test_who_delivers_only_after_the_campaign_has_no_claim_to_the_guarantee() -> None:
    contract = Contract("sure", commission=TENTH, minimum_guarantee=120_00)
    late = one_creator(2, gross_sales=[300_00, 0], deliverables=[0, 1])
    assert after(1, contract, late, "guarantee") == [0, 0]


def test_refunds_after_the_campaign_do_not_raise_the_top_up() -> None:
    # 60.00 of the 50.00 that are guaranteed; 30.00 are taken back in a later month.
    contract = Contract("sure", commission=TENTH, minimum_guarantee=50_00)
    happened = one_creator(2, gross_sales=[600_00, 0])
    result = earned_by(contract, replace(happened, closing=1), {"refunds": array([0, -30_00])})
    assert line(result, "guarantee") == [0, 0]
    assert earned(result) == [60_00, -30_00]


def test_a_cap_holds_for_what_comes_on_top_of_a_guarantee() -> None:
    # 20.00 earned, lifted to the 100.00 that are both guaranteed and the most; of 50.00 after it nothing is left.
    contract = Contract("capped", commission=TENTH, minimum_guarantee=100_00, cap_per_creator=100_00)
    result = owed(contract, replace(one_creator(2, gross_sales=[200_00, 500_00]), closing=1))
    assert line(result, "guarantee") == [80_00, 0]
    assert line(result, "cap") == [0, -50_00]
    assert earned(result) == [100_00, 0]


def test_a_cap_leaves_of_later_sales_what_is_free_below_it() -> None:
    # 20.00 and 60.00 of top-up are 80.00; 30.00 and 10.00 follow, of which 20.00 fit below 100.00.
    contract = Contract("capped", commission=TENTH, minimum_guarantee=80_00, cap_per_creator=100_00)
    result = owed(contract, replace(one_creator(3, gross_sales=[200_00, 300_00, 100_00]), closing=1))
    assert earned(result) == [80_00, 20_00, 0]


@usual
@given(contracts(), outcomes())
def test_a_campaign_of_all_months_is_a_campaign_that_says_nothing(contract: Contract, happened: Outcomes) -> None:
    said = owed(contract, replace(happened, closing=len(happened.months)))
    unsaid = owed(contract, replace(happened, closing=None))
    np.testing.assert_array_equal(said.earned, unsaid.earned)
    np.testing.assert_array_equal(said.paid, unsaid.paid)


@usual
@given(contracts(), outcomes())
def test_months_after_the_campaign_bring_no_bonus_and_no_top_up(contract: Contract, happened: Outcomes) -> None:
    result = owed(contract, happened)
    promises = {*(bonus.name for bonus in contract.bonuses), "guarantee"}
    promises |= {bonus.name for bonus in contract.collective_bonuses}
    for name in promises & result.lines.keys():
        values = np.broadcast_to(result.lines[name], result.earned.shape)
        assert not values[:, happened.campaign_months :].any()


@usual
@given(contracts(), outcomes())
def test_what_happens_after_the_campaign_leaves_what_it_came_to(contract: Contract, happened: Outcomes) -> None:
    campaign = np.arange(len(happened.months)) < happened.campaign_months
    quiet = {name: getattr(happened, name) * campaign[:, None] for name in MONTHLY_FIELDS}
    silent = replace(happened, deliverables=happened.deliverables * campaign, **quiet)
    lines, expected = owed(contract, happened).lines, owed(contract, silent).lines
    names = [bonus.name for bonus in contract.bonuses] + [bonus.name for bonus in contract.collective_bonuses]
    for name in names:
        shape = (happened.creators, len(happened.months), happened.draws)
        left, right = np.broadcast_to(lines[name], shape), np.broadcast_to(expected[name], shape)
        np.testing.assert_array_equal(left, right)


@usual
@given(contracts(), outcomes())
def test_no_creator_is_ever_owed_more_than_the_cap(contract: Contract, happened: Outcomes) -> None:
    if contract.cap_per_creator is not None:
        running = np.cumsum(owed(replace(contract, cap_per_campaign=None), happened).earned, axis=1)
        assert (running <= contract.cap_per_creator).all()
