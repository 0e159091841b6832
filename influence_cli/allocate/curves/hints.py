"""Help for the search where unit channels are in groups: whole units to try, and numbers of units to leave out."""

from dataclasses import dataclass

import numpy as np

from influence_cli.allocate.curves.conjugate import best
from influence_cli.allocate.curves.families import Floats, Index
from influence_cli.allocate.curves.master import Master
from influence_cli.allocate.curves.relaxation import Box, Relaxed
from influence_cli.allocate.curves.scaled import Scaled

_AROUND = 3
_MOST_CELLS = 2_000_000


def suggest(scaled: Scaled, box: Box, at: Relaxed) -> Floats | None:
    """Spends with whole units near a relaxation, or None where a short search finds none."""
    master = Master(scaled, box)
    cost = np.where(scaled.unit > 0, scaled.unit, 1.0)
    for spend in (box.low, box.high, at.left, at.right, best(scaled, at.price, box.low, box.high).spend):
        master.add(np.arange(len(spend)), spend, scaled.values(spend))
    smooth = np.flatnonzero(scaled.unit == 0)
    master.add(smooth, at.spend[smooth], scaled.values(at.spend)[smooth])
    for base in (at.left, at.spend, at.right):
        for step in range(-_AROUND, _AROUND + 1):
            spend = np.where(scaled.unit > 0, (np.floor(base / cost + 1e-9) + step) * cost, base)
            fits = (scaled.unit > 0) & (spend >= box.low) & (spend <= box.high)
            spend = np.clip(spend, box.low, box.high)
            master.add(np.flatnonzero(fits), spend[fits], scaled.values(spend)[fits])
    return master.whole(scaled)


@dataclass(frozen=True, slots=True)
class Trimmer:
    """All numbers of units of the unit channels, one row per channel; rows end in copies of their last."""

    channel: Index
    spend: Floats
    value: Floats

    def trim(self, box: Box, at: Relaxed, least: float) -> Box:
        """The box without the outermost numbers of units whose loss at the price leaves less than ``least``.

        At any price, a channel that takes less than its best lowers the bound by what it misses.
        """
        i = self.channel
        inside = (self.spend >= box.low[i][:, None]) & (self.spend <= box.high[i][:, None])
        gain = np.where(inside, self.value - at.price[i][:, None] * self.spend, -np.inf)
        kept = gain >= gain.max(axis=1, keepdims=True) - max(at.bound - least, 0.0) - 1e-12
        low, high = box.low.copy(), box.high.copy()
        row = np.arange(len(i))
        low[i] = self.spend[row, np.argmax(kept, axis=1)]
        high[i] = self.spend[row, self.spend.shape[1] - 1 - np.argmax(kept[:, ::-1], axis=1)]
        return Box(low, high)


def trimmer(scaled: Scaled, box: Box) -> Trimmer | None:
    """The numbers of units of a box, or None where there are too many or none."""
    channels = np.flatnonzero(scaled.unit > 0)
    if not len(channels):
        return None
    first = np.rint(box.low[channels] / scaled.unit[channels])
    last = np.rint(box.high[channels] / scaled.unit[channels])
    width = int(np.max(last - first)) + 1
    if width * len(channels) > _MOST_CELLS:
        return None
    units = np.minimum(first[:, None] + np.arange(width), last[:, None])
    spend = units * scaled.unit[channels][:, None]
    value = np.array([scaled.channel_values(int(i), row) for i, row in zip(channels, spend, strict=True)])
    return Trimmer(channels, spend, value)
