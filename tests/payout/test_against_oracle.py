"""Paying month by month and an independent, slow reading of the rules agree to the cent."""

import pytest
from hypothesis import HealthCheck, given, settings

from influence_cli.model.payout import OPENS

from .generated import Story, payable, stories
from .oracle import SlowPayer
from .selling import Paying, campaign_of

usual = settings(max_examples=70, deadline=None, suppress_health_check=list(HealthCheck))
long = settings(max_examples=6_000, deadline=None, suppress_health_check=list(HealthCheck))


def agrees(story: Story) -> None:
    fast = Paying(campaign_of(story.contract, start=story.start, weeks=story.weeks), story.payment)
    slow = SlowPayer(story.contract, story.payment, story.start, story.weeks)
    for told in story.runs:
        statement = fast.run(told.period, told.orders, told.results)
        expected = slow.run(told.period, told.orders, told.results)
        after = {one.payee.key: one.after for one in statement.creators}
        posted: dict[str, dict[tuple[str, str], int]] = {}
        for line in fast.journal():
            if line.kind in OPENS:
                of_one = posted.setdefault(line.creator, {})
                of_one[line.term, line.month] = of_one.get((line.term, line.month), 0) + line.amount
        for who, standing in expected.items():
            found = {key: amount for key, amount in posted.get(who, {}).items() if amount}
            assert found == standing.by_term_and_month, (told.period, who)
            if who in after:
                actual = (after[who].earned, after[who].held, after[who].scheduled, after[who].open)
            else:
                actual = (0, 0, 0, 0)
            assert actual == (standing.owed, standing.held, standing.scheduled, standing.carried), (told.period, who)


@usual
@given(stories())
def test_every_run_leaves_every_creator_where_the_oracle_does(story: Story) -> None:
    agrees(story)


@usual
@given(stories(payable(), whole=True))
def test_what_only_the_end_of_a_campaign_decides_is_the_oracles_too(story: Story) -> None:
    agrees(story)


@pytest.mark.nightly
@long
@given(stories() | stories(payable(), whole=True))
def test_thousands_of_campaigns_end_where_the_oracle_says(story: Story) -> None:
    agrees(story)
