"""Batches of payments: reading them, and marking them as paid."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from influence_cli.ledger.bodies import exchange_from, inputs_body
from influence_cli.ledger.facts_out import payees
from influence_cli.ledger.journal_in import entry_rows
from influence_cli.ledger.journal_out import moment_from
from influence_cli.ledger.records import RunKind
from influence_cli.ledger.sealing import SealedRun
from influence_cli.ledger.words import Words, words_of
from influence_cli.model.errors import UsageError
from influence_cli.model.money import Currency, in_words
from influence_cli.model.payout import Batch, EntryKind, Line, Payee, Payment

_NEAREST = 5


def batches(connection: sqlite3.Connection, campaign: str | None, *, unpaid_only: bool) -> tuple[Batch, ...]:
    """The batches in the order of their numbers; of one campaign, or of all.

    Those that are not paid go to the addresses and accounts that are known by now.
    """
    payments = _payments(connection)
    addresses: dict[str, Mapping[str, Payee]] = {}
    rows = connection.execute(
        """SELECT batches.number, campaign, period, currency, due, coalesce(reference, ''), paid_on
        FROM batches JOIN runs ON runs.number = batches.run
        LEFT JOIN paid_batches ON paid_batches.batch = batches.number
        WHERE (? IS NULL OR campaign = ?) AND NOT (? AND paid_on IS NOT NULL) ORDER BY batches.number""",
        (campaign, campaign, int(unpaid_only)),
    )
    found = []
    for number, name, period, currency, due, reference, paid_on in rows.fetchall():
        sent: Sequence[Payment] = payments.get(number, ())
        if paid_on is None:
            if name not in addresses:
                addresses[name] = payees(connection, name)
            sent = [_readdressed(payment, addresses[name]) for payment in sent]
        day = None if paid_on is None else date.fromordinal(paid_on)
        found.append(
            Batch(number, name, period, date.fromordinal(due), Currency(currency), tuple(sent), reference, day)
        )
    return tuple(found)


def _readdressed(payment: Payment, known: Mapping[str, Payee]) -> Payment:
    """A payment that is still to be made, with the address and account that are known by now."""
    payee = known.get(payment.creator)
    if payee is None:
        return payment
    return replace(payment, email=payee.email or payment.email, account=payee.account or payment.account)


def _payments(connection: sqlite3.Connection) -> Mapping[int, Sequence[Payment]]:
    words = words_of(connection)
    found: dict[int, list[Payment]] = {}
    rows = connection.execute(
        """SELECT batch, creator, name, contract, gross, withheld, fee, net, fee_of_brand, currency, sent, exchange,
        email, account FROM payments ORDER BY number"""
    )
    for batch, creator, name, contract, gross, withheld, fee, net, of_brand, currency, sent, exchange, *where in rows:
        payment = Payment(
            words[creator],
            name,
            words[contract],
            gross,
            withheld,
            fee,
            net,
            of_brand,
            Currency(currency),
            sent,
            exchange_from(exchange),
            *where,
        )
        found.setdefault(batch, []).append(payment)
    return found


def mark_paid(
    connection: sqlite3.Connection,
    path: str,
    numbers: Sequence[int] | None,
    *,
    reference: str,
    day: date,
    at: str,
    version: str,
) -> tuple[Batch, ...]:
    """Mark batches as paid, each as a run of its own, within a transaction.

    Raises:
        UsageError: For batches that are not there or are paid already; all of them at once.
    """
    if not reference.strip():
        raise UsageError(f"{path}: a payment needs a reference: what the bank or PayPal calls it")
    asked = to_pay(connection, path, numbers)
    for batch in asked:
        _pay(connection, batch, reference, day, at, version)
    return tuple(replace(batch, reference=reference, paid_on=day) for batch in asked)


def to_pay(connection: sqlite3.Connection, path: str, numbers: Sequence[int] | None) -> tuple[Batch, ...]:
    """Unpaid batches by number; None for all of them.

    Raises:
        UsageError: For batches that are not there or are paid already; all of them at once.
    """
    known = {batch.number: batch for batch in batches(connection, None, unpaid_only=False)}
    unpaid = [batch.number for batch in known.values() if batch.paid_on is None]
    asked = unpaid if numbers is None else sorted(set(numbers))
    faults = [_fault(connection, number, known, unpaid) for number in asked if number not in unpaid]
    if faults:
        raise UsageError(f"{path}: {'; '.join(faults)}; nothing was marked as paid")
    return tuple(known[number] for number in asked)


def _fault(connection: sqlite3.Connection, number: int, known: Mapping[int, Batch], unpaid: Sequence[int]) -> str:
    batch = known.get(number)
    if batch is not None:
        total = in_words(sum(payment.gross for payment in batch.payments), batch.currency)
        creators = "1 creator" if len(batch.payments) == 1 else f"{len(batch.payments):,} creators"
        return (
            f"batch {number} ({total} to {creators}) is paid already: on {batch.paid_on} under "
            f"{batch.reference!r}, recorded {_recorded(connection, number):%Y-%m-%d %H:%M} UTC"
        )
    if not unpaid:
        return f"there is no batch {number}, and no batch that waits to be paid"
    nearest = sorted(sorted(unpaid, key=lambda other: (abs(other - number), other))[:_NEAREST])
    return f"there is no batch {number}; waiting to be paid: {', '.join(map(str, nearest))}"


def _recorded(connection: sqlite3.Connection, batch: int) -> datetime:
    (text,) = connection.execute(
        "SELECT recorded_at FROM runs JOIN paid_batches ON paid_batches.run = runs.number WHERE batch = ?", (batch,)
    ).fetchone()
    return moment_from(text)


def _pay(connection: sqlite3.Connection, batch: Batch, reference: str, day: date, at: str, version: str) -> None:
    header = (
        RunKind.PAYMENT.value,
        batch.campaign,
        batch.period,
        batch.currency.code,
        "",
        inputs_body(()),
        version,
        at,
    )
    sealed = SealedRun(connection, header)
    words = Words(connection, sealed)
    sealed.insert("paid_batches", [(batch.number, reference, day.toordinal())])
    paid = EntryKind.PAID
    lines = (
        Line(paid, item.creator, item.contract, paid.value, "", "", day, 0, None, None, item.gross, reference)
        for item in batch.payments
    )
    sealed.insert("entries", entry_rows(words, ((line, str(batch.number)) for line in lines)))
    sealed.seal()
