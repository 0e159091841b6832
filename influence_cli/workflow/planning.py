"""``influence plan``: allocate, simulate, summarize."""

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from influence_cli.contract.engine import FIXED_TERMS
from influence_cli.metrics.formulas import ratio
from influence_cli.metrics.summary import quantiles, share_where, summary
from influence_cli.model.campaign import Campaign, Quantity
from influence_cli.model.errors import Place, Problem, Severity
from influence_cli.model.money import in_words
from influence_cli.model.optimality import Optimality
from influence_cli.model.plan import Allocation, AssumptionUse, PayoutSummary, PlanResult, Statistics
from influence_cli.simulate.engine import Simulation
from influence_cli.workflow.booking import Booked, Progress, book
from influence_cli.workflow.gates import evaluate
from influence_cli.workflow.projection import (
    Samples,
    boost_statistics,
    reach_bands,
    samples,
    statistics,
    whole,
)
from influence_cli.workflow.sensitivity import is_used, risk_split, tornado

Array = NDArray[np.float64]

_FIXED_TERMS = FIXED_TERMS | {"guarantee"}
_OVER_BUDGET = 0.10
"""Share of runs over the budget from which finance is warned."""

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
    asked = campaign
    booked = book(campaign, threads, progress)
    simulation, allocation, campaign = booked.simulation, booked.allocation, booked.campaign
    total = whole(campaign, simulation)
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
        optimality=_optimality(asked, booked, total, threads),
    )


def _optimality(campaign: Campaign, booked: Booked, total: Samples, threads: int) -> Optimality | None:
    if booked.optimum is None:
        return None
    # Presets are planned without the optimizer and the solver it loads.
    from influence_cli.workflow.optimality import optimality

    return optimality(campaign, booked, total, threads)


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
        below_minimum_share=float(simulation.below_minimum.mean()) / max(sum(simulation.counts), 1),
        carried=summary(np.add.reduce([np.zeros_like(payout), *simulation.carried.values()])),
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
