"""Whom orders and posts belong to, what is asked of creators, and how payments are settled; by hand, in cents."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from influence_cli.model.agreement import PaymentTerms, RosterCreator
from influence_cli.model.contract import (
    Band,
    Bonus,
    Commission,
    CommissionMode,
    Condition,
    Contract,
    FeeUnit,
    FlatFee,
    PayUnit,
    RateChange,
    Since,
    TaperStep,
    UnitPay,
    Window,
)
from influence_cli.model.errors import SpecError, UsageError
from influence_cli.model.money import Currency
from influence_cli.model.payout import (
    EntryKind,
    ExchangeRate,
    MinimumPer,
    PaidBy,
    PaymentFee,
    PayoutRules,
    Unattributed,
)
from tests.payout.selling import Order, Paying, a_roster, campaign_of, clicks, of, post, told, total

TEN_PERCENT = Commission((Band(0, 100_000),))
AFFILIATE = Contract("affiliate", commission=TEN_PERCENT)
OPENING = (EntryKind.EARNED, EntryKind.RELEASED, EntryKind.REVERSED, EntryKind.CORRECTED)
APRIL = date(2026, 4, 3)
MAY = date(2026, 5, 4)
JUNE = date(2026, 6, 5)


def anna(order: str, day: date, gross: int, refunded: int = 0, **more: object) -> Order:
    return Order(order, "anna", day, gross, refunded, **more)  # type: ignore[arg-type]


def creator(name: str, **more: object) -> RosterCreator:
    return RosterCreator(2, name, **more)  # type: ignore[arg-type]


# Once, by id


def test_the_same_run_twice_pays_once():
    paying = Paying(campaign_of(AFFILIATE))
    rows = [anna("1", APRIL, 10_000)]
    paying.run("2026-04", rows)
    again = paying.run("2026-04", rows)
    assert again.unchanged
    assert again.batch is None
    assert paying.opened("anna") == 1_000


def test_overlapping_exports_pay_each_order_once():
    paying = Paying(campaign_of(AFFILIATE))
    paying.run("2026-04", [anna("1", APRIL, 10_000), anna("2", APRIL, 5_000)])
    second = of(paying.run("2026-05", [anna("2", APRIL, 5_000), anna("3", MAY, 2_000)]), "anna")
    assert told(second, *OPENING) == [("earned", "commission", "2026-05", "3", 200)]


def test_a_changed_export_is_a_line_with_the_difference():
    """100.00 at 10% were 10.00; the export says 120.00 now: 2.00 more, for April."""
    paying = Paying(campaign_of(AFFILIATE))
    paying.run("2026-04", [anna("1", APRIL, 10_000)])
    second = of(paying.run("2026-05", [anna("1", APRIL, 12_000)]), "anna")
    assert told(second, *OPENING) == [("corrected", "commission", "2026-04", "", 200)]


def test_an_order_corrected_to_before_the_campaign_is_no_longer_paid_to_anyone():
    paying = Paying(campaign_of(AFFILIATE))
    paying.run("2026-04", [anna("1", APRIL, 10_000), Order("2", "ben", APRIL, 10_000)])
    paying.run("2026-05", [Order("2", "ben", date(2026, 3, 3), 10_000)])
    assert (paying.opened("anna"), paying.opened("ben")) == (1_000, 0)
    paying.run("2026-06", [Order("2", "ben", APRIL, 10_000)])
    assert (paying.opened("anna"), paying.opened("ben")) == (1_000, 1_000)


def test_an_order_that_belongs_to_someone_else_moves_with_its_refund():
    paying = Paying(campaign_of(AFFILIATE))
    paying.run("2026-04", [anna("1", APRIL, 10_000)])
    paying.run("2026-05", [anna("1", APRIL, 10_000, 4_000)])
    paying.run("2026-06", [Order("1", "ben", APRIL, 10_000, 4_000)])
    assert (paying.opened("anna"), paying.opened("ben")) == (0, 600)


def test_a_post_that_belongs_to_someone_else_moves_with_its_fee():
    paying = Paying(campaign_of(Contract("c", fee=FlatFee(10_000))))
    paying.run("2026-04", [], [post(1, "anna", APRIL)])
    statement = paying.run("2026-05", [], [post(1, "ben", APRIL)])
    assert told(of(statement, "anna"), *OPENING) == [("corrected", "fee", "2026-04", "", -10_000)]
    assert (paying.opened("anna"), paying.opened("ben")) == (0, 10_000)


def test_an_order_that_counts_in_one_campaign_is_not_paid_in_another():
    first = Paying(campaign_of(AFFILIATE))
    second = Paying(replace(first.campaign, name="other"), ledger=first.ledger)
    first.run("2026-04", [anna("1", APRIL, 10_000)])
    statement = second.run("2026-04", [anna("1", APRIL, 10_000), anna("2", APRIL, 500)])
    assert told(of(statement, "anna"), *OPENING) == [("earned", "commission", "2026-04", "2", 50)]
    assert [(one.events, one.gross) for one in statement.left_out] == [(1, 10_000)]
    assert first.run("2026-04", [anna("1", APRIL, 10_000)]).unchanged


# Contracts that change


def test_a_creator_who_changes_to_another_contract_is_paid_the_difference_and_nothing_twice():
    """10% of 100.00 were 10.00 in April. The roster puts Anna under 15% in May: 5.00 for April, 15.00 for May."""
    better = Contract("better", commission=Commission((Band(0, 150_000),)))
    paying = Paying(campaign_of(AFFILIATE, better))
    paying.run("2026-04", [anna("1", APRIL, 10_000)], roster=a_roster(creator("anna", contract="affiliate")))
    roster = a_roster(creator("anna", contract="better"))
    second = of(paying.run("2026-05", [anna("2", MAY, 10_000)], roster=roster), "anna")
    assert told(second, *OPENING) == [
        ("earned", "commission", "2026-05", "2", 1_500),
        ("corrected", "commission", "2026-04", "", 500),
    ]
    assert paying.opened("anna") == 3_000
    assert paying.run("2026-05").unchanged


def test_another_agreed_fee_corrects_the_posts_that_were_paid():
    paying = Paying(campaign_of(Contract("c", fee=FlatFee(10_000))))
    paying.run("2026-04", [], [post(1, "anna", APRIL)], roster=a_roster(creator("anna", fee=Decimal(120))))
    assert paying.opened("anna") == 12_000
    second = paying.run("2026-05", roster=a_roster(creator("anna", fee=Decimal(150))))
    assert told(of(second, "anna"), *OPENING) == [("corrected", "fee", "2026-04", "", 3_000)]


def test_a_commission_ends_after_twelve_months_of_a_customer():
    """mbfinotti, rate-derivation: 100.00 a month for 20 months at 30%, paid for 12 months, are 360.00.

    Months are paid as they come, by runs for 20 periods; order n is placed n months after the first.
    """
    terms = Commission((Band(0, 300_000),), lasts_months=12)
    assert _subscription(terms) == 36_000


def test_a_commission_without_an_end_pays_every_month():
    """The same source: 30% of 20 x 100.00 are 600.00."""
    assert _subscription(Commission((Band(0, 300_000),))) == 60_000


def test_a_commission_tapers():
    """The same source: 6 months at 30%, 6 at 15%, nothing after that: 180.00 + 90.00 = 270.00."""
    terms = Commission((Band(0, 300_000),), taper=(TaperStep(6, 300_000), TaperStep(6, 150_000)))
    assert _subscription(terms) == 27_000


def _subscription(terms: Commission) -> int:
    paying = Paying(campaign_of(Contract("c", commission=terms), weeks=104))
    for month in range(20):
        year, of_year = divmod(3 + month, 12)
        day = date(2026 + year, of_year + 1, 15)
        paying.run(f"{day:%Y-%m}", [anna(f"o{month}", day, 10_000, customer="kim")])
    return paying.opened("anna")


def test_a_commission_that_ends_with_the_campaigns_months_counts_from_its_first_day():
    """One month from April 1: an order on April 30 is of month 0 and pays, one on May 1 is of month 1."""
    terms = Commission((Band(0, 100_000),), lasts_months=1, since=Since.START)
    paying = Paying(campaign_of(Contract("c", commission=terms)))
    paying.run("2026-05", [anna("1", date(2026, 4, 30), 10_000), anna("2", date(2026, 5, 1), 10_000)])
    assert paying.opened("anna") == 1_000


def test_a_rate_cut_holds_from_its_effective_day_and_refunds_take_the_old_rate():
    """20%, cut to 10% from May 1: April 30 pays 20.00, May 1 pays 10.00; April's order comes back: -20.00."""
    change = RateChange(date(2026, 4, 1), date(2026, 5, 1), 100_000)
    terms = Commission((Band(0, 200_000),), changes=(change,))
    paying = Paying(campaign_of(Contract("c", commission=terms)))
    paying.run("2026-05", [anna("1", date(2026, 4, 30), 10_000), anna("2", date(2026, 5, 1), 10_000)])
    assert paying.opened("anna") == 3_000
    last = of(paying.run("2026-06", [anna("1", date(2026, 4, 30), 10_000, 10_000)]), "anna")
    assert told(last, *OPENING) == [("reversed", "refunds", "2026-06", "1", -2_000)]


