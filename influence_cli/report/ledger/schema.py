"""The JSON Schemas (draft 2020-12) of what the commands of a ledger print as JSON."""

from influence_cli.model.payout import EntryKind
from influence_cli.report.layout.payout_parts import day_schema, decided_money_schema, exchange_schema, input_schema
from influence_cli.report.layout.schema_parts import (
    Schema,
    a_list,
    an_object,
    document,
    flag,
    one_of,
    or_null,
    ref,
    text,
    whole,
)
from influence_cli.report.ledger.as_json import LEDGER, PAYMENTS, VERIFICATION
from influence_cli.report.ledger.journal_data import JOURNAL
from influence_cli.report.words.payout import PAYOUT_WORDS

_MEANING = {word.name: word.definition for word in PAYOUT_WORDS}
_UNITS = (
    "Money is a decimal string in the currency named beside it. Names, notes and references are as they were written "
    "and may hold anything."
)
_MONTH = "The month, for example 2026-05."
_CODE = "ISO 4217 code."


def ledger_json_schema() -> dict[str, object]:
    """Describe what `as_json.ledger_json` writes."""
    return document(
        LEDGER,
        "What a ledger holds",
        f"What was earned, waits, is owed and was paid, or what was chosen of it. {_UNITS}",
        {
            "version": text("Version of the program."),
            "ledger": text("Name of the file."),
            "campaign": or_null(text("The campaign that was chosen."), "null for all."),
            "creator": or_null(text("Key of the creator that was chosen."), "null for all."),
            "period": or_null(text("The month that was chosen."), "null for all."),
            "balances": a_list(_standing()),
            "batches": a_list(ref("batch")),
            "runs": a_list(_run()),
            "entries": or_null(a_list(_entry()), "The journal; null where it was not asked for."),
        },
        _definitions(),
    )


def verification_json_schema() -> dict[str, object]:
    """Describe what `as_json.verification_json` writes."""
    return document(
        VERIFICATION,
        "Whether a ledger can be trusted",
        "What was read and recomputed, and what is wrong.",
        {
            "ledger": text("The file, as it was named."),
            "sound": flag("Whether nothing is wrong."),
            "findings": a_list(text("What is wrong, in words.")),
            "runs": whole("Runs that were read."),
            "campaigns": whole("Campaigns among them."),
            "orders": whole("Versions of orders that were read."),
            "entries": whole("Entries of the journal that were read."),
            "batches": whole("Batches that were read."),
            "balances": whole("Balances that were recomputed."),
            "digest": or_null(text("Digest of the last run."), "null where there is none."),
        },
        {},
    )


def order_json_schema() -> dict[str, object]:
    """Describe what `as_json.order_json` writes."""
    return document(
        PAYMENTS,
        "Batches that are marked as paid",
        f"Batches as they are afterwards, or would be. {_UNITS}",
        {
            "ledger": text("Name of the file."),
            "marked": flag("Whether the ledger was changed; false for a dry run and where no batch was unpaid."),
            "reference": text("What the payment is called."),
            "paid_on": day_schema("Day of the payment."),
            "batches": a_list(ref("batch")),
        },
        _definitions(),
    )


def journal_json_schema() -> dict[str, object]:
    """Describe what `journal_data.journal_json` writes."""
    amount = {"amount": ref("money", "A debit is positive."), "currency": text(_CODE)}
    return document(
        JOURNAL,
        "A ledger as double-entry bookkeeping",
        "The amounts of a transaction sum to nothing, those with a cost at their cost. The balances are what the "
        f"ledger says, to be checked after all transactions. {_UNITS}",
        {
            "title": text("Name of the ledger, and the campaign that was chosen."),
            "currencies": a_list(text(_CODE)),
            "accounts": a_list(
                an_object(
                    {
                        "name": text("ASCII; its parts are joined by colons."),
                        "stands_for": text("The creator or campaign, as written in the ledger; empty where for all."),
                    }
                )
            ),
            "transactions": a_list(_transaction(amount)),
            "balances": a_list(an_object({"account": text("Name of the account."), **amount})),
        },
        {"money": decided_money_schema()},
    )


def _definitions() -> dict[str, Schema]:
    return {"money": decided_money_schema(), "exchange": exchange_schema(), "batch": _batch()}


