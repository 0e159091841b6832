"""What all channels would return if each alone took all it may: a plain bound that is exact where it is 0.

The dual bound carries the rounding of its arithmetic, which is nothing beside a response and everything beside none.
"""

import math

from influence_cli.allocate.curves.relaxation import Box
from influence_cli.allocate.curves.respond import respond
from influence_cli.allocate.curves.scaled import Scaled
from influence_cli.model.curves import CurveProblem, Piecewise, Response


def ceiling(problem: CurveProblem, scaled: Scaled, box: Box) -> float:
    """The sum of the channels' highest responses within the limits of each, in the unit of the curves.

    Args:
        problem: The problem.
        scaled: The same, scaled.
        box: The limits of each channel, as tight as they are known.
    """
    spans = zip(problem.channels, box.low * scaled.money, box.high * scaled.money, strict=True)
    return math.fsum(_highest(channel.response, float(low), float(high)) for channel, low, high in spans)


def _highest(curve: Response, low: float, high: float) -> float:
    """The highest response between two spends; only curves of straight pieces may fall."""
    ends = (respond(curve, low), respond(curve, high))
    if not isinstance(curve, Piecewise):
        return max(ends)
    return max(*ends, *(respond(curve, spend) for spend, _ in curve.points if low < spend < high))
