"""What a frontier says in sentences."""

from itertools import pairwise

from influence_cli.model.campaign import Strategy
from influence_cli.model.frontier import NOTHING_MORE, Frontier
from influence_cli.model.objective import Aim
from influence_cli.report.frontier.grids import MARK
from influence_cli.report.values.numbers import NOT_AVAILABLE, coded, exact_money, money, percent
from influence_cli.report.values.objective import is_money, objective_value, objective_words
from influence_cli.report.values.sanitize import plain

_REASON_LIMIT = 300


def subtitle(frontier: Frontier) -> str:
    """What was asked."""
    points = frontier.points
    low, high = (_budget(frontier, points[place].budget) for place in (0, -1))
    return (
        f"{len(points)} budgets from {low} to {high}; strategy {frontier.campaign.rules.strategy}; "
        f"objective: {objective_words(frontier.objective)}"
    )


def sentences(frontier: Frontier) -> tuple[str, ...]:
    """Where the budget stops being worth spending, first for the objective, then for the profit."""
    profit_only = set(frontier.objective.weights) == {Aim.PROFIT} and not frontier.objective.aversion
    return tuple(filter(None, (_where_it_ends(frontier), "" if profit_only else _where_profit_ends(frontier))))


def _where_it_ends(frontier: Frontier) -> str:
    planned = frontier.planned
    enough, (last, top) = frontier.enough, planned[-1]
    best = max(plan.value for _, plan in planned)
    words = objective_words(frontier.objective)
    if not any(plan.creators for _, plan in planned):
        return "Nobody is worth booking at any of these budgets: every creator is expected to lower the objective."
    if best <= 0 and Aim.PROFIT in frontier.objective.weights:
        least = next(budget for budget, plan in planned if plan.value == best)
        return (
            f"No budget in this range is expected to make a profit; "
            f"the smallest loss is at {_budget(frontier, least)}: {_value(frontier, -best)}."
        )
    if enough < last:
        fall = top.value < best - NOTHING_MORE * abs(best)
        more = "more money lowers it" if fall else f"more money adds less than {percent(NOTHING_MORE)}"
        return (
            f"Stop at about {_budget(frontier, enough)}: the objective ({words}) is {_value(frontier, best)} there, "
            f"and {more}."
        )
    gain = "" if top.marginal is None else f"; the last {_step(frontier)} bring {_value(frontier, top.marginal)} of it"
    return (
        f"More money is worth it through the whole range: at {_budget(frontier, last)} the objective ({words}) is "
        f"{_value(frontier, best)}{gain}."
    )


def _where_profit_ends(frontier: Frontier) -> str:
    currency, planned = frontier.campaign.currency, frontier.planned
    if not any(plan.creators for _, plan in planned):
        return ""
    most = frontier.most_profitable
    profit = max(plan.profit.mean for _, plan in planned)
    amount = coded(money(abs(profit), currency), currency)
    if profit <= 0:
        return f"No budget is expected to make a profit; the smallest loss is {amount}, at {_budget(frontier, most)}."
    if most == planned[-1][0]:
        return f"Expected profit rises as well, to {amount}."
    if most == frontier.enough:
        return f"Expected profit is highest there as well: {amount}."
    return (
        f"Expected profit is highest at {_budget(frontier, most)} ({amount}): "
        "beyond it further money costs more than it brings."
    )


def notes(frontier: Frontier) -> tuple[str, ...]:
    """How the numbers came about, and what was kept."""
    kept = [budget for budget, plan in frontier.planned if plan.carried_from is not None]
    fewest, most = (end(plan.draws for _, plan in frontier.planned) for end in (min, max))
    draws = f"{fewest:,}" if fewest == most else f"{fewest:,} to {most:,}"
    said = [
        f"Gain: the objective per further {_step(frontier)}, since the budget before. "
        f"ROI is return on cost, simulated with {draws} draws per budget."
    ]
    if kept:
        said.append(
            f"{MARK} the plan of a smaller budget is kept: none worth more was found, and what is left is not spent."
        )
    if frontier.campaign.rules.strategy is not Strategy.OPTIMAL and _falls(frontier):
        said.append("A preset strategy spends what it is given, so its objective may fall as the budget rises.")
    return tuple(said)


def reasons(frontier: Frontier) -> tuple[tuple[str, str], ...]:
    """Budgets without a plan, with the reason; neighbors with the same reason together."""
    currency = frontier.campaign.currency
    groups: list[tuple[list[int], str]] = []
    for point in frontier.points:
        if point.plan is not None:
            continue
        if groups and groups[-1][1] == point.reason:
            groups[-1][0].append(point.budget)
        else:
            groups.append(([point.budget], point.reason))
    return tuple(
        (
            " to ".join(dict.fromkeys(exact_money(budget, currency) for budget in (found[0], found[-1]))),
            plain(reason, _REASON_LIMIT),
        )
        for found, reason in groups
    )


def _falls(frontier: Frontier) -> bool:
    return any(after.value < before.value for (_, before), (_, after) in pairwise(frontier.planned))


def _budget(frontier: Frontier, budget: int) -> str:
    currency = frontier.campaign.currency
    return coded(exact_money(budget, currency), currency)


def _step(frontier: Frontier) -> str:
    return _budget(frontier, frontier.step)


def _value(frontier: Frontier, value: float) -> str:
    currency = frontier.campaign.currency
    text = objective_value(frontier.objective, value, currency)
    return coded(text, currency) if is_money(frontier.objective) and text != NOT_AVAILABLE else text
