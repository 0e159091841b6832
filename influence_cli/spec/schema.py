"""The schema of a spec: every key, what it means and what it may hold. Unknown keys are refused.

Reads raw scalars only (see ``nodes``), so that no value is converted before its field says how. What concerns
several sections at once (sums of shares, contracts named but not defined, weeks outside the campaign) is checked
when the spec is resolved.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from influence_cli.model.campaign import Goal, Platform
from influence_cli.spec.scalars import MOST_COUNT, Money, Share, Weeks
from influence_cli.spec.schema_agreement import Address
from influence_cli.spec.schema_allocation import AllocationSpec, CreatorsSpec, RiskAversionSpec
from influence_cli.spec.schema_commission import BandSpec, CommissionSpec
from influence_cli.spec.schema_contracts import (
    BonusSpec,
    CapSpec,
    CollectiveBonusSpec,
    ContractSpec,
    FeeSpec,
    RightsSpec,
    UnitPaySpec,
)
from influence_cli.spec.schema_overrides import CampaignOverrides, PlatformOverrides, TierOverrides
from influence_cli.spec.schema_parts import (
    AudienceSize,
    ContractNames,
    CountRange,
    MoneyRange,
    NumberRange,
    PlatformWeights,
    PriceEstimate,
    PriceRange,
    RateRange,
    Record,
    ShareEstimate,
    ShareRange,
    TierList,
    at,
)
from influence_cli.spec.schema_payouts import PayoutsSpec, TimeZone
from influence_cli.spec.schema_types import (
    MONEY,
    NAME_KEYS,
    SHARE,
    TIER_KEYS,
    Count,
    CurrencyCode,
    Day,
    Flag,
    Market,
    MoneyOrShare,
    MoneyValue,
    Name,
    PositiveMoney,
    ShareValue,
    Text,
    TierName,
    Tracking,
    TrackingWord,
    WeekSpan,
    number,
    refusal,
    whole,
    word,
)

__all__ = [
    "AllocationSpec",
    "AmplificationSpec",
    "AudienceSpec",
    "BandSpec",
    "BonusSpec",
    "BudgetSpec",
    "CampaignOverrides",
    "CampaignSection",
    "CampaignSpec",
    "CapSpec",
    "CollectiveBonusSpec",
    "CommissionSpec",
    "ContractSpec",
    "CountRange",
    "CreatorsSpec",
    "FeeSpec",
    "Money",
    "MoneyRange",
    "NumberRange",
    "PayoutsSpec",
    "PhaseSpec",
    "PlatformOverrides",
    "PriceRange",
    "ProductSpec",
    "RateRange",
    "RepeatPurchaseSpec",
    "RightsSpec",
    "RiskAversionSpec",
    "Share",
    "ShareRange",
    "SimulationSpec",
    "SwitchesSpec",
    "TierOverrides",
    "TierSpec",
    "Tracking",
    "UnitPaySpec",
    "Weeks",
]


class CampaignSection(Record):
    """What is planned, when and where."""

    name: Name = Field(description="Name of the campaign.")
    brand: Name = Field("", description="Brand the campaign is for.")
    start: Day | None = Field(None, description="First day, for example 2026-03-02.")
    weeks: Annotated[int, whole(1, 104)] = Field(description="Length in weeks.")
    platforms: PlatformWeights = Field(
        (Platform.INSTAGRAM, Platform.TIKTOK),
        description="Platforms to post on, as a list, or as a mapping with weights that sum to 100%.",
    )
    industry: Name = Field("", description="Industry, as free text.")
    goal: Annotated[Goal, word(Goal, "goal")] = Field(Goal.SALES, description="What the campaign is for.")
    markets: tuple[Market, ...] = Field(
        (), description="Countries whose disclosure rules apply, as two-letter codes.", max_length=50
    )
    tracking: tuple[TrackingWord, ...] = Field(
        (), description="How sales are traced to creators: link, code or pixel.", max_length=3
    )
    disclosure: Flag | None = Field(None, description="Whether contracts ask creators to disclose the advertising.")
    landing_page: Address | None = Field(None, description="Where tracked links lead, such as https://shop.example.")
    time_zone: TimeZone | None = Field(
        None, description="Time zone in which days and months begin, for example Europe/Berlin; UTC unless written."
    )


class BudgetSpec(Record):
    """The limit of the campaign."""

    total: PositiveMoney = Field(description="All the money there is.")
    currency: CurrencyCode | None = Field(
        None, description="ISO 4217 code; left out, the currency written with an amount, else USD."
    )
    usd_rate: Annotated[Decimal, number(Decimal("0.000001"), 10**6)] | None = Field(
        None, description="Units of the currency per US dollar; left out, the rate of the benchmark set."
    )
    reserve: MoneyOrShare | None = Field(None, description="Held back before anything is booked, as money or a share.")
    tools: MoneyOrShare | None = Field(None, description="Cost of tools and services, as money or a share.")


class RepeatPurchaseSpec(Record):
    """How customers come back."""

    rate: ShareEstimate | None = Field(None, description="Share of customers who order again after each interval.")
    every_months: Annotated[int, whole(1, 120)] = Field(3, description="Months between orders.")
    horizon_months: Annotated[int, whole(0, 240)] = Field(12, description="How long repeat orders are counted.")
    discount_rate: ShareValue = Field(Decimal("0.10"), description="Yearly rate by which later orders are discounted.")


class ProductSpec(Record):
    """What is sold."""

    price: PriceEstimate | None = Field(None, description="Average order value at list price, an amount or a range.")
    average_order_value: PriceEstimate | None = Field(None, description="Another name for price.")
    margin: ShareEstimate | None = Field(None, description="Gross margin at list price, a share or a range.")
    discount: ShareValue = Field(Decimal(0), description="Taken off the price by the creator's code.")
    refunds: ShareEstimate | None = Field(None, description="Share of sales refunded.")
    tax: ShareValue = Field(Decimal(0), description="Tax inside the price.")
    shipping: MoneyValue = Field(Money(Decimal(0)), description="Paid by the customer per order.")
    gifting_cost: MoneyValue | None = Field(None, description="Cost of the product given to a creator.")
    gift_shipping: MoneyValue = Field(Money(Decimal(0)), description="Cost of sending it.")
    repeat_purchase: Annotated[RepeatPurchaseSpec, at("rate", SHARE)] | None = Field(
        None,
        description="How customers come back: a share, or a mapping with rate, every_months, horizon_months.",
    )
    close_rate: ShareEstimate | None = Field(None, description="Share of leads that become orders.")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if self.price is not None and self.average_order_value is not None:
            raise refusal(
                "one-of",
                "price and average_order_value mean the same",
                "one of the two",
                at="average_order_value",
            )
        return self


class AudienceSpec(Record):
    """Who could be reached."""

    size: AudienceSize | None = Field(None, description="People who could see the posts: per platform, or one number.")
    match: ShareValue = Field(Decimal(1), description="Share of the people reached who can buy.")
    profile: Name = Field("", description="The ideal customer, as free text; what it means in numbers is `match`.")


class TierSpec(Record):
    """What is asked of one tier."""

    share: ShareValue | None = Field(None, description="Share of the money (manual strategy).")
    creators: Count | None = Field(None, description="Exact number of creators.")
    spend: MoneyValue | None = Field(None, description="Money locked for the tier.")
    min_creators: Count = Field(0, description="At least this many creators.")
    max_creators: Count | None = Field(None, description="At most this many creators.")
    contract: ContractNames | None = Field(
        None,
        description="Name of the contract, or a list of those that are offered: the optimal strategy chooses among "
        "them, the others take the first.",
    )
    deliverables: Annotated[int, whole(1, 1000)] | None = Field(None, description="Deliverables per creator.")
    platforms: PlatformWeights | None = Field(None, description="Platforms of this tier, as a list or with weights.")
    overrides: TierOverrides | None = Field(None, description="Benchmark figures replaced by your own.")
    exclude: Flag = Field(False, description="Whether the tier is left out.")


class PhaseSpec(Record):
    """A span of weeks in which some tiers post."""

    name: Name = Field(description="Name of the phase.")
    weeks: WeekSpan = Field(description="First and last week, for example 3-8.")
    tiers: TierList = Field(description="Tiers that post in it.")


class AmplificationSpec(Record):
    """Paid boost of the best posts."""

    budget: MoneyOrShare = Field(
        description="Boost spend, as money or a share of the total; the optimal strategy spends at most this."
    )
    top: ShareValue = Field(Decimal("0.20"), description="Share of creators whose posts are boosted.")


class SwitchesSpec(Record):
    """Parts of the outcome model that can be turned off."""

    unknown_rates: Flag = Field(True, description="Sample what is unknown about tiers.")
    creator_spread: Flag = Field(True, description="Creators of a tier differ.")
    post_spread: Flag = Field(True, description="Posts of a creator differ.")
    counting_noise: Flag = Field(True, description="Clicks and orders vary around their expectation.")
    overlap: Flag = Field(True, description="Audiences overlap and repeated exposure loses value.")
    halo: Flag = Field(True, description="Earlier reach lifts later conversion.")


class SimulationSpec(Record):
    """How the plan is simulated."""

    draws: Annotated[int, whole(1, 1_000_000)] | None = Field(
        None,
        description="Number of simulated campaigns. Left out it is 10,000, and fewer for more than 2,000 creators.",
    )
    seed: Annotated[int, whole(0, MOST_COUNT)] = Field(1, description="Same seed, same numbers.")
    switches: SwitchesSpec = Field(
        default_factory=SwitchesSpec.model_construct, description="Parts of the model, on or off."
    )
    correlation: ShareEstimate | None = Field(None, description="How strongly tiers and platforms move together.")
    halo_half_life_weeks: Annotated[Decimal, number(Decimal("0.1"), 520)] = Field(
        Decimal(4), description="Weeks after which half of the halo is left."
    )


class CampaignSpec(Record):
    """A campaign for the influence command."""

    campaign: CampaignSection = Field(description="What is planned, when and where.")
    budget: Annotated[BudgetSpec, at("total", MONEY)] = Field(description="The limit: an amount, or a mapping.")
    product: ProductSpec = Field(default_factory=ProductSpec.model_construct, description="What is sold.")
    audience: AudienceSpec = Field(default_factory=AudienceSpec.model_construct, description="Who could be reached.")
    tiers: Annotated[Mapping[TierName, TierSpec], TIER_KEYS] = Field(
        default_factory=dict, description="What is asked of nano, micro, mid and mega creators."
    )
    overrides: CampaignOverrides | None = Field(
        None, description="Benchmark figures of the whole campaign or of a platform, replaced by your own."
    )
    contracts: Annotated[Mapping[Name, ContractSpec], Field(max_length=100), NAME_KEYS] = Field(
        default_factory=dict, description="Contracts by name."
    )
    allocation: AllocationSpec = Field(
        default_factory=AllocationSpec.model_construct, description="How the money is split."
    )
    payouts: PayoutsSpec | None = Field(None, description="How creators are paid: fees, exchange rates, holidays.")
    phases: tuple[PhaseSpec, ...] = Field((), description="Phases in their order.", max_length=52)
    amplification: AmplificationSpec | None = Field(None, description="Paid boost of the best posts.")
    benchmarks: Name = Field("field-2026", description="Benchmark set that fills what the spec leaves open.")
    simulation: SimulationSpec = Field(
        default_factory=SimulationSpec.model_construct, description="How the plan is simulated."
    )
    gates: tuple[Text, ...] = Field(
        (), description='Demands on the result, for example "roi.p10 >= 0".', max_length=100
    )
    silence: Annotated[Mapping[Name, Text], NAME_KEYS] = Field(
        default_factory=dict, description="Advice switched off: its code, and the reason."
    )
