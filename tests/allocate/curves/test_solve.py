"""The certified cases, brute force, grids, changes of unit, and the conditions of an optimum."""

import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from influence_cli.allocate.curves.limits import all_limits
from influence_cli.allocate.curves.respond import respond, slope_at
from influence_cli.allocate.curves.solve import allocate_curves
from influence_cli.model.curves import (
    AtLimit,
    Channel,
    CurveProblem,
    Exponential,
    Group,
    Hill,
    Log,
    Piecewise,
    Power,
    Status,
)
from influence_cli.model.errors import InfeasibleError
from tests.allocate.curves.problems import (
    assert_certified,
    best_by_force,
    cases,
    hill_case,
    integer_case,
    random_problem,
    rescaled,
    value_of,
    within_limits,
)


@pytest.mark.parametrize("case", cases("hill"), ids=lambda case: case["id"])
def test_certified_amounts(case):
    answer = allocate_curves(hill_case(case))
    assert_certified(answer)
    assert answer.status is Status.OPTIMAL
    assert answer.gap <= 1e-6
    assert answer.objective >= case["optimum"] * (1 - 1e-6)
    assert answer.upper_bound <= case["optimum"] * (1 + 1e-6)
    assert answer.unspent <= 1e-9 * case["B"]


@pytest.mark.parametrize("case", cases("integer"), ids=lambda case: case["id"])
def test_certified_whole_units(case):
    answer = allocate_curves(integer_case(case))
    assert_certified(answer)
    assert answer.status is Status.OPTIMAL
    assert answer.objective == pytest.approx(case["optimum"], rel=1e-12)
    assert answer.upper_bound == pytest.approx(case["optimum"], rel=1e-9)


@pytest.mark.parametrize("channels", [1, 2, 3, 7, 20, 60, 256])
@pytest.mark.parametrize("units", [0.0, 0.5, 1.0])
def test_mixed_curves_are_solved_to_the_millionth(channels, units):
    for seed in range(2 if channels > 100 else 4):
        answer = allocate_curves(random_problem(seed, channels, units))
        assert_certified(answer)
        assert answer.status is Status.OPTIMAL
        assert answer.gap <= 1e-6


@pytest.mark.parametrize("seed", range(40))
def test_whole_units_against_trying_all(seed):
    problem = random_problem(seed, 4, units=1.0, groups=seed % 4)
    expected = best_by_force(problem)
    if expected is None:
        with pytest.raises(InfeasibleError, match=r"cannot hold together|short|too much"):
            allocate_curves(problem)
        return
    answer = allocate_curves(problem)
    assert_certified(answer)
    assert answer.objective == pytest.approx(expected, rel=1e-9)
    assert answer.upper_bound == pytest.approx(expected, rel=2e-6)


@pytest.mark.parametrize("seed", range(30))
def test_nothing_on_a_grid_is_better(seed):
    problem = random_problem(seed, 3, units=0.3, groups=seed % 3)
    best = best_by_force(problem, steps=40)
    if best is None:
        with pytest.raises(InfeasibleError, match=r"cannot hold together|short|too much"):
            allocate_curves(problem)
        return
    answer = allocate_curves(problem)
    assert_certified(answer)
    assert answer.status is Status.OPTIMAL
    assert best <= answer.upper_bound * (1 + 1e-12)
    assert best <= answer.objective * (1 + 1e-6)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    channels=st.integers(1, 12),
    units=st.sampled_from([0.0, 0.4, 1.0]),
    money=st.floats(-6, 6).map(lambda power: 10**power),
    response=st.floats(-6, 6).map(lambda power: 10**power),
)
def test_the_unit_of_money_or_response_changes_nothing(seed, channels, units, money, response):
    problem = random_problem(seed, channels, units)
    plain = allocate_curves(problem)
    scaled = allocate_curves(rescaled(problem, money, response))
    assert scaled.status is plain.status is Status.OPTIMAL
    assert scaled.objective / response == pytest.approx(plain.objective, rel=2e-6)
    assert scaled.upper_bound / response >= plain.objective * (1 - 1e-9)


@pytest.mark.parametrize("seed", range(12))
def test_the_same_question_has_the_same_answer(seed):
    problem = random_problem(seed, 9, units=0.4, groups=seed % 2)
    assert allocate_curves(problem) == allocate_curves(problem)


@pytest.mark.parametrize("seed", range(25))
def test_no_exchange_of_money_helps(seed):
    problem = random_problem(seed, 8, units=0.3)
    answer = allocate_curves(problem)
    spends = [row.spend for row in answer.channels]
    steps = [channel.unit_cost or problem.budget / 1000 for channel in problem.channels]
    for giver, taker in itertools.permutations(range(8), 2):
        moved = list(spends)
        if problem.channels[taker].unit_cost is None and problem.channels[giver].unit_cost is None:
            moved[giver] -= steps[giver]
            moved[taker] += steps[giver]
        else:
            moved[giver] -= steps[giver]
            moved[taker] += steps[taker]
        if min(moved) >= 0 and within_limits(problem, moved, 0.0):
            assert value_of(problem, moved) <= answer.objective * (1 + 1e-6)


