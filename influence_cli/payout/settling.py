"""From what is open to a payment: minimum, tax form, withholding, fee, exchange rate; else why it is carried."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from influence_cli.model.contract import Contract
from influence_cli.model.money import PPM, Currency, in_words
from influence_cli.model.payout import ExchangeRate, MinimumPer, PaidBy, Payee, Payment, PaymentFee, PayoutRules


@dataclass(frozen=True, slots=True)
class Settled:
    """A payment, or the reasons why there is none; both missing where nothing is open."""

    payment: Payment | None
    reasons: tuple[str, ...]


def settle_creator(
    payee: Payee, contract: Contract, rules: PayoutRules, currency: Currency, opened: int, elsewhere: int
) -> Settled:
    """What one creator is paid of what is open.

    A balance that is equal to or above the minimum is paid (Krisp help: equal counts), otherwise carried; one
    below 0 is carried and netted against what follows, never collected (Tolt docs). Taxes are withheld from
    the whole of it, the fee is taken from what is left. No published total combines them; the order is this
    programme's.

    Args:
        payee: The creator.
        contract: For its minimum payout.
        rules: How the campaign pays.
        currency: The campaign's currency.
        opened: What is owed and in no payment yet.
        elsewhere: What is owed and not paid in other campaigns of the ledger.
    """
    if opened == 0:
        return Settled(None, ())
    if opened < 0:
        return Settled(None, ("more was taken back than is owed; it is set off against what follows",))
    reasons = [*_too_little(payee, contract, rules, currency, opened, elsewhere)]
    if payee.tax_form is False:
        reasons.append("the tax form is missing")
    abroad = payee.currency not in ("", currency.code)
    rate = rules.exchange.get(payee.currency) if abroad else None
    if abroad and rate is None:
        reasons.append(f"no exchange rate to {payee.currency} is stated")
    withheld = share_of(opened, payee.withholding)
    fee = fee_of(rules.fee, opened - withheld)
    by_creator = rules.fee.paid_by is PaidBy.CREATOR
    net = opened - withheld - (fee if by_creator else 0)
    sent = net if rate is None else exchanged(net, currency, rate)
    if sent <= 0:
        reasons.append("withholding and fee leave nothing to send")
    if reasons:
        return Settled(None, tuple(reasons))
    return Settled(
        Payment(
            creator=payee.key,
            name=payee.name,
            contract=contract.name,
            gross=opened,
            withheld=withheld,
            fee=fee if by_creator else 0,
            net=net,
            fee_of_brand=0 if by_creator else fee,
            currency=currency if rate is None else rate.currency,
            sent=sent,
            exchange=rate,
            email=payee.email,
            account=payee.account,
        ),
        (),
    )


def _too_little(
    payee: Payee, contract: Contract, rules: PayoutRules, currency: Currency, opened: int, elsewhere: int
) -> list[str]:
    minimum = contract.minimum_payout if payee.minimum is None else payee.minimum
    compared = opened + (max(elsewhere, 0) if rules.minimum_per is MinimumPer.CREATOR else 0)
    return [f"below the minimum payout of {in_words(minimum, currency)}"] if compared < minimum else []


def share_of(amount: int, share: int) -> int:
    """A share (ppm) of an amount, half-up; the amount is at least 0.

    >>> share_of(12_345, 300_000), share_of(5, 100_000)
    (3704, 1)
    """
    return (amount * share + PPM // 2) // PPM


def fee_of(fee: PaymentFee, amount: int) -> int:
    """What sending an amount costs, minor units.

    >>> fee_of(PaymentFee(50, 10_000), 12_345)
    173
    """
    return fee.fixed + share_of(amount, fee.share)


def exchanged(amount: int, currency: Currency, rate: ExchangeRate) -> int:
    """An amount in minor units of the other currency, half-up.

    >>> from datetime import date
    >>> yen = ExchangeRate(Currency("JPY"), Decimal("151.25"), date(2026, 5, 29))
    >>> exchanged(1_050, Currency("USD"), yen)
    1588
    """
    exact = Decimal(amount) / currency.minor * rate.rate * rate.currency.minor
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
