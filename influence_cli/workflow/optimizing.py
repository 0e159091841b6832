"""The optimal strategy: pilot, decide, simulate, and decide again at the costs the simulation shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from influence_cli.allocate.allocate import most_in_all
from influence_cli.allocate.optimal.problem import (
    Decision,
    DecisionProblem,
    decided,
    held,
    keeps,
    risk_measure,
    spend,
    value,
)
from influence_cli.allocate.optimal.rows import rows
from influence_cli.allocate.optimal.search import Found, search
from influence_cli.allocate.whole import Option
from influence_cli.model.campaign import Campaign, Strategy
from influence_cli.model.errors import InfeasibleError
from influence_cli.model.objective import RiskLimit
from influence_cli.model.plan import Allocation, Booking
from influence_cli.simulate.engine import Simulation, simulate
from influence_cli.workflow.costing import fewer_draws, repriced, shared_pay
from influence_cli.workflow.posing import Knowledge, money_for, pose
from influence_cli.workflow.presets import preset_counts, presets
from influence_cli.workflow.projection import Samples, whole
from influence_cli.workflow.refusing import check_anybody, why_not
from influence_cli.workflow.scenarios import (
    Scenarios,
    scenarios,
)
from influence_cli.workflow.worth import objective_of, worth

Array = NDArray[np.float64]

Progress = Callable[[int, int], None]

_ROUNDS = 5
_NODES_TO_FIND = 4
_NODES_TO_PROVE = 80
_PARTS = (0.95, 0.85, 0.7, 0.5, 0.25, 0.0)
_LAST = 2
_SETTLING = 2
_TIE = 1e-9
_EXPLORED = 2
"""Rounds that look for decisions that keep limits on quantiles; later ones start from what these found."""
_WORTH_ANOTHER_ROUND = 0.005
"""Share of the money below which what is left over is not worth another round."""


@dataclass(frozen=True, slots=True)
class Optimum:
    """A decision with everything that is known about it.

    Attributes:
        campaign: The campaign with the boost that was decided and the draws that are used.
        allocation: The decision at simulated costs.
        simulation: Its simulation on the decision's draws.
        problem: The problem of the last round.
        found: What the search proved about it.
        decision: The decision in the problem's terms.
        scenarios: The pilot.
        options: Cells with their costs after the simulation.
    """

    campaign: Campaign
    allocation: Allocation
    simulation: Simulation
    problem: DecisionProblem
    found: Found
    decision: Decision
    scenarios: Scenarios
    options: tuple[Option, ...]


def optimize(
    campaign: Campaign, seed: int, threads: int, progress: Progress | None = None, *, prove: bool = True
) -> Optimum:
    """The best decision whose simulated cost stays within the budget.

    Unit costs and what a boost brings are taken from the simulation of the round before, so that the last problem is
    solved at the costs the plan shows. The last round searches until its bound proves the decision or its boxes run
    out; the rounds before only look for the decision.

    Args:
        campaign: The campaign.
        seed: Seed of the draws on which it is decided.
        threads: Threads for simulations.
        progress: Called with (steps done, steps).
        prove: Whether to tighten the bound at the end; without it the bound is valid but looser, and the decision is
            found sooner.

    Raises:
        InfeasibleError: If no decision keeps all limits; says which clash and by how much.
    """
    say = progress or (lambda done, steps: None)
    pilot = scenarios(campaign, seed, threads)
    say(1, _ROUNDS + 2)
    objective = objective_of(campaign)
    starts = [
        _arranged(pilot, counts)
        for strategy in presets(campaign)
        if (counts := preset_counts(campaign, pilot.options, strategy)) is not None
    ]
    state = Knowledge(
        pilot.options,
        np.ones(len(pilot.cells)),
        1.0,
        1.0,
        dict.fromkeys(campaign.rules.risk, 0.0),
        float(money_for(campaign)),
    )
    best: Optimum | None = None
    best_value = -np.inf
    for attempt in range(_ROUNDS):
        problem, spending = pose(campaign, pilot, state, objective)
        starts += spending
        found = search(problem, starts, nodes=_NODES_TO_FIND, explore=attempt < _EXPLORED)
        if found.decision is None:
            if best is not None:
                break
            raise InfeasibleError(why_not(campaign, problem))
        starts.append(found.decision.counts)
        tried = _simulated(campaign, problem, found, found.decision, pilot, state.options, seed, threads)
        say(2 + attempt, _ROUNDS + 2)
        fits = _fits(tried)
        value = simulated_worth(campaign, tried.simulation)
        if fits and value > best_value:
            best, best_value = tried, value
        if fits and (attempt > 1 or not _can_improve(tried)):
            break
        state = _learned(campaign, state, tried, attempt)
    if best is None:
        best = _smaller(campaign, starts, problem, found, pilot, state, seed, threads)
    if best is None:
        raise InfeasibleError(
            "no decision was found whose simulated cost and spread keep all limits: what the contracts pay grows "
            "faster than what they bring, or a limit is too tight"
            + "".join(f"; {limit.text}" for limit in campaign.rules.risk)
        )
    best = settled(campaign, best, seed, threads, prove=prove)
    say(_ROUNDS + 2, _ROUNDS + 2)
    if not best.decision.counts.any():
        check_anybody(campaign, best.problem)
    return best


def _smaller(
    campaign: Campaign,
    starts: Sequence[Array],
    problem: DecisionProblem,
    found: Found,
    pilot: Scenarios,
    state: Knowledge,
    seed: int,
    threads: int,
) -> Optimum | None:
    """Where no round fitted: the largest part of a decision tried that does, down to nobody at all."""
    for fraction in _PARTS:
        for counts in reversed(starts[-_LAST:]):
            part = np.floor(counts * fraction)
            decision = Decision(part, 0.0, value(problem, part, 0.0))
            tried = _simulated(campaign, problem, found, decision, pilot, state.options, seed, threads)
            if _fits(tried):
                return tried
    return None


def settled(campaign: Campaign, best: Optimum, seed: int, threads: int, *, prove: bool) -> Optimum:
    """The decision that is best at the costs its own simulation shows, with what the search proves about it.

    At those costs another decision may be ahead; a few steps settle it before it is proved. One that does not fit in
    simulation teaches what its creators cost.

    Args:
        campaign: The campaign.
        best: The decision to start from.
        seed: Seed of the draws on which it is decided.
        threads: Threads for simulations.
        prove: See :func:`optimize`.
    """
    steps = [*[_NODES_TO_FIND] * _SETTLING, *([_NODES_TO_PROVE, _NODES_TO_PROVE] if prove else [1])]
    for nodes in steps:
        best = _judged(campaign, best, nodes)
        other = best.found.decision
        if other is None or other.value <= best.decision.value + _TIE * abs(best.decision.value):
            if nodes != _NODES_TO_FIND:
                break
            continue
        tried = _simulated(campaign, best.problem, best.found, other, best.scenarios, best.options, seed, threads)
        best = tried if _fits(tried) else replace(best, options=_kept_costs(best, tried))
    return replace(best, found=replace(best.found, decision=best.decision))


def _fits(tried: Optimum) -> bool:
    """Whether a decision keeps the budget and all limits in its simulation."""
    return tried.allocation.unallocated >= 0 and not broken(tried.campaign, tried.allocation, tried.simulation)


def _kept_costs(best: Optimum, tried: Optimum) -> tuple[Option, ...]:
    """Costs as simulated: of the best decision's cells in its own simulation, of other cells in the other's."""
    return tuple(
        mine if booked > 0 else other
        for mine, other, booked in zip(best.options, tried.options, best.decision.counts, strict=True)
    )


def judged(campaign: Campaign, best: Optimum) -> Optimum:
    """The decision as it is, with what the search proves about it."""
    found = _judged(campaign, best, _NODES_TO_PROVE)
    return replace(found, found=replace(found.found, decision=found.decision))


def _judged(campaign: Campaign, best: Optimum, nodes: int) -> Optimum:
    """Hold a decision against the problem as the spec states it, at the costs the plan shows.

    The rounds may have tightened limits to keep them in simulation; the bound must not profit from that.
    """
    factors = Knowledge(
        best.options,
        _pay_factors(best, np.ones(len(best.options))),
        _pot_factor(best, 1.0),
        _boost_factor(best, 1.0),
        dict.fromkeys(campaign.rules.risk, 0.0),
        float(money_for(campaign)),
    )
    problem, _ = pose(campaign, best.scenarios, factors, objective_of(campaign))
    counts, boost = best.decision.counts, best.decision.boost
    decision = Decision(counts, boost, value(problem, counts, boost))
    found = search(problem, [counts], nodes=nodes, explore=False)
    found = replace(found, upper_bound=max(found.upper_bound, decision.value))
    return replace(best, problem=problem, found=found, decision=decision)


def _learned(campaign: Campaign, state: Knowledge, tried: Optimum, attempt: int) -> Knowledge:
    """What the simulation of a decision teaches the next round."""
    total = _total(campaign, tried.simulation)
    left = tried.allocation.unallocated
    tightened = dict(state.tightened)
    for limit, excess in _excesses(campaign, total).items():
        # A second miss is overshot, or the rounds would only creep up on the limit.
        tightened[limit] += excess * (1.0 if attempt == 0 else 1.5)
    return Knowledge(
        tried.options,
        _pay_factors(tried, state.pay_factors),
        _pot_factor(tried, state.pot_factor),
        _boost_factor(tried, state.boost_factor),
        tightened,
        state.money + left if left < 0 and attempt > 0 else state.money,
    )


def taken(
    campaign: Campaign, pilot: Scenarios, other: Campaign, allocation: Allocation, simulation: Simulation
) -> Optimum:
    """Another strategy's decision in the place of an optimized one, to be settled.

    Args:
        campaign: The campaign as it was asked for.
        pilot: Its pilot.
        other: The other decision's campaign, for its boost and draws.
        allocation: The other decision.
        simulation: Its simulation.
    """
    known = {booking.cell.key: booking for booking in allocation.bookings}
    bookings = tuple(known.get(option.cell.key, Booking(option.cell, 0, option.unit_cost)) for option in pilot.options)
    options = tuple(Option(booking.cell, max(booking.unit_cost, 1)) for booking in bookings)
    counts = np.array([float(booking.creators) for booking in bookings])
    boost = float(other.amplification.budget) if other.amplification is not None else 0.0
    state = Knowledge(
        options,
        np.ones(len(options)),
        1.0,
        1.0,
        dict.fromkeys(campaign.rules.risk, 0.0),
        float(money_for(campaign)),
    )
    problem, _ = pose(campaign, pilot, state, objective_of(campaign))
    decision = Decision(counts, boost, value(problem, counts, boost))
    mine = replace(
        campaign, amplification=other.amplification, settings=replace(campaign.settings, draws=other.settings.draws)
    )
    booked = replace(allocation, strategy=Strategy.OPTIMAL, bookings=bookings, notes=())
    return Optimum(mine, booked, simulation, problem, Found(decision, np.inf, 0), decision, pilot, options)


def simulated_worth(campaign: Campaign, simulation: Simulation) -> float:
    """The objective's value in a simulation."""
    return worth(objective_of(campaign), _total(campaign, simulation), campaign.currency.minor)


