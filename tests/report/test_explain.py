"""`influence explain WORD`: any word of the output, in any spelling."""

import pytest

from influence_cli.metrics.catalogue import METRICS, Metric
from influence_cli.model.campaign import Quantity, Tier
from influence_cli.model.errors import UsageError
from influence_cli.report.explain import explain_metric
from influence_cli.report.rows import STATISTICS
from influence_cli.report.words import WORDS, Word


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_every_metric_has_definition_formula_and_source(metric: Metric) -> None:
    told = " ".join(explain_metric(metric.name).split())
    assert told.startswith(f"{metric.label} ({metric.name})")
    for part in (metric.definition, f"formula {metric.formula}", f"source {metric.source}"):
        assert " ".join(part.split()) in told
    assert (f"denominator {metric.denominator}" in told) == bool(metric.denominator)


@pytest.mark.parametrize("spelling", ["clv_roi", "CLV-based ROI", "clv based roi", " Clv_ROI ", "clv-roi"])
def test_case_spaces_and_labels_do_not_matter(spelling: str) -> None:
    assert explain_metric(spelling) == explain_metric("clv_roi")


@pytest.mark.parametrize(
    "word",
    [
        *STATISTICS,
        *Quantity,
        *Tier,
        "expected_roi",
        "probability_of_profit",
        "reserve_p95",
        "below_minimum_share",
        "unallocated",
        "Left over",
        "ctr",
        "impressions",
    ],
)
def test_words_of_the_result_and_of_the_model_are_known(word: str) -> None:
    assert len(explain_metric(word).splitlines()) >= 2


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.name)
def test_no_line_is_longer_than_a_terminal(word: Word) -> None:
    assert max(map(len, explain_metric(word.name).splitlines())) <= 80


def test_names_are_unique() -> None:
    names = [word.name for word in WORDS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("typed", "meant"), [("rio", "roi"), ("rooas", "roas"), ("conversion rat", "conversion_rate")])
def test_a_misspelt_word_gets_the_nearest(typed: str, meant: str) -> None:
    with pytest.raises(UsageError, match=f"unknown word '{typed}'; did you mean '{meant}'"):
        explain_metric(typed)


def test_a_word_like_no_other_gets_the_list() -> None:
    with pytest.raises(UsageError, match=r"unknown word 'qqqq'; expected one of .*\broas, roi\b"):
        explain_metric("qqqq")


def test_the_message_is_safe_to_print() -> None:
    with pytest.raises(UsageError) as caught:
        explain_metric("\x1b[31mxyz\n\u202e")
    assert str(caught.value).isprintable()
