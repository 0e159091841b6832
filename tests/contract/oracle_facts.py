"""What the oracle knows of a campaign, and the one way it rounds."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from influence_cli.model.contract import Commission, Deduction, SalesBase, Window

EXACT = Context(prec=100, rounding=ROUND_HALF_UP)
"""Half-up, which in decimal arithmetic means half away from zero; far more digits than 64 bits can hold."""

Sale = dict[str, int]
"""gross_sales, discounts, refunds, tax and shipping of a month or of one order, and an order's day and age."""


@dataclass
class MonthFacts:
    quarter: int
    days: int
    over: bool = True
    campaign: bool = True


@dataclass
class CreatorFacts:
    """What one creator did in one draw; lists by month."""

    deliverables: list[int]
    counts: dict[str, list[int]]
    sales: list[Sale]
    orders: list[list[Sale]]
    followers: int
    boost_revenue: int
    boost_spend: int
    fee: int | None = None


def cents(numerator: int, denominator: int) -> int:
    quotient = EXACT.divide(Decimal(numerator), Decimal(denominator))
    return int(quotient.quantize(Decimal(1), context=EXACT))


def windows(window: Window, months: list[MonthFacts]) -> list[list[int]]:
    if window is Window.MONTH:
        return [[m] for m in range(len(months))]
    if window is Window.QUARTER:
        quarters: dict[int, list[int]] = {}
        for m, month in enumerate(months):
            quarters.setdefault(month.quarter, []).append(m)
        return list(quarters.values())
    return [list(range(len(months)))]


def base_of(commission: Commission, sale: Sale) -> int:
    names = {
        Deduction.DISCOUNT: "discounts",
        Deduction.REFUNDS: "refunds",
        Deduction.TAX: "tax",
        Deduction.SHIPPING: "shipping",
    }
    if commission.base is SalesBase.GROSS:
        return sale["gross_sales"]
    return sale["gross_sales"] - sum(sale[names[deduction]] for deduction in commission.deductions)
