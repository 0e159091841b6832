"""The preset strategies beside an optimized plan: the same campaign, another way to split the money."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from influence_cli.allocate.allocate import allocate, spendable
from influence_cli.allocate.presets import booked_tiers
from influence_cli.allocate.whole import Option
from influence_cli.model.campaign import Campaign, Strategy
from influence_cli.model.errors import InfeasibleError
from influence_cli.workflow.costing import pots


def presets(campaign: Campaign) -> tuple[Strategy, ...]:
    """Strategies an optimized plan is compared with; manual where the spec states shares of its own."""
    manual = any(demand.share for demand in campaign.rules.tiers.values())
    return tuple(
        strategy
        for strategy in Strategy
        if strategy is not Strategy.OPTIMAL and (manual or strategy is not Strategy.MANUAL)
    )


def preset(campaign: Campaign, strategy: Strategy) -> Campaign:
    """The campaign under another strategy: the tiers it books, the first contract of each place."""
    rules = replace(campaign.rules, strategy=strategy)
    tiers = booked_tiers(rules, campaign.budget.total / campaign.currency.minor / campaign.usd_rate)
    offered = tuple(cell for cell in campaign.cells if cell.share > 0)
    return replace(campaign, rules=rules, cells=tuple(c for c in offered if c.tier in tiers) or offered)


def preset_counts(campaign: Campaign, options: Sequence[Option], strategy: Strategy) -> Mapping[str, int] | None:
    """Creators by cell key that a preset would book at some costs, or None where it has no plan."""
    costs = {option.cell.key: option for option in options}
    other = preset(campaign, strategy)
    try:
        allocation = allocate(other, [costs[cell.key] for cell in other.cells], spendable(other) - pots(other))
    except InfeasibleError:
        return None
    return {booking.cell.key: booking.creators for booking in allocation.bookings}
