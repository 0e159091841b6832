"""Dates and times as exports print them, to days of the campaign's time zone."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from influence_cli.ingest.options import DateOrder
from influence_cli.ingest.words import CellError, shown
from influence_cli.model.errors import UsageError

FIRST_YEAR, LAST_YEAR = 2000, 2100
_LONGEST = 60
_EXPECTED = "a date, for example 2026-05-31"
_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ],
        start=1,
    )
    for name in names.split()
}
_NAMES = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{2}")
_NAMED = re.compile(
    r"(?P<day>[0-9]{1,2})[ -](?P<month>[A-Za-z]{3,9})\.?,?[ -](?P<year>[0-9]{4})"
    r"|(?P<month2>[A-Za-z]{3,9})\.? (?P<day2>[0-9]{1,2}),? (?P<year2>[0-9]{4})"
)
_CLOCK = re.compile(
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r"(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?"
    r"(?: ?(?P<zone>Z|z|UTC|GMT|(?:UTC|GMT)?[+-][0-9]{2}(?::?[0-9]{2})?))?"
)
_SPLIT = re.compile(r"(.*?[0-9]{4}|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2})(?:T|,? +)([0-9]{1,2}:.*)")
_MONTH = re.compile(r"([0-9]{4})[-/. ]([0-9]{1,2})|([0-9]{1,2})[-/. ]([0-9]{4})")
_NAMED_MONTH = re.compile(r"([A-Za-z]{3,9})\.?[ -]?([0-9]{4})|([0-9]{4})[ -]?([A-Za-z]{3,9})")


class Moment(NamedTuple):
    """A day as an ordinal, and how many seconds after its beginning; 0 where only the day is known."""

    day: int
    second: int


def read_day(text: str, order: DateOrder | None = None) -> date:
    """A day of the calendar, without a time.

    >>> read_day("31/05/2026")
    datetime.date(2026, 5, 31)

    Raises:
        CellError: No date, one with two meanings, a day that does not exist, or a year out of 2000 to 2100.
    """
    text = text.strip()
    found = _YEAR_FIRST.fullmatch(text)
    if found:
        return _day(int(found[1]), int(found[3]), int(found[4]), text)
    found = _YEAR_LAST.fullmatch(text)
    if found:
        return _year_last(int(found[1]), found[2], int(found[3]), int(found[4]), text, order)
    found = _NAMED.fullmatch(text)
    if found:
        month = _MONTHS.get((found["month"] or found["month2"]).lower())
        if month:
            return _day(int(found["year"] or found["year2"]), month, int(found["day"] or found["day2"]), text)
    if _SHORT_YEAR.fullmatch(text):
        raise CellError(f"{shown(text)} has a year of two digits", "a year of four digits", code="bad-date")
    raise CellError(f"{shown(text)} is not a date", _EXPECTED, code="bad-date")


_read_day = lru_cache(maxsize=4096)(read_day)


def read_moment(text: str, zone: ZoneInfo, order: DateOrder | None = None) -> Moment:
    """A date with or without a time; a time with an offset from UTC is converted, another one is local.

    Seconds count from the beginning of the local day, so that the hour that clocks repeat is not read twice.

    >>> berlin = ZoneInfo("Europe/Berlin")
    >>> moment = read_moment("2026-05-31 23:30:00 +0000", berlin)
    >>> date.fromordinal(moment.day).isoformat(), moment.second
    ('2026-06-01', 5400)

    Raises:
        CellError: As for a day; also for a time that cannot be read.
    """
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        raise CellError(f"{shown(text)} is too long for a date", _EXPECTED, code="bad-date")
    written, clock_text = _parts(text)
    day = _read_day(written, order)
    if not clock_text:
        return Moment(day.toordinal(), 0)
    found = _CLOCK.fullmatch(clock_text)
    clock = _time(found, text) if found else None
    if found is None or clock is None:
        expected = "a time such as 14:05:00, 14:05:00Z or 14:05:00 +0200"
        raise CellError(f"{shown(text)} has a time that cannot be read", expected, code="bad-date")
    # the year 2000 or 2100 may begin elsewhere; a day more or less is in the calendar all the same
    local = datetime.combine(day, clock)
    offset = _offset(found["zone"])
    if offset is not None:
        local = local.replace(tzinfo=offset).astimezone(zone)
        _check_year(local.year, text)
    return _since_midnight(local, zone)


def read_month(text: str, order: DateOrder | None = None) -> date:
    """The last day of a month that is written as such, or as one of its days.

    >>> read_month("Feb 2028")
    datetime.date(2028, 2, 29)

    Raises:
        CellError: No month.
    """
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        raise CellError(f"{shown(text)} is too long for a month", "for example 2026-05", code="bad-date")
    found = _MONTH.fullmatch(text)
    named = _NAMED_MONTH.fullmatch(text)
    if found:
        year, month = int(found[1] or found[4]), int(found[2] or found[3])
    elif named and (named[1] or named[4]).lower() in _MONTHS:
        year, month = int(named[2] or named[3]), _MONTHS[(named[1] or named[4]).lower()]
    else:
        try:
            day = read_day(text, order)
        except CellError as error:
            if error.code == "ambiguous-date" or _YEAR_FIRST.fullmatch(text) or _YEAR_LAST.fullmatch(text):
                raise
            raise CellError(f"{shown(text)} is not a month", "for example 2026-05", code="bad-date") from None
        year, month = day.year, day.month
    if not 1 <= month <= 12:
        raise CellError(f"{shown(text)} has no month from 1 to 12", "for example 2026-05", code="bad-date")
    _check_year(year, text)
    return date(year, month, monthrange(year, month)[1])


def time_zone(name: str) -> ZoneInfo:
    """A time zone by its IANA name.

    Raises:
        UsageError: There is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(f"{shown(name)} is not a time zone; expected one such as Europe/Berlin") from None


