"""What field-2026 implies for one deliverable, beside published ranges: a 60 USD order at a 60% margin.

The mean of a two-piece log-normal with P10 / P50 / P90 = low / typical / high is
``typical x (exp(sh^2 / 2) Phi(sh) + exp(sl^2 / 2) Phi(-sl))`` with ``sh = ln(high / typical) / 1.2816`` and
``sl = ln(typical / low) / 1.2816``. Creators that differ by a log-sd
``s`` have a mean of ``exp(s^2 / 2)`` medians.
"""

import math
from itertools import product
from statistics import NormalDist

import pytest

from influence_cli.benchmarks import load, published, published_for
from influence_cli.model.benchmark import BenchmarkSet, PublishedFigure
from influence_cli.model.campaign import Platform, Quantity, Tier
from influence_cli.model.estimate import Estimate, Statistic

ORDER_VALUE, MARGIN = 60.0, 0.6
CELLS = list(product(Tier, Platform))
Z90 = NormalDist().inv_cdf(0.9)


def mean_of(estimate: Estimate) -> float:
    up = math.log(estimate.high / estimate.typical) / Z90
    down = math.log(estimate.typical / estimate.low) / Z90
    phi = NormalDist().cdf
    return estimate.typical * (math.exp(up**2 / 2) * phi(up) + math.exp(down**2 / 2) * phi(-down))


def implied(benchmarks: BenchmarkSet, tier: Tier, platform: Platform) -> dict[str, float]:
    def estimate(quantity: Quantity) -> Estimate:
        found = benchmarks.find(tier, platform, quantity)
        assert found is not None
        return found

    def mean(quantity: Quantity) -> float:
        return mean_of(estimate(quantity))

    assert estimate(Quantity.VIEW_RATE).statistic is Statistic.MEDIAN
    spread = estimate(Quantity.VIEWS_LOG_SD_BETWEEN).typical
    followers, fee = mean(Quantity.FOLLOWERS), mean(Quantity.FEE_PER_DELIVERABLE)
    views = followers * mean(Quantity.VIEW_RATE) * math.exp(spread**2 / 2)
    engagements = followers * mean(Quantity.ENGAGEMENT_RATE_BY_FOLLOWERS)
    clicks = views * mean(Quantity.CLICK_RATE)
    tracked = clicks * mean(Quantity.CONVERSION_RATE)
    orders = tracked * (1 + mean(Quantity.CODE_ORDER_RATIO))
    revenue = orders * ORDER_VALUE
    return {
        "cpm": 1000 * fee / views,
        "cpe": fee / engagements,
        "cpc": fee / clicks,
        "cpa": fee / orders,
        "roas": revenue / fee,
        "roi": (revenue * MARGIN - fee) / fee,
        "click_rate": clicks / views,
        "engagement_rate_by_views": engagements / views,
        "direct_roas": tracked * ORDER_VALUE / fee,
    }


def off_by(value: float, figures: tuple[PublishedFigure, ...]) -> float:
    """How far a value is from the hull of printed numbers, as a factor; 1 inside."""
    numbers = [n for figure in figures for n in (figure.low, figure.typical, figure.high) if n is not None]
    return max(min(numbers) / value, value / max(numbers), 1.0)


def test_the_mean_formula_agrees_with_a_plain_log_normal() -> None:
    sd = 0.7
    known = Estimate(math.exp(-Z90 * sd), 1.0, math.exp(Z90 * sd), "")
    assert mean_of(known) == pytest.approx(math.exp(sd**2 / 2))


SANE = {
    "cpm": (5, 150),
    "cpe": (0.05, 5),
    "cpc": (0.5, 25),
    "cpa": (10, 500),
    "roas": (0.05, 6),
    "roi": (-0.97, 2),
    "click_rate": (0.001, 0.05),
    "engagement_rate_by_views": (0.02, 0.25),
    "direct_roas": (0.02, 2),
}


