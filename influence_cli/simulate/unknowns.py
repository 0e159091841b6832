"""What nobody knows about a tier or a platform: one value per draw, shared by all creators it concerns."""

import math
from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from influence_cli.funnel.uncertainty import curve, share_curve
from influence_cli.model.campaign import Campaign, Cell, Quantity
from influence_cli.model.estimate import Estimate
from influence_cli.simulate.streams import Chunk, Purpose

Array = NDArray[np.float64]
Pins = Mapping[Quantity, float]
"""Normal scores at which a quantity is held everywhere: -Z90 is its low value, +Z90 its high one."""

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
        chunk: Which draws.
        sampled: False holds every quantity that is not pinned at its typical value.
        pins: Quantities held at a score.
    """

    def __init__(self, campaign: Campaign, chunk: Chunk, *, sampled: bool, pins: Pins) -> None:
        self._campaign = campaign
        self._chunk = chunk
        self._sampled = sampled
        self._pins = pins
        self._own: dict[str, Array] = {}
        self._values: dict[tuple[str, Quantity], Array] = {}

    def cell(self, cell: Cell, quantity: Quantity) -> Array:
        """Values of a cell's quantity, shape [draw]."""
        owner = f"{cell.tier}/{cell.platform}"
        found = self._values.get((owner, quantity))
        if found is None:
            found = _values(quantity, cell.rates[quantity], self._cell_scores(owner, quantity))
            self._values[owner, quantity] = found
        return found

    def platform(self, cell: Cell, quantity: Quantity) -> Array:
        """Values of a quantity of the cell's platform, shape [draw]."""
        owner = str(cell.platform)
        scores = self._own_scores(owner, quantity, _PER_PLATFORM)
        return _values(quantity, cell.rates[quantity], scores)

    def campaign(self, quantity: Quantity) -> Array:
        """Values of a quantity of the whole campaign, shape [draw]."""
        scores = self._own_scores("campaign", quantity, _PER_CAMPAIGN)
        return _values(quantity, self._campaign.quantities[quantity], scores)

    def fixed(self, estimate: Estimate, quantity: Quantity) -> float:
        """The typical value of a quantity that is not sampled (a spread), or where it is pinned."""
        return fixed_value(estimate, quantity, self._pins)

    def _cell_scores(self, owner: str, quantity: Quantity) -> Array:
        pinned = self._pinned(quantity)
        if pinned is not None:
            return pinned
        rho = min(max(self._campaign.quantities[Quantity.CELL_CORRELATION].typical, 0.0), 1.0)
        own = self._scores(owner, len(_PER_CELL))[_PER_CELL.index(quantity)]
        scores: Array = math.sqrt(rho) * self._common[_FACTOR[quantity]] + math.sqrt(1.0 - rho) * own
        return scores

    def _own_scores(self, owner: str, quantity: Quantity, order: tuple[Quantity, ...]) -> Array:
        pinned = self._pinned(quantity)
        return self._scores(owner, len(order))[order.index(quantity)] if pinned is None else pinned

    def _pinned(self, quantity: Quantity) -> Array | None:
        if quantity in self._pins:
            return np.full(self._chunk.draws, self._pins[quantity])
        return None if self._sampled else np.zeros(self._chunk.draws)

    def _scores(self, owner: str, rows: int) -> Array:
        if owner not in self._own:
            generator = self._chunk.stream(Purpose.UNKNOWN, owner)
            self._own[owner] = generator.standard_normal((rows, self._chunk.draws))
        return self._own[owner]

    @cached_property
    def _common(self) -> Array:
        generator = self._chunk.stream(Purpose.COMMON, "campaign")
        return generator.standard_normal((len(_COMMON_FACTORS), self._chunk.draws))


def fixed_value(estimate: Estimate, quantity: Quantity, pins: Pins) -> float:
    """The typical value of a quantity, or its value at the score where it is pinned."""
    return float(curve(estimate, np.array(pins.get(quantity, 0.0))))


def _values(quantity: Quantity, estimate: Estimate, scores: Array) -> Array:
    return share_curve(estimate, scores) if quantity in _SHARES else curve(estimate, scores)
