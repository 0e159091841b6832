"""Hold simulated metrics against demands."""

import math
import operator
from collections.abc import Callable, Mapping

import numpy as np

from influence_cli.metrics.catalogue import BY_NAME, Kind
from influence_cli.model.campaign import Campaign, Gate
from influence_cli.model.money import Currency
from influence_cli.model.plan import GateResult
from influence_cli.workflow.projection import Array, Samples, statistic_of

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
    budget, currency = campaign.budget.total, campaign.currency
    if gate.is_probability:
        value = share_that_holds(gate, total[gate.metric], budget, currency)
    else:
        value = getattr(statistic_of(gate.metric, total), gate.statistic)
    return held_against(gate, value, budget, currency)


def share_that_holds(gate: Gate, drawn: Array, budget: int, currency: Currency) -> float:
    """Share of draws in which the inner comparison of a gate about a probability holds.

    Args:
        gate: The gate.
        drawn: What it is about, [draw], minor units for money.
        budget: What the word budget stands for, minor units.
        currency: Currency of its limits.
    """
    inner = _amount(gate.inner_limit, budget, currency, money=_is_money(gate.metric))
    with np.errstate(invalid="ignore"):
        return float(np.mean(_OPERATORS[gate.inner_operator](drawn, inner)))  # type: ignore[arg-type]


def held_against(gate: Gate, value: float, budget: int, currency: Currency) -> GateResult:
    """Hold a value, in minor units for money, against the limit of a gate; NaN and infinity fail."""
    limit = _amount(gate.limit, budget, currency, money=not gate.is_probability and _is_money(gate.metric))
    passed = math.isfinite(value) and _OPERATORS[gate.operator](value, limit)
    return GateResult(gate, value, limit, passed)


def _is_money(metric: str) -> bool:
    return BY_NAME[metric].kind is Kind.MONEY


def _amount(limit: float | str, budget: int, currency: Currency, *, money: bool) -> float:
    if isinstance(limit, str):
        return float(budget)
    return limit * currency.minor if money else limit
