"""The record of an optimization: rivals, prices of limits, marginal returns and checks on fresh draws."""

from dataclasses import replace

import numpy as np
import pytest

from influence_cli.allocate.optimal.problem import value
from influence_cli.model.campaign import Goal, Platform, Strategy, Tier, TierDemand
from influence_cli.model.contract import Contract, FlatFee
from influence_cli.model.curves import Status
from influence_cli.model.money import Currency
from influence_cli.model.objective import Aim, Limit, Measure, Objective, RiskLimit, RiskMeasure, Scope
from influence_cli.simulate.engine import simulate
from influence_cli.workflow.booking import DECISION_SEED, book
from influence_cli.workflow.optimality import money_step, optimality
from influence_cli.workflow.optimizing import optimize
from influence_cli.workflow.presets import preset
from influence_cli.workflow.projection import samples
from influence_cli.workflow.worth import objective_of, worth
from tests.builders import a_campaign, a_cell, every_cell

SMALL = (a_cell(Tier.NANO), a_cell(Tier.MICRO, Platform.TIKTOK), a_cell(Tier.MICRO))
# What a creator costs does not depend on what else is booked, so values of different plans can be compared.
FEES = tuple(
    a_cell(tier, platform, contract=Contract("fee", fee=FlatFee(amount)))
    for tier, platform, amount in (
        (Tier.NANO, Platform.INSTAGRAM, 5_000),
        (Tier.MICRO, Platform.TIKTOK, 9_000),
        (Tier.MICRO, Platform.INSTAGRAM, 30_000),
    )
)
NANO_SHARE = Limit("share.nano >= 40%", Scope(tier="nano"), Measure.SHARE, 0.4, None)
LOOSE = Limit("creators.micro <= 500", Scope(tier="micro"), Measure.CREATORS, None, 500.0)


def optimal(cells=SMALL, *, budget=1_000_000, draws=500, rules=None, **campaign):
    made = a_campaign(cells, budget=budget, draws=draws, strategy=Strategy.OPTIMAL, **campaign)
    return replace(made, rules=replace(made.rules, **(rules or {})))


def total(campaign, simulation):
    return samples(simulation, lambda cell: True, float(campaign.budget.tools))


def recorded(campaign):
    """The plan, and what is said about it."""
    booked = book(campaign, 1, None)
    return booked, optimality(campaign, booked, total(campaign, booked.simulation), 1)


def best(campaign):
    """What the search alone says about a campaign's plan."""
    return optimize(campaign, DECISION_SEED, 1).found


def test_the_certificate_is_that_of_the_decision():
    booked, record = recorded(optimal())
    certificate, found = record.certificate, booked.optimum.found
    assert certificate.objective == booked.optimum.decision.value
    assert certificate.objective <= certificate.upper_bound == found.upper_bound
    assert certificate.gap == pytest.approx((certificate.upper_bound - certificate.objective) / certificate.upper_bound)
    assert (certificate.status is Status.OPTIMAL) == (certificate.gap <= 1e-6)
    assert certificate.scenarios == 500


def test_the_value_is_the_simulated_one_and_its_parts_add_up():
    objective = Objective({Aim.PROFIT: 1.0, Aim.REACH: 0.01})
    campaign = optimal(rules={"objective": objective})
    booked, record = recorded(campaign)
    drawn = total(campaign, booked.simulation)
    assert record.objective == objective
    assert record.value == worth(objective, drawn, 100)
    assert record.parts == {
        Aim.PROFIT: pytest.approx(drawn["profit"].mean() / 100),
        Aim.REACH: pytest.approx(drawn["reach"].mean()),
    }
    assert sum(weight * record.parts[aim] for aim, weight in objective.weights.items()) == pytest.approx(record.value)


def test_every_preset_is_a_rival_with_its_value_or_the_reason_why_it_has_none():
    _, record = recorded(optimal(every_cell(), budget=4_000_000))
    assert {rival.strategy for rival in record.rivals} == set(Strategy) - {Strategy.OPTIMAL, Strategy.MANUAL}
    for rival in record.rivals:
        if rival.value is None:
            assert rival.breaks
            assert (rival.creators, rival.spend) == (0, 0)
        else:
            assert rival.creators > 0
            assert 0 < rival.spend <= 4_000_000
            assert rival.breaks or rival.value <= record.value


def test_a_rival_without_a_plan_says_why():
    _, record = recorded(optimal())
    (mega,) = (rival for rival in record.rivals if rival.strategy is Strategy.MEGA_ONLY)
    assert mega.value is None
    assert "no such creator can be booked on the platforms of this campaign" in mega.breaks[0]


