"""Rules without a published total, worked out by hand beside each test. Amounts in cents."""

import numpy as np

from influence_cli.contract.engine import FIXED_TERMS, TERMS, owed
from influence_cli.contract.outcomes import Month, Outcomes
from influence_cli.model.contract import (
    Band,
    Bonus,
    CollectiveBonus,
    Commission,
    CommissionMode,
    Condition,
    Contract,
    Deduction,
    FeeUnit,
    FlatFee,
    Match,
    PayUnit,
    Retainer,
    Right,
    RightsFee,
    SalesBase,
    Split,
    UnitPay,
    Window,
)

from .building import array, delivered, earned, line, months, one_creator, one_creators_orders, paid

BRONZE = Bonus(
    "bronze",
    200_00,
    (Condition("engagement_rate_by_followers", ">=", 0.05), Condition("clicks", ">=", 1000.0)),
)
GOLD = Bonus("gold", 500_00, (Condition("boost_roas", ">=", 3.0),))


def gross(*bands: Band, mode: CommissionMode = CommissionMode.MARGINAL, reset: Window = Window.CAMPAIGN) -> Commission:
    return Commission(bands, base=SalesBase.GROSS, mode=mode, reset=reset)


def test_flat_fee_plus_commission_on_net_sales() -> None:
    # 500.00 a post, two posts in March and one in April: 1000.00 and 500.00.
    # Net sales March: 4,000.00 - 600.00 - 200.00 - 510.00 - 90.00 = 2,600.00, 12.5% of it 325.00.
    # Net sales April: 1,000.01 - 150.00 - 80.00 - 123.20 - 40.00 = 606.81. Through April 3,206.81, 12.5% of it
    # 400.85125, half-up 400.85; less 325.00 already owed: 75.85.
    contract = Contract("classic", fee=FlatFee(500_00), commission=Commission((Band(0, 125_000),)))
    result = owed(
        contract,
        one_creator(
            2,
            deliverables=[2, 1],
            gross_sales=[4000_00, 1000_01],
            discounts=[600_00, 150_00],
            refunds=[200_00, 80_00],
            tax=[510_00, 123_20],
            shipping=[90_00, 40_00],
        ),
    )
    assert line(result, "fee") == [1000_00, 500_00]
    assert line(result, "commission") == [325_00, 75_85]
    assert paid(result) == [1325_00, 575_85]


def test_only_the_chosen_deductions_are_taken_off() -> None:
    # 10% of 1,000.00 - 100.00 (discount) - 50.00 (refunds) = 85.00; tax and shipping stay in.
    terms = Commission((Band(0, 100_000),), deductions=frozenset({Deduction.DISCOUNT, Deduction.REFUNDS}))
    happened = one_creator(gross_sales=[1000_00], discounts=[100_00], refunds=[50_00], tax=[170_00], shipping=[9_00])
    assert earned(owed(Contract("net", commission=terms), happened)) == [85_00]


def test_deductions_that_are_alike_for_all_need_not_be_repeated() -> None:
    # 10% of 100.00 - 10.00 - refunds of 0.00, 20.00, 40.00 and 90.00.
    terms = Commission((Band(0, 100_000),), deductions=frozenset({Deduction.DISCOUNT, Deduction.REFUNDS}))
    happened = Outcomes(
        months=months(1),
        deliverables=delivered([1], [1]),
        draws=2,
        gross_sales=array([100_00]),
        discounts=array([10_00]),
        refunds=np.array([[[0, 20_00]], [[40_00, 90_00]]]),
    )
    result = owed(Contract("net", commission=terms), happened)
    assert result.earned[:, 0].tolist() == [[9_00, 7_00], [5_00, 0]]


def test_retainer_with_a_shared_quarterly_bonus() -> None:
    # A campaign from 16 March to 15 May at 900.00 a month: 16/30 = 480.00, 30/30 = 900.00, 15/30 = 450.00.
    # The three creators together bring 60 orders in March (quarter 1) and 40 in April, 60 in May (quarter 2):
    # the goal of 100 a quarter is met in May only. 1,000.00 over three: 333.34, 333.33, 333.33.
    calendar = (Month("2026-03", 8104, 16), Month("2026-04", 8105, 30), Month("2026-05", 8105, 15))
    goal = CollectiveBonus("together", 1000_00, (Condition("orders", ">=", 100.0),))
    result = owed(
        Contract("ambassador", retainer=Retainer(900_00), collective_bonuses=(goal,)),
        Outcomes(
            months=calendar,
            deliverables=delivered([1, 1, 1], [1, 1, 1], [1, 1, 1]),
            orders=array([20, 10, 20], [20, 10, 20], [20, 20, 20]),
        ),
    )
    assert line(result, "retainer") == [480_00, 900_00, 450_00]
    assert [line(result, "together", creator) for creator in range(3)] == [
        [0, 0, 333_34],
        [0, 0, 333_33],
        [0, 0, 333_33],
    ]
    assert earned(result, 0) == [480_00, 900_00, 783_34]


