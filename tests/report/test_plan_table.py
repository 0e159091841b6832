"""The terminal report: whole texts at 80 and 120 columns, and what must hold for any plan."""

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from influence_cli.model.campaign import Goal, Quantity
from influence_cli.model.plan import PlanResult, Statistics
from influence_cli.report.layout.wrapping import lines
from influence_cli.report.plan import grids, headline, payout_grids
from influence_cli.report.plan.as_markdown import plan_markdown
from influence_cli.report.plan.as_table import plan_table
from influence_cli.report.plan.rows import booked
from influence_cli.report.values.numbers import percent
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
        grids.allocation(result, room=None if wide else 78),
        grids.budget(result),
        payout_grids.payouts_by_contract(result, wide=wide),
        payout_grids.payouts_by_term(result),
        payout_grids.calendar(result),
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


@pytest.mark.parametrize(("held", "shown"), [(0, None), (10_000, 100)])
def test_amounts_of_the_allocation_add_up_to_the_budget(held: int, shown: int | None) -> None:
    result = fixtures.holding(held)
    rows = {row[0]: row[1] for row in grids.budget(result).rows}
    amounts = {label: int(amount.replace(",", "")) for label, amount in rows.items()}
    assert sum(amounts.values()) == 2 * amounts["Budget"]
    assert amounts.get("Held for bonuses") == shown
    assert ("Held for bonuses" in plan_table(result)) == bool(held)


def test_cells_without_creators_are_not_shown() -> None:
    assert all(booking.creators for booking in booked(fixtures.plan()))
    shown = [row[:2] for row in grids.allocation(fixtures.plan()).rows]
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


def returning(expected: float, middle: float) -> str:
    plan = fixtures.plan()
    totals = dict(plan.totals) | {"roi": replace(plan.totals["roi"], p50=middle)}
    return " ".join(plan_table(replace(plan, expected_roi=expected, totals=totals), quiet=True).split())


@pytest.mark.parametrize(
    ("expected", "middle", "sentence"),
    [
        (0.23, -0.37, "A few very good runs lift the expected ROI to +23%; the middle run returns -37%."),
        (-0.61, -0.8, "On average the plan loses 61% of its cost; the middle run returns -80%."),
        (-0.02, 0.1, "On average the plan loses 2.0% of its cost; the middle run returns +10%."),
        (0.0, -0.2, "On average the plan breaks even; the middle run returns -20%."),
        (0.4, 0.12, "Most runs pay: the middle run returns +12%, the average of all runs is +40%."),
    ],
)
def test_what_comes_back_is_told_in_words(expected: float, middle: float, sentence: str) -> None:
    shown = returning(expected, middle)
    assert sentence in shown
    assert ("very good runs" in shown) == (expected > 0 > middle)


def test_without_an_roi_nothing_is_said_to_come_back() -> None:
    shown = returning(float("nan"), float("nan"))
    assert "the middle run" not in shown
    assert "On average" not in shown


@pytest.mark.parametrize(
    ("goal", "first", "names"),
    [
        (
            Goal.AWARENESS,
            "The plan is expected to reach about 1,204,000 people with 1,912,346 views, at USD 19.93 per 1,000 views.",
            ["Reach", "Views", "CPM"],
        ),
        (
            Goal.ENGAGEMENT,
            "The plan is expected to bring about 61,204 engagements, at USD 0.62 each.",
            ["Engagements", "CPE"],
        ),
        (
            Goal.FOLLOWERS,
            "The plan is expected to bring about 61,204 engagements, at USD 0.62 each.",
            ["Engagements", "CPE"],
        ),
    ],
)
@pytest.mark.parametrize("price", [None, 0.0, 6_000.0])
def test_the_headline_follows_the_goal(goal: Goal, first: str, names: list[str], price: float | None) -> None:
    result = fixtures.aiming(goal, price)
    told = headline.sentences(result)
    facts = [name for name, _ in headline.facts(result)]
    assert told[0] == first
    assert first in " ".join(plan_table(result).split())
    assert facts[: len(names)] == names
    assert ("No product price is given, so profit is not counted." in told) == (not price)
    assert any("make a profit" in sentence for sentence in told) == bool(price)
    assert ("Expected profit" in facts) == bool(price)


def test_an_assumed_price_is_no_price_given() -> None:
    result = fixtures.aiming(Goal.AWARENESS, None)
    assumed = {Quantity.AVERAGE_ORDER_VALUE: fixtures.estimate(4_000, 6_000, 10_000, "USD per order")}
    result = replace(result, campaign=replace(result.campaign, quantities=assumed))
    said = "No product price is given: any figure of profit rests on an assumed price of USD 60.00."
    assert headline.sentences(result)[1:] == (said,)
    assert "Expected profit" not in dict(headline.facts(result))


def test_a_headline_about_sales_starts_with_profit() -> None:
    assert "make a profit" in headline.sentences(fixtures.plan())[0]
    assert headline.facts(fixtures.plan())[0][0] == "Budget"


@pytest.mark.parametrize("goal", [Goal.AWARENESS, Goal.ENGAGEMENT, Goal.FOLLOWERS])
def test_a_goal_that_nothing_reaches_is_not_praised(goal: Goal) -> None:
    unknown = replace(fixtures.aiming(goal, None), totals={})
    assert headline.sentences(unknown) == ("No product price is given, so profit is not counted.",)
    assert "n/a" in plan_table(unknown, quiet=True)


