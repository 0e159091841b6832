"""A ledger, its check, and its payments as JSON documents."""

import json
from collections.abc import Iterator
from itertools import islice

from influence_cli.model.money import Currency
from influence_cli.model.payout import Batch, Payment
from influence_cli.report.layout.json_text import Json, json_text, spelt_out
from influence_cli.report.layout.payout_parts import exchange_json, input_json
from influence_cli.report.ledger.records import (
    Entry,
    LedgerView,
    PaymentOrder,
    RecordedRun,
    Standing,
    Verification,
)
from influence_cli.report.values.exact import exact_amount, fraction

LEDGER = "influence/ledger/1"
VERIFICATION = "influence/ledger-verification/1"
PAYMENTS = "influence/ledger-payments/1"
"""Names and versions of the documents; a key is only ever added within a version."""

_ENTRIES = 2_000
"""Entries of one part."""

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def ledger_json(view: LedgerView) -> str:
    """What a ledger holds as ``influence/ledger/1``; ``entries`` is null where they were not asked for."""
    return "".join(ledger_json_parts(view))


def ledger_json_parts(view: LedgerView) -> Iterator[str]:
    """The same text in parts of some thousand entries, each on a line of its own, so that they take little memory."""
    head = json_text(_head(view))
    if view.entries is None:
        yield head
        return
    yield head.removesuffix("null\n}\n") + "["
    reading, between = iter(view.entries), "\n"
    while part := ",\n".join(f"    {_encode(_entry(entry))}" for entry in islice(reading, _ENTRIES)):
        yield spelt_out(between + part)
        between = ",\n"
    yield "]\n}\n" if between == "\n" else "\n  ]\n}\n"


def _head(view: LedgerView) -> Json:
    """Everything but the entries, which stand last."""
    choice = view.choice
    return {
        "schema": LEDGER,
        "version": view.version,
        "ledger": view.ledger,
        "campaign": choice.campaign or None,
        "creator": choice.creator or None,
        "period": choice.period or None,
        "balances": [_standing(standing) for standing in view.standings],
        "batches": [_batch(batch) for batch in view.batches],
        "runs": [_run(run) for run in view.runs],
        "entries": None,
    }


def verification_json(found: Verification) -> str:
    """The check of a ledger as ``influence/ledger-verification/1``."""
    return json_text(
        {
            "schema": VERIFICATION,
            "ledger": found.path,
            "sound": not found.findings,
            "findings": list(found.findings),
            "runs": found.runs,
            "campaigns": found.campaigns,
            "orders": found.orders,
            "entries": found.entries,
            "batches": found.batches,
            "balances": found.balances,
            "digest": found.digest or None,
        }
    )


def order_json(order: PaymentOrder) -> str:
    """Batches that are marked as paid as ``influence/ledger-payments/1``."""
    return json_text(
        {
            "schema": PAYMENTS,
            "ledger": order.ledger,
            "marked": bool(order.batches) and not order.dry_run,
            "reference": order.reference,
            "paid_on": order.day.isoformat(),
            "batches": [_batch(batch) for batch in order.batches],
        }
    )


def _standing(standing: Standing) -> Json:
    balance, currency = standing.balance, standing.currency
    return {
        "campaign": standing.campaign,
        "creator": standing.creator,
        "name": standing.name,
        "currency": currency.code,
        "held": exact_amount(balance.held, currency),
        "owed": exact_amount(balance.open, currency),
        "scheduled": exact_amount(balance.scheduled, currency),
        "paid": exact_amount(balance.paid, currency),
    }


def _batch(batch: Batch) -> Json:
    return {
        "number": batch.number,
        "campaign": batch.campaign,
        "period": batch.period,
        "due": batch.due.isoformat(),
        "currency": batch.currency.code,
        "paid_on": batch.paid_on.isoformat() if batch.paid_on else None,
        "reference": batch.reference or None,
        "payments": [_payment(payment, batch.currency) for payment in batch.payments],
    }


def _payment(payment: Payment, own: Currency) -> Json:
    return {
        "creator": payment.creator,
        "name": payment.name,
        "contract": payment.contract,
        "gross": exact_amount(payment.gross, own),
        "withheld": exact_amount(payment.withheld, own),
        "fee": exact_amount(payment.fee, own),
        "net": exact_amount(payment.net, own),
        "fee_of_brand": exact_amount(payment.fee_of_brand, own),
        "sent": exact_amount(payment.sent, payment.currency),
        "currency": payment.currency.code,
        "exchange": exchange_json(payment.exchange) if payment.exchange else None,
        "email": payment.email,
        "account": payment.account,
    }


def _run(run: RecordedRun) -> Json:
    return {
        "number": run.number,
        "kind": str(run.kind),
        "campaign": run.campaign,
        "period": run.period,
        "currency": run.currency,
        "recorded_at": run.recorded_at.isoformat(),
        "version": run.version,
        "spec_sha256": run.spec_sha256 or None,
        "inputs": [input_json(read) for read in run.inputs],
        "digest": run.digest,
    }


def _entry(entry: Entry) -> Json:
    line, currency = entry.line, Currency(entry.currency)
    return {
        "number": entry.number,
        "run": entry.run,
        "campaign": entry.campaign,
        "period": entry.period,
        "kind": line.kind.value,
        "creator": line.creator,
        "contract": line.contract,
        "term": line.term,
        "month": line.month or None,
        "event": line.event or None,
        "day": line.day.isoformat() if line.day else None,
        "band": line.band or None,
        "base": None if line.base is None else exact_amount(line.base, currency),
        "rate": None if line.rate is None else float(fraction(line.rate)),
        "amount": exact_amount(line.amount, currency),
        "currency": entry.currency,
        "note": line.note,
    }
