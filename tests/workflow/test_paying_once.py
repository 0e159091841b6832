"""Each order once, corrections, and contracts that change; by hand, in cents."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from influence_cli.model.agreement import PaymentTerms, RosterCreator
from influence_cli.model.contract import (
    Band,
    Commission,
    CommissionMode,
    Contract,
    FlatFee,
    PayUnit,
    RateChange,
    Since,
    TaperStep,
    UnitPay,
    Window,
)
from influence_cli.model.errors import SpecError
from influence_cli.model.payout import Approval, EntryKind, Unattributed
from tests.payout.selling import Order, Paying, a_roster, campaign_of, of, post, told, total

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
    assert not again.batches
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


# Found by trying to be paid wrongly


@pytest.mark.parametrize("names", [["ab"], ["ba"], ["a", "b"], ["b", "a"]])
def test_orders_of_one_day_are_in_the_order_of_their_ids_however_they_are_told(names: list[str]):
    """10%, from 100.00 on 20%: a (90.00) at 10%, b (20.00) reaches 110.00: 9.00 + 4.00."""
    terms = Commission((Band(0, 100_000), Band(10_000, 200_000)), mode=CommissionMode.PROSPECTIVE)
    paying = Paying(campaign_of(Contract("c", commission=terms)))
    rows = {"a": anna("a", APRIL, 9_000), "b": anna("b", APRIL, 2_000)}
    for of_run in names:
        paying.run("2026-04", [rows[name] for name in of_run])
    assert paying.opened("anna") == 1_300


@pytest.mark.parametrize("first", ["per_order", "share"])
def test_what_a_refund_took_under_one_contract_does_not_stay_taken_under_another(first: str):
    """An order refunded in full is worth nothing under either contract, and so it is after changing between them."""
    per_order = Contract("per_order", unit_pay=(UnitPay(PayUnit.ORDER, 500),))
    share = Contract("share", commission=TEN_PERCENT)
    second = "share" if first == "per_order" else "per_order"
    paying = Paying(campaign_of(per_order, share))
    paying.run("2026-04", [anna("1", APRIL, 10_000)], roster=a_roster(creator("anna", contract=first)))
    paying.run("2026-04", [anna("1", APRIL, 10_000, 10_000)])
    assert paying.opened("anna") == 0
    paying.run("2026-05", roster=a_roster(creator("anna", contract=second)))
    assert paying.opened("anna") == 0


def test_orders_of_totals_count_towards_the_cap_of_the_pay_per_order():
    """5.00 per order, at most 10.00. April's total has 10 orders, May brings 2, one comes back: 11 are left."""
    paying = Paying(campaign_of(Contract("c", unit_pay=(UnitPay(PayUnit.ORDER, 500, cap=1_000),))))
    paying.run("2026-04", [], [total("anna", date(2026, 4, 30), orders=10)])
    paying.run("2026-05", [anna("1", MAY, 100), anna("2", MAY, 100)])
    paying.run("2026-05", [anna("1", MAY, 100, 100)])
    assert paying.opened("anna") == 1_000


def test_a_code_that_somebody_else_gets_leaves_its_orders_where_they_were_paid():
    """Code X was Anna's when the order counted. It is Ben's now, and the order's gross is corrected: Anna's still."""
    paying = Paying(campaign_of(AFFILIATE))
    order = Order("1", "X", APRIL, 10_000, code=True)
    paying.run("2026-04", [order], roster=a_roster(creator("anna", code="X"), creator("ben", code="Y")))
    paying.run("2026-05", roster=a_roster(creator("anna", code="Z"), creator("ben", code="X")))
    paying.run("2026-06", [replace(order, gross=11_000)])
    assert (paying.opened("anna"), paying.opened("ben")) == (1_100, 0)


def test_an_order_whose_label_nobody_has_any_longer_is_taken_back_and_listed():
    """The order was Ben's by his code; the next export names a code that nobody has."""
    paying = Paying(campaign_of(AFFILIATE))
    order = Order("3", "BEN10", APRIL, 5_000, code=True)
    paying.run("2026-04", [order], roster=a_roster(creator("ben", code="BEN10")))
    assert paying.opened("ben") == 500
    statement = paying.run("2026-05", [replace(order, who="ZZZ")])
    assert paying.opened("ben") == 0
    assert statement.unattributed == (Unattributed("ZZZ", True, 1, 5_000),)
    assert told(of(statement, "ben"), *OPENING) == [("corrected", "commission", "2026-04", "", -500)]


def test_what_was_taken_back_stays_without_clawback_unless_the_order_is_anothers():
    """Anna gave back 4.00 of 10.00. Then the contract takes nothing back any more; then the order is Ben's."""
    paying = Paying(campaign_of(AFFILIATE))
    paying.run("2026-04", [anna("1", APRIL, 10_000)])
    paying.run("2026-04", [anna("1", APRIL, 10_000, 4_000)])
    paying.payment = PaymentTerms(clawback=False)
    assert paying.run("2026-05").unchanged
    assert paying.opened("anna") == 600
    paying.run("2026-06", [Order("1", "ben", APRIL, 10_000, 4_000)])
    assert (paying.opened("anna"), paying.opened("ben")) == (0, 1_000)


