"""What one contract's creators are owed at the end of a period, and the lines that lead there from what was posted.

The contract engine says what the contract comes to on everything that counts. What the journal holds already is
taken off; the difference is posted. So a run that is repeated posts nothing, a band that is reached later trues up
what was paid before, and a corrected export is a line with the difference.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import timedelta

import numpy as np

from influence_cli.contract.engine import FIXED_TERMS, Outcomes, earned
from influence_cli.contract.outcomes import IntArray
from influence_cli.contract.rated import RatedOrders, rated_orders
from influence_cli.model.contract import FeeUnit
from influence_cli.model.money import Currency
from influence_cli.model.payout import REFUNDS, Approval, EntryKind, Line, Result
from influence_cli.payout.achieving import Events, Members, Timing, events_of, order_lines, outcomes_of, with_totals
from influence_cli.payout.calendar import Calendar
from influence_cli.payout.counting import WAITING, Counted, Standing
from influence_cli.payout.lines import KINDS, NOT_APPROVED, NOT_DELIVERED, OrderLines
from influence_cli.payout.merging import BoolArray, Merged
from influence_cli.payout.noting import Notes, changed_orders, order_notes
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
        currency: Currency of every amount.
        merged: All orders.
        counted: Where they stand.
        timing: In which order they happened.
        results: Results that count, with the index of their payee.
        waiting: Results that wait, likewise.
        fresh: Keys of the results that count from this run on.
        held_results: Keys of results that waited in the run before.
        corrected: Keys of creators whose posts, clicks, totals or terms are others than those that were paid.
        corrected_orders: Ids of orders that are others than those that were paid, by creator.
        held_before: What each creator had on hold before.
        posted: Amounts of the journal by creator, term and month.
        taken_back: What refunds took back so far, by creator and event; 0 or less.
        day_before: Last day of the period that was recorded before, as an ordinal; 0 where there is none.
    """

    calendar: Calendar
    currency: Currency
    merged: Merged
    counted: Counted
    timing: Timing
    results: Sequence[tuple[int, Result]]
    waiting: Sequence[tuple[int, Result]]
    fresh: frozenset[str]
    held_results: frozenset[str]
    corrected: frozenset[str]
    corrected_orders: Mapping[str, Sequence[str]]
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
        held_orders: Lines of the orders that wait, in the order of the creators, or None.
        held_posts: Lines of the posts that wait, by creator.
        terms: What was earned so far that does not wait, by creator and term.
    """

    members: Members
    orders: OrderLines | None
    others: Mapping[str, Sequence[Line]]
    opened: IntArray
    held: IntArray
    held_orders: OrderLines | None
    held_posts: Mapping[str, Sequence[Line]]
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
    changes = _changes(scene, members, now)
    lines += _differences(scene, members, changes, explained, outcomes, notes)
    opened = _sums(members, ((creator, amount) for (creator, _, _), amount in changes.items()))
    total = _sums(members, ((creator, amount) for (creator, _, _), amount in now.items()))
    # Of a million orders the same is made again with those that wait: one of the two at a time.
    del events, outcomes, rated
    held, held_orders, held_posts = _held(scene, members, taken, total, notes)
    return Owing(members, fresh, _by_creator([*lines, *refunds]), opened, held, held_orders, held_posts, _terms(now))


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
    return RatedOrders(*(getattr(found, column.name)[:count] for column in fields(found)))


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
    return replace(
        _lines_of(scene, members, events, rated, fresh, kinds),
        notes=order_notes(commission, rated, fresh, events, scene.currency),
    )


def _lines_of(
    scene: Scene, members: Members, events: Events, rated: RatedOrders, chosen: BoolArray, kinds: IntArray
) -> OrderLines:
    rows = events.rows[chosen]
    return OrderLines(
        creators=[payee.key for payee in members.payees],
        contract=members.contract.name,
        term=COMMISSION,
        months=[month.label for month in scene.calendar.months],
        ids=scene.merged.orders.ids,
        kind=kinds,
        creator=events.creator[chosen],
        month=events.month[chosen],
        order=rows,
        day=scene.merged.orders.day[rows],
        band=rated.band[chosen],
        base=rated.base[chosen],
        rate=rated.rate[chosen],
        amount=rated.amount[chosen],
    )


def _fee_lines(scene: Scene, members: Members, events: Events, notes: Notes) -> Iterable[Line]:
    """Fees of the posts that count from this run on."""
    for who, result in events.results:
        if result.key in scene.fresh:
            kind = EntryKind.RELEASED if result.key in scene.held_results else EntryKind.EARNED
            yield from _fee_line(members, who, result, kind, notes.post(result))


def _fee_line(members: Members, who: int, result: Result, kind: EntryKind, note: str) -> Iterable[Line]:
    """The fee of a post, where the contract pays one per deliverable."""
    fee = members.contract.fee
    amount = int(members.fees[who]) * (result.deliverables or 0)
    if fee is not None and fee.per is FeeUnit.DELIVERABLE and amount:
        month = f"{result.day:%Y-%m}"
        plain = _plain(kind, members.payees[who].key, members.contract.name, FEE, month, amount)
        yield replace(plain, event=result.key, day=result.day, note=note)


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
    scene: Scene, members: Members, changes: Amounts, explained: Amounts, outcomes: Outcomes, notes: Notes
) -> Iterable[Line]:
    """A line for every creator, term and month whose change no single event explains."""
    left = dict(changes)
    for key, amount in explained.items():
        left[key] = left.get(key, 0) - amount
    for (creator, term, month), amount in sorted(left.items()):
        if amount:
            key = creator, term, month
            kind = _kind(scene, members, key, amount)
            known = key in scene.posted or key in explained
            note = notes.difference(kind, term, outcomes, creator, month, amount, known=known)
            changed = scene.corrected_orders.get(creator, ())
            if changed and term not in FIXED_TERMS and (kind is EntryKind.CORRECTED or not known):
                note = changed_orders(changed)
            yield replace(_plain(kind, creator, members.contract.name, term, month, amount), note=note)


def _kind(scene: Scene, members: Members, key: tuple[str, str, str], amount: int) -> EntryKind:
    """A correction changes what was posted; only what a hold can keep is released."""
    creator, term, _ = key
    by_orders = creator in scene.corrected_orders and term not in FIXED_TERMS
    shrinks = amount < 0 and term not in _LIMITS
    if key in scene.posted and (by_orders or shrinks or creator in scene.corrected):
        return EntryKind.CORRECTED
    # More than was held cannot have been part of it: a bonus that is known only once its month is over.
    waited = members.hold_days > 0 and 0 < amount <= scene.held_before.get(creator, 0)
    return EntryKind.RELEASED if waited and term not in _NEVER_HELD else EntryKind.EARNED


def _held(
    scene: Scene, members: Members, taken: IntArray, total: IntArray, notes: Notes
) -> tuple[IntArray, OrderLines | None, Mapping[str, Sequence[Line]]]:
    """What would be owed on top if nothing waited, at least 0, [creator], and what single events would bring."""
    waits = np.isin(scene.counted.standing, WAITING)
    if not waits.any() and not scene.waiting:
        return np.zeros_like(total), None, {}
    every = _events(
        scene, members, waits | (scene.counted.standing == Standing.COUNTED), (*scene.results, *scene.waiting)
    )
    outcomes = outcomes_of(members, every, scene.merged.orders, scene.calendar)
    amounts = _amounts(members, scene.calendar, earned(members.contract, outcomes, {REFUNDS: taken}).lines)
    projected = _sums(members, ((creator, amount) for (creator, _, _), amount in amounts.items()))
    held: IntArray = np.maximum(projected - total, 0)
    return held, _held_orders(scene, members, every, waits), _by_creator(_held_posts(scene, members, notes))


def _held_orders(scene: Scene, members: Members, every: Events, waits: BoolArray) -> OrderLines | None:
    rated = _rated(scene, members, every)
    chosen = waits[every.rows]
    if rated is None or not chosen.any():
        return None
    kinds = np.full(int(chosen.sum()), KINDS.index(EntryKind.HELD))
    lines = _lines_of(scene, members, every, rated, chosen, kinds)
    standing, release = scene.counted.standing[lines.order], scene.counted.release[lines.order]
    until = np.where(standing == Standing.UNDELIVERED, NOT_DELIVERED, release)
    return replace(lines, until=np.where(standing == Standing.PENDING, NOT_APPROVED, until))


def _held_posts(scene: Scene, members: Members, notes: Notes) -> Iterable[Line]:
    for payee, result in scene.waiting:
        who = int(members.place[payee])
        if who >= 0:
            until = result.day + timedelta(days=members.hold_days)
            waits = "not approved" if result.approval is Approval.PENDING else f"until {until}"
            yield from _fee_line(members, who, result, EntryKind.HELD, f"{notes.post(result)}, {waits}")


def _by_creator(lines: Iterable[Line]) -> Mapping[str, Sequence[Line]]:
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.creator].append(line)
    return found


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
