"""A plan as tables of ready text, shared by terminal and Markdown; text from outside is made plain here."""

import math
from collections.abc import Mapping
from dataclasses import replace

from influence_cli.metrics.catalogue import BY_NAME
from influence_cli.model.estimate import Confidence, Estimate
from influence_cli.model.plan import Booking, PlanResult
from influence_cli.report.layout import charts
from influence_cli.report.layout.grid import NAME_LIMIT, Column, Grid, natural_width, text_column
from influence_cli.report.layout.statistic_columns import LONG, SHORT, headings, statistic_cells
from influence_cli.report.plan.rows import (
    booked,
    budget_rows,
    creators_by_tier,
    planned_cost,
    projection_rows,
    share,
    tiers_in_order,
)
from influence_cli.report.values.gates import gate_kind
from influence_cli.report.values.labels import platform_label, quantity_label
from influence_cli.report.values.numbers import (
    NOT_AVAILABLE,
    by_kind,
    chance,
    coded,
    count,
    exact_column,
    exact_money,
    money,
    percent,
    signed_percent,
    told_apart,
)
from influence_cli.report.values.sanitize import plain
from influence_cli.report.values.statistics import NO_STATISTICS, kind_of, quantity_kind, statistic


def allocation(result: PlanResult, *, room: int | None = None) -> Grid:
    """Creators booked, by tier and platform, with phases where there are several.

    Args:
        result: The plan.
        room: Characters there are; the column of shares, which follow from the costs, is left out where it
            would break names. Without it every column is shown.
    """
    whole = _allocation(result)
    if room is None or natural_width(whole) <= room or "Phase" not in _titles(whole):
        return whole
    return replace(whole, columns=whole.columns[:-1], rows=tuple(row[:-1] for row in whole.rows))


def _allocation(result: PlanResult) -> Grid:
    rows = booked(result)
    currency = result.campaign.currency
    phased = len({booking.cell.phase.name for booking in rows}) > 1
    budget = result.campaign.budget.total

    def row(booking: Booking) -> tuple[str, ...]:
        cell = booking.cell
        return (
            cell.tier,
            platform_label(cell.platform),
            *((plain(cell.phase.name, NAME_LIMIT),) if phased else ()),
            plain(cell.contract.name, NAME_LIMIT),
            count(booking.creators),
            count(booking.creators * cell.deliverables),
            money(booking.unit_cost, currency),
            money(booking.planned_cost, currency),
            percent(share(booking.planned_cost, budget)),
        )

    cost = planned_cost(result)
    summed = (
        "all",
        "",
        *(("",) if phased else ()),
        "",
        count(sum(booking.creators for booking in rows)),
        count(sum(booking.creators * booking.cell.deliverables for booking in rows)),
        "",
        money(cost, currency),
        percent(share(cost, budget)),
    )
    columns = (
        text_column("Tier"),
        text_column("Platform"),
        *((text_column("Phase"),) if phased else ()),
        text_column("Contract"),
        *map(Column, ("Creators", "Posts", "Each", "Cost", "Share")),
    )
    return Grid(columns, (*map(row, rows), summed), has_total=True)


def _titles(grid: Grid) -> tuple[str, ...]:
    return tuple(column.heading for column in grid.columns)


def budget(result: PlanResult) -> Grid:
    """Where the budget goes, down to what is left over."""
    currency = result.campaign.currency
    parts = budget_rows(result)
    amounts = exact_column([part.amount for part in parts], currency)
    return Grid(
        (text_column("Budget"), Column(currency.code), Column("Share")),
        tuple((part.label, amount, percent(part.share)) for part, amount in zip(parts, amounts, strict=True)),
        has_total=True,
    )


def projection(result: PlanResult, *, wide: bool, only: frozenset[str] = frozenset()) -> Grid:
    """Metrics of the whole campaign; ``only`` keeps some, by name."""
    names = LONG if wide else SHORT
    rows = tuple(
        (
            row.metric.label,
            *statistic_cells(row.statistics, row.metric.kind, result.campaign.currency, names),
        )
        for row in projection_rows(result)
        if not only or row.metric.name in only
    )
    note = f"The mean of a ratio is the ratio of the means. {_footnote(rows)}".strip()
    return Grid((text_column("Metric"), *headings(names)), rows, note=note)


def by_tier(result: PlanResult, *, wide: bool) -> Grid:
    """Tiers side by side: counts and cost as means, ratios of the middle run."""
    creators = creators_by_tier(result)
    middle = ("views", "clicks") if wide else ()
    shown = (
        ("cost", "mean"),
        *((name, "mean") for name in middle),
        ("orders", "mean"),
        ("cpa", "p50"),
        ("roas", "p50"),
        ("roi", "p50"),
        ("clv_roi", "p50"),
    )
    rows = tuple(
        (
            tier,
            count(creators.get(tier, 0)),
            *(
                by_kind(
                    BY_NAME[name].kind,
                    statistic(result.by_tier[tier].get(name, NO_STATISTICS), kept),
                    result.campaign.currency,
                )
                for name, kept in shown
            ),
        )
        for tier in tiers_in_order(result.by_tier)
    )
    shown_as = ("Creators", *(_TIER_HEADINGS.get(name, BY_NAME[name].label) for name, _ in shown))
    note = " ".join(filter(None, (_without_tools(result), _footnote(rows))))
    return Grid((text_column("Tier"), *map(Column, shown_as)), rows, note=note)


def _without_tools(result: PlanResult) -> str:
    """Why the tiers do not add up to the whole cost, where they do not."""
    tools, currency = result.campaign.budget.tools, result.campaign.currency
    return f"Tiers leave out tools ({coded(exact_money(tools, currency), currency)})." if tools > 0 else ""


