"""The planning model says what the simulation says: means of whole plans, kinks of contracts included."""

from dataclasses import replace

import numpy as np
import pytest

from influence_cli.allocate.optimal.planning_model import payoff_draws
from influence_cli.model.campaign import Amplification, Phase, Platform, Quantity, SimulationSettings, Switches, Tier
from influence_cli.model.contract import (
    Band,
    Bonus,
    CollectiveBonus,
    Commission,
    CommissionMode,
    Condition,
    Contract,
    FlatFee,
    PayUnit,
    Split,
    UnitPay,
    Window,
)
from influence_cli.model.objective import Aim, Objective
from influence_cli.simulate.engine import simulate
from influence_cli.workflow.projection import samples
from influence_cli.workflow.scenarios import SCENARIOS, cost_weight, payoff, payout_payoff, profit_payoff, scenarios
from tests.builders import FLAT, HYBRID, a_campaign, a_cell, booked, known

DRAWS = 2_000
SEED = 1
ONE_STATE = Switches(unknown_rates=False)
"""Nothing is unknown about tiers: what is left averages out over creators and posts."""


def simulated(campaign, counts):
    bookings = [booked(cell, count) for cell, count in zip(campaign.cells, counts, strict=True)]
    run = simulate(campaign, bookings, draws=campaign.settings.draws, seed=SEED, threads=1)
    return samples(run, lambda cell: True)


def planned_draws(campaign, pilot, aim, counts, boost=0.0):
    """An aim of a decision in each draw, money in cents."""
    ones = np.ones(len(pilot.cells))
    counted = payoff(pilot, Objective({aim: 1.0}), 1, ones, 1.0)
    return payoff_draws(pilot.model, counted, np.array(counts, dtype=float), boost)


def planned_payout(pilot, counts, *, gifts=False):
    counted = payout_payoff(pilot, np.ones(len(pilot.cells)), gifts=gifts)
    return payoff_draws(pilot.model, counted, np.array(counts, dtype=float))


def error_of(*drawn):
    """Standard error of a difference of independent means."""
    return sum(values.var() / len(values) for values in drawn) ** 0.5


MIX = (a_cell(Tier.NANO), a_cell(Tier.MICRO), a_cell(Tier.MICRO, Platform.TIKTOK))


@pytest.mark.parametrize("aim", [Aim.REVENUE, Aim.ORDERS, Aim.ENGAGEMENTS, Aim.REACH, Aim.PROFIT])
@pytest.mark.parametrize("counts", [(1, 1, 1), (10, 4, 6), (0, 3, 0)])
def test_a_plan_brings_in_the_model_what_it_brings_in_the_simulation(aim, counts):
    campaign = a_campaign(MIX, draws=DRAWS)
    pilot = scenarios(campaign, SEED, 1)
    drawn = simulated(campaign, counts)[aim.value]
    planned = planned_draws(campaign, pilot, aim, counts)
    assert abs(planned.mean() - drawn.mean()) < 4 * error_of(planned, drawn)
    assert planned.mean() != 0


@pytest.mark.parametrize(("metric", "aim"), [("orders", Aim.ORDERS), ("reach", Aim.REACH), ("revenue", Aim.REVENUE)])
def test_a_plan_without_anything_unknown_agrees_within_a_few_per_cent(metric, aim):
    campaign = a_campaign(MIX, draws=DRAWS, switches=ONE_STATE)
    counts = (10, 4, 6)
    planned = planned_draws(campaign, scenarios(campaign, SEED, 1), aim, counts).mean()
    assert planned == pytest.approx(simulated(campaign, counts)[metric].mean(), rel=0.04)


def test_a_crowd_on_one_platform_agrees_within_a_few_per_cent_and_overlap_counts():
    campaign = a_campaign((a_cell(contract=FLAT),), draws=DRAWS, switches=ONE_STATE)
    pilot = scenarios(campaign, SEED, 1)
    planned = planned_draws(campaign, pilot, Aim.REVENUE, [200]).mean()
    assert planned == pytest.approx(simulated(campaign, [200])["revenue"].mean(), rel=0.05)
    assert planned < 0.97 * 200 * planned_draws(campaign, pilot, Aim.REVENUE, [1]).mean()


