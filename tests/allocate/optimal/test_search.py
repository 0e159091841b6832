"""What is found is the best there is, and what is called the bound is above it: every decision is tried."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from influence_cli.allocate.optimal.bound import ConcaveBound
from influence_cli.allocate.optimal.node import PROVEN
from influence_cli.allocate.optimal.planning_model import Payoff, PlanningModel
from influence_cli.allocate.optimal.problem import Decision, DecisionProblem, Risk, decided, value
from influence_cli.allocate.optimal.risk_rows import ceiling_row, floor_row
from influence_cli.allocate.optimal.rows import Row, Unit
from influence_cli.allocate.optimal.search import search
from influence_cli.model.curves import Status
from influence_cli.model.objective import RiskLimit, RiskMeasure
from tests.allocate.optimal.instances import (
    Shape,
    a_problem,
    all_decisions,
    allowed,
    best_of_all,
    drawn_for_all,
    some_pots,
    some_rows,
    tail_mean,
)

QUICK = settings(max_examples=10, deadline=None, derandomize=True, database=None)
LONG = settings(max_examples=150, deadline=None, derandomize=True, database=None)
CLOSE = 1e-9
SEEDS = st.integers(0, 2**32 - 1)
FEW = 25
"""Boxes a search may look at here: the bound must be valid whenever it stops."""

PLAIN = Shape(platforms=2, cells=3, draws=8)
CROWDED = replace(PLAIN, least=0.05, largest=0.6, repeat_value=0.3)
GIANTS = replace(PLAIN, cells=3, least=0.2, largest=0.95, repeat_value=0.0)
SHAPES = st.builds(
    Shape,
    platforms=st.integers(1, 2),
    phases=st.integers(1, 3),
    cells=st.integers(2, 4),
    draws=st.sampled_from([5, 20]),
    least=st.sampled_from([1e-6, 1e-3, 0.05]),
    largest=st.sampled_from([0.06, 0.3, 0.95]),
    repeat_value=st.sampled_from([0.0, 0.4, 0.9, 0.999]),
    lift=st.sampled_from([0.0, 1.5]),
    signs=st.sampled_from(["positive", "negative", "mixed"]),
    reach=st.sampled_from([0.0, 10.0]),
    overlap=st.sampled_from([True, True, False]),
)


def with_rows(rng, problem):
    return replace(problem, rows=some_rows(rng, problem))


def with_pots(rng, problem):
    return replace(problem, pots=some_pots(rng, problem), pot_weight=float(rng.choice([0.0, -0.01])))


def with_boost(rng, problem):
    payoff = replace(problem.payoff, boost=problem.payoff.boost * 0.03)
    return replace(problem, payoff=payoff, boost_most=float(np.floor(0.4 * problem.money)))


def with_aversion(rng, problem):
    return replace(problem, aversion=float(rng.choice([0.3, 1.0])), tail=float(rng.choice([0.1, 0.25, 0.33])))


def with_all_spent(rng, problem):
    return replace(problem, least_spend=float(np.floor(0.6 * problem.money)))


def with_a_ceiling(rng, problem):
    """The quantile of the payouts must not be above what half of the creators are owed."""
    half = np.floor(problem.high / 2)[None]
    owed = Payoff(np.abs(problem.payoff.gain), problem.costs[:, None] / 50 + 0 * problem.payoff.gain, 0 * half.T)
    level = float(rng.choice([0.5, 0.9, 0.95]))
    limit = float(np.quantile(drawn_for_all(problem.model, owed, half)[0], level))
    limits = RiskLimit("payout", "payout", RiskMeasure.QUANTILE, level, limit)
    return replace(problem, risk=(*problem.risk, Risk(limits, owed, 0.0, 0.0, 1.0)))


def with_a_floor(rng, problem):
    """The worst draws must not be below those of half of the creators."""
    half = np.floor(problem.high / 2)[None]
    drawn = drawn_for_all(problem.model, problem.payoff, half) - 3.0
    limit = float(tail_mean(drawn, 0.25)[0])
    limits = RiskLimit("cvar", "profit", RiskMeasure.CVAR, 0.25, limit)
    return replace(problem, risk=(*problem.risk, Risk(limits, problem.payoff, -3.0, -0.01, -0.01)))


KINDS = {
    "nothing else": lambda rng, problem: problem,
    "rows": with_rows,
    "pots": with_pots,
    "boost": with_boost,
    "aversion": with_aversion,
    "all spent": with_all_spent,
    "ceiling": with_a_ceiling,
    "floor": with_a_floor,
}


def made(shape, seed, kinds, most=4):
    rng = np.random.default_rng(seed)
    problem = a_problem(rng, shape, most)
    for kind in kinds:
        problem = KINDS[kind](rng, problem)
    return problem


def the_best(found) -> Decision:
    assert found.decision is not None
    decision: Decision = found.decision
    return decision


def judged(problem, nodes=FEW):
    """Search, try everything, and hold one against the other."""
    found, best = search(problem, nodes=nodes), best_of_all(problem)
    if best.counts is None:
        assert found.decision is None
        return found, best
    if found.decision is None:
        # Where a distribution or the spend is limited a feasible decision may be missed; it is never called impossible.
        assert problem.risk or problem.least_spend
        assert best.any_boost <= found.upper_bound + CLOSE * abs(found.upper_bound)
        return found, best
    again = decided(problem, found.decision.counts)
    assert again is not None
    assert again.value == found.decision.value
    assert (found.decision.counts == np.round(found.decision.counts)).all()
    size = max(abs(best.any_boost), abs(found.upper_bound))
    assert found.decision.value <= best.value + CLOSE * size
    assert best.any_boost <= found.upper_bound + CLOSE * size
    if found.status is Status.OPTIMAL:
        assert found.decision.value >= best.any_boost - (PROVEN + CLOSE) * size
    return found, best


@pytest.mark.parametrize("kind", KINDS)
@QUICK
@given(shape=SHAPES, seed=SEEDS)
def test_no_decision_is_above_the_bound_and_the_best_is_found_where_it_says_so(kind, shape, seed):
    judged(made(shape, seed, [kind]))


@QUICK
@given(shape=SHAPES, seed=SEEDS, kinds=st.sets(st.sampled_from(sorted(KINDS)), min_size=2))
def test_the_same_with_several_things_at_once(shape, seed, kinds):
    judged(made(shape, seed, sorted(kinds)))


@pytest.mark.nightly
@pytest.mark.parametrize("most", [2, 4, 6])
@LONG
@given(shape=SHAPES, seed=SEEDS, kinds=st.sets(st.sampled_from(sorted(KINDS))))
def test_the_same_many_times(most, shape, seed, kinds):
    judged(made(shape, seed, sorted(kinds), most), nodes=40)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(6))
def test_four_cells_of_up_to_eight_creators(seed):
    found, best = judged(made(replace(CROWDED, cells=4), seed, ["rows", "pots"], most=8), nodes=200)
    assert found.decision is None or found.decision.value == pytest.approx(best.value, rel=1e-3)


@pytest.mark.parametrize("kinds", [[], ["rows"], ["pots"], ["rows", "pots"]], ids=str)
@pytest.mark.parametrize("seed", range(4))
def test_weak_overlap_is_always_proven(seed, kinds):
    found, best = judged(made(replace(PLAIN, largest=0.01), seed, kinds), nodes=200)
    assert best.counts is not None
    assert found.status is Status.OPTIMAL


@pytest.mark.parametrize("shape", [CROWDED, GIANTS, replace(CROWDED, lift=1.5)], ids=["crowded", "giants", "halo"])
@pytest.mark.parametrize("seed", range(3))
def test_strong_overlap_is_proven_with_boxes_enough(shape, seed):
    found, best = judged(made(shape, seed, []), nodes=400)
    assert found.status is Status.OPTIMAL
    assert the_best(found).value == pytest.approx(best.value, rel=2e-6)


@QUICK
@given(shape=SHAPES, seed=SEEDS)
def test_no_exchange_of_a_creator_helps(shape, seed):
    problem = made(shape, seed, ["rows"])
    found = search(problem, nodes=FEW)
    if found.decision is None:
        return
    steps = list(np.eye(len(problem.high)))
    moves = [*steps, *(-s for s in steps), *(a - b for a in steps for b in steps)]
    for move in moves:
        counts = found.decision.counts + move
        other = decided(problem, counts) if (counts >= 0).all() else None
        if other is not None:
            assert other.value <= found.decision.value + 2 * PROVEN * abs(found.upper_bound) + 1e-12


def rescaled(problem, money, worth):
    payoff = problem.payoff
    return replace(
        problem,
        payoff=Payoff(payoff.gain * worth, payoff.flat * worth, payoff.boost * worth / money, payoff.reach * worth),
        costs=problem.costs * money,
        money=problem.money * money,
        rows=tuple(
            row
            if row.unit is Unit.CREATORS
            else replace(row, coefficients=row.coefficients * money, low=row.low * money, high=row.high * money)
            for row in problem.rows
        ),
        constant=problem.constant * worth,
    )


@pytest.mark.parametrize("money", [2.0**-20, 1.0, 2.0**20])
@pytest.mark.parametrize("worth", [1e-6, 1.0, 1e6])
@pytest.mark.parametrize("seed", [2, 5])
def test_units_do_not_matter(money, worth, seed):
    problem = made(CROWDED, seed, ["rows"])
    plain, other = search(problem, nodes=200), search(rescaled(problem, money, worth), nodes=200)
    assert plain.status is other.status is Status.OPTIMAL
    assert value(problem, the_best(other).counts, 0.0) == pytest.approx(the_best(plain).value, rel=2e-6)
    assert other.upper_bound / worth == pytest.approx(plain.upper_bound, rel=2e-6)


@pytest.mark.parametrize("seed", range(3))
def test_the_same_twice(seed):
    problem = made(CROWDED, seed, ["rows", "pots", "boost", "aversion"])
    one, two = search(problem, nodes=FEW), search(problem, nodes=FEW)
    assert (one.upper_bound, one.nodes, the_best(one).value) == (two.upper_bound, two.nodes, the_best(two).value)
    assert (the_best(one).counts == the_best(two).counts).all()


@pytest.mark.parametrize(
    ("kinds", "seed"),
    [(["rows"], 0), (["rows"], 1), (["aversion", "floor"], 0), (["boost", "ceiling"], 0)],
    ids=str,
)
def test_never_below_a_start(kinds, seed):
    problem = made(GIANTS, seed, kinds, most=3)
    rng = np.random.default_rng(seed)
    starts = [np.floor(rng.random(len(problem.high)) * (problem.high + 1)) for _ in range(30)]
    known = [d.value for start in starts if (d := decided(problem, start)) is not None]
    best = best_of_all(problem)
    assert known
    assert best.counts is not None
    for nodes in (0, 6):
        assert the_best(search(problem, starts, nodes=nodes)).value >= max(known)
        sure = search(problem, [best.counts], nodes=nodes)
        assert the_best(sure).value == pytest.approx(best.value, rel=1e-12)
        assert best.any_boost <= sure.upper_bound + CLOSE * abs(best.any_boost)


def one_cell(gain, cost, money, **changes):
    """One creator of a cell reaches a tenth of everybody, in a single draw."""
    one = np.ones((1, 1))
    model = PlanningModel(
        np.array([0]), np.array([0]), -np.log(0.9) * one, 1e6 * one, np.ones(1), np.zeros(1), np.zeros((1, 1)), True
    )
    plain = DecisionProblem(
        model=model,
        payoff=Payoff(gain * one, -cost * one, 0.0 * one),
        aversion=0.0,
        tail=0.1,
        constant=0.0,
        pot_weight=0.0,
        costs=np.array([float(cost)]),
        rows=(),
        pots=(),
        money=float(money),
        boost_most=0.0,
        least_spend=0.0,
        high=np.array([float(money // cost)]),
        risk=(),
    )
    return replace(plain, **changes)


def test_nothing_is_booked_where_nothing_pays():
    found = search(one_cell(gain=80.0, cost=100, money=1_000))
    assert the_best(found).counts.tolist() == [0.0]
    assert (the_best(found).value, found.upper_bound, found.status) == (0.0, 0.0, Status.OPTIMAL)


def test_no_decision_and_a_bound_of_minus_infinity_where_limits_clash():
    problem = one_cell(gain=200.0, cost=100, money=1_000)
    many = Row("at least 11", np.ones(1), 11.0, np.inf, Unit.CREATORS)
    found = search(replace(problem, rows=(many,)))
    assert found.decision is None
    assert found.upper_bound == -np.inf


def test_whole_boost_money_is_added_where_it_pays():
    problem = one_cell(gain=150.0, cost=100, money=1_050, boost_most=300.0)
    problem = replace(problem, payoff=replace(problem.payoff, boost=np.full((1, 1), 1.2)))
    found = search(problem)
    # Every creator brings 50 net, 100 of boost bring 120: seven leave room for all the boost there may be.
    assert (the_best(found).counts.tolist(), the_best(found).boost) == ([7.0], 300.0)
    assert found.status is Status.OPTIMAL


@QUICK
@given(shape=SHAPES.filter(lambda shape: shape.signs == "positive"), seed=SEEDS, boost=st.sampled_from([0.0, 90.0]))
def test_no_decision_that_keeps_a_risk_is_cut_off(shape, seed, boost):
    problem = made(shape, seed, ["pots", "ceiling", "floor"])
    counts = all_decisions(np.zeros_like(problem.high), problem.high)
    kept = counts[allowed(problem, counts, np.zeros(len(counts)), close=0.0)]
    points = [problem.high, np.floor(problem.high / 2), problem.high * 0.3]
    for risk, cut in zip(problem.risk, [ceiling_row, floor_row], strict=True):
        bound = ConcaveBound(problem.model, risk.payoff, 0 * problem.high, problem.high, problem.costs, 1e9)
        for point in points:
            row, low, high = cut(problem, risk, bound, point, boost)
            total = kept @ row[:-1]
            slack = 1e-9 * (1 + abs(risk.limit.limit) + kept @ np.abs(row[:-1]))
            assert ((total >= low - slack) & (total <= high + slack)).all()


def test_gains_that_cancel_out_over_the_draws_hide_nothing():
    # Worth a million a creator where nobody meets two, and minus as much where everybody does: the mean gain is 0.
    problem = one_cell(gain=0.0, cost=10, money=50)
    model = replace(
        problem.model,
        missed=np.array([[1e-4, 3.0]]),
        audience=np.full((1, 2), 1e6),
        repeat_value=np.zeros(2),
        lift=np.zeros(2),
    )
    nothing = np.zeros((1, 2))
    judged(replace(problem, model=model, payoff=Payoff(np.array([[1e6, -1e6]]), nothing, nothing)))


def test_the_solver_failing_on_a_start_does_not_hide_the_best_decision():
    # HiGHS 1.15 gives up where the broken numbers of a linear programme are its first guess at whole ones.
    model = PlanningModel(
        platforms=np.array([0, 0]),
        phases=np.array([0, 0]),
        missed=np.array([[0.02], [0.01]]),
        audience=np.full((1, 1), 1e6),
        repeat_value=np.array([0.4]),
        lift=np.zeros(1),
        remains=np.zeros((1, 1)),
        overlap=True,
    )
    for seed in range(40):
        rng = np.random.default_rng(seed)
        payoff = Payoff(rng.uniform(1, 9, (2, 1)), rng.uniform(-1, 1, (2, 1)), rng.uniform(0.005, 0.02, (2, 1)))
        problem = replace(one_cell(gain=1.0, cost=1, money=3_707), model=model, payoff=payoff)
        problem = replace(problem, costs=np.array([1807.0, 858.0]), high=np.array([2.0, 4.0]))
        judged(replace(problem, boost_most=1_482.0, least_spend=2_224.2, aversion=0.3, tail=0.25))
