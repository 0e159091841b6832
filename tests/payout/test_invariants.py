"""What holds for every campaign: paying again adds nothing, and how exports are cut does not matter."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from influence_cli.model.agreement import PaymentTerms
from influence_cli.model.contract import Band, Commission, CommissionMode, Contract
from influence_cli.model.payout import Approval, EntryKind

from ..contract.generated import commissions
from .generated import CREATORS, STARTS, Story, months_from, payable, stories
from .oracle import goods, month_end
from .selling import Order, Paying, campaign_of, of
from .test_same_engine import paid, posted

usual = settings(max_examples=35, deadline=None, suppress_health_check=list(HealthCheck))

plain_commissions = commissions.map(
    lambda terms: Contract("c", commission=replace(terms, bands=tuple(replace(band, flat=0) for band in terms.bands)))
)


@usual
@given(stories(payable()))
def test_the_same_export_again_adds_nothing(story: Story) -> None:
    paying = paid(story)
    orders, results = story.all_known()
    before = paying.journal() if story.runs else []
    again = paying.run(story.last, orders.values(), results.values())
    assert again.unchanged
    assert not again.batches
    assert paying.journal() == before
    assert paying.run(story.last).unchanged


@usual
@given(stories(payable(), turns=False), st.integers(0, 2**32 - 1))
def test_one_export_in_any_order_pays_what_its_pieces_did(story: Story, seed: int) -> None:
    """Nothing changes over time here, so one run at the end owes what all runs did."""
    orders, results = story.all_known()
    rows, lines = list(orders.values()), list(results.values())
    random.Random(seed).shuffle(rows)
    random.Random(seed).shuffle(lines)
    whole = Paying(campaign_of(story.contract, start=story.start, weeks=story.weeks), story.payment)
    whole.run(story.last, rows, lines)
    assert posted(whole) == posted(paid(story))


@usual
@given(stories(plain_commissions))
def test_a_commission_on_orders_that_all_come_back_is_nothing(story: Story) -> None:
    paying = paid(story)
    orders, _ = story.all_known()
    gone = [replace(order, refunded=order.gross - order.discount) for order in orders.values() if goods(order)]
    gone += [replace(order, state=Approval.CANCELLED) for order in orders.values() if not goods(order)]
    paying.run(story.last, gone)
    for creator, balance in paying.ledger.state("test").balances.items():
        assert balance.earned == balance.held == 0, creator


@usual
@given(stories(payable()), st.data())
def test_a_batch_that_is_marked_as_paid_changes_nothing_of_what_is_owed(story: Story, data: Any) -> None:
    marked = Paying(campaign_of(story.contract, start=story.start, weeks=story.weeks), story.payment)
    for number, told in enumerate(story.runs):
        statement = marked.run(told.period, told.orders, told.results)
        if statement.batches and data.draw(st.booleans()):
            marked.ledger.mark_paid(max(marked.ledger.batches), f"SEPA {number}", statement.batches[-1].due)
    left = marked.ledger.state("test").balances
    unmarked = paid(story).ledger.state("test").balances
    assert {who: (one.held, one.open, one.scheduled + one.paid) for who, one in left.items()} == {
        who: (one.held, one.open, one.scheduled) for who, one in unmarked.items()
    }


@usual
@given(
    st.sampled_from(STARTS),
    st.integers(0, 70),
    st.integers(0, 60),
    st.integers(0, 4),
    st.integers(1, 10**9),
    st.integers(0, 10**6),
)
def test_an_order_counts_once_its_hold_is_over_and_it_is_approved(
    start: date, later: int, hold: int, approved: int, gross: int, rate: int
) -> None:
    day = start + timedelta(days=later)
    amount = (gross * rate * 2 + 10**6) // (2 * 10**6)
    terms = Contract("c", commission=Commission((Band(0, rate),)))
    assume(amount)
    paying = Paying(campaign_of(terms, start=start, weeks=12), PaymentTerms(hold_days=hold))
    counted = held = False
    for number, period in enumerate(months_from(start, 6)):
        state = Approval.APPROVED if number >= approved else Approval.PENDING
        statement = paying.run(period, [Order("o1", "anna", day, gross, state=state)])
        if day > month_end(period):
            assert not any(one.lines for one in statement.creators)
            continue
        one = of(statement, "anna")
        lines = [(line.kind, line.amount) for line in one.lines if line.event == "o1"]
        if counted:
            assert not lines
        elif number >= approved and day + timedelta(days=hold) <= month_end(period):
            counted = True
            assert lines == [(EntryKind.RELEASED if held else EntryKind.EARNED, amount)]
            assert one.before.held == (amount if held else 0)
            assert one.after.held == 0
        else:
            held = True
            assert not lines
            assert one.after.held == amount


@usual
@given(stories(plain_commissions, turns=False), st.integers(0, 2**32 - 1))
def test_what_is_refunded_in_its_hold_was_never_sold(story: Story, seed: int) -> None:
    """The same campaign, and one with more orders that come back before they could count."""
    held = replace(story, payment=PaymentTerms(hold_days=60))
    more = Paying(campaign_of(held.contract, start=held.start, weeks=held.weeks), held.payment)
    rng = random.Random(seed)
    periods = sorted({told.period for told in held.runs})
    for place, period in enumerate(periods):
        # The hold of an order of the month's last day outlives the month.
        extra = [
            Order(f"x{place}-{n}", rng.choice(CREATORS[:1]), month_end(period), rng.randint(1, 10**6)) for n in range(2)
        ]
        more.run(period, extra)
        more.run(period, [replace(order, refunded=order.gross) for order in extra])
        for told in held.runs:
            if told.period == period:
                more.run(period, told.orders, told.results)
    assert posted(more) == posted(paid(held))


@usual
@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 10**7)), min_size=1, max_size=6),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.integers(1, 10**7),
    st.data(),
)
def test_a_late_refund_takes_the_rate_of_the_sale_whatever_was_sold_since(
    sales: list[tuple[int, int]], low: int, high: int, start: int, data: Any
) -> None:
    """Prospective bands: each order has the rate of the band it reached, and its refund takes that rate."""
    terms = Commission((Band(0, low), Band(start, high)), mode=CommissionMode.PROSPECTIVE)
    paying = Paying(campaign_of(Contract("c", commission=terms), weeks=16))
    sales = sorted(sales)
    rows = [
        Order(str(number), "anna", date(2026, 4, 1) + timedelta(days=day), gross, second=number)
        for number, (day, gross) in enumerate(sales)
    ]
    paying.run("2026-05", rows)
    earned = paying.opened("anna")
    back = data.draw(st.integers(0, len(rows) - 1))
    running = sum(gross for _, gross in sales[: back + 1])
    rate = high if running >= start else low
    refund = data.draw(st.integers(1, rows[back].gross))
    more = [Order("later", "anna", date(2026, 6, 2), 10**7), replace(rows[back], refunded=refund)]
    statement = of(paying.run("2026-06", more), "anna")
    taken = -sum(line.amount for line in statement.lines if line.kind is EntryKind.REVERSED)
    assert taken == (refund * rate * 2 + 10**6) // (2 * 10**6)
    fresh = sum(line.amount for line in statement.lines if line.event == "later")
    assert paying.opened("anna") == earned + fresh - taken
