"""Small campaigns for tests, in the model's own words; every figure can be overridden."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from influence_cli.benchmarks import load
from influence_cli.model.benchmark import BenchmarkSet
from influence_cli.model.campaign import (
    AllocationRules,
    Amplification,
    Budget,
    Campaign,
    Cell,
    Gate,
    Goal,
    Phase,
    Platform,
    Product,
    Quantity,
    SimulationSettings,
    Strategy,
    Switches,
    Tier,
    TierDemand,
)
from influence_cli.model.contract import Band, Commission, Contract, FlatFee
from influence_cli.model.estimate import Confidence, Estimate, Origin, Statistic
from influence_cli.model.money import Currency
from influence_cli.model.plan import Booking

HYBRID = Contract("hybrid", fee=FlatFee(0), commission=Commission((Band(0, 100_000),)), minimum_payout=2_500)
FLAT = Contract("flat", fee=FlatFee(0))

_CAMPAIGN_WIDE = (
    Quantity.CODE_ORDER_RATIO,
    Quantity.REFUND_RATE,
    Quantity.CLOSE_RATE,
    Quantity.REPEAT_EXPOSURE_VALUE,
    Quantity.HALO_LIFT,
    Quantity.VIRAL_COEFFICIENT,
    Quantity.ORDER_VALUE_CV,
    Quantity.CELL_CORRELATION,
)
_NOT_OF_A_CELL = (*_CAMPAIGN_WIDE, Quantity.AVERAGE_ORDER_VALUE, Quantity.GROSS_MARGIN)
_MONEY = (Quantity.FEE_PER_DELIVERABLE, Quantity.BOOST_CPM)


@cache
def field() -> BenchmarkSet:
    """The default benchmark set, read once."""
    return load("field-2026")


def known(value: float, statistic: Statistic = Statistic.MEAN) -> Estimate:
    """A number without uncertainty."""
    return Estimate(
        value, value, value, "unit", statistic, Origin.SPEC, source="test", confidence=Confidence.ASSUMPTION
    )


def a_cell(
    tier: Tier = Tier.MICRO,
    platform: Platform = Platform.INSTAGRAM,
    *,
    phase: Phase | None = None,
    contract: Contract = HYBRID,
    deliverables: int = 3,
    share: float = 1.0,
    rates: Mapping[Quantity, Estimate] | None = None,
) -> Cell:
    """A cell with the figures of field-2026; a fee of 0 in the contract becomes the market fee."""
    figures = field()
    found = {q: e for q in Quantity if q not in _NOT_OF_A_CELL if (e := figures.find(tier, platform, q))}
    for quantity in _MONEY:
        e = found[quantity]
        found[quantity] = replace(e, low=e.low * 100, typical=e.typical * 100, high=e.high * 100)
    found |= rates or {}
    market = 0.0
    if contract.fee is not None and contract.fee.amount == 0:
        market = 1.0
        contract = replace(
            contract, fee=replace(contract.fee, amount=round(found[Quantity.FEE_PER_DELIVERABLE].typical))
        )
    return Cell(
        tier, platform, phase or Phase("campaign", 1, 8, tuple(Tier)), contract, market, deliverables, share, found
    )


def every_cell(platforms: tuple[Platform, ...] = (Platform.INSTAGRAM, Platform.TIKTOK)) -> tuple[Cell, ...]:
    """All tiers on some platforms, evenly weighted."""
    return tuple(
        a_cell(t, p, share=1 / len(platforms), deliverables=1 if t is Tier.MEGA else 3) for t in Tier for p in platforms
    )


def a_campaign(
    cells: tuple[Cell, ...] | None = None,
    *,
    budget: int = 4_000_000,
    reserve: int = 0,
    tools: int = 0,
    price: float = 6_800,
    margin: float = 0.7,
    discount: float = 0.0,
    weeks: int = 8,
    start: date | None = None,
    goal: Goal = Goal.SALES,
    strategy: Strategy = Strategy.BY_BUDGET,
    tiers: Mapping[Tier, TierDemand] | None = None,
    min_creators: int = 0,
    max_creators: int | None = None,
    max_share_per_creator: float | None = None,
    amplification: Amplification | None = None,
    draws: int = 1_000,
    seed: int = 1,
    switches: Switches | None = None,
    quantities: Mapping[Quantity, Estimate] | None = None,
    gates: tuple[Gate, ...] = (),
    product: Product | None = None,
) -> Campaign:
    """A campaign in US dollars; money in cents."""
    figures = field()
    wide = {q: e for q in _CAMPAIGN_WIDE if (e := figures.find(None, None, q))}
    wide[Quantity.AVERAGE_ORDER_VALUE] = known(price)
    wide[Quantity.GROSS_MARGIN] = known(margin)
    wide |= quantities or {}
    return Campaign(
        name="test",
        brand="",
        start=start,
        weeks=weeks,
        goal=goal,
        industry="",
        markets=(),
        currency=Currency("USD"),
        budget=Budget(budget, reserve, tools),
        product=product or Product(discount, 0.0, 0, 2_000, 600, 3, 12, 0.1),
        audience_match=1.0,
        halo_half_life_weeks=4.0,
        cells=every_cell() if cells is None else cells,
        quantities=wide,
        rules=AllocationRules(strategy, tiers or {}, min_creators, max_creators, max_share_per_creator),
        amplification=amplification,
        settings=SimulationSettings(draws, seed, switches or Switches()),
        gates=gates,
        benchmark_set="field-2026",
        spec_sha256="0" * 64,
    )


def booked(cell: Cell, creators: int) -> Booking:
    """A decision about one cell."""
    return Booking(cell, creators, 1)
