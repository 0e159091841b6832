"""Rows that every decision within a limit on a distribution keeps."""

import numpy as np
from numpy.typing import NDArray

from influence_cli.allocate.optimal.bound import ConcaveBound
from influence_cli.allocate.optimal.problem import DecisionProblem, Risk

Array = NDArray[np.float64]

RiskRow = tuple[Array, float, float]
"""Coefficients of the cells and of the boost, lower end, upper end."""


def ceiling_row(problem: DecisionProblem, risk: Risk, bound: ConcaveBound, counts: Array, boost: float) -> RiskRow:
    """A row every decision keeps whose quantile is below the limit.

    If at most k draws may exceed the limit, any k + 1 draws contain one that does not; so the smallest
    coefficients over k + 1 draws give a row that holds. Of the draws that exceed the limit those with the smallest
    coefficients are dropped first, which makes the row as tight as it gets at the point.
    """
    least = risk.payoff.flat + risk.payoff.gain * bound.worst_response
    most = risk.limit.limit - risk.constant
    needed = allowed_draws(risk, least.shape[1]) + 1
    drawn = counts @ least + risk.boost * boost
    exceeding = np.argsort(-drawn, kind="stable")[: max(needed, int((drawn > most).sum()))]
    used = np.flatnonzero(counts > 0)
    parts = least[np.ix_(used, exceeding)] * counts[used, None]
    kept = np.ones(len(exceeding), dtype=bool)
    for _ in range(len(exceeding) - needed):
        left = np.flatnonzero(kept)
        if not len(used):
            break
        lowest = np.partition(parts[:, left], 1, axis=1)[:, :2]
        cell = int(np.argmax(lowest[:, 1] - lowest[:, 0]))
        kept[left[int(np.argmin(parts[cell, left]))]] = False
    row = np.append(least[:, exceeding[kept][:needed]].min(axis=1), risk.boost)
    return row, -np.inf, most


def allowed_draws(risk: Risk, draws: int) -> int:
    """Draws that may exceed a quantile's limit."""
    return draws - 1 - int(risk.limit.level * (draws - 1))


def floor_row(problem: DecisionProblem, risk: Risk, bound: ConcaveBound, counts: Array, boost: float) -> RiskRow:
    """The tangent of the mean of the worst draws of a concave function above the payoff."""
    tangent = bound.whole(counts)
    by_boost = best_mix(risk.payoff.boost, np.zeros_like(problem.high), problem.high)
    drawn = tangent.value + boost * (by_boost + risk.boost)
    weights = tail_weights(drawn, risk.limit.level)
    slopes = tangent.slopes @ weights
    boost_slope = float(weights @ by_boost) + risk.boost
    fixed = float(weights @ drawn) - float(slopes @ counts) - boost_slope * boost
    return np.append(slopes, boost_slope), risk.limit.limit - risk.constant - fixed, np.inf


def tail_weights(drawn: Array, tail: float) -> Array:
    """Weights of the draws in the mean of the lowest ones; they sum to 1."""
    wanted = tail * len(drawn)
    whole = min(int(wanted), len(drawn))
    order = np.argsort(drawn, kind="stable")
    weights = np.zeros(len(drawn))
    weights[order[:whole]] = 1.0 / wanted
    if whole < len(drawn):
        weights[order[whole]] = (wanted - whole) / wanted
    return weights


def best_mix(boost: Array, low: Array, high: Array) -> Array:
    """The most a unit of boost brings in a box, [draw]: it is spread over the creators, so the best mix counts.

    A ratio of two linear functions is largest at a corner: the best cells at their upper ends, the others at their
    lower ones.
    """
    order = np.argsort(-boost, axis=0, kind="stable")
    ranked = np.take_along_axis(boost, order, axis=0)
    extra = (high - low)[order]
    heads = low.sum() + np.cumsum(extra, axis=0)
    brought = low @ boost + np.cumsum(extra * ranked, axis=0)
    mixes = np.where(heads > 0, brought / np.where(heads > 0, heads, 1.0), -np.inf)
    best: Array = np.maximum(mixes.max(axis=0), (low @ boost) / low.sum() if low.any() else -np.inf)
    return np.where(np.isfinite(best), best, 0.0)
