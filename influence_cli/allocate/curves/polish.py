"""The last digits: money exchanged between channels until the slopes agree, each curve kept to its own stretch."""

import numpy as np

from influence_cli.allocate.curves.families import Floats
from influence_cli.allocate.curves.price import relax_by_price
from influence_cli.allocate.curves.relaxation import Box
from influence_cli.allocate.curves.scaled import Scaled

_PRECISION = 1e-15


def polished(scaled: Scaled, spend: Floats) -> Floats:
    """Spends that return at least as much, with nothing but the budget binding them in sum.

    Smooth curves move on their concave part and straight pieces between the corners around them; whole units, and
    spends on a convex part, stay.
    """
    free = (scaled.unit == 0) & (spend >= scaled.bend)
    low = np.where(free, np.maximum(scaled.low, scaled.bend), spend)
    high = np.where(free, np.maximum(scaled.high, low), spend)
    if scaled.bent is not None:
        for row, channel in enumerate(scaled.bent.index):
            if free[channel]:
                stops = scaled.bent.lines.knots[row]
                low[channel] = np.max(stops[stops < spend[channel]], initial=scaled.low[channel])
                high[channel] = np.min(stops[stops > spend[channel]], initial=scaled.high[channel])
    relaxed = relax_by_price(scaled, Box(low, high), max(1.0, float(np.sum(spend))), _PRECISION)
    if relaxed is None:
        return spend
    better = np.sum(scaled.values(relaxed.spend)) > np.sum(scaled.values(spend))
    return relaxed.spend if better else spend
