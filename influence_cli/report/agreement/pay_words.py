"""Terms of pay written out in sentences, and the lines of a worked example."""

from collections.abc import Iterator
from decimal import Decimal
from typing import assert_never

from influence_cli.model.contract import (
    Bonus,
    CollectiveBonus,
    Commission,
    CommissionMode,
    Condition,
    Contract,
    FeeUnit,
    Match,
    PayUnit,
    RightsFee,
    SalesBase,
    Split,
    Window,
)
from influence_cli.model.money import Currency, in_words
from influence_cli.report.values.sanitize import plain

LONGEST = 500

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
_DEDUCTIONS = {
    "discount": "discounts",
    "refunds": "refunds",
    "tax": "tax",
    "shipping": "shipping",
}


def percent(ppm: int) -> str:
    """Parts per million as an exact per cent.

    >>> percent(100_000), percent(125), percent(75_000)
    ('10%', '0.0125%', '7.5%')
    """
    return f"{(Decimal(ppm) / 10_000).normalize():f}%"


def listed(words: list[str], last: str = "and") -> str:
    """Words as a phrase.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


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
        yield from _commission(contract.commission, currency)
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


def _commission(commission: Commission, currency: Currency) -> Iterator[str]:
    base = _base(commission)
    if len(commission.bands) == 1 and not commission.bands[0].flat:
        yield f"Commission: {percent(commission.bands[0].rate)} of {base}."
        return
    yield f"Commission on {base}: {_mode(commission.mode)}; {_reset(commission.reset)}."
    for band in commission.bands:
        flat = f", and {in_words(band.flat, currency)} once on reaching it" if band.flat else ""
        yield f"From {in_words(band.start, currency)} on: {percent(band.rate)}{flat}."


def _base(commission: Commission) -> str:
    match commission.base:
        case SalesBase.GROSS:
            return "gross sales traced to the creator (before discounts, refunds, tax and shipping)"
        case SalesBase.NET:
            taken = [words for name, words in _DEDUCTIONS.items() if name in commission.deductions]
            after = f" (after {listed(taken)})" if taken else ""
            return f"net sales traced to the creator{after}"
        case _:
            assert_never(commission.base)


def _mode(mode: CommissionMode) -> str:
    match mode:
        case CommissionMode.MARGINAL:
            return "each part of the sales is paid at the rate of the band it lies in"
        case CommissionMode.RETROACTIVE:
            return "all sales are paid at the rate of the band that their total reaches"
        case CommissionMode.PROSPECTIVE:
            return "each order is paid at the rate of the band reached with it, and earlier orders keep their rate"
        case CommissionMode.PER_ORDER:
            return "each order is paid at the rate of the band of its own size"
        case _:
            assert_never(mode)


def _reset(window: Window) -> str:
    match window:
        case Window.ORDER:
            return "each order is counted by itself"
        case Window.MONTH | Window.QUARTER:
            return f"the total starts again every calendar {window}"
        case Window.CAMPAIGN | Window.NEVER:
            return "the total is counted over the whole campaign"
        case _:
            assert_never(window)


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