@pytest.mark.parametrize("seed", range(25))
def test_slopes_agree_where_money_can_move(seed):
    """One price: a channel off its limits is at it, one at its most above, one at its least below."""
    problem = random_problem(seed, 10)
    problem = CurveProblem(
        "", problem.budget, tuple(c for c in problem.channels if not isinstance(c.response, Piecewise))
    )
    answer = allocate_curves(problem)
    limits = all_limits(problem.channels, problem.budget)
    inside = [
        row.marginal_return
        for row, limit in zip(answer.channels, limits, strict=True)
        if limit.least + 1e-6 < row.spend < limit.most - 1e-6
    ]
    if not inside:
        return
    price = max(inside)
    assert min(inside) == pytest.approx(price, rel=1e-3, abs=1e-9)
    for row, limit in zip(answer.channels, limits, strict=True):
        if row.spend >= limit.most > limit.least:
            assert row.marginal_return >= price * (1 - 1e-3) - 1e-9
        if row.spend <= limit.least < limit.most and row.marginal_return > price * (1 + 1e-3) + 1e-9:
            pytest.fail(f"{row.name} would return more for its next unit of money than any other")


@pytest.mark.parametrize("seed", range(30))
def test_groups_are_kept_and_proven(seed):
    problem = random_problem(seed, 12, units=(seed % 3) / 2, groups=1 + seed % 4)
    limits = all_limits(problem.channels, problem.budget)
    roomy = tuple(
        replace(g, min_share=0.0, max_share=max(g.max_share, least_of(g, problem, limits))) for g in problem.groups
    )
    problem = replace(problem, groups=roomy)
    answer = allocate_curves(problem)
    assert_certified(answer)
    assert answer.status is Status.OPTIMAL
    free = allocate_curves(replace(problem, groups=()))
    assert answer.objective <= free.upper_bound * (1 + 1e-9)


def least_of(group, problem, limits):
    """The share a group's channels must get by their own limits."""
    names = {channel.name: limit.least for channel, limit in zip(problem.channels, limits, strict=True)}
    return min(1.0, sum(names[name] for name in group.channels) / problem.budget)


def test_groups_that_bind_nothing_change_nothing():
    problem = random_problem(5, 10)
    loose = (Group("all", tuple(c.name for c in problem.channels)), Group("some", ("c0", "c1")))
    plain, grouped = allocate_curves(problem), allocate_curves(CurveProblem("", 100.0, problem.channels, loose))
    assert grouped.objective == pytest.approx(plain.objective, rel=1e-6)


def test_equal_s_shaped_channels_do_not_multiply_the_work():
    """Only some of sixteen equal channels can pass their steep part; which ones makes no difference."""
    answer = allocate_curves(CurveProblem("", 480.0, tuple(Channel(f"c{i}", Hill(10.0, 40.0, 3.0)) for i in range(16))))
    funded = max(range(1, 17), key=lambda n: n * respond(Hill(10.0, 40.0, 3.0), 480.0 / n))
    assert answer.objective == pytest.approx(funded * respond(Hill(10.0, 40.0, 3.0), 480.0 / funded), rel=1e-6)
    assert answer.status is Status.OPTIMAL
    assert answer.nodes < 200


def test_money_that_would_only_do_harm_is_left():
    falling = Piecewise(((0.0, 10.0), (100.0, 0.0)))
    hump = Piecewise(((0.0, 5.0), (10.0, 50.0), (500.0, 0.0)))
    answer = allocate_curves(CurveProblem("", 1000.0, (Channel("falling", falling), Channel("hump", hump))))
    assert [row.spend for row in answer.channels] == [0.0, 10.0]
    assert answer.objective == 60.0
    assert answer.unspent == 990.0


def test_a_convex_curve_takes_all_or_nothing():
    problem = CurveProblem("", 100.0, (Channel("convex", Power(1e-3, 2.0)), Channel("concave", Power(0.05, 0.5))))
    answer = allocate_curves(problem)
    assert answer.channels[0].spend > 99
    assert answer.upper_bound >= 10.0


@pytest.mark.parametrize("slope", [50.0, 200.0])
def test_curves_as_steep_as_a_step(slope):
    channels = tuple(Channel(f"c{i}", Hill(10.0 + i, 30.0 + 11 * i, slope)) for i in range(10))
    answer = allocate_curves(CurveProblem("", 300.0, channels))
    assert_certified(answer)
    assert answer.status is Status.OPTIMAL


