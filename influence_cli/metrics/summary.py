"""Mean and quantiles of simulated values."""

import numpy as np
from numpy.typing import NDArray

from influence_cli.model.plan import Statistics

Array = NDArray[np.float64]

_LEVELS = np.array([0.05, 0.10, 0.50, 0.90, 0.95])


def summary(values: Array, mean: float | None = None) -> Statistics:
    """Mean and quantiles over draws.

    Quantiles interpolate linearly between order statistics (Hyndman and Fan's type 7). A ratio that has no value
    in a draw (a cost per order of no order) counts as infinitely large, so that it cannot make a quantile look
    better; pass the ratio of the means as ``mean`` for ratios.

    >>> summary(np.arange(101.0)).p90
    90.0

    Args:
        values: [draw], at least one; NaN is read as infinity.
        mean: The mean to report instead of the values' own.
    """
    ordered = np.sort(np.where(np.isnan(values), np.inf, values))
    place = _LEVELS * (len(ordered) - 1)
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, len(ordered) - 1)
    low, high = ordered[below], ordered[above]
    # Between two infinities there is nothing to interpolate.
    finite = np.isfinite(high)
    step = np.where(finite, high, low) - np.where(np.isfinite(low), low, 0.0)
    quantiles = np.where(np.isfinite(low) & finite, low + step * (place - below), np.where(place > below, high, low))
    p5, p10, p50, p90, p95 = (float(q) for q in quantiles)
    return Statistics(float(np.mean(values)) if mean is None else mean, p5, p10, p50, p90, p95)


def share_where(condition: NDArray[np.bool_]) -> float:
    """Share of draws in which a condition holds."""
    return float(np.mean(condition))
