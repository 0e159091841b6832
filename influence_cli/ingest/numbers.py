"""Numbers as exports print them, to exact decimals: read in the one way they can be meant, or refused."""

import re
from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from influence_cli.ingest.options import DecimalMark
from influence_cli.ingest.words import CellError, shown
from influence_cli.model.money import PPM, Currency

MOST_AMOUNT = 10**12
"""Minor units."""

MOST_COUNT = 10**12

_LONGEST_NUMBER = 40
_MINUS = "\u2212"
_SCALES = {"k": 10**3, "m": 10**6, "b": 10**9}
_DOLLARS = frozenset(
    [
        "USD",
        "CAD",
        "AUD",
        "NZD",
        "SGD",
        "HKD",
        "TWD",
        "MXN",
        "CLP",
        "COP",
        "ARS",
        "BBD",
        "BMD",
        "BSD",
        "BZD",
        "FJD",
        "JMD",
        "TTD",
        "XCD",
    ]
)
_SIGNS: Mapping[str, frozenset[str]] = {
    "R$": frozenset({"BRL"}),
    "US$": frozenset({"USD"}),
    "$": _DOLLARS,
    "€": frozenset({"EUR"}),
    "£": frozenset({"GBP", "EGP", "GIP", "FKP", "SHP"}),
    "¥": frozenset({"JPY", "CNY"}),
    "₹": frozenset({"INR"}),
    "₩": frozenset({"KRW"}),
    "kr": frozenset({"SEK", "NOK", "DKK", "ISK"}),
    "zł": frozenset({"PLN"}),
    "₺": frozenset({"TRY"}),
    "₫": frozenset({"VND"}),
}
"""Currency signs, and the currencies they stand for; longer ones first."""

_CODE_BEFORE = re.compile(r"([A-Za-z]{3})\s*([-\u2212]?[0-9.,].*)")
_CODE_BEHIND = re.compile(r"(.*[0-9kKmMbB])\s+([A-Za-z]{3})|(.*[0-9])([A-Za-z]{3})")
_SPACED = re.compile(r"([1-9][0-9]{0,2}(?:[ '][0-9]{3})+)(?:([.,])([0-9]+))?")
_PLAIN = re.compile(r"([0-9]*)(?:([.,])([0-9]+))?")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:\.[0-9]{3})+)")
_MIXED = re.compile(r"([1-9][0-9]{0,2}(?:,[0-9]{3})+)(\.)([0-9]+)|([1-9][0-9]{0,2}(?:\.[0-9]{3})+)(,)([0-9]+)")
_THREE = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\u2007", " ") | {"\u2019": "'", _MINUS: "-"})


def read_amount(text: str, currency: Currency, decimal: DecimalMark | None = None) -> int:
    """An amount in minor units.

    >>> read_amount("$1,234.50", Currency("USD"))
    123450

    Raises:
        CellError: No number, one with two meanings, more decimals than the currency has, another currency,
            negative, or beyond 10**12 minor units.
    """
    what = f"an amount in {currency.code}, for example 1234{'.50' if currency.digits else ''}"
    value = _number(_without_currency(text, currency), text, what, decimal, currency.digits)
    minor = value.scaleb(currency.digits)
    if minor != minor.to_integral_value():
        raise CellError(_too_many_decimals(text, value, currency), what, code="bad-number")
    return _bounded(int(minor), text, what, MOST_AMOUNT)


def read_major(text: str, decimal: DecimalMark | None = None) -> Decimal:
    """An amount in major units of a currency that is not known here.

    >>> read_major("1,250")
    Decimal('1250')

    Raises:
        CellError: As for an amount; also with a currency sign.
    """
    what = "an amount without a currency, for example 1250"
    value = _number(text.strip(), text, what, decimal, 2)
    _bounded(int(value), text, what, MOST_AMOUNT)
    return value


def read_count(text: str, decimal: DecimalMark | None = None, *, least: int = 0) -> int:
    """A whole number; ``k``, ``m`` and ``b`` stand for thousands, millions and billions.

    >>> read_count("475.8k")
    475800

    Raises:
        CellError: No whole number, one with two meanings, below ``least``, or beyond 10**12.
    """
    what = "a whole number, for example 1200 or 475.8k"
    value = _number(text.strip(), text, what, decimal, 0)
    if value != value.to_integral_value():
        raise CellError(f"{shown(text.strip())} is not a whole number", what, code="bad-number")
    if 0 <= value < least:
        raise CellError(f"{shown(text.strip())} is below {least}", what, code="bad-number")
    return _bounded(int(value), text, what, MOST_COUNT)


