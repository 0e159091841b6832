"""Paid boost: money behind the posts of the creators whose own posts were clicked most."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from influence_cli.funnel.value import kept_sales, revenue
from influence_cli.model.campaign import Campaign, Goal, Quantity
from influence_cli.simulate.audience import Audience
from influence_cli.simulate.layout import Layout
from influence_cli.simulate.response import Response
from influence_cli.simulate.streams import Purpose, Streams
from influence_cli.simulate.unknowns import Unknowns

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PlanBoost:
    """What boosted posts bring, each [creator, draw], creators in the order of the batches; money in minor units."""

    spend: Array
    views: Array
    clicks: Array
    orders: Array
    revenue: Array


def sample_boost(
    campaign: Campaign,
    layout: Layout,
    unknowns: Unknowns,
    audiences: Sequence[Audience],
    responses: Sequence[Response],
    halo: Array,
    streams: Streams,
) -> PlanBoost:
    """Spend the boost evenly on the creators with the highest measured click rate of each draw.

    views = 1000 x spend / CPM, clicks = views x click rate x appeal, orders ~ Poisson(clicks x conversion rate x
    match x halo). Paid orders come through the tracked click only (no code orders are added) and earn no
    commission: assumptions.

    Args:
        campaign: The campaign, with an amplification budget.
        layout: Who stands where.
        unknowns: Shared values.
        audiences: By batch.
        responses: By batch.
        halo: Factor on conversion, [cell, draw].
        streams: Random streams of the chunk.
    """
    amplification = campaign.amplification
    budget, top_share = (amplification.budget, amplification.top_share) if amplification else (0, 1.0)
    clicks = np.concatenate([response.clicks.sum(axis=1) for response in responses]).astype(np.float64)
    views = np.concatenate([audience.views.sum(axis=1) for audience in audiences]).astype(np.float64)
    chosen = best_creators(clicks, views, top_share)
    spend = chosen * (budget / chosen.sum(axis=0))
    conversion = unknowns.cells(Quantity.CONVERSION_RATE) * halo * campaign.audience_match
    if campaign.goal is Goal.LEADS:
        conversion = conversion * unknowns.campaign(Quantity.CLOSE_RATE)
    paid = np.empty_like(spend)
    clicked, ordered = np.empty_like(spend), np.empty_like(spend)
    row = 0
    for batch, audience in zip(layout.batches, audiences, strict=True):
        for segment, rows in zip(batch.segments, batch.slices, strict=True):
            cell, place = layout.cells[segment.cell], slice(row + rows.start, row + rows.stop)
            log_sd = unknowns.fixed(Quantity.CLICK_LOG_SD, [cell.rates[Quantity.CLICK_LOG_SD]])
            appeal = paid_appeal(audience.click_factor[rows], log_sd)
            paid[place] = 1000.0 * spend[place] / unknowns.platform(cell.platform, Quantity.BOOST_CPM)
            rate = unknowns.platform(cell.platform, Quantity.BOOST_CLICK_RATE) * appeal
            clicked[place] = paid[place] * np.minimum(rate, 1.0)
            expected = clicked[place] * conversion[segment.cell]
            if campaign.settings.switches.counting_noise:
                ordered[place] = streams.of(Purpose.BOOST, cell.key).poisson(expected)
            else:
                ordered[place] = expected
        row += batch.creators
    sales = ordered * unknowns.campaign(Quantity.AVERAGE_ORDER_VALUE)
    kept = kept_sales(sales, unknowns.campaign(Quantity.REFUND_RATE), campaign.product.tax_rate)
    return PlanBoost(spend, paid, clicked, ordered, revenue(kept, campaign.product.discount))


def best_creators(clicks: Array, views: Array, share: float) -> NDArray[np.bool_]:
    """Which creators are boosted in each draw: the share with the highest measured click rate, at least one.

    Choosing on measured clicks includes luck, so the chosen are on average less good than they looked.

    Args:
        clicks: Measured clicks, [creator, draw].
        views: Views, [creator, draw].
        share: Share of creators to choose.
    """
    creators = clicks.shape[0]
    count = max(1, round(share * creators))
    measured = clicks / np.maximum(views, 1.0)
    if count >= creators:
        return np.ones(clicks.shape, dtype=bool)
    chosen = np.argpartition(-measured, count - 1, axis=0)[:count]
    mask = np.zeros(clicks.shape, dtype=bool)
    np.put_along_axis(mask, chosen, True, axis=0)
    return mask


def paid_appeal(click_factor: NDArray[np.floating], log_sd: ArrayLike) -> Array:
    """How a creator's posts fare as ads: half of the log difference in organic clicks carries over, mean 1.

    Paid views go to strangers chosen by the platform, so what followers like about a creator counts only in part.
    Assumption, set so that choosing the best fifth of posts lowers the cost per order by about a third, as
    published for Spark ads (28 to 50%, benly.ai).

    Args:
        click_factor: How the creator's organic click rate differs, log-normal with mean 1.
        log_sd: Its log-sd, broadcastable to it.
    """
    appeal: Array = np.sqrt(np.asarray(click_factor, dtype=np.float64)) * np.exp(np.asarray(log_sd) ** 2 / 8)
    return appeal
