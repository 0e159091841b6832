"""Payout statements as workbooks, read back by another library."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from influence_cli.model.errors import UsageError
from influence_cli.model.payout import PayoutStatement
from influence_cli.report.payout import as_xlsx
from influence_cli.report.payout.as_xlsx import payout_xlsx
from tests.report import payout_creators as people
from tests.report import payout_examples as examples


def book(statement: PayoutStatement) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(payout_xlsx(statement)))


def values(sheet: Worksheet) -> list[list[object]]:
    return [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


def column(sheet: Worksheet, heading: str) -> list[object]:
    heads = [cell.value for cell in sheet[1]]
    return [row[heads.index(heading)] for row in sheet.iter_rows(min_row=2, values_only=True)]


@pytest.fixture(params=examples.ALL)
def statement(request: pytest.FixtureRequest) -> PayoutStatement:
    found: PayoutStatement = examples.ALL[request.param]()
    return found


def test_it_has_a_sheet_for_each_question(statement: PayoutStatement) -> None:
    assert book(statement).sheetnames == ["Summary", "Statement lines", "Waiting", "Payments", "Unattributed"]


def test_every_line_is_a_row_of_real_numbers_and_dates() -> None:
    sheet = book(examples.statement())["Statement lines"]
    lines = [line for creator in examples.statement().creators for line in creator.lines]
    assert column(sheet, "Amount") == [line.amount / 100 for line in lines]
    days = [line.day and datetime.combine(line.day, datetime.min.time()) for line in lines]
    assert column(sheet, "Day") == days
    assert column(sheet, "Rate") == [None if line.rate is None else line.rate / 1_000_000 for line in lines]
    formats = [sheet.cell(3, place).number_format for place in (8, 10, 11, 12)]
    assert formats == ["yyyy-mm-dd", "#,##0.00", "0.######%", "#,##0.00"]


@pytest.mark.parametrize(
    ("make", "layout", "amount"), [(examples.yen, "#,##0", 899), (examples.dinar, "#,##0.000", 0.899)]
)
def test_numbers_have_the_decimals_of_their_currency(
    make: Callable[[], PayoutStatement], layout: str, amount: float
) -> None:
    cell = book(make())["Statement lines"].cell(3, 12)
    assert (cell.number_format, cell.value) == (layout, amount)


def test_no_text_is_a_formula_a_link_or_a_number() -> None:
    for sheet in book(examples.hostile()):
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
        assert not [cell for cell in cells if cell.hyperlink]
        texts = [cell.value for cell in cells if isinstance(cell.value, str)]
        assert any(examples.FORMULA in text for text in texts)


def test_the_summary_says_what_the_table_says() -> None:
    found = values(book(examples.statement())["Summary"])
    assert ["Spring serum launch, Lumière: payout for May 2026"] in found
    assert ["Recorded as run 4 in creators.db."] in found
    assert ["Creator", "Earned", "Owed now", "Held", "Carried", "Scheduled before", "Due", "Why"] in found
    assert ["Together", 841.34, 865.84, 15.25, -7, 20] in found
    assert ["hybrid", "2026-04", 0.75] in found
    assert ["after the period", 7, 410.5] in found


def test_what_waits_is_a_row_each() -> None:
    sheet = book(examples.waiting())["Waiting"]
    assert column(sheet, "Event") == ["ORD-10006", "ORD-10011", "ORD-10012", "post:tiktok/2026-05-30"]
    assert column(sheet, "Would bring") == [7.5, 5, 2.93, 200]
    waits = ["until 2026-06-24", "not approved", "not delivered", "TikTok video, until 2026-06-29"]
    assert column(sheet, "Waits") == waits
    assert column(sheet, "Day")[0] == datetime(2026, 5, 7)
    assert [cell.number_format for cell in sheet["K"][1:]] == ["#,##0.00"] * 4
    assert column(book(examples.empty())["Waiting"], "Event") == []


def test_a_scheduled_line_has_the_number_of_its_batch() -> None:
    def batches(statement: PayoutStatement) -> list[object]:
        sheet = book(statement)["Statement lines"]
        kinds = column(sheet, "Entry")
        return [event for kind, event in zip(kinds, column(sheet, "Event"), strict=True) if kind == "scheduled"]

    assert batches(examples.waiting()) == ["3", "4"]
    assert batches(examples.dry()) == [None]


def test_payments_are_what_is_sent() -> None:
    sheet = book(examples.statement())["Payments"]
    assert column(sheet, "Creator") == ["Anna Miller", "大輔"]
    assert column(sheet, "Sent") == [537.2, 48903]
    assert [cell.number_format for cell in sheet["J"][1:]] == ["#,##0.00", "#,##0"]
    assert column(sheet, "Due") == [datetime(2026, 6, 15)] * 2
    assert column(sheet, "Account") == ["DE02120300000000202051", "0001-1234567"]


def test_orders_of_nobody_are_listed() -> None:
    assert values(book(examples.statement())["Unattributed"])[1:] == [
        ["SUMMER", "code", 12, 900],
        ["@nobody", "creator", 1, 19.99],
    ]


def test_amounts_beyond_what_a_spreadsheet_counts_keep_every_digit() -> None:
    assert column(book(examples.huge())["Statement lines"], "Amount") == ["46116860184273879.04"] * 2


def test_the_same_statement_makes_the_same_bytes() -> None:
    assert payout_xlsx(examples.statement()) == payout_xlsx(examples.statement())


@pytest.mark.parametrize("many", [10**9, 0])
def test_lines_go_on_in_another_sheet(monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    """Both in memory and through temporary files."""
    monkeypatch.setattr(as_xlsx, "MOST_ROWS", 101)
    monkeypatch.setattr(as_xlsx, "_MANY", many)
    found = book(examples.columns(250))
    sheets = ["Statement lines", "Lines 2", "Lines 3"]
    waiting = ["Waiting", "Waiting 2", "Waiting 3"]
    assert found.sheetnames == ["Summary", *sheets, *waiting, "Payments", "Unattributed"]
    for names in (sheets, waiting):
        assert [found[name].freeze_panes for name in names] == ["A2"] * 3
        assert [found[name].max_row for name in names] == [101, 101, 51]
        events = [event for name in names for event in column(found[name], "Event")]
        assert events == [f"ORD-{number}" for number in range(250)]


def test_a_summary_of_very_many_creators_goes_on_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_xlsx, "MOST_ROWS", 101)
    found = book(examples.plenty(150))
    names = [row[0] for name in ("Summary", "Summary 2") for row in values(found[name]) if row]
    assert [name for name in names if str(name).startswith("Creator ")] == [f"Creator {n}" for n in range(1, 151)]


def test_a_cell_never_holds_more_than_it_can() -> None:
    some = examples.statement(replace(people.ben(), notes=("a late post " * 30,) * 200))
    longest = max(len(str(cell)) for row in values(book(some)["Summary"]) for cell in row)
    assert 9_000 < longest <= 10_000


def test_a_full_disk_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(as_xlsx, "_write", full)
    with pytest.raises(UsageError, match=r"the workbook cannot be made: .*No space left"):
        payout_xlsx(examples.statement())


def test_days_that_spreadsheets_disagree_on_are_text() -> None:
    old = replace(people.ben().lines[0], day=date(1900, 2, 28))
    some = examples.statement(replace(people.ben(), lines=(old, replace(old, day=date(1900, 3, 1)))))
    assert column(book(some)["Statement lines"], "Day") == ["1900-02-28", datetime(1900, 3, 1)]
