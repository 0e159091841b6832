"""Figures as others print them, and which of them speak about a KPI of a cell."""

import math
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from influence_cli.model.benchmark import PublishedFigure
from influence_cli.model.campaign import TIER_FOLLOWERS, Platform, Tier

_FILE = Path(__file__).with_name("published.csv")

KPI_NAMES = ("cpm", "cpe", "cpc", "cpa", "roas")
"""KPIs that can be held against published figures; nobody prints a cost per order, so ``cpa`` has none."""

_KPI_OF_METRIC: tuple[tuple[str, str, float], ...] = (
    ("sponsored_cpm", "cpm", 1.0),
    ("cost_per_1000_engage", "cpe", 1000.0),
    ("cpc", "cpc", 1.0),
    ("roas_tracked_codes", "roas", 1.0),
)
"""Start of a printed metric, our KPI, and what the printed number is divided by.

EMV price lists and constants of calculators are left out: they are not what anyone paid.
"""

_PLATFORMS_PRINTED: dict[str, tuple[Platform, ...]] = {
    "all": tuple(Platform),
    "instagram": (Platform.INSTAGRAM,),
    "instagram?": (Platform.INSTAGRAM,),
    "tiktok": (Platform.TIKTOK,),
    "tiktok_ads": (Platform.TIKTOK,),
    "youtube": (Platform.YOUTUBE,),
}
_RANGE = re.compile(r"(\d+)([KM]?)-(\d+)([KM]?)")
_NAMED = re.compile(r"([a-z/]+)(?:\[(.*)\])?")
_SCALE = {"": 1, "K": 1_000, "M": 1_000_000}


def published() -> tuple[PublishedFigure, ...]:
    """Every published figure that was found, in the order of the packaged table."""
    from csv import DictReader  # 8 ms, and only the audit reads the table

    with _FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            PublishedFigure(
                tier=row["tier"],
                platform=row["platform"],
                metric=row["metric"],
                low=_number(row["low"]),
                typical=_number(row["typical"]),
                high=_number(row["high"]),
                unit=row["unit"],
                year=row["year"],
                source=row["source"],
                url=row["url"],
            )
            for row in DictReader(lines)
        )


def published_for(
    metric: str, tier: Tier, platform: Platform, figures: Iterable[PublishedFigure] | None = None
) -> tuple[PublishedFigure, ...]:
    """The figures others print for a KPI of a cell: US dollars (per 1,000 views for CPM), or a ratio.

    A figure keeps its printed tier and platform, and takes our KPI name as its metric. Figures in other
    currencies are left out.

    Args:
        metric: One of ``KPI_NAMES``.
        tier: Tier of the cell.
        platform: Platform of the cell.
        figures: Figures to choose from; the packaged ones if not given.

    Raises:
        ValueError: ``metric`` is not one of ``KPI_NAMES``.
    """
    if metric not in KPI_NAMES:
        raise ValueError(f"no published figures are kept for {metric!r}; known: {', '.join(KPI_NAMES)}")
    chosen = published() if figures is None else figures
    return tuple(
        converted
        for figure in chosen
        if platform in _PLATFORMS_PRINTED.get(figure.platform, ())
        and tier in tiers_printed(figure.tier)
        and (converted := _as_kpi(figure, metric)) is not None
    )


def tiers_printed(printed: str) -> frozenset[Tier]:
    """The tiers a printed tier speaks about; empty where it is about something else (brands, affiliates).

    A named tier counts as the tier of that name, whatever bounds the source gives it, and as every tier that
    lies wholly within those bounds. A bare follower range counts as the tier that holds more than half of it,
    measured in powers of ten.

    >>> [" ".join(sorted(tiers_printed(printed))) for printed in ("micro[1K-100K]", "30K-80K", "brand>500K")]
    ['micro nano', 'micro', '']
    """
    if printed == "all":
        return frozenset(Tier)
    bare = _bounds(printed)
    if bare is not None:
        return frozenset(tier for tier in Tier if _overlap(bare, TIER_FOLLOWERS[tier]) > 0.5)
    named = _NAMED.fullmatch(printed)
    if named is None:
        return frozenset()
    words = named.group(1).split("/")
    inside = _bounds(named.group(2) or "")
    return frozenset(
        tier
        for tier in Tier
        if tier.value in words
        or (inside and inside[0] <= TIER_FOLLOWERS[tier][0] and TIER_FOLLOWERS[tier][1] <= inside[1])
    )


def _as_kpi(figure: PublishedFigure, kpi: str) -> PublishedFigure | None:
    if figure.unit.startswith("EUR"):
        return None
    for start, name, divisor in _KPI_OF_METRIC:
        if name == kpi and figure.metric.startswith(start):
            printed = (figure.low, figure.typical, figure.high)
            low, typical, high = (None if value is None else value / divisor for value in printed)
            unit = "USD per engagement" if kpi == "cpe" else figure.unit
            return replace(figure, metric=kpi, low=low, typical=typical, high=high, unit=unit)
    return None


def _bounds(text: str) -> tuple[int, int] | None:
    found = _RANGE.fullmatch(text)
    if found is None:
        return None
    low, low_scale, high, high_scale = found.groups()
    return int(low) * _SCALE[low_scale], int(high) * _SCALE[high_scale]


def _overlap(printed: tuple[int, int], tier: tuple[int, int]) -> float:
    """Share of the printed range inside the tier, on a log scale; below 1,000 followers there is no tier."""
    low, high = max(printed[0], 1_000), printed[1]
    inside = math.log(min(high, tier[1])) - math.log(max(low, tier[0]))
    return max(inside, 0.0) / math.log(high / low)


def _number(text: str) -> float | None:
    return float(text) if text else None