def test_a_bonus_to_each_leaves_out_who_delivered_nothing() -> None:
    # The second creator never posts: their 90 orders do not count, and they are not paid. 60 + 45 = 105 orders.
    goal = CollectiveBonus("goal", 100_00, (Condition("orders", ">=", 100.0),), split=Split.EACH)
    outcomes = Outcomes(months=months(1), deliverables=delivered([1], [0], [2]), orders=array([60], [90], [45]))
    result = owed(Contract("team", collective_bonuses=(goal,)), outcomes)
    assert [earned(result, creator) for creator in range(3)] == [[100_00], [0], [100_00]]


def test_base_bronze_and_gold() -> None:
    # 3 posts at 300.00. 10,000 followers x 3 posts: 1,500 engagements are exactly 5%, so bronze holds in the last
    # month. Boost returned 899.97 on 300.00, a cent's breadth below 3x: no gold.
    contract = Contract("tiered", fee=FlatFee(300_00), bonuses=(BRONZE, GOLD))
    happened = Outcomes(
        months=months(2),
        deliverables=delivered([2, 1]),
        engagements=array([1000, 500]),
        clicks=array([400, 500]),
        followers=np.array([[10_000]]),
        boost_revenue=np.array([[899_97]]),
        boost_spend=np.array([[300_00]]),
    )
    result = owed(contract, happened)
    assert line(result, "fee") == [600_00, 300_00]
    assert line(result, "bronze") == [0, 200_00]
    assert line(result, "gold") == [0, 0]


def test_a_count_pays_in_the_month_it_is_reached_and_only_once() -> None:
    # 600 clicks, 1,000 through the second month (inclusive), 2,500 through the third.
    bonus = Bonus("clicks", 50_00, (Condition("clicks", ">=", 1000.0),))
    result = owed(Contract("clicks", bonuses=(bonus,)), one_creator(3, clicks=[600, 400, 1500]))
    assert line(result, "clicks") == [0, 50_00, 0]


def test_a_monthly_bonus_starts_again_every_month() -> None:
    bonus = Bonus("clicks", 50_00, (Condition("clicks", ">=", 1000.0),), per=Window.MONTH)
    result = owed(Contract("clicks", bonuses=(bonus,)), one_creator(3, clicks=[1000, 999, 1500]))
    assert line(result, "clicks") == [50_00, 0, 50_00]


def test_boost_results_count_in_the_campaigns_last_month() -> None:
    bonus = Bonus("gold", 500_00, GOLD.conditions, per=Window.MONTH)
    happened = Outcomes(
        months=months(3),
        deliverables=delivered([1, 0, 0]),
        boost_revenue=np.array([[900_00]]),
        boost_spend=np.array([[300_00]]),
    )
    assert line(owed(Contract("gold", bonuses=(bonus,)), happened), "gold") == [0, 0, 500_00]


def test_all_conditions_must_hold_in_the_same_month() -> None:
    # Clicks are reached in the first month, the 2% click rate (40 of 2,000) is looked at in the last one.
    bonus = Bonus(
        "both",
        10_00,
        (Condition("clicks", ">=", 30.0), Condition("click_rate", ">=", 0.02)),
        match=Match.ALL,
    )
    contract = Contract("both", bonuses=(bonus,))
    assert line(owed(contract, one_creator(2, clicks=[35, 5], views=[1000, 1000])), "both") == [0, 10_00]
    assert line(owed(contract, one_creator(2, clicks=[35, 4], views=[1000, 1000])), "both") == [0, 0]


def test_a_rate_of_nothing_meets_no_condition() -> None:
    low = Bonus("low", 10_00, (Condition("click_rate", "<=", 0.5),))
    high = Bonus("high", 10_00, (Condition("click_rate", ">=", 0.0),))
    result = owed(Contract("rates", bonuses=(low, high)), one_creator(clicks=[0], views=[0]))
    assert earned(result) == [0]


