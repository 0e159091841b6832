"""Orders of shops, networks and dashboards, and every row that cannot be one."""

import csv
from dataclasses import replace
from datetime import date
from io import StringIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from influence_cli.ingest import table, vectors
from influence_cli.ingest.options import DateOrder, DecimalMark, ReadOptions
from influence_cli.ingest.orders import OrdersFile
from influence_cli.model.errors import SpecError, UsageError
from influence_cli.model.money import Currency
from influence_cli.payout.facts import COLUMNS, Label, OrderState
from tests.ingest.reading import EUROS, orders, said

HEADER = "order_id,creator,date,gross,discount,tax,shipping,refunded,status\n"
MAY_1 = date(2026, 5, 1).toordinal()


def row(file: OrdersFile, at: int = 0) -> dict[str, int]:
    return {column: int(getattr(file.orders, column)[at]) for column in COLUMNS}


def test_a_whole_row_is_understood() -> None:
    file = orders(
        "Order ID,Creator,Code,Date,Gross,Discount,Tax,Shipping,Refunded,Refund date,Delivered,Status,Customer,Orders,"
        "Currency,Contract,Shoe size\n"
        "A1,Anna,ANNA15,2026-05-01T12:00:00+02:00,119.00,10.00,19,4.95,5,2026-05-20,2026-05-04,Locked,c7,1,eur,hybrid,38\n"
    )
    assert file.problems == ()
    assert list(file.orders.ids) == ["A1"]
    assert file.orders.labels == (Label("Anna", False, "hybrid"),)
    assert file.orders.customers == ["", "c7"]
    assert row(file) == {
        "label": 0,
        "customer": 1,
        "day": MAY_1,
        "second": 43200,
        "delivered": MAY_1 + 3,
        "refund_day": MAY_1 + 19,
        "state": OrderState.APPROVED,
        "count": 1,
        "gross": 11900,
        "discount": 1000,
        "tax": 1900,
        "shipping": 495,
        "refunded": 500,
    }
    assert (file.lines.tolist(), file.unknown_columns, file.input.rows) == ([2], ("Shoe size",), 1)


def test_missing_columns_and_empty_deductions_mean_none() -> None:
    file = orders("order id,code,date,gross\nA1,ANNA15,2026-05-01,10\n")
    assert file.orders.labels == (Label("ANNA15", True),)
    assert row(file) == dict.fromkeys(COLUMNS, 0) | {"day": MAY_1, "gross": 1000, "count": 1}
    assert row(orders(HEADER + "A1,x,2026-05-01,10,,,,,approved\n"))["refunded"] == 0


def test_a_creator_wins_over_a_code_and_nobody_stays_nobody() -> None:
    text = "order_id,creator,creator id,code,date,gross\nA,Anna,7,X,2026-05-01,1\n"
    text += "B,,7,X,2026-05-01,1\nC,,,X,2026-05-01,1\nD,,,,2026-05-01,1\n"
    file = orders(text)
    labels = [file.orders.labels[index] for index in file.orders.label]
    assert labels == [Label("Anna"), Label("7"), Label("X", True), Label("")]


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Approved", OrderState.APPROVED),
        ("locked", OrderState.APPROVED),
        ("wc-completed", OrderState.APPROVED),
        ("pending", OrderState.PENDING),
        ("On hold", OrderState.PENDING),
        ("authorized", OrderState.PENDING),
        ("", OrderState.PENDING),
        ("CANCELED", OrderState.CANCELLED),
        ("voided", OrderState.CANCELLED),
        ("declined", OrderState.CANCELLED),
    ],
)
def test_words_for_states_are_translated(word: str, state: OrderState) -> None:
    assert row(orders(HEADER + f"A1,x,2026-05-01,10,0,0,0,0,{word}\n"))["state"] == state