def test_a_rolling_window_forgets_what_is_older_than_its_days():
    """10%, 20% from 100.00 within 30 days. April 1: 60.00 (10%), April 20: 60.00 (120.00: 20%), May 15: 60.00
    (April 20 is 25 days ago: 120.00: 20%), June 20: 60.00 alone (10%). 6 + 12 + 12 + 6 = 36.00.
    """
    bands = (Band(0, 100_000), Band(10_000, 200_000))
    terms = Commission(bands, mode=CommissionMode.PROSPECTIVE, reset=Window.ROLLING, rolling_days=30)
    paying = Paying(campaign_of(Contract("c", commission=terms), weeks=20))
    days = [date(2026, 4, 1), date(2026, 4, 20), date(2026, 5, 15), date(2026, 6, 20)]
    for number, day in enumerate(days):
        paying.run(f"{day:%Y-%m}", [anna(str(number), day, 6_000)])
    assert paying.opened("anna") == 3_600


# Who is meant


def test_orders_of_codes_that_nobody_has_are_listed_with_their_totals():
    paying = Paying(campaign_of(AFFILIATE))
    rows = [
        Order("1", "ANNA15", APRIL, 10_000, code=True),
        Order("2", "NOBODY", APRIL, 700, code=True),
        Order("3", "NOBODY", APRIL, 300, code=True, count=2),
        Order("4", "zed", APRIL, 5_000),
    ]
    statement = paying.run("2026-04", rows, roster=a_roster(creator("Anna", code="anna15")))
    assert of(statement, "Anna").payment.gross == 1_000
    assert statement.unattributed == (Unattributed("zed", False, 1, 5_000), Unattributed("NOBODY", True, 3, 1_000))


