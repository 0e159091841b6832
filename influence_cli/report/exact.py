"""Numbers as machines read them: money as exact decimals, the rest as it is, what is not a number as None."""

import math
from decimal import Decimal, localcontext

from influence_cli.metrics.catalogue import Kind
from influence_cli.model.money import Currency, from_minor

_ENOUGH_DIGITS = 400
"""More than the largest float has, so that no amount is too long for its decimals."""


def number(value: float) -> float | None:
    """A finite number, or None.

    >>> number(float("nan")) is None, number(0.25)
    (True, 0.25)
    """
    return float(value) if math.isfinite(value) else None


def money(minor: float, currency: Currency) -> Decimal | None:
    """An amount in major units with the currency's decimals, half-up; None where there is none.

    >>> print(money(123450, Currency("USD")), money(-0.2, Currency("USD")))
    1234.50 0.00
    """
    if not math.isfinite(minor):
        return None
    with localcontext(prec=_ENOUGH_DIGITS):
        amount = from_minor(minor, currency)
        return amount.copy_abs() if amount.is_zero() else amount


def by_kind(kind: Kind, value: float, currency: Currency) -> Decimal | float | None:
    """A value of a metric of some kind: money as a decimal, anything else as a number."""
    return money(value, currency) if kind is Kind.MONEY else number(value)
