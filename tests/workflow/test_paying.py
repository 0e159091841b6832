"""Paying creators month by month, by hand: the derivation stands beside every figure. Money in cents."""

from datetime import date

import pytest

from influence_cli.model.agreement import PaymentTerms
from influence_cli.model.contract import (
    Band,
    Bonus,
    CollectiveBonus,
    Commission,
    CommissionMode,
    Condition,
    Contract,
    Deduction,
    FlatFee,
    PayUnit,
    Retainer,
    Split,
    UnitPay,
    Window,
)
from influence_cli.model.payout import Approval, EntryKind, Waiting
from tests.payout.selling import Order, Paying, campaign_of, clicks, of, post, sent, told

TEN_PERCENT = Commission((Band(0, 100_000),))
AFFILIATE = Contract("affiliate", commission=TEN_PERCENT)
OPENING = (EntryKind.EARNED, EntryKind.RELEASED, EntryKind.REVERSED, EntryKind.CORRECTED)


def april(day: int) -> date:
    return date(2026, 4, day)


def may(day: int) -> date:
    return date(2026, 5, day)


def june(day: int) -> date:
    return date(2026, 6, day)


def anna(order: str, day: date, gross: int, refunded: int = 0, **more: object) -> Order:
    return Order(order, "anna", day, gross, refunded, **more)  # type: ignore[arg-type]


# Published mechanics


def test_a_sale_is_held_for_thirty_days_and_paid_once_the_minimum_is_reached():
    """Shopify Collabs: 10% of 100.00 is 10.00, held 30 days, paid where the payout is at least 25.00.

    April 1 + 30 days is May 1, so the sale counts in May; 10.00 < 25.00 is carried. The sale of May 2 (150.00)
    has its hold over on June 1: 10.00 + 15.00 = 25.00, which is paid in June.
    """
    terms = Contract("collabs", commission=TEN_PERCENT, minimum_payout=2_500)
    paying = Paying(campaign_of(terms), PaymentTerms(hold_days=30))
    rows = [anna("1", april(1), 10_000), anna("2", may(2), 15_000)]
    first = of(paying.run("2026-04", rows), "anna")
    assert (first.after.held, first.after.open, first.payment) == (1_000, 0, None)
    assert first.waiting == Waiting(in_hold=1, until=may(1))
    second = of(paying.run("2026-05", rows), "anna")
    assert told(second) == [
        ("released", "commission", "2026-04", "1", 1_000),
        ("held", "held", "", "", 1_500),
        ("carried", "carried", "", "", 1_000),
    ]
    assert second.reasons == ("below the minimum payout of 25 USD",)
    third = of(paying.run("2026-06"), "anna")
    assert third.payment is not None
    assert (sent(third), third.after.held, third.carried) == (2_500, 0, 0)


@pytest.mark.parametrize("refund", [10_000, 0])
def test_an_order_cancelled_or_refunded_within_the_hold_pays_nothing(refund: int):
    """Shopify Collabs: an order cancelled or fully refunded within the hold pays nothing; what was held goes."""
    paying = Paying(campaign_of(AFFILIATE), PaymentTerms(hold_days=30))
    paying.run("2026-04", [anna("1", april(20), 10_000)])
    gone = anna("1", april(20), 10_000, refund, state=Approval.APPROVED if refund else Approval.CANCELLED)
    statement = paying.run("2026-05", [gone])
    assert told(of(statement, "anna")) == [("held", "held", "", "", -1_000)]
    assert of(statement, "anna").after.held == 0
    assert [one.events for one in statement.left_out] == [1]


