"""Which limits cannot be kept together, and by how much, in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from influence_cli.allocate.optimal.problem import DecisionProblem
from influence_cli.allocate.optimal.programme import Programme
from influence_cli.allocate.optimal.rows import Row, Unit

Array = NDArray[np.float64]
Words = Callable[[float, Unit], str]
"""An amount of a unit in words: money, or a number of creators."""


@dataclass(frozen=True, slots=True)
class _Limit:
    """One limit of the spec, which may be several rows; ``pots`` where money held for contracts counts in it."""

    text: str
    rows: tuple[Row, ...]
    pots: bool = False


def clash(problem: DecisionProblem, budget: str, words: Words) -> str:
    """Name a smallest set of limits that cannot be kept together, and what is missing; empty if all can be.

    Args:
        problem: The problem; limits on distributions are not looked at.
        budget: The budget in words, for its own row.
        words: How amounts are written.
    """
    limits = _limits(problem, budget)
    if _possible(problem, limits):
        return ""
    kept = list(limits)
    # Deletion filter: whatever can go with the rest still clashing was not part of it.
    for limit in limits:
        rest = [other for other in kept if other is not limit]
        if not _possible(problem, rest):
            kept = rest
    missing = [_missing(problem, limit, kept, words) for limit in kept]
    if len(kept) == 1:
        return f"{kept[0].text} cannot be kept: {missing[0]}"
    listed = "; ".join(f"{limit.text} ({what})" for limit, what in zip(kept, missing, strict=True))
    return f"these limits clash, and any one of them would have to give way: {listed}"


def _limits(problem: DecisionProblem, budget: str) -> list[_Limit]:
    by_text: dict[str, list[Row]] = {}
    for row in problem.rows:
        by_text.setdefault(row.text, []).append(row)
    money = Row(budget, problem.costs, -np.inf, problem.money, Unit.MONEY)
    found = [*(_Limit(text, tuple(rows)) for text, rows in by_text.items()), _Limit(budget, (money,), pots=True)]
    if problem.least_spend > 0:
        # Boost counts as spent money as well, so creators have to make up for what it leaves only.
        least = Row(
            "allocation.spend_all: true", problem.costs, problem.least_spend - problem.boost_most, np.inf, Unit.MONEY
        )
        found.append(_Limit(least.text, (least,), pots=True))
    return found


def _programme(problem: DecisionProblem, limits: Sequence[_Limit], slack_on: _Limit | None) -> tuple[Programme, float]:
    """A programme over creators, a switch per pot, and one column of slack that the chosen limit may use."""
    cells, pots = len(problem.high), problem.pots
    # Not what the money buys: the budget is a limit of its own here.
    most = problem.high if problem.room is None else problem.room
    scale = 1e4 / max(problem.money, 1.0)
    worth = np.concatenate([np.zeros(cells + len(pots)), [-1.0]])
    high = np.concatenate([most, np.ones(len(pots)), [1e9 if slack_on is not None else 0.0]])
    whole = np.concatenate([np.ones(cells + len(pots), dtype=bool), [False]])
    programme = Programme(worth, np.zeros(len(worth)), high, whole)
    for number, pot in enumerate(pots):
        for cell in np.flatnonzero(pot.members & (most > 0)):
            switch = np.zeros(len(worth))
            switch[cell], switch[cells + number] = 1.0, -most[cell]
            programme.add(switch, -np.inf, 0.0)
    size = 1.0
    for limit in limits:
        for row in limit.rows:
            factor = 1.0 if row.unit is Unit.CREATORS else scale
            give = 1.0 if limit is slack_on else 0.0
            if give:
                size = factor
            held = [pot.amount * factor if limit.pots else 0.0 for pot in pots]
            wide = np.concatenate([row.coefficients * factor, held])
            if np.isfinite(row.low):
                programme.add(np.append(wide, give), row.low * factor, np.inf)
            if np.isfinite(row.high):
                programme.add(np.append(wide, -give), -np.inf, row.high * factor)
    return programme, size


def _possible(problem: DecisionProblem, limits: Sequence[_Limit]) -> bool:
    programme, _ = _programme(problem, limits, None)
    return programme.best().point is not None


def _missing(problem: DecisionProblem, limit: _Limit, kept: Sequence[_Limit], words: Words) -> str:
    """By how much a limit would have to give way for the others to be kept."""
    programme, size = _programme(problem, kept, limit)
    outcome = programme.best()
    if outcome.point is None:
        return "giving way alone would not be enough"
    amount = float(outcome.point[-1]) / size
    unit = limit.rows[0].unit
    if unit is Unit.SHARE:
        return f"missed by {words(amount, Unit.MONEY)}"
    return f"{words(amount, unit)} short"
