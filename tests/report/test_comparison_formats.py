"""A comparison in every format: whole texts, and what must hold for any comparison."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace

import jsonschema
import pytest

from influence_cli.model.campaign import Gate
from influence_cli.model.comparison import Comparison, Fact
from influence_cli.model.money import Currency
from influence_cli.report.comparison import grids, prose
from influence_cli.report.comparison.as_csv import COLUMNS, comparison_csv
from influence_cli.report.comparison.as_json import comparison_json
from influence_cli.report.comparison.as_markdown import comparison_markdown
from influence_cli.report.comparison.as_table import comparison_table
from influence_cli.report.comparison.schema import comparison_json_schema
from influence_cli.report.layout.grid import NAME_LIMIT
from influence_cli.report.words.explain import explain_metric
from tests.report import comparisons, fixtures

Golden = Callable[[str, str], None]

COMPARISONS: dict[str, Callable[[], Comparison]] = {
    "three": comparisons.three,
    "baseline": comparisons.against_baseline,
    "unchanged": comparisons.unchanged,
    "infeasible": comparisons.infeasible,
    "five": comparisons.five,
    "crowd": comparisons.crowd,
    "hostile": comparisons.hostile,
    "without_values": comparisons.without_values,
}
READ = ("three", "baseline", "unchanged", "infeasible")
"""Those whose whole text is kept."""


@pytest.fixture(params=COMPARISONS)
def result(request: pytest.FixtureRequest) -> Comparison:
    return COMPARISONS[request.param]()


@pytest.mark.parametrize("name", READ)
def test_the_whole_report(name: str, golden: Golden) -> None:
    golden(f"comparison_table_{name}_80.txt", comparison_table(COMPARISONS[name]()))


def test_the_wide_report(golden: Golden) -> None:
    golden("comparison_table_three_120.txt", comparison_table(comparisons.three(), width=120))


@pytest.mark.parametrize("name", READ)
def test_the_whole_comment(name: str, golden: Golden) -> None:
    golden(f"comparison_{name}.md", comparison_markdown(COMPARISONS[name]()))


def test_the_whole_document(golden: Golden) -> None:
    golden("comparison.json", comparison_json(comparisons.against_baseline()))


def test_the_whole_csv(golden: Golden) -> None:
    golden("comparison.csv", comparison_csv(comparisons.against_baseline()))


class TestTable:
    @pytest.mark.parametrize("width", [40, 80, 95, 110, 120, 300])
    @pytest.mark.parametrize("name", sorted(set(COMPARISONS) - {"crowd"}))
    def test_no_line_is_wider_than_the_page(self, name: str, width: int) -> None:
        shown = comparison_table(COMPARISONS[name](), width=width)
        assert max(map(len, shown.splitlines())) <= min(max(width, 80), 120)

    def test_many_plans_with_huge_numbers_still_fit(self) -> None:
        shown = comparison_table(comparisons.crowd())
        assert max(map(len, shown.splitlines())) <= 80
        assert re.search(r"^ {2}Z .* 99.95%|>99.9%", shown, re.MULTILINE)

    def test_a_baseline_leads_with_what_changed(self) -> None:
        shown = comparison_table(comparisons.against_baseline())
        heads = [line.split("  ")[0] for line in shown.splitlines() if re.match(r"[A-Z]{4}", line)]
        assert heads == ["CHANGED", "SAVED AND NOW", "PLANS", "DIFFERENCE TO A", "GATES", "NOTES"]

    def test_what_did_not_change_is_not_shown_twice(self) -> None:
        shown = comparison_table(comparisons.unchanged())
        assert "Nothing changed." in shown
        assert "DIFFERENCE" not in shown

    def test_quiet_is_the_verdict_and_the_gates(self) -> None:
        shown = comparison_table(comparisons.against_baseline(), quiet=True)
        assert len(shown.splitlines()) < 15
        assert "FAIL" in shown

    def test_color_changes_no_word(self) -> None:
        colored = comparison_table(comparisons.three(), color=True)
        assert "\x1b[" in colored
        assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == comparison_table(comparisons.three())


class TestWords:
    def test_the_verdict_names_the_best_plan_and_the_chance(self) -> None:
        whole = comparisons.three()
        second = whole.alternatives[1]
        up = {**second.statistics, "roi": replace(fixtures.TOTALS["roi"], mean=0.25)}
        plans = (whole.alternatives[0], replace(second, statistics=up), whole.alternatives[2])
        verdict, apart, next_best = prose.sentences(replace(whole, alternatives=plans))
        assert verdict == "B (medium-40k.yaml, by-budget) has the highest expected ROI: +25%."
        assert "beats it in 61% of the runs, and is level in <0.1%." in apart
        assert next_best == "B beats C, the next best, in >99.9% of the runs."

    def test_averages_that_cannot_be_told_apart_are_called_so(self) -> None:
        whole = comparisons.three()
        close = {**whole.differences[2], "roi": replace(whole.differences[2]["roi"], low=-0.01, high=0.02)}
        said = prose.sentences(replace(whole, differences=(whole.differences[0], whole.differences[1], close)))
        assert "The averages are too close to call with 10,000 runs." in said

    def test_a_change_that_moves_no_number_is_named(self) -> None:
        same = comparisons.unchanged()
        assert same.changes is not None
        facts = (Fact("version", "0.1.0", "0.2.0"), Fact("seed", "7", "7"))
        later = replace(same, changes=replace(same.changes, facts=facts, budget=(4_000_000, 4_100_000)))
        assert prose.sentences(later) == ("Nothing changed but version of influence, budget.",)

    def test_costs_are_best_when_lowest(self) -> None:
        assert prose.aim("cost") == "lowest expected cost"
        assert prose.aim("cpa") == "lowest expected CPA"
        assert prose.aim("clv_roi") == "highest expected CLV-based ROI"

    def test_files_of_one_name_show_their_folders(self) -> None:
        five = comparisons.five()
        assert [prose.file_name(five, at) for at in (0, 3, 4)] == ["medium-40k.yaml", "a/spec.yaml", "b/spec.yaml"]

    def test_a_long_path_keeps_its_end(self) -> None:
        whole = comparisons.three()
        one, two = (replace(whole.alternatives[0], name="x/" * 40 + f"{n}/plan.yaml") for n in (1, 2))
        shown = prose.file_name(replace(whole, alternatives=(one, two)), 1)
        assert shown.startswith("…")
        assert shown.endswith("2/plan.yaml")
        assert len(shown) == NAME_LIMIT

    @pytest.mark.parametrize("word", ["baseline", "delta", "better", "level", "interval", "chances", "pp", "spread"])
    def test_words_of_a_comparison_are_explained(self, word: str) -> None:
        assert len(explain_metric(word).splitlines()) >= 2


class TestJson:
    def test_the_schema_is_a_schema(self) -> None:
        jsonschema.Draft202012Validator.check_schema(comparison_json_schema())

    def test_every_document_fits_the_schema(self, result: Comparison) -> None:
        document = json.loads(comparison_json(result), parse_constant=pytest.fail)
        jsonschema.Draft202012Validator(comparison_json_schema()).validate(document)

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            (("schema",), "influence/comparison/2"),
            (("plans", 0, "plan"), "AA"),
            (("plans", 1, "difference", "roi", "better"), "61%"),
            (("plans", 1, "difference", "cost", "mean"), 12.5),
            (("changes", "metrics", "cost", "delta", "p50"), 1),
            (("new_key",), 1),
        ],
    )
    def test_a_wrong_document_does_not_fit(self, path: tuple[str | int, ...], value: object) -> None:
        document = json.loads(comparison_json(comparisons.against_baseline()))
        *parents, last = path
        place = document
        for step in parents:
            place = place[step]
        place[last] = value
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.Draft202012Validator(comparison_json_schema()).validate(document)

    def test_what_ci_reads_is_where_it_is_promised(self) -> None:
        document = json.loads(comparison_json(comparisons.against_baseline()))
        assert (document["reference"], document["judged"]) == ("A", "B")
        assert [found["side"] for found in document["plans"]] == ["baseline", "spec"]
        assert document["plans"][1]["difference"]["roi"]["better"] == 0.61
        assert document["chances"][0] == [None, 0.3896]
        assert document["changes"]["budget"] == {"before": "40000.00", "after": "45000.00"}
        assert document["changes"]["metrics"]["cost"]["delta"]["mean"] == "1524.18"
        assert [gate["passed"] for gate in document["gates"]] == [False, True, True]

    def test_yen_have_no_decimals(self) -> None:
        document = json.loads(comparison_json(replace(comparisons.three(), currency=Currency("JPY"))))
        assert document["plans"][0]["budget"] == "4000000"

    def test_names_survive_and_do_not_steer_the_terminal(self) -> None:
        text = comparison_json(comparisons.hostile())
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert json.loads(text)["plans"][0]["campaign"] == fixtures.HOSTILE


class TestCsv:
    def test_every_row_has_every_column(self, result: Comparison) -> None:
        header, *rows = csv.reader(io.StringIO(comparison_csv(result)))
        assert tuple(header) == COLUMNS
        assert rows
        assert {len(row) for row in rows} == {len(COLUMNS)}

    def test_no_cell_is_a_formula(self) -> None:
        for row in csv.reader(io.StringIO(comparison_csv(comparisons.hostile()))):
            for cell in row:
                assert not re.match(r"[=@\t\r]|[+-](?![0-9.])", cell), row

    def test_a_number_is_one_row(self) -> None:
        rows = list(csv.DictReader(io.StringIO(comparison_csv(comparisons.three()))))
        (found,) = (
            row
            for row in rows
            if (row["section"], row["plan"], row["name"], row["statistic"]) == ("difference", "B", "roi", "better")
        )
        assert (found["value"], found["unit"]) == ("0.61", "fraction")
        (found,) = (
            row for row in rows if row["section"] == "chances" and (row["plan"], row["statistic"]) == ("B", "beats C")
        )
        assert found["value"] == "0.9995"


class TestMarkdown:
    def test_every_table_is_whole(self, result: Comparison) -> None:
        columns = None
        for line in comparison_markdown(result).splitlines():
            if line.startswith("|"):
                found = len(re.findall(r"(?<!\\)\|", line))
                assert columns in (None, found), line
                columns = found
            else:
                columns = None

    def test_nothing_from_outside_is_markup(self) -> None:
        text = comparison_markdown(comparisons.hostile())
        assert "<b>" not in text
        assert "@team" not in text
        assert "https://evil" not in text
        assert "\x1b" not in text

    def test_it_fits_a_comment(self) -> None:
        assert len(comparison_markdown(comparisons.crowd())) < 65_536

    def test_a_failed_gate_stands_before_the_numbers(self) -> None:
        text = comparison_markdown(comparisons.against_baseline())
        assert text.index("FAIL") < text.index("### Saved and now") < text.index("### Plans")


class TestGrids:
    def test_a_gate_shows_value_and_limit_told_apart(self) -> None:
        rows = grids.gates(comparisons.against_baseline()).rows
        assert rows[0] == ("delta.roi.p50 >= -0.02", "-3.1%", "-2.0%", "FAIL")

    def test_a_gate_without_a_value(self) -> None:
        gate = Gate("delta.roi.p50 >= 0", "roi", "p50", ">=", 0.0)
        assert gate.text == comparisons.infeasible().gates[0].gate.text
        assert grids.gates(comparisons.infeasible()).rows[0][1:] == ("n/a", "0%", "FAIL")

    def test_a_cell_that_is_new_or_gone(self) -> None:
        whole = comparisons.against_baseline()
        assert whole.changes is not None
        rows = {row[0]: row[4:] for row in grids.cells(whole, whole.changes).rows}
        assert rows["mega"] == ("1", "-", "20,000", "-")
        assert rows["mid"] == ("0", "1", "5,193", "5,194")
        assert "micro" not in rows
