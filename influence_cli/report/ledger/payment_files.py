"""Files that a bank or PayPal takes for paying everybody of a batch at once.

Source of PayPal's layout: "Use web UI" and "Payouts Web" in PayPal's developer documentation (2026): no heading;
recipient, amount, three-letter currency, an id of at most 30 characters without blanks, a note, the wallet; one
currency and at most 5,000 payments per file. Source of a bank's lengths: ISO 20022 (names of 70, ids of 35,
remittance information of 140 characters), which payment files of banks follow.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import groupby

from influence_cli.model.money import from_minor
from influence_cli.model.payout import Batch, Payment
from influence_cli.report.values.sanitize import plain

BANK_COLUMNS = ("name", "account", "amount", "currency", "reference", "end_to_end_id")
"""Headings of a bank's file."""

PAYPAL_MOST = 5_000
"""Most payments in one file."""

_NAME = 70
_REMITTANCE = 140
_NOTE = 400
_ACCOUNT = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ./:_-]{0,68}[A-Za-z0-9])?")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}")
_EMAIL = re.compile(r"[A-Za-z0-9_][^\s@,;\"'<>()]{0,63}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20'\"\t\r "


@dataclass(frozen=True, slots=True)
class PaymentFile:
    """One file to hand in.

    Attributes:
        suffix: What to add to the file's name where there are several, such as ``-EUR``; else empty.
        text: Its content.
    """

    suffix: str
    text: str


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A payment with what tells it apart in the ledger."""

    batch: Batch
    payment: Payment
    id: str


def bank_problems(batches: Iterable[Batch]) -> tuple[str, ...]:
    """Why a bank's file cannot be written: a sentence for each creator without an account that can be used."""
    return _problems(batches, _bank_problem)


def paypal_problems(batches: Iterable[Batch]) -> tuple[str, ...]:
    """Why PayPal's file cannot be written: a sentence for each creator without an address that can be used."""
    return _problems(batches, _paypal_problem)


def bank_file(batches: Sequence[Batch], reference: str) -> PaymentFile:
    """A CSV with a heading, a row for each payment of more than nothing.

    Names and references are written as they are, but for signs at their start that a spreadsheet takes for a
    formula; those are left out, for a bank would take an apostrophe for a part of the name.
    """
    rows = [
        (
            bank_word(one.payment.name, _NAME),
            _account(one.payment.account),
            _amount(one.payment),
            one.payment.currency.code,
            bank_word(f"{one.batch.campaign} {one.batch.period} {reference}", _REMITTANCE),
            one.id,
        )
        for one in _numbered(batches)
    ]
    return PaymentFile("", _csv([BANK_COLUMNS, *rows]))


def paypal_files(batches: Sequence[Batch], reference: str) -> tuple[PaymentFile, ...]:
    """PayPal's mass payouts: a file for each currency, and for each 5,000 payments."""
    by_currency = sorted(_numbered(batches), key=lambda one: one.payment.currency.code)
    grouped = [(code, list(group)) for code, group in groupby(by_currency, key=lambda one: one.payment.currency.code)]
    parts = [
        (code, start // PAYPAL_MOST + 1 if len(group) > PAYPAL_MOST else 0, group[start : start + PAYPAL_MOST])
        for code, group in grouped
        for start in range(0, len(group), PAYPAL_MOST)
    ]
    return tuple(
        PaymentFile(
            "" if len(parts) == 1 else f"-{code}-{number}" if number else f"-{code}",
            _csv(_paypal_row(one, reference) for one in part),
        )
        for code, number, part in parts
    )


def unsent(batches: Iterable[Batch]) -> tuple[Payment, ...]:
    """Payments of nothing (all of it is withheld or taken as a fee), which no file holds."""
    return tuple(payment for batch in batches for payment in batch.payments if payment.sent <= 0)


def bank_word(text: str, limit: int) -> str:
    """Text on one line that no spreadsheet takes for a formula, and that still reads as written.

    >>> bank_word("=HYPERLINK(1)", 70), bank_word("@anna", 70), bank_word("O'Neil, Zoë", 70)
    ('HYPERLINK(1)', 'anna', "O'Neil, Zoë")
    """
    visible = "".join(letter for letter in text if letter.isprintable() or letter.isspace())
    return plain(visible, len(visible) + 1).lstrip(_FORMULA)[:limit].rstrip()


def _paypal_row(one: _Numbered, reference: str) -> tuple[str, ...]:
    payment = one.payment
    note = bank_word(f"{one.batch.campaign} {one.batch.period} {reference}", _NOTE)
    return payment.email.strip(), _amount(payment), payment.currency.code, one.id, note, "PAYPAL"


def _numbered(batches: Iterable[Batch]) -> Iterator[_Numbered]:
    for batch in batches:
        for number, payment in enumerate(batch.payments, 1):
            if payment.sent > 0:
                yield _Numbered(batch, payment, f"B{batch.number}-{batch.period}-{number}")


def _amount(payment: Payment) -> str:
    return f"{from_minor(payment.sent, payment.currency):f}"


def _account(account: str) -> str:
    """An account as a bank takes it: an IBAN without its blanks.

    >>> _account("de89 3704 0044 0532 0130 00"), _account("12-34-56 12345678")
    ('DE89370400440532013000', '12-34-56 12345678')
    """
    compact = account.replace(" ", "").upper()
    return compact if _IBAN.fullmatch(compact) else account.strip()


def _problems(batches: Iterable[Batch], why: Callable[[Payment], str]) -> tuple[str, ...]:
    payments = (payment for batch in batches for payment in batch.payments if payment.sent > 0)
    found = ((payment, why(payment)) for payment in payments)
    return tuple(
        dict.fromkeys(f"{plain(payment.name) or plain(payment.creator)}: {words}" for payment, words in found if words)
    )


def _bank_problem(payment: Payment) -> str:
    if not payment.account.strip():
        return "no account is known"
    if not bank_word(payment.name, _NAME):
        return "the name has nothing that a bank could write"
    if not _ACCOUNT.fullmatch(payment.account.strip()):
        return f"{plain(payment.account)!r} is not an account; expected an IBAN, or letters and digits"
    return ""


def _paypal_problem(payment: Payment) -> str:
    if not payment.email.strip():
        return "no e-mail address is known"
    if not _EMAIL.fullmatch(payment.email.strip()):
        return f"{plain(payment.email)!r} is not an e-mail address that PayPal takes"
    return ""


def _csv(rows: Iterable[Sequence[str]]) -> str:
    target = StringIO()
    csv.writer(target, lineterminator="\r\n").writerows(rows)
    return target.getvalue()