def test_months_below_the_minimum_add_up_and_the_one_that_equals_it_is_paid():
    """Krisp: minimum 25. 10.00 + 14.99 = 24.99 is carried; with 0.01 more it is 25.00, which is paid."""
    terms = Contract("krisp", commission=TEN_PERCENT, minimum_payout=2_500)
    paying = Paying(campaign_of(terms))
    assert of(paying.run("2026-04", [anna("1", april(1), 10_000)]), "anna").carried == 1_000
    assert of(paying.run("2026-05", [anna("2", may(1), 14_990)]), "anna").carried == 2_499
    last = of(paying.run("2026-06", [anna("3", june(1), 10)]), "anna")
    assert last.payment is not None
    assert (last.payment.gross, last.carried) == (2_500, 0)


def test_a_refund_before_payment_cancels_and_one_after_it_is_netted_on_the_next_payout():
    """Tolt: NET-15, minimum 50.00, 58.80 of approved commissions are paid (here 10% of 588.00, 30 days of hold).

    A second sale of 100.00 is refunded within its hold: 0. 200.00 of the first is refunded after payment:
    -20.00, carried. The next sale brings 75.00, of which 55.00 are paid.
    """
    terms = Contract("tolt", commission=TEN_PERCENT, minimum_payout=5_000)
    paying = Paying(campaign_of(terms), PaymentTerms(hold_days=30, net_days=15))
    paying.run("2026-04", [anna("1", april(1), 58_800), anna("2", april(2), 10_000)])
    second = of(paying.run("2026-05", [anna("2", april(2), 10_000, 10_000), anna("4", may(2), 75_000)]), "anna")
    assert second.payment is not None
    assert second.payment.gross == 5_880
    assert second.due == june(15)
    batch = paying.ledger.batches[1]
    paying.ledger.mark_paid(1, "SEPA 1", batch.due)
    assert paying.ledger.state("test").balances["anna"].paid == 5_880
    third = of(paying.run("2026-06", [anna("1", april(1), 58_800, 20_000)]), "anna")
    assert told(third, *OPENING) == [
        ("released", "commission", "2026-05", "4", 7_500),
        ("reversed", "refunds", "2026-06", "1", -2_000),
    ]
    assert third.payment is not None
    assert sent(third) == 5_500


def test_a_refund_alone_leaves_a_negative_balance_that_is_never_collected():
    """10.00 are paid, the whole order comes back: -10.00 are carried, and 4.00 more leave -6.00, nothing sent."""
    paying = Paying(campaign_of(AFFILIATE))
    paying.run("2026-04", [anna("1", april(1), 10_000)])
    second = of(paying.run("2026-05", [anna("1", april(1), 10_000, 10_000)]), "anna")
    assert (second.carried, second.payment) == (-1_000, None)
    third = of(paying.run("2026-06", [anna("2", june(1), 4_000)]), "anna")
    assert (third.carried, third.payment) == (-600, None)


def test_a_prospective_band_rates_the_order_that_reaches_it_and_none_before():
    """Refersion: 0% below, 15% from 100.00 on: 80.00 brings 0, then 120.00 lifts the total to 200.00: 18.00."""
    terms = Commission((Band(0, 0), Band(10_000, 150_000)), mode=CommissionMode.PROSPECTIVE)
    paying = Paying(campaign_of(Contract("refersion", commission=terms)))
    first = of(paying.run("2026-04", [anna("1", april(1), 8_000)]), "anna")
    assert told(first) == [("earned", "commission", "2026-04", "1", 0)]
    second = of(paying.run("2026-05", [anna("2", may(1), 12_000)]), "anna")
    assert told(second, *OPENING) == [("earned", "commission", "2026-05", "2", 1_800)]


def test_a_refund_takes_the_rate_of_its_sale_not_todays():
    """Prospective, 10% and from 100.00 on 20%. Sale 1 (50.00) at 10%, sale 2 (100.00) at 20%; a refund of 20.00
    of sale 1 takes 2.00, one of 20.00 of sale 2 takes 4.00; sale 3 (10.00) keeps the 20% it reached: 2.00.
    """
    terms = Commission((Band(0, 100_000), Band(10_000, 200_000)), mode=CommissionMode.PROSPECTIVE)
    paying = Paying(campaign_of(Contract("c", commission=terms)))
    paying.run("2026-04", [anna("1", april(1), 5_000), anna("2", april(2), 10_000)])
    rows = [anna("1", april(1), 5_000, 2_000), anna("2", april(2), 10_000, 2_000), anna("3", may(2), 1_000)]
    assert told(of(paying.run("2026-05", rows), "anna"), *OPENING) == [
        ("earned", "commission", "2026-05", "3", 200),
        ("reversed", "refunds", "2026-05", "1", -200),
        ("reversed", "refunds", "2026-05", "2", -400),
    ]


