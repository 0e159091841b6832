"""Turn low / typical / high into a distribution, and standard normal numbers into values of it."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from influence_cli.model.estimate import Estimate, Statistic

Z90 = 1.2815515655446004
"""Standard normal quantile of 0.9: low and high are read as P10 and P90."""

_TINY = 1e-12


def curves(estimates: Sequence[Estimate], z: NDArray[np.floating]) -> NDArray[np.float64]:
    """Values of several estimates at standard normal scores.

    Two half log-normals that meet at the typical value, so that P10, P50 and P90 are exactly low, typical and
    high; where low is 0 two half normals cut off at 0. Assumption: the shape beyond P10 and P90.

    Args:
        estimates: The estimates.
        z: Standard normal scores, [estimate, draw].

    Returns:
        Values, [estimate, draw], never negative.
    """
    scores = np.asarray(z, dtype=np.float64)
    sides = np.array([_sides(estimate) for estimate in estimates])
    spread = np.where(scores > 0, sides[:, 1:2], sides[:, :1]) * scores
    typical = np.array([[estimate.typical] for estimate in estimates], dtype=np.float64)
    straight = np.array([estimate.low <= _TINY for estimate in estimates])
    if not straight.any():
        return np.asarray(typical * np.exp(spread, out=spread))
    values = np.empty_like(spread)
    values[~straight] = typical[~straight] * np.exp(spread[~straight])
    values[straight] = np.maximum(typical[straight] + spread[straight], 0.0)
    return values


def _sides(estimate: Estimate) -> tuple[float, float]:
    """Spread below and above the typical value: of the log, or of the value itself where low is 0."""
    if estimate.known:
        return 0.0, 0.0
    if estimate.low > _TINY:
        return (
            math.log(estimate.typical / estimate.low) / Z90,
            math.log(estimate.high / estimate.typical) / Z90,
        )
    return (estimate.typical - estimate.low) / Z90, (estimate.high - estimate.typical) / Z90


def curve(estimate: Estimate, z: NDArray[np.floating]) -> NDArray[np.float64]:
    """Values of one estimate at standard normal scores of any shape; see :func:`curves`."""
    scores = np.asarray(z, dtype=np.float64)
    return curves([estimate], scores.reshape(1, -1)).reshape(scores.shape)


def share_curve(estimate: Estimate, z: NDArray[np.floating]) -> NDArray[np.float64]:
    """Like :func:`curve`, for a rate or share: never above 1."""
    return np.minimum(curve(estimate, z), 1.0)


def mean(estimate: Estimate) -> float:
    """Mean of :func:`curve` over standard normal scores, in closed form.

    For half log-normals typical x (exp(a^2 / 2) Phi(a) + exp(b^2 / 2) Phi(-b)), a and b the log-sd above and
    below. Source: the partial expectation of a log-normal.

    >>> mean(Estimate(2.0, 2.0, 2.0, "x"))
    2.0
    """
    if estimate.known:
        return float(estimate.typical)
    below, above = _sides(estimate)
    if estimate.low > _TINY:
        return estimate.typical * (math.exp(above**2 / 2) * _phi(above) + math.exp(below**2 / 2) * _phi(-below))
    upper = 0.5 * estimate.typical + above / math.sqrt(2 * math.pi)
    if below <= 0:
        return upper
    cut = estimate.typical / below
    density = math.exp(-(cut**2) / 2) / math.sqrt(2 * math.pi)
    lower = estimate.typical * (0.5 - _phi(-cut)) - below * (1 / math.sqrt(2 * math.pi) - density)
    return upper + lower


def _phi(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2.0))


_GRID = np.linspace(-8.0, 8.0, 4001)
_WEIGHTS = np.exp(-(_GRID**2) / 2)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


def clipped_mean(estimate: Estimate, floor: float, ceiling: float) -> float:
    """Mean of the curve cut off at both ends, by quadrature over the normal scores (relative error below 1e-6)."""
    return float(np.clip(curve(estimate, _GRID), floor, ceiling) @ _WEIGHTS)


def mean_over_median(log_sd: ArrayLike, statistic: Statistic) -> NDArray[np.float64]:
    """What the stated figure is multiplied by to get the mean creator.

    exp(sd^2 / 2) for a median of log-normally spread creators, 1 for a mean.

    >>> round(float(mean_over_median(1.0, Statistic.MEDIAN)), 2)
    1.65

    Args:
        log_sd: Log-sd between creators, any shape.
        statistic: What the figure describes.
    """
    sd = np.asarray(log_sd, dtype=np.float64)
    match statistic:
        case Statistic.MEDIAN:
            return np.asarray(np.exp(sd**2 / 2))
        case Statistic.MEAN:
            return np.ones_like(sd)