def broken(campaign: Campaign, allocation: Allocation, simulation: Simulation) -> tuple[str, ...]:
    """Limits of the spec a decision does not keep at its simulated costs, as written."""
    options = [Option(booking.cell, booking.unit_cost) for booking in allocation.bookings]
    counts = np.array([float(booking.creators) for booking in allocation.bookings])
    found = [row.text for row in rows(campaign, options, most_in_all(campaign)) if not keeps(row, counts)]
    found += [limit.text for limit in _excesses(campaign, _total(campaign, simulation))]
    return tuple(dict.fromkeys(found))


def stopped_early(optimum: Optimum) -> bool:
    """Whether further creators could be paid within all limits, and each of them would lower the objective."""
    problem, decision = optimum.problem, optimum.decision
    left = problem.money - spend(problem, decision.counts) - decision.boost
    values = []
    for number, cost in enumerate(problem.costs):
        if cost <= left:
            further = decision.counts.copy()
            further[number] += 1
            tried = decided(problem, further)
            if tried is not None:
                values.append(tried.value)
    return bool(values) and max(values) < decision.value


def _total(campaign: Campaign, simulation: Simulation) -> Samples:
    return whole(campaign, simulation)


def _arranged(pilot: Scenarios, counts: Mapping[str, int]) -> Array:
    return np.array([float(counts.get(cell.key, 0)) for cell in pilot.cells])


