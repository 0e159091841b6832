"""What each of several budgets buys at best."""

from collections.abc import Mapping
from dataclasses import dataclass

from influence_cli.model.campaign import Campaign, Tier
from influence_cli.model.objective import Objective
from influence_cli.model.plan import Statistics

NOTHING_MORE = 0.001
"""A gain below this share of the best value is no reason to spend more."""


@dataclass(frozen=True, slots=True)
class FrontierPlan:
    """What one budget buys.

    Attributes:
        value: The objective as simulated, in its own units (money in major units).
        cost: All-in cost, minor units.
        profit: Contribution less cost, minor units.
        roi: Return on the cost, a fraction.
        creators: Creators booked.
        unallocated: Money that is not spent, minor units.
        mix: Share of what is spent on creators by tier, booked tiers only; the shares sum to 1.
        draws: Draws of the simulation.
        marginal: Gain of the objective per step of money since the next smaller budget with a plan; None for
            the first.
        carried_from: The smaller budget whose plan is kept because none better was found, minor units; None for
            a plan of its own.
    """

    value: float
    cost: Statistics
    profit: Statistics
    roi: Statistics
    creators: int
    unallocated: int
    mix: Mapping[Tier, float]
    draws: int
    marginal: float | None = None
    carried_from: int | None = None


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """A budget (minor units) with its plan, or with the reason why it has none."""

    budget: int
    plan: FrontierPlan | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Frontier:
    """Several budgets, smallest first, at least one of them with a plan.

    Attributes:
        campaign: The campaign at the largest budget that could be resolved.
        version: Version of this programme.
        objective: What the values count.
        step: The money of the marginal gains, minor units.
        points: One per budget.
    """

    campaign: Campaign
    version: str
    objective: Objective
    step: int
    points: tuple[FrontierPoint, ...]

    @property
    def planned(self) -> tuple[tuple[int, FrontierPlan], ...]:
        """Budgets that have a plan, with it."""
        return tuple((point.budget, point.plan) for point in self.points if point.plan is not None)

    @property
    def enough(self) -> int:
        """The smallest budget above which the objective gains next to nothing, minor units."""
        most = max(plan.value for _, plan in self.planned)
        return next(budget for budget, plan in self.planned if plan.value >= most - NOTHING_MORE * abs(most))

    @property
    def most_profitable(self) -> int:
        """The smallest budget with the highest expected profit (but for next to nothing), minor units."""
        most = max(plan.profit.mean for _, plan in self.planned)
        return next(b for b, plan in self.planned if plan.profit.mean >= most - NOTHING_MORE * abs(most))
