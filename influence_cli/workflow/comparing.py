"""``influence compare``: plan every alternative, simulate all on the same random numbers, set them side by side.

Streams of random numbers are keyed by cell and purpose, so one seed and one number of draws are all it takes for
two plans to meet the same runs: what they have in common is the same in every draw, and only the rest differs.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from influence_cli.metrics.summary import share_where
from influence_cli.model.campaign import Campaign, Goal
from influence_cli.model.comparison import (
    MOST_ALTERNATIVES,
    Alternative,
    BookedCell,
    Candidate,
    Comparison,
    ComparisonGate,
    Difference,
    SavedPlan,
    Side,
)
from influence_cli.model.errors import InfeasibleError, UsageError
from influence_cli.model.money import Currency
from influence_cli.model.plan import Booking
from influence_cli.simulate.engine import Simulation, simulate
from influence_cli.workflow.booking import Progress, book
from influence_cli.workflow.changes import Run, changes_since
from influence_cli.workflow.comparison_gates import Sides, answer
from influence_cli.workflow.comparison_notes import notes
from influence_cli.workflow.costing import cell_costs, fewer_draws
from influence_cli.workflow.paired import beats, difference, unpaired
from influence_cli.workflow.projection import Samples, statistics, whole
from influence_cli.workflow.rebooking import rebook

Entry = Candidate | SavedPlan


@dataclass(frozen=True, slots=True)
class _Result:
    """A simulated decision."""

    bookings: tuple[Booking, ...]
    drawn: Samples


@dataclass(frozen=True, slots=True)
class _Decision:
    """Bookings in a campaign, whose settings say on how many draws; ``result`` where those were simulated already."""

    campaign: Campaign
    bookings: tuple[Booking, ...]
    strategy: str
    result: _Result | None = None


@dataclass(frozen=True, slots=True)
class _Seen:
    """An alternative with its draws; None where it was not simulated."""

    alternative: Alternative
    drawn: Samples | None = None


def compare(
    entries: Sequence[Entry],
    *,
    version: str,
    baseline: SavedPlan | None = None,
    metrics: Sequence[str] = (),
    gates: Sequence[ComparisonGate] = (),
    threads: int = 2,
    progress: Progress | None = None,
) -> Comparison:
    """Compare plans on the seed of the first campaign.

    Args:
        entries: Campaigns to plan, and saved plans; the last one is what gates are about.
        version: Version of the programme, for the record.
        baseline: A saved plan all are held against.
        metrics: Metrics to compare, the main one first; the goal's usual ones where none is named.
        gates: Demands on the last entry, or on its difference to the baseline or else to the first entry.
        threads: Threads for the simulation; the numbers do not depend on it.
        progress: Called with (steps done, steps) while simulating.

    Raises:
        UsageError: There is nothing to compare, or too much, or currencies differ.
        InfeasibleError: No entry has a feasible plan.
    """
    plans: tuple[Entry, ...] = (*((baseline,) if baseline else ()), *entries)
    currency = _one_currency(plans)
    campaigns = [entry.campaign for entry in entries if isinstance(entry, Candidate)]
    seed = campaigns[0].settings.seed if campaigns else 0
    decisions = [
        _decide(plan, campaigns, seed, threads, _part(progress, at, len(plans))) for at, plan in enumerate(plans)
    ]
    _refuse_if_none(entries, decisions[-len(entries) :])
    draws = min((found.campaign.settings.draws for found in decisions if isinstance(found, _Decision)), default=0)
    seen = [
        _see(plan, found, Run(version, seed, draws), threads, baseline=plan is baseline)
        for plan, found in zip(plans, decisions, strict=True)
    ]
    goal = _goal(plans)
    shown = tuple(dict.fromkeys(metrics)) or usual_metrics(goal)
    main = shown[0] if metrics else main_metric(goal)
    reference = _reference(seen)
    alternatives = tuple(one.alternative for one in seen)
    run = Run(version, seed, draws)
    return Comparison(
        version=version,
        seed=seed,
        draws=draws,
        currency=currency,
        metrics=shown,
        main_metric=main,
        alternatives=alternatives,
        reference=reference,
        differences=tuple({} if one is seen[reference] else _differences(one, seen[reference], shown) for one in seen),
        chances=tuple(tuple(_chance(main, row, column) for column in seen) for row in seen),
        judged=len(seen) - 1,
        changes=changes_since(baseline, alternatives[-1], run, shown) if baseline else None,
        gates=tuple(answer(gate, _sides(seen, baseline), currency) for gate in gates),
        notes=notes(plans, alternatives, run, reference),
    )


def usual_metrics(goal: Goal) -> tuple[str, ...]:
    """What a comparison shows where nothing else is asked for, the goal's own metric included."""
    match goal:
        case Goal.SALES:
            return ("cost", "payout", "reach", "orders", "revenue", "profit", "roi", "clv_roi")
        case Goal.LEADS:
            return ("cost", "payout", "reach", "leads", "cpl", "orders", "profit", "roi", "clv_roi")
        case Goal.AWARENESS:
            return ("cost", "payout", "views", "reach", "cpm", "orders", "profit", "roi")
        case Goal.ENGAGEMENT | Goal.FOLLOWERS:
            return ("cost", "payout", "views", "reach", "engagements", "cpe", "profit", "roi")
        case _:
            assert_never(goal)


