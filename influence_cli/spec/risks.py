"""Limits on bad luck, such as ``payout.p95 <= budget`` or ``cvar(profit, 10%) >= -5000``."""

import re
from decimal import Decimal

from influence_cli.model.money import Currency
from influence_cli.model.objective import RiskLimit, RiskMeasure
from influence_cli.spec.expressions import Cursor, ExpressionError, Token, TokenKind, foreign_currency, tokens
from influence_cli.spec.gates import BUDGET
from influence_cli.spec.schema_allocation import LARGEST_TAIL, SMALLEST_TAIL, TAILS
from influence_cli.spec.text import shown

QUANTILE_METRICS = ("payout", "cost")
"""Money that a quantile holds from above."""

TAIL_METRICS = ("profit",)
"""Money whose worst runs are held from below."""

CVAR = "cvar"
"""The word for the mean of the worst runs."""

EXAMPLES = "for example payout.p95 <= budget, cost.p90 <= 20k or cvar(profit, 10%) >= -5000"

_QUANTILE = re.compile(r"p([5-9][0-9])")
_QUANTILES = "a quantile from p50 to p99"
_OTHER_QUANTILES = {"median": "p50", "p5": "p95", "p10": "p90", "p100": "p99"}


def parse_risk(text: str, currency: Currency, budget: int) -> RiskLimit:
    """Read a limit on a distribution.

    Two forms: ``payout.pNN <= limit`` (also ``cost``; NN from 50 to 99), where a limit is money in major units or the
    word ``budget``; and ``cvar(profit, tail) >= amount``, the mean of the worst runs, a tail of 1% to 50% of them.

    Args:
        text: As written.
        currency: Currency of the campaign.
        budget: The total, minor units.

    Raises:
        ExpressionError: It cannot be read; says where.

    >>> parse_risk("payout.p95 <= budget", Currency("USD"), 4_000_000).limit
    4000000.0
    """
    cursor = Cursor(tokens(text))
    start = cursor.next
    if start.kind is not TokenKind.WORD:
        what = "nothing is demanded" if start.kind is TokenKind.END else f"{shown(start.text)} is no demand"
        raise ExpressionError(start.at, what, EXAMPLES)
    found = _tail(text, cursor, currency) if start.text == CVAR else _quantile(text, cursor, currency, budget)
    cursor.take(TokenKind.END, f"nothing more; one demand in each line, {EXAMPLES}")
    return found


def _quantile(text: str, cursor: Cursor, currency: Currency, budget: int) -> RiskLimit:
    if cursor.next.text in TAIL_METRICS:
        metric = cursor.next.text
        raise ExpressionError(
            cursor.next.at,
            f"{metric!r} is held by the mean of its worst runs",
            f"cvar({metric}, 10%) >= 0",
        )
    metric = cursor.word((*QUANTILE_METRICS, CVAR), "metric").text
    if cursor.next.text != ".":
        raise ExpressionError(
            cursor.next.at, f"{metric!r} needs a quantile", f"{_QUANTILES} behind a point", f"{metric}.p95"
        )
    cursor.take(TokenKind.MARK, "a point", ".")
    level = _level(cursor)
    _comparison(cursor, "<=", f"{metric!r} is held from above")
    if cursor.next.kind is TokenKind.WORD:
        cursor.word((BUDGET,), "limit")
        return RiskLimit(text, metric, RiskMeasure.QUANTILE, level, float(budget))
    at, limit = _amount(text, cursor, currency, "an amount such as 20k, or the word budget")
    if limit < 0:
        raise ExpressionError(at, f"{metric!r} is never below 0", "a limit of at least 0")
    return RiskLimit(text, metric, RiskMeasure.QUANTILE, level, limit)


def _level(cursor: Cursor) -> float:
    token = cursor.take(TokenKind.WORD, _QUANTILES)
    found = _QUANTILE.fullmatch(token.text)
    if found is None:
        near = _OTHER_QUANTILES.get(token.text, "")
        raise ExpressionError(token.at, f"unknown quantile {shown(token.text)}", _QUANTILES, near)
    return int(found[1]) / 100


def _tail(text: str, cursor: Cursor, currency: Currency) -> RiskLimit:
    cursor.take(TokenKind.WORD, CVAR)
    cursor.take(TokenKind.MARK, "an opening bracket", "(")
    metric = cursor.word(TAIL_METRICS, "metric").text
    cursor.take(TokenKind.MARK, "a comma and the share of worst runs, for example profit, 10%", ",")
    share = cursor.take(TokenKind.NUMBER, TAILS)
    if not SMALLEST_TAIL <= Decimal(str(share.value)) <= LARGEST_TAIL:
        raise ExpressionError(share.at, f"{shown(share.text)} is no share of worst runs", TAILS)
    cursor.take(TokenKind.MARK, "a closing bracket", ")")
    _comparison(cursor, ">=", f"{metric!r} is held from below")
    _, limit = _amount(text, cursor, currency, "an amount such as 0, 2k or -5000")
    return RiskLimit(text, metric, RiskMeasure.CVAR, share.value, limit)


def _comparison(cursor: Cursor, only: str, why: str) -> None:
    token = cursor.take(TokenKind.OPERATOR, f"a comparison: {only}")
    if token.text != only:
        raise ExpressionError(token.at, f"{shown(token.text)} is out of place: {why}", only, only)


def _amount(text: str, cursor: Cursor, currency: Currency, expected: str) -> tuple[int, float]:
    """Money in minor units, and where it stands."""
    token: Token = cursor.amount(expected)
    if token.percent:
        raise ExpressionError(token.at, f"{shown(token.text)} is a share, and the limit is money", expected)
    foreign = foreign_currency(text, currency.code)
    if foreign:
        raise ExpressionError(token.at, f"the limit is in {foreign}", f"an amount in {currency.code}")
    # decimal, because 1.1 x 100 is more than 110 in floats
    return token.at, float(Decimal(str(token.value)) * currency.minor)
