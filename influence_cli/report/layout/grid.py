"""A table of ready text."""

from dataclasses import dataclass

NAME_LIMIT = 40
"""Longest name shown in a cell, in characters as people see them."""

GAP = 2
"""Blanks between two columns of a table on the terminal."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and whether it holds numbers (right-aligned, never broken or cut)."""

    heading: str
    number: bool = True


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of ready text.

    Attributes:
        columns: Headings.
        rows: Cells, one per column.
        has_total: Whether the last row sums up the others.
        note: A footnote, or an empty string.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    has_total: bool = False
    note: str = ""


def natural_width(grid: Grid) -> int:
    """Characters a table takes with no cell broken.

    >>> natural_width(Grid((Column("Tier"), Column("Cost")), (("nano", "12,000"),)))
    12
    """
    columns = zip(*([column.heading for column in grid.columns], *grid.rows), strict=True)
    return sum(max(map(len, cells)) for cells in columns) + GAP * (len(grid.columns) - 1)


def text_column(heading: str) -> Column:
    """A column of words."""
    return Column(heading, number=False)
