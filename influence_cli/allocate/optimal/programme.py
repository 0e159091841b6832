"""A mixed-integer linear programme, kept warm while cuts are added: the only place that talks to HiGHS."""

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_GAP = 2e-7
_MOST_NODES = 3_000
_MOST_NODES_WITH_SWITCHES = 600


_INFEASIBLE = frozenset({highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible})
_ANSWERS = _INFEASIBLE | {highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kSolutionLimit}
"""Ends of a run after which the solver's bound means what it says; every column has two ends, so none is unbounded."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a programme found.

    Attributes:
        point: The best point, by column; None where there is none.
        bound: No point within the rows is worth more; -inf where there is none, inf where nothing is known.
    """

    point: Array | None
    bound: float


class Programme:
    """Maximize a linear function within rows.

    Args:
        worth: Coefficients of the objective, by column.
        low: Lower ends, by column.
        high: Upper ends, by column.
        whole: Which columns are whole numbers.
    """

    def __init__(self, worth: Array, low: Array, high: Array, whole: NDArray[np.bool_]) -> None:
        self._columns = len(worth)
        self._whole = np.flatnonzero(whole).astype(np.int32)
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)
        # One thread and limits that count work, not time: the same problem has the same answer everywhere.
        solver.setOptionValue("threads", 1)
        # The programmes are small and solved by the hundred: looking for simplifications takes longer than solving.
        solver.setOptionValue("presolve", "off")
        solver.setOptionValue("mip_rel_gap", _GAP)
        solver.setOptionValue("mip_abs_gap", 0.0)
        solver.setOptionValue("mip_max_nodes", _MOST_NODES)
        solver.setOptionValue("mip_feasibility_tolerance", 1e-9)
        solver.setOptionValue("primal_feasibility_tolerance", 1e-9)
        nothing = np.array([], dtype=np.int32)
        for value, least, most in zip(worth, low, high, strict=True):
            solver.addCol(float(value), float(least), float(most), 0, nothing, np.array([]))
        solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        self._solver = solver
        self._integral = False

    def add(self, coefficients: Array, low: float, high: float) -> None:
        """Add a row; infinite ends are left open."""
        used = np.flatnonzero(coefficients).astype(np.int32)
        infinity = highspy.kHighsInf
        self._solver.addRow(float(max(low, -infinity)), float(min(high, infinity)), len(used), used, coefficients[used])

    def switches(self, count: int) -> int:
        """Add columns that are 0 or 1 and return the place of the first."""
        nothing = np.array([], dtype=np.int32)
        first = self._columns
        for _ in range(count):
            self._solver.addCol(0.0, 0.0, 1.0, 0, nothing, np.array([]))
        self._columns += count
        self._integrality(whole=False)
        self._whole = np.append(self._whole, np.arange(first, self._columns, dtype=np.int32))
        # Hundreds of switches are worth simplifying, and too many to be searched to the end.
        self._solver.setOptionValue("presolve", "on")
        self._solver.setOptionValue("mip_max_nodes", _MOST_NODES_WITH_SWITCHES)
        return first

    def best(self, *, whole: bool = True) -> Outcome:
        """Solve; with ``whole`` false whole numbers may be broken (faster, and the bound is still above)."""
        self._integrality(whole=whole)
        solver = self._solver
        mixed = whole and len(self._whole) > 0
        if mixed:
            # A broken point left from before can make the search for whole ones fail.
            solver.clearSolver()
        solver.run()
        status = solver.getModelStatus()
        if status not in _ANSWERS:
            solver.clearSolver()
            solver.run()
            status = solver.getModelStatus()
        if status not in _ANSWERS:
            return Outcome(None, np.inf)
        if status in _INFEASIBLE:
            return Outcome(None, -np.inf)
        info = solver.getInfo()
        if not mixed and status != highspy.HighsModelStatus.kOptimal:
            return Outcome(None, np.inf)
        bound = float(info.mip_dual_bound if mixed else info.objective_function_value)
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return Outcome(None, bound)
        point = np.array(solver.getSolution().col_value)
        if mixed:
            point[self._whole] = np.round(point[self._whole])
        return Outcome(point, bound)

    def _integrality(self, *, whole: bool) -> None:
        if whole == self._integral or not len(self._whole):
            return
        kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        self._solver.changeColsIntegrality(len(self._whole), self._whole, np.array([kind] * len(self._whole)))
        self._integral = whole
