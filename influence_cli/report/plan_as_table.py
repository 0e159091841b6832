"""A plan for the terminal: sections of text and tables, 80 columns or more, readable without colour."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

from rich.box import Box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from influence_cli.metrics.catalogue import BY_NAME
from influence_cli.model.plan import PlanResult
from influence_cli.report import grids, headline, payout_grids, prose
from influence_cli.report.grid import Grid
from influence_cli.report.optimality_parts import Part, parts
from influence_cli.report.rows import projection_rows
from influence_cli.report.sanitize import plain
from influence_cli.report.wrapping import Words

NARROW = 80
"""Fewest columns the report is laid out for; a narrower terminal wraps its lines."""

WIDE = 110
"""From here on tables show more columns and short ones stand side by side."""

_WIDEST = 120
_INDENT = 2
_GAP = 3
_TORNADO_ROWS = 12
_DEFINED_ALWAYS = ("reach", "revenue", "contribution", "cost", "profit")

_RULED = Box("    \n    \n -- \n    \n -- \n    \n    \n    \n", ascii=True)
"""A line below the headings and above the total, in characters every terminal and log viewer has."""

_STYLES = {"PASS": "green", "FAIL": "bold red"}


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
    page = _Page(min(max(width, NARROW), _WIDEST))
    sections = _short(result) if quiet else _long(result, page, explain=explain)
    console = Console(
        file=StringIO(),
        width=page.width,
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
        for section in sections:
            console.print(section)
    return _without_trailing_blanks(captured.get())


def _without_trailing_blanks(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.rstrip().split("\n")) + "\n"


def _short(result: PlanResult) -> Iterable[RenderableType]:
    yield _headline(result)
    if result.gates:
        yield _section("Gates", "", _table(grids.gates(result)))


def _long(result: PlanResult, page: _Page, *, explain: bool) -> Iterable[RenderableType]:
    code = result.campaign.currency.code
    yield _headline(result)
    yield _allocation(result, page, code)
    yield from map(_part, parts(result))
    yield from _payouts(result, page, code)
    yield _section("Projection", f"whole campaign, money in {code}", _table(grids.projection(result, wide=page.wide)))
    if result.by_tier:
        aside = f"counts and cost are means, ratios the middle run (P50), money in {code}"
        yield _section("By tier", aside, _table(grids.by_tier(result, wide=page.wide)))
    yield from _pair(page, _reach(result), _calendar(result, code))
    yield _histogram(result, page)
    if result.boost:
        yield _section("Boost", f"paid amplification, money in {code}", _table(grids.boost(result)))
    if result.gates:
        yield _section("Gates", prose.gates_in_short(result), _table(grids.gates(result)))
    yield from _risk(result, page)
    yield _warnings(result)
    yield _assumptions(result)
    if explain:
        yield _sources(result)
    yield _definitions(result)
    yield _footer(result)


def _headline(result: PlanResult) -> RenderableType:
    pairs = [*headline.facts(result)]
    gates = prose.gates_in_short(result)
    if gates:
        pairs.append(("Gates", gates))
    first, *others = headline.sentences(result)
    parts: list[RenderableType] = [
        Text(prose.title(result), style="bold"),
        Text(prose.subtitle(result)),
        Text(),
        Text(first, style="bold"),
        *_sentences(others),
        Text(),
        _facts(pairs),
    ]
    return Group(*parts)


def _allocation(result: PlanResult, page: _Page, code: str) -> RenderableType:
    return _section(
        "Allocation",
        f"strategy {result.allocation.strategy}; Each and Cost are expected all-in {code}",
        _table(grids.allocation(result, room=None if page.wide else page.width - _INDENT)),
        Text(),
        _table(grids.budget(result)),
        *_sentences(plain(note, prose.SENTENCE_LIMIT) for note in result.allocation.notes),
    )


def _part(part: Part) -> RenderableType:
    drawn: list[RenderableType] = [_facts(part.facts)] if part.facts else []
    drawn += _sentences(part.opening)
    drawn += [_table(part.grid)] if part.grid else []
    return _section(part.title, part.aside, *drawn, *_sentences(part.closing))


def _payouts(result: PlanResult, page: _Page, code: str) -> Iterable[RenderableType]:
    yield _section(
        "Payouts",
        f"what creators are owed, by contract, {code}",
        _table(payout_grids.payouts_by_contract(result, wide=page.wide)),
        Text(),
        _facts(payout_grids.payout_facts(result)),
    )
    if result.payouts.by_term:
        yield _section("Payouts by term", code, _table(payout_grids.payouts_by_term(result)))


def _reach(result: PlanResult) -> RenderableType | None:
    if not result.reach:
        return None
    return _section("Reach", "people, by overlap of audiences", _table(grids.reach(result)))


def _calendar(result: PlanResult, code: str) -> RenderableType | None:
    if not result.payouts.by_month:
        return None
    return _section("Payout calendar", f"when paid, {code}", _table(payout_grids.calendar(result)))


def _histogram(result: PlanResult, page: _Page) -> RenderableType:
    grid = grids.roi_histogram(result, 60 if page.wide else 36)
    drawn = [_table(grid)] if grid.rows else []
    aside = f"{result.campaign.settings.draws:,} simulated runs by ROI"
    return _section("ROI histogram", aside, *drawn, *_sentences((prose.break_even(result),)))


def _risk(result: PlanResult, page: _Page) -> Iterable[RenderableType]:
    if result.tornado:
        grid = grids.tornado(result, rows=_TORNADO_ROWS, bar=40 if page.wide else 20)
        aside = "expected ROI with one assumption at its low, at its high"
        yield _section("What moves the ROI", aside, _table(grid))
    yield _section("Risk", "", Text(prose.risk(result.risk)), *_sentences((prose.fees_as_agreed(result),)))


def _warnings(result: PlanResult) -> RenderableType:
    if not result.warnings:
        return _section("Warnings", "", Text("None."))
    items: list[RenderableType] = []
    for problem in result.warnings:
        items.append(Text(f"{plain(problem.code, 40)} ({plain(str(problem.place) or problem.path, 60)})", "yellow"))
        items.append(Padding(Text(prose.warning(problem)), (0, 0, 0, _INDENT)))
    return _section("Warnings", f"{len(result.warnings)}", *items)


def _assumptions(result: PlanResult) -> RenderableType:
    listed = prose.assumed(result)
    return _section(
        "Assumptions",
        "",
        Text(prose.where_numbers_come_from(result)),
        *_sentences((f"Without a source: {listed}." if listed else "",)),
    )


def _sources(result: PlanResult) -> RenderableType:
    listed = _open_table()
    listed.add_column(no_wrap=True)
    listed.add_column(overflow="fold")
    for mark, source in grids.source_list(result):
        listed.add_row(Text(mark), Text(source))
    return _section("Sources", "where each number came from", _table(grids.sources(result)), Text(), listed)


def _definitions(result: PlanResult) -> RenderableType:
    """Ratios that were printed, and what they are made of."""
    used = [row.metric for row in projection_rows(result)]
    shown = [metric for metric in used if metric.denominator or metric.name in _DEFINED_ALWAYS]
    table = _open_table()
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for metric in shown:
        known = BY_NAME[metric.name]
        table.add_row(Text(known.label), Text(f"= {known.formula}. {known.definition}"))
    return _section("Definitions", "", table)


def _footer(result: PlanResult) -> RenderableType:
    campaign = result.campaign
    settings = campaign.settings
    return Group(
        Text(),
        Text(
            f"influence {plain(result.version, 20)}, seed {settings.seed}, {settings.draws:,} draws, "
            f"benchmarks {plain(campaign.benchmark_set, 40)}"
        ),
        Text(f"spec sha256 {plain(campaign.spec_sha256, 64)}", overflow="fold"),
    )


def _section(title: str, aside: str, *parts: RenderableType) -> RenderableType:
    heading = Text(title.upper(), style="bold")
    if aside:
        heading.append(f"  {aside}", style="not bold")
    return Group(Text(), heading, *(Padding(part, (0, 0, 0, _INDENT)) for part in parts))


def _sentences(texts: Iterable[str]) -> tuple[Text, ...]:
    return tuple(Text(text) for text in texts if text)


def _pair(page: _Page, *sections: RenderableType | None) -> Iterable[RenderableType]:
    """Sections side by side where there is room, else below each other."""
    there = [section for section in sections if section is not None]
    if not page.wide or len(there) < 2:
        yield from there
        return
    table = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
    for _ in there:
        table.add_column(vertical="top", width=(page.width - _GAP) // len(there))
    table.add_row(*there)
    yield table


def _facts(pairs: Sequence[tuple[str, str]]) -> Table:
    table = _open_table()
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in pairs:
        table.add_row(Text(name), Text(value, style="bold"))
    return table


def _open_table() -> Table:
    return Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)


def _table(grid: Grid) -> RenderableType:
    table = Table(
        box=_RULED,
        show_edge=False,
        show_footer=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        header_style="bold",
        border_style="dim",
    )
    for place, column in enumerate(grid.columns):
        table.add_column(
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
            Text(cell) if column.number else Words(cell, _STYLES.get(cell, ""))
            for cell, column in zip(row, grid.columns, strict=True)
        )
        table.add_row(*cells, end_section=before_total, style=style)
    if not grid.note:
        return table
    return Group(table, Text(grid.note))


def _least(grid: Grid, place: int) -> int:
    """Characters of the longest number of a column, which are never given up."""
    return max(len(grid.columns[place].heading), *(len(row[place]) for row in grid.rows), 0)
