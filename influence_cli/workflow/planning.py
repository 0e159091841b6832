"""``influence plan``: allocate, simulate, summarize."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from influence_cli.allocate.allocate import allocate, explained, spendable
from influence_cli.allocate.whole import Option
from influence_cli.metrics.formulas import ratio
from influence_cli.metrics.summary import quantiles, share_where, summary
from influence_cli.model.campaign import Campaign, Quantity
from influence_cli.model.errors import Place, Problem, Severity
from influence_cli.model.plan import Allocation, AssumptionUse, PayoutSummary, PlanResult, Statistics
from influence_cli.simulate.engine import Simulation, simulate
from influence_cli.workflow.costing import expected_costs, fewer_draws, pots, repriced
from influence_cli.workflow.gates import evaluate
from influence_cli.workflow.projection import (
    Samples,
    boost_statistics,
    reach_bands,
    samples,
    statistics,
)
from influence_cli.workflow.sensitivity import risk_split, tornado

Array = NDArray[np.float64]
Progress = Callable[[int, int], None]

_FIXED_TERMS = frozenset({"fee", "retainer", "usage_rights", "whitelisting", "exclusivity", "guarantee"})
_ROUNDS = 4
_WORTH_REBOOKING = 0.02
_BINS = 24


def plan(
    campaign: Campaign,
    *,
    version: str,
    warnings: tuple[Problem, ...] = (),
    threads: int = 2,
    progress: Progress | None = None,
) -> PlanResult:
    """Plan a campaign from its resolved spec.

    Args:
        campaign: The campaign.
        version: Version of the programme, for the record.
        warnings: Lints to carry into the result.
        threads: Threads for the simulation; the numbers do not depend on it.
        progress: Called with (steps done, steps) while simulating.

    Raises:
        InfeasibleError: If no plan can honor the demands within the budget.
    """
    money = spendable(campaign, pots(campaign))
    booked = _book(campaign, money, threads, progress)
    simulation, allocation, campaign = booked.simulation, booked.allocation, booked.campaign
    total = samples(simulation, lambda cell: True, float(campaign.budget.tools))
    totals = statistics(total)
    tiers = dict.fromkeys(cell.tier for cell in simulation.cells)
    platforms = dict.fromkeys(cell.platform for cell in simulation.cells)
    return PlanResult(
        campaign=campaign,
        version=version,
        allocation=allocation,
        totals=totals,
        by_tier={t: statistics(samples(simulation, lambda c, t=t: c.tier is t)) for t in tiers},  # type: ignore[misc]
        by_platform={p: statistics(samples(simulation, lambda c, p=p: c.platform is p)) for p in platforms},  # type: ignore[misc]
        expected_roi=totals["roi"].mean,
        probability_of_profit=share_where(total["profit"] > 0),
        reach=reach_bands(simulation),
        payouts=_payouts(campaign, simulation, total),
        boost=boost_statistics(campaign, simulation),
        roi_histogram=_histogram(total["roi"]),
        tornado=tornado(campaign, allocation.bookings, totals["roi"].mean, threads),
        risk=risk_split(campaign, allocation.bookings, total["roi"], threads),
        gates=tuple(evaluate(gate, campaign, total) for gate in campaign.gates),
        warnings=warnings + _model_warnings(campaign, allocation, booked.asked_draws),
        assumptions=_assumptions(campaign, simulation),
    )


@dataclass(frozen=True, slots=True)
class _Booked:
    """A decision with its simulation, and the number of draws the spec would have used."""

    campaign: Campaign
    allocation: Allocation
    simulation: Simulation
    asked_draws: int


def _book(campaign: Campaign, money: int, threads: int, progress: Progress | None) -> _Booked:
    """Book, simulate, and book again if the simulated cost shows that too much or too little was booked."""
    options: Sequence[Option] = expected_costs(campaign, threads)
    asked = campaign.settings.draws
    limit = money
    for attempt in range(_ROUNDS):
        allocation = allocate(campaign, options, limit)
        creators = sum(booking.creators for booking in allocation.bookings)
        settings = replace(campaign.settings, draws=fewer_draws(campaign, creators))
        simulation = simulate(
            campaign,
            allocation.bookings,
            draws=settings.draws,
            seed=settings.seed,
            threads=threads,
            progress=progress,
        )
        options = repriced(options, simulation)
        priced = _with_costs(allocation, options, money)
        if priced.unallocated >= 0 and (attempt > 0 or not _worth_rebooking(priced, money)):
            break
        # An overshoot that rebooking does not cure (costs that grow with the crowd) needs a lower limit.
        limit = money if attempt == 0 else limit + min(priced.unallocated, 0)
    return _Booked(replace(campaign, settings=settings), explained(campaign, priced), simulation, asked)


def _with_costs(allocation: Allocation, options: Sequence[Option], money: int) -> Allocation:
    bookings = tuple(
        replace(booking, unit_cost=option.unit_cost)
        for booking, option in zip(allocation.bookings, options, strict=True)
    )
    left = money - sum(booking.planned_cost for booking in bookings)
    return replace(allocation, bookings=bookings, unallocated=left)


def _worth_rebooking(allocation: Allocation, money: int) -> bool:
    """Whether so much is left over that another creator fits and the plan would look different for it."""
    cheapest = min(booking.unit_cost for booking in allocation.bookings if booking.creators > 0)
    return allocation.unallocated >= max(cheapest, _WORTH_REBOOKING * money)


def _payouts(campaign: Campaign, simulation: Simulation, total: Samples) -> PayoutSummary:
    by_contract: dict[str, Array] = {}
    by_term: dict[str, Array] = {}
    for (contract, term), values in simulation.terms.items():
        by_contract[contract] = by_contract.get(contract, 0.0) + values
        by_term[term] = by_term.get(term, 0.0) + values
    payout = total["payout"]
    fixed = sum((values.mean() for term, values in by_term.items() if term in _FIXED_TERMS), 0.0)
    mean = float(payout.mean())
    cost = summary(total["cost"])
    return PayoutSummary(
        total=summary(payout),
        by_contract=_summaries(by_contract),
        by_tier=_summaries(_by_tier(simulation)),
        by_term=_summaries(by_term),
        by_month={m.label: summary(v) for m, v in zip(simulation.months, simulation.paid, strict=True)},
        probability_over_budget=share_where(total["cost"] > campaign.budget.total),
        reserve_p95=max(cost.p95 - cost.mean, 0.0),
        fixed_share=float(fixed / mean) if mean > 0 else math.nan,
        below_minimum_share=float(simulation.below_minimum.mean()) / sum(simulation.counts),
        carried=summary(np.add.reduce(list(simulation.carried.values()))),
        cost_per_order=summary(ratio(payout, total["orders"]), float(ratio(mean, total["orders"].mean()))),
        commission_rate=summary(ratio(payout, total["revenue"]), float(ratio(mean, total["revenue"].mean()))),
    )


def _by_tier(simulation: Simulation) -> dict[str, Array]:
    found: dict[str, Array] = {}
    for cell, values in zip(simulation.cells, simulation.fields["payout"], strict=True):
        found[cell.tier] = found.get(cell.tier, 0.0) + values
    return found


def _summaries(values: Mapping[str, Array]) -> dict[str, Statistics]:
    return {name: summary(drawn) for name, drawn in values.items()}


def _histogram(roi: Array) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """Counts of ROI in equal bins from P1 to P99, the tails in the end bins; one bin where nothing varies."""
    defined = roi[np.isfinite(roi)]
    if not defined.size:
        return (), ()
    low, high = quantiles(defined, [0.01, 0.99])
    if high - low < 1e-9:
        return (low, low), (int(defined.size),)
    counts, edges = np.histogram(np.clip(defined, low, high), bins=_BINS, range=(low, high))
    return tuple(float(e) for e in edges), tuple(int(c) for c in counts)


def _model_warnings(campaign: Campaign, allocation: Allocation, asked_draws: int) -> tuple[Problem, ...]:
    found = []
    if campaign.settings.draws < asked_draws:
        creators = sum(booking.creators for booking in allocation.bookings)
        found.append(
            Problem(
                "fewer-draws",
                Severity.WARNING,
                Place(campaign.name),
                "simulation.draws",
                f"{creators:,} creators are simulated with {campaign.settings.draws:,} draws instead of "
                f"{asked_draws:,}",
                reason="very many creators take long and their differences average out; state simulation.draws "
                "to have more",
            )
        )
    return tuple(found)


def _assumptions(campaign: Campaign, simulation: Simulation) -> tuple[AssumptionUse, ...]:
    """Every number the booked cells stand on, campaign-wide ones first, each scope once."""
    found = {
        (quantity, "campaign"): AssumptionUse(quantity, "campaign", estimate)
        for quantity, estimate in campaign.quantities.items()
        if not (quantity is Quantity.CLOSE_RATE and campaign.goal != "leads")
    }
    for cell in simulation.cells:
        scope = f"{cell.tier} on {cell.platform}"
        for quantity, estimate in cell.rates.items():
            if quantity is Quantity.FEE_PER_DELIVERABLE and cell.market_fee_share == 0:
                continue
            found.setdefault((quantity, scope), AssumptionUse(quantity, scope, estimate))
    return tuple(found.values())
