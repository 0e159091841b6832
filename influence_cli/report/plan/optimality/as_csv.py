"""The record of an optimization as rows of a plan's CSV file."""

from collections.abc import Iterator

from influence_cli.model.campaign import Campaign
from influence_cli.model.objective import MONEY_AIMS
from influence_cli.model.optimality import Optimality
from influence_cli.report.layout.csv_text import Value
from influence_cli.report.plan.optimality.rows import is_kept
from influence_cli.report.values import exact
from influence_cli.report.values.objective import is_count, is_money

Line = tuple[str, str, str, Value, str]
"""Name, scope, statistic, value, unit."""

ANYWHERE = "anywhere"
"""Scope of the best use of further money."""


def optimality_lines(campaign: Campaign, found: Optimality) -> Iterator[Line]:
    """One line per number; values of the objective in its own units, money in major ones."""
    yield from _objective(campaign, found)
    yield from _certificate(campaign, found)
    yield from _rivals(campaign, found)
    unit, code = _unit(campaign, found), campaign.currency.code
    for price in found.prices:
        yield "price", price.limit, "", exact.number(price.cost), unit
    yield "step", "total", "", exact.money(found.step, campaign.currency), code
    for marginal in found.marginals:
        scope = marginal.cell or ANYWHERE
        yield "marginal", scope, "value", exact.number(marginal.value), unit
        yield "marginal", scope, "creators", exact.number(marginal.creators), "count"
    for check in found.risk:
        for name, value in (("bound", check.bound), ("decided", check.decided), ("fresh", check.fresh)):
            yield "risk", check.limit, name, exact.money(value, campaign.currency), code
        yield "risk", check.limit, "result", "kept" if is_kept(campaign, check) else "missed", ""
    yield "stopped_early", "total", "", "true" if found.stopped_early else "false", ""


def _objective(campaign: Campaign, found: Optimality) -> Iterator[Line]:
    for aim, weight in found.objective.weights.items():
        yield "weight", aim, "", exact.number(weight), ""
    yield "aversion", "total", "", exact.number(found.objective.aversion), "fraction"
    yield "tail", "total", "", exact.number(found.objective.tail), "fraction"
    for aim, value in found.parts.items():
        yield "part", aim, "mean", exact.number(value), campaign.currency.code if aim in MONEY_AIMS else "count"


def _certificate(campaign: Campaign, found: Optimality) -> Iterator[Line]:
    sure, unit = found.certificate, _unit(campaign, found)
    yield "value", "total", "", exact.number(found.value), unit
    yield "objective", "total", "", exact.number(sure.objective), unit
    yield "upper_bound", "total", "", exact.number(sure.upper_bound), unit
    yield "gap", "total", "", exact.number(sure.gap), "fraction"
    yield "status", "total", "", sure.status, ""
    yield "nodes", "total", "", sure.nodes, "count"
    yield "scenarios", "total", "", sure.scenarios, "count"


def _rivals(campaign: Campaign, found: Optimality) -> Iterator[Line]:
    unit = _unit(campaign, found)
    for rival in found.rivals:
        scope, value = rival.strategy, None if rival.value is None else exact.number(rival.value)
        yield "rival", scope, "value", value, unit
        yield "rival", scope, "creators", rival.creators, "count"
        yield "rival", scope, "spend", exact.money(rival.spend, campaign.currency), campaign.currency.code
        yield "rival", scope, "breaks", "; ".join(rival.breaks), ""


def _unit(campaign: Campaign, found: Optimality) -> str:
    if is_money(found.objective):
        return campaign.currency.code
    return "count" if is_count(found.objective) else "objective"