@pytest.mark.parametrize(("refunded", "cents"), [("", 900), ("0", 900), ("4", 400)])
def test_a_refunded_order_without_an_amount_is_refunded_in_full(refunded: str, cents: int) -> None:
    found = row(orders(HEADER + f"A1,x,2026-05-01,10,1,0,0,{refunded},refunded\n"))
    assert (found["state"], found["refunded"]) == (OrderState.APPROVED, cents)


def test_the_amount_of_a_part_refund_must_be_stated() -> None:
    file = orders(
        HEADER + "A1,x,2026-05-01,10,1,0,0,2,partially_refunded\nA2,x,2026-05-01,10,1,0,0,,partially refunded\n"
    )
    assert said(file.problems) == [("bad-amounts", 3, "refunded")]
    assert row(file)["refunded"] == 200


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        (",x,2026-05-01,10,0,0,0,0,paid", "missing-key", "order_id"),
        ("A,x,,10,0,0,0,0,paid", "missing-key", "date"),
        ("A,x,03/04/2026,10,0,0,0,0,paid", "ambiguous-date", "date"),
        ("A,x,2026-02-29,10,0,0,0,0,paid", "bad-date", "date"),
        ("A,x,2026-05-01,,0,0,0,0,paid", "missing-key", "gross"),
        ("A,x,2026-05-01,-10,0,0,0,0,paid", "negative", "gross"),
        ("A,x,2026-05-01,=10,0,0,0,0,paid", "bad-number", "gross"),
        ("A,x,2026-05-01,1.234,0,0,0,0,paid", "ambiguous-number", "gross"),
        ("A,x,2026-05-01,$10,0,0,0,0,paid", "other-currency", "gross"),
        ("A,x,2026-05-01,10000000001,0,0,0,0,paid", "bad-number", "gross"),
        ("A,x,2026-05-01,10,-1,0,0,0,paid", "negative", "discount"),
        ("A,x,2026-05-01,10,4,4,4,0,paid", "bad-amounts", "gross"),
        ("A,x,2026-05-01,10,4,0,0,6.01,paid", "bad-amounts", "refunded"),
        ("A,x,2026-05-01,10,0,0,0,0,aproved", "unknown-status", "status"),
        ("A\x1b[1m,x,2026-05-01,10,0,0,0,0,paid", "bad-character", "order_id"),
        (f"{'A' * 501},x,2026-05-01,10,0,0,0,0,paid", "bad-text", "order_id"),
        ("A,x\x07,2026-05-01,10,0,0,0,0,paid", "bad-character", "creator"),
        ("A,x,2026-05-01,10,0,0,0,0,paid,more", "bad-row", ""),
    ],
)
def test_a_row_that_cannot_be_read_is_placed_and_left_out(line: str, code: str, column: str) -> None:
    file = orders(f"{HEADER}Z,x,2026-05-01,10,0,0,0,0,paid\n{line}\n")
    assert said(file.problems) == [(code, 3, column)]
    assert (list(file.orders.ids), file.refused, file.lines.tolist()) == (["Z"], 1, [2])
    assert "\x1b" not in str(file.problems[0])


def test_the_nearest_word_for_a_state_is_named() -> None:
    (problem,) = orders(HEADER + "A,x,2026-05-01,10,0,0,0,0,aproved\n").problems
    assert problem.suggestion == "approved"


@pytest.mark.parametrize(
    ("header", "cell", "code"),
    [("orders", "0", "bad-number"), ("currency", "USD", "other-currency"), ("currency", "", "other-currency")],
)
def test_counts_and_currencies_are_checked(header: str, cell: str, code: str) -> None:
    file = orders(f"order_id,code,date,gross,{header}\nA,X,2026-05-01,10,{cell}\n")
    assert said(file.problems) == [(code, 2, header)]


def test_names_that_look_like_formulas_are_names() -> None:
    file = orders('order_id,creator,date,gross\n=1+1,"=HYPERLINK(""x"")",2026-05-01,10\n')
    assert (list(file.orders.ids), file.orders.labels[0].who) == (["=1+1"], '=HYPERLINK("x")')


