"""What all channels would return if each alone took all it may: a plain bound that is exact where it is 0.

The dual bound carries the rounding of its arithmetic, which is nothing beside a response and everything beside none.
"""

import math

import numpy as np

from influence_cli.allocate.curves.families import Floats
from influence_cli.allocate.curves.relaxation import Box
from influence_cli.allocate.curves.respond import respond
from influence_cli.allocate.curves.scaled import Scaled
from influence_cli.model.curves import CurveProblem, Piecewise, Response

_HAIR = 1e-12
"""Share of the budget that counts as no room."""


def ceiling(problem: CurveProblem, scaled: Scaled, box: Box) -> float:
    """The sum of the channels' highest responses within the limits of each, in the unit of the curves.

    Args:
        problem: The problem.
        scaled: The same, scaled.
        box: The limits of each channel.
    """
    spans = zip(problem.channels, box.low * scaled.money, _most(scaled, box) * scaled.money, strict=True)
    return math.fsum(_highest(channel.response, float(low), float(high)) for channel, low, high in spans)


def _most(scaled: Scaled, box: Box) -> Floats:
    """The largest spends, each with what the groups leave it when their other channels take the least."""
    high = box.high.copy()
    for members, share in zip(scaled.members > 0, scaled.group_high, strict=True):
        room = float(share - np.sum(box.low[members]))
        high[members] = np.minimum(high[members], box.low[members] + (room if room > _HAIR else 0.0))
    units = scaled.unit > 0
    cost = np.where(units, scaled.unit, 1.0)
    high = np.where(units, np.floor(high / cost * (1 + _HAIR) + _HAIR) * cost, high)
    return np.asarray(np.maximum(high, box.low))


def _highest(curve: Response, low: float, high: float) -> float:
    """The highest response between two spends; only curves of straight pieces may fall."""
    ends = (respond(curve, low), respond(curve, high))
    if not isinstance(curve, Piecewise):
        return max(ends)
    return max(*ends, *(respond(curve, spend) for spend, _ in curve.points if low < spend < high))
