"""The shipped samples: real work without errors or advice, and one file of deliberate mistakes."""

from pathlib import Path

import pytest

from influence_cli.model.campaign import Strategy, Tier
from influence_cli.model.contract import FeeUnit, Match
from influence_cli.model.errors import Problem
from influence_cli.spec import Parsed, Source, check, load

SAMPLES = Path(__file__).parents[2] / "sample_campaigns"
BROKEN = "mistakes.yaml"
GOOD = sorted(path.name for path in SAMPLES.glob("*.yaml") if path.name != BROKEN)


def read(path: str) -> bytes:
    return Path(path).read_bytes()


def source(name: str) -> Source:
    path = SAMPLES / name
    return Source(str(path), path.read_bytes())


def sample(name: str) -> Parsed:
    return load(source(name), read)


def problems(name: str) -> tuple[Problem, ...]:
    return check(source(name), read)


def test_there_are_enough_samples() -> None:
    assert len(GOOD) >= 6


@pytest.mark.parametrize("name", [*GOOD, BROKEN])
def test_the_first_line_names_the_schema_for_editors(name: str) -> None:
    first = (SAMPLES / name).read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=campaign.schema.json"


@pytest.mark.parametrize("name", GOOD)
def test_a_sample_draws_neither_errors_nor_advice(name: str) -> None:
    assert problems(name) == ()


def test_the_mistakes_are_five_different_ones() -> None:
    found = problems(BROKEN)
    assert [problem.code for problem in found] == [
        "unknown-key",
        "unknown-contract",
        "unknown-tier",
        "weeks-outside",
        "bad-gate",
    ]
    lines = (SAMPLES / BROKEN).read_text().splitlines()
    for number, problem in enumerate(found, start=1):
        assert f"# {number}: " in lines[problem.place.line - 1]


def test_the_small_sample_books_small_creators_only() -> None:
    tiers = {cell.tier for cell in sample("small-5k.yaml").campaign.cells}
    assert tiers == {Tier.NANO, Tier.MICRO}


def test_the_launch_goes_from_awareness_to_conversion() -> None:
    plan = sample("launch-250k.yaml").campaign
    phases = {cell.phase.name: cell.phase.first_week for cell in plan.cells}
    assert phases["awareness"] < phases["conversion"]
    assert {c.tier for c in plan.cells if c.phase.name == "awareness"} == {Tier.MID, Tier.MEGA}
    assert plan.amplification is not None
    assert plan.amplification.budget == 2_500_000


def test_the_bronze_and_gold_contract_is_the_playbooks() -> None:
    plan = sample("bronze-gold-bonus.yaml").campaign
    contract = plan.cells[0].contract
    assert contract.fee is not None
    assert (contract.fee.per, plan.cells[0].deliverables) == (FeeUnit.CREATOR, 3)
    bronze, gold = contract.bonuses
    assert (bronze.amount, bronze.match, gold.amount, gold.match) == (20_000, Match.ANY, 50_000, Match.ALL)
    assert [(c.metric, c.operator, c.threshold) for c in (*bronze.conditions, *gold.conditions)] == [
        ("engagement_rate_by_followers", ">=", 0.05),
        ("clicks", ">=", 1000),
        ("boost_roas", ">=", 3),
    ]


def test_a_hundred_micro_and_one_mega_spend_the_same_on_the_same_product() -> None:
    many, one = sample("100-micro.yaml").campaign, sample("one-mega.yaml").campaign
    assert many.budget == one.budget
    assert many.product == one.product
    assert many.quantities == one.quantities
    assert (many.rules.strategy, one.rules.strategy) == (Strategy.MANUAL, Strategy.MANUAL)
    for plan, tier, creators in ((many, Tier.MICRO, 100), (one, Tier.MEGA, 1)):
        (cell,) = plan.cells
        assert cell.tier is tier
        assert cell.contract.fee is not None
        assert cell.contract.fee.amount * creators == plan.budget.total
        assert plan.rules.tiers[tier].creators == creators


def test_the_ambassadors_have_a_retainer_a_gift_and_a_goal_in_common() -> None:
    contract = sample("nano-ambassadors.yaml").campaign.cells[0].contract
    assert contract.retainer is not None
    assert contract.gift
    assert {bonus.per.value for bonus in contract.collective_bonuses} == {"quarter"}
