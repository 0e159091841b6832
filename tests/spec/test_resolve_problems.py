"""What only shows when the parts of a spec are seen together: each case is the smallest spec that trips it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from influence_cli.contract import conditions as engine_conditions
from influence_cli.contract import engine
from influence_cli.model.errors import SpecError
from influence_cli.spec import Source, load
from influence_cli.spec.conditions import CONDITION_METRICS
from influence_cli.spec.resolve_contracts import TERM_NAMES
from tests.spec.specs import BUDGET, CAMPAIGN, PRODUCT, RIGHT, errors, found, no_files

CASES: list[tuple[str, str, str, str]] = [
    # code, path, what is said, spec
    ("budget-zero", "budget.total", "no money", RIGHT.replace("40k", "0.004")),
    (
        "budget-overcommitted",
        "budget",
        "reserve and tools take 100%",
        RIGHT.replace("40k", "{total: 40k, reserve: 50%, tools: 20k}"),
    ),
    (
        "budget-overcommitted",
        "budget",
        "reserve takes 100% of the budget and leaves nothing",
        RIGHT.replace("40k", "{total: 40k, reserve: 40k}"),
    ),
    (
        "budget-overcommitted",
        "budget",
        "reserve and boost take 110%",
        RIGHT.replace("40k", "{total: 40k, reserve: 50%}") + "amplification: {budget: 60%}\n",
    ),
    (
        "boost-without-posts",
        "amplification.top",
        "no creator's posts",
        RIGHT + "amplification: {budget: 10%, top: 0%}\n",
    ),
    (
        "fx-missing",
        "budget.currency",
        "no exchange rate is known for XAF",
        RIGHT.replace("40k", "{total: 40k, currency: XAF}"),
    ),
    (
        "bad-usd-rate",
        "budget.usd_rate",
        "a dollar is worth one dollar",
        RIGHT.replace("40k", "{total: 40k, usd_rate: 0.9}"),
    ),
    ("currency-mismatch", "product.price", "in EUR, the budget in USD", RIGHT.replace("60", "60 EUR")),
    (
        "currency-mismatch",
        "budget.total",
        "in EUR here and in USD",
        RIGHT.replace("40k", "{total: 40k EUR, currency: USD}"),
    ),
    ("currency-mismatch", "gates.0", "the gate is in EUR", RIGHT + 'gates: ["cpa.mean < 40 EUR"]\n'),
    ("below-minor-unit", "contracts.c.cpc", "less than the smallest", RIGHT + "contracts: {c: {cpc: 0.004}}\n"),
    ("price-missing", "product", "needs the price", CAMPAIGN + BUDGET + "product: {margin: 58%}\n"),
    ("margin-missing", "product", "needs the gross margin", CAMPAIGN + BUDGET + "product: {price: 60}\n"),
    (
        "shares-sum",
        "campaign.platforms",
        "sum to 90%",
        RIGHT.replace("[instagram, tiktok]", "{instagram: 60%, tiktok: 30%}"),
    ),
    (
        "shares-sum",
        "tiers.nano.platforms",
        "sum to 110%",
        RIGHT + "tiers: {nano: {platforms: {instagram: 60%, tiktok: 50%}}}\n",
    ),
    ("shares-sum", "tiers", "sum to 80%", RIGHT + "tiers: {nano: {share: 30%}, micro: {share: 50%}}\n"),
    (
        "share-not-used",
        "tiers.nano.share",
        "splits the money itself",
        RIGHT + "tiers: {nano: {share: 100%}}\nallocation: {strategy: equal}\n",
    ),
    ("manual-without-shares", "allocation.strategy", "nothing to book", RIGHT + "allocation: {strategy: manual}\n"),
    ("min-above-max", "allocation.creators", "at least 20", RIGHT + "allocation: {creators: {min: 20, max: 10}}\n"),
    (
        "min-above-max",
        "tiers.nano.min_creators",
        "at least 5",
        RIGHT + "tiers: {nano: {min_creators: 5, max_creators: 4}}\n",
    ),
    (
        "min-above-max",
        "tiers.nano.creators",
        "9 creators are locked",
        RIGHT + "tiers: {nano: {creators: 9, max_creators: 4}}\n",
    ),
    (
        "weeks-outside",
        "phases.0.weeks",
        "ends in week 7",
        RIGHT + "phases: [{name: a, weeks: 1-7, tiers: [nano, micro, mid]}]\n",
    ),
    (
        "duplicate-name",
        "phases.1.name",
        "another phase is called 'a'",
        RIGHT + "phases: [{name: a, weeks: 1, tiers: [nano]}, {name: a, weeks: 2, tiers: [micro]}]\n",
    ),
    (
        "tier-not-booked",
        "tiers.micro",
        "no phase to post in",
        RIGHT + "tiers: {micro: {creators: 2}}\nphases: [{name: a, weeks: 1, tiers: [nano]}]\n",
    ),
    (
        "tier-not-booked",
        "tiers.micro",
        "no platform to post in",
        RIGHT + "tiers: {micro: {creators: 2, platforms: [youtube]}}\nallocation: {exclude_platforms: [youtube]}\n",
    ),
    (
        "nothing-to-book",
        "tiers",
        "every tier is excluded",
        RIGHT + "tiers: {nano: {exclude: true}, micro: {exclude: true}, mid: {exclude: true}, mega: {exclude: true}}\n",
    ),
    (
        "nothing-to-book",
        "allocation.exclude_platforms",
        "no tier is left",
        RIGHT + "allocation: {exclude_platforms: [instagram, tiktok]}\n",
    ),
    ("unknown-contract", "tiers.nano.contract", "'hybird'", RIGHT + "tiers: {nano: {contract: hybird}}\n"),
    ("contract-missing", "tiers.nano", "under which contract", RIGHT + "contracts: {a: {fee: 1}, b: {fee: 2}}\n"),
    (
        "bad-commission",
        "contracts.c.commission.reset",
        "running total",
        RIGHT + "contracts: {c: {commission: {rate: 10%, mode: retroactive, reset: order}}}\n",
    ),
    (
        "bad-commission",
        "contracts.c.commission.deduct",
        "nothing is deducted from gross",
        RIGHT + "contracts: {c: {commission: {rate: 10%, on: gross, deduct: [tax]}}}\n",
    ),
    (
        "bad-bands",
        "contracts.c.commission.bands",
        "do not rise",
        RIGHT
        + "contracts: {c: {commission: {bands: "
        + "[{from: 0, rate: 5%}, {from: 10, rate: 6%}, {from: 10.0010, rate: 7%}]}}}\n",
    ),
    (
        "bad-condition",
        "contracts.c.bonuses.0.any.0",
        "unknown metric 'clikcs'",
        RIGHT + 'contracts: {c: {bonuses: [{name: b, any: ["clikcs >= 5"], pay: 5}]}}\n',
    ),
    (
        "bad-condition",
        "contracts.c.bonuses.0.all.0",
        "5 is above 1",
        RIGHT + "contracts: {c: {bonuses: [{name: b, all: [click_rate >= 5], pay: 5}]}}\n",
    ),
    (
        "bad-condition",
        "contracts.c.collective_bonuses.0.all.0",
        "'orders' is not a share",
        RIGHT + "contracts: {c: {collective_bonuses: [{name: b, all: [orders >= 5%], pay: 5}]}}\n",
    ),
    (
        "duplicate-name",
        "contracts.c.collective_bonuses.0.name",
        "another bonus",
        RIGHT
        + "contracts: {c: {bonuses: [{name: b, any: [clicks > 5], pay: 5}],"
        + " collective_bonuses: [{name: b, all: [orders > 5], pay: 5}]}}\n",
    ),
    (
        "reserved-name",
        "contracts.c.bonuses.0.name",
        "another line of a payout",
        RIGHT + "contracts: {c: {bonuses: [{name: commission, any: [clicks > 5], pay: 5}]}}\n",
    ),
    (
        "rights-without-fee",
        "contracts.c.whitelisting",
        "no fee",
        RIGHT + "contracts: {c: {commission: 10%, whitelisting: {share: 30%, days: 30}}}\n",
    ),
    (
        "minimum-above-cap",
        "contracts.c.minimum_payout",
        "above the cap",
        RIGHT + "contracts: {c: {fee: 10, cap: 20, minimum_payout: 25}}\n",
    ),
    ("bad-gate", "gates.0", "unknown metric 'rio'", RIGHT + "gates: [rio.p10 >= 0]\n"),
    ("unknown-benchmark-set", "benchmarks", "'field-2025'", RIGHT + "benchmarks: field-2025\n"),
    ("unknown-lint", "silence.singel-post", "'singel-post'", RIGHT + "silence: {singel-post: because}\n"),
    (
        "zero-figure",
        "tiers.nano.overrides.followers",
        "starts at 0",
        RIGHT + "tiers: {nano: {overrides: {followers: 0}}}\n",
    ),
]


@pytest.mark.parametrize(("code", "path", "says", "text"), CASES, ids=[f"{case[0]}-{case[1]}" for case in CASES])
def test_the_problem_is_named_with_its_place(code: str, path: str, says: str, text: str) -> None:
    problems = errors(text)
    assert list(problems) == [code]
    assert problems[code].path == path
    assert says in problems[code].what
    assert problems[code].place.line > 0


def test_the_nearest_word_is_suggested() -> None:
    text = RIGHT + "contracts: {hybrid: {fee: 1}}\ntiers: {nano: {contract: hybird}}\n"
    assert errors(text)["unknown-contract"].suggestion == "hybrid"
    assert errors(RIGHT + "benchmarks: field-2025\n")["unknown-benchmark-set"].suggestion == "field-2026"
    assert errors(RIGHT + "silence: {singel-post: because}\n")["unknown-lint"].suggestion == "single-post"


def test_everything_is_said_at_once_in_the_order_of_the_file() -> None:
    text = (
        CAMPAIGN
        + "budget: {total: 40k, reserve: 120%}\n".replace("120%", "100%")
        + "product: {price: 60 EUR}\n"
        + "tiers: {nano: {contract: gone, min_creators: 3, max_creators: 2}}\n"
        + "phases: [{name: a, weeks: 5-9, tiers: [nano]}]\n"
        + "gates: [rio.p10 >= 0, roi.p11 > 0]\n"
    )
    codes = [problem.code for problem in found(text)]
    assert codes == [
        "budget-overcommitted",
        "margin-missing",
        "currency-mismatch",
        "unknown-contract",
        "min-above-max",
        "weeks-outside",
        "bad-gate",
        "bad-gate",
    ]


def test_shares_may_be_rounded_for_writing() -> None:
    thirds = "{instagram: 33.3%, tiktok: 33.3%, youtube: 33.3%}"
    assert errors(RIGHT.replace("[instagram, tiktok]", thirds)) == {}


def test_a_free_margin_of_nothing_is_allowed() -> None:
    assert errors(RIGHT.replace("58%", "0%")) == {}


def test_a_bad_gate_points_into_the_expression() -> None:
    plain = errors(RIGHT + "gates: [rio.p10 >= 0]\n")["bad-gate"].place
    assert (plain.line, plain.column) == (4, 9)
    inside = errors(RIGHT + "gates: ['roi.p11 >= 0']\n")["bad-gate"].place
    assert inside.column == 10 + len("roi.")


def test_a_gate_from_the_command_line_is_refused_the_same_way() -> None:
    with pytest.raises(SpecError) as caught:
        load(Source("spec.yaml", RIGHT.encode()), no_files, gates=["rio.p10 >= 0"])
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.file) == ("bad-gate", "--gate")


def test_conditions_and_bonus_names_agree_with_the_contract_engine() -> None:
    assert set(CONDITION_METRICS) == set(engine_conditions.CONDITION_METRICS)
    assert set(TERM_NAMES) == set(engine.TERMS)


WORDS = st.sampled_from(
    ["nano", "micro", "0", "-1", "1e15", "100%", "0%", "market", "hybrid", "null", "[]", "{}", "1..2", "x"]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    WORDS,
    st.sampled_from(
        [
            "tiers: {{nano: {{contract: {0}}}}}",
            "tiers: {{nano: {{creators: {0}, share: {0}}}}}",
            "tiers: {{micro: {{overrides: {{view_rate: {0}, fee_per_deliverable: {0}}}}}}}",
            "contracts: {{c: {{fee: {0}, commission: {0}, cap: {0}, minimum_payout: {0}}}}}",
            "contracts: {{{0}: {{fee: {{market: {0}}}}}}}",
            "phases: [{{name: {0}, weeks: {0}, tiers: [{0}]}}]",
            "amplification: {{budget: {0}, top: {0}}}",
            "allocation: {{strategy: {0}, creators: {{min: {0}, max: {0}}}, max_share_per_creator: {0}}}",
            "audience: {{size: {0}, match: {0}}}",
            "silence: {{{0}: {0}}}",
        ]
    ),
)
def test_odd_values_are_planned_or_refused_in_words(word: str, key: str) -> None:
    for problem in found(RIGHT + key.format(word) + "\n"):
        assert problem.what
        assert "Traceback" not in problem.what


def test_the_smallest_right_spec_has_no_problem_at_all() -> None:
    assert found(CAMPAIGN + BUDGET + PRODUCT) == ()