def test_the_users_own_shares_are_a_rival():
    shares = {Tier.NANO: TierDemand(share=0.5), Tier.MICRO: TierDemand(share=0.5)}
    _, record = recorded(optimal(tiers=shares))
    assert Strategy.MANUAL in {rival.strategy for rival in record.rivals}


def test_a_rival_names_the_limits_it_breaks_and_may_then_be_ahead():
    tight = Limit("creators.micro <= 1", Scope(tier="micro"), Measure.CREATORS, None, 1.0)
    _, record = recorded(optimal(rules={"limits": (tight,)}))
    rivals = {rival.strategy: rival for rival in record.rivals}
    assert rivals[Strategy.EQUAL].breaks == ("creators.micro <= 1",)
    assert rivals[Strategy.EQUAL].value > record.value
    assert rivals[Strategy.NANO_NETWORK].breaks == ()
    assert rivals[Strategy.NANO_NETWORK].value <= record.value


def test_a_rival_names_the_limit_on_the_distribution_it_breaks():
    limit = RiskLimit("payout.p95 <= budget", "payout", RiskMeasure.QUANTILE, 0.95, 1_000_000.0)
    _, record = recorded(optimal(rules={"risk": (limit,)}))
    rivals = {rival.strategy: rival for rival in record.rivals}
    assert rivals[Strategy.NANO_NETWORK].breaks == ("payout.p95 <= budget",)


def test_rivals_are_simulated_on_the_plans_own_draws():
    campaign = optimal(seed=3)
    _, record = recorded(campaign)
    for rival in record.rivals:
        if rival.value is not None:
            other = book(preset(campaign, rival.strategy), 1, None)
            assert other.campaign.settings.seed == 3
            assert rival.value == worth(objective_of(campaign), total(campaign, other.simulation), 100)


@pytest.mark.parametrize(
    "objective", [Objective({Aim.PROFIT: 1.0}), Objective({Aim.REVENUE: 1.0})], ids=["profit", "revenue"]
)
def test_the_price_of_a_limit_is_what_the_best_plan_without_it_would_add(objective):
    campaign = optimal(FEES, rules={"limits": (NANO_SHARE, LOOSE), "objective": objective, "spend_all": False})
    _, record = recorded(campaign)
    held, free = (
        best(replace(campaign, rules=replace(campaign.rules, limits=limits)))
        for limits in ((NANO_SHARE, LOOSE), (LOOSE,))
    )
    (price,) = record.prices
    assert price.limit == "share.nano >= 40%"
    assert price.cost > 0
    gaps = held.upper_bound - held.decision.value + free.upper_bound - free.decision.value
    assert price.cost == pytest.approx(free.decision.value - held.decision.value, abs=gaps + 1e-6 * price.cost)


def test_a_limit_that_does_not_bind_costs_nothing():
    _, record = recorded(optimal(FEES, rules={"limits": (LOOSE,)}))
    assert record.prices == ()


def test_prices_come_dearest_first_and_none_is_negative():
    limits = (NANO_SHARE, Limit("creators <= 40", Scope(), Measure.CREATORS, None, 40.0))
    _, record = recorded(optimal(FEES, rules={"limits": limits}))
    costs = [price.cost for price in record.prices]
    assert len(costs) == 2
    assert costs == sorted(costs, reverse=True)
    assert min(costs) > 0


def test_spending_everything_has_a_price_where_it_loses_money():
    _, record = recorded(optimal(FEES, price=100, rules={"spend_all": True}))
    (price,) = record.prices
    assert price.limit == "allocation.spend_all: true"
    # Without it nobody is booked and nothing lost.
    assert price.cost == pytest.approx(-record.certificate.objective)


def test_a_limit_on_the_worst_runs_has_a_price_where_it_binds():
    limit = RiskLimit("cvar(profit, 10%) >= -1000", "profit", RiskMeasure.CVAR, 0.10, -100_000.0)
    _, record = recorded(optimal(rules={"risk": (limit,)}))
    (price,) = record.prices
    assert price.limit == "cvar(profit, 10%) >= -1000"
    assert price.cost > 0


def test_locked_creators_who_lose_have_a_price():
    _, record = recorded(optimal(FEES, price=100, tiers={Tier.NANO: TierDemand(creators=3)}))
    (price,) = record.prices
    assert price.limit == "tiers.nano.creators: 3"
    assert price.cost == pytest.approx(-record.certificate.objective)


