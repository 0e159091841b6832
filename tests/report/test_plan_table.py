"""The terminal report: whole texts at 80 and 120 columns, and what must hold for any plan."""

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from influence_cli.model.plan import PlanResult
from influence_cli.report import grids
from influence_cli.report.plan_as_table import plan_table
from influence_cli.report.rows import booked
from tests.report import fixtures

Golden = Callable[[str, str], None]

PLANS: dict[str, Callable[[], PlanResult]] = {
    "plan": fixtures.plan,
    "phased": fixtures.phased,
    "leads": fixtures.leads,
    "empty": fixtures.empty,
    "huge": fixtures.huge,
    "hostile": fixtures.hostile,
}
ANSI = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(params=PLANS)
def result(request: pytest.FixtureRequest) -> PlanResult:
    return PLANS[request.param]()


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", PLANS)
def test_the_whole_report(name: str, width: int, golden: Golden) -> None:
    golden(f"plan_table_{name}_{width}.txt", plan_table(PLANS[name](), width=width))


@pytest.mark.parametrize("width", [80, 120])
def test_the_report_with_sources(width: int, golden: Golden) -> None:
    golden(f"plan_table_explain_{width}.txt", plan_table(fixtures.plan(), width=width, explain=True))


def test_the_quiet_report_is_headline_and_gates(golden: Golden) -> None:
    golden("plan_table_quiet_80.txt", plan_table(fixtures.plan(), quiet=True))


@pytest.mark.parametrize("width", [80, 81, 95, 109, 110, 120, 300])
def test_no_line_is_wider_than_the_page(result: PlanResult, width: int) -> None:
    lines = plan_table(result, width=width, explain=True).splitlines()
    assert max(map(len, lines)) <= min(width, 120)


@pytest.mark.parametrize("width", [80, 120])
def test_no_number_is_cut(result: PlanResult, width: int) -> None:
    wide = width == 120
    shown = plan_table(result, width=width, explain=True)
    for grid in (
        grids.allocation(result, wide=wide),
        grids.budget(result),
        grids.payouts_by_contract(result, wide=wide),
        grids.payouts_by_term(result),
        grids.calendar(result),
        grids.projection(result, wide=wide),
        grids.by_tier(result, wide=wide),
        grids.reach(result),
        grids.boost(result),
        grids.gates(result),
        grids.sources(result),
    ):
        for row in grid.rows:
            found = [cell for cell, column in zip(row, grid.columns, strict=True) if column.number and cell]
            assert re.search(r"\s+(?:\S.*?\s)??".join(map(re.escape, found)), shown), found


@pytest.mark.parametrize("quiet", [True, False])
def test_color_changes_no_text(result: PlanResult, *, quiet: bool) -> None:
    colored = plan_table(result, color=True, explain=True, quiet=quiet)
    assert "\x1b[" in colored
    stripped = [line.rstrip() for line in ANSI.sub("", colored).splitlines()]
    assert stripped == plan_table(result, explain=True, quiet=quiet).splitlines()


def test_hostile_text_does_not_reach_the_terminal() -> None:
    for width in (80, 120):
        shown = plan_table(fixtures.hostile(), width=width, explain=True)
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert "[red]Sale[/red]" in shown


def test_own_text_is_ascii() -> None:
    plan = fixtures.plan()
    shown = plan_table(replace(plan, campaign=replace(plan.campaign, brand="Lumiere")), width=120, explain=True)
    assert shown.isascii()


def test_the_environment_does_not_change_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    before = plan_table(fixtures.plan(), color=True)
    for name, value in (("NO_COLOR", "1"), ("COLUMNS", "40"), ("TERM", "dumb"), ("FORCE_COLOR", "1")):
        monkeypatch.setenv(name, value)
    assert plan_table(fixtures.plan(), color=True) == before


def test_amounts_of_the_allocation_add_up_to_the_budget() -> None:
    rows = {row[0]: row[1] for row in grids.budget(fixtures.plan()).rows}
    amounts = {label: int(amount.replace(",", "")) for label, amount in rows.items()}
    assert sum(amounts.values()) == 2 * amounts["Budget"]


def test_cells_without_creators_are_not_shown() -> None:
    assert all(booking.creators for booking in booked(fixtures.plan()))
    shown = [row[:2] for row in grids.allocation(fixtures.plan(), wide=True).rows]
    assert ("mid", "Instagram") in shown
    assert ("mid", "TikTok") not in shown


@pytest.mark.parametrize(
    ("chance", "sentence"),
    [
        (0.0, "None of the 10,000 simulated runs of this plan makes a profit."),
        (0.001, "Out of 100 runs of this plan fewer than 1 makes a profit."),
        (0.01, "Out of 100 runs of this plan about 1 makes a profit."),
        (0.31, "Out of 10 runs of this plan about 3 make a profit."),
        (0.9, "Out of 10 runs of this plan about 9 make a profit."),
        (0.95, "Out of 100 runs of this plan about 95 make a profit."),
        (0.9999, "Out of 100 runs of this plan more than 99 make a profit."),
        (1.0, "Every one of the 10,000 simulated runs of this plan makes a profit."),
        (float("nan"), "The simulation does not say how often this plan makes a profit."),
    ],
)
def test_the_chance_of_profit_is_told_in_runs(chance: float, sentence: str) -> None:
    shown = plan_table(replace(fixtures.plan(), probability_of_profit=chance))
    assert sentence in shown.splitlines()


@pytest.mark.parametrize(
    ("edges", "counts", "said"),
    [
        ((-0.9, -0.5, -0.1), (3, 4), "Break-even (0%) lies above the range shown."),
        ((0.1, 0.5, 0.9), (3, 4), "Break-even (0%) lies below the range shown."),
        ((-0.5, 0.0, 0.5), (3, 4), "<- break-even"),
        ((0.0, 0.0), (10,), "<- break-even"),
        ((-0.5, 0.0), (10,), "<- break-even"),
    ],
)
def test_break_even_is_marked_or_told(edges: tuple[float, ...], counts: tuple[int, ...], said: str) -> None:
    shown = plan_table(replace(fixtures.plan(), roi_histogram=(edges, counts)))
    assert shown.count(said) == 1


def test_rich_is_imported_only_for_a_table() -> None:
    script = (
        "import sys, influence_cli.report as report;"
        "report.plan_json, report.plan_csv, report.plan_markdown, report.explain_metric, report.plan_json_schema;"
        "print([name for name in ('rich', 'numpy') if name in sys.modules]);"
        "report.plan_table; print('rich' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "True"]


def test_a_name_the_room_does_not_have_is_an_error() -> None:
    from influence_cli import report

    with pytest.raises(AttributeError, match="has no attribute 'plan_pdf'"):
        _ = report.plan_pdf
