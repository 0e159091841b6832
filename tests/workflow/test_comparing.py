"""Plans side by side on common random numbers, and saved decisions taken again."""

import math
from dataclasses import replace

import numpy as np
import pytest

from influence_cli.metrics.catalogue import METRICS
from influence_cli.model.campaign import Amplification, Gate, Goal, Platform, Quantity, Strategy, Tier, TierDemand
from influence_cli.model.comparison import (
    LESS_IS_BETTER,
    MOST_ALTERNATIVES,
    BookedCell,
    Candidate,
    ComparisonGate,
    Difference,
    SavedPlan,
    Side,
)
from influence_cli.model.errors import InfeasibleError, UsageError
from influence_cli.model.money import Currency
from influence_cli.simulate.engine import simulate
from influence_cli.workflow import compare, plan
from influence_cli.workflow.booking import book
from influence_cli.workflow.comparing import main_metric, usual_metrics
from influence_cli.workflow.paired import difference, gaps
from influence_cli.workflow.projection import pull_on_mean, samples
from tests.builders import a_campaign, a_cell, booked, every_cell, known

METRIC_NAMES = tuple(metric.name for metric in METRICS if metric.simulated)
ALL_TIED = {"mean": 0, "low": 0, "high": 0, "p10": 0, "p50": 0, "p90": 0, "better": 0, "tied": 1}


def compared(*campaigns, **options):
    entries = [Candidate(f"{at}.yaml", campaign) for at, campaign in enumerate(campaigns)]
    return compare([*entries], version="test", **options)


def saved(campaign, **changes):
    """What `influence plan --format json` would have kept of a campaign, in full precision."""
    result = plan(campaign, version="test")
    cells = tuple(
        BookedCell(
            b.cell.tier,
            b.cell.platform,
            b.cell.phase.name,
            b.cell.contract.name,
            b.creators,
            b.cell.deliverables,
            b.unit_cost,
        )
        for b in result.allocation.bookings
    )
    settings = result.campaign.settings
    kept = SavedPlan(
        name="plan.json",
        version="test",
        seed=settings.seed,
        draws=settings.draws,
        spec_sha256=campaign.spec_sha256,
        benchmarks=campaign.benchmark_set,
        campaign=campaign.name,
        goal=campaign.goal,
        strategy=campaign.rules.strategy,
        currency=campaign.currency,
        budget=campaign.budget.total,
        boost=result.campaign.amplification.budget if result.campaign.amplification else 0,
        cells=cells,
        totals=result.totals,
    )
    return replace(kept, **changes)


def gate(text, metric, statistic, operator, limit, *, delta=True, inner="", inner_limit=0.0):
    return ComparisonGate(Gate(text, metric, statistic, operator, limit, inner, inner_limit), delta)


def with_value(totals):
    """Totals less the price per lead, which no sales campaign has: NaN is not even itself."""
    return {metric: found for metric, found in totals.items() if metric != "cpl"}


def fields(found):
    return {name: getattr(found, name) for name in type(found).__dataclass_fields__}


