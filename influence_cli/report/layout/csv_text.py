"""CSV whose cells no spreadsheet takes for a formula."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO

from influence_cli.report.values.sanitize import harmless, plain

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


def csv_word(text: str) -> str:
    """A cell of text with its quotes, if it needs them, for rows that are joined by hand; never a formula.

    >>> csv_word("ORD-1"), csv_word("=1+1"), csv_word("a, b")
    ('ORD-1', "'=1+1", '"a, b"')
    """
    if not text or harmless(text):
        return text
    cell = csv_cell(text)
    return '"{}"'.format(cell.replace('"', '""')) if any(sign in cell for sign in ',"') else cell
