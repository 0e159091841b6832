"""Columns of statistics, the same in all tables."""

from collections.abc import Iterable

from influence_cli.metrics.catalogue import Kind
from influence_cli.model.money import Currency
from influence_cli.model.plan import Statistics
from influence_cli.report.layout.grid import Column
from influence_cli.report.values.numbers import by_kind
from influence_cli.report.values.statistics import statistic

SHORT = ("mean", "p10", "p50", "p90")
LONG = ("mean", "p5", "p10", "p50", "p90", "p95")


def headings(names: Iterable[str]) -> tuple[Column, ...]:
    """A column of numbers for each statistic."""
    return tuple(Column(name.capitalize()) for name in names)


def statistic_cells(values: Statistics, kind: Kind, currency: Currency, names: Iterable[str]) -> tuple[str, ...]:
    """Some statistics of a quantity as text."""
    return tuple(by_kind(kind, statistic(values, name), currency) for name in names)
