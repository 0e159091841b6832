"""Conditions of bonuses, such as ``clicks >= 1000``: the grammar of gates without a statistic."""

from decimal import Decimal

from influence_cli.model.contract import Condition
from influence_cli.model.errors import Place, Problem
from influence_cli.model.money import Currency
from influence_cli.spec.expressions import (
    OPERATORS,
    Cursor,
    ExpressionError,
    TokenKind,
    foreign_currency,
    tokens,
)
from influence_cli.spec.gates import gate_problem
from influence_cli.spec.text import shown

COUNTS = ("deliverables", "views", "engagements", "clicks", "orders", "leads")
"""Whole numbers a condition may look at."""

AMOUNTS = ("revenue", "gross_sales")
"""Money a condition may look at."""

RATES = ("engagement_rate_by_followers", "engagement_rate_by_views", "click_rate", "boost_roas")
"""Rates and ratios a condition may look at."""

CONDITION_METRICS = (*COUNTS, *AMOUNTS, *RATES)
"""Everything a condition may look at, counted over one creator's (or all creators') window."""

_EXAMPLES = "for example clicks >= 1000 or engagement_rate_by_followers >= 5%"
_BARE_RATES = {
    "engagement_rate": "engagement_rate_by_followers",
    "roas": "boost_roas",
    "sales": "gross_sales",
}


def parse_condition(text: str, currency: Currency, place: Place, path: str) -> Condition | Problem:
    """Read a condition; money thresholds become minor units.

    Args:
        text: As written.
        currency: Currency of the campaign.
        place: Where it starts.
        path: Its dotted path.

    Returns:
        The condition, or the problem (code ``bad-condition``) that keeps it from being read.
    """
    try:
        return _condition(text, currency)
    except ExpressionError as error:
        return gate_problem(error, text, place, code="bad-condition", path=path)


def _condition(text: str, currency: Currency) -> Condition:
    cursor = Cursor(tokens(text))
    start = cursor.next
    if start.kind is not TokenKind.WORD:
        what = "nothing is demanded" if start.kind is TokenKind.END else f"{shown(start.text)} is not a metric"
        raise ExpressionError(start.at, what, f"a metric, a comparison and a limit, {_EXAMPLES}")
    metric = cursor.word(CONDITION_METRICS, "metric", _BARE_RATES).text
    operator = cursor.take(TokenKind.OPERATOR, "a comparison: " + ", ".join(OPERATORS)).text
    limit = cursor.amount("a number such as 1000, 12.5k or 5%")
    if limit.percent and metric not in RATES:
        raise ExpressionError(limit.at, f"{metric!r} is not a share", "a number without a per cent sign")
    if metric in RATES and metric != "boost_roas" and limit.value > 1 and not limit.percent:
        raise ExpressionError(
            limit.at, f"{metric!r} is a share, and {limit.text} is above 1", "a share", f"{limit.text}%"
        )
    if limit.value < 0:
        raise ExpressionError(limit.at, f"{metric!r} is never below 0", "a limit of at least 0")
    cursor.take(TokenKind.END, f"nothing more; one demand per condition, {_EXAMPLES}")
    foreign = foreign_currency(text, currency.code)
    if foreign:
        raise ExpressionError(limit.at, f"the limit is in {foreign}", f"an amount in {currency.code}")
    # decimal, because 1.1 x 100 is more than 110 in floats, and 1.10 would then not reach its own threshold
    exact = Decimal(str(limit.value)) * currency.minor
    threshold = float(exact) if metric in AMOUNTS else limit.value
    return Condition(metric, operator, threshold)
