"""Response curves people bring along, and the best way to spend a budget on them."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Hill:
    """maximum x spend^slope / (spend^slope + half_saturation^slope); S-shaped where slope > 1."""

    maximum: float
    half_saturation: float
    slope: float


@dataclass(frozen=True, slots=True)
class Log:
    """coefficient x ln(1 + spend / scale)."""

    coefficient: float
    scale: float


@dataclass(frozen=True, slots=True)
class Power:
    """coefficient x spend^exponent; convex where exponent > 1."""

    coefficient: float
    exponent: float


@dataclass(frozen=True, slots=True)
class Exponential:
    """maximum x (1 - e^(-spend / scale))."""

    maximum: float
    scale: float


@dataclass(frozen=True, slots=True)
class Piecewise:
    """Straight lines between points (spend, response), spends rising.

    Level after the last point; before the first a line from (0, 0) unless the first spend is 0.
    """

    points: tuple[tuple[float, float], ...]


Response = Hill | Log | Power | Exponential | Piecewise
"""What a channel returns for a spend; at least 0, in any unit that is the same for all channels."""


@dataclass(frozen=True, slots=True)
class Channel:
    """Something money can be spent on. Money is in the problem's unit, as floats: curves are estimates.

    Attributes:
        name: Its name, unique.
        response: What it returns.
        min_spend: At least this.
        max_spend: At most this, or None.
        locked: Exactly this, or None.
        unit_cost: Cost of a whole unit, or None where any amount can be spent; a unit channel responds to
            units x unit_cost.
        max_units: At most this many units, or None.
    """

    name: str
    response: Response
    min_spend: float = 0.0
    max_spend: float | None = None
    locked: float | None = None
    unit_cost: float | None = None
    max_units: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Channels whose spend together must stay between two shares of the budget."""

    name: str
    channels: tuple[str, ...]
    min_share: float = 0.0
    max_share: float = 1.0


@dataclass(frozen=True, slots=True)
class CurveProblem:
    """A budget and the curves it can be spent on.

    Attributes:
        name: A name for the output, or an empty string.
        budget: The limit.
        channels: At least one, names unique.
        groups: Limits on sums of channels; they may overlap.
        currency: Currency code for the output, or an empty string.
    """

    name: str
    budget: float
    channels: tuple[Channel, ...]
    groups: tuple[Group, ...] = ()
    currency: str = ""


class Status(StrEnum):
    """What the bound proves: the best there is (within 1e-6), or not below it by more than the gap."""

    OPTIMAL = "optimal"
    WITHIN_GAP = "within-gap"


class AtLimit(StrEnum):
    """Which of its own limits holds a channel."""

    MIN = "min"
    MAX = "max"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class ChannelSpend:
    """What one channel gets.

    Attributes:
        name: The channel.
        spend: What is spent on it.
        units: Whole units, or None where any amount can be spent.
        response: What it returns.
        marginal_return: Response per further unit of money: the slope of the curve, or for whole units the next
            unit's response over its cost (0 where there is no next one).
        at_limit: The limit of its own that holds it, or None.
    """

    name: str
    spend: float
    units: int | None
    response: float
    marginal_return: float
    at_limit: AtLimit | None


@dataclass(frozen=True, slots=True)
class CurveAllocation:
    """The best allocation with its certificate.

    Attributes:
        problem: What was asked.
        objective: Sum of the responses.
        upper_bound: No allocation within the limits returns more.
        gap: (upper_bound - objective) / |upper_bound|, 0 where both are 0.
        status: What that proves.
        unspent: Budget less spend.
        channels: In the order of the problem.
        nodes: Boxes examined by branch and bound.
    """

    problem: CurveProblem
    objective: float
    upper_bound: float
    gap: float
    status: Status
    unspent: float
    channels: tuple[ChannelSpend, ...]
    nodes: int
