"""A plan for the terminal: sections of text and tables, 80 columns or more, readable without colour."""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from influence_cli.metrics.catalogue import BY_NAME
from influence_cli.model.plan import PlanResult
from influence_cli.report.layout.page import GAP, INDENT, facts, heading, paragraphs, printed, section, table
from influence_cli.report.layout.width import WIDE, page_width
from influence_cli.report.plan import grids, headline, payout_grids, prose
from influence_cli.report.plan.optimality.parts import Part, parts
from influence_cli.report.plan.rows import projection_rows
from influence_cli.report.values.campaign import made_by, spec_hash, title
from influence_cli.report.values.gates import gates_in_short
from influence_cli.report.values.sanitize import SENTENCE_LIMIT, plain

_TORNADO_ROWS = 12
_DEFINED_ALWAYS = ("reach", "revenue", "contribution", "cost", "profit")

_VERDICTS = {"PASS": "green", "FAIL": "bold red"}


@dataclass(frozen=True, slots=True)
class _Page:
    """How much room there is."""

    width: int

    @property
    def wide(self) -> bool:
        return self.width >= WIDE


def plan_table(
    result: PlanResult, *, width: int = 80, color: bool = False, explain: bool = False, quiet: bool = False
) -> str:
    """Render a plan for people.

    Args:
        result: The plan.
        width: Columns of the terminal; below 80 the report is laid out for 80, beyond 120 for 120.
        color: Whether to emphasize with colour; the text is the same without.
        explain: Add where each number came from.
        quiet: Headline and gates only.

    Returns:
        Lines of text, the last one ended; no line is longer than the page.
    """
    page = _Page(page_width(width))
    sections = _short(result) if quiet else _long(result, page, explain=explain)
    return printed(sections, width=width, color=color)


def _short(result: PlanResult) -> Iterable[RenderableType]:
    yield _headline(result)
    if result.gates:
        yield section("Gates", "", table(grids.gates(result), _VERDICTS))


def _long(result: PlanResult, page: _Page, *, explain: bool) -> Iterable[RenderableType]:
    code = result.campaign.currency.code
    yield _headline(result)
    yield _allocation(result, page, code)
    yield from map(_part, parts(result))
    yield from _payouts(result, page, code)
    yield section("Projection", f"whole campaign, money in {code}", table(grids.projection(result, wide=page.wide)))
    if result.by_tier:
        aside = f"counts and cost are means, ratios the middle run (P50), money in {code}"
        yield section("By tier", aside, table(grids.by_tier(result, wide=page.wide)))
    yield from _pair(page, _reach(result), _calendar(result, code))
    yield _histogram(result, page)
    if result.boost:
        yield section("Boost", f"paid amplification, money in {code}", table(grids.boost(result)))
    if result.gates:
        yield section("Gates", gates_in_short(result.gates), table(grids.gates(result), _VERDICTS))
    yield from _risk(result, page)
    yield _warnings(result)
    yield _assumptions(result)
    if explain:
        yield _sources(result)
    yield _definitions(result)
    yield _footer(result)


def _headline(result: PlanResult) -> RenderableType:
    pairs = [*headline.facts(result)]
    gates = gates_in_short(result.gates)
    if gates:
        pairs.append(("Gates", gates))
    said = heading(title(result.campaign), prose.subtitle(result), headline.sentences(result))
    return Group(said, Text(), facts(pairs))


def _allocation(result: PlanResult, page: _Page, code: str) -> RenderableType:
    return section(
        "Allocation",
        f"strategy {result.allocation.strategy}; Each and Cost are expected all-in {code}",
        table(grids.allocation(result, room=None if page.wide else page.width - INDENT)),
        Text(),
        table(grids.budget(result)),
        *paragraphs(plain(note, SENTENCE_LIMIT) for note in result.allocation.notes),
    )


