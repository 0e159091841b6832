"""Prices for the budget and for groups at once: the relaxation where groups may be disjoint, nested or overlapping.

A small linear programme mixes the points found so far on each curve, within the limits on sums; its shadow prices are
tried on the curves, which gives a bound and new points; and so on until programme and bound agree. The programme only
suggests prices: the bound is computed from the curves at prices of the right sign, so no tolerance can make it wrong.
"""

from dataclasses import replace

import numpy as np

from influence_cli.allocate.curves.conjugate import best
from influence_cli.allocate.curves.master import Master
from influence_cli.allocate.curves.price import relax_by_price
from influence_cli.allocate.curves.relaxation import Box, Relaxed
from influence_cli.allocate.curves.scaled import Scaled

_PRECISION = 1e-9
_ROUNDS = 100
_HAIR = 1e-12


def relax_in_groups(scaled: Scaled, box: Box, around: Relaxed | None) -> Relaxed | None:
    """The best of the envelopes under the budget and the groups' limits.

    Args:
        scaled: The problem.
        box: The limits of each channel.
        around: The relaxation of a box around this one, whose points and prices are a good start, or None.

    Returns:
        The relaxation, or None where no spends keep all limits.
    """
    channels = np.arange(len(box.low))
    master = Master(scaled, box)
    starts = [box.low, box.high]
    start = around or relax_by_price(scaled, box, 1.0, _PRECISION)
    if start is None:
        return None
    starts += [np.clip(start.left, box.low, box.high), np.clip(start.right, box.low, box.high)]
    starts.append(best(scaled, start.price, box.low, box.high).spend)
    for spend in starts:
        master.add(channels, spend, scaled.values(spend))
    bound, price_then = np.inf, start.price
    mixture = master.solve()
    if mixture is None and master.impossible():
        return None
    if mixture is None:
        # Not solved, for whatever reason: without prices for the groups the bound is higher and still true.
        inside = {name: np.clip(getattr(start, name), box.low, box.high) for name in ("spend", "left", "right")}
        return replace(start, **inside)
    for _ in range(_ROUNDS):
        price = mixture.budget_price + mixture.group_price @ scaled.members
        found = best(scaled, price, box.low, box.high)
        sides = np.where(mixture.group_price > 0, scaled.group_high, scaled.group_low)
        dual = float(np.sum(found.value - price * found.spend)) + found.slack + mixture.budget_price
        dual += float(mixture.group_price @ sides)
        if dual < bound:
            bound, price_then = dual, price
        if bound - mixture.worth <= _PRECISION * abs(bound):
            break
        new = np.flatnonzero(found.value - price * found.spend > master.best_known(price) + _HAIR)
        if not len(new):
            break
        master.add(new, found.spend[new], found.value[new])
        mixture = master.solve() or mixture.with_none_of(len(new))
    return master.relaxed(bound, price_then, mixture)
