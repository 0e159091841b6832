"""A plan as plain rows in the order in which people read them; every format starts from these."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from influence_cli.metrics.catalogue import BY_NAME, Metric
from influence_cli.model.campaign import Goal, Quantity, Tier
from influence_cli.model.estimate import Confidence, Origin
from influence_cli.model.plan import AssumptionUse, Booking, PlanResult, Statistics
from influence_cli.report.values.statistics import NO_STATISTICS

_PROJECTION = (
    "views",
    "reach",
    "engagements",
    "clicks",
    "leads",
    "orders",
    "revenue",
    "contribution",
    "cost",
    "profit",
    "cpm",
    "cpe",
    "cpc",
    "cpl",
    "cpa",
    "roas",
    "roi",
    "clv_roi",
)
_OF_LEADS = frozenset({"leads", "cpl"})


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One metric of the whole campaign."""

    metric: Metric
    statistics: Statistics


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """One part of the budget, minor units, and as a share of it (NaN for a budget of 0)."""

    label: str
    amount: int
    share: float


@dataclass(frozen=True, slots=True)
class AssumptionTally:
    """How many numbers of a plan come from where."""

    spec: int
    learned: int
    sourced: int
    assumed: int


def share(part: float, whole: float) -> float:
    """Part of a whole, NaN where there is no whole."""
    return part / whole if whole > 0 else float("nan")


def booked(result: PlanResult) -> tuple[Booking, ...]:
    """Bookings with at least one creator, smallest tier first, else in the order of the allocation."""
    order = list(Tier)
    some = (booking for booking in result.allocation.bookings if booking.creators > 0)
    return tuple(sorted(some, key=lambda booking: order.index(booking.cell.tier)))


def creators_by_tier(result: PlanResult) -> Mapping[str, int]:
    """Creators booked by tier name."""
    found: dict[str, int] = {}
    for booking in booked(result):
        found[booking.cell.tier] = found.get(booking.cell.tier, 0) + booking.creators
    return found


def planned_cost(result: PlanResult) -> int:
    """Expected all-in cost of every creator booked, minor units."""
    return sum(booking.planned_cost for booking in result.allocation.bookings)


def budget_rows(result: PlanResult) -> tuple[BudgetRow, ...]:
    """Where the budget goes, the budget itself last; parts the campaign does not have are left out."""
    campaign = result.campaign
    total = campaign.budget.total
    boost = campaign.amplification.budget if campaign.amplification else 0
    optional = (
        ("Boost", boost),
        ("Tools", campaign.budget.tools),
        ("Reserve", campaign.budget.reserve),
        ("Held for bonuses", result.allocation.held),
    )
    parts = [
        ("Creators", planned_cost(result)),
        *((label, amount) for label, amount in optional if amount > 0),
        ("Left over", result.allocation.unallocated),
        ("Budget", total),
    ]
    return tuple(BudgetRow(label, amount, share(amount, total)) for label, amount in parts)


def projection_rows(result: PlanResult) -> tuple[MetricRow, ...]:
    """Metrics of the whole campaign in reading order; leads only in a campaign for leads."""
    hidden = frozenset() if result.campaign.goal is Goal.LEADS else _OF_LEADS
    return tuple(
        MetricRow(BY_NAME[name], result.totals[name])
        for name in _PROJECTION
        if name in result.totals and name not in hidden
    )


def total(result: PlanResult, metric: str) -> Statistics:
    """Statistics of a metric over the whole campaign."""
    return result.totals.get(metric, NO_STATISTICS)


def tiers_in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Tier names smallest first; names that are no tier last, as they come."""
    order = {tier.value: place for place, tier in enumerate(Tier)}
    return tuple(sorted(names, key=lambda name: order.get(name, len(order))))


def tally(assumptions: Iterable[AssumptionUse]) -> AssumptionTally:
    """Count assumptions by who said them; a stated number counts as stated whatever its confidence."""
    spec = learned = sourced = assumed = 0
    for use in assumptions:
        if use.estimate.origin is Origin.SPEC:
            spec += 1
        elif use.estimate.origin is Origin.LEARNED:
            learned += 1
        elif use.estimate.confidence is Confidence.ASSUMPTION:
            assumed += 1
        else:
            sourced += 1
    return AssumptionTally(spec, learned, sourced, assumed)


def without_source(assumptions: Iterable[AssumptionUse]) -> Mapping[Quantity, tuple[str, ...]]:
    """Scopes by quantity of the numbers that rest on no public source and were not stated by the user."""
    found: dict[Quantity, tuple[str, ...]] = {}
    for use in assumptions:
        estimate = use.estimate
        if estimate.origin is Origin.BENCHMARK and estimate.confidence is Confidence.ASSUMPTION:
            found[use.quantity] = (*found.get(use.quantity, ()), use.scope)
    return found
