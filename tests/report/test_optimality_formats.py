"""The record of an optimization for programs, spreadsheets and pull requests."""

import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from typing import Any

import jsonschema
import pytest

from influence_cli.model.curves import Status
from influence_cli.model.money import Currency
from influence_cli.model.optimality import Certificate
from influence_cli.model.plan import PlanResult
from influence_cli.report.plan.as_csv import COLUMNS, plan_csv
from influence_cli.report.plan.as_json import plan_json
from influence_cli.report.plan.as_markdown import plan_markdown
from influence_cli.report.plan.schema import plan_json_schema
from tests.report import fixtures, optima

PLANS: dict[str, Callable[[], PlanResult]] = {
    "optimized": optima.optimized,
    "nobody": optima.nobody,
    "barren": optima.barren,
    "many": optima.many,
    "hostile": optima.hostile,
}


def document(result: PlanResult) -> Any:
    return json.loads(plan_json(result), parse_constant=pytest.fail)


def rows(result: PlanResult) -> list[dict[str, str]]:
    table = csv.DictReader(StringIO(plan_csv(result)), strict=True)
    return [row for row in table if row["section"] == "optimality"]


def one(result: PlanResult, name: str, scope: str = "total", statistic: str = "") -> tuple[str, str]:
    found = [
        (row["value"], row["unit"])
        for row in rows(result)
        if (row["name"], row["scope"], row["statistic"]) == (name, scope, statistic)
    ]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("name", PLANS)
def test_every_document_fits_the_schema(name: str) -> None:
    found = document(PLANS[name]())
    jsonschema.Draft202012Validator(plan_json_schema()).validate(found)
    assert found["optimality"] is not None


def test_other_strategies_have_none() -> None:
    assert document(fixtures.plan())["optimality"] is None
    assert rows(fixtures.plan()) == []
    assert "Optimum" not in plan_markdown(fixtures.plan())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("certificate", "status"), "best"),
        (("certificate", "gap"), "0.1"),
        (("certificate", "nodes"), 1.5),
        (("rivals", 0, "strategy"), "greedy"),
        (("rivals", 0, "spend"), 100.0),
        (("rivals", 0, "breaks"), "a limit"),
        (("objective", "weights"), {"fame": 1.0}),
        (("step",), 1000.0),
        (("risk", 0, "kept"), "yes"),
        (("stopped_early",), None),
        (("new_key",), 1),
    ],
)
def test_a_wrong_document_does_not_fit(path: tuple[str | int, ...], value: object) -> None:
    found = document(optima.optimized())
    *parents, last = ("optimality", *path)
    place = found
    for step in parents:
        place = place[step]
    place[last] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(plan_json_schema()).validate(found)


def test_what_programs_read_is_where_it_is_promised() -> None:
    found = document(optima.optimized())["optimality"]
    assert found["objective"] == {"weights": {"profit": 1.0}, "aversion": 0.0, "tail": 0.1}
    assert found["certificate"] == {
        "objective": 12_345.6,
        "upper_bound": 12_360.4,
        "gap": 0.001197372253,
        "status": "within-gap",
        "nodes": 1_234,
        "scenarios": 400,
    }
    assert found["value"] == 12_101.4
    assert found["parts"] == {"profit": 12_101.4}
    assert found["rivals"][1] == {
        "strategy": "by-budget",
        "value": 11_020.25,
        "creators": 58,
        "spend": "33380.00",
        "breaks": [],
    }
    assert found["rivals"][3]["value"] is None
    assert found["prices"][0] == {"limit": "mega.share >= 10%", "cost": 4_120.0}
    assert found["step"] == "1000.00"
    assert found["marginals"][0] == {"cell": None, "value": 310.25, "creators": 3.0}
    assert found["marginals"][1]["cell"] == "micro/instagram/campaign/hybrid"
    assert found["risk"][0] == {
        "limit": "payout.p95 <= budget",
        "bound": "40000.00",
        "decided": "39980.00",
        "fresh": "40120.00",
        "kept": False,
    }
    assert found["risk"][1]["kept"] is True
    assert found["stopped_early"] is False


def test_every_price_cell_and_rival_is_there() -> None:
    found = document(optima.many())["optimality"]
    assert [len(found[key]) for key in ("rivals", "prices", "marginals")] == [5, 20, 12]
    listed = rows(optima.many())
    assert len([row for row in listed if row["name"] == "price"]) == 20
    assert len([row for row in listed if (row["name"], row["statistic"]) == ("marginal", "value")]) == 12


def test_an_unknown_bound_is_null() -> None:
    endless = Certificate(1.0, float("inf"), float("nan"), Status.WITHIN_GAP, 1, 400)
    result = optima.changed(certificate=endless)
    jsonschema.Draft202012Validator(plan_json_schema()).validate(document(result))
    assert document(result)["optimality"]["certificate"]["upper_bound"] is None
    assert one(result, "upper_bound") == ("", "USD")


