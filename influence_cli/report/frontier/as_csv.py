"""A frontier as a table with a row per budget, for spreadsheets and data frames."""

from collections.abc import Iterator

from influence_cli.model.campaign import Tier
from influence_cli.model.frontier import Frontier, FrontierPoint
from influence_cli.model.money import Currency
from influence_cli.report.layout.csv_text import Value, csv_text
from influence_cli.report.values import exact
from influence_cli.report.values.objective import objective_words
from influence_cli.report.values.statistics import STATISTICS, statistic

COLUMNS = (
    "budget",
    "currency",
    "strategy",
    "objective",
    "value",
    "marginal_per_1000",
    *(f"cost_{name}" for name in STATISTICS),
    *(f"profit_{name}" for name in STATISTICS),
    *(f"roi_{name}" for name in STATISTICS),
    "creators",
    "unallocated",
    *(f"share_{tier.value}" for tier in Tier),
    "draws",
    "carried_from",
    "reason",
)
"""Headings, in this order in every version 1 file."""


def frontier_csv(frontier: Frontier) -> str:
    """Render a frontier as CSV with a heading line.

    Money is in major units with the currency's decimals; rates and shares are fractions. A budget without a plan has
    its reason in the last column and nothing between.
    """
    words = (frontier.campaign.rules.strategy.value, objective_words(frontier.objective))
    currency = frontier.campaign.currency
    return csv_text(COLUMNS, (_row(point, words, currency) for point in frontier.points))


def _row(point: FrontierPoint, words: tuple[str, str], currency: Currency) -> Iterator[Value]:
    yield exact.money(point.budget, currency)
    yield currency.code
    yield from words
    plan = point.plan
    if plan is None:
        yield from (None,) * (len(COLUMNS) - 5)
        yield point.reason
        return
    yield exact.number(plan.value)
    yield None if plan.marginal is None else exact.number(plan.marginal)
    for amounts in (plan.cost, plan.profit):
        yield from (exact.money(statistic(amounts, name), currency) for name in STATISTICS)
    yield from (exact.number(statistic(plan.roi, name)) for name in STATISTICS)
    yield plan.creators
    yield exact.money(plan.unallocated, currency)
    yield from (exact.number(plan.mix.get(tier, 0.0)) for tier in Tier)
    yield plan.draws
    yield None if plan.carried_from is None else exact.money(plan.carried_from, currency)
    yield ""
