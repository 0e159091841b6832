"""One row of results at a time: its cells as numbers, days and words, its problems noted."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from influence_cli.ingest.campaigns import CampaignRows
from influence_cli.ingest.columns import Found
from influence_cli.ingest.dates import read_moment, time_zone
from influence_cli.ingest.findings import Findings
from influence_cli.ingest.numbers import read_amount, read_count
from influence_cli.ingest.options import ReadOptions
from influence_cli.ingest.words import CellError, plain_text, shown
from influence_cli.payout.attributing import folded, folded_code

MOST_RESULTS = 1_000_000
NO_DAY = date.min
"""In place of a day that cannot be read, which is noted."""

_UNKNOWN = frozenset({"-", "--", "\u2013", "\u2014", "n/a", "#n/a", "na", "null", "none", "nil", "unknown"})
"""What exports print where a number is not known; never 0."""

WHO = ("creator", "creator_id", "code")
"""Columns that say whose a row is."""

Value = TypeVar("Value")


class ResultRow:
    """A row that is read cell by cell.

    Attributes:
        line: Line of the file.
        good: Whether every cell so far could be read.
    """

    def __init__(self, findings: Findings, found: Found, options: ReadOptions) -> None:
        """Prepare for the rows of a file."""
        self._findings = findings
        self._found = found
        self._options = options
        self._zone = time_zone(options.time_zone)
        self._cells: Sequence[str] = ()
        self.line = 0
        self.good = True

    def begin(self, line: int, cells: Sequence[str]) -> None:
        """Go to a row; its currency is checked."""
        self.line, self._cells, self.good = line, cells, True
        currency = self.text("currency")
        if currency and currency.upper() != self._options.currency.code:
            what = f"the currency is {shown(currency)}, and the campaign is in {self._options.currency.code}"
            self.wrong("currency", CellError(what, f"amounts in {self._options.currency.code}", code="other-currency"))

    def wrong(self, column: str, error: CellError) -> None:
        """Note that a cell, or the row, cannot be used."""
        self.good = False
        self._findings.cell(self.line, column, error)

    def read(self, column: str, reader: Callable[[str], Value], empty: Value) -> Value:
        """A cell by a function; ``empty`` where there is no such column, or the cell cannot be read."""
        if column not in self._found:
            return empty
        try:
            return reader(self._found.cell(self._cells, column))
        except CellError as error:
            self.wrong(column, error)
            return empty

    def text(self, column: str) -> str:
        """A cell as one line of text."""
        return self.read(column, plain_text, "")

    def count(self, column: str, least: int = 0) -> int | None:
        """A count, or None where it is not known."""
        return self._number(column, lambda text: read_count(text, self._options.decimal, least=least))

    def amount(self, column: str) -> int | None:
        """Minor units, or None where they are not known."""
        return self._number(column, lambda text: read_amount(text, self._options.currency, self._options.decimal))

    def day(self, column: str) -> date:
        """A day in the campaign's time zone; ``NO_DAY`` where it cannot be read."""
        return self.read(column, self._day, NO_DAY)

    def who(self) -> tuple[str, bool]:
        """Creator or code, and whether it is a code; a creator wins."""
        creator = self.text("creator") or self.text("creator_id")
        code = self.text("code")
        if not creator and not code and self.good:
            error = CellError("neither a creator nor a code is named", "a creator or a code", code="missing-key")
            self.wrong(next(column for column in WHO if column in self._found), error)
        return creator or code, not creator and bool(code)

    def _number(self, column: str, reader: Callable[[str], int]) -> int | None:
        return self.read(column, lambda text: None if _is_unknown(text) else reader(text), None)

    def _day(self, text: str) -> date:
        if not text:
            raise CellError("the date is missing", "a date in every line", code="missing-key")
        return date.fromordinal(read_moment(text, self._zone, self._options.dates).day)


def each_row(
    findings: Findings, campaigns: CampaignRows, found: Found, options: ReadOptions, forget: Callable[[], None]
) -> Iterator[ResultRow]:
    """The rows of a campaign, one record that goes from row to row.

    Args:
        findings: Takes what is wrong with rows.
        campaigns: The rows.
        found: The columns of the file.
        options: What is stated about it.
        forget: Called where all rows so far belong to another campaign after all.

    Raises:
        SpecError: The file cannot be understood from some line on, or has too many rows.
    """
    row = ResultRow(findings, found, options)
    count = 0
    for part in campaigns.parts():
        if part.anew:
            forget()
        for line, cells in zip(part.rows.lines, part.rows.cells, strict=True):
            count += 1
            if count > MOST_RESULTS:
                what = f"more than {MOST_RESULTS:,} rows are listed"
                findings.fatal("too-many", line, "", what, f"at most {MOST_RESULTS:,}; one file per month, for example")
            row.begin(line, cells)
            yield row


def identity(who: str, by_code: bool) -> str:
    """A creator or a code as a key compares it: codes in capitals, creators without case and the leading ``@``.

    >>> identity("@Anna", False), identity("anna15", True)
    ('anna', 'ANNA15')
    """
    return folded_code(who) if by_code else folded(who)


def _is_unknown(text: str) -> bool:
    return not text or text.casefold() in _UNKNOWN
