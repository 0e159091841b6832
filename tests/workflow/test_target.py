"""The smallest budget that is enough, and words where none is."""

import math
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from influence_cli.model.campaign import Gate, Strategy, Tier, TierDemand
from influence_cli.model.errors import InfeasibleError, Place, Problem, Severity, SpecError
from influence_cli.model.money import Currency
from influence_cli.model.objective import Aim, Objective
from influence_cli.model.target import Probe, Target
from influence_cli.workflow import narrowing, targeting
from influence_cli.workflow.narrowing import PRECISION, narrowed
from influence_cli.workflow.probing import Search
from influence_cli.workflow.targeting import COARSE, target
from tests.builders import a_campaign

USD = Currency("USD")
MOST = 1_000_000_00


def wanted(metric="orders", value=100.0, confidence=None, most=MOST):
    return Target(metric, value, confidence, most, USD)


def at(strategy=Strategy.HYBRID, **more):
    return lambda budget: a_campaign(**({"budget": budget, "strategy": strategy, "draws": 300} | more))


class Curve(Search):
    """A search over a known curve instead of campaigns, and over another one on all draws."""

    def __init__(self, curve, goal, sure=None, spare=None):
        super().__init__(at(), goal, 1, None)
        self.curve = curve
        self.sure_curve = sure or curve
        self.left = spare or (lambda budget: 0)

    def _measured(self, budget, most_draws):
        few = most_draws is not None
        mean = float((self.curve if few else self.sure_curve)(budget))
        probe = Probe(budget, mean, 0.0, budget, mean >= self.wanted.value, draws=most_draws or 10_000)
        self.levels[probe] = mean
        self.spare[budget] = self.left(budget)
        self.dearest[budget] = 0.0
        return probe

    def answer(self):
        enough, below = targeting._crossing(self)
        return targeting._halved(self, below, enough)

    def settled(self):
        return narrowed(self, self.answer())


class TestSearch:
    @given(st.floats(10.0, 9e7))
    @example(MOST - 1.0)
    def test_a_rising_curve_is_crossed_within_the_precision(self, threshold):
        search = Curve(lambda budget: float(budget), wanted(value=threshold))
        found = search.answer()
        assert found >= threshold
        assert found <= max(threshold * (1 + COARSE), threshold + 1) + 1
        assert len(search.tried) <= 40

    @given(st.floats(1_000_00.0, 900_000_00.0), st.floats(0.02, 0.9))
    def test_a_hill_is_climbed_from_below(self, top, part):
        def hill(budget):
            return 1 - math.log(budget / top) ** 2

        search = Curve(hill, wanted(value=part))
        found = search.answer()
        assert hill(found) >= part
        if part < 0.8:  # a doubling lands on a hill as wide as this
            assert found <= top * math.exp(-math.sqrt(1 - part)) * (1 + COARSE) + 1

    def test_a_hill_between_two_doublings_is_found(self):
        top = MOST / 2**4.45
        search = Curve(lambda budget: -abs(math.log(budget / top)), wanted(value=-0.1))
        assert search.answer() == pytest.approx(top * math.exp(-0.1), rel=COARSE)

    def test_a_step_is_found_at_its_foot(self):
        search = Curve(lambda budget: float(budget >= 12_345_67), wanted(value=1.0))
        assert 12_345_67 <= search.answer() <= 12_345_67 * (1 + COARSE)

    def test_budgets_that_were_tried_have_few_figures(self):
        search = Curve(lambda budget: float(budget), wanted(value=12_345_67.0))
        search.answer()
        assert all(budget % 1_00 == 0 for budget in search.tried if budget > 200_00)


