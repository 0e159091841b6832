"""columns.md lists what the tables of aliases hold, no more and no less."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

import influence_cli
from influence_cli.ingest.columns import Column
from influence_cli.ingest.order_columns import ORDER_COLUMNS
from influence_cli.ingest.result_columns import CLICK_COLUMNS, POST_COLUMNS, TOTAL_COLUMNS
from influence_cli.ingest.roster import COLUMNS as ROSTER_COLUMNS
from influence_cli.ingest.words import folded

PAGE = (Path(influence_cli.__file__).parent / "ingest" / "columns.md").read_text(encoding="utf-8")
TABLES: Mapping[str, Mapping[str, Column]] = {
    "--orders": ORDER_COLUMNS,
    "--posts": POST_COLUMNS,
    "--clicks": CLICK_COLUMNS,
    "--totals": TOTAL_COLUMNS,
    "--roster": ROSTER_COLUMNS,
}
ONLY_WITH = {("--orders", "name"): "financialstatus"}
"""Shopify's `Name` is an order's number where `Financial Status` stands beside it."""


def cells(part: str) -> list[list[str]]:
    """The rows of a Markdown table, without its head."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("|")]
    return rows[2:]


def section(title: str) -> str:
    return re.split(r"^## ", PAGE.partition(f"## {title}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


@pytest.mark.parametrize("option", TABLES)
def test_the_page_lists_every_header_of_the_table(option: str) -> None:
    listed = {row[0].strip("`"): Column(*(words(cell) for cell in row[2:4])) for row in cells(section(f"`{option}`"))}
    assert listed == dict(TABLES[option])


def words(cell: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in cell.split(",") if word.strip())


@pytest.mark.parametrize("row", cells(section("Exports and what is read of them")), ids=lambda row: row[0])
def test_the_headers_of_an_export_are_read(row: list[str]) -> None:
    option, headers = row[1].strip("`"), {folded(header) for header in words(row[2])}
    known = {name for column in TABLES[option].values() for name in (*column.names, *column.otherwise)}
    left = {header for header in headers - known if ONLY_WITH.get((option, header)) not in headers}
    assert left == set()
