"""Lines of one creator as tables of ready text: what a run adds, and what waits."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from influence_cli.model.money import Currency, percent
from influence_cli.model.payout import OPENS, EntryKind, Line
from influence_cli.report.layout.grid import Column, Grid, text_column
from influence_cli.report.payout import prose
from influence_cli.report.payout.amounts import amount, coded_amount
from influence_cli.report.payout.grids import fitting
from influence_cli.report.values.sanitize import SENTENCE_LIMIT, plain

_LAYOUTS = ((True, True), (False, True), (False, False))
"""Whether there are columns of entry and month, and of base and rate; from the widest table to the narrowest."""

_Cells = tuple[Column, Callable[[Line], str]]
"""A column with what it says of a line."""


def lines(found: Iterable[Line], currency: Currency, room: int, most: int) -> tuple[Grid, tuple[str, ...]]:
    """Lines of one creator with their notes, numbered; those beyond ``most`` are summed up.

    Args:
        found: The lines; they are read once.
        currency: Of their amounts.
        room: Columns of the page.
        most: Lines that are shown.

    Returns:
        The table, and the notes below it.
    """
    reading = iter(found)
    shown = list(islice(reading, most))
    rest = opened = held = 0
    for line in reading:
        rest += 1
        opened += line.amount if line.kind in OPENS else 0
        held += line.amount if line.kind is EntryKind.HELD else 0
    notes = {text: place for place, text in enumerate(dict.fromkeys(filter(None, map(_note, shown))), 1)}
    grid = fitting((_lines(shown, currency, notes, wide=wide, whole=whole) for wide, whole in _LAYOUTS), room)
    said = [f"({place}) {text}" for text, place in notes.items()]
    if rest:
        waits = f" and what is held by {coded_amount(held, currency)}" if held else ""
        came = f"they change what is owed by {coded_amount(opened, currency)}"
        said.append(f"And {_more(rest)}: {came}{waits}. {_ELSEWHERE}")
    return grid, tuple(said)


def waiting(found: Iterable[Line], currency: Currency, room: int, most: int) -> tuple[Grid, tuple[str, ...]]:
    """What waits of one creator, event by event, and all of it together; those beyond ``most`` are summed up.

    Args:
        found: The lines; they are read once.
        currency: Of their amounts.
        room: Columns of the page.
        most: Lines that are shown.

    Returns:
        The table, and what stands below it.
    """
    reading = iter(found)
    shown = list(islice(reading, most))
    rest = others = 0
    for line in reading:
        rest += 1
        others += line.amount
    grid = fitting((_waiting(shown, rest, others, currency, wide=wide, whole=whole) for wide, whole in _LAYOUTS), room)
    return grid, (_ELSEWHERE,) if rest else ()


_ELSEWHERE = "JSON, CSV and XLSX list every line."


def _more(lines: int) -> str:
    return "1 more line" if lines == 1 else f"{lines:,} more lines"


def _lines(shown: Sequence[Line], currency: Currency, notes: dict[str, int], *, wide: bool, whole: bool) -> Grid:
    columns: list[_Cells] = [
        (text_column("Day"), _day),
        (text_column("Event"), _event),
        (text_column("Term"), _term if wide else _term_and_entry),
    ]
    if wide:
        columns += [(text_column("Entry"), lambda line: line.kind.value), (text_column("Month"), _month)]
    columns += _rated(shown, currency, whole=whole)
    columns.append((Column("Amount"), lambda line: amount(line.amount, currency)))
    if notes:
        columns.append((text_column("Note"), lambda line: f"({notes[_note(line)]})" if _note(line) else ""))
    return _grid(shown, columns, whole=whole)


def _waiting(shown: Sequence[Line], rest: int, others: int, currency: Currency, *, wide: bool, whole: bool) -> Grid:
    columns: list[_Cells] = [(text_column("Day"), _day), (text_column("Event"), _event), (text_column("Term"), _term)]
    if wide:
        columns.append((text_column("Month"), _month))
    columns += _rated(shown, currency, whole=whole)
    columns += [
        (Column("Amount"), lambda line: amount(line.amount, currency)),
        (text_column("Waits"), _note),
    ]
    grid = _grid(shown, columns, whole=whole)
    blank = ("",) * (len(columns) - 3)
    summed = [(prose.others(rest), *blank, amount(others, currency), "")] if rest else []
    total = others + sum(line.amount for line in shown)
    several = len(shown) + rest > 1
    summed += [("Together", *blank, amount(total, currency), "")] if several else []
    return Grid(grid.columns, (*grid.rows, *summed), has_total=several, note=grid.note)


def _rated(shown: Sequence[Line], currency: Currency, *, whole: bool) -> list[_Cells]:
    columns: list[_Cells] = []
    if any(line.band for line in shown):
        columns.append((Column("Band"), lambda line: str(line.band) if line.band else ""))
    if whole:
        columns.append((Column("Base"), lambda line: "" if line.base is None else amount(line.base, currency)))
        columns.append((Column("Rate"), lambda line: "" if line.rate is None else percent(line.rate)))
    return columns


def _grid(shown: Sequence[Line], columns: Sequence[_Cells], *, whole: bool) -> Grid:
    return Grid(
        tuple(column for column, _ in columns),
        tuple(tuple(cell(line) for _, cell in columns) for line in shown),
        note="" if whole else "No room for Base and Rate: every other format has them.",
    )


def _day(line: Line) -> str:
    return line.day.isoformat() if line.day else _month(line)


def _month(line: Line) -> str:
    return plain(line.month, 20)


def _event(line: Line) -> str:
    return plain(line.event, 60)


def _term(line: Line) -> str:
    return plain(line.term, 60)


def _term_and_entry(line: Line) -> str:
    """A term, with the kind of the entry where it is not simply earned."""
    term = _term(line)
    return term if line.kind is EntryKind.EARNED or line.term == line.kind else f"{term}, {line.kind.value}"


def _note(line: Line) -> str:
    return plain(line.note, SENTENCE_LIMIT)
