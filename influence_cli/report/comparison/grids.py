"""The tables of a comparison, as ready text."""

import math
from collections.abc import Iterable, Iterator

from influence_cli.metrics.catalogue import BY_NAME, Kind
from influence_cli.model.comparison import BookedCell, Changes, Comparison, Difference, MetricChange, letter
from influence_cli.model.money import Currency
from influence_cli.model.plan import GateResult
from influence_cli.report.comparison import prose
from influence_cli.report.layout.grid import GAP, Column, Grid, natural_width, text_column
from influence_cli.report.layout.statistic_columns import SHORT, headings
from influence_cli.report.values.gates import gate_kind
from influence_cli.report.values.labels import platform_label
from influence_cli.report.values.numbers import NOT_AVAILABLE, by_kind, chance, exact_money, told_apart
from influence_cli.report.values.sanitize import plain
from influence_cli.report.values.statistics import statistic

_NONE = "-"
_HASH = 12
"""Characters of a hash that tell two of them apart."""


def plans(result: Comparison) -> Grid:
    """Which letter stands for what, and each plan in short."""
    currency = result.currency
    rows = []
    for at, found in enumerate(result.alternatives):
        numbers = found.statistics
        rows.append(
            (
                letter(at),
                prose.full_name(result, at),
                prose.strategy_name(found),
                f"{found.creators:,}" if numbers else _NONE,
                by_kind(Kind.MONEY, numbers["cost"].mean, currency) if "cost" in numbers else _NONE,
                prose.value(Kind.RATE, "roi", numbers["roi"].mean, currency) if "roi" in numbers else _NONE,
                chance(found.probability_of_profit) if found.simulated else _NONE,
            )
        )
    columns = (
        text_column(""),
        text_column("Plan"),
        text_column("Strategy"),
        Column("Creators"),
        Column("Cost"),
        Column("ROI"),
        Column("Profitable"),
    )
    return Grid(columns, tuple(rows))


def spread(result: Comparison) -> Grid:
    """Mean and quantiles of every plan, metric by metric."""
    rows: list[tuple[str, ...]] = []
    for metric in result.metrics:
        shown = [
            (letter(at), *(_cell(metric, statistic(found.statistics[metric], name), result.currency) for name in SHORT))
            for at, found in enumerate(result.alternatives)
            if metric in found.statistics
        ]
        rows.extend(_grouped(metric, shown))
    return Grid((text_column("Metric"), text_column(""), *headings(SHORT)), tuple(rows))


def _cell(metric: str, number: float, currency: Currency) -> str:
    return prose.value(BY_NAME[metric].kind, metric, number, currency)


def differences(result: Comparison, *, room: int | None = None) -> Grid:
    """Every plan less the reference, in the same runs.

    Args:
        result: The comparison.
        room: Columns there are; with too few of them for a plan's large numbers P10 and P90 are left out. None
            for as many as it takes, the interval then as two ends.
    """
    if not paired(result):
        return _differences(result, ("Mean",))
    if room is None:
        return _differences(result, ("Mean", "From", "To", "P10", "P50", "P90", "Better", "Level"))
    usual = _differences(result, ("Mean", "+/-", "P10", "P50", "P90", "Better"))
    if natural_width(usual) <= room:
        return usual
    return _differences(result, ("Mean", "+/-", "P50", "Better"))


def paired(result: Comparison) -> bool:
    """Whether any two plans met the same runs."""
    return sum(found.simulated for found in result.alternatives) > 1


def _differences(result: Comparison, names: tuple[str, ...]) -> Grid:
    rows: list[tuple[str, ...]] = []
    for metric in result.metrics:
        kind = BY_NAME[metric].kind
        shown = []
        for at, found in enumerate(result.differences):
            if metric in found:
                cells = _difference_cells(found[metric], kind, result.currency)
                shown.append((letter(at), *(cells[name] for name in names)))
        rows.extend(_grouped(metric, shown))
    return Grid((text_column("Metric"), text_column(""), *map(Column, names)), tuple(rows))


def _difference_cells(found: Difference, kind: Kind, currency: Currency) -> dict[str, str]:
    return {
        "Mean": prose.signed(kind, found.mean, currency),
        "+/-": prose.unsigned(kind, prose.margin(found), currency),
        "From": prose.signed(kind, found.low, currency),
        "To": prose.signed(kind, found.high, currency),
        "P10": prose.signed(kind, found.p10, currency),
        "P50": prose.signed(kind, found.p50, currency),
        "P90": prose.signed(kind, found.p90, currency),
        "Better": prose.share(found.better),
        "Level": prose.share(found.tied),
    }