def test_rates_of_payout_start_with_the_mean() -> None:
    facts = dict(payout_grids.payout_facts(fixtures.plan()))
    assert facts["Payout per order"] == "USD 118 (P10 39.20, P50 94.30, P90 240)"
    assert facts["Effective commission rate"] == "241% of revenue (P10 81%, P50 196%, P90 498%)"


def in_months(*amounts: float) -> PlanResult:
    plan = fixtures.plan()
    by_month = {f"2026-{place:02}": Statistics(*(amount,) * 6) for place, amount in enumerate(amounts, 1)}
    return replace(plan, payouts=replace(plan.payouts, by_month=by_month))


@pytest.mark.parametrize(
    ("amounts", "months"),
    [
        ((0, 500, 0, 700, 0, 0), ["2026-02", "2026-03", "2026-04"]),
        ((500,), ["2026-01"]),
        ((0.001, 500), ["2026-02"]),
        ((0, 0), ["2026-01", "2026-02"]),
        ((), []),
    ],
)
def test_the_calendar_runs_from_the_first_to_the_last_payment(amounts: tuple[float, ...], months: list[str]) -> None:
    assert [row[0] for row in payout_grids.calendar(in_months(*amounts)).rows] == months


def test_tiers_say_what_they_leave_out() -> None:
    plan = fixtures.plan()
    assert grids.by_tier(plan, wide=False).note.startswith("Tiers leave out tools (USD 300).")
    untooled = replace(plan, campaign=replace(plan.campaign, budget=replace(plan.campaign.budget, tools=0)))
    assert "tools" not in grids.by_tier(untooled, wide=False).note


def test_fees_at_the_market_are_told_not_to_spread() -> None:
    at_market = " ".join(plan_table(fixtures.plan()).split())
    said = (
        "dearer or cheaper creators are not part of the spread; what they would change is the row 'fee per deliverable'"
    )
    assert said in at_market
    assert said not in plan_markdown(fixtures.plan())
    plan = fixtures.plan()
    assert "not part of the spread. WARNINGS" in " ".join(plan_table(replace(plan, tornado=())).split())
    bookings = tuple(
        replace(booking, cell=replace(booking.cell, market_fee_share=0.0)) if booking.creators else booking
        for booking in plan.allocation.bookings
    )
    stated = replace(plan, allocation=replace(plan.allocation, bookings=bookings))
    assert "not part of the spread" not in " ".join(plan_table(stated).split())


@pytest.mark.parametrize("bins", [8, 12, 20])
def test_every_bin_up_to_twenty_has_its_bar(bins: int) -> None:
    edges = tuple(-1.0 + 0.25 * place for place in range(bins + 1))
    grid = grids.roi_histogram(replace(fixtures.plan(), roi_histogram=(edges, (1,) * bins)), 36)
    assert len(grid.rows) == bins
    assert [row[0] for row in grid.rows if "<- break-even" in row[3]] == ["0%"]
    assert {row[2] for row in grid.rows} == {percent(1 / bins)}
    assert grid.note == "The first and the last bar also hold the runs beyond them."


def under(*phases: str, contract: str = "hybrid") -> PlanResult:
    """The plan with bookings in turn in each phase, all under one contract."""
    plan = fixtures.plan()
    bookings = tuple(
        replace(
            booking,
            cell=replace(
                booking.cell,
                phase=replace(fixtures.WHOLE, name=phases[place % len(phases)]),
                contract=replace(booking.cell.contract, name=contract),
            ),
        )
        for place, booking in enumerate(plan.allocation.bookings)
    )
    return replace(plan, allocation=replace(plan.allocation, bookings=bookings))


@pytest.mark.parametrize(
    ("result", "width", "shares"),
    [
        (under("seed", "sell"), 80, True),
        (under("seed", "sell", contract="ambassador-film-2026"), 80, False),
        (under("before the fair opens", "sell"), 80, False),
        (under("before the fair opens", "sell"), 110, True),
        (under("whole", contract="a-contract-with-quite-a-long-name-2026"), 80, True),
    ],
)
def test_shares_of_the_allocation_are_shown_where_they_fit(result: PlanResult, width: int, *, shares: bool) -> None:
    heading = next(line for line in plan_table(result, width=width).splitlines() if line.startswith("  Tier "))
    assert heading.endswith("Share") == shares


def test_a_long_name_breaks_at_its_hyphens() -> None:
    shown = plan_table(under("before the fair", "conversion", contract="ambassador-film"))
    table = shown.split("ALLOCATION")[1].split("Budget")[0]
    assert re.search(r"\bambassador-(film)?\s", table)
    assert set(re.findall(r"[a-z]+", table)) >= {"ambassador", "film", "conversion", "before", "fair"}


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("ambassador-film", 15, ["ambassador-film"]),
        ("ambassador-film", 14, ["ambassador-", "film"]),
        ("ambassador_film", 12, ["ambassador_", "film"]),
        ("remuneration", 9, ["remunera…"]),
        ("at -0.5 or", 6, ["at", "-0.5", "or"]),
        ("日本語の名前", 5, ["日本…"]),
        ("", 5, [""]),
        ("   ###|##", 12, ["   ###|##"]),
    ],
)
def test_no_word_is_torn(text: str, width: int, expected: list[str]) -> None:
    assert list(lines(text, width)) == expected


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