@pytest.mark.parametrize(("tier", "platform"), CELLS)
def test_no_implied_figure_is_silly(tier: Tier, platform: Platform) -> None:
    result = implied(load("field-2026"), tier, platform)
    outside = {name: value for name, value in result.items() if not SANE[name][0] <= value <= SANE[name][1]}
    assert outside == {}


WITHIN = {
    "cpm": 1.2,  # only YouTube mega is above what is printed: its lowest printed fee is 20,000
    "cpc": 3.0,  # printed for TikTok ads only, which are bought for the click
    "roas": 8.5,  # unaudited tracked codes give way, most of all for mega
}
"""By what factor the set may leave the published hull; each has a decision that says why.

Cost per engagement has a test of its own, without the quoted 6.50 per 1,000 that contradicts its own inputs.
"""


PRINTED = [
    (kpi, tier, platform, figures)
    for kpi in WITHIN
    for tier, platform in CELLS
    if (figures := published_for(kpi, tier, platform, published()))
]
OWN_CPM = [
    (tier, platform, own)
    for kpi, tier, platform, figures in PRINTED
    if kpi == "cpm" and (own := tuple(figure for figure in figures if figure.tier != "all"))
]


@pytest.mark.parametrize(("kpi", "tier", "platform", "figures"), PRINTED)
def test_implied_figures_stand_near_published_ranges(
    kpi: str, tier: Tier, platform: Platform, figures: tuple[PublishedFigure, ...]
) -> None:
    assert off_by(implied(load("field-2026"), tier, platform)[kpi], figures) <= WITHIN[kpi]


@pytest.mark.parametrize(("tier", "platform", "figures"), OWN_CPM)
def test_cpm_stands_within_three_times_what_is_printed_for_the_tier_itself(
    tier: Tier, platform: Platform, figures: tuple[PublishedFigure, ...]
) -> None:
    assert off_by(implied(load("field-2026"), tier, platform)["cpm"], figures) <= 3.0


@pytest.mark.parametrize("tier", Tier)
def test_cost_per_engagement_is_within_ten_times_of_the_one_price_that_is_not_contradicted(
    tier: Tier,
) -> None:
    calculator = tuple(
        f for f in published_for("cpe", tier, Platform.INSTAGRAM, published()) if f.source.startswith("Traackr")
    )
    assert off_by(implied(load("field-2026"), tier, Platform.INSTAGRAM)["cpe"], calculator) <= 10.0


@pytest.mark.parametrize("name", ["field-2026", "playbook-2026"])
@pytest.mark.parametrize("platform", Platform)
def test_mega_is_dearer_than_small_creators_as_claimed_but_not_seven_times_in_the_field(
    name: str, platform: Platform
) -> None:
    benchmarks = load(name)
    ratio = implied(benchmarks, Tier.MEGA, platform)["cpe"] / implied(benchmarks, Tier.MICRO, platform)["cpe"]
    assert (1.5 < ratio < 5) if name == "field-2026" else (6 < ratio < 16)


def test_the_published_micro_example_returns_about_a_quarter_of_its_fee_in_direct_sales() -> None:
    direct = 50_000 * 0.229 * 0.01 * 0.02 * 60 / 500
    assert round(direct, 2) == 0.27
    ours = implied(load("field-2026"), Tier.MICRO, Platform.INSTAGRAM)
    assert direct < ours["direct_roas"] < 2 * direct
    assert ours["direct_roas"] < ours["roas"] < 3.6


@pytest.mark.parametrize("platform", Platform)
def test_the_spread_of_instagram_engagements_is_rebuilt_and_no_creator_spread_is_absurd(
    platform: Platform,
) -> None:
    benchmarks = load("field-2026")
    between = benchmarks.find(Tier.MEGA, platform, Quantity.VIEWS_LOG_SD_BETWEEN)
    engaging = benchmarks.find(Tier.MEGA, platform, Quantity.ENGAGEMENT_LOG_SD)
    assert between is not None
    assert engaging is not None
    together = math.hypot(between.typical, engaging.typical)
    assert 0.9 < together < 1.6
    assert platform is not Platform.INSTAGRAM or together == pytest.approx(1.24, rel=0.1)
