"""Gates of a comparison: a plan's gates, with or without delta."""

import pytest

from influence_cli.model.errors import Place, SpecError
from influence_cli.spec.comparison_gates import parse_comparison_gate, parse_comparison_gates
from influence_cli.spec.gates import GATE_METRICS, parse_gate

PLACE = Place("--gate")


def test_a_difference_of_a_statistic():
    asked = parse_comparison_gate("delta.roi.p50 >= -0.02", PLACE)
    assert asked.is_delta
    gate = asked.gate
    assert (gate.metric, gate.statistic, gate.operator, gate.limit) == ("roi", "p50", ">=", -0.02)
    assert gate.text == "delta.roi.p50 >= -0.02"


def test_a_chance_of_a_difference():
    asked = parse_comparison_gate("p( Delta.profit > 500 ) >= 60%", PLACE)
    assert asked.is_delta
    gate = asked.gate
    assert (gate.metric, gate.inner_operator, gate.inner_limit, gate.limit) == ("profit", ">", 500, 0.6)


@pytest.mark.parametrize("metric", GATE_METRICS)
def test_every_metric_has_a_difference(metric):
    assert parse_comparison_gate(f"delta.{metric}.mean <= 1", PLACE).is_delta


@pytest.mark.parametrize("text", ["roi.p10 >= 0", "p(cost <= budget) >= 0.8", "payout.p95 <= budget"])
def test_a_gate_of_a_plan_is_one_of_a_comparison(text):
    asked = parse_comparison_gate(text, PLACE)
    assert not asked.is_delta
    assert asked.gate == parse_gate(text, PLACE)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("delta.rio.p50 >= 0", "did you mean 'roi'?"),
        ("delta.roi >= 0", "'roi' needs a statistic"),
        ("delta >= 0", "unknown metric 'delta'"),
        ("delta.delta.roi.p50 >= 0", "unknown metric 'delta'"),
        ("p(delta.roi.p50 > 0) >= 60%", "a probability takes no statistic"),
        ("p(delta.roi > 0) >= 60", "is not a probability"),
        ("delta.cost.mean <= budget", "a difference cannot be held against the budget"),
        ("p(delta.cost <= budget) >= 0.5", "a difference cannot be held against the budget"),
        ("delta.cost.mean <= 5%", "not a share"),
        ("delta.emv.mean >= 0", "not computed"),
        ("", "nothing is demanded"),
    ],
)
def test_what_cannot_be_read_is_said(text, says):
    with pytest.raises(SpecError) as caught:
        parse_comparison_gate(text, PLACE)
    (problem,) = caught.value.problems
    assert says in str(problem)
    assert problem.code == "bad-gate"
    assert str(problem.place) == "--gate"


def test_all_gates_are_read_before_any_is_refused():
    with pytest.raises(SpecError) as caught:
        parse_comparison_gates(["rio.p10 >= 0", "delta.cost.mean <= 500 EUR", "roi.p10 >= 0"], PLACE, "USD")
    assert [problem.code for problem in caught.value.problems] == ["bad-gate", "currency-mismatch"]
    assert "the gate is in EUR, the plans in USD" in str(caught.value)
