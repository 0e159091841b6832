"""What one contract's creators are owed at the end of a period, and the lines that lead there from what was posted.

The contract engine says what the contract comes to on everything that counts. What the journal holds already is
taken off; the difference is posted. So a run that is repeated posts nothing, a band that is reached later trues up
what was paid before, and a corrected export is a line with the difference.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from influence_cli.contract.engine import FIXED_TERMS, Outcomes, earned
from influence_cli.contract.outcomes import IntArray
from influence_cli.contract.rated import RatedOrders, rated_orders
from influence_cli.model.contract import FeeUnit
from influence_cli.model.payout import REFUNDS, EntryKind, Line, Result
from influence_cli.payout.achieving import Events, Members, Timing, events_of, order_lines, outcomes_of, with_totals
from influence_cli.payout.calendar import Calendar
from influence_cli.payout.counting import WAITING, Counted, Standing
from influence_cli.payout.lines import KINDS, OrderLines
from influence_cli.payout.merging import BoolArray, Merged
from influence_cli.payout.noting import Notes
from influence_cli.payout.refunding import refund_lines

COMMISSION = "commission"
FEE = "fee"
_LIMITS = ("guarantee", "cap")
"""Terms that follow from what the others come to."""

_NEVER_HELD = (COMMISSION, "retainer", *_LIMITS)
"""Terms whose difference lines are no release: true-ups, time, limits."""

Amounts = Mapping[tuple[str, str, str], int]
"""Amounts by creator, term and month."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is the same for all contracts of a campaign.

    Attributes:
        calendar: The months.
        merged: All orders.
        counted: Where they stand.
        timing: In which order they happened.
        results: Results that count, with the index of their payee.
        waiting: Results that wait, likewise.
        fresh: Keys of the results that count from this run on.
        held_results: Keys of results that waited in the run before.
        corrected: Keys of creators whose posts, clicks, totals or terms are others than those that were paid.
        corrected_orders: Keys of creators with an order that is another than the one that was paid.
        held_before: What each creator had on hold before.
        posted: Amounts of the journal by creator, term and month.
        taken_back: What refunds took back so far, by creator and event; 0 or less.
        day_before: Last day of the period that was recorded before, as an ordinal; 0 where there is none.
    """

    calendar: Calendar
    merged: Merged
    counted: Counted
    timing: Timing
    results: Sequence[tuple[int, Result]]
    waiting: Sequence[tuple[int, Result]]
    fresh: frozenset[str]
    held_results: frozenset[str]
    corrected: frozenset[str]
    corrected_orders: frozenset[str]
    held_before: Mapping[str, int]
    posted: Amounts
    taken_back: Mapping[tuple[str, str], int]
    day_before: int

    @property
    def month(self) -> str:
        """Label of the period's month."""
        return self.calendar.months[self.calendar.period].label


@dataclass(frozen=True, slots=True)
class Owing:
    """What a run adds for the creators of one contract.

    Attributes:
        members: The creators.
        orders: Lines of orders that count from now on, in the order of the creators; None without commission.
        others: All other lines, by creator.
        opened: What the run adds to what each is owed, [creator].
        held: What waits, [creator].
        terms: What was earned so far that does not wait, by creator and term.
    """

    members: Members
    orders: OrderLines | None
    others: Mapping[str, Sequence[Line]]
    opened: IntArray
    held: IntArray
    terms: Mapping[str, Mapping[str, int]]


def owing(scene: Scene, members: Members, notes: Notes, *, clawback: bool) -> Owing:
    """What the contract of some creators comes to, as lines.

    Args:
        scene: The campaign at the end of the period.
        members: The creators.
        notes: Writes why a line is there.
        clawback: Whether what is refunded after an order was counted is taken back.

    Raises:
        ValueError: If the contract cannot be evaluated.
    """
    calendar, standing = scene.calendar, scene.counted.standing
    events = _events(scene, members, standing == Standing.COUNTED, scene.results)
    outcomes = outcomes_of(members, events, scene.merged.orders, calendar)
    rated = _rated(scene, members, events)
    refunds = [
        *refund_lines(scene.merged, members, events, outcomes, rated, scene.taken_back, scene.month, clawback=clawback)
    ]
    taken = _taken_back(scene, members, refunds)
    now = _amounts(members, calendar, earned(members.contract, outcomes, {REFUNDS: taken}).lines)
    fresh = _order_lines(scene, members, events, rated)
    lines = [*_fee_lines(scene, members, events, notes)]
    explained = _explained(members, calendar, fresh, [*lines, *refunds])
    lines += _differences(scene, members, now, explained, outcomes, notes)
    by_creator: dict[str, list[Line]] = defaultdict(list)
    for line in (*lines, *refunds):
        by_creator[line.creator].append(line)
    opened = _sums(members, ((creator, amount) for (creator, _, _), amount in _changes(scene, members, now).items()))
    total = _sums(members, ((creator, amount) for (creator, _, _), amount in now.items()))
    return Owing(members, fresh, by_creator, opened, _held(scene, members, taken, total), _terms(now))


