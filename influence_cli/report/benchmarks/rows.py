"""Which figures of a benchmark set are shown, in which order; every format starts from these."""

from collections.abc import Mapping
from dataclasses import replace

from influence_cli.model.benchmark import BenchmarkSet, FigureKey
from influence_cli.model.campaign import Platform, Quantity, Tier
from influence_cli.model.estimate import Confidence, Estimate

_TIERS = tuple(Tier)
_PLATFORMS = tuple(Platform)
_QUANTITIES = tuple(Quantity)


def selected(
    found: BenchmarkSet, *, tier: Tier | None, platform: Platform | None, quantity: Quantity | None
) -> BenchmarkSet:
    """The set with only the figures that apply to a tier, a platform and a quantity; None keeps all.

    A figure for every tier (or every platform) applies to each of them.
    """
    return replace(
        found,
        figures={
            key: estimate
            for key, estimate in found.figures.items()
            if _applies(key[0], tier) and _applies(key[1], platform) and quantity in {None, key[2]}
        },
    )


def assumed(found: BenchmarkSet) -> int:
    """How many figures have no public source."""
    return sum(estimate.confidence is Confidence.ASSUMPTION for estimate in found.figures.values())


def ordered(figures: Mapping[FigureKey, Estimate]) -> list[tuple[FigureKey, Estimate]]:
    """Figures by quantity, platform and tier, in the order these are declared; the general ones first."""

    def rank(entry: tuple[FigureKey, Estimate]) -> tuple[int, int, int]:
        tier, platform, quantity = entry[0]
        return (
            _QUANTITIES.index(quantity),
            -1 if platform is None else _PLATFORMS.index(platform),
            -1 if tier is None else _TIERS.index(tier),
        )

    return sorted(figures.items(), key=rank)


def _applies(where: Tier | Platform | None, wanted: Tier | Platform | None) -> bool:
    return wanted is None or where is None or where is wanted
