"""Every uncertain number of a campaign: the spec's figure where there is one, else the benchmark set's."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from influence_cli.model.benchmark import BenchmarkSet
from influence_cli.model.campaign import MONEY_QUANTITIES, Goal, Platform, Quantity, Tier
from influence_cli.model.estimate import Confidence, Estimate, Origin, Statistic
from influence_cli.spec.faults import dotted
from influence_cli.spec.nodes import Path
from influence_cli.spec.resolve_money import DOLLAR, Purse
from influence_cli.spec.schema import (
    CampaignOverrides,
    CampaignSpec,
    CountRange,
    MoneyRange,
    NumberRange,
    RateRange,
    ShareRange,
    TierOverrides,
)

AnyRange = MoneyRange | ShareRange | RateRange | CountRange | NumberRange

CELL_QUANTITIES = (
    Quantity.FOLLOWERS,
    Quantity.FEE_PER_DELIVERABLE,
    Quantity.VIEW_RATE,
    Quantity.ENGAGEMENT_RATE_BY_FOLLOWERS,
    Quantity.CLICK_RATE,
    Quantity.CONVERSION_RATE,
    Quantity.FAKE_FOLLOWER_SHARE,
    Quantity.REPEAT_PURCHASE_RATE,
    Quantity.VIEWS_LOG_SD_BETWEEN,
    Quantity.VIEWS_LOG_SD_WITHIN,
    Quantity.ENGAGEMENT_LOG_SD,
    Quantity.CLICK_LOG_SD,
    Quantity.AUDIENCE_SIZE,
    Quantity.BOOST_CPM,
    Quantity.BOOST_CLICK_RATE,
)
"""What a cell needs: figures per tier and platform, and per platform."""

CAMPAIGN_QUANTITIES = tuple(quantity for quantity in Quantity if quantity not in CELL_QUANTITIES)
"""What the whole campaign needs once."""

_ABOVE_ZERO = frozenset({Quantity.FOLLOWERS, Quantity.VIEW_RATE, Quantity.AUDIENCE_SIZE, Quantity.BOOST_CPM})
"""Quantities that others are divided by, or without which nobody is reached."""

_ORDERS_COUNT = frozenset({Goal.SALES, Goal.LEADS})


@dataclass(frozen=True, slots=True)
class Written:
    """A figure of the spec and where it stands."""

    figure: AnyRange
    path: Path


@dataclass(frozen=True, slots=True)
class Figures:
    """Answers what is known about a quantity: spec over benchmark set.

    Attributes:
        spec: The spec.
        benchmarks: The set that fills the gaps.
        money: Turns amounts into minor units, and takes the problems.
    """

    spec: CampaignSpec
    benchmarks: BenchmarkSet
    money: Purse

    def cell(self, tier: Tier, platform: Platform) -> Mapping[Quantity, Estimate]:
        """Estimates of one tier on one platform; those that are known nowhere are a problem and left out."""
        found = ((quantity, self.one(quantity, tier, platform)) for quantity in CELL_QUANTITIES)
        return {quantity: estimate for quantity, estimate in found if estimate is not None}

    def campaign(self) -> Mapping[Quantity, Estimate]:
        """Estimates that hold for the whole campaign."""
        found = ((quantity, self.one(quantity)) for quantity in CAMPAIGN_QUANTITIES)
        return {quantity: estimate for quantity, estimate in found if estimate is not None}

    def one(self, quantity: Quantity, tier: Tier | None = None, platform: Platform | None = None) -> Estimate | None:
        """The estimate that wins, or None with a problem."""
        benchmark = self.benchmarks.find(tier, platform, quantity)
        stated = written(self.spec, quantity, tier, platform)
        if stated is not None:
            return self._stated(quantity, stated, benchmark)
        if benchmark is None:
            where = f" of {tier} creators on {platform}" if tier else ""
            section, home = (f"tiers.{tier}.overrides", TierOverrides) if tier else ("overrides", CampaignOverrides)
            key = home.elsewhere.get(quantity.value, f"{section}.{quantity}")
            self.money.findings.error(
                "figure-missing",
                ("benchmarks",),
                f"the benchmark set {self.benchmarks.name} has no {quantity}{where}",
                f"your own figure, for example under {key}",
            )
            return None
        return self._in_currency(benchmark) if quantity in MONEY_QUANTITIES else benchmark

    def _stated(self, quantity: Quantity, stated: Written, benchmark: Estimate | None) -> Estimate:
        low, typical, high = self._ends(quantity, stated)
        if quantity in _ABOVE_ZERO and low <= 0:
            self.money.findings.error(
                "zero-figure",
                stated.path,
                f"{quantity} starts at 0",
                "figures above 0; exclude the tier, or leave out the boost, to do without",
            )
        return Estimate(
            low,
            typical,
            high,
            self._unit(benchmark.unit) if benchmark else str(quantity),
            benchmark.statistic if benchmark else Statistic.MEAN,
            Origin.SPEC,
            stated.figure.source or "stated in the spec",
            confidence=Confidence.HIGH,
        )

    def _ends(self, quantity: Quantity, stated: Written) -> tuple[float, float, float]:
        figure = stated.figure
        if isinstance(figure, MoneyRange):
            for end in (figure.low, figure.high):
                self.money.minor(end, stated.path)
            scale = self.money.currency.minor
            ends = [None if end is None else end.amount * scale for end in (figure.low, figure.typical, figure.high)]
        else:
            ends = [None if end is None else Decimal(end) for end in (figure.low, figure.typical, figure.high)]
        low, typical, high = ends
        assert low is not None
        assert high is not None
        share = isinstance(figure, ShareRange)
        middle_value = middle(float(low), float(high), share=share) if typical is None else float(typical)
        return float(low), middle_value, float(high)

    def _in_currency(self, estimate: Estimate) -> Estimate:
        return replace(
            estimate,
            low=self.money.dollars(estimate.low),
            typical=self.money.dollars(estimate.typical),
            high=self.money.dollars(estimate.high),
            unit=self._unit(estimate.unit),
        )

    def _unit(self, unit: str) -> str:
        rest = unit.removeprefix(DOLLAR)
        return unit if rest == unit else self.money.currency.code + rest


def middle(low: float, high: float, *, share: bool) -> float:
    """The typical value of a range given by its two ends.

    The geometric middle, because rates, counts and prices err by factors rather than amounts; for shares the
    middle on the logit scale, which is the same for small shares and does not exceed 1. The plain middle
    where an end is 0 (or a share of 1).

    >>> middle(50.0, 200.0, share=False)
    100.0
    """
    if low == high:
        return low
    if low <= 0 or (share and high >= 1):
        return (low + high) / 2
    if not share:
        return min(max(math.sqrt(low * high), low), high)
    odds = math.sqrt(low / (1 - low) * high / (1 - high))
    return min(max(odds / (1 + odds), low), high)


def written(spec: CampaignSpec, quantity: Quantity, tier: Tier | None, platform: Platform | None) -> Written | None:
    """The spec's figure, most specific first: tier and platform, tier, platform, the section that speaks of it."""
    return next(_written(spec, quantity, tier, platform), None)


