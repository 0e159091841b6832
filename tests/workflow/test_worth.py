"""What a simulated plan is worth under an objective."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from influence_cli.model.campaign import AllocationRules, Goal, Strategy
from influence_cli.model.objective import MONEY_AIMS, Aim, Objective
from influence_cli.workflow.worth import aim_draws, objective_of, parts, spends_all, worth, worth_draws
from tests.builders import a_campaign

RULES = AllocationRules(Strategy.OPTIMAL, {})
PROFIT = Objective({Aim.PROFIT: 1.0})


def values(**drawn):
    """Metrics of a plan, money in cents; what is not given is 0 in every draw."""
    draws = len(next(iter(drawn.values())))
    names = ("profit", "revenue", "orders", "engagements", "reach", "lifetime_contribution", "cost")
    return {name: np.array(drawn.get(name, [0.0] * draws), dtype=np.float64) for name in names}


@pytest.mark.parametrize(
    ("goal", "aim"),
    [
        (Goal.SALES, Aim.PROFIT),
        (Goal.LEADS, Aim.PROFIT),
        (Goal.AWARENESS, Aim.REACH),
        (Goal.FOLLOWERS, Aim.REACH),
        (Goal.ENGAGEMENT, Aim.ENGAGEMENTS),
    ],
)
def test_a_goal_brings_its_own_objective(goal, aim):
    assert objective_of(a_campaign(goal=goal)) == Objective({aim: 1.0})


def test_the_objective_of_the_spec_wins_over_the_goal():
    campaign = a_campaign(goal=Goal.AWARENESS)
    asked = Objective({Aim.ORDERS: 2.0}, aversion=0.5)
    assert objective_of(replace(campaign, rules=replace(campaign.rules, objective=asked))) == asked


@pytest.mark.parametrize("aim", list(Aim))
def test_only_profits_leave_money_unspent_unless_the_spec_says_so(aim):
    objective = Objective({aim: 1.0})
    assert spends_all(RULES, objective) == (aim not in {Aim.PROFIT, Aim.LIFETIME_PROFIT})
    assert spends_all(replace(RULES, spend_all=True), objective)
    assert not spends_all(replace(RULES, spend_all=False), objective)


def test_a_profit_in_a_weighted_sum_leaves_money_unspent_and_one_that_weighs_nothing_does_not():
    assert not spends_all(RULES, Objective({Aim.REACH: 1.0, Aim.PROFIT: 0.1}))
    assert spends_all(RULES, Objective({Aim.REACH: 1.0, Aim.PROFIT: 0.0}))


def test_money_counts_in_major_units_and_people_as_they_are():
    drawn = values(profit=[100.0], revenue=[300.0], orders=[3.0], engagements=[50.0], reach=[700.0])
    assert {aim: aim_draws(aim, drawn, 100)[0] for aim in Aim if aim is not Aim.LIFETIME_PROFIT} == {
        Aim.PROFIT: 1.0,
        Aim.REVENUE: 3.0,
        Aim.ORDERS: 3.0,
        Aim.ENGAGEMENTS: 50.0,
        Aim.REACH: 700.0,
    }


def test_a_currency_without_minor_units():
    assert aim_draws(Aim.PROFIT, values(profit=[100.0]), 1)[0] == 100.0


def test_lifetime_profit_is_lifetime_contribution_less_cost():
    drawn = values(lifetime_contribution=[900.0, 500.0], cost=[400.0, 600.0], profit=[7.0, 7.0])
    assert aim_draws(Aim.LIFETIME_PROFIT, drawn, 100).tolist() == [5.0, -1.0]


def test_weights_add_up_draw_by_draw():
    drawn = values(profit=[100.0, -300.0], reach=[10.0, 20.0])
    objective = Objective({Aim.PROFIT: 2.0, Aim.REACH: 0.5, Aim.ORDERS: 0.0})
    assert worth_draws(objective, drawn, 100).tolist() == [7.0, 4.0]
    assert worth(objective, drawn, 100) == 5.5
    assert parts(objective, drawn, 100) == {Aim.PROFIT: -1.0, Aim.REACH: 15.0}


def test_the_parts_are_means_before_their_weights_so_that_weights_explain_the_worth():
    drawn = values(revenue=[100.0, 500.0], engagements=[8.0, 2.0])
    objective = Objective({Aim.REVENUE: 3.0, Aim.ENGAGEMENTS: 0.25})
    explained = sum(objective.weights[aim] * part for aim, part in parts(objective, drawn, 100).items())
    assert explained == pytest.approx(worth(objective, drawn, 100))


def test_aversion_by_hand():
    # Mean 4; the worst fifth of five draws is -6: 4 - 0.5 x (4 + 6) = -1.
    drawn = values(profit=[-600.0, 200.0, 500.0, 800.0, 1_100.0])
    assert worth(Objective({Aim.PROFIT: 1.0}, aversion=0.5, tail=0.2), drawn, 100) == pytest.approx(-1.0)


def test_the_tail_may_end_within_a_draw():
    # The worst 30% of five draws: all of the lowest and half of the next, (-6 + 0.5 x 2) / 1.5.
    drawn = values(profit=[-600.0, 200.0, 500.0, 800.0, 1_100.0])
    worst = worth(Objective({Aim.PROFIT: 1.0}, aversion=1.0, tail=0.3), drawn, 100)
    assert worst == pytest.approx((-6.0 + 0.5 * 2.0) / 1.5)


def test_the_worst_draws_are_those_of_the_weighted_sum():
    # Profit and reach hedge each other: their sum is the same in every draw, so there is nothing to be averse to.
    drawn = values(profit=[100.0, 200.0, 300.0], reach=[3.0, 2.0, 1.0])
    averse = Objective({Aim.PROFIT: 1.0, Aim.REACH: 1.0}, aversion=1.0, tail=0.34)
    assert worth(averse, drawn, 100) == pytest.approx(4.0)


drawn_profits = st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=30)
shares = st.floats(0.01, 0.5)


@given(profits=drawn_profits, tail=shares, aversion=st.floats(0.0, 1.0))
def test_aversion_lies_between_the_mean_and_the_worst_draws(profits, tail, aversion):
    drawn = values(profit=profits)
    mean = worth(PROFIT, drawn, 100)
    worst = worth(Objective({Aim.PROFIT: 1.0}, 1.0, tail), drawn, 100)
    found = worth(Objective({Aim.PROFIT: 1.0}, aversion, tail), drawn, 100)
    slack = 1e-9 * max(abs(x) for x in (*profits, 1.0))
    assert worst <= mean + slack
    assert math.isclose(found, (1 - aversion) * mean + aversion * worst, rel_tol=1e-9, abs_tol=slack)


@given(profits=drawn_profits, tail=shares, shift=st.floats(-1e6, 1e6), size=st.floats(0.001, 1_000.0))
def test_certain_money_counts_in_full_and_size_does_not_matter(profits, tail, shift, size):
    objective = Objective({Aim.PROFIT: 1.0}, 0.7, tail)
    before = worth(objective, values(profit=profits), 1)
    after = worth(objective, values(profit=[size * x + shift for x in profits]), 1)
    largest = size * max(abs(x) for x in profits) + abs(shift) + 1.0
    assert math.isclose(after, size * before + shift, rel_tol=1e-9, abs_tol=1e-9 * largest)


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(0, 1e6)), min_size=2, max_size=30), shares)
def test_two_things_together_are_never_riskier_than_apart(pairs, tail):
    profits, reached = zip(*pairs, strict=True)
    drawn = values(profit=profits, reach=reached)
    together = worth(Objective({Aim.PROFIT: 1.0, Aim.REACH: 1.0}, 1.0, tail), drawn, 1)
    apart = sum(worth(Objective({aim: 1.0}, 1.0, tail), drawn, 1) for aim in (Aim.PROFIT, Aim.REACH))
    assert together >= apart - 1e-6


def test_money_aims_are_those_the_worth_divides():
    drawn = values(profit=[1.0], revenue=[1.0], orders=[1.0], engagements=[1.0], reach=[1.0], cost=[-1.0])
    divided = {aim for aim in Aim if aim_draws(aim, drawn, 100)[0] == 0.01}
    assert divided == MONEY_AIMS
