"""The record of an optimization in the order in which people read it; every format starts from these."""

from collections.abc import Mapping

from influence_cli.model.campaign import Campaign, Cell
from influence_cli.model.curves import Status
from influence_cli.model.objective import RiskMeasure
from influence_cli.model.optimality import Certificate, Marginal, Optimality, RiskCheck, Rival
from influence_cli.model.plan import PlanResult
from influence_cli.report.values.proof import PROVEN


def is_proven(certificate: Certificate) -> bool:
    """Whether the bound itself, and not only the status, proves the decision best."""
    return certificate.status is Status.OPTIMAL and certificate.gap <= PROVEN


def books_nobody(result: PlanResult) -> bool:
    """Whether an optimized plan has no creator in it."""
    nobody = not any(booking.creators for booking in result.allocation.bookings)
    return result.optimality is not None and nobody


def others(result: PlanResult, found: Optimality) -> tuple[Rival, ...]:
    """The strategies beside the plan's own: dearest value first, those without a plan last."""
    there = (rival for rival in found.rivals if rival.strategy is not result.allocation.strategy)
    return tuple(sorted(there, key=lambda rival: (rival.value is None, -(rival.value or 0.0))))


def best_use(found: Optimality) -> Marginal | None:
    """The best use of a further step of money anywhere, or None where it is not known."""
    return next((marginal for marginal in found.marginals if not marginal.cell), None)


def by_cell(found: Optimality) -> tuple[Marginal, ...]:
    """What a further step of money brings in each cell, best first."""
    return tuple(sorted((m for m in found.marginals if m.cell), key=lambda m: -m.value))


def cells_by_key(campaign: Campaign) -> Mapping[str, Cell]:
    """What can be booked, by key."""
    return {cell.key: cell for cell in campaign.cells}


def is_kept(campaign: Campaign, check: RiskCheck) -> bool:
    """Whether a limit on a distribution holds on fresh draws (NaN does not)."""
    if _from_below(campaign, check):
        return check.fresh >= check.bound
    return check.fresh <= check.bound


def _from_below(campaign: Campaign, check: RiskCheck) -> bool:
    """A mean of worst runs is held from below, a quantile from above."""
    return any(risk.text == check.limit and risk.measure is RiskMeasure.CVAR for risk in campaign.rules.risk)