class TestCommonRandomNumbers:
    def test_a_plan_compared_with_itself_differs_in_nothing(self):
        result = compared(a_campaign(), a_campaign(), metrics=METRIC_NAMES)
        assert result.differences[0] == {}
        assert set(result.differences[1]) == set(METRIC_NAMES)
        for metric, found in result.differences[1].items():
            if metric not in ("leads", "cpl"):  # no sales campaign has leads, so a price per lead has no value
                assert fields(found) == ALL_TIED, metric
        assert fields(result.differences[1]["leads"]) == ALL_TIED
        assert result.differences[1]["cpl"].tied == 1

    def test_each_plan_is_the_one_that_plan_makes(self):
        hybrid, equal = (a_campaign(strategy=strategy) for strategy in (Strategy.HYBRID, Strategy.EQUAL))
        result = compared(hybrid, equal)
        for campaign, found in zip((hybrid, equal), result.alternatives, strict=True):
            alone = plan(campaign, version="test")
            assert with_value(found.statistics) == with_value(alone.totals)
            assert found.probability_of_profit == alone.probability_of_profit
            assert [cell.creators for cell in found.cells] == [b.creators for b in alone.allocation.bookings]
            assert found.strategy == campaign.rules.strategy

    def test_the_paired_interval_is_far_narrower_than_that_of_separate_simulations(self):
        campaign = a_campaign((a_cell(Tier.NANO),))
        one, other, apart = (
            samples(simulate(campaign, [booked(a_cell(Tier.NANO), n)], draws=4_000, seed=seed), lambda _: True)
            for n, seed in ((40, 1), (42, 1), (42, 2))
        )
        paired, unpaired = difference("profit", other, one), difference("profit", apart, one)
        assert (paired.high - paired.low) * 5 < unpaired.high - unpaired.low
        assert paired.low <= paired.mean <= paired.high

    def test_the_interval_is_the_spread_of_the_mean_over_many_simulations(self):
        campaign = a_campaign((a_cell(Tier.MICRO),))
        found: dict[str, list[Difference]] = {metric: [] for metric in ("orders", "roi", "cpm", "cpa")}
        for seed in range(1, 61):
            small, large = (
                samples(simulate(campaign, [booked(a_cell(Tier.MICRO), n)], draws=500, seed=seed), lambda _: True)
                for n in (20, 24)
            )
            for metric, seen in found.items():
                seen.append(difference(metric, large, small))
        for metric, seen in found.items():
            spread = np.std([each.mean for each in seen], ddof=1) * 1.6449
            half = np.mean([(each.high - each.low) / 2 for each in seen])
            assert half == pytest.approx(spread, rel=0.35), metric

    def test_chances_of_two_plans_and_their_ties_sum_up_to_one(self):
        result = compared(*(a_campaign(strategy=s) for s in (Strategy.HYBRID, Strategy.EQUAL, Strategy.BY_BUDGET)))
        for at in (1, 2):
            found = result.differences[at]["roi"]
            assert result.chances[at][0] == found.better
            assert result.chances[at][0] + result.chances[0][at] + found.tied == pytest.approx(1)
        assert all(math.isnan(result.chances[at][at]) for at in range(3))

    def test_less_is_better_of_costs(self):
        dear, cheap = a_campaign(budget=4_000_000), a_campaign(budget=2_000_000)
        result = compared(dear, cheap, metrics=("cost", "orders"))
        assert result.main_metric == "cost"
        assert result.differences[1]["cost"].mean < 0
        assert result.differences[1]["cost"].better > 0.9
        assert result.differences[1]["orders"].better < 0.1

    def test_a_metric_that_costs_something_is_better_when_it_is_less(self):
        assert {metric for metric in METRIC_NAMES if metric.startswith("cp") or metric in ("cost", "payout")} == set(
            LESS_IS_BETTER
        )

    def test_a_plan_that_cannot_have_all_draws_lowers_those_of_all(self):
        crowd = a_campaign(strategy=Strategy.NANO_NETWORK, draws=4_000)
        crowd = replace(crowd, settings=replace(crowd.settings, draws=10_000, draws_stated=False))
        few = replace(crowd, settings=replace(crowd.settings, draws=1_500, draws_stated=True))
        result = compared(crowd, few)
        assert result.draws == 1_500
        assert math.isfinite(result.differences[1]["roi"].better)
        assert any("1,500 draws" in note for note in result.notes)

    def test_all_plans_take_the_first_seed(self):
        result = compared(a_campaign(seed=3), a_campaign(seed=8))
        assert result.seed == 3
        assert result.differences[1]["roi"].tied == 1
        assert any("also B, whose spec has another one" in note for note in result.notes)

    def test_threads_change_nothing(self):
        plans = [a_campaign(strategy=strategy) for strategy in (Strategy.HYBRID, Strategy.EQUAL)]
        one, two = (compared(*plans, threads=threads) for threads in (1, 2))
        assert one.differences == two.differences

    def test_progress_never_passes_its_end(self):
        seen = []
        compared(a_campaign(), a_campaign(), progress=lambda done, total: seen.append((done, total)))
        assert seen
        assert all(0 < done <= total for done, total in seen)
        assert max(done / total for done, total in seen) == 1


