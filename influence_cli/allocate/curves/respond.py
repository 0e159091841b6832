"""One curve at one spend, in the problem's own units."""

import math
from bisect import bisect_right
from typing import assert_never

from influence_cli.model.curves import Exponential, Hill, Log, Piecewise, Power, Response


def respond(response: Response, spend: float) -> float:
    """What a curve returns for a spend of at least 0.

    >>> respond(Hill(maximum=10.0, half_saturation=4.0, slope=2.0), 4.0)
    5.0
    >>> respond(Piecewise(((100.0, 50.0), (200.0, 60.0))), 150.0)
    55.0
    """
    match response:
        case Hill(maximum, half_saturation, slope):
            return maximum * _hill_share(spend, half_saturation, slope)
        case Log(coefficient, scale):
            return coefficient * math.log1p(spend / scale)
        case Power(coefficient, exponent):
            return float(coefficient * spend**exponent)
        case Exponential(maximum, scale):
            return -maximum * math.expm1(-spend / scale)
        case Piecewise(points):
            knots = from_zero(points)
            after = bisect_right(knots, spend, key=lambda point: point[0])
            if after == len(knots):
                return knots[-1][1]
            (x0, y0), (x1, y1) = knots[after - 1], knots[after]
            return y0 + (y1 - y0) * (spend - x0) / (x1 - x0)
        case _:
            assert_never(response)


def slope_at(response: Response, spend: float) -> float:
    """The derivative of a curve; to the right where it has a corner, infinite where it starts upright.

    >>> slope_at(Log(coefficient=10.0, scale=5.0), 0.0)
    2.0
    >>> slope_at(Piecewise(((100.0, 50.0), (200.0, 60.0))), 100.0)
    0.1
    """
    match response:
        case Hill(maximum, half_saturation, slope):
            if spend == 0:
                return _upright(slope, maximum / half_saturation)
            share = _hill_share(spend, half_saturation, slope)
            return maximum * slope / spend * share * _hill_share(half_saturation, spend, slope)
        case Log(coefficient, scale):
            return coefficient / (scale + spend)
        case Power(coefficient, exponent):
            if spend == 0:
                return _upright(exponent, coefficient)
            return float(coefficient * exponent * spend ** (exponent - 1))
        case Exponential(maximum, scale):
            return maximum / scale * math.exp(-spend / scale)
        case Piecewise(points):
            knots = from_zero(points)
            after = bisect_right(knots, spend, key=lambda point: point[0])
            if after == len(knots):
                return 0.0
            (x0, y0), (x1, y1) = knots[after - 1], knots[after]
            return (y1 - y0) / (x1 - x0)
        case _:
            assert_never(response)


def from_zero(points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    """The points with (0, 0) before them, unless they start at 0."""
    return points if points[0][0] <= 0 else ((0.0, 0.0), *points)


def _hill_share(spend: float, half_saturation: float, slope: float) -> float:
    if spend == 0:
        return 0.0
    exponent = slope * (math.log(half_saturation) - math.log(spend))
    return 1 / (1 + math.exp(exponent)) if exponent < 700 else math.exp(-exponent)


def _upright(exponent: float, linear: float) -> float:
    """The derivative at 0 of something like linear x spend^exponent."""
    if exponent == 1:
        return linear
    return math.inf if exponent < 1 else 0.0
