"""Terms of pay written out in sentences, and the lines of a worked example."""

from collections.abc import Iterator
from decimal import Decimal
from typing import assert_never

from influence_cli.model.contract import (
    Bonus,
    CollectiveBonus,
    Condition,
    Contract,
    FeeUnit,
    Match,
    PayUnit,
    RightsFee,
    Split,
    Window,
)
from influence_cli.model.money import Currency, in_words, percent
from influence_cli.report.agreement.commission_words import commission_words
from influence_cli.report.agreement.phrases import listed
from influence_cli.report.values.sanitize import plain

_METRICS = {
    "deliverables": "deliverables",
    "views": "views",
    "engagements": "engagements",
    "clicks": "link clicks",
    "orders": "orders",
    "leads": "leads",
    "gross_sales": "gross sales",
    "revenue": "net sales",
    "engagement_rate_by_followers": "engagements per post and follower",
    "engagement_rate_by_views": "engagements per view",
    "click_rate": "clicks per view",
    "boost_roas": "revenue per amount spent on boosting the creator's posts",
}
_SHARES = frozenset({"engagement_rate_by_followers", "engagement_rate_by_views", "click_rate"})
_MONEY = frozenset({"gross_sales", "revenue"})
_OPERATORS = {">=": "at least", ">": "more than", "<=": "at most", "<": "less than"}


def base_pay(contract: Contract, fees: tuple[str, ...], currency: Currency, *, market: bool) -> Iterator[str]:
    """What is paid whatever the results.

    Args:
        contract: The contract.
        fees: The flat fees of its places in words, each once.
        currency: Currency of every amount.
        market: Whether the fee follows the market.
    """
    if contract.fee is not None:
        per = "for each deliverable" if contract.fee.per is FeeUnit.DELIVERABLE else "once, at the first deliverable"
        amount = fees[0] if len(fees) == 1 else "the amount in the table of deliverables"
        yield f"Flat fee: {amount}, {per}. Nothing delivered, nothing owed."
        if market:
            yield (
                "Not agreed: the fee follows the market, so the amount above is the market's typical fee and no offer "
                "yet. The amount both sides settle on is written in before signing."
            )
    if contract.retainer is not None:
        amount = in_words(contract.retainer.monthly, currency)
        yield f"Retainer: {amount} per 30 days of the campaign, by days for a part of them."
    if contract.gift:
        yield "Product: the creator receives the product free of charge. A gift is disclosed like a payment."
    if contract.fee is None and contract.retainer is None:
        yield "Base pay: none is agreed."


def performance_pay(contract: Contract, currency: Currency) -> Iterator[str]:
    """What is paid for results."""
    if contract.commission is not None:
        yield from commission_words(contract.commission, currency)
    for pay in contract.unit_pay:
        cap = f", at most {in_words(pay.cap, currency)}" if pay.cap is not None else ""
        yield f"{in_words(pay.amount, currency)} {_unit(pay.unit)}{cap}."
    for bonus in contract.bonuses:
        what = _conditions(bonus, currency)
        yield f"Bonus '{plain(bonus.name)}': {in_words(bonus.amount, currency)} {_once(bonus.per)} for {what}."
    for collective in contract.collective_bonuses:
        what = _conditions(collective, currency)
        split = "to each creator" if collective.split is Split.EACH else "shared by all creators"
        yield (
            f"Joint bonus '{plain(collective.name)}': {in_words(collective.amount, currency)} {split}, "
            f"{_once(collective.per)}, when all creators of this contract together reach {what}."
        )
    if contract.minimum_guarantee is not None:
        amount = in_words(contract.minimum_guarantee, currency)
        yield f"Guarantee: whatever the results, the campaign comes to at least {amount} if something was delivered."
    if contract.cap_per_creator is not None:
        yield f"Cap: the campaign comes to at most {in_words(contract.cap_per_creator, currency)} per creator."
    if contract.cap_per_campaign is not None:
        amount = in_words(contract.cap_per_campaign, currency)
        yield f"Cap: all creators of this contract together are paid at most {amount}."


def right_fee(fee: RightsFee, currency: Currency) -> str:
    """What a right costs, and for how long."""
    days = f"for {fee.days:,} days"
    if fee.share:
        return f"{percent(fee.share)} of the base pay per 30 days, {days}, by days for a part of them"
    return f"{in_words(fee.fixed, currency)} {days}" if fee.fixed else f"without a fee of its own, {days}"


def _unit(unit: PayUnit) -> str:
    match unit:
        case PayUnit.THOUSAND_VIEWS:
            return "per 1,000 views"
        case PayUnit.CLICK:
            return "per click on the link"
        case PayUnit.ORDER:
            return "per order traced to the creator"
        case PayUnit.LEAD:
            return "per lead traced to the creator"
        case _:
            assert_never(unit)


def _once(window: Window) -> str:
    match window:
        case Window.ORDER:
            return "per order"
        case Window.MONTH | Window.QUARTER:
            return f"once per calendar {window}"
        case Window.CAMPAIGN | Window.NEVER:
            return "once in the campaign"
        case Window.ROLLING:
            return "once in the days that are counted"
        case _:
            assert_never(window)


def _conditions(bonus: Bonus | CollectiveBonus, currency: Currency) -> str:
    last = "or" if bonus.match is Match.ANY else "and"
    return listed([_condition(condition, currency) for condition in bonus.conditions], last)


def _condition(condition: Condition, currency: Currency) -> str:
    threshold = Decimal(str(condition.threshold))
    name = _METRICS.get(condition.metric, condition.metric)
    operator = _OPERATORS.get(condition.operator, condition.operator)
    if condition.metric in _SHARES:
        return f"{operator} {(threshold * 100).normalize():f}% {name}"
    if condition.metric in _MONEY:
        return f"{operator} {in_words(condition.threshold, currency)} of {name}"
    return f"{operator} {threshold.normalize():,f} {name}"
