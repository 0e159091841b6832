"""What every part of the schema is built from: the frozen record, ranges with sources, weights and lists."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator
from pydantic_core.core_schema import ValidationInfo

from influence_cli.model.campaign import Platform, Tier
from influence_cli.spec.nodes import Raw, Scalar
from influence_cli.spec.scalars import Money, ScalarError, split_range
from influence_cli.spec.schema_types import (
    COUNT_SHORT,
    MONEY_SHORT,
    NUMBER_SHORT,
    PLATFORM_KEYS,
    SHARE_SHORT,
    Count,
    Day,
    LooseShare,
    MoneyValue,
    Name,
    PlatformName,
    PositiveMoney,
    Reads,
    ShareValue,
    Short,
    SmallNumber,
    Text,
    TierName,
    kind_of,
    refusal,
)
from influence_cli.spec.text import shown


class Record(BaseModel):
    """A mapping with a closed set of keys; a key without a value counts as not written."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    elsewhere: ClassVar[Mapping[str, str]] = {}
    """Keys people may look for here, with the path where each has its place."""

    @classmethod
    def description_of(cls, key: str) -> str:
        """What a key holds, as declared."""
        for name, field in cls.__pydantic_fields__.items():
            if key in (name, field.alias):
                return field.description or ""
        return ""

    @classmethod
    def keys(cls) -> tuple[str, ...]:
        """The keys as written in a spec."""
        return tuple(field.alias or name for name, field in cls.__pydantic_fields__.items())

    @model_validator(mode="before")
    @classmethod
    def _written(cls, value: Raw, info: ValidationInfo) -> Raw:
        keys = cls.keys()
        if not isinstance(value, dict):
            wanted = ", ".join(keys[:6]) + (" ..." if len(keys) > 6 else "")
            raise refusal("wrong-type", f"{kind_of(value)} stands here", f"a mapping with keys such as {wanted}")
        if info.context is not None:
            info.context[id(value)] = cls
        return {
            key: item for key, item in value.items() if not (key in keys and isinstance(item, Scalar) and item.is_null)
        }


class _Range(Record):
    @model_validator(mode="before")
    @classmethod
    def _single(cls, value: Raw) -> Raw:
        """A typical value alone is taken as known."""
        if isinstance(value, dict) and "typical" in value and not {"low", "high"} & value.keys():
            return {"low": value["typical"], "high": value["typical"]} | value
        return value

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        ends = [getattr(self, name) for name in ("low", "typical", "high")]
        written = [end for end in ends if end is not None]
        if len({end.currency for end in written if isinstance(end, Money) and end.currency}) > 1:
            raise refusal("bad-range", "the range is in two currencies", "one currency")
        plain = [end.amount if isinstance(end, Money) else end for end in written]
        if plain != sorted(plain):
            raise refusal("bad-range", "the range does not rise", "low at most typical, typical at most high")
        return self


class MoneyRange(_Range):
    """Money that is not known exactly; ``typical`` is None where only the two ends are written."""

    low: MoneyValue = Field(description="One time in ten it is below this.")
    typical: MoneyValue | None = Field(None, description="As often above as below; left out, it follows from the ends.")
    high: MoneyValue = Field(description="One time in ten it is above this.")
    source: Text = Field("", description="Where the figures come from.")


class PriceRange(MoneyRange):
    """Money above 0 that is not known exactly."""

    low: PositiveMoney = Field(description="One time in ten it is below this.")


class ShareRange(_Range):
    """A share, at most 100%, that is not known exactly."""

    low: ShareValue = Field(description="One time in ten it is below this.")
    typical: ShareValue | None = Field(None, description="As often above as below; left out, it follows from the ends.")
    high: ShareValue = Field(description="One time in ten it is above this.")
    source: Text = Field("", description="Where the figures come from.")


class RateRange(_Range):
    """A rate that may exceed 100%, such as views per follower."""

    low: LooseShare = Field(description="One time in ten it is below this.")
    typical: LooseShare | None = Field(None, description="As often above as below; left out, it follows from the ends.")
    high: LooseShare = Field(description="One time in ten it is above this.")
    source: Text = Field("", description="Where the figures come from.")


class CountRange(_Range):
    """A whole number that is not known exactly."""

    low: Count = Field(description="One time in ten it is below this.")
    typical: Count | None = Field(None, description="As often above as below; left out, it follows from the ends.")
    high: Count = Field(description="One time in ten it is above this.")
    source: Text = Field("", description="Where the figures come from.")


