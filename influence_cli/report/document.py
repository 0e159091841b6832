"""Whole documents for machines: JSON that steers no terminal, and CSV."""

import csv
import json
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO

from influence_cli.metrics.catalogue import Kind
from influence_cli.model.money import Currency
from influence_cli.model.plan import Statistics
from influence_cli.report import exact
from influence_cli.report.csv_text import Value, csv_cell
from influence_cli.report.rows import STATISTICS, statistic

_UNSAFE = re.compile("[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")
"""Characters that steer a terminal, reorder a line or cannot be encoded; JSON lets them be spelt out."""


def json_text(document: dict[str, object]) -> str:
    """A document as JSON, the last line ended."""
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text) + "\n"


def value_json(kind: Kind, value: float, currency: Currency) -> str | float | None:
    """A value: money as a decimal string, what is not a number as None."""
    found = exact.by_kind(kind, value, currency)
    return f"{found:f}" if isinstance(found, Decimal) else found


def statistics_json(values: Statistics, kind: Kind, currency: Currency) -> dict[str, object]:
    """Every statistic of a quantity by name."""
    return {name: value_json(kind, statistic(values, name), currency) for name in STATISTICS}


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """Lines of cells below a heading; what is not a number is an empty cell."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([csv_cell(value) for value in row])
    return target.getvalue()
