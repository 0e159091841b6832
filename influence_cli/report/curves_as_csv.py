"""An allocation to response curves as one table: a row per channel, then what is left and the total."""

import csv
import math
from io import StringIO

from influence_cli.model.curves import ChannelSpend, CurveAllocation
from influence_cli.report.curves_figures import spent
from influence_cli.report.sanitize import plain

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

_TEXT_LIMIT = 400
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Starts of a formula, the last four in their full-width form, which some spreadsheets read the same."""

Value = str | float | int | None


def curves_csv(allocation: CurveAllocation) -> str:
    """Render an allocation as CSV with a heading line.

    Numbers are at full precision, shares are of the budget; what there is not is an empty cell. Text that a
    spreadsheet would read as a formula starts with an apostrophe.
    """
    target = StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    for found in allocation.channels:
        writer.writerow(_cells(_channel(allocation, found)))
    writer.writerow(_cells(_unspent(allocation)))
    writer.writerow(_cells(_total(allocation)))
    return target.getvalue()


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


def _cells(row: dict[str, Value]) -> list[str]:
    return [_cell(row.get(column)) for column in COLUMNS]


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and not math.isfinite(value):
        return ""
    return _text(value) if isinstance(value, str) else repr(value)


def _text(text: str) -> str:
    """Plain text that no spreadsheet takes for a formula, however it trims what it reads."""
    shown = plain(text, _TEXT_LIMIT)
    return f"'{shown}" if text.startswith(_FORMULA) or shown.startswith(_FORMULA) else shown
