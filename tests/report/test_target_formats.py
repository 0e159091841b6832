"""The answer to a target in every format: whole texts, the schema, and what must hold for any of them."""

import csv
import io
import json
import re
from dataclasses import replace

import jsonschema
import pytest

from influence_cli.report.plan.as_csv import plan_csv
from influence_cli.report.plan.as_json import plan_json
from influence_cli.report.plan.as_markdown import plan_markdown
from influence_cli.report.target.as_csv import target_csv
from influence_cli.report.target.as_json import target_json
from influence_cli.report.target.as_markdown import target_markdown
from influence_cli.report.target.as_table import target_table
from influence_cli.report.target.grids import probes
from influence_cli.report.target.prose import sentences
from influence_cli.report.target.schema import target_json_schema
from tests.report import frontiers
from tests.report.frontiers import ANSWERS

ANSI = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(params=ANSWERS)
def found(request):
    return ANSWERS[request.param]()


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("orders", "USD 40,000 is the smallest budget found for 400 orders on average."),
        ("revenue", "USD 40,000 is the smallest budget found for a revenue of USD 10,000 in at least 80% of the runs."),
        (
            "views",
            "USD 40,000 is the smallest budget found for 1,500,000 views on average, with plans optimized for reach, "
            "which is nearest to views; others might need less.",
        ),
        ("break_even", "USD 40,000 is the smallest budget found for a profit of USD 0 on average."),
    ],
)
def test_the_answer_is_a_sentence(name, answer):
    assert sentences(ANSWERS[name]())[0] == answer


class TestTable:
    @pytest.mark.parametrize("width", [80, 120])
    @pytest.mark.parametrize("name", ["orders", "revenue", "views"])
    def test_the_whole_report(self, name, width, golden):
        golden(f"target_table_{name}_{width}.txt", target_table(ANSWERS[name](), width=width))

    @pytest.mark.parametrize("width", [40, 80, 100, 120, 300])
    def test_no_line_is_wider_than_the_page(self, found, width):
        assert max(map(len, target_table(found, width=width).splitlines())) <= min(max(width, 80), 120)

    def test_budgets_tried_are_shown_smallest_first(self, found):
        shown = target_table(found)
        assert [row[0] for row in probes(found).rows] == ["611", "20,000", "39,800", "40,000", "40,000"]
        assert re.search(r"611\s+no plan", shown)

    def test_what_stands_in_for_the_metric_is_said_at_the_top(self):
        assert "optimized for reach" in " ".join(target_table(frontiers.views()).splitlines()[4:7])
        assert "optimized for" not in target_table(frontiers.sure_revenue())

    def test_only_the_precision_that_was_reached_is_claimed(self):
        found = frontiers.answer()
        assert "39,800, is 0.5% below the answer and not enough" in " ".join(target_table(found).split())
        alone = replace(found, probes=found.probes[-1:], precision=1.0)
        assert "so a smaller one may do" in " ".join(target_table(alone).split())

    def test_color_changes_no_text(self, found):
        stripped = [line.rstrip() for line in ANSI.sub("", target_table(found, color=True)).splitlines()]
        assert stripped == target_table(found).splitlines()

    def test_hostile_text_does_not_reach_the_terminal(self):
        shown = target_table(frontiers.hostile_answer())
        assert "\x1b" not in shown
        assert "\u202e" not in shown


class TestJson:
    def test_the_schema_is_a_schema(self):
        jsonschema.Draft202012Validator.check_schema(target_json_schema())

    def test_every_document_fits_the_schema(self, found):
        document = json.loads(target_json(found), parse_constant=pytest.fail)
        jsonschema.Draft202012Validator(target_json_schema()).validate(document)

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            (("schema",), "influence/plan/1"),
            (("aim",), "clicks"),
            (("budget",), 40_000),
            (("search", "budgets", 0, "reached"), "no"),
            (("plan", "currency"), 1),
            (("plan", "allocation", "cells", 0, "tier"), "macro"),
            (("new_key",), 1),
        ],
    )
    def test_a_wrong_document_does_not_fit(self, path, value):
        document = json.loads(target_json(frontiers.answer()))
        *parents, last = path
        place = document
        for step in parents:
            place = place[step]
        place[last] = value
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.Draft202012Validator(target_json_schema()).validate(document)

    def test_what_a_script_reads_is_where_it_is_promised(self):
        document = json.loads(target_json(frontiers.sure_revenue()))
        assert document["target"] == {
            "metric": "revenue",
            "value": "10000.00",
            "confidence": 0.8,
            "max_budget": "10000000.00",
        }
        assert (document["budget"], document["chance"]) == ("40000.00", 0.8125)
        assert document["search"]["budgets"][0]["reason"] == frontiers.SHORT
        assert document["search"]["budgets"][0]["mean"] is None

    def test_the_plan_inside_is_the_plan_as_it_is_printed(self, found):
        assert json.loads(target_json(found))["plan"] == json.loads(plan_json(found.plan))

    def test_names_do_not_steer_the_terminal(self):
        text = target_json(frontiers.hostile_answer())
        assert "\x1b" not in text
        assert "\u202e" not in text


class TestCsv:
    def test_its_own_rows_stand_above_the_plan(self, found):
        heading, *rest = plan_csv(found.plan).splitlines()
        lines = target_csv(found).splitlines()
        assert lines[0] == heading
        assert lines[-len(rest) :] == rest
        own = list(csv.reader(io.StringIO("\n".join(lines[: -len(rest)]))))[1:]
        assert {row[0] for row in own} == {"target", "search"}
        assert {len(row) for row in own} == {6}

    def test_the_budget_is_one_cell(self):
        assert "target,budget,total,,40000.00,USD" in target_csv(frontiers.answer()).splitlines()

    def test_no_cell_is_a_formula(self):
        assert "search,reason,budget 611.00,,'=[red]" in target_csv(frontiers.hostile_answer())


class TestMarkdown:
    def test_the_whole_text(self, golden):
        golden("target_orders.md", target_markdown(frontiers.answer()))

    def test_the_plan_is_below_it(self, found):
        assert target_markdown(found).endswith(plan_markdown(found.plan))

    def test_markup_from_outside_is_shown_as_it_is(self):
        text = target_markdown(frontiers.hostile_answer())
        assert "<b>" not in text
        assert "@team" not in text