def test_rights_are_a_share_of_base_by_days() -> None:
    # Base 2 x 250.00 + one month of 100.00 = 600.00. Usage: 25% per 30 days for 90 days = 450.00.
    # Whitelisting: 10% for 45 days = 90.00. Exclusivity: 7% for 10 days = 14.00. Paid in the second month, with
    # the first delivery.
    contract = Contract(
        "rights",
        fee=FlatFee(250_00),
        retainer=Retainer(50_00),
        rights=(
            RightsFee(Right.USAGE_RIGHTS, 90, share=250_000),
            RightsFee(Right.WHITELISTING, 45, share=100_000),
            RightsFee(Right.EXCLUSIVITY, 10, share=70_000),
        ),
    )
    result = owed(contract, one_creator(2, deliverables=[0, 2]))
    assert line(result, "usage_rights") == [0, 450_00]
    assert line(result, "whitelisting") == [0, 90_00]
    assert line(result, "exclusivity") == [0, 14_00]
    assert set(result.lines) == FIXED_TERMS
    nothing = owed(contract, one_creator(2, deliverables=[0, 0]))
    assert earned(nothing) == [50_00, 50_00]


def test_a_fee_per_creator_is_due_with_the_first_delivery() -> None:
    result = owed(Contract("once", fee=FlatFee(800_00, FeeUnit.CREATOR)), one_creator(3, deliverables=[0, 1, 2]))
    assert line(result, "fee") == [0, 800_00, 0]


def test_a_fee_agreed_with_a_creator_replaces_the_contracts() -> None:
    happened = Outcomes(months=months(1), deliverables=delivered([2], [1]), agreed_fee=np.array([10_00, 25_00]))
    for unit, expected in ((FeeUnit.DELIVERABLE, [20_00, 25_00]), (FeeUnit.CREATOR, [10_00, 25_00])):
        result = owed(Contract("agreed", fee=FlatFee(999_99, unit)), happened)
        assert result.earned.ravel().tolist() == expected


def test_pay_per_thousand_views_click_order_and_lead() -> None:
    # CPM 12.50: 1,234 views are 15.425, half-up 15.43; 2,468 are 30.85, so the second month is 15.42.
    # CPC 0.40 capped at 1.00 over the campaign: 2 clicks 0.80, then 0.20. CPA 7.00 x 1. CPL 3.00 x 2.
    contract = Contract(
        "units",
        unit_pay=(
            UnitPay(PayUnit.THOUSAND_VIEWS, 12_50),
            UnitPay(PayUnit.CLICK, 40, cap=1_00),
            UnitPay(PayUnit.ORDER, 7_00),
            UnitPay(PayUnit.LEAD, 3_00),
        ),
    )
    result = owed(contract, one_creator(2, views=[1234, 1234], clicks=[2, 2], orders=[1, 0], leads=[0, 2]))
    assert line(result, "cpm") == [15_43, 15_42]
    assert line(result, "cpc") == [80, 20]
    assert line(result, "cpa") == [7_00, 0]
    assert line(result, "cpl") == [0, 6_00]


def test_a_retroactive_band_trues_up_earlier_months() -> None:
    # 10% of 600.00 = 60.00; 1,000.00 in all is exactly the second band: 15% of 1,000.00 = 150.00, so 90.00 more.
    # In the third month refunds of 1.00 drop the total to 999.00: 99.90, so 50.10 are taken back.
    terms = Commission(
        (Band(0, 100_000), Band(1000_00, 150_000)),
        deductions=frozenset({Deduction.REFUNDS}),
        mode=CommissionMode.RETROACTIVE,
    )
    happened = one_creator(3, gross_sales=[600_00, 400_00, 0], refunds=[0, 0, 1_00])
    result = owed(Contract("tiers", commission=terms), happened)
    assert line(result, "commission") == [60_00, 90_00, -50_10]
    assert paid(result) == [60_00, 90_00, 0]
    assert result.carried.tolist() == [[-50_10]]


def test_volume_is_counted_within_its_window() -> None:
    # Bands 10% and, from 100.00, 20%; 80.00 a month in January to April.
    # Month: 8.00 each. Quarter: 8.00, then 10 + 12 - 8 = 14.00, then 16.00; April starts again: 8.00.
    # Campaign: 8.00, 14.00, 16.00, 16.00.
    sales = [80_00] * 4
    bands = (Band(0, 100_000), Band(100_00, 200_000))

    def by_month(reset: Window) -> list[int]:
        contract = Contract("bands", commission=gross(*bands, reset=reset))
        return line(owed(contract, one_creator(4, gross_sales=sales)), "commission")

    assert by_month(Window.MONTH) == [8_00, 8_00, 8_00, 8_00]
    assert by_month(Window.QUARTER) == [8_00, 14_00, 16_00, 8_00]
    assert by_month(Window.CAMPAIGN) == by_month(Window.NEVER) == [8_00, 14_00, 16_00, 16_00]