def test_an_earlier_phase_lifts_the_later_one_as_much_as_in_the_simulation():
    first, second = Phase("tease", 1, 2, tuple(Tier)), Phase("sell", 3, 8, tuple(Tier))
    cells = (a_cell(Tier.MICRO, phase=first, contract=FLAT), a_cell(Tier.MICRO, phase=second, contract=FLAT))
    lifting = {Quantity.HALO_LIFT: known(30.0), Quantity.AUDIENCE_SIZE: known(2_000_000.0)}
    small = tuple(
        replace(cell, rates={**cell.rates, Quantity.AUDIENCE_SIZE: lifting[Quantity.AUDIENCE_SIZE]}) for cell in cells
    )
    campaign = a_campaign(
        small, draws=DRAWS, switches=ONE_STATE, quantities={Quantity.HALO_LIFT: lifting[Quantity.HALO_LIFT]}
    )
    pilot = scenarios(campaign, SEED, 1)
    alone = planned_draws(campaign, pilot, Aim.ORDERS, [0, 5]).mean()
    warmed = (
        planned_draws(campaign, pilot, Aim.ORDERS, [15, 5]).mean()
        - planned_draws(campaign, pilot, Aim.ORDERS, [15, 0]).mean()
    )
    assert warmed > 1.5 * alone
    assert planned_draws(campaign, pilot, Aim.ORDERS, [15, 5]).mean() == pytest.approx(
        simulated(campaign, [15, 5])["orders"].mean(), rel=0.05
    )


def test_without_halo_an_earlier_phase_lifts_nothing():
    first, second = Phase("tease", 1, 2, tuple(Tier)), Phase("sell", 3, 8, tuple(Tier))
    cells = (a_cell(phase=first), a_cell(phase=second))
    campaign = a_campaign(cells, draws=300, switches=Switches(halo=False, overlap=False))
    pilot = scenarios(campaign, SEED, 1)
    both, early, late = (planned_draws(campaign, pilot, Aim.ORDERS, n).mean() for n in ([4, 4], [4, 0], [0, 4]))
    assert both == pytest.approx(early + late)


def bonus(amount, threshold):
    return (Bonus("many orders", amount, (Condition("orders", ">=", threshold),)),)


KINKED = {
    "steps of the commission": Contract(
        "kinked",
        commission=Commission((Band(0, 50_000), Band(100_000, 250_000, 20_000)), mode=CommissionMode.RETROACTIVE),
    ),
    "marginal bands": Contract("kinked", commission=Commission((Band(0, 20_000), Band(150_000, 300_000)))),
    "bonus": Contract("kinked", fee=FlatFee(5_000), bonuses=bonus(80_000, 40.0)),
    "cap": Contract("kinked", commission=Commission((Band(0, 200_000),)), cap_per_creator=20_000),
    "minimum guarantee": Contract("kinked", commission=Commission((Band(0, 150_000),)), minimum_guarantee=40_000),
    "minimum payout": Contract("kinked", commission=Commission((Band(0, 100_000),)), minimum_payout=20_000),
    "price per click": Contract("kinked", unit_pay=(UnitPay(PayUnit.CLICK, 60, cap=15_000),)),
    "price per view": Contract("kinked", unit_pay=(UnitPay(PayUnit.THOUSAND_VIEWS, 900),)),
}


@pytest.mark.parametrize("contract", KINKED.values(), ids=KINKED)
def test_the_expected_payout_is_that_of_the_kinked_contract(contract):
    campaign = a_campaign((a_cell(contract=contract), a_cell(Tier.NANO, contract=contract)), draws=DRAWS)
    pilot = scenarios(campaign, SEED, 1)
    drawn = simulated(campaign, (5, 6))["payout"]
    planned = planned_payout(pilot, (5, 6))
    assert abs(planned.mean() - drawn.mean()) < 4 * error_of(planned, drawn)


# A micro creator on Instagram brings about 50 orders of 68 on average; most bring far fewer, a few bring hundreds.
FAR_FROM_THE_MEAN = {
    "a bonus the average creator earns and most do not": (
        Contract("kinked", fee=FlatFee(1_000), bonuses=bonus(200_000, 30.0)),
        lambda orders, revenue: 3_000.0 + (200_000.0 if orders >= 30 else 0.0),
    ),
    "a guarantee the average creator does not need": (
        Contract("kinked", commission=Commission((Band(0, 500_000),)), minimum_guarantee=150_000),
        lambda orders, revenue: max(0.5 * revenue, 150_000.0),
    ),
    "a cap the average creator hits": (
        Contract("kinked", commission=Commission((Band(0, 500_000),)), cap_per_creator=30_000),
        lambda orders, revenue: min(0.5 * revenue, 30_000.0),
    ),
}


@pytest.mark.parametrize(("contract", "paid"), FAR_FROM_THE_MEAN.values(), ids=FAR_FROM_THE_MEAN)
def test_the_payout_of_the_average_outcome_is_not_what_is_planned(contract, paid):
    campaign = a_campaign(
        (a_cell(contract=contract),),
        draws=DRAWS,
        quantities={Quantity.REFUND_RATE: known(0.0)},
        switches=Switches(overlap=False),
    )
    drawn = simulated(campaign, [4])
    expected = drawn["payout"].mean() / 4
    of_the_average = paid(drawn["orders"].mean() / 4, drawn["revenue"].mean() / 4)
    assert abs(of_the_average - expected) > 0.2 * expected
    pilot = scenarios(campaign, SEED, 1)
    assert planned_payout(pilot, [4]).mean() / 4 == pytest.approx(expected, rel=0.08)