class TestPairedArithmetic:
    def test_draws_without_a_value_count_as_infinite_and_do_not_differ(self):
        nan, inf = math.nan, math.inf
        apart = gaps(np.array([nan, 5.0, nan, inf]), np.array([nan, nan, 5.0, inf]))
        assert apart.tolist() == [0.0, -inf, inf, 0.0]

    def test_pulls_sum_up_to_nothing_and_move_the_mean_as_dropping_a_draw_does(self):
        campaign = a_campaign((a_cell(Tier.MICRO),))
        drawn = samples(simulate(campaign, [booked(a_cell(Tier.MICRO), 10)], draws=2_000, seed=1), lambda _: True)
        pull = pull_on_mean("roi", drawn)
        assert pull.sum() == pytest.approx(0, abs=1e-9 * np.abs(pull).sum())
        whole = drawn["contribution"].sum() / drawn["cost"].sum()
        without = (drawn["contribution"].sum() - drawn["contribution"][0]) / (drawn["cost"].sum() - drawn["cost"][0])
        assert whole - without == pytest.approx(pull[0] / 2_000, rel=0.01)


class TestSavedPlans:
    def test_the_same_spec_against_its_saved_plan_changes_nothing(self):
        campaign = a_campaign()
        result = compared(campaign, baseline=saved(campaign))
        assert result.alternatives[0].side is Side.BASELINE
        assert not any(fact.changed for fact in result.changes.facts)
        assert not any(cell.changed for cell in result.changes.cells)
        assert all(set(fields(change.delta).values()) == {0} for change in result.changes.metrics)
        assert fields(result.differences[1]["roi"]) == ALL_TIED

    def test_a_number_rounded_for_the_file_has_not_changed(self):
        campaign = a_campaign()
        kept = saved(campaign)
        cost, roi = kept.totals["cost"], kept.totals["roi"]
        rounded = {
            "cost": replace(cost, mean=float(round(cost.mean)), p50=float(round(cost.p50))),
            "roi": replace(roi, p50=float(f"{roi.p50:.10g}")),
        }
        kept = replace(kept, totals={**kept.totals, **rounded})
        result = compared(
            campaign,
            baseline=kept,
            gates=[gate("delta.roi.p50 >= 0", "roi", "p50", ">=", 0.0)],
            metrics=("cost", "roi"),
        )
        assert result.gates[0].passed
        assert [change.delta.p50 for change in result.changes.metrics] == [0, 0]

    def test_the_saved_decision_meets_the_assumptions_of_today(self):
        before = a_campaign()
        after = a_campaign(quantities={Quantity.AVERAGE_ORDER_VALUE: known(13_600)})
        result = compared(after, baseline=saved(before), metrics=("revenue", "roi"))
        moved = next(change for change in result.changes.metrics if change.metric == "revenue")
        again = result.alternatives[0].statistics["revenue"].mean
        assert again == pytest.approx(2 * moved.before.mean)  # twice the price for the same decision in the same runs
        assert moved.delta.mean == pytest.approx(again - moved.before.mean + result.differences[1]["revenue"].mean)

    def test_another_budget_is_a_change_of_cells_and_money(self):
        result = compared(a_campaign(budget=6_000_000), baseline=saved(a_campaign(budget=4_000_000)))
        assert result.changes.budget == (4_000_000, 6_000_000)
        assert any(cell.rebooked for cell in result.changes.cells)
        assert result.differences[1]["cost"].low > 0

    def test_a_decision_that_no_longer_fits_the_budget_is_told(self):
        result = compared(a_campaign(budget=2_000_000), baseline=saved(a_campaign(budget=4_000_000)))
        assert any("A is expected to cost" in note and "more than the budget" in note for note in result.notes)

    def test_another_number_of_posts_is_told(self):
        cells = every_cell()
        kept = saved(a_campaign(cells))
        more = tuple(replace(cell, deliverables=cell.deliverables + 1) for cell in cells)
        result = compared(a_campaign(more), baseline=kept)
        assert any("deliver as many pieces as the spec says now" in note for note in result.notes)

    def test_cells_that_are_gone_leave_only_a_difference_of_statistics(self):
        kept = saved(a_campaign(every_cell((Platform.INSTAGRAM, Platform.TIKTOK))))
        here = a_campaign(every_cell((Platform.INSTAGRAM,)))
        asked = [
            gate("delta.roi.p50 >= -9", "roi", "p50", ">=", -9.0),
            gate("p(delta.roi > 0) >= 0", "roi", "", ">=", 0.0, inner=">"),
        ]
        result = compared(here, baseline=kept, gates=asked)
        assert not result.alternatives[0].simulated
        assert "tiktok" in result.alternatives[0].unsimulated
        assert result.reference == 1
        found = result.differences[0]["roi"]
        assert found.mean == pytest.approx(kept.totals["roi"].mean - result.alternatives[1].statistics["roi"].mean)
        assert math.isnan(found.low)
        assert math.isnan(found.better)
        assert math.isnan(result.chances[0][1])
        assert [seen.passed for seen in result.gates] == [True, False]  # what nobody paired cannot be promised

    def test_a_saved_plan_may_stand_among_the_specs(self):
        kept = saved(a_campaign(strategy=Strategy.EQUAL))
        result = compare([Candidate("a.yaml", a_campaign()), kept], version="test")
        assert result.alternatives[1].side is Side.SAVED
        assert result.alternatives[1].simulated
        assert result.changes is None
        assert result.judged == 1

    def test_two_saved_plans_without_a_spec_are_compared_by_their_numbers(self):
        one, other = saved(a_campaign(goal=Goal.AWARENESS)), saved(a_campaign(strategy=Strategy.EQUAL))
        result = compare([one, other], version="test")
        assert result.draws == 0
        assert result.main_metric == "reach"
        assert not any(found.simulated for found in result.alternatives)
        expected = other.totals["reach"].mean - one.totals["reach"].mean
        assert result.differences[1]["reach"].mean == pytest.approx(expected)
        assert sum("no spec is given" in note for note in result.notes) == 2

    def test_the_spec_it_was_made_from_is_the_one_it_is_simulated_under(self):
        first = replace(a_campaign(price=20_000), spec_sha256="1" * 64)
        second = a_campaign()
        result = compare([Candidate("a", first), Candidate("b", second), saved(second)], version="test")
        assert with_value(result.alternatives[2].statistics) == with_value(result.alternatives[1].statistics)

    def test_the_saved_boost_is_a_part_of_the_saved_decision(self):
        before, after = (a_campaign(amplification=Amplification(boost, 0.2)) for boost in (200_000, 500_000))
        result = compared(after, baseline=saved(before))
        assert result.changes.boost == (200_000, 500_000)
        assert result.alternatives[0].boost == 200_000
        assert result.alternatives[0].statistics["cost"].mean == pytest.approx(
            plan(before, version="test").totals["cost"].mean
        )

    def test_a_boost_that_the_spec_no_longer_has_is_told(self):
        result = compared(a_campaign(), baseline=saved(a_campaign(amplification=Amplification(200_000, 0.2))))
        assert result.alternatives[0].unsimulated == "it spends 2,000 USD on a boost, and the spec has none"

    def test_a_plan_that_books_nobody_is_not_simulated(self):
        kept = saved(a_campaign())
        nobody = replace(kept, cells=tuple(replace(cell, creators=0) for cell in kept.cells))
        result = compared(a_campaign(), baseline=nobody)
        assert result.alternatives[0].unsimulated == "it books nobody"


