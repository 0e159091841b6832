"""The schema of your own figures: what a spec puts in the place of benchmarks, by tier, platform or campaign."""

from typing import ClassVar

from pydantic import Field

from influence_cli.spec.schema_parts import (
    CountEstimate,
    MoneyEstimate,
    NumberEstimate,
    RateEstimate,
    Record,
    ShareEstimate,
)

_OF_THE_CAMPAIGN = ("code_order_ratio", "repeat_exposure_value", "halo_lift", "viral_coefficient", "order_value_cv")
_OF_A_PLATFORM = ("audience_size",)
_OF_A_TIER = (
    "followers",
    "fee_per_deliverable",
    "view_rate",
    "engagement_rate_by_followers",
    "click_rate",
    "conversion_rate",
    "fake_follower_share",
    "repeat_purchase_rate",
    "views_log_sd_between",
    "views_log_sd_within",
    "engagement_log_sd",
    "click_log_sd",
)
_WITH_A_KEY = {
    "refund_rate": "product.refunds",
    "close_rate": "product.close_rate",
    "average_order_value": "product.price",
    "gross_margin": "product.margin",
    "cell_correlation": "simulation.correlation",
}
_IN_A_TIER = _WITH_A_KEY | {key: f"overrides.{key}" for key in (*_OF_THE_CAMPAIGN, *_OF_A_PLATFORM)}
_IN_THE_CAMPAIGN = _WITH_A_KEY | {key: f"tiers.micro.overrides.{key}" for key in _OF_A_TIER}
_IN_ITS_PLATFORMS = _IN_THE_CAMPAIGN | {key: f"overrides.{key}" for key in _OF_THE_CAMPAIGN}


class PlatformOverrides(Record):
    """Benchmark figures replaced by your own, for one platform."""

    elsewhere: ClassVar = _IN_A_TIER

    followers: CountEstimate | None = Field(None, description="Followers of a creator.")
    fee_per_deliverable: MoneyEstimate | None = Field(None, description="Market fee per deliverable.")
    view_rate: RateEstimate | None = Field(None, description="Views of a post per follower.")
    engagement_rate_by_followers: RateEstimate | None = Field(None, description="Engagements of a post per follower.")
    click_rate: ShareEstimate | None = Field(None, description="Clicks per view.")
    conversion_rate: ShareEstimate | None = Field(None, description="Orders (or leads) per click.")
    fake_follower_share: ShareEstimate | None = Field(None, description="Share of followers who are not real.")
    repeat_purchase_rate: ShareEstimate | None = Field(None, description="Share of customers who order again.")
    views_log_sd_between: NumberEstimate | None = Field(None, description="How creators' views differ, log scale.")
    views_log_sd_within: NumberEstimate | None = Field(None, description="How one creator's posts differ, log scale.")
    engagement_log_sd: NumberEstimate | None = Field(None, description="How engagement differs, log scale.")
    click_log_sd: NumberEstimate | None = Field(None, description="How click rates differ, log scale.")
    boost_cpm: MoneyEstimate | None = Field(None, description="Price of 1,000 boosted views.")
    boost_click_rate: ShareEstimate | None = Field(None, description="Clicks per boosted view.")


class TierOverrides(PlatformOverrides):
    """Benchmark figures replaced by your own, for all platforms and for single ones."""

    instagram: PlatformOverrides | None = Field(None, description="Figures for Instagram only.")
    tiktok: PlatformOverrides | None = Field(None, description="Figures for TikTok only.")
    youtube: PlatformOverrides | None = Field(None, description="Figures for YouTube only.")


class WideOverrides(Record):
    """Figures of a platform, whatever the tier."""

    elsewhere: ClassVar = _IN_ITS_PLATFORMS

    audience_size: CountEstimate | None = Field(None, description="People who could see the posts.")
    boost_cpm: MoneyEstimate | None = Field(None, description="Price of 1,000 boosted views.")
    boost_click_rate: ShareEstimate | None = Field(None, description="Clicks per boosted view.")


class CampaignOverrides(WideOverrides):
    """Benchmark figures of the whole campaign, for all platforms and for single ones, replaced by your own."""

    elsewhere: ClassVar = _IN_THE_CAMPAIGN

    code_order_ratio: NumberEstimate | None = Field(
        None, description="Orders with a creator's code but no tracked click, per order through the link."
    )
    repeat_exposure_value: ShareEstimate | None = Field(
        None, description="Worth of a further exposure through another creator; a first one is worth 100%."
    )
    halo_lift: RateEstimate | None = Field(
        None, description="Lift of conversion had an earlier phase reached everyone."
    )
    viral_coefficient: ShareEstimate | None = Field(None, description="Further customers each customer brings.")
    order_value_cv: NumberEstimate | None = Field(
        None, description="How order values differ: standard deviation over their mean."
    )
    instagram: WideOverrides | None = Field(None, description="Figures for Instagram only.")
    tiktok: WideOverrides | None = Field(None, description="Figures for TikTok only.")
    youtube: WideOverrides | None = Field(None, description="Figures for YouTube only.")
