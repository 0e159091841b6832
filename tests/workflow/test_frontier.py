"""What each budget buys: never less than a smaller one, whoever computes it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from influence_cli.model.campaign import Amplification, Strategy, Tier, TierDemand
from influence_cli.model.errors import InfeasibleError, Place, Problem, Severity, SpecError
from influence_cli.model.objective import RiskLimit, RiskMeasure
from influence_cli.workflow import budgeting
from influence_cli.workflow.budgeting import budget_steps, frontier
from tests.builders import a_campaign as campaign

BUDGETS = (5_000_00, 10_000_00, 20_000_00, 40_000_00)


def at(strategy=Strategy.HYBRID, **more):
    return lambda budget: campaign(budget=budget, strategy=strategy, draws=200, **more)


def too_small(budget):
    problem = Problem("budget-overcommitted", Severity.ERROR, Place("x.yaml"), "budget", "tools take all the budget")
    raise SpecError((problem,))


class TestSteps:
    @given(st.integers(1, 10**9), st.integers(1, 10**9), st.integers(2, 60), st.booleans())
    def test_they_rise_from_one_end_to_the_other(self, low, more, points, even):
        steps = budget_steps(low, low + more, points, even=even)
        assert steps[0] == low
        assert steps[-1] == low + more
        assert len(steps) <= points
        assert list(steps) == sorted(set(steps))

    def test_in_between_they_have_three_figures(self):
        assert budget_steps(10_000_00, 500_000_00, 4) == (10_000_00, 36_800_00, 136_000_00, 500_000_00)
        assert budget_steps(10_000_00, 40_000_00, 4, even=True) == (10_000_00, 20_000_00, 30_000_00, 40_000_00)

    def test_a_narrow_range_has_fewer(self):
        assert budget_steps(10, 12, 50) == (10, 11, 12)


def test_processes_never_change_a_number():
    alone, together = (frontier(at(), BUDGETS, version="x", jobs=jobs) for jobs in (1, 3))
    assert alone == together


def test_gains_are_differences_per_step():
    found = frontier(at(), BUDGETS, version="x", jobs=1)
    assert [point.budget for point in found.points] == list(BUDGETS)
    first, second, *_ = (plan for _, plan in found.planned)
    assert first.marginal is None
    assert second.marginal == pytest.approx((second.value - first.value) / 5)
    assert found.step == 1_000_00


def test_the_value_is_the_expected_profit_where_nothing_else_is_asked():
    for _, plan in frontier(at(), BUDGETS[:2], version="x", jobs=1).planned:
        assert plan.value == pytest.approx(plan.profit.mean / 100)
        assert sum(plan.mix.values()) == pytest.approx(1)
        assert plan.draws == 200


def test_draws_are_few_unless_stated():
    def usual(budget):
        made = campaign(budget=budget, draws=10_000)
        return replace(made, settings=replace(made.settings, draws_stated=budget > BUDGETS[0]))

    few, stated = (plan.draws for _, plan in frontier(usual, BUDGETS[:2], version="x", jobs=1).planned)
    assert (few, stated) == (4_000, 10_000)


def test_an_optimal_objective_never_falls_as_the_budget_rises():
    budgets = budget_steps(2_000_00, 150_000_00, 12)
    found = frontier(at(Strategy.OPTIMAL), budgets, version="x", jobs=2)
    values = [plan.value for _, plan in found.planned]
    assert len(values) == len(budgets)
    assert values == sorted(values)
    for budget, plan in found.planned:
        assert plan.carried_from is None or plan.carried_from < budget
        assert plan.cost.mean <= budget + 1
        assert plan.unallocated >= 0


def test_booking_nobody_is_a_plan_that_leaves_everything():
    plans = [plan for _, plan in frontier(at(Strategy.OPTIMAL, price=400), BUDGETS[:2], version="x", jobs=1).planned]
    assert [(plan.creators, plan.value, dict(plan.mix)) for plan in plans] == [(0, 0.0, {})] * 2
    assert [plan.unallocated for plan in plans] == list(BUDGETS[:2])


class TestBudgetsWithoutPlan:
    def test_they_have_a_reason(self):
        found = frontier(at(), (1_00, *BUDGETS[:2]), version="x", jobs=1)
        without, with_plan, _ = found.points
        assert without.plan is None
        assert "does not buy one creator" in without.reason
        assert with_plan.plan is not None
        assert with_plan.plan.marginal is None

    def test_a_spec_that_is_wrong_only_there_is_a_reason_too(self):
        found = frontier(
            lambda budget: too_small(budget) if budget < BUDGETS[1] else at()(budget), BUDGETS[:3], version="x", jobs=1
        )
        assert found.points[0].reason == "tools take all the budget"
        assert len(found.planned) == 2

    def test_a_spec_that_is_wrong_everywhere_is_wrong(self):
        with pytest.raises(SpecError):
            frontier(too_small, BUDGETS, version="x")

    def test_none_at_all_is_infeasible_in_words(self):
        demands = {Tier.MEGA: TierDemand(creators=50)}
        with pytest.raises(InfeasibleError, match="none of the 4 budgets has a plan; with 40,000 USD: "):
            frontier(at(tiers=demands), BUDGETS, version="x", jobs=1)


class TestKeepingASmallerPlan:
    """A larger budget whose own plan was found to be worth less, or that has none."""

    @pytest.fixture
    def smaller(self):
        return budgeting._answer(campaign(budget=20_000_00, strategy=Strategy.OPTIMAL, draws=200))

    def larger(self, smaller, loss=1.0, **more):
        made = campaign(budget=40_000_00, strategy=Strategy.OPTIMAL, draws=200, **more)
        plan = None if loss is None else replace(smaller.plan, value=smaller.plan.value - loss)
        return budgeting._Answer(made, made, plan, smaller.bookings, "" if plan else "none found")

    def points(self, smaller, larger):
        found = [(20_000_00, smaller), (40_000_00, larger), (80_000_00, larger)]
        return [point.plan for point in budgeting._never_falling(found)]

    @pytest.mark.parametrize("loss", [1.0, None])
    def test_it_is_kept_with_what_is_left(self, smaller, loss):
        first, kept, last = self.points(smaller, self.larger(smaller, loss))
        assert kept.value == first.value == last.value
        assert kept.carried_from == last.carried_from == 20_000_00
        assert kept.unallocated == first.unallocated + 20_000_00

    def test_a_better_one_is_not_replaced(self, smaller):
        assert self.points(smaller, self.larger(smaller, -1.0))[1].carried_from is None

    @pytest.mark.parametrize(
        "change",
        [
            {"strategy": Strategy.EQUAL},
            {"spend_all": True},
            {"max_creators": 3},
            {"risk": (RiskLimit("x", "payout", RiskMeasure.QUANTILE, 0.95, 1.0),)},
        ],
    )
    def test_not_where_the_spec_forbids_it(self, smaller, change):
        larger = self.larger(smaller)
        larger = replace(larger, asked=replace(larger.asked, rules=replace(larger.asked.rules, **change)))
        assert self.points(smaller, larger)[1].carried_from is None

    @pytest.mark.parametrize(
        ("metric", "limit", "kept"),
        [("payout", 5_000_00, True), ("payout", 300_00, False), ("profit", -9_00, True), ("profit", 5_000_00, False)],
    )
    def test_a_limit_that_follows_the_budget_may_only_get_looser(self, smaller, metric, limit, kept):
        def limited(answer, bound):
            risk = (RiskLimit("x", metric, RiskMeasure.CVAR, 0.1, bound),)
            return replace(answer, asked=replace(answer.asked, rules=replace(answer.asked.rules, risk=risk)))

        start = limited(smaller, 1_000_00)
        found = self.points(start, limited(self.larger(smaller), limit))[1]
        assert (found.carried_from is not None) is kept

    def test_a_larger_boost_need_not_be_used(self, smaller):
        larger = self.larger(smaller, loss=None, amplification=Amplification(2_000_00, 0.2))
        first, kept, _ = self.points(smaller, larger)
        assert (kept.value, kept.cost) == (first.value, first.cost)

    def test_a_boost_that_was_used_must_be_offered(self, smaller):
        boosted = replace(smaller, booked=replace(smaller.booked, amplification=Amplification(500_00, 0.2)))
        assert self.points(boosted, self.larger(smaller))[1].carried_from is None

    @pytest.mark.parametrize(("tools", "kept"), [(100_00, True), (15_000_00, False)])
    def test_tools_that_follow_the_budget_are_paid(self, smaller, tools, kept):
        loss = 5_000.0 if kept else 1.0
        larger = self.larger(smaller, loss, tools=tools)
        first, second, _ = self.points(smaller, larger)
        assert (second.carried_from is not None) is kept
        if kept:
            assert second.cost.mean == pytest.approx(first.cost.mean + tools)
            assert second.value == pytest.approx(first.value - tools / 100)
            assert second.unallocated == first.unallocated + 20_000_00 - tools
