"""A payout statement as one tidy table: a row per line, for spreadsheets and data frames."""

from collections.abc import Iterator
from io import StringIO

from influence_cli.model.payout import Line, PayoutStatement
from influence_cli.report.layout.csv_text import csv_text
from influence_cli.report.payout.amounts import exact_amount, fraction
from influence_cli.report.payout.texts import csv_word

COLUMNS = (
    "campaign",
    "period",
    "run",
    "creator",
    "name",
    "contract",
    "kind",
    "term",
    "month",
    "event",
    "day",
    "band",
    "base",
    "rate",
    "amount",
    "currency",
    "note",
)
"""Headings, in this order in every version 1 file."""

_ROWS = 2_000
"""Rows of one part."""


def payout_csv(statement: PayoutStatement) -> str:
    """Render a payout statement as CSV with a heading line.

    Money is in major units with the currency's decimals; rates are fractions; an empty cell means that there is
    none. Text that a spreadsheet would read as a formula starts with an apostrophe. Creators in the order of the
    statement, each with its lines.
    """
    return "".join(payout_csv_parts(statement))


def payout_csv_parts(statement: PayoutStatement) -> Iterator[str]:
    """The same text in parts of some thousand rows, so that a million lines take little memory."""
    yield csv_text(COLUMNS, ())
    of_run = [
        csv_word(statement.campaign),
        csv_word(statement.period),
        str(statement.run) if statement.run else "",
    ]
    part = StringIO()
    rows = 0
    for creator in statement.creators:
        head = ",".join([*of_run, csv_word(creator.payee.key), csv_word(creator.payee.name)])
        for line in creator.lines:
            part.write(f"{head},{_row(line, statement)}\n")
            rows += 1
            if rows == _ROWS:
                yield part.getvalue()
                part = StringIO()
                rows = 0
    if rows:
        yield part.getvalue()


def _row(line: Line, statement: PayoutStatement) -> str:
    currency = statement.currency
    return ",".join(
        (
            csv_word(line.contract),
            line.kind.value,
            csv_word(line.term),
            csv_word(line.month),
            csv_word(line.event),
            line.day.isoformat() if line.day else "",
            str(line.band) if line.band else "",
            "" if line.base is None else exact_amount(line.base, currency),
            "" if line.rate is None else fraction(line.rate),
            exact_amount(line.amount, currency),
            currency.code,
            csv_word(line.note),
        )
    )
