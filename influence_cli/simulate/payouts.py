"""Ask the contract engine what a batch of creators is owed for what was simulated."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from influence_cli.contract.engine import needs, owed
from influence_cli.contract.outcomes import Month, OrderLines, Outcomes, Owed
from influence_cli.funnel.uncertainty import curve
from influence_cli.model.campaign import Campaign, Cell, Product, Quantity
from influence_cli.simulate.audience import CellAudience
from influence_cli.simulate.boost import Boosted
from influence_cli.simulate.response import CellResponse
from influence_cli.simulate.roster import Batch, Roster, Rows
from influence_cli.simulate.unknowns import Pins, Unknowns

IntArray = NDArray[np.int64]
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sampled:
    """Everything sampled in a chunk, by cell; boost is None without one, its rows are all creators in cell order."""

    audiences: Sequence[CellAudience]
    responses: Sequence[CellResponse]
    boosted: Boosted | None
    boost_revenue: Array | None


def agreed_fee(cell: Cell, pins: Pins) -> int:
    """The flat fee of a cell's contract; its market part moves with a pinned market fee.

    Returns:
        Minor units per deliverable or creator, 0 without a fee.
    """
    fee = cell.contract.fee
    if fee is None:
        return 0
    if Quantity.FEE_PER_DELIVERABLE not in pins or cell.market_fee_share == 0:
        return fee.amount
    market = cell.rates[Quantity.FEE_PER_DELIVERABLE]
    score = np.array(pins[Quantity.FEE_PER_DELIVERABLE])
    return round(fee.amount * float(curve(market, score)) / market.typical)


def batch_owed(
    campaign: Campaign,
    months: tuple[Month, ...],
    delivered: Sequence[IntArray],
    roster: Roster,
    batch: Batch,
    sampled: Sampled,
    unknowns: Unknowns,
    pins: Pins,
    draws: int,
) -> Owed:
    """What the creators of a batch are owed, [creator, month, draw], rows in the batch's order.

    Args:
        campaign: The campaign.
        months: Its months.
        delivered: Deliverables per creator and month, [month], per cell.
        roster: The plan's creators.
        batch: Whom to pay.
        sampled: What they achieved.
        unknowns: Values shared in this chunk.
        pins: Quantities held at a score.
        draws: Draws in the chunk.
    """
    fields = needs(batch.contract)
    build = _Fields(campaign, len(months), roster, batch, sampled, unknowns, draws)
    values = {name: build.of(name) for name in fields if name not in ("deliverables", "order_lines")}
    return owed(
        batch.contract,
        Outcomes(
            months=months,
            draws=draws,
            deliverables=np.concatenate([np.tile(delivered[r.cell], (r.stop - r.start, 1)) for r in batch.rows]),
            agreed_fee=np.concatenate(
                [np.full(r.stop - r.start, agreed_fee(roster.cells[r.cell], pins)) for r in batch.rows]
            ),
            order_lines=build.order_lines() if roster.single_orders[batch.rows[0].cell] else None,
            **values,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """The rows of one cell that a batch pays: arrays as in CellAudience and CellResponse."""

    months: IntArray | slice
    views: NDArray[np.float32]
    engagement_per_view: NDArray[np.float32]
    clicks: IntArray
    orders: IntArray
    leads: IntArray
    list_sales: Array


def _part(rows: Rows, sampled: Sampled, months: int) -> _Part:
    audience, response = sampled.audiences[rows.cell], sampled.responses[rows.cell]
    part = slice(rows.start, rows.stop)
    leads = response.orders if response.leads is None else response.leads
    return _Part(
        slice(None) if len(audience.active) == months else audience.active,
        audience.views[part],
        audience.engagement_per_view[part],
        response.clicks[part],
        response.orders[part],
        leads[part],
        response.list_sales[part],
    )


class _Fields:
    """Builds the contract engine's arrays for one batch, each only when asked for."""

    def __init__(
        self,
        campaign: Campaign,
        months: int,
        roster: Roster,
        batch: Batch,
        sampled: Sampled,
        unknowns: Unknowns,
        draws: int,
    ) -> None:
        self._product = campaign.product
        self._shape = (batch.creators, months, draws)
        self._batch = batch
        self._sampled = sampled
        self._parts = [_part(rows, sampled, months) for rows in batch.rows]
        self._refund_rate = unknowns.campaign(Quantity.REFUND_RATE)
        self._offsets = np.concatenate(([0], np.cumsum(roster.counts)))

    def of(self, name: str) -> IntArray:
        """One field of Outcomes."""
        product = self._product
        match name:
            case "views":
                return self._monthly(lambda part: np.rint(part.views))
            case "engagements":
                return self._monthly(lambda part: np.rint(part.views * part.engagement_per_view[:, None, :]))
            case "clicks":
                return self._monthly(lambda part: part.clicks)
            case "orders":
                return self._monthly(lambda part: part.orders)
            case "leads":
                return self._monthly(lambda part: part.leads)
            case "gross_sales":
                return self._monthly(lambda part: part.list_sales + product.shipping * part.orders)
            case "discounts":
                return self._monthly(lambda part: _discounts(product, part.list_sales))
            case "refunds":
                return self._monthly(lambda part: _refunds(product, part.list_sales, self._refund_rate))
            case "tax":
                return self._monthly(lambda part: _tax(product, part.list_sales))
            case "shipping":
                return self._monthly(lambda part: product.shipping * part.orders)
            case "followers":
                audiences = self._sampled.audiences
                followers = [audiences[r.cell].followers[r.start : r.stop] for r in self._batch.rows]
                return np.rint(np.concatenate(followers)).astype(np.int64)
            case "boost_spend":
                return self._boosted(None if self._sampled.boosted is None else self._sampled.boosted.spend)
            case "boost_revenue":
                return self._boosted(self._sampled.boost_revenue)
            case _:
                raise ValueError(f"no simulated outcome called {name!r}")

    def order_lines(self) -> OrderLines:
        """Single orders of the batch, in creator, month, draw order."""
        owners: list[IntArray] = []
        values: list[IntArray] = []
        rates: list[Array] = []
        _, months, draws = self._shape
        row = 0
        for rows in self._batch.rows:
            audience, response = self._sampled.audiences[rows.cell], self._sampled.responses[rows.cell]
            if response.order_values is None:
                raise ValueError("single orders were not sampled")
            orders = response.orders[rows.start : rows.stop]
            before = int(response.orders[: rows.start].sum())
            creator, active, draw = np.indices(orders.shape)
            flat = ((row + creator) * months + audience.active[active]) * draws + draw
            repeats = orders.ravel()
            owners.append(np.repeat(flat.ravel(), repeats))
            rates.append(np.repeat(self._refund_rate[draw.ravel()], repeats))
            values.append(response.order_values[before : before + int(repeats.sum())])
            row += rows.stop - rows.start
        listed = np.concatenate(values)
        goods = listed.astype(np.float64)
        product = self._product
        return OrderLines(
            owner=np.concatenate(owners),
            gross_sales=listed + product.shipping,
            discounts=_discounts(product, goods).astype(np.int64),
            refunds=_refunds(product, goods, np.concatenate(rates)).astype(np.int64),
            tax=_tax(product, goods).astype(np.int64),
            shipping=np.full(listed.shape, product.shipping, dtype=np.int64),
        )

    def _monthly(self, field: Callable[[_Part], NDArray[np.generic]]) -> IntArray:
        out = np.zeros(self._shape, dtype=np.int64)
        row = 0
        for part in self._parts:
            count = part.orders.shape[0]
            out[row : row + count, part.months] = field(part)
            row += count
        return out

    def _boosted(self, values: Array | None) -> IntArray:
        if values is None:
            return np.zeros((self._shape[0], 1), dtype=np.int64)
        offsets = self._offsets
        parts = [values[offsets[r.cell] + r.start : offsets[r.cell] + r.stop] for r in self._batch.rows]
        return np.rint(np.concatenate(parts)).astype(np.int64)


def _discounts(product: Product, listed: Array) -> Array:
    return np.rint(listed * product.discount)


def _tax(product: Product, listed: Array) -> Array:
    paid = listed - _discounts(product, listed)
    return np.rint(paid * (product.tax_rate / (1.0 + product.tax_rate)))


def _refunds(product: Product, listed: Array, refund_rate: Array) -> Array:
    paid = listed - _discounts(product, listed)
    return np.rint(paid * (refund_rate / (1.0 + product.tax_rate)))
