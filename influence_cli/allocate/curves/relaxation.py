"""What a box of limits can return at most, when each curve is replaced by its concave envelope on the box."""

from dataclasses import dataclass

import numpy as np

from influence_cli.allocate.curves.families import Floats


@dataclass(frozen=True, slots=True)
class Box:
    """Least and largest spends of the K channels, a part of all that is allowed."""

    low: Floats
    high: Floats

    @property
    def empty(self) -> bool:
        """Whether a channel's least is above its most."""
        return bool(np.any(self.low > self.high))

    def below(self, channels: list[int], spend: float) -> "Box":
        """The part where each of some channels spends at most this."""
        high = self.high.copy()
        high[channels] = np.minimum(high[channels], spend)
        return Box(self.low, high)

    def above(self, channels: list[int], spend: float) -> "Box":
        """The part where each of some channels spends at least this."""
        low = self.low.copy()
        low[channels] = np.maximum(low[channels], spend)
        return Box(low, self.high)


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The best of the envelopes on a box.

    Attributes:
        bound: No allocation in the box returns more: a dual value, true at whatever price it was taken.
        price: K prices it was taken at.
        spend: K spends that (nearly) attain it and keep the limits on sums; unit channels may be between two units.
        envelope: K responses of the envelopes there.
        left: K spends: on the envelope each channel is a mixture of two points, this is the lower.
        right: K spends, the upper.
        candidate: K spends of an allocation met on the way, or None.
    """

    bound: float
    price: Floats
    spend: Floats
    envelope: Floats
    left: Floats
    right: Floats
    candidate: Floats | None = None


def fixed(box: Box, value: Floats, price: float, bound: float) -> Relaxed:
    """The relaxation of a box that leaves no choice."""
    return Relaxed(bound, np.full_like(box.low, price), box.low, value, box.low, box.low)
