"""The JSON Schema (draft 2020-12) of the JSON document of a payout statement."""

from influence_cli.model.payout import EntryKind, MinimumPer, PaidBy
from influence_cli.report.layout.payout_parts import (
    day_schema,
    decided_money_schema,
    exchange_schema,
    input_schema,
)
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
from influence_cli.report.payout.as_json import SCHEMA
from influence_cli.report.words.payout import PAYOUT_WORDS

_MEANING = {word.name: word.definition for word in PAYOUT_WORDS}


def payout_json_schema() -> dict[str, object]:
    """Describe what `payout.as_json.payout_json` writes; the order of keys carries no meaning."""
    return document(
        SCHEMA,
        "What creators are owed, and why",
        "Money is in the campaign's currency unless it says otherwise; rates and shares are fractions; days are "
        "those of the campaign's time zone. Names and notes are as they were written and may hold anything.",
        {
            "version": text("Version of the programme."),
            "spec_sha256": text("Hash of the layered spec with overrides."),
            "campaign": an_object({"name": text("As written in the spec."), "brand": text("Likewise.")}),
            "period": text("The month that is paid for, for example 2026-05."),
            "last_day": day_schema("Last day that counts."),
            "currency": text("ISO 4217 code of every amount that does not say otherwise."),
            "rules": _rules(),
            "ledger": or_null(text(_MEANING["ledger"]), "null without one."),
            "recorded": flag("Whether the run was written to the ledger."),
            "unchanged": flag("Whether the ledger knew everything already, so that nothing was added."),
            "run": or_null(whole(_MEANING["run"], 1), "null where it is not recorded."),
            "inputs": a_list(input_schema()),
            "together": _together(),
            "totals": a_list(_total()),
            "payments": a_list(_sent()),
            "batches": a_list(_batch()),
            "unattributed": a_list(_unattributed()),
            "left_out": a_list(_left_out()),
            "excluded": a_list(_problem()),
            "notes": a_list(text("What else is to be known.")),
            "creators": a_list(_creator()),
        },
        {"money": decided_money_schema(), "exchange": exchange_schema(), "balance": _balance(), "line": _line()},
    )


def _rules() -> Schema:
    fee: dict[str, Schema] = {
        "fixed": ref("money", "Per payment."),
        "share": {"type": "number", "description": "Share of the payment."},
        "paid_by": one_of(PaidBy),
    }
    return an_object(
        {
            "time_zone": text("IANA name; days and months begin there."),
            "minimum_per": one_of(MinimumPer),
            "fee": an_object(fee),
            "exchange": a_list(ref("exchange")),
            "holidays": a_list(day_schema("No business day.")),
        }
    )


def _together() -> Schema:
    return an_object({"creators": whole("Creators of the statement."), **_standing()})


def _standing() -> dict[str, Schema]:
    return {
        "earned": ref("money", _MEANING["earned"]),
        "owed_now": ref("money", _MEANING["owed_now"]),
        "held": ref("money", _MEANING["held_amount"]),
        "carried": ref("money", _MEANING["carried_forward"]),
        "scheduled_before": ref("money", _MEANING["scheduled_before"]),
    }


def _total() -> Schema:
    return an_object(
        {
            "contract": text("Name of the contract."),
            "month": text("Month of the event; empty where it belongs to none."),
            "earned": ref("money", _MEANING["earned"]),
        }
    )


def _sent() -> Schema:
    return an_object(
        {
            "currency": text("ISO 4217 code of what is sent."),
            "exchange": or_null(ref("exchange"), "The rate used; null in the campaign's currency."),
            "due": or_null(day_schema("Day on which it is due.")),
            "payments": whole("How many.", 1),
            **_taken_off(),
            "sent": ref("money", _MEANING["sent"]),
        }
    )


def _taken_off() -> dict[str, Schema]:
    return {
        "owed": ref("money", _MEANING["owed_now"]),
        "withheld": ref("money", _MEANING["withheld"]),
        "fee": ref("money", _MEANING["payment_fee"]),
        "net": ref("money", _MEANING["net"]),
    }


