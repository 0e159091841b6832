"""A spec becomes a campaign: defaults are filled in, the spec wins over the benchmark set, money is in cents."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from influence_cli.benchmarks import load
from influence_cli.model.campaign import Platform, Quantity, Strategy, Tier
from influence_cli.model.contract import (
    Band,
    CommissionMode,
    Deduction,
    FeeUnit,
    Match,
    PayUnit,
    Right,
    SalesBase,
    Split,
    Window,
)
from influence_cli.model.estimate import Origin, Statistic
from influence_cli.spec.resolve_estimates import CELL_QUANTITIES, middle
from tests.spec.specs import BUDGET, CAMPAIGN, PRODUCT, RIGHT, campaign, parsed

FIELD = load("field-2026")


def test_six_lines_give_a_whole_campaign() -> None:
    plan = campaign(RIGHT)
    assert (plan.name, plan.weeks, plan.currency.code, plan.usd_rate) == ("Serum", 6, "USD", 1.0)
    assert plan.budget.total == 4_000_000
    assert plan.rules.strategy is Strategy.BY_BUDGET
    assert {cell.tier for cell in plan.cells} == {Tier.NANO, Tier.MICRO, Tier.MID}
    assert {cell.platform for cell in plan.cells} == {Platform.INSTAGRAM, Platform.TIKTOK}
    assert {cell.phase.name for cell in plan.cells} == {"campaign"}
    assert set(plan.cells[0].rates) == set(CELL_QUANTITIES)
    assert set(plan.quantities) == set(Quantity) - set(CELL_QUANTITIES)
    assert plan.benchmark_set == "field-2026"
    assert len(plan.spec_sha256) == 64
    assert parsed(RIGHT).warnings == ()


def test_without_contracts_there_is_one_with_market_fee_and_ten_percent() -> None:
    cell = next(c for c in campaign(RIGHT).cells if (c.tier, c.platform) == (Tier.MICRO, Platform.INSTAGRAM))
    fee = FIELD.find(Tier.MICRO, Platform.INSTAGRAM, Quantity.FEE_PER_DELIVERABLE)
    assert fee is not None
    assert cell.contract.name == "hybrid"
    assert cell.contract.fee is not None
    assert cell.contract.fee.amount == fee.typical * 100
    assert cell.market_fee_share == 1.0
    assert cell.contract.commission is not None
    assert cell.contract.commission.bands == (Band(0, 100_000),)
    assert cell.contract.minimum_payout == 2_500


def test_tiers_that_get_no_money_are_left_out() -> None:
    small = RIGHT.replace("40k", "10k")
    assert {cell.tier for cell in campaign(small).cells} == {Tier.NANO, Tier.MICRO}
    large = RIGHT.replace("40k", "100_001")
    assert {cell.tier for cell in campaign(large).cells} == set(Tier)


def test_the_shares_of_a_tiers_cells_sum_to_one() -> None:
    text = RIGHT.replace("[instagram, tiktok]", "{instagram: 60%, tiktok: 40%}") + (
        "tiers: {micro: {platforms: {IG: 70%, YT: 30%}}}\n"
        "phases: [{name: a, weeks: 1-2, tiers: [nano, micro]}, {name: b, weeks: 3-6, tiers: [micro, mid]}]\n"
    )
    shares = {(c.tier, c.platform, c.phase.name): round(c.share, 9) for c in campaign(text).cells}
    assert shares == {
        (Tier.NANO, Platform.INSTAGRAM, "a"): 0.6,
        (Tier.NANO, Platform.TIKTOK, "a"): 0.4,
        (Tier.MICRO, Platform.INSTAGRAM, "a"): 0.35,
        (Tier.MICRO, Platform.YOUTUBE, "a"): 0.15,
        (Tier.MICRO, Platform.INSTAGRAM, "b"): 0.35,
        (Tier.MICRO, Platform.YOUTUBE, "b"): 0.15,
        (Tier.MID, Platform.INSTAGRAM, "b"): 0.6,
        (Tier.MID, Platform.TIKTOK, "b"): 0.4,
    }


def test_an_excluded_platform_leaves_its_weight_to_the_others() -> None:
    text = RIGHT.replace("[instagram, tiktok]", "{instagram: 60%, tiktok: 20%, youtube: 20%}")
    plan = campaign(text + "allocation: {exclude_platforms: [youtube]}\n")
    assert {(c.platform, round(c.share, 9)) for c in plan.cells} == {
        (Platform.INSTAGRAM, 0.75),
        (Platform.TIKTOK, 0.25),
    }


def test_deliverables_are_three_and_one_for_mega() -> None:
    plan = campaign(RIGHT.replace("40k", "400k") + "tiers: {nano: {deliverables: 5}}\n")
    assert {cell.tier: cell.deliverables for cell in plan.cells} == {
        Tier.NANO: 5,
        Tier.MICRO: 3,
        Tier.MID: 3,
        Tier.MEGA: 1,
    }


def test_the_spec_wins_over_the_benchmark_set_and_says_so() -> None:
    text = RIGHT + (
        "tiers:\n"
        "  micro:\n"
        "    overrides:\n"
        "      click_rate: 0.8..1.6%\n"
        "      fee_per_deliverable: {low: 300, typical: 420, high: 700, source: our last campaign}\n"
        "      tiktok: {view_rate: 40%}\n"
    )
    cells = {(c.tier, c.platform): c.rates for c in campaign(text).cells}
    tiktok, instagram = cells[Tier.MICRO, Platform.TIKTOK], cells[Tier.MICRO, Platform.INSTAGRAM]
    clicks = instagram[Quantity.CLICK_RATE]
    assert (clicks.low, clicks.high, clicks.origin) == (0.008, 0.016, Origin.SPEC)
    assert clicks.typical == pytest.approx((0.008 * 0.016) ** 0.5, rel=0.01)
    fee = instagram[Quantity.FEE_PER_DELIVERABLE]
    assert (fee.low, fee.typical, fee.high, fee.source) == (30_000, 42_000, 70_000, "our last campaign")
    views = tiktok[Quantity.VIEW_RATE]
    assert (views.typical, views.known, views.origin, views.statistic) == (0.4, True, Origin.SPEC, Statistic.MEDIAN)
    assert instagram[Quantity.VIEW_RATE].origin is Origin.BENCHMARK
    assert cells[Tier.NANO, Platform.INSTAGRAM][Quantity.CLICK_RATE].origin is Origin.BENCHMARK


def test_sections_with_a_place_of_their_own_reach_the_numbers() -> None:
    plan = campaign(
        CAMPAIGN
        + BUDGET
        + "product: {price: 55..70, margin: 50..60%, refunds: 3%, close_rate: 7%,"
        + " repeat_purchase: {rate: 20%, every_months: 2, horizon_months: 6, discount_rate: 8%}}\n"
        + "audience: {size: {instagram: 8m, tiktok: 4m..6m}, match: 80%}\n"
        + "simulation: {correlation: 0.4, draws: 2000, seed: 7, switches: {halo: off}, halo_half_life_weeks: 3}\n"
    )
    price = plan.quantities[Quantity.AVERAGE_ORDER_VALUE]
    assert (price.low, price.high) == (5_500, 7_000)
    assert plan.quantities[Quantity.REFUND_RATE].typical == 0.03
    assert plan.quantities[Quantity.CLOSE_RATE].typical == 0.07
    assert plan.quantities[Quantity.CELL_CORRELATION].typical == 0.4
    sizes = {c.platform: c.rates[Quantity.AUDIENCE_SIZE].low for c in plan.cells}
    assert sizes == {Platform.INSTAGRAM: 8_000_000, Platform.TIKTOK: 4_000_000}
    assert {c.rates[Quantity.REPEAT_PURCHASE_RATE].typical for c in plan.cells} == {0.2}
    assert (plan.product.repeat_every_months, plan.product.horizon_months) == (2, 6)
    assert (plan.product.discount_rate, plan.audience_match) == (0.08, 0.8)
    assert (plan.settings.draws, plan.settings.seed, plan.settings.switches.halo) == (2000, 7, False)
    assert plan.settings.switches.overlap
    assert plan.halo_half_life_weeks == 3


def test_a_gift_costs_what_it_costs_to_make_unless_stated() -> None:
    assert campaign(RIGHT).product.gift_cost == 2_520
    assert campaign(RIGHT.replace("58%", "58%, gifting_cost: 0, gift_shipping: 6.5")).product.gift_cost == 0
    assert campaign(RIGHT.replace("58%", "58%, gift_shipping: 6.5")).product.gift_shipping == 650


def test_benchmark_dollars_become_the_campaigns_currency() -> None:
    stated = campaign(RIGHT.replace("40k", "{total: 40k, currency: EUR, usd_rate: 0.5}"))
    dollars = campaign(RIGHT)
    fee = [c.rates[Quantity.FEE_PER_DELIVERABLE] for c in (stated.cells[0], dollars.cells[0])]
    assert fee[0].typical == pytest.approx(fee[1].typical / 2)
    assert fee[0].unit.startswith("EUR")
    assert stated.cells[0].contract.minimum_payout == 1_250
    assumed = campaign(RIGHT.replace("40k", "40k EUR"))
    assert assumed.usd_rate == FIELD.usd_rates["EUR"].typical
    yen = campaign(RIGHT.replace("40k", "6m JPY").replace("60", "8000"))
    assert yen.budget.total == 6_000_000
    assert yen.quantities[Quantity.AVERAGE_ORDER_VALUE].typical == 8_000


def test_reserve_tools_and_boost_are_money_or_shares() -> None:
    plan = campaign(
        CAMPAIGN
        + "budget: {total: 40k, reserve: 5%, tools: 300}\n"
        + PRODUCT
        + "contracts: {c: {fee: 400, usage_rights: {share: 20%, days: 90}}}\n"
        + "amplification: {budget: 10%, top: 25%}\n"
    )
    assert (plan.budget.reserve, plan.budget.tools) == (200_000, 30_000)
    assert plan.amplification is not None
    assert (plan.amplification.budget, plan.amplification.top_share) == (400_000, 0.25)


def test_demands_reach_the_allocation() -> None:
    plan = campaign(
        RIGHT
        + "tiers: {nano: {share: 30%, min_creators: 2}, micro: {share: 70%, creators: 20, spend: 12k}}\n"
        + "allocation: {creators: {min: 10, max: 60}, max_share_per_creator: 25%}\n"
    )
    rules = plan.rules
    assert rules.strategy is Strategy.MANUAL
    assert (rules.min_creators, rules.max_creators, rules.max_share_per_creator) == (10, 60, 0.25)
    nano, micro = rules.tiers[Tier.NANO], rules.tiers[Tier.MICRO]
    assert (nano.share, nano.min_creators) == (0.3, 2)
    assert (micro.share, micro.creators, micro.locked_spend) == (0.7, 20, 1_200_000)
    assert {cell.tier for cell in plan.cells} == {Tier.NANO, Tier.MICRO}


FULL_CONTRACT = """\
contracts:
  full:
    fee: {amount: 400, per: creator}
    commission:
      {on: net, deduct: [refunds, tax], mode: prospective, reset: quarter,
       bands: [{from: 0, rate: 10%}, {from: 10k, rate: 12.5%, flat: 50}]}
    bonuses:
      - {name: bronze, any: ["engagement_rate_by_followers >= 5%", "clicks >= 1,000"], pay: 200}
      - {name: gold, all: ["boost_roas >= 3", "revenue > 1.1"], pay: 500, per: month}
    collective_bonuses: [{name: growth, all: ["orders >= 500"], pay: 1000, split: each}]
    retainer: 300
    cpm: {pay: 8, cap: 2k}
    cpc: 0.40
    cpa: 5
    cpl: 10
    usage_rights: {share: 20%, days: 90}
    exclusivity: {fixed: 500, days: 60}
    minimum_guarantee: 300
    cap: {creator: 5k, campaign: 60k}
    minimum_payout: 25
    gift: true
