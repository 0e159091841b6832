"""A payout statement for the terminal: what is owed now first, then where it comes from and what to do next."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from influence_cli.model.money import Currency
from influence_cli.model.payout import CreatorStatement, PayoutStatement
from influence_cli.report.layout.page import INDENT, facts, heading, paragraphs, printed, section, table
from influence_cli.report.layout.width import page_width
from influence_cli.report.payout import figures, grids, line_grids, prose
from influence_cli.report.payout.amounts import coded_amount
from influence_cli.report.values.numbers import day
from influence_cli.report.values.sanitize import SENTENCE_LIMIT, plain

MOST_LINES = 100
"""Lines of one creator that a page shows, and as many of what waits; files hold all of them."""

_SHOWN_OF_HASH = 12

_STYLES = {"carried": "yellow", "reversed": "yellow", "corrected": "yellow"}


def payout_table(
    statement: PayoutStatement, *, width: int = 80, color: bool = False, quiet: bool = False, details: bool = False
) -> str:
    """Render a payout statement for people.

    Args:
        statement: The statement.
        width: Columns of the terminal; below 80 the report is laid out for 80, beyond 120 for 120.
        color: Whether to emphasize with color; the text is the same without.
        quiet: What is owed, and what to do next.
        details: Also the lines of each creator that is shown.

    Returns:
        Lines of text, the last one ended; none is wider than the page.
    """
    room = page_width(width) - INDENT
    sections = _short(statement) if quiet else _long(statement, room, details=details)
    return printed(sections, width=width, color=color)


def _short(statement: PayoutStatement) -> Iterable[RenderableType]:
    yield heading(prose.title(statement), prose.last_day(statement), prose.sentences(statement))
    yield from _next(statement)


def _long(statement: PayoutStatement, room: int, *, details: bool) -> Iterable[RenderableType]:
    yield heading(prose.title(statement), prose.last_day(statement), prose.sentences(statement))
    shown, rest = figures.shown_and_others(statement.creators, figures.MOST_CREATORS)
    if statement.creators:
        yield section("Creators", _aside(statement, shown), table(grids.creators(statement, room)))
        said = (*prose.why(shown, statement.currency), *prose.why_others(rest, statement.currency))
        if said:
            yield section("Why", "", *paragraphs(said))
    if details:
        batches = figures.batch_by_creator(statement)
        for creator in shown:
            yield from _details(statement, creator, batches, room)
            yield from _waiting(creator, statement.currency, room)
    if statement.totals:
        yield section("Totals", "earned in this run, by contract and month", table(grids.totals(statement)))
    if figures.paid(statement):
        rates = paragraphs((*grids.rates(statement), prose.fee_note(statement)))
        yield section("Payments", _batch(statement), table(grids.payments(statement, room)), *rates)
    yield from _not_counted(statement)
    notes = [f"{plain(note, SENTENCE_LIMIT)}" for note in statement.notes]
    if notes:
        yield section("Notes", "", *paragraphs(notes))
    yield from _next(statement)
    yield Text()
    yield from paragraphs((*prose.inputs(statement, _SHOWN_OF_HASH), prose.made_by(statement, _SHOWN_OF_HASH)))


def _aside(statement: PayoutStatement, shown: Sequence[CreatorStatement]) -> str:
    largest = f"the {len(shown)} largest of {len(statement.creators):,}, "
    return f"{largest if len(shown) < len(statement.creators) else ''}amounts in {statement.currency.code}"


def _batch(statement: PayoutStatement) -> str:
    numbers = prose.batch_numbers(statement)
    batch = f"{numbers}, " if numbers else ""
    return f"{batch}amounts in {statement.currency.code}, Sent in its own currency"


def _details(
    statement: PayoutStatement, creator: CreatorStatement, batches: Mapping[str, int], room: int
) -> Iterator[RenderableType]:
    currency = statement.currency
    grid, notes = line_grids.lines(figures.told(creator, batches), currency, room, MOST_LINES)
    parts: list[RenderableType] = [table(grid, _STYLES), *paragraphs(notes)] if grid.rows else [Text("No lines.")]
    aside = f"contract {plain(creator.payee.contract, 40)}, amounts in {currency.code}"
    yield section(prose.name(creator), aside, *parts, Text(), facts(_balance(statement, creator)))


def _waiting(creator: CreatorStatement, currency: Currency, room: int) -> Iterator[RenderableType]:
    grid, notes = line_grids.waiting(creator.held_lines, currency, room, MOST_LINES)
    if grid.rows:
        aside = f"{prose.name(creator)}, event by event: what each would bring if it counted now"
        yield section("Waiting", aside, table(grid), *paragraphs(notes))


def _balance(statement: PayoutStatement, creator: CreatorStatement) -> Iterator[tuple[str, str]]:
    found, currency = figures.standing(creator), statement.currency
    yield "Brought forward", coded_amount(creator.before.open, currency)
    yield "Earned", coded_amount(found.earned, currency)
    due = f", due on {day(creator.due)}" if creator.payment and creator.due else ""
    yield "Owed now", f"{coded_amount(found.owed, currency)}{due}"
    if creator.payment:
        yield from prose.deductions(creator.payment, currency)
    yield "Carried", coded_amount(found.carried, currency)
    if found.held:
        yield "Held", f"{coded_amount(found.held, currency)}, {prose.waiting(creator.waiting)}"
    if found.before:
        yield "Scheduled", f"{coded_amount(found.before, currency)} by earlier runs, not marked as paid"
    for term, so_far in creator.by_term:
        yield f"So far: {plain(term, 40)}", coded_amount(so_far, currency)


def _not_counted(statement: PayoutStatement) -> Iterator[RenderableType]:
    if statement.unattributed:
        aside = "orders of no known creator or code; nobody is paid"
        yield section("Unattributed", aside, table(grids.unattributed(statement)))
    if statement.left_out:
        yield section("Left out", "what is not counted, and why", table(grids.left_out(statement)))
    if statement.excluded:
        yield section("Excluded rows", "they cannot be read and pay nothing", *paragraphs(prose.excluded(statement)))


def _next(statement: PayoutStatement) -> Iterator[RenderableType]:
    steps = prose.next_steps(statement)
    if steps:
        yield section("Next", "", *paragraphs(steps))
