"""Every limit of a campaign as a linear row over the numbers of creators."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from influence_cli.allocate.whole import Option
from influence_cli.model.campaign import Campaign, Cell, Tier, TierDemand
from influence_cli.model.money import in_words
from influence_cli.model.objective import Measure

Array = NDArray[np.float64]

_ONE_CENT = 1.0


class Unit(StrEnum):
    """What the two ends of a row count."""

    MONEY = "money"
    CREATORS = "creators"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Row:
    """low <= coefficients x creators <= high.

    Attributes:
        text: The limit as the user knows it.
        coefficients: By cell.
        low: Lower end, or -inf.
        high: Upper end, or inf.
        unit: Whether the ends are money (minor units), creators, or money by which a share is missed.
        stated: Whether it is the user's, and not a default.
    """

    text: str
    coefficients: Array
    low: float
    high: float
    unit: Unit
    stated: bool = True

    def binds(self, counts: Array) -> bool:
        """Whether a creator more or less, somewhere, would break it."""
        total = float(self.coefficients @ counts)
        step = float(np.abs(self.coefficients).max(initial=0.0))
        return total + step > self.high or total - step < self.low


def rows(campaign: Campaign, options: Sequence[Option], most_in_all: int) -> tuple[Row, ...]:
    """The limits of the campaign beside the budget.

    Args:
        campaign: The campaign.
        options: Cells with what one creator is expected to cost, minor units.
        most_in_all: Creators allowed where the spec does not say.
    """
    rules = campaign.rules
    costs = np.array([option.unit_cost for option in options], dtype=np.float64)
    ones = np.ones(len(options))
    found: list[Row] = []
    for tier in Tier:
        demand = rules.tiers.get(tier)
        if demand is not None:
            here = _chosen(options, lambda cell, tier=tier: cell.tier is tier)  # type: ignore[misc]
            found.extend(_of_tier(campaign, tier, demand, here, costs))
    if rules.min_creators:
        text = f"allocation.creators.min: {rules.min_creators:,}"
        found.append(Row(text, ones, rules.min_creators, np.inf, Unit.CREATORS))
    most = rules.max_creators if rules.max_creators is not None else most_in_all
    text = f"allocation.creators.max: {most:,}" if rules.max_creators is not None else f"{most:,} creators at most"
    found.append(Row(text, ones, -np.inf, most, Unit.CREATORS, stated=rules.max_creators is not None))
    found.extend(_per_cell(campaign, options, costs))
    for limit in rules.limits:
        here = _chosen(options, lambda cell, scope=limit.scope: scope.covers(*_place(cell)))  # type: ignore[misc]
        found.extend(_of_limit(limit.text, limit.measure, here, costs, limit.low, limit.high))
    return tuple(found)


def _place(cell: Cell) -> tuple[str, str, str, str]:
    return cell.tier, cell.platform, cell.phase.name, cell.contract.name


def _chosen(options: Sequence[Option], belongs: Callable[[Cell], bool]) -> Array:
    return np.array([1.0 if belongs(option.cell) else 0.0 for option in options])


def _of_tier(campaign: Campaign, tier: Tier, demand: TierDemand, here: Array, costs: Array) -> Iterator[Row]:
    if demand.creators is not None:
        text = f"tiers.{tier}.creators: {demand.creators:,}"
        yield Row(text, here, demand.creators, demand.creators, Unit.CREATORS)
    if demand.min_creators:
        text = f"tiers.{tier}.min_creators: {demand.min_creators:,}"
        yield Row(text, here, demand.min_creators, np.inf, Unit.CREATORS)
    if demand.max_creators is not None:
        text = f"tiers.{tier}.max_creators: {demand.max_creators:,}"
        yield Row(text, here, -np.inf, demand.max_creators, Unit.CREATORS)
    if demand.locked_spend is not None:
        text = f"tiers.{tier}.spend: {in_words(demand.locked_spend, campaign.currency)}"
        cheapest = float(costs[here > 0].min()) if here.any() else np.inf
        # Locked money is spent as far as whole creators allow: less than the cheapest creator is left of it.
        least = max(demand.locked_spend - cheapest + _ONE_CENT, 0.0) if here.any() else demand.locked_spend
        yield Row(text, here * costs, least, demand.locked_spend, Unit.MONEY)


def _per_cell(campaign: Campaign, options: Sequence[Option], costs: Array) -> Iterator[Row]:
    share = campaign.rules.max_share_per_cell
    if share is None:
        return
    for number, option in enumerate(options):
        here = np.zeros(len(options))
        here[number] = 1.0
        name = f"allocation.max_share_per_cell: {100 * share:.3g}% ({in_full(option.cell, options)})"
        yield Row(name, (here - share) * costs, -np.inf, 0.0, Unit.SHARE)


def in_full(cell: Cell, options: Sequence[Option]) -> str:
    """A cell in words, with its phase and contract where there are several."""
    phases = {option.cell.phase.name for option in options}
    contracts = {option.cell.contract.name for option in options}
    words = f"{cell.tier} on {cell.platform}"
    words += f" in {cell.phase.name}" if len(phases) > 1 else ""
    return words + (f" under {cell.contract.name}" if len(contracts) > 1 else "")


def _of_limit(
    text: str, measure: Measure, here: Array, costs: Array, low: float | None, high: float | None
) -> Iterator[Row]:
    if measure is Measure.SHARE:
        if low is not None:
            yield Row(text, (here - low) * costs, 0.0, np.inf, Unit.SHARE)
        if high is not None:
            yield Row(text, (here - high) * costs, -np.inf, 0.0, Unit.SHARE)
        return
    factors = costs if measure is Measure.SPEND else np.ones_like(costs)
    unit = Unit.MONEY if measure is Measure.SPEND else Unit.CREATORS
    yield Row(text, here * factors, -np.inf if low is None else low, np.inf if high is None else high, unit)