def _written(spec: CampaignSpec, quantity: Quantity, tier: Tier | None, platform: Platform | None) -> Iterator[Written]:
    if tier is not None:
        yield from _overrides(spec, quantity, tier, platform)
    yield from _wide_overrides(spec, quantity, platform)
    if quantity is Quantity.AUDIENCE_SIZE:
        yield from _audience(spec, platform)
    reader = _SECTIONS.get(quantity)
    stated = reader(spec) if reader is not None else None
    if stated is not None:
        yield stated


def _overrides(spec: CampaignSpec, quantity: Quantity, tier: Tier, platform: Platform | None) -> Iterator[Written]:
    demand = spec.tiers.get(tier)
    if demand is not None and demand.overrides is not None:
        yield from _stated_in(demand.overrides, ("tiers", tier.value, "overrides"), quantity, platform)


def _wide_overrides(spec: CampaignSpec, quantity: Quantity, platform: Platform | None) -> Iterator[Written]:
    if spec.overrides is not None:
        yield from _stated_in(spec.overrides, ("overrides",), quantity, platform)


def _stated_in(
    overrides: TierOverrides | CampaignOverrides, path: Path, quantity: Quantity, platform: Platform | None
) -> Iterator[Written]:
    """The figure for the platform, then the one for all platforms."""
    single = None if platform is None else getattr(overrides, platform.value)
    for figures, inside in ((single, (*path, str(platform))), (overrides, path)):
        figure = getattr(figures, quantity.value, None)
        if figure is not None:
            yield Written(figure, (*inside, quantity.value))