def test_several_refunds_of_one_order_add_up_to_what_one_would_take():
    """10% of 0.25 is 0.03 half-up. Refunds of 0.05, 0.10, 0.15, 0.20, 0.25 in all take 0.01, 0.01, 0.02, 0.02, 0.03."""
    paying = Paying(campaign_of(AFFILIATE))
    paying.run("2026-04", [anna("1", april(1), 25)])
    taken = []
    for refunded in (5, 10, 15, 20, 25):
        paying.run("2026-04", [anna("1", april(1), 25, refunded)])
        taken.append(paying.opened("anna"))
    assert taken == [2, 2, 1, 1, 0]


def test_a_refund_that_is_undone_gives_back_what_it_took():
    paying = Paying(campaign_of(AFFILIATE))
    paying.run("2026-04", [anna("1", april(1), 10_000)])
    paying.run("2026-05", [anna("1", april(1), 10_000, 10_000)])
    last = of(paying.run("2026-06", [anna("1", april(1), 10_000, 0)]), "anna")
    assert told(last, *OPENING) == [("reversed", "refunds", "2026-06", "1", 1_000)]
    assert paying.opened("anna") == 1_000


def test_a_refund_of_before_the_sale_counted_that_turns_out_smaller_is_made_good():
    """10% of 100.00 - 40.00 refunded are 6.00; only 10.00 were refunded after all: 9.00."""
    paying = Paying(campaign_of(AFFILIATE))
    paying.run("2026-04", [anna("1", april(1), 10_000, 4_000)])
    assert paying.opened("anna") == 600
    paying.run("2026-05", [anna("1", april(1), 10_000, 1_000)])
    assert paying.opened("anna") == 900


def test_a_second_refund_takes_only_what_is_new():
    paying = Paying(campaign_of(AFFILIATE))
    paying.run("2026-04", [anna("1", april(1), 10_000)])
    paying.run("2026-05", [anna("1", april(1), 10_000, 4_000)])
    last = of(paying.run("2026-06", [anna("1", april(1), 10_000, 5_000)]), "anna")
    assert told(last, *OPENING) == [("reversed", "refunds", "2026-06", "1", -100)]


def test_nothing_is_taken_back_where_the_contract_has_no_clawback():
    paying = Paying(campaign_of(AFFILIATE), PaymentTerms(clawback=False))
    paying.run("2026-04", [anna("1", april(1), 10_000)])
    assert paying.run("2026-05", [anna("1", april(1), 10_000, 10_000)]).unchanged
    assert paying.opened("anna") == 1_000


def test_a_commission_on_gross_sales_ignores_refunds_in_part_and_gives_back_whole_ones():
    """10% of gross 100.00; 40.00 refunded: 10.00 stays. All of the goods refunded: 10.00 back."""
    terms = Commission((Band(0, 100_000),), deductions=frozenset({Deduction.DISCOUNT}))
    paying = Paying(campaign_of(Contract("c", commission=terms)))
    rows = [anna("1", april(1), 10_000, tax=1_000, shipping=500)]
    paying.run("2026-04", rows)
    assert paying.run("2026-05", [anna("1", april(1), 10_000, 4_000, tax=1_000, shipping=500)]).unchanged
    # The goods come to 100.00 - 10.00 - 5.00 = 85.00: that much is a full refund.
    last = of(paying.run("2026-05", [anna("1", april(1), 10_000, 8_500, tax=1_000, shipping=500)]), "anna")
    assert told(last, *OPENING) == [("reversed", "refunds", "2026-05", "1", -1_000)]


