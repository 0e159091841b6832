"""The optimal strategy's decision, held against every preset."""

from dataclasses import replace

from influence_cli.model.campaign import Campaign, Strategy
from influence_cli.model.errors import InfeasibleError
from influence_cli.model.money import in_words
from influence_cli.workflow.booking import DECISION_SEED, Booked, Progress, book, simulated
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
from influence_cli.workflow.scenarios import scenarios


def book_optimal(campaign: Campaign, threads: int, progress: Progress | None, *, prove: bool) -> Booked:
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
            pilot = scenarios(campaign, DECISION_SEED, threads) if best is None else best.scenarios
            start = taken(campaign, pilot, ahead.campaign, ahead.allocation, ahead.simulation)
            best = settled(campaign, start, DECISION_SEED, threads, prove=prove)
            if simulated_worth(campaign, best.simulation) < goal:
                best = judged(campaign, start)
    if best is None:
        raise nothing or InfeasibleError("no plan keeps all limits")
    simulation = best.simulation
    if campaign.settings.seed != DECISION_SEED:
        seed, draws = campaign.settings.seed, best.campaign.settings.draws
        simulation = simulated(best.campaign, best.allocation, draws, seed, threads, progress)
    allocation = replace(best.allocation, notes=_optimal_notes(campaign, best))
    return Booked(best.campaign, allocation, simulation, campaign.settings.draws, best, rivals)


def _rivals(campaign: Campaign, threads: int) -> tuple[tuple[Strategy, Booked | str], ...]:
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
