"""The packaged sets: complete, sourced, and faithful to the claims they carry."""

from itertools import pairwise
from pathlib import Path

import pytest
import yaml

import influence_cli.benchmarks
from influence_cli.benchmarks import load, names, published
from influence_cli.model.campaign import TIER_FOLLOWERS, Platform, Quantity, Tier
from influence_cli.model.errors import UsageError
from influence_cli.model.estimate import Confidence, Estimate, Statistic

FOLDER = Path(influence_cli.benchmarks.__file__).parent
SETS = ("field-2026", "playbook-2026")


def figure(name: str, tier: Tier, platform: Platform, quantity: Quantity) -> Estimate:
    found = load(name).find(tier, platform, quantity)
    assert found is not None
    return found


def test_both_sets_are_known_by_name() -> None:
    assert names() == SETS
    assert [load(name).name for name in SETS] == list(SETS)


def test_an_unknown_name_gets_the_nearest_one() -> None:
    with pytest.raises(UsageError, match="unknown benchmark set 'playbok'; did you mean 'playbook-2026'"):
        load("playbok")


def test_a_name_is_never_a_path() -> None:
    with pytest.raises(UsageError):
        load("../benchmarks/field-2026")


@pytest.mark.parametrize("name", SETS)
def test_every_quantity_is_known_for_every_tier_and_platform(name: str) -> None:
    benchmarks = load(name)
    missing = [
        (tier, platform, quantity)
        for tier in Tier
        for platform in Platform
        for quantity in Quantity
        if benchmarks.find(tier, platform, quantity) is None
    ]
    assert missing == []


