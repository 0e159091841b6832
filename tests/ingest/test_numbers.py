"""Numbers are read in the one way they can be meant, or refused with both."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from influence_cli.ingest.numbers import read_amount, read_count, read_major, read_share
from influence_cli.ingest.options import DecimalMark, ReadOptions
from influence_cli.ingest.vectors import AmountReader
from influence_cli.ingest.words import CellError
from influence_cli.model.money import Currency

DOLLARS, EUROS, YEN, DINARS = (Currency(code) for code in ("USD", "EUR", "JPY", "KWD"))


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("0", 0),
        ("-0.00", 0),
        ("12", 1200),
        ("12.5", 1250),
        ("12.50", 1250),
        (".5", 50),
        ("12.5000", 1250),
        ("1,234", 123400),
        ("1,234.50", 123450),
        ("1.234,50", 123450),
        ("1.234.567", 123456700),
        ("1,234,567.8", 123456780),
        ("1 234.50", 123450),
        ("1 234,50", 123450),
        ("1\u00a0234,50", 123450),
        ("1\u202f234", 123400),
        ("1'234.50", 123450),
        ("1\u2019234.50", 123450),
        ("$1,234.50", 123450),
        ("1234.50 $", 123450),
        ("US$12", 1200),
        ("USD 12.50", 1250),
        ("usd12.50", 1250),
        ("12.50 USD", 1250),
        ("12.50USD", 1250),
        ("475.8k", 47580000),
        ("1.234k", 123400),
    ],
)
def test_an_amount_that_can_be_meant_in_one_way_is_read(text: str, cents: int) -> None:
    assert read_amount(text, DOLLARS) == cents


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1.234", "may mean 1234 or 1.234"),
        ("12,50", "--decimal comma if 12.50 is meant"),
        ("0,125", "has a comma where decimals would begin"),
        ("18.2550", "may mean 18.25 or 18.26: an amount in USD has 2 decimals"),
        ("0.001", "may mean 0.00 or 0.01"),
        ("-5", "is negative"),
        ("(5.00)", "is negative"),
        ("-$5.00", "is negative"),
        ("\u22125", "is negative"),
        ("=1+1", "is a formula or no number"),
        ("+5", "is a formula or no number"),
        ("@SUM(A1)", "is a formula or no number"),
        ("1e5", "is not a number"),
        ("--5", "is not a number"),
        ("1,23,4", "is not a number"),
        ("1,234.567.8", "is not a number"),
        ("12.", "is not a number"),
        ("nan", "is not a number"),
        ("five", "is not a number"),
        ("1\u0663", "is not a number"),
        ("", "is missing"),
        ("$", "is missing"),
        ("9" * 41, "too long"),
        ("99999999999", "is too large"),
        ("5 EUR", "is in EUR, and the campaign is in USD"),
        ("\u20ac5", "is in EUR, and the campaign is in USD"),
    ],
)
def test_an_amount_that_cannot_be_read_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(CellError) as caught:
        read_amount(text, DOLLARS)
    assert words in f"{caught.value.what}; expected {caught.value.expected}"


@pytest.mark.parametrize(
    ("text", "mark", "cents"),
    [
        ("12,50", DecimalMark.COMMA, 1250),
        ("1.234", DecimalMark.COMMA, 123400),
        ("1.234,5", DecimalMark.COMMA, 123450),
        ("1,234", DecimalMark.POINT, 123400),
        ("12.500", DecimalMark.POINT, 1250),
    ],
)
def test_a_stated_mark_settles_what_is_meant(text: str, mark: DecimalMark, cents: int) -> None:
    assert read_amount(text, EUROS, mark) == cents


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("12.50", DecimalMark.COMMA),
        ("1,234.50", DecimalMark.COMMA),
        ("1.234,50", DecimalMark.POINT),
        ("12,50", DecimalMark.POINT),
        ("1 234,50", DecimalMark.POINT),
        ("1,234", DecimalMark.COMMA),
        ("1.234", DecimalMark.POINT),
    ],
)
def test_what_contradicts_the_stated_mark_or_has_too_many_decimals_is_refused(text: str, mark: DecimalMark) -> None:
    with pytest.raises(CellError):
        read_amount(text, EUROS, mark)


def test_currencies_have_their_own_decimals() -> None:
    assert read_amount("\u00a51,200", YEN) == 1200
    assert read_amount("500.00", YEN) == 500
    assert read_amount("1.234", DINARS) == 1234
    for text, currency in (("12.5", YEN), ("1.234", YEN), ("1,234", DINARS), ("1.2345", DINARS)):
        with pytest.raises(CellError):
            read_amount(text, currency)


def test_a_dollar_sign_stands_for_the_dollars_of_the_campaign() -> None:
    assert read_amount("$5", Currency("CAD")) == 500
    with pytest.raises(CellError, match="has the sign"):
        read_amount("$5", EUROS)


@pytest.mark.parametrize(
    ("text", "count"), [("475.8k", 475800), ("3.3K", 3300), ("29.0b", 29_000_000_000), ("1,234", 1234), ("12.0", 12)]
)
def test_counts_may_be_shortened(text: str, count: int) -> None:
    assert read_count(text) == count


@pytest.mark.parametrize("text", ["1.234", "12.5", "-1", "1.39%", "0.0001k", "2000b", "", "$5"])
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        read_count(text)


def test_shares_and_amounts_without_a_currency() -> None:
    assert (read_share("24%"), read_share("0.24"), read_share("1.39%"), read_share("100%")) == (
        240_000,
        240_000,
        13_900,
        10**6,
    )
    assert read_share("12,5%", DecimalMark.COMMA) == 125_000
    assert read_major("1,250.50") == Decimal("1250.50")
    for text in ("24", "101%", "-1%", "1.23456%", "%"):
        with pytest.raises(CellError):
            read_share(text)
    with pytest.raises(CellError):
        read_major("$1,250")


AMOUNT = st.integers(0, 10**11 - 1)


@settings(deadline=None)
@given(st.lists(AMOUNT, min_size=1, max_size=30), st.sampled_from([DOLLARS, YEN, DINARS]), st.booleans(), st.data())
def test_a_column_is_read_as_its_cells_are(
    cents: list[int], currency: Currency, comma: bool, data: st.DataObject
) -> None:
    """Plain cells are read together; one that is not plain must not change what the others mean."""
    mark = DecimalMark.COMMA if comma else DecimalMark.POINT
    texts = [f"{Decimal(amount).scaleb(-currency.digits):.{currency.digits}f}" for amount in cents]
    grouped = data.draw(st.lists(st.booleans(), min_size=len(cents), max_size=len(cents)))
    texts = [f"{Decimal(text):,}" if group else text for text, group in zip(texts, grouped, strict=True)]
    if comma:
        texts = [text.translate(str.maketrans(",.", ".,")) for text in texts]
    values, wrong = AmountReader(ReadOptions("UTC", currency, decimal=mark), empty=None)(texts)
    assert (values.tolist(), wrong) == (cents, [])
    assert [read_amount(text, currency, mark) for text in texts] == cents


def test_wrong_cells_of_a_column_are_placed_and_empty_ones_mean_what_is_said() -> None:
    options = ReadOptions("UTC", DOLLARS)
    values, wrong = AmountReader(options, empty=0)(["1.50", "", "x", "2", "3\n4"])
    assert values.tolist() == [150, 0, 0, 200, 0]
    assert [row for row, _ in wrong] == [2, 4]
    values, wrong = AmountReader(options, empty=None)(["1.50", ""])
    assert [(row, error.code) for row, error in wrong] == [(1, "missing-key")]
    assert AmountReader(options, empty=0)(["3\n4"])[1] != []


@settings(deadline=None)
@given(st.text(alphabet="0123456789.,' -+()$kmbUSD%=", max_size=14))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    for mark in (None, *DecimalMark):
        try:
            cents = read_amount(text, DOLLARS, mark)
        except CellError:
            continue
        assert 0 <= cents <= 10**12