def test_the_best_use_of_further_money_comes_first_and_is_worth_a_whole_creator_at_least():
    booked, record = recorded(optimal(FEES, rules={"objective": Objective({Aim.REVENUE: 1.0})}))
    best, *cells = record.marginals
    assert best.cell == ""
    assert best.value > 0
    assert best.creators == int(best.creators)
    assert [m.value for m in cells] == sorted((m.value for m in cells), reverse=True)
    problem, decision = booked.optimum.problem, booked.optimum.decision
    for number, cell in enumerate(booked.optimum.scenarios.cells):
        assert problem.costs[number] <= record.step
        further = decision.counts.copy()
        further[number] += 1
        gain = value(problem, further, decision.boost) - decision.value
        assert best.value >= gain
        (marginal,) = (m for m in cells if m.cell == cell.key)
        assert marginal.creators == pytest.approx(record.step / problem.costs[number])
        assert marginal.value == pytest.approx(gain * marginal.creators)


def test_the_best_use_is_what_a_richer_campaign_would_add():
    campaign = optimal(FEES, rules={"objective": Objective({Aim.REVENUE: 1.0}), "spend_all": False})
    _, record = recorded(campaign)
    poor, rich = (best(replace(campaign, budget=replace(campaign.budget, total=t))) for t in (1_000_000, 1_100_000))
    assert record.marginals[0].value == pytest.approx(rich.decision.value - poor.decision.value, rel=1e-6)


def test_further_money_brings_nothing_where_nothing_pays():
    _, record = recorded(optimal(FEES, price=100))
    best, *cells = record.marginals
    assert (best.value, best.creators) == (0, 0)
    assert all(marginal.value < 0 for marginal in cells)
    assert record.stopped_early


def test_a_cell_that_cannot_be_booked_has_no_marginal_return():
    _, record = recorded(optimal((*SMALL, a_cell(Tier.MEGA)), budget=500_000))
    keys = {marginal.cell for marginal in record.marginals}
    assert "micro/instagram/campaign/hybrid" in keys
    assert not any(key.startswith("mega") for key in keys)


@pytest.mark.parametrize(
    ("code", "rate", "step"),
    [
        ("USD", 1.0, 100_000),
        ("EUR", 0.92, 100_000),
        ("JPY", 150.0, 100_000),
        ("INR", 85.0, 10_000_000),
        ("KWD", 0.31, 100_000),
    ],
)
def test_the_step_is_about_a_thousand_dollars_in_a_round_number(code, rate, step):
    currency = Currency(code)
    found = money_step(replace(a_campaign(), currency=currency, usd_rate=rate))
    assert found == step
    assert 1 / 3.17 <= found / currency.minor / rate / 1_000 <= 3.17


def test_risk_limits_are_checked_on_the_draws_of_the_decision_and_on_fresh_ones():
    payout = RiskLimit("payout.p95 <= budget", "payout", RiskMeasure.QUANTILE, 0.95, 1_000_000.0)
    profit = RiskLimit("cvar(profit, 10%) >= -2000", "profit", RiskMeasure.CVAR, 0.10, -200_000.0)
    campaign = optimal(rules={"risk": (payout, profit)})
    booked, record = recorded(campaign)
    bookings = booked.allocation.bookings
    decided, fresh = (
        total(campaign, simulate(booked.campaign, bookings, draws=500, seed=seed, threads=1)) for seed in (1, 2)
    )
    assert [check.limit for check in record.risk] == [payout.text, profit.text]
    quantile, worst = record.risk
    assert quantile.bound == 1_000_000
    assert quantile.decided == pytest.approx(np.quantile(decided["payout"], 0.95))
    assert quantile.fresh == pytest.approx(np.quantile(fresh["payout"], 0.95))
    assert quantile.decided <= quantile.bound
    assert worst.decided == pytest.approx(np.sort(decided["profit"])[:50].mean())
    assert worst.fresh == pytest.approx(np.sort(fresh["profit"])[:50].mean())
    assert worst.decided >= worst.bound
    assert quantile.fresh != quantile.decided


def test_without_limits_on_distributions_nothing_is_checked():
    assert recorded(optimal())[1].risk == ()


def test_the_record_does_not_depend_on_threads():
    campaign = optimal(draws=1_200, goal=Goal.AWARENESS)
    booked = book(campaign, 1, None)
    drawn = total(campaign, booked.simulation)
    assert optimality(campaign, booked, drawn, 1) == optimality(campaign, booked, drawn, 2)
