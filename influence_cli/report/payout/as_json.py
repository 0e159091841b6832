"""A payout statement as a JSON document, version 1: money as decimal strings, every line on a line of its own."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from influence_cli.model.money import Currency
from influence_cli.model.payout import (
    Balance,
    Batch,
    CreatorStatement,
    Line,
    Payment,
    PayoutRules,
    PayoutStatement,
)
from influence_cli.report.layout.json_parts import warning_json
from influence_cli.report.layout.json_text import Json, spelt_out
from influence_cli.report.layout.payout_parts import exchange_json, input_json
from influence_cli.report.payout import figures
from influence_cli.report.values.exact import exact_amount, fraction

SCHEMA = "influence/payout/1"
"""Name and version of the document; a key is only ever added within a version."""

_LINES = 2_000
"""Lines of one part."""

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def payout_json(statement: PayoutStatement) -> str:
    """Render a payout statement for programmes; `payout.schema.payout_json_schema` describes it."""
    return "".join(payout_json_parts(statement))


def payout_json_parts(statement: PayoutStatement) -> Iterator[str]:
    """The same text in parts of some thousand lines, so that a million of them take little memory."""
    yield from map(spelt_out, _document(statement))


def _document(statement: PayoutStatement) -> Iterator[str]:
    yield "{\n"
    for key, value in _head(statement).items():
        yield f"  {_encode(key)}: {_indented(value)},\n"
    batches = figures.batch_by_creator(statement)
    yield '  "creators": ['
    for place, creator in enumerate(statement.creators):
        yield ",\n" if place else "\n"
        yield from _creator(creator, batches, statement.currency)
    yield "\n  ]\n}\n" if statement.creators else "]\n}\n"


def _creator(creator: CreatorStatement, batches: Mapping[str, int], currency: Currency) -> Iterator[str]:
    facts = _facts(creator, currency)
    yield "    {\n" + "".join(f"      {_encode(key)}: {_encode(value)},\n" for key, value in facts.items())
    yield from _listed("lines", figures.told(creator, batches), currency)
    yield ",\n"
    yield from _listed("held_lines", creator.held_lines, currency)
    yield "\n    }"


def _listed(key: str, lines: Iterable[Line], currency: Currency) -> Iterator[str]:
    """A list of lines, each on a line of its own."""
    yield f"      {_encode(key)}: ["
    reading = iter(lines)
    between = "\n"
    while part := list(islice(reading, _LINES)):
        yield between + ",\n".join(f"        {_encode(_line(line, currency))}" for line in part)
        between = ",\n"
    yield "]" if between == "\n" else "\n      ]"


def _indented(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False).replace("\n", "\n  ")


def _head(statement: PayoutStatement) -> Json:
    currency = statement.currency
    total = figures.together(statement.creators)
    return {
        "schema": SCHEMA,
        "version": statement.version,
        "spec_sha256": statement.spec_sha256,
        "campaign": {"name": statement.campaign, "brand": statement.brand},
        "period": statement.period,
        "last_day": statement.last_day.isoformat(),
        "currency": currency.code,
        "rules": _rules(statement.rules, currency),
        "ledger": statement.ledger or None,
        "recorded": statement.recorded,
        "unchanged": statement.unchanged,
        "run": statement.run or None,
        "inputs": [input_json(found) for found in statement.inputs],
        "together": {
            "creators": len(statement.creators),
            "earned": exact_amount(total.earned, currency),
            "owed_now": exact_amount(total.owed, currency),
            "held": exact_amount(total.held, currency),
            "carried": exact_amount(total.carried, currency),
            "scheduled_before": exact_amount(total.before, currency),
        },
        "totals": [
            {"contract": found.contract, "month": found.month, "earned": exact_amount(found.amount, currency)}
            for found in statement.totals
        ],
        "payments": [_sent(found, currency) for found in figures.sent(statement)],
        "batches": [_batch(batch) for batch in statement.batches],
        "unattributed": [
            {
                "who": found.who,
                "by_code": found.by_code,
                "orders": found.orders,
                "gross_sales": exact_amount(found.gross, currency),
            }
            for found in statement.unattributed
        ],
        "left_out": [
            {"reason": found.reason, "events": found.events, "gross_sales": exact_amount(found.gross, currency)}
            for found in statement.left_out
        ],
        "excluded": [
            {**warning_json(found), "expected": found.expected, "suggestion": found.suggestion}
            for found in statement.excluded
        ],
        "notes": list(statement.notes),
    }


def _rules(rules: PayoutRules, currency: Currency) -> Json:
    return {
        "time_zone": rules.time_zone,
        "minimum_per": rules.minimum_per.value,
        "fee": {
            "fixed": exact_amount(rules.fee.fixed, currency),
            "share": float(fraction(rules.fee.share)),
            "paid_by": rules.fee.paid_by.value,
        },
        "exchange": [exchange_json(rules.exchange[code]) for code in sorted(rules.exchange)],
        "holidays": _days(rules.holidays),
    }


def _days(days: Iterable[object]) -> list[str]:
    return [str(day) for day in days]


def _sent(found: figures.Sent, currency: Currency) -> Json:
    return {
        "currency": found.currency.code,
        "exchange": exchange_json(found.exchange) if found.exchange else None,
        "due": found.due.isoformat() if found.due else None,
        "payments": found.payments,
        "owed": exact_amount(found.gross, currency),
        "withheld": exact_amount(found.withheld, currency),
        "fee": exact_amount(found.fee, currency),
        "net": exact_amount(found.net, currency),
        "sent": exact_amount(found.sent, found.currency),
    }


def _batch(batch: Batch) -> Json:
    return {
        "number": batch.number or None,
        "due": batch.due.isoformat(),
        "payments": len(batch.payments),
        "reference": batch.reference,
        "paid_on": batch.paid_on.isoformat() if batch.paid_on else None,
    }


def _facts(creator: CreatorStatement, currency: Currency) -> Json:
    payee, waiting = creator.payee, creator.waiting
    return {
        "creator": payee.key,
        "name": payee.name,
        "contract": payee.contract,
        "earned": exact_amount(figures.standing(creator).earned, currency),
        "owed_now": exact_amount(figures.standing(creator).owed, currency),
        "due": creator.due.isoformat() if creator.payment and creator.due else None,
        "carried": exact_amount(creator.carried, currency),
        "reasons": list(creator.reasons),
        "before": _balance(creator.before, currency),
        "after": _balance(creator.after, currency),
        "payment": _payment(creator.payment, currency) if creator.payment else None,
        "tax_form": creator.payee.tax_form,
        "waiting": {
            "in_hold": waiting.in_hold,
            "until": waiting.until.isoformat() if waiting.until else None,
            "pending": waiting.pending,
        },
        "by_term": [{"term": term, "amount": exact_amount(found, currency)} for term, found in creator.by_term],
        "notes": list(creator.notes),
    }


def _balance(found: Balance, currency: Currency) -> Json:
    return {
        "held": exact_amount(found.held, currency),
        "open": exact_amount(found.open, currency),
        "scheduled": exact_amount(found.scheduled, currency),
        "paid": exact_amount(found.paid, currency),
    }


def _payment(found: Payment, currency: Currency) -> Json:
    return {
        "owed": exact_amount(found.gross, currency),
        "withheld": exact_amount(found.withheld, currency),
        "fee": exact_amount(found.fee, currency),
        "net": exact_amount(found.net, currency),
        "fee_of_brand": exact_amount(found.fee_of_brand, currency),
        "currency": found.currency.code,
        "sent": exact_amount(found.sent, found.currency),
        "exchange": exchange_json(found.exchange) if found.exchange else None,
        "email": found.email,
        "account": found.account,
    }


def _line(line: Line, currency: Currency) -> Json:
    return {
        "kind": line.kind.value,
        "term": line.term,
        "contract": line.contract,
        "month": line.month,
        "event": line.event,
        "day": line.day.isoformat() if line.day else None,
        "band": line.band or None,
        "base": None if line.base is None else exact_amount(line.base, currency),
        "rate": None if line.rate is None else float(fraction(line.rate)),
        "amount": exact_amount(line.amount, currency),
        "note": line.note,
    }