def test_the_pay_per_order_of_a_cancelled_order_comes_back_within_its_cap():
    """5.00 per order, at most 12.00: three orders 12.00; one gone leaves two: 10.00, so 2.00 come back."""
    terms = Contract("c", unit_pay=(UnitPay(PayUnit.ORDER, 500, cap=1_200),))
    paying = Paying(campaign_of(terms))
    paying.run("2026-04", [anna(str(n), april(n), 1_000) for n in (1, 2, 3)])
    last = of(paying.run("2026-05", [anna("1", april(1), 1_000, state=Approval.CANCELLED)]), "anna")
    assert told(last, *OPENING) == [("reversed", "refunds", "2026-05", "orders refunded in full", -200)]


def test_an_order_above_the_cap_can_go_without_a_loss():
    """5.00 per order, at most 12.00: four orders 12.00, and three of them still come to 12.00."""
    terms = Contract("c", unit_pay=(UnitPay(PayUnit.ORDER, 500, cap=1_200),))
    paying = Paying(campaign_of(terms))
    paying.run("2026-04", [anna(str(n), april(n), 1_000) for n in (1, 2, 3, 4)])
    assert paying.run("2026-05", [anna("1", april(1), 1_000, state=Approval.CANCELLED)]).unchanged


def test_an_order_whose_goods_cost_nothing_can_be_cancelled():
    """A code took everything off: 5.00 per order are owed all the same, and come back with the order."""
    paying = Paying(campaign_of(Contract("c", unit_pay=(UnitPay(PayUnit.ORDER, 500),))))
    paying.run("2026-04", [anna("1", april(1), 1_000, discount=1_000)])
    assert paying.opened("anna") == 500
    paying.run("2026-05", [anna("1", april(1), 1_000, discount=1_000, state=Approval.CANCELLED)])
    assert paying.opened("anna") == 0


# Several terms in one contract


def test_a_flat_fee_and_commission_in_one_contract():
    """No published total. Two posts at 100.00, 10% of (120.00 - 20.00 discount) and of 50.00: 200 + 10 + 5 = 215."""
    paying = Paying(campaign_of(Contract("hybrid", fee=FlatFee(10_000), commission=TEN_PERCENT)))
    rows = [anna("1", april(3), 12_000, discount=2_000), anna("2", april(4), 5_000)]
    statement = paying.run("2026-04", rows, [post(1, "anna", april(2)), post(2, "@Anna", april(9), on_time=False)])
    one = of(statement, "anna")
    assert told(one, *OPENING) == [
        ("earned", "commission", "2026-04", "1", 1_000),
        ("earned", "commission", "2026-04", "2", 500),
        ("earned", "fee", "2026-04", "post:1", 10_000),
        ("earned", "fee", "2026-04", "post:2", 10_000),
    ]
    assert dict(one.by_term) == {"fee": 20_000, "commission": 1_500}
    assert one.payment is not None
    assert one.payment.gross == 21_500
    assert "1 of the posts came late" in one.notes[0]


def test_a_retainer_and_a_quarterly_bonus():
    """No published total. 300.00 per 30 days, campaign of 8 weeks from April 1 to May 26; 50.00 once 10 clicks
    of a quarter are reached.

    April has 30 days: 300.00. May has 26: 300 x 26 / 30 = 260.00. 7 + 7 clicks reach 10 in May: 50.00.
    """
    bonus = Bonus("quarterly", 5_000, (Condition("clicks", ">=", 10.0),), per=Window.QUARTER)
    paying = Paying(campaign_of(Contract("c", retainer=Retainer(30_000), bonuses=(bonus,))))
    first = of(paying.run("2026-04", [], [clicks("anna", april(9), 7)]), "anna")
    assert told(first, *OPENING) == [("earned", "retainer", "2026-04", "", 30_000)]
    second = of(paying.run("2026-05", [], [clicks("anna", may(9), 7)]), "anna")
    assert told(second, *OPENING) == [
        ("earned", "quarterly", "2026-05", "", 5_000),
        ("earned", "retainer", "2026-05", "", 26_000),
    ]
    assert paying.run("2026-06", [], [clicks("anna", june(9), 70)]).unchanged