class TestOnAllDraws:
    """Few draws lead to a budget; all of them say how much is needed."""

    @given(st.floats(1_000_00.0, 500_000_00.0), st.floats(0.85, 1.18), st.floats(0.5, 1.1))
    @settings(deadline=None)
    def test_what_few_draws_misjudge_is_made_good(self, threshold, error, power):
        goal = wanted(value=threshold**power)
        search = Curve(lambda budget: error * budget**power, goal, sure=lambda budget: budget**power)
        found = search.settled()
        assert threshold <= found.probe.budget <= threshold * (1 + 2 * PRECISION) + 1_00
        assert found.precision <= 2 * PRECISION
        assert len(search.sure) <= 10

    @given(st.floats(1_000_00.0, 500_000_00.0), st.floats(1.01, 1.2))
    def test_the_precision_is_the_one_reached(self, threshold, lump):
        def stairs(budget):
            return math.floor(math.log(budget) / math.log(lump))

        search = Curve(stairs, wanted(value=float(stairs(threshold))))
        found = search.settled()
        short = [p.budget for p in search.sure.values() if not p.reached and p.budget < found.probe.budget]
        assert found.probe.reached
        assert found.precision == pytest.approx((found.probe.budget - max(short)) / found.probe.budget)

    def test_money_that_is_left_is_not_asked_for(self):
        """Creators cost 226.30 each; ten are needed, and no budget between tells."""

        def creators(budget):
            return float(budget // 226_30)

        search = Curve(creators, wanted(value=10.0), spare=lambda budget: int(budget % 226_30))
        assert search.settled().probe.budget == 2_263_00

    def test_money_that_turns_out_to_be_needed_is_asked_for(self):
        def greedy(budget):
            return float(budget >= 30_000_00)

        search = Curve(greedy, wanted(value=1.0), spare=lambda budget: budget // 4)
        found = search.settled()
        assert 30_000_00 <= found.probe.budget <= 30_000_00 * (1 + 2 * PRECISION)

    def test_the_answer_is_the_smallest_of_all_that_were_enough(self):
        search = Curve(lambda budget: float(budget), wanted(value=20_000_00.0))
        found = search.settled()
        assert found.probe.budget == min(p.budget for p in search.sure.values() if p.reached)

    def test_where_the_answer_lies_at_the_largest_budget(self):
        search = Curve(lambda budget: 1.1 * budget, wanted(value=float(MOST)), sure=lambda budget: float(budget))
        assert search.settled().probe.budget == MOST


class TestGivingUpEarly:
    def test_growth_that_cannot_do_is_not_followed(self):
        search = Curve(lambda budget: budget**0.5, wanted(value=1e9))
        with pytest.raises(
            InfeasibleError, match=r"twice the budget last brought at most 1\.4 times as much.*were not tried"
        ):
            search.answer()
        assert len(search.tried) <= 4
        assert "would bring about 10,198 orders" in str(self.refused(search))

    def refused(self, search):
        with pytest.raises(InfeasibleError) as refusal:
            search.answer()
        return refusal.value

    def test_growth_that_may_do_is_followed_to_the_end(self):
        search = Curve(lambda budget: budget**0.5, wanted(value=float(MOST) ** 0.5 * 1.01))
        self.refused(search)
        assert max(search.tried) == MOST

    def test_what_does_not_grow_any_more_is_not_followed(self):
        search = Curve(lambda budget: min(float(budget), 5_000_00.0), wanted(value=9_000_00.0))
        assert "more money brings next to nothing" in str(self.refused(search))
        assert max(search.tried) < MOST / 8

    def test_what_falls_for_good_is_not_followed(self):
        search = Curve(lambda budget: -float(budget), wanted("profit", 100.0))
        assert "every further creator loses money; larger budgets were not tried" in str(self.refused(search))
        assert max(search.tried) < MOST / 1_000

    def test_a_creator_that_cannot_be_paid_yet_may_bring_a_jump(self):
        search = Curve(lambda budget: 1.0 if budget < 60_000_00 else 100.0, wanted(value=50.0))
        measured = search._measured

        def dear(budget, most_draws):
            probe = measured(budget, most_draws)
            search.dearest[budget] = 60_000_00
            return probe

        search._measured = dear  # type: ignore[method-assign]
        assert search.answer() >= 60_000_00

    @given(st.floats(0.3, 1.0), st.floats(1_000.0, 500_000_00.0))
    def test_a_target_that_can_be_reached_is_never_given_up(self, power, threshold):
        search = Curve(lambda budget: budget**power, wanted(value=threshold**power))
        assert search.answer() >= threshold


@pytest.fixture(scope="module")
def found():
    return target(at(draws=3_000), wanted(value=300.0), version="x", threads=1)


class TestAnswer:
    def test_it_reaches_the_target_on_all_draws(self, found):
        assert found.metric.mean >= 300
        assert found.metric == found.plan.totals["orders"]
        assert found.plan.campaign.settings.draws == 3_000
        assert found.search_draws == 2_000
        assert found.plan.totals["cost"].mean <= found.budget

    def test_a_budget_a_little_smaller_was_not_enough(self, found):
        short = [p.budget for p in found.probes if p.draws == 3_000 and not p.reached and p.budget < found.budget]
        assert found.precision == (found.budget - max(short)) / found.budget
        assert found.precision < 0.02
        assert 0 < found.chance < 1

    def test_the_plan_is_made_for_the_metric(self, found):
        assert found.aim is Aim.ORDERS
        assert found.plan.campaign.rules.objective == Objective({Aim.ORDERS: 1.0})

    def test_the_chance_is_what_a_gate_would_see(self):
        gate = Gate("p(orders >= 300) >= 0", "orders", "", ">=", 0.0, ">=", 300.0)
        found = target(at(gates=(gate,)), wanted(value=300.0, confidence=0.5), version="x", threads=1)
        assert found.plan.gates[0].value == found.chance

    def test_threads_never_change_it(self, found):
        again = target(at(draws=3_000), wanted(value=300.0), version="x", threads=2)
        assert (again.probes, again.metric, again.chance) == (found.probes, found.metric, found.chance)
        assert again.plan.allocation == found.plan.allocation

    def test_with_confidence_so_many_runs_reach_it(self, found):
        sure = target(at(), wanted(value=300.0, confidence=0.7), version="x", threads=1)
        assert sure.chance >= 0.7
        assert sure.budget > found.budget

    def test_money_is_counted_in_minor_units(self):
        rich = target(at(), wanted("revenue", 5_000_00.0, 0.5), version="x", threads=1)
        assert rich.metric.mean >= 5_000_00
        assert rich.chance >= 0.5
        assert rich.chance < 0.8

    @pytest.mark.parametrize(("metric", "aim"), [("views", Aim.REACH), ("clicks", Aim.ORDERS), ("reach", Aim.REACH)])
    def test_the_nearest_aim_stands_in(self, metric, aim):
        found = target(at(), wanted(metric, 20_000.0 if metric != "clicks" else 200.0), version="x", threads=1)
        assert found.aim is aim
        assert found.metric == found.plan.totals[metric]

    def test_a_budget_too_small_for_the_spec_is_skipped(self):
        problem = Problem("budget-overcommitted", Severity.ERROR, Place("x"), "budget", "tools take all the budget")

        def choosy(budget):
            if budget < 5_000_00:
                raise SpecError((problem,))
            return at()(budget)

        found = target(choosy, wanted(value=5.0), version="x", threads=1)
        assert found.budget >= 5_000_00
        assert "tools take all the budget" in {probe.reason for probe in found.probes}


class TestNoBudgetIsEnough:
    @pytest.mark.parametrize(
        ("goal", "more", "words"),
        [
            (
                wanted("reach", 1e9),
                {},
                r"1,000,000,000 people: the most that is expected is [\d,]+ people, with 1,000,000",
            ),
            (wanted("orders", 1e6, most=10_000_00), {}, "it still rises there, so a larger --max-budget may do"),
            (wanted("profit", 1e9), {}, "beyond that every further creator loses money"),
            (
                wanted("profit", 0.0, 0.95),
                {},
                r"in at least 95% of the runs: the best chance is \d+%, with .*more money",
            ),
            (wanted("orders", 1e6), {"max_creators": 5}, r"no more than 5 creators .*\(allocation.creators.max\)"),
            (wanted("orders", most=10_00), {}, "no budget up to 10 USD has a plan: .*does not buy one creator"),
            (wanted(), {"tiers": {Tier.MEGA: TierDemand(creators=5_000)}}, "no budget up to 1,000,000 USD has a plan"),
        ],
    )
    def test_it_is_said_in_words(self, goal, more, words):
        cheap = {"price": 3_000, "margin": 0.5} if goal.metric == "profit" else {}
        with pytest.raises(InfeasibleError) as refusal:
            target(at(**more, **cheap), goal, version="x", threads=1)
        assert re.search(words, str(refusal.value)), refusal.value

    def test_a_spec_wrong_everywhere_is_wrong(self):
        problem = Problem("x", Severity.ERROR, Place("x"), "x", "x")

        def wrong(budget):
            raise SpecError((problem,))

        with pytest.raises(SpecError):
            target(wrong, wanted(), version="x")

    def test_all_draws_may_contradict_a_few(self, monkeypatch):
        monkeypatch.setattr(narrowing, "_TRIES", 3)
        search = Curve(lambda budget: 2.0 * budget, wanted(value=1_500_000_00.0), sure=lambda budget: float(budget))
        with pytest.raises(InfeasibleError, match=r"seemed enough for 150,000,000 orders .* but on all draws"):
            search.settled()

    @pytest.mark.parametrize("value", [0.0, 1e6])
    def test_booking_nobody_is_no_way_to_break_even(self, value):
        with pytest.raises(InfeasibleError, match="no budget up to 1,000,000 USD has a plan: nobody is worth booking"):
            target(at(Strategy.OPTIMAL, price=400, margin=0.3), wanted("profit", value), version="x", threads=1)

    def test_profit_is_not_looked_for_where_money_is_left_over_already(self):
        seen = []

        def noted(budget):
            seen.append(budget)
            return at(Strategy.OPTIMAL, price=4_000, margin=0.5)(budget)

        with pytest.raises(InfeasibleError, match="beyond that every further creator loses money"):
            target(noted, wanted("profit", 1e9), version="x", threads=1)
        assert max(seen) < MOST
