"""A decision to be optimized, and what any decision is worth."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from influence_cli.allocate.optimal.planning_model import Payoff, PlanningModel, payoff_draws
from influence_cli.allocate.optimal.rows import Row
from influence_cli.metrics.summary import quantiles, worst_mean
from influence_cli.model.objective import RiskLimit, RiskMeasure

Array = NDArray[np.float64]

_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Pot:
    """Money held once if any creator of a contract is booked.

    Attributes:
        members: Whether each cell is under the contract.
        amount: Minor units.
    """

    members: NDArray[np.bool_]
    amount: float


@dataclass(frozen=True, slots=True)
class Risk:
    """A limit on the distribution of a payoff.

    Attributes:
        limit: The limit.
        payoff: What it is about (payout, cost or profit), minor units.
        constant: What the payoff has beside creators and boost, minor units (tools, negative for profit).
        boost: Minor units per minor unit of boost spend beside what the boost brings (1 for cost, -1 for profit).
        pots: Weight of the pots (1 for payout and cost, -1 for profit).
    """

    limit: RiskLimit
    payoff: Payoff
    constant: float
    boost: float
    pots: float

    @property
    def from_above(self) -> bool:
        """Whether the limit is a ceiling."""
        return self.limit.measure is RiskMeasure.QUANTILE


@dataclass(frozen=True, slots=True)
class DecisionProblem:
    """Whole creators per cell and boost money, within limits.

    Attributes:
        model: Who reaches whom.
        payoff: The objective in its units; boost is net of what it costs.
        aversion: See :class:`influence_cli.model.objective.Objective`.
        tail: The same.
        constant: Part of the objective no decision moves.
        pot_weight: Objective units per minor unit of money held in pots (0 or negative).
        costs: Expected cost of a creator by cell, minor units.
        rows: Limits.
        pots: Money held once per contract.
        money: Minor units for creators, pots and boost.
        boost_most: At most this much boost, minor units.
        least_spend: Spend at least this, minor units (0 where money may be left).
        high: Most creators by cell.
        risk: Limits on distributions.
        room: Most creators by cell if money were no object; None where ``high`` does not come from the money.
    """

    model: PlanningModel
    payoff: Payoff
    aversion: float
    tail: float
    constant: float
    pot_weight: float
    costs: Array
    rows: tuple[Row, ...]
    pots: tuple[Pot, ...]
    money: float
    boost_most: float
    least_spend: float
    high: Array
    risk: tuple[Risk, ...]
    room: Array | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Creators by cell (whole numbers), boost money, and what that is worth in the objective's units."""

    counts: Array
    boost: float
    value: float


def held(problem: DecisionProblem, counts: Array) -> float:
    """Money in the pots of the contracts that are booked, minor units."""
    return sum(pot.amount for pot in problem.pots if counts[pot.members].any())


def spend(problem: DecisionProblem, counts: Array) -> float:
    """Expected cost of creators and pots, minor units."""
    return float(problem.costs @ counts) + held(problem, counts)


def decided(problem: DecisionProblem, counts: Array) -> Decision | None:
    """The decision with its best boost, or None where it breaks a limit."""
    if (counts > problem.high).any():
        return None
    left = problem.money - spend(problem, counts)
    if left < 0 or not keeps_rows(problem, counts):
        return None
    most = min(problem.boost_most, left) if counts.any() else 0.0
    spent = problem.money - left
    tried = [
        Decision(counts, boost, value(problem, counts, boost))
        for boost in dict.fromkeys(float(np.floor(step)) for step in _boosts(problem, most, spent))
        if spent + boost >= problem.least_spend and keeps_risk(problem, counts, boost)
    ]
    return max(tried, key=lambda decision: decision.value, default=None)


def _boosts(problem: DecisionProblem, most: float, spent: float) -> list[float]:
    """Amounts of boost to try: given the creators it pays in proportion, so none or all is best, limits apart."""
    needed = min(max(np.ceil(problem.least_spend - spent), 0.0), most)
    between = [most / 4, most / 2, 3 * most / 4] if problem.risk or problem.aversion else []
    return [0.0, needed, *between, most]


def value(problem: DecisionProblem, counts: Array, boost: float) -> float:
    """What a decision is worth, whether it keeps the limits or not."""
    drawn = payoff_draws(problem.model, problem.payoff, counts, boost)
    fixed = problem.constant + problem.pot_weight * held(problem, counts)
    return fixed + averse(drawn, problem.aversion, problem.tail)