def test_orders_of_an_unknown_code_are_paid_once_somebody_has_it():
    paying = Paying(campaign_of(AFFILIATE))
    paying.run("2026-04", [Order("1", "BEN10", APRIL, 10_000, code=True)], roster=a_roster(creator("Anna")))
    roster = a_roster(creator("Anna"), creator("Ben", code="BEN10"))
    statement = paying.run("2026-05", roster=roster)
    assert told(of(statement, "Ben"), *OPENING)[0][-1] == 1_000
    assert statement.unattributed == ()


def test_a_code_alone_makes_nobody_a_payee():
    statement = Paying(campaign_of(AFFILIATE)).run("2026-04", [Order("1", "ANNA15", APRIL, 100, code=True)])
    assert statement.creators == ()
    assert statement.unattributed == (Unattributed("ANNA15", True, 1, 100),)


def test_a_creator_is_the_same_by_id_handle_name_and_address():
    roster = a_roster(creator("Anna Krüger", id="7", handle="anna.k", email="anna@example.com"))
    rows = [
        Order(str(number), word, APRIL, 1_000)
        for number, word in enumerate(["7", "@Anna.K", "anna  krüger", "ANNA@example.com"])
    ]
    statement = Paying(campaign_of(AFFILIATE)).run("2026-04", rows, roster=roster)
    assert of(statement, "7").payment.gross == 400


