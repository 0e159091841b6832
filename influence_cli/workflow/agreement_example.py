"""A worked example of a contract: an outcome that is stated, and what the contract engine makes of it.

The outcome is round and typical, so that every term shows; the amounts are the engine's alone.
"""

import math

import numpy as np

from influence_cli.contract.conditions import COUNTS
from influence_cli.contract.engine import needs, needs_order_lines, owed
from influence_cli.contract.outcomes import IntArray, Month, OrderLines, Outcomes, Owed
from influence_cli.model.agreement import ExampleOutcome, PlaceTerms, WorkedExample
from influence_cli.model.campaign import Campaign, Cell, Quantity
from influence_cli.model.contract import Contract
from influence_cli.simulate.calendar import months, post_months
from influence_cli.simulate.payouts import dated

EXAMPLE_ORDERS = 40
EXAMPLE_REFUNDED = 2
EXAMPLE_LEADS = 60
EXAMPLE_CLICKS = 800
_DIGITS = 2
_MOST = 10**9
_MOST_ORDERS = 5_000
"""Thresholds above these are not reached in an example."""


def example_of(campaign: Campaign, cell: Cell, place: PlaceTerms) -> WorkedExample:
    """What one creator of a cell would be owed for an example.

    Posts are delivered when the calendar says; everything else falls into the month of the first one.
    Counts are raised to what the bonuses of a single creator ask for, so that the example shows them.

    Args:
        campaign: The campaign.
        cell: The cell; its contract is the one the example is about.
        place: The same place, as the document states it.
    """
    spans = months(campaign)
    posts = post_months(spans, cell)
    month = int(posts[0])
    counts = _counts(cell)
    amounts = _amounts(campaign, counts["orders"])
    outcomes = example_outcomes(campaign, cell, spans, posts, counts | amounts)
    found = owed(cell.contract, outcomes)
    return WorkedExample(
        ExampleOutcome(spans[month].label, place, _stated(cell.contract, counts), _stated(cell.contract, amounts)),
        tuple((name, int(values.sum())) for name, values in found.lines.items()),
        int(found.earned.sum()),
        _paid(found, spans),
        int(found.carried.sum()),
    )


def example_outcomes(
    campaign: Campaign, cell: Cell, spans: tuple[Month, ...], posts: IntArray, values: dict[str, int]
) -> Outcomes:
    """The example as the engine reads it: one creator, one draw."""
    deliverables = np.bincount(posts, minlength=len(spans)).astype(np.int64)[None, :]
    month = int(posts[0])
    wanted = needs(cell.contract)
    fields: dict[str, IntArray] = {}
    for name in wanted:
        if name in ("followers", "boost_revenue", "boost_spend"):
            fields[name] = np.array([[values[name]]], dtype=np.int64)
        else:
            array = np.zeros((1, len(spans), 1), dtype=np.int64)
            array[0, month, 0] = values[name]
            fields[name] = array
    lines = None
    if needs_order_lines(cell.contract):
        lines = dated(_order_lines(values, month), cell.contract, campaign, spans, 1)
    return Outcomes(spans, deliverables, order_lines=lines, **fields)  # type: ignore[arg-type]


def _order_lines(values: dict[str, int], month: int) -> OrderLines:
    """Orders of one size, the refunded ones last; with one creator and one draw the owner is the month."""
    orders = values["orders"]

    def shared(name: str) -> IntArray:
        return np.full(orders, values[name] // max(orders, 1), dtype=np.int64)

    refunds = np.zeros(orders, dtype=np.int64)
    refunds[orders - min(EXAMPLE_REFUNDED, orders) :] = values["refunds"] // EXAMPLE_REFUNDED
    return OrderLines(
        np.full(orders, month, dtype=np.int64),
        shared("gross_sales"),
        shared("discounts"),
        refunds,
        shared("tax"),
        shared("shipping"),
    )


def _counts(cell: Cell) -> dict[str, int]:
    followers = _round(cell.rates[Quantity.FOLLOWERS].typical)
    views = _round(followers * cell.rates[Quantity.VIEW_RATE].typical * cell.deliverables)
    rate = cell.rates[Quantity.ENGAGEMENT_RATE_BY_FOLLOWERS].typical
    counts = {
        "followers": followers,
        "views": views,
        "engagements": _round(followers * rate * cell.deliverables),
        "clicks": EXAMPLE_CLICKS,
        "leads": EXAMPLE_LEADS,
        "orders": EXAMPLE_ORDERS,
    }
    for bonus in cell.contract.bonuses:
        for condition in bonus.conditions:
            threshold = condition.threshold
            most = _MOST_ORDERS if condition.metric == "orders" else _MOST
            reachable = condition.metric in COUNTS and condition.metric in counts and threshold < most
            if reachable and condition.operator in (">", ">="):
                least = math.floor(threshold) + 1 if condition.operator == ">" else math.ceil(threshold)
                counts[condition.metric] = max(counts[condition.metric], least)
    return counts


def _amounts(campaign: Campaign, orders: int) -> dict[str, int]:
    """What the orders of the example came to, with some of them refunded in full; minor units."""
    product = campaign.product
    price = round(campaign.quantities[Quantity.AVERAGE_ORDER_VALUE].typical)
    discount = round(price * product.discount)
    paid = price - discount
    tax = round(paid * product.tax_rate / (1 + product.tax_rate))
    return {
        "gross_sales": orders * (price + product.shipping),
        "discounts": orders * discount,
        "refunds": EXAMPLE_REFUNDED * (paid - tax),
        "tax": orders * tax,
        "shipping": orders * product.shipping,
        "boost_revenue": 0,
        "boost_spend": 0,
    }


def _stated(contract: Contract, values: dict[str, int]) -> tuple[tuple[str, int], ...]:
    """The values that the contract looks at."""
    wanted = set(needs(contract))
    if needs_order_lines(contract):
        wanted |= {"orders", "gross_sales", "discounts", "refunds", "tax", "shipping"}
    if "gross_sales" in wanted:
        wanted.add("orders")
    return tuple((name, value) for name, value in values.items() if name in wanted)


def _paid(found: Owed, spans: tuple[Month, ...]) -> tuple[tuple[str, int], ...]:
    by_month = found.paid[0, :, 0]
    return tuple((span.label, int(amount)) for span, amount in zip(spans, by_month, strict=True) if amount)


def _round(value: float) -> int:
    """A whole number of two figures.

    >>> _round(31_415.9), _round(0.0)
    (31000, 0)
    """
    if value < 1:
        return 0
    step = 10 ** max(math.floor(math.log10(value)) + 1 - _DIGITS, 0)
    return int(round(value / step) * step)
