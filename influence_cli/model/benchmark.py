"""A named set of benchmark figures, the published figures behind it, and what was decided where they disagree."""

from collections.abc import Mapping
from dataclasses import dataclass

from influence_cli.model.campaign import Platform, Quantity, Tier
from influence_cli.model.estimate import Estimate

FigureKey = tuple[Tier | None, Platform | None, Quantity]
"""Where a figure applies; None means every tier, or every platform."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A place where sources or claims disagree, and what the set decided.

    Attributes:
        topic: Short name of the disagreement.
        finding: What the sources say and by how much they differ.
        decision: What the set uses.
        reason: Why.
    """

    topic: str
    finding: str
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A figure as its source prints it. Percentages stay in per cent; None where the source prints no such end.

    ``tier`` and ``platform`` are as printed (``mid[100K-500K]``, ``all``).
    """

    tier: str
    platform: str
    metric: str
    low: float | None
    typical: float | None
    high: float | None
    unit: str
    year: str
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class BenchmarkSet:
    """Figures by where they apply. Money is in US dollars (major units), rates are fractions.

    Attributes:
        name: Name used in a spec, for example ``field-2026``.
        title: One line on what it is.
        figures: Estimates; the most specific key wins.
        usd_rates: Units of a currency per US dollar, for currencies the set has a (rounded, assumed) rate for.
        decisions: What was decided where sources disagree.
    """

    name: str
    title: str
    figures: Mapping[FigureKey, Estimate]
    usd_rates: Mapping[str, Estimate]
    decisions: tuple[Decision, ...]

    def find(self, tier: Tier | None, platform: Platform | None, quantity: Quantity) -> Estimate | None:
        """The most specific figure: tier and platform, then tier, then platform, then neither."""
        for key in ((tier, platform), (tier, None), (None, platform), (None, None)):
            found = self.figures.get((*key, quantity))
            if found is not None:
                return found
        return None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """What a set implies for one KPI of one cell, beside what others publish about it.

    Attributes:
        tier: Tier.
        platform: Platform.
        metric: KPI name: ``cpm``, ``cpe``, ``cpc``, ``cpa`` or ``roas``.
        low: Implied KPI with every figure at its unfavourable tenth (P10 of the sampled KPI).
        mean: KPI of the mean outcome: mean cost over mean count (US dollars, or a ratio).
        high: P90 of the sampled KPI.
        published: Figures others print for it, US dollars or ratios.
        agrees: Whether ``mean`` lies within the hull of the published ranges; None where nothing is published.
    """

    tier: Tier
    platform: Platform
    metric: str
    low: float
    mean: float
    high: float
    published: tuple[PublishedFigure, ...]
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class Audit:
    """A benchmark set held against published figures."""

    set_name: str
    rows: tuple[AuditRow, ...]
    decisions: tuple[Decision, ...]
