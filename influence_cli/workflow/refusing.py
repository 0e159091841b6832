"""Why there is no plan, in words."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from influence_cli.allocate.optimal.clash import clash
from influence_cli.allocate.optimal.problem import (
    DecisionProblem,
    Risk,
    risk_value,
)
from influence_cli.allocate.optimal.rows import Row, Unit, in_full
from influence_cli.allocate.optimal.search import search
from influence_cli.allocate.whole import Option
from influence_cli.model.campaign import Campaign
from influence_cli.model.errors import InfeasibleError
from influence_cli.model.money import in_words
from influence_cli.model.objective import RiskLimit


def _words(campaign: Campaign) -> Callable[[float, Unit], str]:
    """How amounts are written."""

    def words(amount: float, unit: Unit) -> str:
        whole = int(np.ceil(amount - 1e-6))
        if unit is Unit.CREATORS:
            return f"{whole:,} creator{'s' if whole != 1 else ''}"
        return in_words(whole, campaign.currency)

    return words


def _budget_words(campaign: Campaign, problem: DecisionProblem) -> str:
    return f"{in_words(int(problem.money), campaign.currency)} for creators and boost"


def _left_out(campaign: Campaign, problem: DecisionProblem) -> str:
    """Cells that are left out because one creator costs too much, where there are any."""
    share = campaign.rules.max_share_per_creator
    if share is None or problem.room is None:
        return ""
    options = [Option(cell, round(cost)) for cell, cost in zip(campaign.cells, problem.costs, strict=True)]
    dear = [option for option, room in zip(options, problem.room, strict=True) if room == 0]
    if not dear:
        return ""
    named = ", ".join(
        f"{in_full(option.cell, options)} at {in_words(option.unit_cost, campaign.currency)}" for option in dear
    )
    return f"; allocation.max_share_per_creator: {100 * share:.3g}% leaves out {named}"


def why_not(campaign: Campaign, problem: DecisionProblem) -> str:
    """Which limits clash, in words."""
    found = clash(problem, _budget_words(campaign, problem), _words(campaign))
    if found:
        return found + _left_out(campaign, problem)
    if search(replace(problem, risk=()), nodes=1).decision is None:
        return "no whole number of creators keeps all limits"
    reached = "; ".join(f"{risk.limit.text} ({_best_reached(campaign, problem, risk)})" for risk in problem.risk)
    return f"no plan was found that keeps {reached}"


def _best_reached(campaign: Campaign, problem: DecisionProblem, risk: Risk) -> str:
    """The best a limit's own measure was found to reach, whatever else is lost for it."""
    sign = -1.0 if risk.from_above else 1.0
    payoff = replace(
        risk.payoff, gain=sign * risk.payoff.gain, flat=sign * risk.payoff.flat, boost=0 * risk.payoff.boost
    )
    alone = replace(problem, payoff=payoff, aversion=1.0, tail=_tail(risk.limit), risk=(), boost_most=0.0, constant=0.0)
    found = search(replace(alone, pot_weight=sign * risk.pots), nodes=1)
    if found.decision is None:
        return "nothing was found"
    reached = risk_value(problem, risk, found.decision.counts, 0.0)
    return f"the best that was found is {in_words(round(reached), campaign.currency)}"


def _tail(limit: RiskLimit) -> float:
    return limit.level if limit.metric == "profit" else 1.0 - limit.level


def check_anybody(campaign: Campaign, problem: DecisionProblem) -> None:
    """Nobody booked is a plan only where somebody could be.

    Raises:
        InfeasibleError: If the limits leave no place for a single creator, or the money buys none.
    """
    anybody = Row("at least one creator", np.ones(len(problem.costs)), 1.0, np.inf, Unit.CREATORS)
    asked = replace(problem, rows=(*problem.rows, anybody), least_spend=0.0)
    found = clash(asked, _budget_words(campaign, problem), _words(campaign))
    if found:
        raise InfeasibleError(f"no creator can be booked: {found}{_left_out(campaign, problem)}")
