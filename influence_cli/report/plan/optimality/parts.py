"""What an optimization has to say, as parts of a report: ready text and tables, whatever the format."""

from collections.abc import Iterator
from dataclasses import dataclass

from influence_cli.metrics.catalogue import Kind
from influence_cli.model.campaign import Cell
from influence_cli.model.optimality import Marginal, Optimality, Rival
from influence_cli.model.plan import PlanResult
from influence_cli.report.layout.grid import NAME_LIMIT, Column, Grid, text_column
from influence_cli.report.plan.optimality import prose
from influence_cli.report.plan.optimality.rows import by_cell, cells_by_key, is_kept, others
from influence_cli.report.plan.rows import planned_cost
from influence_cli.report.values.labels import platform_label
from influence_cli.report.values.numbers import NOT_AVAILABLE, coded, count, exact_money, money, told_apart
from influence_cli.report.values.objective import is_money, objective_value
from influence_cli.report.values.sanitize import plain

_MOST_CELLS = 8
_MOST_PRICES = 12
_ELSEWHERE = "in JSON and CSV"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report.

    Attributes:
        title: Its heading.
        aside: What stands beside the heading, or an empty string.
        facts: Pairs of a name and a value.
        opening: What is said before the table, no sentence of it empty.
        grid: A table, or None.
        closing: What is said below.
        is_detail: Whether a short report folds it away.
    """

    title: str
    aside: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    opening: tuple[str, ...] = ()
    grid: Grid | None = None
    closing: tuple[str, ...] = ()
    is_detail: bool = False


def parts(result: PlanResult) -> Iterator[Part]:
    """What is proved, what else there was, what limits cost, what more money brings, how bad luck is held."""
    found = result.optimality
    if found is None:
        return
    yield _optimum(result, found)
    if found.rivals:
        yield _rivals(result, found)
    yield _prices(result, found)
    if found.marginals or found.stopped_early:
        yield _next_money(result, found)
    if found.risk:
        yield _risk(result, found)


def _optimum(result: PlanResult, found: Optimality) -> Part:
    sure, currency = found.certificate, result.campaign.currency
    boxes = f"{sure.nodes:,} {'box' if sure.nodes == 1 else 'boxes'} on {sure.scenarios:,} draws"
    facts = (
        ("Objective", prose.maximized(found.objective)),
        ("Planned value", prose.amount(found.objective, sure.objective, currency)),
        ("Upper bound", prose.amount(found.objective, sure.upper_bound, currency)),
        ("Gap", prose.gap(sure)),
        ("Status", prose.status(found, currency)),
        ("As simulated", prose.amount(found.objective, found.value, currency)),
        ("Simulated parts", prose.parts(found, currency)),
        ("Examined", boxes),
    )
    said = (prose.what_is_proved(result, found),)
    return Part("Optimum", facts=tuple(fact for fact in facts if fact[1]), closing=said)


def _rivals(result: PlanResult, found: Optimality) -> Part:
    own = Rival(
        result.allocation.strategy,
        found.value,
        sum(booking.creators for booking in result.allocation.bookings),
        planned_cost(result),
        (),
    )
    columns = (
        text_column("Strategy"),
        Column("Creators"),
        Column("Spend"),
        Column("Value"),
        Column("Difference"),
        text_column("Limits"),
    )
    rows = tuple(_rival(result, found, rival, is_own=rival is own) for rival in (own, *others(result, found)))
    return Part(
        "What else",
        f"{_valued(result, found)}, all on the same {result.campaign.settings.draws:,} draws",
        grid=Grid(columns, rows),
        closing=prose.rival_notes(result, found),
        is_detail=True,
    )


def _rival(result: PlanResult, found: Optimality, rival: Rival, *, is_own: bool) -> tuple[str, ...]:
    name = f"{rival.strategy}, this plan" if is_own else str(rival.strategy)
    if rival.value is None:
        return (name, "", "", "", "", "no plan")
    currency = result.campaign.currency
    return (
        name,
        count(rival.creators),
        money(rival.spend, currency),
        objective_value(found.objective, rival.value, currency),
        "" if is_own else _signed(objective_value(found.objective, rival.value - found.value, currency)),
        f"{len(rival.breaks)} broken" if rival.breaks else "kept",
    )


def _prices(result: PlanResult, found: Optimality) -> Part:
    title = "Prices of limits"
    if not found.prices:
        return Part(title, opening=(prose.no_price(found),))
    shown, currency = found.prices[:_MOST_PRICES], result.campaign.currency
    rows = tuple(
        (plain(price.limit, prose.LIMIT_LENGTH), f"costs {prose.amount_of(found.objective, price.cost, currency)}")
        for price in shown
    )
    left = len(found.prices) - len(shown)
    note = f"{left} cheaper limit{'' if left == 1 else 's'} {_ELSEWHERE}." if left > 0 else ""
    return Part(
        title,
        "what the best plan would bring more without each",
        grid=Grid((text_column("Limit"), text_column("Price")), rows, note=note),
        closing=_there(prose.doubtful_prices(found)),
    )


def _next_money(result: PlanResult, found: Optimality) -> Part:
    step = coded(exact_money(found.step, result.campaign.currency), result.campaign.currency)
    ranked = by_cell(found)
    said = _there(prose.next_money(result, found), prose.left_over(result, found))
    grid = _cells(result, found, ranked) if ranked else None
    aside = f"what a further {step} brings, {_valued(result, found)}" if ranked else ""
    return Part("Next money", aside, opening=said, grid=grid, is_detail=True)


def _cells(result: PlanResult, found: Optimality, ranked: tuple[Marginal, ...]) -> Grid:
    """What a further step of money brings by cell, the best ones; phases where there are several."""
    cells, shown = cells_by_key(result.campaign), ranked[:_MOST_CELLS]
    known = [cells[marginal.cell] for marginal in ranked if marginal.cell in cells]
    phased = len({cell.phase.name for cell in known}) > 1
    currency = result.campaign.currency
    rows = tuple(
        (
            *_named(marginal.cell, cells.get(marginal.cell), phased=phased),
            count(marginal.creators),
            _signed(objective_value(found.objective, marginal.value, currency)),
        )
        for marginal in shown
    )
    left = len(ranked) - len(shown)
    notes = (
        "A cell's gain counts parts of a creator.",
        f"{left} more cell{'' if left == 1 else 's'} {_ELSEWHERE}." if left > 0 else "",
    )
    columns = (
        text_column("Tier"),
        text_column("Platform"),
        *((text_column("Phase"),) if phased else ()),
        text_column("Contract"),
        Column("Creators"),
        Column("Gain"),
    )
    return Grid(columns, rows, note=" ".join(filter(None, notes)))


def _named(key: str, cell: Cell | None, *, phased: bool) -> tuple[str, ...]:
    if cell is None:
        return (plain(key, NAME_LIMIT), *("",) * (3 if phased else 2))
    phase = (plain(cell.phase.name, NAME_LIMIT),) if phased else ()
    return (cell.tier, platform_label(cell.platform), *phase, plain(cell.contract.name, NAME_LIMIT))


def _risk(result: PlanResult, found: Optimality) -> Part:
    campaign = result.campaign
    rows = []
    for check in found.risk:
        fresh, bound = told_apart(Kind.MONEY, check.fresh, check.bound, campaign.currency)
        decided = money(check.decided, campaign.currency)
        kept = "kept" if is_kept(campaign, check) else "n/a" if fresh == NOT_AVAILABLE else "missed"
        rows.append((plain(check.limit, prose.LIMIT_LENGTH), bound, decided, fresh, kept))
    columns = (
        text_column("Limit"),
        Column("Bound"),
        Column("Decided on"),
        Column("Fresh draws"),
        text_column("Kept"),
    )
    aside = f"on the draws it was decided on, and on fresh ones, {campaign.currency.code}"
    return Part("Risk limits", aside, grid=Grid(columns, tuple(rows)), closing=(prose.risk_kept(result, found),))


def _valued(result: PlanResult, found: Optimality) -> str:
    """What the values of a table are, with the currency where they are money."""
    name = prose.short_name(found.objective)
    return f"{name} in {result.campaign.currency.code}" if is_money(found.objective) else name


def _signed(text: str) -> str:
    return text if text.startswith("-") or text in ("0", NOT_AVAILABLE) else f"+{text}"


def _there(*sentences: str) -> tuple[str, ...]:
    return tuple(filter(None, sentences))
