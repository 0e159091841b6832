"""Text to numbers, money, shares, spans and dates: pure functions, exact decimals, errors in words.

Every function takes the text of one scalar and raises ScalarError where it cannot be read in exactly one way.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from influence_cli.model.money import Currency
from influence_cli.spec.text import shown

MOST_MONEY = Decimal(10) ** 15
MOST_COUNT = 10**9
MOST_DIGITS = 15
LONGEST_NUMBER = 40

_CODES = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD
CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ
GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR
LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN
PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB
TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(_CODES.split())
"""Currencies of countries in ISO 4217."""

SYMBOLS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW"}
"""A bare dollar sign is read as US dollars; other dollars are written with their code."""

PLATFORM_ALIASES = {
    "instagram": "instagram",
    "insta": "instagram",
    "ig": "instagram",
    "tiktok": "tiktok",
    "tt": "tiktok",
    "youtube": "youtube",
    "yt": "youtube",
}
"""Ways to write a platform; case does not matter."""

_GROUPED = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:_[0-9]{3})+|[0-9]+"
NUMBER = rf"(?:{_GROUPED})(?:\.[0-9]+)?"
"""A number as text: thousands in groups of three by comma or underscore, decimals after a point."""

_NUMBER = re.compile(NUMBER)
_DECIMAL_COMMA = re.compile(r"[0-9]+,[0-9]{1,2}|[0-9]+,[0-9]{4,}|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+")
_EXPONENT = re.compile(r"[0-9.,_]+[eE][+-]?[0-9]+")
_DASH_RANGE = re.compile(r"([^-\u2013]*[0-9][^-\u2013]*)\s*[-\u2013]\s*([0-9][^-\u2013]*)")
_THREE_DIGITS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_SCALE = {"": 1, "k": 1_000, "m": 1_000_000}
_WEEKS = re.compile(r"([0-9]{1,4})(?:\s*[-\u2013]\s*([0-9]{1,4}))?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_INFINITE = frozenset({"inf", "nan", "infinity"})


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in major units, with the currency where the text named one."""

    amount: Decimal
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A fraction of something, where money might have stood as well."""

    fraction: Decimal


@dataclass(frozen=True, slots=True)
class Weeks:
    """First and last week, counted from 1, inclusive."""

    first: int
    last: int


class ScalarError(ValueError):
    """A text that cannot be read: what is wrong, what was expected, perhaps the nearest text that could."""

    def __init__(self, what: str, expected: str, suggestion: str = "") -> None:
        """Keep the words for the message."""
        super().__init__(what)
        self.what = what
        self.expected = expected
        self.suggestion = suggestion


def parse_number(
    text: str,
    expected: str = "a number, for example 1200 or 0.5",
    *,
    least: Decimal | int = 0,
    most: Decimal | int = MOST_MONEY,
) -> Decimal:
    """An exact decimal within bounds.

    >>> parse_number("1,250.50")
    Decimal('1250.50')

    Raises:
        ScalarError: The text is no number, may be read in two ways, is not finite, or is out of bounds.
    """
    stripped = text.strip()
    if len(stripped) > LONGEST_NUMBER:
        raise ScalarError(f"{shown(stripped)} is too long for a number", expected)
    if not _NUMBER.fullmatch(stripped):
        raise _not_a_number(stripped, expected)
    digits = stripped.replace(",", "").replace("_", "")
    if len(digits.replace(".", "").strip("0")) > MOST_DIGITS:
        raise ScalarError(f"{shown(stripped)} has more than {MOST_DIGITS} significant digits", expected)
    value = Decimal(digits)
    _within(value, stripped, expected, least, most)
    return value


def parse_whole(
    text: str,
    expected: str = "a whole number, for example 12",
    *,
    least: int = 0,
    most: int = MOST_COUNT,
) -> int:
    """A whole number; ``k`` and ``m`` stand for thousands and millions.

    >>> parse_whole("1.5k")
    1500
    """
    value = _scaled(text, expected, most=MOST_MONEY)
    if value != value.to_integral_value():
        raise ScalarError(f"{shown(text.strip())} is not a whole number", expected)
    _within(value, text.strip(), expected, least, most)
    return int(value)


def parse_money(
    text: str,
    expected: str = "an amount of money, for example 40000, 40k or 40k EUR",
    *,
    least: Decimal | int = 0,
    most: Decimal | int = MOST_MONEY,
) -> Money:
    """An amount in major units: ``50_000``, ``50,000``, ``50k``, ``1.2m``, ``$40k``, ``40k USD``.

    >>> parse_money("€1.2m")
    Money(amount=Decimal('1200000.0'), currency='EUR')

    Raises:
        ScalarError: As for a number; also for an unknown currency, two currencies, and ``1.250``, which may
            mean 1.25 or 1250 unless the text names a currency with three decimals.
    """
    stripped = text.strip()
    number, currency = _without_currency(stripped, expected)
    three_decimals = currency is not None and Currency(currency).digits == 3
    if _THREE_DIGITS.fullmatch(number) and not three_decimals:
        thousands, decimals = number.replace(".", ""), f"{Decimal(number).normalize():f}"
        # one more zero is what tells three decimals from thousands
        written_out = f"{number}0" if decimals == number else decimals
        raise ScalarError(f"{shown(stripped)} may mean {thousands} or {decimals}", f"{thousands} or {written_out}")
    amount = _scaled(number, expected, most=most, whole=stripped)
    _within(amount, stripped, expected, least, most)
    return Money(amount, currency)


def parse_share(
    text: str,
    expected: str = "a share, for example 15% or 0.15",
    *,
    most: Decimal | int = 1,
) -> Decimal:
    """A fraction: ``15%`` or ``0.15``; above 1 only with a per cent sign.

    >>> parse_share("15%")
    Decimal('0.15')
    """
    stripped = text.strip()
    if stripped.endswith("%"):
        value = parse_number(stripped[:-1], expected, most=MOST_MONEY) / 100
        _within(value, stripped, expected, 0, most, percent=True)
        return value
    value = parse_number(stripped, expected)
    if value > 1:
        raise ScalarError(f"{shown(stripped)} is above 1 and has no per cent sign", expected, f"{stripped}%")
    return value


def parse_money_or_share(
    text: str,
    expected: str = "an amount of money or a share, for example 2k or 5%",
) -> Money | Share:
    """Money, or with a per cent sign a share.

    Raises:
        ScalarError: Neither; also for a bare number between 0 and 1, which could be meant as either.
    """
    stripped = text.strip()
    if stripped.endswith("%"):
        return Share(parse_share(stripped, expected))
    money = parse_money(stripped, expected)
    if 0 < money.amount < 1 and money.currency is None:
        percent = f"{(money.amount * 100).normalize():f}%"
        raise ScalarError(f"{shown(stripped)} may be a share or an amount", expected, percent)
    return money


def split_range(text: str) -> tuple[str, str] | None:
    """The two ends of ``low..high``, a shared per cent sign given to both, or None where it is no range.

    >>> split_range("0.8..1.6%")
    ('0.8%', '1.6%')

    Raises:
        ScalarError: ``1..2k``, which may start at 1 or at 1k; or ``100-500``.
    """
    stripped = text.strip()
    low, dots, high = (part.strip() for part in stripped.partition(".."))
    if not dots:
        dashed = _DASH_RANGE.fullmatch(stripped)
        if dashed:
            raise ScalarError(
                f"{shown(stripped)} is not a range",
                "two dots between the ends",
                f"{dashed[1].strip()}..{dashed[2].strip()}",
            )
        return None
    if high.endswith("%") and not low.endswith("%"):
        return f"{low}%", high
    if low.endswith("%") and not high.endswith("%"):
        raise ScalarError(f"{shown(stripped)} has a per cent sign on its low end only", "a range such as 5..8%")
    scaled = re.fullmatch(rf"({NUMBER})\s*([kKmM])", high)
    if scaled and _NUMBER.fullmatch(low) and _plain(low) <= _plain(scaled[1]):
        raise ScalarError(
            f"{shown(stripped)} may start at {low} or at {low}{scaled[2]}",
            "both ends written out",
            f"{low}{scaled[2]}..{high}",
        )
    return low, high


def parse_weeks(text: str, expected: str = "a week or a span of weeks, for example 3 or 3-8") -> Weeks:
    """A span of weeks.

    >>> parse_weeks("3-8")
    Weeks(first=3, last=8)
    """
    stripped = text.strip()
    found = _WEEKS.fullmatch(stripped)
    if found is None:
        raise ScalarError(f"{shown(stripped)} is not a span of weeks", expected)
    return span(int(found[1]), int(found[2] or found[1]), stripped, expected)


def span(first: int, last: int, text: str, expected: str) -> Weeks:
    """Weeks in order, counted from 1.

    Raises:
        ScalarError: The span starts before week 1 or ends before it starts.
    """
    if first < 1:
        raise ScalarError(f"{shown(text)} starts before week 1", expected)
    if last < first:
        raise ScalarError(f"{shown(text)} ends before it starts", expected, f"{last}-{first}")
    return Weeks(first, last)


def parse_date(text: str, expected: str = "a date as year-month-day, for example 2026-03-02") -> date:
    """An ISO date between 2000 and 2100.

    >>> parse_date("2026-03-02")
    datetime.date(2026, 3, 2)
    """
    stripped = text.strip()
    found = _DATE.fullmatch(stripped)
    if found is None:
        raise ScalarError(f"{shown(stripped)} is not a date in year-month-day order", expected)
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise ScalarError(f"{shown(stripped)} is not a day of the calendar", expected) from None
    if not 2000 <= day.year <= 2100:
        raise ScalarError(f"{shown(stripped)} is not between the years 2000 and 2100", expected)
    return day


def parse_currency(text: str, expected: str = "an ISO 4217 code, for example USD or EUR") -> str:
    """A currency code, in capitals.

    Raises:
        ScalarError: No such currency.
    """
    code = text.strip().upper()
    if code in CURRENCIES:
        return code
    raise ScalarError(f"{shown(text.strip())} is not a currency", expected, SYMBOLS.get(code, ""))


def _without_currency(text: str, expected: str) -> tuple[str, str | None]:
    number, named = text, set()
    if number[:1] in SYMBOLS:
        named.add(SYMBOLS[number[0]])
        number = number[1:].lstrip()
    elif number[-1:] in SYMBOLS:
        named.add(SYMBOLS[number[-1]])
        number = number[:-1].rstrip()
    found = re.fullmatch(r"([A-Za-z]{3})\s*([0-9].*)|(.*[0-9kKmM])\s+([A-Za-z]{3})|(.*[0-9])([A-Za-z]{3})", number)
    if found:
        code = found[1] or found[4] or found[6]
        number = found[2] or found[3] or found[5]
        named.add(parse_currency(code, expected))
    if len(named) > 1:
        raise ScalarError(f"{shown(text)} names two currencies", expected)
    return number, next(iter(named), None)


def _scaled(text: str, expected: str, *, most: Decimal | int, whole: str = "") -> Decimal:
    stripped = text.strip()
    suffix = stripped[-1:].lower()
    if suffix not in ("k", "m"):
        return parse_number(stripped, expected, most=most)
    try:
        value = parse_number(stripped[:-1], expected, most=MOST_MONEY)
    except ScalarError as error:
        raise ScalarError(f"{shown(whole or stripped)} is not a number", expected) from error
    return value * _SCALE[suffix]


def _plain(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("_", ""))


def _within(
    value: Decimal,
    text: str,
    expected: str,
    least: Decimal | int,
    most: Decimal | int,
    *,
    percent: bool = False,
) -> None:
    scale, sign = (100, "%") if percent else (1, "")
    if value < least:
        raise ScalarError(f"{shown(text)} is below {least * scale:,}{sign}", expected)
    if value > most:
        raise ScalarError(f"{shown(text)} is above {most * scale:,}{sign}", expected)


def _not_a_number(text: str, expected: str) -> ScalarError:
    bare = text.lstrip("+-.").lower()
    if bare in _INFINITE:
        return ScalarError(f"{shown(text)} is not a finite number", expected)
    if text.startswith("-") and _NUMBER.fullmatch(text[1:]):
        return ScalarError(f"{shown(text)} is negative", expected)
    if _DECIMAL_COMMA.fullmatch(text):
        return ScalarError(
            f"{shown(text)} is ambiguous: a comma groups thousands here and a point starts decimals",
            expected,
            _with_point(text),
        )
    if _EXPONENT.fullmatch(text):
        return ScalarError(f"{shown(text)} is in scientific notation; write the number out", expected)
    if not text:
        return ScalarError("nothing is written here", expected)
    return ScalarError(f"{shown(text)} is not a number", expected)


def _with_point(text: str) -> str:
    whole, _, decimals = text.rpartition(",")
    return f"{whole.replace('.', '')}.{decimals}"
