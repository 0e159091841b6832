"""The schema of what a contract says beside the pay: when money moves, what is delivered, what may be done with it."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field

from influence_cli.model.agreement import Channel, HoldFrom
from influence_cli.spec.nodes import Raw, Scalar
from influence_cli.spec.scalars import ScalarError, parse_whole
from influence_cli.spec.schema_parts import Record
from influence_cli.spec.schema_types import Flag, Name, Reads, Short, Text, whole, word
from influence_cli.spec.text import shown

MOST_DAYS = 3_650
_UNIT_DAYS = {"": 1, "d": 1, "day": 1, "days": 1, "w": 7, "week": 7, "weeks": 7}
_UNIT_PATTERN = "[dD]|[wW]|[dD][aA][yY][sS]?|[wW][eE][eE][kK][sS]?"
_SPAN = re.compile(r"([0-9][0-9,_]*)\s*([A-Za-z]*)")
_LONGEST_ADDRESS = 500


def parse_days(text: str) -> int:
    """A span of days.

    >>> parse_days("30 days"), parse_days("2 weeks"), parse_days("14")
    (30, 14, 14)

    Raises:
        ScalarError: The text is no span, or longer than ten years.
    """
    expected = "a number of days, for example 30 days, 30 or 2 weeks"
    found = _SPAN.fullmatch(text.strip())
    unit = found[2].lower() if found else "?"
    if found is None or unit not in _UNIT_DAYS:
        raise ScalarError(f"{shown(text)} is not a number of days", expected)
    days = parse_whole(found[1], expected) * _UNIT_DAYS[unit]
    if days > MOST_DAYS:
        raise ScalarError(f"{shown(text)} is more than ten years", f"at most {MOST_DAYS:,} days")
    return days


def parse_address(text: str) -> str:
    """An address of the web.

    >>> parse_address(" https://shop.example/serum ")
    'https://shop.example/serum'

    Raises:
        ScalarError: It is none that a browser opens, or names a user.
    """
    expected = "an address that begins with https://, for example https://shop.example/serum"
    address = text.strip()
    if len(address) > _LONGEST_ADDRESS:
        raise ScalarError(f"an address of {len(address):,} characters is too long", expected)
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or "@" in parts.netloc or not _is_plain(address):
        raise ScalarError(f"{shown(text)} is not an address of the web", expected)
    return address


def _is_plain(address: str) -> bool:
    return address.isprintable() and not any(char.isspace() or char in "<>\"'`\\{}|^" for char in address)


Days = Annotated[
    int,
    Reads(
        parse_days,
        "bad-number",
        "a number of days, for example 30 days",
        {
            "anyOf": [
                {"type": "integer", "minimum": 0, "maximum": MOST_DAYS},
                {"type": "string", "pattern": rf"^\s*[0-9][0-9,_]*\s*({_UNIT_PATTERN})?\s*$"},
            ]
        },
    ),
]
"""A span of days."""

Address = Annotated[
    str,
    Reads(
        parse_address,
        "bad-text",
        "an address that begins with https://",
        {"type": "string", "pattern": r"^\s*https?://[^\s]+\s*$", "examples": ["https://shop.example/serum"]},
    ),
]
"""An address of the web."""


class PaymentSpec(Record):
    """When money moves."""

    hold: Days | None = Field(
        None, description="Days after an order or a delivery before it can be paid, for example 30 days."
    )
    hold_from: Annotated[HoldFrom, word(HoldFrom, "beginning of a hold")] = Field(
        HoldFrom.ORDER,
        description="What an order's hold begins with: the order, or its delivery to the customer.",
    )
    net: Days | None = Field(
        None, description="Days from the end of the month in which it can be paid to the payment, for example 15 days."
    )
    clawback: Flag | None = Field(
        None, description="Whether what refunds take back later is set off against the next payments."
    )


class ContentSpec(Record):
    """One kind of deliverable."""

    format: Name | None = Field(None, description="What it is, for example TikTok video with the unboxing.")
    length: Name | None = Field(None, description="How long it is, for example 15 seconds.")
    call_to_action: Text | None = Field(
        None, description="What the audience is asked to do, for example: tap the link in bio for 15% off."
    )
    count: Annotated[int, whole(1, 1000)] | None = Field(
        None, description="How many of the creator's deliverables are of this kind."
    )


def _one_or_more(value: Raw) -> Raw:
    """A few words alone are the format of the only kind."""
    return [{"format": value}] if isinstance(value, Scalar) and not value.is_null else value


MOST_CONTENTS = 20

Contents = Annotated[
    tuple[ContentSpec, ...],
    Field(max_length=MOST_CONTENTS),
    Short(_one_or_more, {"type": ["string", "number"]}),
]
"""Kinds of deliverable: a list, or the format of the only one."""

Channels = Annotated[
    tuple[Annotated[Channel, word(Channel, "channel")], ...], Field(min_length=1, max_length=len(Channel))
]
"""Where the brand may use the content."""
