"""The smallest budget that reaches a target."""

from dataclasses import dataclass

from influence_cli.model.money import Currency
from influence_cli.model.objective import Aim
from influence_cli.model.plan import PlanResult, Statistics


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached.

    Attributes:
        metric: Name of a simulated metric.
        value: How much of it, in its unit (money in minor units).
        confidence: In at least this share of the draws; None for on average.
        most: The largest budget that is considered, minor units.
        currency: Currency of the campaign.
    """

    metric: str
    value: float
    confidence: float | None
    most: int
    currency: Currency


@dataclass(frozen=True, slots=True)
class Probe:
    """One budget that was tried.

    Attributes:
        budget: Minor units.
        mean: The metric's mean, NaN where the budget has no plan.
        chance: Share of draws that reach the target, 0 where the budget has no plan.
        creators: Creators booked.
        reached: Whether the budget is enough.
        reason: Why the budget has no plan, or an empty string.
        draws: Draws it was tried with, 0 where the budget has no plan.
    """

    budget: int
    mean: float
    chance: float
    creators: int
    reached: bool
    reason: str = ""
    draws: int = 0


@dataclass(frozen=True, slots=True)
class TargetResult:
    """A target with the smallest budget found for it.

    Attributes:
        target: What is to be reached.
        aim: What the plans were optimized for: the metric itself, or what is nearest to it.
        plan: The plan of the budget, on the draws of the spec.
        metric: The metric in that plan.
        chance: Share of its draws that reach the target.
        precision: By what share of it the budget exceeds the next smaller one tried on all draws, which was not enough;
            1 where none was.
        search_draws: Draws of the budgets tried on the way; where the answer was settled they have those of the plan.
        probes: Budgets tried, in the order of the search.
    """

    target: Target
    aim: Aim
    plan: PlanResult
    metric: Statistics
    chance: float
    precision: float
    search_draws: int
    probes: tuple[Probe, ...]

    @property
    def budget(self) -> int:
        """The budget found, minor units."""
        return self.plan.campaign.budget.total
