"""Frontiers and answers to targets, built by hand, and the odd ones derived from them."""

from dataclasses import replace

from influence_cli.model.campaign import Strategy, Tier
from influence_cli.model.frontier import Frontier, FrontierPlan, FrontierPoint
from influence_cli.model.objective import Aim, Objective
from influence_cli.model.plan import Statistics
from influence_cli.model.target import Probe, Target, TargetResult
from tests.report import fixtures
from tests.report.fixtures import HOSTILE, NAN, NOTHING, USD, cents

SHORT = "the budget does not buy one creator: the cheapest is expected to cost 164.66 USD; 154.66 USD is missing"


def bought(
    value: float, cost: float, roi: float, creators: int, mix: dict[Tier, float], **more: object
) -> FrontierPlan:
    spread = Statistics(roi, -0.93, -0.88, roi - 0.5, roi + 1.2, roi + 2)
    profit = cents(roi * cost, -0.9 * cost, -0.8 * cost, (roi - 0.5) * cost, (roi + 1.2) * cost, (roi + 2) * cost)
    costs = cents(cost, 0.8 * cost, 0.85 * cost, 0.98 * cost, 1.2 * cost, 1.3 * cost)
    plan = FrontierPlan(value, costs, profit, spread, creators, 15_000, mix, 4_000)
    return replace(plan, **more)  # type: ignore[arg-type]


def frontier() -> Frontier:
    """Four budgets: one too small, two better and better, one that is kept as it was."""
    small = bought(1_101.0, 1_850, 0.595, 7, {Tier.NANO: 0.58, Tier.MICRO: 0.42})
    large = bought(
        26_355.4, 56_850, 0.4636, 139, {Tier.NANO: 0.36, Tier.MICRO: 0.355, Tier.MEGA: 0.285}, marginal=435.4207
    )
    kept = replace(large, marginal=0.0, unallocated=14_315_000, carried_from=6_000_000)
    points = (
        FrontierPoint(1_000, None, SHORT),
        FrontierPoint(200_000, small),
        FrontierPoint(6_000_000, large),
        FrontierPoint(20_000_000, kept),
    )
    plan = fixtures.plan()
    rules = replace(plan.campaign.rules, strategy=Strategy.OPTIMAL)
    return Frontier(replace(plan.campaign, rules=rules), "0.1.0", Objective({Aim.PROFIT: 1.0}), 100_000, points)


def for_reach() -> Frontier:
    """A preset strategy that reaches more and more people, and loses more and more money."""
    found = frontier()
    mix = {Tier.NANO: 0.5, Tier.MICRO: 0.5}
    points = tuple(
        FrontierPoint(budget * 100, bought(value, budget * 0.99, roi, int(budget / 300), mix, marginal=gain))
        for budget, value, roi, gain in (
            (10_000, 310_000.0, 0.21, None),
            (20_000, 560_000.0, 0.08, 25_000.0),
            (40_000, 912_000.0, -0.11, 17_600.0),
        )
    )
    rules = replace(found.campaign.rules, strategy=Strategy.HYBRID)
    campaign = replace(found.campaign, rules=rules)
    return replace(found, campaign=campaign, objective=Objective({Aim.REACH: 1.0}), points=points)


def falling() -> Frontier:
    """A preset strategy that spends what it is given, though it loses by it."""
    found = for_reach()
    points = tuple(
        replace(point, plan=replace(point.plan, value=value, marginal=None))
        for point, value in zip(found.points, (2_000.0, 1_500.0, -4_400.0), strict=True)
        if point.plan is not None
    )
    return replace(found, objective=Objective({Aim.PROFIT: 1.0}), points=points)


def losing() -> Frontier:
    """No budget makes a profit, and one point is nothing but NaN."""
    found = falling()
    mix = {Tier.MEGA: 1.0}
    odd = replace(bought(-90.0, 100, -0.9, 1, mix), roi=NOTHING, cost=NOTHING)
    points = (FrontierPoint(10_000, odd), FrontierPoint(20_000, bought(-180.0, 200, -0.9, 2, mix, marginal=-900.0)))
    return replace(found, points=points)


