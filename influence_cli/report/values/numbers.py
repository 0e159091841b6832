"""Numbers as people read them. The only place where anything is rounded for display.

Every function takes a number as it is kept (money in minor units, rates as fractions) and returns text of at
most eleven characters for any finite number, so that no table column breaks.
"""

import math
from collections.abc import Sequence
from datetime import date
from typing import assert_never

from influence_cli.metrics.catalogue import Kind
from influence_cli.model.money import Currency, from_minor

NOT_AVAILABLE = "n/a"
"""Shown for a number that does not exist, such as a cost per order without orders."""

_COMPACT_FROM = 1e7
_SUFFIXES = ((1e6, "m"), (1e9, "bn"), (1e12, "tn"))
_LARGEST_SUFFIXED = 1e15
_LARGEST_EXACT = 10**15
_MOST_DECIMALS = 6
_LONGEST = 16
_NO_MONEY = 0.05
"""Means below a twentieth of a cent are written as nothing."""


def money(minor: float, currency: Currency) -> str:
    """An amount in major units without its currency, rounded by its size.

    >>> [money(cents, Currency("USD")) for cents in (4_000_000, 5, 4.2, 0.04, 250, -123_456, 1.2e11, float("nan"))]
    ['40,000', '0.05', '0.042', '0', '2.50', '-1,235', '1.20bn', 'n/a']
    """
    if not math.isfinite(minor):
        return NOT_AVAILABLE
    value = minor / currency.minor + 0.0
    if abs(minor) < _NO_MONEY or (currency.digits == 0 and value == int(value) and abs(value) < _COMPACT_FROM):
        return _unsigned_zero(f"{value:,.0f}")
    if abs(value) < 1 and minor == int(minor):
        return f"{value:.{currency.digits}f}"
    return _sized(value, whole_from=100.0, middle=2)


def exact_money(minor: int, currency: Currency) -> str:
    """A decided amount (a budget) to the minor unit, decimals only where there are any.

    >>> exact_money(4_000_050, Currency("USD")), exact_money(4_000_000, Currency("USD"))
    ('40,000.50', '40,000')
    """
    if abs(minor) // currency.minor > _LARGEST_EXACT:
        return money(minor, currency)
    return f"{from_minor(minor, currency):,}" if minor % currency.minor else f"{minor // currency.minor:,}"


def exact_column(amounts: Sequence[int], currency: Currency) -> tuple[str, ...]:
    """Decided amounts below each other: all with decimals if one of them has any.

    >>> exact_column((4_000_050, 100), Currency("USD"))
    ('40,000.50', '1.00')
    """
    if all(amount % currency.minor == 0 for amount in amounts):
        return tuple(exact_money(amount, currency) for amount in amounts)
    return tuple(
        money(amount, currency)
        if abs(amount) // currency.minor > _LARGEST_EXACT
        else f"{from_minor(amount, currency):,}"
        for amount in amounts
    )


def coded(amount: str, currency: Currency) -> str:
    """An amount already written, with its currency code; a missing amount has none.

    >>> coded("12", Currency("USD")), coded("n/a", Currency("USD"))
    ('USD 12', 'n/a')
    """
    return amount if amount == NOT_AVAILABLE else f"{currency.code} {amount}"


def count(value: float) -> str:
    """How many; an expected count below ten keeps one decimal.

    >>> [count(value) for value in (0.0, 3.0, 3.21, 1234.5, 45_600_000.0)]
    ['0', '3', '3.2', '1,234', '45.6m']
    """
    if not math.isfinite(value):
        return NOT_AVAILABLE
    if abs(value) < 10 and value != int(value):
        return _unsigned_zero(f"{value:.1f}")
    return _sized(value, whole_from=10.0, middle=0)


def ratio(value: float) -> str:
    """A plain ratio.

    >>> [ratio(value) for value in (0.6231, 0.0042, 12.34, 1234.0)]
    ['0.62', '0.0042', '12.3', '1,234']
    """
    if not math.isfinite(value):
        return NOT_AVAILABLE
    if value == 0:
        return "0"
    return _sized(value, whole_from=100.0, middle=2 if abs(value) < 10 else 1)


