"""What a ledger holds, for people and programs."""

import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import StringIO
from typing import Any

import pytest

from influence_cli.ledger.records import Verification
from influence_cli.model.payout import Balance
from influence_cli.report.ledger.as_csv import ledger_csv
from influence_cli.report.ledger.as_json import ledger_json, order_json, verification_json
from influence_cli.report.ledger.as_markdown import ledger_markdown
from influence_cli.report.ledger.as_table import ledger_table, order_table, verification_table
from influence_cli.report.ledger.records import Choice, LedgerView, PaymentOrder, Standing
from tests.report.ledger.views import HOSTILE, JPY, USD, a_payment, by_hand

Golden = Callable[[str, str], None]

WRONG = Verification(
    "creators.db", ("run 2: \x1b[31mdigest differs", "anna: paid twice"), 2, 1, 0, 8, 2, 2, 2, "ab" * 32
)
SOUND = replace(WRONG, findings=())


def order(view: LedgerView, *, dry_run: bool = False) -> PaymentOrder:
    return PaymentOrder("creators.db", view.batches, "wire 77", date(2026, 6, 12), dry_run)


def rows(view: LedgerView) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(ledger_csv(view)), strict=True))


def test_the_page_of_a_ledger(golden: Golden):
    golden("ledger_table_80.txt", ledger_table(by_hand()))
    golden("ledger.md", ledger_markdown(by_hand()))


def test_the_page_of_a_payment(golden: Golden):
    golden("ledger_payment_80.txt", order_table(order(by_hand())))


def test_the_page_of_a_check(golden: Golden):
    golden("ledger_wrong_80.txt", verification_table(WRONG))
    assert "Sound: all of it adds up." in verification_table(SOUND)


def test_what_is_owed_is_said_first():
    said = ledger_table(by_hand(with_entries=False), width=120)
    assert (
        "50 USD is scheduled to be paid, 0 USD is owed and in no payment yet, 12.34 USD is held, 1,000 USD was paid."
        in (said.replace("\n", " "))
    )
    assert "Batch 2 is unpaid; due from 15 June 2026." in said
    assert "ENTRIES" not in said


def test_an_empty_ledger_says_so():
    nothing = replace(by_hand(), standings=(), batches=(), runs=(), entries=None)
    assert "Nothing is recorded.\n" in ledger_table(nothing)
    assert "Nothing is recorded for that choice." in ledger_table(replace(nothing, choice=Choice(period="2026-01")))
    assert json.loads(ledger_json(nothing))["balances"] == []
    assert rows(nothing) == []


def test_a_period_does_not_make_balances_look_like_its_own():
    chosen = replace(by_hand(), choice=Choice("Serum", "anna", "2026-05"))
    assert "Balances are as of now" in ledger_table(chosen)
    assert ledger_table(chosen).startswith("Ledger creators.db, Serum, anna, 2026-05\n")


def test_a_long_table_is_cut_and_says_so_but_its_total_and_the_csv_hold_all():
    many = tuple(Standing("Serum", USD, f"c{n}", f"C {n}", Balance(open=100)) for n in range(250))
    view = replace(by_hand(with_entries=False), standings=many)
    assert "50 more are left out here; JSON and CSV hold all." in ledger_table(view)
    assert re.search(r"Total +0 +250 +0 +0\n", ledger_table(view))
    assert sum(row["record"] == "balance" for row in rows(view)) == 4 * 250


def test_money_keeps_the_decimals_of_its_currency():
    view = by_hand()
    yen = replace(view, standings=(Standing("Serum", JPY, "anna", "Anna", Balance(open=1500)),))
    assert json.loads(ledger_json(yen))["balances"][0]["owed"] == "1500"
    assert json.loads(ledger_json(view))["balances"][1]["held"] == "12.34"