def _batch() -> Schema:
    return an_object(
        {
            "number": or_null(whole("Number in the ledger.", 1), "null where nothing is recorded."),
            "due": day_schema("Business day on which its payments are due."),
            "payments": whole("How many.", 1),
            "reference": text("Reference under which it was marked as paid; empty while it is not."),
            "paid_on": or_null(day_schema("Day on which it was marked as paid.")),
        }
    )


def _unattributed() -> Schema:
    return an_object(
        {
            "who": text("Creator or code as written."),
            "by_code": flag("Whether it is a code."),
            "orders": whole("How many."),
            "gross_sales": ref("money", _MEANING["gross_sales"]),
        }
    )


def _left_out() -> Schema:
    return an_object(
        {
            "reason": text("Why, in words."),
            "events": whole("How many."),
            "gross_sales": ref("money", _MEANING["gross_sales"]),
        }
    )


def _problem() -> Schema:
    texts = dict.fromkeys(
        ("code", "path", "file", "message", "reason", "source", "expected", "suggestion"), text("As check has it.")
    )
    return an_object({**texts, "line": whole("From 1; 0 is unknown."), "column": whole("From 1; 0 is unknown.")})


def _creator() -> Schema:
    standing = _standing()
    return an_object(
        {
            "creator": text("What the creator is called in the ledger; never changes."),
            "name": text("For people."),
            "contract": text("Name of the contract."),
            "earned": standing["earned"],
            "owed_now": standing["owed_now"],
            "due": or_null(day_schema("Day on which the payment is due."), "null where nothing is owed now."),
            "carried": standing["carried"],
            "reasons": a_list(text("Why something is carried or not paid.")),
            "before": ref("balance", "Balance before the run."),
            "after": ref("balance", "Balance after the run."),
            "payment": or_null(_payment(), "null where nothing is owed now."),
            "tax_form": or_null(flag("false where a form that is asked for is missing"), "null where none is."),
            "waiting": _waiting(),
            "by_term": a_list(an_object({"term": text("Term of the contract."), "amount": ref("money")})),
            "notes": a_list(text("What else is to be known of the creator.")),
            "lines": a_list(ref("line", "What the run adds to the journal.")),
            "held_lines": a_list(ref("line", f"{_MEANING['waiting']} {_MEANING['would_bring']}")),
        }
    )


def _payment() -> Schema:
    return an_object(
        {
            **_taken_off(),
            "fee_of_brand": ref("money", "What sending it costs the brand."),
            "currency": text("ISO 4217 code of what is sent."),
            "sent": ref("money", _MEANING["sent"]),
            "exchange": or_null(ref("exchange"), "null in the campaign's currency."),
            "email": text("Address."),
            "account": text("Where money is sent."),
        }
    )


def _waiting() -> Schema:
    return an_object(
        {
            "in_hold": whole("Orders and posts whose hold has not ended."),
            "until": or_null(day_schema("Day on which the last of those ends.")),
            "pending": whole("Orders and posts that are not approved."),
        }
    )


def _balance() -> Schema:
    return an_object(
        {
            "held": ref("money", _MEANING["held_amount"]),
            "open": ref("money", _MEANING["open"]),
            "scheduled": ref("money", _MEANING["scheduled"]),
            "paid": ref("money", _MEANING["paid"]),
        }
    )


def _line() -> Schema:
    return an_object(
        {
            "kind": {**one_of(EntryKind), "description": _MEANING["entry"]},
            "term": text("Term of the contract (a bonus by its name), refunds, or the kind."),
            "contract": text("Name of the contract."),
            "month": text("Month the amount belongs to; empty where it belongs to none."),
            "event": text(_MEANING["event"]),
            "day": or_null(day_schema("Day of the event.")),
            "band": or_null(whole(_MEANING["band"], 1), "null where there are none."),
            "base": or_null(ref("money"), _MEANING["base_amount"]),
            "rate": or_null({"type": "number"}, "Fraction; null where there is no single rate."),
            "amount": ref("money", _MEANING["amount"]),
            "note": text("Why, in words; may be empty."),
        }
    )
