"""A campaign as the engines see it: every default resolved, every number with its origin."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import assert_never

from influence_cli.model.contract import Contract
from influence_cli.model.estimate import Estimate
from influence_cli.model.money import Currency
from influence_cli.model.objective import Aim, Limit, Objective, RiskLimit


class Tier(StrEnum):
    """Creators by follower count, smallest first.

    Bounds: 1,000 to 10,000 / to 100,000 / to 1,000,000 / above. Source: the 2026 playbook's tier table.
    """

    NANO = "nano"
    MICRO = "micro"
    MID = "mid"
    MEGA = "mega"


TIER_FOLLOWERS: Mapping[Tier, tuple[int, int]] = {
    Tier.NANO: (1_000, 10_000),
    Tier.MICRO: (10_000, 100_000),
    Tier.MID: (100_000, 1_000_000),
    Tier.MEGA: (1_000_000, 1_000_000_000),
}
"""Follower bounds per tier; the upper bound of mega only keeps numbers finite."""


class Platform(StrEnum):
    """A network a creator posts on."""

    INSTAGRAM = "instagram"
    TIKTOK = "tiktok"
    YOUTUBE = "youtube"


class Goal(StrEnum):
    """What the campaign is for; a lead campaign's clicks become leads, and leads become orders later."""

    SALES = "sales"
    LEADS = "leads"
    AWARENESS = "awareness"
    ENGAGEMENT = "engagement"
    FOLLOWERS = "followers"


def aim_of(goal: Goal) -> Aim:
    """What a goal is optimized for where the spec does not say."""
    match goal:
        case Goal.SALES | Goal.LEADS:
            return Aim.PROFIT
        case Goal.AWARENESS | Goal.FOLLOWERS:
            return Aim.REACH
        case Goal.ENGAGEMENT:
            return Aim.ENGAGEMENTS
        case _:
            assert_never(goal)


class Quantity(StrEnum):
    """The uncertain numbers of the outcome model, by the name they have in benchmark sets and in the spec."""

    # per tier and platform
    FOLLOWERS = "followers"
    FEE_PER_DELIVERABLE = "fee_per_deliverable"
    VIEW_RATE = "view_rate"
    ENGAGEMENT_RATE_BY_FOLLOWERS = "engagement_rate_by_followers"
    CLICK_RATE = "click_rate"
    CONVERSION_RATE = "conversion_rate"
    FAKE_FOLLOWER_SHARE = "fake_follower_share"
    REPEAT_PURCHASE_RATE = "repeat_purchase_rate"
    VIEWS_LOG_SD_BETWEEN = "views_log_sd_between"
    VIEWS_LOG_SD_WITHIN = "views_log_sd_within"
    ENGAGEMENT_LOG_SD = "engagement_log_sd"
    CLICK_LOG_SD = "click_log_sd"
    # per platform
    AUDIENCE_SIZE = "audience_size"
    BOOST_CPM = "boost_cpm"
    BOOST_CLICK_RATE = "boost_click_rate"
    # one for the campaign
    CODE_ORDER_RATIO = "code_order_ratio"
    REFUND_RATE = "refund_rate"
    CLOSE_RATE = "close_rate"
    REPEAT_EXPOSURE_VALUE = "repeat_exposure_value"
    HALO_LIFT = "halo_lift"
    VIRAL_COEFFICIENT = "viral_coefficient"
    ORDER_VALUE_CV = "order_value_cv"
    CELL_CORRELATION = "cell_correlation"
    AVERAGE_ORDER_VALUE = "average_order_value"
    GROSS_MARGIN = "gross_margin"


