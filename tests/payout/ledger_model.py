"""A ledger in memory: what the real one keeps in tables, in lists and dictionaries, with balances as sums."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from influence_cli.model.payout import OPENS, Balance, Batch, EntryKind, Line, Payee, Result
from influence_cli.payout.facts import COLUMNS, NOT_COUNTED, KnownOrders, Label, LedgerState, Orders, Run, no_orders


@dataclass(frozen=True)
class Kept:
    """The latest version of one order, and whom it counted for."""

    label: Label
    customer: str
    columns: tuple[int, ...]
    counted: int
    payee: str | None


@dataclass
class Book:
    """What is kept of one campaign."""

    last_period: str = ""
    currency: str = ""
    orders: dict[str, Kept] = field(default_factory=dict)
    results: dict[str, Result] = field(default_factory=dict)
    payees: dict[str, Payee] = field(default_factory=dict)
    journal: list[Line] = field(default_factory=list)


@dataclass
class MemoryLedger:
    """Runs that follow one another; nothing is ever changed but by new entries."""

    books: dict[str, Book] = field(default_factory=dict)
    batches: dict[int, Batch] = field(default_factory=dict)

    def state(self, campaign: str, ids: Iterable[str] = ()) -> LedgerState:
        """What is known of a campaign, and which of the orders count in another one."""
        book = self.books.get(campaign, Book())
        others = {name: other for name, other in self.books.items() if name != campaign}
        claimed = {
            order: name
            for order in ids
            for name, other in others.items()
            if order in other.orders and other.orders[order].counted != NOT_COUNTED
        }
        elsewhere: dict[str, int] = defaultdict(int)
        for other in others.values():
            if other.currency == book.currency or not book.currency:
                for creator, balance in balances(other.journal).items():
                    elsewhere[creator] += balance.open + balance.scheduled
        posted: dict[tuple[str, str, str, str], int] = defaultdict(int)
        taken_back: dict[tuple[str, str], int] = defaultdict(int)
        for line in book.journal:
            if line.kind in OPENS:
                posted[line.creator, line.contract, line.term, line.month] += line.amount
            if line.kind is EntryKind.REVERSED:
                taken_back[line.creator, line.event] += line.amount
        return LedgerState(
            last_period=book.last_period,
            known=known_orders(book.orders) if book.orders else None,
            claimed=claimed,
            results=tuple(book.results.values()),
            payees=dict(book.payees),
            posted={key: amount for key, amount in posted.items() if amount},
            taken_back=dict(taken_back),
            balances=balances(book.journal),
            elsewhere=dict(elsewhere),
            currency=book.currency,
        )

    def record(self, run: Run) -> int:
        """Keep everything of a run; the number of its batch, or 0. An empty run leaves no trace."""
        book = self.books.setdefault(run.campaign, Book())
        number = 0
        if run.empty:
            return number
        numbers: dict[str, int] = {}
        for batch in run.batches:
            number = len(self.batches) + 1
            self.batches[number] = replace(batch, number=number)
            numbers |= dict.fromkeys((payment.creator for payment in batch.payments), number)
        book.last_period, book.currency = run.period, run.currency
        rows = zip(*(getattr(run.orders, name).tolist() for name in COLUMNS), strict=True)
        for order, columns, counted, payee in zip(
            run.orders.ids, rows, run.counted.tolist(), run.payee.tolist(), strict=True
        ):
            given = dict(zip(COLUMNS, columns, strict=True))
            book.orders[order] = Kept(
                run.orders.labels[given["label"]],
                run.orders.customers[given["customer"]],
                columns,
                counted,
                run.order_payees[payee] if payee >= 0 else None,
            )
        book.results |= {result.key: result for result in run.results}
        book.payees |= {payee.key: payee for payee in run.payees}
        for line in run.lines:
            moved = line.kind is EntryKind.SCHEDULED
            book.journal.append(replace(line, event=str(numbers[line.creator])) if moved else line)
        return number

    def mark_paid(self, number: int, reference: str, day: date) -> None:
        """A batch is paid: entries that say so."""
        batch = self.batches[number]
        assert not batch.reference, "paid already"
        self.batches[number] = replace(batch, reference=reference, paid_on=day)
        for one in batch.payments:
            whole = (one.gross, reference)
            entry = Line(EntryKind.PAID, one.creator, one.contract, "paid", "", str(number), day, 0, None, None, *whole)
            self.books[batch.campaign].journal.append(entry)


def balances(journal: Iterable[Line]) -> dict[str, Balance]:
    """Where each creator stands: sums over the journal."""
    found: dict[str, dict[EntryKind, int]] = defaultdict(lambda: dict.fromkeys(EntryKind, 0))
    for line in journal:
        found[line.creator][line.kind] += line.amount
    return {
        creator: Balance(
            held=sums[EntryKind.HELD] - sums[EntryKind.RELEASED],
            open=sum(sums[kind] for kind in OPENS) - sums[EntryKind.SCHEDULED],
            scheduled=sums[EntryKind.SCHEDULED] - sums[EntryKind.PAID],
            paid=sums[EntryKind.PAID],
        )
        for creator, sums in found.items()
    }


def known_orders(kept: dict[str, Kept]) -> KnownOrders:
    """The orders as columns."""
    labels = tuple(dict.fromkeys(one.label for one in kept.values()))
    customers = tuple(dict.fromkeys(["", *(one.customer for one in kept.values())]))
    payees = tuple(sorted({one.payee for one in kept.values() if one.payee is not None}))
    at = {label: place for place, label in enumerate(labels)}
    at_customer = {customer: place for place, customer in enumerate(customers)}
    columns = {
        name: np.array([one.columns[place] for one in kept.values()], dtype=np.int64)
        for place, name in enumerate(COLUMNS)
    }
    columns["label"] = np.array([at[one.label] for one in kept.values()], dtype=np.int64)
    columns["customer"] = np.array([at_customer[one.customer] for one in kept.values()], dtype=np.int64)
    orders = Orders(list(kept), labels, customers, **columns) if kept else no_orders()
    return KnownOrders(
        orders,
        np.array([one.counted for one in kept.values()], dtype=np.int64),
        np.array([-1 if one.payee is None else payees.index(one.payee) for one in kept.values()], dtype=np.int64),
        payees,
    )
