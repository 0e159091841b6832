"""What is earned while a campaign is under way, and with further lines, by hand beside each test. In cents."""

from dataclasses import replace

import numpy as np
import pytest

from influence_cli.contract.engine import earned as earned_by
from influence_cli.contract.engine import owed
from influence_cli.contract.outcomes import Outcomes
from influence_cli.model.contract import (
    Band,
    Bonus,
    CollectiveBonus,
    Commission,
    Condition,
    Contract,
    FlatFee,
    Match,
    Retainer,
    SalesBase,
    Split,
    Window,
)

from .building import array, earned, line, months, one_creator

CLICKS = Condition("clicks", ">=", 30.0)
CLICK_RATE = Condition("click_rate", ">=", 0.02)


def by_month(contract: Contract, happened: Outcomes, ended: int | None, name: str) -> list[int]:
    return line(owed(contract, replace(happened, ended=ended)), name)


def test_a_ratio_is_looked_at_once_its_window_is_over() -> None:
    # 40 of 2,000 views click: 2%, known when both months are over.
    contract = Contract("rate", bonuses=(Bonus("rate", 10_00, (CLICK_RATE,)),))
    happened = one_creator(2, clicks=[35, 5], views=[1000, 1000])
    assert [by_month(contract, happened, ended, "rate") for ended in (0, 1, 2, None)] == [
        [0, 0],
        [0, 0],
        [0, 10_00],
        [0, 10_00],
    ]


def test_a_months_ratio_is_looked_at_once_the_month_is_over() -> None:
    contract = Contract("rate", bonuses=(Bonus("rate", 10_00, (CLICK_RATE,), per=Window.MONTH),))
    happened = one_creator(2, clicks=[35, 20], views=[1000, 1000])
    assert by_month(contract, happened, 0, "rate") == [0, 0]
    assert by_month(contract, happened, 1, "rate") == [10_00, 0]
    assert by_month(contract, happened, 2, "rate") == [10_00, 10_00]


def test_a_demand_to_stay_below_is_looked_at_once_its_quarter_is_over() -> None:
    # January to March are a quarter, April is one of its own that the campaign ends in.
    bonus = Bonus("few", 10_00, (Condition("clicks", "<", 100.0),), per=Window.QUARTER)
    happened = one_creator(4, clicks=[10, 10, 10, 10])
    assert by_month(Contract("few", bonuses=(bonus,)), happened, 2, "few") == [0, 0, 0, 0]
    assert by_month(Contract("few", bonuses=(bonus,)), happened, 3, "few") == [0, 0, 10_00, 0]
    assert by_month(Contract("few", bonuses=(bonus,)), happened, 4, "few") == [0, 0, 10_00, 10_00]


@pytest.mark.parametrize(("match", "at_once"), [(Match.ANY, [10_00, 0]), (Match.ALL, [0, 0])])
def test_a_count_is_paid_when_reached_unless_all_must_hold(match: Match, at_once: list[int]) -> None:
    contract = Contract("both", bonuses=(Bonus("both", 10_00, (CLICKS, CLICK_RATE), match),))
    happened = one_creator(2, clicks=[35, 5], views=[1000, 1000])
    assert by_month(contract, happened, 0, "both") == at_once
    assert by_month(contract, happened, 1, "both") == at_once
    assert sum(by_month(contract, happened, 2, "both")) == 10_00


def test_a_collective_ratio_waits_as_well() -> None:
    goal = CollectiveBonus("goal", 10_00, (CLICK_RATE,), split=Split.EACH, per=Window.CAMPAIGN)
    contract = Contract("team", collective_bonuses=(goal,))
    happened = one_creator(2, clicks=[35, 5], views=[1000, 1000])
    assert by_month(contract, happened, 1, "goal") == [0, 0]
    assert by_month(contract, happened, 2, "goal") == [0, 10_00]


def test_the_guarantee_is_topped_up_once_the_last_month_is_over() -> None:
    # 30.00 + 20.00 are earned of the 120.00 that are guaranteed.
    terms = Commission((Band(0, 100_000),), base=SalesBase.GROSS)
    contract = Contract("sure", commission=terms, minimum_guarantee=120_00)
    happened = one_creator(2, gross_sales=[300_00, 200_00])
    assert by_month(contract, happened, 1, "guarantee") == [0, 0]
    assert by_month(contract, happened, 2, "guarantee") == [0, 70_00]
    assert earned(owed(contract, replace(happened, ended=1))) == [30_00, 20_00]


def test_what_is_fixed_or_counted_does_not_wait() -> None:
    contract = Contract("fixed", fee=FlatFee(10_00), retainer=Retainer(30_00), cap_per_creator=65_00)
    happened = one_creator(2, deliverables=[1, 1])
    assert earned(owed(contract, replace(happened, ended=0))) == [40_00, 25_00]


def test_what_refunds_take_back_makes_room_below_a_cap() -> None:
    # 120.00 of commission, 30.00 taken back in the second month, capped at 100.00: 100.00, then 90.00 in all.
    terms = Commission((Band(0, 1_000_000),), base=SalesBase.GROSS)
    contract = Contract("capped", commission=terms, cap_per_creator=100_00)
    happened = one_creator(2, gross_sales=[120_00, 0])
    result = earned_by(contract, happened, {"refunds": array([0, -30_00])})
    assert line(result, "commission") == [120_00, 0]
    assert line(result, "refunds") == [0, -30_00]
    assert line(result, "cap") == [-20_00, 20_00]
    assert earned(result) == [100_00, -10_00]


def test_what_refunds_take_back_is_lifted_to_the_guarantee() -> None:
    # 60.00 - 30.00 = 30.00 of the 50.00 that are guaranteed: 20.00 more.
    terms = Commission((Band(0, 1_000_000),), base=SalesBase.GROSS)
    contract = Contract("sure", commission=terms, minimum_guarantee=50_00)
    result = earned_by(contract, one_creator(gross_sales=[60_00]), {"refunds": np.array(-30_00)})
    assert line(result, "guarantee") == [20_00]
    assert earned(result) == [50_00]


def test_a_further_line_may_stand_alone_or_join_a_term() -> None:
    alone = earned_by(Contract("gift", gift=True), one_creator(2), {"refunds": array([-1_00, 0])})
    assert earned(alone) == [-1_00, 0]
    joined = earned_by(Contract("fee", fee=FlatFee(10_00)), one_creator(2), {"fee": array([-1_00, 2_00])})
    assert line(joined, "fee") == [9_00, 2_00]


def test_a_bonus_called_like_a_limit_joins_its_line() -> None:
    # The bonus brings 5.00, the top-up 15.00: both stand under one name and both are paid.
    bonus = Bonus("guarantee", 5_00, (Condition("clicks", ">=", 1.0),))
    result = owed(Contract("named", bonuses=(bonus,), minimum_guarantee=20_00), one_creator(clicks=[1]))
    assert line(result, "guarantee") == earned(result) == [20_00]


def test_months_over_may_be_none_of_them() -> None:
    assert Outcomes(months(2), np.zeros((1, 2), dtype=np.int64), ended=0).over == 0
    assert Outcomes(months(2), np.zeros((1, 2), dtype=np.int64)).over == 2
