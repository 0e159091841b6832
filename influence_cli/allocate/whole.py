"""Whole creators for an amount of money: counts per cell that never cost more than the money."""

from collections.abc import Sequence
from dataclasses import dataclass

from influence_cli.model.campaign import Cell


@dataclass(frozen=True, slots=True)
class Option:
    """A cell that can be booked and what one creator in it is expected to cost all-in (minor units, at least 1)."""

    cell: Cell
    unit_cost: int


Counts = list[int]


def spread(options: Sequence[Option], creators: int) -> Counts:
    """Exactly ``creators`` creators over cells, so that money follows the cells' shares (largest remainder).

    >>> spread([], 0)
    []
    """
    weights = [option.cell.share / option.unit_cost for option in options]
    total = sum(weights)
    if total <= 0:
        weights, total = [1.0] * len(options), float(len(options))
    exact = [creators * weight / total for weight in weights]
    counts = [int(value) for value in exact]
    order = sorted(range(len(options)), key=lambda i: (counts[i] - exact[i], i))
    for i in order[: creators - sum(counts)]:
        counts[i] += 1
    return counts


def afford(options: Sequence[Option], money: int, least: Sequence[int], most: int) -> Counts:
    """As many creators as the money buys, following the cells' shares, at least ``least`` each, ``most`` in all.

    Each cell first gets what its share of the money buys in full; what is left goes creator by creator to the cell
    furthest below its share that still fits.

    Args:
        options: Cells of one tier.
        money: Minor units.
        least: Counts that are already promised, per cell; they are kept even if the money does not reach.
        most: Upper bound on their sum.
    """
    shares = sum(option.cell.share for option in options) or 1.0
    targets = [money * (option.cell.share / shares) for option in options]
    counts = [
        max(low, int(target // option.unit_cost)) for option, target, low in zip(options, targets, least, strict=True)
    ]
    over = sum(counts) - most
    if over > 0:
        kept = spread(options, max(most - sum(least), 0))
        counts = [low + extra for low, extra in zip(least, kept, strict=True)]
    counts = _trim(options, counts, least, money)
    left = money - cost(options, counts)
    while sum(counts) < most:
        fitting = [i for i, option in enumerate(options) if option.unit_cost <= left and targets[i] > 0]
        if not fitting:
            break
        best = min(fitting, key=lambda i: ((counts[i] + 1) * options[i].unit_cost / targets[i], i))
        counts[best] += 1
        left -= options[best].unit_cost
    return counts


def _trim(options: Sequence[Option], counts: Counts, least: Sequence[int], money: int) -> Counts:
    """Take creators away until the money suffices or only the promised ones are left, dearest cells first."""
    trimmed = list(counts)
    excess = cost(options, trimmed) - money
    for i in sorted(range(len(options)), key=lambda i: -options[i].unit_cost):
        if excess <= 0:
            break
        away = min(trimmed[i] - least[i], -(-excess // options[i].unit_cost))
        trimmed[i] -= away
        excess -= away * options[i].unit_cost
    return trimmed


def cost(options: Sequence[Option], counts: Sequence[int]) -> int:
    """Expected all-in cost of the counts, minor units."""
    return sum(option.unit_cost * count for option, count in zip(options, counts, strict=True))
