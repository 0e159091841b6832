"""Simulating a contract on an outcome and paying it on that outcome, in as many runs as one likes, is the same."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from influence_cli.contract.engine import needs, owed
from influence_cli.contract.outcomes import IntArray, Month, OrderLines, Outcomes
from influence_cli.model.payout import OPENS, ResultKind

from .generated import Story, payable, stories
from .oracle import SlowPayer
from .selling import Paying, campaign_of, post

usual = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
long = settings(max_examples=5_000, deadline=None, suppress_health_check=list(HealthCheck))

at_once = stories(payable(), holds=st.just(0), turns=False, whole=True)
"""No hold, everything approved, and the campaign is paid to its end."""
causal = payable(alone=True).map(lambda contract: replace(contract, rights=()))
"""Contracts whose months do not depend on later ones; fees for rights are shares of all that is delivered."""


def paid(story: Story) -> Paying:
    paying = Paying(campaign_of(story.contract, start=story.start, weeks=story.weeks), story.payment)
    for told in story.runs:
        paying.run(told.period, told.orders, told.results)
    return paying


def posted(paying: Paying) -> dict[tuple[str, str, str], int]:
    """By creator, term and month."""
    found: dict[tuple[str, str, str], int] = defaultdict(int)
    for line in paying.journal():
        if line.kind in OPENS:
            found[line.creator, line.term, line.month] += line.amount
    return {key: amount for key, amount in found.items() if amount}


def outcome_of(story: Story, creators: list[str]) -> Outcomes:
    """The same events as a simulation would hand them to the contract engine."""
    orders, results = story.all_known()
    days = [story.start + timedelta(days=day) for day in range(7 * story.weeks)]
    labels = sorted({f"{day:%Y-%m}" for day in days})
    months = tuple(
        Month(label, int(label[:4]) * 4 + (int(label[5:]) - 1) // 3, sum(f"{day:%Y-%m}" == label for day in days))
        for label in labels
    )
    shape = (len(creators), len(months), 1)
    columns: dict[str, IntArray] = defaultdict(lambda: np.zeros(shape, dtype=np.int64))
    boosts = {name: np.zeros((len(creators), 1), dtype=np.int64) for name in ("boost_revenue", "boost_spend")}
    followers = np.zeros((len(creators), 1), dtype=np.int64)
    clicked = {(r.who, f"{r.day:%Y-%m}") for r in results.values() if r.kind is ResultKind.CLICKS}
    for result in results.values():
        who, month = creators.index(result.who), labels.index(f"{result.day:%Y-%m}")
        for name in ("deliverables", "views", "engagements", "leads"):
            columns[name][who, month, 0] += getattr(result, name) or 0
        if result.kind is ResultKind.CLICKS or (result.who, labels[month]) not in clicked:
            columns["clicks"][who, month, 0] += result.clicks or 0
        for name, values in boosts.items():
            values[who, 0] += getattr(result, name) or 0
        followers[who, 0] = max(followers[who, 0], result.followers or 0)
    in_time = sorted(orders.values(), key=lambda order: (order.day, order.second))
    owner = [creators.index(order.who) * len(months) + labels.index(f"{order.day:%Y-%m}") for order in in_time]
    terms = story.contract.commission
    ages = []
    for order in in_time:
        begin = story.start
        if terms is None or terms.since.value == "first_order":
            same = [other.day for other in in_time if order.customer and other.customer == order.customer]
            begin = min([order.day, *same])
        ages.append((order.day.year - begin.year) * 12 + order.day.month - begin.month - (order.day.day < begin.day))
    parts = {"gross_sales": "gross", "discounts": "discount", "refunds": "refunded", "tax": "tax"}
    parts |= {"shipping": "shipping"}

    def column(values: list[int]) -> IntArray:
        return np.array(values, dtype=np.int64)

    by_order = {field: column([getattr(order, name) for order in in_time]) for field, name in parts.items()}
    for field, values in by_order.items():
        np.add.at(columns[field].reshape(-1), column(owner), values)
    np.add.at(columns["orders"].reshape(-1), column(owner), column([order.count for order in in_time]))
    given: dict[str, Any] = {name: columns[name] for name in needs(story.contract) & {*columns, *_COUNTS}}
    given |= {name: values for name, values in boosts.items() if name in needs(story.contract)}
    return Outcomes(
        months,
        columns["deliverables"][:, :, 0],
        followers=followers,
        order_lines=OrderLines(
            column(owner), **by_order, day=column([o.day.toordinal() for o in in_time]), age=column(ages)
        ),
        **given,
    )


_COUNTS = (
    "views",
    "engagements",
    "clicks",
    "orders",
    "leads",
    "gross_sales",
    "discounts",
    "refunds",
    "tax",
    "shipping",
)


def is_the_engines(story: Story) -> None:
    paying = paid(story)
    orders, results = story.all_known()
    creators = sorted({order.who for order in orders.values()} | {result.who for result in results.values()})
    assume(creators)
    outcomes = outcome_of(story, creators)
    engine = owed(story.contract, outcomes)
    expected = {}
    for term, values in engine.lines.items():
        lines = np.broadcast_to(values, engine.earned.shape)[:, :, 0]
        for who, month in zip(*(place.tolist() for place in np.nonzero(lines)), strict=True):
            expected[creators[who], term, outcomes.months[month].label] = int(lines[who, month])
    assert posted(paying) == expected
    for who, creator in enumerate(creators):
        assert paying.opened(creator) == int(engine.earned[who].sum())
    slow = SlowPayer(story.contract, story.payment, story.start, story.weeks)
    by_oracle = [slow.run(told.period, told.orders, told.results) for told in story.runs][-1]
    assert {who: one.owed for who, one in by_oracle.items()} == {who: paying.opened(who) for who in creators}


@usual
@given(at_once)
def test_what_is_paid_in_any_number_of_runs_is_what_the_contract_comes_to(story: Story) -> None:
    is_the_engines(story)


@pytest.mark.nightly
@long
@given(at_once)
def test_thousands_of_campaigns_are_paid_what_their_contracts_come_to(story: Story) -> None:
    is_the_engines(story)


@usual
@given(stories(causal, holds=st.just(0), turns=False, whole=True))
def test_the_payments_of_the_months_are_those_that_were_simulated(story: Story) -> None:
    """Exports that tell each month what happened in it: what is sent then is what the engine said would be."""
    orders, results = story.all_known()
    creators = sorted({order.who for order in orders.values()} | {result.who for result in results.values()})
    assume(creators)
    assume(not story.contract.commission or not story.contract.commission.lasts_months)
    engine = owed(story.contract, outcome_of(story, creators))
    paying = Paying(campaign_of(story.contract, start=story.start, weeks=story.weeks))
    for place, period in enumerate(sorted({told.period for told in story.runs})):
        now = [order for order in orders.values() if f"{order.day:%Y-%m}" <= period]
        seen = [result for result in results.values() if f"{result.day:%Y-%m}" <= period]
        # Everyone is known from the first day on, as in a simulation.
        seen += [
            post(100 + place, who, story.start, deliverables=0, followers=1_000) for place, who in enumerate(creators)
        ]
        statement = paying.run(period, now, seen)
        sent = {one.payee.key: one.payment.gross for one in statement.creators if one.payment}
        assert sent == {who: int(pay) for who, pay in zip(creators, engine.paid[:, place, 0], strict=True) if pay}
    left = paying.ledger.state("test").balances
    assert {who: one.open for who, one in left.items() if one.open} == {
        who: carried for who, carried in zip(creators, engine.carried[:, 0].tolist(), strict=True) if carried
    }
