"""From a budget that is about enough to the smallest one, on all draws of the spec.

Few draws book other creators than many, so the search on few only says where to look. Here each budget is tried as its
plan will be made. What the metric gains with the budget says how far to go until one is enough and one is not; between
them the search takes turns at halving the distance and at where a straight line meets the target. A plan that leaves
money is tried once more with the money it needs. What is claimed at the end is what was reached.
"""

import math
from dataclasses import dataclass

from influence_cli.model.errors import InfeasibleError
from influence_cli.model.money import in_words
from influence_cli.model.target import Probe
from influence_cli.workflow.probing import DRAWS, Search
from influence_cli.workflow.reached import goal_words

PRECISION = 0.005
"""Share by which the budget found may be larger than needed, where the tries suffice."""

_TRIES = 10
_FURTHEST = math.log(1.3)
"""A step from one budget to the next, as a logarithm."""

_INSIDE = 0.15
"""Part of the distance that a try between two budgets keeps from both."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The smallest budget found to be enough.

    Attributes:
        probe: What it reaches on all draws.
        precision: By what share it exceeds the next smaller budget tried, which was not enough; 1 where none was.
    """

    probe: Probe
    precision: float


def narrowed(search: Search, enough: int) -> Narrowed:
    """The smallest budget that is enough on all draws.

    Args:
        search: The search on few draws.
        enough: The smallest budget that was enough there.

    Raises:
        InfeasibleError: All draws contradict the few of the search.
    """
    budget = enough
    for tried in range(_TRIES):
        search.exact(budget)
        following = _next(search, tried)
        if following is None or following in search.sure:
            break
        budget = following
    high, low = _ends(search)
    if high is None:
        currency = search.wanted.currency
        raise InfeasibleError(
            f"{in_words(enough, currency)} seemed enough for {goal_words(search.wanted)} in {DRAWS:,} draws, but on "
            f"all draws no budget up to {in_words(max(search.sure), currency)} is; the target lies at the edge of "
            "what can be reached"
        )
    return Narrowed(high, 1.0 if low is None else (high.budget - low.budget) / high.budget)


def _ends(search: Search) -> tuple[Probe | None, Probe | None]:
    """The smallest budget that is enough, and the largest below it that is not; without the first, of all."""
    high = min((p for p in search.sure.values() if p.reached), key=lambda p: p.budget, default=None)
    short = [p for p in search.sure.values() if not p.reached and (high is None or p.budget < high.budget)]
    return high, max(short, key=lambda p: p.budget, default=None)


def _next(search: Search, tried: int) -> int | None:
    """The budget to try next, or None where nothing is left to find."""
    high, low = _ends(search)
    if high is None:
        return None if low is None else _above(search, low)
    needed = _whole(search, high.budget - search.spare.get(high.budget, 0))
    if (low.budget if low else 0) < needed < high.budget * (1 - PRECISION):
        return needed
    if low is None:
        return _below(search, high)
    if high.budget <= low.budget * (1 + PRECISION) or high.budget - low.budget <= 1:
        return None
    return _between(search, low, high, tried)


def _above(search: Search, low: Probe) -> int | None:
    """Where the target may be reached, from a budget that does not reach it."""
    most = search.wanted.most
    if low.budget >= most:
        return None
    step = min(max(_distance(search, low), PRECISION) * 2 ** max(len(search.sure) - 2, 0), _FURTHEST)
    return min(max(_whole(search, low.budget * math.exp(step + PRECISION / 2)), low.budget + 1), most)


def _below(search: Search, high: Probe) -> int | None:
    """Where the target may just be missed, from a budget that reaches it."""
    step = min(max(-_distance(search, high), PRECISION) * 2 ** max(len(search.sure) - 2, 0), _FURTHEST)
    found = int(high.budget / math.exp(step + PRECISION / 2))
    minor = search.wanted.currency.minor
    found = found // minor * minor if found >= _WHOLE_FROM * minor else found
    return found if 1 <= found < high.budget else None


def _distance(search: Search, probe: Probe) -> float:
    """How far the target is from a budget, as a logarithm of budgets; 0 where nothing says so."""
    planned = sorted((p for p in search.tried.values() if not p.reason), key=lambda p: abs(p.budget - probe.budget))
    around = sorted(planned[:4], key=lambda p: p.budget)
    if len(around) < 2 or not math.isfinite(search.level(probe)):
        return 0.0
    rise = search.level(around[-1]) - search.level(around[0])
    slope = rise / math.log(around[-1].budget / around[0].budget)
    return (search.wanted.value - search.level(probe)) / slope if slope > 0 else 0.0


def _between(search: Search, low: Probe, high: Probe, tried: int) -> int | None:
    """A budget between two: where a line meets the target, every other time in the middle."""
    below, above = search.level(low), search.level(high)
    part = 0.5
    if tried % 2 and math.isfinite(below) and above > below:
        part = min(max((search.wanted.value - below) / (above - below), _INSIDE), 1 - _INSIDE)
    found = _whole(search, low.budget * (high.budget / low.budget) ** part)
    return found if low.budget < found < high.budget else None


_WHOLE_FROM = 200
"""Major units of money from which budgets have no decimals: a step of one is then within the precision."""


def _whole(search: Search, amount: float) -> int:
    """The amount without decimals where it is large enough, rounded up."""
    minor = search.wanted.currency.minor
    return math.ceil(amount / minor) * minor if amount >= _WHOLE_FROM * minor else math.ceil(amount)
