"""The schema of contracts: what a spec may promise creators."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from influence_cli.model.contract import FeeUnit, Split, Window
from influence_cli.spec.nodes import Raw, Scalar
from influence_cli.spec.schema_agreement import Channels, Contents, Days, PaymentSpec
from influence_cli.spec.schema_commission import CommissionSpec
from influence_cli.spec.schema_parts import Record, at
from influence_cli.spec.schema_types import (
    MONEY,
    SHARE,
    Flag,
    LooseShare,
    MoneyValue,
    Name,
    Short,
    Text,
    refusal,
    whole,
    word,
)

MOST_ITEMS = 100
"""Bonuses or conditions in one list."""


class FeeSpec(Record):
    """A flat fee: an amount, or a part of what the market pays."""

    amount: MoneyValue | None = Field(None, description="The fee as an amount.")
    market: LooseShare | None = Field(
        None, description="The fee as a share of the benchmark fee; 100% is the benchmark."
    )
    per: Annotated[FeeUnit, word(FeeUnit, "unit of a fee")] = Field(
        FeeUnit.DELIVERABLE, description="Whether the fee is paid per deliverable or once per creator."
    )

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.amount is None) == (self.market is None):
            raise refusal("one-of", "a fee is either an amount or a share of the market fee", "amount or market")
        return self


def _fee(value: Raw) -> Raw:
    if not isinstance(value, Scalar) or value.is_null:
        return value
    if value.text.strip() == "market":
        return {"market": Scalar("100%", False, value.place)}
    return {"amount": value}


_BONUS_WINDOWS = (Window.MONTH, Window.QUARTER, Window.CAMPAIGN)


class _Conditional(Record):
    any: tuple[Text, ...] | None = Field(
        None, description="Conditions of which one is enough.", min_length=1, max_length=MOST_ITEMS
    )
    all: tuple[Text, ...] | None = Field(
        None, description="Conditions which must all hold.", min_length=1, max_length=MOST_ITEMS
    )
    name: Name = Field(description="Name of the bonus.")
    pay: MoneyValue = Field(description="Amount paid.")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.any is None) == (self.all is None):
            raise refusal("one-of", "a bonus has its conditions under any or under all", "any or all")
        return self


class BonusSpec(_Conditional):
    """An amount paid once per creator and period."""

    per: Annotated[Window, word(_BONUS_WINDOWS, "period of a bonus")] = Field(
        Window.CAMPAIGN, description="Period in which it is paid once: month, quarter or campaign."
    )


class CollectiveBonusSpec(_Conditional):
    """An amount paid when all creators of the contract together reach a goal."""

    split: Annotated[Split, word(Split, "way to split a bonus")] = Field(
        Split.SHARED, description="One pot for all creators (shared), or paid to each of them (each)."
    )
    per: Annotated[Window, word(_BONUS_WINDOWS, "period of a bonus")] = Field(
        Window.QUARTER, description="Period in which it is paid once: month, quarter or campaign."
    )


class UnitPaySpec(Record):
    """A price per unit delivered."""

    pay: MoneyValue = Field(description="Amount per unit.")
    cap: MoneyValue | None = Field(None, description="At most this per creator.")


class RightsSpec(Record):
    """A fee for a right, as a share of the base fee per 30 days or fixed."""

    share: LooseShare | None = Field(None, description="Share of the base fee, per 30 days, prorated by days.")
    fixed: MoneyValue | None = Field(None, description="One amount for the whole time.")
    days: Annotated[int, whole(1, 3650)] = Field(description="How long the right is bought for.")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.share is None) == (self.fixed is None):
            raise refusal("one-of", "a rights fee is either a share of the base fee or fixed", "share or fixed")
        return self


class UsageRightsSpec(RightsSpec):
    """A fee for the use of the content, and what use that is."""

    channels: Channels | None = Field(
        None, description="Where the brand may use the content: organic, paid, website, email, shops."
    )
    territory: Name | None = Field(None, description="Where in the world, for example worldwide.")


class ExclusivitySpec(RightsSpec):
    """A fee for not working for competitors, and who those are."""

    competitors: Text | None = Field(None, description="Whom the creator does not work for, for example skincare.")


class CapSpec(Record):
    """The most that is paid."""

    creator: MoneyValue | None = Field(None, description="At most this per creator.")
    campaign: MoneyValue | None = Field(None, description="At most this for all creators of the contract.")


UnitPay = Annotated[UnitPaySpec, at("pay", MONEY)]


class ContractSpec(Record):
    """Terms of one contract; what is not written is not promised."""

    fee: Annotated[FeeSpec, Short(_fee, {"anyOf": [{"const": "market"}, dict(MONEY.schema)]})] | None = Field(
        None, description="Flat fee: market, an amount, or a mapping with amount or market, and per."
    )
    commission: Annotated[CommissionSpec, at("rate", SHARE)] | None = Field(
        None, description="Share of sales, or a mapping with base, deductions, bands or taper."
    )
    bonuses: tuple[BonusSpec, ...] = Field((), description="Bonuses of a single creator.", max_length=MOST_ITEMS)
    collective_bonuses: tuple[CollectiveBonusSpec, ...] = Field(
        (), description="Bonuses on what all creators of the contract reach together.", max_length=MOST_ITEMS
    )
    retainer: MoneyValue | None = Field(None, description="Fixed amount per 30-day month.")
    cpm: UnitPay | None = Field(None, description="Pay per 1,000 views.")
    cpc: UnitPay | None = Field(None, description="Pay per click.")
    cpa: UnitPay | None = Field(None, description="Pay per order.")
    cpl: UnitPay | None = Field(None, description="Pay per lead.")
    usage_rights: UsageRightsSpec | None = Field(None, description="Use of the content by the brand.")
    whitelisting: RightsSpec | None = Field(None, description="Ads run through the creator's account.")
    exclusivity: ExclusivitySpec | None = Field(None, description="No work for competitors.")
    minimum_guarantee: MoneyValue | None = Field(None, description="The total of a creator is topped up to this.")
    cap: Annotated[CapSpec, at("creator", MONEY)] | None = Field(
        None,
        description="The most that is paid: one amount per creator, or a mapping with creator and campaign.",
    )
    minimum_payout: MoneyValue | None = Field(
        None, description="Below this nothing is paid in a month; the balance is carried over."
    )
    gift: Flag = Field(False, description="Whether each creator receives the product.")
    payment: PaymentSpec | None = Field(
        None, description="When money moves: hold and what it begins with, net days, clawback."
    )
    deliverables: Contents | None = Field(
        None, description="Kinds of deliverable, each with format, length, call to action and count."
    )
    approval_rounds: Annotated[int, whole(0, 20)] | None = Field(
        None, description="Rounds of changes before a post is approved."
    )
    cookie_window: Days | None = Field(
        None, description="Days after a click in which an order still counts for the creator, for example 30 days."
    )