def test_a_bonus_reached_by_a_late_report_is_paid_for_the_month_it_belongs_to():
    bonus = Bonus("monthly", 5_000, (Condition("clicks", ">=", 10.0),), per=Window.MONTH)
    paying = Paying(campaign_of(Contract("c", bonuses=(bonus,))))
    paying.run("2026-04", [], [clicks("anna", april(9), 7)])
    late = of(paying.run("2026-05", [], [clicks("anna", april(20), 3)]), "anna")
    assert told(late, *OPENING) == [("earned", "monthly", "2026-04", "", 5_000)]


def test_a_retroactive_quarter_trues_up_two_months_that_were_paid():
    """5%, and 10% of everything in the quarter from 1,000.00 on. April 400.00: 20.00. May 500.00: 25.00.
    June 100.00 reaches 1,000.00: 10% of it is 100.00, of which 45.00 are paid: 10.00 for the order, 45.00 true-up
    (20.00 for April's and 25.00 for May's orders). July is another quarter: 5% of 100.00.
    """
    terms = Commission((Band(0, 50_000), Band(100_000, 100_000)), mode=CommissionMode.RETROACTIVE, reset=Window.QUARTER)
    paying = Paying(campaign_of(Contract("c", commission=terms), weeks=26))
    assert sent(of(paying.run("2026-04", [anna("1", april(5), 40_000)]), "anna")) == 2_000
    assert sent(of(paying.run("2026-05", [anna("2", may(5), 50_000)]), "anna")) == 2_500
    third = of(paying.run("2026-06", [anna("3", june(5), 10_000)]), "anna")
    assert told(third, *OPENING) == [
        ("earned", "commission", "2026-06", "3", 1_000),
        ("earned", "commission", "2026-06", "", 4_500),
    ]
    assert [line.note for line in third.lines][1] == "true-up of earlier orders"
    assert sent(third) == 5_500
    fourth = of(paying.run("2026-07", [anna("4", date(2026, 7, 5), 10_000)]), "anna")
    assert sent(fourth) == 500


def test_a_refund_after_a_retroactive_band_keeps_the_band():
    """10% below 200.00, 20% of everything from there on. 150.00 + 100.00 bring 50.00; the 100.00 come back at
    the 20% they brought: -20.00. The 150.00 stay at 20%.
    """
    terms = Commission((Band(0, 100_000), Band(20_000, 200_000)), mode=CommissionMode.RETROACTIVE)
    paying = Paying(campaign_of(Contract("c", commission=terms)))
    paying.run("2026-04", [anna("1", april(1), 15_000), anna("2", april(2), 10_000)])
    paying.run("2026-05", [anna("2", april(2), 10_000, 10_000)])
    assert paying.opened("anna") == 3_000


@pytest.mark.parametrize(("split", "expected"), [(Split.SHARED, (3_334, 3_333, 3_333)), (Split.EACH, (10_000,) * 3)])
def test_a_collective_bonus_is_shared_to_the_cent_or_paid_to_each(split: Split, expected: tuple[int, ...]):
    """100.00 once all together have 10 clicks: a third each, the first one gets the odd cent; or 100.00 each."""
    bonus = CollectiveBonus("team", 10_000, (Condition("clicks", ">=", 10.0),), split=split)
    paying = Paying(campaign_of(Contract("c", collective_bonuses=(bonus,))))
    people = ("anna", "ben", "cleo")
    posts = [post(number, who, april(2), clicks=3) for number, who in enumerate(people)]
    assert paying.run("2026-04", [], posts).creators == ()
    statement = paying.run("2026-05", [], [post(9, "cleo", may(2), clicks=1)])
    assert tuple(sent(of(statement, who)) for who in people) == expected