def averse(drawn: Array, aversion: float, tail: float) -> float:
    """Mean - aversion x (mean - CVaR).

    >>> averse(np.array([0.0, 2.0]), 0.5, 0.5)
    0.5
    """
    mean = float(drawn.mean())
    return mean if aversion == 0.0 else mean - aversion * (mean - worst_mean(drawn, tail))


def keeps_rows(problem: DecisionProblem, counts: Array) -> bool:
    """Whether every row holds, rounding apart."""
    return all(keeps(row, counts) for row in problem.rows)


def keeps(row: Row, counts: Array) -> bool:
    """Whether a row holds, rounding apart."""
    parts = row.coefficients * counts
    slack = _SLACK * float(np.abs(parts).sum()) + _SLACK
    return bool(row.low - slack <= parts.sum() <= row.high + slack)


def keeps_risk(problem: DecisionProblem, counts: Array, boost: float) -> bool:
    """Whether every limit on a distribution holds in the draws."""
    return all(_holds(risk, risk_value(problem, risk, counts, boost)) for risk in problem.risk)


def _holds(risk: Risk, found: float) -> bool:
    slack = _SLACK * max(abs(risk.limit.limit), 1.0)
    return found <= risk.limit.limit + slack if risk.from_above else found >= risk.limit.limit - slack


def risk_value(problem: DecisionProblem, risk: Risk, counts: Array, boost: float) -> float:
    """The quantile or CVaR a limit is about, minor units."""
    return risk_measure(risk.limit, risk_draws(problem, risk, counts, boost))


def risk_measure(limit: RiskLimit, drawn: Array) -> float:
    """The quantile or CVaR of draws."""
    if limit.measure is RiskMeasure.QUANTILE:
        return quantiles(drawn, [limit.level])[0]
    return worst_mean(drawn, limit.level)


def risk_draws(problem: DecisionProblem, risk: Risk, counts: Array, boost: float) -> Array:
    """The payoff of a risk limit in each draw, minor units."""
    drawn = payoff_draws(problem.model, risk.payoff, counts, boost)
    return drawn + risk.constant + risk.boost * boost + risk.pots * held(problem, counts)


def improved(problem: DecisionProblem, start: Decision, rounds: int = 40) -> Decision:
    """Exchange single creators until no exchange that is tried helps.

    Moves: one more, one less, and one less of a cell for as many of another as its money buys; the most promising
    by their single effects are evaluated exactly.
    """
    best = start
    for _ in range(rounds):
        better = _best_move(problem, best)
        if better is None:
            break
        best = better
    return best


_TRIED = 24


def _best_move(problem: DecisionProblem, now: Decision) -> Decision | None:
    cells = len(now.counts)
    steps = np.eye(cells)
    more = np.array([value(problem, now.counts + steps[c], now.boost) - now.value for c in range(cells)])
    booked = np.flatnonzero(now.counts > 0)
    less = {c: value(problem, now.counts - steps[c], now.boost) - now.value for c in booked}
    moves: list[tuple[float, Array]] = [(more[c], steps[c]) for c in range(cells)]
    moves += [(less[c], -steps[c]) for c in booked]
    left = problem.money - spend(problem, now.counts) - now.boost
    for away in booked:
        for to in range(cells):
            if to != away:
                many = max(1.0, np.floor((left + problem.costs[away]) / problem.costs[to]))
                for count in {1.0, min(many, problem.high[to] - now.counts[to])}:
                    if count > 0:
                        moves.append((less[away] + count * more[to], count * steps[to] - steps[away]))
    moves.sort(key=lambda move: -move[0])
    threshold = 1e-12 * max(abs(now.value), 1e-12)
    for _, move in moves[:_TRIED]:
        tried = decided(problem, now.counts + move)
        if tried is not None and tried.value > now.value + threshold:
            return tried
    return None


def first_feasible(problem: DecisionProblem, counts: Array, fractions: Sequence[float]) -> Decision | None:
    """The largest tried part of some counts that keeps all limits, or None."""
    for fraction in fractions:
        found = decided(problem, np.floor(counts * fraction + 1e-9))
        if found is not None:
            return found
    return None
