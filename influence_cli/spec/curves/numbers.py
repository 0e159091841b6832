"""Text of one scalar to a float within bounds.

Curves are written by people and by programmes. People's amounts are read as in a spec (``50k``, ``50,000``,
``$40k``); besides, whatever a programme prints for a float is read as it stands (``1e-05``, seventeen digits).
"""

import re
from dataclasses import dataclass

from influence_cli.spec.scalars import (
    LONGEST_NUMBER,
    ScalarError,
    parse_money,
    parse_number,
    parse_share,
)
from influence_cli.spec.text import shown

MOST = 1e15
"""Largest number that is read; with it every curve stays far within what a float holds."""

LEAST_POSITIVE = 1e-12
"""Smallest number that is read where 0 makes no sense."""

_FLOAT = re.compile(r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{2}0")
"""May be thousands with a point between; no programme prints a float with such a zero at its end."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where a number must lie: ``positive`` leaves out 0 and what is too near to it."""

    least: float = 0.0
    most: float = MOST
    positive: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money, with the currency where the text named one."""

    value: float
    currency: str | None = None


def read_number(text: str, expected: str, bounds: Bounds) -> float:
    """A plain number.

    >>> read_number("1.5e-05", "a number", Bounds()), read_number("1,250.5", "a number", Bounds())
    (1.5e-05, 1250.5)

    Raises:
        ScalarError: It is no number, not finite, or out of bounds.
    """
    stripped = text.strip()
    value = _printed(stripped)
    if value is None:
        value = float(parse_number(stripped, expected))
    return _within(value, stripped, expected, bounds)


def read_amount(text: str, expected: str, bounds: Bounds) -> Amount:
    """An amount of money in the unit of the curves.

    >>> read_amount("50k", "an amount", Bounds()), read_amount("512.0625", "an amount", Bounds()).value
    (Amount(value=50000.0, currency=None), 512.0625)

    Raises:
        ScalarError: As for a number; also for ``1.250``, which may mean 1.25 or 1250.
    """
    stripped = text.strip()
    value = None if _THOUSANDS.fullmatch(stripped) else _printed(stripped)
    if value is not None:
        return Amount(_within(value, stripped, expected, bounds))
    money = parse_money(stripped, expected)
    return Amount(_within(float(money.amount), stripped, expected, bounds), money.currency)


def read_share(text: str, expected: str) -> float:
    """A fraction: ``15%`` or ``0.15``.

    >>> read_share("15%", "a share"), read_share("0.30000000000000004", "a share")
    (0.15, 0.30000000000000004)

    Raises:
        ScalarError: It is no share, or above 1.
    """
    stripped = text.strip()
    value = _printed(stripped)
    return value if value is not None and value <= 1 else float(parse_share(stripped, expected))


def _printed(text: str) -> float | None:
    """The number, where it is written as programmes print floats."""
    return float(text) if len(text) <= LONGEST_NUMBER and _FLOAT.fullmatch(text) else None


def _within(value: float, text: str, expected: str, bounds: Bounds) -> float:
    if bounds.positive and value == 0:
        raise ScalarError(f"{shown(text)} is not above 0", expected)
    least = max(bounds.least, LEAST_POSITIVE) if bounds.positive else bounds.least
    if value < least:
        raise ScalarError(f"{shown(text)} is below {least:,.15g}", expected)
    if value > bounds.most:
        raise ScalarError(f"{shown(text)} is above {bounds.most:,.0f}", expected)
    return value
