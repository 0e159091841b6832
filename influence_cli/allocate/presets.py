"""How each preset strategy splits money over tiers."""

from collections.abc import Mapping
from typing import assert_never

from influence_cli.model.campaign import AllocationRules, Strategy, Tier

Shares = Mapping[Tier, float]

_SMALL_ONLY: Shares = {Tier.NANO: 0.5, Tier.MICRO: 0.5}
_SMALL_AND_MID: Shares = {Tier.NANO: 0.4, Tier.MICRO: 0.4, Tier.MID: 0.2}
_HYBRID: Shares = {Tier.NANO: 0.35, Tier.MICRO: 0.35, Tier.MID: 0.2, Tier.MEGA: 0.1}

SMALL_BUDGET = 10_000
"""Up to and including this many US dollars only nano and micro creators are booked."""
SMALL_BUDGET_CREATORS = 10
"""The playbook books at least this many creators with it (and up to 50)."""
LARGE_BUDGET = 100_000
"""Up to and including this many US dollars no mega creator is booked."""


def tier_shares(rules: AllocationRules, budget_usd: float) -> Shares:
    """Share of the money per tier; shares sum to 1.

    ``hybrid`` is 70 / 20 / 10 (nano + micro, mid, mega). ``by-budget``: up to 10,000 US dollars only nano and
    micro; up to 100,000 80 / 20 / 0; above 70 / 20 / 10; the upper boundary belongs to the smaller band. Source:
    the 2026 playbook's allocation table. It does not split nano from micro: halves are an assumption.

    The optimal strategy may book every tier; its split is the optimizer's.

    Args:
        rules: The allocation rules.
        budget_usd: Total budget in US dollars, for the bands.
    """
    match rules.strategy:
        case Strategy.HYBRID:
            return _HYBRID
        case Strategy.BY_BUDGET:
            return band(budget_usd)
        case Strategy.NANO_NETWORK:
            return {Tier.NANO: 1.0}
        case Strategy.EQUAL:
            return dict.fromkeys(Tier, 0.25)
        case Strategy.MEGA_ONLY:
            return {Tier.MEGA: 1.0}
        case Strategy.MANUAL:
            return {tier: demand.share for tier, demand in rules.tiers.items() if demand.share}
        case Strategy.OPTIMAL:
            return dict.fromkeys(Tier, 0.25)
        case _:
            assert_never(rules.strategy)


def booked_tiers(rules: AllocationRules, budget_usd: float) -> frozenset[Tier]:
    """Tiers to which the strategy or a demand gives money."""
    wanted = {
        tier for tier, demand in rules.tiers.items() if demand.creators or demand.locked_spend or demand.min_creators
    }
    return frozenset(wanted | {tier for tier, share in tier_shares(rules, budget_usd).items() if share > 0})


def band(budget_usd: float) -> Shares:
    """The playbook's split for a budget.

    >>> band(10_000) == {Tier.NANO: 0.5, Tier.MICRO: 0.5}
    True
    >>> Tier.MEGA in band(100_000), Tier.MEGA in band(100_000.01)
    (False, True)
    """
    if budget_usd <= SMALL_BUDGET:
        return _SMALL_ONLY
    if budget_usd <= LARGE_BUDGET:
        return _SMALL_AND_MID
    return _HYBRID
