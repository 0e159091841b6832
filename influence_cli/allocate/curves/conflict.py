"""Which limits clash: a small programme in which every limit may give way at a price of 1 per unit of money."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from influence_cli.allocate.curves.demands import Demand
from influence_cli.allocate.curves.families import Floats

_HAIR = 1e-9
_MOST_NODES = 5000


@dataclass(frozen=True, slots=True)
class Conflict:
    """Limits that cannot hold together, none of them idle.

    Attributes:
        demands: The limits.
        amount: By how much they would have to give way in sum, as a share of the budget.
    """

    demands: tuple[Demand, ...]
    amount: float


@dataclass(frozen=True, slots=True)
class Yielding:
    """The least by which limits must give way, and spends that need no more.

    Attributes:
        amount: A share of the budget; 0 where all hold, or as far as is known where the search was cut short.
        spend: K shares of the budget, or None where the search was cut short.
    """

    amount: float
    spend: Floats | None


def conflicts(demands: Sequence[Demand], unit: Floats, budget: float) -> tuple[Conflict, ...]:
    """Sets of clashing limits that share none, each as small as leaving out one by one makes it.

    Args:
        demands: All limits.
        unit: K costs of a whole unit as shares of the budget, 0 where any amount can be spent.
        budget: The money that amounts in the limits are shares of.

    Returns:
        The conflicts, none where all limits can hold.
    """
    left, found = list(demands), []
    while yielding(left, unit, budget).amount > _HAIR:
        core = list(left)
        for demand in left:
            rest = [other for other in core if other is not demand]
            if yielding(rest, unit, budget).amount > _HAIR:
                core = rest
        found.append(Conflict(tuple(core), yielding(core, unit, budget).amount))
        left = [demand for demand in left if not any(demand is other for other in core)]
    return tuple(found)


def yielding(demands: Sequence[Demand], unit: Floats, budget: float) -> Yielding:
    """Let limits give way by as little as possible in sum; whole units stay whole."""
    import highspy as library  # only groups need it

    highspy: Any = library

    size = len(unit)
    whole = np.zeros(size, dtype=bool)
    limits = [demand for demand in demands if demand.least is not None or demand.most is not None]
    for demand in demands:
        if demand.least is None and demand.most is None:
            whole[list(demand.channels)] = True
    solver = highspy.Highs()
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("mip_max_nodes", _MOST_NODES),
        ("mip_feasibility_tolerance", 1e-10),
        ("primal_feasibility_tolerance", 1e-10),
    ):
        solver.setOptionValue(option, value)
    nothing = np.zeros(0, dtype=np.int32)
    inf = highspy.kHighsInf
    rows = len(limits)
    count = size + rows
    cost = np.concatenate([np.zeros(size), np.ones(rows)])
    solver.addCols(count, cost, np.zeros(count), np.full(count, inf), 0, nothing, nothing, np.zeros(0))
    if whole.any():
        columns = np.flatnonzero(whole).astype(np.int32)
        solver.changeColsIntegrality(len(columns), columns, np.full(len(columns), highspy.HighsVarType.kInteger))
    for row, demand in enumerate(limits):
        members = np.array(demand.channels)
        sign = 1.0 if demand.least is not None else -1.0
        index = np.append(members, size + row).astype(np.int32)
        entries = np.append(np.where(whole[members], unit[members], 1.0), sign)
        low = demand.least / budget if demand.least is not None else -inf
        high = demand.most / budget if demand.most is not None else inf
        solver.addRow(low, high, len(index), index, entries)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        bound = solver.getInfo().mip_dual_bound if whole.any() else 0.0
        return Yielding(bound if np.isfinite(bound) else 0.0, None)
    weight = np.array(solver.getSolution().col_value)
    spend = np.where(whole, np.rint(weight[:size]) * unit, weight[:size])
    return Yielding(float(np.sum(weight[size:])), spend)
