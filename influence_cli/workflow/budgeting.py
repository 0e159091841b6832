"""``influence frontier``: what each of several budgets buys at best."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from influence_cli.model.campaign import Campaign, Strategy, Tier
from influence_cli.model.errors import InfeasibleError, SpecError
from influence_cli.model.frontier import Frontier, FrontierPlan, FrontierPoint
from influence_cli.model.money import in_words
from influence_cli.model.objective import RiskLimit
from influence_cli.model.plan import Booking
from influence_cli.simulate.engine import Simulation, simulate
from influence_cli.workflow.booking import book
from influence_cli.workflow.nobody import creators, unaffordable
from influence_cli.workflow.parallel import Progress, in_order
from influence_cli.workflow.projection import statistic_of, whole
from influence_cli.workflow.worth import objective_of, worth

DRAWS = 4_000
"""Draws per budget where the user does not state a number: quantiles of many plans, not of one."""

STEP = 1_000
"""Major units of money to which marginal gains refer."""

_FIGURES = 3


def budget_steps(low: int, high: int, points: int, *, even: bool = False) -> tuple[int, ...]:
    """Budgets from low to high, both included: equal factors apart, or equal amounts.

    Those in between are rounded to three figures, for people read them; where that makes two the same, one is
    left out.

    >>> budget_steps(10_000, 500_000, 5)
    (10000, 26600, 70700, 188000, 500000)
    >>> budget_steps(10_000, 500_000, 3, even=True)
    (10000, 255000, 500000)

    Args:
        low: Smallest, above 0.
        high: Largest, above low.
        points: How many, at least 2.
        even: Equal amounts apart.
    """
    between = [place / (points - 1) for place in range(1, points - 1)]
    exact = [low + (high - low) * part if even else low * (high / low) ** part for part in between]
    rounded = {_rounded(amount, _FIGURES) for amount in exact}
    return (low, *sorted(amount for amount in rounded if low < amount < high), high)


def _rounded(amount: float, figures: int) -> int:
    step = int(10 ** max(math.floor(math.log10(amount)) + 1 - figures, 0))
    return round(amount / step) * step


def frontier(
    at: Callable[[int], Campaign],
    budgets: Sequence[int],
    *,
    version: str,
    jobs: int = 2,
    progress: Progress | None = None,
) -> Frontier:
    """Plan a campaign at several budgets.

    A larger budget can always be spent as a smaller one was. Where an optimal plan turns out worth less than that of
    a smaller budget (the search and the draws leave a little chance), the plan of the smaller one is kept, unless
    the spec demands that all money is spent or the limits got tighter.

    Args:
        at: The campaign at a budget (minor units), everything that is a share of the budget following it; may raise
            SpecError where the budget is too small for what the spec takes from it.
        budgets: Budgets, smallest first, minor units.
        version: Version of the programme, for the record.
        jobs: Processes; the numbers do not depend on it.
        progress: Called with (budgets done, budgets).

    Raises:
        SpecError: The spec is wrong at every budget; problems of the largest.
        InfeasibleError: No budget has a plan.
    """
    resolved = [_resolved(at, budget) for budget in budgets]
    campaigns = [campaign for campaign in resolved if isinstance(campaign, Campaign)]
    if not campaigns:
        raise next(error for error in reversed(resolved) if isinstance(error, SpecError))
    answers = iter(in_order(_answer, campaigns, jobs, progress))
    found = [
        (budget, next(answers) if isinstance(each, Campaign) else _Answer(None, None, None, reason=_in_short(each)))
        for budget, each in zip(budgets, resolved, strict=True)
    ]
    if all(answer.plan is None for _, answer in found):
        budget, last = found[-1]
        raise InfeasibleError(
            f"none of the {len(found)} budgets has a plan; with {in_words(budget, campaigns[-1].currency)}: "
            f"{last.reason}"
        )
    minor = campaigns[-1].currency.minor
    points = _with_marginals(_never_falling(found), STEP * minor)
    return Frontier(campaigns[-1], version, objective_of(campaigns[-1]), STEP * minor, points)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came of one budget; without a plan there is a reason.

    Attributes:
        asked: The campaign, or None where the spec is wrong at this budget.
        booked: The campaign as it was booked (the optimal strategy may use less boost than is offered).
        plan: The plan, or None.
        bookings: Its bookings with at least one creator.
        reason: Why there is no plan.
    """

    asked: Campaign | None
    booked: Campaign | None
    plan: FrontierPlan | None
    bookings: tuple[Booking, ...] = ()
    reason: str = ""


def _resolved(at: Callable[[int], Campaign], budget: int) -> Campaign | SpecError:
    try:
        campaign = at(budget)
    except SpecError as error:
        return error
    settings = campaign.settings
    if settings.draws_stated or settings.draws <= DRAWS:
        return campaign
    return replace(campaign, settings=replace(settings, draws=DRAWS))


def _in_short(error: SpecError) -> str:
    first, *others = error.problems
    return first.what + (f" (and {len(others)} more)" if others else "")


