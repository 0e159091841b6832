"""What the terminal report and the headline say about an optimized plan."""

import math
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from influence_cli.model.campaign import Goal
from influence_cli.model.curves import Status
from influence_cli.model.money import Currency
from influence_cli.model.objective import Aim, Objective
from influence_cli.model.optimality import Certificate, Marginal, Price, RiskCheck, Rival
from influence_cli.model.plan import PlanResult
from influence_cli.report.plan import headline
from influence_cli.report.plan.as_table import plan_table
from influence_cli.report.plan.optimality.parts import parts
from influence_cli.report.plan.optimality.prose import amount, claim
from tests.report import fixtures, optima

Golden = Callable[[str, str], None]

PLANS: dict[str, Callable[[], PlanResult]] = {
    "optimized": optima.optimized,
    "nobody": optima.nobody,
    "barren": optima.barren,
    "many": optima.many,
    "hostile": optima.hostile,
}
USD = Currency("USD")


def said(result: PlanResult, *, quiet: bool = False) -> str:
    return " ".join(plan_table(result, quiet=quiet).split())


def section(result: PlanResult, title: str) -> str:
    """One section of the report on one line."""
    found = re.search(rf"^{title}.*?(?=^[A-Z]{{4}}|\Z)", plan_table(result), re.DOTALL | re.MULTILINE)
    assert found, title
    return " ".join(found.group().split())


@pytest.mark.parametrize("name", ["optimized", "nobody", "many"])
def test_the_whole_report(name: str, golden: Golden) -> None:
    golden(f"plan_table_{name}_80.txt", plan_table(PLANS[name](), width=80))


@pytest.mark.parametrize("width", [80, 81, 109, 110, 300])
@pytest.mark.parametrize("name", PLANS)
def test_no_line_is_wider_than_the_page(name: str, width: int) -> None:
    assert max(map(len, plan_table(PLANS[name](), width=width, explain=True).splitlines())) <= min(width, 120)


@pytest.mark.parametrize("name", PLANS)
def test_no_number_is_cut(name: str) -> None:
    shown = plan_table(PLANS[name](), width=80)
    for grid in (part.grid for part in parts(PLANS[name]()) if part.grid):
        for row in grid.rows:
            found = [cell for cell, column in zip(row, grid.columns, strict=True) if column.number and cell]
            assert re.search(r"\s+(?:\S.*?\s)??".join(map(re.escape, found)), shown), found


def test_hostile_texts_do_not_reach_the_terminal() -> None:
    shown = plan_table(optima.hostile())
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert shown.count("[red]Sale[/red]") > 5


def test_other_strategies_have_none_of_it() -> None:
    assert list(parts(fixtures.plan())) == []


def test_the_sections_follow_the_allocation() -> None:
    shown = plan_table(optima.optimized())
    titles = ["ALLOCATION", "OPTIMUM", "WHAT ELSE", "PRICES OF LIMITS", "NEXT MONEY", "RISK LIMITS", "PAYOUTS"]
    places = [shown.index(f"\n{title}") for title in titles]
    assert places == sorted(places)


def certified(objective: float, upper_bound: float, status: Status = Status.WITHIN_GAP) -> PlanResult:
    scale = abs(upper_bound)
    gap = (upper_bound - objective) / scale if scale else 0.0
    return optima.changed(certificate=Certificate(objective, upper_bound, gap, status, 1, 400))


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        (
            certified(10_000, 10_000, Status.OPTIMAL),
            "Proven best under the model: no other plan within the limits can bring more.",
        ),
        (
            certified(0, 0, Status.OPTIMAL),
            "Proven best under the model: no other plan within the limits can bring more.",
        ),
        (certified(10_000, 10_000.009, Status.OPTIMAL), "Proven best under the model, to within 0.0001%."),
        (certified(10_000, 10_012), "no other within the limits can bring more than 0.12% more under the model."),
        (certified(10_000, 10_012.01), "no other within the limits can bring more than 0.13% more under the model."),
        (certified(100, 100.00001), "no other within the limits can bring more than 0.0001% more"),
        (certified(10, 1_000), "no other within the limits can bring more than USD 990 more under the model."),
        (certified(-500, -400), "no other within the limits can bring more than USD 100 more under the model."),
        (certified(-500, 0.3), "no other within the limits can bring more than USD 510 more under the model."),
        (certified(0, 0.0002), "no other within the limits can bring more than USD 0.01 more under the model."),
        (certified(10, math.inf), "Best plan found; nothing is proved about how much more another could bring."),
        (certified(10, math.nan), "Best plan found; nothing is proved about how much more another could bring."),
    ],
)
def test_the_headline_claims_what_the_bound_proves(result: PlanResult, sentence: str) -> None:
    assert sentence in said(result, quiet=True)