def test_pay_that_follows_sales_falls_with_them_in_a_crowd():
    campaign = a_campaign(
        (a_cell(contract=Contract("sales", commission=Commission((Band(0, 100_000),)))),),
        draws=DRAWS,
        switches=ONE_STATE,
    )
    pilot = scenarios(campaign, SEED, 1)
    planned = planned_payout(pilot, [200]).mean()
    assert planned == pytest.approx(simulated(campaign, [200])["payout"].mean(), rel=0.05)
    assert planned < 0.97 * 200 * planned_payout(pilot, [1]).mean()


def test_a_flat_fee_is_the_same_in_every_draw_and_in_any_crowd():
    campaign = a_campaign((a_cell(contract=Contract("flat", fee=FlatFee(12_300))),), draws=300)
    pilot = scenarios(campaign, SEED, 1)
    assert np.allclose(pilot.pay_moving, 0.0)
    assert np.allclose(planned_payout(pilot, [50]), 50 * 3 * 12_300)
    assert pilot.unit_costs == (36_900,)


def test_contracts_of_a_place_are_piloted_on_the_same_creators():
    offered = (HYBRID, FLAT, Contract("sales", commission=Commission((Band(0, 300_000),))))
    cells = tuple(a_cell(contract=contract, share=float(contract is HYBRID)) for contract in offered)
    other = a_cell(platform=Platform.TIKTOK)
    pilot = scenarios(a_campaign((*cells, other), draws=300), SEED, 1)
    for name in ("orders", "revenue"):
        drawn = pilot.brought[name]
        assert np.array_equal(drawn[0], drawn[1])
        assert np.array_equal(drawn[0], drawn[2])
        assert not np.allclose(drawn[0], drawn[3])
    assert np.array_equal(pilot.model.missed[0], pilot.model.missed[2])
    assert np.array_equal(pilot.engagements[0], pilot.engagements[1])
    assert not np.allclose(pilot.pay_fixed[0] + pilot.pay_moving[0], pilot.pay_fixed[2] + pilot.pay_moving[2])


def test_the_same_contract_offered_under_two_names_pays_the_same():
    cells = (a_cell(contract=HYBRID), a_cell(contract=replace(HYBRID, name="another"), share=0.0))
    pilot = scenarios(a_campaign(cells, draws=300), SEED, 1)
    assert pilot.unit_costs[0] == pilot.unit_costs[1]
    assert np.array_equal(pilot.pay_fixed[0] + pilot.pay_moving[0], pilot.pay_fixed[1] + pilot.pay_moving[1])


def test_a_few_scenarios_have_the_means_of_all_draws():
    many = a_campaign(draws=3 * SCENARIOS)
    pilot = scenarios(many, SEED, 1)
    assert pilot.model.draws == SCENARIOS
    quiet = replace(
        many,
        settings=SimulationSettings(many.settings.draws, 1, Switches(overlap=False, halo=False)),
        amplification=None,
    )
    drawn = simulated(quiet, [4] * len(many.cells))["revenue"]
    assert abs(4 * pilot.brought["revenue"].mean(axis=1).sum() - drawn.mean()) < 4 * error_of(drawn)


def test_a_collective_bonus_for_each_is_part_of_the_cost_and_a_shared_one_is_not():
    def cost(*bonuses):
        cell = a_cell(contract=Contract("flat", fee=FlatFee(1_000), collective_bonuses=bonuses))
        return scenarios(a_campaign((cell,), draws=100), SEED, 1).unit_costs[0]

    met = (Condition("orders", ">=", 1.0),)
    each = CollectiveBonus("each", 7_000, met, split=Split.EACH, per=Window.CAMPAIGN)
    shared = CollectiveBonus("shared", 7_000, met, split=Split.SHARED, per=Window.CAMPAIGN)
    assert (cost(), cost(each), cost(shared)) == (3_000, 10_000, 3_000)


def test_gifts_are_a_cost_and_not_a_payout():
    contract = Contract("flat", fee=FlatFee(1_000), gift=True)
    campaign = a_campaign((a_cell(contract=contract),), draws=100)
    pilot = scenarios(campaign, SEED, 1)
    product = campaign.product
    assert np.allclose(planned_payout(pilot, [2]), 6_000)
    assert np.allclose(planned_payout(pilot, [2], gifts=True), 6_000 + 2 * (product.gift_cost + product.gift_shipping))


