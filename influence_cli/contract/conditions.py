"""Conditions of bonuses: ``metric operator threshold`` on totals of a window, compared without rounding.

Thresholds hold inclusively for ``>=`` and ``<=``. A ratio is compared by cross multiplication, with its
threshold read as the decimal it is written as, so that 5 engagements of 100 views meet 5%. A ratio whose
denominator is 0 is no number and meets no condition.
"""

from fractions import Fraction
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from influence_cli.contract.outcomes import IntArray
from influence_cli.contract.rounding import INT64_MAX, peak
from influence_cli.model.contract import Condition

BoolArray = NDArray[np.bool_]

OPERATORS = (">=", ">", "<=", "<")
"""What a condition may compare with."""

COUNTS = (
    "deliverables",
    "views",
    "engagements",
    "clicks",
    "orders",
    "leads",
    "gross_sales",
    "revenue",
)
"""Metrics that add up over months and creators; ``revenue`` is gross sales less all four deductions."""

RATIOS = {
    "engagement_rate_by_followers": ("engagements", "follower_posts"),
    "engagement_rate_by_views": ("engagements", "views"),
    "click_rate": ("clicks", "views"),
    "boost_roas": ("boost_revenue", "boost_spend"),
}
"""Ratio metrics as numerator and denominator, each summed over the window before dividing.

``follower_posts`` is followers x deliverables: ``engagement_rate_by_followers`` is engagements per post and
follower. Boost figures are totals of the campaign and count in its last month.
"""

CONDITION_METRICS = (*COUNTS, *RATIOS)
"""Every metric a bonus may depend on."""


def check(condition: Condition) -> None:
    """Refuse a condition that cannot be evaluated.

    Raises:
        ValueError: If metric or operator is unknown, or the threshold is not finite.
    """
    if condition.metric not in CONDITION_METRICS:
        known = ", ".join(CONDITION_METRICS)
        raise ValueError(f"no bonus can depend on {condition.metric!r}; known: {known}")
    if condition.operator not in OPERATORS:
        raise ValueError(f"unknown operator {condition.operator!r}; known: {', '.join(OPERATORS)}")
    if not np.isfinite(condition.threshold):
        raise ValueError(f"the threshold of {condition.metric!r} must be a finite number")


def parts_of(condition: Condition) -> tuple[str, ...]:
    """The additive quantities a condition is made of: a count, or a ratio's numerator and denominator."""
    return RATIOS.get(condition.metric, (condition.metric,))


def is_final(condition: Condition) -> bool:
    """Whether the condition is known only when its window ends.

    A count that has reached a threshold has reached it; a ratio, or a demand to stay below something, can
    still change.
    """
    return condition.metric in RATIOS or condition.operator in ("<", "<=")


def holds(condition: Condition, totals: tuple[IntArray, ...]) -> BoolArray:
    """Where the condition holds.

    Args:
        condition: A checked condition.
        totals: The quantities named by ``parts_of``, any shapes that broadcast.
    """
    threshold = Fraction(str(condition.threshold))
    if len(totals) == 1:
        return _compare_count(totals[0], condition.operator, threshold)
    above, below = totals
    top, bottom = threshold.numerator, threshold.denominator
    if peak(above) * bottom > INT64_MAX or peak(below) * abs(top) > INT64_MAX:
        left, right = above.astype(object) * bottom, below.astype(object) * top
    else:
        left, right = above * bottom, below * top
    met: BoolArray = np.asarray(_compare(left, condition.operator, right), dtype=np.bool_)
    return met & (below > 0)


def _compare_count(values: IntArray, operator: str, threshold: Fraction) -> BoolArray:
    """Compare whole numbers with a threshold that may have a fraction."""
    match operator:
        case ">=":
            return values >= ceil(threshold)
        case ">":
            return values > floor(threshold)
        case "<=":
            return values <= floor(threshold)
        case _:
            return values < ceil(threshold)


def _compare(left: IntArray, operator: str, right: IntArray) -> BoolArray:
    match operator:
        case ">=":
            return left >= right
        case ">":
            return left > right
        case "<=":
            return left <= right
        case _:
            return left < right
