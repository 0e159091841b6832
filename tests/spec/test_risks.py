"""Limits on bad luck: quantiles of what is paid from above, the worst runs of the profit from below."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from influence_cli.model.money import Currency
from influence_cli.model.objective import RiskLimit, RiskMeasure
from influence_cli.spec.expressions import ExpressionError
from influence_cli.spec.risks import parse_risk

DOLLARS = Currency("USD")
BUDGET = 4_000_000


@pytest.mark.parametrize(
    ("text", "metric", "measure", "level", "limit"),
    [
        ("payout.p95 <= budget", "payout", RiskMeasure.QUANTILE, 0.95, 4_000_000),
        ("cost.p90 <= 20k", "cost", RiskMeasure.QUANTILE, 0.9, 2_000_000),
        ("Cost.P50<=$1,000.10", "cost", RiskMeasure.QUANTILE, 0.5, 100_010),
        ("payout.p99 <= 0", "payout", RiskMeasure.QUANTILE, 0.99, 0),
        ("cvar(profit, 10%) >= -5000", "profit", RiskMeasure.CVAR, 0.1, -500_000),
        ("CVaR( profit,0.05 ) >= 2k USD", "profit", RiskMeasure.CVAR, 0.05, 200_000),
        ("cvar(profit, 50%) >= 0", "profit", RiskMeasure.CVAR, 0.5, 0),
    ],
)
def test_a_distribution_is_held(text: str, metric: str, measure: RiskMeasure, level: float, limit: float) -> None:
    assert parse_risk(text, DOLLARS, BUDGET) == RiskLimit(text, metric, measure, level, limit)


@pytest.mark.parametrize(
    ("text", "at", "says", "suggestion"),
    [
        ("", 0, "nothing is demanded", ""),
        ("20k >= cost.p90", 0, "'20k' is no demand", ""),
        ("payot.p95 <= budget", 0, "unknown metric 'payot'", "payout"),
        ("roi.p95 <= 0", 0, "unknown metric 'roi'", ""),
        ("profit.p10 >= 0", 0, "'profit' is held by the mean of its worst runs", ""),
        ("payout <= budget", 7, "'payout' needs a quantile", "payout.p95"),
        ("payout.p10 <= budget", 7, "unknown quantile 'p10'", "p90"),
        ("payout.median <= budget", 7, "unknown quantile 'median'", "p50"),
        ("payout.p49 <= budget", 7, "unknown quantile 'p49'", ""),
        ("payout.p955 <= budget", 7, "unknown quantile 'p955'", ""),
        ("payout.95 <= budget", 6, "'payout' needs a quantile", "payout.p95"),
        ("payout.p95 >= budget", 11, "held from above", "<="),
        ("payout.p95 < budget", 11, "held from above", "<="),
        ("payout.p95 == budget", 11, "unknown comparison '=='", ">="),
        ("payout.p95 <= bugdet", 14, "unknown limit 'bugdet'", "budget"),
        ("payout.p95 <= 90%", 14, "'90%' is a share", ""),
        ("payout.p95 <= -1", 14, "never below 0", ""),
        ("payout.p95 <= 20k EUR", 14, "the limit is in EUR", ""),
        ("payout.p95 <= 20k or more", 18, "'or' is out of place", ""),
        ("payout.p95 <=", 13, "stops too early", ""),
        ("cvar profit >= 0", 5, "'profit' is out of place", ""),
        ("cvar(roi, 10%) >= 0", 5, "unknown metric 'roi'", "profit"),
        ("cvar(profit) >= 0", 11, "')' is out of place", ""),
        ("cvar(profit, 10) >= 0", 13, "'10' is no share of worst runs", ""),
        ("cvar(profit, 0%) >= 0", 13, "'0%' is no share of worst runs", ""),
        ("cvar(profit, 51%) >= 0", 13, "'51%' is no share of worst runs", ""),
        ("cvar(profit, 10% >= 0", 17, "'>=' is out of place", ""),
        ("cvar(profit, 10%) <= 0", 18, "held from below", ">="),
        ("cvar(profit, 10%) >= budget", 21, "'budget' is out of place", ""),
        ("cvar(profit, 10%) >= 5%", 21, "'5%' is a share", ""),
        ("cvar(profit, 10%) >= 1 GBP", 21, "the limit is in GBP", ""),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_place(text: str, at: int, says: str, suggestion: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_risk(text, DOLLARS, BUDGET)
    error = caught.value
    assert (error.at, error.suggestion) == (at, suggestion)
    assert says in error.what
    assert error.expected or error.suggestion


def test_amounts_are_whole_minor_units_of_any_currency() -> None:
    assert parse_risk("cost.p90 <= 20.55", Currency("KWD"), 1).limit == 20_550
    assert parse_risk("cvar(profit, 10%) >= -5000", Currency("JPY"), 1).limit == -5_000


@given(st.sampled_from(["payout", "cost"]), st.integers(50, 99), st.integers(0, 10**13).map(lambda n: Decimal(n) / 100))
def test_a_quantile_reads_back_as_it_was_written(metric: str, level: int, amount: Decimal) -> None:
    found = parse_risk(f"{metric}.p{level} <= {amount:f}", DOLLARS, BUDGET)
    assert (found.metric, found.measure, found.level) == (metric, RiskMeasure.QUANTILE, level / 100)
    assert found.limit == float(amount * 100)


@given(st.integers(1, 50), st.integers(-(10**13), 10**13).map(lambda n: Decimal(n) / 100))
def test_a_tail_reads_back_as_it_was_written(tail: int, amount: Decimal) -> None:
    found = parse_risk(f"cvar(profit, {tail}%) >= {amount:f}", DOLLARS, BUDGET)
    assert (found.metric, found.measure, found.level) == ("profit", RiskMeasure.CVAR, tail / 100)
    assert found.limit == float(amount * 100)


PIECES = ("payout", "cost", "profit", "cvar", "(", ")", ",", ".", "p95", "<=", ">=", "budget", "10%", "-5", " ", "USD")


@given(st.text(max_size=40) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example("cvar(profit, 1e-999999999%) >= 0")
@example("payout.p95 <= 1e999999")
def test_any_text_is_a_limit_or_an_error_inside_it(text: str) -> None:
    error: ExpressionError | None = None
    try:
        found = parse_risk(text, DOLLARS, BUDGET)
    except ExpressionError as caught:
        error = caught
    if error is None:
        assert found.text == text
    else:
        assert 0 <= error.at <= len(text)
        assert error.what.isprintable()
        assert error.expected or error.suggestion
