"""What each channel may spend, once whole units and locks are read."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from influence_cli.model.curves import Channel

_HAIR = 1e-9
"""Relative rounding forgiven where a limit is meant to be a whole number of units, as 0.7 / 0.1 is."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The least and the most one channel may spend; for a unit channel in whole units too.

    Attributes:
        least: Money.
        most: Money, at most the budget unless the channel must spend more; below ``least`` where nothing fits.
        least_units: Whole units, 0 where any amount can be spent.
        most_units: Likewise.
    """

    least: float
    most: float
    least_units: int = 0
    most_units: int = 0


def limits_of(channel: Channel, budget: float) -> Limits:
    """The limits of a channel by itself."""
    low = channel.min_spend if channel.locked is None else channel.locked
    high = channel.max_spend if channel.locked is None else channel.locked
    cost = channel.unit_cost
    if cost is None:
        return Limits(low, max(low, budget) if high is None else high)
    fewest = units_up(low, cost)
    most = max(fewest, units_down(budget, cost)) if high is None else units_down(high, cost)
    if channel.max_units is not None:
        most = min(most, channel.max_units)
    return Limits(fewest * cost, most * cost, fewest, most)


def all_limits(channels: Sequence[Channel], budget: float) -> tuple[Limits, ...]:
    """The limits of each channel."""
    return tuple(limits_of(channel, budget) for channel in channels)


def units_up(money: float, cost: float) -> int:
    """The fewest whole units that cost at least the money."""
    units = money / cost
    return math.ceil(units - _HAIR * max(1.0, units))


def units_down(money: float, cost: float) -> int:
    """The most whole units the money pays."""
    units = money / cost
    return math.floor(units + _HAIR * max(1.0, units))
