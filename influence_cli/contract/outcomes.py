"""What happened (or was simulated) under one contract, and what is owed for it: plain arrays of int64.

Money is in minor units. The axes are always creator, month, draw: the creators of one contract, the calendar
months of the campaign in order, and the draws of a simulation (one draw where a real outcome is paid). An
axis along which nothing varies may have length 1 and is broadcast, never copied.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]

MONTHLY_FIELDS = (
    "views",
    "engagements",
    "clicks",
    "orders",
    "leads",
    "gross_sales",
    "discounts",
    "refunds",
    "tax",
    "shipping",
)
"""Optional fields of Outcomes of shape [creator, month, draw]."""

CAMPAIGN_FIELDS = ("followers", "boost_revenue", "boost_spend")
"""Optional fields of Outcomes of shape [creator, draw]."""


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month of the campaign.

    Attributes:
        label: For example ``2026-03``.
        quarter: Any number that months of one quarter share (``year * 4 + quarter``, or month // 3 without
            dates).
        days: Days of the campaign that lie in the month.
    """

    label: str
    quarter: int
    days: int


def calendar_month(year: int, month: int, days: int) -> Month:
    """A month with a date; ``month`` counts from 1.

    >>> calendar_month(2026, 4, 30)
    Month(label='2026-04', quarter=8105, days=30)
    """
    return Month(f"{year:04d}-{month:02d}", year * 4 + (month - 1) // 3, days)


@dataclass(frozen=True, slots=True)
class OrderLines:
    """Single orders, for the terms that look at each of them; all arrays are int64 of shape [order].

    Attributes:
        owner: Where each order belongs: the flat index ``(creator * months + month) * draws + draw`` into
            [creator, month, draw]. Orders of one owner stand in the order in which they happened; owners may
            come in any order.
        gross_sales: As in Outcomes, of this order.
        discounts: As in Outcomes, of this order; None where there are none.
        refunds: As in Outcomes, of this order; None where there are none.
        tax: As in Outcomes, of this order; None where there is none.
        shipping: As in Outcomes, of this order; None where there is none.
        day: When it was placed, as a proleptic ordinal; for commissions over rolling days or with rate changes.
        age: Whole months between the beginning a commission counts from and the order; for commissions that
            end or taper. None: all orders are of age 0.
    """

    owner: IntArray
    gross_sales: IntArray
    discounts: IntArray | None = None
    refunds: IntArray | None = None
    tax: IntArray | None = None
    shipping: IntArray | None = None
    day: IntArray | None = None
    age: IntArray | None = None

    def __post_init__(self) -> None:
        """Refuse arrays that are not int64 or not of one length.

        Raises:
            ValueError: If a field has another type or shape.
        """
        for name in ("owner", "gross_sales", "discounts", "refunds", "tax", "shipping", "day", "age"):
            values = getattr(self, name)
            if values is not None and (values.dtype != np.int64 or values.shape != self.owner.shape[:1]):
                raise ValueError(f"order lines: {name} must be int64 of shape ({len(self.owner)},)")


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What the creators of one contract achieved.

    Only ``months``, ``deliverables`` and ``draws`` are always there; a contract reads the other fields named
    by ``needs(contract)``, and only those must be given. Counts are at least 0; money may be negative (a
    month in which more was refunded than sold).

    Net sales are ``gross_sales - discounts - refunds - tax - shipping``; a contract may deduct fewer of them.

    Attributes:
        months: The months of the campaign, in order, at least one.
        deliverables: Deliverables delivered, [creator, month], the same in every draw.
        draws: Number of draws; 1 for a real outcome.
        views: [creator, month, draw].
        engagements: [creator, month, draw].
        clicks: [creator, month, draw].
        orders: [creator, month, draw].
        leads: [creator, month, draw].
        gross_sales: Money of the orders at list price, with the tax and shipping customers were charged,
            before the discount: [creator, month, draw].
        discounts: What codes took off the list price, of all those orders, refunded or not: [creator, month,
            draw].
        refunds: What was given back of the goods' price after discount, in the month it was given back,
            without the tax and shipping given back with it (tax and shipping are deducted whole already, so
            that an order refunded in full leaves net sales of 0): [creator, month, draw].
        tax: Tax inside gross sales, of all those orders: [creator, month, draw].
        shipping: Shipping inside gross sales, of all those orders: [creator, month, draw].
        followers: Followers of each creator: [creator, draw].
        boost_revenue: Revenue of the creator's boosted posts over the campaign: [creator, draw].
        boost_spend: Spend on boosting them over the campaign: [creator, draw].
        order_lines: Single orders, where ``needs_order_lines(contract)``.
        agreed_fee: The flat fee agreed with each creator where creators of one contract have different ones,
            [creator]; None where the contract's own amount holds for all. Without a flat fee it is not read.
        ended: How many months, from the first, are over; None for all of them. What is known only at the end of
            a window (conditions on ratios or to stay below something, and bonuses that need all of several
            conditions with such a one among them) and the top-up to the guarantee count only once the window's
            last month is over. Nothing else looks at it.
        closing: How many months, from the first, belong to the campaign; None for all of them. In later ones
            sales go on coming in and are paid, but bonuses and the guarantee look at the campaign alone.
    """

    months: tuple[Month, ...]
    deliverables: IntArray
    draws: int = 1
    views: IntArray | None = None
    engagements: IntArray | None = None
    clicks: IntArray | None = None
    orders: IntArray | None = None
    leads: IntArray | None = None
    gross_sales: IntArray | None = None
    discounts: IntArray | None = None
    refunds: IntArray | None = None
    tax: IntArray | None = None
    shipping: IntArray | None = None
    followers: IntArray | None = None
    boost_revenue: IntArray | None = None
    boost_spend: IntArray | None = None
    order_lines: OrderLines | None = None
    agreed_fee: IntArray | None = None
    ended: int | None = None
    closing: int | None = None

    def __post_init__(self) -> None:
        """Refuse arrays that are not int64 or do not fit the axes.

        Raises:
            ValueError: If a field has another type or a shape that does not broadcast to the axes, or more
                months are over than there are.
        """
        if not self.months or self.draws < 1:
            raise ValueError("outcomes need at least one month and one draw")
        if not 0 <= self.over <= len(self.months):
            raise ValueError(f"outcomes: {self.ended} of {len(self.months)} months cannot be over")
        if not 1 <= self.campaign_months <= len(self.months):
            raise ValueError(f"outcomes: {self.closing} of {len(self.months)} months cannot be the campaign's")
        if self.deliverables.dtype != np.int64 or self.deliverables.shape[1:] != (len(self.months),):
            raise ValueError("outcomes: deliverables must be int64 of shape [creator, month]")
        monthly = (self.creators, len(self.months), self.draws)
        _fits(self, MONTHLY_FIELDS, monthly)
        _fits(self, CAMPAIGN_FIELDS, (self.creators, self.draws))
        _fits(self, ("agreed_fee",), (self.creators,))

    @property
    def creators(self) -> int:
        """Number of creators."""
        return int(self.deliverables.shape[0])

    @property
    def over(self) -> int:
        """Number of months that are over."""
        return len(self.months) if self.ended is None else self.ended

    @property
    def campaign_months(self) -> int:
        """Number of months that belong to the campaign."""
        return len(self.months) if self.closing is None else self.closing


@dataclass(frozen=True, slots=True)
class Earned:
    """What each creator earned, by term, whenever it is paid; minor units.

    Attributes:
        lines: As in ``Owed``, and the lines that were added to the contract's.
        earned: What all lines come to: [creator, month, draw], possibly a read-only view.
    """

    lines: Mapping[str, IntArray]
    earned: IntArray


@dataclass(frozen=True, slots=True)
class Owed:
    """What each creator earned, by term, and when it is paid; minor units.

    ``sum of lines == earned`` in every place, and over the months ``sum of earned == sum of paid + carried``.

    Attributes:
        lines: Per term of the contract, in the order they are applied, an array that broadcasts to
            [creator, month, draw] (the last axis has length 1 where the term is the same in every draw).
            Names: ``fee``, ``retainer``, ``usage_rights``, ``whitelisting``, ``exclusivity``, ``commission``,
            ``cpm``, ``cpc``, ``cpa``, ``cpl``, each bonus by its own name, ``guarantee`` (a top-up), ``cap``
            (what caps take away, negative). Terms the contract does not have are missing.
        earned: What all lines come to: [creator, month, draw], possibly a read-only view.
        paid: What is paid out in each month, never below 0: [creator, month, draw], possibly a read-only
            view.
        carried: The unpaid balance at the end, below 0 where refunds exceed what was earned since the last
            payment: [creator, draw], possibly a read-only view.
    """

    lines: Mapping[str, IntArray]
    earned: IntArray
    paid: IntArray
    carried: IntArray


def _fits(outcomes: Outcomes, names: tuple[str, ...], shape: tuple[int, ...]) -> None:
    for name in names:
        values = getattr(outcomes, name)
        if values is None:
            continue
        if values.dtype != np.int64:
            raise ValueError(f"outcomes: {name} must be int64, not {values.dtype}")
        if values.ndim != len(shape) or any(
            have not in (1, want) for have, want in zip(values.shape, shape, strict=True)
        ):
            raise ValueError(f"outcomes: {name} has shape {values.shape}, which does not fit {shape}")