MONEY_QUANTITIES = frozenset({Quantity.FEE_PER_DELIVERABLE, Quantity.BOOST_CPM, Quantity.AVERAGE_ORDER_VALUE})
"""Quantities that are money: minor units in a campaign, US dollars in a benchmark set."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A span of campaign weeks (first and last, counted from 1, inclusive) in which some tiers post."""

    name: str
    first_week: int
    last_week: int
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """The smallest thing that can be booked: creators of one tier on one platform under one contract in one phase.

    Attributes:
        tier: Tier.
        platform: Platform.
        phase: Its phase.
        contract: The contract with every market fee already turned into an amount.
        market_fee_share: The part of the contract's flat fee that follows the market, as a factor on the
            benchmark fee; 0 where the spec states the amount.
        deliverables: Deliverables per creator.
        share: Share of the tier's money meant for this cell; the shares of a tier's cells sum to 1. 0 for a
            further contract offered in a place, which only the optimal strategy considers.
        rates: Estimates of the cell's quantities (per tier and platform, and per platform).
    """

    tier: Tier
    platform: Platform
    phase: Phase
    contract: Contract
    market_fee_share: float
    deliverables: int
    share: float
    rates: Mapping[Quantity, Estimate]

    @property
    def key(self) -> str:
        """A name that stays the same when other cells come or go."""
        return f"{self.tier}/{self.platform}/{self.phase.name}/{self.contract.name}"


@dataclass(frozen=True, slots=True)
class Budget:
    """The limit. ``reserve`` and ``tools`` are taken off before creators are booked. Minor units."""

    total: int
    reserve: int = 0
    tools: int = 0


@dataclass(frozen=True, slots=True)
class Product:
    """What is sold. Money in minor units, rates as fractions; uncertain numbers are in Campaign.quantities.

    Attributes:
        discount: Share of the price taken off by the creator's code.
        tax_rate: Share of tax inside the price customers pay.
        shipping: Shipping inside what a customer pays per order.
        gift_cost: Cost of the product given to a creator.
        gift_shipping: Cost of sending it.
        repeat_every_months: Months between an order and the next chance of a repeat.
        horizon_months: How long repeat purchases are counted.
        discount_rate: Yearly rate by which later contribution is discounted.
    """

    discount: float
    tax_rate: float
    shipping: int
    gift_cost: int
    gift_shipping: int
    repeat_every_months: int
    horizon_months: int
    discount_rate: float


@dataclass(frozen=True, slots=True)
class Amplification:
    """Paid boost of the best organic posts.

    Attributes:
        budget: Boost spend, minor units; part of the budget.
        top_share: Share of creators, best measured click rate first, whose posts are boosted.
    """

    budget: int
    top_share: float


class Strategy(StrEnum):
    """How money is split over tiers."""

    HYBRID = "hybrid"
    BY_BUDGET = "by-budget"
    NANO_NETWORK = "nano-network"
    EQUAL = "equal"
    MEGA_ONLY = "mega-only"
    MANUAL = "manual"
    OPTIMAL = "optimal"


@dataclass(frozen=True, slots=True)
class TierDemand:
    """What the spec asks of one tier.

    Attributes:
        share: Share of the money (manual strategy), or None.
        creators: Exact number of creators wanted (locked), or None.
        locked_spend: Money locked for the tier in minor units, or None.
        min_creators: At least this many.
        max_creators: At most this many, or None.
    """

    share: float | None = None
    creators: int | None = None
    locked_spend: int | None = None
    min_creators: int = 0
    max_creators: int | None = None


@dataclass(frozen=True, slots=True)
class AllocationRules:
    """The strategy and what must be honoured whatever the strategy says.

    Attributes:
        strategy: How money is split.
        tiers: Demands per tier; a tier that is missing has none.
        min_creators: At least this many creators in all.
        max_creators: At most this many creators in all, or None.
        max_share_per_creator: No creator's expected cost above this share of the budget, or None.
        objective: What the optimal strategy maximizes; None for the goal's own.
        limits: Limits the optimal strategy keeps, beyond the demands on tiers.
        max_share_per_cell: No cell above this share of what is spent on creators, or None (optimal strategy).
        risk: Limits on distributions (optimal strategy).
        spend_all: Whether the optimal strategy must spend what it can even where that no longer pays; None
            leaves money unspent for profits and spends it for everything else.
    """

    strategy: Strategy
    tiers: Mapping[Tier, TierDemand]
    min_creators: int = 0
    max_creators: int | None = None
    max_share_per_creator: float | None = None
    objective: Objective | None = None
    limits: tuple[Limit, ...] = ()
    max_share_per_cell: float | None = None
    risk: tuple[RiskLimit, ...] = ()
    spend_all: bool | None = None