def test_a_name_that_two_creators_have_is_refused():
    roster = a_roster(creator("Anna", id="1"), creator("Anna", id="2"))
    with pytest.raises(SpecError, match="'anna' is more than one creator"):
        Paying(campaign_of(AFFILIATE)).run("2026-04", [anna("1", APRIL, 100)], roster=roster)


def test_a_creator_under_one_of_two_contracts_has_to_be_said_which():
    paying = Paying(campaign_of(AFFILIATE, replace(AFFILIATE, name="other")))
    with pytest.raises(SpecError, match="under which contract 'anna' is"):
        paying.run("2026-04", [anna("1", APRIL, 100)])
    assert of(paying.run("2026-04", [anna("1", APRIL, 100)], contract="other"), "anna").payee.contract == "other"
    with pytest.raises(UsageError, match="no tier has a contract of this name"):
        paying.run("2026-04", contract="third")


def test_a_column_contract_says_which():
    paying = Paying(campaign_of(AFFILIATE, replace(AFFILIATE, name="other")))
    statement = paying.run("2026-04", [anna("1", APRIL, 100, contract="other")])
    assert of(statement, "anna").payee.contract == "other"


# Totals, and what is missing


def test_those_who_have_only_totals_are_paid_on_them():
    """10% of (1,000.00 - 100.00 refunded) and 2.00 for each of 20 orders: 90.00 + 40.00."""
    terms = Contract("c", commission=TEN_PERCENT, unit_pay=(UnitPay(PayUnit.ORDER, 200),))
    paying = Paying(campaign_of(terms))
    sums = total("anna", date(2026, 4, 30), orders=20, gross=100_000, refunded=10_000)
    one = of(paying.run("2026-04", [], [sums]), "anna")
    assert told(one, *OPENING) == [
        ("earned", "commission", "2026-04", "", 9_000),
        ("earned", "cpa", "2026-04", "", 4_000),
    ]
    assert one.lines[0].note == "on the total of the month"
    better = replace(sums, refunded=20_000)
    second = of(paying.run("2026-05", [], [better]), "anna")
    assert told(second, *OPENING) == [("corrected", "commission", "2026-04", "", -1_000)]


def test_totals_and_orders_of_one_month_would_count_twice():
    paying = Paying(campaign_of(AFFILIATE))
    with pytest.raises(SpecError, match="both orders and totals are stated for the same creator in 2026-04"):
        paying.run("2026-04", [anna("1", APRIL, 100)], [total("anna", date(2026, 4, 30), gross=100)])


def test_totals_that_wait_are_compared_with_orders_that_count():
    paying = Paying(campaign_of(AFFILIATE), PaymentTerms(hold_days=10))
    with pytest.raises(SpecError, match="so sales would count twice"):
        paying.run("2026-04", [anna("1", APRIL, 100)], [total("anna", date(2026, 4, 30), gross=100)])


def test_bands_count_totals_and_orders_of_other_months_together():
    """20% of everything from 100.00 on: April's total is 200.00, so May's order of 10.00 brings and returns 2.00."""
    terms = Commission((Band(0, 100_000), Band(10_000, 200_000)), mode=CommissionMode.RETROACTIVE)
    paying = Paying(campaign_of(Contract("c", commission=terms)))
    paying.run("2026-04", [], [total("anna", date(2026, 4, 30), gross=20_000)])
    second = of(paying.run("2026-05", [anna("1", MAY, 1_000)]), "anna")
    assert told(second, *OPENING) == [("earned", "commission", "2026-05", "1", 200)]
    paying.run("2026-05", [anna("1", MAY, 1_000, 1_000)])
    assert paying.opened("anna") == 4_000


