"""Months of a campaign and the month each post falls in."""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from influence_cli.contract.outcomes import Month, calendar_month
from influence_cli.model.campaign import Campaign, Cell

_DAYS_PER_MONTH = 30


def months(campaign: Campaign) -> tuple[Month, ...]:
    """Months the campaign touches, in order: calendar months from the start date, else 30-day months from day 0."""
    days = campaign.weeks * 7
    if campaign.start is None:
        count = -(-days // _DAYS_PER_MONTH)
        return tuple(
            Month(f"month {i + 1}", i // 3, min(_DAYS_PER_MONTH, days - i * _DAYS_PER_MONTH)) for i in range(count)
        )
    found: dict[tuple[int, int], int] = {}
    for offset in range(days):
        day = campaign.start + timedelta(days=offset)
        found[day.year, day.month] = found.get((day.year, day.month), 0) + 1
    return tuple(calendar_month(year, month, count) for (year, month), count in found.items())


def middle_days(campaign: Campaign, spans: Sequence[Month]) -> NDArray[np.int64]:
    """The middle one of the campaign's days in each month, as a proleptic ordinal, [month].

    Without a start date the campaign is taken to begin on day 1, so that days are apart as they should be but
    compare with no date.

    Args:
        campaign: The campaign.
        spans: Its months.
    """
    days = np.array([month.days for month in spans], dtype=np.int64)
    first = 1 if campaign.start is None else campaign.start.toordinal()
    middle: NDArray[np.int64] = first + np.cumsum(days) - days + days // 2
    return middle


def post_months(spans: Sequence[Month], cell: Cell) -> NDArray[np.int64]:
    """Month index of each of a creator's posts, ascending, shape [post].

    Posts are spread evenly over the weeks of the cell's phase and counted on the first day of their week.

    Args:
        spans: Months of the campaign.
        cell: The cell.
    """
    ends = np.cumsum([month.days for month in spans])
    weeks = cell.phase.last_week - cell.phase.first_week + 1
    post = np.arange(cell.deliverables)
    week = cell.phase.first_week + ((post + 0.5) * weeks / max(cell.deliverables, 1)).astype(np.int64)
    return np.searchsorted(ends, (week - 1) * 7, side="right").astype(np.int64)