@pytest.mark.parametrize("excess", [1e-5, 0.3, 7.0, 12.34, 99.95, 5_000.0, 123_456.0])
@pytest.mark.parametrize("value", [-4_000.0, 0.0, 3.0, 10_000.0])
@pytest.mark.parametrize("aim", [Aim.PROFIT, Aim.ORDERS])
def test_no_claim_is_smaller_than_the_distance_to_the_bound(excess: float, value: float, aim: Aim) -> None:
    objective = Objective({aim: 1.0})
    certificate = Certificate(value, value + excess, excess / abs(value + excess), Status.WITHIN_GAP, 1, 400)
    text = claim(replace(optima.FOUND, objective=objective, certificate=certificate), USD)
    found = re.search(r"more than (?:USD )?([\d,.]+)(%?)", text)
    assert found, text
    claimed = float(found[1].replace(",", "")) * (value / 100 if found[2] else 1.0)
    assert claimed >= excess * (1 - 1e-9)


def test_a_status_is_not_believed_beyond_its_gap() -> None:
    told = said(certified(10_000, 10_012, Status.OPTIMAL))
    assert "Proven best" not in told
    assert "proven best" not in told


def test_the_optimum_in_figures() -> None:
    shown = section(optima.optimized(), "OPTIMUM")
    for part in (
        "Objective expected profit",
        "Planned value USD 12,346",
        "Upper bound USD 12,360",
        "Gap 0.12%",
        "As simulated USD 12,101",
        "1,234 boxes on 400 draws",
        "its own 10,000 draws",
    ):
        assert part in shown
    assert "Simulated parts" not in shown


def test_a_weighted_objective_shows_its_parts() -> None:
    shown = section(optima.many(), "OPTIMUM")
    assert "expected profit + 0.02 x reach, less 0.5 of the way to the mean of the worst 10% of the runs" in shown
    assert "Simulated parts profit 12,101, reach 1,204,000" in shown
    assert "Planned value 12,346 Upper" in shown


@pytest.mark.parametrize(
    ("aim", "value", "text"),
    [(Aim.REACH, 8_000.0, "8,000 people"), (Aim.ORDERS, 3.21, "3.2 orders"), (Aim.REVENUE, 5.0, "USD 5.00")],
)
def test_values_carry_their_unit(aim: Aim, value: float, text: str) -> None:
    assert amount(Objective({aim: 1.0}), value, USD) == text


def test_rivals_are_ranked_and_the_plan_is_marked() -> None:
    part = next(part for part in parts(optima.optimized()) if part.title == "What else")
    assert part.grid is not None
    assert [row[0] for row in part.grid.rows] == ["optimal, this plan", "hybrid", "by-budget", "equal", "mega-only"]
    assert part.grid.rows[0] == ("optimal, this plan", "49", "33,540", "12,101", "", "kept")
    assert part.grid.rows[1][-2:] == ("+899", "1 broken")
    assert part.grid.rows[2][-2:] == ("-1,081", "kept")
    assert part.grid.rows[4] == ("mega-only", "", "", "", "", "no plan")


def test_rivals_say_which_limits_they_break() -> None:
    shown = section(optima.optimized(), "WHAT ELSE")
    assert "all on the same 10,000 draws" in shown
    assert "equal breaks mega.share <= 10%; nano.tiktok.creators >= 5." in shown
    assert "mega-only has no plan: the cheapest mega creator costs 41,000.00 USD, more than the budget." in shown
    assert "A strategy that breaks a limit is no choice for this spec" in shown
    clean = tuple(rival for rival in optima.RIVALS if not rival.breaks)
    assert "is no choice" not in section(optima.changed(rivals=clean), "WHAT ELSE")


