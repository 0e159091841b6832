"""`influence explain` knows what an optimized plan prints and what a spec may ask of it."""

import pytest

from influence_cli.report.plan.optimality.parts import parts
from influence_cli.report.words.explain import explain_metric
from influence_cli.report.words.optimality import OPTIMALITY_WORDS
from influence_cli.report.words.word import Word
from tests.report import optima


def printed() -> list[str]:
    """Titles of sections, names of figures, headings."""
    found: set[str] = set()
    for result in (optima.optimized(), optima.many()):
        for part in parts(result):
            found |= {part.title, *(name for name, _ in part.facts)}
            found |= {column.heading for column in part.grid.columns} if part.grid else set()
    return sorted(found)


@pytest.mark.parametrize("word", printed())
def test_every_word_that_is_printed_is_known(word: str) -> None:
    assert len(explain_metric(word).splitlines()) >= 2


@pytest.mark.parametrize("word", OPTIMALITY_WORDS, ids=lambda word: word.name)
def test_no_line_is_longer_than_a_terminal(word: Word) -> None:
    assert max(map(len, explain_metric(word.name).splitlines())) <= 80


@pytest.mark.parametrize(
    "word",
    [
        "certificate",
        "gap",
        "upper bound",
        "upper_bound",
        "CVaR",
        "marginal return",
        "price of a limit",
        "prices",
        "spend_all",
        "max_share_per_cell",
        "risk_aversion",
        "stopped_early",
        "rivals",
        "marginals",
        "constraints",
        "lifetime_profit",
        "status",
        "scenarios",
        "planning model",
    ],
)
def test_words_of_the_record_and_of_the_spec_are_known(word: str) -> None:
    assert len(explain_metric(word).splitlines()) >= 2


def test_the_objective_is_explained_for_plans_too() -> None:
    assert "Objective of a plan (plan_objective)" in explain_metric("objective")
    assert "Next money (next_money)" in explain_metric("marginal return")
