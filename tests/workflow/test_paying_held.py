"""What waits, until when, and what an export holds that is not counted; by hand, in cents."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from influence_cli.model.agreement import HoldFrom, PaymentTerms
from influence_cli.model.contract import Band, Commission, Contract, FlatFee
from influence_cli.model.payout import Approval, EntryKind, LeftOut
from tests.payout.selling import Order, Paying, campaign_of, of, post, told

AFFILIATE = Contract("affiliate", commission=Commission((Band(0, 100_000),)))
LAST = date(2026, 4, 30)


def april(day: int) -> date:
    return date(2026, 4, day)


def anna(order: str, day: date, gross: int, refunded: int = 0, **more: object) -> Order:
    return Order(order, "anna", day, gross, refunded, **more)  # type: ignore[arg-type]


def test_the_held_line_moves_the_difference_and_says_the_total():
    """150.00 of April 20 and 10.00 of May 2 wait after May: what is new is 1.00 - 5.00 = -4.00, 16.00 is held."""
    paying = Paying(campaign_of(AFFILIATE), PaymentTerms(hold_days=40))
    paying.run("2026-04", [anna("a", april(2), 5_000), anna("b", april(25), 15_000)])
    one = of(paying.run("2026-05", [anna("f", date(2026, 5, 2), 1_000)]), "anna")
    assert told(one, EntryKind.HELD) == [("held", "held", "", "", 100)]
    assert one.after.held == 1_600
    note = next(line.note for line in one.lines if line.kind is EntryKind.HELD)
    assert note == "16 USD is held by now, until 2026-06-11"


@pytest.mark.parametrize("state", [Approval.APPROVED, Approval.CANCELLED])
def test_what_came_back_within_the_hold_leaves_a_line_that_says_nothing_is_held(state: Approval):
    paying = Paying(campaign_of(AFFILIATE), PaymentTerms(hold_days=40))
    paying.run("2026-04", [anna("a", april(2), 5_000)])
    one = of(paying.run("2026-04", [anna("a", april(2), 5_000, 5_000, state=state)]), "anna")
    assert [(line.amount, line.note) for line in one.lines] == [(-500, "0 USD is held by now")]


def test_posts_that_wait_are_listed_with_their_fee():
    paying = Paying(campaign_of(Contract("c", fee=FlatFee(10_000))), PaymentTerms(hold_days=10))
    results = [
        post(1, "anna", april(3), title="Reel"),
        post(2, "anna", april(25), title="Reel"),
        post(3, "anna", april(3), title="Story", approval=Approval.PENDING),
    ]
    one = of(paying.run("2026-04", [], results), "anna")
    assert [(line.event, line.amount, line.note) for line in one.held_lines] == [
        ("post:2", 10_000, "Reel, until 2026-05-05"),
        ("post:3", 10_000, "Story, not approved"),
    ]
    assert one.after.held == 20_000


orders = st.builds(
    lambda day, gross, refund, state: (april(1) + timedelta(days=day), gross, min(refund, gross), state),
    st.integers(0, 40),
    st.integers(1, 10**6),
    st.sampled_from([0, 0, 0, 1, 10**6]),
    st.sampled_from(Approval),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(orders, st.sampled_from(["anna", "ben"])), min_size=1, max_size=8), st.integers(0, 45))
def test_every_order_that_waits_is_listed_once_with_the_day_its_hold_ends(rows: list[Any], hold: int) -> None:
    paying = Paying(campaign_of(AFFILIATE), PaymentTerms(hold_days=hold))
    exported = [
        Order(f"o{number}", who, day, gross, refund, state=state)
        for number, ((day, gross, refund, state), who) in enumerate(rows)
    ]
    statement = paying.run("2026-04", exported)
    for who in ("anna", "ben"):
        waits = {}
        for order in exported:
            gone = order.state is Approval.CANCELLED or order.refunded == order.gross
            if order.who != who or gone or order.day > LAST:
                continue
            end = order.day + timedelta(days=hold)
            if order.state is Approval.PENDING:
                waits[order.id] = "not approved"
            elif end > LAST:
                waits[order.id] = f"until {end}"
        found = [line for one in statement.creators if one.payee.key == who for line in one.held_lines]
        assert sorted((line.event, line.note) for line in found) == sorted(waits.items())
        assert {line.kind for line in found} <= {EntryKind.HELD}
        held = sum(one.after.held for one in statement.creators if one.payee.key == who)
        # A rate of 10% is rounded for each order here, and for all of them together there.
        assert abs(sum(line.amount for line in found) - held) <= len(rows)


def test_what_a_run_leaves_out_is_what_its_own_files_hold():
    paying = Paying(campaign_of(AFFILIATE))
    gone = [anna("1", april(2), 5_000, state=Approval.CANCELLED), anna("2", april(2), 700, 700)]
    assert paying.run("2026-04", [*gone, anna("3", april(2), 100)]).left_out == (
        LeftOut("cancelled or rejected", 1, 5_000),
        LeftOut("refunded in full before they counted", 1, 700),
    )
    assert paying.run("2026-05").left_out == ()
    assert [one.events for one in paying.run("2026-06", gone[:1]).left_out] == [1]


def test_the_held_line_of_what_is_only_undelivered_ends_with_its_amount():
    paying = Paying(campaign_of(AFFILIATE), PaymentTerms(hold_days=30, hold_from=HoldFrom.DELIVERY))
    one = of(paying.run("2026-04", [anna("1", april(2), 10_000)]), "anna")
    assert [line.note for line in one.lines if line.kind is EntryKind.HELD] == ["10 USD is held by now"]