def test_a_window_of_one_order_rates_every_order_by_itself() -> None:
    # 10% to 100.00, 20% above: 150.00 is 10 + 10 = 20.00, 60.00 is 6.00. Retroactive: 30.00 and 6.00.
    bands = (Band(0, 100_000), Band(100_00, 200_000))
    happened = one_creators_orders([150_00], [60_00])
    for mode, expected in (
        (CommissionMode.MARGINAL, [20_00, 6_00]),
        (CommissionMode.RETROACTIVE, [30_00, 6_00]),
    ):
        contract = Contract("orders", commission=gross(*bands, mode=mode, reset=Window.ORDER))
        assert line(owed(contract, happened), "commission") == expected


def test_flat_amounts_of_bands_are_owed_once_per_window_by_order() -> None:
    # Bands from 0 (flat 1.00) and 100.00 (flat 5.00), no rate. Per order: 40.00 enters the first, 120.00 the second,
    # a further 200.00 none. Prospective with a monthly reset: 40 enters the first; 120 and 200 enter both anew.
    bands = (Band(0, 0, 1_00), Band(100_00, 0, 5_00))
    happened = one_creators_orders([40_00], [120_00, 200_00])
    per_order = Contract("sizes", commission=gross(*bands, mode=CommissionMode.PER_ORDER))
    assert line(owed(per_order, happened), "commission") == [1_00, 5_00]
    running = gross(*bands, mode=CommissionMode.PROSPECTIVE, reset=Window.MONTH)
    assert line(owed(Contract("running", commission=running), happened), "commission") == [1_00, 6_00]


def test_no_sales_enter_no_band() -> None:
    contract = Contract("flat", commission=gross(Band(0, 100_000, 50_00)))
    assert earned(owed(contract, one_creator(3, gross_sales=[0, 1, 0]))) == [0, 50_00, 0]


def test_orders_may_be_listed_in_any_order_of_owners() -> None:
    # Two months, listed April first. Running total 80.00, then 200.00 in April: 15% of 120.00 = 18.00.
    happened = one_creators_orders([80_00], [120_00])
    lines = happened.order_lines
    assert lines is not None
    swapped = Outcomes(
        months=happened.months,
        deliverables=happened.deliverables,
        order_lines=type(lines)(lines.owner[::-1], lines.gross_sales[::-1]),
    )
    terms = gross(Band(0, 0), Band(100_00, 150_000), mode=CommissionMode.PROSPECTIVE)
    assert line(owed(Contract("running", commission=terms), swapped), "commission") == [0, 18_00]


def test_no_orders_at_all() -> None:
    terms = gross(Band(0, 100_000), mode=CommissionMode.PER_ORDER)
    assert earned(owed(Contract("orders", commission=terms), one_creators_orders([], []))) == [0, 0]


def test_cap_per_creator_pays_until_it_is_reached() -> None:
    # 70.00 a month, capped at 100.00: 70.00, 30.00, nothing.
    contract = Contract("capped", fee=FlatFee(70_00), cap_per_creator=100_00)
    result = owed(contract, one_creator(3, deliverables=[1, 1, 1]))
    assert line(result, "cap") == [0, -40_00, -70_00]
    assert paid(result) == [70_00, 30_00, 0]


def test_cap_per_campaign_pays_first_months_first_and_then_in_proportion() -> None:
    # Fees of 10.00 a post. First month: 1, 2 and 0 posts, 30.00 in all, paid in full. Second month: 1, 1 and 2
    # posts, 40.00 in all, but 50.00 - 30.00 = 20.00 are left: 5.00, 5.00, 10.00. Third month: nothing.
    contract = Contract("capped", fee=FlatFee(10_00), cap_per_campaign=50_00)
    happened = Outcomes(months=months(3), deliverables=delivered([1, 1, 1], [2, 1, 0], [0, 2, 1]))
    result = owed(contract, happened)
    assert [earned(result, creator) for creator in range(3)] == [
        [10_00, 5_00, 0],
        [20_00, 5_00, 0],
        [0, 10_00, 0],
    ]


def test_cents_that_cannot_be_split_go_to_the_largest_remainder() -> None:
    # 1.00 over claims of 1.00, 1.00 and 1.00: 34, 33, 33 cents. Over 2.00 and 1.00: 66.67 and 33.33 cents, so
    # 67 and 33.
    contract = Contract("capped", fee=FlatFee(1_00), cap_per_campaign=1_00)
    three = Outcomes(months=months(1), deliverables=delivered([1], [1], [1]))
    assert owed(contract, three).earned.ravel().tolist() == [34, 33, 33]
    two = Outcomes(months=months(1), deliverables=delivered([2], [1]))
    assert owed(contract, two).earned.ravel().tolist() == [67, 33]


