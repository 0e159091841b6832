"""Whole creators within the budget, demands honored, clashes in words."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from influence_cli.allocate.allocate import allocate, explained, spendable
from influence_cli.allocate.presets import band, tier_shares
from influence_cli.allocate.whole import Option, afford, spread
from influence_cli.model.campaign import AllocationRules, Amplification, Platform, Strategy, Tier, TierDemand
from influence_cli.model.errors import InfeasibleError
from tests.builders import FLAT, a_campaign, a_cell, every_cell

COSTS = {Tier.NANO: 25_000, Tier.MICRO: 120_000, Tier.MID: 900_000, Tier.MEGA: 3_000_000}


def options(cells=None, costs=COSTS):
    return [Option(cell, costs[cell.tier]) for cell in (cells or every_cell())]


def creators(allocation):
    found = dict.fromkeys(Tier, 0)
    for booking in allocation.bookings:
        found[booking.cell.tier] += booking.creators
    return found


def spent(allocation):
    found = dict.fromkeys(Tier, 0)
    for booking in allocation.bookings:
        found[booking.cell.tier] += booking.planned_cost
    return found


@pytest.mark.parametrize(
    ("budget", "tiers"),
    [
        (1_000, {Tier.NANO, Tier.MICRO}),
        (10_000, {Tier.NANO, Tier.MICRO}),
        (10_000.01, {Tier.NANO, Tier.MICRO, Tier.MID}),
        (100_000, {Tier.NANO, Tier.MICRO, Tier.MID}),
        (100_000.01, set(Tier)),
    ],
)
def test_the_budget_bands_of_the_playbook_hold_their_upper_boundary(budget, tiers):
    assert set(band(budget)) == tiers
    assert sum(band(budget).values()) == pytest.approx(1.0)


def test_the_hybrid_is_70_20_10():
    shares = tier_shares(AllocationRules(Strategy.HYBRID, {}), 5_000)
    assert shares[Tier.NANO] + shares[Tier.MICRO] == pytest.approx(0.7)
    assert (shares[Tier.MID], shares[Tier.MEGA]) == (0.2, 0.1)


def test_a_large_budget_follows_the_shares():
    campaign = a_campaign(budget=100_000_000, strategy=Strategy.HYBRID)
    money = spent(allocate(campaign, options(), 100_000_000))
    assert (money[Tier.NANO] + money[Tier.MICRO]) / 1e8 == pytest.approx(0.70, abs=0.02)
    assert money[Tier.MID] / 1e8 == pytest.approx(0.20, abs=0.02)
    assert money[Tier.MEGA] / 1e8 == pytest.approx(0.10, abs=0.03)


def test_platform_weights_are_followed():
    cells = (a_cell(platform=Platform.INSTAGRAM, share=0.75), a_cell(platform=Platform.TIKTOK, share=0.25))
    campaign = a_campaign(cells, strategy=Strategy.EQUAL)
    booked = allocate(campaign, options(cells), 4_800_000).bookings
    assert [booking.creators for booking in booked] == [30, 10]


def test_a_tier_that_is_too_dear_says_so_and_gives_its_money_to_the_others():
    campaign = a_campaign(budget=12_000_000, strategy=Strategy.HYBRID)
    allocation = allocate(campaign, options(), 12_000_000)
    assert creators(allocation)[Tier.MEGA] == 0
    assert any("mega: its share of 12,000 USD does not buy one creator (30,000 USD)" in n for n in allocation.notes)
    assert allocation.unallocated < 25_000


def test_what_is_left_over_is_explained():
    campaign = a_campaign(budget=60_000, strategy=Strategy.NANO_NETWORK)
    allocation = allocate(campaign, options(), 60_000)
    assert creators(allocation)[Tier.NANO] == 2
    assert allocation.unallocated == 10_000
    assert explained(campaign, allocation).notes == ("100 USD is left over: it does not buy another whole creator",)


def test_mega_only_books_megas_only():
    allocation = allocate(a_campaign(budget=7_000_000, strategy=Strategy.MEGA_ONLY), options(), 7_000_000)
    assert creators(allocation) == {Tier.NANO: 0, Tier.MICRO: 0, Tier.MID: 0, Tier.MEGA: 2}


def test_manual_counts_are_exact_and_the_rest_stays():
    campaign = a_campaign(strategy=Strategy.MANUAL, tiers={Tier.MICRO: TierDemand(creators=7)})
    allocation = allocate(campaign, options(), 4_000_000)
    assert creators(allocation) == {Tier.NANO: 0, Tier.MICRO: 7, Tier.MID: 0, Tier.MEGA: 0}
    assert allocation.unallocated == 4_000_000 - 7 * 120_000


def test_a_locked_tier_keeps_its_creators_and_the_others_share_the_rest():
    campaign = a_campaign(strategy=Strategy.BY_BUDGET, tiers={Tier.MEGA: TierDemand(creators=1)})
    found = creators(allocate(campaign, options(), 4_000_000))
    assert found[Tier.MEGA] == 1
    assert found[Tier.NANO] > 0
    assert found[Tier.MICRO] > 0


def test_locked_money_stays_with_its_tier():
    campaign = a_campaign(strategy=Strategy.NANO_NETWORK, tiers={Tier.MICRO: TierDemand(locked_spend=1_000_000)})
    money = spent(allocate(campaign, options(), 4_000_000))
    assert 880_000 < money[Tier.MICRO] <= 1_000_000
    assert money[Tier.NANO] > 2_950_000


def test_at_least_so_many_creators_moves_money_to_the_cheapest_tier():
    campaign = a_campaign(strategy=Strategy.HYBRID, min_creators=120)
    allocation = allocate(campaign, options(), 4_000_000)
    assert sum(creators(allocation).values()) >= 120
    with pytest.raises(InfeasibleError, match="at least 1000 creators are asked for, but the budget is 40,000 USD"):
        allocate(a_campaign(strategy=Strategy.HYBRID, min_creators=1_000), options(), 4_000_000)


def test_at_most_so_many_creators_leaves_money_and_says_so():
    campaign = a_campaign(max_creators=10)
    allocation = allocate(campaign, options(), 4_000_000)
    assert sum(creators(allocation).values()) == 10
    assert "no more than 10 creators may be booked" in explained(campaign, allocation).notes[-1]


@pytest.mark.parametrize(
    ("campaign", "words"),
    [
        (a_campaign(budget=1), r"the cheapest \(nano on instagram\) is expected to cost 250 USD .* is missing"),
        (
            a_campaign(tiers={Tier.MEGA: TierDemand(creators=2)}),
            r"mega \(2 creators, 60,000 USD\) come to 60,000 USD, but the budget is 40,000 USD; 20,000 USD is missing",
        ),
        (
            a_campaign(tiers={Tier.NANO: TierDemand(min_creators=90), Tier.MID: TierDemand(min_creators=3)}),
            r"nano \(90 creators, 22,500 USD\) and mid \(3 creators, 27,000 USD\) come to 49,500 USD",
        ),
        (
            a_campaign(tiers={Tier.MICRO: TierDemand(locked_spend=100_000, min_creators=3)}),
            r"3 micro creators cost 3,600 USD, but only 1,000 USD is locked for them; 2,600 USD is missing",
        ),
        (a_campaign(strategy=Strategy.MEGA_ONLY), None),
        (a_campaign(max_creators=0), "no creator may be booked|at most 0"),
        (a_campaign(max_share_per_creator=0.0001), "no creator costs less than the 0.01% of the budget"),
    ],
)
def test_a_clash_is_named_with_what_is_missing(campaign, words):
    money = campaign.budget.total
    if words is None:
        assert allocate(campaign, options(), money).bookings
        return
    with pytest.raises(InfeasibleError, match=words):
        allocate(campaign, options(), money)


def test_a_strategy_without_its_tier_is_refused():
    cells = (a_cell(Tier.NANO),)
    with pytest.raises(InfeasibleError, match="mega-only strategy books only mega"):
        allocate(a_campaign(cells, strategy=Strategy.MEGA_ONLY), options(cells), 4_000_000)


def test_spendable_takes_off_what_is_promised_elsewhere():
    campaign = a_campaign(budget=1_000_000, reserve=50_000, tools=30_000, amplification=Amplification(200_000, 0.2))
    assert spendable(campaign) == 720_000


@given(st.integers(0, 500), st.lists(st.integers(1, 10_000), min_size=1, max_size=6))
def test_spread_books_exactly_so_many(count, costs):
    counts = spread([Option(a_cell(), cost) for cost in costs], count)
    assert sum(counts) == count
    assert min(counts) >= 0


demands = st.builds(
    TierDemand,
    share=st.none() | st.floats(0.05, 1.0),
    creators=st.none() | st.integers(0, 20),
    locked_spend=st.none() | st.integers(0, 3_000_000),
    min_creators=st.integers(0, 10),
    max_creators=st.none() | st.integers(10, 50),
)


@settings(max_examples=300, deadline=None)
@given(
    st.integers(0, 500_000_000),
    st.sampled_from(Strategy),
    st.dictionaries(st.sampled_from(Tier), demands),
    st.integers(0, 60),
    st.none() | st.integers(60, 200),
    st.lists(st.integers(1, 5_000_000), min_size=8, max_size=8),
)
def test_a_plan_never_exceeds_the_money_and_honors_every_demand(money, strategy, tiers, least, most, costs):
    campaign = a_campaign(budget=money, strategy=strategy, tiers=tiers, min_creators=least, max_creators=most)
    offered = [Option(cell, cost) for cell, cost in zip(every_cell(), costs, strict=True)]
    try:
        allocation = allocate(campaign, offered, money)
    except InfeasibleError:
        return
    assert sum(booking.planned_cost for booking in allocation.bookings) + allocation.unallocated == money
    assert allocation.unallocated >= 0
    found = creators(allocation)
    assert sum(found.values()) >= max(least, 1)
    assert most is None or sum(found.values()) <= most
    for tier, demand in tiers.items():
        if demand.creators is not None:
            assert found[tier] == demand.creators
        else:
            assert found[tier] >= demand.min_creators
            assert demand.max_creators is None or found[tier] <= max(demand.max_creators, demand.min_creators)
    assert allocation.unallocated == 0 or "is left over" in explained(campaign, allocation).notes[-1]


def counts_of(shares, costs, money):
    """Creators per tier under manual shares, one cell each."""
    cells = tuple(a_cell(tier) for tier in shares)
    tiers = {tier: TierDemand(share=share) for tier, share in shares.items()}
    campaign = a_campaign(cells, budget=money, strategy=Strategy.MANUAL, tiers=tiers)
    offered = [Option(cell, cost) for cell, cost in zip(cells, costs, strict=True)]
    return [booking.creators for booking in allocate(campaign, offered, money).bookings]


def test_what_whole_creators_leave_goes_to_the_tier_furthest_below_its_share():
    # 80 buys 8 nanos at 9, 20 buys 3 micros at 6; of the 10 left a ninth nano brings nano to 81 of 80,
    # a fourth micro would bring micro to 24 of 20.
    assert counts_of({Tier.NANO: 0.8, Tier.MICRO: 0.2}, [9, 6], 100) == [9, 3]


def test_within_a_tier_it_goes_to_the_platform_furthest_below_its_share():
    # 70 and 30 of 100 buy 7 at 9 and 3 at 8 (63 and 24); of the 13 left the dearer platform reaches 72 of 70 with one
    # more, the cheaper one 32 of 30.
    cells = (a_cell(platform=Platform.INSTAGRAM, share=0.7), a_cell(platform=Platform.TIKTOK, share=0.3))
    offered = [Option(cells[0], 9), Option(cells[1], 8)]
    assert afford(offered, 100, [0, 0], 100) == [8, 3]


def test_shares_of_the_cells_that_are_left_count_in_proportion():
    cells = (a_cell(platform=Platform.INSTAGRAM, share=0.3), a_cell(platform=Platform.TIKTOK, share=0.1))
    assert afford([Option(cells[0], 10), Option(cells[1], 10)], 400, [0, 0], 100) == [30, 10]


def test_promised_creators_are_paid_for_by_the_dearest_others():
    cells = (a_cell(platform=Platform.INSTAGRAM, share=0.5), a_cell(platform=Platform.TIKTOK, share=0.5))
    # 50 each buy 5 at 10 and 2 at 20; with seven promised at 10 that is 110, so one at 20 goes; 10 buy an eighth.
    assert afford([Option(cells[0], 10), Option(cells[1], 20)], 100, [7, 0], 100) == [8, 1]


def test_at_most_so_many_in_a_tier():
    cells = (a_cell(platform=Platform.INSTAGRAM, share=0.5), a_cell(platform=Platform.TIKTOK, share=0.5))
    assert afford([Option(cells[0], 10), Option(cells[1], 10)], 1_000, [0, 0], 7) in ([4, 3], [3, 4])


def test_the_tier_that_is_furthest_from_affordable_is_dropped_first():
    # Of 100, micro has 30 of 40 and mid 20 of 90: with mid's share given back micro has 37.5, still too little;
    # dropping micro first would have left nothing for mid either. Nano takes all.
    assert counts_of({Tier.NANO: 0.5, Tier.MICRO: 0.3, Tier.MID: 0.2}, [5, 40, 90], 100) == [20, 0, 0]
    # At 35 micro is rescued by mid's share: 37.5 buys one, 62.5 buys 12 nanos, and 5 are left for another.
    assert counts_of({Tier.NANO: 0.5, Tier.MICRO: 0.3, Tier.MID: 0.2}, [5, 35, 90], 100) == [13, 1, 0]


def test_a_creator_above_the_share_allowed_for_one_is_left_out_and_named():
    campaign = a_campaign(strategy=Strategy.EQUAL, max_share_per_creator=0.25)
    allocation = allocate(campaign, options(), 4_000_000)
    assert creators(allocation)[Tier.MEGA] == 0
    assert creators(allocation)[Tier.MID] > 0
    (note, _) = (n for n in allocation.notes if "left out" in n)
    assert note.startswith(
        "mega on instagram is left out: one creator costs 30,000 USD, more than the 25% of the budget"
    )


def test_a_small_budget_that_buys_fewer_than_the_playbook_books_says_so():
    few = allocate(a_campaign(budget=200_000), options(), 200_000)
    assert any("books 10 to 50 creators at this budget; at these costs it buys" in note for note in few.notes)
    enough = allocate(a_campaign(budget=1_000_000), options(), 1_000_000)
    assert not any("10 to 50" in note for note in enough.notes)
    large = allocate(a_campaign(budget=1_100_000, max_creators=3), options(), 1_100_000)
    assert not any("10 to 50" in note for note in large.notes)


def test_what_is_missing_is_the_difference():
    with pytest.raises(InfeasibleError, match=r"but the budget is 0\.01 USD; 249\.99 USD is missing"):
        allocate(a_campaign(budget=1), options(), 1)


def test_so_many_creators_are_spread_so_that_money_follows_the_shares():
    cells = (a_cell(platform=Platform.INSTAGRAM, share=0.5), a_cell(platform=Platform.TIKTOK, share=0.5))
    assert spread([Option(cells[0], 10), Option(cells[1], 30)], 12) == [9, 3]  # 90 each


def test_a_few_more_creators_move_only_a_little_money():
    plain = creators(allocate(a_campaign(strategy=Strategy.HYBRID), options(), 4_000_000))
    asked = sum(plain.values()) + 5
    found = creators(allocate(a_campaign(strategy=Strategy.HYBRID, min_creators=asked), options(), 4_000_000))
    assert asked <= sum(found.values()) < asked + 12
    assert found[Tier.MICRO] >= plain[Tier.MICRO] - 2


def test_trimming_takes_from_several_cells_until_the_promised_ones_are_paid():
    cells = tuple(a_cell(platform=platform, share=1 / 3) for platform in Platform)
    offered = [Option(cell, cost) for cell, cost in zip(cells, (10, 20, 30), strict=True)]
    # 40 each buy 4, 2 and 1 (110 of 120); with ten promised at 10 that is 170: the one at 30 and one at 20 go.
    assert afford(offered, 120, [10, 0, 0], 100) == [10, 1, 0]


def further(*shares):
    """Two contracts in one place: the share of each, at 10,000 and 4,000."""
    return [
        Option(a_cell(contract=replace(FLAT, name=name), share=share), cost)
        for name, share, cost in zip(("first", "second"), shares, (10_000, 4_000), strict=True)
    ]


def test_a_further_contract_is_listed_and_never_booked_by_a_preset():
    offered = further(1.0, 0.0)
    for strategy in Strategy:
        campaign = a_campaign(strategy=strategy, tiers={Tier.MICRO: TierDemand(share=1.0, min_creators=3)})
        booked = allocate(campaign, offered, 95_000).bookings
        assert [booking.cell.contract.name for booking in booked] == ["first", "second"]
        assert [booking.creators for booking in booked][1] == 0
        assert booked[0].creators in (3, 9)


def test_a_further_contract_is_not_the_cheapest_creator():
    with pytest.raises(InfeasibleError, match=r"expected to cost 100 USD all-in .*; 50 USD is missing"):
        allocate(a_campaign(strategy=Strategy.EQUAL), further(1.0, 0.0), 5_000)
    left = allocate(a_campaign(strategy=Strategy.EQUAL), further(1.0, 0.0), 95_000)
    assert explained(a_campaign(), left).notes[-1] == "50 USD is left over: it does not buy another whole creator"


def test_promised_creators_come_under_the_first_contract():
    campaign = a_campaign(strategy=Strategy.MANUAL, tiers={Tier.MICRO: TierDemand(creators=8)})
    assert [b.creators for b in allocate(campaign, further(1.0, 0.0), 90_000).bookings] == [8, 0]
    with pytest.raises(InfeasibleError, match="come to 800 USD"):
        allocate(campaign, further(1.0, 0.0), 50_000)


def test_a_further_contract_above_the_share_for_one_creator_needs_no_word():
    campaign = a_campaign(budget=95_000, strategy=Strategy.EQUAL, max_share_per_creator=0.05)
    offered = [Option(option.cell, cost) for option, cost in zip(further(1.0, 0.0), (4_000, 10_000), strict=True)]
    allocation = allocate(campaign, offered, 95_000)
    assert [booking.creators for booking in allocation.bookings] == [23, 0]
    assert allocation.notes == ()
