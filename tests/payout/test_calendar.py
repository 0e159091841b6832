"""Days and months, compared with a walk over single days."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from influence_cli.model.contract import Band, Commission, Contract
from influence_cli.payout.calendar import calendar_of, due_day, months_between, parse_period

from .oracle import month_end
from .selling import Order, Paying, campaign_of

days = st.dates(date(2023, 1, 1), date(2032, 12, 31))


@given(days, st.integers(1, 104), st.integers(0, 30))
def test_months_hold_the_campaigns_days(start: date, weeks: int, later: int):
    of_campaign = [start + timedelta(days=day) for day in range(7 * weeks)]
    period = start.replace(day=1)
    for _ in range(later):
        period = (period + timedelta(days=32)).replace(day=1)
    found = calendar_of(start, weeks, period)
    labels = sorted({f"{day:%Y-%m}" for day in of_campaign})
    assert [month.label for month in found.months][: found.closing] == labels
    assert found.months[found.period].label == f"{period:%Y-%m}"
    assert found.months[-1].label == max(labels[-1], f"{period:%Y-%m}")
    assert sum(month.days for month in found.months) == len(of_campaign)
    for month in found.months:
        assert month.days == sum(f"{day:%Y-%m}" == month.label for day in of_campaign)
        year, number = map(int, month.label.split("-"))
        assert month.quarter == year * 4 + (number - 1) // 3
    assert date.fromordinal(found.last_day) == month_end(f"{period:%Y-%m}")
    assert date.fromordinal(found.first_day) == start
    every = np.array([day.toordinal() for day in of_campaign], dtype=np.int64)
    assert [found.months[month].label for month in found.month_of(every)] == [f"{day:%Y-%m}" for day in of_campaign]


@given(days, st.integers(1, 60), st.integers(0, 90), st.integers(0, 12))
def test_a_month_is_over_once_its_last_days_hold_is(start: date, weeks: int, hold: int, later: int):
    period = start.replace(day=1)
    for _ in range(later):
        period = (period + timedelta(days=32)).replace(day=1)
    found = calendar_of(start, weeks, period)
    last = month_end(f"{period:%Y-%m}")
    over = [month_end(month.label) + timedelta(days=hold) <= last for month in found.months]
    assert found.ended(hold) == sum(over)
    assert over == sorted(over, reverse=True)


@given(days, st.integers(0, 2_000))
def test_whole_months_are_counted_day_by_day(first: date, more: int):
    later = first + timedelta(days=more)
    count = (later.year - first.year) * 12 + later.month - first.month
    count -= later.day < first.day
    ordinals = (np.array([day.toordinal()], dtype=np.int64) for day in (first, later))
    assert months_between(*ordinals).tolist() == [count]


@given(days, st.integers(0, 120), st.frozensets(st.integers(0, 140), max_size=6))
def test_a_payment_is_due_on_the_first_business_day_from_its_day_on(last: date, net: int, off: frozenset[int]):
    holidays = tuple(last + timedelta(days=day) for day in sorted(off))
    wanted = last + timedelta(days=net)
    while wanted.weekday() >= 5 or wanted in holidays:
        wanted += timedelta(days=1)
    assert due_day(last, net, holidays) == wanted


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "2026-5", "May 2026", "2026-05-01", "9999-01", "\uff11\uff12\uff13\uff14-05", ""]
)
def test_what_is_no_month_is_refused(text: str):
    with pytest.raises(ValueError, match="is no month"):
        parse_period(text)


@pytest.mark.parametrize(
    ("start", "weeks", "day", "period"),
    [
        (date(2028, 2, 29), 1, date(2028, 2, 29), "2028-02"),
        (date(2028, 2, 1), 4, date(2028, 2, 29), "2028-02"),
        (date(2026, 12, 1), 8, date(2026, 12, 31), "2026-12"),
        (date(2026, 12, 1), 8, date(2027, 1, 1), "2027-01"),
        (date(2026, 4, 1), 104, date(2028, 3, 28), "2028-03"),
        (date(2026, 4, 1), 104, date(2028, 3, 28), "2030-03"),
    ],
)
def test_orders_of_unusual_days_are_paid_in_their_month(start: date, weeks: int, day: date, period: str):
    terms = Contract("c", commission=Commission((Band(0, 100_000),)))
    paying = Paying(campaign_of(terms, start=start, weeks=weeks))
    before = f"{start:%Y-%m}"
    if before < period:
        paying.run(before, [Order("o1", "anna", day, 10_000)])
    statement = paying.run(period, [Order("o1", "anna", day, 10_000)])
    assert paying.opened("anna") == 1_000
    assert [line.month for line in paying.journal() if line.event == "o1"] == [f"{day:%Y-%m}"]
    assert statement.period == period
