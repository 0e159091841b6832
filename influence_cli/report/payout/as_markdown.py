"""A payout statement as a pull-request comment: the answer and its tables, the rest folded away."""

from collections.abc import Iterable, Iterator

from influence_cli.model.payout import PayoutStatement
from influence_cli.report.layout.grid import Grid
from influence_cli.report.layout.markdown import details, escaped, lead, paragraph, table
from influence_cli.report.payout import figures, grids, line_grids, prose
from influence_cli.report.values.sanitize import SENTENCE_LIMIT, plain

_ROOM = 10_000
_MOST_LINES = 50
_MOST_CREATORS_IN_FULL = 20
_MOST_LINES_TOGETHER = 300
"""Lines of all creators: a comment holds 65,536 characters."""


def payout_markdown(statement: PayoutStatement) -> str:
    """Render a payout statement as GitHub-flavored Markdown; accounts and addresses are left out."""
    return "\n\n".join(_parts(statement)) + "\n"


def _parts(statement: PayoutStatement) -> Iterator[str]:
    yield f"## {escaped(prose.title(statement))}"
    yield lead(prose.sentences(statement))
    yield escaped(f"{prose.last_day(statement)}.")
    if statement.creators:
        yield table(grids.creators(statement, _ROOM))
        yield from _reasons(statement)
    if statement.totals:
        yield "### Totals"
        yield table(grids.totals(statement))
    if figures.paid(statement):
        yield "### Payments"
        yield table(grids.payments(statement, _ROOM))
        yield from map(paragraph, filter(None, (*grids.rates(statement), prose.fee_note(statement))))
    yield from _not_counted(statement)
    if statement.notes:
        yield "### Notes"
        yield _listed(plain(note, SENTENCE_LIMIT) for note in statement.notes)
    if prose.next_steps(statement):
        yield "### Next"
        yield _listed(prose.next_steps(statement))
    yield from _lines(statement)
    yield escaped(". ".join((*prose.inputs(statement), prose.made_by(statement))))


def _reasons(statement: PayoutStatement) -> Iterator[str]:
    shown, rest = figures.shown_and_others(statement.creators, figures.MOST_CREATORS)
    said = (*prose.why(shown, statement.currency), *prose.why_others(rest, statement.currency))
    if said:
        yield "### Why"
        yield _listed(said)


def _not_counted(statement: PayoutStatement) -> Iterator[str]:
    if statement.unattributed:
        yield "### Unattributed"
        yield table(grids.unattributed(statement))
    if statement.left_out:
        yield "### Left out"
        yield table(grids.left_out(statement))
    if statement.excluded:
        yield "### Excluded rows"
        yield _listed(prose.excluded(statement))


def _lines(statement: PayoutStatement) -> Iterator[str]:
    shown, _ = figures.shown_and_others(statement.creators, _MOST_CREATORS_IN_FULL)
    batches, currency = figures.batch_by_creator(statement), statement.currency
    lists = sum(1 + bool(len(creator.held_lines)) for creator in shown)
    most = min(_MOST_LINES, _MOST_LINES_TOGETHER // max(lists, 1))
    for creator in shown:
        name = escaped(prose.name(creator))
        summary = f"Lines of {name}, amounts in {currency.code}"
        yield from _folded(summary, *line_grids.lines(figures.told(creator, batches), currency, _ROOM, most))
        summary = f"Waiting of {name}: what each would bring if it counted now, in {currency.code}"
        yield from _folded(summary, *line_grids.waiting(creator.held_lines, currency, _ROOM, most))


def _folded(summary: str, grid: Grid, notes: Iterable[str]) -> Iterator[str]:
    if grid.rows:
        yield details(summary, "\n\n".join((table(grid), *map(paragraph, notes))))


def _listed(texts: Iterable[str]) -> str:
    return "\n".join(f"- {paragraph(text)}" for text in texts)
