"""``influence target``: the smallest budget that reaches a target.

The search tries budgets that double, from a small one up to the largest allowed, and stops at the first that is
enough; between it and its neighbor below it halves the distance (in factors) a few times. So where the metric first
rises and then falls with the budget, the first crossing is found, as long as the hill is wider than a doubling. All
that is on few draws; the answer is settled on all of them (see ``narrowing``).

The doublings end early where they lead nowhere: where the metric falls from one to the next for good, and where it
grows so slowly that even the growth seen last, kept up to the largest budget, would not reach the target. Where no
budget is enough, but the best comes near, the search looks closer around it before it gives up.
"""

import math
from collections.abc import Callable
from itertools import pairwise

from influence_cli.model.campaign import Campaign
from influence_cli.model.errors import Problem
from influence_cli.model.target import Probe, Target, TargetResult
from influence_cli.workflow.booking import Progress
from influence_cli.workflow.narrowing import narrowed
from influence_cli.workflow.planning import plan
from influence_cli.workflow.probing import AIMS, DRAWS, Search
from influence_cli.workflow.reached import given_up

__all__ = ["AIMS", "DRAWS", "target"]

COARSE = 0.03
"""Share by which the budget found on few draws may be larger than needed there: their own error is no smaller."""

_DOUBLINGS = 14
_SMALLEST = 100
_FIGURES = 4
_WHOLE_FROM = 200
"""Major units of money from which budgets have no decimals: a step of one is then within the precision."""

_CLOSER = 2
_FALLING = 4
"""Doublings in a row, each worse than the one before, from which no better one is looked for above."""

_GROWING = 3
"""Doublings in a row from which is told how the metric grows."""

_SLOW = 1.5
"""Factor per doubling below which the metric grows ever more slowly, so that its growth is an upper bound."""

_NOISE = 1.02
"""Factor by which few draws may understate what a doubling brings."""


def target(
    at: Callable[[int], Campaign],
    wanted: Target,
    *,
    version: str,
    warnings: tuple[Problem, ...] = (),
    threads: int = 2,
    progress: Progress | None = None,
) -> TargetResult:
    """Find the smallest budget that reaches a target, and its plan.

    Args:
        at: The campaign at a budget (minor units), everything that is a share of the budget following it; may raise
            SpecError where the budget is too small for what the spec takes from it.
        wanted: The target; its metric is one of :data:`AIMS`.
        version: Version of the programme, for the record.
        warnings: Lints to carry into the plan.
        threads: Threads for the simulation; the numbers do not depend on it.
        progress: Called with (steps done, steps expected) while searching.

    Raises:
        SpecError: The spec is wrong at the largest budget and at every other.
        InfeasibleError: No budget up to the largest is enough; the message says what is reached, and where.
    """
    search = Search(at, wanted, threads, progress)
    enough, below = _crossing(search)
    answer = narrowed(search, _halved(search, below, enough))
    found = plan(search.campaign(answer.probe.budget), version=version, warnings=warnings, threads=threads)
    return TargetResult(
        target=wanted,
        aim=AIMS[wanted.metric],
        plan=found,
        metric=found.totals[wanted.metric],
        chance=answer.probe.chance,
        precision=answer.precision,
        search_draws=min(DRAWS, found.campaign.settings.draws),
        probes=search.probes,
    )


def _crossing(search: Search) -> tuple[int, int]:
    """The first budget of the doublings that is enough, and the one before it."""
    grid = _doublings(search.wanted.most, search.wanted.currency.minor)
    below = 0
    for place, budget in enumerate(grid):
        if search.probe(budget).reached:
            return (budget, below) if below else _descended(search, budget)
        below = budget
        if budget in search.sated or _falls(search, grid[: place + 1]) or _is_slow(search, grid[: place + 1]):
            break
    for _ in range(_CLOSER if _is_near(search) else 0):
        for budget, smaller in _around_best(search):
            if search.probe(budget).reached:
                return budget, smaller
    raise given_up(search, grid[-1])


