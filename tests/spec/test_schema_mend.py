"""What the schema cannot see is reported in the same run, and never what only follows from a mistake already told."""

import pytest

from influence_cli.model.errors import Severity
from influence_cli.spec import Source, check

SIX_LINES = """\
campaign: {name: Serum, weeks: 6, markets: [US], tracking: [link]}
budget: 40k
product: {price: 60, margin: 58%}
"""


def errors(text: str) -> list[tuple[str, str]]:
    problems = check(Source("spec.yaml", text.encode()), lambda _: b"")
    return [(problem.code, problem.path) for problem in problems if problem.severity is Severity.ERROR]


PHASE = "phases: [{name: a, weeks: 1-9, tiers: [nano]}]\n"


@pytest.mark.parametrize(
    ("mistake", "code", "path"),
    [
        ("audience: {sise: 3m}", "unknown-key", "audience.sise"),
        ("audience: {colour: red}", "unknown-key", "audience.colour"),
        ("allocation: {strategy: equl}", "unknown-word", "allocation.strategy"),
        ("allocation: {exclude_platforms: [youtube, myspace]}", "unknown-platform", "allocation.exclude_platforms.1"),
        ("tiers: {nanno: {min_creators: 2}}", "unknown-tier", "tiers.nanno"),
        ("simulation: {draws: many}", "bad-number", "simulation.draws"),
        ('gates: ["roi.p10 >= 0", on]', "boolean-text", "gates.1"),
        ("alocation: {strategy: equal}", "unknown-key", "alocation"),
    ],
)
def test_a_phase_beyond_the_end_is_told_with_every_other_mistake(mistake: str, code: str, path: str) -> None:
    assert set(errors(f"{SIX_LINES}{PHASE}{mistake}\n")) == {(code, path), ("weeks-outside", "phases.0.weeks")}


def test_several_mistakes_in_one_list_are_mended_apart() -> None:
    phases = "phases: [{name: a, weeks: 1-9, tiers: [nan, micrro, mid, tera]}]\n"
    found = errors(SIX_LINES + phases)
    assert [path for code, path in found if code == "unknown-tier"] == [f"phases.0.tiers.{item}" for item in (0, 1, 3)]
    assert ("weeks-outside", "phases.0.weeks") in found


@pytest.mark.parametrize(
    "mistake",
    [
        "contracts: {a: {fee: much, usage_rights: {share: 20%, days: 90}}}",
        "contracts: {a: 5}\ntiers: {nano: {contract: a}}",
        "contracst_: {a: {fee: 5}}\ntiers: {nano: {contract: a}}\n",
        "tiers: {nano: {share: lots}, micro: {share: 40%}}",
        "tiers: {tera: {share: 60%}, micro: {share: 40%}}",
    ],
)
def test_what_follows_from_a_mistake_is_not_told(mistake: str) -> None:
    assert len(errors(f"{SIX_LINES}{mistake}\n")) == 1


def test_a_budget_that_cannot_be_read_leaves_amounts_in_peace() -> None:
    text = SIX_LINES.replace("40k", "{total: 40k, currency: EURO}") + "contracts: {a: {fee: 400 EUR}}"
    assert errors(text) == [("unknown-currency", "budget.currency")]