def _audience(spec: CampaignSpec, platform: Platform | None) -> Iterator[Written]:
    size = spec.audience.size
    if isinstance(size, CountRange):
        yield Written(size, ("audience", "size"))
    elif size is not None and platform is not None and platform in size:
        yield Written(size[platform], ("audience", "size", platform.value))


def _price(spec: CampaignSpec) -> Written | None:
    for name, figure in (
        ("price", spec.product.price),
        ("average_order_value", spec.product.average_order_value),
    ):
        if figure is not None:
            return Written(figure, ("product", name))
    return None


def _product(name: str) -> Callable[[CampaignSpec], Written | None]:
    def read(spec: CampaignSpec) -> Written | None:
        figure = getattr(spec.product, name)
        return None if figure is None else Written(figure, ("product", name))

    return read


def _repeat(spec: CampaignSpec) -> Written | None:
    repeat = spec.product.repeat_purchase
    if repeat is None or repeat.rate is None:
        return None
    return Written(repeat.rate, ("product", "repeat_purchase"))


def _correlation(spec: CampaignSpec) -> Written | None:
    figure = spec.simulation.correlation
    return None if figure is None else Written(figure, ("simulation", "correlation"))


_SECTIONS: Mapping[Quantity, Callable[[CampaignSpec], Written | None]] = {
    Quantity.AVERAGE_ORDER_VALUE: _price,
    Quantity.GROSS_MARGIN: _product("margin"),
    Quantity.REFUND_RATE: _product("refunds"),
    Quantity.CLOSE_RATE: _product("close_rate"),
    Quantity.REPEAT_PURCHASE_RATE: _repeat,
    Quantity.CELL_CORRELATION: _correlation,
}
"""Quantities that have a place of their own in the spec."""


def check_audience(figures: Figures) -> None:
    """The size of an audience is stated in one place."""
    for platform in Platform:
        for twice in _wide_overrides(figures.spec, Quantity.AUDIENCE_SIZE, platform):
            for first in _audience(figures.spec, platform):
                figures.money.findings.error(
                    "one-of",
                    twice.path,
                    f"{dotted(first.path)} states the size of the audience as well",
                    "one of the two",
                )


def check_product(figures: Figures) -> None:
    """A campaign that is to sell needs a price and a margin; others fall back to the benchmark set."""
    spec, findings = figures.spec, figures.money.findings
    if spec.campaign.goal not in _ORDERS_COUNT:
        return
    if _price(spec) is None:
        findings.error(
            "price-missing",
            ("product",),
            f"a campaign for {spec.campaign.goal} needs the price",
            "product.price: the average order at list price, for example 60",
        )
    if spec.product.margin is None:
        findings.error(
            "margin-missing",
            ("product",),
            f"a campaign for {spec.campaign.goal} needs the gross margin",
            "product.margin: the share of the price left after the cost of goods, for example 58%",
        )
