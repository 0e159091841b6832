"""Figures as others print them, and what they say about a KPI of a cell."""

from dataclasses import replace

import pytest

from influence_cli.benchmarks import published, published_for
from influence_cli.benchmarks.published import KPI_NAMES, tiers_printed
from influence_cli.model.benchmark import PublishedFigure
from influence_cli.model.campaign import Platform, Tier


def printed(metric: str, tier: str = "all", platform: str = "all", unit: str = "USD") -> PublishedFigure:
    return PublishedFigure(tier, platform, metric, 5.0, None, 15.0, unit, "2025", "a study", "https://example.org")


def test_figures_are_carried_as_printed() -> None:
    table = {(row.tier, row.platform, row.metric, row.source): row for row in published()}
    row = table["mid[100K-500K]", "instagram", "sponsored_cpm_feed", "influencerradar: CPM from 200+ campaigns"]
    assert (row.low, row.typical, row.high, row.unit, row.year) == (15.0, None, 30.0, "USD", "2024")
    assert row.url.startswith("https://influencerradar.com/")


def test_every_row_says_something_and_names_its_source() -> None:
    assert len(published()) == 231
    for row in published():
        ends = [value for value in (row.low, row.typical, row.high) if value is not None]
        assert ends
        assert ends == sorted(ends)
        assert row.source
        assert "GAP" not in row.source
        assert row.url.startswith(("https://", "http://")) or row.source == "the 2026 playbook"


@pytest.mark.parametrize(
    ("text", "tiers"),
    [
        ("all", set(Tier)),
        ("nano", {Tier.NANO}),
        ("nano[5K-10K]", {Tier.NANO}),
        ("micro/nano", {Tier.NANO, Tier.MICRO}),
        ("micro[1K-100K]", {Tier.NANO, Tier.MICRO}),
        ("mid[50K-500K]", {Tier.MID}),
        ("mid[500K-2M]", {Tier.MID}),
        ("mega[2M+]", {Tier.MEGA}),
        ("0-20K", {Tier.NANO}),
        ("20K-100K", {Tier.MICRO}),
        ("30K-80K", {Tier.MICRO}),
        ("200K-500K", {Tier.MID}),
        ("brand<10K", set()),
        ("brand>500K", set()),
        ("apparel", set()),
        ("top 10% of affiliates", set()),
    ],
)
def test_a_printed_tier_is_read_as_ours(text: str, tiers: set[Tier]) -> None:
    assert tiers_printed(text) == tiers


def test_every_printed_tier_that_names_one_of_ours_is_understood() -> None:
    for row in published():
        named = [tier for tier in Tier if tier.value in row.tier]
        assert tiers_printed(row.tier) >= set(named)


def test_cost_per_1000_engagements_becomes_cost_per_engagement() -> None:
    [row] = published_for("cpe", Tier.NANO, Platform.TIKTOK, [printed("cost_per_1000_engaged")])
    assert (row.low, row.typical, row.high, row.unit) == (0.005, None, 0.015, "USD per engagement")
    assert (row.metric, row.tier) == ("cpe", "all")


def test_a_sponsored_cpm_of_any_format_is_a_cpm() -> None:
    row = printed("sponsored_cpm_reel", platform="instagram?")
    assert published_for("cpm", Tier.MID, Platform.INSTAGRAM, [row]) == (replace(row, metric="cpm"),)
    assert published_for("cpm", Tier.MID, Platform.YOUTUBE, [row]) == ()


def test_other_currencies_price_lists_and_other_tiers_are_left_out() -> None:
    rows = [
        printed("sponsored_cpm", unit="EUR"),
        printed("emv_cpm"),
        printed("base_cpm_feed"),
        printed("sponsored_cpm", tier="mega"),
        printed("cpm_reduction", platform="meta_whitelisting"),
    ]
    assert published_for("cpm", Tier.NANO, Platform.INSTAGRAM, rows) == ()


def test_tracked_codes_are_a_roas() -> None:
    found = published_for("roas", Tier.MICRO, Platform.YOUTUBE)
    assert [(row.tier, row.low, row.high) for row in found] == [("30K-80K", 3.6, 5.1)]


def test_each_kpi_has_published_figures_except_cost_per_order() -> None:
    found = {
        kpi
        for kpi in KPI_NAMES
        for tier in Tier
        for platform in Platform
        if published_for(kpi, tier, platform, published())
    }
    assert found == {"cpm", "cpe", "cpc", "roas"}


def test_an_unknown_kpi_is_refused() -> None:
    with pytest.raises(ValueError, match="no published figures are kept for 'emv'"):
        published_for("emv", Tier.NANO, Platform.TIKTOK)
