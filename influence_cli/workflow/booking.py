"""From a campaign to a decision that fits the budget in simulation, with that simulation."""

from collections.abc import Callable, Mapping, Sequence
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
    adopted,
    broken,
    optimize,
    planned_value,
    simulated_worth,
    stopped_early,
)
from influence_cli.workflow.presets import preset, preset_counts, presets

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
    """

    campaign: Campaign
    allocation: Allocation
    simulation: Simulation
    asked_draws: int
    optimum: Optimum | None = None


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
    """The optimal strategy; a preset that comes close in the planning model is simulated too, and may win."""
    best = optimize(campaign, DECISION_SEED, threads, progress, prove=prove)
    value = simulated_worth(campaign, best.simulation)
    for strategy in presets(campaign):
        counts = preset_counts(campaign, best.options, strategy)
        if counts is None or not _is_close(best, counts):
            continue
        other = preset(campaign, strategy)
        decided = replace(other, settings=replace(other.settings, seed=DECISION_SEED))
        try:
            rival = book(decided, threads, None)
        except InfeasibleError:
            continue
        if not broken(campaign, rival.allocation, rival.simulation):
            found = simulated_worth(campaign, rival.simulation)
            if found > value:
                best, value = adopted(best, rival.campaign, rival.allocation, rival.simulation), found
    simulation = best.simulation
    if campaign.settings.seed != DECISION_SEED:
        seed, draws = campaign.settings.seed, best.campaign.settings.draws
        simulation = _simulated(best.campaign, best.allocation, draws, seed, threads, progress)
    allocation = replace(best.allocation, notes=_optimal_notes(campaign, best))
    return Booked(best.campaign, allocation, simulation, campaign.settings.draws, best)


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
    left = best.allocation.unallocated
    if left > 0:
        why = (
            "spending it would make the plan worse"
            if stopped_early(best)
            else "no other whole creator that fits makes the plan better"
        )
        notes.append(f"{in_words(left, campaign.currency)} is left over: {why}")
    return tuple(notes)


_CLOSE = 0.05


def _is_close(best: Optimum, counts: Mapping[str, int]) -> bool:
    """Whether chance in the simulation could put these counts ahead of the best."""
    planned = planned_value(best, counts)
    return planned >= best.decision.value - _CLOSE * abs(best.decision.value)


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
