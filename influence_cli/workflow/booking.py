"""From a campaign to a decision that fits the budget in simulation, with that simulation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from influence_cli.allocate.allocate import allocate, explained, spendable
from influence_cli.allocate.whole import Option
from influence_cli.model.campaign import Campaign, Strategy
from influence_cli.model.errors import InfeasibleError
from influence_cli.model.plan import Allocation
from influence_cli.simulate.engine import Simulation, simulate
from influence_cli.workflow.costing import expected_costs, fewer_draws, pots, repriced, shared_pay

if TYPE_CHECKING:
    from influence_cli.workflow.optimizing import Optimum

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
    optimum: "Optimum | None" = None
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
        # Presets are planned without the optimizer and the solver it loads.
        from influence_cli.workflow.optimal_booking import book_optimal

        return book_optimal(campaign, threads, progress, prove=prove)
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
        simulation = simulated(campaign, allocation, settings.draws, DECISION_SEED, threads, progress)
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
        weather = simulated(campaign, best.allocation, best.campaign.settings.draws, seed, threads, progress)
        best = replace(best, simulation=weather)
    return replace(best, allocation=explained(campaign, best.allocation))


def seen_with(campaign: Campaign, booked: Booked, threads: int) -> Booked:
    """A decision simulated with the seed of a campaign."""
    if campaign.settings.seed == DECISION_SEED:
        return booked
    draws = booked.campaign.settings.draws
    weather = simulated(booked.campaign, booked.allocation, draws, campaign.settings.seed, threads, None)
    return replace(booked, simulation=weather)


def simulated(
    campaign: Campaign, allocation: Allocation, draws: int, seed: int, threads: int, progress: Progress | None
) -> Simulation:
    """A decision simulated with some seed."""
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