class NumberRange(_Range):
    """A plain number up to 10 that is not known exactly, such as a spread on the log scale."""

    low: SmallNumber = Field(description="One time in ten it is below this.")
    typical: SmallNumber | None = Field(
        None, description="As often above as below; left out, it follows from the ends."
    )
    high: SmallNumber = Field(description="One time in ten it is above this.")
    source: Text = Field("", description="Where the figures come from.")


def _spread(value: Raw) -> Raw:
    """``low..high`` or one number as the mapping a range is."""
    if not isinstance(value, Scalar):
        return value
    try:
        ends = split_range(value.text) if not value.is_boolean else None
    except ScalarError as error:
        raise refusal("bad-range", error.what, error.expected, error.suggestion) from error
    if ends is None:
        return {"low": value, "typical": value, "high": value}
    low, high = (Scalar(end, False, value.place) for end in ends)
    return {"low": low, "high": high}


MoneyEstimate = Annotated[MoneyRange, Short(_spread, MONEY_SHORT)]
PriceEstimate = Annotated[PriceRange, Short(_spread, MONEY_SHORT)]
ShareEstimate = Annotated[ShareRange, Short(_spread, SHARE_SHORT)]
RateEstimate = Annotated[RateRange, Short(_spread, SHARE_SHORT)]
CountEstimate = Annotated[CountRange, Short(_spread, COUNT_SHORT)]
NumberEstimate = Annotated[NumberRange, Short(_spread, NUMBER_SHORT)]


def at(key: str, single: Reads) -> Short:
    """A single value stands for a mapping with just this key."""

    def expand(value: Raw) -> Raw:
        return {key: value} if isinstance(value, Scalar) and not value.is_null else value

    return Short(expand, single.schema)


def _distinct(value: Raw) -> Raw:
    if isinstance(value, list):
        seen: set[str] = set()
        for item in value:
            text = item.text if isinstance(item, Scalar) else ""
            if text and text in seen:
                raise refusal("duplicate-item", f"{shown(text)} is listed twice", "each word once")
            seen.add(text)
    return value


def _list_or_mapping(value: Raw) -> Raw:
    if isinstance(value, Scalar):
        raise refusal(
            "wrong-type",
            f"{kind_of(value)} stands here",
            "a list such as [instagram, tiktok] or weights such as {instagram: 60%, tiktok: 40%}",
        )
    return _distinct(value)


def _one_or_more(value: Raw) -> Raw:
    """One name alone is a list of one."""
    return [value] if isinstance(value, Scalar) and not value.is_null else _distinct(value)


MOST_OFFERED = 10
"""Contracts offered to one tier; each of them is a further place for creators everywhere the tier posts."""

ContractNames = Annotated[
    tuple[Name, ...], Field(min_length=1, max_length=MOST_OFFERED), Short(_one_or_more, {"type": ["string", "number"]})
]
"""Names of contracts, the first of which is the usual one."""

PlatformList = Annotated[tuple[PlatformName, ...], Field(max_length=len(Platform)), Short(_distinct, {})]
TierList = Annotated[tuple[TierName, ...], Field(min_length=1, max_length=len(Tier)), Short(_distinct, {})]

MOST_DAYS_LISTED = 1_000

DayList = Annotated[tuple[Day, ...], Field(max_length=MOST_DAYS_LISTED), Short(_distinct, {})]
"""Days of the calendar, each once."""

PlatformWeights = Annotated[
    Annotated[tuple[PlatformName, ...], Field(min_length=1, max_length=len(Platform)), Tag("#list")]
    | Annotated[Mapping[PlatformName, ShareValue], Field(min_length=1), PLATFORM_KEYS, Tag("#mapping")],
    Discriminator(lambda value: "#list" if isinstance(value, list | tuple) else "#mapping"),
    Short(_list_or_mapping, {}),
]
"""A list of platforms, or a mapping of platforms to shares (whose sum is checked on resolving)."""


def _size_form(value: Any) -> str:
    ranged = not isinstance(value, dict) or {"low", "typical", "high", "source"} & value.keys()
    return "#range" if ranged else "#platforms"


AudienceSize = Annotated[
    Annotated[CountEstimate, Tag("#range")]
    | Annotated[Mapping[PlatformName, CountEstimate], PLATFORM_KEYS, Tag("#platforms")],
    Discriminator(_size_form),
]
"""One size for each platform, or a size by platform."""
