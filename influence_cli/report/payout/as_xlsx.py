"""A payout statement as a workbook: real numbers and dates, text that is never a formula, any number of lines."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, assert_never

from influence_cli.model.errors import UsageError
from influence_cli.model.money import PPM, Currency
from influence_cli.model.payout import CreatorStatement, Line, Payment, PayoutStatement
from influence_cli.report.payout import figures, prose
from influence_cli.report.payout.amounts import rate_in_words
from influence_cli.report.values.exact import exact_amount
from influence_cli.report.values.sanitize import SENTENCE_LIMIT, plain, visible

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576
"""Rows of a sheet, its heading among them (Excel's specifications and limits)."""

_MANY = 50_000
"""Lines from which sheets are written to temporary files instead of being kept in memory."""

_LONGEST_CELL = 10_000
"""Characters as people see them; a cell holds 32,767 units, a few for each of them."""

_MOST_EXACT = 10**15
"""Minor units up to which a spreadsheet keeps every digit; larger amounts are text."""

_FIRST_DAY = date(1900, 3, 1)
"""Spreadsheets disagree on the days before it."""


@dataclass(frozen=True, slots=True)
class _Amount:
    """Money in minor units."""

    minor: int
    currency: Currency
    strong: bool = False


@dataclass(frozen=True, slots=True)
class _Rate:
    """Parts per million."""

    ppm: int


@dataclass(frozen=True, slots=True)
class _Strong:
    """Words that stand out."""

    text: str


Cell = _Amount | _Rate | _Strong | date | int | str | None


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Its name, its heading (if it has one) and the widths of its columns in characters."""

    name: str
    headings: tuple[str, ...]
    widths: tuple[int, ...]


_SUMMARY = _Sheet("Summary", (), (34, 16, 16, 16, 16, 16, 14, 60))
_LINES = _Sheet(
    "Statement lines",
    (
        "Creator",
        "Key",
        "Contract",
        "Entry",
        "Term",
        "Month",
        "Event",
        "Day",
        "Band",
        "Base",
        "Rate",
        "Amount",
        "Note",
    ),
    (28, 18, 18, 11, 16, 10, 22, 12, 6, 14, 9, 14, 60),
)
_WAITING = _Sheet(
    "Waiting",
    (
        "Creator",
        "Key",
        "Contract",
        "Term",
        "Month",
        "Event",
        "Day",
        "Band",
        "Base",
        "Rate",
        "Would bring",
        "Waits",
    ),
    (28, 18, 18, 16, 10, 22, 12, 6, 14, 9, 14, 40),
)
_PAYMENTS = _Sheet(
    "Payments",
    (
        "Creator",
        "Key",
        "Contract",
        "Due",
        "Owed now",
        "Withheld for taxes",
        "Payment fee",
        "Net",
        "Currency",
        "Sent",
        "Exchange rate",
        "Fee of the brand",
        "E-mail",
        "Account",
    ),
    (28, 18, 18, 12, 14, 18, 14, 14, 10, 14, 44, 16, 28, 28),
)
_UNATTRIBUTED = _Sheet("Unattributed", ("Who", "As", "Orders", "Gross sales"), (28, 10, 10, 16))


def payout_xlsx(statement: PayoutStatement) -> bytes:
    """Render a payout statement as a workbook: summary, lines, what waits, payments, unattributed.

    The same statement makes the same bytes. Lines beyond what a sheet holds go on in ``Lines 2`` and so on.

    Raises:
        UsageError: There is no room for the temporary files of a large workbook.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import XlsxWriterException

    many = sum(len(creator.lines) + len(creator.held_lines) for creator in statement.creators) > _MANY
    kept = {"constant_memory": True} if many else {"in_memory": True}
    saved = BytesIO()
    try:
        with Workbook(saved, {**kept, "strings_to_numbers": False, "strings_to_urls": False}) as book:
            book.set_properties({"created": _midnight(statement.last_day), "title": prose.title(statement)})
            _write(_Book(book), statement)
    except (OSError, XlsxWriterException) as error:
        raise UsageError(f"the workbook cannot be made: {plain(str(error), 200)}; is the disk full?") from None
    return saved.getvalue()


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def _write(book: "_Book", statement: PayoutStatement) -> None:
    book.write(_SUMMARY, "Summary", _summary(statement))
    book.write(_LINES, "Lines", _lines(statement))
    book.write(_WAITING, "Waiting", _waiting(statement))
    book.write(_PAYMENTS, "Payments", _payments(statement))
    book.write(_UNATTRIBUTED, "Unattributed", _unattributed(statement))


def _summary(statement: PayoutStatement) -> Iterator[Sequence[Cell]]:
    currency = statement.currency
    yield (_Strong(prose.title(statement)),)
    for text in (*prose.sentences(statement), prose.last_day(statement)):
        yield (text,)
    yield ()
    headings = ("Creator", "Earned", "Owed now", "Held", "Carried", "Scheduled before", "Due", "Why")
    yield tuple(_Strong(heading) for heading in headings)
    for creator in statement.creators:
        yield *_standing(prose.name(creator), figures.standing(creator), currency), *_why(creator, currency)
    yield _standing(_Strong("Together"), figures.together(statement.creators), currency, strong=True)
    yield ()
    yield tuple(map(_Strong, ("Contract", "Month", "Earned")))
    for found in statement.totals:
        yield plain(found.contract), plain(found.month, 20), _Amount(found.amount, currency)
    whole = sum(found.amount for found in statement.totals)
    yield _Strong("Together"), "", _Amount(whole, currency, strong=True)
    yield from _sent(statement)
    yield from _left_out(statement)
    yield from _told("Notes", (plain(note, SENTENCE_LIMIT) for note in statement.notes))
    yield from _told("Next", prose.next_steps(statement))
    yield from _told("", (*prose.inputs(statement), prose.made_by(statement)))


def _told(title: str, texts: Iterable[str]) -> Iterator[Sequence[Cell]]:
    """Sentences below a title, with an empty row before it; nothing where there are none."""
    for place, text in enumerate(texts):
        if place == 0:
            yield from ((), (_Strong(title),)) if title else ((),)
        yield (text,)


def _standing(
    name: "str | _Strong", found: figures.Standing, currency: Currency, *, strong: bool = False
) -> tuple[Cell, ...]:
    amounts = (found.earned, found.owed, found.held, found.carried, found.before)
    return name, *(_Amount(minor, currency, strong) for minor in amounts)


def _why(creator: CreatorStatement, currency: Currency) -> tuple[Cell, ...]:
    due = creator.due if creator.payment else None
    notes = (plain(note, SENTENCE_LIMIT) for note in creator.notes)
    return due, plain(" ".join((*prose.reasons(creator, currency), *notes)), _LONGEST_CELL)


def _sent(statement: PayoutStatement) -> Iterator[Sequence[Cell]]:
    groups, currency = figures.sent(statement), statement.currency
    if not groups:
        return
    yield ()
    yield tuple(map(_Strong, ("Currency", "Payments", "Owed now", "Net", "Sent", "", "Due", "Exchange rate")))
    for found in groups:
        rate = rate_in_words(found.exchange, currency) if found.exchange else ""
        amounts = (_Amount(found.gross, currency), _Amount(found.net, currency), _Amount(found.sent, found.currency))
        yield found.currency.code, found.payments, *amounts, None, found.due, rate


def _left_out(statement: PayoutStatement) -> Iterator[Sequence[Cell]]:
    if statement.left_out:
        yield ()
        yield tuple(map(_Strong, ("Left out", "Events", "Gross sales")))
        for found in statement.left_out:
            yield plain(found.reason, SENTENCE_LIMIT), found.events, _Amount(found.gross, statement.currency)
    yield from _told("Excluded rows", (plain(str(problem), SENTENCE_LIMIT) for problem in statement.excluded))


def _lines(statement: PayoutStatement) -> Iterator[Sequence[Cell]]:
    batches = figures.batch_by_creator(statement)
    for creator in statement.creators:
        head = (plain(creator.payee.name), plain(creator.payee.key))
        for line in figures.told(creator, batches):
            yield *head, visible(line.contract), line.kind.value, *_line(line, statement.currency)


def _waiting(statement: PayoutStatement) -> Iterator[Sequence[Cell]]:
    for creator in statement.creators:
        head = (plain(creator.payee.name), plain(creator.payee.key))
        for line in creator.held_lines:
            yield *head, visible(line.contract), *_line(line, statement.currency)


def _line(line: Line, currency: Currency) -> tuple[Cell, ...]:
    return (
        visible(line.term),
        line.month,
        visible(line.event),
        line.day,
        line.band or None,
        None if line.base is None else _Amount(line.base, currency),
        None if line.rate is None else _Rate(line.rate),
        _Amount(line.amount, currency),
        visible(line.note),
    )


def _payments(statement: PayoutStatement) -> Iterator[Sequence[Cell]]:
    for creator in figures.paid(statement):
        if creator.payment is not None:
            yield _payment(creator, creator.payment, statement.currency)


def _payment(creator: CreatorStatement, found: Payment, currency: Currency) -> tuple[Cell, ...]:
    return (
        plain(creator.payee.name),
        plain(creator.payee.key),
        plain(found.contract),
        creator.due,
        *(_Amount(minor, currency) for minor in (found.gross, found.withheld, found.fee, found.net)),
        found.currency.code,
        _Amount(found.sent, found.currency),
        rate_in_words(found.exchange, currency) if found.exchange else "",
        _Amount(found.fee_of_brand, currency),
        plain(found.email),
        plain(found.account),
    )


def _unattributed(statement: PayoutStatement) -> Iterator[Sequence[Cell]]:
    for found in statement.unattributed:
        how = "code" if found.by_code else "creator"
        yield plain(found.who), how, found.orders, _Amount(found.gross, statement.currency)


class _Book:
    """Writes sheets; formats are made once for each kind of number."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        self._formats: dict[str, Format] = {}

    def write(self, kind: _Sheet, later: str, rows: Iterator[Sequence[Cell]]) -> None:
        """Rows below a heading; what a sheet cannot hold goes on in ``later 2``, ``later 3`` ..."""
        sheet, number = self._sheet(kind), 1
        place = first = min(len(kind.headings), 1)
        for row in rows:
            if place == MOST_ROWS:
                number += 1
                sheet, place = self._sheet(replace(kind, name=f"{later} {number}")), first
            self._row(sheet, place, row)
            place += 1

    def _sheet(self, kind: _Sheet) -> "Worksheet":
        sheet = self._book.add_worksheet(kind.name)
        for place, width in enumerate(kind.widths):
            sheet.set_column(place, place, width)
        if kind.headings:
            sheet.freeze_panes(1, 0)
            self._row(sheet, 0, tuple(map(_Strong, kind.headings)))
        return sheet

    def _row(self, sheet: "Worksheet", row: int, cells: Sequence[Cell]) -> None:
        for column, cell in enumerate(cells):
            self._cell(sheet, row, column, cell)

    def _cell(self, sheet: "Worksheet", row: int, column: int, cell: Cell) -> None:
        match cell:
            case None | "":
                pass
            case str():
                sheet.write_string(row, column, cell)
            case int():
                sheet.write_number(row, column, cell)
            case _Amount():
                self._money(sheet, row, column, cell)
            case _Rate():
                sheet.write_number(row, column, cell.ppm / PPM, self._format("0.######%", strong=False))
            case _Strong():
                sheet.write_string(row, column, cell.text, self._format("General", strong=True))
            case date():
                self._day(sheet, row, column, cell)
            case _:
                assert_never(cell)

    def _money(self, sheet: "Worksheet", row: int, column: int, cell: _Amount) -> None:
        if abs(cell.minor) >= _MOST_EXACT:
            sheet.write_string(row, column, exact_amount(cell.minor, cell.currency))
            return
        decimals = f".{'0' * cell.currency.digits}" if cell.currency.digits else ""
        layout = self._format(f"#,##0{decimals}", strong=cell.strong)
        sheet.write_number(row, column, cell.minor / cell.currency.minor, layout)

    def _day(self, sheet: "Worksheet", row: int, column: int, cell: date) -> None:
        if cell < _FIRST_DAY:
            sheet.write_string(row, column, cell.isoformat())
        else:
            sheet.write_datetime(row, column, _midnight(cell), self._format("yyyy-mm-dd", strong=False))

    def _format(self, layout: str, *, strong: bool) -> "Format":
        key = f"{layout}{strong}"
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"num_format": layout, "bold": strong})
        return self._formats[key]
