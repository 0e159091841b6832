"""Means of every simulated metric against closed forms, within four standard errors."""

import math

import numpy as np
import pytest

from influence_cli.funnel.uncertainty import clipped_mean, mean, mean_over_median
from influence_cli.metrics.formulas import repeat_factor
from influence_cli.model.campaign import TIER_FOLLOWERS, Goal, Platform, Quantity, Switches, Tier
from influence_cli.model.contract import Contract
from influence_cli.simulate.engine import simulate
from tests.builders import HYBRID, a_campaign, a_cell, booked, known

DRAWS = 20_000
CREATORS = 8
POSTS = 3
PRICE, MARGIN, DISCOUNT = 6_000.0, 0.6, 0.15
APART = {Quantity.CELL_CORRELATION: known(0.0), Quantity.VIRAL_COEFFICIENT: known(0.02)}
"""Clicks and conversion are correlated through product-market fit; a closed form of their product needs them apart."""


def field(name, cell, **campaign):
    c = a_campaign(
        (cell,),
        price=PRICE,
        margin=MARGIN,
        discount=DISCOUNT,
        switches=Switches(overlap=False),
        quantities=APART,
        **campaign,
    )
    return simulate(c, [booked(cell, CREATORS)], draws=DRAWS, seed=11).fields[name][0]


def cell(tier=Tier.MICRO, platform=Platform.INSTAGRAM, **rates):
    return a_cell(
        tier, platform, deliverables=POSTS, rates={Quantity(name): estimate for name, estimate in rates.items()}
    )


def followers(c):
    return clipped_mean(c.rates[Quantity.FOLLOWERS], *TIER_FOLLOWERS[c.tier])


def views(c):
    rate = c.rates[Quantity.VIEW_RATE]
    log_sd = c.rates[Quantity.VIEWS_LOG_SD_BETWEEN].typical
    return CREATORS * POSTS * followers(c) * mean(rate) * mean_over_median(log_sd, rate.statistic)


def orders(c):
    campaign = a_campaign((c,))
    code = mean(campaign.quantities[Quantity.CODE_ORDER_RATIO])
    return views(c) * mean(c.rates[Quantity.CLICK_RATE]) * mean(c.rates[Quantity.CONVERSION_RATE]) * (1 + code)


def kept(c):
    return orders(c) * PRICE * (1 - mean(a_campaign((c,)).quantities[Quantity.REFUND_RATE]))


def assert_mean(drawn, expected):
    error = drawn.std() / math.sqrt(len(drawn))
    assert abs(drawn.mean() - expected) < 4 * error + 1e-9 * abs(expected), (drawn.mean(), expected, error)


@pytest.mark.parametrize("tier", Tier)
@pytest.mark.parametrize("platform", Platform)
def test_views(tier, platform):
    c = cell(tier, platform)
    assert_mean(field("views", c), views(c))


def test_views_of_a_rate_that_is_a_mean():
    c = cell(**{Quantity.VIEW_RATE: known(0.3)})
    expected = CREATORS * POSTS * followers(c) * 0.3
    assert_mean(field("views", c), expected)


def test_engagements():
    c = cell(**{Quantity.ENGAGEMENT_RATE_BY_FOLLOWERS: known(0.004)})  # low enough never to meet the views
    assert_mean(field("engagements", c), CREATORS * POSTS * followers(c) * 0.004)


def test_clicks():
    c = cell()
    assert_mean(field("clicks", c), views(c) * mean(c.rates[Quantity.CLICK_RATE]))


def test_orders():
    c = cell()
    assert_mean(field("orders", c), orders(c))


def test_leads_and_the_orders_they_become():
    c = cell()
    close = mean(a_campaign((c,)).quantities[Quantity.CLOSE_RATE])
    assert_mean(field("leads", c, goal=Goal.LEADS), orders(c))
    assert_mean(field("orders", c, goal=Goal.LEADS), orders(c) * close)


def test_revenue_contribution_and_lifetime():
    c = cell()
    assert_mean(field("revenue", c), kept(c) * (1 - DISCOUNT))
    assert_mean(field("contribution", c), kept(c) * (MARGIN - DISCOUNT))
    # The repeat factor is a polynomial in the rate; its mean is taken over the rate's own curve.
    c = cell(**{Quantity.REPEAT_PURCHASE_RATE: known(0.2)})
    repeats = float(repeat_factor(0.2, 3, 12, 0.1))
    per_kept = (MARGIN - DISCOUNT) + MARGIN * repeats + MARGIN * 0.02 * (1 + repeats)
    assert_mean(field("lifetime_contribution", c), kept(c) * per_kept)


def test_payout_of_a_fee_and_a_linear_commission():
    c = cell()
    fee = c.contract.fee.amount * POSTS * CREATORS
    assert_mean(field("payout", c), fee + 0.1 * kept(c) * (1 - DISCOUNT))


def test_a_gift_costs_its_product_and_its_shipping():
    c = a_cell(contract=Contract("gift", gift=True))
    assert np.all(field("gifts", c) == CREATORS * 2_600)
    assert np.all(field("payout", c) == 0)


def test_the_contract_sees_the_same_sales_as_the_projection():
    # With no minimum payout left over, a 10% commission on net sales is a tenth of revenue, to the rounding.
    c = a_cell(contract=HYBRID, deliverables=POSTS)
    assert c.contract.fee is not None
    commission = field("payout", c) - c.contract.fee.amount * POSTS * CREATORS
    assert commission == pytest.approx(0.1 * field("revenue", c), abs=CREATORS * 4)
