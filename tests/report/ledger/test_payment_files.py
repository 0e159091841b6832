"""Files for a bank and for PayPal: their layouts, who cannot be paid that way, names that stay names."""

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from influence_cli.model.money import Currency
from influence_cli.model.payout import Batch, ExchangeRate, Payment
from influence_cli.report.ledger import payment_files
from influence_cli.report.ledger.payment_files import (
    bank_file,
    bank_problems,
    bank_word,
    paypal_files,
    paypal_problems,
    unsent,
)
from tests.report.ledger.views import EUR, HOSTILE, JPY, USD, a_payment


def batch(*payments: Payment, number: int = 3) -> Batch:
    return Batch(number, "Serum", "2026-05", date(2026, 6, 15), USD, payments)


def sent_in(currency: Currency, amount: int) -> Payment:
    rate = ExchangeRate(currency, Decimal(1), date(2026, 5, 31))
    return a_payment("ben", 5_000, "Ben", currency=currency, sent=amount, exchange=rate)


def read(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline=""), strict=True))


def test_a_bank_gets_a_row_for_each_payment_in_the_currency_it_is_sent_in():
    found = bank_file([batch(a_payment("anna", 123_456, "Anna Krüger"), sent_in(JPY, 7_500))], "SEPA 77")
    assert read(found.text) == [
        ["name", "account", "amount", "currency", "reference", "end_to_end_id"],
        ["Anna Krüger", "DE89370400440532013000", "1234.56", "USD", "Serum 2026-05 SEPA 77", "B3-2026-05-1"],
        ["Ben", "DE89370400440532013000", "7500", "JPY", "Serum 2026-05 SEPA 77", "B3-2026-05-2"],
    ]
    assert found.suffix == ""


def test_paypal_gets_recipient_amount_currency_id_note_and_wallet_without_a_heading():
    (found,) = paypal_files([batch(a_payment("anna", 123_456))], "June, 1st")
    assert found.text == 'anna@mail.example,1234.56,USD,B3-2026-05-1,"Serum 2026-05 June, 1st",PAYPAL\r\n'


def test_paypal_takes_one_currency_per_file():
    found = paypal_files([batch(a_payment("anna", 100)), batch(sent_in(EUR, 90), number=4)], "June")
    assert [part.suffix for part in found] == ["-EUR", "-USD"]
    assert [{row[2] for row in read(part.text)} for part in found] == [{"EUR"}, {"USD"}]


def test_paypal_takes_a_limited_number_of_payments_per_file(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(payment_files, "PAYPAL_MOST", 2)
    people = [a_payment(f"c{n}", 100) for n in range(5)]
    found = paypal_files([batch(*people, sent_in(EUR, 90))], "June")
    assert [part.suffix for part in found] == ["-EUR", "-USD-1", "-USD-2", "-USD-3"]
    recipients = [row[0] for part in found[1:] for row in read(part.text)]
    assert recipients == [person.email for person in people]


def test_ids_tell_all_payments_of_a_ledger_apart():
    batches = [batch(a_payment("anna", 1), a_payment("ben", 2), number=n) for n in (1, 2, 11)]
    ids = [row[-1] for row in read(bank_file(batches, "x").text)[1:]]
    assert len(set(ids)) == 6
    assert all(len(each) <= 30 and " " not in each for each in ids)


def test_who_has_no_account_or_address_is_named():
    people = batch(
        a_payment("anna", 100, "Anna", account="", email=""),
        a_payment("ben", 100, "Ben", account="=cmd|' /C calc'!A0", email="ben at mail"),
        a_payment("cleo", 100, "Cleo"),
        a_payment("dan", 100, "=@+"),
    )
    assert bank_problems([people]) == (
        "Anna: no account is known",
        "Ben: \"=cmd|' /C calc'!A0\" is not an account; expected an IBAN, or letters and digits",
        "=@+: the name has nothing that a bank could write",
    )
    assert paypal_problems([people]) == (
        "Anna: no e-mail address is known",
        "Ben: 'ben at mail' is not an e-mail address that PayPal takes",
    )


@pytest.mark.parametrize(
    "email", ["=1+1@x.example", "+a@x.example", "a@b", "a,b@x.example", "a@x.example\nb@y.example"]
)
def test_an_address_that_would_be_something_else_is_refused(email: str):
    assert len(paypal_problems([batch(a_payment("anna", 100, email=email))])) == 1


def test_nobody_is_sent_nothing():
    people = batch(
        a_payment("anna", 100, withheld=100), a_payment("ben", 100), a_payment("eve", 50, withheld=50, email="")
    )
    assert [row[0] for row in read(bank_file([people], "x").text)[1:]] == ["ben"]
    assert [payment.creator for payment in unsent([people])] == ["anna", "eve"]
    assert paypal_problems([people]) == ()


def test_a_formula_becomes_a_name_without_an_apostrophe():
    text = bank_file([replace(batch(a_payment("x", 100, HOSTILE)), campaign="=1+1")], "-2").text
    name, _, _, _, reference, _ = read(text)[1]
    assert name.startswith("HYPERLINK(")
    assert reference == "1+1 2026-05 -2"
    assert text.count("\n") == 2


@given(text=st.text(max_size=200), limit=st.sampled_from([70, 140]))
def test_no_word_for_a_bank_is_a_formula_or_too_long(text: str, limit: int):
    word = bank_word(text, limit)
    assert not word.startswith(("=", "+", "-", "@", "\t", "\r", "'", "\uff1d", "\uff0b", "\uff0d", "\uff20"))
    assert len(word) <= limit
    assert "\n" not in word
