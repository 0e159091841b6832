"""What a benchmark file may say: the smallest set that breaks each rule, and layering."""

import re
from collections.abc import Callable

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from influence_cli.benchmarks import BenchmarkError, parse
from influence_cli.model.benchmark import BenchmarkSet
from influence_cli.model.campaign import Platform, Quantity, Tier
from influence_cli.model.estimate import Confidence, Statistic

SMALLEST = """
name: mine
title: one figure
sources:
  study: {title: a study, url: "https://example.org", year: 2025}
  guess: {assumption: nobody knows}
figures:
  click_rate:
    unit: clicks per view
    statistic: mean
    instagram:
      nano: {range: [0.01, 0.02, 0.03], source: study, confidence: medium}
usd_rates: {source: guess, confidence: assumption, rates: {EUR: 0.9}}
decisions:
  - {topic: t, finding: f, decision: d, reason: r}
"""


def no_base(name: str) -> BenchmarkSet:
    raise AssertionError(f"asked for {name}")


def read(text: str, base: Callable[[str], BenchmarkSet] = no_base) -> BenchmarkSet:
    return parse(text.encode(), base)


def test_a_figure_carries_its_source_and_what_it_describes() -> None:
    figure = read(SMALLEST).figures[Tier.NANO, Platform.INSTAGRAM, Quantity.CLICK_RATE]
    assert (figure.low, figure.typical, figure.high, figure.unit) == (0.01, 0.02, 0.03, "clicks per view")
    assert (figure.source, figure.url, figure.year) == ("a study", "https://example.org", "2025")
    assert (figure.statistic, figure.confidence) == (Statistic.MEAN, Confidence.MEDIUM)


def test_an_assumption_gives_its_reason_for_a_source() -> None:
    rate = read(SMALLEST).usd_rates["EUR"]
    assert rate.source == "nobody knows"
    assert rate.confidence is Confidence.ASSUMPTION
    assert rate.known


def test_a_note_is_shown_behind_the_source() -> None:
    text = SMALLEST.replace("confidence: medium", "confidence: medium, note: on Mondays")
    [figure] = read(text).figures.values()
    assert figure.source == "a study; on Mondays"


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("click_rate:", "clik_rate:", "unknown quantity 'clik_rate'; did you mean 'click_rate'"),
        ("    instagram:", "    instagramm:", "unknown platform 'instagramm'; did you mean 'instagram'"),
        ("nano:", "nanno:", "unknown tier 'nanno'; did you mean 'nano'"),
        ("[0.01, 0.02, 0.03]", "[0.03, 0.02, 0.04]", "range must rise from low to high"),
        ("[0.01, 0.02, 0.03]", "[0.01, 0.04, 0.03]", "range must rise from low to high"),
        ("[0.01, 0.02, 0.03]", "[0, 0.02, 0.03]", "above 0"),
        ("[0.01, 0.02, 0.03]", "[0.01, 0.02]", "three finite numbers"),
        ("[0.01, 0.02, 0.03]", "[0.01, 0.02, .inf]", "three finite numbers"),
        ("[0.01, 0.02, 0.03]", "[.nan, 0.02, 0.03]", "three finite numbers"),
        ("[0.01, 0.02, 0.03]", "[0.01, yes, 1]", "three finite numbers"),
        ("[0.01, 0.02, 0.03]", "[0.01, 0.02, 1.03]", "a share lies between 0 and 1"),
        ("source: study, ", "", "missing or unknown source None"),
        ("source: study, ", "source: stdy, ", "missing or unknown source 'stdy'"),
        (", confidence: medium", "", "missing or unknown confidence None"),
        ("confidence: medium", "confidence: firm", "missing or unknown confidence 'firm'"),
        ("confidence: medium", "confidence: assumption", "confidence 'assumption' goes with"),
        ("source: study, confidence", "source: guess, confidence", "confidence 'assumption' goes with"),
        ("confidence: medium", "confidence: medium, why: so", "unknown key 'why'"),
        ("    statistic: mean\n", "", "statistic must be mean or median"),
        ("    unit: clicks per view\n", "", "no unit"),
        ("title: one figure\n", "", "missing key 'title'"),
        ("decisions:", "decision:", "unknown key 'decision'"),
        (", reason: r", "", "needs exactly topic, finding, decision and reason"),
        ("EUR: 0.9", "EUR: -0.9", "usd_rates.EUR: range must rise"),
    ],
)
def test_each_slip_is_refused(right: str, wrong: str, message: str) -> None:
    assert right in SMALLEST
    with pytest.raises(BenchmarkError, match=re.escape(message)):
        read(SMALLEST.replace(right, wrong, 1))


def test_all_slips_are_told_at_once() -> None:
    text = SMALLEST.replace("source: study, ", "").replace("EUR: 0.9", "EUR: 0")
    with pytest.raises(BenchmarkError) as caught:
        read(text)
    assert str(caught.value).splitlines() == [
        "click_rate.instagram.nano: missing or unknown source None",
        "usd_rates.EUR: range must rise from low to high, above 0",
    ]


def test_a_list_is_no_set() -> None:
    with pytest.raises(BenchmarkError, match="a set is a mapping"):
        read("- 1")


@given(st.tuples(*[st.floats(0.001, 1.0)] * 3))
def test_a_range_is_taken_exactly_if_it_rises(values: tuple[float, ...]) -> None:
    text = SMALLEST.replace("[0.01, 0.02, 0.03]", yaml.safe_dump(list(values), default_flow_style=True).strip())
    if list(values) == sorted(values):
        [figure] = read(text).figures.values()
        assert (figure.low, figure.typical, figure.high) == values
    else:
        with pytest.raises(BenchmarkError, match="must rise"):
            read(text)


CHILD = """
name: child
title: claims
extends: mine
sources: {claim: {title: a claim}}
figures:
  click_rate:
    unit: clicks per view
    statistic: mean
    all:
      nano: {range: [0.1, 0.2, 0.3], source: claim, confidence: low}
decisions:
  - {topic: t, finding: g, decision: d, reason: r}
"""


def test_a_broad_claim_replaces_the_narrow_figures_it_covers_and_nothing_else() -> None:
    micro = "      micro: {range: [0.01, 0.02, 0.03], source: study, confidence: medium}\n"
    base = read(SMALLEST.replace("usd_rates", micro + "usd_rates"))
    asked: list[str] = []

    def of(name: str) -> BenchmarkSet:
        asked.append(name)
        return base

    child = read(CHILD, of)
    assert asked == ["mine"]
    nano = child.find(Tier.NANO, Platform.INSTAGRAM, Quantity.CLICK_RATE)
    micro_figure = child.find(Tier.MICRO, Platform.INSTAGRAM, Quantity.CLICK_RATE)
    assert nano is not None
    assert nano.source == "a claim"
    assert micro_figure is not None
    assert micro_figure.source == "a study"
    assert child.usd_rates == base.usd_rates


def test_a_decision_of_the_same_topic_is_replaced() -> None:
    assert [decision.finding for decision in read(CHILD, lambda _: read(SMALLEST)).decisions] == ["g"]
