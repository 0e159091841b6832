"""What nobody knows about a tier or a platform: one value per draw, shared by all creators it concerns."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from influence_cli.funnel.uncertainty import curves
from influence_cli.model.campaign import Campaign, Cell, Platform, Quantity
from influence_cli.model.estimate import Estimate
from influence_cli.simulate.streams import Chunk, Purpose

Array = NDArray[np.float64]
Pins = Mapping[Quantity, float | Array]
"""Normal scores at which a quantity is held everywhere: -Z90 is its low value, +Z90 its high one. An array, [draw],
holds it in some draws only and is NaN in the others."""

_PER_CELL = (
    Quantity.VIEW_RATE,
    Quantity.ENGAGEMENT_RATE_BY_FOLLOWERS,
    Quantity.CLICK_RATE,
    Quantity.CONVERSION_RATE,
    Quantity.FAKE_FOLLOWER_SHARE,
    Quantity.REPEAT_PURCHASE_RATE,
)
_PER_PLATFORM = (Quantity.AUDIENCE_SIZE, Quantity.BOOST_CPM, Quantity.BOOST_CLICK_RATE)
_PER_CAMPAIGN = (
    Quantity.CODE_ORDER_RATIO,
    Quantity.REFUND_RATE,
    Quantity.CLOSE_RATE,
    Quantity.REPEAT_EXPOSURE_VALUE,
    Quantity.HALO_LIFT,
    Quantity.VIRAL_COEFFICIENT,
    Quantity.AVERAGE_ORDER_VALUE,
    Quantity.GROSS_MARGIN,
)
_SHARES = frozenset(
    {
        Quantity.ENGAGEMENT_RATE_BY_FOLLOWERS,
        Quantity.CLICK_RATE,
        Quantity.CONVERSION_RATE,
        Quantity.FAKE_FOLLOWER_SHARE,
        Quantity.REPEAT_PURCHASE_RATE,
        Quantity.BOOST_CLICK_RATE,
        Quantity.REFUND_RATE,
        Quantity.CLOSE_RATE,
        Quantity.REPEAT_EXPOSURE_VALUE,
        Quantity.GROSS_MARGIN,
    }
)
_COMMON_FACTORS = ("market fit", "views", "engagement", "audience quality", "loyalty")
_FACTOR = {
    Quantity.CLICK_RATE: 0,
    Quantity.CONVERSION_RATE: 0,
    Quantity.VIEW_RATE: 1,
    Quantity.ENGAGEMENT_RATE_BY_FOLLOWERS: 2,
    Quantity.FAKE_FOLLOWER_SHARE: 3,
    Quantity.REPEAT_PURCHASE_RATE: 4,
}
"""Which common factor correlates a quantity between cells: how well the product fits the market moves clicks and
conversion of every cell together; a benchmark set that errs on views errs alike for neighbouring tiers."""


class Unknowns:
    """Values of the uncertain quantities in one chunk of draws.

    Each cell's score is sqrt(rho) x common factor + sqrt(1 - rho) x its own, rho the cell correlation (typical
    value), so cells are correlated by rho and the marginal stays standard normal. Cells of the same tier and
    platform share their unknowns.

    Args:
        campaign: The campaign.
        cells: The cells in question.
        chunk: Which draws.
        sampled: False holds every quantity that is not pinned at its typical value.
        pins: Quantities held at a score.
    """

    def __init__(self, campaign: Campaign, cells: Sequence[Cell], chunk: Chunk, *, sampled: bool, pins: Pins) -> None:
        self._campaign = campaign
        self._cells = cells
        self._pins = pins
        owners = [f"{cell.tier}/{cell.platform}" for cell in cells]
        own = {owner: _scores(chunk, owner, _PER_CELL, sampled=sampled) for owner in dict.fromkeys(owners)}
        rho = min(max(campaign.quantities[Quantity.CELL_CORRELATION].typical, 0.0), 1.0)
        common = _common(chunk, sampled=sampled) * math.sqrt(rho)
        factors = common[[_FACTOR[quantity] for quantity in _PER_CELL]]
        self._by_cell = np.array([factors + math.sqrt(1.0 - rho) * own[owner] for owner in owners])
        self.platforms = tuple(dict.fromkeys(cell.platform for cell in cells))
        self._by_platform = [_scores(chunk, p, _PER_PLATFORM, sampled=sampled) for p in self.platforms]
        self._of_campaign = _scores(chunk, "campaign", _PER_CAMPAIGN, sampled=sampled)
        self._values: dict[Quantity, Array] = {}

    def cells(self, quantity: Quantity) -> Array:
        """Values of a quantity per cell, [cell, draw]."""
        found = self._values.get(quantity)
        if found is None:
            scores = self._pinned(quantity, self._by_cell[:, _PER_CELL.index(quantity)])
            found = _values(quantity, [cell.rates[quantity] for cell in self._cells], scores)
            self._values[quantity] = found
        return found

    def platform(self, platform: Platform, quantity: Quantity) -> Array:
        """Values of a quantity of a platform, [draw]."""
        scores = self._by_platform[self.platforms.index(platform)][_PER_PLATFORM.index(quantity)]
        cell = next(cell for cell in self._cells if cell.platform is platform)
        values: Array = _values(quantity, [cell.rates[quantity]], self._pinned(quantity, scores[None]))[0]
        return values

    def campaign(self, quantity: Quantity) -> Array:
        """Values of a quantity of the whole campaign, [draw]."""
        found = self._values.get(quantity)
        if found is None:
            scores = self._pinned(quantity, self._of_campaign[_PER_CAMPAIGN.index(quantity)][None])
            found = _values(quantity, [self._campaign.quantities[quantity]], scores)
            self._values[quantity] = found
        values: Array = found[0]
        return values

    def fixed(self, quantity: Quantity, estimates: Sequence[Estimate]) -> Array:
        """The typical values of a quantity that is not sampled (a spread), or its values where it is pinned.

        Returns:
            [estimate, draw], or [estimate, 1] where it is the same in every draw.
        """
        if quantity not in self._pins:
            return np.array([[estimate.typical] for estimate in estimates], dtype=np.float64)
        scores = np.nan_to_num(np.atleast_1d(self._pins[quantity]))
        return curves(estimates, np.broadcast_to(scores, (len(estimates), len(scores))))

    def _pinned(self, quantity: Quantity, scores: Array) -> Array:
        if quantity not in self._pins:
            return scores
        pin = self._pins[quantity]
        return np.where(np.isnan(pin), scores, pin)


def _values(quantity: Quantity, estimates: Sequence[Estimate], scores: Array) -> Array:
    values = curves(estimates, scores)
    return np.minimum(values, 1.0, out=values) if quantity in _SHARES else values


def _scores(chunk: Chunk, owner: str, order: Sequence[Quantity], *, sampled: bool) -> Array:
    shape = (len(order), chunk.fresh)
    return chunk.blocks(chunk.stream(Purpose.UNKNOWN, owner).standard_normal(shape) if sampled else np.zeros(shape))


def _common(chunk: Chunk, *, sampled: bool) -> Array:
    shape = (len(_COMMON_FACTORS), chunk.fresh)
    return chunk.blocks(chunk.stream(Purpose.COMMON, "campaign").standard_normal(shape) if sampled else np.zeros(shape))
