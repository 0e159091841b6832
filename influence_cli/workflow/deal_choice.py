"""Which of several deals to take: what is acceptable, what is efficient, what is recommended."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from influence_cli.model.deal import Deal

Array = NDArray[np.float64]

_NOISE = 1e-9


def judged(found: Sequence[Deal], shape: tuple[int, int], market: int, chance: float | None) -> list[Deal]:
    """Deals with what is acceptable and efficient among them noted.

    Args:
        found: Deals by base, rising, then by commission.
        shape: Number of bases and of commissions.
        market: Market fee, minor units.
        chance: How likely a creator must be to earn it, or None where it is enough to earn it on average.
    """
    acceptable = [is_acceptable(deal, market, chance) for deal in found]
    kept = efficient(
        np.array([deal.profit.value for deal in found]).reshape(shape),
        np.array([deal.pay.value for deal in found]).reshape(shape),
        np.array(acceptable).reshape(shape),
    )
    return [
        replace(deal, acceptable=accepted, efficient=is_kept)
        for deal, accepted, is_kept in zip(found, acceptable, kept.ravel().tolist(), strict=True)
    ]


def is_acceptable(deal: Deal, market: int, chance: float | None) -> bool:
    """Whether a creator earns the market fee: on average, or with a chance."""
    return deal.pay.mean >= market if chance is None else deal.chance_of_fee >= chance


def efficient(brand: Array, creator: Array, acceptable: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which deals no other acceptable one improves for a side without costing the other one.

    A base fee can be any amount, so a deal is also held against what each commission offers between the base fees
    that were tried and above them; values are taken as linear there. Otherwise two deals would often differ by a step
    of the base fee, which only moves money, and hide that both sides could gain.

    >>> yes = np.ones((2, 2), dtype=bool)
    >>> efficient(np.array([[5.0, 3.5], [3.0, 1.5]]), np.array([[1.0, 2.0], [3.0, 4.0]]), yes).tolist()
    [[True, False], [True, False]]

    Args:
        brand: What each deal is worth to the brand, [base, commission], bases rising.
        creator: What it is worth to the creator, likewise.
        acceptable: Which deals count at all.

    Returns:
        [base, commission]; False where not acceptable.
    """
    worth, pay = brand[acceptable], creator[acceptable]
    no_worse = (worth[:, None] >= worth) & (pay[:, None] >= pay)
    better = (worth[:, None] > worth) | (pay[:, None] > pay)
    beaten = (no_worse & better).any(axis=0)
    slack = _NOISE * max(1.0, float(np.abs(worth).max(initial=0.0)))
    for rows, values, pays in zip(acceptable.T, brand.T, creator.T, strict=True):
        if rows.any():
            beaten |= _left_to_brand(values[rows], pays[rows], pay) > worth + slack
    kept = acceptable.copy()
    kept[acceptable] = ~beaten
    return kept


def _left_to_brand(values: Array, pays: Array, wanted: Array) -> Array:
    """The most that is left to the brand under one commission when the creator gets at least what is wanted."""
    most = np.maximum.accumulate(values[::-1])[::-1]
    levels = np.maximum.accumulate(pays)
    left: Array = np.interp(wanted, levels, most)
    step = float(levels[-1] - levels[-2]) if len(levels) > 1 else 0.0
    slope = float(most[-1] - most[-2]) / step if step > 0 else -np.inf
    above = wanted > levels[-1]
    left[above] = most[-1] + slope * (wanted[above] - levels[-1])
    return left


def recommended(found: Sequence[Deal], tie: float) -> int | None:
    """The place of the efficient deal with the best expected profit, or None where there is none.

    Which deal comes nearest to the market fee is an accident of the base fees tried, so deals whose profit differs by
    no more than ``tie`` are told apart by the creator's worst tenth.
    """
    choice = [place for place, deal in enumerate(found) if deal.efficient]
    best = max((found[place].profit.mean for place in choice), default=math.nan)
    near = [place for place in choice if found[place].profit.mean >= best - tie]
    return max(near, key=lambda place: (found[place].pay.worst_tenth, found[place].profit.mean), default=None)