def test_a_campaign_that_begins_later_than_it_did_is_a_correction():
    paying = Paying(campaign_of(AFFILIATE))
    paying.run("2026-04", [anna("1", APRIL, 10_000)])
    paying.campaign = campaign_of(AFFILIATE, start=date(2026, 5, 1))
    second = of(paying.run("2026-05"), "anna")
    assert told(second, *OPENING) == [("corrected", "commission", "2026-04", "", -1_000)]


# Customers


@pytest.mark.parametrize(
    "other",
    [
        anna("0", APRIL, 500, state=Approval.CANCELLED, customer="kim"),
        anna("0", date(2026, 3, 3), 500, customer="kim"),
        anna("0", APRIL, 500, 500, customer="kim"),
        Order("0", "NOBODY", APRIL, 500, code=True, customer="kim"),
        Order("0", "ben", APRIL, 500, customer="kim"),
    ],
    ids=["cancelled", "before the campaign", "refunded", "of nobody", "with another creator"],
)
def test_a_customers_first_order_is_one_with_the_creator_that_counts(other: Order):
    """10% for one month of each customer: Kim's first order with Anna is that of June."""
    terms = Commission((Band(0, 100_000),), lasts_months=1)
    paying = Paying(campaign_of(Contract("c", commission=terms)))
    paying.run("2026-04", [other])
    paying.run("2026-06", [anna("1", JUNE, 10_000, customer="kim")])
    assert paying.opened("anna") == 1_000


@pytest.mark.parametrize(
    "terms",
    [
        Commission((Band(0, 100_000),), lasts_months=1),
        Commission((Band(0, 100_000),), taper=(TaperStep(1, 100_000), TaperStep(1, 50_000))),
    ],
)
def test_a_commission_that_goes_by_customers_needs_them(terms: Commission):
    paying = Paying(campaign_of(Contract("c", commission=terms)))
    rows = [anna("1", APRIL, 10_000), anna("2", JUNE, 10_000)]
    with pytest.raises(SpecError, match="ends or tapers with each customer, and no order names one") as refused:
        paying.run("2026-06", rows)
    assert [problem.code for problem in refused.value.problems] == ["no-customers"]
    # From the campaign's first day on, customers do not matter; nor do those of a single order without a name.
    since = campaign_of(Contract("c", commission=replace(terms, since=Since.START)))
    assert not Paying(since).run("2026-06", rows).unchanged
    assert not paying.run("2026-06", [*rows, anna("3", JUNE, 100, customer="kim")]).unchanged
    # Guests buy without a name: that nobody who counts has one yet is no fault of the export.
    waiting = anna("3", JUNE, 100, customer="kim", state=Approval.PENDING)
    assert not Paying(campaign_of(Contract("c", commission=terms))).run("2026-06", [*rows, waiting]).unchanged


# Posts


@pytest.mark.parametrize("named_first", [False, True])
def test_a_post_that_gets_or_loses_its_id_is_refused(named_first: bool):
    """The same creator, platform, day and title, once without an id and once with one, would be paid twice."""
    paying = Paying(campaign_of(Contract("c", fee=FlatFee(10_000))))
    plain = replace(post(1, "anna", APRIL, title="Reel", platform="Instagram"), key="post:anna|instagram|3|reel")
    named = replace(plain, key="post:p1")
    first, second = (named, plain) if named_first else (plain, named)
    paying.run("2026-04", [], [first])
    with pytest.raises(SpecError, match="is known already as") as refused:
        paying.run("2026-05", [], [second])
    assert [problem.code for problem in refused.value.problems] == ["post-twice"]
    assert paying.run("2026-05", [], [first]).unchanged
    # Two posts with ids of their own may look alike.
    if named_first:
        assert not paying.run("2026-05", [], [replace(named, key="post:p2")]).unchanged


# Rosters


def test_a_name_that_is_also_anothers_key_is_refused():
    roster = a_roster(creator("Anna"), creator("Anna", handle="anna2"))
    with pytest.raises(SpecError, match="'Anna' is more than one creator"):
        Paying(campaign_of(AFFILIATE)).run("2026-04", [Order("1", "Anna", APRIL, 100)], roster=roster)


@pytest.mark.parametrize("other", [{"fee": Decimal(200)}, {"account": "B"}, {"withholding": 1}, {"tax_form": False}])
def test_two_rows_of_one_creator_may_not_say_different_things(other: dict[str, object]):
    stated = {"handle": "anna", "fee": Decimal(100), "account": "A", "withholding": 0, "tax_form": True}
    roster = a_roster(creator("Anna", **stated), creator("Anna", **(stated | other)))
    with pytest.raises(SpecError, match="stands in the roster twice") as refused:
        Paying(campaign_of(Contract("c", fee=FlatFee(100)))).run("2026-04", [], [post(1, "anna", APRIL)], roster=roster)
    assert [problem.code for problem in refused.value.problems] == ["creator-twice"]
