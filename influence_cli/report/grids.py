"""A plan as tables of ready text, shared by terminal and Markdown; text from outside is made plain here."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from influence_cli.metrics.catalogue import BY_NAME, Kind
from influence_cli.model.contract import Right
from influence_cli.model.estimate import Confidence, Estimate
from influence_cli.model.money import Currency
from influence_cli.model.plan import Booking, PlanResult, Statistics
from influence_cli.report import charts
from influence_cli.report.numbers import (
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
from influence_cli.report.rows import (
    NO_STATISTICS,
    booked,
    budget_rows,
    creators_by_tier,
    gate_kind,
    kind_of,
    planned_cost,
    projection_rows,
    quantity_kind,
    share,
    statistic,
    tiers_in_order,
    total,
)
from influence_cli.report.sanitize import plain
from influence_cli.report.words import platform_label, quantity_label

_NAME = 40
_SHORT = ("mean", "p10", "p50", "p90")
_LONG = ("mean", "p5", "p10", "p50", "p90", "p95")
_PAYOUT_SHORT = ("mean", "p5", "p50", "p95")


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


def text_column(heading: str) -> Column:
    """A column of words."""
    return Column(heading, number=False)


def allocation(result: PlanResult, *, wide: bool) -> Grid:
    """Creators booked, by tier and platform; phases where there are several, then shares only if wide."""
    rows = booked(result)
    currency = result.campaign.currency
    phased = len({booking.cell.phase.name for booking in rows}) > 1
    shared = wide or not phased
    budget = result.campaign.budget.total

    def row(booking: Booking) -> tuple[str, ...]:
        cell = booking.cell
        return (
            cell.tier,
            platform_label(cell.platform),
            *((plain(cell.phase.name, _NAME),) if phased else ()),
            plain(cell.contract.name, _NAME),
            count(booking.creators),
            count(booking.creators * cell.deliverables),
            money(booking.unit_cost, currency),
            money(booking.planned_cost, currency),
            *((percent(share(booking.planned_cost, budget)),) if shared else ()),
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
        *((percent(share(cost, budget)),) if shared else ()),
    )
    columns = (
        text_column("Tier"),
        text_column("Platform"),
        *((text_column("Phase"),) if phased else ()),
        text_column("Contract"),
        Column("Creators"),
        Column("Posts"),
        Column("Each"),
        Column("Cost"),
        *((Column("Share"),) if shared else ()),
    )
    return Grid(columns, (*map(row, rows), summed), has_total=True)


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


def payouts_by_contract(result: PlanResult, *, wide: bool) -> Grid:
    """What each contract pays, and its share of all payouts."""
    payouts = result.payouts
    rows = _payout_rows(payouts.by_contract, payouts.total, result.campaign.currency, wide=wide)
    whole = _statistics(payouts.total, Kind.MONEY, result.campaign.currency, _payout_names(wide))
    summed = ("all", *whole, "")
    return Grid(_payout_columns("Contract", wide=wide), (*rows, summed), has_total=True)


def payouts_by_term(result: PlanResult) -> Grid:
    """What each kind of term pays."""
    payouts = result.payouts
    terms = {_TERM_LABELS.get(name, name): values for name, values in payouts.by_term.items()}
    return Grid(
        _payout_columns("Term", wide=False),
        _payout_rows(terms, payouts.total, result.campaign.currency, wide=False),
    )


_TERM_LABELS: Mapping[str, str] = {right: right.replace("_", " ") for right in Right}


def calendar(result: PlanResult) -> Grid:
    """When payouts fall due."""
    payouts = result.payouts
    return Grid(
        _payout_columns("Month", wide=False),
        _payout_rows(payouts.by_month, payouts.total, result.campaign.currency, wide=False),
    )


def payout_facts(result: PlanResult) -> tuple[tuple[str, str], ...]:
    """What finance asks about payouts, as pairs of a name and a value."""
    payouts, currency = result.payouts, result.campaign.currency
    order, rate = payouts.cost_per_order, payouts.commission_rate
    return (
        ("Fixed / by performance", f"{percent(payouts.fixed_share)} / {percent(1 - payouts.fixed_share)}"),
        ("Chance of going over budget", chance(payouts.probability_over_budget)),
        ("Reserve to hold (95% of runs)", coded(money(payouts.reserve_p95, currency), currency)),
        ("Creators below minimum payout", chance(payouts.below_minimum_share)),
        (
            "Carried, still owed at the end",
            f"{coded(money(payouts.carried.mean, currency), currency)} (P95 {money(payouts.carried.p95, currency)})",
        ),
        (
            "Payout per order",
            f"{coded(money(order.p50, currency), currency)} "
            f"(P10 {money(order.p10, currency)}, P90 {money(order.p90, currency)})",
        ),
        (
            "Effective commission rate",
            f"{percent(rate.p50)} of revenue (P10 {percent(rate.p10)}, P90 {percent(rate.p90)})",
        ),
    )


def projection(result: PlanResult, *, wide: bool, only: frozenset[str] = frozenset()) -> Grid:
    """Metrics of the whole campaign; ``only`` keeps some, by name."""
    names = _LONG if wide else _SHORT
    rows = tuple(
        (
            row.metric.label,
            *_statistics(row.statistics, row.metric.kind, result.campaign.currency, names),
        )
        for row in projection_rows(result)
        if not only or row.metric.name in only
    )
    note = f"The mean of a ratio is the ratio of the means. {_footnote(rows)}".strip()
    return Grid((text_column("Metric"), *_headings(names)), rows, note=note)


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
    headings = ("Creators", *(_TIER_HEADINGS.get(name, BY_NAME[name].label) for name, _ in shown))
    return Grid((text_column("Tier"), *map(Column, headings)), rows, note=_footnote(rows))


_TIER_HEADINGS: Mapping[str, str] = {"clv_roi": "CLV ROI"}


def reach(result: PlanResult) -> Grid:
    """Deduplicated reach by platform, with the bounds overlap could push it to."""
    return Grid(
        (text_column("Platform"), Column("Smallest"), Column("Random"), Column("Largest")),
        tuple(
            (
                platform_label(plain(band.platform, _NAME)),
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
            BY_NAME[name].label if name in BY_NAME else plain(name, _NAME).capitalize(),
            *_statistics(values, kind_of(name), result.campaign.currency, _SHORT),
        )
        for name, values in result.boost.items()
    )
    return Grid((text_column("Boost"), *_headings(_SHORT)), rows, note=_footnote(rows))


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
            plain(row.assumption, _NAME),
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
        note="The first and the last bar also hold the 1% of runs beyond them." if len(bars) > 1 else "",
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


def headline(result: PlanResult) -> tuple[tuple[str, str], ...]:
    """What a marketer asks first, as pairs of a name and a value."""
    currency = result.campaign.currency
    cost, profit, roi = (total(result, name) for name in ("cost", "profit", "roi"))
    whole = result.campaign.budget.total
    of_budget = f" ({percent(share(cost.mean, whole))} of the budget)" if whole > 0 else ""
    return (
        ("Budget", coded(exact_money(whole, currency), currency)),
        (
            "Expected cost",
            coded(money(cost.mean, currency), currency) + (of_budget if math.isfinite(cost.mean) else ""),
        ),
        (
            "Expected profit",
            f"{coded(money(profit.mean, currency), currency)} "
            f"(P10 {money(profit.p10, currency)}, P90 {money(profit.p90, currency)})",
        ),
        (
            "ROI",
            f"{signed_percent(result.expected_roi)} expected; P10 {signed_percent(roi.p10)}, "
            f"P50 {signed_percent(roi.p50)}, P90 {signed_percent(roi.p90)}",
        ),
        ("Chance of profit", chance(result.probability_of_profit)),
    )


def _payout_names(wide: bool) -> Sequence[str]:
    return _LONG if wide else _PAYOUT_SHORT


def _payout_columns(first: str, *, wide: bool) -> tuple[Column, ...]:
    return (text_column(first), *_headings(_payout_names(wide)), Column("Share"))


def _payout_rows(
    parts: Mapping[str, Statistics], whole: Statistics, currency: Currency, *, wide: bool
) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            plain(name, _NAME),
            *_statistics(values, Kind.MONEY, currency, _payout_names(wide)),
            percent(share(values.mean, whole.mean)),
        )
        for name, values in parts.items()
    )


def _headings(names: Iterable[str]) -> tuple[Column, ...]:
    return tuple(Column(name.capitalize()) for name in names)


def _statistics(values: Statistics, kind: Kind, currency: Currency, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(by_kind(kind, statistic(values, name), currency) for name in names)


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
