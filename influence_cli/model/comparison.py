"""Plans side by side: what is compared, and what the comparison says. Plain numbers, as in a plan.

Money is in minor units (means and quantiles may be fractional), rates are fractions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from influence_cli.model.campaign import Campaign, Gate
from influence_cli.model.money import Currency
from influence_cli.model.plan import GateResult, Statistics

LESS_IS_BETTER = frozenset({"cost", "payout", "cpm", "cpe", "cpc", "cpl", "cpa"})
"""Metrics of which the smaller one is the better one."""

MOST_ALTERNATIVES = 26
"""As many as there are letters to call them by."""


def letter(place: int) -> str:
    """What the alternative at a place is called, from A on.

    >>> letter(0), letter(25)
    ('A', 'Z')
    """
    return chr(ord("A") + place)


@dataclass(frozen=True, slots=True)
class BookedCell:
    """A decision about one cell, by names alone, as a file holds it; money in minor units."""

    tier: str
    platform: str
    phase: str
    contract: str
    creators: int
    deliverables: int
    unit_cost: int

    @property
    def key(self) -> str:
        """The key a cell of these names has in a campaign."""
        return f"{self.tier}/{self.platform}/{self.phase}/{self.contract}"


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """What a plan's JSON document says, as far as a comparison needs it.

    Attributes:
        name: The file, as given.
        version: Version of the programme that wrote it.
        seed: Seed of its simulation.
        draws: Draws of its simulation.
        spec_sha256: Hash of its spec.
        benchmarks: Its benchmark set.
        campaign: Its campaign's name.
        goal: Its goal, in its own words.
        strategy: Its strategy, in its own words.
        currency: Currency of every amount.
        budget: The limit, minor units.
        boost: Boost spend, minor units.
        cells: What was booked, cells without creators included.
        totals: Statistics by metric name; a metric of another version is left out. NaN where there is none.
    """

    name: str
    version: str
    seed: int
    draws: int
    spec_sha256: str
    benchmarks: str
    campaign: str
    goal: str
    strategy: str
    currency: Currency
    budget: int
    boost: int
    cells: tuple[BookedCell, ...]
    totals: Mapping[str, Statistics]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A campaign to plan and compare; ``name`` is the spec's file, as given."""

    name: str
    campaign: Campaign

    @property
    def currency(self) -> Currency:
        """Currency of every amount."""
        return self.campaign.currency


class Side(StrEnum):
    """Where an alternative comes from: a spec planned now, a saved plan, or the saved plan all are held against."""

    SPEC = "spec"
    SAVED = "saved"
    BASELINE = "baseline"


@dataclass(frozen=True, slots=True)
class ComparisonGate:
    """A demand on a comparison.

    Attributes:
        gate: The demand.
        is_delta: Whether it is about the difference to the baseline rather than the alternative itself.
    """

    gate: Gate
    is_delta: bool


@dataclass(frozen=True, slots=True)
class Alternative:
    """One plan among those compared.

    Attributes:
        name: File of its spec or saved plan, as given.
        side: Where it comes from.
        campaign: Name of its campaign, as written.
        goal: What it is for.
        strategy: How money was split.
        spec_sha256: Hash of its spec.
        benchmarks: Benchmark set of its numbers.
        budget: The limit, minor units.
        boost: Boost spend, minor units.
        cells: The decision; empty where there is no feasible one.
        statistics: By metric name; empty where there is no feasible plan.
        probability_of_profit: Share of draws with a profit above 0; NaN where it was not simulated.
        simulated: Whether its numbers come from the runs all share (else from its file).
        infeasible: Why there is no feasible plan, or an empty string.
        unsimulated: Why its numbers are those of its file, or an empty string.
    """

    name: str
    side: Side
    campaign: str
    goal: str
    strategy: str
    spec_sha256: str
    benchmarks: str
    budget: int
    boost: int
    cells: tuple[BookedCell, ...]
    statistics: Mapping[str, Statistics]
    probability_of_profit: float
    simulated: bool
    infeasible: str = ""
    unsimulated: str = ""

    @property
    def creators(self) -> int:
        """Creators booked in all."""
        return sum(cell.creators for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Difference:
    """An alternative less the reference in one metric. All but the mean are NaN where draws are not paired.

    Attributes:
        mean: Difference of the means.
        low: Lower end of the 90% confidence interval of that mean: what the number of draws leaves open.
        high: Its upper end.
        p10: Quantiles of the difference within a draw.
        p50: As above.
        p90: As above.
        better: Share of draws in which the alternative is the better one.
        tied: Share of draws in which neither is.
    """

    mean: float
    low: float
    high: float
    p10: float
    p50: float
    p90: float
    better: float
    tied: float


@dataclass(frozen=True, slots=True)
class Fact:
    """A word or number about a plan, in the saved plan and now."""

    name: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Whether the two differ."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell in the saved plan and now; None where it does not exist."""

    before: BookedCell | None
    after: BookedCell | None

    @property
    def cell(self) -> BookedCell:
        """Either of them, for its names."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a change is of a cell")
        return found

    @property
    def rebooked(self) -> bool:
        """Whether another number of creators is booked."""
        before, after = (0 if side is None else side.creators for side in (self.before, self.after))
        return before != after

    @property
    def changed(self) -> bool:
        """Whether creators, deliverables or cost of a booked cell differ."""
        if not any(side is not None and side.creators for side in (self.before, self.after)):
            return False
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class MetricChange:
    """Statistics of one metric in the saved plan and now; NaN where a plan does not have it.

    Attributes:
        metric: Its name.
        before: As saved.
        after: As simulated now.
        delta: What is to be said of the change: ``after - before``, 0 within the precision of the file.
    """

    metric: str
    before: Statistics
    after: Statistics
    delta: Statistics


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed from a saved plan to the alternative that is judged.

    Attributes:
        facts: Version, hash, seed and so on, unchanged ones included.
        budget: The limit before and after, minor units.
        boost: Boost spend before and after, minor units.
        cells: Every cell of either plan.
        metrics: The metrics compared.
    """

    facts: tuple[Fact, ...]
    budget: tuple[int, int]
    boost: tuple[int, int]
    cells: tuple[CellChange, ...]
    metrics: tuple[MetricChange, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A finished comparison.

    Attributes:
        version: Version of this programme.
        seed: Seed all simulations share.
        draws: Draws all simulations share.
        currency: Currency of every amount.
        metrics: Metrics compared, in order.
        main_metric: The one of the matrix.
        alternatives: In the order given, a baseline first.
        reference: Place of the alternative all are held against: the first that was simulated.
        differences: Per alternative, by metric name; empty for the reference and where there is no plan.
        chances: Chance that the row beats the column in the main metric; NaN where draws are not paired.
        judged: Place of the alternative the gates are about: the last one.
        changes: What changed since the baseline, or None without one.
        gates: Results in the order given.
        notes: What a reader must know to read it right.
    """

    version: str
    seed: int
    draws: int
    currency: Currency
    metrics: tuple[str, ...]
    main_metric: str
    alternatives: tuple[Alternative, ...]
    reference: int
    differences: tuple[Mapping[str, Difference], ...]
    chances: tuple[tuple[float, ...], ...]
    judged: int
    changes: Changes | None
    gates: tuple[GateResult, ...]
    notes: tuple[str, ...]
