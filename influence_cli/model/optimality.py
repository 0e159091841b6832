"""What an optimized plan proves and what it was compared with."""

from collections.abc import Mapping
from dataclasses import dataclass

from influence_cli.model.campaign import Strategy
from influence_cli.model.curves import Status
from influence_cli.model.objective import Aim, Objective


@dataclass(frozen=True, slots=True)
class Certificate:
    """How good the decision is under the planning model; values in the objective's units.

    Attributes:
        objective: What the decision is worth.
        upper_bound: No decision within the limits is worth more.
        gap: (upper_bound - objective) / |upper_bound|, 0 where both are 0.
        status: What that proves.
        nodes: Boxes examined.
        scenarios: Draws the planning model averages over.
    """

    objective: float
    upper_bound: float
    gap: float
    status: Status
    nodes: int
    scenarios: int


@dataclass(frozen=True, slots=True)
class Rival:
    """Another strategy on the same draws, objective and limits.

    Attributes:
        strategy: The strategy.
        value: The objective's simulated value, or None where the strategy has no plan.
        creators: Creators it books.
        spend: What it spends on creators, minor units.
        breaks: Limits of the spec it does not keep, as written; or why it has no plan.
    """

    strategy: Strategy
    value: float | None
    creators: int
    spend: int
    breaks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Price:
    """What keeping a limit costs: the objective without it, less the objective with it (both planned)."""

    limit: str
    cost: float


@dataclass(frozen=True, slots=True)
class Marginal:
    """What a further step of money brings in the objective's units.

    Attributes:
        cell: Key of the cell, or an empty string for the best use of the money anywhere.
        value: The objective's gain.
        creators: Creators the money books (whole for the best use, fractional for a cell).
    """

    cell: str
    value: float
    creators: float


@dataclass(frozen=True, slots=True)
class RiskCheck:
    """A limit on a distribution on the draws it was decided on, and on fresh ones; minor units."""

    limit: str
    bound: float
    decided: float
    fresh: float


@dataclass(frozen=True, slots=True)
class Optimality:
    """The record of an optimization.

    Attributes:
        objective: What was maximized.
        certificate: What is proved.
        value: The objective as simulated with the plan's own draws.
        parts: The simulated aims in the objective, in its units.
        rivals: What the other strategies would have earned on the same draws.
        prices: What the binding limits cost, dearest first.
        step: The money of the marginal returns, minor units.
        marginals: Gain of a further step of money, the best use first, then by cell.
        risk: Limits on distributions.
        stopped_early: Whether money is left because spending it would lower the objective.
    """

    objective: Objective
    certificate: Certificate
    value: float
    parts: Mapping[Aim, float]
    rivals: tuple[Rival, ...]
    prices: tuple[Price, ...]
    step: int
    marginals: tuple[Marginal, ...]
    risk: tuple[RiskCheck, ...]
    stopped_early: bool