def _standing() -> Schema:
    return an_object(
        {
            "campaign": text("Name of the campaign."),
            "creator": text("Key of the creator."),
            "name": text("For people."),
            "currency": text(_CODE),
            "held": ref("money", _MEANING["held_amount"]),
            "owed": ref("money", _MEANING["open"]),
            "scheduled": ref("money", _MEANING["scheduled"]),
            "paid": ref("money", _MEANING["paid"]),
        }
    )


def _batch() -> Schema:
    return an_object(
        {
            "number": whole("Number in the ledger.", 1),
            "campaign": text("Name of the campaign."),
            "period": text(_MONTH),
            "due": day_schema("Business day on which its payments are due."),
            "currency": text("ISO 4217 code of the campaign."),
            "paid_on": or_null(day_schema("Day on which it was marked as paid."), "null while it is not."),
            "reference": or_null(text("Reference under which it was marked as paid."), "null while it is not."),
            "payments": a_list(_payment()),
        }
    )


def _payment() -> Schema:
    return an_object(
        {
            "creator": text("Key of the creator."),
            "name": text("For people."),
            "contract": text("Name of the contract."),
            "gross": ref("money", _MEANING["owed_now"]),
            "withheld": ref("money", _MEANING["withheld"]),
            "fee": ref("money", _MEANING["payment_fee"]),
            "net": ref("money", _MEANING["net"]),
            "fee_of_brand": ref("money", "What sending it costs the brand."),
            "sent": ref("money", _MEANING["sent"]),
            "currency": text("ISO 4217 code of what is sent."),
            "exchange": or_null(ref("exchange"), "null in the campaign's currency."),
            "email": text("Address; empty where none is known."),
            "account": text("Where money is sent; empty where it is not known."),
        }
    )


def _run() -> Schema:
    return an_object(
        {
            "number": whole("Number in the ledger.", 1),
            "kind": {"enum": ["payout", "payment"], "description": "payment marks a batch as paid."},
            "campaign": text("Name of the campaign."),
            "period": text(_MONTH),
            "currency": text("ISO 4217 code of its entries."),
            "recorded_at": {"type": "string", "format": "date-time", "description": "When, in UTC."},
            "version": text("Version of the program that recorded it."),
            "spec_sha256": or_null(text("Hash of the spec."), "null for payments."),
            "inputs": a_list(input_schema()),
            "digest": text("SHA-256 over the digest before it and everything it recorded."),
        }
    )


def _entry() -> Schema:
    return an_object(
        {
            "number": whole("Number in the ledger.", 1),
            "run": whole("Number of the run that recorded it.", 1),
            "campaign": text("Name of the campaign."),
            "period": text(_MONTH),
            "kind": {**one_of(EntryKind), "description": _MEANING["entry"]},
            "creator": text("Key of the creator."),
            "contract": text("Name of the contract."),
            "term": text("Term of the contract (a bonus by its name), refunds, or the kind."),
            "month": or_null(text("Month the amount belongs to."), "null where it belongs to none."),
            "event": or_null(text(_MEANING["event"]), "null for a whole month."),
            "day": or_null(day_schema("Day of the event.")),
            "band": or_null(whole(_MEANING["band"], 1), "null where there are none."),
            "base": or_null(ref("money"), _MEANING["base_amount"]),
            "rate": or_null({"type": "number"}, "Fraction; null where there is no single rate."),
            "amount": ref("money", _MEANING["amount"]),
            "currency": text(_CODE),
            "note": text("Why, in words; may be empty."),
        }
    )


def _transaction(amount: dict[str, Schema]) -> Schema:
    posting: dict[str, Schema] = {
        "account": text("Name of the account."),
        **amount,
        "cost": or_null(ref("money"), "All of it in the currency of the other postings; null where that is the same."),
        "cost_currency": or_null(text(_CODE)),
    }
    return an_object(
        {
            "date": day_schema("Last day of the period for what was earned, day of the payment for what was paid."),
            "payee": text("Name of the creator."),
            "text": text("What it is."),
            "facts": {
                "type": "object",
                "additionalProperties": {"type": "string"},
                "description": "Where it comes from: creator, run, batch, reference, run-sha256.",
            },
            "postings": {**a_list(an_object(posting)), "minItems": 2},
        }
    )
