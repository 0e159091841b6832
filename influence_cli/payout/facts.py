"""Orders as columns, what a ledger knows, and what a run adds to it: the tables that the borders exchange.

A campaign may have a million orders, so they are arrays of int64 with one row per order; days are proleptic
ordinals (``date.toordinal``), money is in minor units.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import IntEnum

import numpy as np

from influence_cli.contract.outcomes import IntArray
from influence_cli.model.payout import Approval, Balance, Batch, InputFile, Line, Payee, Result

UNKNOWN_DAY = 0
"""Where no day is stated."""

NOT_COUNTED = -1
"""Refunds of an order that does not count yet."""


class OrderState(IntEnum):
    """``Approval`` as a number, for columns."""

    APPROVED = 0
    PENDING = 1
    CANCELLED = 2


STATES: Mapping[Approval, OrderState] = {
    Approval.APPROVED: OrderState.APPROVED,
    Approval.PENDING: OrderState.PENDING,
    Approval.CANCELLED: OrderState.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Label:
    """A creator or a code as written in an export; ``contract`` where the row names one."""

    who: str
    by_code: bool = False
    contract: str = ""


@dataclass(frozen=True, slots=True)
class Orders:
    """Orders, one row each.

    Attributes:
        ids: Order ids, unique.
        labels: The distinct creators and codes.
        customers: The distinct customers, first an empty name for those that are not stated.
        label: Index into ``labels``.
        customer: Index into ``customers``.
        day: Day of the order in the campaign's time zone.
        second: Second of that day (0 where only the day is known); may pass 86,400 on long days.
        delivered: Day of delivery to the customer, or 0.
        refund_day: Day of the (last) refund, or 0 where not stated.
        state: ``OrderState``.
        count: Number of orders the row stands for, at least 1.
        gross: At list price, with tax and shipping, before the discount; as ``Outcomes.gross_sales``.
        discount: What a code took off.
        tax: Tax inside ``gross``.
        shipping: Shipping inside ``gross``.
        refunded: What was given back so far, at most ``gross - discount``.
    """

    ids: Sequence[str]
    labels: tuple[Label, ...]
    customers: Sequence[str]
    label: IntArray
    customer: IntArray
    day: IntArray
    second: IntArray
    delivered: IntArray
    refund_day: IntArray
    state: IntArray
    count: IntArray
    gross: IntArray
    discount: IntArray
    tax: IntArray
    shipping: IntArray
    refunded: IntArray

    def __post_init__(self) -> None:
        """Refuse columns that are not int64 or not of one length.

        Raises:
            ValueError: If a column has another type or length.
        """
        for name in COLUMNS:
            values = getattr(self, name)
            if values.dtype != np.int64 or values.shape != (len(self.ids),):
                raise ValueError(f"orders: {name} must be int64 of shape ({len(self.ids)},)")

    def __len__(self) -> int:
        return len(self.ids)


COLUMNS: tuple[str, ...] = tuple(
    column.name for column in fields(Orders) if column.name not in ("ids", "labels", "customers")
)
"""Names of the columns of Orders."""

FACTS: tuple[str, ...] = tuple(name for name in COLUMNS if name not in ("label", "customer"))
"""Columns whose change makes another version of an order, beside its label and customer."""


def no_orders() -> Orders:
    """No orders at all."""
    empty = np.zeros(0, dtype=np.int64)
    return Orders([], (), [""], **dict.fromkeys(COLUMNS, empty))


@dataclass(frozen=True, slots=True)
class KnownOrders:
    """The latest version of every order of a campaign in a ledger.

    Attributes:
        orders: The orders.
        counted: Refunds at the time the order was first counted; ``NOT_COUNTED`` where it was not. [order]
        payee: Index into ``payees`` of the one it was counted for; -1 where it was not. [order]
        payees: Keys of payees.
    """

    orders: Orders
    counted: IntArray
    payee: IntArray
    payees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LedgerState:
    """What a ledger knows about a campaign before a run.

    Attributes:
        last_period: Period of the last run, or an empty string.
        known: Its orders.
        claimed: Ids of orders that count in another campaign of the ledger and not in this one, keys of posts
            that another one owes a fee for and this one does not, and that campaign's name; only those that
            were asked for or are known here.
        results: Its results, the latest version of each.
        payees: Its payees by key, the latest version of each.
        posted: Amounts of the entries that open, by (creator, contract, term, month), never 0.
        taken_back: What refunds took back so far, by (creator, event); 0 or less.
        balances: By creator.
        elsewhere: What is owed and not paid in the ledger's other campaigns in the same currency, by creator.
        currency: Currency of the campaign's entries, or an empty string before the first run.
        spec_sha256: Hash of the spec of the last run, or an empty string.
    """

    last_period: str = ""
    known: KnownOrders | None = None
    claimed: Mapping[str, str] = field(default_factory=dict)
    results: tuple[Result, ...] = ()
    payees: Mapping[str, Payee] = field(default_factory=dict)
    posted: Mapping[tuple[str, str, str, str], int] = field(default_factory=dict)
    taken_back: Mapping[tuple[str, str], int] = field(default_factory=dict)
    balances: Mapping[str, Balance] = field(default_factory=dict)
    elsewhere: Mapping[str, int] = field(default_factory=dict)
    currency: str = ""
    spec_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """What a payout run adds to a ledger, all of it or nothing.

    Attributes:
        campaign: Name.
        period: ``2026-05``.
        currency: Currency code of the entries.
        spec_sha256: Hash of the spec.
        inputs: What was read.
        version: Version of this programme.
        orders: New versions of orders, and orders that are counted from now on.
        counted: As in ``KnownOrders``, for ``orders``.
        payee: As in ``KnownOrders``, for ``orders``.
        order_payees: Keys that ``payee`` points into.
        results: New versions of results.
        payees: New versions of payees.
        lines: Entries of the journal, the carried and scheduled ones among them; can be iterated repeatedly.
        batches: Payments, a creator in one of them at most. Their numbers are given by the ledger; scheduled
            lines name their event ``batch``, which the ledger replaces by the number of the creator's batch.
    """

    campaign: str
    period: str
    currency: str
    spec_sha256: str
    inputs: tuple[InputFile, ...]
    version: str
    orders: Orders
    counted: IntArray
    payee: IntArray
    order_payees: tuple[str, ...]
    results: tuple[Result, ...]
    payees: tuple[Payee, ...]
    lines: Sequence[Line]
    batches: tuple[Batch, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (len(self.orders) or self.results or self.payees or len(self.lines) or self.batches)
