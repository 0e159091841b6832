"""What an optimized plan proves, what else there was, and what its limits and the next money are worth."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from influence_cli.allocate.optimal.problem import Decision, DecisionProblem, risk_measure, value
from influence_cli.allocate.optimal.search import search
from influence_cli.model.campaign import Campaign
from influence_cli.model.money import in_words
from influence_cli.model.optimality import Certificate, Marginal, Optimality, Price, RiskCheck, Rival
from influence_cli.simulate.engine import simulate
from influence_cli.workflow.booking import DECISION_SEED, Booked, seen_with
from influence_cli.workflow.optimizing import Optimum, broken, simulated_worth, stopped_early
from influence_cli.workflow.projection import Samples, whole
from influence_cli.workflow.worth import objective_of, parts, worth

Array = NDArray[np.float64]

_NODES = 4
"""Boxes for the questions beside the plan: each is the plan's own problem with one thing changed."""

_STEP = 1_000
"""US dollars whose marginal return is shown; other currencies have the power of ten nearest to it in value."""

_LEAST_PRICE = 1e-6


def optimality(campaign: Campaign, booked: Booked, total: Samples, threads: int) -> Optimality:
    """The record of an optimization.

    Args:
        campaign: The campaign as it was asked for.
        booked: The decision, with its optimum.
        total: Metrics of the plan by name, [draw].
        threads: Threads for the simulations of the other strategies.
    """
    optimum = booked.optimum
    assert optimum is not None
    objective = objective_of(campaign)
    minor = campaign.currency.minor
    found = optimum.found
    certificate = Certificate(
        optimum.decision.value, found.upper_bound, found.gap, found.status, found.nodes, optimum.problem.model.draws
    )
    step = money_step(campaign)
    # The short searches below may find a little more than the decision even with nothing changed.
    base = _reached(optimum.problem, optimum.decision)
    return Optimality(
        objective=objective,
        certificate=certificate,
        value=worth(objective, total, minor),
        parts=parts(objective, total, minor),
        rivals=tuple(_rivals(campaign, booked, threads)),
        prices=tuple(sorted(_prices(campaign, optimum, base), key=lambda price: -price.cost)),
        step=step,
        marginals=tuple(_marginals(optimum, step, base)),
        risk=tuple(_risk_checks(optimum, threads)),
        stopped_early=stopped_early(optimum),
    )


def money_step(campaign: Campaign) -> int:
    """The step of money whose marginal return is shown, minor units."""
    power = 10 ** round(np.log10(max(campaign.usd_rate, 1e-9)))
    return max(round(_STEP * float(power)), 1) * campaign.currency.minor


def _rivals(campaign: Campaign, booked: Booked, threads: int) -> Iterator[Rival]:
    """Every preset on the plan's own draws."""
    for strategy, other in booked.rivals:
        if isinstance(other, str):
            yield Rival(strategy, None, 0, 0, (other,))
            continue
        seen = seen_with(campaign, other, threads)
        bookings = seen.allocation.bookings
        yield Rival(
            strategy,
            simulated_worth(campaign, seen.simulation),
            sum(booking.creators for booking in bookings),
            sum(booking.planned_cost for booking in bookings),
            broken(campaign, seen.allocation, seen.simulation),
        )


def _prices(campaign: Campaign, optimum: Optimum, base: float) -> Iterator[Price]:
    """What the decision would be worth without each limit that binds."""
    decision = optimum.decision
    least = _LEAST_PRICE * max(abs(decision.value), 1e-9)
    for text, freed in _freed_problems(campaign, optimum):
        price = _reached(freed, decision) - base
        if price > least:
            yield Price(text, price)


def _freed_problems(campaign: Campaign, optimum: Optimum) -> Iterator[tuple[str, DecisionProblem]]:
    """The problem without each limit that binds, in turn."""
    problem, decision = optimum.problem, optimum.decision
    for text in dict.fromkeys(row.text for row in problem.rows if row.stated and row.binds(decision.counts)):
        yield text, replace(problem, rows=tuple(row for row in problem.rows if row.text != text))
    for risk in problem.risk:
        yield risk.limit.text, replace(problem, risk=tuple(other for other in problem.risk if other is not risk))
    if problem.least_spend > 0:
        yield "allocation.spend_all: true", replace(problem, least_spend=0.0)
    if problem.boost_most > 0 and decision.boost >= problem.boost_most - 1:
        # Boost brings in proportion however much there is of it, so only a step beyond the limit says something.
        step = money_step(campaign)
        text = f"amplification.budget: {in_words(int(problem.boost_most), campaign.currency)}"
        text += f", the next {in_words(step, campaign.currency)}"
        yield text, replace(problem, boost_most=min(problem.boost_most + step, problem.money))


def _reached(problem: DecisionProblem, decision: Decision) -> float:
    """The best value a short search from the decision reaches."""
    found = search(problem, [decision.counts], nodes=_NODES, explore=False)
    return max(found.decision.value if found.decision is not None else -np.inf, decision.value)


def _marginals(optimum: Optimum, step: int, base: float) -> Iterator[Marginal]:
    """The best use of a further step of money, then one more creator of each cell per step."""
    problem, decision = optimum.problem, optimum.decision
    richer = replace(
        problem,
        money=problem.money + step,
        least_spend=problem.least_spend + step if problem.least_spend else 0.0,
        high=np.where(problem.high > 0, problem.high + np.ceil(step / problem.costs), 0.0),
    )
    found = search(richer, [decision.counts], nodes=_NODES, explore=False)
    if found.decision is not None:
        more = float(found.decision.counts.sum() - decision.counts.sum())
        yield Marginal("", max(found.decision.value - base, 0.0), more)
    per_cell = []
    for number, cell in enumerate(optimum.scenarios.cells):
        if problem.high[number] > 0:
            further = decision.counts.copy()
            further[number] += 1
            gain = value(problem, further, decision.boost) - decision.value
            per_money = step / problem.costs[number]
            per_cell.append(Marginal(cell.key, gain * per_money, per_money))
    yield from sorted(per_cell, key=lambda marginal: -marginal.value)


def _risk_checks(optimum: Optimum, threads: int) -> Iterator[RiskCheck]:
    """Limits on distributions on the draws of the decision and on fresh ones."""
    campaign = optimum.campaign
    if not campaign.rules.risk:
        return
    fresh = simulate(
        campaign,
        optimum.allocation.bookings,
        draws=campaign.settings.draws,
        seed=DECISION_SEED + 1,
        threads=threads,
    )
    decided_on, out_of_sample = (whole(campaign, seen) for seen in (optimum.simulation, fresh))
    for limit in campaign.rules.risk:
        yield RiskCheck(
            limit.text,
            limit.limit,
            risk_measure(limit, decided_on[limit.metric]),
            risk_measure(limit, out_of_sample[limit.metric]),
        )