_TIER_HEADINGS: Mapping[str, str] = {"clv_roi": "CLV ROI"}


def reach(result: PlanResult) -> Grid:
    """Deduplicated reach by platform, with the bounds overlap could push it to."""
    return Grid(
        (text_column("Platform"), Column("Smallest"), Column("Random"), Column("Largest")),
        tuple(
            (
                platform_label(plain(band.platform, NAME_LIMIT)),
                count(band.smallest),
                count(band.random),
                count(band.largest),
            )
            for band in result.reach
        ),
    )


def boost(result: PlanResult) -> Grid:
    """What the paid boost brings."""
    rows = tuple(
        (
            BY_NAME[name].label if name in BY_NAME else plain(name, NAME_LIMIT).capitalize(),
            *statistic_cells(values, kind_of(name), result.campaign.currency, SHORT),
        )
        for name, values in result.boost.items()
    )
    return Grid((text_column("Boost"), *headings(SHORT)), rows, note=_footnote(rows))


def gates(result: PlanResult) -> Grid:
    """Gates in the order given, with the value each saw."""
    currency = result.campaign.currency
    return Grid(
        (text_column("Result"), text_column("Gate"), Column("Value"), Column("Limit")),
        tuple(
            (
                "PASS" if seen.passed else "FAIL",
                plain(seen.gate.text, 60),
                *told_apart(gate_kind(seen.gate), seen.value, seen.limit, currency),
            )
            for seen in result.gates
        ),
    )


def tornado(result: PlanResult, *, rows: int, bar: int) -> Grid:
    """How far the expected ROI moves with each assumption; ``bar`` characters of drawing, 0 for none."""
    shown = result.tornado[:rows]
    ends = [end for row in shown for end in (row.roi_low, row.roi_high) if math.isfinite(end)]
    bounds = (min(ends), max(ends)) if ends else (0.0, 0.0)
    cells = tuple(
        (
            quantity_label(row.quantity),
            plain(row.assumption, NAME_LIMIT),
            signed_percent(row.roi_low),
            signed_percent(row.roi_high),
            *((charts.span(row.roi_low, row.roi_high, result.expected_roi, bounds, bar),) if bar else ()),
        )
        for row in shown
    )
    drawn = (text_column("| marks the plan"),) if bar else ()
    left = len(result.tornado) - len(shown)
    note = f"{left} more assumption{' moves' if left == 1 else 's move'} the ROI by less." if left > 0 else ""
    columns = (text_column("Assumption"), text_column("Basis"), Column("At low"), Column("At high"), *drawn)
    return Grid(columns, cells, note=note)


def roi_histogram(result: PlanResult, bar: int) -> Grid:
    """Runs by their ROI, with a mark where break-even lies."""
    edges, counts = result.roi_histogram
    bars = charts.histogram(edges, counts, bar)
    return Grid(
        (Column("ROI from"), Column("to"), Column("Runs"), text_column("")),
        tuple(
            (
                percent(drawn.low),
                percent(drawn.high),
                chance(drawn.share),
                f"{drawn.bar} <- break-even" if drawn.holds_zero else drawn.bar,
            )
            for drawn in bars
        ),
        note="The first and the last bar also hold the runs beyond them." if len(bars) > 1 else "",
    )


def sources(result: PlanResult) -> Grid:
    """Every number the plan stands on, with a mark that leads to its source in :func:`source_list`."""
    marks = {source: mark for mark, source in source_list(result)}
    return Grid(
        (
            text_column("Number"),
            text_column("Where"),
            Column("Low"),
            Column("Typical"),
            Column("High"),
            text_column("Of"),
            Column("Source"),
        ),
        tuple(
            (
                quantity_label(use.quantity),
                plain(use.scope, 40),
                *(
                    by_kind(quantity_kind(use.quantity), value, result.campaign.currency)
                    for value in _ends(use.estimate)
                ),
                use.estimate.statistic,
                marks[_source(use.estimate)],
            )
            for use in result.assumptions
        ),
        note="Of: whether low, typical and high describe the mean or the median creator of a tier.",
    )


def source_list(result: PlanResult) -> tuple[tuple[str, str], ...]:
    """Marks and sources in order of first use: origin, confidence, title with year, address."""
    distinct = dict.fromkeys(_source(use.estimate) for use in result.assumptions)
    return tuple((f"[{place}]", source) for place, source in enumerate(distinct, 1))


def _footnote(rows: tuple[tuple[str, ...], ...]) -> str:
    if any(NOT_AVAILABLE in row for row in rows):
        return f"{NOT_AVAILABLE}: there is nothing to divide by (no orders, no clicks, no cost) there."
    return ""


def _ends(estimate: Estimate) -> tuple[float, float, float]:
    return (estimate.low, estimate.typical, estimate.high)


def _source(estimate: Estimate) -> str:
    said = plain(estimate.source, 200).rstrip(".")
    year = plain(estimate.year, 12)
    parts = (f"{said} ({year})" if said and year else said or year, plain(estimate.url, 200))
    where = ", ".join(filter(None, parts))
    return f"{estimate.origin}, {_CONFIDENCE[estimate.confidence]}" + (f": {where}" if where else "")


_CONFIDENCE: Mapping[Confidence, str] = {
    Confidence.HIGH: "high confidence",
    Confidence.MEDIUM: "medium confidence",
    Confidence.LOW: "low confidence",
    Confidence.ASSUMPTION: "assumption",
}
