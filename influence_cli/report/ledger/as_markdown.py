"""A ledger as Markdown."""

from collections.abc import Iterator

from influence_cli.report.layout.markdown import escaped, lead, table
from influence_cli.report.ledger import grids, prose
from influence_cli.report.ledger.records import LedgerView


def ledger_markdown(view: LedgerView) -> str:
    """Render what a ledger holds as GitHub-flavored Markdown."""
    return "\n\n".join(_parts(view)) + "\n"


def _parts(view: LedgerView) -> Iterator[str]:
    yield f"## {escaped(f'Ledger {prose.title(view)}')}"
    yield lead(prose.sentences(view))
    for about, grid in grids.balances(view):
        yield f"### {escaped(f'Balances: {about}')}"
        yield table(grid)
    sections = [("Batches", grids.batches(view.batches)), ("Runs", grids.runs(view.runs))]
    if view.entries is not None:
        sections.append(("Entries", grids.entries(view.entries)))
    for title, grid in sections:
        if grid.rows:
            yield f"### {title}"
            yield table(grid)
