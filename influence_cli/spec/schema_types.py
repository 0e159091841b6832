"""The kinds of value a field may have: each reads raw scalars and states its accepted forms as JSON Schema."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from influence_cli.model.campaign import Platform, Tier
from influence_cli.spec import scalars
from influence_cli.spec.codes import ErrorCode
from influence_cli.spec.nodes import FALSE_WORDS, TRUE_WORDS, Raw, Scalar
from influence_cli.spec.scalars import NUMBER, PLATFORM_ALIASES, Money, ScalarError, Share, Weeks
from influence_cli.spec.text import listed, nearest, shown

LONGEST_TEXT = 500
"""Characters of a name or any other text."""


def refusal(code: ErrorCode, what: str, expected: str = "", suggestion: str = "", at: str = "") -> PydanticCustomError:
    """A problem raised while reading, in the words the user will see; ``at`` names a key below the place."""
    context = {"what": what, "expected": expected, "suggestion": suggestion, "at": at}
    return PydanticCustomError(code, "{what}", context)


def scalar_of(value: Raw, expected: str) -> Scalar:
    """The value if it is a word or number and not taken for a boolean by YAML readers."""
    if isinstance(value, Scalar):
        if value.is_null:
            raise refusal("wrong-type", "nothing is written here", expected)
        return value
    raise refusal("wrong-type", f"{kind_of(value)} stands here", expected)


def kind_of(value: object) -> str:
    """What a raw value is, in the user's words."""
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else f"the single value {shown(getattr(value, 'text', ''))}"


@dataclass(frozen=True, eq=False)
class Reads:
    """Reads one scalar with a pure function; its errors carry ``code``."""

    parse: Callable[[str], object]
    code: ErrorCode
    expected: str
    schema: Mapping[str, Any]

    def read(self, value: Raw | str) -> object:
        """The parsed value; a key of a mapping comes as a string.

        Raises:
            PydanticCustomError: The value is no scalar, looks like a boolean, or cannot be parsed.
        """
        if isinstance(value, str):
            return self._parsed(value)
        scalar = scalar_of(value, self.expected)
        if scalar.is_boolean:
            what = f"{scalar.text} without quotes means true or false in YAML"
            expected = f"{self.expected}; quote the word if it is meant as text"
            raise refusal("boolean-text", what, expected, f'"{scalar.text}"')
        return self._parsed(scalar.text)

    def _parsed(self, text: str) -> object:
        try:
            return self.parse(text)
        except ScalarError as error:
            raise refusal(self.code, error.what, error.expected, error.suggestion) from error

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Let pydantic call ``read`` and nothing else."""
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The accepted forms."""
        return dict(self.schema)


@dataclass(frozen=True, eq=False)
class Short:
    """Turns a short form into the long form before the field's own type reads it."""

    expand: Callable[[Raw], Raw]
    schema: Mapping[str, Any]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Expand, then read."""
        return core_schema.no_info_before_validator_function(self.expand, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Either form."""
        return {"anyOf": [dict(self.schema), handler(core)]} if self.schema else handler(core)


@dataclass(frozen=True, eq=False)
class Keys:
    """Reads the keys of a mapping as words of a closed set; keys without a value count as not written."""

    code: ErrorCode
    parse: Callable[[str], str]
    names: tuple[str, ...]
    pattern: str = ""

    def read(self, value: Raw) -> Raw:
        """The mapping with its keys in canonical form.

        Raises:
            PydanticCustomError: Two keys mean the same.
        """
        if not isinstance(value, dict):
            return value
        seen: dict[str, str] = {}
        result: dict[str, Raw] = {}
        for key, item in value.items():
            name = self.parse(key)
            if name in seen:
                what = f"{shown(key)} means the same as {shown(seen[name])}"
                raise refusal("duplicate-key", what, "each key once", at=key)
            seen[name] = key
            if not (isinstance(item, Scalar) and item.is_null and name in self.names):
                result[key] = item
        return result

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Canonical keys, then the mapping's own type."""
        return core_schema.no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """An object with just these properties, so that editors can complete them."""
        value = handler(core).get("additionalProperties", {})
        value = {"anyOf": [value, {"type": "null"}]}
        if not self.names:
            return {"type": "object", "additionalProperties": value}
        schema: JsonSchemaValue = {"type": "object", "properties": dict.fromkeys(self.names, value)}
        if self.pattern:
            schema["patternProperties"] = {self.pattern: value}
        return schema | {"additionalProperties": False}


def _platform(text: str) -> str:
    return PLATFORM_ALIASES.get(text.strip().lower().replace(" ", ""), text)


