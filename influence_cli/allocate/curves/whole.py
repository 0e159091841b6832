"""Whole units under a budget: the relaxation of a box with its unit channels kept whole.

At the price found for the box each number of units of a channel falls short of that channel's best by a loss of at
least 0, and an allocation falls short of the dual bound by its losses in sum and more. So all allocations within
``reach`` of the bound can be listed channel by channel, keeping partial ones that are still within reach and that no
cheaper one outdoes (a multiple-choice knapsack by Pareto lists; costs may be any numbers). If the best listed is within
reach, nothing that was not listed is better; otherwise the reach grows. What is left over goes to the other channels.
"""

from dataclasses import dataclass, replace

import numpy as np

from influence_cli.allocate.curves.conjugate import best
from influence_cli.allocate.curves.families import Floats, Index
from influence_cli.allocate.curves.price import relax_by_price
from influence_cli.allocate.curves.relaxation import Box, Relaxed
from influence_cli.allocate.curves.scaled import Scaled
from influence_cli.allocate.curves.search import rounded

_HAIR = 1e-12
_FIRST_REACH = 1e-5
_GROWTH = 4.0
_MOST_CHOICES = 10_000
_MOST_PAIRS = 150_000
_MOST_TRIALS = 20
_FEWEST = 100
_PRICES = (0.0, 0.25, 0.5, 0.7, 0.85, 0.95, 1.0, 1.05, 1.15, 1.4, 2.0, 4.0)
"""Multiples of the box's price at which what is still to come is bounded: cheap partial allocations need low ones."""


@dataclass(frozen=True, slots=True)
class _Menu:
    """The numbers of units of one channel, as spends and responses."""

    channel: int
    spend: Floats
    value: Floats


@dataclass(frozen=True, slots=True)
class _Promise:
    """What the channels not yet listed return for the money left, at most: one straight line per price."""

    price: Floats
    worth: Floats

    def of(self, left: Floats) -> Floats:
        return np.asarray(np.min(self.worth[:, None] + self.price[:, None] * left[None, :], axis=0))


@dataclass(frozen=True, slots=True)
class _Stage:
    """Partial allocations after one channel more: where each came from and what the channel got."""

    cost: Floats
    value: Floats
    parent: Index
    choice: Index


def relax_whole(scaled: Scaled, box: Box, budget: float, precision: float, look_around: bool) -> Relaxed | None:
    """The best of the envelopes under a budget, unit channels whole.

    Args:
        scaled: The problem.
        box: The limits of each channel.
        budget: What may be spent, scaled.
        precision: Relative distance between bound and value to stop at.
        look_around: Whether to look for a good allocation even where the bound does not profit.

    Returns:
        The relaxation; the plain one where there are too many allocations to list; None where nothing fits.
    """
    plain = relax_by_price(scaled, box, budget, precision)
    if plain is None or rounded(scaled, plain.spend) is not None:
        return plain
    menus, most = _menus(scaled, box, plain)
    rest = _rest(scaled, box, menus, plain.price[0] * np.array(_PRICES))
    bound, reach = plain.bound, _FIRST_REACH * abs(plain.bound)
    while reach <= 4 * _GROWTH * abs(plain.bound):
        floor = plain.bound - reach
        stages = _listed(box, budget, menus, rest, floor, plain.price[0]) if reach < most else None
        if stages is None:
            likely = _listed(box, budget, menus, rest, floor, plain.price[0], thin=True) if look_around else None
            if likely is None or not len(likely[-1].cost):
                break
            inner = _completed(scaled, box, budget, precision, menus, rest, likely)
            return replace(plain, bound=bound, candidate=None if inner is None else inner.spend)
        inner = _completed(scaled, box, budget, precision, menus, rest, stages) if len(stages[-1].cost) else None
        if inner is not None and inner.bound >= floor:
            return replace(inner, bound=min(inner.bound, bound))
        bound, reach = floor, reach * _GROWTH
    return replace(plain, bound=bound)


