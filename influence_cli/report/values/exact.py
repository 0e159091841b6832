"""Numbers as machines read them: money as exact decimals, the rest as it is, what is not a number as None."""

import math
from collections.abc import Mapping
from decimal import Decimal, localcontext
from functools import lru_cache

from influence_cli.metrics.catalogue import Kind
from influence_cli.model.money import PPM, Currency, from_minor

_SMALL = 10
"""Amounts below this many major units that are no whole minor units are means of small things."""

_ENOUGH_DIGITS = 400
"""More than the largest float has, so that no amount is too long for its decimals."""


_UNITS: Mapping[Kind, str] = {Kind.COUNT: "count", Kind.RATE: "fraction", Kind.RATIO: "ratio"}


def number(value: float) -> float | None:
    """A finite number to ten significant digits, or None.

    Further digits are noise: they differ between processors and mean nothing.

    >>> number(float("nan")) is None, number(0.25), number(1057443.5041216908)
    (True, 0.25, 1057443.504)
    """
    return float(f"{value:.10g}") if math.isfinite(value) else None


def money(minor: float, currency: Currency) -> Decimal | None:
    """An amount in major units with the currency's decimals, half-up; None where there is none.

    Small means (a cost per engagement) keep two decimals more, or they would say nothing.

    >>> print(money(123450, Currency("USD")), money(21.346, Currency("USD")), money(-0.001, Currency("USD")))
    1234.50 0.2135 0.0000
    """
    if not math.isfinite(minor):
        return None
    with localcontext(prec=_ENOUGH_DIGITS):
        small = abs(minor) < _SMALL * currency.minor and minor != int(minor)
        amount = from_minor(minor, currency, 2 if small else 0)
        return amount.copy_abs() if amount.is_zero() else amount


def exact_amount(minor: int, currency: Currency) -> str:
    """An amount that was decided, as a decimal with the currency's decimals; quick enough for a million of them.

    >>> exact_amount(-123450, Currency("USD")), exact_amount(7, Currency("KWD")), exact_amount(-7, Currency("JPY"))
    ('-1234.50', '0.007', '-7')
    """
    digits = currency.digits
    if not digits:
        return str(minor)
    figures = f"{abs(minor):0{digits + 1}d}"
    return f"{'-' if minor < 0 else ''}{figures[:-digits]}.{figures[-digits:]}"


@lru_cache(maxsize=4_096)
def fraction(ppm: int) -> str:
    """A rate as an exact decimal fraction.

    >>> fraction(100_000), fraction(1), fraction(PPM)
    ('0.1', '0.000001', '1')
    """
    text = f"{Decimal(ppm) / PPM:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def by_kind(kind: Kind, value: float, currency: Currency) -> Decimal | float | None:
    """A value of a metric of some kind: money as a decimal, anything else as a number."""
    return money(value, currency) if kind is Kind.MONEY else number(value)


def unit(kind: Kind, currency: Currency) -> str:
    """What a value of a metric of some kind is counted in: the currency's code, ``count``, ``fraction``, ``ratio``."""
    return _UNITS.get(kind, currency.code)
