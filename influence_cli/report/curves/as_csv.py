"""An allocation to response curves as one table: a row per channel, then what is left and the total."""

import math

from influence_cli.model.curves import ChannelSpend, CurveAllocation
from influence_cli.report.curves.figures import spent
from influence_cli.report.layout.csv_text import Value, csv_text

COLUMNS = (
    "section",
    "name",
    "spend",
    "share",
    "units",
    "response",
    "marginal_return",
    "at_limit",
    "upper_bound",
    "gap",
    "status",
    "currency",
)
"""Headings; ``section`` is channel, unspent or total."""


def curves_csv(allocation: CurveAllocation) -> str:
    """Render an allocation as CSV with a heading line.

    Numbers are at full precision, shares are of the budget; what there is not is an empty cell. Text that a
    spreadsheet would read as a formula starts with an apostrophe.
    """
    channels = (_channel(allocation, found) for found in allocation.channels)
    return csv_text(COLUMNS, map(_cells, (*channels, _unspent(allocation), _total(allocation))))


def _channel(allocation: CurveAllocation, found: ChannelSpend) -> dict[str, Value]:
    return {
        "section": "channel",
        "name": found.name,
        "spend": found.spend,
        "share": _share(allocation, found.spend),
        "units": found.units,
        "response": found.response,
        "marginal_return": found.marginal_return,
        "at_limit": found.at_limit,
        "currency": allocation.problem.currency,
    }


def _unspent(allocation: CurveAllocation) -> dict[str, Value]:
    return {
        "section": "unspent",
        "spend": allocation.unspent,
        "share": _share(allocation, allocation.unspent),
        "currency": allocation.problem.currency,
    }


def _total(allocation: CurveAllocation) -> dict[str, Value]:
    everything = spent(allocation)
    return {
        "section": "total",
        "name": allocation.problem.name,
        "spend": everything,
        "share": _share(allocation, everything),
        "response": allocation.objective,
        "upper_bound": allocation.upper_bound,
        "gap": allocation.gap,
        "status": allocation.status,
        "currency": allocation.problem.currency,
    }


def _share(allocation: CurveAllocation, amount: float) -> float | None:
    budget = allocation.problem.budget
    return amount / budget if budget > 0 else None


def _cells(row: dict[str, Value]) -> list[Value]:
    return [_finite(row.get(column)) for column in COLUMNS]


def _finite(value: Value) -> Value:
    return None if isinstance(value, float) and not math.isfinite(value) else value