def test_one_more_partner_takes_a_part_of_a_bonus_that_was_shared_and_sent():
    """100.00 shared by two: 50.00 each. A third partner delivers: 33.34, 33.33, 33.33; the two owe 16.66, 16.67."""
    bonus = CollectiveBonus("team", 10_000, (Condition("clicks", ">=", 4.0),), split=Split.SHARED)
    paying = Paying(campaign_of(Contract("c", collective_bonuses=(bonus,))))
    paying.run("2026-04", [], [post(1, "anna", april(2), clicks=3), post(2, "ben", april(2), clicks=3)])
    statement = paying.run("2026-05", [], [post(3, "cleo", may(2), clicks=3)])
    assert [of(statement, who).after.open for who in ("anna", "ben", "cleo")] == [-1_666, -1_667, 0]
    assert sent(of(statement, "cleo")) == 3_333


def test_a_cap_stops_pay_over_months_and_a_refund_makes_room_again():
    """10% up to 15.00. April 10.00; May 10.00, of which 5.00; April's order comes back: 20 - 10 = 10.00 in all."""
    paying = Paying(campaign_of(Contract("c", commission=TEN_PERCENT, cap_per_creator=1_500)))
    paying.run("2026-04", [anna("1", april(1), 10_000)])
    second = of(paying.run("2026-05", [anna("2", may(1), 10_000)]), "anna")
    assert told(second, *OPENING) == [
        ("earned", "commission", "2026-05", "2", 1_000),
        ("earned", "cap", "2026-05", "", -500),
    ]
    paying.run("2026-06", [anna("1", april(1), 10_000, 10_000)])
    assert paying.opened("anna") == 1_000


@pytest.mark.parametrize(("hold", "month"), [(0, "2026-05"), (30, "2026-06"), (31, "2026-07")])
def test_a_guarantee_tops_up_once_the_campaigns_last_month_and_its_hold_are_over(hold: int, month: str):
    """100.00 are guaranteed, 10.00 earned: 90.00, in the campaign's last month (May), once and for all.

    May 31 and 30 days of hold end on June 30, 31 days on July 1.
    """
    terms = Contract("c", commission=TEN_PERCENT, minimum_guarantee=10_000)
    paying = Paying(campaign_of(terms), PaymentTerms(hold_days=hold))
    seen: list[tuple[str, str, int]] = []
    for period in ("2026-04", "2026-05", "2026-06", "2026-07", "2026-08"):
        paying.run(period, [anna("1", april(1), 10_000)], [post(1, "anna", april(1))])
        seen += [(period, line.month, line.amount) for line in paying.journal() if line.term == "guarantee"][
            len(seen) :
        ]
    assert seen == [(month, "2026-05", 9_000)]


def test_a_creator_without_a_post_has_no_claim_to_the_guarantee():
    paying = Paying(campaign_of(Contract("c", commission=TEN_PERCENT, minimum_guarantee=10_000)))
    paying.run("2026-04", [anna("1", april(1), 10_000)])
    paying.run("2026-05")
    assert paying.opened("anna") == 1_000


def test_a_demand_to_stay_below_something_is_decided_at_the_end_and_once():
    """No more than 5 clicks in the campaign: known on May 31; months after the campaign ask nothing."""
    bonus = Bonus("quiet", 5_000, (Condition("clicks", "<=", 5.0),), per=Window.CAMPAIGN)
    paying = Paying(campaign_of(Contract("c", bonuses=(bonus,))))
    assert paying.run("2026-04", [], [post(1, "anna", april(2), clicks=3)]).creators == ()
    assert sent(of(paying.run("2026-05"), "anna")) == 5_000
    assert paying.run("2026-06").unchanged
    assert paying.run("2026-07").unchanged
