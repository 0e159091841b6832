"""A payout statement as one tidy table: a row per line, for spreadsheets and data frames."""

from collections.abc import Iterator
from itertools import islice

from influence_cli.model.money import Currency
from influence_cli.model.payout import Line, PayoutStatement
from influence_cli.report.layout.csv_text import csv_text, csv_word
from influence_cli.report.payout import figures
from influence_cli.report.values.exact import exact_amount, fraction

COLUMNS = (
    "part",
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

LINE = "line"
"""Part of the lines that a run adds to the journal; sums are taken of these."""

WAITING = "waiting"
"""Part of what waits, event by event, which is in no sum yet."""

_ROWS = 2_000
"""Rows of one part of the text."""


def payout_csv(statement: PayoutStatement) -> str:
    """Render a payout statement as CSV with a heading line.

    Money is in major units with the currency's decimals; rates are fractions; an empty cell means that there is
    none. Text that a spreadsheet would read as a formula starts with an apostrophe. Creators in the order of the
    statement, each with its lines and then with what waits; the first column tells one from the other.
    """
    return "".join(payout_csv_parts(statement))


def payout_csv_parts(statement: PayoutStatement) -> Iterator[str]:
    """The same text in parts of some thousand rows, so that a million lines take little memory."""
    yield csv_text(COLUMNS, ())
    reading = _rows(statement)
    while part := "".join(islice(reading, _ROWS)):
        yield part


def _rows(statement: PayoutStatement) -> Iterator[str]:
    run = str(statement.run) if statement.run else ""
    of_run = ",".join((csv_word(statement.campaign), csv_word(statement.period), run))
    batches = figures.batch_by_creator(statement)
    for creator in statement.creators:
        head = f"{of_run},{csv_word(creator.payee.key)},{csv_word(creator.payee.name)}"
        for part, lines in ((LINE, figures.told(creator, batches)), (WAITING, creator.held_lines)):
            for line in lines:
                yield f"{part},{head},{_row(line, statement.currency)}\n"


def _row(line: Line, currency: Currency) -> str:
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
