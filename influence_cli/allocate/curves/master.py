"""The linear programme over mixtures of points on the curves, within the limits on sums; HiGHS solves it."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from influence_cli.allocate.curves.families import Floats, Index
from influence_cli.allocate.curves.relaxation import Box, Relaxed
from influence_cli.allocate.curves.scaled import Scaled

_USED = 1e-9


@dataclass(frozen=True, slots=True)
class Mixture:
    """The best mixture of the points so far."""

    weight: Floats
    worth: float
    budget_price: float
    group_price: Floats

    def with_none_of(self, points: int) -> "Mixture":
        """The same mixture where more points are known."""
        return replace(self, weight=np.concatenate([self.weight, np.zeros(points)]))


class Master:
    """The programme over weights of points; grows by points, and each solution starts from the one before."""

    def __init__(self, scaled: Scaled, box: Box) -> None:
        import highspy as library  # 60 ms, and only groups need it

        highspy: Any = library

        self._size = len(box.low)
        self._rows = np.vstack([np.ones(self._size), scaled.members])
        self._channel: Index = np.zeros(0, dtype=np.int64)
        self._spend: Floats = np.zeros(0)
        self._value: Floats = np.zeros(0)
        self._integer = highspy.HighsVarType.kInteger
        self._infeasible = highspy.HighsModelStatus.kInfeasible
        self._ok = highspy.HighsModelStatus.kOptimal
        self._solver: Any = highspy.Highs()
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("presolve", "off"),
            ("primal_feasibility_tolerance", 1e-10),
            ("dual_feasibility_tolerance", 1e-10),
            ("mip_feasibility_tolerance", 1e-10),
            ("mip_rel_gap", 1e-7),
            ("mip_max_nodes", 100),
        ):
            self._solver.setOptionValue(option, value)
        self._solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        nothing = np.zeros(0, dtype=np.int32)
        low = np.concatenate([np.ones(self._size), [-highspy.kHighsInf], scaled.group_low])
        high = np.concatenate([np.ones(self._size + 1), scaled.group_high])
        self._solver.addRows(len(low), low, high, 0, nothing, nothing, np.zeros(0))

    def add(self, channel: Index, spend: Floats, value: Floats) -> None:
        """More points: a spend and a response of some channels."""
        entries = np.vstack([np.ones(len(channel)), self._rows[:, channel] * spend])
        rows = np.vstack([channel] + [np.full(len(channel), self._size + row) for row in range(len(self._rows))])
        used = entries.T != 0
        counts = used.sum(axis=1)
        self._solver.addCols(
            len(channel),
            value,
            np.zeros(len(channel)),
            np.full(len(channel), 2.0),
            int(counts.sum()),
            np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int32),
            rows.T[used].astype(np.int32),
            entries.T[used],
        )
        self._channel = np.concatenate([self._channel, channel])
        self._spend = np.concatenate([self._spend, spend])
        self._value = np.concatenate([self._value, value])

    def solve(self) -> Mixture | None:
        """The best mixture, or None where there is none."""
        self._solver.run()
        if self._solver.getModelStatus() != self._ok:
            self._solver.clearSolver()
            self._solver.run()
        if self._solver.getModelStatus() != self._ok:
            return None
        solution = self._solver.getSolution()
        price = np.array(solution.row_dual)[self._size :]
        weight = np.maximum(np.array(solution.col_value), 0.0)
        return Mixture(weight, float(self._value @ weight), max(float(price[0]), 0.0), price[1:])

    def impossible(self) -> bool:
        """Whether the last attempt proved that no mixture keeps the limits."""
        return bool(self._solver.getModelStatus() == self._infeasible)

    def whole(self, scaled: Scaled) -> Floats | None:
        """Spends of the best mixture that takes one point of each unit channel, as far as a short search finds it."""
        columns = np.flatnonzero(scaled.unit[self._channel] > 0).astype(np.int32)
        self._solver.changeColsIntegrality(len(columns), columns, np.full(len(columns), self._integer))
        self._solver.run()
        weight = np.array(self._solver.getSolution().col_value)
        if len(weight) != len(self._spend) or not np.isfinite(self._solver.getInfo().mip_gap):
            return None
        spend = np.zeros(self._size)
        np.add.at(spend, self._channel, weight * self._spend)
        cost = np.where(scaled.unit > 0, scaled.unit, 1.0)
        return np.where(scaled.unit > 0, np.rint(spend / cost) * cost, spend)

    def best_known(self, price: Floats) -> Floats:
        """What the points so far reach at some prices, channel by channel."""
        most = np.full(self._size, -np.inf)
        np.maximum.at(most, self._channel, self._value - price[self._channel] * self._spend)
        return most

    def relaxed(self, bound: float, price: Floats, mixture: Mixture) -> Relaxed:
        """The mixture as spends."""
        spend, envelope = np.zeros(self._size), np.zeros(self._size)
        np.add.at(spend, self._channel, mixture.weight * self._spend)
        np.add.at(envelope, self._channel, mixture.weight * self._value)
        used = mixture.weight > _USED
        left, right = np.full(self._size, np.inf), np.full(self._size, -np.inf)
        np.minimum.at(left, self._channel[used], self._spend[used])
        np.maximum.at(right, self._channel[used], self._spend[used])
        return Relaxed(bound, price, np.clip(spend, left, right), envelope, left, right)
