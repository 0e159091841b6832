"""Commissions that change with time: how they are written, and which ways of writing them make no sense."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from influence_cli.model.contract import (
    Band,
    Commission,
    CommissionMode,
    RateChange,
    Since,
    TaperStep,
    Window,
)
from influence_cli.model.errors import Problem, Severity
from influence_cli.spec.scalars import ScalarError
from influence_cli.spec.schema_commission import MOST_MONTHS, parse_months
from tests.spec.specs import RIGHT, campaign, found

BANDS = "bands: [{from: 0, rate: 8%}, {from: 5k, rate: 12%}]"
ROLLING = f"mode: prospective, reset: rolling, days: 90, {BANDS}"
TAPER = "taper: [{months: 6, rate: 30%}, {months: 6, rate: 15%}]"


def spec(terms: str) -> str:
    return RIGHT + f"contracts: {{c: {{commission: {{{terms}}}, minimum_payout: 25}}}}\n"


def commission(terms: str) -> Commission:
    read = campaign(spec(terms)).cells[0].contract.commission
    assert read is not None
    return read


def errors(terms: str) -> list[Problem]:
    return [problem for problem in found(spec(terms)) if problem.severity is Severity.ERROR]


def changes(written: str, notice: str = "notice: 30 days", rate: str = "20%") -> str:
    return f"rate: {rate}, changes: [{written}], {notice}"


def change(day: str, rate: str) -> str:
    return f"{{announced: {day}, rate: {rate}}}"


def test_a_single_rate_lasts_and_changes_with_nothing_else_said_for_ever() -> None:
    assert commission("rate: 10%") == Commission((Band(0, 100_000),))


@pytest.mark.parametrize(("written", "months"), [("12 months", 12), ("12", 12), ("1 year", 12), ("1 Month", 1)])
def test_how_long_a_commission_lasts(written: str, months: int) -> None:
    found = commission(f"rate: 10%, lasts: {written}")
    assert (found.lasts_months, found.since) == (months, Since.FIRST_ORDER)


def test_bands_may_end_as_well_and_count_from_the_start() -> None:
    found = commission(f"{BANDS}, lasts: 2 years, since: start")
    assert (found.lasts_months, found.since, len(found.bands)) == (24, Since.START, 2)


def test_a_taper_is_read_step_by_step_and_its_first_rate_is_that_of_the_only_band() -> None:
    assert commission(TAPER) == Commission(
        (Band(0, 300_000),), taper=(TaperStep(6, 300_000), TaperStep(6, 150_000)), since=Since.FIRST_ORDER
    )


def test_a_rolling_total_has_its_days() -> None:
    found = commission(ROLLING)
    assert (found.mode, found.reset, found.rolling_days) == (CommissionMode.PROSPECTIVE, Window.ROLLING, 90)


def test_a_cut_holds_after_the_notice_and_a_raise_at_once() -> None:
    written = f"{change('2026-04-01', '15%')}, {change('2026-06-01', '25%')}"
    assert commission(changes(written)).changes == (
        RateChange(date(2026, 4, 1), date(2026, 5, 1), 150_000),
        RateChange(date(2026, 6, 1), date(2026, 6, 1), 250_000),
    )


def test_a_change_is_compared_with_the_rate_before_it_not_with_the_first_one() -> None:
    """20% to 10% to 15%: the last is a raise although it is below the rate the contract began with."""
    written = f"{change('2026-04-01', '10%')}, {change('2026-06-01', '15%')}"
    assert commission(changes(written)).changes[1].effective == date(2026, 6, 1)


def test_a_second_cut_may_be_announced_while_the_first_waits() -> None:
    written = f"{change('2026-04-01', '15%')}, {change('2026-04-15', '10%')}"
    assert [found.effective for found in commission(changes(written)).changes] == [date(2026, 5, 1), date(2026, 5, 15)]


def test_a_raise_on_the_day_a_cut_takes_effect_is_clear() -> None:
    written = f"{change('2026-04-01', '15%')}, {change('2026-05-01', '18%')}"
    assert [found.effective for found in commission(changes(written)).changes] == [date(2026, 5, 1)] * 2


def test_raises_need_no_notice() -> None:
    written = change("2026-04-01", "25%")
    assert commission(changes(written, "lasts: 12")).changes == (
        RateChange(date(2026, 4, 1), date(2026, 4, 1), 250_000),
    )


RATES = st.integers(0, 100)


@given(
    first=RATES,
    steps=st.lists(st.tuples(st.integers(0, 400), RATES), min_size=1, max_size=6),
    notice=st.integers(0, 120),
)
def test_no_cut_holds_before_its_notice_and_no_raise_waits(
    first: int, steps: list[tuple[int, int]], notice: int
) -> None:
    """Changes that follow one another only once the one before holds are always clear."""
    day, rates, written = date(2026, 1, 1), [first], []
    for gap, rate in steps:
        day += timedelta(days=gap + notice + 1)
        rates.append(rate)
        written.append(change(str(day), f"{rate}%"))
    found = commission(changes(", ".join(written), f"notice: {notice}", f"{first}%")).changes
    assert [later.rate for later in found] == [rate * 10_000 for rate in rates[1:]]
    for before, now, later in zip(rates, rates[1:], found, strict=False):
        assert (later.effective - later.announced).days == (notice if now < before else 0)
    assert [later.effective for later in found] == sorted(later.effective for later in found)


CLASHES = [
    # what is written, code, where, part of what is said
    (f"rate: 10%, {TAPER}", "one-of", "commission", "either one rate, bands or a taper"),
    (f"{BANDS}, {TAPER}", "one-of", "commission", "either one rate, bands or a taper"),
    ("lasts: 12 months", "one-of", "commission", "either one rate, bands or a taper"),
    (f"{TAPER}, lasts: 12", "bad-commission", "commission.lasts", "ends after its last step"),
    ("rate: 10%, since: start", "bad-commission", "commission.since", "no time is counted"),
    (f"{BANDS}, {changes('X').split(', ', 1)[1]}", "bad-commission", "commission.changes", "this commission has bands"),
    (f"{TAPER}, {changes('X').split(', ', 1)[1]}", "bad-commission", "commission.changes", "has a taper"),
    ("rate: 10%, notice: 30", "bad-commission", "commission.notice", "no change of the rate"),
    ("rate: 10%, days: 90", "bad-commission", "commission.days", "only a rolling total"),
    (f"{BANDS}, reset: month, days: 90", "bad-commission", "commission.days", "only a rolling total"),
    ("rate: 10%, reset: rolling, days: 90", "bad-commission", "commission.reset", "without bands"),
    (f"{TAPER}, reset: rolling, days: 90", "bad-commission", "commission.reset", "without bands"),
    (f"{BANDS}, reset: rolling, days: 90", "bad-commission", "commission.reset", "the mode marginal does not ask"),
    (ROLLING.replace(", days: 90", ""), "bad-commission", "commission.reset", "how many days"),
    ("rate: 10%, lasts: 0 months", "bad-number", "commission.lasts", "no time at all"),
    ("rate: 10%, lasts: 11 years", "bad-number", "commission.lasts", "more than ten years"),
    ("rate: 10%, lasts: 30 days", "bad-number", "commission.lasts", "not a number of months"),
    ("rate: 10%, lasts: 12, since: first", "unknown-word", "commission.since", "is not a beginning"),
    ("taper: []", "too-few", "commission.taper", "nothing is listed"),
    ("taper: [{months: 6}]", "missing-key", "commission.taper.0.rate", "'rate' is missing"),
    ("taper: [{months: 6, rate: 30}]", "bad-share", "commission.taper.0.rate", "above 1"),
    ("taper: [{month: 6, rate: 3%}]", "unknown-key", "commission.taper.0.month", "'month' is not known"),
    (f"taper: [{', '.join(['{months: 1, rate: 1%}'] * 25)}]", "too-many", "commission.taper", "25 are listed"),
    (ROLLING.replace("90", "0"), "bad-number", "commission.days", "below 1"),
    (changes(change("2026-04-31", "15%")), "bad-date", "commission.changes.0.announced", "calendar"),
    (
        changes(change("2026-04-01", "15%"), "lasts: 12"),
        "bad-changes",
        "commission.changes.0.rate",
        "how long after its announcement",
    ),
    (
        changes(f"{change('2026-04-01', '25%')}, {change('2026-04-01', '30%')}"),
        "bad-changes",
        "commission.changes.1.announced",
        "not in the order",
    ),
    (
        changes(f"{change('2026-04-01', '15%')}, {change('2026-04-30', '18%')}"),
        "bad-changes",
        "commission.changes.1.announced",
        "holds from 2026-05-01 only",
    ),
    (
        changes(f"{change('2026-04-01', '15%')}, {change('2026-04-30', '15%')}"),
        "bad-changes",
        "commission.changes.1.announced",
        "holds from 2026-05-01 only",
    ),
]


@pytest.mark.parametrize(("terms", "code", "path", "said"), CLASHES, ids=range(len(CLASHES)))
def test_what_makes_no_sense_is_refused_in_words_at_its_place(terms: str, code: str, path: str, said: str) -> None:
    (problem,) = errors(terms.replace("[X]", f"[{change('2026-04-01', '9%')}]"))
    assert (problem.code, problem.path.removeprefix("contracts.c.")) == (code, path)
    assert said in problem.what
    assert problem.place.line == 4
    assert problem.expected or problem.suggestion


def test_everything_that_clashes_is_said_at_once() -> None:
    text = f"{TAPER}, lasts: 12, days: 90, notice: 30, on: gross, deduct: [tax]"
    assert {problem.path.rpartition(".")[2] for problem in errors(text)} == {"lasts", "days", "notice", "deduct"}


@given(number=st.integers(1, MOST_MONTHS), unit=st.sampled_from(["", " months", "months", " Month", "  MONTHS "]))
def test_months_are_read_as_they_are_written(number: int, unit: str) -> None:
    assert parse_months(f" {number}{unit}") == number


@given(number=st.integers(1, MOST_MONTHS // 12), unit=st.sampled_from([" year", "years", " YEARS "]))
def test_a_year_has_twelve_months(number: int, unit: str) -> None:
    assert parse_months(f"{number}{unit}") == 12 * number


@given(text=st.one_of(st.text(max_size=12), st.from_regex(r"-?[0-9]{1,4}[.,]?[0-9]? ?[a-z]{0,6}", fullmatch=True)))
def test_whatever_is_written_is_a_bounded_number_of_months_or_refused_in_words(text: str) -> None:
    try:
        months = parse_months(text)
    except ScalarError as refused:
        says = (refused.what.isprintable(), "months" in refused.expected)
    else:
        says = (1 <= months <= MOST_MONTHS, True)
    assert says == (True, True)