def _any_case(word: str) -> str:
    return "".join(f"[{char.upper()}{char.lower()}]" for char in word)


_PLATFORM_PATTERN = f"^({'|'.join(_any_case(alias) for alias in PLATFORM_ALIASES)})$"


def _reader(words: Iterable[StrEnum], noun: str, alias: Callable[[str], str] = str) -> Callable[[str], StrEnum]:
    known = {str(member): member for member in words}

    def parse(text: str) -> StrEnum:
        name = alias(text)
        if name in known:
            return known[name]
        raise ScalarError(f"{shown(text)} is not a {noun}", listed(known), nearest(name, known))

    return parse


def word(words: Iterable[StrEnum], noun: str, code: ErrorCode = "unknown-word") -> Reads:
    """Reads one word of a closed set."""
    known = tuple(words)
    return Reads(_reader(known, noun), code, listed(known), {"enum": list(known)})


def text_of(what: str, *, most: int = LONGEST_TEXT) -> Reads:
    """Reads text; numbers and dates are taken as they are written."""

    def parse(text: str) -> str:
        if len(text) > most:
            raise ScalarError(f"a text of {len(text):,} characters is too long", f"at most {most:,} characters")
        if not text.strip():
            raise ScalarError("nothing is written between the quotes", what)
        return text

    return Reads(parse, "bad-text", what, {"type": ["string", "number"]})


def _number_schema(pattern: str, **bounds: float) -> dict[str, Any]:
    return {
        "anyOf": [
            {"type": "number", "minimum": 0} | bounds,
            {"type": "string", "pattern": f"^\\s*{pattern}\\s*$"},
        ]
    }


_CODE = "[A-Za-z]{3}"
_SYMBOL = f"[{''.join(scalars.SYMBOLS)}]"
_MONEY = rf"(?:{_SYMBOL}\s*|{_CODE}\s*)*(?:{NUMBER})\s*[kKmM]?\s*(?:{_SYMBOL}|{_CODE})?\s*{_SYMBOL}?"
_SHARE = rf"(?:{NUMBER})\s*%?"
_WHOLE = rf"(?:{NUMBER})\s*[kKmM]?"


def _ranged(pattern: str) -> str:
    return rf"{pattern}\s*(?:\.\.\s*{pattern})?"


def _money(expected: str, **bounds: Decimal | int) -> Reads:
    return Reads(
        lambda text: scalars.parse_money(text, expected, **bounds),
        "bad-money",
        expected,
        _number_schema(_MONEY),
    )


def _share(most: int) -> Reads:
    expected = "a share, for example 15% or 0.15"
    return Reads(
        lambda text: scalars.parse_share(text, expected, most=most),
        "bad-share",
        expected,
        _number_schema(_SHARE, maximum=1),
    )


def whole(least: int, most: int) -> Reads:
    """Reads a whole number within bounds."""
    expected = f"a whole number from {least:,} to {most:,}"
    return Reads(
        lambda text: scalars.parse_whole(text, expected, least=least, most=most),
        "bad-number",
        expected,
        _number_schema(_WHOLE, minimum=least, maximum=most),
    )


def number(least: int | Decimal, most: int | Decimal) -> Reads:
    """Reads a number within bounds."""
    expected = f"a number from {least:,} to {most:,}"
    return Reads(
        lambda text: scalars.parse_number(text, expected, least=least, most=most),
        "bad-number",
        expected,
        _number_schema(f"(?:{NUMBER})", minimum=float(least), maximum=float(most)),
    )


def _market(text: str) -> str:
    code = text.strip().upper()
    if len(code) == 2 and code.isascii() and code.isalpha():
        return code
    raise ScalarError(f"{shown(text)} is not a market", "a two-letter country code, for example US or DE")


def _read_boolean(value: Raw) -> bool:
    expected = "true or false (yes, no, on and off will do)"
    scalar = scalar_of(value, expected)
    folded = scalar.text.strip().lower()
    if folded in TRUE_WORDS:
        return True
    if folded in FALSE_WORDS:
        return False
    raise refusal("unknown-word", f"{shown(scalar.text)} is neither true nor false", expected)


def _read_weeks(value: Raw) -> Weeks:
    if not isinstance(value, list):
        read = _WEEKS.read(value)
        assert isinstance(read, Weeks)
        return read
    expected = "two weeks, for example [3, 8]"
    ends = [scalar_of(item, expected).text for item in value]
    if len(ends) != 2:
        raise refusal("bad-weeks", f"a list of {len(ends)} stands here", expected)
    try:
        first, last = (scalars.parse_whole(end, expected, most=9999) for end in ends)
        return scalars.span(first, last, f"[{first}, {last}]", expected)
    except ScalarError as error:
        raise refusal("bad-weeks", error.what, error.expected) from error


