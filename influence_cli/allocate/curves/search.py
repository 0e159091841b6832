"""Best-first branch and bound over boxes of limits.

The bound reported is the largest of the incumbent's value, the bounds of boxes still open and those of boxes set aside
because they could not beat the incumbent by more than the tolerance. Each of these is a dual value (see ``conjugate``),
so nothing that goes wrong on the primal side, a rounding or an unfinished search, can make it too low.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from influence_cli.allocate.curves.families import Floats
from influence_cli.allocate.curves.relaxation import Box, Relaxed
from influence_cli.allocate.curves.scaled import Scaled

Relax = Callable[[Box, Relaxed | None], Relaxed | None]
"""A box and the relaxation of one around it, if any, to its relaxation, or None where nothing fits."""

Suggest = Callable[[Box, Relaxed], Floats | None]
"""A box and its relaxation to spends worth trying."""

Trim = Callable[[Box, Relaxed, float], Box]
"""A box, its relaxation and a response to the part of the box that may return as much."""

_WHOLE = 1e-9
_NO_GAP = 1e-13
_INNER = 0.1
_FEW = 30


@dataclass(frozen=True, slots=True)
class Ways:
    """How a kind of problem is relaxed, and what helps there.

    Attributes:
        relax: The relaxation of a box.
        suggest: Spends worth trying, or None where dives do.
        trim: What can be left out of a box, or None.
        ranks: Channels of which an earlier one need never spend less than a later one (see ``ranks``).
    """

    relax: Relax
    suggest: Suggest | None = None
    trim: Trim | None = None
    ranks: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What the search ends with.

    Attributes:
        spend: K spends, the best found.
        value: Their response in sum.
        bound: No allocation returns more.
        nodes: Boxes examined.
    """

    spend: Floats
    value: float
    bound: float
    nodes: int


@dataclass(frozen=True, slots=True)
class _Incumbent:
    spend: Floats | None
    value: float

    def better(self, scaled: Scaled, spend: Floats) -> "_Incumbent":
        """This one, or the spends where they are allowed and return more."""
        whole = rounded(scaled, spend)
        if whole is None or not scaled.allows(whole):
            return self
        value = float(np.sum(scaled.values(whole)))
        return _Incumbent(whole, value) if self.spend is None or value > self.value else self

    def beats(self, bound: float, tolerance: float) -> bool:
        return self.spend is not None and bound <= self.value + tolerance * abs(bound)


def search(
    scaled: Scaled, root: Box, ways: Ways, start: Floats | None, aim: float, enough: float, most_nodes: int
) -> Found | None:
    """Find the best allocation in a box.

    Args:
        scaled: The problem.
        root: All that is allowed.
        ways: How to relax a part of it, and more.
        start: Spends known to be allowed, or None.
        aim: Relative gap to stop at while boxes are few.
        enough: Relative gap to stop at when they are many.
        most_nodes: Boxes to examine at most; a count, so that the answer does not depend on the machine.

    Returns:
        The best found and its bound, or None where nothing was found that fits.
    """
    relax = ways.relax
    first = relax(root, None)
    if first is None:
        return None
    best = _Incumbent(None, -np.inf)
    if start is not None:
        best = best.better(scaled, start)
    if first.candidate is not None:
        best = best.better(scaled, first.candidate)
    heap = [(-first.bound, 0, root, first)]
    aside, nodes, born, split = -np.inf, 1, 1, 0
    while heap and nodes < most_nodes:
        tolerance = aim if nodes < _FEW else enough
        bound, box, at = -heap[0][0], heap[0][2], heap[0][3]
        best = best.better(scaled, at.spend)
        if best.beats(bound, tolerance):
            break
        heapq.heappop(heap)
        split += 1
        if _seldom(split):
            for upwards in (False, True):
                best = _dive(scaled, box, at, relax, best, upwards)
            hint = ways.suggest(box, at) if ways.suggest else None
            best = best if hint is None else best.better(scaled, hint)
        if best.beats(bound, tolerance):
            heapq.heappush(heap, (-bound, born, box, at))
            break
        channel = _widest(scaled, at)
        if channel is None:
            aside = max(aside, bound)
            continue
        if ways.trim and best.spend is not None:
            box = ways.trim(box, at, best.value)
        for part in _split(scaled, box, at, channel, ways.ranks):
            nodes += 1
            inner = None if part.empty else relax(part, at)
            if inner is None:
                continue
            limit = min(inner.bound, bound)
            best = best.better(scaled, inner.spend)
            if best.beats(limit, tolerance):
                aside = max(aside, limit)
            else:
                heapq.heappush(heap, (-limit, born, part, inner))
                born += 1
    if best.spend is None:
        return None
    return Found(best.spend, best.value, max(best.value, aside, -heap[0][0] if heap else -np.inf), nodes)