def _parts(text: str) -> tuple[str, str]:
    """The date and the time of a text; most dates have ten characters."""
    if text[10:11] in (" ", "T") and ":" in text[12:14]:
        return text[:10], text[11:]
    parts = _SPLIT.fullmatch(text)
    return (parts[1], parts[2]) if parts else (text, "")


def _year_last(first: int, mark: str, second: int, year: int, text: str, order: DateOrder | None) -> date:
    """``31/05/2026`` or ``05/31/2026``; with dots the day is first in every country that writes so."""
    if mark == ".":
        return _day(year, second, first, text)
    if order is None and first != second and first <= 12 and second <= 12:
        readings = [f"{day} {_NAMES[month - 1]} {year}" for day, month in ((first, second), (second, first)) if month]
        what = f"{shown(text)} may mean {' or '.join(readings)}"
        expected = "--dates day-first or --dates month-first, so that it has one meaning"
        raise CellError(what, expected, code="ambiguous-date")
    if order is DateOrder.MONTH_FIRST or (order is None and second > 12):
        return _day(year, first, second, text)
    return _day(year, second, first, text)


def _day(year: int, month: int, day: int, text: str) -> date:
    _check_year(year, text)
    if not 1 <= month <= 12:
        raise CellError(f"{shown(text)} has no month from 1 to 12", _EXPECTED, code="bad-date")
    if not 1 <= day <= monthrange(year, month)[1]:
        has = f"{_NAMES[month - 1]} {year} has {monthrange(year, month)[1]} days"
        raise CellError(f"{shown(text)} is not a day of the calendar: {has}", _EXPECTED, code="bad-date")
    return date(year, month, day)


def _check_year(year: int, text: str) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        what = f"{shown(text)} is not between the years {FIRST_YEAR} and {LAST_YEAR}"
        raise CellError(what, _EXPECTED, code="bad-date")


def _time(found: re.Match[str], text: str) -> time | None:
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"] in "pP" else 0)
    if hour > 23 or minute > 59 or second > 60:
        return None
    # a leap second is the end of its minute
    return time(hour, minute, min(second, 59))


@lru_cache(maxsize=256)
def _offset(text: str | None) -> timezone | None:
    if not text:
        return None
    digits = text.removeprefix("UTC").removeprefix("GMT").replace(":", "")
    if digits in ("", "Z", "z"):
        return UTC
    minutes = int(digits[1:3]) * 60 + int(digits[3:5] or 0)
    if minutes > 14 * 60 or int(digits[3:5] or 0) > 59:
        raise CellError(f"{shown(text)} is not an offset from UTC", "an offset such as +02:00", code="bad-date")
    return timezone(timedelta(minutes=-minutes if digits[0] == "-" else minutes))


def _since_midnight(local: datetime, zone: ZoneInfo) -> Moment:
    day = local.toordinal()
    wall = local.hour * 3600 + local.minute * 60 + local.second
    midnight = _shift(day, zone)
    if midnight is None:
        return Moment(day, wall)
    moved = (local.replace(tzinfo=zone).utcoffset() or timedelta()) - midnight
    return Moment(day, wall - int(moved.total_seconds()))


@lru_cache(maxsize=4096)
def _shift(day: int, zone: ZoneInfo) -> timedelta | None:
    """The offset from UTC at the beginning of a day whose clocks are changed; None where they are not."""
    midnight = datetime.combine(date.fromordinal(day), time(), zone)
    before = midnight.utcoffset() or timedelta()
    after = datetime.combine(date.fromordinal(day + 1), time(), zone).utcoffset()
    return None if before == after else before
