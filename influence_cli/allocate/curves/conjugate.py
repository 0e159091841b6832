"""Each channel's best spend at a price, over a box: the most of response less price x spend.

Adding price x budget gives a bound on every allocation within the box (weak duality), whatever the curves' shapes.
"""

from dataclasses import dataclass

import numpy as np

from influence_cli.allocate.curves.families import Floats
from influence_cli.allocate.curves.scaled import Scaled

_NEAR = 1e-11


@dataclass(frozen=True, slots=True)
class Best:
    """The best spends at some prices.

    Attributes:
        spend: K spends, the smallest where several are best.
        value: Their K responses.
        slack: By how much the true maxima may exceed these in sum, from the tangents at the points found: on its
            concave part a curve is nowhere above a tangent, so an unfinished search for the peak is paid for here.
    """

    spend: Floats
    value: Floats
    slack: float


def best(scaled: Scaled, price: Floats, low: Floats, high: Floats) -> Best:
    """Maximize response - price x spend channel by channel.

    Args:
        scaled: The problem.
        price: K prices, of any sign.
        low: K least spends; for unit channels whole units.
        high: K largest spends; for unit channels whole units.

    Returns:
        The best spends, and what the search for them may have missed.
    """
    spend, value = np.empty_like(low), np.empty_like(low)
    slack = 0.0
    for part in scaled.smooth:
        i = part.index
        p, least, most, unit = price[i], low[i], high[i], scaled.unit[i]
        start = np.clip(scaled.bend[i], least, most)
        peak = np.where(p > 0, part.family.peak(np.maximum(p, 1e-300)), np.inf)
        peak = np.clip(peak, start, most)
        best_spend, best_value = least, part.family.value(least)
        whole = unit > 0
        points = [peak]
        if whole.any():
            cost = np.where(whole, unit, 1.0)
            units = peak / cost
            down = np.clip(np.where(whole, np.floor(units + _NEAR) * cost, peak), least, most)
            points = [down, np.clip(np.where(whole, np.ceil(units - _NEAR) * cost, peak), least, most)]
        for point in points:
            height = part.family.value(point)
            better = height - p * point > best_value - p * best_spend
            best_spend = np.where(better, point, best_spend)
            best_value = np.where(better, height, best_value)
        spend[i], value[i] = best_spend, best_value
        tilt = part.family.slope(peak) - p
        missed = np.maximum(np.maximum(tilt * (most - peak), tilt * (start - peak)), 0.0)
        top = part.family.value(peak) - p * peak + missed
        slack += float(np.sum(np.where(whole, 0.0, np.maximum(top - (best_value - p * best_spend), 0.0))))
    if scaled.bent is not None:
        i = scaled.bent.index
        spend[i], value[i] = _best_stop(scaled, price[i], low[i], high[i])
    return Best(spend, value, slack)


def _best_stop(scaled: Scaled, price: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """On a straight piece one end is best, so only knots and the box's own ends need looking at."""
    bent = scaled.bent
    if bent is None:
        raise AssertionError("asked for the stops of curves without any")
    inside = (bent.stops > low[:, None]) & (bent.stops < high[:, None])
    stops = np.concatenate([low[:, None], np.where(inside, bent.stops, low[:, None]), high[:, None]], 1)
    ends = (bent.lines.value(low)[:, None], bent.lines.value(high)[:, None])
    heights = np.concatenate([ends[0], np.where(inside, bent.heights, ends[0]), ends[1]], 1)
    row = np.arange(len(low))
    column = np.argmax(heights - price[:, None] * stops, axis=1)
    return stops[row, column], heights[row, column]
