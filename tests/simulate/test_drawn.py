"""Outcomes that are drawn once give what the whole simulation gives, whatever contract is paid on them."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from influence_cli.model.campaign import Goal, Switches
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
    UnitPay,
    Window,
)
from influence_cli.simulate.drawn import draw
from influence_cli.simulate.engine import simulate
from tests.builders import HYBRID, a_campaign, a_cell, booked

ALONE = Switches(overlap=False, halo=False)
BANDS = (Band(0, 80_000), Band(50_000, 120_000, flat=1_000))

CONTRACTS = {
    "hybrid": HYBRID,
    "bands": Contract("bands", fee=FlatFee(10_000, FeeUnit.CREATOR), commission=Commission(BANDS)),
    "by order": Contract("by order", commission=Commission(BANDS, mode=CommissionMode.PROSPECTIVE)),
    "by month": Contract("by month", commission=Commission(BANDS, reset=Window.MONTH), minimum_payout=5_000),
    "limits": replace(HYBRID, minimum_guarantee=60_000, cap_per_creator=90_000),
    "by results": Contract(
        "by results",
        unit_pay=(UnitPay(PayUnit.CLICK, 40), UnitPay(PayUnit.THOUSAND_VIEWS, 500, cap=9_000)),
        bonuses=(Bonus("response", 20_000, (Condition("clicks", ">=", 200.0),)),),
    ),
}


@pytest.mark.parametrize("name", CONTRACTS)
@pytest.mark.parametrize("goal", [Goal.SALES, Goal.LEADS])
def test_pay_and_contribution_are_those_of_the_whole_simulation(name, goal):
    campaign = a_campaign(switches=ALONE, goal=goal, discount=0.1, start=date(2026, 1, 20))
    booking = booked(a_cell(contract=CONTRACTS[name]), 3)
    whole = simulate(campaign, [booking], draws=700, seed=5)
    drawn = draw(campaign, booking, [booking.cell.contract], draws=700, seed=5)
    paid = drawn.paid(booking.cell.contract)
    assert paid.shape == (3, 700)
    assert np.array_equal(paid.sum(axis=0), whole.fields["payout"][0])
    assert np.allclose(drawn.contribution, whole.fields["contribution"][0], rtol=1e-12)


def test_another_fee_and_commission_are_paid_on_the_same_outcomes():
    campaign, booking = a_campaign(switches=ALONE), booked(a_cell(contract=HYBRID), 2)
    drawn = draw(campaign, booking, [HYBRID], draws=300, seed=1)
    none, some = (
        drawn.paid(Contract("x", fee=FlatFee(fee, FeeUnit.CREATOR), commission=Commission((Band(0, rate),))))
        for fee, rate in ((0, 100_000), (7_000, 200_000))
    )
    assert np.abs(some - 7_000 - 2 * none).max() <= 2  # cents rounded once per line and month


def test_more_sales_are_more_commission_and_nothing_else():
    campaign, booking = a_campaign(switches=ALONE), booked(a_cell(contract=HYBRID), 2)
    drawn = draw(campaign, booking, [HYBRID], draws=300, seed=1)
    commission = replace(HYBRID, fee=None)
    usual, more = drawn.paid(commission), drawn.paid(commission, 1.5)
    assert usual.sum() > 0
    assert np.abs(more - 1.5 * usual).max() <= 4
    flat = Contract("flat", fee=FlatFee(5_000))
    assert np.array_equal(drawn.paid(flat, 1.5), drawn.paid(flat))
