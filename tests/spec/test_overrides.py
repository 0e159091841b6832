"""Figures of your own for the whole campaign and for single platforms."""

import pytest

from influence_cli.model.campaign import Platform, Quantity, Tier
from influence_cli.model.errors import Problem
from influence_cli.model.estimate import Confidence, Estimate, Origin
from tests.spec.specs import RIGHT, campaign, errors, found

INSTAGRAM, TIKTOK = Platform.INSTAGRAM, Platform.TIKTOK


def of_cell(text: str, quantity: Quantity, platform: Platform, tier: Tier = Tier.MICRO) -> Estimate:
    cells = campaign(RIGHT + text).cells
    return next(cell.rates[quantity] for cell in cells if (cell.tier, cell.platform) == (tier, platform))


def ends(estimate: Estimate) -> tuple[float, float]:
    return estimate.low, estimate.high


@pytest.mark.parametrize(
    ("key", "written", "low", "high"),
    [
        ("code_order_ratio", "1..3", 1, 3),
        ("repeat_exposure_value", "40..80%", 0.4, 0.8),
        ("halo_lift", "{low: 5%, typical: 10%, high: 25%, source: our last launch}", 0.05, 0.25),
        ("viral_coefficient", "2%", 0.02, 0.02),
        ("order_value_cv", "0.4", 0.4, 0.4),
    ],
)
def test_a_figure_of_the_campaign_replaces_the_benchmark(key: str, written: str, low: float, high: float) -> None:
    estimate = campaign(RIGHT + f"overrides: {{{key}: {written}}}\n").quantities[Quantity(key)]
    assert ends(estimate) == (low, high)
    assert (estimate.origin, estimate.confidence) == (Origin.SPEC, Confidence.HIGH)
    assert estimate.source == ("our last launch" if "source" in written else "stated in the spec")


def test_a_figure_of_a_platform_leaves_the_others_alone() -> None:
    text = "overrides: {tiktok: {boost_cpm: 4..8, audience_size: 2m, boost_click_rate: 1%}}\n"
    assert ends(of_cell(text, Quantity.BOOST_CPM, TIKTOK)) == (400, 800)
    assert ends(of_cell(text, Quantity.AUDIENCE_SIZE, TIKTOK)) == (2_000_000, 2_000_000)
    assert ends(of_cell(text, Quantity.BOOST_CLICK_RATE, TIKTOK)) == (0.01, 0.01)
    for quantity in (Quantity.BOOST_CPM, Quantity.AUDIENCE_SIZE, Quantity.BOOST_CLICK_RATE):
        assert of_cell(text, quantity, INSTAGRAM).origin is Origin.BENCHMARK


def test_the_more_special_figure_wins() -> None:
    text = (
        "overrides: {boost_cpm: 8, tiktok: {boost_cpm: 7}}\n"
        "tiers: {micro: {overrides: {boost_cpm: 6}}, nano: {overrides: {tiktok: {boost_cpm: 5}}}}\n"
    )
    cells = [(Tier.MID, INSTAGRAM), (Tier.MID, TIKTOK), (Tier.MICRO, TIKTOK), (Tier.NANO, TIKTOK)]
    figures = [of_cell(text, Quantity.BOOST_CPM, platform, tier).typical for tier, platform in cells]
    assert figures == [800, 700, 600, 500]


def only(text: str) -> Problem:
    (problem,) = found(RIGHT + text)
    return problem


@pytest.mark.parametrize(
    ("path", "right"),
    [
        ("overrides.refund_rate", "product.refunds"),
        ("overrides.close_rate", "product.close_rate"),
        ("overrides.average_order_value", "product.price"),
        ("overrides.gross_margin", "product.margin"),
        ("overrides.cell_correlation", "simulation.correlation"),
        ("overrides.click_rate", "tiers.micro.overrides.click_rate"),
        ("overrides.tiktok.halo_lift", "overrides.halo_lift"),
        ("tiers.micro.overrides.halo_lift", "overrides.halo_lift"),
        ("tiers.micro.overrides.tiktok.audience_size", "overrides.audience_size"),
        ("overrides.viral_coeficient", "viral_coefficient"),
    ],
)
def test_a_key_that_has_its_place_elsewhere_is_sent_there(path: str, right: str) -> None:
    keys = path.split(".")
    problem = only(": {".join(keys) + ": 3%" + "}" * (len(keys) - 1) + "\n")
    assert (problem.code, problem.path, problem.suggestion) == ("unknown-key", path, right)


def test_a_key_in_the_wrong_section_does_not_hide_other_mistakes() -> None:
    text = "overrides: {refund_rate: 5%}\ngates: [rio.p10 >= 0]\n"
    assert set(errors(RIGHT + text)) == {"unknown-key", "bad-gate"}


def test_the_audience_is_stated_once() -> None:
    problem = only("overrides: {audience_size: 3m}\naudience: {size: {tiktok: 2m}}\n")
    assert (problem.code, problem.path) == ("one-of", "overrides.audience_size")
    assert "audience.size.tiktok" in problem.what
    assert found(RIGHT + "overrides: {instagram: {audience_size: 4m}}\naudience: {size: {tiktok: 4m}}\n") == ()


def test_figures_keep_the_rules_of_all_figures() -> None:
    assert only("overrides: {tiktok: {audience_size: 0}}\n").code == "zero-figure"
    assert only("overrides: {tiktok: {boost_cpm: 0..5}}\n").code == "zero-figure"
    assert only("overrides: {halo_lift: 30..10%}\n").code == "bad-range"
    assert only("overrides: {viral_coefficient: 3}\n").code == "bad-share"
    assert only("overrides: {boost_cpm: 4 EUR}\n").code == "currency-mismatch"


@pytest.mark.parametrize(("more", "draws", "stated"), [("", 10_000, False), ("draws: 10_000, ", 10_000, True)])
def test_whether_draws_were_asked_for_is_remembered(more: str, draws: int, stated: bool) -> None:
    settings = campaign(RIGHT + f"simulation: {{{more}seed: 7}}\n").settings
    assert (settings.draws, settings.draws_stated, settings.seed) == (draws, stated, 7)
