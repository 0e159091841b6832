"""CSV whose cells no spreadsheet takes for a formula."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO

from influence_cli.report.values.sanitize import plain

_TEXT_LIMIT = 400
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Starts of a formula, the last four in their full-width form, which some spreadsheets read the same."""

Value = str | int | float | Decimal | None


def csv_text(columns: Sequence[str], rows: Iterable[Iterable[Value]]) -> str:
    """Lines of cells below a heading; what there is not is an empty cell."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([csv_cell(value) for value in row])
    return target.getvalue()


def csv_cell(value: Value) -> str:
    """A value as text: numbers as they are, nothing for what there is not, an apostrophe before a formula.

    >>> [csv_cell(value) for value in (Decimal("-1.50"), None, "=1+1", "Serum")]
    ['-1.50', '', "'=1+1", 'Serum']
    """
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int | float):
        return repr(value)
    shown = plain(value, _TEXT_LIMIT)
    return f"'{shown}" if value.startswith(_FORMULA) or shown.startswith(_FORMULA) else shown
