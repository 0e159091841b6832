"""Each rule of a campaign becomes the row it should."""

from dataclasses import replace
from math import inf

import numpy as np
import pytest

from influence_cli.allocate.optimal.rows import Row, Unit, rows
from influence_cli.allocate.whole import Option
from influence_cli.model.campaign import Phase, Platform, Tier, TierDemand
from influence_cli.model.objective import Limit, Measure, Scope
from tests.builders import FLAT, HYBRID, a_campaign, a_cell

EARLY, LATE = Phase("early", 1, 2, tuple(Tier)), Phase("late", 3, 8, tuple(Tier))
CELLS = (
    a_cell(Tier.NANO, Platform.INSTAGRAM, phase=EARLY, contract=HYBRID),
    a_cell(Tier.NANO, Platform.TIKTOK, phase=LATE, contract=HYBRID),
    a_cell(Tier.MICRO, Platform.INSTAGRAM, phase=EARLY, contract=FLAT),
    a_cell(Tier.MICRO, Platform.INSTAGRAM, phase=EARLY, contract=HYBRID),
    a_cell(Tier.MEGA, Platform.TIKTOK, phase=LATE, contract=FLAT),
)
IN_FULL = (
    "nano on instagram in early under hybrid",
    "nano on tiktok in late under hybrid",
    "micro on instagram in early under flat",
    "micro on instagram in early under hybrid",
    "mega on tiktok in late under flat",
)
COSTS = (9_000, 7_000, 40_000, 50_000, 900_000)
OPTIONS = [Option(cell, cost) for cell, cost in zip(CELLS, COSTS, strict=True)]
EVERYBODY = (1, 1, 1, 1, 1)
MOST = Row("500 creators at most", np.ones(5), -inf, 500, Unit.CREATORS)


def made(**rules):
    campaign = a_campaign(CELLS)
    return rows(replace(campaign, rules=replace(campaign.rules, **rules)), OPTIONS, 500)


def same(found, *expected):
    plain = [(r.text, tuple(np.round(r.coefficients, 9)), r.low, r.high, r.unit) for r in found]
    assert plain == [(text, tuple(float(c) for c in coefs), *rest) for text, coefs, *rest in expected]


DEFAULT = ("500 creators at most", EVERYBODY, -inf, 500, Unit.CREATORS)


def test_without_rules_there_is_only_a_limit_that_keeps_it_finite():
    same(made(), DEFAULT)


@pytest.mark.parametrize(
    ("demand", "text", "ends"),
    [
        (TierDemand(creators=4), "tiers.nano.creators: 4", (4, 4)),
        (TierDemand(creators=0), "tiers.nano.creators: 0", (0, 0)),
        (TierDemand(min_creators=2), "tiers.nano.min_creators: 2", (2, inf)),
        (TierDemand(max_creators=1_500), "tiers.nano.max_creators: 1,500", (-inf, 1_500)),
        (TierDemand(max_creators=0), "tiers.nano.max_creators: 0", (-inf, 0)),
    ],
)
def test_heads_of_a_tier(demand, text, ends):
    same(made(tiers={Tier.NANO: demand}), (text, (1, 1, 0, 0, 0), *ends, Unit.CREATORS), DEFAULT)


def test_several_demands_on_a_tier_are_several_rows():
    found = made(tiers={Tier.MICRO: TierDemand(min_creators=2, max_creators=3)})
    same(
        found,
        ("tiers.micro.min_creators: 2", (0, 0, 1, 1, 0), 2, inf, Unit.CREATORS),
        ("tiers.micro.max_creators: 3", (0, 0, 1, 1, 0), -inf, 3, Unit.CREATORS),
        DEFAULT,
    )


def test_locked_money_is_spent_up_to_less_than_the_cheapest_creator():
    found = made(tiers={Tier.MICRO: TierDemand(locked_spend=130_000)})
    text = "tiers.micro.spend: 1,300 USD"
    same(found, (text, (0, 0, 40_000, 50_000, 0), 90_001, 130_000, Unit.MONEY), DEFAULT)
    # 3 x 400 and 2 x 400 + 500 are enough; 2 x 400 leaves room for another one.
    row = found[0]
    for counts, kept in [((3, 0), True), ((2, 1), True), ((2, 0), False), ((0, 2), True), ((4, 0), False)]:
        assert (row.low <= row.coefficients[2:4] @ counts <= row.high) is np.bool_(kept)


