"""Amounts, rates and months of a statement: always to the minor unit, never rounded and never shortened."""

from datetime import date

from influence_cli.model.money import Currency
from influence_cli.model.payout import ExchangeRate
from influence_cli.report.values.numbers import day
from influence_cli.report.values.sanitize import plain

_MONTHS = 12


def amount(minor: int, currency: Currency) -> str:
    """An amount for people, with the currency's decimals.

    >>> amount(123450, Currency("USD")), amount(-5, Currency("KWD")), amount(1200, Currency("JPY"))
    ('1,234.50', '-0.005', '1,200')
    """
    whole, part = divmod(abs(minor), currency.minor)
    return f"{'-' if minor < 0 else ''}{whole:,}" + (f".{part:0{currency.digits}d}" if currency.digits else "")


def coded_amount(minor: int, currency: Currency) -> str:
    """An amount for a sentence, with its currency.

    >>> coded_amount(123450, Currency("USD"))
    'USD 1,234.50'
    """
    return f"{currency.code} {amount(minor, currency)}"


def period_label(period: str) -> str:
    """A month as people say it; anything else as it is.

    >>> period_label("2026-05"), period_label("2026-Q2")
    ('May 2026', '2026-Q2')
    """
    year, _, month = period.partition("-")
    if len(year) == 4 and year.isdecimal() and month.isdecimal() and 1 <= int(month) <= _MONTHS and int(year):
        return day(date(int(year), int(month), 1)).split(" ", 1)[1]
    return plain(period, 20)


def rate_in_words(rate: ExchangeRate, currency: Currency) -> str:
    """An exchange rate with its day and its source.

    >>> from decimal import Decimal
    >>> rate_in_words(ExchangeRate(Currency("JPY"), Decimal("163.20"), date(2026, 5, 29), "ECB"), Currency("EUR"))
    'EUR 1 = JPY 163.20, 29 May 2026, ECB'
    """
    source = f", {plain(rate.source)}" if rate.source else ""
    return f"{currency.code} 1 = {rate.currency.code} {rate.rate:f}, {day(rate.day)}{source}"