def test_yen_have_no_decimals() -> None:
    result = optima.optimized()
    yen = replace(result, campaign=replace(result.campaign, currency=Currency("JPY")))
    assert document(yen)["optimality"]["step"] == "100000"
    assert one(yen, "step") == ("100000", "JPY")


def test_rows_carry_the_same_numbers() -> None:
    result = optima.optimized()
    assert one(result, "upper_bound") == ("12360.4", "USD")
    assert one(result, "gap") == ("0.001197372253", "fraction")
    assert one(result, "status") == ("within-gap", "")
    assert one(result, "value") == ("12101.4", "USD")
    assert one(result, "weight", "profit") == ("1.0", "")
    assert one(result, "part", "profit", "mean") == ("12101.4", "USD")
    assert one(result, "rival", "equal", "value") == ("9120.5", "USD")
    assert one(result, "rival", "equal", "breaks") == ("mega.share <= 10%; nano.tiktok.creators >= 5", "")
    assert one(result, "rival", "mega-only", "value") == ("", "USD")
    assert one(result, "price", "mega.share >= 10%") == ("4120.0", "USD")
    assert one(result, "step") == ("1000.00", "USD")
    assert one(result, "marginal", "anywhere", "value") == ("310.25", "USD")
    assert one(result, "marginal", "micro/instagram/campaign/hybrid", "creators") == ("8.333333333", "count")
    assert one(result, "risk", "payout.p95 <= budget", "fresh") == ("40120.00", "USD")
    assert one(result, "risk", "payout.p95 <= budget", "result") == ("missed", "")
    assert one(result, "stopped_early") == ("false", "")
    assert one(optima.many(), "objective") == ("12345.6", "objective")


@pytest.mark.parametrize("name", PLANS)
def test_no_cell_is_a_formula_and_every_row_is_whole(name: str) -> None:
    table = list(csv.reader(StringIO(plan_csv(PLANS[name]())), strict=True))
    assert {len(row) for row in table} == {len(COLUMNS)}
    for cell in (cell for row in table for cell in row):
        assert "\x1b" not in cell
        if cell.startswith(("=", "+", "-", "@")):
            assert float(cell) < 0


@pytest.mark.parametrize("name", ["optimized", "many", "nobody"])
def test_no_two_numbers_have_the_same_name(name: str) -> None:
    keys = [tuple(row[column] for column in COLUMNS[:4]) for row in rows(PLANS[name]())]
    assert len(keys) == len(set(keys))


def test_the_whole_comment(golden: Callable[[str, str], None]) -> None:
    golden("plan_optimized.md", plan_markdown(optima.optimized()))


def test_the_comment_says_what_is_proved_and_what_is_missed() -> None:
    shown = plan_markdown(optima.optimized())
    assert "can bring more than 0.12% more under the model." in shown.split("| Headline")[0]
    assert "| mega.share &gt;= 10% | costs USD 4,120 of expected profit |" in shown
    assert "| payout.p95 &lt;= budget | 40,000 | 39,980 | 40,120 | missed |" in shown
    folded = [part.split("</details>")[0] for part in shown.split("<details>")[1:]]
    assert any("| by-budget | 58 | 33,380 | 11,020 | -1,081 | kept |" in part for part in folded)
    assert any("The next USD 1,000 bring USD 310 of expected profit" in part for part in folded)


@pytest.mark.parametrize("name", PLANS)
def test_every_row_of_a_table_has_the_cells_of_its_heading(name: str) -> None:
    width = 0
    for line in plan_markdown(PLANS[name]()).splitlines():
        if not line.startswith("|"):
            width = 0
            continue
        cells = line.replace("\\|", "").count("|")
        assert width in (0, cells), line
        width = cells


def test_hostile_texts_stay_texts_in_a_comment() -> None:
    shown = plan_markdown(optima.hostile())
    assert "\x1b" not in shown
    assert "<b>" not in shown
    assert "@team" not in shown
    assert "https://" not in shown


def test_a_comment_stays_within_what_github_takes() -> None:
    plan = optima.hostile()
    found = plan.optimality
    assert found is not None
    grown = replace(
        found,
        rivals=found.rivals * 3,
        prices=found.prices * 100,
        marginals=found.marginals * 100,
        risk=found.risk * 100,
    )
    assert len(plan_markdown(replace(plan, optimality=grown))) < 65_536


def test_a_plan_of_nobody_is_said_in_a_comment() -> None:
    shown = plan_markdown(optima.nobody())
    assert "**No creator is expected to earn back what it costs, so the best plan is to spend nothing" in shown
    assert not re.search(r"\bnan\b", shown)
    assert document(optima.nobody())["allocation"]["creators"] == 0
    assert one(optima.nobody(), "stopped_early") == ("true", "")
