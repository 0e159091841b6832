"""Small outcomes written as a person would: one creator, one draw, lists by month."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from influence_cli.contract.outcomes import Earned, IntArray, Month, OrderLines, Outcomes, Owed

FIRST_DAY = date(2026, 1, 1)
"""Day 1 of :func:`dated_orders`."""


def months(count: int, days: int = 30, first: int = 0) -> tuple[Month, ...]:
    """Calendar months from month ``first`` of 2026 (0 is January)."""
    return tuple(Month(f"2026-{m + 1:02}", m // 3, days) for m in range(first, first + count))


def array(*creators: Sequence[int]) -> IntArray:
    """[creator, month, 1] from a list of months per creator."""
    return np.array(creators, dtype=np.int64)[:, :, None]


def delivered(*creators: Sequence[int]) -> IntArray:
    """[creator, month] from a list of months per creator."""
    return np.array(creators, dtype=np.int64)


def one_creator(count: int = 1, *, deliverables: Sequence[int] | None = None, **fields: Sequence[int]) -> Outcomes:
    """Outcomes of one creator over some months; every field a list by month."""
    arrays: dict[str, Any] = {name: array(values) for name, values in fields.items()}
    posts = delivered([1] + [0] * (count - 1) if deliverables is None else deliverables)
    return Outcomes(months=months(count), deliverables=posts, **arrays)


def one_creators_orders(*by_month: Sequence[int]) -> Outcomes:
    """Outcomes of one creator whose orders have these gross sales, by month in time order."""
    owner = [month for month, orders in enumerate(by_month) for _ in orders]
    gross = [order for orders in by_month for order in orders]
    lines = OrderLines(np.array(owner, dtype=np.int64), np.array(gross, dtype=np.int64))
    deliverables = delivered([1] + [0] * (len(by_month) - 1))
    return Outcomes(months=months(len(by_month)), deliverables=deliverables, order_lines=lines)


def dated_orders(*orders: tuple[int, int, int], count: int = 1) -> Outcomes:
    """Outcomes of one creator whose orders are (day, gross sales, age), day 1 being the first of 30-day months."""
    day, gross, age = (np.array(column, dtype=np.int64) for column in zip(*orders, strict=True))
    lines = OrderLines((day - 1) // 30, gross, day=FIRST_DAY.toordinal() + day - 1, age=age)
    return Outcomes(months=months(count), deliverables=delivered([1] + [0] * (count - 1)), order_lines=lines)


def line(owed: Owed | Earned, name: str, creator: int = 0) -> list[int]:
    """A line of one creator by month, in the first draw."""
    values = np.broadcast_to(owed.lines[name], owed.earned.shape)
    return [int(value) for value in values[creator, :, 0]]


def paid(owed: Owed, creator: int = 0) -> list[int]:
    """What one creator is paid by month, in the first draw."""
    return [int(value) for value in owed.paid[creator, :, 0]]


def earned(owed: Owed | Earned, creator: int = 0) -> list[int]:
    """What one creator earned by month, in the first draw."""
    return [int(value) for value in owed.earned[creator, :, 0]]