def test_a_rival_with_a_thousand_broken_limits_stays_short() -> None:
    result = optima.changed(rivals=(replace(optima.RIVALS[0], breaks=("mega.share <= 10%",) * 1_000),))
    assert "and 995 more." in section(result, "WHAT ELSE")


def test_prices_of_limits() -> None:
    shown = section(optima.optimized(), "PRICES OF LIMITS")
    assert "mega.share >= 10% costs USD 4,120 of expected profit" in shown
    assert "a small one may be nothing" in shown
    assert "a small one may be nothing" not in section(optima.changed(certificate=optima.BEST), "PRICES OF LIMITS")
    assert "costs 900 of the objective" in section(optima.many(), "PRICES OF LIMITS")
    assert "8 cheaper limits in JSON and CSV." in section(optima.many(), "PRICES OF LIMITS")


def test_no_price_where_no_limit_binds() -> None:
    shown = section(optima.changed(prices=()), "PRICES OF LIMITS")
    assert shown == (
        "PRICES OF LIMITS No limit binds: without any of them the best plan found brings no more expected profit."
    )


@pytest.mark.parametrize(
    ("best", "sentence"),
    [
        (
            Marginal("", 310.25, 3.0),
            "The next USD 1,000 bring USD 310 of expected profit (best use anywhere, 3 creators).",
        ),
        (
            Marginal("", 0.5, 1.0),
            "The next USD 1,000 bring USD 0.50 of expected profit (best use anywhere, 1 creator).",
        ),
        (Marginal("", 0.5, 0.0), "The next USD 1,000 bring USD 0.50 of expected profit (best use anywhere)."),
        (Marginal("", 0.0, 0.0), "The next USD 1,000 bring nothing more (best use anywhere)."),
        (
            Marginal("", -40.0, 1.0),
            "The next USD 1,000 would cost USD 40.00 of expected profit even in their best use.",
        ),
    ],
)
def test_what_the_next_money_brings(best: Marginal, sentence: str) -> None:
    assert sentence in section(optima.changed(marginals=(best, *optima.MARGINALS[1:])), "NEXT MONEY")


def test_cells_by_what_they_would_bring() -> None:
    part = next(part for part in parts(optima.many()) if part.title == "Next money")
    assert part.grid is not None
    gains = [float(row[-1]) for row in part.grid.rows]
    assert gains == sorted(gains, reverse=True)
    assert len(gains) == 8
    assert part.grid.rows[0] == ("mid", "TikTok", "conversion", "hybrid", "2.5", "+110")
    assert part.grid.note.endswith("4 more cells in JSON and CSV.")


def test_next_money_is_left_out_where_it_is_not_known() -> None:
    assert "Next money" not in [part.title for part in parts(optima.changed(marginals=()))]
    unknown = optima.changed(marginals=(Marginal("", math.nan, 0.0), *optima.MARGINALS[1:]))
    assert "The next USD" not in section(unknown, "NEXT MONEY")


def test_money_that_is_left_on_purpose_is_told() -> None:
    sentence = (
        "USD 160 of the budget is left: spending it would lower expected profit. "
        "allocation.spend_all: true spends it all the same."
    )
    assert sentence in section(optima.changed(stopped_early=True), "NEXT MONEY")
    assert sentence in section(optima.changed(stopped_early=True, marginals=()), "NEXT MONEY")
    assert sentence not in said(optima.optimized())


def test_risk_limits_are_checked_on_fresh_draws() -> None:
    shown = section(optima.optimized(), "RISK LIMITS")
    assert "payout.p95 <= budget 40,000 39,980 40,120 missed" in shown
    assert "cvar(profit, 10%) >= -5000 -5,000 -4,980 -4,990 kept" in shown
    assert "1 of 2 is missed on fresh draws" in shown
    kept = section(optima.changed(risk=optima.FOUND.risk[1:]), "RISK LIMITS")
    assert "It holds on fresh draws, which were not used to decide." in kept
    assert "RISK LIMITS" not in plan_table(optima.changed(risk=()))


