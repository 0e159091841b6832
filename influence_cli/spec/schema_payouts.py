"""The schema of how creators are paid, beside what their contracts say."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from influence_cli.spec.nodes import Raw
from influence_cli.spec.schema_parts import DayList, Record, at
from influence_cli.spec.schema_types import (
    MONEY,
    CurrencyCode,
    Day,
    MoneyValue,
    Name,
    Reads,
    ShareValue,
    Short,
    number,
    refusal,
    word,
)
from influence_cli.spec.text import shown
from influence_cli.spec.time_zones import parse_time_zone

MOST_CURRENCIES = 200

TimeZone = Annotated[
    str,
    Reads(
        parse_time_zone,
        "bad-time-zone",
        "an IANA name, for example Europe/Berlin",
        {
            "type": "string",
            "pattern": r"^\s*[A-Za-z][A-Za-z0-9_+/-]*\s*$",
            "examples": ["UTC", "Europe/Berlin", "America/New_York"],
        },
    ),
]
"""The IANA name of a time zone."""


class MinimumPer(StrEnum):
    """What a minimum payout is compared with: what is open in this campaign, or in all of a ledger."""

    CAMPAIGN = "campaign"
    CREATOR = "creator"


class PaidBy(StrEnum):
    """Who bears the fee of a payment."""

    BRAND = "brand"
    CREATOR = "creator"


class PaymentFeeSpec(Record):
    """What sending one payment costs."""

    fixed: MoneyValue | None = Field(None, description="Amount per payment.")
    share: ShareValue = Field(Decimal(0), description="Share of the payment.")
    paid_by: Annotated[PaidBy, word(PaidBy, "bearer of a fee")] = Field(
        PaidBy.BRAND, description="Who bears it: the brand, or the creator, who is then sent less."
    )


class ExchangeSpec(Record):
    """The rate at which payments in another currency are made."""

    rate: Annotated[Decimal, number(Decimal("0.000001"), 10**6)] = Field(
        description="Units of this currency for one unit of the campaign's, for example 0.92."
    )
    day: Day = Field(alias="date", description="Day of the rate, for example 2026-05-29.")
    source: Name = Field("", description="Who published it, for example ECB.")


def _each_once(value: Raw) -> Raw:
    """The mapping, whose keys do not mean the same currency twice."""
    seen: dict[str, str] = {}
    for key in value if isinstance(value, dict) else ():
        code = key.strip().upper()
        if code in seen:
            what = f"{shown(key)} means the same as {shown(seen[code])}"
            raise refusal("duplicate-key", what, "each currency once", at=key)
        seen[code] = key
    return value


class PayoutsSpec(Record):
    """How creators are paid."""

    minimum_per: Annotated[MinimumPer, word(MinimumPer, "base of a minimum payout")] = Field(
        MinimumPer.CAMPAIGN,
        description="What a minimum payout is compared with: what is open in this campaign, or with the creator in "
        "all campaigns of the ledger.",
    )
    fee: Annotated[PaymentFeeSpec, at("fixed", MONEY)] | None = Field(
        None, description="Cost of sending a payment: an amount, or a mapping with fixed, share and paid_by."
    )
    exchange: Annotated[
        Mapping[CurrencyCode, ExchangeSpec], Field(max_length=MOST_CURRENCIES), Short(_each_once, {})
    ] = Field(default_factory=dict, description="Exchange rates by currency code, each with its date.")
    holidays: DayList = Field(
        (), description="Days that are no business days, beside Saturdays and Sundays, for example [2026-12-25]."
    )