def _simulated(
    campaign: Campaign,
    problem: DecisionProblem,
    found: Found,
    decision: Decision,
    pilot: Scenarios,
    options: Sequence[Option],
    seed: int,
    threads: int,
) -> Optimum:
    """Simulate a decision and price it at what its creators cost there."""
    bookings = [Booking(o.cell, int(n), o.unit_cost) for o, n in zip(options, decision.counts, strict=True)]
    boost = int(decision.boost)
    amplification = replace(campaign.amplification, budget=boost) if campaign.amplification and boost else None
    draws = fewer_draws(campaign, sum(booking.creators for booking in bookings))
    settled = replace(campaign, amplification=amplification, settings=replace(campaign.settings, draws=draws))
    simulation = simulate(settled, bookings, draws=draws, seed=seed, threads=threads)
    priced = repriced(options, simulation)
    bookings = [replace(booking, unit_cost=option.unit_cost) for booking, option in zip(bookings, priced, strict=True)]
    pot = max(int(held(problem, decision.counts)) - shared_pay(settled, simulation), 0)
    left = money_for(campaign) - boost - pot - sum(booking.planned_cost for booking in bookings)
    allocation = Allocation(Strategy.OPTIMAL, tuple(bookings), left, (), pot)
    return Optimum(settled, allocation, simulation, problem, found, decision, pilot, priced)


