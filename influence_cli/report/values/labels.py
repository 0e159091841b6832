"""What platforms and quantities are called in print."""

from collections.abc import Mapping

from influence_cli.model.campaign import Platform, Quantity

PLATFORM_LABELS: Mapping[str, str] = {
    Platform.INSTAGRAM: "Instagram",
    Platform.TIKTOK: "TikTok",
    Platform.YOUTUBE: "YouTube",
}

_QUANTITY_LABELS: Mapping[Quantity, str] = {
    Quantity.VIEWS_LOG_SD_BETWEEN: "spread of views between creators",
    Quantity.VIEWS_LOG_SD_WITHIN: "spread of views between posts",
    Quantity.ENGAGEMENT_LOG_SD: "spread of engagement",
    Quantity.CLICK_LOG_SD: "spread of click rates",
    Quantity.BOOST_CPM: "boost CPM",
    Quantity.CODE_ORDER_RATIO: "orders by code per order by link",
    Quantity.ORDER_VALUE_CV: "spread of order values",
    Quantity.CELL_CORRELATION: "correlation of tiers and platforms",
}
"""What quantities are called whose names only a statistician reads."""


def quantity_label(quantity: Quantity) -> str:
    """The name of a quantity as a reader says it.

    >>> quantity_label(Quantity.CLICK_RATE), quantity_label(Quantity.CLICK_LOG_SD)
    ('click rate', 'spread of click rates')
    """
    return _QUANTITY_LABELS.get(quantity, quantity.value.replace("_", " "))


def platform_label(platform: str) -> str:
    """A platform's name as it writes itself."""
    return PLATFORM_LABELS.get(platform, platform)
