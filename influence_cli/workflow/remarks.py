"""What a statement says beside its lines: what waits, what is left out, whose orders are nobody's, what to know."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from influence_cli.contract.engine import needs
from influence_cli.contract.reading import deducted
from influence_cli.model.contract import Contract, Deduction
from influence_cli.model.money import Currency, in_words
from influence_cli.model.payout import LeftOut, Result, ResultKind, Unattributed, Waiting
from influence_cli.payout.attributing import Directory
from influence_cli.payout.counting import WAITING, Standing, goods
from influence_cli.payout.facts import Orders
from influence_cli.payout.merging import BoolArray
from influence_cli.payout.noting import plural
from influence_cli.payout.owing import Owing, Scene

_LEFT_OUT = {
    Standing.LATER: "after the period: they wait for a later one",
    Standing.EARLIER: "before the campaign's first day",
    Standing.CANCELLED: "cancelled or rejected",
    Standing.REFUNDED: "refunded in full before they counted",
    Standing.CLAIMED: "counted for another campaign of the ledger already",
}


@dataclass(frozen=True, slots=True)
class Told:
    """Where results stand.

    Attributes:
        standing: By key.
        who: Index of the payee by key.
        results: By key.
        new_results: New ones and new versions.
        exported: Keys of those that this run's files hold.
        other_spec: Whether the spec is another than that of the last run.
    """

    standing: Mapping[str, Standing]
    who: Mapping[str, int]
    results: Mapping[str, Result]
    new_results: tuple[Result, ...]
    exported: frozenset[str]
    other_spec: bool


def unattributed_orders(scene: Scene) -> tuple[Unattributed, ...]:
    """Orders of creators and codes that nobody has, by the word they name; largest first."""
    orders = scene.merged.orders
    rows = np.flatnonzero((scene.counted.standing == Standing.NOBODYS) & ~without_label(orders))
    count: dict[tuple[str, bool], int] = defaultdict(int)
    gross: dict[tuple[str, bool], int] = defaultdict(int)
    for label, orders_of, amount in zip(
        orders.label[rows].tolist(), orders.count[rows].tolist(), orders.gross[rows].tolist(), strict=True
    ):
        word = orders.labels[label]
        count[word.who, word.by_code] += orders_of
        gross[word.who, word.by_code] += amount
    found = [Unattributed(who, by_code, number, gross[who, by_code]) for (who, by_code), number in count.items()]
    return tuple(sorted(found, key=lambda one: (-one.gross, one.who, one.by_code)))


def left_out(scene: Scene, told: Told) -> tuple[LeftOut, ...]:
    """What this run's files hold and what is not counted."""
    events: Counter[Standing] = Counter(stand for key, stand in told.standing.items() if key in told.exported)
    gross: Counter[Standing] = Counter()
    for stand in _LEFT_OUT:
        rows = (scene.counted.standing == stand) & scene.merged.exported
        events[stand] += int(rows.sum())
        gross[stand] += int(scene.merged.orders.gross[rows].sum())
    found = [LeftOut(reason, events[stand], gross[stand]) for stand, reason in _LEFT_OUT.items() if events[stand]]
    nameless = without_label(scene.merged.orders)
    if nameless.any():
        total = int(scene.merged.orders.gross[nameless].sum())
        found.append(LeftOut("orders with neither a creator nor a code", int(nameless.sum()), total))
    return tuple(found)


def without_label(orders: Orders) -> BoolArray:
    """Orders that name neither a creator nor a code."""
    nameless = np.array([not label.who.strip() for label in orders.labels], dtype=np.bool_)
    return nameless[orders.label] if len(orders) else np.zeros(0, dtype=np.bool_)


def waiting_by_creator(scene: Scene, people: Directory, told: Told, holds: Sequence[int]) -> dict[str, Waiting]:
    """What each creator's held amount consists of."""
    counted = scene.counted
    size = len(people.payees)
    in_hold = np.zeros(size, dtype=np.int64)
    pending = in_hold.copy()
    until = in_hold.copy()
    rows = np.flatnonzero(np.isin(counted.standing, WAITING))
    stands, payees = counted.standing[rows], counted.payee[rows]
    np.add.at(pending, payees[stands == Standing.PENDING], 1)
    np.add.at(in_hold, payees[stands != Standing.PENDING], 1)
    held = stands == Standing.IN_HOLD
    np.maximum.at(until, payees[held], counted.release[rows[held]])
    for key, stand in told.standing.items():
        who = told.who[key]
        if stand is Standing.PENDING:
            pending[who] += 1
        elif stand in WAITING:
            in_hold[who] += 1
            until[who] = max(int(until[who]), told.results[key].day.toordinal() + holds[who])
    return {
        payee.key: Waiting(int(in_hold[at]), date.fromordinal(int(until[at])) if until[at] else None, int(pending[at]))
        for at, payee in enumerate(people.payees)
        if in_hold[at] or pending[at]
    }


