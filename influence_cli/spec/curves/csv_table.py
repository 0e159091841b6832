"""Curves in CSV, a row per channel, to the tree that YAML and JSON are read to; every cell keeps its place."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from influence_cli.model.errors import Place, Problem
from influence_cli.spec.curves.cells import Cell, CellError, Row, rows_of
from influence_cli.spec.curves.responses import PARAMETERS
from influence_cli.spec.faults import fault
from influence_cli.spec.loader import Loaded, UnreadableError, decoded
from influence_cli.spec.nodes import Items, Node, Scalar, Table
from influence_cli.spec.text import listed, nearest, printable, shown

RESPONSE_COLUMNS = ("type", *PARAMETERS)
CHANNEL_COLUMNS = ("name", "min_spend", "max_spend", "locked", "unit_cost", "max_units")
GROUP_COLUMNS = ("group", "group_min_share", "group_max_share")
COLUMNS = (*CHANNEL_COLUMNS[:1], *RESPONSE_COLUMNS, *CHANNEL_COLUMNS[1:], *GROUP_COLUMNS)
"""Every column there may be, in any order; empty cells count as not written."""

_EXAMPLE = "a line of headings such as name,type,maximum,half_saturation,slope"
_NEEDED = ("name", "type")

Entries = dict[str, tuple[Place, Node]]
Record = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class _Line:
    """A row under its headings: the cells that hold anything."""

    place: Place
    cells: Record


def load_csv(name: str, content: bytes) -> Loaded:
    """Read a file of channels.

    Args:
        name: What the file is called in places.
        content: Its bytes; UTF-8, with or without a byte order mark; commas, semicolons or tabs between cells.
    """
    shown_name = printable(name)
    start = Place(shown_name, 1, 1)
    try:
        rows = [row for row in rows_of(decoded(content, shown_name), shown_name) if any(cell.text for cell in row)]
    except UnreadableError as unreadable:
        return Loaded(None, (unreadable.problem,))
    except CellError as error:
        return Loaded(None, (fault("syntax", error.place, (), error.what, error.expected),))
    if not rows:
        return Loaded(None, (fault("empty", start, (), "nothing is written here", _EXAMPLE),))
    columns, problems = _columns(rows[0])
    if not set(_NEEDED) <= set(columns):
        return Loaded(None, problems)
    lines = []
    for number, row in enumerate(rows[1:]):
        lines.append(_Line(row[0].place, _record(columns, row)))
        problems = (*problems, *_beyond(row, len(columns), number))
    channels = Items(tuple(_channel(line) for line in lines), start)
    groups, clashes = _groups(lines)
    entries: Entries = {"channels": (start, channels)}
    if groups:
        entries["groups"] = (groups[0].place, Items(groups, groups[0].place))
    return Loaded(Table(entries, start), (*problems, *clashes))


def _columns(heading: Row) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The name of each column, empty for one that is not read, and what is wrong with the headings.

    A column that is misspelt is read as the one that was probably meant, so that its cells are checked as well.
    """
    names: list[str] = []
    problems: list[Problem] = []
    for cell in heading:
        word = cell.text.lower().replace(" ", "_")
        if word and word not in COLUMNS:
            what, suggestion = f"the column {shown(cell.text)} is not known", nearest(cell.text, COLUMNS)
            expected = "" if suggestion else f"one of {listed(COLUMNS)}"
            problems.append(fault("unknown-key", cell.place, (), what, expected, suggestion))
            word = suggestion
        elif word in names:
            what = f"the column {shown(cell.text)} stands twice"
            problems.append(fault("duplicate-key", cell.place, (), what, "each column once"))
        names.append("" if word in names else word)
    for needed in _NEEDED:
        if needed not in names:
            what = f"there is no column {shown(needed)}"
            problems.append(fault("missing-key", heading[0].place, (), what, _EXAMPLE))
    return tuple(names), tuple(problems)


def _record(columns: Iterable[str], row: Row) -> Record:
    return {column: cell for column, cell in zip(columns, row, strict=False) if column and cell.text}


def _beyond(row: Row, width: int, number: int) -> Iterator[Problem]:
    """A cell without a heading, as a comma within a number makes one."""
    for cell in row[width:]:
        if cell.text:
            what = f"the cell {shown(cell.text)} has no heading: this line has more cells than the first"
            expected = "a number with a comma in quotes, or without the comma"
            yield fault("wrong-type", cell.place, ("channels", number), what, expected)
            return


def _channel(line: _Line) -> Table:
    response = _entries(line.cells, RESPONSE_COLUMNS)
    if "points" in response:
        place = line.cells["points"].place
        response["points"] = (place, _points(line.cells["points"]))
    entries = _entries(line.cells, CHANNEL_COLUMNS)
    entries["response"] = (line.place, Table(response, line.place))
    return Table(entries, line.place)


def _entries(cells: Record, columns: Iterable[str]) -> Entries:
    return {column: (cells[column].place, _scalar(cells[column])) for column in columns if column in cells}


def _scalar(cell: Cell) -> Scalar:
    return Scalar(cell.text, False, cell.place)


def _points(cell: Cell) -> Items:
    """Points as ``spend:response`` with blanks between them; all stand where the cell stands."""
    pairs = (point.split(":") for point in cell.text.split())
    return Items(
        tuple(Items(tuple(Scalar(part, False, cell.place) for part in pair), cell.place) for pair in pairs),
        cell.place,
    )


def _groups(lines: Iterable[_Line]) -> tuple[tuple[Table, ...], tuple[Problem, ...]]:
    """Groups by their names: the lines that name one are its channels, and any of them may hold its shares."""
    members: dict[str, list[Scalar]] = {}
    shares: dict[str, Entries] = {}
    problems: list[Problem] = []
    for number, line in enumerate(lines):
        name = line.cells.get("group")
        for column, key in (("group_min_share", "min_share"), ("group_max_share", "max_share")):
            cell = line.cells.get(column)
            if cell is None:
                continue
            path = ("channels", number, column)
            if name is None:
                what = "a share of a group stands here, but the line names no group"
                problems.append(fault("missing-key", cell.place, path, what, "the group's name in the column group"))
                continue
            kept = shares.setdefault(name.text, {}).setdefault(key, (cell.place, _scalar(cell)))
            if isinstance(kept[1], Scalar) and kept[1].text != cell.text:
                what = f"the group {shown(name.text)} has {shown(kept[1].text)} here in line {kept[0].line}"
                problems.append(fault("bad-share", cell.place, path, what, "one share for a group"))
        if name is not None:
            found = members.setdefault(name.text, [])
            if "name" in line.cells:
                found.append(_scalar(line.cells["name"]))
    places = {line.cells["group"].text: line.cells["group"] for line in reversed(list(lines)) if "group" in line.cells}
    groups = tuple(
        Table(
            {
                "name": (places[name].place, _scalar(places[name])),
                "channels": (places[name].place, Items(tuple(found), places[name].place)),
                **shares.get(name, {}),
            },
            places[name].place,
        )
        for name, found in members.items()
    )
    return groups, tuple(problems)
