"""Results, payees and rates as texts: every record comes back as it was, and equal ones have equal texts."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from influence_cli.ledger.bodies import (
    exchange_body,
    exchange_from,
    inputs_body,
    inputs_from,
    payee_body,
    payee_from,
    result_body,
    result_from,
)
from influence_cli.model.money import Currency
from influence_cli.model.payout import ExchangeRate, InputFile, Payee, Result, ResultKind


@given(st.builds(Result))
def test_results_come_back(result):
    assert result_from(result_body(result)) == result


@given(st.builds(Payee))
def test_payees_come_back(payee):
    assert payee_from(payee_body(payee)) == payee


@given(st.lists(st.builds(InputFile)))
def test_inputs_come_back(inputs):
    assert inputs_from(inputs_body(inputs)) == tuple(inputs)


@given(st.none() | st.builds(ExchangeRate, rate=st.decimals(allow_nan=False, allow_infinity=False)))
def test_exchange_rates_come_back(rate):
    assert exchange_from(exchange_body(rate)) == rate


def test_a_rate_keeps_its_digits():
    rate = ExchangeRate(Currency("USD"), Decimal("1.0840"), date(2026, 5, 29), "ECB")
    assert str(getattr(exchange_from(exchange_body(rate)), "rate", None)) == "1.0840"


def test_what_is_not_stated_is_left_out_and_zero_is_not():
    body = result_body(Result("p", ResultKind.POST, "anna", False, date(2026, 5, 4), views=0))
    assert '"views":0' in body
    assert "clicks" not in body
    assert result_from(body).clicks is None
