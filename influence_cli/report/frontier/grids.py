"""A frontier as tables and charts of ready text."""

import math
from collections.abc import Sequence

from influence_cli.model.campaign import Tier
from influence_cli.model.frontier import Frontier, FrontierPlan
from influence_cli.model.money import Currency
from influence_cli.report.layout.charts import span
from influence_cli.report.layout.grid import Column, Grid, text_column
from influence_cli.report.values.numbers import count, exact_money, money, percent, signed_percent
from influence_cli.report.values.objective import objective_value

MARK = "*"
"""Beside a budget at which the plan of a smaller one is kept."""

_LONGEST = 11


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
        amount + (MARK if plan.carried_from is not None else ""),
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
