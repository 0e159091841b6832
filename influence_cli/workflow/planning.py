"""``influence plan``: allocate, simulate, summarize."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from influence_cli.allocate.allocate import allocate, explained, spendable
from influence_cli.allocate.whole import Option
from influence_cli.contract.engine import FIXED_TERMS
from influence_cli.metrics.formulas import ratio
from influence_cli.metrics.summary import quantiles, share_where, summary
from influence_cli.model.campaign import Campaign, Quantity
from influence_cli.model.errors import InfeasibleError, Place, Problem, Severity
from influence_cli.model.money import in_words
from influence_cli.model.plan import Allocation, AssumptionUse, PayoutSummary, PlanResult, Statistics
from influence_cli.simulate.engine import Simulation, simulate
from influence_cli.workflow.costing import expected_costs, fewer_draws, pots, repriced, shared_pay
from influence_cli.workflow.gates import evaluate
from influence_cli.workflow.projection import (
    Samples,
    boost_statistics,
    reach_bands,
    samples,
    statistics,
)
from influence_cli.workflow.sensitivity import is_used, risk_split, tornado

Array = NDArray[np.float64]
Progress = Callable[[int, int], None]

_FIXED_TERMS = FIXED_TERMS | {"guarantee"}
_ROUNDS = 8
_TRIES_FOR_MORE = 2
_OVER_BUDGET = 0.10
"""Share of runs over the budget from which finance is warned."""

_WORTH_REBOOKING = 0.01
"""Share of the money below which what is left over is not worth a second simulation."""

DECISION_SEED = 1
"""Seed of the random numbers on which creators are booked, whatever the seed of the simulation."""

_BINS = 14


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
    booked = _book(campaign, threads, progress)
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
        warnings=warnings + _model_warnings(campaign, allocation, booked.asked_draws, total),
        assumptions=_assumptions(campaign, simulation),
    )


@dataclass(frozen=True, slots=True)
class _Booked:
    """A decision with its simulation, and the number of draws the spec would have used."""

    campaign: Campaign
    allocation: Allocation
    simulation: Simulation
    asked_draws: int


def _book(campaign: Campaign, threads: int, progress: Progress | None) -> _Booked:
    """Book, simulate, and book again if the simulated cost shows that too much or too little was booked.

    The decision is made on random numbers of its own, so that another seed shows the same plan in other weather.
    """
    asked = campaign.settings.draws
    shared = pots(campaign)
    money = spendable(campaign)
    options: Sequence[Option] = expected_costs(campaign, DECISION_SEED, threads)
    limit = money - shared
    best: _Booked | None = None
    for attempt in range(_ROUNDS):
        try:
            allocation = allocate(campaign, options, limit)
        except InfeasibleError:
            if best is None:
                raise
            break
        creators = sum(booking.creators for booking in allocation.bookings)
        settings = replace(campaign.settings, draws=fewer_draws(campaign, creators))
        simulation = _simulated(campaign, allocation, settings.draws, DECISION_SEED, threads, progress)
        options = repriced(options, simulation)
        priced = _with_costs(allocation, options, money, max(shared - shared_pay(campaign, simulation), 0))
        fits = priced.unallocated >= 0
        if fits and (best is None or priced.unallocated < best.allocation.unallocated):
            best = _Booked(replace(campaign, settings=settings), priced, simulation, asked)
        if fits and (attempt >= _TRIES_FOR_MORE or not _worth_rebooking(priced, money)):
            break
        if best is not None and not fits:
            break
        # An overshoot that rebooking does not cure (costs that grow with the crowd) needs a lower limit.
        limit = money - priced.held if fits or attempt == 0 else limit + priced.unallocated
    if best is None:
        raise InfeasibleError(
            "no number of creators was found whose expected cost stays within the budget: what the contracts pay "
            "grows faster than what they bring; lower the performance pay or cap it"
        )
    seed = campaign.settings.seed
    if seed != DECISION_SEED:
        weather = _simulated(campaign, best.allocation, best.campaign.settings.draws, seed, threads, progress)
        best = replace(best, simulation=weather)
    return replace(best, allocation=explained(campaign, best.allocation))


def _simulated(
    campaign: Campaign, allocation: Allocation, draws: int, seed: int, threads: int, progress: Progress | None
) -> Simulation:
    return simulate(campaign, allocation.bookings, draws=draws, seed=seed, threads=threads, progress=progress)


def _with_costs(allocation: Allocation, options: Sequence[Option], money: int, held: int) -> Allocation:
    bookings = tuple(
        replace(booking, unit_cost=option.unit_cost)
        for booking, option in zip(allocation.bookings, options, strict=True)
    )
    left = money - held - sum(booking.planned_cost for booking in bookings)
    return replace(allocation, bookings=bookings, unallocated=left, held=held)


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
    """Counts of ROI in bins of a round width with an edge at 0, from about P1 to P95; the end bins hold the tails."""
    defined = roi[np.isfinite(roi)]
    if not defined.size:
        return (), ()
    low, high = quantiles(defined, [0.01, 0.95])
    if high - low < 1e-9:
        return (low, low), (int(defined.size),)
    width = _round_width((high - low) / _BINS)
    first, last = math.floor(low / width), math.ceil(high / width)
    edges = np.arange(first, last + 1) * width
    counts, _ = np.histogram(np.clip(defined, edges[0], edges[-1]), bins=edges)
    return tuple(float(f"{edge:.9g}") for edge in edges), tuple(int(c) for c in counts)


def _round_width(least: float) -> float:
    """The smallest of 1, 2, 2.5 or 5 times a power of ten that is not below ``least``.

    >>> _round_width(0.13), _round_width(0.21), _round_width(3.0)
    (0.2, 0.25, 5.0)
    """
    power = 10.0 ** math.floor(math.log10(least))
    return float(f"{next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= least):.9g}")


def _model_warnings(
    campaign: Campaign, allocation: Allocation, asked_draws: int, total: Samples
) -> tuple[Problem, ...]:
    found = []
    creators = sum(booking.creators for booking in allocation.bookings)
    if campaign.settings.draws < asked_draws:
        found.append(
            Problem(
                "fewer-draws",
                Severity.WARNING,
                Place(""),
                "simulation.draws",
                f"{creators:,} creators are simulated with {campaign.settings.draws:,} draws instead of "
                f"{asked_draws:,}",
                reason="very many creators take long and their differences average out; state simulation.draws "
                "to have more",
            )
        )
    over = share_where(total["cost"] > campaign.budget.total)
    if over > _OVER_BUDGET:
        excess = summary(total["cost"]).p95 - campaign.budget.total
        found.append(
            Problem(
                "over-budget",
                Severity.WARNING,
                Place(""),
                "budget.reserve",
                f"in {over:.0%} of the runs the plan costs more than the budget; to cover 95% of them "
                f"{in_words(100 * round(excess / 100), campaign.currency)} more would have to be held",
                reason="performance pay has no ceiling but caps: raise budget.reserve, cap the contracts, or accept it",
            )
        )
    return tuple(found)


def _assumptions(campaign: Campaign, simulation: Simulation) -> tuple[AssumptionUse, ...]:
    """Every number the booked cells stand on, campaign-wide ones first, each scope once."""
    found: dict[tuple[Quantity, str], AssumptionUse] = {}
    for quantity, estimate in campaign.quantities.items():
        if is_used(campaign, simulation.cells, quantity):
            found[quantity, "campaign"] = AssumptionUse(quantity, "campaign", estimate)
    for cell in simulation.cells:
        scope = f"{cell.tier} on {cell.platform}"
        for quantity, estimate in cell.rates.items():
            market = quantity is not Quantity.FEE_PER_DELIVERABLE or cell.market_fee_share > 0
            if market and is_used(campaign, simulation.cells, quantity):
                found.setdefault((quantity, scope), AssumptionUse(quantity, scope, estimate))
    return tuple(found.values())