def read_share(text: str, decimal: DecimalMark | None = None) -> int:
    """A share in parts per million: ``24%`` or ``0.24``.

    >>> read_share("1.39%")
    13900

    Raises:
        CellError: No share, above 100%, or finer than parts per million.
    """
    what = "a share, for example 24% or 0.24"
    stripped = text.strip()
    percent = stripped.endswith("%")
    # a share has no thousands, so that three decimals have one meaning
    value = _number(stripped.removesuffix("%").strip(), text, what, decimal, 3)
    if not percent and value > 1:
        raise CellError(f"{shown(stripped)} is above 1 and has no per cent sign", what, f"{stripped}%", "bad-number")
    parts = value * (PPM // 100 if percent else PPM)
    if parts != parts.to_integral_value():
        raise CellError(f"{shown(stripped)} has more than 4 decimals of a per cent", what, code="bad-number")
    return _bounded(int(parts), text, what, PPM)


def _bounded(value: int, text: str, what: str, most: int) -> int:
    if value < 0:
        raise CellError(f"{shown(text.strip())} is negative", what, code="negative")
    if value > most:
        raise CellError(f"{shown(text.strip())} is too large", what, code="bad-number")
    return value


def _number(body: str, text: str, what: str, decimal: DecimalMark | None, digits: int) -> Decimal:
    """A number without its currency; ``digits`` are the decimals it may have."""
    wrong = CellError(f"{shown(text.strip())} is not a number", what, code="bad-number")
    if len(body) > _LONGEST_NUMBER:
        raise CellError(f"{shown(body)} is too long for a number", what, code="bad-number")
    if not body:
        raise CellError("the number is missing", what, code="missing-key")
    body = body.translate(_SPACES)
    if body[0] in "=+@":
        raise CellError(f"{shown(text.strip())} is a formula or no number", what, code="bad-number")
    negative = body[0] == "-" or (body[0] == "(" and body[-1] == ")")
    if negative:
        body = (body[1:-1] if body[0] == "(" else body[1:]).strip()
    scale = _SCALES.get(body[-1:].lower(), 1)
    if scale > 1:
        body, digits = body[:-1].rstrip(), 3
    value = _marked(body, text.strip(), what, decimal, digits)
    if value is None:
        raise wrong
    return -value * scale if negative else value * scale


def _marked(body: str, text: str, what: str, decimal: DecimalMark | None, digits: int) -> Decimal | None:
    """Digits with marks between them, by the meaning of the marks; None where it is no number."""
    mixed = _MIXED.fullmatch(body)
    if mixed:
        whole, mark, rest = mixed[1] or mixed[4], mixed[2] or mixed[5], mixed[3] or mixed[6]
        return _decimals(whole, mark, rest, text, what, decimal)
    spaced = _SPACED.fullmatch(body)
    if spaced:
        return _decimals(spaced[1], spaced[2], spaced[3], text, what, decimal)
    grouped = _GROUPED.fullmatch(body)
    plain = _PLAIN.fullmatch(body)
    mark = "." if "." in body else ","
    if decimal is None:
        if _THREE.fullmatch(body) and (mark == ".") != (digits == 3):
            _refuse_two_meanings(body, mark, text, digits)
        # what is left of groups is 1,234 where it cannot be decimals, and 1.234.567
        if grouped and not (plain and mark == "." and plain[2]):
            return Decimal(_digits(body))
        if plain and plain[2] == ",":
            number = f"{plain[1] or '0'}.{plain[3]}"
            what = f"a number with a decimal point, or --decimal comma if {number} is meant"
            raise CellError(f"{shown(text)} has a comma where decimals would begin", what, number, "ambiguous-number")
    elif grouped and mark != _mark(decimal):
        return Decimal(_digits(body))
    if plain and (plain[1] or plain[3]):
        return _decimals(plain[1], plain[2], plain[3], text, what, decimal)
    return None


def _decimals(
    whole: str, mark: str | None, rest: str | None, text: str, what: str, decimal: DecimalMark | None
) -> Decimal:
    if mark and decimal is not None and mark != _mark(decimal):
        stated = f"decimals begin with a {decimal.value} as stated"
        raise CellError(f"{shown(text)} does not fit: {stated}", what, code="ambiguous-number")
    return Decimal(f"{_digits(whole) or '0'}.{rest or '0'}")


def _refuse_two_meanings(body: str, mark: str, text: str, digits: int) -> None:
    if mark == "," and digits != 3:
        return
    whole, decimals = _digits(body), body.replace(",", ".")
    expected = "--decimal point or --decimal comma, so that it has one meaning"
    raise CellError(f"{shown(text)} may mean {whole} or {decimals}", expected, code="ambiguous-number")


def _mark(decimal: DecimalMark) -> str:
    return "." if decimal is DecimalMark.POINT else ","


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _too_many_decimals(text: str, value: Decimal, currency: Currency) -> str:
    step = Decimal(1).scaleb(-currency.digits)
    low, high = value.quantize(step, ROUND_FLOOR), value.quantize(step, ROUND_CEILING)
    has = f"{currency.digits} decimals" if currency.digits else "no decimals"
    return f"{shown(text.strip())} may mean {low} or {high}: an amount in {currency.code} has {has}"


def _without_currency(text: str, currency: Currency) -> str:
    """The number of an amount.

    Raises:
        CellError: The amount is in another currency.
    """
    number = text.strip()
    if len(number) > _LONGEST_NUMBER:
        raise CellError(f"{shown(number)} is too long for a number", "an amount", code="bad-number")
    minus = "-" if number[:1] in ("-", _MINUS) else ""
    number = number[len(minus) :].lstrip()
    for sign, currencies in _SIGNS.items():
        if number.startswith(sign) or number.endswith(sign):
            number = number.removeprefix(sign) if number.startswith(sign) else number.removesuffix(sign)
            if currency.code not in currencies:
                one = f"is in {next(iter(currencies))}" if len(currencies) == 1 else f"has the sign {sign}"
                raise _other_currency(text, one, currency)
            return minus + number.strip()
    code = _CODE_BEFORE.fullmatch(number) or _CODE_BEHIND.fullmatch(number)
    if code is None:
        return minus + number
    parts = [part for part in code.groups() if part]
    named, number = (parts[0], parts[1]) if code.re is _CODE_BEFORE else (parts[1], parts[0])
    if named.upper() != currency.code:
        raise _other_currency(text, f"is in {named.upper()}", currency)
    return minus + number.strip()


def _other_currency(text: str, how: str, currency: Currency) -> CellError:
    what = f"{shown(text.strip())} {how}, and the campaign is in {currency.code}"
    return CellError(what, f"amounts in {currency.code}", code="other-currency")
