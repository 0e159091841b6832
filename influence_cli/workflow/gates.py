"""Hold simulated metrics against demands."""

import math
import operator
from collections.abc import Callable, Mapping

import numpy as np

from influence_cli.metrics.catalogue import BY_NAME, Kind
from influence_cli.model.campaign import Campaign, Gate
from influence_cli.model.plan import GateResult
from influence_cli.workflow.projection import Samples, statistic_of

_OPERATORS: Mapping[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}


def evaluate(gate: Gate, campaign: Campaign, total: Samples) -> GateResult:
    """Evaluate one gate on the whole campaign's draws.

    A statistic that has no value (a cost per order of no order) fails, whatever the gate says.

    Args:
        gate: The demand; its limits are in major units for money.
        campaign: The campaign, for its budget and currency.
        total: Metrics by name, [draw].

    Returns:
        The result; value and limit in minor units for money.
    """
    drawn = total[gate.metric]
    if gate.is_probability:
        limit = _amount(gate.limit, campaign, money=False)
        inner = _amount(gate.inner_limit, campaign, money=_is_money(gate.metric))
        with np.errstate(invalid="ignore"):
            value = float(np.mean(_OPERATORS[gate.inner_operator](drawn, inner)))  # type: ignore[arg-type]
    else:
        limit = _amount(gate.limit, campaign, money=_is_money(gate.metric))
        value = getattr(statistic_of(gate.metric, total), gate.statistic)
    passed = math.isfinite(value) and _OPERATORS[gate.operator](value, limit)
    return GateResult(gate, value, limit, passed)


def _is_money(metric: str) -> bool:
    return BY_NAME[metric].kind is Kind.MONEY


def _amount(limit: float | str, campaign: Campaign, *, money: bool) -> float:
    if isinstance(limit, str):
        return float(campaign.budget.total)
    return limit * campaign.currency.minor if money else limit
