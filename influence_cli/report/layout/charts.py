"""Bars of plain characters: the histogram of ROI and the bars of the tornado. Readable without colour."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_MOST_BARS = 20


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a histogram.

    Attributes:
        low: Lower edge.
        high: Upper edge.
        share: Share of all counts.
        bar: The bar, at most as wide as asked for; a point for a count too small to draw.
        holds_zero: Whether break-even (0) lies in it.
    """

    low: float
    high: float
    share: float
    bar: str
    holds_zero: bool


def histogram(edges: Sequence[float], counts: Sequence[int], width: int) -> tuple[Bar, ...]:
    """Bars of a histogram, neighbours merged until few enough to read; empty where there is nothing to draw.

    Args:
        edges: n + 1 rising edges.
        counts: n counts.
        width: Characters of the longest bar.

    >>> [bar.bar for bar in histogram((-1.0, 0.0, 1.0), (30, 10), 6)]
    ['######', '##']
    """
    everything = sum(counts)
    if everything == 0 or len(edges) != len(counts) + 1 or not all(map(math.isfinite, edges)):
        return ()
    step = -(-len(counts) // _MOST_BARS)
    merged = [sum(counts[start : start + step]) for start in range(0, len(counts), step)]
    ends = [*edges[: len(counts) : step], edges[-1]]
    longest = max(merged)
    last = len(merged) - 1
    return tuple(
        Bar(
            low,
            high,
            number / everything,
            _bar(number, longest, width),
            low <= 0 < high or (place == last and high == 0),
        )
        for place, ((low, high), number) in enumerate(zip(pairwise(ends), merged, strict=True))
    )


def span(low: float, high: float, middle: float, bounds: tuple[float, float], width: int) -> str:
    """A bar from one value to another on a common scale, with a mark at a middle.

    Args:
        low: One end (either end may be the larger).
        high: The other end.
        middle: Where the mark stands.
        bounds: Smallest and largest value of the scale.
        width: Characters of the scale.

    >>> span(-0.5, 0.5, 0.0, (-1.0, 1.0), 9)
    '  ##|##'
    """
    ends = (low, high, *bounds)
    if not all(map(math.isfinite, ends)) or bounds[1] <= bounds[0]:
        return ""
    first, last = sorted((_column(low, bounds, width), _column(high, bounds, width)))
    cells = [" "] * first + ["#"] * (last - first + 1)
    if math.isfinite(middle) and bounds[0] <= middle <= bounds[1]:
        at = _column(middle, bounds, width)
        cells += [" "] * (at + 1 - len(cells))
        cells[at] = "|"
    return "".join(cells)


def _bar(number: int, longest: int, width: int) -> str:
    length = round(width * number / longest)
    return "#" * length if length or not number else "."


def _column(value: float, bounds: tuple[float, float], width: int) -> int:
    return round((value - bounds[0]) / (bounds[1] - bounds[0]) * (width - 1))