def test_a_limit_missed_by_a_hair_is_seen_to_be() -> None:
    check = RiskCheck(optima.PAYOUT.text, 4_000_000.0, 3_999_999.0, 4_000_040.0)
    assert "40,000.0 40,000 40,000.4 missed" in section(optima.changed(risk=(check,)), "RISK LIMITS")
    unknown = RiskCheck(optima.PAYOUT.text, 4_000_000.0, math.nan, math.nan)
    assert "40,000 n/a n/a n/a 1 of 1 is missed" in section(optima.changed(risk=(unknown,)), "RISK LIMITS")


def test_a_plan_of_nobody_says_so_first() -> None:
    told = headline.sentences(optima.nobody())
    assert told == (
        "No creator is expected to earn back what it costs, so the best plan is to spend nothing on creators; "
        "allocation.spend_all: true shows the best plan of the whole budget.",
        "Proven best under the model: no other plan within the limits can bring more.",
    )


@pytest.mark.parametrize("goal", list(Goal))
@pytest.mark.parametrize("quiet", [True, False])
def test_a_plan_of_nobody_is_printed_for_every_goal(goal: Goal, *, quiet: bool) -> None:
    result = optima.nobody()
    shown = said(replace(result, campaign=replace(result.campaign, goal=goal)), quiet=quiet)
    assert "spend nothing on creators" in shown
    assert "make a profit" not in shown
    assert not re.search(r"\bnan\b", shown)


@pytest.mark.parametrize(
    ("objective", "reason"),
    [
        (Objective({Aim.LIFETIME_PROFIT: 1.0}), "No creator is expected to earn back what it costs"),
        (Objective({Aim.PROFIT: 1.0}, aversion=0.5), "Within the limits no creator adds to the objective"),
        (Objective({Aim.PROFIT: 1.0, Aim.ORDERS: 2.0}), "Within the limits no creator adds to the objective"),
    ],
)
def test_why_nobody_is_booked_follows_the_objective(objective: Objective, reason: str) -> None:
    assert headline.sentences(optima.nobody(objective=objective))[0].startswith(reason)


def test_limits_are_not_mistaken_for_losses() -> None:
    result = optima.nobody()
    held = replace(result, campaign=replace(result.campaign, rules=optima.limited()))
    assert headline.sentences(held)[0].startswith("Within the limits no creator adds to the objective")
    assert (
        headline.sentences(optima.nobody(stopped_early=False))[0] == "The best plan within the limits books no creator."
    )


def test_nobody_booked_without_a_proof_claims_none() -> None:
    open_ = Certificate(0.0, 50.0, 1.0, Status.WITHIN_GAP, 9, 400)
    first, second = headline.sentences(optima.nobody(certificate=open_))
    assert first.startswith("The best plan found spends nothing on creators")
    assert second.endswith("can bring more than USD 50.00 more under the model.")


def test_a_strategy_without_limits_or_rivals_has_a_short_report() -> None:
    titles = [part.title for part in parts(optima.changed(rivals=(), risk=(), marginals=()))]
    assert titles == ["Optimum", "Prices of limits"]


def test_a_single_hidden_limit_or_cell_is_counted_in_the_singular() -> None:
    prices = tuple(Price(f"nano.creators >= {count}", 1.0) for count in range(13))
    assert "1 cheaper limit in JSON and CSV." in section(optima.changed(prices=prices), "PRICES OF LIMITS")


def test_a_cell_that_is_not_in_the_campaign_keeps_its_key() -> None:
    gone = optima.changed(marginals=(Marginal("nano/tiktok/gone/fee", 1.0, 0.5),))
    assert "nano/tiktok/gone/fee 0.5 +1.00" in section(gone, "NEXT MONEY")


def test_own_rival_is_not_listed_twice() -> None:
    own = Rival(optima.optimized().allocation.strategy, 12_101.4, 49, 3_354_000, ())
    assert said(optima.changed(rivals=(own, own))).count("this plan 49") == 1
