"""A ledger as double-entry bookkeeping: transactions that sum to nothing, and what accounts hold at the end.

What creators earn is an expense against what they are owed: held, payable, or scheduled in a payment. A payment
takes the scheduled amount away against the bank, what is withheld for taxes, and the fee. Debits are positive.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import assert_never

from influence_cli.model.money import Currency
from influence_cli.model.payout import Batch, EntryKind, Payment
from influence_cli.report.ledger import accounts as names
from influence_cli.report.ledger.accounts import Accounts
from influence_cli.report.ledger.records import Entry, LedgerView, RecordedRun


@dataclass(frozen=True, slots=True)
class Posting:
    """An amount on an account.

    Attributes:
        account: Name of the account.
        amount: Minor units of ``currency``; a debit is positive.
        currency: Its currency.
        cost: What all of it comes to in ``cost_currency``, with the amount's sign; None where that is the same.
        cost_currency: Currency of the other postings.
    """

    account: str
    amount: int
    currency: Currency
    cost: int | None = None
    cost_currency: Currency | None = None


@dataclass(frozen=True, slots=True)
class Transaction:
    """Postings that sum to nothing.

    Attributes:
        day: Last day of the period for what was earned, day of the payment for what was paid.
        payee: Name of the creator.
        text: What it is.
        facts: Names with values that say where it comes from.
        postings: At least two.
    """

    day: date
    payee: str
    text: str
    facts: tuple[tuple[str, str], ...]
    postings: tuple[Posting, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """What an account holds at the end."""

    account: str
    amount: int
    currency: Currency


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """An account, and whom or what it is for, as written in the ledger; empty where it is for all."""

    name: str
    stands_for: str


@dataclass(frozen=True, slots=True)
class Journal:
    """A ledger for bookkeepers.

    Attributes:
        title: What it is a journal of.
        currencies: All that occur, by code.
        main: Currencies of campaigns.
        opened: Day the accounts are opened.
        accounts: By name.
        transactions: By day, then in the order of the ledger.
        checked: Day on which ``holdings`` are checked, after all transactions.
        holdings: What the ledger says is held, payable and scheduled.
    """

    title: str
    currencies: tuple[Currency, ...]
    main: tuple[Currency, ...]
    opened: date
    accounts: tuple[OpenAccount, ...]
    transactions: tuple[Transaction, ...]
    checked: date
    holdings: tuple[Holding, ...]


def ledger_journal(view: LedgerView, campaigns: Sequence[str]) -> Journal:
    """Turn a ledger into a journal.

    Args:
        view: The ledger with its entries.
        campaigns: All campaigns of the ledger, in the order in which it first met them, so that an account has the
            same name whether or not one campaign was chosen.
    """
    accounts = Accounts(campaigns, view.names)
    posted = [*_earnings(view, accounts), *_payments(view, accounts)]
    transactions = tuple(sorted(posted, key=lambda transaction: transaction.day))
    holdings = tuple(_holdings(view, accounts))
    main = {standing.currency for standing in view.standings} | {Currency(run.currency) for run in view.runs}
    seen = {posting.currency for transaction in transactions for posting in transaction.postings} | main
    days = [transaction.day for transaction in transactions] or [date(1970, 1, 1)]
    return Journal(
        title=f"{view.ledger}: {view.choice.campaign}" if view.choice.campaign else view.ledger,
        currencies=tuple(sorted(seen, key=lambda currency: currency.code)),
        main=tuple(sorted(main, key=lambda currency: currency.code)),
        opened=min(days),
        accounts=tuple(_opened(view, accounts, transactions, holdings)),
        transactions=transactions,
        checked=max(days) + timedelta(days=1),
        holdings=holdings,
    )


def last_day(period: str) -> date:
    """The last day of a month.

    >>> last_day("2028-02")
    datetime.date(2028, 2, 29)
    """
    year, month = map(int, period.split("-"))
    return date(year, month, monthrange(year, month)[1])


def _earnings(view: LedgerView, accounts: Accounts) -> Iterator[Transaction]:
    """One transaction for each run, creator and kind."""
    runs = {run.number: run for run in view.runs}
    sums: dict[tuple[int, str, str, EntryKind], int] = {}
    about: dict[tuple[int, str], Entry] = {}
    for entry in view.entries or ():
        if entry.line.kind in (EntryKind.CARRIED, EntryKind.PAID):
            continue
        key = (entry.run, entry.campaign, entry.line.creator, entry.line.kind)
        sums[key] = sums.get(key, 0) + entry.line.amount
        about.setdefault((entry.run, entry.campaign), entry)
    for (number, campaign, creator, kind), amount in sums.items():
        first = about[number, campaign]
        if amount:
            yield Transaction(
                last_day(first.period),
                view.names.get(creator, creator),
                f"{campaign} {first.period}: {kind.value}",
                _source(creator, number, runs.get(number)),
                _moved(kind, amount, Currency(first.currency), campaign, creator, accounts),
            )


def _source(creator: str, number: int, run: RecordedRun | None) -> tuple[tuple[str, str], ...]:
    found = [("creator", creator), ("run", str(number))]
    if run is not None:
        found += [
            ("recorded", run.recorded_at.isoformat()),
            ("spec-sha256", run.spec_sha256),
            ("run-sha256", run.digest),
        ]
    return tuple((name, value) for name, value in found if value)


def _moved(
    kind: EntryKind, amount: int, currency: Currency, campaign: str, creator: str, accounts: Accounts
) -> tuple[Posting, ...]:
    """Where entries of a kind take an amount from and to."""
    match kind:
        case EntryKind.EARNED | EntryKind.REVERSED | EntryKind.CORRECTED:
            ends = accounts.expenses(campaign), accounts.payable(campaign, creator)
        case EntryKind.HELD:
            ends = accounts.expenses(campaign), accounts.held(campaign, creator)
        case EntryKind.RELEASED:
            ends = accounts.held(campaign, creator), accounts.payable(campaign, creator)
        case EntryKind.SCHEDULED:
            ends = accounts.payable(campaign, creator), accounts.scheduled(campaign, creator)
        case EntryKind.CARRIED | EntryKind.PAID:
            raise ValueError(f"{kind.value} entries are no movement of their own")
        case _:
            assert_never(kind)
    return Posting(ends[0], amount, currency), Posting(ends[1], -amount, currency)


def _payments(view: LedgerView, accounts: Accounts) -> Iterator[Transaction]:
    """One transaction for each payment that is marked as paid."""
    for batch in view.batches:
        if batch.paid_on is None:
            continue
        for payment in batch.payments:
            if payment.gross:
                yield Transaction(
                    batch.paid_on,
                    payment.name,
                    f"{batch.campaign} {batch.period}: paid",
                    tuple(_paid_facts(batch, payment)),
                    tuple(posting for posting in _paid(batch, payment, accounts) if posting.amount),
                )


def _paid_facts(batch: Batch, payment: Payment) -> Iterator[tuple[str, str]]:
    yield "creator", payment.creator
    yield "batch", str(batch.number)
    yield "reference", batch.reference
    yield "due", batch.due.isoformat()
    if payment.exchange is not None:
        rate = payment.exchange
        source = f" ({rate.source})" if rate.source else ""
        yield "exchange-rate", f"{rate.rate} {rate.currency.code} on {rate.day.isoformat()}{source}"


def _paid(batch: Batch, payment: Payment, accounts: Accounts) -> Iterator[Posting]:
    """The bank pays what is sent and the fee, whoever bears it; the creator's share of the fee is an income."""
    own = batch.currency
    fees = payment.fee + payment.fee_of_brand
    yield Posting(accounts.scheduled(batch.campaign, payment.creator), payment.gross, own)
    yield Posting(names.WITHHOLDING, -payment.withheld, own)
    yield Posting(names.FEES_KEPT, -payment.fee, own)
    yield Posting(names.FEES, fees, own)
    yield Posting(names.BANK, -fees, own)
    if payment.currency == own:
        yield Posting(names.BANK, -payment.sent, own)
        yield Posting(names.EXCHANGE, payment.sent - payment.net, own)
    elif payment.sent:
        yield Posting(names.BANK, -payment.sent, payment.currency, -payment.net, own)
    else:
        # Less than the smallest coin of the other currency: nothing is sent, and nothing has a price.
        yield Posting(names.EXCHANGE, -payment.net, own)


def _holdings(view: LedgerView, accounts: Accounts) -> Iterator[Holding]:
    for standing in view.standings:
        where = standing.campaign, standing.creator
        yield Holding(accounts.held(*where), -standing.balance.held, standing.currency)
        yield Holding(accounts.payable(*where), -standing.balance.open, standing.currency)
        yield Holding(accounts.scheduled(*where), -standing.balance.scheduled, standing.currency)


def _opened(
    view: LedgerView, accounts: Accounts, transactions: Iterable[Transaction], holdings: Iterable[Holding]
) -> Iterator[OpenAccount]:
    used = {posting.account for transaction in transactions for posting in transaction.postings}
    used |= {holding.account for holding in holdings}
    meant: Mapping[str, str] = {
        account: view.names.get(standing.creator, standing.creator)
        for standing in view.standings
        for account in (
            accounts.held(standing.campaign, standing.creator),
            accounts.payable(standing.campaign, standing.creator),
            accounts.scheduled(standing.campaign, standing.creator),
        )
    } | {accounts.expenses(standing.campaign): standing.campaign for standing in view.standings}
    for account in sorted(used):
        yield OpenAccount(account, meant.get(account, ""))