@dataclass(frozen=True, slots=True)
class Switches:
    """Parts of the outcome model that can be turned off, to see what they do.

    Attributes:
        unknown_rates: Sample what is unknown about tiers (else every rate is at its typical value).
        creator_spread: Creators of a tier differ.
        post_spread: Posts of a creator differ.
        counting_noise: Clicks and orders are counts that vary around their expectation.
        overlap: Audiences of one platform overlap and repeated exposure loses value.
        halo: Reach of an earlier phase lifts conversion in later ones.
    """

    unknown_rates: bool = True
    creator_spread: bool = True
    post_spread: bool = True
    counting_noise: bool = True
    overlap: bool = True
    halo: bool = True


@dataclass(frozen=True, slots=True)
class SimulationSettings:
    """How the plan is simulated.

    Attributes:
        draws: Number of draws; the default is lowered for very many creators.
        seed: Seed of every random stream.
        switches: Parts of the model that are on.
        draws_stated: Whether the user asked for this number of draws, which is then kept whatever it costs.
    """

    draws: int = 10_000
    seed: int = 1
    switches: Switches = Switches()
    draws_stated: bool = False


@dataclass(frozen=True, slots=True)
class Gate:
    """A parsed demand on a result.

    ``metric.statistic operator limit``, or with ``probability_of`` set, ``p(metric inner inner_limit) operator
    limit``. ``limit`` is a number in major units, or ``"budget"``.
    """

    text: str
    metric: str
    statistic: str
    operator: str
    limit: float | str
    inner_operator: str = ""
    inner_limit: float | str = 0.0

    @property
    def is_probability(self) -> bool:
        """Whether the gate is about a probability rather than a statistic."""
        return bool(self.inner_operator)


@dataclass(frozen=True, slots=True)
class Campaign:
    """Everything the engines need to plan.

    Attributes:
        name: Campaign name, as written (may hold anything; sanitise on display).
        brand: Brand, or an empty string.
        start: First day, or None (months are then counted as 30 days from day 0).
        weeks: Length in weeks.
        goal: What it is for.
        industry: Free text, or an empty string.
        markets: Market codes such as ``US`` whose disclosure rules apply.
        currency: Currency of every amount.
        budget: The limit.
        product: What is sold.
        audience_match: Share of people reached who can buy at all; multiplies orders.
        halo_half_life_weeks: Weeks after which half of the halo is left.
        cells: What can be booked.
        quantities: Estimates that hold for the whole campaign.
        rules: Allocation rules.
        amplification: Boost, or None.
        settings: Simulation settings.
        gates: Demands on the result.
        benchmark_set: Name of the benchmark set that filled the gaps.
        spec_sha256: Hash of the layered spec with overrides.
        usd_rate: Units of the currency per US dollar; the claims' budget bands are in US dollars.
    """

    name: str
    brand: str
    start: date | None
    weeks: int
    goal: Goal
    industry: str
    markets: tuple[str, ...]
    currency: Currency
    budget: Budget
    product: Product
    audience_match: float
    halo_half_life_weeks: float
    cells: tuple[Cell, ...]
    quantities: Mapping[Quantity, Estimate]
    rules: AllocationRules
    amplification: Amplification | None
    settings: SimulationSettings
    gates: tuple[Gate, ...]
    benchmark_set: str
    spec_sha256: str
    usd_rate: float = 1.0
