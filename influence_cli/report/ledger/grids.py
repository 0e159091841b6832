"""The tables of a ledger: balances by campaign, batches, runs, entries; the same on every page."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby, islice

from influence_cli.model.money import Currency, from_minor
from influence_cli.model.payout import Batch, Payment
from influence_cli.report.layout.grid import Column, Grid, text_column
from influence_cli.report.ledger.records import Entry, LedgerView, RecordedRun, Standing
from influence_cli.report.values.numbers import coded, exact_column, exact_money
from influence_cli.report.values.sanitize import plain

MOST_ROWS = 200
"""Most rows of a table on a page; CSV and JSON hold all."""

_NAME = 32
_EVENT = 24
_FIGURES = ("held", "open", "scheduled", "paid")
_HEADINGS = tuple(Column(word) for word in ("Held", "Owed", "Scheduled", "Paid"))


def balances(view: LedgerView) -> tuple[tuple[str, Grid], ...]:
    """A table of balances for each campaign, with the campaign and its currency."""
    by_campaign = groupby(view.standings, key=lambda standing: (standing.campaign, standing.currency))
    return tuple(
        (f"{plain(campaign, _NAME)}, {currency.code}", _balances(tuple(group), currency))
        for (campaign, currency), group in by_campaign
    )


def batches(found: Sequence[Batch]) -> Grid:
    """Batches with their due days, and whether they are paid."""
    columns = (
        Column("Batch"),
        text_column("Campaign"),
        text_column("Period"),
        text_column("Due"),
        Column("Payments"),
        Column("Owed"),
        text_column("Paid"),
    )
    rows = (
        (
            str(batch.number),
            plain(batch.campaign, _NAME),
            batch.period,
            batch.due.isoformat(),
            f"{len(batch.payments):,}",
            coded(exact_money(sum(payment.gross for payment in batch.payments), batch.currency), batch.currency),
            _paid(batch),
        )
        for batch in found
    )
    return _short(columns, tuple(rows))


def payments(batch: Batch, shown: Sequence[Payment]) -> Grid:
    """The payments of a batch: who gets what, where it is sent, what is taken off."""
    columns = (
        text_column("Creator"),
        Column("Owed"),
        Column("Withheld"),
        Column("Fee"),
        Column("Sent"),
        text_column("To"),
    )
    own = batch.currency
    owed, withheld, fees = (
        exact_column([getattr(payment, name) for payment in shown], own) for name in ("gross", "withheld", "fee")
    )
    rows = tuple(
        (
            plain(payment.name, _NAME),
            owed[place],
            withheld[place],
            fees[place],
            coded(exact_money(payment.sent, payment.currency), payment.currency),
            plain(payment.account or payment.email, _NAME) or "not known",
        )
        for place, payment in enumerate(shown)
    )
    return _short(columns, rows)


def runs(found: Sequence[RecordedRun]) -> Grid:
    """Runs with what they read."""
    columns = (
        Column("Run"),
        text_column("Recorded (UTC)"),
        text_column("Campaign"),
        text_column("Period"),
        text_column("What"),
        text_column("Read"),
    )
    rows = (
        (
            str(run.number),
            _minute(run.recorded_at),
            plain(run.campaign, _NAME),
            run.period,
            run.kind,
            ", ".join(f"{plain(read.name, _NAME)} ({read.rows:,} rows)" for read in run.inputs) or "-",
        )
        for run in found
    )
    return _short(columns, tuple(rows))


def entries(found: Iterable[Entry]) -> Grid:
    """The journal."""
    columns = (
        Column("Entry"),
        Column("Run"),
        text_column("Month"),
        text_column("Creator"),
        text_column("Kind"),
        text_column("Term"),
        text_column("Event"),
        Column("Amount"),
    )
    source = iter(found)
    shown = tuple(islice(source, MOST_ROWS))
    rows = tuple(
        (
            str(entry.number),
            str(entry.run),
            entry.line.month or entry.period,
            plain(entry.line.creator, _NAME),
            entry.line.kind.value,
            plain(entry.line.term, _NAME),
            plain(entry.line.event, _EVENT),
            f"{from_minor(entry.line.amount, Currency(entry.currency)):,} {entry.currency}",
        )
        for entry in shown
    )
    cut = next(source, None) is not None
    return Grid(columns, rows, note=f"Only the first {MOST_ROWS} are shown here; JSON and CSV hold all." if cut else "")


def _balances(found: Sequence[Standing], currency: Currency) -> Grid:
    amounts = [tuple(getattr(standing.balance, name) for name in _FIGURES) for standing in found]
    shown = found[:MOST_ROWS]
    lines = [*amounts[:MOST_ROWS], tuple(sum(column) for column in zip(*amounts, strict=True))]
    written = iter(exact_column([amount for row in lines for amount in row], currency))
    cells = zip(*[written] * len(_FIGURES), strict=True)
    names = [*(plain(standing.name, _NAME) for standing in shown), "Total"]
    rows = tuple((name, *row) for name, row in zip(names, cells, strict=True))
    return Grid((text_column("Creator"), *_HEADINGS), rows, has_total=True, note=_note(len(found) - len(shown)))


def _short(columns: tuple[Column, ...], rows: tuple[tuple[str, ...], ...]) -> Grid:
    return Grid(columns, rows[:MOST_ROWS], note=_note(len(rows) - MOST_ROWS))


def _note(left_out: int) -> str:
    return f"{left_out:,} more are left out here; JSON and CSV hold all." if left_out > 0 else ""


def _paid(batch: Batch) -> str:
    return "no" if batch.paid_on is None else f"{batch.paid_on.isoformat()}, {plain(batch.reference, _NAME)}"


def _minute(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M}"