def main_metric(goal: Goal) -> str:
    """The metric by which plans for a goal are held against each other."""
    match goal:
        case Goal.SALES | Goal.LEADS:
            return "roi"
        case Goal.AWARENESS:
            return "reach"
        case Goal.ENGAGEMENT | Goal.FOLLOWERS:
            return "engagements"
        case _:
            assert_never(goal)


def _one_currency(plans: Sequence[Entry]) -> Currency:
    """The currency of all plans.

    Raises:
        UsageError: There is no second plan, too many, or they are not in one currency.
    """
    if len(plans) < 2:
        raise UsageError(
            "there is nothing to compare with: name a second spec or saved plan, several strategies "
            "(--strategy hybrid,equal) or a saved plan (--baseline plan.json)"
        )
    if len(plans) > MOST_ALTERNATIVES:
        raise UsageError(f"{len(plans)} plans are too many to compare at once: at most {MOST_ALTERNATIVES}")
    first = plans[0].currency
    for plan in plans[1:]:
        if plan.currency != first:
            raise UsageError(
                f"{plan.name}: amounts are in {plan.currency.code}, but those of {plans[0].name} are in "
                f"{first.code}; plans can only be compared in one currency"
            )
    return first


def _goal(plans: Sequence[Entry]) -> Goal:
    """The goal of the first campaign, else of the first saved plan; sales where a later version knows another one."""
    campaigns = [plan.campaign.goal for plan in plans if isinstance(plan, Candidate)]
    saved = [Goal(plan.goal) for plan in plans if isinstance(plan, SavedPlan) and plan.goal in list(Goal)]
    return next(iter((*campaigns, *saved)), Goal.SALES)


def _part(progress: Progress | None, at: int, parts: int) -> Progress | None:
    """Progress of one plan as a part of the progress of all."""
    if progress is None:
        return None
    whole = progress
    return lambda done, total: whole(at * total + done, parts * total)


def _decide(
    plan: Entry, campaigns: Sequence[Campaign], seed: int, threads: int, progress: Progress | None
) -> _Decision | str:
    """The decision of a plan, or why there is none."""
    if isinstance(plan, SavedPlan):
        again = rebook(plan, campaigns)
        if isinstance(again, str):
            return again
        creators = sum(booking.creators for booking in again.bookings)
        return _Decision(
            _with_draws(again.campaign, fewer_draws(again.campaign, creators)), again.bookings, plan.strategy
        )
    settings = replace(plan.campaign.settings, seed=seed)
    try:
        booked = book(replace(plan.campaign, settings=settings), threads, progress)
    except InfeasibleError as error:
        return str(error)
    bookings = booked.allocation.bookings
    result = _Result(bookings, _drawn(booked.campaign, booked.simulation))
    return _Decision(booked.campaign, bookings, booked.allocation.strategy, result)


def _with_draws(campaign: Campaign, draws: int) -> Campaign:
    return replace(campaign, settings=replace(campaign.settings, draws=draws))


def _drawn(campaign: Campaign, simulation: Simulation) -> Samples:
    return whole(campaign, simulation)


def _refuse_if_none(entries: Sequence[Entry], decisions: Sequence[_Decision | str]) -> None:
    """Stop where no entry has a plan to show.

    Raises:
        InfeasibleError: With the reason of each.
    """
    reasons = [
        f"{entry.name} ({entry.campaign.rules.strategy}): {found}"
        for entry, found in zip(entries, decisions, strict=True)
        if isinstance(entry, Candidate) and isinstance(found, str)
    ]
    if len(reasons) == len(entries):
        raise InfeasibleError("no alternative has a feasible plan\n" + "\n".join(reasons))


