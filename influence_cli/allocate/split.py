"""Splitting money over tiers so that every tier gets its share, unless a demand or whole creators forbid it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from influence_cli.allocate.whole import Option, cost, spread
from influence_cli.model.campaign import Tier


@dataclass(frozen=True, slots=True)
class TierBounds:
    """What one tier may cost.

    Attributes:
        options: Its cells.
        share: Its share of the money under the strategy.
        least: Creators promised.
        most: Creators allowed.
        locked: Money locked for it, or None.
    """

    options: tuple[Option, ...]
    share: float
    least: int
    most: int
    locked: int | None = None

    @property
    def least_cost(self) -> int:
        """Cost of the promised creators, spread over the cells."""
        return cost(self.options, spread(self.options, self.least))

    @property
    def most_cost(self) -> int:
        """No more than this can be spent."""
        return self.most * max((option.unit_cost for option in self.options), default=0)

    @property
    def cheapest(self) -> int:
        """Cost of its cheapest creator."""
        return min(option.unit_cost for option in self.options)


@dataclass(frozen=True, slots=True)
class Split:
    """Money per tier (minor units) and the tiers whose share does not buy one creator."""

    money: Mapping[Tier, int]
    unaffordable: Mapping[Tier, int]


def split(money: int, tiers: Mapping[Tier, TierBounds]) -> Split:
    """Split money by share; tiers at a bound keep it and the rest is shared out again.

    Locked money and promised creators come first. A tier whose share does not buy its cheapest creator gets
    nothing and its share goes to the others in proportion.

    Args:
        money: What there is, minor units.
        tiers: Bounds per tier.

    Returns:
        Amounts whose sum is at most ``money`` wherever the promises allow it; ``unaffordable`` holds the amount
        each dropped tier would have had.
    """
    settled = {tier: max(b.locked, b.least_cost) for tier, b in tiers.items() if b.locked is not None}
    settled |= {t: b.least_cost for t, b in tiers.items() if t not in settled and b.most == b.least}
    dropped: dict[Tier, int] = {}
    while True:
        free = [tier for tier in tiers if tier not in settled and tier not in dropped]
        rest = max(money - sum(settled.values()), 0)
        targets = _by_share(rest, free, tiers)
        low = [tier for tier in free if targets[tier] < tiers[tier].least_cost]
        high = [tier for tier in free if targets[tier] > tiers[tier].most_cost]
        poor = [t for t in free if tiers[t].least == 0 and targets[t] < tiers[t].cheapest]
        if low:
            settled |= {tier: tiers[tier].least_cost for tier in low}
        elif high:
            settled |= {tier: tiers[tier].most_cost for tier in high}
        elif poor:
            worst = min(poor, key=lambda t: targets[t] / tiers[t].cheapest)
            dropped[worst] = targets[worst]
        else:
            return Split({**dict.fromkeys(dropped, 0), **settled, **targets}, dropped)


def _by_share(money: int, free: Sequence[Tier], tiers: Mapping[Tier, TierBounds]) -> dict[Tier, int]:
    total = sum(tiers[tier].share for tier in free)
    return {tier: int(money * (tiers[tier].share / total)) if total > 0 else 0 for tier in free}