@pytest.mark.parametrize("name", SETS)
def test_no_key_is_written_twice(name: str) -> None:
    def doubles(node: yaml.Node) -> list[str]:
        if isinstance(node, yaml.MappingNode):
            words = [key.value for key, _ in node.value]
            below = [word for _, value in node.value for word in doubles(value)]
            return [word for word in set(words) if words.count(word) > 1] + below
        if isinstance(node, yaml.SequenceNode):
            return [word for item in node.value for word in doubles(item)]
        return []

    root = yaml.compose((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    assert root is not None
    assert doubles(root) == []


@pytest.mark.parametrize("name", SETS)
def test_every_source_and_assumption_is_used_and_an_assumption_is_a_sentence(name: str) -> None:
    data = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    benchmarks = load(name)
    shown = [estimate.source for estimate in [*benchmarks.figures.values(), *benchmarks.usd_rates.values()]]
    for source in data["sources"].values():
        text = source.get("assumption") or source["title"]
        assert any(line.startswith(text) for line in shown), f"{text!r} is used by no figure"
    for estimate in benchmarks.figures.values():
        if estimate.confidence is Confidence.ASSUMPTION:
            assert estimate.source.endswith(".")
            assert len(estimate.source.split()) >= 10


@pytest.mark.parametrize("name", SETS)
def test_every_address_is_one_of_the_published_figures(name: str) -> None:
    addresses = {printed.url for printed in published()}
    assert {estimate.url for estimate in load(name).figures.values()} <= addresses


@pytest.mark.parametrize("name", SETS)
def test_nothing_is_more_certain_than_medium(name: str) -> None:
    assert Confidence.HIGH not in {estimate.confidence for estimate in load(name).figures.values()}


def test_what_nobody_publishes_is_marked_as_an_assumption() -> None:
    unsourced = [
        (Tier.NANO, Platform.TIKTOK, Quantity.VIEW_RATE),
        (Tier.MICRO, Platform.YOUTUBE, Quantity.VIEW_RATE),
        (Tier.MICRO, Platform.TIKTOK, Quantity.REPEAT_PURCHASE_RATE),
        (Tier.MEGA, Platform.INSTAGRAM, Quantity.VIRAL_COEFFICIENT),
        (Tier.NANO, Platform.INSTAGRAM, Quantity.CODE_ORDER_RATIO),
        (Tier.NANO, Platform.INSTAGRAM, Quantity.HALO_LIFT),
    ]
    assert {figure("field-2026", *key).confidence for key in unsourced} == {Confidence.ASSUMPTION}


def test_reach_is_a_median_and_money_and_conversion_are_means() -> None:
    cell = (Tier.MICRO, Platform.INSTAGRAM)
    assert figure("field-2026", *cell, Quantity.VIEW_RATE).statistic is Statistic.MEDIAN
    for quantity in (Quantity.FEE_PER_DELIVERABLE, Quantity.CLICK_RATE, Quantity.CONVERSION_RATE):
        assert figure("field-2026", *cell, quantity).statistic is Statistic.MEAN


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("platform", Platform)
def test_followers_lie_inside_their_tier(name: str, platform: Platform) -> None:
    for tier in Tier:
        lowest, highest = TIER_FOLLOWERS[tier]
        followers = figure(name, tier, platform, Quantity.FOLLOWERS)
        assert lowest < followers.low < followers.high < highest


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("platform", Platform)
def test_larger_creators_cost_more_and_engage_no_better(name: str, platform: Platform) -> None:
    rates = (
        Quantity.VIEW_RATE,
        Quantity.ENGAGEMENT_RATE_BY_FOLLOWERS,
        Quantity.CLICK_RATE,
        Quantity.CONVERSION_RATE,
        Quantity.REPEAT_PURCHASE_RATE,
    )
    for smaller, larger in pairwise(Tier):
        fees = [figure(name, tier, platform, Quantity.FEE_PER_DELIVERABLE).typical for tier in (smaller, larger)]
        assert fees[0] < fees[1]
        for quantity in rates:
            assert figure(name, smaller, platform, quantity).typical >= figure(name, larger, platform, quantity).typical


@pytest.mark.parametrize("platform", Platform)
def test_the_playbook_set_says_what_the_playbook_claims(platform: Platform) -> None:
    def typical(tier: Tier, quantity: Quantity) -> float:
        return figure("playbook-2026", tier, platform, quantity).typical

    for small in (Tier.NANO, Tier.MICRO):
        assert typical(small, Quantity.ENGAGEMENT_RATE_BY_FOLLOWERS) == 0.0386
        assert typical(small, Quantity.CONVERSION_RATE) == 0.042
    assert typical(Tier.MEGA, Quantity.ENGAGEMENT_RATE_BY_FOLLOWERS) == 0.0121
    assert typical(Tier.MEGA, Quantity.CONVERSION_RATE) == 0.018
    fee = Quantity.FEE_PER_DELIVERABLE
    assert figure("playbook-2026", Tier.NANO, platform, fee).low == 100
    assert figure("playbook-2026", Tier.MICRO, platform, fee).high == 1000
    mega = figure("playbook-2026", Tier.MEGA, platform, fee)
    assert 10_000 < mega.low < mega.typical == 100_000 < mega.high < 1_000_000


def test_the_playbook_set_falls_back_to_field_where_the_claims_are_silent() -> None:
    key = (Tier.MICRO, Platform.INSTAGRAM, Quantity.VIEW_RATE)
    assert figure("playbook-2026", *key) == figure("field-2026", *key)
    assert load("playbook-2026").usd_rates == load("field-2026").usd_rates


def test_the_quoted_cost_per_1000_engaged_contradicts_the_claims_own_inputs() -> None:
    engaged = (
        10_000 * figure("playbook-2026", Tier.MICRO, Platform.INSTAGRAM, Quantity.ENGAGEMENT_RATE_BY_FOLLOWERS).typical
    )
    cost_per_1000 = 1000 * 100 / engaged
    [decision] = [d for d in load("playbook-2026").decisions if d.topic == "cost per 1,000 engaged users"]
    assert f"{engaged:.0f} engagements" in decision.finding
    assert f"{cost_per_1000:.0f} USD per 1,000" in decision.finding


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize(
    "word",
    [
        "median",
        "CPM, nano",
        "mega",
        "Heepsy",
        "1.21%",
        "tracked-code",
        "TikTok view",
        "2019",
        "engaged users",
    ],
)
def test_each_known_disagreement_has_a_decision(name: str, word: str) -> None:
    assert any(word in decision.topic for decision in load(name).decisions)


@pytest.mark.parametrize("name", SETS)
def test_decisions_are_complete_and_about_different_things(name: str) -> None:
    decisions = load(name).decisions
    assert len({decision.topic for decision in decisions}) == len(decisions)
    for decision in decisions:
        assert all([decision.topic, decision.finding, decision.decision, decision.reason])


def test_currency_rates_are_assumptions_of_a_plausible_size() -> None:
    rates = load("field-2026").usd_rates
    assert {"EUR", "GBP", "CHF", "CAD", "AUD", "JPY", "SEK", "NOK", "DKK", "PLN", "INR", "BRL"} == set(rates)
    assert all(rate.known and rate.confidence is Confidence.ASSUMPTION for rate in rates.values())
    assert 0.5 < rates["GBP"].typical < rates["EUR"].typical < 1.0 < rates["DKK"].typical < rates["JPY"].typical
