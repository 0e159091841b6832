"""How a campaign pays its creators, from the spec to rules in minor units and exact rates."""

from collections.abc import Mapping

from influence_cli.model.money import Currency
from influence_cli.model.payout import ExchangeRate, MinimumPer, PaidBy, PaymentFee, PayoutRules
from influence_cli.spec.nodes import Path
from influence_cli.spec.resolve_commission import ppm
from influence_cli.spec.resolve_money import Purse
from influence_cli.spec.schema import CampaignSpec, PayoutsSpec

DEFAULT_ZONE = "UTC"


def payout_rules(spec: CampaignSpec, money: Purse) -> PayoutRules:
    """The rules of a spec; what it does not state is the usual rule."""
    zone = spec.campaign.time_zone or DEFAULT_ZONE
    terms = spec.payouts
    if terms is None:
        return PayoutRules(zone)
    return PayoutRules(
        zone,
        MinimumPer(terms.minimum_per.value),
        _fee(terms, money),
        _exchange(terms, money),
        tuple(sorted(terms.holidays)),
    )


def _fee(terms: PayoutsSpec, money: Purse) -> PaymentFee:
    fee = terms.fee
    if fee is None:
        return PaymentFee()
    fixed = money.optional(fee.fixed, ("payouts", "fee")) or 0
    return PaymentFee(fixed, ppm(fee.share), PaidBy(fee.paid_by.value))


def _exchange(terms: PayoutsSpec, money: Purse) -> Mapping[str, ExchangeRate]:
    path: Path = ("payouts", "exchange")
    own = money.currency.code
    if own in terms.exchange:
        money.findings.error(
            "bad-exchange",
            (*path, own),
            f"the campaign is in {own} itself, so payments in {own} need no rate",
            "currencies other than the budget's",
        )
    return {
        code: ExchangeRate(Currency(code), rate.rate, rate.day, rate.source) for code, rate in terms.exchange.items()
    }
