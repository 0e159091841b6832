"""Payout statements for programmes, spreadsheets and pull requests."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from typing import Any

import jsonschema
import pytest

from influence_cli.model.payout import OPENS, Line, PayoutStatement
from influence_cli.report.payout.as_csv import COLUMNS, payout_csv, payout_csv_parts
from influence_cli.report.payout.as_json import payout_json, payout_json_parts
from influence_cli.report.payout.as_markdown import payout_markdown
from influence_cli.report.payout.schema import payout_json_schema
from influence_cli.report.words.explain import explain_metric
from influence_cli.report.words.payout import PAYOUT_WORDS
from tests.report import payout_creators as people
from tests.report import payout_examples as examples

Golden = Callable[[str, str], None]


@pytest.fixture(params=examples.ALL)
def statement(request: pytest.FixtureRequest) -> PayoutStatement:
    found: PayoutStatement = examples.ALL[request.param]()
    return found


def document(statement: PayoutStatement) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(payout_json(statement))
    return found


def rows(statement: PayoutStatement) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(payout_csv(statement)), strict=True))


class TestJson:
    def test_the_whole_document(self, golden: Golden) -> None:
        golden("payout.json", payout_json(examples.statement()))

    def test_it_is_what_the_schema_describes(self, statement: PayoutStatement) -> None:
        schema = payout_json_schema()
        jsonschema.Draft202012Validator.check_schema(schema)
        checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
        jsonschema.Draft202012Validator(schema, format_checker=checker).validate(document(statement))

    def test_the_schema_refuses_what_is_not_described(self) -> None:
        found = document(examples.statement())
        found["creators"][0]["lines"][0]["amount"] = 4.0
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.Draft202012Validator(payout_json_schema()).validate(found)

    def test_amounts_are_exact_with_the_decimals_of_the_currency(self) -> None:
        amounts = [
            document(found)["creators"][0]["lines"][1]["amount"]
            for found in (examples.statement(), examples.yen(), examples.dinar())
        ]
        assert amounts == ["8.99", "899", "0.899"]
        assert document(examples.huge())["creators"][0]["lines"][0]["amount"] == "46116860184273879.04"

    def test_what_is_sent_is_in_the_currency_of_the_creator(self) -> None:
        sent = document(examples.statement())["creators"][3]["payment"]
        assert (sent["net"], sent["currency"], sent["sent"]) == ("299.65", "JPY", "48903")
        assert sent["exchange"] == {
            "currency": "JPY",
            "rate": "163.20",
            "day": "2026-05-29",
            "source": "ECB reference rate",
        }

    def test_every_line_is_there_on_a_line_of_its_own(self, statement: PayoutStatement) -> None:
        text = payout_json(statement)
        lines = [line for line in text.splitlines() if line.startswith('        {"kind": ')]
        assert len(lines) == sum(len(creator.lines) + len(creator.held_lines) for creator in statement.creators)
        assert [len(found["lines"]) for found in json.loads(text)["creators"]] == [
            len(creator.lines) for creator in statement.creators
        ]

    def test_what_waits_is_listed_by_itself(self) -> None:
        anna, dai = document(examples.waiting())["creators"]
        found = [(line["event"], line["amount"], line["note"]) for line in anna["held_lines"]]
        assert found == [
            ("ORD-10006", "7.50", "until 2026-06-24"),
            ("ORD-10011", "5.00", "not approved"),
            ("ORD-10012", "2.93", "not delivered"),
            ("post:tiktok/2026-05-30", "200.00", "TikTok video, until 2026-06-29"),
        ]
        assert {line["kind"] for line in anna["held_lines"]} == {"held"}
        assert dai["held_lines"] == []

    def test_a_scheduled_line_has_the_number_of_its_batch(self) -> None:
        def batches(statement: PayoutStatement) -> list[str]:
            lines = [line for creator in document(statement)["creators"] for line in creator["lines"]]
            return [line["event"] for line in lines if line["kind"] == "scheduled"]

        assert batches(examples.waiting()) == ["3", "4"]
        assert batches(examples.dry()) == [""]

    def test_the_sums_are_those_of_the_creators(self, statement: PayoutStatement) -> None:
        found = document(statement)
        together = found["together"]
        assert together["creators"] == len(found["creators"])
        for key in ("earned", "owed_now", "carried"):
            assert Decimal(together[key]) == sum(Decimal(creator[key]) for creator in found["creators"])

    def test_nothing_in_it_steers_a_terminal_and_nothing_is_lost(self) -> None:
        text = payout_json(examples.hostile())
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
        assert json.loads(text)["creators"][0]["name"] == examples.HOSTILE

    def test_the_parts_are_the_whole(self, statement: PayoutStatement) -> None:
        assert "".join(payout_json_parts(statement)) == payout_json(statement)


class TestCsv:
    def test_the_whole_file(self, golden: Golden) -> None:
        golden("payout.csv", payout_csv(examples.statement()))

    def test_it_has_a_row_for_every_line_with_the_same_amount(self, statement: PayoutStatement) -> None:
        found = document(statement)["creators"]
        lines = [
            (part, line["kind"], line["amount"], line["base"] or "")
            for creator in found
            for part, key in (("line", "lines"), ("waiting", "held_lines"))
            for line in creator[key]
        ]
        assert [(row["part"], row["kind"], row["amount"], row["base"]) for row in rows(statement)] == lines

    def test_what_waits_says_until_when_and_a_scheduled_line_its_batch(self) -> None:
        found = rows(examples.waiting())
        assert [row["note"] for row in found if row["part"] == "waiting"][:3] == [
            "until 2026-06-24",
            "not approved",
            "not delivered",
        ]
        assert [row["event"] for row in found if row["kind"] == "scheduled"] == ["3", "4"]

    def test_sums_of_lines_are_those_of_the_statement_whatever_waits(self, statement: PayoutStatement) -> None:
        opens = {kind.value for kind in OPENS}
        earned = sum(
            Decimal(row["amount"]) for row in rows(statement) if row["part"] == "line" and row["kind"] in opens
        )
        assert earned == Decimal(document(statement)["together"]["earned"])

    def test_the_heading_stands_above_nothing(self) -> None:
        assert payout_csv(examples.empty()) == ",".join(COLUMNS) + "\n"

    def test_every_row_has_all_cells(self, statement: PayoutStatement) -> None:
        widths = {len(row) for row in csv.reader(StringIO(payout_csv(statement)), strict=True)}
        assert widths == {len(COLUMNS)}

    def test_no_text_is_a_formula(self) -> None:
        cells = [cell for row in rows(examples.hostile()) for cell in row.values()]
        texts = [cell for cell in cells if not re.fullmatch(r"-?[0-9.]+", cell)]
        assert any(cell.startswith("'=HYPERLINK") for cell in texts)
        assert not [cell for cell in texts if cell.startswith(("=", "+", "-", "@", "\t"))]

    def test_quotes_and_commas_come_back_as_they_were(self) -> None:
        name = 'Anna "AM" Miller, Berlin'
        creator = people.anna()
        found = examples.statement(
            replace(creator, payee=replace(creator.payee, name=name)), campaign="Spring, and more"
        )
        assert {(row["name"], row["campaign"]) for row in rows(found)} == {(name, "Spring, and more")}

    def test_the_run_is_empty_where_nothing_is_recorded(self) -> None:
        assert {row["run"] for row in rows(examples.dry())} == {""}
        assert {row["run"] for row in rows(examples.statement())} == {"4"}


class Counted(tuple[Line, ...]):
    """Lines that know how many of them were read."""

    read = 0

    def __iter__(self) -> Iterator[Line]:
        for line in super().__iter__():
            self.read += 1
            yield line


@pytest.mark.parametrize("parts", [payout_json_parts, payout_csv_parts])
@pytest.mark.parametrize("waiting", [False, True])
def test_lines_are_read_while_they_are_written(
    parts: Callable[[PayoutStatement], Iterator[str]], waiting: bool
) -> None:
    lines = Counted(examples.columns(10_000).creators[0].lines)
    ben = replace(people.ben(), lines=() if waiting else lines, held_lines=lines if waiting else ())
    some = examples.statement(ben)
    lines.read = written = 0
    for part in parts(some):
        written += part.count("ORD-")
        assert lines.read <= written + 2_000
        assert part.count("ORD-") <= 2_000
    assert written == lines.read == 10_000


class TestMarkdown:
    @pytest.mark.parametrize("name", ["recorded", "hostile", "empty"])
    def test_the_whole_comment(self, name: str, golden: Golden) -> None:
        golden(f"payout_{name}.md", payout_markdown(examples.ALL[name]()))

    def test_every_row_of_a_table_has_the_cells_of_its_heading(self, statement: PayoutStatement) -> None:
        width = 0
        for line in payout_markdown(statement).splitlines():
            if not line.startswith("|"):
                width = 0
                continue
            cells = line.replace("\\|", "").count("|")
            assert width in (0, cells), line
            width = cells

    def test_it_holds_no_markup_from_names(self) -> None:
        text = payout_markdown(examples.hostile())
        assert "<b>" not in text
        assert "@team" not in text
        assert "https://" not in text
        assert "\u202e" not in text

    def test_accounts_and_addresses_are_nobodys_business(self) -> None:
        text = payout_markdown(examples.statement())
        assert "example.com" not in text
        assert "2051" not in text

    def test_many_creators_fit_into_a_comment(self) -> None:
        assert len(payout_markdown(examples.plenty(10_000))) < 65_536

    def test_many_lines_of_many_creators_fit_into_a_comment(self) -> None:
        full = examples.columns(300).creators[0]
        creators = (
            replace(each, lines=full.lines, held_lines=full.held_lines) for each in examples.plenty(30).creators
        )
        text = payout_markdown(examples.statement(*creators))
        assert text.count("<summary>") == 40
        assert len(text) < 65_536

    def test_what_waits_is_folded_away_with_its_sum(self) -> None:
        text = payout_markdown(examples.waiting())
        assert "<summary>Waiting of Anna Miller: what each would bring if it counted now, in EUR</summary>" in text
        assert "| not delivered |" in text
        assert "215.43" in text


@pytest.mark.parametrize("word", PAYOUT_WORDS, ids=lambda word: word.name)
def test_every_word_of_statements_is_explained(word: Any) -> None:
    assert f"{word.label} ({word.name})" in explain_metric(word.name)
