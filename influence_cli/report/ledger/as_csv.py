"""A ledger as one tidy table: a row per number; or its journal, a row per entry."""

from collections.abc import Iterator
from itertools import islice

from influence_cli.model.money import Currency
from influence_cli.model.payout import Batch
from influence_cli.report.layout.csv_text import Value, csv_text, csv_word
from influence_cli.report.ledger.records import Entry, LedgerView, RecordedRun, Standing
from influence_cli.report.values import exact
from influence_cli.report.values.exact import exact_amount, fraction

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

_ROWS = 2_000
"""Rows of one part."""

_WORDS = (("held", "held"), ("owed", "open"), ("scheduled", "scheduled"), ("paid", "paid"))


def ledger_csv(view: LedgerView) -> str:
    """Render what a ledger holds as CSV with a heading line: its journal where entries were asked for.

    Money is in major units with the currency's decimals. Text that a spreadsheet would read as a formula starts
    with an apostrophe.
    """
    return "".join(ledger_csv_parts(view))


def ledger_csv_parts(view: LedgerView) -> Iterator[str]:
    """The same text in parts of some thousand rows, so that a million entries take little memory."""
    if view.entries is None:
        yield csv_text(COLUMNS, _rows(view))
        return
    yield csv_text(ENTRY_COLUMNS, ())
    reading = iter(view.entries)
    while part := "".join(f"{','.join(_entry(entry))}\n" for entry in islice(reading, _ROWS)):
        yield part


def _rows(view: LedgerView) -> Iterator[tuple[Value, ...]]:
    for standing in view.standings:
        yield from _standing(standing)
    for batch in view.batches:
        yield from _batch(batch)
    for run in view.runs:
        yield from _run(run)


def _standing(standing: Standing) -> Iterator[tuple[Value, ...]]:
    for word, name in _WORDS:
        found = exact.money(getattr(standing.balance, name), standing.currency)
        yield "balance", standing.campaign, "", None, standing.creator, word, found, standing.currency.code


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


def _entry(entry: Entry) -> tuple[str, ...]:
    line, currency = entry.line, Currency(entry.currency)
    return (
        str(entry.number),
        str(entry.run),
        csv_word(entry.campaign),
        csv_word(entry.period),
        line.kind.value,
        csv_word(line.creator),
        csv_word(line.contract),
        csv_word(line.term),
        csv_word(line.month),
        csv_word(line.event),
        line.day.isoformat() if line.day else "",
        str(line.band or ""),
        "" if line.base is None else exact_amount(line.base, currency),
        "" if line.rate is None else fraction(line.rate),
        exact_amount(line.amount, currency),
        entry.currency,
        csv_word(line.note),
    )
