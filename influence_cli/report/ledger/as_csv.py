"""A ledger as one tidy table: a row per number; or its journal, a row per entry."""

from collections.abc import Iterator

from influence_cli.model.money import Currency
from influence_cli.model.payout import Batch
from influence_cli.report.layout.csv_text import Value, csv_text
from influence_cli.report.ledger.records import Entry, LedgerView, RecordedRun, Standing
from influence_cli.report.values import exact

COLUMNS = ("record", "campaign", "period", "number", "creator", "name", "value", "unit")
"""Headings of a ledger, in this order in every version 1 file."""

ENTRY_COLUMNS = (
    "number",
    "run",
    "campaign",
    "period",
    "kind",
    "creator",
    "contract",
    "term",
    "month",
    "event",
    "day",
    "band",
    "base",
    "rate",
    "amount",
    "currency",
    "note",
)
"""Headings of a journal; rates are fractions."""

_PPM = 1_000_000
_WORDS = (("held", "held"), ("owed", "open"), ("scheduled", "scheduled"), ("paid", "paid"))


def ledger_csv(view: LedgerView) -> str:
    """Render what a ledger holds as CSV with a heading line: its journal where entries were asked for.

    Money is in major units with the currency's decimals. Text that a spreadsheet would read as a formula starts
    with an apostrophe.
    """
    if view.entries is not None:
        return csv_text(ENTRY_COLUMNS, map(_entry, view.entries))
    return csv_text(COLUMNS, _rows(view))


def _rows(view: LedgerView) -> Iterator[tuple[Value, ...]]:
    for standing in view.standings:
        yield from _standing(standing)
    for batch in view.batches:
        yield from _batch(batch)
    for run in view.runs:
        yield from _run(run)


def _standing(standing: Standing) -> Iterator[tuple[Value, ...]]:
    for word, name in _WORDS:
        amount = exact.money(getattr(standing.balance, name), standing.currency)
        yield "balance", standing.campaign, "", None, standing.creator, word, amount, standing.currency.code


def _batch(batch: Batch) -> Iterator[tuple[Value, ...]]:
    head = ("batch", batch.campaign, batch.period, batch.number)
    owed = sum(payment.gross for payment in batch.payments)
    yield *head, "", "due", batch.due.isoformat(), "day"
    yield *head, "", "owed", exact.money(owed, batch.currency), batch.currency.code
    yield *head, "", "payments", len(batch.payments), "count"
    yield *head, "", "paid_on", batch.paid_on.isoformat() if batch.paid_on else "", "day"
    yield *head, "", "reference", batch.reference, ""
    for payment in batch.payments:
        row = ("payment", *head[1:], payment.creator)
        for name in ("gross", "withheld", "fee", "net"):
            yield *row, name, exact.money(getattr(payment, name), batch.currency), batch.currency.code
        yield *row, "sent", exact.money(payment.sent, payment.currency), payment.currency.code


def _run(run: RecordedRun) -> Iterator[tuple[Value, ...]]:
    head = ("run", run.campaign, run.period, run.number, "")
    for name in ("kind", "version", "spec_sha256", "digest"):
        yield *head, name, str(getattr(run, name)), ""
    yield *head, "recorded_at", run.recorded_at.isoformat(), ""
    for read in run.inputs:
        yield *head, f"input {read.holds}", f"{read.sha256} {read.name}", ""


def _entry(entry: Entry) -> tuple[Value, ...]:
    line, currency = entry.line, Currency(entry.currency)
    return (
        entry.number,
        entry.run,
        entry.campaign,
        entry.period,
        line.kind.value,
        line.creator,
        line.contract,
        line.term,
        line.month,
        line.event,
        line.day.isoformat() if line.day else None,
        line.band or None,
        None if line.base is None else exact.money(line.base, currency),
        None if line.rate is None else line.rate / _PPM,
        exact.money(line.amount, currency),
        entry.currency,
        line.note,
    )
