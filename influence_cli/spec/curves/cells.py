"""CSV text to cells with places: separators found out, quotes as spreadsheets write them (RFC 4180)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from influence_cli.model.errors import Place
from influence_cli.spec.curves.kinds import SEPARATORS

_NAMED_SEPARATOR = re.compile(rf"[sS][eE][pP]=([{SEPARATORS}])\r?\n?")
_QUOTED = re.compile(r'[ ]*"((?:[^"]|"")*)"[ ]*')
_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell without quotes and blanks around it, and where it begins."""

    text: str
    place: Place


Row = list[Cell]


class CellError(ValueError):
    """Text that cannot be split into cells."""

    def __init__(self, place: Place, what: str, expected: str) -> None:
        """Keep the words for the message."""
        super().__init__(what)
        self.place = place
        self.what = what
        self.expected = expected


def rows_of(text: str, name: str) -> Iterator[Row]:
    r"""The rows of a file, each with at least one cell.

    Args:
        text: The file.
        name: What it is called in places.

    Raises:
        CellError: A quotation mark is not closed, or text follows a closing one.

    >>> [[cell.text for cell in row] for row in rows_of('name;cost\n"a; b";7\n', "x")]
    [['name', 'cost'], ['a; b', '7']]
    """
    separator, position, line = _separator(text)
    plain = re.compile(rf"[^{separator}\r\n]*")
    line_start = position
    row: Row = []
    while position <= len(text):
        place = Place(name, line, position - line_start + 1)
        quoted = _QUOTED.match(text, position)
        if quoted:
            row.append(Cell(quoted[1].replace('""', '"').strip(), place))
            breaks = list(_BREAK.finditer(quoted[0]))
            if breaks:
                line += len(breaks)
                line_start = position + breaks[-1].end()
            position = quoted.end()
        else:
            found = plain.match(text, position)
            written = found[0] if found else ""
            if written.lstrip().startswith('"'):
                raise CellError(place, "a quotation mark is never closed", "a closing quotation mark")
            row.append(Cell(written.strip(), place))
            position += len(written)
        end = _BREAK.match(text, position)
        if position == len(text) or end:
            yield row
            row = []
            if not end or end.end() == len(text):
                return
            position, line = end.end(), line + 1
            line_start = position
        elif text[position] == separator:
            position += 1
        else:
            after = Place(name, line, position - line_start + 1)
            raise CellError(after, "text follows the closing quotation mark", "a separator, or two quotation marks")


def _separator(text: str) -> tuple[str, int, int]:
    """What stands between cells, where the first row starts, and its line."""
    named = _NAMED_SEPARATOR.match(text)
    if named:
        return named[1], named.end(), 2
    first = _BREAK.split(text.lstrip("\r\n"), maxsplit=1)[0]
    return max(SEPARATORS, key=first.count), 0, 1
