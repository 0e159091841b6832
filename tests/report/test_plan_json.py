"""The JSON document: what its own schema says, money to the cent, safe to print."""

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import jsonschema
import pytest

from influence_cli.model.money import Currency
from influence_cli.model.plan import PlanResult
from influence_cli.report.plan.as_json import plan_json
from influence_cli.report.plan.schema import plan_json_schema
from tests.report import fixtures

PLANS: dict[str, Callable[[], PlanResult]] = {
    "plan": fixtures.plan,
    "phased": fixtures.phased,
    "leads": fixtures.leads,
    "empty": fixtures.empty,
    "huge": fixtures.huge,
    "hostile": fixtures.hostile,
}


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(plan_json_schema())


@pytest.mark.parametrize("name", PLANS)
def test_every_document_fits_the_schema(name: str) -> None:
    document = json.loads(plan_json(PLANS[name]()), parse_constant=pytest.fail)
    jsonschema.Draft202012Validator(plan_json_schema()).validate(document)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "influence/plan/2"),
        (("budget", "total"), 40000.0),
        (("budget", "total"), "40,000"),
        (("allocation", "cells", 0, "tier"), "macro"),
        (("allocation", "cells", 0, "creators"), 1.5),
        (("projection", "total", "roi", "p10"), "-0.9"),
        (("projection", "total", "cost", "p10"), 1.0),
        (("gates", 0, "passed"), "yes"),
        (("new_key",), 1),
    ],
)
def test_a_wrong_document_does_not_fit(path: tuple[str | int, ...], value: object) -> None:
    document = json.loads(plan_json(fixtures.plan()))
    *parents, last = path
    place = document
    for step in parents:
        place = place[step]
    place[last] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(plan_json_schema()).validate(document)


def test_the_whole_document(golden: Callable[[str, str], None]) -> None:
    golden("plan.json", plan_json(fixtures.plan()))


def test_what_ci_reads_is_where_it_is_promised() -> None:
    document = json.loads(plan_json(fixtures.plan()))
    assert document["budget"]["total"] == "40000.00"
    assert document["allocation"]["strategy"] == "by-budget"
    assert document["allocation"]["cells"][0] == {
        "tier": "micro",
        "platform": "instagram",
        "contract": "hybrid",
        "phase": "campaign",
        "creators": 16,
        "deliverables": 3,
        "unit_cost": "820.00",
        "planned_cost": "13120.00",
    }
    assert document["allocation"]["unallocated"] == "160.00"
    assert document["projection"]["total"]["cost"]["mean"] == "38104.40"
    assert document["projection"]["by_tier"]["nano"]["roi"]["p50"] == -0.62
    assert document["payouts"]["by_contract"].keys() == {"hybrid", "ambassador"}
    assert document["payouts"]["probability_over_budget"] == 0.107
    assert document["gates"][1] == {
        "expression": "payout.p95 <= budget",
        "value": "35120.00",
        "limit": "40000.00",
        "passed": True,
    }
    assert document["gates"][3]["value"] == 0.031
    assert [document[key] for key in ("seed", "draws", "version")] == [7, 10_000, "0.1.0"]


@pytest.mark.parametrize("held", [0, 12_345])
def test_parts_of_the_budget_sum_up_to_it(held: int) -> None:
    document = json.loads(plan_json(fixtures.holding(held)))
    jsonschema.Draft202012Validator(plan_json_schema()).validate(document)
    budget, allocation = document["budget"], document["allocation"]
    assert Decimal(allocation["held"]) * 100 == held
    parts = [budget[name] for name in ("reserve", "tools", "boost")]
    parts += [allocation[name] for name in ("planned_cost", "held", "unallocated")]
    assert sum(map(Decimal, parts)) == Decimal(budget["total"])


def test_estimates_of_money_are_decimal_strings_too() -> None:
    by_quantity = {use["quantity"]: use for use in json.loads(plan_json(fixtures.plan()))["assumptions"]}
    assert by_quantity["average_order_value"]["typical"] == "60.00"
    assert by_quantity["click_rate"]["typical"] == 0.01


def test_what_is_not_a_number_is_null() -> None:
    total = json.loads(plan_json(fixtures.empty()))["projection"]["total"]
    assert total["cpa"] == dict.fromkeys(("mean", "p5", "p10", "p50", "p90", "p95"))
    assert total["roi"]["mean"] is None


def test_names_survive_and_do_not_steer_the_terminal() -> None:
    text = plan_json(fixtures.hostile())
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert json.loads(text)["campaign"]["name"] == fixtures.HOSTILE


def test_half_a_surrogate_pair_can_be_written_to_a_file() -> None:
    plan = fixtures.plan()
    odd = replace(plan, campaign=replace(plan.campaign, name="half \ud83d, Lumière"))
    assert "half \\ud83d, Lumière" in plan_json(odd).encode().decode()


def test_yen_have_no_decimals() -> None:
    plan = fixtures.plan()
    yen = replace(plan, campaign=replace(plan.campaign, currency=Currency("JPY")))
    assert json.loads(plan_json(yen))["budget"]["total"] == "4000000"
