"""Days and months of a payout: the period, the campaign's months, the day a payment is due."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from influence_cli.contract.outcomes import IntArray, Month, calendar_month

_EPOCH = date(1970, 1, 1).toordinal()
_PERIOD = re.compile(r"([0-9]{4})-([0-9]{2})")


@dataclass(frozen=True, slots=True)
class Calendar:
    """The months a payout looks at.

    Attributes:
        months: Calendar months from the campaign's first to its last or the period's, whichever is later;
            ``days`` are days of the campaign.
        closing: How many of them belong to the campaign.
        period: Index of the period's month.
        first_day: The campaign's first day, as an ordinal.
        last_day: The period's last day, as an ordinal.
        starts: First day of each month, ascending ordinals.
    """

    months: tuple[Month, ...]
    closing: int
    period: int
    first_day: int
    last_day: int
    starts: IntArray

    def month_of(self, days: IntArray) -> IntArray:
        """Index of the month of each day; only for days from the first month to the last."""
        return np.searchsorted(self.starts, days, side="right") - 1

    def ended(self, hold: int) -> int:
        """How many months, from the first, are over for good: their last day's hold has ended with the period."""
        ends = np.append(self.starts[1:], _after(self.starts[-1])) - 1
        return int(np.searchsorted(ends + hold, self.last_day, side="right"))


def parse_period(text: str) -> tuple[date, date]:
    """First and last day of a month written ``2026-05``.

    >>> parse_period("2028-02")
    (datetime.date(2028, 2, 1), datetime.date(2028, 2, 29))

    Raises:
        ValueError: It is no month.
    """
    found = _PERIOD.fullmatch(text)
    if found is None or not 1 <= int(found[2]) <= 12 or not 1900 <= int(found[1]) <= 9998:
        raise ValueError(f"{text!r} is no month")
    year, month = int(found[1]), int(found[2])
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def calendar_of(start: date, weeks: int, period: date) -> Calendar:
    """The months of a campaign up to a period.

    Args:
        start: The campaign's first day.
        weeks: Its length.
        period: Any day of the period, in the month of ``start`` or later.

    >>> found = calendar_of(date(2026, 4, 20), 3, date(2026, 7, 1))
    >>> [(month.label, month.days) for month in found.months], found.closing, found.period
    ([('2026-04', 11), ('2026-05', 10), ('2026-06', 0), ('2026-07', 0)], 2, 3)
    """
    end = start + timedelta(days=weeks * 7 - 1)
    firsts = _firsts(start, max(end, period))
    months, starts = [], []
    for first in firsts:
        last = first.replace(day=monthrange(first.year, first.month)[1])
        days = (min(last, end) - max(first, start)).days + 1
        months.append(calendar_month(first.year, first.month, max(days, 0)))
        starts.append(first.toordinal())
    closing = sum(first <= end for first in firsts)
    index = (period.year - start.year) * 12 + period.month - start.month
    last_day = period.replace(day=monthrange(period.year, period.month)[1])
    return Calendar(
        tuple(months), closing, index, start.toordinal(), last_day.toordinal(), np.array(starts, dtype=np.int64)
    )


def due_day(last_day: date, net_days: int, holidays: Sequence[date]) -> date:
    """The day a payment is due: so many days after the period's last, moved on to the next business day.

    >>> due_day(date(2026, 5, 31), 15, ())
    datetime.date(2026, 6, 15)
    >>> due_day(date(2026, 5, 31), 20, ()), due_day(date(2026, 5, 31), 20, (date(2026, 6, 22),))
    (datetime.date(2026, 6, 22), datetime.date(2026, 6, 23))
    """
    wanted = np.datetime64(last_day + timedelta(days=net_days), "D")
    days = np.array(holidays, dtype="datetime64[D]")
    return date.fromordinal(int(np.busday_offset(wanted, 0, roll="forward", holidays=days).astype(np.int64)) + _EPOCH)


def months_between(first: IntArray, later: IntArray) -> IntArray:
    """Whole months from one day to a later one, elementwise; ordinals.

    >>> days = [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2027, 1, 30)]
    >>> ordinals = np.array([day.toordinal() for day in days])
    >>> months_between(ordinals[:1], ordinals).tolist()
    [0, 0, 2, 11]
    """
    a, b = _months_and_days(first), _months_and_days(later)
    found: IntArray = b[0] - a[0] - (b[1] < a[1])
    return found


def _months_and_days(ordinals: IntArray) -> tuple[IntArray, IntArray]:
    days = (ordinals - _EPOCH).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    return months.astype(np.int64), (days - months.astype("datetime64[D]")).astype(np.int64)


def _firsts(start: date, last: date) -> list[date]:
    firsts = [start.replace(day=1)]
    while (following := date.fromordinal(_after(firsts[-1].toordinal()))) <= last:
        firsts.append(following)
    return firsts


def _after(first: int) -> int:
    """The first day of the month after the one that begins on a day."""
    day = date.fromordinal(int(first))
    return int(first) + monthrange(day.year, day.month)[1]
