"""One box of decisions as an integer programme that is tightened with tangents."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from influence_cli.allocate.optimal.bound import ConcaveBound
from influence_cli.allocate.optimal.planning_model import Payoff
from influence_cli.allocate.optimal.problem import Decision, DecisionProblem, Risk, decided, first_feasible, improved
from influence_cli.allocate.optimal.programme import Programme
from influence_cli.allocate.optimal.risk_rows import allowed_draws, best_mix, ceiling_row, floor_row, tail_weights
from influence_cli.allocate.optimal.rows import Unit

Array = NDArray[np.float64]

PROVEN = 1e-6
"""Relative gap from which a decision is called optimal."""

WHOLE_ROUNDS = 4
"""Times a box is solved in whole numbers with further tangents before it is split."""

_LINEAR_ROUNDS = 30
_KEPT = 8
_SCALE = 1e4
_FRACTIONS = (1.0, 0.97, 0.94, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0)


def relative_gap(value: float, bound: float) -> float:
    """(bound - value) / |bound|, 0 where they agree.

    >>> relative_gap(99.0, 100.0)
    0.01
    """
    if bound <= value:
        return 0.0
    return (bound - value) / max(abs(bound), 1e-300)


@dataclass(order=True, slots=True)
class Box:
    """A box of decisions; the highest bound comes first."""

    key: tuple[float, int]
    low: Array = field(compare=False)
    high: Array = field(compare=False)
    touched: tuple[tuple[Array, float], ...] = field(compare=False, default=())


class Node:
    """One box with its integer programme.

    Columns: creators by cell, boost, one switch per pot, and the curved part of the objective (one per platform and
    one for the halo, or one for everything where the worst draws count on their own).
    """

    def __init__(self, problem: DecisionProblem, box: Box) -> None:
        low, high = box.low, box.high
        left = max(problem.money - float(problem.costs @ low), 0.0)
        # Money spent on the lower ends cannot be spent again.
        high = np.minimum(high, low + np.floor(left / problem.costs + 1e-9))
        self._problem, self._low, self._high = problem, low, high

        def bound(payoff: Payoff) -> ConcaveBound:
            return ConcaveBound(problem.model, payoff, low, high, problem.costs, left)

        self._bound = bound(problem.payoff)
        self._risk = [(risk, bound(risk.payoff)) for risk in problem.risk]
        self._cells, self._pots = len(low), len(problem.pots)
        platforms = len(problem.model.audience)
        self._parts = 1 if problem.aversion else platforms + int(self._bound.has_halo)
        self._boost = best_mix(problem.payoff.boost, low, high)
        self._mean_boost = float(best_mix(problem.payoff.boost.mean(axis=1, keepdims=True), low, high)[0])
        self._unit = _value_unit(problem)
        self._touched: list[tuple[Array, float]] = [*box.touched]
        self._programme = self._built()

    def _built(self) -> Programme:
        problem, cells, pots = self._problem, self._cells, self._pots
        linear = np.zeros(cells) if problem.aversion else self._bound.linear.mean(axis=1)
        boost = 0.0 if problem.aversion else self._mean_boost
        worth = np.concatenate(
            [linear, [boost], [problem.pot_weight * pot.amount for pot in problem.pots], np.ones(self._parts)]
        )
        worth[: cells + 1 + pots] /= self._unit
        free = np.full(self._parts, 1e9)
        low = np.concatenate([self._low, [0.0], np.zeros(pots), -free])
        high = np.concatenate([self._high, [problem.boost_most], np.ones(pots), free])
        whole = np.zeros(len(worth), dtype=bool)
        whole[:cells] = True
        whole[cells + 1 : cells + 1 + pots] = True
        programme = Programme(worth, low, high, whole)
        for coefficients, least, most in self._rows():
            programme.add(coefficients, least, most)
        return programme

    def _rows(self) -> list[tuple[Array, float, float]]:
        problem, cells, width = self._problem, self._cells, self._width
        scale = _SCALE / max(problem.money, 1.0)
        budget = np.zeros(width)
        budget[:cells], budget[cells] = problem.costs, 1.0
        budget[cells + 1 : cells + 1 + self._pots] = [pot.amount for pot in problem.pots]
        found = [(budget * scale, max(problem.least_spend, 0.0) * scale, problem.money * scale)]
        for row in problem.rows:
            size = 1.0 / max(float(np.abs(row.coefficients).max(initial=0.0)), 1e-12)
            if row.unit is not Unit.CREATORS:
                size = scale
            wide = np.zeros(width)
            wide[:cells] = row.coefficients * size
            found.append((wide, row.low * size, row.high * size))
        for number, pot in enumerate(problem.pots):
            for cell in np.flatnonzero(pot.members):
                if self._high[cell] > 0:
                    wide = np.zeros(width)
                    wide[cell], wide[cells + 1 + number] = 1.0, -self._high[cell]
                    found.append((wide, -np.inf, 0.0))
        return found

    @property
    def _width(self) -> int:
        return self._cells + 1 + self._pots + self._parts

    def solve(self, best: Decision | None, bound: float) -> tuple[float, tuple[Array, float] | None, Decision | None]:
        """Tighten the programme until its best point is judged rightly or the box is known to hold nothing better.

        Returns:
            A bound on the box, its best point (None where it has none) and the best decision so far.
        """
        known = [(self._low, 0.0), *([(best.counts, best.boost)] if best is not None else []), *self._touched]
        for counts, boost in known:
            self._cut(np.clip(counts, self._low, self._high), boost)
        whole = False
        rounds = 0
        point: Array | None = None
        while True:
            outcome = self._programme.best(whole=whole)
            bound = min(bound, outcome.bound * self._unit + self._problem.constant)
            if outcome.point is None:
                return bound, None, best
            point = outcome.point
            if best is not None and relative_gap(best.value, bound) <= PROVEN / 2:
                return bound, None, best
            rounds += 1
            counts, boost = point[: self._cells], float(point[self._cells])
            added = self._cut(counts, boost, point)
            self._touched = [*self._touched, (counts, boost)][-_KEPT:]
            if whole:
                best = self._better(best, np.round(counts) + 0.0)  # no negative zeros
                added = self._cut_risk(counts, boost) or added
                if not added or rounds >= WHOLE_ROUNDS:
                    return bound, (counts, boost), best
            elif not added or rounds >= _LINEAR_ROUNDS:
                whole, rounds = True, 0

    @property
    def touched(self) -> tuple[tuple[Array, float], ...]:
        """The last points where tangents were taken: the parts of the box start from them."""
        return tuple(self._touched)

    def _better(self, best: Decision | None, counts: Array) -> Decision | None:
        found = decided(self._problem, counts)
        if found is None and self._problem.risk:
            found = first_feasible(self._problem, counts, _FRACTIONS)
        if found is None:
            return best
        if best is None or found.value > best.value - 0.02 * abs(best.value):
            found = improved(self._problem, found)
        return found if best is None or found.value > best.value else best

    def _cut(self, counts: Array, boost: float, point: Array | None = None) -> bool:
        """Add tangents at a point; returns whether the point was above any of them."""
        if self._problem.aversion:
            return self._cut_averse(counts, boost, point)
        added = False
        for part in range(self._parts):
            last = part == len(self._problem.model.audience)
            tangent = self._bound.warmed(counts) if last else self._bound.curved(counts, part)
            value, slopes = float(tangent.value.mean()) / self._unit, tangent.slopes.mean(axis=1) / self._unit
            place = self._cells + 1 + self._pots + part
            if point is not None and point[place] <= value + _tolerance(point[place]):
                continue
            row = np.zeros(self._width)
            row[: self._cells], row[place] = -slopes, 1.0
            self._programme.add(row, -np.inf, value - float(slopes @ counts))
            added = True
        return added

    def _cut_averse(self, counts: Array, boost: float, point: Array | None) -> bool:
        problem = self._problem
        tangent = self._bound.whole(counts)
        drawn = tangent.value + boost * self._boost
        weights = (1.0 - problem.aversion) / len(drawn) + problem.aversion * tail_weights(drawn, problem.tail)
        value = float(weights @ drawn) / self._unit
        slopes = tangent.slopes @ weights / self._unit
        by_boost = float(weights @ self._boost) / self._unit
        place = self._cells + 1 + self._pots
        if point is not None and point[place] <= value + _tolerance(point[place]):
            return False
        row = np.zeros(self._width)
        row[: self._cells], row[self._cells], row[place] = -slopes, -by_boost, 1.0
        self._programme.add(row, -np.inf, value - float(slopes @ counts) - by_boost * boost)
        return True

    def _cut_risk(self, counts: Array, boost: float) -> bool:
        """Cut off a point that breaks a limit on a distribution, where a valid row does."""
        added = False
        for risk, bound in self._risk:
            cut = ceiling_row if risk.from_above else floor_row
            row, least, most = cut(self._problem, risk, bound, counts, boost)
            total = float(row[: self._cells] @ counts + row[self._cells] * boost)
            slack = 1e-7 * max(abs(least) if np.isfinite(least) else abs(most), 1.0)
            if total > most + slack or total < least - slack:
                wide = np.zeros(self._width)
                wide[: self._cells + 1] = row
                scale = _SCALE / max(self._problem.money, 1.0)
                self._programme.add(wide * scale, least * scale, most * scale)
                added = True
        return added

    def count_exceeding(self, responses: Array | None = None) -> None:
        """Let each limit on a quantile be exceeded by as many draws as it allows, with a switch per draw.

        Args:
            responses: Responses at which creators are paid, [cell, draw]; left out the lowest in the box, with which
                no decision that keeps the limits is lost.
        """
        problem, cells = self._problem, self._cells
        scale = _SCALE / max(problem.money, 1.0)
        left = max(problem.money - float(problem.costs @ self._low), 0.0)
        for risk, bound in self._risk:
            if not risk.from_above:
                continue
            each = risk.payoff.flat + risk.payoff.gain * (bound.worst_response if responses is None else responses)
            limit = risk.limit.limit - risk.constant
            per_money = np.maximum((each / problem.costs[:, None]).max(axis=0), risk.boost)
            most = self._low @ each + left * per_money - limit
            drawn = np.flatnonzero(most > 0)
            first = self._programme.switches(len(drawn))
            for number, draw in enumerate(drawn):
                row = np.zeros(first + len(drawn))
                row[:cells], row[cells], row[first + number] = each[:, draw], risk.boost, -most[draw]
                self._programme.add(row * scale, -np.inf, limit * scale)
            allowed = np.zeros(first + len(drawn))
            allowed[first:] = 1.0
            self._programme.add(allowed, -np.inf, float(allowed_draws(risk, each.shape[1])))

    def cut_mean(self, risk: Risk, factor: float, counts: Array, boost: float) -> bool:
        """Limit the mean of the highest draws of a payoff to a multiple of its limit, by the point's own draws."""
        each = risk.payoff.flat + risk.payoff.gain * self._problem.model.responses(counts)
        drawn = counts @ each
        row = np.zeros(self._width)
        row[: self._cells] = each @ tail_weights(-drawn, 1.0 - risk.limit.level)
        row[self._cells] = risk.boost
        most = factor * risk.limit.limit - risk.constant
        if row[: self._cells] @ counts + risk.boost * boost <= most * (1.0 + 1e-6):
            return False
        scale = _SCALE / max(self._problem.money, 1.0)
        self._programme.add(row * scale, -np.inf, most * scale)
        return True

    def _mixing(self, counts: Array, boost: float) -> Array:
        """How far a better mix of creators behind the boost holds the bound up, by cell."""
        total = float(counts.sum())
        if boost <= 0 or total <= 0:
            return np.zeros(len(counts))
        mix = float(counts @ self._problem.payoff.boost.mean(axis=1)) / total
        share = (counts - self._low) / max(float((counts - self._low).sum()), 1.0)
        found: Array = max(boost * (self._mean_boost - mix), 0.0) * share
        return found

    def split(self, point: Array, boost: float) -> list[tuple[Array, Array]] | None:
        """Cut the box in two where the bound is loosest at a point; None where it is a single decision."""
        model = self._problem.model
        counts = np.round(point)
        room = self._high - self._low
        if not (room > 0).any():
            return None
        crowding = self._bound.looseness(counts)
        early = np.asarray(model.remains.any(axis=1))[model.phases] & model.has_halo
        could = np.where(
            early & (room > 0), np.minimum(counts - self._low + 1.0, room) * model.missed.mean(axis=1), 0.0
        )
        warming = self._bound.halo_looseness(counts) * could / max(float(could.sum()), 1e-300)
        crowding = crowding + self._mixing(counts, boost)
        loosest = np.where(room > 0, crowding + warming + 1e-15 * room, -1.0)
        cell = int(np.argmax(loosest))
        middle = np.ceil((self._low[cell] + counts[cell]) / 2) - 1
        at = counts[cell] if warming[cell] > crowding[cell] else middle
        at = float(np.clip(at, self._low[cell], self._high[cell] - 1))
        below, above = self._high.copy(), self._low.copy()
        below[cell], above[cell] = at, at + 1
        return [(self._low, below), (above, self._high)]


def _tolerance(value: float) -> float:
    return 1e-8 * max(abs(value), 1.0)


def _value_unit(problem: DecisionProblem) -> float:
    """A size that makes the programme's numbers moderate, whatever the objective's units."""
    each = np.abs(problem.payoff.gain).mean(axis=1) + np.abs(problem.payoff.flat).mean(axis=1)
    reach = problem.payoff.reach * (-np.expm1(-problem.model.missed) * problem.model.audience[problem.model.platforms])
    total = (each + reach.mean(axis=1)) * problem.high
    return max(float(total.max(initial=0.0)), 1e-12) / _SCALE