def _falls(search: Search, tried: tuple[int, ...]) -> bool:
    """Whether the last doublings were worse from one to the next."""
    probes = [search.tried[budget] for budget in tried[-_FALLING:]]
    scores = [probe.mean if search.wanted.confidence is None else probe.chance for probe in probes]
    return len(scores) == _FALLING and all(after < before for before, after in pairwise(scores))


def _is_slow(search: Search, tried: tuple[int, ...]) -> bool:
    """Whether the growth of the last doublings, kept up to the largest budget, would not reach the target.

    Asked only where every creator can be paid: a dearer one may bring a jump.
    """
    last = tried[-_GROWING:]
    levels = [search.level(search.tried[budget]) for budget in last]
    if len(last) < _GROWING or not all(level > 0 for level in levels) or last[0] < search.dearest[last[0]]:
        return False
    factor = max(1.0, *(after / before for before, after in pairwise(levels)))
    left = math.log2(search.wanted.most / last[-1])
    if factor > _SLOW or levels[-1] * (factor * _NOISE) ** left >= search.wanted.value:
        return False
    search.growth = factor
    return True


def _is_near(search: Search) -> bool:
    """Whether a budget between those tried may still be enough.

    Where the metric rises ever more slowly and then falls, its highest point is at most twice as high as the best of
    budgets that double.
    """
    wanted = search.wanted
    planned = [probe for probe in search.tried.values() if not probe.reason]
    if wanted.confidence is not None:
        return any(probe.chance >= wanted.confidence / 2 for probe in planned)
    return any(probe.mean >= wanted.value / 2 for probe in planned) or wanted.value <= 0


def _doublings(most: int, minor: int) -> tuple[int, ...]:
    """Budgets that double up to the largest one.

    >>> _doublings(1_000_000, 100)[-3:]
    (250000, 500000, 1000000)
    """
    halves = (math.ceil(most / 2**times) for times in range(_DOUBLINGS, -1, -1))
    return tuple(dict.fromkeys(_rounded_up(amount, most, minor) for amount in halves if amount >= min(_SMALLEST, most)))


def _rounded_up(amount: float, most: int, minor: int) -> int:
    """The amount with few figures, for people read it; never above the largest allowed.

    >>> _rounded_up(61_035.2, 10**9, 100), _rounded_up(1_234_567, 10**9, 100)
    (61100, 1235000)
    """
    figures = int(10 ** max(math.floor(math.log10(amount)) + 1 - _FIGURES, 0))
    step = max(figures, minor) if amount >= _WHOLE_FROM * minor else figures
    return min(math.ceil(amount / step) * step, most)


def _descended(search: Search, enough: int) -> tuple[int, int]:
    """From a budget that is enough downwards, by halves, to one that is not."""
    while enough > 1:
        half = enough // 2
        if not search.probe(half).reached:
            return enough, half
        enough = half
    return enough, 0


def _around_best(search: Search) -> list[tuple[int, int]]:
    """Budgets on both sides of the best one so far, each with its neighbor below."""
    planned = [probe for probe in search.tried.values() if not probe.reason]
    if not planned:
        return []
    best = max(planned, key=lambda probe: _score(search.wanted, probe)).budget
    ordered = sorted(search.tried)
    place = ordered.index(best)
    sides = ordered[max(place - 1, 0) : place + 2]
    between = ((_between(low, high, search.wanted.currency.minor), low) for low, high in pairwise(sides))
    return [(budget, low) for budget, low in between if budget not in search.tried]


def _score(wanted: Target, probe: Probe) -> tuple[float, float]:
    return (0.0 if wanted.confidence is None else probe.chance, probe.mean)


def _between(low: int, high: int, minor: int) -> int:
    return _rounded_up(math.sqrt(low * high), high, minor)


def _halved(search: Search, below: int, enough: int) -> int:
    """The smallest budget that is enough, coarsely; below and enough are kept on their sides."""
    while below and enough > below * (1 + COARSE) and enough - below > 1:
        middle = _between(below, enough, search.wanted.currency.minor)
        if middle in (below, enough):
            break
        if search.probe(middle).reached:
            enough = middle
        else:
            below = middle
    return enough