def test_locked_money_that_buys_nobody_is_kept_by_nobody():
    row = made(tiers={Tier.MICRO: TierDemand(locked_spend=30_000)})[0]
    assert (row.low, row.high) == (0.0, 30_000)


def test_locked_money_of_a_tier_without_cells_cannot_be_spent():
    row = made(tiers={Tier.MID: TierDemand(locked_spend=30_000)})[0]
    assert (row.low, row.high, row.coefficients.any()) == (30_000, 30_000, np.False_)


def test_heads_in_all():
    same(
        made(min_creators=1_000, max_creators=2_000),
        ("allocation.creators.min: 1,000", EVERYBODY, 1_000, inf, Unit.CREATORS),
        ("allocation.creators.max: 2,000", EVERYBODY, -inf, 2_000, Unit.CREATORS),
    )


def test_the_share_of_a_cell_is_that_of_one_contract_in_one_place():
    found = made(max_share_per_cell=0.3)
    costs = np.array(COSTS)
    expected = {name: np.eye(len(COSTS))[number] for number, name in enumerate(IN_FULL)}
    same(
        found,
        DEFAULT,
        *(
            (f"allocation.max_share_per_cell: 30% ({place})", (np.array(here) - 0.3) * costs, -inf, 0.0, Unit.SHARE)
            for place, here in expected.items()
        ),
    )


TIKTOK, HERE = Scope(platform="tiktok"), (0, 1, 0, 0, 1)


def test_limits_on_money_and_heads():
    found = made(
        limits=(
            Limit("a", TIKTOK, Measure.CREATORS, low=2),
            Limit("b", TIKTOK, Measure.SPEND, low=100, high=5_000),
            Limit("c", TIKTOK, Measure.CREATORS, high=0),
        )
    )
    same(
        found,
        DEFAULT,
        ("a", HERE, 2, inf, Unit.CREATORS),
        ("b", (0, 7_000, 0, 0, 900_000), 100, 5_000, Unit.MONEY),
        ("c", HERE, -inf, 0, Unit.CREATORS),
    )


def test_limits_on_shares_are_rows_through_zero_one_for_each_end():
    found = made(limits=(Limit("a", TIKTOK, Measure.SHARE, low=0.1, high=0.25),))
    costs = np.array(COSTS)
    same(
        found,
        DEFAULT,
        ("a", (np.array(HERE) - 0.1) * costs, 0.0, inf, Unit.SHARE),
        ("a", (np.array(HERE) - 0.25) * costs, -inf, 0.0, Unit.SHARE),
    )
    low, high = found[1:]
    counts = np.array([100, 0, 0, 0, 0.25])  # 9,000 and 2,250 USD: a fifth is on TikTok
    assert low.coefficients @ counts >= 0 >= high.coefficients @ counts
    counts = np.array([100, 0, 0, 0, 0.5])  # a third
    assert high.coefficients @ counts > 0


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(), (1, 1, 1, 1, 1)),
        (Scope(tier="micro"), (0, 0, 1, 1, 0)),
        (Scope(platform="tiktok"), (0, 1, 0, 0, 1)),
        (Scope(phase="late"), (0, 1, 0, 0, 1)),
        (Scope(contract="flat"), (0, 0, 1, 0, 1)),
        (Scope(tier="micro", contract="hybrid", platform="instagram", phase="early"), (0, 0, 0, 1, 0)),
        (Scope(tier="nano", contract="flat"), (0, 0, 0, 0, 0)),
    ],
)
def test_a_scope_covers_the_cells_that_agree_with_all_of_it(scope, expected):
    assert (
        tuple(int(scope.covers(cell.tier, cell.platform, cell.phase.name, cell.contract.name)) for cell in CELLS)
        == expected
    )
    found = made(limits=(Limit("text", scope, Measure.CREATORS, high=1),))
    assert tuple(found[1].coefficients) == expected