def _events(scene: Scene, members: Members, taken: BoolArray, results: Iterable[tuple[int, Result]]) -> Events:
    counted = scene.counted
    return events_of(
        members,
        scene.calendar,
        scene.merged.orders,
        counted.payee,
        np.flatnonzero(taken),
        counted.refunds,
        scene.timing,
        results,
    )


def _rated(scene: Scene, members: Members, events: Events) -> RatedOrders | None:
    """What each order is worth; sales that are known as totals of a month count towards bands with them."""
    commission, months = members.contract.commission, scene.calendar.months
    if commission is None:
        return None
    lines = with_totals(order_lines(events, scene.merged.orders, len(months)), events, scene.calendar)
    found = rated_orders(commission, months, len(members.payees), lines)
    count = len(events.rows)
    return RatedOrders(found.base[:count], found.amount[:count], found.band[:count], found.rate[:count])


def _plain(kind: EntryKind, creator: str, contract: str, term: str, month: str, amount: int) -> Line:
    """A line about a whole month."""
    return Line(kind, creator, contract, term, month, "", None, 0, None, None, amount)


def _taken_back(scene: Scene, members: Members, refunds: Iterable[Line]) -> IntArray:
    """All that refunds took back by month, this run included: [creator, month, 1]."""
    months = scene.calendar.months
    result = np.zeros((len(members.payees), len(months), 1), dtype=np.int64)
    place = {payee.key: index for index, payee in enumerate(members.payees)}
    at = {month.label: index for index, month in enumerate(months)}
    for (creator, term, month), amount in scene.posted.items():
        if term == REFUNDS and creator in place:
            result[place[creator], at.get(month, scene.calendar.period), 0] += amount
    for line in refunds:
        result[place[line.creator], scene.calendar.period, 0] += line.amount
    return result


def _amounts(members: Members, calendar: Calendar, lines: Mapping[str, IntArray]) -> Amounts:
    """What is not 0 up to the period, by creator, term and month."""
    shape = (len(members.payees), len(calendar.months))
    found: dict[tuple[str, str, str], int] = {}
    for term, values in lines.items():
        table = np.broadcast_to(values[:, :, 0], shape)[:, : calendar.period + 1]
        for who, month in zip(*map(np.ndarray.tolist, np.nonzero(table)), strict=True):
            found[members.payees[who].key, term, calendar.months[month].label] = int(table[who, month])
    return found


def _order_lines(scene: Scene, members: Members, events: Events, rated: RatedOrders | None) -> OrderLines | None:
    """Lines of the orders that count from this run on."""
    commission = members.contract.commission
    if rated is None or commission is None:
        return None
    fresh = scene.counted.fresh[events.rows]
    rows = events.rows[fresh]
    was_held = scene.merged.known[rows] & (scene.merged.orders.day[rows] <= scene.day_before)
    kinds = np.where(was_held, KINDS.index(EntryKind.RELEASED), KINDS.index(EntryKind.EARNED))
    return OrderLines(
        [payee.key for payee in members.payees],
        members.contract.name,
        COMMISSION,
        [month.label for month in scene.calendar.months],
        scene.merged.orders.ids,
        kinds,
        events.creator[fresh],
        events.month[fresh],
        rows,
        scene.merged.orders.day[rows],
        rated.band[fresh],
        rated.base[fresh],
        rated.rate[fresh],
        rated.amount[fresh],
    )