def test_a_contract_that_goes_by_order_needs_orders():
    terms = Commission((Band(0, 100_000), Band(10_000, 200_000)), mode=CommissionMode.PER_ORDER)
    with pytest.raises(SpecError, match="pays order by order"):
        Paying(campaign_of(Contract("c", commission=terms))).run(
            "2026-04", [], [total("anna", date(2026, 4, 30), gross=100)]
        )


def test_a_rate_of_followers_needs_followers():
    bonus = Bonus("loved", 5_000, (Condition("engagement_rate_by_followers", ">=", 0.05),))
    paying = Paying(campaign_of(Contract("c", bonuses=(bonus,)), weeks=4))
    seen = post(1, "anna", APRIL, engagements=50)
    with pytest.raises(SpecError, match="depends on the followers of 'anna', which no file states"):
        paying.run("2026-04", [], [seen])
    # 50 of 1,000 followers are 5%; the campaign ends on April 28.
    assert of(paying.run("2026-04", [], [replace(seen, followers=1_000)]), "anna").payment.gross == 5_000


def test_views_that_no_file_states_are_not_taken_for_none():
    paying = Paying(campaign_of(Contract("c", unit_pay=(UnitPay(PayUnit.THOUSAND_VIEWS, 500),))))
    first = of(paying.run("2026-04", [], [post(1, "anna", APRIL)]), "anna")
    assert first.notes == ("the views of 1 posts are not known, so nothing is paid for them yet",)
    assert of(paying.run("2026-05", [], [post(1, "anna", APRIL, views=3_000)]), "anna").payment.gross == 1_500


def test_clicks_of_a_file_of_their_own_replace_those_of_that_months_posts():
    """April: 100 clicks of the post at 0.10. May: 50 clicks by day, of which the post of May saw 30."""
    paying = Paying(campaign_of(Contract("c", unit_pay=(UnitPay(PayUnit.CLICK, 10),))))
    paying.run("2026-04", [], [post(1, "anna", APRIL, clicks=100)])
    paying.run("2026-05", [], [post(2, "anna", MAY, clicks=30), clicks("anna", MAY, 50)])
    assert paying.opened("anna") == 1_500


# From what is open to what is sent


def paid_100(rules: PayoutRules, **of_creator: object) -> Paying:
    """Anna is owed 100.00 US dollars in April."""
    paying = Paying(campaign_of(AFFILIATE), rules=rules)
    paying.run("2026-04", [anna("1", APRIL, 100_000)], roster=a_roster(creator("anna", **of_creator)))
    return paying


def test_taxes_are_withheld_from_the_whole_payment_and_the_fee_from_what_is_left():
    """No published total. 100.00 less 30% are 70.00; the fee of 0.50 + 1% of 70.00 is 1.20: 68.80 are sent."""
    fee = PaymentFee(50, 10_000, PaidBy.CREATOR)
    paying = paid_100(PayoutRules(fee=fee), withholding=300_000)
    payment = paying.ledger.batches[1].payments[0]
    assert (payment.gross, payment.withheld, payment.fee, payment.net, payment.sent) == (10_000, 3_000, 120, 6_880, 6_880)
    assert payment.fee_of_brand == 0


def test_a_fee_that_the_brand_bears_leaves_the_payment_whole():
    paying = paid_100(PayoutRules(fee=PaymentFee(50, 10_000)))
    payment = paying.ledger.batches[1].payments[0]
    assert (payment.fee, payment.fee_of_brand, payment.net) == (0, 150, 10_000)


