"""Gates: demands on a result, such as ``roi.p10 >= 0`` or ``p(roi > 0) >= 0.8``."""

from collections.abc import Sequence

from influence_cli.metrics.catalogue import BY_NAME, METRICS, Kind
from influence_cli.model.campaign import Gate
from influence_cli.model.errors import Place, Problem, Severity, SpecError
from influence_cli.spec.codes import ErrorCode
from influence_cli.spec.expressions import (
    OPERATORS,
    Cursor,
    ExpressionError,
    Token,
    TokenKind,
    tokens,
)
from influence_cli.spec.faults import without_echo
from influence_cli.spec.text import shown

STATISTICS = ("mean", "p5", "p10", "p50", "p90", "p95")
"""What a gate may ask of a metric."""

GATE_METRICS = tuple(metric.name for metric in METRICS if metric.simulated)
"""Metrics a gate may name."""

BUDGET = "budget"
"""The word that stands for the budget on the right of a gate."""

EXAMPLES = "for example roi.p10 >= 0, payout.p95 <= budget or p(roi > 0) >= 80%"

_SHARE = "a share between 0 and 1, such as 0.8 or 80%"

_OTHER_STATISTICS = {"median": "p50", "average": "mean", "avg": "mean", "expected": "mean"}

_COMPARISON = "a comparison: " + ", ".join(OPERATORS)


def parse_gate(text: str, place: Place) -> Gate:
    """Read a gate.

    Two forms: ``metric.statistic op limit`` and ``p(metric op limit) op share``. A limit is a number (``40``,
    ``1_000``, ``12.5k``, ``80%``), money in major units of the campaign's currency, or ``budget``.

    Args:
        text: As written.
        place: Where it starts.

    Raises:
        SpecError: It cannot be read; one problem with code ``bad-gate``, placed within the expression.

    >>> parse_gate("roi.p10 >= 10%", Place("spec.yaml")).limit
    0.1
    """
    try:
        return gate_of(text, tokens(text))
    except ExpressionError as error:
        raise SpecError((gate_problem(error, text, place),)) from None


def gate_of(text: str, found: Sequence[Token]) -> Gate:
    """Read a gate from its tokens.

    Raises:
        ExpressionError: They are no gate.
    """
    return _gate(text, Cursor(found))


def gate_problem(
    error: ExpressionError, text: str, place: Place, *, code: ErrorCode = "bad-gate", path: str = "gates"
) -> Problem:
    """Turn what is wrong with an expression into a problem with a place inside it."""
    inside = Place(place.file, place.line, place.column + error.at) if place.line else place
    return Problem(
        code,
        Severity.ERROR,
        inside,
        path,
        f"{error.what} in {shown(text)}",
        without_echo(error.expected, error.suggestion),
        error.suggestion,
    )


def format_gate(gate: Gate) -> str:
    """Write a gate in its shortest exact form; reading it again gives the same gate.

    >>> format_gate(parse_gate("p( ROI > 0 ) >= 80%", Place("x")))
    'p(roi > 0) >= 0.8'
    """
    if gate.is_probability:
        inner = f"{gate.metric} {gate.inner_operator} {_number(gate.inner_limit)}"
        return f"p({inner}) {gate.operator} {_number(gate.limit)}"
    return f"{gate.metric}.{gate.statistic} {gate.operator} {_number(gate.limit)}"


def _number(limit: float | str) -> str:
    if isinstance(limit, str):
        return limit
    return repr(int(limit)) if limit.is_integer() else repr(limit)


def _gate(text: str, cursor: Cursor) -> Gate:
    if cursor.next.text == "p" and cursor.after.text == "(":
        return _probability(text, cursor)
    metric = _metric(cursor)
    if cursor.next.text != ".":
        raise ExpressionError(
            cursor.next.at,
            f"{metric!r} needs a statistic",
            "one of " + ", ".join(STATISTICS) + " behind a point",
            f"{metric}.p50",
        )
    cursor.take(TokenKind.MARK, "a point", ".")
    statistic = cursor.word(STATISTICS, "statistic", _OTHER_STATISTICS).text
    operator = cursor.take(TokenKind.OPERATOR, _COMPARISON).text
    limit = _limit(cursor, metric)
    _end(cursor)
    return Gate(text, metric, statistic, operator, limit)


def _probability(text: str, cursor: Cursor) -> Gate:
    cursor.take(TokenKind.WORD, "p")
    cursor.take(TokenKind.MARK, "an opening bracket", "(")
    metric = _metric(cursor)
    if cursor.next.text == ".":
        raise ExpressionError(cursor.next.at, "a probability takes no statistic", f"p({metric} > 0) >= 80%")
    inner_operator = cursor.take(TokenKind.OPERATOR, _COMPARISON).text
    inner_limit = _limit(cursor, metric)
    cursor.take(TokenKind.MARK, "a closing bracket", ")")
    operator = cursor.take(TokenKind.OPERATOR, _COMPARISON).text
    share = cursor.take(TokenKind.NUMBER, _SHARE)
    if not 0 <= share.value <= 1:
        raise ExpressionError(share.at, f"{shown(share.text)} is not a probability", _SHARE)
    _end(cursor)
    return Gate(text, metric, "", operator, share.value, inner_operator, inner_limit)


def _metric(cursor: Cursor) -> str:
    token = cursor.next
    known = BY_NAME.get(token.text)
    if known is not None and not known.simulated:
        what = f"{known.label} is not computed, so no gate can hold it"
        raise ExpressionError(token.at, what, "one of " + ", ".join(GATE_METRICS))
    if token.kind is not TokenKind.WORD:
        raise ExpressionError(token.at, _missing_metric(token), f"a metric and a statistic, {EXAMPLES}")
    return cursor.word(GATE_METRICS, "metric").text


def _missing_metric(token: Token) -> str:
    return "nothing is demanded" if token.kind is TokenKind.END else f"{shown(token.text)} is not a metric"


def _limit(cursor: Cursor, metric: str) -> float | str:
    """A number, or ``budget``; both must make sense for the kind of metric."""
    token = cursor.next
    kind = BY_NAME[metric].kind
    if token.kind is TokenKind.WORD:
        cursor.word((BUDGET,), "limit")
        if kind is not Kind.MONEY:
            raise ExpressionError(token.at, f"{metric!r} is no amount of money", "a number rather than the budget")
        return BUDGET
    token = cursor.amount("a limit: a number such as 40, 12.5k or 80%, or the word budget")
    if token.percent and kind in (Kind.MONEY, Kind.COUNT):
        what = "an amount of money" if kind is Kind.MONEY else "a count"
        raise ExpressionError(token.at, f"{metric!r} is {what}, not a share", "a number without a per cent sign")
    return token.value


def _end(cursor: Cursor) -> None:
    cursor.take(TokenKind.END, f"nothing more; one demand per gate, {EXAMPLES}")
