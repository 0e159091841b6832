"""What a decision is worth and which limits it keeps, against sums written out creator by creator."""

from dataclasses import replace
from math import exp, inf, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from influence_cli.allocate.optimal.planning_model import Payoff, payoff_draws
from influence_cli.allocate.optimal.problem import (
    Pot,
    Risk,
    averse,
    decided,
    held,
    improved,
    keeps_risk,
    keeps_rows,
    risk_value,
    spend,
    value,
)
from influence_cli.allocate.optimal.rows import Row, Unit
from influence_cli.model.objective import RiskLimit, RiskMeasure
from tests.allocate.optimal.instances import Shape, a_model, a_payoff, a_problem, some_pots, some_rows

SETTINGS = settings(max_examples=40, deadline=None, derandomize=True, database=None)
SEEDS = st.integers(0, 2**32 - 1)
SHAPES = st.builds(
    Shape,
    platforms=st.integers(1, 3),
    phases=st.integers(1, 3),
    cells=st.integers(2, 5),
    draws=st.sampled_from([1, 6]),
    largest=st.sampled_from([0.01, 0.9]),
    repeat_value=st.sampled_from([0.0, 0.6, 0.999]),
    lift=st.sampled_from([0.0, 1.5]),
    signs=st.sampled_from(["positive", "mixed"]),
    reach=st.sampled_from([0.0, 5.0]),
    overlap=st.booleans(),
)


def spelled_out(model, payoff, counts, boost, draw):
    """The worth of a decision in one draw, creator by creator, with plain Python numbers."""
    cells = [cell for cell in range(len(counts)) for _ in range(int(counts[cell]))]
    everyone = sum(float(a[draw]) for a in model.audience)

    def share(cell):
        return 1.0 - exp(-float(model.missed[cell, draw]))

    def people(platform, chosen):
        left = 1.0
        for cell in chosen:
            if model.platforms[cell] == platform:
                left *= 1.0 - share(cell)
        return (1.0 - left) * float(model.audience[platform, draw])

    def exposure(platform):
        if not model.overlap:
            return 1.0
        met = sum(share(cell) for cell in cells if model.platforms[cell] == platform)
        met *= float(model.audience[platform, draw])
        often = max(met / people(platform, cells), 1.0)
        v = min(max(float(model.repeat_value[draw]), 1e-9), 1 - 1e-6)
        return (1.0 - exp(often * log(v))) / (1.0 - v) / often

    def lifted(phase):
        warm = 0.0
        for earlier in range(len(model.remains)):
            then = [cell for cell in cells if model.phases[cell] == earlier]
            reached = sum(people(p, then) for p in range(len(model.audience)))
            warm += float(model.remains[earlier, phase]) * reached / everyone
        return 1.0 + float(model.lift[draw]) * min(warm, 1.0)

    total = 0.0
    for cell in cells:
        response = exposure(model.platforms[cell]) * lifted(model.phases[cell])
        total += float(payoff.gain[cell, draw]) * response + float(payoff.flat[cell, draw])
        total += boost / len(cells) * float(payoff.boost[cell, draw])
    for p in range(len(model.audience)):
        added = sum(share(cell) for cell in cells if model.platforms[cell] == p)
        apart = min(added, 1.0) * float(model.audience[p, draw])
        total += payoff.reach * (people(p, cells) if model.overlap else apart)
    return total


@SETTINGS
@given(shape=SHAPES, seed=SEEDS, boost=st.sampled_from([0.0, 250.0]))
def test_the_worth_of_a_decision_is_the_sum_over_its_creators(shape, seed, boost):
    rng = np.random.default_rng(seed)
    model = a_model(rng, shape)
    payoff = a_payoff(rng, model, shape)
    counts = rng.integers(0, 4, shape.cells).astype(float)
    expected = [spelled_out(model, payoff, counts, boost, draw) for draw in range(shape.draws)]
    size = np.abs(payoff.gain).sum() + payoff.reach * model.audience.sum() + boost
    np.testing.assert_allclose(payoff_draws(model, payoff, counts, boost), expected, rtol=1e-9, atol=1e-9 * size)


def test_nobody_booked_is_worth_nothing_however_much_is_boosted():
    rng = np.random.default_rng(1)
    model = a_model(rng, Shape())
    payoff = a_payoff(rng, model, Shape(reach=5.0))
    assert payoff_draws(model, payoff, np.zeros(4), 500.0).tolist() == [0.0] * 12


@SETTINGS
@given(shape=SHAPES, seed=SEEDS)
def test_limits_are_kept_as_a_loop_says(shape, seed):
    rng = np.random.default_rng(seed)
    problem = a_problem(rng, shape)
    problem = replace(problem, rows=some_rows(rng, problem), pots=some_pots(rng, problem))
    counts = np.floor(rng.random(shape.cells) * (problem.high + 2))
    kept = True
    for row in problem.rows:
        total = sum(float(a) * float(n) for a, n in zip(row.coefficients, counts, strict=True))
        kept &= row.low - 1e-5 <= total <= row.high + 1e-5
    assert keeps_rows(problem, counts) == kept
    amount = 0.0
    for pot in problem.pots:
        if any(n > 0 for n, member in zip(counts, pot.members, strict=True) if member):
            amount += pot.amount
    assert held(problem, counts) == amount
    cost = amount + sum(c * n for c, n in zip(problem.costs, counts, strict=True))
    assert spend(problem, counts) == pytest.approx(cost)
    fits = kept and cost <= problem.money and all(n <= most for n, most in zip(counts, problem.high, strict=True))
    assert (decided(problem, counts) is not None) == fits


