"""What is known of simulated quantities, by name, and how each is written."""

from collections.abc import Mapping

from influence_cli.metrics.catalogue import BY_NAME, Kind
from influence_cli.model.campaign import MONEY_QUANTITIES, Quantity
from influence_cli.model.plan import Statistics

STATISTICS = ("mean", "p5", "p10", "p50", "p90", "p95")
"""What is known of a simulated quantity, by name."""

NO_STATISTICS = Statistics(*(float("nan"),) * len(STATISTICS))
"""Stands in for a metric a plan does not hold."""

_OTHER_KINDS: Mapping[str, Kind] = {
    "spend": Kind.MONEY,
    "cost_per_order": Kind.MONEY,
    "commission_rate": Kind.RATE,
}

_COUNT_QUANTITIES = frozenset({Quantity.FOLLOWERS, Quantity.AUDIENCE_SIZE})
_RATE_QUANTITIES = frozenset(
    {
        Quantity.VIEW_RATE,
        Quantity.ENGAGEMENT_RATE_BY_FOLLOWERS,
        Quantity.CLICK_RATE,
        Quantity.CONVERSION_RATE,
        Quantity.FAKE_FOLLOWER_SHARE,
        Quantity.REPEAT_PURCHASE_RATE,
        Quantity.BOOST_CLICK_RATE,
        Quantity.REFUND_RATE,
        Quantity.CLOSE_RATE,
        Quantity.HALO_LIFT,
        Quantity.GROSS_MARGIN,
    }
)


def kind_of(name: str) -> Kind:
    """How a simulated quantity is written: as in the catalogue, or by its name in payouts and boost."""
    metric = BY_NAME.get(name)
    return metric.kind if metric else _OTHER_KINDS.get(name, Kind.RATIO)


def quantity_kind(quantity: Quantity) -> Kind:
    """How an estimate of a quantity is written; money is held in minor units of the campaign's currency."""
    if quantity in MONEY_QUANTITIES:
        return Kind.MONEY
    if quantity in _COUNT_QUANTITIES:
        return Kind.COUNT
    return Kind.RATE if quantity in _RATE_QUANTITIES else Kind.RATIO


def statistic(statistics: Statistics, name: str) -> float:
    """One statistic by its name."""
    return float(getattr(statistics, name))
