"""An allocation to curves in every format: what it claims, what it leaves, nothing unsafe to print."""

import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from influence_cli.model.curves import AtLimit, ChannelSpend, Status
from influence_cli.report import (
    curves_csv,
    curves_json,
    curves_json_schema,
    curves_markdown,
    curves_table,
)
from influence_cli.report.curves import prose
from influence_cli.report.curves.as_table import cell_width
from influence_cli.report.values import proof
from influence_cli.report.words.explain import explain_metric
from tests.report import curve_allocations as made

STAMP: dict[str, Any] = {"version": "1.2.3", "input_sha256": "ab" * 32}

each = pytest.mark.parametrize("name", made.ALL)


class TestTable:
    @each
    def test_as_printed(self, golden: Callable[[str, str], None], name: str) -> None:
        golden(f"curves_{name}_80.txt", curves_table(made.ALL[name](), **STAMP))

    @each
    @pytest.mark.parametrize("width", [10, 80, 97, 400])
    def test_no_line_is_longer_than_the_page(self, name: str, width: int) -> None:
        lines = curves_table(made.ALL[name](), **STAMP, width=width).splitlines()
        assert max(map(cell_width, lines)) <= min(max(width, 80), 120)
        assert all(line == line.rstrip() and line.isprintable() for line in lines)

    @each
    def test_color_changes_nothing_but_color(self, name: str) -> None:
        colored = curves_table(made.ALL[name](), **STAMP, color=True)
        assert re.sub(r"\x1b\[[01]m", "", colored) == curves_table(made.ALL[name](), **STAMP)
        assert "\x1b[1m" in colored

    def test_every_word_that_is_printed_is_known(self) -> None:
        table = curves_table(made.mix(), **STAMP)
        heading = next(line for line in table.splitlines() if "Channel" in line)
        facts = [name for name, _ in prose.facts(made.left_over())]
        for word in (*re.split(r"\s{2,}", heading.strip()), *facts, "allocation", "input sha256", "nodes examined"):
            assert len(explain_metric(word).splitlines()) >= 2

    @pytest.mark.parametrize(
        "key", ["objective", "upper_bound", "gap", "status", "input_sha256", "unspent", "nodes", "at_limit"]
    )
    def test_every_key_of_the_document_is_known(self, key: str) -> None:
        assert len(explain_metric(key).splitlines()) >= 2


class TestJson:
    @each
    def test_the_document_fits_its_schema(self, name: str) -> None:
        document = json.loads(curves_json(made.ALL[name](), **STAMP), parse_constant=pytest.fail)
        jsonschema.Draft202012Validator(curves_json_schema()).validate(document)

    def test_the_schema_is_one(self) -> None:
        jsonschema.Draft202012Validator.check_schema(curves_json_schema())

    def test_nothing_is_rounded_and_names_are_as_written(self) -> None:
        document = json.loads(curves_json(made.hostile(), **STAMP))
        assert set(document) == {
            *("objective", "upper_bound", "gap", "status", "unspent", "channels"),
            *("budget", "name", "currency", "version", "input_sha256", "nodes"),
        }
        assert document["upper_bound"] == 1_070.2501
        assert [channel["name"] for channel in document["channels"]] == [
            found.name for found in made.hostile().channels
        ]
        assert document["channels"][2] | {"name": ""} == {
            "name": "",
            "spend": 34_500.0,
            "units": 30,
            "response": 304.5,
            "marginal_return": 0.0048,
            "at_limit": None,
        }
        assert document["channels"][3]["at_limit"] == "locked"

    @pytest.mark.parametrize(
        ("key", "value"), [("status", "best"), ("gap", -0.1), ("channels", []), ("unspent", "1"), ("more", 1)]
    )
    def test_a_wrong_document_does_not_fit(self, key: str, value: object) -> None:
        document = json.loads(curves_json(made.mix(), **STAMP)) | {key: value}
        assert not jsonschema.Draft202012Validator(curves_json_schema()).is_valid(document)

    @each
    def test_nothing_in_it_steers_a_terminal(self, name: str) -> None:
        assert all(line.isprintable() for line in curves_json(made.ALL[name](), **STAMP).splitlines())


class TestCsv:
    @each
    def test_a_row_per_channel_then_what_is_left_and_the_total(self, name: str) -> None:
        allocation = made.ALL[name]()
        *channels, unspent, total = csv.DictReader(StringIO(curves_csv(allocation)))
        assert [row["section"] for row in (*channels, unspent, total)] == [
            *("channel" for _ in allocation.channels),
            "unspent",
            "total",
        ]
        assert [float(row["spend"]) for row in channels] == [found.spend for found in allocation.channels]
        assert float(unspent["spend"]) == allocation.unspent
        assert float(total["response"]) == allocation.objective
        assert (float(total["gap"]), total["status"]) == (allocation.gap, allocation.status)

    def test_no_cell_is_a_formula(self) -> None:
        rows = list(csv.reader(StringIO(curves_csv(made.hostile()))))
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert rows[1][1] == "'=cmd|'/c calc'!A0"

    def test_units_only_where_there_are_any(self) -> None:
        rows = list(csv.DictReader(StringIO(curves_csv(made.mix()))))
        assert [row["units"] for row in rows] == ["", "", "30", "", "", ""]