def test_few_steps_allowed_never_claims_more_than_is_proven():
    channels = tuple(Channel(f"c{i}", Hill(10 + 0.1 * i, 40 + 0.37 * (i * i % 7), 3.0)) for i in range(16))
    answer = allocate_curves(CurveProblem("", 480.0, channels), most_nodes=3)
    assert_certified(answer)
    assert answer.gap > 1e-6
    assert answer.status is Status.WITHIN_GAP
    assert allocate_curves(CurveProblem("", 480.0, channels), most_nodes=500).objective <= answer.upper_bound


def test_limits_are_named_and_kept_to_the_last_digit():
    curve = Log(10.0, 100.0)
    channels = (
        Channel("locked", curve, locked=0.1),
        Channel("least", Log(0.001, 100.0), min_spend=0.7),
        Channel("most", curve, max_spend=0.3),
        Channel("units", curve, unit_cost=0.1, max_units=7),
        Channel("free", curve),
    )
    answer = allocate_curves(CurveProblem("", 10.0, channels))
    assert [row.at_limit for row in answer.channels] == [AtLimit.LOCKED, AtLimit.MIN, AtLimit.MAX, AtLimit.MAX, None]
    assert [row.spend for row in answer.channels[:4]] == [0.1, 0.7, 0.3, 7 * 0.1]
    assert answer.channels[3].units == 7
    assert answer.channels[3].marginal_return == 0.0


def test_the_next_unit_of_money_and_the_next_whole_unit():
    curve = Exponential(10.0, 50.0)
    channels = (Channel("any", curve, max_spend=20.0), Channel("units", curve, unit_cost=30.0))
    answer = allocate_curves(CurveProblem("", 55.0, channels))
    any_amount, units = answer.channels
    assert any_amount.marginal_return == pytest.approx(10 / 50 * math.exp(-20 / 50))
    assert units.units == 1
    assert units.marginal_return == 0.0
    wide = allocate_curves(CurveProblem("", 75.0, (channels[0], Channel("units", curve, unit_cost=25.0)))).channels[1]
    assert wide.units == 2
    assert wide.marginal_return == pytest.approx((respond(curve, 75.0) - respond(curve, 50.0)) / 25)


@given(spend=st.floats(0.01, 1e4), slope=st.floats(0.2, 8))
def test_the_slope_is_the_derivative(spend, slope):
    for curve in (Hill(3.0, 50.0, slope), Log(2.0, 9.0), Power(2.0, slope), Exponential(4.0, 700.0)):
        step = spend * 1e-5
        risen = (respond(curve, spend + step) - respond(curve, spend - step)) / (2 * step)
        assert slope_at(curve, spend) == pytest.approx(risen, rel=1e-4, abs=1e-9)


NOTHING_TO_BE_HAD = {
    "no maximum": CurveProblem("", 1e3, (Channel("a", Hill(0.0, 10.0, 2.0)), Channel("b", Log(0.0, 9.0)))),
    "flat": CurveProblem("", 1e3, (Channel("a", Piecewise(((10.0, 0.0), (900.0, 0.0)))),)),
    "no share": CurveProblem(
        "",
        1e3,
        (Channel("a", Hill(9.0, 10.0, 0.05)), Channel("b", Power(2.0, 0.05))),
        (Group("g", ("a", "b"), 0, 0),),
    ),
    "dear units": CurveProblem("", 1e3, (Channel("a", Hill(9.0, 10.0, 2.0), unit_cost=5_000.0),)),
    "units dearer than a group": CurveProblem(
        "", 1e3, (Channel("a", Exponential(9.0, 10.0), unit_cost=300.0),), (Group("g", ("a",), 0.0, 0.1),)
    ),
    "all money locked": CurveProblem(
        "", 1e3, (Channel("a", Hill(0.0, 10.0, 2.0), locked=1e3), Channel("b", Power(2.0, 0.05)))
    ),
    "no spend": CurveProblem("", 1e3, (Channel("a", Log(9.0, 10.0), max_spend=0.0),)),
    "zero beside units": CurveProblem(
        "",
        1e3,
        (Channel("a", Power(0.0, 2.0)), Channel("b", Log(9.0, 10.0), unit_cost=1e4)),
    ),
}


class TestNothingToBeHad:
    """Where nothing can return anything, nothing is the best there is, and that is proved."""

    @pytest.mark.parametrize("name", NOTHING_TO_BE_HAD)
    def test_it_is_proved(self, name):
        answer = allocate_curves(NOTHING_TO_BE_HAD[name])
        assert (answer.objective, answer.upper_bound, answer.gap, answer.status) == (0.0, 0.0, 0.0, Status.OPTIMAL)

    def test_money_is_not_spent_on_it(self):
        assert allocate_curves(NOTHING_TO_BE_HAD["no maximum"]).unspent == 1e3

    def test_a_curve_that_rises_before_it_falls_is_no_nothing(self):
        hump = Channel("a", Piecewise(((10.0, 5.0), (20.0, 0.0))), min_spend=5.0)
        assert allocate_curves(CurveProblem("", 20.0, (hump,))).objective == pytest.approx(5.0)