def _fee_lines(scene: Scene, members: Members, events: Events, notes: Notes) -> Iterable[Line]:
    """Fees of the posts that count from this run on."""
    fee = members.contract.fee
    if fee is None or fee.per is not FeeUnit.DELIVERABLE:
        return
    for who, result in events.results:
        amount = int(members.fees[who]) * (result.deliverables or 0)
        if result.key in scene.fresh and amount:
            kind = EntryKind.RELEASED if result.key in scene.held_results else EntryKind.EARNED
            key, month = members.payees[who].key, f"{result.day:%Y-%m}"
            yield replace(
                _plain(kind, key, members.contract.name, FEE, month, amount),
                event=result.key,
                day=result.day,
                note=notes.post(result),
            )


def _explained(members: Members, calendar: Calendar, orders: OrderLines | None, lines: Iterable[Line]) -> Amounts:
    """What lines about single events come to, by creator, term and month."""
    found: dict[tuple[str, str, str], int] = defaultdict(int)
    if orders is not None:
        owner = orders.creator * len(calendar.months) + orders.month
        totals = np.zeros(len(members.payees) * len(calendar.months), dtype=np.int64)
        np.add.at(totals, owner, orders.amount)
        for at in np.flatnonzero(totals).tolist():
            who, month = divmod(at, len(calendar.months))
            found[members.payees[who].key, COMMISSION, calendar.months[month].label] = int(totals[at])
    for line in lines:
        found[line.creator, line.term, line.month] += line.amount
    return found


def _changes(scene: Scene, members: Members, now: Amounts) -> Amounts:
    """What is owed now less what is posted, by creator, term and month."""
    own = {payee.key for payee in members.payees}
    changes: dict[tuple[str, str, str], int] = defaultdict(int, now)
    for key, amount in scene.posted.items():
        if key[0] in own:
            changes[key] -= amount
    return changes


def _differences(
    scene: Scene, members: Members, now: Amounts, explained: Amounts, outcomes: Outcomes, notes: Notes
) -> Iterable[Line]:
    """A line for every creator, term and month whose amount no single event explains."""
    changes = dict(_changes(scene, members, now))
    for key, amount in explained.items():
        changes[key] = changes.get(key, 0) - amount
    for (creator, term, month), amount in sorted(changes.items()):
        if amount:
            key = creator, term, month
            kind = _kind(scene, members, key, amount)
            note = notes.difference(kind, term, outcomes, creator, month, known=key in scene.posted or key in explained)
            yield replace(_plain(kind, creator, members.contract.name, term, month, amount), note=note)


def _kind(scene: Scene, members: Members, key: tuple[str, str, str], amount: int) -> EntryKind:
    """A correction changes what was posted; only what a hold can keep is released."""
    creator, term, _ = key
    by_orders = creator in scene.corrected_orders and term not in FIXED_TERMS
    shrinks = amount < 0 and term not in _LIMITS
    if key in scene.posted and (by_orders or shrinks or creator in scene.corrected):
        return EntryKind.CORRECTED
    waited = members.hold_days > 0 and scene.held_before.get(creator, 0) > 0
    return EntryKind.RELEASED if waited and amount > 0 and term not in _NEVER_HELD else EntryKind.EARNED


def _held(scene: Scene, members: Members, taken: IntArray, total: IntArray) -> IntArray:
    """What would be owed on top if nothing waited, at least 0: [creator]."""
    waits = np.isin(scene.counted.standing, WAITING)
    if not waits.any() and not scene.waiting:
        return np.zeros_like(total)
    every = _events(
        scene, members, waits | (scene.counted.standing == Standing.COUNTED), (*scene.results, *scene.waiting)
    )
    outcomes = outcomes_of(members, every, scene.merged.orders, scene.calendar)
    amounts = _amounts(members, scene.calendar, earned(members.contract, outcomes, {REFUNDS: taken}).lines)
    projected = _sums(members, ((creator, amount) for (creator, _, _), amount in amounts.items()))
    held: IntArray = np.maximum(projected - total, 0)
    return held


def _sums(members: Members, amounts: Iterable[tuple[str, int]]) -> IntArray:
    place = {payee.key: index for index, payee in enumerate(members.payees)}
    result = np.zeros(len(place), dtype=np.int64)
    for creator, amount in amounts:
        result[place[creator]] += amount
    return result


def _terms(now: Amounts) -> Mapping[str, Mapping[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for (creator, term, _), amount in now.items():
        found[creator][term] = found[creator].get(term, 0) + amount
    return found