def percent(fraction: float) -> str:
    """A fraction as per cent, one decimal below 10%.

    >>> [percent(value) for value in (0.0312, -0.554, 0.0, 1.5, 0.0004, 123.0, -0.00001)]
    ['3.1%', '-55%', '0%', '150%', '0.04%', '12,300%', '>-0.01%']
    """
    if not math.isfinite(fraction):
        return NOT_AVAILABLE
    value = fraction * 100
    if value == 0:
        return "0%"
    if abs(value) < 0.01:
        return "<0.01%" if value > 0 else ">-0.01%"
    if abs(value) < 0.095:
        return f"{value:.2f}%"
    if abs(value) < 9.95:
        return f"{value:.1f}%"
    return _sized(value, whole_from=1.0, middle=0) + "%"


def signed_percent(fraction: float) -> str:
    """A return, with its sign.

    >>> signed_percent(0.12), signed_percent(-0.5), signed_percent(0.0)
    ('+12%', '-50%', '0%')
    """
    text = percent(fraction)
    return f"+{text}" if fraction > 0 and text != NOT_AVAILABLE else text


def chance(share: float) -> str:
    """A share of draws; only what never or always happened is 0% or 100%.

    >>> [chance(value) for value in (0.0, 0.0002, 0.31, 0.9996, 1.0)]
    ['0%', '<0.1%', '31%', '>99.9%', '100%']
    """
    if not math.isfinite(share):
        return NOT_AVAILABLE
    if 0 < share < 0.001:
        return "<0.1%"
    if 0.999 < share < 1:
        return ">99.9%"
    return f"{share * 100:.1f}%" if 0.99 <= share < 1 else percent(share)


def by_kind(kind: Kind, value: float, currency: Currency) -> str:
    """A metric's value by how the catalogue says it is written; rates may be returns and keep their minus."""
    match kind:
        case Kind.MONEY:
            return money(value, currency)
        case Kind.COUNT:
            return count(value)
        case Kind.RATE:
            return percent(value)
        case Kind.RATIO:
            return ratio(value)
        case _:
            assert_never(kind)


def told_apart(kind: Kind, value: float, limit: float, currency: Currency) -> tuple[str, str]:
    """A value and its limit, with as many more decimals as it takes to see that they differ.

    >>> told_apart(Kind.RATE, 0.8966, 0.9, Currency("USD")), told_apart(Kind.RATE, 0.9, 0.9, Currency("USD"))
    (('89.7%', '90.0%'), ('90%', '90%'))
    """
    shown = (by_kind(kind, value, currency), by_kind(kind, limit, currency))
    if shown[0] != shown[1] or value == limit or not math.isfinite(value + limit):
        return shown
    for decimals in range(_MOST_DECIMALS + 1):
        closer = (_fixed(kind, value, decimals, currency), _fixed(kind, limit, decimals, currency))
        if closer[0] != closer[1] and len(closer[0]) <= _LONGEST:
            return closer
    return shown


def _fixed(kind: Kind, value: float, decimals: int, currency: Currency) -> str:
    match kind:
        case Kind.MONEY:
            return f"{value / currency.minor:,.{decimals}f}"
        case Kind.RATE:
            return f"{value * 100:,.{decimals}f}%"
        case Kind.COUNT | Kind.RATIO:
            return f"{value:,.{decimals}f}"
        case _:
            assert_never(kind)


def day(when: date) -> str:
    """A date that no reader takes for another one.

    >>> day(date(2026, 3, 2))
    '2 March 2026'
    """
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _sized(value: float, *, whole_from: float, middle: int) -> str:
    """Compact when large, whole from ``whole_from`` on, ``middle`` decimals below, two figures when small."""
    size = abs(value)
    if size == 0:
        return "0"
    if size >= _COMPACT_FROM:
        return _compact(value)
    if size >= whole_from:
        return f"{value:,.0f}"
    if size >= 1 or middle == 0:
        return f"{value:,.{middle}f}"
    decimals = max(2, 1 - math.floor(math.log10(size)))
    if decimals > 6:
        return "0"
    return f"{value:.{decimals}f}"


def _compact(value: float) -> str:
    size = abs(value)
    for unit, suffix in _SUFFIXES:
        figures = f"{value / unit:#.3g}" if size / unit < 999.5 else ""
        if figures:
            return figures.rstrip(".") + suffix
    if size < _LARGEST_SUFFIXED:
        return f"{value / 1e12:,.0f}tn"
    return f"{value:.1e}".replace("e+", "e")


def _unsigned_zero(text: str) -> str:
    return text.removeprefix("-") if text.strip("-0.") == "" else text