_WEEKS = Reads(scalars.parse_weeks, "bad-weeks", "a week or a span of weeks, for example 3 or 3-8", {})
_BOOLEAN_WORDS = [form for text in sorted(TRUE_WORDS | FALSE_WORDS) for form in (text, text.capitalize(), text.upper())]

MONEY = _money("an amount of money, for example 40000, 40k or 40k EUR")
SHARE = _share(1)

Text = Annotated[str, text_of("a text")]
Name = Annotated[str, text_of("a name", most=200)]
MoneyValue = Annotated[Money, MONEY]
PositiveMoney = Annotated[Money, _money("an amount of money above 0, for example 40k", least=Decimal("0.001"))]
ShareValue = Annotated[Decimal, SHARE]
LooseShare = Annotated[Decimal, _share(100)]
"""A share that may exceed 100%, such as views per follower or a part of the market fee."""
Count = Annotated[int, whole(0, scalars.MOST_COUNT)]
SmallNumber = Annotated[Decimal, number(0, 10)]
Day = Annotated[
    date,
    Reads(
        scalars.parse_date,
        "bad-date",
        "a date as year-month-day, for example 2026-03-02",
        {"type": "string", "pattern": r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}"},
    ),
]
CurrencyCode = Annotated[
    str,
    Reads(
        scalars.parse_currency,
        "unknown-currency",
        "an ISO 4217 code, for example USD or EUR",
        {"type": "string", "pattern": r"^\s*[A-Za-z]{3}\s*$", "examples": ["USD", "EUR", "GBP"]},
    ),
]
Market = Annotated[
    str,
    Reads(
        _market,
        "bad-market",
        "a two-letter country code, for example US or DE",
        {"type": "string", "pattern": r"^\s*[A-Za-z]{2}\s*$", "examples": ["US", "UK", "DE"]},
    ),
]
PlatformName = Annotated[
    Platform,
    Reads(
        _reader(Platform, "platform", _platform),
        "unknown-platform",
        listed(Platform),
        {"anyOf": [{"enum": list(Platform)}, {"type": "string", "pattern": _PLATFORM_PATTERN}]},
    ),
]


class Tracking(StrEnum):
    """How sales are traced to creators."""

    LINK = "link"
    CODE = "code"
    PIXEL = "pixel"


TrackingWord = Annotated[Tracking, word(Tracking, "tracking method")]
TierName = Annotated[Tier, word(Tier, "tier", "unknown-tier")]
MoneyOrShare = Annotated[
    Money | Share,
    Reads(
        scalars.parse_money_or_share,
        "bad-money",
        "an amount of money or a share, for example 2k or 5%",
        _number_schema(rf"(?:{_MONEY}|{_SHARE})"),
    ),
]


MONEY_SHORT = _number_schema(_ranged(_MONEY))
SHARE_SHORT = _number_schema(_ranged(_SHARE), maximum=1)
COUNT_SHORT = _number_schema(_ranged(_WHOLE), maximum=scalars.MOST_COUNT)
NUMBER_SHORT = _number_schema(_ranged(f"(?:{NUMBER})"), maximum=10)
PLATFORM_KEYS = Keys("unknown-platform", _platform, tuple(Platform), _PLATFORM_PATTERN)
TIER_KEYS = Keys("unknown-tier", str, tuple(Tier))
NAME_KEYS = Keys("bad-text", str, ())


@dataclass(frozen=True, eq=False)
class _Plain:
    """Reads any raw value with a function that raises refusals itself."""

    read: Callable[[Raw], object]
    schema: Mapping[str, Any]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return dict(self.schema)


Flag = Annotated[bool, _Plain(_read_boolean, {"anyOf": [{"type": "boolean"}, {"enum": _BOOLEAN_WORDS}]})]
WeekSpan = Annotated[
    Weeks,
    _Plain(
        _read_weeks,
        {
            "anyOf": [
                {"type": "integer", "minimum": 1},
                {"type": "string", "pattern": r"^\s*[0-9]{1,4}(?:\s*[-\u2013]\s*[0-9]{1,4})?\s*$"},
                {
                    "type": "array",
                    "items": {"type": ["integer", "string"]},
                    "minItems": 2,
                    "maxItems": 2,
                },
            ]
        },
    ),
]
