"""The optimal strategy end to end: never below another plan, within every limit, with a bound that holds."""

import random
from dataclasses import replace

import numpy as np
import pytest

from influence_cli.allocate.optimal.node import PROVEN
from influence_cli.allocate.optimal.problem import Decision, decided, spend, value
from influence_cli.model.campaign import Amplification, Goal, Phase, Platform, Quantity, Strategy, Tier, TierDemand
from influence_cli.model.contract import (
    Band,
    Bonus,
    CollectiveBonus,
    Commission,
    CommissionMode,
    Condition,
    Contract,
    FlatFee,
    PayUnit,
    Split,
    UnitPay,
    Window,
)
from influence_cli.model.curves import Status
from influence_cli.model.errors import InfeasibleError
from influence_cli.model.objective import Aim, Limit, Measure, Objective, RiskLimit, RiskMeasure, Scope
from influence_cli.simulate.engine import simulate
from influence_cli.workflow.booking import book
from influence_cli.workflow.optimizing import stopped_early
from influence_cli.workflow.presets import preset, presets
from influence_cli.workflow.projection import samples
from influence_cli.workflow.worth import objective_of, worth
from tests.builders import FLAT, HYBRID, a_campaign, a_cell, every_cell, known

PROFIT = Objective({Aim.PROFIT: 1.0})
REVENUE = Objective({Aim.REVENUE: 1.0})
SMALL = (a_cell(Tier.NANO), a_cell(Tier.MICRO, Platform.TIKTOK), a_cell(Tier.MICRO))
PAYOUT_IN_BUDGET = RiskLimit("payout.p95 <= budget", "payout", RiskMeasure.QUANTILE, 0.95, 1_000_000.0)


def optimal(cells=SMALL, *, budget=1_000_000, draws=500, rules=None, **campaign):
    """A campaign for the optimal strategy; ``rules`` are fields of its allocation rules."""
    made = a_campaign(cells, budget=budget, draws=draws, strategy=Strategy.OPTIMAL, **campaign)
    return replace(made, rules=replace(made.rules, **(rules or {})))


def planned(campaign, threads=1, *, prove=True):
    return book(campaign, threads, None, prove=prove)


def creators(booked):
    """Creators by cell key, booked cells only."""
    return {b.cell.key: b.creators for b in booked.allocation.bookings if b.creators}


def total(campaign, simulation):
    return samples(simulation, lambda cell: True, float(campaign.budget.tools))


def simulated_value(campaign, booked):
    return worth(objective_of(campaign), total(campaign, booked.simulation), campaign.currency.minor)


def spent_on(booked, scope):
    """Money and heads of the cells a scope names."""
    here = [
        b
        for b in booked.allocation.bookings
        if scope.tier in (None, b.cell.tier.value)
        and scope.platform in (None, b.cell.platform.value)
        and scope.phase in (None, b.cell.phase.name)
        and scope.contract in (None, b.cell.contract.name)
    ]
    return sum(b.planned_cost for b in here), sum(b.creators for b in here)


def limits_broken(campaign, booked):
    """Every limit a decision does not keep, looked up one by one."""
    rules, everything = campaign.rules, spent_on(booked, Scope())
    found = []
    for tier, demand in rules.tiers.items():
        heads = spent_on(booked, Scope(tier=tier.value))[1]
        most = np.inf if demand.max_creators is None else demand.max_creators
        exact = heads if demand.creators is None else demand.creators
        if not demand.min_creators <= heads <= most or heads != exact:
            found.append(f"{tier}: {heads}")
    if not rules.min_creators <= everything[1] <= (rules.max_creators or 10**9):
        found.append(f"{everything[1]} creators")
    for limit in rules.limits:
        money, heads = spent_on(booked, limit.scope)
        counted = {Measure.SHARE: money / max(everything[0], 1), Measure.SPEND: money, Measure.CREATORS: heads}
        low, high = limit.low or 0.0, np.inf if limit.high is None else limit.high
        # No share of nothing is too small.
        if everything[0] and not low - 1e-9 <= counted[limit.measure] <= high + 1e-9:
            found.append(limit.text)
    for places in {(b.cell.tier, b.cell.platform, b.cell.phase.name) for b in booked.allocation.bookings}:
        money = spent_on(booked, Scope(places[0].value, places[1].value, places[2]))[0]
        if rules.max_share_per_cell is not None and money > rules.max_share_per_cell * everything[0] + 1e-6:
            found.append(f"{places} has too much")
    drawn = total(campaign, booked.simulation)
    for risk in rules.risk:
        values = drawn[risk.metric]
        if risk.measure is RiskMeasure.QUANTILE:
            kept = np.quantile(values, risk.level) <= risk.limit + 1e-6
        else:
            kept = np.sort(values)[: round(risk.level * len(values))].mean() >= risk.limit - 1e-6
        if not kept:
            found.append(risk.text)
    return found


