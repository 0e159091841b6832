"""An allocation to response curves for the terminal, laid out here: Rich would double the time of the command."""

import textwrap
import unicodedata
from collections.abc import Iterable, Sequence

from influence_cli.model.curves import CurveAllocation
from influence_cli.report.curves import figures, prose
from influence_cli.report.layout.grid import GAP, Column, Grid
from influence_cli.report.layout.width import NARROWEST, page_width
from influence_cli.report.values.sanitize import plain

_GAP = " " * GAP
_INDENT = "  "
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"
_ELLIPSIS = "…"
_LEAST_NAME = 8


def curves_table(
    allocation: CurveAllocation, *, version: str, input_sha256: str, width: int = NARROWEST, color: bool = False
) -> str:
    """Render an allocation for people.

    Args:
        allocation: What was decided, with its certificate.
        version: Version of the programme.
        input_sha256: Hash of what was asked.
        width: Columns of the terminal; below 80 the report is laid out for 80, beyond 120 for 120.
        color: Whether to emphasize; the text is the same without.

    Returns:
        Lines of text, the last one ended; no line is longer than the page.
    """
    page = page_width(width)
    first, *others = prose.sentences(allocation)
    lines = [
        _bold(figures.title(allocation), color),
        "",
        *_wrapped(first, page, bold=color),
        *(line for sentence in others for line in _wrapped(sentence, page)),
        "",
        *_pairs(prose.facts(allocation)),
        "",
        f"{_bold('ALLOCATION', color)}  {_aside(allocation)}",
        *(_INDENT + line for line in _table(figures.channels(allocation), page - len(_INDENT), color)),
        "",
        f"influence {plain(version, 20)}, {allocation.nodes:,} node{'' if allocation.nodes == 1 else 's'} examined",
        f"input sha256 {plain(input_sha256, 64)}",
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _aside(allocation: CurveAllocation) -> str:
    unit = plain(allocation.problem.currency, 10)
    if not unit:
        return "marginal return: response per further unit of money"
    return f"spend in {unit}; marginal return: response per further {unit}"


def _wrapped(text: str, width: int, *, bold: bool = False) -> Iterable[str]:
    return (_bold(line, bold) for line in textwrap.wrap(text, width, break_on_hyphens=False))


def _pairs(pairs: Sequence[tuple[str, str]]) -> Iterable[str]:
    column = max(len(name) for name, _ in pairs)
    return (f"{name:<{column}}   {value}" for name, value in pairs)


def _table(grid: Grid, room: int, color: bool) -> Iterable[str]:
    cells = [tuple(column.heading for column in grid.columns), *grid.rows]
    widths = [max(cell_width(row[at]) for row in cells) for at in range(len(grid.columns))]
    numbers = sum(widths[1:]) + len(_GAP) * len(widths[1:])
    widths[0] = max(_LEAST_NAME, min(widths[0], room - numbers))
    rule = "-" * (widths[0] + numbers)
    heading, *rows, total = (_line(row, grid.columns, widths) for row in cells)
    return (_bold(heading, color), rule, *rows, rule, _bold(total, color))


def _line(row: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    return _GAP.join(
        _padded(cell, width, right=column.number) for cell, column, width in zip(row, columns, widths, strict=True)
    ).rstrip()


def _padded(cell: str, width: int, *, right: bool) -> str:
    text = _cut(cell, width)
    blanks = " " * (width - cell_width(text))
    return blanks + text if right else text + blanks


def _cut(text: str, width: int) -> str:
    if cell_width(text) <= width:
        return text
    while cell_width(text) > width - 1:
        text = text[:-1]
    return text.rstrip() + _ELLIPSIS


def cell_width(text: str) -> int:
    """Columns that a text takes in a terminal.

    >>> cell_width("abc"), cell_width("日本"), cell_width("e\u0301")
    (3, 4, 1)
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.category(sign) in ("Mn", "Me") else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )


def _bold(text: str, color: bool) -> str:
    return f"{_BOLD}{text}{_PLAIN}" if color and text else text
