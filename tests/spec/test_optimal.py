"""From the keys of the optimal strategy to the records that the optimizer reads; the same spec under every strategy."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from influence_cli.model.campaign import Cell, Platform, Strategy, Tier
from influence_cli.model.errors import Severity
from influence_cli.model.objective import Aim, Limit, Measure, Objective, RiskLimit, RiskMeasure, Scope
from influence_cli.spec import Source, check, load
from tests.spec.specs import RIGHT, advice, campaign, errors, found, no_files

TEXT = Path(__file__).with_name("optimal.yaml").read_text(encoding="utf-8")
OPTIMAL = RIGHT + "allocation:\n  strategy: optimal\n"
TWO = RIGHT + "contracts: {a: {fee: 400}, b: {fee: 300, cpc: 1}, c: {fee: 100}}\n"
PRESETS = [strategy for strategy in Strategy if strategy not in (Strategy.OPTIMAL, Strategy.MANUAL)]


def keys(cells: Iterable[Cell]) -> list[str]:
    return [cell.key for cell in cells]


def test_every_key_arrives() -> None:
    rules = campaign(TEXT).rules
    assert rules.strategy is Strategy.OPTIMAL
    assert rules.objective == Objective({Aim.PROFIT: 1.0, Aim.REACH: 0.02}, 0.3, 0.1)
    assert (rules.max_share_per_cell, rules.max_share_per_creator, rules.spend_all) == (0.6, 0.4, False)
    assert (rules.min_creators, rules.max_creators) == (5, 80)
    assert rules.limits == (
        Limit("mega.share <= 30%", Scope(tier="mega"), Measure.SHARE, None, 0.3),
        Limit("nano.instagram.creators == 4", Scope(tier="nano", platform="instagram"), Measure.CREATORS, 4.0, 4.0),
        Limit("tiktok.spend between 1k..20k", Scope(platform="tiktok"), Measure.SPEND, 100_000.0, 2_000_000.0),
        Limit('"early birds".creators >= 1', Scope(phase="early birds"), Measure.CREATORS, 1.0, None),
        Limit(
            "phase:awareness.contract:hybrid.spend >= 500",
            Scope(phase="awareness", contract="hybrid"),
            Measure.SPEND,
            50_000.0,
            None,
        ),
    )
    assert rules.risk == (
        RiskLimit("payout.p95 <= budget", "payout", RiskMeasure.QUANTILE, 0.95, 6_000_000.0),
        RiskLimit("cost.p90 <= 70k", "cost", RiskMeasure.QUANTILE, 0.9, 7_000_000.0),
        RiskLimit("cvar(profit, 10%) >= -50_000", "profit", RiskMeasure.CVAR, 0.1, -5_000_000.0),
    )


def test_nothing_written_is_nothing_asked_for() -> None:
    rules = campaign(OPTIMAL).rules
    assert (rules.objective, rules.limits, rules.risk) == (None, (), ())
    assert (rules.max_share_per_cell, rules.spend_all) == (None, None)


@pytest.mark.parametrize("aim", Aim)
def test_one_word_is_the_whole_objective(aim: Aim) -> None:
    assert campaign(OPTIMAL + f"  objective: {aim}\n").rules.objective == Objective({aim: 1.0})


@pytest.mark.parametrize(
    ("goal", "aim"),
    [("sales", Aim.PROFIT), ("awareness", Aim.REACH), ("engagement", Aim.ENGAGEMENTS), ("followers", Aim.REACH)],
)
def test_an_aversion_alone_is_one_to_the_bad_luck_of_the_goal(goal: str, aim: Aim) -> None:
    text = OPTIMAL.replace("weeks: 6", f"weeks: 6, goal: {goal}") + "  risk_aversion: 25%\n"
    assert campaign(text).rules.objective == Objective({aim: 1.0}, 0.25, 0.1)


def test_under_the_optimal_strategy_every_tier_can_be_booked() -> None:
    assert {cell.tier for cell in campaign(RIGHT).cells} == {Tier.NANO, Tier.MICRO, Tier.MID}
    assert {cell.tier for cell in campaign(OPTIMAL).cells} == set(Tier)
    assert {cell.tier for cell in campaign(OPTIMAL + "tiers: {mega: {exclude: true}}\n").cells} == set(Tier) - {
        Tier.MEGA
    }


def test_a_tier_whose_contract_is_open_is_not_considered_unless_something_is_asked_of_it() -> None:
    named = (
        "tiers: {nano: {contract: a}, micro: {contract: a}, mid: {contract: b}%s}\nallocation: {strategy: optimal}\n"
    )
    assert {cell.tier for cell in campaign(TWO + named % "").cells} == {Tier.NANO, Tier.MICRO, Tier.MID}
    missing = errors(TWO + named % ", mega: {min_creators: 1}")["contract-missing"]
    assert missing.path == "tiers.mega"
    assert "mega creators can be booked" in missing.what


def test_where_no_tier_has_a_clear_contract_it_is_asked_for() -> None:
    assert "contract-missing" in errors(TWO + "allocation: {strategy: optimal}\n")


def test_ones_own_shares_stand_beside_the_optimal_plan_and_make_up_the_whole() -> None:
    shares = "tiers: {nano: {share: 30%}, micro: {share: 70%}}\n"
    assert campaign(OPTIMAL + shares).rules.tiers[Tier.MICRO].share == 0.7
    assert errors(OPTIMAL + shares.replace("70%", "60%"))["shares-sum"].path == "tiers"


# several contracts


def offered(strategy: str, contract: str) -> tuple[Cell, ...]:
    tiers = f"nano: {{contract: {contract}}}, micro: {{contract: c}}, mid: {{exclude: true}}, mega: {{exclude: true}}"
    text = TWO + f"tiers: {{{tiers}}}\nallocation: {{strategy: {strategy}}}\n"
    return tuple(cell for cell in campaign(text).cells if cell.tier is Tier.NANO)


def test_each_offered_contract_has_a_cell_in_each_place_and_the_first_has_the_money() -> None:
    cells = offered("optimal", "[a, b]")
    assert keys(cells) == [
        "nano/instagram/campaign/a",
        "nano/instagram/campaign/b",
        "nano/tiktok/campaign/a",
        "nano/tiktok/campaign/b",
    ]
    assert [cell.share for cell in cells] == [0.5, 0.0, 0.5, 0.0]
    fees = [cell.contract.fee.amount for cell in cells if cell.contract.fee is not None]
    assert fees == [40_000, 30_000, 40_000, 30_000]


def test_one_contract_may_be_a_list_of_one() -> None:
    assert offered("by-budget", "[a]") == offered("by-budget", "a")


def test_presets_see_the_same_cells() -> None:
    assert offered("by-budget", "[a, b]") == offered("optimal", "[a, b]")


@pytest.mark.parametrize(
    ("contract", "code", "path"),
    [
        ("[a, z]", "unknown-contract", "tiers.nano.contract.1"),
        ("z", "unknown-contract", "tiers.nano.contract"),
        ("[a, a]", "duplicate-item", "tiers.nano.contract"),
        ("[]", "too-few", "tiers.nano.contract"),
        ("{a: 1}", "wrong-type", "tiers.nano.contract"),
        ("[a, ~]", "wrong-type", "tiers.nano.contract.1"),
        ("[" + ", ".join("abcdefghijk") + "]", "too-many", "tiers.nano.contract"),
    ],
)
def test_a_contract_that_is_none_is_refused(contract: str, code: str, path: str) -> None:
    assert errors(TWO + f"tiers: {{nano: {{contract: {contract}}}}}\n")[code].path == path


# exclusions


def excluded(*scopes: str, more: str = "", strategy: str = "optimal") -> tuple[Cell, ...]:
    listed = ", ".join(f"'{scope}'" for scope in scopes)
    return campaign(RIGHT + more + f"allocation: {{strategy: {strategy}, exclude: [{listed}]}}\n").cells


def test_what_is_excluded_has_no_cell_and_its_money_goes_to_the_rest_of_the_tier() -> None:
    cells = excluded("mega.tiktok", "nano")
    assert {cell.tier for cell in cells} == {Tier.MICRO, Tier.MID, Tier.MEGA}
    assert [(cell.platform, cell.share) for cell in cells if cell.tier is Tier.MEGA] == [(Platform.INSTAGRAM, 1.0)]
    for tier in Tier:
        assert sum(cell.share for cell in cells if cell.tier is tier) == pytest.approx(float(tier is not Tier.NANO))


@pytest.mark.parametrize("strategy", ["by-budget", "equal", "hybrid"])
def test_exclusions_hold_for_every_strategy(strategy: str) -> None:
    cells = excluded("micro.tiktok", strategy=strategy)
    assert "micro/instagram/campaign/hybrid" in keys(cells)
    assert "micro/tiktok/campaign/hybrid" not in keys(cells)


def test_a_phase_can_be_excluded_for_a_tier() -> None:
    phases = "phases: [{name: early, weeks: 1-2, tiers: [nano, mid]}, {name: late, weeks: 3-6, tiers: [nano, mid]}]\n"
    cells = excluded("early.nano", more=phases)
    assert {cell.phase.name for cell in cells if cell.tier is Tier.NANO} == {"late"}
    assert {cell.phase.name for cell in cells if cell.tier is Tier.MID} == {"early", "late"}


def test_where_the_first_contract_is_excluded_the_next_one_has_the_money() -> None:
    more = (
        "contracts: {a: {fee: 400}, b: {fee: 300}}\n"
        "tiers: {nano: {contract: [a, b]}, micro: {contract: a}, mid: {contract: a}, mega: {contract: a}}\n"
    )
    cells = [cell for cell in excluded("nano.tiktok.a", more=more) if cell.tier is Tier.NANO]
    assert [(cell.platform.value, cell.contract.name, cell.share) for cell in cells] == [
        ("instagram", "a", 0.5),
        ("instagram", "b", 0.0),
        ("tiktok", "b", 0.5),
    ]


def test_a_tier_that_is_excluded_everywhere_needs_no_contract() -> None:
    more = "contracts: {a: {fee: 4}, b: {fee: 3}}\ntiers: {nano: {contract: a}, micro: {contract: b}}\n"
    assert {cell.tier for cell in excluded("mid", "mega", more=more)} == {Tier.NANO, Tier.MICRO}


@pytest.mark.parametrize("scopes", ["nano, micro, mid, mega", "instagram, tiktok", "contract:hybrid"])
def test_where_everything_is_excluded_there_is_nothing_to_book(scopes: str) -> None:
    problem = errors(OPTIMAL + f"  exclude: [{scopes}]\n")["nothing-to-book"]
    assert problem.path == "allocation.exclude"
    assert "no place for creators is left" in problem.what


@pytest.mark.parametrize("scope", ["nano", "nano.contract:hybrid"])
def test_creators_who_are_demanded_and_excluded_are_a_contradiction(scope: str) -> None:
    problem = errors(OPTIMAL + f"  exclude: [{scope}]\ntiers: {{nano: {{creators: 3}}}}\n")["tier-not-booked"]
    assert problem.path == "tiers.nano"
    assert "no place to post in" in problem.what


def test_an_exclusion_of_what_is_not_there_changes_nothing() -> None:
    assert excluded("youtube", "mega.youtube") == excluded()


# what is wrong, and where

PROBLEMS: list[tuple[str, str, str, int]] = [
    # key, text in YAML, code, column of what is wrong within the text
    ("constraints", "mega.shar >= 10%", "bad-constraint", 5),
    ("constraints", "'mega.shar >= 10%'", "bad-constraint", 6),
    ("constraints", "mega.share >= 10", "bad-constraint", 14),
    ("constraints", "youtube.share >= 10%", "scope-empty", 0),
    ("constraints", "mega.spend <= 5 EUR", "currency-mismatch", 0),
    ("constraints", "mega.spend >= 0.004", "below-minor-unit", 0),
    ("constraints", "nano.share >= 30%, nano.share <= 20%", "constraints-clash", 19),
    ("risk", "payout.p11 <= budget", "bad-risk", 7),
    ("risk", "'cvar(profit, 10%) <= 0'", "bad-risk", 19),
    ("exclude", "mega.tiktk", "bad-scope", 5),
    ("exclude", "'mega.tiktk'", "bad-scope", 6),
]


@pytest.mark.parametrize(("key", "text", "code", "at"), PROBLEMS)
def test_a_problem_points_into_the_expression(key: str, text: str, code: str, at: int) -> None:
    start = len(f"  {key}: [") + 1
    (problem,) = found(OPTIMAL + f"  {key}: [{text}]\n")
    assert (problem.code, problem.place.line, problem.place.column) == (code, 6, start + at)
    assert problem.path.startswith(f"allocation.{key}.")
    assert problem.expected or problem.suggestion


def test_everything_that_is_wrong_is_said_at_once() -> None:
    wrong = "  constraints: [mgea.share >= 1%, nano.spend >= 4%]\n  risk: [roi.p95 <= 3]\n  exclude: [megga]\n"
    assert [problem.code for problem in found(OPTIMAL + wrong)] == [
        "bad-constraint",
        "bad-constraint",
        "bad-risk",
        "bad-scope",
    ]


@pytest.mark.parametrize(
    "limits",
    [
        "nano.share >= 30%, nano.share <= 20%",
        "nano.share <= 20%, nano.share == 30%",
        "nano.share between 30..40%, mega.share <= 5%, tier:nano.share <= 29.9%",
        "tiktok.nano.creators >= 5, nano.creators <= 50, nano.tt.creators <= 4",
        "nano.spend >= 5k, nano.spend <= 4_999.99",
    ],
)
def test_limits_of_one_scope_that_cannot_both_hold_are_refused_once(limits: str) -> None:
    (problem,) = found(OPTIMAL + f"  constraints: [{limits}]\n")
    assert problem.code == "constraints-clash"
    assert "cannot both hold" in problem.what


@pytest.mark.parametrize(
    "limits",
    [
        "nano.share >= 30%, nano.share <= 30%",
        "nano.share >= 30%, micro.share <= 20%",
        "nano.share >= 30%, nano.creators <= 20",
        "nano.share >= 30%, nano.tiktok.share <= 20%",
    ],
)
def test_limits_that_can_hold_together_are_taken(limits: str) -> None:
    assert len(campaign(OPTIMAL + f"  constraints: [{limits}]\n").rules.limits) == 2


@pytest.mark.parametrize(
    ("scope", "more"),
    [
        ("youtube", ""),
        ("mega.tiktok", "  exclude: [mega.tiktok]\n"),
        ("tiktok", "  exclude_platforms: [tiktok]\n"),
        ("mega", "tiers: {mega: {exclude: true}}\n"),
        ("nano.phase:late", "phases: [{name: late, weeks: 1-6, tiers: [micro, mid, mega]}]\n"),
        ("mega.c", "contracts: {c: {fee: 1}, d: {fee: 1}, default: {fee: 9}}\ntiers: {nano: {contract: [c, d]}}\n"),
    ],
)
def test_a_limit_on_what_cannot_be_booked_is_refused(scope: str, more: str) -> None:
    assert list(errors(OPTIMAL + f"  constraints: [{scope}.share >= 10%]\n" + more)) == ["scope-empty"]


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("objective: profet", "unknown-word", 14),
        ("objective: {proft: 1}", "unknown-word", 15),
        ("objective: {profit: 0, reach: 0}", "bad-number", 3),
        ("objective: {profit: -1}", "bad-number", 23),
        ("objective: {}", "too-few", 3),
        ("objective: [profit]", "wrong-type", 3),
        ("risk_aversion: 130%", "bad-share", 18),
        ("risk_aversion: {weight: 30%, tail: 60%}", "bad-share", 32),
        ("risk_aversion: {weight: 30%, tail: 0%}", "bad-share", 32),
        ("risk_aversion: {tail: 20%}", "missing-key", 3),
        ("max_share_per_cell: 40", "bad-share", 23),
        ("spend_all: perhaps", "unknown-word", 14),
        ("constraints: mega.share >= 10%", "wrong-type", 16),
        ("risk: payout.p95 <= budget", "wrong-type", 9),
        ("exclude: mega", "wrong-type", 12),
        ("constraint: [mega.share >= 10%]", "unknown-key", 3),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_at_its_place(line: str, code: str, column: int) -> None:
    (problem,) = found(OPTIMAL + f"  {line}\n")
    assert (problem.code, problem.place.line, problem.place.column) == (code, 6, column)


# the same spec under other strategies


@pytest.mark.parametrize("strategy", PRESETS)
def test_a_spec_for_the_optimizer_can_be_planned_with_every_preset(strategy: Strategy) -> None:
    text = TEXT.replace(", share: 60%", "").replace(", share: 40%", "")
    problems = check(Source("spec.yaml", text.encode()), no_files, [f"allocation.strategy={strategy}"])
    assert all(problem.severity is Severity.WARNING for problem in problems), problems
    unused = [problem for problem in problems if problem.code == "optimal-key-unused"]
    assert {problem.path for problem in unused} >= {
        f"allocation.{key}"
        for key in ("objective", "risk_aversion", "constraints", "max_share_per_cell", "risk", "spend_all")
    }
    assert all(strategy in problem.what for problem in unused)


def test_ones_own_shares_are_planned_with_the_manual_strategy() -> None:
    source = Source("spec.yaml", TEXT.encode())
    parsed = load(source, no_files, ["allocation.strategy=manual"])
    assert parsed.campaign.rules.strategy is Strategy.MANUAL
    assert "optimal-key-unused" in {warning.code for warning in parsed.warnings}


def test_limits_on_tiers_that_a_preset_does_not_book_are_no_error() -> None:
    text = RIGHT + "allocation: {strategy: by-budget, constraints: [mega.share >= 10%, mega.share <= 5%]}\n"
    assert list(advice(text)) == ["optimal-key-unused"]
    assert list(errors(text.replace("by-budget", "optimal"))) == ["constraints-clash"]


def test_a_misspelt_word_is_an_error_under_every_strategy() -> None:
    text = RIGHT + "allocation: {strategy: by-budget, constraints: [mgea.share >= 10%]}\n"
    assert "bad-constraint" in errors(text)


def test_the_optimal_strategy_draws_no_advice_on_its_split() -> None:
    assert advice(OPTIMAL) == {}
    assert advice(TEXT) == {}


def test_only_tiers_with_no_other_contract_are_sure_to_be_guaranteed() -> None:
    terms = (
        "contracts: {a: {minimum_guarantee: 50, cap: {campaign: 99}}, b: {fee: 9}}\nallocation: {strategy: optimal}\n"
    )
    others = "micro: {contract: b}, mid: {contract: b}, mega: {contract: b}"
    alone = RIGHT + terms + f"tiers: {{nano: {{creators: 2, contract: a}}, {others}}}\n"
    assert list(advice(alone)) == ["guarantee-above-cap"]
    assert advice(alone.replace("contract: a}", "contract: [a, b]}")) == {}
