"""Whom orders and posts belong to, and what is asked of creators; by hand, in cents."""

from dataclasses import replace
from datetime import date

import pytest

from influence_cli.model.agreement import PaymentTerms, RosterCreator
from influence_cli.model.contract import (
    Band,
    Bonus,
    Commission,
    CommissionMode,
    Condition,
    Contract,
    PayUnit,
    UnitPay,
)
from influence_cli.model.errors import SpecError, UsageError
from influence_cli.model.payout import (
    EntryKind,
    Unattributed,
)
from tests.payout.selling import Order, Paying, a_roster, campaign_of, clicks, of, post, sent, told, total

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
    assert sent(of(statement, "Anna")) == 1_000
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
    assert sent(of(statement, "7")) == 400


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
    assert sent(of(paying.run("2026-04", [], [replace(seen, followers=1_000)]), "anna")) == 5_000


def test_views_that_no_file_states_are_not_taken_for_none():
    paying = Paying(campaign_of(Contract("c", unit_pay=(UnitPay(PayUnit.THOUSAND_VIEWS, 500),))))
    first = of(paying.run("2026-04", [], [post(1, "anna", APRIL)]), "anna")
    assert "Views of 1 post are not known" in first.notes[0]
    assert sent(of(paying.run("2026-05", [], [post(1, "anna", APRIL, views=3_000)]), "anna")) == 1_500


def test_clicks_of_a_file_of_their_own_replace_those_of_that_months_posts():
    """April: 100 clicks of the post at 0.10. May: 50 clicks by day, of which the post of May saw 30."""
    paying = Paying(campaign_of(Contract("c", unit_pay=(UnitPay(PayUnit.CLICK, 10),))))
    paying.run("2026-04", [], [post(1, "anna", APRIL, clicks=100)])
    paying.run("2026-05", [], [post(2, "anna", MAY, clicks=30), clicks("anna", MAY, 50)])
    assert paying.opened("anna") == 1_500
