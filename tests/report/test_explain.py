"""`influence explain WORD`: any word of the output, in any spelling."""

import re

import pytest

from influence_cli.metrics.catalogue import METRICS, Metric
from influence_cli.model.campaign import Platform, Quantity, Strategy, Tier
from influence_cli.model.contract import Right
from influence_cli.model.errors import UsageError
from influence_cli.report.plan import grids, headline, payout_grids
from influence_cli.report.plan.as_table import plan_table
from influence_cli.report.values.statistics import STATISTICS
from influence_cli.report.words.explain import explain_metric
from influence_cli.report.words.glossary import WORDS
from influence_cli.report.words.word import Word
from tests.report import fixtures


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


@pytest.mark.parametrize("typed", ["cp", "reach_rat", "share", "spread of", "pay"])
def test_no_more_than_three_words_are_offered(typed: str) -> None:
    typed += "x"
    with pytest.raises(UsageError, match=rf"^unknown word '{typed}'; did you mean ('[\w-]+'(, | or )?){{1,3}}\?$"):
        explain_metric(typed)


def test_a_part_of_a_word_is_a_hint() -> None:
    with pytest.raises(UsageError, match="did you mean 'minimum_payout'"):
        explain_metric("minimum")


def test_a_word_like_no_other_leads_to_the_list() -> None:
    with pytest.raises(UsageError, match=r"unknown word 'qqqq'; 'influence explain' alone lists every word$"):
        explain_metric("qqqq")


@pytest.mark.parametrize("typed", ["", " ", ".", "roi.p11", "p10.roy"])
def test_every_part_of_a_dotted_word_must_be_known(typed: str) -> None:
    with pytest.raises(UsageError, match="unknown word"):
        explain_metric(typed)


def test_a_dotted_word_is_explained_part_by_part() -> None:
    assert explain_metric("roi.p10") == explain_metric("roi") + "\n" + explain_metric("p10")
    assert explain_metric("roi.roi") == explain_metric("roi")


@pytest.mark.parametrize("metric", ["cpm", "cpc", "cpl", "cpa"])
def test_a_price_per_unit_is_a_metric_and_a_term(metric: str) -> None:
    told = explain_metric(metric)
    assert told.startswith(f"{metric.upper()} ({metric})")
    assert f"{metric.upper()} pay ({metric}_pay)" in told


@pytest.mark.parametrize("word", [*Strategy, *Right, *Platform, "guarantee", "bonus", "gift", "overlap band", "fees"])
def test_strategies_and_contract_terms_are_known(word: str) -> None:
    assert len(explain_metric(word).splitlines()) >= 2


def printed() -> list[str]:
    """Every word of the report's own: titles of sections, headings, names of rows."""
    plan = fixtures.holding(1_000)
    shown = [plan_table(some, explain=True) for some in (plan, fixtures.phased())]
    sections = [line.split("  ")[0] for text in shown for line in text.splitlines()[1:] if re.match(r"[A-Z]{4}", line)]
    tables = (
        grids.allocation(fixtures.phased()),
        grids.budget(plan),
        payout_grids.payouts_by_contract(plan, wide=True),
        payout_grids.calendar(plan),
        payout_grids.payouts_by_term(plan),
        grids.projection(plan, wide=True),
        grids.by_tier(plan, wide=True),
        grids.reach(plan),
        grids.boost(plan),
        grids.gates(plan),
        grids.tornado(plan, rows=20, bar=0),
        grids.roi_histogram(plan, 10),
        grids.sources(plan),
    )
    headings = [column.heading for table in tables for column in table.columns if column.heading]
    rows = [row[0] for table in (grids.budget(plan), grids.projection(plan, wide=True)) for row in table.rows]
    moved = [row[at] for row in grids.tornado(plan, rows=20, bar=0).rows for at in (0, 1)]
    facts = [name for name, _ in (*headline.facts(plan), *payout_grids.payout_facts(plan))]
    return sorted({*sections, *headings, *rows, *moved, *facts, "seed", "draws", "benchmarks", "spec sha256"} - {"USD"})


@pytest.mark.parametrize("word", printed())
def test_every_word_that_the_report_prints_is_known(word: str) -> None:
    assert len(explain_metric(word).splitlines()) >= 2


def test_the_message_is_safe_to_print() -> None:
    with pytest.raises(UsageError) as caught:
        explain_metric("\x1b[31mxyz\n\u202e")
    assert str(caught.value).isprintable()
