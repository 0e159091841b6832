"""``influence benchmarks audit``: what a set implies for each KPI, beside what others publish."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from influence_cli.benchmarks import published_for
from influence_cli.funnel.uncertainty import curve
from influence_cli.metrics.formulas import cpm, ratio
from influence_cli.metrics.summary import quantiles
from influence_cli.model.benchmark import Audit, AuditRow, BenchmarkSet, PublishedFigure
from influence_cli.model.campaign import (
    AllocationRules,
    Budget,
    Campaign,
    Cell,
    Goal,
    Phase,
    Platform,
    Product,
    Quantity,
    SimulationSettings,
    Strategy,
    Switches,
    Tier,
)
from influence_cli.model.contract import Contract
from influence_cli.model.errors import UsageError
from influence_cli.model.estimate import Confidence, Estimate, Origin
from influence_cli.model.money import Currency
from influence_cli.model.plan import Booking
from influence_cli.simulate.engine import simulate
from influence_cli.simulate.streams import Chunk, Purpose

Array = NDArray[np.float64]

REFERENCE_PRICE = 60.0
"""Order value in US dollars at which cost per order and ROAS are stated: the value of the claims' worked example."""

_DRAWS = 2_000
_CREATORS = 100
_SEED = 2026
_PHASE = Phase("campaign", 1, 4, tuple(Tier))
_AVERAGE = Switches(creator_spread=False, post_spread=False, counting_noise=False, overlap=False, halo=False)


def audit(benchmarks: BenchmarkSet, published: tuple[PublishedFigure, ...]) -> Audit:
    """Hold a set against published KPIs.

    Every cell is simulated with average creators (many, so that whole orders add up to fractions per creator)
    posting once for the market fee, sampling only what the set says is unknown: the rates and the fee. Orders are
    worth :data:`REFERENCE_PRICE`, nothing is discounted.

    Args:
        benchmarks: The set.
        published: Published figures.

    Returns:
        A row per tier, platform and KPI (``cpm``, ``cpe``, ``cpc``, ``cpa``, ``roas``), and the set's decisions.
    """
    rows = []
    for tier in Tier:
        for platform in Platform:
            for metric, (low, mean, high) in _implied(benchmarks, tier, platform).items():
                found = published_for(metric, tier, platform, published)
                rows.append(AuditRow(tier, platform, metric, low, mean, high, found, _agrees(mean, found)))
    return Audit(benchmarks.name, tuple(rows), benchmarks.decisions)


def _implied(benchmarks: BenchmarkSet, tier: Tier, platform: Platform) -> Mapping[str, tuple[float, float, float]]:
    cell = _cell(benchmarks, tier, platform)
    campaign = _reference(benchmarks, cell)
    simulation = simulate(campaign, [Booking(cell, _CREATORS, 1)], draws=_DRAWS, seed=_SEED)
    fields = {name: values.sum(axis=0) / _CREATORS for name, values in simulation.fields.items()}
    scores = Chunk(0, _DRAWS, _SEED).stream(Purpose.UNKNOWN, "market fee").standard_normal(_DRAWS)
    fee = curve(cell.rates[Quantity.FEE_PER_DELIVERABLE], scores)
    return {
        "cpm": _range(cpm(fee, fields["views"]), float(cpm(fee.mean(), fields["views"].mean()))),
        "cpe": _range(ratio(fee, fields["engagements"]), float(ratio(fee.mean(), fields["engagements"].mean()))),
        "cpc": _range(ratio(fee, fields["clicks"]), float(ratio(fee.mean(), fields["clicks"].mean()))),
        "cpa": _range(ratio(fee, fields["orders"]), float(ratio(fee.mean(), fields["orders"].mean()))),
        "roas": _range(ratio(fields["revenue"], fee), float(ratio(fields["revenue"].mean(), fee.mean()))),
    }


def _range(drawn: Array, mean: float) -> tuple[float, float, float]:
    low, high = quantiles(drawn, [0.1, 0.9])
    return low, mean, high


def _agrees(mean: float, published: tuple[PublishedFigure, ...]) -> bool | None:
    ends = [end for f in published for end in (f.low, f.typical, f.high) if end is not None]
    return min(ends) <= mean <= max(ends) if ends else None


def _find(benchmarks: BenchmarkSet, tier: Tier, platform: Platform, quantity: Quantity) -> Estimate:
    found = benchmarks.find(tier, platform, quantity)
    if found is None:
        raise UsageError(f"{benchmarks.name} says nothing about {quantity} of {tier} creators on {platform}")
    return found


def _cell(benchmarks: BenchmarkSet, tier: Tier, platform: Platform) -> Cell:
    rates = {q: _find(benchmarks, tier, platform, q) for q in Quantity}
    return Cell(tier, platform, _PHASE, Contract("market fee"), 1.0, 1, 1.0, rates)


def _reference(benchmarks: BenchmarkSet, cell: Cell) -> Campaign:
    price = Estimate(
        REFERENCE_PRICE, REFERENCE_PRICE, REFERENCE_PRICE, "US dollars per order", origin=Origin.SPEC,
        source="reference order value", confidence=Confidence.ASSUMPTION,
    )  # fmt: skip
    return Campaign(
        name="audit",
        brand="",
        start=None,
        weeks=4,
        goal=Goal.SALES,
        industry="",
        markets=(),
        currency=Currency("USD"),
        budget=Budget(1),
        product=Product(0.0, 0.0, 0, 0, 0, 3, 12, 0.0),
        audience_match=1.0,
        halo_half_life_weeks=4.0,
        cells=(cell,),
        quantities={**cell.rates, Quantity.AVERAGE_ORDER_VALUE: price},
        rules=AllocationRules(Strategy.MANUAL, {}),
        amplification=None,
        settings=SimulationSettings(draws=_DRAWS, seed=_SEED, switches=_AVERAGE),
        gates=(),
        benchmark_set=benchmarks.name,
        spec_sha256="",
    )