def test_the_same_order_twice_is_one_and_with_other_facts_none() -> None:
    first = "A,x,2026-05-01,10,0,0,0,0,paid\n"
    file = orders(HEADER + first + "B,x,2026-05-01,20,0,0,0,0,paid\n" + first)
    assert (list(file.orders.ids), file.notes, file.problems) == (
        ["A", "B"],
        ("1 row repeats an earlier one and counts once",),
        (),
    )
    file = orders(HEADER + first + "B,x,2026-05-01,20,0,0,0,0,paid\n" + first.replace("10", "11"))
    assert (list(file.orders.ids), file.refused, file.lines.tolist()) == (["B"], 2, [3])
    assert said(file.problems) == [("duplicate-item", 4, "order_id")]
    assert file.problems[0].what == "order_id: the order 'A' stands in line 2 already, with other facts"


SHOPIFY = (
    "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,"
    "Created at,Lineitem name,Cancelled at,Refunded Amount,Id\n"
)


def test_a_shopify_export_is_read_with_its_line_items() -> None:
    """Total is what the customer paid: subtotal 90 after a discount of 10, and shipping 5."""
    file = orders(
        SHOPIFY
        + "#1001,a@x.example,paid,,EUR,90.00,5.00,8.33,95.00,ANNA15,10.00,2026-05-31 23:30:00 +0000,Tea,,0.00,55\n"
        + '#1001,a@x.example,,,,,,,,,,2026-05-31 23:30:00 +0000,"Pot, red",,,\n'
        + "#1001,,,,,,,,,,,,Cup,,,\n"
        + "#1002,b@x.example,paid,,EUR,20,0,0,20,,0,2026-05-01 10:00:00 +0200,Tea,2026-05-02 10:00:00 +0200,,56\n"
    )
    assert file.problems == ()
    assert (list(file.orders.ids), file.passed, file.refused) == (["#1001", "#1002"], 2, 0)
    first = row(file)
    assert (first["gross"], first["discount"], first["tax"], first["shipping"]) == (10500, 1000, 833, 500)
    assert (first["day"], first["second"]) == (date(2026, 6, 1).toordinal(), 5400)
    assert file.orders.state.tolist() == [OrderState.APPROVED, OrderState.CANCELLED]
    assert file.unknown_columns == ("Paid at", "Subtotal", "Lineitem name", "Id")
    assert file.notes == (
        "'Total' is read as what the customer paid: gross sales are 'Total' and 'Discount Amount'",
        "2 rows only go on with the order above them",
    )


def test_line_items_are_followed_across_parts_of_a_file() -> None:
    lines = [f"#{order},,paid,,EUR,1,0,0,1,A,0,2026-05-01,x,,,\n#{order},,,,,,,,,,,,y,,,\n" for order in range(4_001)]
    file = orders(SHOPIFY + lines[0].split("\n")[0] + "\n" + "".join(lines[1:]))
    assert (len(file.orders), file.passed, file.problems) == (4_001, 4_000, ())


def test_a_row_of_the_same_id_with_an_amount_is_no_line_item() -> None:
    file = orders(HEADER + "A,x,2026-05-01,10,0,0,0,0,paid\nA,x,,,0,0,0,5,paid\n")
    assert [code for code, _, _ in said(file.problems)] == ["missing-key", "missing-key"]


def test_a_woocommerce_export_is_read() -> None:
    file = orders(
        "order_id,order_number,order_date,status,order_total,discount_total,shipping_total,tax_total,coupon_items,customer_id\n"
        "7,1007,2026-05-01 10:00:00,wc-completed,95.00,10,5,8.33,anna15,3\n"
    )
    assert (list(file.orders.ids), row(file)["gross"], file.unknown_columns) == (["7"], 10500, ("order_number",))


