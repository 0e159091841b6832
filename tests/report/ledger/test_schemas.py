"""What the commands of a ledger print as JSON is what their schemas describe."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from influence_cli.report import ledger as reports
from influence_cli.report.ledger.records import Choice, LedgerView, PaymentOrder
from tests.report.ledger.test_pages import SOUND, WRONG
from tests.report.ledger.views import HOSTILE, by_hand, views

Schema = dict[str, Any]

VIEWS = {
    "with entries": by_hand(),
    "without entries": by_hand(with_entries=False),
    "hostile": by_hand(name=HOSTILE, campaign=HOSTILE),
    "chosen": replace(by_hand(), choice=Choice("Serum", "anna", "2026-05")),
    "empty": replace(by_hand(), standings=(), batches=(), runs=(), entries=()),
}


def fits(schema: Schema, text: str) -> dict[str, Any]:
    """The document, which is what the schema describes."""
    found: dict[str, Any] = json.loads(text)
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(schema, format_checker=checker).validate(found)
    return found


def order(view: LedgerView, *, dry_run: bool = False) -> PaymentOrder:
    return PaymentOrder("creators.db", view.batches, "wire 77", date(2026, 6, 12), dry_run)


@pytest.mark.parametrize(
    "schema",
    [
        reports.ledger_json_schema(),
        reports.verification_json_schema(),
        reports.order_json_schema(),
        reports.journal_json_schema(),
    ],
    ids=lambda schema: schema["properties"]["schema"]["const"],
)
def test_schemas_are_json_schemas_in_which_every_reference_leads_somewhere(schema: Schema):
    jsonschema.Draft202012Validator.check_schema(schema)
    text = json.dumps(schema)
    for name in schema["$defs"]:
        assert f'"#/$defs/{name}"' in text
    assert text.count('"#/$defs/') == sum(text.count(f'"#/$defs/{name}"') for name in schema["$defs"])


@pytest.mark.parametrize("name", VIEWS)
def test_a_ledger_is_what_its_schema_describes(name: str):
    fits(reports.ledger_json_schema(), reports.ledger_json(VIEWS[name]))


@pytest.mark.parametrize("found", [SOUND, WRONG, replace(SOUND, runs=0, digest="")])
def test_a_check_is_what_its_schema_describes(found):
    fits(reports.verification_json_schema(), reports.verification_json(found))


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("dry_run", [False, True])
def test_a_payment_is_what_its_schema_describes(name: str, dry_run: bool):
    found = fits(reports.order_json_schema(), reports.order_json(order(VIEWS[name], dry_run=dry_run)))
    assert found["marked"] == (name != "empty" and not dry_run)


@pytest.mark.parametrize("name", ["with entries", "hostile", "empty"])
def test_a_journal_is_what_its_schema_describes(name: str):
    view = VIEWS[name]
    campaigns = list(dict.fromkeys(run.campaign for run in view.runs))
    fits(reports.journal_json_schema(), reports.journal_json(reports.ledger_journal(view, campaigns)))


@settings(max_examples=25, deadline=None)
@given(view=views())
def test_any_ledger_is_what_the_schemas_describe(view: LedgerView):
    campaigns = list(dict.fromkeys(run.campaign for run in view.runs))
    fits(reports.ledger_json_schema(), reports.ledger_json(view))
    fits(reports.order_json_schema(), reports.order_json(order(view)))
    fits(reports.journal_json_schema(), reports.journal_json(reports.ledger_journal(view, campaigns)))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("balances", 0, "held"), 1.5),
        (("batches", 0, "due"), "June"),
        (("batches", 0, "payments", 0, "sent"), None),
        (("entries", 0, "kind"), "given"),
        (("runs", 0, "number"), 0),
        (("entries", 0, "more"), ""),
    ],
)
def test_what_is_not_described_is_refused(place: tuple[Any, ...], value: object):
    found = json.loads(reports.ledger_json(by_hand()))
    *way, last = place
    inner: Any = found
    for step in way:
        inner = inner[step]
    inner[last] = value
    with pytest.raises(jsonschema.ValidationError):
        fits(reports.ledger_json_schema(), json.dumps(found))