def test_a_boost_brings_nothing_without_one_and_in_proportion_with_one():
    cells = (a_cell(contract=FLAT),)
    assert not scenarios(a_campaign(cells, draws=200), SEED, 1).boosted["revenue"].any()
    small, large = (
        scenarios(a_campaign(cells, draws=200, amplification=Amplification(budget, 1.0)), SEED, 1).boosted["revenue"]
        for budget in (10_000, 1_000_000)
    )
    assert (small > 0).all()
    assert np.allclose(small, large, rtol=1e-6)


def test_the_boost_of_a_whole_plan_agrees_with_the_simulation():
    campaign = a_campaign((a_cell(contract=FLAT),), draws=DRAWS, amplification=Amplification(500_000, 1.0))
    bare = replace(campaign, amplification=None)
    pilot = scenarios(campaign, SEED, 1)
    planned = planned_draws(campaign, pilot, Aim.REVENUE, [6], 500_000.0) - planned_draws(
        campaign, pilot, Aim.REVENUE, [6]
    )
    brought = simulated(campaign, [6])["revenue"] - simulated(bare, [6])["revenue"]
    assert planned.mean() == pytest.approx(brought.mean(), rel=0.05)


def test_profit_is_what_is_brought_less_what_is_paid():
    campaign = a_campaign(MIX, draws=300, amplification=Amplification(100_000, 1.0))
    pilot = scenarios(campaign, SEED, 1)
    counts = np.array([3.0, 2.0, 1.0])
    ones = np.ones(3)
    profit = planned_draws(campaign, pilot, Aim.PROFIT, counts, 100_000.0)
    contribution = payoff_draws(pilot.model, profit_payoff(pilot, ones, 1.0), counts, 100_000.0)
    assert np.allclose(profit, contribution - 100_000)


def test_an_objective_is_the_weighted_sum_of_its_aims():
    campaign = a_campaign(MIX, draws=300, amplification=Amplification(100_000, 1.0))
    pilot = scenarios(campaign, SEED, 1)
    counts = np.array([3.0, 2.0, 1.0])
    weights = {aim: 0.5 + number for number, aim in enumerate(Aim)}
    whole = payoff(pilot, Objective(weights), 1, np.ones(3), 1.0)
    apart = sum(w * planned_draws(campaign, pilot, aim, counts, 50_000.0) for aim, w in weights.items())
    assert np.allclose(payoff_draws(pilot.model, whole, counts, 50_000.0), apart)


def test_money_is_counted_in_major_units_and_heads_are_not():
    campaign = a_campaign(MIX, draws=200)
    pilot = scenarios(campaign, SEED, 1)
    counts = np.array([1.0, 1.0, 1.0])

    def mean(aim, minor):
        counted = payoff(pilot, Objective({aim: 1.0}), minor, np.ones(3), 1.0)
        return payoff_draws(pilot.model, counted, counts).mean()

    for aim in (Aim.PROFIT, Aim.REVENUE, Aim.LIFETIME_PROFIT):
        assert mean(aim, 1) == pytest.approx(100 * mean(aim, 100))
    for aim in (Aim.ORDERS, Aim.ENGAGEMENTS, Aim.REACH):
        assert mean(aim, 1) == mean(aim, 100)


def test_only_profits_pay_for_cost():
    assert cost_weight(Objective({Aim.PROFIT: 1.0, Aim.REACH: 5.0}), 100) == -0.01
    assert cost_weight(Objective({Aim.PROFIT: 1.0, Aim.LIFETIME_PROFIT: 2.0}), 100) == -0.03
    assert cost_weight(Objective({Aim.REVENUE: 1.0}), 100) == 0.0


def test_what_creators_cost_in_a_whole_plan_moves_the_pay_only():
    campaign = a_campaign(MIX, draws=200)
    pilot = scenarios(campaign, SEED, 1)
    counts = np.array([2.0, 1.0, 1.0])

    def mean(aim, factors):
        return payoff_draws(pilot.model, payoff(pilot, Objective({aim: 1.0}), 1, factors, 1.0), counts).mean()

    half, ones = np.full(3, 0.5), np.ones(3)
    paid = planned_payout(pilot, counts, gifts=True).mean()
    assert mean(Aim.PROFIT, half) - mean(Aim.PROFIT, ones) == pytest.approx(0.5 * paid)
    assert mean(Aim.REVENUE, half) == mean(Aim.REVENUE, ones)


def test_the_model_is_the_same_on_any_number_of_threads():
    campaign = a_campaign(MIX, draws=1_500, amplification=Amplification(100_000, 0.2))
    one, two = (scenarios(campaign, SEED, threads) for threads in (1, 2))
    assert one.unit_costs == two.unit_costs
    assert np.array_equal(one.pay_moving, two.pay_moving)
    assert all(np.array_equal(one.brought[name], two.brought[name]) for name in one.brought)
