"""How creators are paid: what a spec says about it, and what it must not leave out."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from influence_cli.model import payout
from influence_cli.model.agreement import HoldFrom, PaymentTerms
from influence_cli.model.errors import Problem, Severity, SpecError
from influence_cli.model.money import Currency
from influence_cli.model.payout import ExchangeRate, PaymentFee, PayoutRules
from influence_cli.spec import Source, load, load_agreements, load_payouts, schema_payouts
from influence_cli.spec.scalars import ScalarError
from influence_cli.spec.time_zones import parse_time_zone
from tests.spec.specs import RIGHT, found, no_files

START = RIGHT.replace("weeks: 6", "weeks: 6, start: 2026-03-02")
WHOLE = Path(__file__).with_name("payouts.yaml").read_bytes()
DAY = date(2026, 5, 29)


def rules(text: str, *overrides: str) -> PayoutRules:
    return load_payouts(Source("spec.yaml", text.encode()), no_files, overrides)[2]


def refused(text: str) -> tuple[Problem, ...]:
    with pytest.raises(SpecError) as caught:
        rules(text)
    return caught.value.problems


def errors(text: str) -> list[Problem]:
    return [problem for problem in found(text) if problem.severity is Severity.ERROR]


def test_what_is_not_written_is_the_usual_rule() -> None:
    assert rules(START) == PayoutRules()


def test_every_rule_is_read_as_it_is_written() -> None:
    parsed, terms, found = load_payouts(Source("spec.yaml", WHOLE), no_files)
    assert found == PayoutRules(
        time_zone="Europe/Berlin",
        minimum_per=payout.MinimumPer.CREATOR,
        fee=PaymentFee(50, 10_000, payout.PaidBy.CREATOR),
        exchange={
            "USD": ExchangeRate(Currency("USD"), Decimal("1.0870"), DAY, "ECB"),
            "GBP": ExchangeRate(Currency("GBP"), Decimal("0.8412"), DAY),
        },
        holidays=(date(2026, 5, 1), date(2026, 12, 25)),
    )
    assert terms.contracts["partner"].payment == PaymentTerms(30, 15, clawback=True, hold_from=HoldFrom.DELIVERY)
    assert terms.contracts["subscription"].payment.hold_from is HoldFrom.ORDER
    assert parsed.campaign.start == date(2026, 3, 2)
    assert parsed.campaign.currency == Currency("EUR")


def test_an_amount_alone_is_a_fixed_fee_that_the_brand_bears() -> None:
    assert rules(START + "payouts: {fee: 0.50}\n").fee == PaymentFee(50)


def test_a_fee_is_rounded_to_the_unit_of_the_currency() -> None:
    assert rules(START.replace("40k", "400k JPY") + "payouts: {fee: {fixed: 35, share: 0.25%}}\n").fee == PaymentFee(
        35, 2_500
    )


def test_a_rule_may_come_from_the_command_line() -> None:
    assert rules(START, "campaign.time_zone=Asia/Tokyo", "payouts.minimum_per=creator") == PayoutRules(
        "Asia/Tokyo", payout.MinimumPer.CREATOR
    )


RATE = "rate: 0.92, date: 2026-05-29"


@pytest.mark.parametrize(
    ("section", "code", "path", "said"),
    [
        ("payouts: 5", "wrong-type", "payouts", "the single value '5'"),
        ("payouts: {minimum_per: creators}", "unknown-word", "payouts.minimum_per", "'creators' is not"),
        ("payouts: {minimum: creator}", "unknown-key", "payouts.minimum", "'minimum' is not known"),
        ("payouts: {fee: lots}", "bad-money", "payouts.fee", "'lots' is not a number"),
        ("payouts: {fee: 5 EUR}", "currency-mismatch", "payouts.fee", "in EUR, the budget in USD"),
        ("payouts: {fee: 0.004}", "below-minor-unit", "payouts.fee", "less than the smallest amount"),
        ("payouts: {fee: {share: 2}}", "bad-share", "payouts.fee.share", "above 1"),
        ("payouts: {fee: {fixed: 1, paid_by: bank}}", "unknown-word", "payouts.fee.paid_by", "'bank' is not"),
        (f"payouts: {{exchange: {{USD: {{{RATE}}}}}}}", "bad-exchange", "payouts.exchange.USD", "is in USD itself"),
        (f"payouts: {{exchange: {{usd: {{{RATE}}}}}}}", "bad-exchange", "payouts.exchange.USD", "is in USD itself"),
        (f"payouts: {{exchange: {{EURO: {{{RATE}}}}}}}", "unknown-currency", "payouts.exchange.EURO", "not a currency"),
        (
            f"payouts: {{exchange: {{EUR: {{{RATE}}}, eur: {{{RATE}}}}}}}",
            "duplicate-key",
            "payouts.exchange.eur",
            "means the same as 'EUR'",
        ),
        ("payouts: {exchange: {EUR: 0.92}}", "wrong-type", "payouts.exchange.EUR", "the single value"),
        ("payouts: {exchange: {EUR: {rate: 0.92}}}", "missing-key", "payouts.exchange.EUR.date", "'date' is missing"),
        (
            f"payouts: {{exchange: {{EUR: {{{RATE.replace('0.92', '0')}}}}}}}",
            "bad-number",
            "payouts.exchange.EUR.rate",
            "below 0.000001",
        ),
        (
            f"payouts: {{exchange: {{EUR: {{{RATE.replace('0.92', '-1')}}}}}}}",
            "bad-number",
            "payouts.exchange.EUR.rate",
            "negative",
        ),
        (
            f"payouts: {{exchange: {{EUR: {{{RATE.replace('0.92', '2m')}}}}}}}",
            "bad-number",
            "payouts.exchange.EUR.rate",
            "not a number",
        ),
        ("payouts: {holidays: 2026-12-25}", "wrong-type", "payouts.holidays", "the single value"),
        ("payouts: {holidays: [25.12.2026]}", "bad-date", "payouts.holidays.0", "year-month-day"),
        ("payouts: {holidays: [2026-12-25, 2026-12-25]}", "duplicate-item", "payouts.holidays", "listed twice"),
    ],
)
def test_what_cannot_be_a_rule_is_refused_in_words_at_its_place(section: str, code: str, path: str, said: str) -> None:
    (problem,) = errors(START + section + "\n")
    assert (problem.code, problem.path) == (code, path)
    assert said in problem.what
    assert problem.place.line == 4
    assert problem.expected or problem.suggestion


def test_payouts_need_the_first_day_and_nothing_else_does() -> None:
    source = Source("spec.yaml", RIGHT.encode())
    assert load(source, no_files).campaign.start is None
    assert load_agreements(source, no_files)[0].campaign.start is None
    (problem,) = refused(RIGHT)
    assert problem.code == "missing-key"
    assert problem.path == "campaign.start"
    assert problem.what == "payouts need the campaign's first day"
    assert str(problem.place) == "spec.yaml:1:1"


def test_the_missing_first_day_is_said_beside_everything_else() -> None:
    wrong = refused(RIGHT + "payouts: {fee: 5 EUR}\n")
    assert [problem.path for problem in wrong] == ["campaign.start", "payouts.fee"]


def test_a_first_day_that_cannot_be_read_is_not_missing_as_well() -> None:
    (problem,) = refused(RIGHT.replace("weeks: 6", "weeks: 6, start: 2026-02-30"))
    assert problem.code == "bad-date"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Europe/Berln", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("PST", ""),
        ("localtime", ""),
        ("../../etc/passwd", ""),
        ("Europe", ""),
    ],
)
def test_a_time_zone_that_there_is_not_is_refused_with_the_one_that_is_meant(written: str, meant: str) -> None:
    (problem,) = errors(RIGHT.replace("weeks: 6", f'weeks: 6, time_zone: "{written}"'))
    assert (problem.code, problem.path) == ("bad-time-zone", "campaign.time_zone")
    if meant:
        assert problem.suggestion == meant


@given(text=st.one_of(st.text(max_size=20), st.sampled_from(["UTC", "Asia/Kolkata", "Etc/GMT-2", "a" * 999, "UTC+2"])))
def test_a_zone_is_either_known_to_the_calendar_or_refused_in_words(text: str) -> None:
    try:
        zone = parse_time_zone(text)
    except ScalarError as refused:
        says = (refused.what.isprintable(), "IANA" in refused.expected)
    else:
        says = (ZoneInfo(zone).key == zone, zone == text.strip())
    assert says == (True, True)


def test_the_words_of_the_schema_are_those_of_the_rules() -> None:
    assert [str(word) for word in schema_payouts.MinimumPer] == [str(word) for word in payout.MinimumPer]
    assert [str(word) for word in schema_payouts.PaidBy] == [str(word) for word in payout.PaidBy]