def test_orders_of_dashboards_have_ids_made_of_what_tells_them_apart() -> None:
    header = "source,campaign,influencer_id,user_id,product,date,orders,revenue\n"
    lines = ["instagram,spring,7,u1,tea,2026-05-01,1,20\n", "instagram,spring,7,u1,tea,2026-05-01,2,20.50\n"]
    file = orders(header + "".join(lines) + "tiktok,spring,8,u2,tea,2026-05-01,1,bad\n")
    ids = ["instagram|spring|tea|7|u1|2026-05-01|1", "instagram|spring|tea|7|u1|2026-05-01|2"]
    assert list(file.orders.ids) == ids
    assert (file.orders.count.tolist(), file.orders.gross.tolist()) == ([1, 2], [2000, 2050])
    assert said(file.problems) == [("bad-number", 4, "gross")]
    assert "orders have no ids here" in file.notes[0]
    # another export that begins later still names the others the same
    assert list(orders(header + "x,spring,9,u9,tea,2026-05-02,1,1\n" + "".join(lines)).orders.ids)[1:] == ids


def test_a_total_without_a_discount_is_gross_sales() -> None:
    file = orders("order_id,code,date,total\nA,X,2026-05-01,10\n")
    assert (row(file)["gross"], file.notes) == (1000, ("'total' is read as gross sales; no discount is stated",))


def test_what_is_kept_of_a_column_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "MOST_KEPT", 2)
    monkeypatch.setattr(table, "ROWS_AT_ONCE", 3)
    lines = [f"{number},c{number % 5},2026-05-{number + 1:02},1,,,,,paid\n" for number in range(20)]
    file = orders(HEADER + "".join(lines))
    assert [file.orders.labels[index].who for index in file.orders.label] == [f"c{number % 5}" for number in range(20)]
    assert file.orders.day.tolist() == [MAY_1 + number for number in range(20)]
    assert len(file.orders.labels) == 5


def test_gross_sales_win_over_a_total_which_is_then_named_as_unused() -> None:
    file = orders("order_id,code,date,gross,total,source\nA,X,2026-05-01,10,9,web\n")
    assert (row(file)["gross"], set(file.unknown_columns)) == (1000, {"total", "source"})


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (
            "ordr id,creator,date,gross",
            "the headers are 'ordr id', 'creator', 'date', 'gross', of which 'ordr id' comes nearest",
        ),
        ("order_id,date,gross", "there is no column creator or creator_id or code"),
        ("order_id,code,gross", "there is no column date"),
        ("order_id,code,date", "there is no column gross or total"),
        ("order_id,code,date,Gross sales,gross", "two columns are read as gross: 'Gross sales' and 'gross'"),
        ("order_id,code,date,date,gross", "two columns are read as date: 'date' and 'date'"),
    ],
)
def test_a_header_that_will_not_do_is_refused_with_what_was_found(header: str, words: str) -> None:
    with pytest.raises(SpecError) as caught:
        orders(f"\n{header}\n1,2,3,4,5\n")
    assert words in caught.value.problems[0].what
    assert caught.value.problems[0].place.line == 2


def test_a_header_without_rows_is_no_orders() -> None:
    file = orders(HEADER)
    assert (len(file.orders), file.lines.tolist(), file.input.rows, file.problems) == (0, [], 0, ())


def test_unknown_headers_are_named_once() -> None:
    assert orders("order_id,code,date,gross,note,note,\nA,X,2026-05-01,1,a,b,\n").unknown_columns == ("note",)


def test_stated_options_settle_what_has_two_meanings() -> None:
    german = replace(EUROS, dates=DateOrder.DAY_FIRST, decimal=DecimalMark.COMMA, encoding="windows-1252")
    text = "order_id;creator;date;gross;discount\nA;J\u00f6rg;03/04/2026;1.234,50;12,50\nB;J\u00f6rg;04/04/2026;12,5;\n"
    file = orders(text.encode("windows-1252"), german)
    assert (file.orders.labels[0].who, file.orders.gross.tolist(), file.orders.discount.tolist()) == (
        "J\u00f6rg",
        [123450, 1250],
        [1250, 0],
    )
    assert file.orders.day[0] == date(2026, 4, 3).toordinal()


