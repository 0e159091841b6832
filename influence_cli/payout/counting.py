"""Which orders and results count at the end of a period, and why the others do not yet, or never will."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from influence_cli.contract.outcomes import IntArray
from influence_cli.model.agreement import HoldFrom, PaymentTerms
from influence_cli.model.payout import Approval, Result
from influence_cli.payout.facts import NOT_COUNTED, UNKNOWN_DAY, OrderState
from influence_cli.payout.merging import BoolArray, Merged


class Standing(IntEnum):
    """Where an event stands at the end of the period.

    COUNTED: it is paid for. IN_HOLD, UNDELIVERED (its hold has not begun) and PENDING (not approved) wait. The
    others are left out: after the period, before the campaign, cancelled, refunded in full before it counted,
    counted for another campaign, of nobody.
    """

    COUNTED = 0
    IN_HOLD = 1
    UNDELIVERED = 2
    PENDING = 3
    LATER = 4
    EARLIER = 5
    CANCELLED = 6
    REFUNDED = 7
    CLAIMED = 8
    NOBODYS = 9


WAITING = (Standing.IN_HOLD, Standing.UNDELIVERED, Standing.PENDING)
"""Standings of events that may count in a later period."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Where every order stands.

    Attributes:
        standing: ``Standing``. [order]
        payee: Index of the payee, below 0 for none. [order]
        release: Day the hold ends; 0 where it has not begun. [order]
        refunds: Refunds that lower what counts: as known when it was first counted. [order]
        fresh: Whether it counts from this run on. [order]
    """

    standing: IntArray
    payee: IntArray
    release: IntArray
    refunds: IntArray
    fresh: BoolArray


def goods(merged: Merged) -> IntArray:
    """What the goods of each order came to: gross less discount, tax and shipping, at least 0."""
    orders = merged.orders
    worth: IntArray = np.maximum(orders.gross - orders.discount - orders.tax - orders.shipping, 0)
    return worth


def count_orders(
    merged: Merged, payee: IntArray, payments: Sequence[PaymentTerms], claimed: BoolArray, first_day: int, last_day: int
) -> Counted:
    """Say of every order where it stands.

    What counted once goes on counting: what happens to it later is taken back or corrected in lines of its own.
    Only a correction of its day can put it outside the campaign or after the period.

    Args:
        merged: The orders.
        payee: Index of each order's payee, below 0 for none.
        payments: Terms of payment, by payee.
        claimed: Whether the order counts in another campaign.
        first_day: The campaign's first day.
        last_day: The period's last day.
    """
    orders = merged.orders
    worth = goods(merged)
    refunds = np.minimum(orders.refunded, worth)
    known = merged.counted != NOT_COUNTED
    release = _release(merged, payee, payments)
    standing = np.full(len(orders), int(Standing.COUNTED), dtype=np.int64)
    # Later rules win over earlier ones.
    for rule, where in (
        (Standing.IN_HOLD, release > last_day),
        (Standing.UNDELIVERED, release == UNKNOWN_DAY),
        (Standing.PENDING, orders.state == OrderState.PENDING),
        (Standing.REFUNDED, (refunds >= worth) & (orders.refunded > 0)),
        (Standing.CANCELLED, orders.state == OrderState.CANCELLED),
        (Standing.COUNTED, known),
        (Standing.LATER, orders.day > last_day),
        (Standing.EARLIER, orders.day < first_day),
        (Standing.NOBODYS, payee < 0),
        (Standing.CLAIMED, claimed & ~known),
    ):
        standing[where] = rule
    counts = standing == Standing.COUNTED
    frozen = np.where(known, np.minimum(merged.counted, refunds), refunds)
    return Counted(standing, payee, release, frozen, counts & ~known)


def _release(merged: Merged, payee: IntArray, payments: Sequence[PaymentTerms]) -> IntArray:
    orders = merged.orders
    if not payments:
        return orders.day
    hold = np.array([terms.hold_days or 0 for terms in payments], dtype=np.int64)[payee]
    by_delivery = np.array([terms.hold_from is HoldFrom.DELIVERY for terms in payments])[payee]
    begin = np.where(by_delivery, orders.delivered, orders.day)
    return np.where(begin == UNKNOWN_DAY, UNKNOWN_DAY, begin + hold)


def result_standing(
    result: Result, payee: int, payments: Sequence[PaymentTerms], first_day: int, last_day: int
) -> Standing:
    """Where a post, the clicks of a day or the totals of a month stand."""
    day = result.day.toordinal()
    if payee < 0:
        return Standing.NOBODYS
    if day < first_day:
        return Standing.EARLIER
    if result.approval is Approval.CANCELLED:
        return Standing.CANCELLED
    if day > last_day:
        return Standing.LATER
    if result.approval is Approval.PENDING:
        return Standing.PENDING
    return Standing.IN_HOLD if day + (payments[payee].hold_days or 0) > last_day else Standing.COUNTED