def _answer(campaign: Campaign) -> _Answer:
    """Plan one budget; may happen in another process."""
    try:
        booked = book(campaign, 1, None, prove=False)
    except InfeasibleError as error:
        return _Answer(campaign, None, None, reason=str(error))
    short = "" if creators(booked) else unaffordable(booked)
    if short:
        return _Answer(campaign, None, None, reason=short)
    bookings = tuple(booking for booking in booked.allocation.bookings if booking.creators > 0)
    plan = _measured(booked.campaign, bookings, booked.simulation, booked.allocation.unallocated)
    return _Answer(campaign, booked.campaign, plan, bookings)


def _measured(
    campaign: Campaign, bookings: Sequence[Booking], simulation: Simulation, unallocated: int
) -> FrontierPlan:
    values = whole(campaign, simulation)
    return FrontierPlan(
        value=worth(objective_of(campaign), values, campaign.currency.minor),
        cost=statistic_of("cost", values),
        profit=statistic_of("profit", values),
        roi=statistic_of("roi", values),
        creators=sum(booking.creators for booking in bookings),
        unallocated=unallocated,
        mix=_mix(bookings),
        draws=campaign.settings.draws,
    )


def _mix(bookings: Sequence[Booking]) -> Mapping[Tier, float]:
    spent: dict[Tier, int] = {}
    for booking in bookings:
        spent[booking.cell.tier] = spent.get(booking.cell.tier, 0) + booking.planned_cost
    whole = sum(spent.values())
    return {tier: spent[tier] / whole for tier in Tier if spent.get(tier)}


def _never_falling(found: Sequence[tuple[int, _Answer]]) -> list[FrontierPoint]:
    """Points in which an optimal plan is never worth less than that of a smaller budget."""
    points: list[FrontierPoint] = []
    best: tuple[int, _Answer] | None = None
    for budget, answer in found:
        kept = _kept(best, answer) if best is not None else None
        if kept is not None and best is not None:
            points.append(FrontierPoint(budget, replace(kept, carried_from=best[0])))
            continue
        points.append(FrontierPoint(budget, answer.plan, answer.reason))
        if answer.plan is not None:
            best = (budget, answer)
    return points


def _kept(smaller: tuple[int, _Answer], answer: _Answer) -> FrontierPlan | None:
    """The plan of a smaller budget, measured at this one, where it is allowed and worth more."""
    before, used, plan, after = smaller[1].asked, smaller[1].booked, smaller[1].plan, answer.asked
    if before is None or used is None or plan is None or after is None or not _allows(before, used, after):
        return None
    left = plan.unallocated + _to_spend(after) - _to_spend(before)
    kept = replace(plan, unallocated=left)
    if after.budget.tools != before.budget.tools:
        now = replace(after, amplification=used.amplification, settings=used.settings)
        settings = now.settings
        simulation = simulate(now, smaller[1].bookings, draws=settings.draws, seed=settings.seed)
        kept = _measured(now, smaller[1].bookings, simulation, left)
    return kept if answer.plan is None or kept.value > answer.plan.value else None


def _allows(before: Campaign, used: Campaign, after: Campaign) -> bool:
    """Whether what was planned before, with the boost it used, is a plan afterwards as well."""
    rules, old = after.rules, before.rules
    return (
        rules.strategy is Strategy.OPTIMAL
        and rules.spend_all is not True
        and replace(rules, risk=()) == replace(old, risk=())
        and after.cells == before.cells
        and _to_spend(after) >= _to_spend(before)
        and _boost(after) >= _boost(used)
        and len(rules.risk) == len(old.risk)
        and all(_no_stricter(was, now) for was, now in zip(old.risk, rules.risk, strict=True))
        and (not rules.risk or after.budget.tools == before.budget.tools)
    )


def _to_spend(campaign: Campaign) -> int:
    """What is left for creators and boost."""
    return campaign.budget.total - campaign.budget.reserve - campaign.budget.tools


def _boost(campaign: Campaign) -> int:
    return campaign.amplification.budget if campaign.amplification else 0


def _no_stricter(before: RiskLimit, after: RiskLimit) -> bool:
    """Whether a limit that follows the budget leaves at least as much as before; profit is held from below."""
    same = replace(before, limit=0.0, text="") == replace(after, limit=0.0, text="")
    return same and (after.limit <= before.limit if after.metric == "profit" else after.limit >= before.limit)


def _with_marginals(points: Sequence[FrontierPoint], step: int) -> tuple[FrontierPoint, ...]:
    marked: list[FrontierPoint] = []
    before: tuple[int, float] | None = None
    for point in points:
        plan = point.plan
        if plan is None:
            marked.append(point)
            continue
        if before is not None:
            gain = (plan.value - before[1]) * step / (point.budget - before[0])
            plan = replace(plan, marginal=gain)
        before = (point.budget, plan.value)
        marked.append(replace(point, plan=plan))
    return tuple(marked)
