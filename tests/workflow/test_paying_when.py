"""When orders count; by hand, in cents."""

from datetime import date

import pytest

from influence_cli.model.agreement import HoldFrom, PaymentTerms
from influence_cli.model.contract import (
    Band,
    Commission,
    Contract,
)
from influence_cli.model.errors import UsageError
from influence_cli.model.payout import Approval, EntryKind, Waiting
from tests.payout.selling import Order, Paying, campaign_of, of, sent, told

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


# When orders count


@pytest.mark.parametrize(
    ("day", "hold", "period"),
    [
        (april(30), 0, "2026-04"),
        (april(29), 1, "2026-04"),
        (april(30), 1, "2026-05"),
        (april(1), 30, "2026-05"),
        (may(1), 30, "2026-05"),
        (may(2), 30, "2026-06"),
    ],
)
def test_an_order_counts_in_the_period_in_which_its_hold_ends(day: date, hold: int, period: str):
    paying = Paying(campaign_of(AFFILIATE), PaymentTerms(hold_days=hold))
    counted = None
    for now in ("2026-04", "2026-05", "2026-06"):
        paying.run(now, [anna("1", day, 10_000)])
        if counted is None and paying.opened("anna"):
            counted = now
    assert counted == period


def test_a_hold_from_delivery_begins_with_it():
    """30 days from May 3 end on June 2; until an order is delivered, its hold has not begun."""
    paying = Paying(campaign_of(AFFILIATE), PaymentTerms(hold_days=30, hold_from=HoldFrom.DELIVERY))
    first = of(paying.run("2026-04", [anna("1", april(1), 10_000)]), "anna")
    assert first.waiting == Waiting(in_hold=1)
    second = of(paying.run("2026-05", [anna("1", april(1), 10_000, delivered=may(3))]), "anna")
    assert second.waiting == Waiting(in_hold=1, until=june(2))
    assert sent(of(paying.run("2026-06"), "anna")) == 1_000


def test_only_approved_orders_count_however_old_they_are():
    paying = Paying(campaign_of(AFFILIATE), PaymentTerms(hold_days=7))
    first = of(paying.run("2026-04", [anna("1", april(1), 10_000, state=Approval.PENDING)]), "anna")
    assert first.waiting == Waiting(pending=1)
    assert first.after.held == 1_000
    assert of(paying.run("2026-05"), "anna").after.held == 1_000
    third = of(paying.run("2026-06", [anna("1", april(1), 10_000)]), "anna")
    assert told(third, *OPENING) == [("released", "commission", "2026-04", "1", 1_000)]


def test_an_order_of_a_later_month_was_never_held():
    paying = Paying(campaign_of(AFFILIATE))
    assert [one.events for one in paying.run("2026-04", [anna("1", may(3), 10_000)]).left_out] == [1]
    assert told(of(paying.run("2026-05"), "anna"), *OPENING) == [("earned", "commission", "2026-05", "1", 1_000)]


def test_orders_before_the_campaign_are_not_its_own():
    statement = Paying(campaign_of(AFFILIATE)).run("2026-04", [anna("1", date(2026, 3, 31), 10_000)])
    assert statement.creators == ()
    assert [(one.events, one.gross) for one in statement.left_out] == [(1, 10_000)]


def test_orders_after_the_campaigns_end_still_pay_commission():
    paying = Paying(campaign_of(AFFILIATE))
    assert sent(of(paying.run("2026-07", [anna("1", date(2026, 7, 9), 10_000)]), "anna")) == 1_000


def test_periods_are_paid_in_their_order():
    paying = Paying(campaign_of(AFFILIATE))
    with pytest.raises(UsageError, match="the campaign begins on 2026-04-01"):
        paying.run("2026-03")
    paying.run("2026-05", [anna("1", april(1), 10_000)])
    with pytest.raises(UsageError, match="the ledger holds 2026-05 already"):
        paying.run("2026-04")
    with pytest.raises(UsageError, match="expected a month such as 2026-04"):
        paying.run("May")