@pytest.mark.parametrize("away", [1e-3, 1.0])
def test_a_limit_is_kept_at_its_end_and_broken_beyond(away):
    problem = a_problem(np.random.default_rng(3), Shape(cells=2))
    counts = np.array([2.0, 1.0])
    end = float(problem.costs @ counts)
    for low, high, kept in [
        (end, end, True),
        (-inf, end, True),
        (end, inf, True),
        (-inf, end - away, False),
        (end + away, inf, False),
    ]:
        row = Row("spend", problem.costs, low, high, Unit.MONEY)
        assert keeps_rows(replace(problem, rows=(row,)), counts) is kept


def by_sorting(drawn, tail):
    """The mean of the worst draws, counted out in hundredths of a draw."""
    hundredths = round(tail * len(drawn) * 100)
    fine = sorted(float(x) for x in drawn for _ in range(100))
    return sum(fine[:hundredths]) / hundredths


@SETTINGS
@given(
    drawn=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20),
    aversion=st.sampled_from([0.0, 0.4, 1.0]),
    tail=st.sampled_from([0.1, 0.25, 0.5, 1.0]),
)
def test_risk_aversion_takes_off_the_distance_to_the_worst_draws(drawn, aversion, tail):
    mean = sum(drawn) / len(drawn)
    expected = mean - aversion * (mean - by_sorting(drawn, tail))
    assert averse(np.array(drawn), aversion, tail) == pytest.approx(expected, rel=1e-9, abs=1e-6)


@pytest.mark.parametrize("level", [0.05, 0.25, 0.9, 0.95])
@pytest.mark.parametrize("measure", list(RiskMeasure))
def test_a_risk_is_measured_on_creators_boost_and_pots(measure, level):
    rng = np.random.default_rng(8)
    shape = Shape(draws=20)
    problem = a_problem(rng, shape)
    problem = replace(problem, pots=(Pot(np.array([True, True, False, False]), 40.0),))
    owed = a_payoff(rng, problem.model, shape)
    counts, boost = np.array([1.0, 0.0, 2.0, 1.0]), 30.0
    drawn = [spelled_out(problem.model, owed, counts, boost, d) + 7.0 - 0.5 * boost - 2 * 40.0 for d in range(20)]
    if measure is RiskMeasure.QUANTILE:
        ordered, place = sorted(drawn), level * 19
        below = ordered[int(place)]
        expected = below + (place - int(place)) * (ordered[min(int(place) + 1, 19)] - below)
    else:
        expected = by_sorting(drawn, level)
    risk = Risk(RiskLimit("text", "profit", measure, level, 0.0), owed, 7.0, -0.5, -2.0)
    assert risk_value(problem, risk, counts, boost) == pytest.approx(expected, rel=1e-9)
    better = 1.0 if measure is RiskMeasure.QUANTILE else -1.0
    for away, kept in [(0.0, True), (better * 0.01, True), (-better * 0.01, False)]:
        limit = replace(risk.limit, limit=expected + away)
        assert keeps_risk(replace(problem, risk=(replace(risk, limit=limit),)), counts, boost) is kept


@SETTINGS
@given(seed=SEEDS)
def test_boost_is_all_or_nothing_and_no_boost_between_is_better(seed):
    rng = np.random.default_rng(seed)
    problem = a_problem(rng, Shape(cells=3))
    payoff = replace(problem.payoff, boost=problem.payoff.boost - 0.4)
    problem = replace(problem, payoff=payoff, boost_most=float(rng.integers(1, 5_000)))
    counts = np.floor(rng.random(3) * problem.high / 2)
    decision = decided(problem, counts)
    if decision is None:
        return
    left = problem.money - spend(problem, counts)
    most = min(problem.boost_most, left) if counts.any() else 0.0
    assert decision.boost in (0.0, np.floor(most))
    assert decision.value == value(problem, counts, decision.boost)
    for boost in np.linspace(0.0, np.floor(most), 9):
        assert value(problem, counts, boost) <= decision.value + 1e-9 * abs(decision.value)


def test_boost_does_not_use_the_money_in_pots():
    rng = np.random.default_rng(2)
    problem = a_problem(rng, Shape(cells=2))
    payoff = Payoff(problem.payoff.gain, problem.payoff.flat, np.ones_like(problem.payoff.gain))
    problem = replace(problem, payoff=payoff, boost_most=1e9, pots=(Pot(np.array([True, False]), 101.0),))
    with_pot, without = decided(problem, np.array([1.0, 0.0])), decided(problem, np.array([0.0, 1.0]))
    assert with_pot is not None
    assert without is not None
    assert with_pot.boost == problem.money - problem.costs[0] - 101.0
    assert without.boost == problem.money - problem.costs[1]


def test_too_little_spent_is_no_decision():
    problem = a_problem(np.random.default_rng(5), Shape(cells=2))
    counts = np.array([1.0, 1.0])
    paid = float(problem.costs.sum())
    assert decided(replace(problem, least_spend=paid), counts) is not None
    assert decided(replace(problem, least_spend=paid + 1.0), counts) is None


@SETTINGS
@given(shape=SHAPES, seed=SEEDS)
def test_exchanging_creators_never_makes_it_worse_and_keeps_every_limit(shape, seed):
    rng = np.random.default_rng(seed)
    problem = a_problem(rng, shape)
    problem = replace(problem, rows=some_rows(rng, problem), pots=some_pots(rng, problem))
    start = decided(problem, np.floor(rng.random(shape.cells) * problem.high / 2))
    if start is not None:
        better = improved(problem, start)
        assert better.value >= start.value
        again = decided(problem, better.counts)
        assert again is not None
        assert again.value == better.value
