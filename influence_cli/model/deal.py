"""Deals between a brand and a creator: a base fee and a commission, and what they are worth to either side.

Money is in minor units per creator over the whole campaign, rates and shares are fractions.
"""

from dataclasses import dataclass

from influence_cli.model.campaign import Campaign, Platform, Tier
from influence_cli.model.errors import Problem

TAIL = 0.10
"""Share of the runs that count as bad ones."""


@dataclass(frozen=True, slots=True)
class BaseRange:
    """Base fees to try, from the lowest to the highest.

    Attributes:
        low: Lowest, a share of the market fee or minor units.
        high: Highest, likewise.
        of_market: Whether the ends are shares of the market fee.
    """

    low: float
    high: float
    of_market: bool = True


@dataclass(frozen=True, slots=True)
class DealQuestion:
    """What is asked about deals.

    Attributes:
        tier: The tier, or None for every tier that can be booked.
        platform: The platform, or None for every platform of the tier.
        contract: Name of the contract, or None for the one each tier is booked under.
        bases: Base fees to try.
        commissions: Lowest and highest commission to try.
        steps: Base fees and commissions to try of each, at least 2.
        chance: How likely a creator must be to earn the market fee, or None where it is enough to earn it on
            average.
        brand_aversion: Weight the brand gives to its worst tenth of runs, the rest goes to the mean.
        creator_aversion: Weight a creator gives to the worst tenth, likewise.
        effort: Share by which orders rise per 10 points of commission above the present one.
        creators: Creators whose results the brand pools.
    """

    tier: Tier | None = None
    platform: Platform | None = None
    contract: str | None = None
    bases: BaseRange = BaseRange(0.0, 1.2)
    commissions: tuple[float, float] = (0.0, 0.3)
    steps: int = 13
    chance: float | None = None
    brand_aversion: float = 0.5
    creator_aversion: float = 0.5
    effort: float = 0.0
    creators: int = 20


@dataclass(frozen=True, slots=True)
class Outlook:
    """What one side can expect of a deal.

    Attributes:
        mean: Mean over the runs.
        sd: Standard deviation.
        p10: Quantile.
        p50: Quantile.
        p90: Quantile.
        worst_tenth: Mean of the worst tenth of the runs.
        value: What the side weighs the deal by: (1 - aversion) x mean + aversion x worst tenth.
    """

    mean: float
    sd: float
    p10: float
    p50: float
    p90: float
    worst_tenth: float
    value: float


@dataclass(frozen=True, slots=True)
class Deal:
    """A base fee with a commission.

    Attributes:
        base: Base fee per creator, all deliverables together.
        commission: Commission (the first band's where there are several).
        profit: The brand's profit per creator, averaged over the creators it pools.
        chance_of_loss: Share of the runs in which that average is below 0.
        pay: What a single creator earns.
        chance_of_fee: Share of creators and runs in which one earns at least the market fee.
        acceptable: Whether the creator earns at least the market fee, as the question defines it.
        efficient: Whether it is acceptable and no other acceptable deal is worth more to one side without being
            worth less to the other.
    """

    base: int
    commission: float
    profit: Outlook
    chance_of_loss: float
    pay: Outlook
    chance_of_fee: float
    acceptable: bool = False
    efficient: bool = False


@dataclass(frozen=True, slots=True)
class DealSweep:
    """Every deal tried with the creators of one tier on one platform.

    Attributes:
        tier: Tier.
        platform: Platform.
        contract: Name of the contract whose other terms are kept.
        deliverables: Deliverables per creator.
        market_fee: Typical benchmark fee x deliverables.
        bases: Base fees tried, rising, the present one among them where it lies between their ends.
        commissions: Commissions tried, likewise.
        deals: By base, then by commission; after them the present deal where it lies outside of what was tried.
        present: Place of the present deal in ``deals``.
        recommended: Place of the recommended deal in ``deals``.
        break_even_lift: How much more orders than assumed the present deal has to bring to leave the brand what the
            recommended one does; None where it already does, or no number of orders could.
        notes: What was added to the contract or left out of it.
    """

    tier: Tier
    platform: Platform
    contract: str
    deliverables: int
    market_fee: int
    bases: tuple[int, ...]
    commissions: tuple[float, ...]
    deals: tuple[Deal, ...]
    present: int
    recommended: int
    break_even_lift: float | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DealResult:
    """The answer: one sweep per tier and platform asked about."""

    campaign: Campaign
    version: str
    question: DealQuestion
    sweeps: tuple[DealSweep, ...]
    warnings: tuple[Problem, ...]
