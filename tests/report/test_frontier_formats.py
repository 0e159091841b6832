"""A frontier in every format: whole texts, the schema, and what must hold for any of them."""

import csv
import io
import json
import re
from dataclasses import replace

import jsonschema
import pytest

from influence_cli.model.money import Currency
from influence_cli.report.frontier.as_csv import COLUMNS, frontier_csv
from influence_cli.report.frontier.as_json import frontier_json
from influence_cli.report.frontier.as_markdown import frontier_markdown
from influence_cli.report.frontier.as_table import frontier_table
from influence_cli.report.frontier.grids import rows
from influence_cli.report.frontier.prose import sentences
from influence_cli.report.frontier.schema import frontier_json_schema
from tests.report import fixtures, frontiers
from tests.report.frontiers import FRONTIERS

ANSI = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(params=FRONTIERS)
def found(request):
    return FRONTIERS[request.param]()


class TestSentences:
    @pytest.mark.parametrize(
        ("name", "said"),
        [
            (
                "frontier",
                ("Stop at about USD 60,000: the objective (profit) is USD 26,355 there, and more money adds",),
            ),
            (
                "falling",
                ("Stop at about USD 10,000: the objective (profit) is USD 2,000 there, and more money lowers it",),
            ),
            (
                "reach",
                (
                    "More money is worth it through the whole range: at USD 40,000 the objective (reach) is 912,000;",
                    "Expected profit is highest at USD 10,000 (USD 2,079): beyond it further money costs more than",
                ),
            ),
            ("nobody", ("Nobody is worth booking at any of these budgets",)),
            (
                "losing",
                ("No budget in this range is expected to make a profit; the smallest loss is at USD 100: USD 90",),
            ),
        ],
    )
    def test_they_say_where_to_stop(self, name, said):
        found = sentences(FRONTIERS[name]())
        assert len(found) == len(said)
        assert all(sentence.startswith(start) for sentence, start in zip(found, said, strict=True))

    def test_one_budget_that_can_be_planned_is_enough_for_a_sentence(self):
        found = frontiers.frontier()
        assert len(sentences(replace(found, points=found.points[:2]))) == 1


class TestTable:
    @pytest.mark.parametrize("width", [80, 120])
    @pytest.mark.parametrize("name", ["frontier", "reach", "losing", "weighted"])
    def test_the_whole_report(self, name, width, golden):
        golden(f"frontier_table_{name}_{width}.txt", frontier_table(FRONTIERS[name](), width=width))

    @pytest.mark.parametrize("width", [40, 80, 100, 110, 120, 300])
    def test_no_line_is_wider_than_the_page(self, found, width):
        lines = frontier_table(found, width=width).splitlines()
        assert max(map(len, lines)) <= min(max(width, 80), 120)

    @pytest.mark.parametrize("width", [80, 120])
    def test_no_number_is_cut(self, found, width):
        shown = frontier_table(found, width=width)
        for row in rows(found, mix=width == 120).rows:
            assert re.search(r"\s+".join(map(re.escape, filter(None, row))), shown), row

    def test_color_changes_no_text(self, found):
        colored = frontier_table(found, color=True)
        assert "\x1b[" in colored
        stripped = [line.rstrip() for line in ANSI.sub("", colored).splitlines()]
        assert stripped == frontier_table(found).splitlines()

    def test_hostile_text_does_not_reach_the_terminal(self):
        shown = frontier_table(frontiers.hostile())
        assert "\x1b" not in shown
        assert "\u202e" not in shown

    def test_a_kept_plan_is_marked_and_explained(self):
        shown = frontier_table(frontiers.frontier())
        assert "200,000*" in shown
        assert "* the plan of a smaller budget is kept" in shown

    def test_neighbors_without_a_plan_for_one_reason_share_a_line(self):
        found = frontiers.frontier()
        more = (replace(found.points[0], budget=900), *found.points)
        assert "9 to 10: the budget does not buy one creator" in frontier_table(replace(found, points=more))


class TestJson:
    def test_the_schema_is_a_schema(self):
        jsonschema.Draft202012Validator.check_schema(frontier_json_schema())

    def test_every_document_fits_the_schema(self, found):
        document = json.loads(frontier_json(found), parse_constant=pytest.fail)
        jsonschema.Draft202012Validator(frontier_json_schema()).validate(document)

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            (("schema",), "influence/frontier/2"),
            (("strategy",), "best"),
            (("points", 1, "budget"), 2000.0),
            (("points", 1, "plan", "mix", "macro"), 0.1),
            (("points", 1, "plan", "creators"), 1.5),
            (("points", 1, "plan", "roi", "p10"), "-0.9"),
            (("objective", "weights", "views"), 1.0),
            (("new_key",), 1),
        ],
    )
    def test_a_wrong_document_does_not_fit(self, path, value):
        document = json.loads(frontier_json(frontiers.frontier()))
        *parents, last = path
        place = document
        for step in parents:
            place = place[step]
        place[last] = value
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.Draft202012Validator(frontier_json_schema()).validate(document)

    def test_the_whole_document(self, golden):
        golden("frontier.json", frontier_json(frontiers.frontier()))

    def test_what_a_script_reads_is_where_it_is_promised(self):
        document = json.loads(frontier_json(frontiers.frontier()))
        assert (document["enough"], document["most_profitable"], document["step"]) == (
            "60000.00",
            "60000.00",
            "1000.00",
        )
        first, second, third, last = document["points"]
        assert (first["plan"], first["reason"]) == (None, frontiers.SHORT)
        assert second["plan"]["marginal"] is None
        assert third["plan"]["mix"] == {"nano": 0.36, "micro": 0.355, "mega": 0.285}
        assert third["plan"]["cost"]["mean"] == "56850.00"
        assert last["plan"]["carried_from"] == "60000.00"

    def test_names_survive_and_do_not_steer_the_terminal(self):
        text = frontier_json(frontiers.hostile())
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert json.loads(text)["campaign"]["name"] == fixtures.HOSTILE


class TestCsv:
    def test_the_whole_table(self, golden):
        golden("frontier.csv", frontier_csv(frontiers.frontier()))

    def test_every_row_has_every_column(self, found):
        heading, *lines = csv.reader(io.StringIO(frontier_csv(found)))
        assert tuple(heading) == COLUMNS
        assert {len(line) for line in lines} == {len(COLUMNS)}
        assert len(lines) == len(found.points)

    def test_no_cell_is_a_formula(self):
        rows = csv.DictReader(io.StringIO(frontier_csv(frontiers.hostile())))
        assert next(rows)["reason"].startswith("'=")

    def test_yen_have_no_decimals(self):
        found = frontiers.frontier()
        yen = replace(found, campaign=replace(found.campaign, currency=Currency("JPY")))
        assert frontier_csv(yen).splitlines()[2].startswith("200000,JPY,optimal,profit,1101.0,")


class TestMarkdown:
    @pytest.mark.parametrize("name", ["frontier", "reach"])
    def test_the_whole_text(self, name, golden):
        golden(f"frontier_{name}.md", frontier_markdown(FRONTIERS[name]()))

    def test_markup_from_outside_is_shown_as_it_is(self):
        text = frontier_markdown(frontiers.hostile())
        assert "<b>" not in text
        assert "@team" not in text
        assert "\x1b" not in text

    def test_every_line_of_the_table_has_as_many_cells(self, found):
        lines = [line for line in frontier_markdown(found).splitlines() if line.startswith("|")]
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in lines}) == 1
