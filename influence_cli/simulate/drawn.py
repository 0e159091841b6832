"""Outcomes of one cell booked alone, drawn once, on which any contract can be paid."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from influence_cli.contract.engine import needs, needs_order_lines, owed
from influence_cli.contract.outcomes import IntArray, Month, Outcomes
from influence_cli.funnel.value import contribution, kept_sales
from influence_cli.model.campaign import Campaign, Quantity
from influence_cli.model.contract import Contract
from influence_cli.model.plan import Booking
from influence_cli.simulate.audience import sample_audience
from influence_cli.simulate.calendar import months, post_months
from influence_cli.simulate.layout import layout
from influence_cli.simulate.payouts import BatchOutcome, dated
from influence_cli.simulate.response import sample_response
from influence_cli.simulate.streams import Chunk, Streams, chunks
from influence_cli.simulate.unknowns import Unknowns

Array = NDArray[np.float64]

SALES_FIELDS = ("orders", "leads", "gross_sales", "discounts", "refunds", "tax", "shipping")
"""Outcomes that rise with the number of orders."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the creators of a cell achieved in every draw.

    Attributes:
        contribution: Contribution of first orders of all creators together, minor units, [draw].
        parts: Outcomes of each creator, chunk by chunk of draws.
        campaign: The campaign they belong to.
    """

    contribution: Array
    parts: tuple[Outcomes, ...]
    campaign: Campaign

    def paid(self, contract: Contract, sales: float = 1.0) -> IntArray:
        """What each creator earns under a contract on these outcomes, minor units, [creator, draw].

        Args:
            contract: Any contract that reads no more than those the outcomes were drawn for.
            sales: Factor on orders and everything counted from them.
        """
        parts = (_scaled(_dated(part, contract, self.campaign), sales) for part in self.parts)
        return np.concatenate([owed(contract, part).earned.sum(axis=1) for part in parts], axis=1)


def draw(campaign: Campaign, booking: Booking, contracts: Sequence[Contract], *, draws: int, seed: int) -> Drawn:
    """Simulate one cell alone: no boost, no halo of other phases, no audience shared with other creators.

    The numbers are those of :func:`influence_cli.simulate.engine.simulate` with this booking only and overlap off.

    Args:
        campaign: The campaign.
        booking: The cell and how many creators; what its contract reads decides what is sampled.
        contracts: Contracts that will be paid on the outcomes.
        draws: Number of draws, at least 1.
        seed: Seed.
    """
    fields = frozenset[str]().union(*(needs(contract) for contract in contracts))
    single = any(needs_order_lines(contract) for contract in contracts)
    spans = months(campaign)
    found = [_chunk(campaign, booking, fields, spans, chunk, single=single) for chunk in chunks(draws, seed)]
    return Drawn(np.concatenate([earned for earned, _ in found]), tuple(part for _, part in found), campaign)


def _chunk(
    campaign: Campaign,
    booking: Booking,
    fields: frozenset[str],
    spans: tuple[Month, ...],
    chunk: Chunk,
    *,
    single: bool,
) -> tuple[Array, Outcomes]:
    arranged = layout([booking])
    cells, (batch,) = arranged.cells, arranged.batches
    streams = Streams(chunk)
    switches = campaign.settings.switches
    unknowns = Unknowns(campaign, cells, chunk, sampled=switches.unknown_rates, pins={})
    delivered = np.bincount(post_months(spans, booking.cell), minlength=len(spans)).astype(np.int64)
    audience = sample_audience(batch, cells, [delivered], unknowns, switches, streams)
    unmoved = np.ones((1, chunk.draws))
    response = sample_response(campaign, batch, cells, audience, unknowns, unmoved, unmoved, streams)
    refund_rate = unknowns.campaign(Quantity.REFUND_RATE)
    product = campaign.product
    kept = kept_sales(response.list_sales.sum(axis=(0, 1)), refund_rate, product.tax_rate)
    outcome = BatchOutcome(audience, response, refund_rate, None, None)
    return contribution(kept, unknowns.campaign(Quantity.GROSS_MARGIN), product.discount), Outcomes(
        months=spans,
        draws=chunk.draws,
        deliverables=np.repeat(delivered[None], booking.creators, axis=0),
        order_lines=outcome.order_lines(product) if single else None,
        ended=None,
        closing=None,
        **{name: outcome.field(name, product) for name in fields},
    )


def _dated(outcomes: Outcomes, contract: Contract, campaign: Campaign) -> Outcomes:
    if outcomes.order_lines is None:
        return outcomes
    return replace(
        outcomes, order_lines=dated(outcomes.order_lines, contract, campaign, outcomes.months, outcomes.draws)
    )


def _scaled(outcomes: Outcomes, sales: float) -> Outcomes:
    if sales == 1.0:
        return outcomes
    fields = {name: values for name in SALES_FIELDS if (values := getattr(outcomes, name)) is not None}
    return replace(outcomes, **{name: np.rint(values * sales).astype(np.int64) for name, values in fields.items()})