def _menus(scaled: Scaled, box: Box, plain: Relaxed) -> tuple[tuple[_Menu, ...], float]:
    """A menu for each unit channel with a choice, the longest last, and the loss that any number left out has at least.

    Long menus keep what lies around the plain relaxation; the losses on both sides of that are found at its price.
    """
    channels = np.flatnonzero((scaled.unit > 0) & (box.high > box.low))
    unit = scaled.unit[channels]
    first, last = np.rint(box.low[channels] / unit), np.rint(box.high[channels] / unit)
    width = max(_FEWEST, _MOST_CHOICES // max(len(channels), 1))
    left = np.maximum(np.floor(plain.spend[channels] / unit) - width, first)
    right = np.minimum(left + 2 * width, last)
    menus = []
    for i in np.argsort(right - left, kind="stable"):
        channel = int(channels[i])
        spend = np.arange(int(left[i]), int(right[i]) + 1) * unit[i]
        menus.append(_Menu(channel, spend, scaled.channel_values(channel, spend)))
    top = _gains(scaled, plain.price, box)[channels]
    loss = np.inf
    for cut, inner, outer in ((left > first, left - 1, box.low), (right < last, right + 1, box.high)):
        if cut.any():
            side = np.where(cut, inner, np.rint(outer[channels] / unit)) * unit
            ends = np.array(box.low), np.array(box.high)
            ends[0][channels], ends[1][channels] = np.minimum(side, outer[channels]), np.maximum(side, outer[channels])
            loss = min(loss, float(np.min((top - _gains(scaled, plain.price, Box(*ends))[channels])[cut])))
    return tuple(menus), loss


def _gains(scaled: Scaled, price: Floats, box: Box) -> Floats:
    found = best(scaled, price, box.low, box.high)
    return np.asarray(found.value - price * found.spend)


def _rest(scaled: Scaled, box: Box, menus: tuple[_Menu, ...], prices: Floats) -> _Promise:
    """What the channels without a menu return."""
    kept = np.ones(len(box.low), dtype=bool)
    kept[[menu.channel for menu in menus]] = False
    worth = []
    for price in prices:
        found = best(scaled, np.full_like(box.low, price), box.low, box.high)
        worth.append(float(np.sum((found.value - price * found.spend)[kept])) + found.slack)
    return _Promise(prices, np.array(worth))


def _listed(
    box: Box, budget: float, menus: tuple[_Menu, ...], rest: _Promise, floor: float, price: float, thin: bool = False
) -> tuple[_Stage, ...] | None:
    """All allocations of the menus that may return the floor; where there are too many none, or the likely ones."""
    tops = [np.max(menu.value - rest.price[:, None] * menu.spend, axis=1) for menu in menus]
    ahead = rest.worth + np.sum(tops, axis=0)
    reach = float(np.min(ahead + rest.price * budget)) - floor
    least = float(np.sum(box.low))
    stages = [_Stage(np.zeros(1), np.zeros(1), np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64))]
    for menu, top in zip(menus, tops, strict=True):
        ahead, least = ahead - top, least - float(box.low[menu.channel])
        gain = menu.value - price * menu.spend
        near = np.flatnonzero(gain >= gain.max() - max(reach, 0.0) - _HAIR)
        last = stages[-1]
        rows = np.arange(len(last.cost))
        if len(rows) * len(near) > _MOST_PAIRS:
            if not thin:
                return None
            promise = last.value + _Promise(rest.price, ahead + top).of(budget - last.cost)
            rows = np.argsort(-promise, kind="stable")[: max(_FEWEST, _MOST_PAIRS // len(near))]
        cost = (last.cost[rows][:, None] + menu.spend[near][None, :]).ravel()
        value = (last.value[rows][:, None] + menu.value[near][None, :]).ravel()
        fits = np.flatnonzero(cost <= budget - least + _HAIR)
        promise = _Promise(rest.price, ahead).of(budget - cost[fits])
        fits = fits[value[fits] + promise >= floor]
        order = fits[np.lexsort((-value[fits], cost[fits]))]
        tallest = np.maximum.accumulate(value[order])
        kept = order[np.concatenate([[True], value[order][1:] > tallest[:-1]])] if len(order) else order
        stages.append(_Stage(cost[kept], value[kept], rows[kept // len(near)], near[kept % len(near)]))
    return tuple(stages)


def _completed(
    scaled: Scaled,
    box: Box,
    budget: float,
    precision: float,
    menus: tuple[_Menu, ...],
    rest: _Promise,
    stages: tuple[_Stage, ...],
) -> Relaxed | None:
    """The best completion of the listed allocations by the other channels, most promising first.

    Each completion solved adds its price to the promise, so few have to be solved.
    """
    cost, value = stages[-1].cost, stages[-1].value
    promised = value + rest.of(budget - cost)
    found: Relaxed | None = None
    for _ in range(_MOST_TRIALS):
        row = int(np.argmax(promised))
        if found is not None and promised[row] <= float(np.sum(found.envelope)) * (1 + precision):
            break
        spend = _spends(menus, stages, row)
        low, high = box.low.copy(), box.high.copy()
        for menu, paid in zip(menus, spend, strict=True):
            low[menu.channel] = high[menu.channel] = paid
        inner = relax_by_price(scaled, Box(low, high), budget, precision)
        if inner is None:
            promised[row] = -np.inf
            continue
        extra = _rest(scaled, box, menus, inner.price[:1])
        promised = np.minimum(promised, value + extra.of(budget - cost))
        if found is None or np.sum(inner.envelope) > np.sum(found.envelope):
            found = inner
        promised[row] = min(float(promised[row]), float(np.sum(inner.envelope)))
    if found is None:
        return None
    return replace(found, bound=max(float(np.sum(found.envelope)), float(np.max(promised))))


def _spends(menus: tuple[_Menu, ...], stages: tuple[_Stage, ...], row: int) -> list[float]:
    spends = []
    for menu, stage in zip(reversed(menus), reversed(stages[1:]), strict=True):
        spends.append(float(menu.spend[stage.choice[row]]))
        row = int(stage.parent[row])
    return spends[::-1]