def _see(plan: Entry, found: _Decision | str, run: Run, threads: int, *, baseline: bool) -> _Seen:
    """The alternative a plan becomes, simulated on the draws all share."""
    if isinstance(found, str):
        return _Seen(_as_saved(plan, found, baseline=baseline) if isinstance(plan, SavedPlan) else _none(plan, found))
    result = found.result
    if result is None or found.campaign.settings.draws != run.draws:
        result = _simulated(found, run, threads)
    campaign = found.campaign
    side = Side.BASELINE if baseline else Side.SAVED if isinstance(plan, SavedPlan) else Side.SPEC
    alternative = Alternative(
        name=plan.name,
        side=side,
        campaign=campaign.name,
        goal=campaign.goal,
        strategy=found.strategy,
        spec_sha256=campaign.spec_sha256,
        benchmarks=campaign.benchmark_set,
        budget=campaign.budget.total,
        boost=_boost(campaign),
        cells=tuple(map(_cell, result.bookings)),
        statistics=statistics(result.drawn),
        probability_of_profit=share_where(result.drawn["profit"] > 0),
        simulated=True,
    )
    return _Seen(alternative, result.drawn)


def _simulated(found: _Decision, run: Run, threads: int) -> _Result:
    simulation = simulate(found.campaign, found.bookings, draws=run.draws, seed=run.seed, threads=threads)
    if found.result is not None:
        return _Result(found.result.bookings, _drawn(found.campaign, simulation))
    costs = {cell.key: cost for cell, cost in zip(simulation.cells, cell_costs(simulation), strict=True)}
    bookings = tuple(replace(booking, unit_cost=costs.get(booking.cell.key, 0)) for booking in found.bookings)
    return _Result(bookings, _drawn(found.campaign, simulation))


def _boost(campaign: Campaign) -> int:
    return 0 if campaign.amplification is None else campaign.amplification.budget


def _cell(booking: Booking) -> BookedCell:
    cell = booking.cell
    return BookedCell(
        cell.tier,
        cell.platform,
        cell.phase.name,
        cell.contract.name,
        booking.creators,
        cell.deliverables,
        booking.unit_cost,
    )


def _as_saved(plan: SavedPlan, reason: str, *, baseline: bool) -> Alternative:
    """A saved plan with the numbers of its file."""
    return Alternative(
        name=plan.name,
        side=Side.BASELINE if baseline else Side.SAVED,
        campaign=plan.campaign,
        goal=plan.goal,
        strategy=plan.strategy,
        spec_sha256=plan.spec_sha256,
        benchmarks=plan.benchmarks,
        budget=plan.budget,
        boost=plan.boost,
        cells=plan.cells,
        statistics=plan.totals,
        probability_of_profit=math.nan,
        simulated=False,
        unsimulated=reason,
    )


def _none(plan: Candidate, reason: str) -> Alternative:
    """A spec that has no feasible plan."""
    campaign = plan.campaign
    return Alternative(
        name=plan.name,
        side=Side.SPEC,
        campaign=campaign.name,
        goal=campaign.goal,
        strategy=campaign.rules.strategy,
        spec_sha256=campaign.spec_sha256,
        benchmarks=campaign.benchmark_set,
        budget=campaign.budget.total,
        boost=_boost(campaign),
        cells=(),
        statistics={},
        probability_of_profit=math.nan,
        simulated=False,
        infeasible=reason,
    )


def _reference(seen: Sequence[_Seen]) -> int:
    """The first one that was simulated, else the first that has numbers."""
    simulated = (at for at, one in enumerate(seen) if one.drawn is not None)
    numbers = (at for at, one in enumerate(seen) if one.alternative.statistics)
    return next(simulated, next(numbers, 0))


def _differences(one: _Seen, reference: _Seen, metrics: Sequence[str]) -> Mapping[str, Difference]:
    if one.drawn is not None and reference.drawn is not None:
        drawn, base = one.drawn, reference.drawn
        return {metric: difference(metric, drawn, base) for metric in metrics}
    here, there = one.alternative.statistics, reference.alternative.statistics
    return {
        metric: unpaired(here[metric].mean - there[metric].mean)
        for metric in metrics
        if metric in here and metric in there
    }


def _chance(metric: str, row: _Seen, column: _Seen) -> float:
    if row is column or row.drawn is None or column.drawn is None:
        return math.nan
    return beats(metric, row.drawn, column.drawn)


def _sides(seen: Sequence[_Seen], baseline: SavedPlan | None) -> Sides:
    first, last = seen[0], seen[-1]
    return Sides(
        numbers=last.alternative.statistics,
        drawn=last.drawn,
        before=first.alternative.statistics if baseline is None else baseline.totals,
        drawn_before=first.drawn,
        from_file=baseline is not None or not first.alternative.simulated,
        budget=last.alternative.budget,
    )
