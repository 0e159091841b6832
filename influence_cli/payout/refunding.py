"""Lines for refunds that came after an order was counted: what is taken back by now, less what was before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from influence_cli.contract.outcomes import IntArray, Outcomes
from influence_cli.contract.rated import RatedOrders
from influence_cli.model.contract import PayUnit, UnitPay
from influence_cli.model.payout import REFUNDS, EntryKind, Line
from influence_cli.payout.achieving import Events, Members
from influence_cli.payout.counting import goods
from influence_cli.payout.facts import OrderState
from influence_cli.payout.lines import NO_RATE
from influence_cli.payout.merging import BoolArray, Merged
from influence_cli.payout.taking_back import commission_taken_back

REFUNDED_ORDERS = "orders refunded in full"
"""Event of what full refunds take back of the pay per order."""

Event = tuple[str, str]
"""A creator's key, and the id of an order or ``REFUNDED_ORDERS``."""


@dataclass(frozen=True, slots=True)
class _Taken:
    """What is taken back by now, at most 0, and how it came about."""

    amount: int
    note: str
    day: date | None = None
    band: int = 0
    base: int | None = None
    rate: int | None = None


def refund_lines(
    merged: Merged,
    members: Members,
    events: Events,
    outcomes: Outcomes,
    rated: RatedOrders | None,
    before: Mapping[Event, int],
    month: str,
    *,
    clawback: bool,
) -> Iterator[Line]:
    """What refunds take back from now on, and what they give back where an order no longer counts for a creator.

    Args:
        merged: All orders.
        members: The creators.
        events: What counts.
        outcomes: The same, summed.
        rated: What each order is worth; None without a commission.
        before: What refunds took back so far, 0 or less.
        month: Label of the period's month.
        clawback: Whether anything more is taken back.
    """
    own = {payee.key for payee in members.payees}
    before = {event: amount for event, amount in before.items() if event[0] in own and amount}
    if clawback:
        taken = dict(_by_now(merged, members, events, outcomes, rated))
    else:
        taken = dict(_as_before(merged, members, events, before))
    for event in sorted({*taken, *before}):
        found = taken.get(event, _NOTHING)
        earlier = before.get(event, 0)
        if found.amount != earlier:
            yield Line(
                kind=EntryKind.REVERSED,
                creator=event[0],
                contract=members.contract.name,
                term=REFUNDS,
                month=month,
                event=event[1],
                day=found.day,
                band=found.band,
                base=None if earlier else found.base,
                rate=found.rate,
                amount=found.amount - earlier,
                note=f"{found.note}; less what was taken back before" if earlier else found.note,
            )


_NOTHING = _Taken(0, "it no longer counts for this creator, so neither does its refund")


def _by_now(
    merged: Merged, members: Members, events: Events, outcomes: Outcomes, rated: RatedOrders | None
) -> Iterator[tuple[Event, _Taken]]:
    orders, rows = merged.orders, events.rows
    worth = goods(merged)[rows]
    cancelled = orders.state[rows] == OrderState.CANCELLED
    refunded = np.where(cancelled, worth, np.minimum(orders.refunded[rows], worth))
    whole = cancelled | ((refunded >= worth) & (refunded > events.refunds))
    if rated is not None:
        yield from _of_commission(merged, members, events, rated, whole, refunded)
    for pay in members.contract.unit_pay:
        if pay.unit is PayUnit.ORDER:
            yield from _of_unit_pay(merged, members, events, outcomes, pay, whole)


def _of_commission(
    merged: Merged, members: Members, events: Events, rated: RatedOrders, whole: BoolArray, refunded: IntArray
) -> Iterator[tuple[Event, _Taken]]:
    commission = members.contract.commission
    assert commission is not None
    orders = merged.orders
    back = commission_taken_back(commission, rated, whole, events.refunds, refunded)
    for at in np.flatnonzero(back.amount).tolist():
        row, rate = events.rows[at], int(rated.rate[at])
        yield (
            (members.payees[events.creator[at]].key, orders.ids[row]),
            _Taken(
                amount=-int(back.amount[at]),
                note="refunded or cancelled after it was counted",
                day=date.fromordinal(int(orders.day[row])),
                band=int(rated.band[at]),
                base=-int(back.base[at]),
                rate=None if rate == NO_RATE else rate,
            ),
        )


def _of_unit_pay(
    merged: Merged, members: Members, events: Events, outcomes: Outcomes, pay: UnitPay, whole: BoolArray
) -> Iterator[tuple[Event, _Taken]]:
    """What full refunds take back of the pay per order, within its cap."""
    assert outcomes.orders is not None
    gone = np.zeros(len(members.payees), dtype=np.int64)
    np.add.at(gone, events.creator, np.where(whole, merged.orders.count[events.rows], 0))
    units = outcomes.orders[:, :, 0].sum(axis=1)
    for who in np.flatnonzero(gone).tolist():
        amounts = [int(count) * pay.amount for count in (units[who], units[who] - gone[who])]
        with_them, without = amounts if pay.cap is None else (min(amount, pay.cap) for amount in amounts)
        taken = _Taken(without - with_them, f"{int(gone[who]):,} so far")
        yield (members.payees[who].key, REFUNDED_ORDERS), taken


def _as_before(
    merged: Merged, members: Members, events: Events, before: Mapping[Event, int]
) -> Iterator[tuple[Event, _Taken]]:
    """What was taken back of orders that still count for the same creator."""
    if not before:
        return
    ids, keys = merged.orders.ids, [payee.key for payee in members.payees]
    counts = {(keys[who], ids[row]) for who, row in zip(events.creator.tolist(), events.rows.tolist(), strict=True)}
    if any(pay.unit is PayUnit.ORDER for pay in members.contract.unit_pay):
        counts |= {(key, REFUNDED_ORDERS) for key in keys}
    for event, amount in before.items():
        if event in counts:
            yield event, _Taken(amount, "")
