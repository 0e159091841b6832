"""Constraints of an allocation, such as ``mega.share >= 10%`` or ``nano.instagram.creators == 20``."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import assert_never

from influence_cli.model.objective import Measure, Scope
from influence_cli.spec.expressions import ExpressionError
from influence_cli.spec.scalars import Money, ScalarError, parse_money, parse_share, parse_whole, split_range
from influence_cli.spec.scopes import EXAMPLE, Names, Word, out_of_place, scope_of, words, written
from influence_cli.spec.text import listed, nearest, shown

COMPARISONS = (">=", "<=", "==")
"""Comparisons of a constraint; with several of them on one scope a span is held."""

BETWEEN = "between"
"""The word for a span in one expression: ``mega.share between 10%..20%``."""

_COMPARISON = "a comparison: " + ", ".join((*COMPARISONS, BETWEEN))
_SIGNS = re.compile(r"[<>=!~\u2264\u2265]+|between\b", re.IGNORECASE)
_MEANT = {">": ">=", "<": "<=", "=": "==", "=>": ">=", "=<": "<=", "\u2265": ">=", "\u2264": "<="}
_OTHER_MEASURES = {
    "budget": "spend",
    "cost": "spend",
    "money": "spend",
    "count": "creators",
    "number": "creators",
    "people": "creators",
    "heads": "creators",
    "percent": "share",
}

Value = Decimal | Money | int


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint as written: money in major units.

    Attributes:
        scope: Which places for creators.
        measure: What is counted there.
        low: At least this, or None.
        high: At most this, or None.
    """

    scope: Scope
    measure: Measure
    low: Value | None
    high: Value | None


def parse_constraint(text: str, names: Names) -> Constraint:
    """Read ``scope.measure comparison value``.

    The measures: ``share`` of the money that creators get (a percentage or fraction), ``spend`` (money) and
    ``creators`` (a whole number). ``==`` holds both ends, ``between a..b`` is a span.

    Args:
        text: As written.
        names: What phases and contracts are called.

    Raises:
        ExpressionError: It cannot be read; says where.
    """
    found, at = words(text)
    signs = _SIGNS.match(text, at)
    if signs is None and at < len(text):
        raise out_of_place(text, found[-1], at, names)
    scope, measure = _left(found, names)
    if signs is None:
        raise ExpressionError(at, "the expression stops too early", _COMPARISON)
    comparison = signs.group().lower()
    if comparison not in (*COMPARISONS, BETWEEN):
        raise ExpressionError(at, f"unknown comparison {shown(comparison)}", _COMPARISON, _MEANT.get(comparison, ""))
    rest = text[signs.end() :]
    start = signs.end() + len(rest) - len(rest.lstrip())
    low, high = _bounds(comparison, rest.strip(), start, measure)
    return Constraint(scope, measure, low, high)


def _left(found: tuple[Word, ...], names: Names) -> tuple[Scope, Measure]:
    """The scope and what is counted in it."""
    *before, last = found
    measure = last.text.lower()
    if last.kind or last.quoted or measure not in tuple(Measure):
        raise _no_measure(found, names)
    if not before:
        expected = f"{EXAMPLE}.{measure}; allocation.creators bounds the number of all creators"
        raise ExpressionError(last.at, f"{shown(last.text)} needs a part of the plan before it", expected)
    return scope_of(before, names), Measure(measure)


def _no_measure(found: tuple[Word, ...], names: Names) -> ExpressionError:
    """What is wrong where the last word is no measure: it is one of the scope, or unknown."""
    *before, last = found
    try:
        scope_of([last], names)
    except ExpressionError as error:
        if not before:
            return error
        near = _OTHER_MEASURES.get(last.text.lower()) or nearest(last.text, Measure)
        return ExpressionError(last.at, f"unknown measure {shown(last.text)}", f"one of {listed(Measure)}", near)
    what = f"it is not said what is counted of {shown(last.text)}"
    return ExpressionError(last.at, what, f"one of {listed(Measure)} behind a point", f"{written(last.text)}.share")


def _bounds(comparison: str, text: str, at: int, measure: Measure) -> tuple[Value | None, Value | None]:
    if not text:
        raise ExpressionError(at, "the expression stops too early", _expected(measure))
    try:
        if comparison == BETWEEN:
            return _span(text, at, measure)
        value = _value(text, measure)
    except ScalarError as error:
        raise ExpressionError(at, error.what, error.expected, error.suggestion) from error
    return (None if comparison == "<=" else value), (None if comparison == ">=" else value)


def _span(text: str, at: int, measure: Measure) -> tuple[Value, Value]:
    ends = split_range(text)
    if ends is None:
        raise ExpressionError(
            at, f"{shown(text)} is no span", f"two ends with two points between them: {_SPANS[measure]}"
        )
    low, high = (_value(end, measure) for end in ends)
    if size(low) > size(high):
        raise ExpressionError(at, f"the span {shown(text)} does not rise", "the smaller end first")
    return low, high


def _value(text: str, measure: Measure) -> Value:
    expected = _expected(measure)
    if text.endswith("%") and measure is not Measure.SHARE:
        what = f"{shown(text)} is a share, and {measure} is {_KINDS[measure]}"
        raise ScalarError(what, expected)
    match measure:
        case Measure.SHARE:
            return parse_share(text, expected)
        case Measure.SPEND:
            return parse_money(text, expected)
        case Measure.CREATORS:
            return parse_whole(text, expected)
        case _:
            assert_never(measure)


def size(value: Value) -> Decimal:
    """A value as a plain number; money in major units."""
    return value.amount if isinstance(value, Money) else Decimal(value)


def _expected(measure: Measure) -> str:
    return f"{_KINDS[measure]}, for example {_SINGLE[measure]}"


_KINDS = {Measure.SHARE: "a share", Measure.SPEND: "an amount of money", Measure.CREATORS: "a whole number"}
_SINGLE = {Measure.SHARE: "10%", Measure.SPEND: "20k", Measure.CREATORS: "20"}
_SPANS = {Measure.SHARE: "10%..20%", Measure.SPEND: "5k..20k", Measure.CREATORS: "10..30"}
