"""A table of ready text, and the columns of statistics that several tables share."""

from collections.abc import Iterable
from dataclasses import dataclass

from influence_cli.metrics.catalogue import Kind
from influence_cli.model.money import Currency
from influence_cli.model.plan import Statistics
from influence_cli.report.numbers import by_kind
from influence_cli.report.rows import statistic

NAME_LIMIT = 40
"""Longest name shown in a cell, in characters as people see them."""

SHORT = ("mean", "p10", "p50", "p90")
LONG = ("mean", "p5", "p10", "p50", "p90", "p95")


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


def natural_width(grid: Grid, gap: int) -> int:
    """Characters a table takes with no cell broken, ``gap`` between two columns.

    >>> natural_width(Grid((Column("Tier"), Column("Cost")), (("nano", "12,000"),)), 2)
    12
    """
    columns = zip(*([column.heading for column in grid.columns], *grid.rows), strict=True)
    return sum(max(map(len, cells)) for cells in columns) + gap * (len(grid.columns) - 1)


def text_column(heading: str) -> Column:
    """A column of words."""
    return Column(heading, number=False)


def headings(names: Iterable[str]) -> tuple[Column, ...]:
    """A column of numbers for each statistic."""
    return tuple(Column(name.capitalize()) for name in names)


def statistic_cells(values: Statistics, kind: Kind, currency: Currency, names: Iterable[str]) -> tuple[str, ...]:
    """Some statistics of a quantity as text."""
    return tuple(by_kind(kind, statistic(values, name), currency) for name in names)
