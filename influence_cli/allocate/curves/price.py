"""One price for money: the relaxation when the budget is the only limit on sums.

The dual value D(price) = price x budget + sum of max(response - price x spend) is convex, and the spends found at a
price give one of its tangents. Two tangents, one falling and one rising, cross below the minimum; the search evaluates
there (which ends exactly at a corner, where a channel jumps) or where interpolated spending meets the budget (fast
where spending is smooth), until the lowest D and the crossing agree.
"""

from dataclasses import dataclass

import numpy as np

from influence_cli.allocate.curves.conjugate import best
from influence_cli.allocate.curves.families import Floats
from influence_cli.allocate.curves.relaxation import Box, Relaxed, fixed
from influence_cli.allocate.curves.scaled import Scaled

_ROUNDS = 200
_HAIR = 1e-12


@dataclass(frozen=True, slots=True)
class _Side:
    """What a price was found to do."""

    price: float
    spend: Floats
    value: Floats
    spent: float
    worth: float


def relax_by_price(scaled: Scaled, box: Box, budget: float, precision: float) -> Relaxed | None:
    """The best of the envelopes under a budget.

    Args:
        scaled: The problem.
        box: The limits of each channel.
        budget: What may be spent, scaled.
        precision: Relative distance between the bound and the envelopes' sum to stop at.

    Returns:
        The relaxation, or None where the least spends exceed the budget.
    """
    least = float(np.sum(box.low))
    if least > budget + _HAIR:
        return None
    free = _try(scaled, box, 0.0, budget)
    over, bound, at = free[0], free[1], 0.0
    if over.spent <= budget:
        return Relaxed(bound, np.zeros_like(box.low), over.spend, over.value, over.spend, over.spend)
    value = scaled.values(box.low)
    if least >= budget - _HAIR:
        return fixed(box, value, 0.0, float(np.sum(value)))
    under = _Side(np.inf, box.low, value, least, float(np.sum(value)))
    by_tangent = True
    for _ in range(_ROUNDS):
        crossing = (over.worth - under.worth) / (over.spent - under.spent)
        low = over.worth + crossing * (budget - over.spent)
        if bound - low <= precision * abs(bound) or not over.price < crossing < under.price:
            break
        price = crossing if by_tangent else _interpolated(over, under, budget, crossing)
        side, dual = _try(scaled, box, price, budget)
        if dual < bound:
            bound, at = dual, price
        by_tangent = not by_tangent
        if side.spent > budget:
            over = side
        else:
            under = side
    share = (budget - under.spent) / (over.spent - under.spent)
    return Relaxed(
        bound,
        np.full_like(box.low, at),
        np.where(over.spend == under.spend, over.spend, share * over.spend + (1 - share) * under.spend),
        share * over.value + (1 - share) * under.value,
        np.minimum(over.spend, under.spend),
        np.maximum(over.spend, under.spend),
    )


def _try(scaled: Scaled, box: Box, price: float, budget: float) -> tuple[_Side, float]:
    found = best(scaled, np.full_like(box.low, price), box.low, box.high)
    spent, worth = float(np.sum(found.spend)), float(np.sum(found.value))
    return _Side(price, found.spend, found.value, spent, worth), worth + price * (budget - spent) + found.slack


def _interpolated(over: _Side, under: _Side, budget: float, crossing: float) -> float:
    """Where spending, taken as a power of the price between the sides, meets the budget."""
    if over.price <= 0 or not np.isfinite(under.price) or under.spent <= 0:
        return crossing
    share = np.log(over.spent / budget) / np.log(over.spent / under.spent)
    price = float(over.price * (under.price / over.price) ** share)
    return price if over.price < price < under.price else crossing