def test_refunds_give_back_what_a_campaign_cap_took() -> None:
    # Sales of 60.00 and 60.00 at 100%, cap 100.00: 50.00 each. Then the first creator's refunds of 10.00 bring the
    # claims to 110.00: the cap takes 10.00 instead of 20.00, so 5.00 each are given back.
    terms = Commission((Band(0, 1_000_000),), deductions=frozenset({Deduction.REFUNDS}))
    happened = Outcomes(
        months=months(2),
        deliverables=delivered([1, 0], [1, 0]),
        gross_sales=array([60_00, 0], [60_00, 0]),
        refunds=array([0, 10_00], [0, 0]),
    )
    result = owed(Contract("capped", commission=terms, cap_per_campaign=100_00), happened)
    assert [earned(result, creator) for creator in range(2)] == [[50_00, -5_00], [50_00, 5_00]]


def test_guarantee_tops_up_in_the_last_month() -> None:
    # 10% of 300.00 and 200.00 is 50.00; 120.00 are guaranteed: 70.00 more at the end.
    contract = Contract("sure", commission=gross(Band(0, 100_000)), minimum_guarantee=120_00)
    result = owed(contract, one_creator(2, gross_sales=[300_00, 200_00]))
    assert line(result, "guarantee") == [0, 70_00]
    assert earned(result) == [30_00, 90_00]


def test_a_cap_wins_over_a_guarantee() -> None:
    contract = Contract("both", minimum_guarantee=120_00, cap_per_creator=100_00)
    assert earned(owed(contract, one_creator(1))) == [100_00]


def test_no_guarantee_without_a_delivery() -> None:
    contract = Contract("sure", minimum_guarantee=120_00)
    assert earned(owed(contract, one_creator(deliverables=[0]))) == [0]


def test_negative_net_sales_cost_commission_half_away_from_zero() -> None:
    # Net -1.25 at 10% is -0.125, half away from zero -0.13; and -0.15 at 10% is -1.5 cents, so -2.
    terms = Commission((Band(0, 100_000),), deductions=frozenset({Deduction.REFUNDS}), reset=Window.MONTH)
    happened = one_creator(2, gross_sales=[0, 0], refunds=[1_25, 15])
    result = owed(Contract("negative", commission=terms), happened)
    assert line(result, "commission") == [-13, -2]
    assert paid(result) == [0, 0]
    assert result.carried.tolist() == [[-15]]


def test_a_contract_that_promises_nothing_owes_nothing() -> None:
    result = owed(Contract("gift", gift=True), one_creator(2))
    assert earned(result) == paid(result) == [0, 0]
    assert result.lines == {}


def test_a_contract_nobody_signed_owes_nothing() -> None:
    contract = Contract(
        "nobody",
        fee=FlatFee(1_00),
        commission=gross(Band(0, 100_000)),
        collective_bonuses=(CollectiveBonus("goal", 1_00, (Condition("orders", ">=", 0.0),)),),
        minimum_guarantee=5_00,
        cap_per_creator=10_00,
        cap_per_campaign=10_00,
    )
    nobody = np.zeros((0, 1, 1), dtype=np.int64)
    happened = Outcomes(
        months=months(1), deliverables=np.zeros((0, 1), dtype=np.int64), orders=nobody, gross_sales=nobody
    )
    result = owed(contract, happened)
    assert result.earned.shape == result.paid.shape == (0, 1, 1)
    assert result.carried.shape == (0, 1)


def test_two_terms_of_one_name_share_a_line() -> None:
    contract = Contract("views", unit_pay=(UnitPay(PayUnit.CLICK, 10), UnitPay(PayUnit.CLICK, 5, cap=20)))
    assert line(owed(contract, one_creator(clicks=[10])), "cpc") == [1_20]


def test_every_line_that_is_no_bonus_has_a_reserved_name() -> None:
    contract = Contract(
        "everything",
        fee=FlatFee(1),
        retainer=Retainer(1),
        commission=gross(Band(0, 1)),
        unit_pay=tuple(UnitPay(unit, 1) for unit in PayUnit),
        rights=tuple(RightsFee(right, 1) for right in Right),
        minimum_guarantee=1,
        cap_per_creator=1,
        cap_per_campaign=1,
    )
    happened = one_creator(views=[1], clicks=[1], orders=[1], leads=[1], gross_sales=[1])
    assert owed(contract, happened).lines.keys() == TERMS