class TestGates:
    def test_without_a_baseline_the_first_plan_is_the_measure(self):
        plans = [a_campaign(strategy=strategy) for strategy in (Strategy.HYBRID, Strategy.NANO_NETWORK)]
        result = compared(
            *plans,
            gates=[
                gate("delta.orders.mean >= -1e9", "orders", "mean", ">=", -1e9),
                gate("p(delta.cost > 0) >= 1", "cost", "", ">=", 1.0, inner=">"),
                gate("cost.mean <= budget", "cost", "mean", "<=", "budget", delta=False),
                gate("p(roi > 0) >= 0", "roi", "", ">=", 0.0, delta=False, inner=">"),
            ],
        )
        first, last = (found.statistics for found in result.alternatives)
        delta, chance, plain, profitable = result.gates
        assert delta.value == last["orders"].mean - first["orders"].mean
        cost = result.differences[1]["cost"]
        assert chance.value == pytest.approx(1 - cost.better - cost.tied)
        assert (plain.value, plain.limit, plain.passed) == (last["cost"].mean, 4_000_000, True)
        assert profitable.value == result.alternatives[1].probability_of_profit

    def test_money_of_a_gate_is_in_major_units(self):
        asked = [gate("delta.cost.mean <= -10000", "cost", "mean", "<=", -10_000.0)]
        result = compared(a_campaign(budget=4_000_000), a_campaign(budget=2_000_000), gates=asked)
        assert result.gates[0].limit == -1_000_000
        assert result.gates[0].passed

    def test_a_last_plan_that_does_not_exist_fails_its_gates(self):
        impossible = a_campaign(tiers={Tier.MEGA: TierDemand(creators=500)})
        asked = [
            gate("delta.roi.p50 >= -9", "roi", "p50", ">=", -9.0),
            gate("roi.p50 >= -9", "roi", "p50", ">=", -9.0, delta=False),
        ]
        result = compared(a_campaign(), impossible, gates=asked)
        assert [seen.passed for seen in result.gates] == [False, False]


