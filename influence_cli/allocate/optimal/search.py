"""Branch and bound over boxes of decisions."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from influence_cli.allocate.optimal.node import PROVEN, WHOLE_ROUNDS, Box, Node, relative_gap
from influence_cli.allocate.optimal.problem import Decision, DecisionProblem, decided, improved
from influence_cli.model.curves import Status

Array = NDArray[np.float64]

_NODES = 80
_THOROUGH = 40
"""Boxes from which a search is meant to prove something, and takes seconds to count draws for it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    Attributes:
        decision: The best decision, or None where none was found.
        upper_bound: No decision within the limits is worth more; -inf where there is none.
        nodes: Boxes examined.
    """

    decision: Decision | None
    upper_bound: float
    nodes: int

    @property
    def gap(self) -> float:
        """How far the decision may be below the best, relative to the bound."""
        if self.decision is None:
            return float("inf")
        return relative_gap(self.decision.value, self.upper_bound)

    @property
    def status(self) -> Status:
        """What the bound proves."""
        return Status.OPTIMAL if self.gap <= PROVEN else Status.WITHIN_GAP


def search(
    problem: DecisionProblem, starts: Sequence[Array] = (), nodes: int = _NODES, *, explore: bool = True
) -> Found:
    """The best decision and a bound above every other.

    Args:
        problem: The problem.
        starts: Creators by cell of decisions that are known, such as those of other strategies.
        nodes: Boxes to examine at most; the bound is valid whenever the search stops.
        explore: Whether to look for decisions that keep limits on quantiles first; not needed from a good start.
    """
    best: Decision | None = None
    for start in [np.zeros(len(problem.high)), *starts, *(_safer(problem) if explore else ())]:
        known = decided(problem, start)
        if known is not None and (best is None or known.value > best.value):
            best = known
    if best is not None and problem.risk:
        best = improved(problem, best)
    if best is not None and not (problem.high > 0).any():
        return Found(best, best.value, 0)
    whole = Box((-np.inf, 0), np.zeros(len(problem.high)), problem.high.copy())
    if nodes >= _THOROUGH and any(risk.from_above for risk in problem.risk):
        best, bound = _counted(problem, whole, best)
        whole, nodes = replace(whole, key=(-bound, 0)), _THOROUGH
    waiting = [whole]
    done = -np.inf
    examined = 0
    while waiting and examined < nodes:
        bound = -waiting[0].key[0]
        if best is not None and relative_gap(best.value, bound) <= PROVEN:
            break
        box = heapq.heappop(waiting)
        examined += 1
        node = Node(problem, box)
        bound, point, best = node.solve(best, min(bound, np.inf))
        if point is None or (best is not None and relative_gap(best.value, bound) <= PROVEN):
            done = max(done, bound)
            continue
        parts = node.split(point[0], point[1])
        if parts is None:
            done = max(done, bound)
            continue
        for number, (low, high) in enumerate(parts):
            heapq.heappush(waiting, Box((-bound, 2 * examined + number), low, high, node.touched))
    upper = max([done, *(-box.key[0] for box in waiting)])
    if best is not None:
        upper = max(upper, best.value)
    return Found(best, float(upper), examined)


def _counted(problem: DecisionProblem, whole: Box, best: Decision | None) -> tuple[Decision | None, float]:
    """Limits on quantiles by counting draws: a bound on all decisions, and often a better one.

    Paid at the lowest responses the programme holds every decision that keeps the limits; paid at the responses of the
    best decision so far it is about what decisions nearby have to keep.
    """
    node = Node(problem, whole)
    node.count_exceeding()
    bound, _, best = node.solve(best, np.inf)
    if best is not None:
        near = Node(problem, whole)
        near.count_exceeding(problem.model.responses(best.counts))
        _, _, best = near.solve(best, np.inf)
    return best, bound


_LOOSENED = (2.0, 1.7, 1.5, 1.35, 1.25, 1.15, 1.08, 1.0)
"""Limits on the mean of the highest draws that are tried in the place of a limit on a quantile, relative to it."""


def _safer(problem: DecisionProblem) -> Iterator[Array]:
    """Decisions for limits on quantiles: a limit on the mean of the highest draws is convex and keeps them low.

    None of these limits is exact, so several are tried; whether a decision keeps the true limit is seen afterwards.
    """
    ceilings = [risk for risk in problem.risk if risk.from_above]
    floors = tuple(risk for risk in problem.risk if not risk.from_above)
    if not ceilings:
        return
    whole = Box((0.0, 0), np.zeros(len(problem.high)), problem.high)
    free = replace(problem, risk=floors)
    for factor in _LOOSENED:
        node = Node(free, whole)
        for _ in range(WHOLE_ROUNDS):
            _, point, _ = node.solve(None, np.inf)
            if point is None:
                break
            added = [node.cut_mean(risk, factor, *point) for risk in ceilings]
            if not any(added):
                yield np.round(point[0]) + 0.0
                break
