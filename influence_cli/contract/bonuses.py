"""Bonuses: an amount once per window when conditions hold, for one creator or for all of them together.

A bonus falls due in the month in which its conditions are first met by the window's running totals. What is
known only at the window's end (a ratio, a demand to stay below something) is looked at in its last month, once
that month is over.
What was met once stays paid, even if later refunds lower the total.
"""

from collections.abc import Callable
from functools import reduce

import numpy as np

from influence_cli.contract.conditions import BoolArray, check, holds, is_final, parts_of
from influence_cli.contract.outcomes import CAMPAIGN_FIELDS, MONTHLY_FIELDS, IntArray, Outcomes
from influence_cli.contract.reading import at_month, field, sales
from influence_cli.contract.windows import spans
from influence_cli.model.contract import Bonus, CollectiveBonus, Condition, Deduction, Match, Split

_ZERO = np.zeros((1, 1), dtype=np.int64)


def bonus_lines(bonus: Bonus, outcomes: Outcomes) -> IntArray:
    """An individual bonus by month: the amount once per creator and window, [creator, month, draw].

    Raises:
        ValueError: If the bonus has no condition or one that cannot be evaluated.
    """
    due = _due(bonus, outcomes, lambda name, month: _quantity(outcomes, name, month))
    return np.multiply(due, bonus.amount, dtype=np.int64)


def collective_bonus_lines(bonus: CollectiveBonus, outcomes: Outcomes) -> IntArray:
    """A collective bonus by month, [creator, month, draw].

    Conditions look at sums over the creators who delivered at least once in the campaign (ratios: ratios of
    sums), and only they are paid. ``each``: the amount to each; ``shared``: the amount split over them to the
    cent, the first ones in order receiving the cents that are left.

    Raises:
        ValueError: If the bonus has no condition or one that cannot be evaluated.
    """
    takes_part = outcomes.deliverables[:, : outcomes.campaign_months].sum(axis=1) > 0

    def together(name: str, month: int) -> IntArray:
        values = _quantity(outcomes, name, month)
        values = np.broadcast_to(values, (len(takes_part), values.shape[1]))[takes_part]
        total: IntArray = values.sum(axis=0, keepdims=True)
        return total

    due = _due(bonus, outcomes, together)
    shares = np.where(takes_part, bonus.amount, 0)
    if bonus.split is Split.SHARED and takes_part.any():
        share, left = divmod(bonus.amount, int(takes_part.sum()))
        shares = np.where(takes_part, share + (np.cumsum(takes_part) <= left), 0)
    return np.multiply(due, shares[:, None, None], dtype=np.int64)


def _due(bonus: Bonus | CollectiveBonus, outcomes: Outcomes, quantity: Callable[[str, int], IntArray]) -> BoolArray:
    """Where the bonus falls due, [creator, month, draw] (axes of length 1 where nothing varies).

    Args:
        bonus: The bonus.
        outcomes: The outcomes, for the calendar.
        quantity: A quantity in one month, [creator, draw].
    """
    if not bonus.conditions:
        raise ValueError(f"bonus {bonus.name!r} has no condition")
    for condition in bonus.conditions:
        check(condition)
    names = {name for condition in bonus.conditions for name in parts_of(condition)}
    due: list[BoolArray] = []
    for span in spans(outcomes.months[: outcomes.campaign_months], bonus.per):
        totals: dict[str, IntArray] = {}
        met: BoolArray = np.zeros((1, 1), dtype=np.bool_)
        for month in span:
            for name in names:
                values = quantity(name, month)
                totals[name] = totals[name] + values if name in totals else values
            now = _met(bonus.conditions, bonus.match, totals, ended=month == span[-1] < outcomes.over) & ~met
            met = met | now
            due.append(now)
    due += [np.zeros((1, 1), dtype=np.bool_)] * (len(outcomes.months) - outcomes.campaign_months)
    return np.stack(np.broadcast_arrays(*due), axis=1)


def _met(conditions: tuple[Condition, ...], match: Match, totals: dict[str, IntArray], *, ended: bool) -> BoolArray:
    known = [condition for condition in conditions if ended or not is_final(condition)]
    if not known or (match is Match.ALL and len(known) < len(conditions)):
        return np.zeros((1, 1), dtype=np.bool_)
    combine = np.logical_and if match is Match.ALL else np.logical_or
    met = (holds(condition, tuple(totals[name] for name in parts_of(condition))) for condition in known)
    return reduce(combine, met)


def _quantity(outcomes: Outcomes, name: str, month: int) -> IntArray:
    """One additive quantity in one month, [creator, draw], axes possibly of length 1."""
    if name in MONTHLY_FIELDS:
        return at_month(outcomes, name, month)
    if name == "revenue":
        return sales(lambda part: at_month(outcomes, part, month), Deduction)
    delivered = outcomes.deliverables[:, month, None]
    if name == "deliverables":
        return delivered
    if name == "follower_posts":
        return field(outcomes, "followers") * delivered
    assert name in CAMPAIGN_FIELDS
    values = field(outcomes, name)
    return values if month == outcomes.campaign_months - 1 else _ZERO
