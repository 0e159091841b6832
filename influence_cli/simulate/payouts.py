"""Ask the contract engine what a batch of creators is owed for what was simulated."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from influence_cli.contract.engine import needs, owed
from influence_cli.contract.needs import needs_order_ages, needs_order_days
from influence_cli.contract.outcomes import Month, OrderLines, Outcomes, Owed
from influence_cli.funnel.uncertainty import curve
from influence_cli.model.campaign import Campaign, Cell, Product, Quantity
from influence_cli.model.contract import Contract, Since
from influence_cli.simulate.audience import Audience
from influence_cli.simulate.calendar import middle_days
from influence_cli.simulate.layout import Batch
from influence_cli.simulate.response import Response
from influence_cli.simulate.unknowns import Pins

IntArray = NDArray[np.int64]
Array = NDArray[np.float64]


_NOTHING = np.zeros((1, 1, 1), dtype=np.int64)
_NOTHING.flags.writeable = False


def agreed_fee(cell: Cell, pins: Pins) -> int:
    """The flat fee of a cell's contract; its market part moves with a market fee pinned in all draws alike.

    Returns:
        Minor units per deliverable or creator, 0 without a fee.
    """
    fee = cell.contract.fee
    if fee is None:
        return 0
    if Quantity.FEE_PER_DELIVERABLE not in pins or cell.market_fee_share == 0:
        return fee.amount
    market = cell.rates[Quantity.FEE_PER_DELIVERABLE]
    score = np.asarray(pins[Quantity.FEE_PER_DELIVERABLE])
    return round(fee.amount * float(curve(market, score)) / market.typical)


def dated(
    lines: OrderLines, contract: Contract, campaign: Campaign, months: tuple[Month, ...], draws: int
) -> OrderLines:
    """Order lines with the day and the age of each order, where the contract looks at them.

    A simulation knows the month of an order and no more. Every order is therefore taken to be placed on the
    middle one of the campaign's days in its month; to be its customer's first one, as all simulated orders are,
    where a commission counts from the first order (age 0); and to be as many months old as its month comes
    after the campaign's first one where it counts from the start.

    Args:
        lines: The orders.
        contract: What they are paid under.
        campaign: The campaign.
        months: Its months.
        draws: Number of draws that the orders' owners are counted in.
    """
    terms = contract.commission
    by_day = needs_order_days(contract)
    by_age = needs_order_ages(contract) and terms is not None and terms.since is Since.START
    if not by_day and not by_age:
        return lines
    month = lines.owner // draws % len(months)
    return replace(
        lines,
        day=middle_days(campaign, months)[month] if by_day else None,
        age=month if by_age else None,
    )


def batch_owed(
    campaign: Campaign,
    months: tuple[Month, ...],
    batch: Batch,
    delivered: Sequence[IntArray],
    fees: Sequence[int],
    outcome: "BatchOutcome",
) -> Owed:
    """What the creators of a batch are owed, [creator, month, draw], rows in the batch's order.

    Args:
        campaign: The campaign.
        months: Its months.
        batch: Whom to pay.
        delivered: Deliverables per creator by cell of the layout, [month] each.
        fees: Agreed flat fee by cell of the layout, minor units.
        outcome: What they achieved.
    """
    product = campaign.product
    creators = [segment.creators for segment in batch.segments]
    lines = None
    if batch.single_orders:
        lines = dated(outcome.order_lines(product), batch.contract, campaign, months, outcome.draws)
    values = {name: outcome.field(name, product) for name in needs(batch.contract)}
    return owed(
        batch.contract,
        Outcomes(
            months=months,
            draws=outcome.draws,
            deliverables=np.repeat([delivered[i] for i in batch.cells], creators, axis=0),
            agreed_fee=np.repeat(np.array([fees[i] for i in batch.cells], dtype=np.int64), creators),
            order_lines=lines,
            ended=None,
            closing=None,
            **values,
        ),
    )


class BatchOutcome:
    """What a batch achieved, as the contract engine wants it: whole numbers, each field built when asked for.

    Args:
        audience: Its audience.
        response: What the audience did.
        refund_rate: Share of sales refunded, [draw].
        boost_spend: Boost spend per creator, minor units, [creator, draw], or None without a boost.
        boost_revenue: What boosted posts sold, likewise.
    """

    def __init__(
        self,
        audience: Audience,
        response: Response,
        refund_rate: Array,
        boost_spend: Array | None,
        boost_revenue: Array | None,
    ) -> None:
        self._audience = audience
        self._response = response
        self._refund_rate = refund_rate
        self._boost_spend = boost_spend
        self._boost_revenue = boost_revenue
        self.draws = response.orders.shape[2]

    def field(self, name: str, product: Product) -> IntArray:
        """One field of Outcomes."""
        audience, response = self._audience, self._response
        match name:
            case "views":
                return _whole(audience.views)
            case "engagements":
                return _whole(audience.views * audience.engagement_per_view[:, None, :])
            case "clicks":
                return response.clicks
            case "orders":
                return response.orders
            case "leads":
                return response.orders if response.leads is None else response.leads
            case "gross_sales":
                listed = _whole(response.list_sales)
                return listed + product.shipping * response.orders if product.shipping else listed
            case "discounts":
                return _whole(response.list_sales * product.discount) if product.discount else _NOTHING
            case "refunds":
                return _whole(_refunds(product, response.list_sales, self._refund_rate))
            case "tax":
                return _whole(_tax(product, response.list_sales)) if product.tax_rate else _NOTHING
            case "shipping":
                return product.shipping * response.orders if product.shipping else _NOTHING
            case "followers":
                return _whole(audience.followers)
            case "boost_spend":
                return self._boosted(self._boost_spend)
            case "boost_revenue":
                return self._boosted(self._boost_revenue)
            case _:
                raise ValueError(f"no simulated outcome called {name!r}")

    def order_lines(self, product: Product) -> OrderLines:
        """Single orders, in creator, month, draw order, without day and age (see :func:`dated`)."""
        listed = self._response.order_values
        if listed is None:
            raise ValueError("single orders were not sampled")
        orders = self._response.orders
        owner = np.repeat(np.arange(orders.size), orders.ravel())
        goods = listed.astype(np.float64)
        return OrderLines(
            owner=owner,
            gross_sales=listed + product.shipping,
            discounts=_whole(goods * product.discount),
            refunds=_whole(_refunds(product, goods, self._refund_rate[owner % self.draws])),
            tax=_whole(_tax(product, goods)),
            shipping=np.full(listed.shape, product.shipping, dtype=np.int64),
        )

    def _boosted(self, values: Array | None) -> IntArray:
        return _NOTHING[0] if values is None else _whole(values)


def _whole(values: NDArray[np.floating]) -> IntArray:
    whole: IntArray = np.rint(values).astype(np.int64)
    return whole


def _paid(product: Product, listed: Array) -> Array:
    return listed - np.rint(listed * product.discount)


def _tax(product: Product, listed: Array) -> Array:
    return _paid(product, listed) * (product.tax_rate / (1.0 + product.tax_rate))


def _refunds(product: Product, listed: Array, refund_rate: Array) -> Array:
    return _paid(product, listed) * (refund_rate / (1.0 + product.tax_rate))
