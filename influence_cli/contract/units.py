"""Pay per thousand views, click, order or lead."""

import numpy as np

from influence_cli.contract.outcomes import IntArray, Outcomes
from influence_cli.contract.reading import field
from influence_cli.contract.rounding import scaled
from influence_cli.contract.windows import accrue
from influence_cli.model.contract import PayUnit, UnitPay

UNIT_FIELDS = {
    PayUnit.THOUSAND_VIEWS: "views",
    PayUnit.CLICK: "clicks",
    PayUnit.ORDER: "orders",
    PayUnit.LEAD: "leads",
}
"""The field of Outcomes that each unit is counted in."""

UNIT_TERMS = {
    PayUnit.THOUSAND_VIEWS: "cpm",
    PayUnit.CLICK: "cpc",
    PayUnit.ORDER: "cpa",
    PayUnit.LEAD: "cpl",
}
"""The name of each unit's line."""


def unit_pay_lines(pay: UnitPay, outcomes: Outcomes) -> IntArray:
    """Unit pay by month, [creator, month, draw].

    Units are counted over the campaign: a month's line is what is owed for all units so far, half-up and at
    most the cap, less what was owed up to the month before. The months therefore add up to the rounded
    amount for the campaign, and views short of a thousand are paid in proportion.
    """

    def owed_for(units: IntArray) -> IntArray:
        owed = scaled(units, pay.amount, 1000) if pay.unit is PayUnit.THOUSAND_VIEWS else units * pay.amount
        return owed if pay.cap is None else np.minimum(owed, pay.cap)

    months = len(outcomes.months)
    return accrue(field(outcomes, UNIT_FIELDS[pay.unit]), (range(months),), owed_for, months)
