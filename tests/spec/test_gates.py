"""Gates are read, never evaluated; what cannot be read is answered with a place and the nearest word."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from influence_cli.metrics.catalogue import BY_NAME, Kind
from influence_cli.model.campaign import Gate
from influence_cli.model.errors import Place, Problem, SpecError
from influence_cli.spec.expressions import OPERATORS, foreign_currency
from influence_cli.spec.gates import GATE_METRICS, STATISTICS, format_gate, parse_gate

HERE = Place("spec.yaml", 10, 5)


def problem(text: str) -> Problem:
    with pytest.raises(SpecError) as caught:
        parse_gate(text, HERE)
    (only,) = caught.value.problems
    return only


@pytest.mark.parametrize(
    ("text", "metric", "statistic", "operator", "limit"),
    [
        ("roi.p10 >= 0", "roi", "p10", ">=", 0.0),
        ("roi.p50 > -25%", "roi", "p50", ">", -0.25),
        ("payout.p95 <= budget", "payout", "p95", "<=", "budget"),
        ("cost.mean <= budget", "cost", "mean", "<=", "budget"),
        ("cpa.mean < 40", "cpa", "mean", "<", 40.0),
        ("cpa.mean < $40", "cpa", "mean", "<", 40.0),
        ("cpa.mean < 40 USD", "cpa", "mean", "<", 40.0),
        ("views.p5>=1.5m", "views", "p5", ">=", 1_500_000.0),
        ("profit.mean > 12_500", "profit", "mean", ">", 12_500.0),
        ("Revenue.P90 >= 40,000.50", "revenue", "p90", ">=", 40_000.5),
        ("orders.mean >= 2 k", "orders", "mean", ">=", 2_000.0),
        ("roas.p50 >= 300%", "roas", "p50", ">=", 3.0),
        ("ROI.P10 >= 0", "roi", "p10", ">=", 0.0),
    ],
)
def test_a_statistic_is_held_against_a_limit(
    text: str, metric: str, statistic: str, operator: str, limit: object
) -> None:
    assert parse_gate(text, HERE) == Gate(text, metric, statistic, operator, limit)  # type: ignore[arg-type]


def test_a_probability_is_held_against_a_share() -> None:
    assert parse_gate("p(roi > 0) >= 0.8", HERE) == Gate("p(roi > 0) >= 0.8", "roi", "", ">=", 0.8, ">", 0.0)
    assert parse_gate("p(payout<=budget)>=95%", HERE) == Gate(
        "p(payout<=budget)>=95%", "payout", "", ">=", 0.95, "<=", "budget"
    )


@pytest.mark.parametrize(
    ("text", "says", "suggestion"),
    [
        ("rio.p10 >= 0", "unknown metric 'rio'", "roi"),
        ("roi.p11 >= 0", "unknown statistic 'p11'", "p10"),
        ("roi.median >= 0", "unknown statistic 'median'", "p50"),
        ("roi >= 0", "'roi' needs a statistic", "roi.p50"),
        ("roi.p10 == 0", "unknown comparison '=='", ">="),
        ("roi.p10 \u2265 0", "unknown comparison '\u2265'", ">="),
        ("roi.p10 => 0", "unknown comparison '=>'", ">="),
        ("roi.p10 != 0", "unknown comparison '!='", ""),
        ("payout.p95 <= bugdet", "unknown limit 'bugdet'", "budget"),
        ("roi.p10 >= budget", "'roi' is no amount of money", ""),
        ("payout.p95 <= 90%", "'payout' is an amount of money, not a share", ""),
        ("orders.p95 <= 90%", "'orders' is a count, not a share", ""),
        ("emv.mean > 0", "EMV is not computed", ""),
        ("p(roi > 0) >= 80", "'80' is not a probability", ""),
        ("p(roi.p50 > 0) >= 0.8", "a probability takes no statistic", ""),
        ("p(roi > 0 >= 0.8", "'>=' is out of place", ""),
        ("roi.p10 >= 0 and roi.p50 >= 1", "'and' is out of place", ""),
        ("roi.p10 >=", "the expression stops too early", ""),
        ("", "nothing is demanded", ""),
        ("40 < roi.p10", "'40' is not a metric", ""),
        ("cpa.mean < 40,5", "comma that does not part thousands", ""),
        ("cpa.mean < 1e300", "out of bounds", ""),
        ("__import__(1)", "unknown metric '__import__'", ""),
        ("__import__('os')", "has no place here", ""),
        ("roi.p10 >= 0; rm", "';' has no place here", ""),
        ("roi.p10 >= " + "1" * 300, "characters long", ""),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_nearest_word(text: str, says: str, suggestion: str) -> None:
    found = problem(text)
    assert found.code == "bad-gate"
    assert says in found.what
    assert found.suggestion == suggestion
    if not suggestion:
        assert found.expected or "EMV" in found.what


def test_the_column_points_into_the_expression() -> None:
    assert problem("roi.p11 >= 0").place == Place("spec.yaml", 10, 5 + 4)
    assert problem("roi.p10 >= 0 %%").place.column > HERE.column


def test_a_gate_from_the_command_line_has_no_column() -> None:
    with pytest.raises(SpecError) as caught:
        parse_gate("rio.p10 >= 0", Place("--gate"))
    assert caught.value.problems[0].place == Place("--gate")


def test_a_currency_beside_the_campaigns_is_noticed() -> None:
    assert foreign_currency("cpa.mean < 40 EUR", "USD") == "EUR"
    assert foreign_currency("cpa.mean < $40", "USD") == ""
    assert foreign_currency("cpa.mean < 40", "USD") == ""


def limits(metric: str) -> st.SearchStrategy[float | str]:
    numbers = st.floats(-1e15, 1e15, allow_nan=False).map(lambda value: value + 0.0)
    return st.one_of(numbers, st.just("budget")) if BY_NAME[metric].kind is Kind.MONEY else numbers


@st.composite
def gates(draw: st.DrawFn) -> Gate:
    metric = draw(st.sampled_from(GATE_METRICS))
    operator = draw(st.sampled_from(OPERATORS))
    limit = draw(limits(metric))
    if draw(st.booleans()):
        return Gate("", metric, "", operator, draw(st.floats(0, 1)), draw(st.sampled_from(OPERATORS)), limit)
    return Gate("", metric, draw(st.sampled_from(STATISTICS)), operator, limit)


@given(gates())
def test_a_gate_reads_back_as_it_was_written(gate: Gate) -> None:
    text = format_gate(gate)
    again = parse_gate(text, HERE)
    assert (again.text, format_gate(again)) == (text, text)
    assert (
        again.metric,
        again.statistic,
        again.operator,
        again.limit,
        again.inner_operator,
        again.inner_limit,
    ) == (
        gate.metric,
        gate.statistic,
        gate.operator,
        gate.limit,
        gate.inner_operator,
        gate.inner_limit,
    )


PIECES = st.sampled_from(
    [
        *GATE_METRICS[:3],
        *STATISTICS,
        *OPERATORS,
        "p",
        "(",
        ")",
        ".",
        " ",
        "budget",
        "80%",
        "-1",
        "k",
        "=",
        "$",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map("".join)))
@example("1_")
@example("roi.p10 >= 1e-999999999999999999999999%")
@example("roi.p10 >= 1e99999999999999999999k")
@example("1__0,0")
@example("\u0661 >= \u0660")
@example("roi.p10 >= 1e999999")
def test_any_text_is_a_gate_or_a_spec_error(text: str) -> None:
    try:
        outcome = parse_gate(text, HERE).text
    except SpecError as error:
        outcome = error.problems[0].code
    assert outcome in (text, "bad-gate")
