"""Numbers as people write them: every accepted form exactly, every ambiguous one refused with a way out."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from influence_cli.spec.scalars import (
    Money,
    ScalarError,
    Share,
    Weeks,
    parse_currency,
    parse_date,
    parse_money,
    parse_money_or_share,
    parse_number,
    parse_share,
    parse_weeks,
    parse_whole,
    split_range,
)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("40000", "40000", None),
        ("40_000", "40000", None),
        ("40,000", "40000", None),
        ("40,000.50", "40000.50", None),
        ("40k", "40000", None),
        ("40 K", "40000", None),
        ("1.2m", "1200000", None),
        ("1.25k", "1250", None),
        ("0.125", "0.125", None),
        ("0", "0", None),
        ("$40k", "40000", "USD"),
        ("€1.2m", "1200000", "EUR"),
        ("40k USD", "40000", "USD"),
        ("40k eur", "40000", "EUR"),
        ("40000EUR", "40000", "EUR"),
        ("EUR 40k", "40000", "EUR"),
        ("40 €", "40", "EUR"),
        ("$40k USD", "40000", "USD"),
        (" 1000000000000000 ", "1000000000000000", None),
    ],
)
def test_money_as_people_write_it(text: str, amount: str, currency: str | None) -> None:
    assert parse_money(text) == Money(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("text", "says", "suggestion"),
    [
        ("1.250,50", "ambiguous", "1250.50"),
        ("12,5", "ambiguous", "12.5"),
        ("1.250", "may mean 1250 or 1.25", ""),
        ("-5", "negative", ""),
        (".inf", "finite", ""),
        ("nan", "finite", ""),
        ("1e3", "scientific", ""),
        ("2000000000000000", "above 1,000,000,000,000,000", ""),
        ("1234567890.1234567", "significant digits", ""),
        ("5_00", "not a number", ""),
        ("1,00,000", "not a number", ""),
        ("12:30", "not a number", ""),
        ("0x1F", "not a number", ""),
        ("40k QQQ", "not a currency", ""),
        ("€40k USD", "two currencies", ""),
        ("forty", "not a number", ""),
        ("", "nothing is written", ""),
        ("9" * 100, "too long", ""),
        ("k", "not a number", ""),
        ("٤٠", "not a number", ""),
    ],
)
def test_money_that_could_be_misread_is_refused(text: str, says: str, suggestion: str) -> None:
    with pytest.raises(ScalarError) as caught:
        parse_money(text)
    assert says in caught.value.what
    assert caught.value.suggestion == suggestion
    assert caught.value.expected


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("18.255", ("18255", "18.2550")),
        ("1.250", ("1250", "1.25")),
        ("$18.255", ("18255", "18.2550")),
        ("2.000 EUR", ("2000", "2")),
    ],
)
def test_an_ambiguous_amount_can_be_written_as_the_message_says(text: str, ways: tuple[str, str]) -> None:
    with pytest.raises(ScalarError) as caught:
        parse_money(text)
    assert caught.value.expected == " or ".join(ways)
    assert [parse_money(way).amount for way in ways] == [Decimal(ways[0]), Decimal(text.strip("$ EUR"))]


@pytest.mark.parametrize("text", ["18.255 KWD", "KWD 18.255", "18.255kwd"])
def test_three_decimals_are_plain_where_the_currency_has_them(text: str) -> None:
    assert parse_money(text) == Money(Decimal("18.255"), "KWD")


@pytest.mark.parametrize(
    ("text", "fraction"),
    [("15%", "0.15"), ("0.15", "0.15"), ("2.5 %", "0.025"), ("100%", "1"), ("1", "1"), ("0", "0"), ("0.05%", "0.0005")],
)
def test_shares(text: str, fraction: str) -> None:
    assert parse_share(text) == Decimal(fraction)


def test_a_share_above_one_needs_its_per_cent_sign() -> None:
    with pytest.raises(ScalarError) as caught:
        parse_share("15")
    assert caught.value.suggestion == "15%"
    with pytest.raises(ScalarError, match="above 100%"):
        parse_share("101%")
    assert parse_share("150%", most=100) == Decimal("1.5")


def test_money_or_share_is_told_apart_by_the_per_cent_sign() -> None:
    assert parse_money_or_share("5%") == Share(Decimal("0.05"))
    assert parse_money_or_share("2k EUR") == Money(Decimal(2000), "EUR")
    assert parse_money_or_share("0") == Money(Decimal(0))
    with pytest.raises(ScalarError) as caught:
        parse_money_or_share("0.05")
    assert caught.value.suggestion == "5%"


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("100..500", ("100", "500")),
        ("0.8..1.6%", ("0.8%", "1.6%")),
        ("60% .. 80%", ("60%", "80%")),
        ("1k..2k", ("1k", "2k")),
        ("500..2k", ("500", "2k")),
        ("7", None),
        ("2026", None),
    ],
)
def test_ranges(text: str, ends: tuple[str, str] | None) -> None:
    assert split_range(text) == ends


@pytest.mark.parametrize(
    ("text", "suggestion"), [("1..2k", "1k..2k"), ("100-500", "100..500"), ("5 \u2013 8%", "5..8%"), ("5%..8", "")]
)
def test_ranges_that_could_be_misread_are_refused(text: str, suggestion: str) -> None:
    with pytest.raises(ScalarError) as caught:
        split_range(text)
    assert caught.value.suggestion == suggestion


def test_whole_numbers() -> None:
    assert [parse_whole(text) for text in ("12", "8m", "1.5k", "10_000", "3.0")] == [12, 8_000_000, 1500, 10_000, 3]
    for text in ("1.5", "2b", "1000000001", "-1"):
        with pytest.raises(ScalarError):
            parse_whole(text)


def test_weeks() -> None:
    assert [parse_weeks(text) for text in ("3-8", "3", "3 \u2013 8")] == [Weeks(3, 8), Weeks(3, 3), Weeks(3, 8)]
    with pytest.raises(ScalarError) as caught:
        parse_weeks("8-3")
    assert caught.value.suggestion == "3-8"
    for text in ("0-2", "1..2", "one", "99999"):
        with pytest.raises(ScalarError):
            parse_weeks(text)


def test_dates() -> None:
    assert parse_date("2026-03-02") == date(2026, 3, 2)
    for text in ("02.03.2026", "3/2/2026", "2026-3-2", "2026-02-30", "1999-01-01", "2026-03-02T10:00", "20260302"):
        with pytest.raises(ScalarError):
            parse_date(text)


def test_currencies() -> None:
    assert parse_currency("eur") == "EUR"
    with pytest.raises(ScalarError) as caught:
        parse_currency("€")
    assert caught.value.suggestion == "EUR"


AMOUNTS = st.decimals(min_value=0, max_value=10**12, places=2, allow_nan=False, allow_infinity=False)


@given(AMOUNTS)
def test_an_amount_reads_back_however_it_is_grouped(amount: Decimal) -> None:
    for text in (
        f"{amount:f}",
        f"{amount:,f}",
        f"{int(amount):_}.{f'{amount:f}'.partition('.')[2]}",
        f"${amount:,f}",
        f"{amount:f} USD",
    ):
        assert parse_money(text).amount == amount


@given(st.integers(min_value=0, max_value=10**9))
def test_thousands_and_millions_are_exact(count: int) -> None:
    assert parse_money(f"{count}k").amount == count * 1000
    assert parse_money(f"{Decimal(count) / 100:f}m").amount == count * 10_000


@given(st.decimals(min_value=0, max_value=1, places=6, allow_nan=False, allow_infinity=False))
def test_a_share_reads_the_same_with_and_without_per_cent(fraction: Decimal) -> None:
    assert parse_share(f"{fraction:f}") == fraction == parse_share(f"{fraction * 100:f}%")


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 12, 31)))
def test_a_date_reads_back(day: date) -> None:
    assert parse_date(day.isoformat()) == day


@given(st.integers(min_value=1, max_value=999), st.integers(min_value=0, max_value=999))
def test_a_span_reads_back(first: int, more: int) -> None:
    assert parse_weeks(f"{first}-{first + more}") == Weeks(first, first + more)


PARSERS: list[Callable[[str], object]] = [
    parse_number,
    parse_whole,
    parse_money,
    parse_share,
    parse_money_or_share,
    split_range,
    parse_weeks,
    parse_date,
    parse_currency,
]


@given(st.one_of(st.text(max_size=50), st.text(alphabet="0123456789.,_-\u2013%kmM$€ eEUSD", max_size=20)))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    for parse in PARSERS:
        try:
            parse(text)
        except ScalarError as error:
            assert error.what.isprintable()  # noqa: PT017
