"""Two plans in the same runs: the difference of a metric, its interval, and the chance that one beats the other."""

import math

import numpy as np
from numpy.typing import NDArray

from influence_cli.metrics.summary import quantiles, share_where
from influence_cli.model.comparison import LESS_IS_BETTER, Difference
from influence_cli.model.plan import Statistics
from influence_cli.workflow.projection import Samples, pull_on_mean, statistic_of

Array = NDArray[np.float64]

_NORMAL_P95 = 1.6448536269514722
"""Standard normal quantile at 95%: 5% of each side lie outside a 90% interval."""


def difference(metric: str, values: Samples, reference: Samples) -> Difference:
    """An alternative less the reference, draw by draw of the same random numbers.

    The interval of the mean is the usual one for paired samples: mean +- z x sd of the paired pulls / sqrt(draws).

    Args:
        metric: Which metric.
        values: Metrics of the alternative, [draw].
        reference: Metrics of the reference in the same draws.
    """
    mean = statistic_of(metric, values).mean - statistic_of(metric, reference).mean
    pull = pull_on_mean(metric, values) - pull_on_mean(metric, reference)
    draws = len(pull)
    half = _NORMAL_P95 * float(pull.std(ddof=1)) / math.sqrt(draws) if draws > 1 else math.nan
    apart = gaps(values[metric], reference[metric])
    p10, p50, p90 = quantiles(apart, (0.10, 0.50, 0.90))
    ahead = apart < 0 if metric in LESS_IS_BETTER else apart > 0
    return Difference(mean, mean - half, mean + half, p10, p50, p90, share_where(ahead), share_where(apart == 0))


def unpaired(mean: float) -> Difference:
    """A difference of which only the means are known."""
    return Difference(mean, *(math.nan,) * 7)


def gaps(values: Array, reference: Array) -> Array:
    """Differences, [draw]. A ratio without a value counts as infinite, as everywhere; two of them do not differ.

    >>> gaps(np.array([3.0, np.nan, np.nan]), np.array([1.0, np.nan, 1.0])).tolist()
    [2.0, 0.0, inf]
    """
    here, there = (np.where(np.isnan(side), np.inf, side) for side in (values, reference))
    return np.subtract(here, there, out=np.zeros(len(here)), where=here != there)


def beats(metric: str, values: Samples, other: Samples) -> float:
    """Share of draws in which one plan is better than another in a metric; ties count for neither."""
    apart = gaps(values[metric], other[metric])
    return share_where(apart < 0 if metric in LESS_IS_BETTER else apart > 0)


def less(after: Statistics, before: Statistics) -> Statistics:
    """Statistic by statistic, one less the other."""
    names = Statistics.__dataclass_fields__
    return Statistics(*(getattr(after, name) - getattr(before, name) for name in names))
