"""What carries a plan: one assumption moved at a time, and where the spread of ROI comes from."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from influence_cli.funnel.uncertainty import Z90
from influence_cli.metrics.formulas import roi
from influence_cli.model.campaign import Campaign, Cell, Goal, Quantity, Switches
from influence_cli.model.estimate import Confidence, Estimate, Origin
from influence_cli.model.plan import Booking, RiskSplit, TornadoRow
from influence_cli.simulate.engine import Simulation, simulate, simulate_scenarios
from influence_cli.simulate.unknowns import Pins

Array = NDArray[np.float64]

_DRAWS = (20, 125)
_RISK_DRAWS = (40, 500)
_WORK = 1_250_000
"""Least and most draws of a further simulation; between them creators x draws stays near the last number."""

_CELLS_AT_ONCE = 120_000
"""Creators x draws that are simulated side by side; bounds memory."""

_LEAST_RETURN = 0.01
_NO_VARIANCE = 1e-9

_NOT_MOVED = frozenset(
    {
        Quantity.FOLLOWERS,
        Quantity.CELL_CORRELATION,
        Quantity.ORDER_VALUE_CV,
        Quantity.REPEAT_PURCHASE_RATE,
        Quantity.VIRAL_COEFFICIENT,
    }
)
"""Followers describe how creators differ; correlation and spread of order values move the spread, not the mean; repeat
purchases and referrals are no part of first-order ROI."""


def tornado(
    campaign: Campaign, bookings: Sequence[Booking], expected_roi: float, threads: int
) -> tuple[TornadoRow, ...]:
    """Move each assumption from low to high, everywhere at once, bookings unchanged.

    Each end is simulated on the same random numbers as the plan as it stands; the move is added to the plan's
    expected ROI. Quantities that are known, or that this plan does not use, have no row.
    """
    cells = [booking.cell for booking in bookings if booking.creators > 0]
    if not cells:
        return ()
    moved = _moved(campaign, cells)
    switches = replace(campaign.settings.switches, counting_noise=False)
    quiet = replace(campaign, settings=replace(campaign.settings, switches=switches))
    ends = [(quantity, score) for quantity in moved for score in (-Z90, Z90)]
    groups = _groups(ends, _affordable(_DRAWS, bookings) * sum(booking.creators for booking in bookings))
    with ThreadPoolExecutor(max_workers=max(1, threads)) as pool:
        found = pool.map(lambda group: _moves(quiet, bookings, group, _affordable(_DRAWS, bookings)), groups)
        moves = dict(chain.from_iterable(found))
    rows = [
        TornadoRow(
            quantity,
            _provenance(estimates),
            expected_roi + moves[quantity, -Z90],
            expected_roi + moves[quantity, Z90],
        )
        for quantity, estimates in moved.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.swing, row.quantity)))


End = tuple[Quantity, float]


def _groups(ends: Sequence[End], size: int) -> list[list[End]]:
    """Ends that are simulated side by side: as many as fit, at least two groups, market fees apart."""
    fees = [end for end in ends if end[0] is Quantity.FEE_PER_DELIVERABLE]
    others = [end for end in ends if end[0] is not Quantity.FEE_PER_DELIVERABLE]
    at_once = max(1, min(_CELLS_AT_ONCE // max(size, 1), -(-len(others) // 2)))
    return [others[i : i + at_once] for i in range(0, len(others), at_once)] + ([fees] if fees else [])


def _moves(campaign: Campaign, bookings: Sequence[Booking], ends: Sequence[End], draws: int) -> list[tuple[End, float]]:
    """How far each end moves the ROI of the mean outcome from where it stands; chance counts average out of it."""
    seed = campaign.settings.seed
    scenarios: list[Pins] = [{}, *({quantity: score} for quantity, score in ends)]
    if ends[0][0] is Quantity.FEE_PER_DELIVERABLE:
        # A fee is agreed once and holds in every draw, so its ends cannot stand side by side.
        runs = (simulate(campaign, bookings, draws=draws, seed=seed, pins=pins) for pins in scenarios)
        base, *rois = (_expected_rois(campaign, run, 1)[0] for run in runs)
    else:
        side_by_side = simulate_scenarios(campaign, bookings, scenarios, draws=draws, seed=seed)
        base, *rois = _expected_rois(campaign, side_by_side, len(scenarios))
    return [(end, roi_there - base) for end, roi_there in zip(ends, rois, strict=True)]


def _expected_rois(campaign: Campaign, simulation: Simulation, scenarios: int) -> list[float]:
    contribution, cost = (
        values.reshape(scenarios, -1).mean(axis=1) for values in _contribution_and_cost(campaign, simulation)
    )
    return [float(returned) for returned in roi(contribution, cost)]


def risk_split(campaign: Campaign, bookings: Sequence[Booking], drawn: Array, threads: int) -> RiskSplit | None:
    """Split the spread of the return by turning off what is unknown about tiers, then how creators differ.

    Shares are of the variance of log(contribution / cost), in which the factors of the funnel add up; returns below
    1% of the cost count as 1%. None where the return does not vary.

    Args:
        campaign: The campaign.
        bookings: The decision.
        drawn: ROI of the plan, [draw].
        threads: Threads for the simulation.
    """
    if not any(booking.creators for booking in bookings):
        return None
    switches = campaign.settings.switches
    whole = _log_variance(drawn)
    if whole < _NO_VARIANCE:
        return None
    known = replace(switches, unknown_rates=False)
    alike = replace(known, creator_spread=False)
    without_tiers = min(_log_variance(_roi(campaign, bookings, known, threads)), whole)
    posts = min(_log_variance(_roi(campaign, bookings, alike, threads)), without_tiers)
    return RiskSplit((whole - without_tiers) / whole, (without_tiers - posts) / whole, posts / whole)


def _roi(campaign: Campaign, bookings: Sequence[Booking], switches: Switches, threads: int) -> Array:
    settings = replace(campaign.settings, switches=switches)
    simulation = simulate(
        replace(campaign, settings=settings),
        bookings,
        draws=_affordable(_RISK_DRAWS, bookings),
        seed=settings.seed,
        threads=threads,
    )
    return roi(*_contribution_and_cost(campaign, simulation))


def _affordable(bounds: tuple[int, int], bookings: Sequence[Booking]) -> int:
    least, most = bounds
    creators = sum(booking.creators for booking in bookings)
    return max(least, min(most, _WORK * most // (_DRAWS[1] * max(creators, 1))))


def _log_variance(drawn: Array) -> float:
    returned = drawn[np.isfinite(drawn)] + 1.0
    return float(np.var(np.log(np.maximum(returned, _LEAST_RETURN)))) if returned.size else 0.0


def _contribution_and_cost(campaign: Campaign, simulation: Simulation) -> tuple[Array, Array]:
    fields = simulation.fields
    cost = (fields["payout"] + fields["gifts"] + fields["boost_spend"]).sum(axis=0) + campaign.budget.tools
    return fields["contribution"].sum(axis=0), cost


def _moved(campaign: Campaign, cells: Sequence[Cell]) -> dict[Quantity, list[Estimate]]:
    """Quantities this plan uses and does not know, with their estimates."""
    used: dict[Quantity, list[Estimate]] = {}
    for quantity, estimate in campaign.quantities.items():
        if quantity not in _NOT_MOVED and is_used(campaign, cells, quantity):
            used.setdefault(quantity, []).append(estimate)
    for cell in cells:
        for quantity, estimate in cell.rates.items():
            market = quantity is not Quantity.FEE_PER_DELIVERABLE or cell.market_fee_share > 0
            if market and quantity not in _NOT_MOVED and is_used(campaign, cells, quantity):
                used.setdefault(quantity, []).append(estimate)
    return {q: found for q, found in used.items() if not all(estimate.known for estimate in found)}


def is_used(campaign: Campaign, cells: Sequence[Cell], quantity: Quantity) -> bool:
    """Whether a plan that books these cells depends on a quantity at all."""
    switches = campaign.settings.switches
    boosted = campaign.amplification is not None and campaign.amplification.budget > 0
    phases = {cell.phase.name for cell in cells}
    match quantity:
        case Quantity.BOOST_CPM | Quantity.BOOST_CLICK_RATE:
            return boosted
        case Quantity.CLOSE_RATE:
            return campaign.goal is Goal.LEADS
        case Quantity.HALO_LIFT:
            return switches.halo and len(phases) > 1
        case Quantity.REPEAT_EXPOSURE_VALUE | Quantity.AUDIENCE_SIZE:
            return switches.overlap
        case _:
            return True


def _provenance(estimates: Sequence[Estimate]) -> str:
    """Where the figures of a row come from, in a word."""
    if all(estimate.origin is Origin.SPEC for estimate in estimates):
        return "your spec"
    if all(estimate.confidence is Confidence.ASSUMPTION for estimate in estimates):
        return "assumption"
    if any(estimate.confidence is Confidence.ASSUMPTION for estimate in estimates):
        return "partly assumed"
    return "published"