def creator_notes(
    scene: Scene, people: Directory, owed: Sequence[Owing], currency: Currency
) -> dict[str, tuple[str, ...]]:
    """What else is to be known about each creator."""
    contracts = {one.members.contract.name: one.members.contract for one in owed}
    wanted = {name: needs(contract) & {"views", "engagements"} for name, contract in contracts.items()}
    late: Counter[str] = Counter()
    unseen: Counter[tuple[str, str]] = Counter()
    delivered: Counter[str] = Counter()
    for who, result in scene.results:
        payee = people.payees[who]
        late[payee.key] += result.on_time is False
        delivered[payee.key] += result.deliverables or 0
        if result.kind is ResultKind.POST:
            unseen.update((payee.key, name) for name in wanted[payee.contract] if getattr(result, name) is None)
    found: dict[str, list[str]] = defaultdict(list)
    for key, number in late.items():
        if number:
            found[key].append(f"{number:,} of the posts came late; the contract says nothing about that.")
    for (key, name), number in sorted(unseen.items()):
        posts = plural(number, "post")
        found[key].append(f"{name.capitalize()} of {posts} are not known, so nothing is paid for them yet.")
    for who in _sellers(scene):
        payee = people.payees[who]
        contract = contracts[payee.contract]
        if not delivered[payee.key] and (contract.minimum_guarantee is not None or contract.fee is not None):
            found[payee.key].append("No post is known to be delivered, so no fee and no guarantee is owed.")
    for who, amount in _refunds_kept(scene, people, contracts):
        words = f"Refunds of {in_words(amount, currency)} are not deducted: the commission is on sales before them."
        found[people.payees[who].key].append(words)
    for who, number in _undelivered(scene):
        found[people.payees[who].key].append(
            f"{plural(number, 'order')} without a day of delivery: the hold begins with the delivery."
        )
    return {key: tuple(notes) for key, notes in found.items()}


def _sellers(scene: Scene) -> Sequence[int]:
    """Payees with an order that counts."""
    found: list[int] = np.unique(scene.counted.payee[scene.counted.standing == Standing.COUNTED]).tolist()
    return found


def _undelivered(scene: Scene) -> Iterator[tuple[int, int]]:
    """Payees with orders whose hold has not begun, and how many."""
    payees = scene.counted.payee[scene.counted.standing == Standing.UNDELIVERED]
    yield from sorted(Counter(payees.tolist()).items())


def _refunds_kept(scene: Scene, people: Directory, contracts: Mapping[str, Contract]) -> Iterator[tuple[int, int]]:
    """Payees whose commission is paid in spite of refunds in part, and what these come to."""
    orders, counted = scene.merged.orders, scene.counted
    keeps = np.array(
        [
            (terms := contracts[payee.contract].commission) is not None and Deduction.REFUNDS not in deducted(terms)
            for payee in people.payees
        ],
        dtype=np.bool_,
    )
    worth = goods(scene.merged)
    part = (counted.standing == Standing.COUNTED) & (orders.refunded > 0) & (orders.refunded < worth)
    rows = np.flatnonzero(part & scene.merged.exported)
    found: Counter[int] = Counter()
    for who, amount in zip(counted.payee[rows].tolist(), orders.refunded[rows].tolist(), strict=True):
        if keeps[who]:
            found[who] += amount
    yield from sorted(found.items())


def run_notes(told: Told) -> tuple[str, ...]:
    """Notes on the whole run."""
    notes = []
    if told.other_spec:
        notes.append(
            "The spec is another than that of the run before. What its contracts say now holds from the campaign's "
            "first day, and what was paid otherwise is corrected; a rate that changes on a day belongs under "
            "commission.changes."
        )
    nobodys = sorted({told.results[key].who for key, stand in told.standing.items() if stand is Standing.NOBODYS})
    if nobodys:
        shown = ", ".join(nobodys[:5]) + (f" and {len(nobodys) - 5:,} more" if len(nobodys) > 5 else "")
        notes.append(f"Posts or clicks of creators or codes that nobody has are left out: {shown}.")
    return tuple(notes)