def random_contract(chance, name):
    fee, band = FlatFee(chance.choice([0, 0, chance.randrange(5_000, 60_000)])), (Band(0, chance.randrange(200_000)),)
    bonus = Bonus("b", chance.randrange(5_000, 50_000), (Condition("orders", ">=", chance.choice([2.0, 10.0, 40.0])),))
    return chance.choice(
        [
            Contract(name, fee=fee),
            Contract(name, fee=fee, commission=Commission(band), minimum_payout=2_500),
            Contract(
                name,
                fee=fee,
                commission=Commission((Band(0, 50_000), Band(200_000, 200_000)), mode=CommissionMode.RETROACTIVE),
            ),
            Contract(name, commission=Commission(band), minimum_guarantee=chance.randrange(10_000, 80_000), gift=True),
            Contract(name, fee=FlatFee(8_000), unit_pay=(UnitPay(PayUnit.CLICK, 40, 50_000),), cap_per_creator=100_000),
            Contract(name, fee=fee, bonuses=(bonus,), cap_per_campaign=chance.choice([None, 1_000_000])),
        ]
    )


def random_campaign(seed, draws=300, size=1):
    """A small campaign with contracts, phases, limits and objectives as they come; a size of 2 is not so small."""
    chance = random.Random(seed)
    phases = [Phase("campaign", 1, 8, tuple(Tier))]
    if chance.random() < 0.3:
        phases = [Phase("first", 1, 3, tuple(Tier)), Phase("second", 4, 8, tuple(Tier))]
    tiers = chance.sample(list(Tier), chance.choice([1, 2, 3] if size > 1 else [1, 2]))
    platforms = chance.sample(list(Platform), chance.choice([1, 1, 2] if size > 1 else [1]))
    offered = [random_contract(chance, name) for name in ("a", "b")[: chance.choice([1, 1, 2])]]
    cells = tuple(
        a_cell(t, p, phase=phase, contract=c, share=0.0 if n else 1 / (len(platforms) * len(phases)), deliverables=2)
        for t in tiers
        for p in platforms
        for phase in phases
        for n, c in enumerate(offered)
    )
    demands = chance.choice(
        [
            {},
            {},
            {tiers[0]: TierDemand(max_creators=chance.randrange(1, 6))},
            {tiers[0]: TierDemand(min_creators=1)},
            {tier: TierDemand(share=1 / len(tiers)) for tier in tiers},
        ]
    )
    budget = chance.choice([300_000, 1_000_000, 4_000_000])
    least = Limit("least", Scope(tier=tiers[0].value), Measure.SHARE, 0.2, None)
    most = Limit("most", Scope(platform=platforms[0].value), Measure.SHARE, None, 0.7)
    heads = Limit("heads", Scope(tier=tiers[-1].value), Measure.CREATORS, None, 4.0)
    return optimal(
        cells,
        budget=budget,
        draws=draws,
        reserve=chance.choice([0, budget // 20]),
        tools=chance.choice([0, 10_000]),
        price=chance.choice([3_000, 6_800, 20_000]),
        tiers=demands,
        max_creators=chance.choice([30, 60]),
        amplification=chance.choice([None, None, Amplification(budget // 10, 0.2)]),
        goal=chance.choice(list(Goal)),
        rules={
            "objective": chance.choice(
                [None, None, Objective({chance.choice(list(Aim)): 1.0}), Objective({Aim.PROFIT: 1.0}, 0.5)]
            ),
            "limits": chance.choice([(), (), (least,), (heads,), (most,) if len(platforms) > 1 else ()]),
            # Proving limits on quantiles takes seconds.
            "risk": chance.choice([(), (), (), (replace(PAYOUT_IN_BUDGET, limit=float(budget)),)]) if size > 1 else (),
            "spend_all": chance.choice([None, None, False]),
        },
    )


def assert_never_below(campaign, *, prove=True):
    """The plan keeps everything and no other strategy that does is ahead."""
    rivals = []
    for strategy in presets(campaign):
        try:
            other = planned(preset(campaign, strategy))
        except InfeasibleError:
            continue
        if not limits_broken(campaign, other):
            rivals.append((simulated_value(campaign, other), strategy))
    try:
        mine = planned(campaign, prove=prove)
    except InfeasibleError:
        assert not rivals, f"{rivals} keep all limits"
        return
    assert limits_broken(campaign, mine) == []
    assert mine.allocation.unallocated >= 0
    assert total(campaign, mine.simulation)["cost"].mean() <= campaign.budget.total - campaign.budget.reserve + 1e-6
    found = simulated_value(campaign, mine)
    assert [rival for rival in rivals if rival[0] > found + 1e-9 * abs(found)] == []
    assert_certified(mine)


def assert_certified(booked):
    """The bound is above the plan and above other decisions, and the status claims what it proves."""
    optimum = booked.optimum
    problem, found = optimum.problem, optimum.found
    assert optimum.decision.value <= found.upper_bound
    assert (found.status is Status.OPTIMAL) == (found.gap <= PROVEN)
    chance = np.random.default_rng(7)
    slack = 1e-9 * max(abs(found.upper_bound), 1.0)
    for _ in range(40):
        counts, left = np.zeros(len(problem.high)), problem.money
        for cell in chance.permutation(len(counts)):
            most = min(problem.high[cell], left // problem.costs[cell])
            counts[cell] = chance.integers(0, int(most) + 1) if chance.random() < 0.6 else 0
            left -= counts[cell] * problem.costs[cell]
        other = decided(problem, counts)
        assert other is None or other.value <= found.upper_bound + slack


@pytest.mark.parametrize("seed", range(10))
def test_never_below_another_strategy_and_within_every_limit(seed):
    assert_never_below(random_campaign(seed), prove=False)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(100, 200))
def test_never_below_another_strategy_on_many_campaigns(seed):
    assert_never_below(random_campaign(seed, draws=500, size=2))


def test_never_below_a_preset_that_finds_out_that_a_contract_is_capped():
    # Ten thousand for everybody, however many: alone each looks dear, together they cost next to nothing.
    capped = Contract("capped", fee=FlatFee(40_000), cap_per_campaign=1_000_000)
    assert_never_below(optimal((a_cell(contract=capped),), budget=4_000_000, price=3_000))


def test_a_limit_on_the_payouts_says_how_much_can_be_spent():
    # Reach spends all it can, and the limit says how much that is: the two do not clash.
    campaign = optimal(
        (a_cell(Tier.NANO), a_cell()), draws=200, goal=Goal.AWARENESS, rules={"risk": (PAYOUT_IN_BUDGET,)}
    )
    result = planned(campaign)
    assert creators(result)
    assert limits_broken(campaign, result) == []


@pytest.mark.nightly
def test_never_infeasible_where_a_preset_keeps_a_limit_on_the_payouts():
    risk = (replace(PAYOUT_IN_BUDGET, limit=4_000_000.0),)
    assert_never_below(optimal(every_cell(), budget=4_000_000, goal=Goal.AWARENESS, rules={"risk": risk}))


def test_the_manual_plan_is_among_those_it_is_never_below():
    campaign = optimal(tiers={Tier.NANO: TierDemand(share=0.3), Tier.MICRO: TierDemand(share=0.7)})
    assert Strategy.MANUAL in presets(campaign)
    assert Strategy.MANUAL not in presets(optimal())
    assert_never_below(campaign)


def test_no_exchange_of_one_creator_improves_an_optimal_plan():
    for campaign in (optimal(), optimal(every_cell(), budget=2_000_000), optimal(rules={"objective": REVENUE})):
        optimum = planned(campaign).optimum
        problem, decision = optimum.problem, optimum.decision
        assert optimum.found.status is Status.OPTIMAL
        steps = np.eye(len(decision.counts))
        none = np.zeros(len(steps))
        for away in (none, *steps):
            for to in (none, *steps):
                other = decision.counts + to - away
                if (other < 0).any():
                    continue
                found = decided(problem, other)
                assert found is None or found.value <= decision.value + PROVEN * abs(decision.value)


def test_every_whole_number_of_creators_is_below_the_bound_and_the_plan_is_the_best_of_them():
    optimum = planned(optimal(budget=600_000)).optimum
    problem = optimum.problem
    every = np.stack(np.meshgrid(*(np.arange(h + 1) for h in problem.high), indexing="ij"), -1).reshape(-1, 3)
    affordable = [counts for counts in every if spend(problem, counts) <= problem.money]
    assert len(affordable) > 20
    values = [value(problem, counts, 0.0) for counts in affordable]
    assert max(values) <= optimum.found.upper_bound
    assert max(values) == pytest.approx(optimum.decision.value, rel=PROVEN)


def test_no_decision_that_keeps_a_limit_on_the_payouts_is_above_the_bound():
    cells = (a_cell(Tier.NANO), a_cell())
    optimum = planned(
        optimal(cells, budget=700_000, draws=200, rules={"risk": (replace(PAYOUT_IN_BUDGET, limit=7e5),)})
    ).optimum
    problem = optimum.problem
    every = np.stack(np.meshgrid(*(np.arange(h + 1) for h in problem.high), indexing="ij"), -1).reshape(-1, 2)
    found = [kept.value for counts in every if (kept := decided(problem, counts)) is not None]
    assert 3 < len(found) < len(every)
    assert max(found) <= optimum.found.upper_bound
    if optimum.found.status is Status.OPTIMAL:
        assert max(found) == pytest.approx(optimum.decision.value, rel=PROVEN)


def test_the_contract_that_is_better_for_the_brand_is_chosen():
    dear, cheap = Contract("dear", fee=FlatFee(20_000)), Contract("cheap", fee=FlatFee(15_000))
    for first, second in ((dear, cheap), (cheap, dear)):
        cells = tuple(
            a_cell(t, contract=c, share=float(c is first)) for t in (Tier.NANO, Tier.MICRO) for c in (first, second)
        )
        booked = creators(planned(optimal(cells, rules={"objective": REVENUE})))
        assert booked
        assert all(key.endswith("/cheap") for key in booked)


def test_pay_for_sales_is_chosen_where_a_fee_would_be_lost():
    # Hardly anybody buys, so a share of the sales costs next to nothing.
    fee, share = Contract("fee", fee=FlatFee(20_000)), Contract("share", commission=Commission((Band(0, 300_000),)))
    cells = (a_cell(contract=fee), a_cell(contract=share, share=0.0))
    booked = creators(planned(optimal(cells, price=1_000, max_creators=30)))
    assert list(booked) == ["micro/instagram/campaign/share"]


def test_a_boost_that_loses_is_not_spent_and_the_plan_says_so():
    rates = {Quantity.BOOST_CLICK_RATE: known(1e-7)}
    result = planned(optimal((a_cell(rates=rates),), amplification=Amplification(200_000, 0.2)))
    assert result.campaign.amplification is None
    assert result.optimum.decision.boost == 0
    assert any("0 USD of the 2,000 USD offered for boosting is used" in note for note in result.allocation.notes)


def test_a_boost_that_pays_is_spent_in_full_and_shares_the_budget_with_creators():
    rates = {Quantity.BOOST_CLICK_RATE: known(0.2)}
    campaign = optimal((a_cell(rates=rates),), amplification=Amplification(200_000, 0.2))
    result = planned(campaign)
    assert result.campaign.amplification.budget == 200_000
    everyone = sum(b.planned_cost for b in result.allocation.bookings)
    assert everyone + 200_000 + result.allocation.unallocated == 1_000_000
    assert result.allocation.unallocated >= 0
    assert total(campaign, result.simulation)["cost"].mean() <= 1_000_000
    assert not any("boosting" in note for note in result.allocation.notes)


def test_nobody_is_boosted_where_nobody_is_booked():
    result = planned(optimal(price=100, amplification=Amplification(50_000, 0.2)))
    assert creators(result) == {}
    assert result.campaign.amplification is None


TEASE, SELL = Phase("tease", 1, 2, tuple(Tier)), Phase("sell", 3, 8, tuple(Tier))


def two_phases(lift):
    """Creators who only make a brand known, and creators who sell; a small audience that is soon reached."""
    small = {Quantity.AUDIENCE_SIZE: known(2_000_000.0)}
    early = {**small, Quantity.CONVERSION_RATE: known(1e-9), Quantity.REPEAT_PURCHASE_RATE: known(0.0)}
    cells = (
        a_cell(phase=TEASE, contract=Contract("fee", fee=FlatFee(10_000)), rates=early, share=0.5),
        a_cell(phase=SELL, contract=Contract("fee", fee=FlatFee(10_000)), rates=small, share=0.5),
    )
    quantities = {
        Quantity.HALO_LIFT: known(lift),
        Quantity.CODE_ORDER_RATIO: known(0.0),
        Quantity.REPEAT_EXPOSURE_VALUE: known(1.0),
    }
    return optimal(cells, quantities=quantities, rules={"objective": REVENUE})


def test_an_awareness_phase_is_booked_where_its_halo_pays():
    warmed = creators(planned(two_phases(lift=30.0)))
    assert warmed["micro/instagram/tease/fee"] > 0
    assert warmed["micro/instagram/sell/fee"] > 0


def test_an_awareness_phase_is_not_booked_where_nothing_comes_of_it():
    assert list(creators(planned(two_phases(lift=0.0)))) == ["micro/instagram/sell/fee"]


def with_collective(split, threshold, amount=300_000):
    bonus = CollectiveBonus(
        "together", amount, (Condition("orders", ">=", threshold),), split=split, per=Window.CAMPAIGN
    )
    return tuple(replace(c, contract=replace(c.contract, collective_bonuses=(bonus,))) for c in SMALL)


@pytest.mark.parametrize("threshold", [1.0, 1e7])
def test_a_shared_bonus_is_kept_free_of_the_budget_whether_it_is_won_or_not(threshold):
    campaign = optimal(with_collective(Split.SHARED, threshold))
    result = planned(campaign)
    allocation = result.allocation
    assert creators(result)
    paid = sum(b.planned_cost for b in allocation.bookings)
    assert paid + allocation.held + allocation.unallocated == 1_000_000
    assert total(campaign, result.simulation)["cost"].mean() + allocation.held <= 1_000_000
    assert allocation.held == pytest.approx(0 if threshold == 1.0 else 300_000, abs=30_000)


def test_a_shared_bonus_that_eats_up_the_profit_books_nobody():
    result = planned(optimal(with_collective(Split.SHARED, 1.0, amount=900_000), price=700))
    assert creators(result) == {}
    assert result.allocation.held == 0


def test_a_bonus_for_each_that_is_won_is_within_the_budget():
    campaign = optimal(with_collective(Split.EACH, 1.0, amount=30_000))
    result = planned(campaign)
    assert creators(result)
    assert total(campaign, result.simulation)["cost"].mean() <= 1_000_000
    assert "together" in {term for _, term in result.simulation.terms}


def test_a_cap_for_the_campaign_is_used():
    # Once the cap is reached another creator costs nothing.
    def made(cap):
        contract = Contract("sales", commission=Commission((Band(0, 300_000),)), cap_per_campaign=cap)
        return planned(optimal((a_cell(contract=contract),), max_creators=40))

    capped, free = made(300_000), made(None)
    assert creators(capped)["micro/instagram/campaign/sales"] > creators(free)["micro/instagram/campaign/sales"]
    assert capped.simulation.fields["payout"].sum(axis=0).max() <= 300_000


@pytest.mark.parametrize("goal", [Goal.SALES, Goal.AWARENESS])
def test_a_limit_on_the_payouts_holds_in_the_simulation(goal):
    cells = (a_cell(Tier.NANO), a_cell(Tier.MICRO, Platform.TIKTOK))
    campaign = optimal(cells, draws=300, goal=goal, rules={"risk": (PAYOUT_IN_BUDGET,), "spend_all": False})
    result = planned(campaign)
    assert creators(result)
    assert np.quantile(total(campaign, result.simulation)["payout"], 0.95) <= 1_000_000
    free = planned(replace(campaign, rules=replace(campaign.rules, risk=())))
    assert np.quantile(total(campaign, free.simulation)["payout"], 0.95) > 1_000_000


def test_a_limit_on_the_worst_runs_holds_in_the_simulation():
    campaign = optimal(draws=1_000)
    free = total(campaign, planned(campaign).simulation)["profit"]
    worst = np.sort(free)[:100].mean()
    assert worst < -100_000
    limit = RiskLimit("cvar(profit, 10%) >= -1000", "profit", RiskMeasure.CVAR, 0.10, -100_000.0)
    held = planned(replace(campaign, rules=replace(campaign.rules, risk=(limit,))))
    drawn = total(campaign, held.simulation)["profit"]
    assert creators(held)
    assert np.sort(drawn)[:100].mean() >= -100_000
    assert drawn.mean() <= free.mean()


def test_aversion_to_risk_prefers_the_safer_creators():
    # The safe pay a little less on average; the others' sales are anybody's guess.
    wide = a_cell(Tier.MICRO).rates[Quantity.CONVERSION_RATE]
    safe = a_cell(contract=FLAT, rates={Quantity.CONVERSION_RATE: known(0.018), Quantity.CLICK_RATE: known(0.01)})
    risky = a_cell(
        platform=Platform.TIKTOK,
        contract=FLAT,
        rates={
            **safe.rates,
            Quantity.CONVERSION_RATE: replace(wide, low=0.002, typical=0.012, high=0.05),
        },
    )
    cells = (safe, risky)

    def share_of_risky(aversion):
        result = planned(
            optimal(cells, price=20_000, rules={"objective": Objective({Aim.PROFIT: 1.0}, aversion), "spend_all": True})
        )
        return spent_on(result, Scope(platform="tiktok"))[0] / spent_on(result, Scope())[0]

    assert share_of_risky(0.0) > 0.9
    assert share_of_risky(1.0) < 0.5


def test_what_does_not_pay_is_left_unspent_and_the_plan_says_so():
    result = planned(optimal(price=100))
    assert creators(result) == {}
    assert result.optimum.decision.value == 0
    assert result.allocation.unallocated == 1_000_000
    assert result.allocation.notes == ("10,000 USD is left over: spending it would make the plan worse",)
    assert stopped_early(result.optimum)
    assert result.optimum.found.status is Status.OPTIMAL


def test_tools_are_paid_for_even_where_nobody_is_booked():
    result = planned(optimal(price=100, tools=50_000))
    assert result.optimum.decision.value == -500
    assert result.allocation.unallocated == 950_000


def test_a_budget_that_buys_nobody_is_refused_with_what_is_missing():
    with pytest.raises(
        InfeasibleError, match=r"no creator can be booked: .*1,000 USD for creators and boost \(.* short\)"
    ):
        planned(optimal((a_cell(Tier.MEGA),), budget=100_000))


def test_a_plan_of_nobody_is_proven_all_the_same():
    result = planned(optimal(price=100))
    assert creators(result) == {}
    assert result.optimum.found.gap == 0
    assert result.optimum.found.status is Status.OPTIMAL


def test_shares_that_only_nobody_keeps_are_refused():
    shares = tuple(
        Limit(f"{tier}.share >= 60%", Scope(tier=tier), Measure.SHARE, low=0.6) for tier in (Tier.NANO, Tier.MICRO)
    )
    with pytest.raises(InfeasibleError, match=r"nano.share >= 60% .*micro.share >= 60% .*at least one creator"):
        planned(optimal(every_cell(), rules={"limits": shares}))


def test_all_money_is_spent_where_the_spec_says_so_even_at_a_loss():
    result = planned(optimal(price=100, rules={"spend_all": True}))
    cheapest = min(b.unit_cost for b in result.allocation.bookings)
    assert result.allocation.unallocated < cheapest
    assert result.optimum.decision.value < 0


def test_reach_spends_all_money_unless_the_spec_says_otherwise():
    result = planned(optimal(goal=Goal.AWARENESS))
    assert result.allocation.unallocated < min(b.unit_cost for b in result.allocation.bookings)


def test_money_is_not_called_a_loss_while_another_creator_would_help():
    optimum = planned(optimal(goal=Goal.AWARENESS, rules={"spend_all": False})).optimum
    fewer = np.floor(optimum.decision.counts / 2)
    halved = Decision(fewer, 0.0, value(optimum.problem, fewer, 0.0))
    assert halved.value < optimum.decision.value
    assert not stopped_early(replace(optimum, decision=halved))


def test_locked_creators_are_booked_even_where_they_lose():
    result = planned(optimal(price=100, tiers={Tier.NANO: TierDemand(creators=3)}))
    assert creators(result) == {"nano/instagram/campaign/hybrid": 3}
    assert result.optimum.decision.value < 0


def test_excluded_cells_are_not_booked():
    best = max(creators(planned(optimal())).items(), key=lambda item: item[1])[0]
    _, platform, *_ = best.split("/")
    nothing = Limit(f"{platform} <= 0", Scope(platform=platform), Measure.CREATORS, None, 0.0)
    booked = creators(planned(optimal(rules={"limits": (nothing,)})))
    assert booked
    assert not any(f"/{platform}/" in key for key in booked)


@pytest.mark.parametrize(
    "limit",
    [
        Limit("share.nano >= 40%", Scope(tier="nano"), Measure.SHARE, 0.4, None),
        Limit("share.tiktok <= 30%", Scope(platform="tiktok"), Measure.SHARE, None, 0.3),
        Limit("spend.nano <= 1000", Scope(tier="nano"), Measure.SPEND, None, 100_000.0),
        Limit("creators.nano >= 7", Scope(tier="nano"), Measure.CREATORS, 7.0, None),
        Limit("creators.hybrid 3..5", Scope(contract="hybrid"), Measure.CREATORS, 3.0, 5.0),
    ],
    ids=lambda limit: limit.text,
)
def test_limits_hold_at_what_creators_cost_in_the_simulation(limit):
    campaign = optimal(rules={"limits": (limit,)})
    result = planned(campaign)
    assert creators(result)
    assert limits_broken(campaign, result) == []


def test_no_more_than_a_share_with_one_cell():
    campaign = optimal(rules={"max_share_per_cell": 0.4})
    result = planned(campaign)
    assert len(creators(result)) == 3
    assert limits_broken(campaign, result) == []


def test_nobody_costs_more_than_a_creator_may():
    campaign = optimal(every_cell(), budget=3_000_000, max_share_per_creator=0.02, rules={"objective": REVENUE})
    result = planned(campaign)
    assert creators(result)
    assert all(b.unit_cost <= 60_000 for b in result.allocation.bookings if b.creators)


@pytest.mark.parametrize(
    ("demand", "words"),
    [
        (
            TierDemand(min_creators=9),
            ["tiers.nano.min_creators: 9 (5 creators short)", "creators.nano <= 4 (5 creators short)"],
        ),
        (
            TierDemand(creators=2, min_creators=3),
            ["tiers.nano.creators: 2", "tiers.nano.min_creators: 3", "1 creator short"],
        ),
    ],
)
def test_limits_that_clash_are_named_with_what_is_missing(demand, words):
    heads = Limit("creators.nano <= 4", Scope(tier="nano"), Measure.CREATORS, None, 4.0)
    campaign = optimal(tiers={Tier.NANO: demand}, rules={"limits": (heads,)})
    with pytest.raises(InfeasibleError) as raised:
        planned(campaign)
    for word in words:
        assert word in str(raised.value)


def test_a_tier_that_nobody_offers_is_named():
    with pytest.raises(InfeasibleError, match=r"tiers\.mega\.min_creators: 1 cannot be kept: 1 creator short"):
        planned(optimal(tiers={Tier.MEGA: TierDemand(min_creators=1)}))


@pytest.mark.parametrize("creators", [20, 50])
def test_creators_the_budget_does_not_buy_clash_with_the_budget(creators):
    demands = {Tier.MICRO: TierDemand(creators=creators)}
    with pytest.raises(
        InfeasibleError, match=rf"tiers\.micro\.creators: {creators}.*10,000 USD for creators and boost"
    ):
        planned(optimal(tiers=demands))


def test_a_limit_on_the_worst_runs_that_nothing_keeps_is_named_with_the_best_that_was_found():
    limit = RiskLimit("cvar(profit, 10%) >= 1000000", "profit", RiskMeasure.CVAR, 0.10, 100_000_000.0)
    with pytest.raises(
        InfeasibleError, match=r"cvar\(profit, 10%\) >= 1000000 \(the best that was found is -?[\d,.]+ USD\)"
    ):
        planned(optimal(rules={"risk": (limit,)}))


def test_the_same_twice_and_on_any_number_of_threads():
    campaign = optimal(every_cell(), draws=1_500, amplification=Amplification(100_000, 0.2))
    first, again, two = planned(campaign), planned(campaign), planned(campaign, threads=2)
    for other in (again, two):
        assert creators(other) == creators(first)
        assert other.allocation == first.allocation
        assert other.optimum.found.upper_bound == first.optimum.found.upper_bound
        assert other.optimum.decision.value == first.optimum.decision.value
        assert np.array_equal(other.simulation.fields["revenue"], first.simulation.fields["revenue"])


def test_another_seed_shows_the_same_decision_in_other_weather():
    results = [planned(optimal(seed=seed)) for seed in (1, 2)]
    assert creators(results[0]) == creators(results[1])
    assert results[0].optimum.found.upper_bound == results[1].optimum.found.upper_bound
    one, other = (total(optimal(), r.simulation)["profit"].mean() for r in results)
    assert one != other


def test_the_plan_is_simulated_as_it_is_booked():
    campaign = optimal(amplification=Amplification(100_000, 0.2))
    result = planned(campaign)
    draws = result.campaign.settings.draws
    again = simulate(result.campaign, result.allocation.bookings, draws=draws, seed=1, threads=1)
    for name, drawn in again.fields.items():
        assert np.array_equal(drawn, result.simulation.fields[name])


def test_planned_values_are_those_of_the_decision():
    optimum = planned(optimal()).optimum
    assert value(optimum.problem, optimum.decision.counts, optimum.decision.boost) == optimum.decision.value


def test_without_a_proof_the_plan_is_the_same_or_below_and_the_bound_still_holds():
    campaign = optimal(every_cell(), budget=2_000_000)
    quick, proven = planned(campaign, prove=False), planned(campaign)
    assert quick.optimum.decision.value <= quick.optimum.found.upper_bound
    assert proven.optimum.decision.value <= quick.optimum.found.upper_bound + 1e-6
    assert_certified(quick)


def test_progress_ends_where_it_said_it_would():
    seen = []
    book(optimal(), 1, lambda done, steps: seen.append((done, steps)))
    assert seen[-1][0] == seen[-1][1]
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_a_contract_that_pays_only_when_it_brings_is_within_the_budget_in_the_mean():
    campaign = optimal((a_cell(contract=HYBRID), a_cell(Tier.NANO, contract=HYBRID)), reserve=100_000, tools=20_000)
    result = planned(campaign)
    assert total(campaign, result.simulation)["cost"].mean() <= 900_000
    assert sum(b.planned_cost for b in result.allocation.bookings) + result.allocation.unallocated == 880_000
