"""A ledger for the terminal: 80 columns or more, readable without color."""

from collections.abc import Iterator

from rich.console import RenderableType

from influence_cli.report.layout import page
from influence_cli.report.layout.grid import Grid
from influence_cli.report.ledger import grids, prose
from influence_cli.report.ledger.records import LedgerView, PaymentOrder, Verification
from influence_cli.report.values.sanitize import SENTENCE_LIMIT, plain


def ledger_table(view: LedgerView, *, width: int = 80, color: bool = False) -> str:
    """Render what a ledger holds for people.

    Args:
        view: What is shown.
        width: Columns of the terminal; below 80 the page is laid out for 80, beyond 120 for 120.
        color: Whether headings are bold; the text is the same without.
    """
    return page.printed(_ledger(view), width=width, color=color)


def verification_table(found: Verification, *, width: int = 80, color: bool = False) -> str:
    """Render the check of a ledger for people: what is wrong, what was looked at."""
    return page.printed(_verification(found), width=width, color=color)


def order_table(order: PaymentOrder, *, width: int = 80, color: bool = False) -> str:
    """Render batches that are marked as paid for people: every payment."""
    return page.printed(_order(order), width=width, color=color)


def checked(found: Verification) -> str:
    """What was looked at."""
    counts = ((found.runs, "run"), (found.entries, "entry"), (found.balances, "balance"), (found.batches, "batch"))
    return ", ".join(prose.counted(number, noun) for number, noun in counts)


def _ledger(view: LedgerView) -> Iterator[RenderableType]:
    yield page.heading(f"Ledger {prose.title(view)}", prose.extent(view), prose.sentences(view))
    for about, grid in grids.balances(view):
        yield page.section("Balances", about, page.table(grid))
    yield from _section("Batches", grids.batches(view.batches))
    yield from _section("Runs", grids.runs(view.runs))
    if view.entries is not None:
        yield from _section("Entries", grids.entries(view.entries))


def _verification(found: Verification) -> Iterator[RenderableType]:
    verdict = (
        f"{prose.counted(len(found.findings), 'finding')}: this ledger cannot be trusted as it is."
        if found.findings
        else "Sound: all of it adds up."
    )
    yield page.heading(f"Ledger {plain(found.path)}", f"Checked: {checked(found)}.", (verdict,))
    if found.findings:
        yield page.section("Findings", "", *page.paragraphs(plain(text, SENTENCE_LIMIT) for text in found.findings))
    if found.digest:
        yield page.section("Digest of the last run", "", *page.paragraphs([plain(found.digest, 64)]))


def _order(order: PaymentOrder) -> Iterator[RenderableType]:
    yield page.heading(
        f"Ledger {plain(order.ledger)}", prose.counted(len(order.batches), "batch"), prose.order_sentences(order)
    )
    for batch in order.batches:
        about = f"{plain(batch.campaign, 40)}, {batch.period}, due {batch.due.isoformat()}, {batch.currency.code}"
        yield page.section(f"Batch {batch.number}", about, page.table(grids.payments(batch, batch.payments)))


def _section(title: str, grid: Grid) -> Iterator[RenderableType]:
    if grid.rows:
        yield page.section(title, "", page.table(grid))
