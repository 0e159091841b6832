"""Mean and quantiles of simulated values."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from influence_cli.model.plan import Statistics

Array = NDArray[np.float64]

_LEVELS = (0.05, 0.10, 0.50, 0.90, 0.95)


def quantiles(values: Array, levels: Sequence[float]) -> list[float]:
    """Quantiles, interpolated linearly between order statistics (Hyndman and Fan's type 7).

    np.quantile would do for finite values; it imports numpy.ma, which costs a command 40 ms, and makes NaN of an
    interpolation between infinities.

    Args:
        values: [draw], at least one; NaN is read as infinity.
        levels: Between 0 and 1.
    """
    ordered = np.sort(np.where(np.isnan(values), np.inf, values))
    found = []
    for level in levels:
        place = level * (len(ordered) - 1)
        below = int(place)
        low, high = float(ordered[below]), float(ordered[min(below + 1, len(ordered) - 1)])
        between = place - below
        found.append(low if between == 0 or low == high else low + (high - low) * between)
    return found


def summary(values: Array, mean: float | None = None) -> Statistics:
    """Mean and quantiles over draws.

    A ratio that has no value in a draw (a cost per order of no order) counts as infinitely large, so that it cannot
    make a quantile look better; pass the ratio of the means as ``mean`` for ratios.

    >>> summary(np.arange(101.0)).p90
    90.0

    Args:
        values: [draw], at least one; NaN is read as infinity.
        mean: The mean to report instead of the values' own.
    """
    p5, p10, p50, p90, p95 = quantiles(values, _LEVELS)
    return Statistics(float(np.mean(values)) if mean is None else mean, p5, p10, p50, p90, p95)


def share_where(condition: NDArray[np.bool_]) -> float:
    """Share of draws in which a condition holds."""
    return float(np.mean(condition))


def worst_mean(values: Array, tail: float) -> float:
    """Mean of the lowest share of draws (CVaR, expected shortfall, of a value where more is better).

    The draw at the boundary counts with the part that is left of the share.
    Source: Rockafellar and Uryasev, Optimization of conditional value-at-risk (2000).

    >>> worst_mean(np.array([4.0, 1.0, 2.0, 3.0]), 0.5)
    1.5

    Args:
        values: [draw], at least one, finite.
        tail: Share of draws, above 0, at most 1.
    """
    ordered = np.sort(values)
    wanted = tail * len(ordered)
    whole = min(int(wanted), len(ordered))
    part = wanted - whole
    total = float(ordered[:whole].sum()) + (part * float(ordered[whole]) if part > 0 and whole < len(ordered) else 0.0)
    return total / wanted