class TestMarkdown:
    @each
    def test_as_printed(self, golden: Callable[[str, str], None], name: str) -> None:
        golden(f"curves_{name}.md", curves_markdown(made.ALL[name](), **STAMP))

    def test_nobody_is_mentioned_and_no_markup_gets_through(self) -> None:
        text = curves_markdown(made.hostile(), **STAMP)
        for unsafe in ("<b>", "<script>", "@team", "[link]", "\x1b", "\u202e", "\x07"):
            assert unsafe not in text

    def test_a_comment_stays_short(self) -> None:
        allocation = made.mix()
        many = tuple(ChannelSpend(f"c{index}", 1.0, None, 1.0, 1.0, None) for index in range(5_000))
        channels = tuple(replace(allocation.problem.channels[0], name=found.name) for found in many)
        problem = replace(allocation.problem, channels=channels, groups=())
        text = curves_markdown(replace(allocation, problem=problem, channels=many), **STAMP)
        assert len(text) < 10_000
        assert "4951 more" in text


class TestSentences:
    def test_the_certificate_never_claims_more_than_the_bound_proves(self) -> None:
        assert (
            prose.certificate(made.mix()) == "Proved: nothing within these limits returns more than 0.0001% above this."
        )
        assert prose.certificate(made.left_over()) == "Proved: nothing within these limits returns more."
        assert prose.certificate(made.unproved()) == (
            "Not proved to be the best: another allocation may return up to 2.8% more, none above that."
        )
        assert prose.certificate(replace(made.nothing(), upper_bound=3e-9)) == (
            "Proved: nothing within these limits returns more than 3e-09."
        )

    @given(st.floats(1e-14, 1e6))
    def test_a_share_is_rounded_up_by_a_tenth_at_most(self, share: float) -> None:
        claimed = float(proof.rounded_up(share).removesuffix("%").replace(",", "")) / 100
        assert share * (1 - 1e-8) <= claimed <= share * 1.1 + 1e-300

    def test_why_money_is_left(self) -> None:
        assert prose.left_over(made.mix()) == ""
        assert prose.left_over(made.left_over()) == (
            "1,100 of the budget is left: 2 channels are at a limit of their own; 1 channel is in a group at its "
            "largest share (tv only); 1 channel is booked in whole units that cost more than is left (1,150 or more); "
            "1 channel would return nothing more."
        )

    def test_a_unit_that_costs_next_to_nothing_does_not_cost_nothing(self) -> None:
        mix = made.mix()
        cheap = replace(mix.problem.channels[2], unit_cost=0.0001)
        problem = replace(mix.problem, channels=(*mix.problem.channels[:2], cheap, mix.problem.channels[3]), groups=())
        limited = [replace(found, at_limit=AtLimit.MAX) for found in mix.channels]
        limited[2] = replace(limited[2], at_limit=None, marginal_return=1.0)
        cheapest = replace(mix, problem=problem, channels=tuple(limited))
        usual = replace(cheapest, problem=replace(problem, channels=mix.problem.channels))
        assert "where a whole unit costs EUR 0.0001." in prose.next_money(cheapest)
        assert "where a whole unit costs EUR 1,150." in prose.next_money(usual)

    def test_where_the_next_money_goes(self) -> None:
        allocation = made.mix()
        assert prose.next_money(allocation) == "The next EUR would return 0.012, most of all in search."
        creators = replace(allocation.channels[0], marginal_return=0.001)
        assert prose.next_money(replace(allocation, channels=(creators, *allocation.channels[1:]))) == (
            "The next EUR would return 0.0048, most of all in creators, where a whole unit costs EUR 1,150."
        )
        flat = tuple(replace(found, marginal_return=0.0) for found in allocation.channels)
        assert prose.next_money(replace(allocation, channels=flat)) == (
            "A little more budget would return nothing more within these limits."
        )

    def test_groups_that_hold_are_named(self) -> None:
        assert prose.binding_groups(made.mix()) == ""
        assert (
            prose.binding_groups(made.left_over()) == "Groups held by a share of theirs: tv only at its largest (10%)."
        )

    def test_the_status_is_the_programmes(self) -> None:
        assert dict(prose.facts(made.unproved()))["Status"] == f"{Status.WITHIN_GAP}, gap 2.8%"
