"""From exports to the file of the ledger and back: the file and a plain model of it agree after every step."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from influence_cli.model.payout import OPENS, PayoutStatement

from .generated import Story, payable, stories
from .on_disk import TwoLedgers, two_ledgers
from .selling import Paying, campaign_of

usual = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
long = settings(max_examples=1_000, deadline=None, suppress_health_check=list(HealthCheck))


def is_kept(story: Story, data: Any) -> None:
    """Pay a story; batches are marked as paid at once, or later, or never."""
    with two_ledgers() as ledger:
        paying = Paying(campaign_of(story.contract, start=story.start, weeks=story.weeks), story.payment, ledger=ledger)
        statements = []
        for told in story.runs:
            statements.append(paying.run(told.period, told.orders, told.results))
            unpaid = [number for number, batch in ledger.batches.items() if not batch.reference]
            for number in unpaid:
                if data.draw(st.booleans()):
                    ledger.mark_paid(number, f"SEPA {number}", ledger.batches[number].due)
        _sums(ledger, statements)
        assert paying.run(story.last).unchanged


def _sums(ledger: TwoLedgers, statements: list[PayoutStatement]) -> None:
    """What opened by contract and month, and what was scheduled, is what the statements said."""
    opened: Counter[tuple[str, str]] = Counter()
    scheduled: Counter[str] = Counter()
    for statement in statements:
        for total in statement.totals:
            opened[total.contract, total.month] += total.amount
        for one in statement.creators:
            scheduled[one.payee.key] += one.payment.gross if one.payment else 0
    posted: Counter[tuple[str, str]] = Counter()
    for line in (line for book in ledger.books.values() for line in book.journal):
        if line.kind in OPENS:
            posted[line.contract, line.month] += line.amount
    assert {key: amount for key, amount in posted.items() if amount} == {
        key: amount for key, amount in opened.items() if amount
    }
    state = ledger.state("test")
    assert {who: one.scheduled + one.paid for who, one in state.balances.items() if one.scheduled + one.paid} == {
        who: amount for who, amount in scheduled.items() if amount
    }


@usual
@given(stories(), st.data())
def test_the_file_holds_what_the_statements_say(story: Story, data: Any) -> None:
    is_kept(story, data)


@usual
@given(stories(), st.data())
def test_one_export_for_two_campaigns_counts_each_order_once(story: Story, data: Any) -> None:
    """Every check of the file looks for orders that count in both; some runs of the second are given nothing."""
    with two_ledgers() as ledger:
        campaign = campaign_of(story.contract, start=story.start, weeks=story.weeks)
        first = Paying(campaign, story.payment, ledger=ledger)
        second = Paying(replace(campaign, name="other"), story.payment, ledger=ledger)
        for told in story.runs:
            turns = [first, second] if data.draw(st.booleans()) else [second, first]
            for paying in turns:
                paying.run(told.period, told.orders if data.draw(st.booleans()) else [])


@pytest.mark.nightly
@long
@given(stories() | stories(payable(), whole=True), st.data())
def test_the_files_of_a_thousand_campaigns_hold_what_their_statements_say(story: Story, data: Any) -> None:
    is_kept(story, data)