class TestWhatCannotBeCompared:
    def test_a_plan_that_does_not_exist_is_shown_with_its_reason(self):
        impossible = a_campaign(tiers={Tier.MEGA: TierDemand(creators=500)})
        result = compared(impossible, a_campaign(), a_campaign(strategy=Strategy.EQUAL))
        assert "budget" in result.alternatives[0].infeasible
        assert result.alternatives[0].statistics == {}
        assert result.reference == 1
        assert result.differences[0] == {}
        assert any("the differences are those to B" in note for note in result.notes)

    def test_no_plan_at_all_is_infeasible_with_every_reason(self):
        impossible = a_campaign(tiers={Tier.MEGA: TierDemand(creators=500)})
        with pytest.raises(InfeasibleError) as caught:
            compared(impossible, impossible, baseline=saved(a_campaign()))
        assert str(caught.value).count("0.yaml (by-budget): ") == 1
        assert str(caught.value).count("1.yaml (by-budget): ") == 1

    def test_currencies_do_not_mix(self):
        with pytest.raises(UsageError, match=r"1\.yaml: amounts are in EUR, but those of 0\.yaml are in USD"):
            compared(a_campaign(), replace(a_campaign(), currency=Currency("EUR")))
        with pytest.raises(UsageError, match=r"0\.yaml: amounts are in USD, but those of plan\.json are in EUR"):
            compared(a_campaign(), baseline=saved(a_campaign(), currency=Currency("EUR")))

    def test_one_plan_has_nothing_to_stand_beside(self):
        with pytest.raises(UsageError, match="nothing to compare with"):
            compared(a_campaign())

    def test_more_plans_than_letters(self):
        with pytest.raises(UsageError, match="27 plans are too many to compare at once: at most 26"):
            compared(*[a_campaign()] * (MOST_ALTERNATIVES + 1))

    def test_different_goals_products_and_sets_are_told(self):
        other = replace(a_campaign(goal=Goal.AWARENESS, price=1_000), benchmark_set="playbook-2026")
        notes = " ".join(compared(a_campaign(), other).notes)
        assert "different goals (A sales, B awareness)" in notes
        assert "different products" in notes
        assert "A field-2026, B playbook-2026" in notes
        assert compared(a_campaign(), a_campaign()).notes == ()


@pytest.mark.parametrize("goal", Goal)
def test_the_main_metric_is_among_the_usual_ones(goal):
    assert main_metric(goal) in usual_metrics(goal)
    assert set(usual_metrics(goal)) <= set(METRIC_NAMES)


def test_the_first_metric_named_is_the_main_one():
    result = compared(a_campaign(), a_campaign(strategy=Strategy.EQUAL), metrics=("orders", "roi", "orders"))
    assert result.metrics == ("orders", "roi")
    assert result.main_metric == "orders"


def test_a_decision_simulated_again_costs_what_it_costs_now():
    campaign = a_campaign()
    result = compared(campaign, baseline=saved(campaign))
    again, fresh = result.alternatives
    bookings = book(campaign, 1, None).allocation.bookings
    assert [cell.creators for cell in again.cells] == [booking.creators for booking in bookings]
    for before, now in zip(again.cells, fresh.cells, strict=True):
        if before.creators:
            assert before.unit_cost == pytest.approx(now.unit_cost, rel=0.03)
