"""KPI formulas. Every ratio is NaN where its denominator is 0 or less: nothing was bought, so nothing has a price.

Shapes: any two broadcastable arrays (or numbers); the result has their broadcast shape as float64.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]


def ratio(numerator: ArrayLike, denominator: ArrayLike) -> FloatArray:
    """``numerator / denominator``, NaN where the denominator is not above 0.

    >>> ratio([1.0, 1.0], [4.0, 0.0]).tolist()
    [0.25, nan]
    """
    top = np.asarray(numerator, dtype=np.float64)
    bottom = np.asarray(denominator, dtype=np.float64)
    shape = np.broadcast_shapes(top.shape, bottom.shape)
    quotient: FloatArray = np.divide(top, bottom, out=np.full(shape, np.nan), where=bottom > 0)
    return quotient


def cpm(cost: ArrayLike, views: ArrayLike) -> FloatArray:
    """Cost per 1,000 views.

    >>> float(cpm(50.0, 10_000))
    5.0
    """
    return 1000.0 * ratio(cost, views)


def roi(contribution: ArrayLike, cost: ArrayLike) -> FloatArray:
    """Return on investment: (contribution - cost) / cost.

    The published example: 18,500 spent, 52,000 of sales at a gross margin of 58% return 63.03%
    (calclet, influencer campaign ROI wizard).

    >>> round(float(roi(52_000 * 0.58, 18_500)), 4)
    0.6303
    """
    return ratio(contribution, cost) - 1.0


def repeat_factor(repeat_rate: ArrayLike, every_months: int, horizon_months: int, discount_rate: float) -> FloatArray:
    """Discounted further orders per first order within the horizon.

    A customer orders again after every ``every_months`` with probability ``repeat_rate``, and is lost at the
    first time they do not: sum over k = 1..K of rate^k / (1 + d)^(k * every / 12), K = horizon // every.
    Source: the geometric retention model of customer lifetime value.

    >>> float(repeat_factor(0.5, 6, 12, 0.0))
    0.75
    """
    rate = np.asarray(repeat_rate, dtype=np.float64)
    step = rate / (1.0 + discount_rate) ** (every_months / 12.0)
    total: FloatArray = np.zeros_like(step)
    power = np.ones_like(step)
    for _ in range(horizon_months // every_months):
        power = power * step
        total = total + power
    return total
