"""Sweeps of deals made by hand, in cents, for tests of how they are written."""

from dataclasses import replace

from influence_cli.model.campaign import Platform, Tier
from influence_cli.model.deal import BaseRange, Deal, DealQuestion, DealResult, DealSweep, Outlook
from tests.report import fixtures

MARKET = 120_000
SALES = 150_000
TOGETHER = 140_410


def outlook(mean: float, worst: float, spread: float) -> Outlook:
    return Outlook(mean, spread, worst + spread / 10, mean - spread / 4, mean + spread, worst, 0.5 * mean + 0.5 * worst)


def deal(base: int, commission: float, *, scale: int = 1) -> Deal:
    pay = base + commission * SALES
    profit = TOGETHER - pay
    chance = 1.0 if base >= MARKET else min(base / MARKET, 0.9) * commission
    return Deal(
        base * scale,
        commission,
        outlook(profit * scale, (profit - 120_000) * scale, 90_000.0 * scale),
        0.7,
        outlook(pay * scale, base * scale, commission * SALES * scale),
        chance,
        acceptable=pay >= MARKET,
        efficient=pay >= MARKET and commission in (0.0, 0.05),
    )


def sweep(tier: Tier = Tier.MICRO, platform: Platform = Platform.INSTAGRAM, *, scale: int = 1) -> DealSweep:
    bases = tuple(MARKET // 10 * tenth for tenth in range(13))
    commissions = tuple(step / 40 for step in range(13))
    deals = tuple(deal(base, commission, scale=scale) for base in bases for commission in commissions)
    return DealSweep(
        tier,
        platform,
        "hybrid",
        3,
        MARKET * scale,
        tuple(base * scale for base in bases),
        commissions,
        deals,
        present=10 * 13 + 4,
        recommended=10 * 13,
        break_even_lift=0.2877,
        notes=("The commission shown is that of the first band; later bands keep their distance to it.",),
    )


def result(*sweeps: DealSweep, **question: object) -> DealResult:
    asked = replace(DealQuestion(), **question)  # type: ignore[arg-type]
    return DealResult(fixtures.campaign(), "0.1.0", asked, sweeps or (sweep(),), fixtures.WARNINGS)


def many() -> DealResult:
    return result(*(sweep(tier, platform) for tier in Tier for platform in (Platform.INSTAGRAM, Platform.TIKTOK)))


def outside() -> DealResult:
    """The present deal pays far more than what was tried, for a recommended one that is cheaper."""
    tried = sweep()
    mine = replace(deal(5 * MARKET, 0.4), acceptable=True)
    return result(replace(tried, deals=(*tried.deals, mine), present=len(tried.deals), break_even_lift=None))


def huge() -> DealResult:
    return result(*(sweep(tier, scale=99_999) for tier in Tier))


def huge_single() -> DealResult:
    return result(sweep(scale=99_999))


def hostile() -> DealResult:
    tried = result(replace(sweep(), contract=fixtures.HOSTILE, notes=(fixtures.HOSTILE,)))
    return replace(tried, campaign=replace(tried.campaign, name=fixtures.HOSTILE, brand="=HYPERLINK(1)"))


def assuming() -> DealResult:
    """Amounts, a chance, an effort and no fear of bad runs."""
    return result(
        bases=BaseRange(0, 150_000, of_market=False), chance=0.8, effort=0.05, brand_aversion=0.0, creator_aversion=0.0
    )


def indifferent() -> DealResult:
    """Both sides look at means only."""
    return result(brand_aversion=0.0, creator_aversion=0.0, creators=1)


ALL = {
    "one": result,
    "many": many,
    "outside": outside,
    "huge": huge,
    "huge_single": huge_single,
    "hostile": hostile,
    "assuming": assuming,
    "indifferent": indifferent,
}
