"""A ledger as double-entry bookkeeping: `bean-check` passes it, and so does a reader of hledger's format below."""

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings

from influence_cli.model.payout import Balance
from influence_cli.report.ledger.accounts import Accounts, components
from influence_cli.report.ledger.as_beancount import beancount_text
from influence_cli.report.ledger.as_hledger import hledger_text
from influence_cli.report.ledger.journal import Journal, last_day, ledger_journal
from influence_cli.report.ledger.journal_data import journal_csv, journal_json
from influence_cli.report.ledger.records import LedgerView
from tests.report.ledger.views import HOSTILE, JPY, USD, by_hand, views

Golden = Callable[[str, str], None]

Sums = dict[tuple[str, str], Decimal]


def campaigns(view: LedgerView) -> list[str]:
    return list(dict.fromkeys(run.campaign for run in view.runs))


def journal_of(view: LedgerView) -> Journal:
    return ledger_journal(view, campaigns(view))


def bean_check(text: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    path = folder / "ledger.beancount"
    path.write_text(text, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "beancount.scripts.check", "--no-cache", str(path)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def read_hledger(text: str) -> tuple[Sums, int]:
    """What each account holds by currency, after checking everything hledger would refuse: balance, accounts, dates."""
    declared: set[str] = set()
    commodities: set[str] = set()
    held: Sums = {}
    blocks = 0
    for block in re.split("\n{2,}", text.rstrip("\n")):
        lines = block.splitlines()
        if re.match(r"\d{4}-\d{2}-\d{2} ", lines[0]):
            blocks += 1
            _read_transaction(lines, declared, commodities, held)
            continue
        for each in lines:
            if each.startswith("account "):
                declared.add(re.split(" {2,}", each.removeprefix("account "))[0])
            elif each.startswith("commodity "):
                number, code = each.removeprefix("commodity ").split(" ")
                assert re.fullmatch(r"1000\.0*", number)
                commodities.add(code)
            else:
                assert each.startswith("; ")
    return held, blocks


def _read_transaction(lines: list[str], declared: set[str], commodities: set[str], held: Sums) -> None:
    day, status, description = lines[0].split(" ", 2)
    assert date.fromisoformat(day)
    assert status == "*"
    assert ";" not in description
    assert not description.startswith("(")
    weights: dict[str, Decimal] = {}
    for each in lines[1:]:
        assert each.startswith("    ")
        if each.lstrip().startswith(";"):
            assert re.fullmatch(r" {4}; [a-z0-9-]+: [^,;]*", each), each
            continue
        account, amounts = re.split(" {2,}", each.strip(), maxsplit=1)
        assert account in declared
        amounts, _, asserted = amounts.partition(" = ")
        amount, _, cost = amounts.partition(" @@ ")
        number, code = amount.split(" ")
        held[account, code] = held.get((account, code), Decimal(0)) + Decimal(number)
        weight = cost.split(" ") if cost else [number, code]
        assert not weight[0].startswith("-") or not cost
        signed = Decimal(weight[0]).copy_sign(Decimal(number)) if cost else Decimal(number)
        weights[weight[1]] = weights.get(weight[1], Decimal(0)) + signed
        assert {code, weight[1]} <= commodities
        if asserted:
            assert asserted == f"{held[account, code]:f} {code}".replace("-0.00 ", "0.00 ")
    assert set(weights.values()) == {Decimal(0)}


def expected(view: LedgerView) -> Sums:
    """What the three accounts of each creator hold, from the ledger's balances."""
    accounts = Accounts(campaigns(view), view.names)
    held: Sums = {}
    for standing in view.standings:
        for account, amount in (
            (accounts.held, standing.balance.held),
            (accounts.payable, standing.balance.open),
            (accounts.scheduled, standing.balance.scheduled),
        ):
            name = account(standing.campaign, standing.creator), standing.currency.code
            held[name] = -Decimal(amount) / standing.currency.minor
    return held


def owed(held: Sums) -> Sums:
    return {key: amount for key, amount in held.items() if key[0].startswith("Liabilities:Creators:")}


@settings(max_examples=12, deadline=None)
@given(view=views())
def test_beancount_finds_nothing_wrong_with_any_ledger(tmp_path_factory: pytest.TempPathFactory, view: LedgerView):
    done = bean_check(beancount_text(journal_of(view)), tmp_path_factory.mktemp("beans"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@settings(max_examples=150, deadline=None)
@given(view=views())
def test_every_hledger_transaction_sums_to_nothing_and_ends_in_the_balances_of_the_ledger(view: LedgerView):
    held, transactions = read_hledger(hledger_text(journal_of(view)))
    assert owed(held) == expected(view)
    assert transactions == len(journal_of(view).transactions) + bool(view.standings)


@settings(max_examples=60, deadline=None)
@given(view=views())
def test_expenses_are_all_that_was_ever_earned_held_or_paid(view: LedgerView):
    held, _ = read_hledger(hledger_text(journal_of(view)))
    spent = sum(amount for (account, _), amount in held.items() if account.startswith("Expenses:Creators:"))
    whole = sum(standing.balance.held + standing.balance.earned for standing in view.standings)
    assert spent == Decimal(whole) / view.standings[0].currency.minor if view.standings else spent == 0


@settings(max_examples=60, deadline=None)
@given(view=views())
def test_the_table_and_the_document_hold_the_same_postings(view: LedgerView):
    found = journal_of(view)
    sums: dict[str, Decimal] = {}
    rows = list(csv.DictReader(StringIO(journal_csv(found)), strict=True))
    for row in rows:
        sums[row["transaction"]] = sums.get(row["transaction"], Decimal(0)) + Decimal(row["cost"] or row["amount"])
    assert set(sums.values()) <= {Decimal(0)}
    told = json.loads(journal_json(found))
    assert [posting["amount"] for each in told["transactions"] for posting in each["postings"]] == [
        row["amount"] for row in rows
    ]
    assert {each["account"]: Decimal(each["amount"]) for each in told["balances"]} == {
        account: amount for (account, _), amount in expected(view).items()
    }


def test_a_wrong_balance_is_found_by_beancount(tmp_path: Path):
    view = by_hand()
    standing = view.standings[0]
    forged = replace(standing, balance=replace(standing.balance, open=standing.balance.open + 1))
    done = bean_check(beancount_text(journal_of(replace(view, standings=(forged, *view.standings[1:])))), tmp_path)
    assert done.returncode == 1
    assert "Balance failed for 'Liabilities:Creators:Payable:Anna:Serum'" in done.stderr


def test_a_journal_reads_like_this(golden: Golden):
    found = journal_of(by_hand())
    golden("ledger.beancount", beancount_text(found))
    golden("ledger.journal", hledger_text(found))


def test_where_the_money_of_a_payment_goes():
    held, _ = read_hledger(hledger_text(journal_of(by_hand())))
    # 1,000.00 owed: 240.00 withheld, 1.50 fee taken off; the bank sends 758.50 and pays the fee.
    assert held["Assets:Bank", "USD"] == Decimal("-760.00")
    assert held["Liabilities:Withholding-Tax", "USD"] == Decimal("-240.00")
    assert held["Income:Payment-Fees", "USD"] == Decimal("-1.50")
    assert held["Expenses:Payment-Fees", "USD"] == Decimal("1.50")
    # The batch of Ben is not paid, so nothing was sent in EUR.
    assert ("Assets:Bank", "EUR") not in held
    assert held["Liabilities:Creators:Scheduled:Ben:Serum", "USD"] == Decimal("-50.00")
    assert held["Liabilities:Creators:Held:Ben:Serum", "USD"] == Decimal("-12.34")
    assert held["Expenses:Creators:Serum", "USD"] == Decimal("1062.34")


def test_a_payment_in_another_currency_states_what_it_cost_in_the_campaigns():
    view = by_hand()
    paid = replace(view.batches[1], paid_on=date(2026, 6, 15), reference="wire 78")
    text = beancount_text(journal_of(replace(view, batches=(view.batches[0], paid))))
    assert "  Assets:Bank  -46.00 EUR @@ 50.00 USD\n" in text
    assert '  exchange-rate: "0.92 EUR on 2026-05-31 (ECB)"\n' in text
    assert '  reference: "wire 78"\n' in text
    assert "  Expenses:Payment-Fees  0.25 USD\n" in text


def test_names_from_outside_are_only_text_in_every_journal(tmp_path: Path):
    view = by_hand(name=HOSTILE, campaign=HOSTILE)
    found = journal_of(view)
    text = beancount_text(found)
    assert bean_check(text, tmp_path).returncode == 0
    for written in (text, hledger_text(found), journal_csv(found), journal_json(found)):
        assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", written)
    assert all(not row["payee"].startswith("=") for row in csv.DictReader(StringIO(journal_csv(found))))
    read_hledger(hledger_text(found))


def test_an_empty_ledger_is_a_journal_too(tmp_path: Path):
    found = ledger_journal(replace(by_hand(), standings=(), runs=(), batches=(), entries=()), [])
    assert bean_check(beancount_text(found), tmp_path).returncode == 0
    assert read_hledger(hledger_text(found)) == ({}, 0)


class TestAccounts:
    def test_no_two_creators_share_an_account_and_none_changes_when_others_come(self):
        words = ["Anna", "anna", "ANNA", "Änna", "an na", "刘伟", "-", "Anna-3fecb8", "Anna!"]
        found = components(words, "Creator")
        assert len({name.lower() for name in found.values()}) == len(words)
        for count in range(len(words)):
            assert components(words[:count], "Creator").items() <= found.items()

    def test_every_name_is_one_that_beancount_takes(self):
        found = components(["-x", "é", "9lives", HOSTILE, "a" * 300, "ß", "😀"], "Creator")
        assert all(re.fullmatch("[A-Z0-9][A-Za-z0-9-]*", name) for name in found.values())

    def test_an_account_has_the_same_name_whether_or_not_a_campaign_was_chosen(self):
        view = by_hand()
        chosen = replace(view, standings=view.standings[1:], names=view.names)
        names = {account.name for account in ledger_journal(chosen, ["Serum"]).accounts}
        assert names <= {account.name for account in journal_of(view).accounts}


def test_months_end_on_their_last_day():
    assert (last_day("2028-02"), last_day("2026-12")) == (date(2028, 2, 29), date(2026, 12, 31))


def test_nothing_of_a_coin_is_no_price():
    view = by_hand()
    payment = replace(view.batches[0].payments[0], currency=JPY, sent=0, withheld=0, fee=0, net=100_000)
    paid = replace(view.batches[0], payments=(payment,))
    held, _ = read_hledger(hledger_text(journal_of(replace(view, batches=(paid, view.batches[1])))))
    assert held["Expenses:Exchange-Differences", "USD"] == Decimal("-1000.00")
    assert USD.digits == 2
    assert view.standings[0].balance == Balance(0, 0, 0, 100_000)