class TestDocuments:
    def test_the_document_holds_what_the_ledger_holds(self):
        told: dict[str, Any] = json.loads(ledger_json(by_hand()))
        assert told["schema"] == "influence/ledger/1"
        assert told["batches"][0]["payments"][0] == {
            "creator": "anna",
            "name": "Anna Krüger",
            "contract": "hybrid",
            "gross": "1000.00",
            "withheld": "240.00",
            "fee": "1.50",
            "net": "758.50",
            "fee_of_brand": "0.00",
            "sent": "758.50",
            "currency": "USD",
            "exchange": None,
            "email": "anna@mail.example",
            "account": "DE89 3704 0044 0532 0130 00",
        }
        assert told["batches"][1]["payments"][0]["exchange"]["rate"] == "0.92"
        assert [entry["amount"] for entry in told["entries"]][:2] == ["1100.00", "-100.00"]
        assert told["entries"][0]["rate"] == 0.1
        assert [run["kind"] for run in told["runs"]] == ["payout", "payment"]
        assert json.loads(ledger_json(by_hand(with_entries=False)))["entries"] is None

    def test_the_table_of_numbers_agrees_with_the_document(self):
        view = by_hand(with_entries=False)
        told = json.loads(ledger_json(view))
        found = {(row["record"], row["creator"], row["number"], row["name"]): row["value"] for row in rows(view)}
        for balance in told["balances"]:
            for name in ("held", "owed", "scheduled", "paid"):
                assert found["balance", balance["creator"], "", name] == balance[name]
        for batch in told["batches"]:
            assert found["batch", "", str(batch["number"]), "paid_on"] == (batch["paid_on"] or "")
            for each in batch["payments"]:
                assert found["payment", each["creator"], str(batch["number"]), "sent"] == each["sent"]
        assert len(found) == len(rows(view))

    def test_with_entries_the_table_is_the_journal(self):
        told = rows(by_hand())
        assert [row["kind"] for row in told][:3] == ["earned", "reversed", "scheduled"]
        assert (told[0]["rate"], told[0]["base"], told[0]["day"]) == ("0.1", "11000.00", "2026-05-07")

    def test_a_payment_says_whether_it_was_marked(self):
        done, tried = (json.loads(order_json(order(by_hand(), dry_run=dry))) for dry in (False, True))
        assert (done["marked"], tried["marked"]) == (True, False)
        assert done["batches"] == tried["batches"]
        assert json.loads(order_json(replace(order(by_hand()), batches=())))["marked"] is False

    def test_a_check_is_sound_or_says_why_not(self):
        assert json.loads(verification_json(SOUND))["sound"] is True
        told = json.loads(verification_json(WRONG))
        assert (told["sound"], len(told["findings"])) == (False, 2)


class TestNamesFromOutside:
    @pytest.fixture
    def view(self) -> LedgerView:
        return by_hand(name=HOSTILE, campaign=HOSTILE)

    def test_they_steer_no_terminal(self, view: LedgerView):
        for text in (ledger_table(view), ledger_json(view), ledger_markdown(view), order_table(order(view))):
            assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", text)

    def test_they_are_no_markup_and_nobody_is_mentioned(self, view: LedgerView):
        text = ledger_markdown(view)
        assert "<b>" not in text
        assert "@team" not in text
        assert "http://" not in text

    def test_they_are_no_formula(self, view: LedgerView):
        for chosen in (view, replace(view, entries=None)):
            cells = [cell for row in csv.reader(StringIO(ledger_csv(chosen)), strict=True) for cell in row]
            assert any("HYPERLINK" in cell for cell in cells)
            assert all(not cell.startswith(("=", "+", "@")) for cell in cells)

    def test_no_line_is_longer_than_the_page(self, view: LedgerView):
        long = replace(view.batches[1], payments=(a_payment("x" * 300, 10**17, "W" * 300),), campaign="q" * 300)
        for text in (ledger_table(view), ledger_table(replace(view, batches=(long,))), verification_table(WRONG)):
            assert max(map(len, text.splitlines())) <= 80
