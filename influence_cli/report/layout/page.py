"""Sections of text and tables on a terminal's page: lines no longer than it, readable without color."""

from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

from rich.box import Box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from influence_cli.report.layout.grid import Grid
from influence_cli.report.layout.width import page_width
from influence_cli.report.layout.wrapping import Words

INDENT = 2
"""Columns that what stands below a heading is set in."""

GAP = 3
"""Blanks between names and values, and between sections side by side."""

_RULED = Box("    \n    \n -- \n    \n -- \n    \n    \n    \n", ascii=True)
"""A line below the headings and above the total, in characters every terminal and log viewer has."""


def printed(sections: Iterable[RenderableType], *, width: int, color: bool) -> str:
    """Lines of text, the last one ended, without blanks at their ends."""
    console = Console(
        file=StringIO(),
        width=page_width(width),
        height=100,
        color_system="standard" if color else None,
        force_terminal=color,
        no_color=not color,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    with console.capture() as captured:
        for part in sections:
            console.print(part)
    return "\n".join(line.rstrip() for line in captured.get().rstrip().split("\n")) + "\n"


def heading(title: str, subtitle: str, sentences: Sequence[str]) -> RenderableType:
    """What the page is about, and what it says in sentences, the first of them in bold."""
    parts = [Text(title, style="bold"), Text(subtitle), Text()]
    parts += [Text(sentence, style="" if place else "bold") for place, sentence in enumerate(sentences)]
    return Group(*parts)


def section(title: str, aside: str, *parts: RenderableType) -> RenderableType:
    """A heading in capitals, with its parts set in below it."""
    line = Text(title.upper(), style="bold")
    if aside:
        line.append(f"  {aside}", style="not bold")
    return Group(Text(), line, *(Padding(part, (0, 0, 0, INDENT)) for part in parts))


def facts(pairs: Iterable[tuple[str, str]], style: str = "bold") -> RenderableType:
    """Names with their values, one below the other."""
    grid = Table.grid(padding=(0, GAP, 0, 0), pad_edge=False)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in pairs:
        grid.add_row(Text(name), Text(value, style=style))
    return grid


def paragraphs(texts: Iterable[str]) -> tuple[Text, ...]:
    """Sentences below each other, empty ones left out."""
    return tuple(Text(text) for text in texts if text)


def table(grid: Grid, styles: Mapping[str, str] | None = None) -> RenderableType:
    """A table whose numbers are never cut, with its note below it.

    Args:
        grid: The table.
        styles: How cells of words are emphasized, by what they hold.
    """
    emphasized = styles or {}
    drawn = Table(
        box=_RULED,
        show_edge=False,
        show_footer=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        header_style="bold",
        border_style="dim",
    )
    for place, column in enumerate(grid.columns):
        drawn.add_column(
            Text(column.heading),
            justify="right" if column.number else "left",
            no_wrap=column.number,
            min_width=_least(grid, place) if column.number else None,
        )
    last = len(grid.rows) - 1
    for place, row in enumerate(grid.rows):
        before_total = grid.has_total and place == last - 1
        style = "bold" if grid.has_total and place == last else ""
        cells = (
            Text(cell) if column.number else Words(cell, emphasized.get(cell, ""))
            for cell, column in zip(row, grid.columns, strict=True)
        )
        drawn.add_row(*cells, end_section=before_total, style=style)
    return Group(drawn, Text(grid.note)) if grid.note else drawn


def _least(grid: Grid, place: int) -> int:
    """Characters of the longest number of a column, which are never given up."""
    return max(len(grid.columns[place].heading), *(len(row[place]) for row in grid.rows), 0)