@pytest.mark.parametrize(
    ("code", "rate", "sent"),
    [
        ("EUR", "0.92155", 9_216),  # 100.00 x 0.92155 = 92.155, half-up
        ("JPY", "151.255", 15_126),  # 15,125.5 yen
        ("KWD", "0.307125", 30_713),  # 30.7125 dinars have three decimals
    ],
)
def test_payments_are_exchanged_at_the_stated_rate_half_up(code: str, rate: str, sent: int):
    exchange = {code: ExchangeRate(Currency(code), Decimal(rate), date(2026, 4, 30), "ECB")}
    paying = paid_100(PayoutRules(exchange=exchange), currency=code)
    payment = paying.ledger.batches[1].payments[0]
    assert (payment.gross, payment.sent, payment.currency, payment.exchange) == (10_000, sent, Currency(code), exchange[code])


def test_what_cannot_be_sent_is_kept_with_all_reasons_and_sent_once_they_are_gone():
    rules = PayoutRules()
    paying = Paying(campaign_of(replace(AFFILIATE, minimum_payout=2_500)), rules=rules)
    wanted = creator("anna", tax_form=False, currency="EUR", minimum_payout=Decimal(200))
    first = of(paying.run("2026-04", [anna("1", APRIL, 100_000)], roster=a_roster(wanted)), "anna")
    assert first.reasons == (
        "below the minimum payout of 200 USD",
        "the tax form is missing",
        "no exchange rate to EUR is stated",
    )
    assert first.carried == 10_000
    paying.rules = PayoutRules(exchange={"EUR": ExchangeRate(Currency("EUR"), Decimal("0.9"), date(2026, 5, 29))})
    ready = replace(wanted, tax_form=True, minimum_payout=Decimal(100))
    second = of(paying.run("2026-05", roster=a_roster(ready)), "anna")
    assert second.payment is not None
    assert (second.payment.gross, second.payment.sent) == (10_000, 9_000)


def test_a_minimum_per_creator_looks_at_all_campaigns_of_the_ledger():
    """15.00 wait in one campaign; 10.00 more in another make 25.00, the minimum."""
    terms = replace(AFFILIATE, minimum_payout=2_500)
    rules = PayoutRules(minimum_per=MinimumPer.CREATOR)
    first = Paying(campaign_of(terms), rules=rules)
    second = Paying(replace(first.campaign, name="other"), rules=rules, ledger=first.ledger)
    assert of(first.run("2026-04", [anna("1", APRIL, 15_000)]), "anna").carried == 1_500
    assert of(second.run("2026-04", [anna("2", APRIL, 10_000)]), "anna").payment.gross == 1_000


def test_payments_fall_due_on_a_business_day():
    """April 30 + 30 days is Saturday, May 30; Monday, June 1 is a holiday here: June 2."""
    rules = PayoutRules(holidays=(date(2026, 6, 1),))
    paying = Paying(campaign_of(AFFILIATE), PaymentTerms(net_days=30), rules)
    statement = paying.run("2026-04", [anna("1", APRIL, 10_000)])
    assert of(statement, "anna").due == date(2026, 6, 2)
    assert statement.batch is not None
    assert statement.batch.due == date(2026, 6, 2)
    scheduled = next(line for line in of(statement, "anna").lines if line.kind is EntryKind.SCHEDULED)
    assert scheduled.note == "due 2026-06-02"


def test_a_fee_per_creator_is_owed_once_whatever_is_delivered():
    paying = Paying(campaign_of(Contract("c", fee=FlatFee(10_000, FeeUnit.CREATOR))))
    paying.run("2026-04", [], [post(1, "anna", APRIL, deliverables=2)])
    paying.run("2026-05", [], [post(2, "anna", MAY)])
    assert paying.opened("anna") == 10_000


def test_a_currency_is_one_for_a_campaign_in_a_ledger():
    paying = Paying(campaign_of(AFFILIATE))
    paying.run("2026-04", [anna("1", APRIL, 10_000)])
    paying.campaign = campaign_of(AFFILIATE, currency="EUR")
    with pytest.raises(UsageError, match="expected the same currency"):
        paying.run("2026-05")
