"""Deals for programmes, spreadsheets and pull requests."""

import csv
import json
import re
from collections.abc import Callable
from io import StringIO
from typing import Any

import jsonschema
import pytest

from influence_cli.model.deal import DealResult
from influence_cli.report.deal.as_csv import COLUMNS, deal_csv
from influence_cli.report.deal.as_json import deal_json
from influence_cli.report.deal.as_markdown import deal_markdown
from influence_cli.report.deal.schema import deal_json_schema
from influence_cli.report.words.deal import DEAL_WORDS
from influence_cli.report.words.explain import explain_metric
from tests.report import deals

Golden = Callable[[str, str], None]


@pytest.fixture(params=deals.ALL)
def result(request: pytest.FixtureRequest) -> DealResult:
    found: DealResult = deals.ALL[request.param]()
    return found


def rows(result: DealResult) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(deal_csv(result)), strict=True))


class TestJson:
    def test_it_is_what_the_schema_describes(self, result: DealResult) -> None:
        schema = deal_json_schema()
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.Draft202012Validator(schema).validate(json.loads(deal_json(result)))

    def test_every_deal_is_there_with_one_present_and_one_recommended(self, result: DealResult) -> None:
        document: dict[str, Any] = json.loads(deal_json(result))
        for told, sweep in zip(document["sweeps"], result.sweeps, strict=True):
            assert len(told["deals"]) == len(sweep.deals)
            assert [deal["present"] for deal in told["deals"]].index(True) == sweep.present
            assert [deal["recommended"] for deal in told["deals"]].index(True) == sweep.recommended
            assert sum(deal["present"] + deal["recommended"] for deal in told["deals"]) == 2

    def test_money_is_exact(self) -> None:
        found = json.loads(deal_json(deals.result()))["sweeps"][0]["deals"][10 * 13 + 4]
        assert (found["base"], found["base_share"], found["commission"]) == ("1200.00", 1.0, 0.1)
        assert (found["pay"]["mean"], found["profit"]["mean"]) == ("1350.00", "54.10")
        assert found["joint_value"] == "729.10"

    def test_ends_are_shares_or_amounts(self) -> None:
        shares, amounts = (json.loads(deal_json(found()))["question"] for found in (deals.result, deals.assuming))
        assert (shares["base_shares"], shares["base_amounts"]) == ([0.0, 1.2], None)
        assert (amounts["base_shares"], amounts["base_amounts"]) == (None, ["0.00", "1500.00"])

    def test_nothing_in_it_steers_a_terminal(self) -> None:
        assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", deal_json(deals.hostile()))


class TestCsv:
    def test_every_number_of_the_json_document_is_a_row(self, result: DealResult) -> None:
        told = rows(result)
        for sweep in json.loads(deal_json(result))["sweeps"]:
            of_sweep = [row for row in told if (row["tier"], row["platform"]) == (sweep["tier"], sweep["platform"])]
            for deal in sweep["deals"]:
                found = {
                    (row["name"], row["statistic"]): row["value"]
                    for row in of_sweep
                    if row["base"] == deal["base"] and float(row["commission"]) == deal["commission"]
                }
                assert found["profit", "mean"] == deal["profit"]["mean"]
                assert found["pay", "worst_tenth"] == deal["pay"]["worst_tenth"]
                assert float(found["chance_of_fee", ""]) == deal["chance_of_fee"]
                assert found["efficient", ""] == ("yes" if deal["efficient"] else "no")

    def test_no_two_numbers_have_the_same_name(self, result: DealResult) -> None:
        keys = [tuple(row[column] for column in COLUMNS[:-2]) for row in rows(result)]
        assert len(keys) == len(set(keys))

    def test_no_text_is_a_formula(self) -> None:
        table = csv.reader(StringIO(deal_csv(deals.hostile())))
        cells = [cell for row in table for cell in row if not re.fullmatch(r"-?[0-9.]+(e-?\d+)?", cell)]
        assert cells
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


class TestMarkdown:
    @pytest.mark.parametrize("name", ["one", "hostile"])
    def test_the_whole_comment(self, name: str, golden: Golden) -> None:
        golden(f"deal_{name}.md", deal_markdown(deals.ALL[name]()))

    def test_every_row_of_a_table_has_the_cells_of_its_heading(self, result: DealResult) -> None:
        width = 0
        for line in deal_markdown(result).splitlines():
            if not line.startswith("|"):
                width = 0
                continue
            cells = line.replace("\\|", "").count("|")
            assert width in (0, cells), line
            width = cells

    def test_it_holds_no_markup_from_names(self) -> None:
        text = deal_markdown(deals.hostile())
        assert "<b>" not in text
        assert "@team" not in text
        assert "https://" not in text


@pytest.mark.parametrize("word", DEAL_WORDS, ids=lambda word: word.name)
def test_every_word_of_deals_is_explained(word: Any) -> None:
    assert explain_metric(word.name).startswith(f"{word.label} ({word.name})")


def test_every_name_in_the_table_of_numbers_is_explained() -> None:
    for name in {row["name"] for row in rows(deals.result()) if row["tier"]} - {"present"}:
        assert len(explain_metric(name).splitlines()) >= 2
