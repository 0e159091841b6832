"""Numbers as a marketer reads them: short, never broken, never a wrong zero."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from influence_cli.metrics.catalogue import Kind
from influence_cli.model.money import Currency
from influence_cli.report.values import exact, numbers

USD = Currency("USD")
JPY = Currency("JPY")
KWD = Currency("KWD")


@pytest.mark.parametrize(
    ("minor", "shown"),
    [
        (0, "0"),
        (1, "0.01"),
        (5, "0.05"),
        (0.42, "0.0042"),
        (99, "0.99"),
        (250, "2.50"),
        (9_999, "99.99"),
        (12_345, "123"),
        (4_000_000, "40,000"),
        (-123_456, "-1,235"),
        (999_999_900, "9,999,999"),
        (1_234_567_800, "12.3m"),
        (99_990_000_000, "1.00bn"),
        (1.2e14, "1.20tn"),
        (1e17, "1.0e15"),
        (-3.4e30, "-3.4e28"),
        (1e-9, "0"),
        (math.nan, "n/a"),
        (math.inf, "n/a"),
    ],
)
def test_money_is_rounded_by_its_size(minor: float, shown: str) -> None:
    assert numbers.money(minor, USD) == shown


def test_money_follows_the_currency() -> None:
    assert numbers.money(45, JPY) == "45"
    assert numbers.money(1_500, JPY) == "1,500"
    assert numbers.money(5, KWD) == "0.005"
    assert numbers.exact_money(1_234_567, KWD) == "1,234.567"


@pytest.mark.parametrize(
    ("minor", "shown"),
    [
        (0, "0"),
        (1, "0.01"),
        (4_000_000, "40,000"),
        (4_000_050, "40,000.50"),
        (10**17, "1,000,000,000,000,000"),
        (10**18, "1.0e16"),
        (-150, "-1.50"),
    ],
)
def test_a_decided_amount_keeps_its_cents(minor: int, shown: str) -> None:
    assert numbers.exact_money(minor, USD) == shown


@pytest.mark.parametrize(
    ("fraction", "shown"),
    [
        (0.0, "0%"),
        (-0.0, "0%"),
        (0.00004, "<0.01%"),
        (-0.00004, ">-0.01%"),
        (0.0005, "0.05%"),
        (0.0312, "3.1%"),
        (0.0994, "9.9%"),
        (0.0996, "10%"),
        (0.58, "58%"),
        (-1.0, "-100%"),
        (123.0, "12,300%"),
        (1e12, "100tn%"),
        (math.nan, "n/a"),
    ],
)
def test_percent_has_one_decimal_below_ten(fraction: float, shown: str) -> None:
    assert numbers.percent(fraction) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0.0, "0%"), (0.00001, "<0.1%"), (0.031, "3.1%"), (0.5, "50%"), (0.994, "99.4%"), (0.99999, ">99.9%")],
)
def test_only_what_never_or_always_happened_is_0_or_100(share: float, shown: str) -> None:
    assert numbers.chance(share) == shown


def test_other_kinds() -> None:
    assert [numbers.by_kind(kind, 0.5, USD) for kind in Kind] == ["0.0050", "0.5", "50%", "0.50"]
    assert [numbers.by_kind(kind, math.nan, USD) for kind in Kind] == ["n/a"] * 4
    assert numbers.count(-0.04) == "0.0"
    assert numbers.ratio(0.0) == "0"
    assert numbers.signed_percent(math.nan) == "n/a"
    assert numbers.day(date(2026, 12, 31)) == "31 December 2026"


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(Kind))
def test_no_number_breaks_a_column(value: float, kind: Kind) -> None:
    shown = numbers.by_kind(kind, value, USD)
    assert len(shown) <= 12
    assert shown.startswith("-") <= (value < 0)


@pytest.mark.parametrize(
    ("kind", "value", "limit", "shown"),
    [
        (Kind.RATE, 0.8966, 0.9, ("89.7%", "90.0%")),
        (Kind.RATE, -0.001, 0.0, ("-0.1%", "0%")),
        (Kind.MONEY, 3_999_960, 4_000_000, ("39,999.6", "40,000.0")),
        (Kind.MONEY, 4_000_000, 4_000_000, ("40,000", "40,000")),
        (Kind.COUNT, 10_000_001.0, 10_000_000.0, ("10,000,001", "10,000,000")),
        (Kind.RATIO, 2.999, 3.0, ("2.999", "3.000")),
        (Kind.RATIO, math.nan, 3.0, ("n/a", "3.00")),
        (Kind.COUNT, 1e17, 1e17 + 1e3, ("1.0e17", "1.0e17")),
    ],
)
def test_a_gate_that_fails_by_little_is_not_shown_as_equal(
    kind: Kind, value: float, limit: float, shown: tuple[str, str]
) -> None:
    assert numbers.told_apart(kind, value, limit, USD) == shown


def test_amounts_below_each_other_have_the_same_decimals() -> None:
    assert numbers.exact_column((100, 200), USD) == ("1", "2")
    assert numbers.exact_column((101, 200, 10**19), USD) == ("1.01", "2.00", "1.0e17")


@given(st.floats(1e-3, 1e14))
def test_what_is_shown_is_close_to_what_is_meant(major: float) -> None:
    shown = numbers.ratio(major)
    factors = {"m": 1e6, "bn": 1e9, "tn": 1e12}
    digits = shown.rstrip("mbnt")
    factor = factors.get(shown[len(digits) :], 1.0)
    assert float(digits.replace(",", "")) * factor == pytest.approx(major, rel=0.051)


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_exact_money_is_a_plain_decimal_or_nothing(minor: float) -> None:
    amount = exact.money(minor, USD)
    if not math.isfinite(minor):
        assert amount is None
    else:
        assert amount is not None
        small = abs(minor) < 1_000 and minor != int(minor)
        assert amount.as_tuple().exponent == (-4 if small else -2)
        assert not (amount.is_zero() and amount.is_signed())
