"""From what is open to what is sent; by hand, in cents."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from influence_cli.model.agreement import PaymentTerms, RosterCreator
from influence_cli.model.contract import (
    Band,
    Commission,
    Contract,
    FeeUnit,
    FlatFee,
)
from influence_cli.model.errors import UsageError
from influence_cli.model.money import Currency
from influence_cli.model.payout import (
    EntryKind,
    ExchangeRate,
    MinimumPer,
    PaidBy,
    PaymentFee,
    PayoutRules,
)
from tests.payout.selling import Order, Paying, a_roster, campaign_of, of, post, sent

TEN_PERCENT = Commission((Band(0, 100_000),))
AFFILIATE = Contract("affiliate", commission=TEN_PERCENT)
OPENING = (EntryKind.EARNED, EntryKind.RELEASED, EntryKind.REVERSED, EntryKind.CORRECTED)
APRIL = date(2026, 4, 3)
MAY = date(2026, 5, 4)
JUNE = date(2026, 6, 5)


def anna(order: str, day: date, gross: int, refunded: int = 0, **more: object) -> Order:
    return Order(order, "anna", day, gross, refunded, **more)  # type: ignore[arg-type]


def creator(name: str, **more: object) -> RosterCreator:
    return RosterCreator(2, name, **more)  # type: ignore[arg-type]


# From what is open to what is sent


def paid_100(rules: PayoutRules, **of_creator: object) -> Paying:
    """Anna is owed 100.00 US dollars in April."""
    paying = Paying(campaign_of(AFFILIATE), rules=rules)
    paying.run("2026-04", [anna("1", APRIL, 100_000)], roster=a_roster(creator("anna", **of_creator)))
    return paying


def test_taxes_are_withheld_from_the_whole_payment_and_the_fee_from_what_is_left():
    """No published total. 100.00 less 30% are 70.00; the fee of 0.50 + 1% of 70.00 is 1.20: 68.80 are sent."""
    fee = PaymentFee(50, 10_000, PaidBy.CREATOR)
    paying = paid_100(PayoutRules(fee=fee), withholding=300_000)
    payment = paying.ledger.batches[1].payments[0]
    assert (payment.gross, payment.withheld, payment.fee, payment.net, payment.sent) == (
        10_000,
        3_000,
        120,
        6_880,
        6_880,
    )
    assert payment.fee_of_brand == 0


def test_a_fee_that_the_brand_bears_leaves_the_payment_whole():
    paying = paid_100(PayoutRules(fee=PaymentFee(50, 10_000)))
    payment = paying.ledger.batches[1].payments[0]
    assert (payment.fee, payment.fee_of_brand, payment.net) == (0, 150, 10_000)


@pytest.mark.parametrize(
    ("code", "rate", "sent"),
    [
        ("EUR", "0.92155", 9_216),  # 100.00 x 0.92155 = 92.155, half-up
        ("JPY", "151.255", 15_126),  # 15,125.5 yen
        ("KWD", "0.307125", 30_713),  # 30.7125 dinars have three decimals
    ],
)
def test_payments_are_exchanged_at_the_stated_rate_half_up(code: str, rate: str, sent: int):
    exchange = {code: ExchangeRate(Currency(code), Decimal(rate), date(2026, 4, 30), "ECB")}
    paying = paid_100(PayoutRules(exchange=exchange), currency=code)
    payment = paying.ledger.batches[1].payments[0]
    assert (payment.gross, payment.sent, payment.currency, payment.exchange) == (
        10_000,
        sent,
        Currency(code),
        exchange[code],
    )


def test_what_cannot_be_sent_is_kept_with_all_reasons_and_sent_once_they_are_gone():
    rules = PayoutRules()
    paying = Paying(campaign_of(replace(AFFILIATE, minimum_payout=2_500)), rules=rules)
    wanted = creator("anna", tax_form=False, currency="EUR", minimum_payout=Decimal(200))
    first = of(paying.run("2026-04", [anna("1", APRIL, 100_000)], roster=a_roster(wanted)), "anna")
    assert first.reasons == (
        "below the minimum payout of 200 USD",
        "the tax form is missing",
        "no exchange rate to EUR is stated",
    )
    assert first.carried == 10_000
    paying.rules = PayoutRules(exchange={"EUR": ExchangeRate(Currency("EUR"), Decimal("0.9"), date(2026, 5, 29))})
    ready = replace(wanted, tax_form=True, minimum_payout=Decimal(100))
    second = of(paying.run("2026-05", roster=a_roster(ready)), "anna")
    assert second.payment is not None
    assert (second.payment.gross, second.payment.sent) == (10_000, 9_000)


def test_a_minimum_per_creator_looks_at_all_campaigns_of_the_ledger():
    """15.00 wait in one campaign; 10.00 more in another make 25.00, the minimum."""
    terms = replace(AFFILIATE, minimum_payout=2_500)
    rules = PayoutRules(minimum_per=MinimumPer.CREATOR)
    first = Paying(campaign_of(terms), rules=rules)
    second = Paying(replace(first.campaign, name="other"), rules=rules, ledger=first.ledger)
    assert of(first.run("2026-04", [anna("1", APRIL, 15_000)]), "anna").carried == 1_500
    assert sent(of(second.run("2026-04", [anna("2", APRIL, 10_000)]), "anna")) == 1_000
    # What is scheduled there still counts here, so that the rest follows in the same month.
    assert sent(of(first.run("2026-04"), "anna")) == 1_500


def test_payments_fall_due_on_a_business_day():
    """April 30 + 30 days is Saturday, May 30; Monday, June 1 is a holiday here: June 2."""
    rules = PayoutRules(holidays=(date(2026, 6, 1),))
    paying = Paying(campaign_of(AFFILIATE), PaymentTerms(net_days=30), rules)
    statement = paying.run("2026-04", [anna("1", APRIL, 10_000)])
    assert of(statement, "anna").due == date(2026, 6, 2)
    assert len(statement.batches) == 1
    assert statement.batches[0].due == date(2026, 6, 2)
    scheduled = next(line for line in of(statement, "anna").lines if line.kind is EntryKind.SCHEDULED)
    assert scheduled.note == "due 2026-06-02"


def test_contracts_that_pay_at_different_times_are_in_different_batches():
    """April 30 + 15 days is Friday, May 15; + 60 days is Monday, June 29. Nobody waits for another's contract."""
    fast, slow = replace(AFFILIATE, name="fast"), replace(AFFILIATE, name="slow")
    paying = Paying(campaign_of(fast, slow), {"fast": PaymentTerms(net_days=15), "slow": PaymentTerms(net_days=60)})
    rows = [
        Order("1", "anna", APRIL, 10_000, contract="slow"),
        Order("2", "ben", APRIL, 20_000, contract="fast"),
        Order("3", "cleo", APRIL, 30_000, contract="slow"),
    ]
    statement = paying.run("2026-04", rows)
    found = [(batch.due, [payment.creator for payment in batch.payments]) for batch in statement.batches]
    assert found == [(date(2026, 5, 15), ["ben"]), (date(2026, 6, 29), ["anna", "cleo"])]
    assert [one.due for one in statement.creators] == [date(2026, 6, 29), date(2026, 5, 15), date(2026, 6, 29)]
    scheduled = [(line.creator, line.event) for line in paying.journal() if line.kind is EntryKind.SCHEDULED]
    assert scheduled == [("anna", "2"), ("ben", "1"), ("cleo", "2")]


def test_a_fee_per_creator_is_owed_once_whatever_is_delivered():
    paying = Paying(campaign_of(Contract("c", fee=FlatFee(10_000, FeeUnit.CREATOR))))
    paying.run("2026-04", [], [post(1, "anna", APRIL, deliverables=2)])
    paying.run("2026-05", [], [post(2, "anna", MAY)])
    assert paying.opened("anna") == 10_000


def test_a_currency_is_one_for_a_campaign_in_a_ledger():
    paying = Paying(campaign_of(AFFILIATE))
    paying.run("2026-04", [anna("1", APRIL, 10_000)])
    paying.campaign = campaign_of(AFFILIATE, currency="EUR")
    with pytest.raises(UsageError, match="expected the same currency"):
        paying.run("2026-05")