def test_a_zone_decides_the_month_of_an_order() -> None:
    text = "order_id,code,date,gross\nA,X,2026-05-31T23:30:00Z,1\n"
    days = [
        int(orders(text, replace(EUROS, time_zone=zone)).orders.day[0])
        for zone in ("UTC", "Europe/Berlin", "America/New_York")
    ]
    assert [date.fromordinal(day).isoformat() for day in days] == ["2026-05-31", "2026-06-01", "2026-05-31"]
    with pytest.raises(UsageError, match="time zone"):
        orders(text, replace(EUROS, time_zone="Mars"))


def test_many_problems_are_counted_and_the_orders_between_them_read() -> None:
    file = orders(HEADER + "".join(f"{row},x,2026-05-01,{'x' if row % 2 else 1},,,,,\n" for row in range(10_000)))
    assert (len(file.orders), file.refused, len(file.problems)) == (5_000, 5_000, 101)
    assert file.problems[-1].what == "4,900 more problems are not listed"
    assert [problem.place.line for problem in file.problems[:3]] == [3, 5, 7]


def test_labels_come_in_the_order_of_the_file() -> None:
    names = [f"creator{number}" for number in range(50)]
    file = orders(HEADER + "".join(f"{name},{name},2026-05-01,1,,,,,\n" for name in names))
    assert [label.who for label in file.orders.labels] == names


CENTS = st.integers(0, 10**9)
NAME = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=9)


@st.composite
def facts(draw: st.DrawFn) -> tuple[str, date, list[int], str]:
    gross = draw(CENTS)
    discount = draw(st.integers(0, gross))
    tax = draw(st.integers(0, gross - discount))
    shipping = draw(st.integers(0, gross - discount - tax))
    refunded = draw(st.integers(0, gross - discount))
    day = draw(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
    return (
        draw(NAME),
        day,
        [gross, discount, tax, shipping, refunded],
        draw(st.sampled_from(["paid", "pending", "void"])),
    )


@settings(deadline=None)
@given(
    st.lists(facts(), max_size=15),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.sampled_from(["{:.2f}", "${:,.2f}", "{:,.2f} USD", "USD {:.2f}"]),
    st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d 10:00"]),
    st.booleans(),
)
def test_what_is_written_in_any_manner_is_read(
    rows: list[tuple[str, date, list[int], str]],
    separator: str,
    end: str,
    quote_all: bool,
    amount: str,
    day: str,
    mark: bool,
) -> None:
    text = StringIO(newline="")
    writer = csv.writer(
        text, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    )
    writer.writerow(HEADER.strip().split(","))
    for number, (name, when, cents, status) in enumerate(rows):
        # strftime does not pad years on every system; years are from 2000 here
        writer.writerow(
            [f"O{number}", name, when.strftime(day), *(amount.format(cent / 100) for cent in cents), status]
        )
    file = orders(("\ufeff" * mark + text.getvalue()).encode(), ReadOptions("UTC", Currency("USD")))
    assert file.problems == ()
    assert [file.orders.labels[index].who for index in file.orders.label] == [name for name, _, _, _ in rows]
    assert file.orders.day.tolist() == [when.toordinal() for _, when, _, _ in rows]
    columns = [file.orders.gross, file.orders.discount, file.orders.tax, file.orders.shipping, file.orders.refunded]
    assert np.stack(columns, axis=1).tolist() == [cents for _, _, cents, _ in rows]


@settings(deadline=None)
@given(st.binary(max_size=120) | st.text(alphabet='A1,;"\n\t=-. 2026/05\u00e4', max_size=80).map(str.encode))
def test_garbage_below_a_header_is_read_or_listed(content: bytes) -> None:
    try:
        file = orders(HEADER.encode() + content)
    except SpecError:
        return
    assert file.input.rows == len(file.orders) + file.refused + file.passed
