"""The problem of the optimal strategy, at what is known about costs and pay."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from influence_cli.allocate.allocate import most_in_all
from influence_cli.allocate.optimal.problem import (
    DecisionProblem,
    Pot,
    Risk,
)
from influence_cli.allocate.optimal.rows import rows
from influence_cli.allocate.optimal.search import search
from influence_cli.allocate.whole import Option
from influence_cli.model.campaign import Campaign
from influence_cli.model.objective import Objective, RiskLimit
from influence_cli.workflow.costing import pot_of
from influence_cli.workflow.scenarios import (
    Scenarios,
    cost_weight,
    payoff,
    payout_payoff,
    profit_payoff,
)
from influence_cli.workflow.worth import spends_all

Array = NDArray[np.float64]

_NODES = 4


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What rounds learn.

    Attributes:
        options: Cells with costs.
        pay_factors: By cell, what a creator costs in the plan as a part of what the planning model says.
        pot_factor: Part of the money held for shared bonuses that is expected to be paid.
        boost_factor: How much more a boost brings behind the creators it chooses than behind average ones.
        tightened: By how much each limit on a distribution is tightened, minor units.
        money: What may be spent, minor units.
    """

    options: tuple[Option, ...]
    pay_factors: Array
    pot_factor: float
    boost_factor: float
    tightened: Mapping[RiskLimit, float]
    money: float


def pose(
    campaign: Campaign, pilot: Scenarios, state: Knowledge, objective: Objective
) -> tuple[DecisionProblem, list[Array]]:
    """The problem at what is known, and where all money has to be spent a decision that does."""
    minor, options, money = campaign.currency.minor, state.options, state.money
    costs = np.array([float(option.unit_cost) for option in options])
    names = [cell.contract.name for cell in pilot.cells]
    contracts = {cell.contract.name: cell.contract for cell in pilot.cells}
    pots = tuple(
        Pot(np.array([other == name for other in names]), float(amount))
        for name, contract in contracts.items()
        if (amount := pot_of(campaign, contract)) > 0
    )
    weight = cost_weight(objective, minor)
    most = most_in_all(campaign)
    high = np.floor(np.maximum(money, 0.0) / costs)
    dear = np.zeros(len(costs), dtype=bool)
    if campaign.rules.max_share_per_creator is not None:
        dear = costs > campaign.rules.max_share_per_creator * campaign.budget.total
        high[dear] = 0.0
    boost = float(campaign.amplification.budget) if campaign.amplification is not None else 0.0
    problem = DecisionProblem(
        model=pilot.model,
        payoff=payoff(pilot, objective, minor, state.pay_factors, state.boost_factor),
        aversion=objective.aversion,
        tail=objective.tail,
        constant=weight * campaign.budget.tools,
        pot_weight=weight * state.pot_factor,
        costs=costs,
        rows=rows(campaign, options, most),
        pots=pots,
        money=max(float(money), 0.0),
        boost_most=min(boost, max(float(money), 0.0)),
        least_spend=0.0,
        high=np.minimum(high, float(most)),
        risk=tuple(_risk(campaign, pilot, limit, state) for limit in campaign.rules.risk),
        room=np.where(dear, 0.0, float(most)),
    )
    if not spends_all(campaign.rules, objective):
        return problem, []
    least, spender = _least_spend(problem)
    return replace(problem, least_spend=least), [] if spender is None else [spender]


def _least_spend(problem: DecisionProblem) -> tuple[float, Array | None]:
    """Where all money is to be spent: less than the cheapest creator may be left of the most that can be spent.

    Returns:
        The least spend, and the decision found that spends most; limits on distributions hold for it.
    """
    spent = np.repeat(problem.costs[:, None], problem.model.draws, axis=1)
    nothing = np.zeros_like(spent)
    payoff = replace(problem.payoff, gain=nothing, flat=spent, boost=nothing, reach=0.0)
    most = replace(problem, payoff=payoff, aversion=0.0, constant=0.0, pot_weight=1.0)
    found = search(most, nodes=_NODES)
    bookable = problem.costs[problem.high > 0]
    if found.decision is None or not bookable.size:
        return 0.0, None
    least = min(found.decision.value, problem.money) - float(bookable.min()) + 1.0
    return max(least, 0.0), found.decision.counts


def _risk(campaign: Campaign, pilot: Scenarios, limit: RiskLimit, state: Knowledge) -> Risk:
    tightened = state.tightened[limit]
    tools = float(campaign.budget.tools)
    moved = replace(limit, limit=limit.limit - tightened if limit.metric != "profit" else limit.limit + tightened)
    if limit.metric == "profit":
        return Risk(moved, profit_payoff(pilot, state.pay_factors, state.boost_factor), -tools, -1.0, -1.0)
    if limit.metric == "cost":
        return Risk(moved, payout_payoff(pilot, state.pay_factors, gifts=True), tools, 1.0, 1.0)
    return Risk(moved, payout_payoff(pilot, state.pay_factors, gifts=False), 0.0, 0.0, 1.0)


def money_for(campaign: Campaign) -> int:
    """What there is for creators and boost, minor units."""
    return campaign.budget.total - campaign.budget.reserve - campaign.budget.tools