def _pay_factors(tried: Optimum, before: Array) -> Array:
    """Simulated cost of a creator over the planned one, for the cells that are booked."""
    pilot, counts = tried.scenarios, tried.decision.counts
    planned = (pilot.pay_moving * pilot.model.responses(counts) + pilot.pay_fixed).mean(axis=1)
    costs = np.array([float(option.unit_cost) for option in tried.options])
    return np.where((counts > 0) & (planned > 0), costs / np.maximum(planned, 1e-9), before)


def _pot_factor(tried: Optimum, before: float) -> float:
    """Part of the held money that the simulated shared bonuses pay."""
    kept = held(tried.problem, tried.decision.counts)
    return min(shared_pay(tried.campaign, tried.simulation) / kept, 1.0) if kept > 0 else before


def _boost_factor(optimum: Optimum, before: float) -> float:
    """How much more the boost brought in simulation than behind average creators."""
    boost, counts = optimum.decision.boost, optimum.decision.counts
    if boost <= 0 or not counts.any():
        return before
    planned = float((counts @ optimum.scenarios.boosted["revenue"]).mean() / counts.sum())
    brought = float(optimum.simulation.fields["boost_revenue"].sum(axis=0).mean()) / boost
    return brought / planned if planned > 0 else before


def _excesses(campaign: Campaign, total: Samples) -> dict[RiskLimit, float]:
    """Limits on distributions the simulated plan breaks, with the excess in minor units."""
    found = {}
    for limit in campaign.rules.risk:
        excess = risk_measure(limit, total[limit.metric]) - limit.limit
        excess = -excess if limit.metric == "profit" else excess
        if excess > 0:
            found[limit] = excess
    return found


def _can_improve(optimum: Optimum) -> bool:
    """Whether the simulated costs leave room for another creator that is worth another round."""
    cheapest = min(option.unit_cost for option in optimum.options)
    return optimum.allocation.unallocated >= max(cheapest, _WORTH_ANOTHER_ROUND * optimum.problem.money)
