"""A plan as one tidy table: a row per number, for spreadsheets and data frames."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from influence_cli.metrics.catalogue import Kind
from influence_cli.model.money import Currency
from influence_cli.model.plan import PlanResult, Statistics
from influence_cli.report.layout.csv_text import Value, csv_text
from influence_cli.report.plan.optimality.as_csv import optimality_lines
from influence_cli.report.plan.rows import planned_cost
from influence_cli.report.values import exact
from influence_cli.report.values.gates import gate_kind
from influence_cli.report.values.statistics import STATISTICS, kind_of, quantity_kind, statistic

COLUMNS = ("section", "name", "scope", "statistic", "value", "unit")
"""Headings, in this order in every version 1 file."""


class _Row(NamedTuple):
    section: str
    name: str
    scope: str
    statistic: str
    value: Value
    unit: str = ""


def plan_csv(result: PlanResult) -> str:
    """Render a plan as CSV with a heading line.

    Money is in major units with the currency's decimals, its code as the unit; what is not a number is an
    empty cell. Text that a spreadsheet would read as a formula starts with an apostrophe; numbers do not.
    """
    return csv_text(COLUMNS, _rows(result))


def _rows(result: PlanResult) -> Iterator[_Row]:
    yield from _campaign(result)
    yield from _budget(result)
    yield from _allocation(result)
    yield from _projection(result)
    yield from _payouts(result)
    yield from _by_metric("boost", "total", result.boost, result.campaign.currency)
    if result.optimality:
        yield from (_Row("optimality", *line) for line in optimality_lines(result.campaign, result.optimality))
    yield from _findings(result)
    yield from _assumptions(result)


def _campaign(result: PlanResult) -> Iterator[_Row]:
    campaign = result.campaign
    for name, value in (
        ("version", result.version),
        ("seed", campaign.settings.seed),
        ("draws", campaign.settings.draws),
        ("spec_sha256", campaign.spec_sha256),
        ("benchmarks", campaign.benchmark_set),
        ("name", campaign.name),
        ("brand", campaign.brand),
        ("start", campaign.start.isoformat() if campaign.start else ""),
        ("weeks", campaign.weeks),
        ("goal", campaign.goal),
        ("industry", campaign.industry),
        ("markets", " ".join(campaign.markets)),
        ("currency", campaign.currency.code),
    ):
        yield _Row("campaign", name, "total", "", value)


def _budget(result: PlanResult) -> Iterator[_Row]:
    campaign = result.campaign
    boost = campaign.amplification.budget if campaign.amplification else 0
    for name, amount in (
        ("total", campaign.budget.total),
        ("reserve", campaign.budget.reserve),
        ("tools", campaign.budget.tools),
        ("boost", boost),
    ):
        yield _money("budget", name, "total", "", amount, campaign.currency)


def _allocation(result: PlanResult) -> Iterator[_Row]:
    currency = result.campaign.currency
    yield _Row("allocation", "strategy", "total", "", result.allocation.strategy)
    for booking in result.allocation.bookings:
        scope = booking.cell.key
        yield _Row("allocation", "creators", scope, "", booking.creators, "count")
        yield _Row("allocation", "deliverables", scope, "", booking.cell.deliverables, "count per creator")
        yield _money("allocation", "unit_cost", scope, "", booking.unit_cost, currency)
        yield _money("allocation", "planned_cost", scope, "", booking.planned_cost, currency)
    everyone = sum(booking.creators for booking in result.allocation.bookings)
    yield _Row("allocation", "creators", "total", "", everyone, "count")
    yield _money("allocation", "planned_cost", "total", "", planned_cost(result), currency)
    yield _money("allocation", "held", "total", "", result.allocation.held, currency)
    yield _money("allocation", "unallocated", "total", "", result.allocation.unallocated, currency)
    for note in result.allocation.notes:
        yield _Row("allocation", "note", "total", "", note)


def _projection(result: PlanResult) -> Iterator[_Row]:
    currency = result.campaign.currency
    yield from _by_metric("projection", "total", result.totals, currency)
    for tier, values in result.by_tier.items():
        yield from _by_metric("projection", f"tier/{tier}", values, currency)
    for platform, values in result.by_platform.items():
        yield from _by_metric("projection", f"platform/{platform}", values, currency)
    yield _number("projection", "expected_roi", "total", "", result.expected_roi, "fraction")
    yield _number("projection", "probability_of_profit", "total", "", result.probability_of_profit, "fraction")
    for band in result.reach:
        for name, value in (("smallest", band.smallest), ("random", band.random), ("largest", band.largest)):
            yield _number("reach", "reach", f"platform/{band.platform}", name, value, "count")
    edges, counts = result.roi_histogram
    for low, high, draws in zip(edges, edges[1:], counts, strict=False):
        yield _Row("roi_histogram", "roi", f"from {float(low)!r} to {float(high)!r}", "draws", draws, "count")
    if result.risk:
        for name, value in (
            ("tiers", result.risk.tiers),
            ("creators", result.risk.creators),
            ("posts", result.risk.posts),
        ):
            yield _number("risk", name, "total", "share_of_variance", value, "fraction")
    for row in result.tornado:
        yield _number("tornado", row.quantity, row.assumption, "roi_low", row.roi_low, "fraction")
        yield _number("tornado", row.quantity, row.assumption, "roi_high", row.roi_high, "fraction")


def _payouts(result: PlanResult) -> Iterator[_Row]:
    payouts, currency = result.payouts, result.campaign.currency
    yield from _statistics("payouts", "payout", "total", payouts.total, Kind.MONEY, currency)
    for group, parts in (
        ("contract", payouts.by_contract),
        ("tier", payouts.by_tier),
        ("term", payouts.by_term),
        ("month", payouts.by_month),
    ):
        for name, values in parts.items():
            yield from _statistics("payouts", "payout", f"{group}/{name}", values, Kind.MONEY, currency)
    for name, share in (
        ("probability_over_budget", payouts.probability_over_budget),
        ("fixed_share", payouts.fixed_share),
        ("performance_share", 1 - payouts.fixed_share),
        ("below_minimum_share", payouts.below_minimum_share),
    ):
        yield _number("payouts", name, "total", "", share, "fraction")
    yield _money("payouts", "reserve_p95", "total", "", payouts.reserve_p95, currency)
    yield from _statistics("payouts", "carried", "total", payouts.carried, Kind.MONEY, currency)
    yield from _statistics("payouts", "cost_per_order", "total", payouts.cost_per_order, Kind.MONEY, currency)
    yield from _statistics("payouts", "commission_rate", "total", payouts.commission_rate, Kind.RATE, currency)


def _findings(result: PlanResult) -> Iterator[_Row]:
    currency = result.campaign.currency
    for seen in result.gates:
        kind = gate_kind(seen.gate)
        unit = exact.unit(kind, currency)
        text = seen.gate.text
        yield _Row("gates", text, "total", "value", exact.by_kind(kind, seen.value, currency), unit)
        yield _Row("gates", text, "total", "limit", exact.by_kind(kind, seen.limit, currency), unit)
        yield _Row("gates", text, "total", "result", "passed" if seen.passed else "failed")
    for problem in result.warnings:
        yield _Row("warnings", problem.code, problem.path, str(problem.place) or problem.path, problem.what)


def _assumptions(result: PlanResult) -> Iterator[_Row]:
    currency = result.campaign.currency
    for use in result.assumptions:
        estimate = use.estimate
        for name, value in (("low", estimate.low), ("typical", estimate.typical), ("high", estimate.high)):
            number = exact.by_kind(quantity_kind(use.quantity), value, currency)
            yield _Row("assumptions", use.quantity, use.scope, name, number, estimate.unit)
        for name, text in (
            ("statistic", estimate.statistic),
            ("origin", estimate.origin),
            ("confidence", estimate.confidence),
            ("source", estimate.source),
            ("url", estimate.url),
            ("year", estimate.year),
        ):
            yield _Row("assumptions", use.quantity, use.scope, name, text)


def _by_metric(section: str, scope: str, values: Mapping[str, Statistics], currency: Currency) -> Iterator[_Row]:
    for name, found in values.items():
        yield from _statistics(section, name, scope, found, kind_of(name), currency)


def _statistics(
    section: str, name: str, scope: str, values: Statistics, kind: Kind, currency: Currency
) -> Iterator[_Row]:
    for kept in STATISTICS:
        value = exact.by_kind(kind, statistic(values, kept), currency)
        yield _Row(section, name, scope, kept, value, exact.unit(kind, currency))


def _money(section: str, name: str, scope: str, kept: str, minor: float, currency: Currency) -> _Row:
    return _Row(section, name, scope, kept, exact.money(minor, currency), currency.code)


def _number(section: str, name: str, scope: str, kept: str, value: float, unit: str) -> _Row:
    return _Row(section, name, scope, kept, exact.number(value), unit)
