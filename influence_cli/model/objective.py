"""What a plan is optimized for, and the limits it must keep."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Aim(StrEnum):
    """Something a plan can be optimized for; its expected value over the draws."""

    PROFIT = "profit"
    LIFETIME_PROFIT = "lifetime_profit"
    REVENUE = "revenue"
    ORDERS = "orders"
    ENGAGEMENTS = "engagements"
    REACH = "reach"


MONEY_AIMS = frozenset({Aim.PROFIT, Aim.LIFETIME_PROFIT, Aim.REVENUE})
"""Aims in money; an objective counts them in major units of the currency."""


@dataclass(frozen=True, slots=True)
class Objective:
    """A weighted sum of aims: money in major units, people and counts as they are.

    Attributes:
        weights: Weight per aim, at least one that is not 0; none negative.
        aversion: Lambda in mean - lambda x (mean - CVaR): how much of the distance from the mean to the mean of
            the worst draws is taken off; 0 leaves the mean, 1 leaves the CVaR.
        tail: Share of worst draws the CVaR averages.
    """

    weights: Mapping[Aim, float]
    aversion: float = 0.0
    tail: float = 0.10


@dataclass(frozen=True, slots=True)
class Scope:
    """Some of the cells: those that agree with every part that is not None.

    Attributes:
        tier: Tier name.
        platform: Platform name.
        phase: Phase name.
        contract: Contract name.
    """

    tier: str | None = None
    platform: str | None = None
    phase: str | None = None
    contract: str | None = None

    def covers(self, tier: str, platform: str, phase: str, contract: str) -> bool:
        """Whether a place for creators belongs to it."""
        wanted = (self.tier, self.platform, self.phase, self.contract)
        return all(
            name is None or name == own for name, own in zip(wanted, (tier, platform, phase, contract), strict=True)
        )


class Measure(StrEnum):
    """What a limit counts.

    ``share`` is of what is spent on creators, ``spend`` money, ``creators`` heads.
    """

    SHARE = "share"
    SPEND = "spend"
    CREATORS = "creators"


@dataclass(frozen=True, slots=True)
class Limit:
    """Bounds on some of the cells.

    Attributes:
        text: As the user wrote it.
        scope: Which cells.
        measure: What is counted.
        low: At least this (fraction, minor units or heads), or None.
        high: At most this, or None.
    """

    text: str
    scope: Scope
    measure: Measure
    low: float | None = None
    high: float | None = None


class RiskMeasure(StrEnum):
    """How a distribution is held: by a quantile, or by the mean of its worst draws."""

    QUANTILE = "quantile"
    CVAR = "cvar"


@dataclass(frozen=True, slots=True)
class RiskLimit:
    """A limit on a distribution: ``payout.p95 <= budget`` or ``cvar(profit, 10%) >= -5000``.

    Attributes:
        text: As the user wrote it.
        metric: ``payout`` or ``cost`` (quantile, from above) or ``profit`` (CVaR, from below).
        measure: Quantile or CVaR.
        level: Which quantile, or the share of worst draws, as a fraction.
        limit: The bound in minor units.
    """

    text: str
    metric: str
    measure: RiskMeasure
    level: float
    limit: float
