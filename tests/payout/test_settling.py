"""From what is open to what is sent: compared with exact fractions."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from influence_cli.model.contract import Contract
from influence_cli.model.money import Currency
from influence_cli.model.payout import ExchangeRate, MinimumPer, PaidBy, Payee, PaymentFee, PayoutRules
from influence_cli.payout.settling import settle_creator

USD = Currency("USD")
DECIMALS = {"USD": 2, "EUR": 2, "JPY": 0, "KWD": 3}

fees = st.builds(PaymentFee, st.integers(0, 500), st.integers(0, 50_000), st.sampled_from(PaidBy))
rates = st.decimals(Decimal("0.000001"), Decimal(2_000), places=6)


def half_up(exact: Fraction) -> int:
    return floor(exact + Fraction(1, 2))


@given(
    st.integers(1, 2_000_000) | st.integers(1, 10**12),
    st.integers(0, 1_000_000),
    fees,
    st.sampled_from(sorted(DECIMALS)),
    rates,
    st.integers(0, 10**6),
    st.none() | st.integers(0, 10**6),
    st.integers(-(10**6), 10**6),
    st.sampled_from(MinimumPer),
    st.sampled_from([None, True, False]),
)
def test_a_payment_is_what_the_rules_leave(
    opened: int,
    withholding: int,
    fee: PaymentFee,
    currency: str,
    rate: Decimal,
    minimum: int,
    agreed: int | None,
    elsewhere: int,
    per: MinimumPer,
    form: bool | None,
) -> None:
    rules = PayoutRules(
        minimum_per=per, fee=fee, exchange={currency: ExchangeRate(Currency(currency), rate, date(2026, 4, 30))}
    )
    payee = Payee("anna", "Anna", "c", minimum=agreed, currency=currency, withholding=withholding, tax_form=form)
    found = settle_creator(payee, Contract("c", minimum_payout=minimum), rules, USD, opened, elsewhere)

    withheld = half_up(Fraction(opened * withholding, 10**6))
    cost = fee.fixed + half_up(Fraction((opened - withheld) * fee.share, 10**6))
    net = opened - withheld - (cost if fee.paid_by is PaidBy.CREATOR else 0)
    exact = Fraction(net, 100) * Fraction(rate) * 10 ** DECIMALS[currency]
    sent = net if currency == "USD" else half_up(exact)
    compared = opened + (max(elsewhere, 0) if per is MinimumPer.CREATOR else 0)
    needed = minimum if agreed is None else agreed
    if compared < needed or form is False or sent <= 0:
        assert found.payment is None
        assert len(found.reasons) == (compared < needed) + (form is False) + (sent <= 0)
        return
    payment = found.payment
    assert payment is not None
    assert found.reasons == ()
    assert (payment.gross, payment.withheld, payment.net, payment.sent) == (opened, withheld, net, sent)
    assert payment.gross == payment.net + payment.withheld + payment.fee
    assert payment.fee + payment.fee_of_brand == cost
    assert payment.currency == Currency(currency)
    assert (payment.exchange is None) == (currency == "USD")


@given(st.integers(-(10**12), 0), st.integers(0, 10**6))
def test_nothing_or_less_is_never_sent(opened: int, minimum: int) -> None:
    found = settle_creator(Payee("a", "A", "c"), Contract("c", minimum_payout=minimum), PayoutRules(), USD, opened, 0)
    assert found.payment is None
    assert bool(found.reasons) == (opened < 0)


@pytest.mark.parametrize(("opened", "is_paid"), [(2_499, False), (2_500, True), (2_501, True)])
def test_a_balance_equal_to_the_minimum_is_paid(opened: int, is_paid: bool) -> None:
    found = settle_creator(Payee("a", "A", "c"), Contract("c", minimum_payout=2_500), PayoutRules(), USD, opened, 0)
    assert (found.payment is not None) == is_paid


@pytest.mark.parametrize("elsewhere", [-2_000, 0, 1_000])
def test_what_is_owed_in_one_campaign_is_not_kept_for_a_debt_in_another(elsewhere: int) -> None:
    rules = PayoutRules(minimum_per=MinimumPer.CREATOR)
    found = settle_creator(Payee("a", "A", "c"), Contract("c", minimum_payout=2_500), rules, USD, 2_500, elsewhere)
    assert found.payment is not None


def test_a_missing_rate_is_said() -> None:
    found = settle_creator(Payee("a", "A", "c", currency="EUR"), Contract("c"), PayoutRules(), USD, 100, 0)
    assert found.reasons == ("no exchange rate to EUR is stated",)