def nobody() -> Frontier:
    """Nobody is worth booking."""
    found = frontier()
    plan = replace(bought(0.0, 0.0, 0.0, 0, {}), roi=NOTHING, unallocated=1_000_000)
    return replace(found, points=(FrontierPoint(1_000_000, plan), FrontierPoint(2_000_000, plan)))


def weighted() -> Frontier:
    """An objective without a unit, averse to risk."""
    objective = Objective({Aim.PROFIT: 1.0, Aim.ORDERS: 20.0}, aversion=0.5)
    return replace(frontier(), objective=objective)


def huge() -> Frontier:
    """The largest numbers a spec can hold."""
    found = frontier()
    plan = bought(8.9e14, 9.9e14, 123.4, 999_999_999, {Tier.NANO: 1.0}, marginal=-8.9e11, unallocated=10**16)
    return replace(found, points=(FrontierPoint(10**17 - 1, plan), FrontierPoint(10**17, plan)))


def hostile() -> Frontier:
    """Names and reasons from someone who means harm."""
    found = frontier()
    campaign = replace(found.campaign, name=HOSTILE, brand=f"={HOSTILE}")
    points = (FrontierPoint(1_000, None, f"={HOSTILE}"), *found.points[1:])
    return replace(found, campaign=campaign, points=points)


FRONTIERS = {
    "frontier": frontier,
    "reach": for_reach,
    "falling": falling,
    "losing": losing,
    "nobody": nobody,
    "weighted": weighted,
    "huge": huge,
    "hostile": hostile,
}

PROBES = (
    Probe(61_100, NAN, 0.0, 0, False, SHORT),
    Probe(2_000_000, 201.0, 0.081, 60, False, draws=2_000),
    Probe(4_000_000, 402.5, 0.31, 120, True, draws=2_000),
    Probe(3_980_000, 399.4, 0.3, 119, False, draws=10_000),
    Probe(4_000_000, 401.0, 0.305, 118, True, draws=10_000),
)


def answer() -> TargetResult:
    """400 orders on average."""
    plan = fixtures.plan()
    wanted = Target("orders", 400.0, None, 1_000_000_000, USD)
    return TargetResult(wanted, Aim.ORDERS, plan, plan.totals["orders"], 0.318, 0.005, 2_000, PROBES)


def sure_revenue() -> TargetResult:
    """Revenue with confidence; the plans are optimal ones."""
    found = answer()
    plan = replace(found.plan, allocation=replace(found.plan.allocation, strategy=Strategy.OPTIMAL))
    wanted = Target("revenue", 1_000_000.0, 0.8, 1_000_000_000, USD)
    probes = tuple(replace(probe, mean=probe.mean * 10_000) for probe in PROBES)
    return replace(
        found, target=wanted, aim=Aim.REVENUE, plan=plan, metric=plan.totals["revenue"], chance=0.8125, probes=probes
    )


def views() -> TargetResult:
    """A metric that something else stands in for."""
    found = sure_revenue()
    wanted = Target("views", 1_500_000.0, None, 1_000_000_000, USD)
    return replace(found, target=wanted, aim=Aim.REACH, metric=found.plan.totals["views"])


def break_even() -> TargetResult:
    """A profit of 0."""
    found = answer()
    wanted = Target("profit", 0.0, None, 1_000_000_000, USD)
    return replace(found, target=wanted, aim=Aim.PROFIT, metric=found.plan.totals["profit"])


def hostile_answer() -> TargetResult:
    """Names and reasons from someone who means harm."""
    probes = (Probe(61_100, NAN, 0.0, 0, False, f"={HOSTILE}"), *PROBES[1:])
    return replace(answer(), plan=fixtures.hostile(), probes=probes)


ANSWERS = {
    "orders": answer,
    "revenue": sure_revenue,
    "views": views,
    "break_even": break_even,
    "hostile": hostile_answer,
}
