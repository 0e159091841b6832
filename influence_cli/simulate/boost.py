"""Paid boost: money behind the posts of the creators whose own posts were clicked most."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BoostRates:
    """Rates for every creator of the plan, each [creator, draw] or broadcastable to it.

    Attributes:
        cpm: Minor units per 1,000 paid views.
        click_rate: Clicks per paid view of an average post.
        appeal: How the creator's posts fare as ads, mean 1 (:func:`paid_appeal`).
        conversion_rate: Orders per click.
    """

    cpm: Array
    click_rate: Array
    appeal: Array
    conversion_rate: Array


@dataclass(frozen=True, slots=True)
class Boosted:
    """Spend (minor units), views, expected clicks and expected orders of boosted posts, [creator, draw]."""

    spend: Array
    views: Array
    clicks: Array
    orders: Array


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


def paid_appeal(click_factor: NDArray[np.floating], log_sd: float) -> Array:
    """How a creator's posts fare as ads: half of the log difference in organic clicks carries over, mean 1.

    Paid views go to strangers chosen by the platform, so what followers like about a creator counts only in part.
    Assumption, set so that choosing the best fifth of posts lowers the cost per order by about a third, as
    published for Spark ads (28 to 50%, benly.ai).

    Args:
        click_factor: How the creator's organic click rate differs, log-normal with mean 1.
        log_sd: Its log-sd.
    """
    return np.sqrt(np.asarray(click_factor, dtype=np.float64)) * float(np.exp(log_sd**2 / 8))


def boost(budget: int, chosen: NDArray[np.bool_], rates: BoostRates) -> Boosted:
    """Spend the boost evenly on the chosen creators.

    views = 1000 x spend / CPM, clicks = views x click rate x appeal, orders = clicks x conversion rate. Paid
    orders come through the tracked click only (no code orders are added) and earn no commission: assumptions.

    Args:
        budget: Boost spend, minor units.
        chosen: Who is boosted, [creator, draw].
        rates: Rates.
    """
    spend = chosen * (budget / chosen.sum(axis=0))
    views = 1000.0 * spend / rates.cpm
    clicks = np.minimum(views * rates.click_rate * rates.appeal, views)
    return Boosted(spend, views, clicks, clicks * rates.conversion_rate)
