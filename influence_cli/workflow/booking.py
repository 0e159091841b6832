"""From a campaign to a decision that fits the budget in simulation, with that simulation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from influence_cli.allocate.allocate import allocate, explained, spendable
from influence_cli.allocate.whole import Option
from influence_cli.model.campaign import Campaign, Strategy
from influence_cli.model.errors import InfeasibleError
from influence_cli.model.money import in_words
from influence_cli.model.plan import Allocation
from influence_cli.simulate.engine import Simulation, simulate
from influence_cli.workflow.costing import expected_costs, fewer_draws, pots, repriced, shared_pay
from influence_cli.workflow.optimizing import (
    Optimum,
    broken,
    judged,
    optimize,
    settled,
    simulated_worth,
    stopped_early,
    taken,
)
from influence_cli.workflow.presets import preset, presets

Progress = Callable[[int, int], None]

_ROUNDS = 8
_TRIES_FOR_MORE = 2

_WORTH_REBOOKING = 0.01
"""Share of the money below which what is left over is not worth a second simulation."""

DECISION_SEED = 1
"""Seed of the random numbers on which creators are booked, whatever the seed of the simulation."""


@dataclass(frozen=True, slots=True)
class Booked:
    """A decision with its simulation.

    Attributes:
        campaign: The campaign with the draws, and for the optimal strategy the boost, that are used.
        allocation: The decision.
        simulation: Its simulation with the campaign's seed.
        asked_draws: Draws the spec would have used.
        optimum: What is known about an optimized decision, or None.
        rivals: For an optimized one every preset on the draws of the decision, or why it has no plan.
    """

    campaign: Campaign
    allocation: Allocation
    simulation: Simulation
    asked_draws: int
    optimum: Optimum | None = None
    rivals: tuple[tuple[Strategy, "Booked | str"], ...] = ()


def book(campaign: Campaign, threads: int, progress: Progress | None, *, prove: bool = True) -> Booked:
    """Book, simulate, and book again if the simulated cost shows that too much or too little was booked.

    The decision is made on random numbers of its own, so that another seed shows the same plan in other weather.

    Args:
        campaign: The campaign; its rules say which strategy.
        threads: Threads for simulations.
        progress: Called with (steps done, steps).
        prove: Whether an optimal decision's bound is tightened at the end; see
            :func:`influence_cli.workflow.optimizing.optimize`.

    Raises:
        InfeasibleError: If no decision keeps the budget and all limits.
    """
    if campaign.rules.strategy is Strategy.OPTIMAL:
        return _optimized(campaign, threads, progress, prove=prove)
    asked = campaign.settings.draws
    shared = pots(campaign)
    money = spendable(campaign)
    options: Sequence[Option] = expected_costs(campaign, DECISION_SEED, threads)
    limit = money - shared
    best: Booked | None = None
    for attempt in range(_ROUNDS):
        try:
            allocation = allocate(campaign, options, limit)
        except InfeasibleError:
            if best is None:
                raise
            break
        creators = sum(booking.creators for booking in allocation.bookings)
        settings = replace(campaign.settings, draws=fewer_draws(campaign, creators))
        simulation = _simulated(campaign, allocation, settings.draws, DECISION_SEED, threads, progress)
        options = repriced(options, simulation)
        priced = _with_costs(allocation, options, money, max(shared - shared_pay(campaign, simulation), 0))
        fits = priced.unallocated >= 0
        if fits and (best is None or priced.unallocated < best.allocation.unallocated):
            best = Booked(replace(campaign, settings=settings), priced, simulation, asked)
        if fits and (attempt >= _TRIES_FOR_MORE or not _worth_rebooking(priced, money)):
            break
        if best is not None and not fits:
            break
        # An overshoot that rebooking does not cure (costs that grow with the crowd) needs a lower limit.
        limit = money - priced.held if fits or attempt == 0 else limit + priced.unallocated
    if best is None:
        raise InfeasibleError(
            "no number of creators was found whose expected cost stays within the budget: what the contracts pay "
            "grows faster than what they bring; lower the performance pay or cap it"
        )
    seed = campaign.settings.seed
    if seed != DECISION_SEED:
        weather = _simulated(campaign, best.allocation, best.campaign.settings.draws, seed, threads, progress)
        best = replace(best, simulation=weather)
    return replace(best, allocation=explained(campaign, best.allocation))


def _optimized(campaign: Campaign, threads: int, progress: Progress | None, *, prove: bool) -> Booked:
    """The optimal strategy, never below a preset that keeps all limits.

    Every preset is simulated on the draws of the decision; one that is ahead there takes the
    place of the decision, and is improved from there where that can be done without falling back.
    """
    best: Optimum | None = None
    nothing: InfeasibleError | None = None
    try:
        best = optimize(campaign, DECISION_SEED, threads, progress, prove=prove)
    except InfeasibleError as error:
        nothing = error
    rivals = _rivals(campaign, threads)
    kept = [rival for _, rival in rivals if isinstance(rival, Booked) and _keeps(campaign, rival)]
    ahead = max(kept, key=lambda rival: simulated_worth(campaign, rival.simulation), default=None)
    if ahead is not None:
        goal = simulated_worth(campaign, ahead.simulation)
        if best is None or goal > simulated_worth(campaign, best.simulation):
            start = taken(campaign, ahead.campaign, ahead.allocation, ahead.simulation, DECISION_SEED, threads)
            best = settled(campaign, start, DECISION_SEED, threads, prove=prove)
            if simulated_worth(campaign, best.simulation) < goal:
                best = judged(campaign, start)
    if best is None:
        raise nothing or InfeasibleError("no plan keeps all limits")
    simulation = best.simulation
    if campaign.settings.seed != DECISION_SEED:
        seed, draws = campaign.settings.seed, best.campaign.settings.draws
        simulation = _simulated(best.campaign, best.allocation, draws, seed, threads, progress)
    allocation = replace(best.allocation, notes=_optimal_notes(campaign, best))
    return Booked(best.campaign, allocation, simulation, campaign.settings.draws, best, rivals)


def _rivals(campaign: Campaign, threads: int) -> tuple[tuple[Strategy, "Booked | str"], ...]:
    """Every preset, decided and simulated on the draws of the decision, or why it has no plan."""
    decided = replace(campaign, settings=replace(campaign.settings, seed=DECISION_SEED))
    found: list[tuple[Strategy, Booked | str]] = []
    for strategy in presets(campaign):
        try:
            found.append((strategy, book(preset(decided, strategy), threads, None)))
        except InfeasibleError as error:
            found.append((strategy, str(error)))
    return tuple(found)


def _keeps(campaign: Campaign, rival: Booked) -> bool:
    return not broken(campaign, rival.allocation, rival.simulation)


def seen_with(campaign: Campaign, booked: Booked, threads: int) -> Booked:
    """A decision simulated with the seed of a campaign."""
    if campaign.settings.seed == DECISION_SEED:
        return booked
    draws = booked.campaign.settings.draws
    weather = _simulated(booked.campaign, booked.allocation, draws, campaign.settings.seed, threads, None)
    return replace(booked, simulation=weather)


def _optimal_notes(campaign: Campaign, best: Optimum) -> tuple[str, ...]:
    """What was done with the boost and why money is left."""
    notes = []
    offered = campaign.amplification.budget if campaign.amplification is not None else 0
    used = best.campaign.amplification.budget if best.campaign.amplification is not None else 0
    if used < offered:
        notes.append(
            f"{in_words(used, campaign.currency)} of the {in_words(offered, campaign.currency)} offered for boosting "
            "is used: the rest does more elsewhere, or nothing"
        )
    if best.allocation.unallocated > 0:
        notes.append(f"{in_words(best.allocation.unallocated, campaign.currency)} is left over: {_why_left(best)}")
    return tuple(notes)


def _why_left(best: Optimum) -> str:
    cheapest = min((option.unit_cost for option in best.options), default=0)
    if stopped_early(best):
        return "spending it would make the plan worse"
    if best.allocation.unallocated < cheapest:
        return "it does not buy another whole creator"
    binding = [risk.limit.text for risk in best.problem.risk]
    binding += [row.text for row in best.problem.rows if row.binds(best.decision.counts)]
    if binding:
        return f"no other creators that fit and keep the limits make the plan better ({'; '.join(binding[:_NAMED])})"
    return "no other whole creator that fits makes the plan better"


_NAMED = 3
"""Limits named where money is left."""


def _simulated(
    campaign: Campaign, allocation: Allocation, draws: int, seed: int, threads: int, progress: Progress | None
) -> Simulation:
    return simulate(campaign, allocation.bookings, draws=draws, seed=seed, threads=threads, progress=progress)


def _with_costs(allocation: Allocation, options: Sequence[Option], money: int, held: int) -> Allocation:
    bookings = tuple(
        replace(booking, unit_cost=option.unit_cost)
        for booking, option in zip(allocation.bookings, options, strict=True)
    )
    left = money - held - sum(booking.planned_cost for booking in bookings)
    return replace(allocation, bookings=bookings, unallocated=left, held=held)


def _worth_rebooking(allocation: Allocation, money: int) -> bool:
    """Whether so much is left over that another creator fits and the plan would look different for it."""
    cheapest = min(booking.unit_cost for booking in allocation.bookings if booking.creators > 0)
    return allocation.unallocated >= max(cheapest, _WORTH_REBOOKING * money)
