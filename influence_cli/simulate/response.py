"""Clicks, leads, orders and sales of a batch of creators in one chunk of draws."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from influence_cli.contract.engine import needs
from influence_cli.model.campaign import Campaign, Cell, Goal, Quantity
from influence_cli.simulate.audience import Audience
from influence_cli.simulate.layout import Batch
from influence_cli.simulate.streams import Purpose, Streams
from influence_cli.simulate.unknowns import Unknowns

IntArray = NDArray[np.int64]
Array = NDArray[np.float64]

_GOLDEN = 0.6180339887498949


@dataclass(frozen=True, slots=True)
class Response:
    """What the audience of a batch does, each array [creator, month, draw].

    Attributes:
        clicks: Clicks on the tracked link; one month for all unless the contract looks at clicks.
        orders: First orders.
        leads: Leads, or None outside lead campaigns.
        list_sales: Orders at list price with tax, without shipping; whole minor units.
        order_values: Each order's list price, minor units, in the order of the flat index of ``orders``; None
            unless the contract looks at single orders.
    """

    clicks: IntArray
    orders: IntArray
    leads: IntArray | None
    list_sales: Array
    order_values: IntArray | None


def sample_response(
    campaign: Campaign,
    batch: Batch,
    cells: Sequence[Cell],
    audience: Audience,
    unknowns: Unknowns,
    exposure: Array,
    halo: Array,
    streams: Streams,
) -> Response:
    """Sample clicks, orders and sales from views.

    clicks ~ Poisson(views x click_rate x creator x exposure); orders ~ Poisson(views x click_rate x creator x
    exposure x conversion_rate x (1 + code_order_ratio) x match x halo). Given the rates the two counts are drawn
    independently: their counting noise is small beside the spread they share. In a lead campaign conversion gives
    leads, which split into orders (close_rate) and the rest, so that orders never exceed leads.

    Args:
        campaign: The campaign.
        batch: The creators.
        cells: The layout's cells.
        audience: Their audience.
        unknowns: Values shared by creators of a cell.
        exposure: Worth of an exposure after duplication between creators, [cell, draw].
        halo: Factor on conversion from earlier phases, [cell, draw].
        streams: Random streams of the chunk.
    """
    own = [cells[i] for i in batch.cells]
    counting = campaign.settings.switches.counting_noise
    click_rate = unknowns.cells(Quantity.CLICK_RATE)[batch.cells] * exposure[batch.cells]
    action = (
        unknowns.cells(Quantity.CONVERSION_RATE)[batch.cells]
        * halo[batch.cells]
        * ((1.0 + unknowns.campaign(Quantity.CODE_ORDER_RATIO)) * campaign.audience_match)
    )
    expected = audience.views * (audience.click_factor * batch.repeated(click_rate))[:, None, :]
    np.minimum(expected, audience.views, out=expected)
    draw = _Counter(batch, own, streams, sampled=counting)
    # Clicks of one creator superpose; months are told apart only where a contract asks, which saves most counts.
    monthly = "clicks" in needs(batch.contract)
    clicks = draw.counts(Purpose.CLICKS, expected if monthly else expected.sum(axis=1, keepdims=True))
    expected *= batch.repeated(action)[:, None, :]
    leads = None
    if campaign.goal is Goal.LEADS:
        close = unknowns.campaign(Quantity.CLOSE_RATE).astype(np.float32)
        orders = draw.counts(Purpose.ORDERS, expected * close)
        leads = orders + draw.counts(Purpose.LOST_LEADS, expected * (1 - close))
    else:
        orders = draw.counts(Purpose.ORDERS, expected)
    price = unknowns.campaign(Quantity.AVERAGE_ORDER_VALUE)
    spread = campaign.quantities[Quantity.ORDER_VALUE_CV]
    variation = float(unknowns.fixed(Quantity.ORDER_VALUE_CV, [spread])[0, 0]) if counting else 0.0
    if batch.single_orders:
        values = draw.single_orders(orders, price, variation)
        return Response(clicks, orders, leads, _sums(values, orders), values)
    return Response(clicks, orders, leads, draw.sales(orders, price, variation), None)


class _Counter:
    """Draws counts and order values of a batch, each cell from its own streams."""

    def __init__(self, batch: Batch, cells: Sequence[Cell], streams: Streams, *, sampled: bool) -> None:
        self._batch = batch
        self._cells = cells
        self._streams = streams
        self._sampled = sampled

    def counts(self, purpose: Purpose, expected: NDArray[np.float32]) -> IntArray:
        """Poisson counts; without sampling, rounded so that sums over creators stay unbiased."""
        if self._sampled:
            counts = np.empty(expected.shape, dtype=np.int64)
            for rows, generator in self._parts(purpose):
                counts[rows] = generator.poisson(expected[rows])
            return counts
        # A threshold that differs by creator keeps 0.4 orders each of ten creators at 4 orders, not 0.
        places = np.concatenate([np.arange(s.start, s.stop) for s in self._batch.segments])
        threshold = ((places * _GOLDEN + 0.5) % 1.0).astype(np.float32)
        whole: IntArray = np.floor(expected + threshold[:, None, None]).astype(np.int64)
        return whole

    def sales(self, orders: IntArray, price: Array, variation: float) -> Array:
        """Sum of the orders' values: gamma-distributed orders with that coefficient of variation add up to a gamma."""
        if variation <= 0:
            return np.rint(orders * price)
        shape = 1.0 / variation**2
        total = np.multiply(orders, shape, dtype=np.float64)
        for rows, generator in self._parts(Purpose.ORDER_VALUES):
            generator.standard_gamma(total[rows], out=total[rows])
        total *= price / shape
        np.rint(total, out=total)
        return total

    def single_orders(self, orders: IntArray, price: Array, variation: float) -> IntArray:
        """Each order's value, one after the other."""

        def values(rows: slice, draw: Callable[[int], Array]) -> Array:
            counts = orders[rows].ravel()
            prices = np.repeat(np.broadcast_to(price, orders[rows].shape).ravel(), counts)
            return prices * draw(prices.size)

        if variation <= 0:
            return np.rint(values(slice(None), np.ones)).astype(np.int64)
        shape = 1.0 / variation**2
        parts = [
            values(rows, lambda size, g=generator: g.standard_gamma(shape, size=size) / shape)  # type: ignore[misc]
            for rows, generator in self._parts(Purpose.ORDER_VALUES)
        ]
        return np.rint(np.concatenate(parts)).astype(np.int64)

    def _parts(self, purpose: Purpose) -> list[tuple[slice, Generator]]:
        return [
            (rows, self._streams.of(purpose, cell.key))
            for cell, rows in zip(self._cells, self._batch.slices, strict=True)
        ]


def _sums(values: IntArray, orders: IntArray) -> Array:
    ends = np.concatenate(([0], np.cumsum(orders.ravel())))
    running = np.concatenate(([0], np.cumsum(values)))
    return (running[ends[1:]] - running[ends[:-1]]).reshape(orders.shape).astype(np.float64)
