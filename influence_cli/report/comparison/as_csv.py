"""A comparison as one tidy table: a row per number, for spreadsheets and data frames."""

from collections.abc import Iterator
from typing import NamedTuple

from influence_cli.model.comparison import Changes, Comparison, letter
from influence_cli.report.comparison.as_json import DIFFERENCE
from influence_cli.report.layout.csv_text import Value, csv_text
from influence_cli.report.values import exact
from influence_cli.report.values.gates import gate_kind
from influence_cli.report.values.statistics import STATISTICS, kind_of, statistic

COLUMNS = ("section", "plan", "name", "statistic", "value", "unit")
"""Headings, in this order in every version 1 file; ``plan`` is the letter that the section plan explains."""


class _Row(NamedTuple):
    section: str
    plan: str
    name: str
    statistic: str
    value: Value
    unit: str = ""


def comparison_csv(result: Comparison) -> str:
    """Render a comparison as CSV with a heading line.

    Money is in major units with the currency's decimals, its code as the unit; what is not a number is an
    empty cell. Text that a spreadsheet would read as a formula starts with an apostrophe; numbers do not.
    """
    return csv_text(COLUMNS, _rows(result))


def _rows(result: Comparison) -> Iterator[_Row]:
    yield from _run(result)
    yield from _plans(result)
    for at, found in enumerate(result.alternatives):
        for metric, values in found.statistics.items():
            for name in STATISTICS:
                yield _metric(result, "statistics", letter(at), metric, name, statistic(values, name))
    yield from _differences(result)
    for row, chances in enumerate(result.chances):
        for column, share in enumerate(chances):
            if row != column:
                number = exact.number(share)
                yield _Row("chances", letter(row), result.main_metric, f"beats {letter(column)}", number, "fraction")
    if result.changes is not None:
        yield from _changes(result, result.changes)
    yield from _gates(result)
    for note in result.notes:
        yield _Row("notes", "", "", "", note)


def _run(result: Comparison) -> Iterator[_Row]:
    yield _Row("run", "", "version", "", result.version)
    yield _Row("run", "", "seed", "", result.seed)
    yield _Row("run", "", "draws", "", result.draws)
    yield _Row("run", "", "currency", "", result.currency.code)
    yield _Row("run", "", "main_metric", "", result.main_metric)
    yield _Row("run", "", "reference", "", letter(result.reference))
    yield _Row("run", "", "judged", "", letter(result.judged))


def _plans(result: Comparison) -> Iterator[_Row]:
    for at, found in enumerate(result.alternatives):
        name = letter(at)
        for key, value in (
            ("file", found.name),
            ("side", found.side.value),
            ("campaign", found.campaign),
            ("goal", found.goal),
            ("strategy", found.strategy),
            ("spec_sha256", found.spec_sha256),
            ("benchmarks", found.benchmarks),
            ("infeasible", found.infeasible),
            ("unsimulated", found.unsimulated),
        ):
            yield _Row("plan", name, key, "", value)
        for key, amount in (("budget", found.budget), ("boost", found.boost)):
            yield _Row("plan", name, key, "", exact.money(amount, result.currency), result.currency.code)
        yield _Row("plan", name, "creators", "", found.creators, "count")
        yield _Row("plan", name, "probability_of_profit", "", exact.number(found.probability_of_profit), "fraction")
        for cell in found.cells:
            yield _Row("cells", name, cell.key, "creators", cell.creators, "count")
            yield _Row("cells", name, cell.key, "deliverables", cell.deliverables, "count per creator")
            each = exact.money(cell.unit_cost, result.currency)
            yield _Row("cells", name, cell.key, "unit_cost", each, result.currency.code)


def _differences(result: Comparison) -> Iterator[_Row]:
    for at, differences in enumerate(result.differences):
        for metric, found in differences.items():
            for name in DIFFERENCE:
                yield _metric(result, "difference", letter(at), metric, name, getattr(found, name))
            for name in ("better", "tied"):
                yield _Row("difference", letter(at), metric, name, exact.number(getattr(found, name)), "fraction")


def _changes(result: Comparison, changes: Changes) -> Iterator[_Row]:
    name = letter(result.judged)
    for fact in changes.facts:
        yield _Row("changes", name, fact.name, "saved", fact.before)
        yield _Row("changes", name, fact.name, "now", fact.after)
    for key, sides in (("budget", changes.budget), ("boost", changes.boost)):
        for word, amount in zip(("saved", "now"), sides, strict=True):
            yield _Row("changes", name, key, word, exact.money(amount, result.currency), result.currency.code)
    for change in changes.metrics:
        for kept in STATISTICS:
            for word, side in (("saved", change.before), ("now", change.after), ("change", change.delta)):
                yield _metric(result, "changes", name, change.metric, f"{kept} {word}", statistic(side, kept))


def _gates(result: Comparison) -> Iterator[_Row]:
    name = letter(result.judged)
    for seen in result.gates:
        kind, text = gate_kind(seen.gate), seen.gate.text
        unit = exact.unit(kind, result.currency)
        yield _Row("gates", name, text, "value", exact.by_kind(kind, seen.value, result.currency), unit)
        yield _Row("gates", name, text, "limit", exact.by_kind(kind, seen.limit, result.currency), unit)
        yield _Row("gates", name, text, "result", "passed" if seen.passed else "failed")


def _metric(result: Comparison, section: str, plan: str, metric: str, name: str, value: float) -> _Row:
    kind = kind_of(metric)
    return _Row(
        section, plan, metric, name, exact.by_kind(kind, value, result.currency), exact.unit(kind, result.currency)
    )
