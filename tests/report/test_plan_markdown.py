"""The pull-request comment: readable, short enough, and nobody is mentioned by a campaign's name."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from influence_cli.model.campaign import Goal
from influence_cli.model.plan import PlanResult
from influence_cli.report.layout.markdown import escaped
from influence_cli.report.plan.as_markdown import plan_markdown
from tests.report import fixtures


@pytest.mark.parametrize("name", ["plan", "hostile", "empty"])
def test_the_whole_comment(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"plan_{name}.md", plan_markdown(getattr(fixtures, name)()))


@pytest.mark.parametrize("plan", [fixtures.plan, fixtures.phased, fixtures.empty, fixtures.huge, fixtures.hostile])
def test_every_row_of_a_table_has_the_cells_of_its_heading(plan: Callable[[], PlanResult]) -> None:
    width = 0
    for line in plan_markdown(plan()).splitlines():
        if not line.startswith("|"):
            width = 0
            continue
        cells = line.replace("\\|", "").count("|")
        assert width in (0, cells), line
        width = cells


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("a|b", "a\\|b"),
        ("`code`", "\\`code\\`"),
        ("*bold* _it_", "\\*bold\\* \\_it\\_"),
        ("<script>", "&lt;script&gt;"),
        ("&lt;", "&amp;lt;"),
        ("@team", "@&#8203;team"),
        ("a@b.example", "a@&#8203;b.example"),
        ("see #12", "see #&#8203;12"),
        ("GH-12", "GH&#8203;-12"),
        ("[x](y)", "\\[x\\](y)"),
        ("https://x.example", "https:&#8203;//x.example"),
        ("WWW.x.example", "WWW&#8203;.x.example"),
        ("$x$ ~y~", "\\$x\\$ \\~y\\~"),
        ("a\\|b", "a\\\\\\|b"),
        ("-12.5%", "-12.5%"),
    ],
)
def test_text_is_shown_as_it_is(text: str, safe: str) -> None:
    assert escaped(text) == safe


@pytest.mark.parametrize("note", ["- item", "+ item", "1. item", "1) item", "===", "# head", "> quote"])
def test_a_note_cannot_start_a_block(note: str) -> None:
    plan = fixtures.plan()
    shown = plan_markdown(replace(plan, allocation=replace(plan.allocation, notes=(note,))))
    assert f"\n\n{note}" not in shown
    assert note.split()[-1] in shown


def test_a_comment_stays_within_what_github_takes() -> None:
    plan = fixtures.hostile()
    bookings = plan.allocation.bookings * 200
    many = replace(
        plan,
        allocation=replace(plan.allocation, bookings=bookings, notes=plan.allocation.notes * 500),
        warnings=plan.warnings * 500,
        gates=plan.gates * 500,
        payouts=replace(plan.payouts, by_contract={f"{i} {fixtures.HOSTILE}": plan.payouts.total for i in range(500)}),
    )
    shown = plan_markdown(many)
    assert len(shown) < 65_536
    assert "- and 480 more" in shown
    assert "470 more rows are left out here." in shown


def test_gates_are_told_in_words() -> None:
    shown = plan_markdown(fixtures.plan())
    assert "### Gates: 1 of 4 passed" in shown
    assert "| FAIL | roi.p10 &gt;= 0 | -91% | 0% |" in shown
    assert "| PASS | payout.p95 &lt;= budget | 35,120 | 40,000 |" in shown


def test_the_tornado_is_folded_away() -> None:
    shown = plan_markdown(fixtures.plan())
    inside = shown.split("<details>")[1].split("</details>")[0]
    assert "| conversion rate | published | -87% | -41% |" in inside
    assert "1 more assumption moves the ROI by less." in inside


def test_money_held_for_bonuses_is_shown() -> None:
    assert "| Held for bonuses | 100 | 0.2% |" in plan_markdown(fixtures.holding(10_000))
    assert "Held for bonuses" not in plan_markdown(fixtures.plan())


def test_the_comment_starts_with_what_the_goal_asks_for() -> None:
    shown = plan_markdown(fixtures.aiming(Goal.ENGAGEMENT, None))
    assert "**The plan is expected to bring about 61,204 engagements, at USD 0.62 each.**" in shown
    assert "| CPE | 0.62 |" in shown
    assert "make a profit" not in shown
