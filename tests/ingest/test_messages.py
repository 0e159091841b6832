"""What a message says: the header as written, the cell's own column, a word only where one is near."""

import pytest

from influence_cli.ingest.options import ReadOptions
from influence_cli.ingest.roster import parse_roster
from influence_cli.model.errors import SpecError
from influence_cli.model.money import Currency
from tests.ingest.reading import clicks, orders, posts, totals

HEADER = "Order No.,Who,Code,Created at,Gross sales,Refunded\n"


def test_a_message_names_the_header_as_written_and_the_column_of_the_cell() -> None:
    (problem,) = orders("order_id,code,date,gross,refunded\nA,X,2026-05-01,9,-5\n").problems
    assert str(problem).startswith("orders.csv:2:5: negative: refunded: '-5' is negative; expected an amount in EUR")
    (problem,) = orders(HEADER + "A,,X,gestern,9,\n").problems
    assert str(problem).startswith("orders.csv:2:4: bad-date: Created at: 'gestern' is not a date")


def test_the_problems_of_a_row_come_from_left_to_right() -> None:
    problems = orders(HEADER + "A,,X,,x,y\nB\x07,,X,2026-05-01,9,\n").problems
    assert [(problem.place.line, problem.place.column) for problem in problems] == [(2, 4), (2, 5), (2, 6), (3, 1)]


@pytest.mark.parametrize(
    ("parse", "text", "start"),
    [
        (orders, "order_id,code,date,Total\nA,X,2026-05-01,x\n", "orders.csv:2:4: bad-number: Total: "),
        (orders, "order_id,code,date,Total,tax\nA,X,2026-05-01,1,2\n", "orders.csv:2:4: bad-amounts: Total: "),
        (orders, "order_id,Promo,date,gross\nA,X\x07,2026-05-01,1\n", "orders.csv:2:2: bad-character: Promo: "),
        (posts, "date,Coupon,Plays\n2026-05-01,X,-1\n", "posts.csv:2:3: negative: Plays: "),
        (posts, "date,Coupon,Plays\n2026-05-01,,1\n", "posts.csv:2:2: missing-key: Coupon: neither"),
        (clicks, "Code,Day,Link clicks\nX,2026-05-01,many\n", "clicks.csv:2:3: bad-number: Link clicks: "),
        (totals, "Partner,Month,Sales tax,VAT,Revenue\nA,2026-05,1,2,1\n", "totals.csv:2:5: bad-amounts: Revenue: "),
    ],
)
def test_other_files_and_headers(parse, text: str, start: str) -> None:
    assert str(parse(text).problems[0]).startswith(start)


def test_a_row_that_has_no_such_cell_stands_at_its_beginning() -> None:
    (problem,) = orders("order_id,code,date,gross\nA,X,2026-05-01,1,2,3\n").problems
    assert str(problem).startswith("orders.csv:2:1: bad-row: 6 cells stand below 4 headers")


def test_a_roster_says_it_too() -> None:
    with pytest.raises(SpecError) as caught:
        parse_roster("creators.csv", b"Name,E-mail\nAnna,nowhere\n")
    message = "creators.csv:2:2: bad-text: E-mail: 'nowhere' is not an address"
    assert str(caught.value.problems[0]).startswith(message)


def test_a_header_cannot_write_to_the_terminal() -> None:
    (problem,) = orders("order_id,code,date,gross,RE\x1bFUNDED\nA,X,2026-05-01,1,-1\n").problems
    assert "\x1b" not in str(problem)


@pytest.mark.parametrize("cell", ["=1+1", "#REF!", "NaN", "nan", "inf", "-inf", "1e309", "1e5", "+1", "0x10", "--1"])
@pytest.mark.parametrize("column", ["gross", "discount", "refunded"])
def test_what_a_spreadsheet_prints_in_place_of_a_number_is_a_problem(cell: str, column: str) -> None:
    headers = ["order_id", "code", "date", "gross", "discount", "refunded"]
    cells = {"order_id": "A", "code": "X", "date": "2026-05-01", "gross": "10"} | {column: cell}
    file = orders(f"{','.join(headers)}\n{','.join(cells.get(header, '') for header in headers)}\n")
    (problem,) = file.problems
    assert str(problem).startswith(f"orders.csv:2:{headers.index(column) + 1}: bad-number: {column}: ")
    assert len(file.orders) == 0
    assert totals(f"code,month,{column}\nX,2026-05,{cell}\n").problems[0].place.column == 3


@pytest.mark.parametrize("cell", ["-0", "0.00", "-0.00", "0", "\u22120", "(0)"])
def test_nothing_may_be_written_in_many_ways(cell: str) -> None:
    file = orders(f"order_id,code,date,gross,refunded\nA,X,2026-05-01,10,{cell}\nB,X,2026-05-01,{cell},0\n")
    assert file.problems == ()
    assert (file.orders.refunded.tolist(), file.orders.gross.tolist()) == ([0, 0], [1000, 0])


@pytest.mark.parametrize(
    ("word", "near"), [("weird", ""), ("aproved", "approved"), ("pendng", "pending"), ("xyz", ""), ("paied", "paid")]
)
def test_only_a_near_word_is_suggested(word: str, near: str) -> None:
    (problem,) = orders(f"order_id,code,date,gross,status\nA,X,2026-05-01,10,{word}\n").problems
    assert problem.suggestion == near
    assert "approved, pending or cancelled" in problem.expected


def test_rows_without_orders_and_money_are_passed_over() -> None:
    header = "source,campaign,influencer_id,user_id,product,date,orders,revenue\n"
    visit = "web,Serum,7,u{},tea,2026-05-01,0,{}\n"
    file = orders(
        header
        + visit.format(1, "0")
        + visit.format(2, "0.00")
        + visit.format(3, "")
        + "web,Serum,8,u4,tea,2026-05-01,2,9\n"
    )
    assert file.problems == ()
    assert ([label.who for label in file.orders.labels], file.orders.gross.tolist()) == (["8"], [900])
    assert (file.passed, file.refused) == (3, 0)
    assert "3 rows without orders and money are passed over" in file.notes


def test_money_without_an_order_is_a_problem() -> None:
    text = "order_id,code,date,orders,revenue\nA,X,2026-05-01,0,5\nB,X,2026-05-01,0,x\nC,X,2026-05-01,x,0\n"
    problems = orders(text).problems
    assert [str(problem).split(": ")[:3] for problem in problems] == [
        ["orders.csv:2:4", "bad-number", "orders"],
        ["orders.csv:3:4", "bad-number", "orders"],
        ["orders.csv:3:5", "bad-number", "revenue"],
        ["orders.csv:4:4", "bad-number", "orders"],
    ]


def test_only_visits_are_no_orders() -> None:
    options = ReadOptions("UTC", Currency("USD"))
    file = orders("order_id,code,date,orders,revenue\nA,X,2026-05-01,0,$0.00\n", options)
    assert (len(file.orders), file.passed, file.problems) == (0, 1, ())
