"""What a frontier says in sentences, and its rows as tables of ready text."""

import math
from collections.abc import Sequence
from itertools import pairwise

from influence_cli.model.campaign import Strategy, Tier
from influence_cli.model.frontier import NOTHING_MORE, Frontier, FrontierPlan
from influence_cli.model.money import Currency
from influence_cli.model.objective import Aim
from influence_cli.report.charts import span
from influence_cli.report.grid import Column, Grid, text_column
from influence_cli.report.numbers import NOT_AVAILABLE, coded, count, exact_money, money, percent, signed_percent
from influence_cli.report.objective_words import is_money, objective_value, objective_words
from influence_cli.report.sanitize import plain

_REASON_LIMIT = 300
_MARK = "*"
_LONGEST = 11


def title(frontier: Frontier) -> str:
    """Campaign and brand on one line."""
    campaign = frontier.campaign
    return ", ".join(filter(None, (plain(campaign.name), plain(campaign.brand)))) or "Unnamed campaign"


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
            f"{_MARK} the plan of a smaller budget is kept: none worth more was found, and what is left is not spent."
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


def rows(frontier: Frontier, *, mix: bool) -> Grid:
    """A row per budget; with creators and the mix in the same row where there is room."""
    code = frontier.campaign.currency.code
    columns = (
        Column(f"Budget {code}"),
        Column("Objective"),
        Column("Gain"),
        Column("Cost"),
        Column("ROI"),
        Column("P10"),
        Column("P50"),
        Column("P90"),
        *(map(Column, ("Creators", *_tiers(frontier))) if mix else ()),
    )
    return Grid(columns, tuple(_row(frontier, point.budget, point.plan, mix=mix) for point in frontier.points))


def _row(frontier: Frontier, budget: int, plan: FrontierPlan | None, *, mix: bool) -> tuple[str, ...]:
    currency = frontier.campaign.currency
    amount = _amount(budget, currency)
    if plan is None:
        return (amount, "no plan", *("",) * (6 + (1 + len(_tiers(frontier)) if mix else 0)))
    return (
        amount + (_MARK if plan.carried_from is not None else ""),
        objective_value(frontier.objective, plan.value, currency),
        "" if plan.marginal is None else objective_value(frontier.objective, plan.marginal, currency),
        money(plan.cost.mean, currency),
        *(signed_percent(value) for value in (plan.roi.mean, plan.roi.p10, plan.roi.p50, plan.roi.p90)),
        *((count(plan.creators), *(_share(plan, tier) for tier in _tiers(frontier))) if mix else ()),
    )


def mixes(frontier: Frontier) -> Grid:
    """Creators, and the share of what is spent on them by tier."""
    tiers = _tiers(frontier)
    currency = frontier.campaign.currency
    return Grid(
        (Column(f"Budget {currency.code}"), Column("Creators"), *map(Column, tiers), Column("Left over")),
        tuple(
            (
                _amount(budget, currency),
                count(plan.creators),
                *(_share(plan, tier) for tier in tiers),
                _amount(round(plan.unallocated / currency.minor) * currency.minor, currency),
            )
            for budget, plan in frontier.planned
        ),
    )


def chart(frontier: Frontier, width: int) -> Grid:
    """The objective by budget as bars from 0."""
    values = [plan.value for _, plan in frontier.planned]
    bounds = (min(0.0, *values), max(0.0, *values))
    currency = frontier.campaign.currency
    return Grid(
        (Column(f"Budget {currency.code}"), text_column("| marks 0"), Column("Objective")),
        tuple(
            (
                _amount(budget, currency),
                span(0.0, plan.value, 0.0, bounds, width).rstrip(),
                objective_value(frontier.objective, plan.value, currency),
            )
            for budget, plan in frontier.planned
        ),
    )


def roi_chart(frontier: Frontier, width: int) -> Grid:
    """ROI from P10 to P90 by budget, with the middle run marked."""
    bands = [(plan.roi.p10, plan.roi.p90) for _, plan in frontier.planned]
    ends = [end for band in bands for end in band if math.isfinite(end)]
    bounds = (min(ends), max(ends)) if ends else (0.0, 0.0)
    currency = frontier.campaign.currency
    return Grid(
        (Column(f"Budget {currency.code}"), Column("P10"), text_column("| marks the middle run"), Column("P90")),
        tuple(
            (
                _amount(budget, currency),
                signed_percent(plan.roi.p10),
                span(plan.roi.p10, plan.roi.p90, plan.roi.p50, bounds, width),
                signed_percent(plan.roi.p90),
            )
            for budget, plan in frontier.planned
        ),
    )


def _amount(minor: int, currency: Currency) -> str:
    """An amount exactly where a column has room for it."""
    exact = exact_money(minor, currency)
    return exact if len(exact) <= _LONGEST else money(minor, currency)


def _tiers(frontier: Frontier) -> Sequence[Tier]:
    booked = {tier for _, plan in frontier.planned for tier in plan.mix}
    return [tier for tier in Tier if tier in booked]


def _share(plan: FrontierPlan, tier: Tier) -> str:
    return percent(plan.mix[tier]) if tier in plan.mix else "-"


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
