"""The tidy table: one number per row, safe to open in a spreadsheet."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from io import StringIO

import pytest

from influence_cli.model.plan import PlanResult
from influence_cli.report.plan.as_csv import COLUMNS, plan_csv
from influence_cli.report.plan.as_json import plan_json
from tests.report import fixtures


def rows(result: PlanResult) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(plan_csv(result)), strict=True))


def one(result: PlanResult, section: str, name: str, scope: str = "total", statistic: str = "") -> str:
    found = [
        row["value"]
        for row in rows(result)
        if (row["section"], row["name"], row["scope"], row["statistic"]) == (section, name, scope, statistic)
    ]
    assert len(found) == 1
    return found[0]


def test_the_whole_table(golden: Callable[[str, str], None]) -> None:
    golden("plan.csv", plan_csv(fixtures.plan()))


@pytest.mark.parametrize("plan", [fixtures.plan, fixtures.phased, fixtures.empty, fixtures.huge, fixtures.hostile])
def test_every_row_has_every_column(plan: Callable[[], PlanResult]) -> None:
    table = list(csv.reader(StringIO(plan_csv(plan())), strict=True))
    assert tuple(table[0]) == COLUMNS
    assert {len(row) for row in table} == {len(COLUMNS)}


def test_no_two_numbers_have_the_same_name() -> None:
    keys = [tuple(row[column] for column in COLUMNS[:4]) for row in rows(fixtures.plan()) if row["name"] != "note"]
    assert len(keys) == len(set(keys))


def test_numbers_are_those_of_the_json_document() -> None:
    document = json.loads(plan_json(fixtures.plan()))
    for metric, statistics in document["projection"]["total"].items():
        for statistic, value in statistics.items():
            shown = one(fixtures.plan(), "projection", metric, "total", statistic)
            assert shown == ("" if value is None else str(value))


def test_money_keeps_its_cents_and_its_sign() -> None:
    assert one(fixtures.plan(), "projection", "profit", "total", "mean") == "-27492.27"
    assert one(fixtures.plan(), "budget", "total") == "40000.00"
    assert one(fixtures.plan(), "gates", "cpa.mean < 40", "total", "limit") == "40.00"


def test_money_held_for_bonuses_has_its_row() -> None:
    assert one(fixtures.plan(), "allocation", "held") == "0.00"
    assert one(fixtures.holding(12_345), "allocation", "held") == "123.45"


@pytest.mark.parametrize(
    "name",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", "\u200b=1+1", "\uff1d1+1", "\u202e@x"],
)
def test_no_name_is_read_as_a_formula(name: str) -> None:
    plan = fixtures.plan()
    shown = one(replace(plan, campaign=replace(plan.campaign, name=name)), "campaign", "name")
    assert shown.startswith("'")


def test_every_cell_that_could_be_a_formula_is_a_number() -> None:
    for row in rows(fixtures.hostile()):
        for cell in row.values():
            if cell.startswith(("=", "+", "-", "@")):
                assert float(cell) < 0


def test_text_cannot_steer_a_terminal() -> None:
    shown = plan_csv(fixtures.hostile())
    assert "\x1b" not in shown
    assert "\u202e" not in shown
