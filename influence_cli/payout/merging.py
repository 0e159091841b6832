"""What a ledger knows of orders and what an export says now, as one table."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from influence_cli.contract.outcomes import IntArray
from influence_cli.payout.facts import COLUMNS, NOT_COUNTED, KnownOrders, Orders

BoolArray = NDArray[np.bool_]
Value = TypeVar("Value", bound=Hashable)

_PROGRESS = ("state", "refunded", "refund_day", "delivered")
"""Columns that change in the life of an order; a change of any other is a correction."""


@dataclass(frozen=True, slots=True)
class Merged:
    """All orders of a campaign, as they are known now.

    Attributes:
        orders: Every order once, those of the ledger first.
        counted: As in ``KnownOrders``.
        payee: As in ``KnownOrders``.
        payees: Keys ``payee`` points into.
        known: Whether the ledger held it before.
        touched: Whether it is new or anything about it changed.
        corrected: Whether something changed that does not change in the life of an order.
        relabeled: Whether it names another creator or code than before.
        exported: Whether the export holds it.
    """

    orders: Orders
    counted: IntArray
    payee: IntArray
    payees: tuple[str, ...]
    known: BoolArray
    touched: BoolArray
    corrected: BoolArray
    relabeled: BoolArray
    exported: BoolArray


def merge(known: KnownOrders, export: Orders) -> Merged:
    """Put an export over what is known: its rows replace those of the same id, the others stay.

    Args:
        known: What the ledger holds.
        export: What was read; every id once.
    """
    old = known.orders
    size = len(old)
    index = {order: row for row, order in enumerate(old.ids)}
    rows = np.fromiter((index.get(order, -1) for order in export.ids), dtype=np.int64, count=len(export))
    del index
    fresh = rows < 0
    added = int(fresh.sum())
    rows[fresh] = size + np.arange(added)
    labels, label = _joined(old.labels, export.labels, export.label)
    customers, customer = _joined(tuple(old.customers), tuple(export.customers), export.customer)
    replaced = {"label": label, "customer": customer}
    columns: dict[str, IntArray] = {}
    touched = np.zeros(size + added, dtype=np.bool_)
    corrected = touched.copy()
    relabeled, exported = touched.copy(), touched.copy()
    exported[rows] = True
    touched[size:] = True
    again = ~fresh
    for name in COLUMNS:
        before: IntArray = getattr(old, name)
        after = replaced.get(name, getattr(export, name))
        differs = again.copy()
        differs[again] = before[rows[again]] != after[again]
        changed = rows[differs]
        touched[changed] = True
        if name not in _PROGRESS:
            corrected[changed] = True
        if name == "label":
            relabeled[changed] = True
        # A million orders stay where they are unless something about them is new.
        if added or len(changed):
            before = np.concatenate([before, after[fresh]])
            before[changed] = after[differs]
        columns[name] = before
    nothing = np.full(added, NOT_COUNTED, dtype=np.int64)
    orders = Orders(
        [*old.ids, *(order for order, new in zip(export.ids, fresh, strict=True) if new)], labels, customers, **columns
    )
    return Merged(
        orders,
        np.concatenate([known.counted, nothing]),
        np.concatenate([known.payee, nothing]),
        known.payees,
        np.arange(size + added) < size,
        touched,
        corrected,
        relabeled,
        exported,
    )


def chosen(orders: Orders, rows: IntArray) -> Orders:
    """Some of the orders, in the order of ``rows``."""
    ids = orders.ids
    columns = {name: getattr(orders, name)[rows] for name in COLUMNS}
    return replace(orders, ids=[ids[row] for row in rows.tolist()], **columns)


def _joined(first: tuple[Value, ...], second: tuple[Value, ...], index: IntArray) -> tuple[tuple[Value, ...], IntArray]:
    """Both tuples without repeats, and indices into the second one as indices into the result."""
    places = {value: place for place, value in enumerate(first)}
    moved = np.array([places.setdefault(value, len(places)) for value in second], dtype=np.int64)
    return tuple(places), moved[index] if len(index) else index