"""


def test_every_term_of_a_contract_arrives() -> None:
    contract = campaign(RIGHT + FULL_CONTRACT).cells[0].contract
    assert contract.fee is not None
    assert (contract.fee.amount, contract.fee.per) == (40_000, FeeUnit.CREATOR)
    terms = contract.commission
    assert terms is not None
    assert terms.bands == (Band(0, 100_000), Band(1_000_000, 125_000, 5_000))
    assert (terms.base, terms.mode, terms.reset) == (SalesBase.NET, CommissionMode.PROSPECTIVE, Window.QUARTER)
    assert terms.deductions == {Deduction.REFUNDS, Deduction.TAX}
    bronze, gold = contract.bonuses
    assert (bronze.amount, bronze.match, bronze.per) == (20_000, Match.ANY, Window.CAMPAIGN)
    assert [(c.metric, c.operator, c.threshold) for c in bronze.conditions] == [
        ("engagement_rate_by_followers", ">=", 0.05),
        ("clicks", ">=", 1_000.0),
    ]
    assert (gold.match, gold.per) == (Match.ALL, Window.MONTH)
    assert [(c.metric, c.threshold) for c in gold.conditions] == [("boost_roas", 3.0), ("revenue", 110.0)]
    (growth,) = contract.collective_bonuses
    assert (growth.amount, growth.split, growth.per) == (100_000, Split.EACH, Window.QUARTER)
    assert contract.retainer is not None
    assert contract.retainer.monthly == 30_000
    assert [(p.unit, p.amount, p.cap) for p in contract.unit_pay] == [
        (PayUnit.THOUSAND_VIEWS, 800, 200_000),
        (PayUnit.CLICK, 40, None),
        (PayUnit.ORDER, 500, None),
        (PayUnit.LEAD, 1_000, None),
    ]
    assert [(r.right, r.share, r.fixed, r.days) for r in contract.rights] == [
        (Right.USAGE_RIGHTS, 200_000, 0, 90),
        (Right.EXCLUSIVITY, 0, 50_000, 60),
    ]
    assert (contract.minimum_guarantee, contract.minimum_payout, contract.gift) == (30_000, 2_500, True)
    assert (contract.cap_per_creator, contract.cap_per_campaign) == (500_000, 6_000_000)


def test_a_part_of_the_market_fee_is_rounded_half_up() -> None:
    text = RIGHT + (
        "tiers: {micro: {overrides: {fee_per_deliverable: 33.35}}}\n"
        "contracts: {c: {fee: {market: 50%, per: deliverable}, gift: true}}\n"
    )
    cell = next(c for c in campaign(text).cells if c.tier is Tier.MICRO)
    assert cell.contract.fee is not None
    assert (cell.contract.fee.amount, cell.market_fee_share) == (1_668, 0.5)


def test_a_contract_called_default_serves_tiers_that_name_none() -> None:
    text = RIGHT + "contracts: {a: {fee: 100}, default: {fee: 200}}\ntiers: {nano: {contract: a}}\n"
    assert {c.tier: c.contract.name for c in campaign(text).cells} == {
        Tier.NANO: "a",
        Tier.MICRO: "default",
        Tier.MID: "default",
    }


def test_a_tier_without_money_needs_no_contract() -> None:
    text = RIGHT + "contracts: {a: {fee: 100}, b: {fee: 200}}\n"
    text += "tiers: {nano: {contract: a}, micro: {contract: b}, mid: {contract: b}}\n"
    assert {cell.tier for cell in campaign(text).cells} == {Tier.NANO, Tier.MICRO, Tier.MID}


def test_an_excluded_tier_is_not_booked_whatever_else_it_says() -> None:
    plan = campaign(RIGHT + "tiers: {mid: {exclude: true, creators: 3, contract: gone}}\n")
    assert Tier.MID not in {cell.tier for cell in plan.cells}
    assert Tier.MID not in plan.rules.tiers


def test_an_awareness_campaign_needs_neither_price_nor_margin() -> None:
    plan = campaign(CAMPAIGN.replace("weeks: 6", "weeks: 6, goal: awareness, start: 2026-03-02") + BUDGET)
    assert plan.quantities[Quantity.GROSS_MARGIN].origin is Origin.BENCHMARK
    assert plan.start == date(2026, 3, 2)


def test_gates_of_the_spec_come_first() -> None:
    plan = campaign(RIGHT + 'gates: ["roi.p10 >= 0", p(roi > 0) >= 0.8]\n')
    assert [gate.text for gate in plan.gates] == ["roi.p10 >= 0", "p(roi > 0) >= 0.8"]


@given(st.floats(1e-9, 1e12), st.floats(1.0, 1e6))
def test_the_middle_of_a_range_lies_in_it(low: float, factor: float) -> None:
    assert low <= middle(low, low * factor, share=False) <= low * factor
    assert middle(0.0, low, share=False) == low / 2


@given(st.decimals(0, 1, places=4), st.decimals(0, 1, places=4))
def test_the_middle_of_two_shares_lies_between_them(one: Decimal, other: Decimal) -> None:
    low, high = sorted((float(one), float(other)))
    assert low <= middle(low, high, share=True) <= high