def _part(part: Part) -> RenderableType:
    drawn: list[RenderableType] = [facts(part.facts)] if part.facts else []
    drawn += paragraphs(part.opening)
    drawn += [table(part.grid)] if part.grid else []
    return section(part.title, part.aside, *drawn, *paragraphs(part.closing))


def _payouts(result: PlanResult, page: _Page, code: str) -> Iterable[RenderableType]:
    yield section(
        "Payouts",
        f"what creators are owed, by contract, {code}",
        table(payout_grids.payouts_by_contract(result, wide=page.wide)),
        Text(),
        facts(payout_grids.payout_facts(result)),
    )
    if result.payouts.by_term:
        yield section("Payouts by term", code, table(payout_grids.payouts_by_term(result)))


def _reach(result: PlanResult) -> RenderableType | None:
    if not result.reach:
        return None
    return section("Reach", "people, by overlap of audiences", table(grids.reach(result)))


def _calendar(result: PlanResult, code: str) -> RenderableType | None:
    if not result.payouts.by_month:
        return None
    return section("Payout calendar", f"when paid, {code}", table(payout_grids.calendar(result)))


def _histogram(result: PlanResult, page: _Page) -> RenderableType:
    grid = grids.roi_histogram(result, 60 if page.wide else 36)
    drawn = [table(grid)] if grid.rows else []
    aside = f"{result.campaign.settings.draws:,} simulated runs by ROI"
    return section("ROI histogram", aside, *drawn, *paragraphs((prose.break_even(result),)))


def _risk(result: PlanResult, page: _Page) -> Iterable[RenderableType]:
    if result.tornado:
        grid = grids.tornado(result, rows=_TORNADO_ROWS, bar=40 if page.wide else 20)
        aside = "expected ROI with one assumption at its low, at its high"
        yield section("What moves the ROI", aside, table(grid))
    yield section("Risk", "", Text(prose.risk(result.risk)), *paragraphs((prose.fees_as_agreed(result),)))


def _warnings(result: PlanResult) -> RenderableType:
    if not result.warnings:
        return section("Warnings", "", Text("None."))
    items: list[RenderableType] = []
    for problem in result.warnings:
        items.append(Text(f"{plain(problem.code, 40)} ({plain(str(problem.place) or problem.path, 60)})", "yellow"))
        items.append(Padding(Text(prose.warning(problem)), (0, 0, 0, INDENT)))
    return section("Warnings", f"{len(result.warnings)}", *items)


def _assumptions(result: PlanResult) -> RenderableType:
    listed = prose.assumed(result)
    return section(
        "Assumptions",
        "",
        Text(prose.where_numbers_come_from(result)),
        *paragraphs((f"Without a source: {listed}." if listed else "",)),
    )


def _sources(result: PlanResult) -> RenderableType:
    listed = facts(grids.source_list(result), style="")
    return section("Sources", "where each number came from", table(grids.sources(result)), Text(), listed)


def _definitions(result: PlanResult) -> RenderableType:
    """Ratios that were printed, and what they are made of."""
    used = [row.metric for row in projection_rows(result)]
    shown = [metric for metric in used if metric.denominator or metric.name in _DEFINED_ALWAYS]
    known = [BY_NAME[metric.name] for metric in shown]
    said = [(metric.label, f"= {metric.formula}. {metric.definition}") for metric in known]
    return section("Definitions", "", facts(said, style=""))


def _footer(result: PlanResult) -> RenderableType:
    campaign = result.campaign
    return Group(Text(), Text(made_by(result.version, campaign)), Text(spec_hash(campaign), overflow="fold"))


def _pair(page: _Page, *sections: RenderableType | None) -> Iterable[RenderableType]:
    """Sections side by side where there is room, else below each other."""
    there = [part for part in sections if part is not None]
    if not page.wide or len(there) < 2:
        yield from there
        return
    beside = Table.grid(padding=(0, GAP, 0, 0), pad_edge=False)
    for _ in there:
        beside.add_column(vertical="top", width=(page.width - GAP) // len(there))
    beside.add_row(*there)
    yield beside
