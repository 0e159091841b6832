"""What a plan says, as plain numbers: the result of a run before anything is formatted.

Money is in minor units (means and quantiles may be fractional), rates are fractions.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from influence_cli.model.campaign import Campaign, Cell, Gate, Quantity, Strategy
from influence_cli.model.errors import Problem
from influence_cli.model.estimate import Estimate
from influence_cli.model.optimality import Optimality


@dataclass(frozen=True, slots=True)
class Statistics:
    """Mean and quantiles of a simulated quantity over the draws.

    The mean of a ratio is the ratio of the means; a draw in which a ratio has no value (the cost per order of no
    order) counts as infinite. NaN or infinity where nothing is defined.
    """

    mean: float
    p5: float
    p10: float
    p50: float
    p90: float
    p95: float


@dataclass(frozen=True, slots=True)
class Booking:
    """A decision about one cell: how many creators, at what expected all-in cost (minor units)."""

    cell: Cell
    creators: int
    unit_cost: int

    @property
    def planned_cost(self) -> int:
        """Expected all-in cost of the creators booked, without boost and tools."""
        return self.creators * self.unit_cost


@dataclass(frozen=True, slots=True)
class Allocation:
    """The decision.

    Attributes:
        strategy: How money was split.
        bookings: Every cell, some without creators.
        unallocated: What creators, held money, boost, tools and reserve leave of the budget, minor units.
        notes: What could not be done as asked, and why money is left.
        held: Kept for shared bonuses beyond what they are expected to pay (which is in the planned costs).
    """

    strategy: Strategy
    bookings: tuple[Booking, ...]
    unallocated: int
    notes: tuple[str, ...]
    held: int = 0


@dataclass(frozen=True, slots=True)
class ReachBand:
    """Deduplicated reach of a platform: smallest, random and largest possible (means over draws, people)."""

    platform: str
    smallest: float
    random: float
    largest: float


@dataclass(frozen=True, slots=True)
class PayoutSummary:
    """What contracts pay. Mappings are by name, statistics over draws, minor units.

    Attributes:
        total: All payouts.
        by_contract: By contract name.
        by_tier: By tier name.
        by_term: By term of a contract (``fee``, ``commission``, a bonus' name and so on).
        by_month: By month label, when it is paid.
        probability_over_budget: Share of draws in which all-in cost exceeds the budget.
        reserve_p95: What to hold beside the planned cost so that 95% of draws are covered (at least 0).
        fixed_share: Share of the mean payout that does not depend on results.
        below_minimum_share: Share of creators, over draws, who end the campaign with an unpaid balance
            below their minimum payout.
        carried: Unpaid balances at the end.
        cost_per_order: Payout per order.
        commission_rate: Payout as a share of revenue.
    """

    total: Statistics
    by_contract: Mapping[str, Statistics]
    by_tier: Mapping[str, Statistics]
    by_term: Mapping[str, Statistics]
    by_month: Mapping[str, Statistics]
    probability_over_budget: float
    reserve_p95: float
    fixed_share: float
    below_minimum_share: float
    carried: Statistics
    cost_per_order: Statistics
    commission_rate: Statistics


@dataclass(frozen=True, slots=True)
class TornadoRow:
    """How the expected ROI moves when one assumption goes from low to high, all else as planned."""

    quantity: Quantity
    assumption: str
    roi_low: float
    roi_high: float

    @property
    def swing(self) -> float:
        """Size of the move."""
        return abs(self.roi_high - self.roi_low)


@dataclass(frozen=True, slots=True)
class RiskSplit:
    """Where the spread of the return comes from, as shares of the variance of log(contribution / cost); they sum to 1.

    Attributes:
        tiers: What is unknown about tiers: booking more creators does not remove it.
        creators: How creators differ: booking more, or by name, removes it.
        posts: How posts differ and chance counts: booking more removes it.
    """

    tiers: float
    creators: float
    posts: float


@dataclass(frozen=True, slots=True)
class GateResult:
    """A gate with the value it saw (NaN counts as failed)."""

    gate: Gate
    value: float
    limit: float
    passed: bool


@dataclass(frozen=True, slots=True)
class AssumptionUse:
    """One number the plan stands on: where it applies, and the estimate that won."""

    quantity: Quantity
    scope: str
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class PlanResult:
    """A finished plan.

    Attributes:
        campaign: What was planned.
        version: Version of this programme.
        allocation: The decision.
        totals: Statistics by metric name, whole campaign.
        by_tier: The same by tier.
        by_platform: The same by platform.
        expected_roi: ROI of the mean outcome: mean profit / mean cost.
        probability_of_profit: Share of draws with a profit above 0.
        reach: Band of deduplicated reach by platform.
        payouts: What contracts pay.
        boost: Statistics of the boost (``spend``, ``views``, ``orders``, ``revenue``, ``roas``), empty without one.
        roi_histogram: Edges (n + 1) and counts (n) of the ROI draws; the end bins hold the draws beyond them.
        tornado: Rows, largest swing first.
        risk: Where the variance of ROI comes from, or None where there is none.
        gates: Results in the order given.
        warnings: Lints and model warnings.
        assumptions: Numbers the plan stands on.
        optimality: What an optimized plan proves, or None for the other strategies.
    """

    campaign: Campaign
    version: str
    allocation: Allocation
    totals: Mapping[str, Statistics]
    by_tier: Mapping[str, Mapping[str, Statistics]]
    by_platform: Mapping[str, Mapping[str, Statistics]]
    expected_roi: float
    probability_of_profit: float
    reach: tuple[ReachBand, ...]
    payouts: PayoutSummary
    boost: Mapping[str, Statistics]
    roi_histogram: tuple[tuple[float, ...], tuple[int, ...]]
    tornado: tuple[TornadoRow, ...]
    risk: RiskSplit | None
    gates: tuple[GateResult, ...]
    warnings: tuple[Problem, ...]
    assumptions: tuple[AssumptionUse, ...]
    optimality: Optimality | None = None
