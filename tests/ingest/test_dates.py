"""Days, times and months as exports print them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from influence_cli.ingest.dates import read_day, read_moment, read_month, time_zone
from influence_cli.ingest.options import DateOrder
from influence_cli.ingest.words import CellError
from influence_cli.model.errors import UsageError

BERLIN = ZoneInfo("Europe/Berlin")
LAST_OF_MAY = date(2026, 5, 31)


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-31",
        "2026/05/31",
        "2026.5.31",
        "31/05/2026",
        "05/31/2026",
        "31.05.2026",
        "31-05-2026",
        "31 May 2026",
        "31-May-2026",
        "May 31, 2026",
    ],
)
def test_dates_with_one_meaning_are_read(text: str) -> None:
    assert read_day(text) == LAST_OF_MAY


def test_a_date_with_two_meanings_is_refused_until_its_order_is_stated() -> None:
    with pytest.raises(CellError) as caught:
        read_day("03/04/2026")
    assert caught.value.what == "'03/04/2026' may mean 3 April 2026 or 4 March 2026"
    assert "--dates day-first" in caught.value.expected
    assert read_day("03/04/2026", DateOrder.DAY_FIRST) == date(2026, 4, 3)
    assert read_day("03/04/2026", DateOrder.MONTH_FIRST) == date(2026, 3, 4)
    assert read_day("03.04.2026") == date(2026, 4, 3)
    assert read_day("04/04/2026") == date(2026, 4, 4)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-02-29", "February 2026 has 28 days"),
        ("31.04.2026", "April 2026 has 30 days"),
        ("2026-13-01", "no month from 1 to 12"),
        ("31/05/26", "a year of two digits"),
        ("1999-12-31", "not between the years 2000 and 2100"),
        ("2101-01-01", "not between the years 2000 and 2100"),
        ("0000-00-00", "not between the years"),
        ("46173", "is not a date"),
        ("=TODAY()", "is not a date"),
        ("2026-05/31", "is not a date"),
        ("31 Mai 2026", "is not a date"),
        ("", "is not a date"),
    ],
)
def test_what_is_no_day_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(CellError) as caught:
        read_day(text)
    assert words in caught.value.what


def test_29_february_is_a_day_of_leap_years() -> None:
    assert read_day("29/02/2028") == date(2028, 2, 29)
    with pytest.raises(CellError, match="is not a day"):
        read_day("2100-02-29")


@pytest.mark.parametrize(
    ("text", "day", "second"),
    [
        ("2026-05-31", LAST_OF_MAY, 0),
        ("2026-05-31 23:59:59", LAST_OF_MAY, 86399),
        ("2026-05-31T21:59:59Z", LAST_OF_MAY, 86399),
        ("2026-05-31T22:00:00Z", date(2026, 6, 1), 0),
        ("2026-05-31T22:00:00.123456+00:00", date(2026, 6, 1), 0),
        ("2026-06-01 00:30:00 +0200", date(2026, 6, 1), 1800),
        ("2026-06-01 00:30 UTC+03", LAST_OF_MAY, 84600),
        ("31/05/2026 2:30 PM", LAST_OF_MAY, 52200),
        ("May 31, 2026, 12:00 am", LAST_OF_MAY, 0),
        ("2016-12-31 23:59:60", date(2016, 12, 31), 86399),
    ],
)
def test_times_are_converted_to_the_zone_of_the_campaign(text: str, day: date, second: int) -> None:
    found = read_moment(text, BERLIN)
    assert (date.fromordinal(found.day), found.second) == (day, second)


@pytest.mark.parametrize(
    "text",
    ["2026-05-31 24:00", "2026-05-31 1:60", "2026-05-31 13:00 PM", "2026-05-31 10:00 PST", "2026-05-31 10", "x" * 99],
)
def test_a_time_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        read_moment(text, BERLIN)


def test_an_offset_that_does_not_exist_is_refused() -> None:
    with pytest.raises(CellError, match="is not an offset"):
        read_moment("2026-05-31 10:00 +2500", BERLIN)


def test_changed_clocks_do_no_harm() -> None:
    """On 2026-03-29 two o'clock becomes three, on 2026-10-25 three becomes two."""
    spring = [
        read_moment(text, BERLIN).second for text in ("2026-03-29 01:59:59", "2026-03-29 02:30", "2026-03-29 03:00")
    ]
    assert spring == [7199, 9000, 7200]  # half past two did not exist; it is on that day all the same
    twice = [read_moment(f"2026-10-25T0{hour}:30:00Z", BERLIN) for hour in (0, 1, 2)]
    assert [moment.second for moment in twice] == [9000, 12600, 16200]
    assert read_moment("2026-10-25T22:59:59Z", BERLIN).second == 25 * 3600 - 1
    assert read_moment("2026-10-25 23:59:59", BERLIN) == read_moment("2026-10-25T22:59:59Z", BERLIN)


@settings(deadline=None)
@given(
    st.datetimes(datetime(2001, 1, 1), datetime(2099, 1, 1)),
    st.sampled_from(
        ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Cairo"]
    ),
    st.integers(-14 * 4, 14 * 4),
)
def test_a_moment_is_the_same_in_every_offset(moment: datetime, zone: str, quarters: int) -> None:
    instant = moment.replace(microsecond=0, tzinfo=UTC)
    place = ZoneInfo(zone)
    found = read_moment(instant.isoformat(), place)
    hours, minutes = divmod(abs(quarters) * 15, 60)
    shifted = (instant + timedelta(minutes=quarters * 15)).strftime("%Y-%m-%d %H:%M:%S")
    assert read_moment(f"{shifted} {'-' if quarters < 0 else '+'}{hours:02}{minutes:02}", place) == found
    local = instant.astimezone(place)
    assert found.day == local.toordinal()
    midnight = local.replace(hour=0, minute=0, second=0, fold=0)
    assert found.second == (instant - midnight.astimezone(UTC)).total_seconds()


@pytest.mark.parametrize(
    "text",
    ["2026-05", "2026/5", "05/2026", "May 2026", "2026 May", "may-2026", "2026-05-31", "31.05.2026", "05/31/2026"],
)
def test_months_are_read_as_their_last_day(text: str) -> None:
    assert read_month(text) == LAST_OF_MAY


@pytest.mark.parametrize(
    "text", ["", "May", "2026-13", "2026", "Q2 2026", "03/04/2026", "05/26", "1999-05", "2026-02-30", "y" * 99]
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        read_month(text)


def test_a_time_zone_that_does_not_exist_is_refused() -> None:
    for name in ("Mars/Base", "", "../etc"):
        with pytest.raises(UsageError, match="is not a time zone"):
            time_zone(name)


@settings(deadline=None)
@given(st.text(alphabet="0123456789-/.: TZ+AMPMay,", max_size=24))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        day = read_moment(text, BERLIN).day
    except CellError:
        return
    assert date(2000, 1, 1).toordinal() <= day <= date(2100, 12, 31).toordinal()