def _grouped(metric: str, shown: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Rows of one metric, its name on the first of them only."""
    for place, row in enumerate(shown):
        yield (BY_NAME[metric].label if place == 0 else "", *row)


def chances(result: Comparison, *, room: int | None = None) -> tuple[Grid, ...]:
    """The chance that the row beats the column, in as many tables as the width asks for."""
    places = range(len(result.alternatives))
    most = len(places) if room is None else max((room - 1) // (len(">99.9%") + GAP), 1)
    return tuple(
        Grid(
            (text_column(""), *(Column(letter(column)) for column in part)),
            tuple((letter(row), *(_chance(result, row, column) for column in part)) for row in places),
        )
        for part in (places[start : start + most] for start in range(0, len(places), most))
    )


def _chance(result: Comparison, row: int, column: int) -> str:
    return _NONE if row == column else prose.share(result.chances[row][column])


def facts(result: Comparison, changes: Changes) -> Grid:
    """What differs between the saved plan's circumstances and today's."""
    rows = [
        (prose.label(fact.name), _fact(fact.name, fact.before), _fact(fact.name, fact.after))
        for fact in changes.facts
        if fact.changed
    ]
    for name, (before, after) in (("Budget", changes.budget), ("Boost", changes.boost)):
        if before != after:
            rows.append((name, exact_money(before, result.currency), exact_money(after, result.currency)))
    return Grid((text_column(""), text_column("Saved"), text_column("Now")), tuple(rows))


def _fact(name: str, text: str) -> str:
    return plain(text, 30)[:_HASH] if name == "spec_sha256" else plain(text, 30)


def cells(result: Comparison, changes: Changes) -> Grid:
    """Cells that are booked differently."""
    rows = []
    for change in changes.cells:
        if change.changed:
            cell = change.cell
            names = (cell.tier, platform_label(cell.platform), cell.contract, cell.phase)
            sides = (change.before, change.after)
            rows.append(
                (
                    *(plain(name, 20) for name in names),
                    *(_NONE if side is None else f"{side.creators:,}" for side in sides),
                    *(_each(side, result.currency) for side in sides),
                )
            )
    columns = (
        *map(text_column, ("Tier", "Platform", "Contract", "Phase")),
        *map(Column, ("Creators", "now", "Each", "now")),
    )
    return Grid(columns, tuple(rows))


def _each(cell: BookedCell | None, currency: Currency) -> str:
    return _NONE if cell is None or not cell.unit_cost else by_kind(Kind.MONEY, cell.unit_cost, currency)


def before_and_after(result: Comparison, changes: Changes, *, room: int | None = None) -> Grid:
    """Metrics as saved and as simulated now; without the middle run where there is no room for it."""
    whole = _before_and_after(result, changes, ("mean", "p50"))
    if room is None or natural_width(whole) <= room:
        return whole
    return _before_and_after(result, changes, ("mean",))


def _before_and_after(result: Comparison, changes: Changes, names: tuple[str, ...]) -> Grid:
    rows = tuple(
        (BY_NAME[change.metric].label, *(cell for name in names for cell in _moved(change, name, result.currency)))
        for change in changes.metrics
    )
    columns = (Column(text) for name in names for text in (name.capitalize(), "now", "change"))
    return Grid((text_column("Metric"), *columns), rows)


def _moved(change: MetricChange, name: str, currency: Currency) -> tuple[str, str, str]:
    kind = BY_NAME[change.metric].kind
    before, after, apart = (statistic(side, name) for side in (change.before, change.after, change.delta))
    return (
        prose.value(kind, change.metric, before, currency),
        prose.value(kind, change.metric, after, currency),
        prose.signed(kind, apart, currency) if apart or math.isnan(apart) else "0",
    )


def gates(result: Comparison) -> Grid:
    """Every gate with what it demands and what it found."""
    return Grid(
        (text_column("Gate"), Column("Value"), Column("Limit"), text_column("Result")),
        tuple(_gate(seen, result.currency) for seen in result.gates),
    )


def _gate(seen: GateResult, currency: Currency) -> tuple[str, ...]:
    shown = told_apart(gate_kind(seen.gate), seen.value, seen.limit, currency)
    found = shown[0] if math.isfinite(seen.value) else NOT_AVAILABLE
    return (plain(seen.gate.text, 60), found, shown[1], "PASS" if seen.passed else "FAIL")