def _seldom(count: int) -> bool:
    """At 1, 2, 4, 8, ... and then now and again: looking around for an incumbent costs as much as many boxes."""
    return count & (count - 1) == 0 or count % 32 == 0


def rounded(scaled: Scaled, spend: Floats) -> Floats | None:
    """The spends with whole units exact, or None where some are not whole."""
    whole = scaled.unit > 0
    if not whole.any():
        return spend
    cost = np.where(whole, scaled.unit, 1.0)
    units = np.rint(spend / cost)
    off = np.abs(spend / cost - units) > _WHOLE * np.maximum(1.0, units)
    return None if bool(np.any(off & whole)) else np.where(whole, units * cost, spend)


def _fractions(scaled: Scaled, spend: Floats) -> Floats:
    """How far each channel is from a whole unit, in units; 0 where any amount can be spent."""
    whole = scaled.unit > 0
    units = np.where(whole, spend / np.where(whole, scaled.unit, 1.0), 0.0)
    away = np.abs(units - np.rint(units))
    return np.where(away > _WHOLE * np.maximum(1.0, units), away, 0.0)


def _widest(scaled: Scaled, at: Relaxed) -> int | None:
    """The channel whose envelope promises most beyond what its curve or whole units keep."""
    promise = np.maximum(at.envelope - scaled.values(at.spend), 0.0)
    part = _fractions(scaled, at.spend)
    promise += np.where(part > 0, part * scaled.unit * np.abs(at.price) + 1e-12, 0.0)
    channel = int(np.argmax(promise))
    return channel if promise[channel] > _NO_GAP else None


def _split(scaled: Scaled, box: Box, at: Relaxed, channel: int, ranks: tuple[tuple[int, ...], ...]) -> tuple[Box, Box]:
    """Two parts that meet at the relaxed spend; what ranks before or after the channel follows it."""
    before, after = _neighbors(channel, ranks)
    spend, unit = float(at.spend[channel]), float(scaled.unit[channel])
    if unit > 0:
        units = np.floor(spend / unit + _WHOLE)
        units = min(max(units, np.rint(box.low[channel] / unit)), np.rint(box.high[channel] / unit) - 1)
        return box.below(after, units * unit), box.above(before, (units + 1) * unit)
    left, right = float(at.left[channel]), float(at.right[channel])
    margin = _INNER * (right - left)
    point = min(max(spend, left + margin), right - margin)
    return box.below(after, point), box.above(before, point)


def _neighbors(channel: int, ranks: tuple[tuple[int, ...], ...]) -> tuple[list[int], list[int]]:
    """The channel with those that rank before it, and with those after."""
    for rank in ranks:
        if channel in rank:
            at = rank.index(channel)
            return list(rank[: at + 1]), list(rank[at:])
    return [channel], [channel]


def _dive(scaled: Scaled, box: Box, at: Relaxed, relax: Relax, best: _Incumbent, upwards: bool) -> _Incumbent:
    """Settle the widest channel to one end of its mixture, and so on until nothing is mixed."""
    for _ in range(2 * len(box.low)):
        channel = _widest(scaled, at)
        if channel is None:
            break
        ends = (box.above([channel], at.right[channel]), box.below([channel], at.left[channel]))
        parts = ends if upwards else ends[::-1]
        part, inner = parts[0], relax(parts[0], at)
        if inner is None:
            part, inner = parts[1], relax(parts[1], at)
        if inner is None:
            break
        best = best.better(scaled, inner.spend)
        if best.spend is not None and inner.bound <= best.value:
            break
        box, at = part, inner
    return best
