"""What a simulated plan is worth under an objective."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from influence_cli.metrics.summary import worst_mean
from influence_cli.model.campaign import AllocationRules, Campaign, aim_of
from influence_cli.model.objective import MONEY_AIMS, Aim, Objective
from influence_cli.workflow.projection import Samples

Array = NDArray[np.float64]


def objective_of(campaign: Campaign) -> Objective:
    """The objective of the spec, else the goal's own."""
    return campaign.rules.objective or Objective({aim_of(campaign.goal): 1.0})


def spends_all(rules: AllocationRules, objective: Objective) -> bool:
    """Whether all money is to be spent; left open, only what counts costs may leave some unspent."""
    if rules.spend_all is not None:
        return rules.spend_all
    return not any(objective.weights.get(aim, 0.0) > 0 for aim in (Aim.PROFIT, Aim.LIFETIME_PROFIT))


def aim_draws(aim: Aim, values: Samples, minor: int) -> Array:
    """An aim in each draw, [draw]: money in major units.

    Args:
        aim: The aim.
        values: Metrics by name, [draw], money in minor units.
        minor: Minor units in a major unit.
    """
    drawn = values["lifetime_contribution"] - values["cost"] if aim is Aim.LIFETIME_PROFIT else values[aim.value]
    return drawn / minor if aim in MONEY_AIMS else drawn


def worth(objective: Objective, values: Samples, minor: int) -> float:
    """The objective's value: mean - aversion x (mean - CVaR) of the weighted sum of aims."""
    total = worth_draws(objective, values, minor)
    mean = float(total.mean())
    if objective.aversion == 0.0:
        return mean
    return mean - objective.aversion * (mean - worst_mean(total, objective.tail))


def worth_draws(objective: Objective, values: Samples, minor: int) -> Array:
    """The weighted sum of aims in each draw, [draw]."""
    parts = [weight * aim_draws(aim, values, minor) for aim, weight in objective.weights.items() if weight]
    total: Array = np.add.reduce(parts)
    return total


def parts(objective: Objective, values: Samples, minor: int) -> Mapping[Aim, float]:
    """The mean of each aim in the objective: money in major units."""
    return {aim: float(aim_draws(aim, values, minor).mean()) for aim, weight in objective.weights.items() if weight}
