"""Clicks, leads, orders and sales of the creators of one cell in one chunk of draws."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from influence_cli.model.campaign import Campaign, Cell, Goal, Quantity
from influence_cli.simulate.audience import CellAudience
from influence_cli.simulate.streams import Chunk, Purpose
from influence_cli.simulate.unknowns import Unknowns

IntArray = NDArray[np.int64]
Array = NDArray[np.float64]

_GOLDEN = 0.6180339887498949


@dataclass(frozen=True, slots=True)
class CellResponse:
    """What one cell's audience does, each array [creator, active month, draw].

    Attributes:
        clicks: Clicks on the tracked link.
        orders: First orders.
        leads: Leads, or None outside lead campaigns.
        list_sales: Orders at list price with tax, without shipping; whole minor units.
        order_values: Each order's list price, minor units, in the order of the flat index of ``orders``; None
            unless single orders were asked for.
    """

    clicks: IntArray
    orders: IntArray
    leads: IntArray | None
    list_sales: Array
    order_values: IntArray | None


def sample_response(
    campaign: Campaign,
    cell: Cell,
    audience: CellAudience,
    unknowns: Unknowns,
    exposure: Array,
    halo: Array,
    chunk: Chunk,
    *,
    single_orders: bool,
) -> CellResponse:
    """Sample clicks, orders and sales from views.

    clicks ~ Poisson(views x click_rate x creator x exposure); orders ~ Poisson(views x click_rate x creator x
    exposure x conversion_rate x (1 + code_order_ratio) x match x halo). Given the rates the two counts are drawn
    independently: their counting noise is small beside the spread they share. In a lead campaign conversion gives
    leads, which split into orders (close_rate) and the rest, so that orders never exceed leads.

    Args:
        campaign: The campaign.
        cell: The cell.
        audience: Its audience.
        unknowns: Values shared by the cell.
        exposure: Worth of an exposure after duplication between creators, [draw].
        halo: Factor on conversion from earlier phases, [draw].
        chunk: Which draws.
        single_orders: Whether a contract looks at single orders.
    """
    counting = campaign.settings.switches.counting_noise
    click_rate = unknowns.cell(cell, Quantity.CLICK_RATE) * exposure
    expected_clicks = audience.views * (audience.click_factor * click_rate.astype(np.float32))[:, None, :]
    np.minimum(expected_clicks, audience.views, out=expected_clicks)
    action = (
        unknowns.cell(cell, Quantity.CONVERSION_RATE)
        * (1.0 + unknowns.campaign(Quantity.CODE_ORDER_RATIO))
        * (campaign.audience_match * halo)
    )
    clicks = _count(expected_clicks, Purpose.CLICKS, cell, chunk, sampled=counting)
    expected_actions = expected_clicks * action.astype(np.float32)
    leads = None
    if campaign.goal is Goal.LEADS:
        close = unknowns.campaign(Quantity.CLOSE_RATE).astype(np.float32)
        orders = _count(expected_actions * close, Purpose.ORDERS, cell, chunk, sampled=counting)
        leads = orders + _count(expected_actions * (1 - close), Purpose.LOST_LEADS, cell, chunk, sampled=counting)
    else:
        orders = _count(expected_actions, Purpose.ORDERS, cell, chunk, sampled=counting)
    price = unknowns.campaign(Quantity.AVERAGE_ORDER_VALUE)
    spread = campaign.quantities[Quantity.ORDER_VALUE_CV]
    variation = unknowns.fixed(spread, Quantity.ORDER_VALUE_CV) if counting else 0.0
    if single_orders:
        values = _single_orders(orders, price, variation, cell, chunk)
        return CellResponse(clicks, orders, leads, _sums(values, orders), values)
    return CellResponse(clicks, orders, leads, _sales(orders, price, variation, cell, chunk), None)


def _sales(orders: IntArray, price: Array, variation: float, cell: Cell, chunk: Chunk) -> Array:
    """Sum of the orders' values: gamma-distributed orders with the coefficient of variation add up to a gamma."""
    if variation <= 0:
        return np.rint(orders * price)
    shape = 1.0 / variation**2
    total = chunk.stream(Purpose.ORDER_VALUES, cell.key).standard_gamma(orders * shape)
    total *= price / shape
    return np.rint(total, out=total)


def _single_orders(orders: IntArray, price: Array, variation: float, cell: Cell, chunk: Chunk) -> IntArray:
    """Each order's value, one after the other."""
    flat = orders.ravel()
    prices = np.repeat(np.broadcast_to(price, orders.shape).ravel(), flat)
    if variation <= 0:
        return np.rint(prices).astype(np.int64)
    shape = 1.0 / variation**2
    values = chunk.stream(Purpose.ORDER_VALUES, cell.key).standard_gamma(shape, size=prices.size)
    return np.rint(values * prices / shape).astype(np.int64)


def _sums(values: IntArray, orders: IntArray) -> Array:
    ends = np.concatenate(([0], np.cumsum(orders.ravel())))
    running = np.concatenate(([0], np.cumsum(values)))
    return (running[ends[1:]] - running[ends[:-1]]).reshape(orders.shape).astype(np.float64)


def _count(expected: NDArray[np.float32], purpose: Purpose, cell: Cell, chunk: Chunk, *, sampled: bool) -> IntArray:
    """Counts around their expectation; without sampling, rounded so that sums over creators stay unbiased."""
    if sampled:
        return chunk.stream(purpose, cell.key).poisson(expected)
    # A rounding threshold that differs by creator keeps 0.4 orders each of ten creators at 4 orders, not 0.
    threshold = (np.arange(expected.shape[0]) * _GOLDEN + 0.5) % 1.0
    return np.floor(expected + threshold[:, None, None]).astype(np.int64)
