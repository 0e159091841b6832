"""A frontier as a JSON document, version 1: money as decimal strings, what is not a number as null."""

from influence_cli.metrics.catalogue import Kind
from influence_cli.model.frontier import Frontier, FrontierPlan, FrontierPoint
from influence_cli.model.money import Currency
from influence_cli.report.layout.json_parts import money_json, objective_json, statistics_json
from influence_cli.report.layout.json_text import Json, json_text
from influence_cli.report.values import exact

SCHEMA = "influence/frontier/1"
"""Name and version of the document; a key is only ever added within a version."""


def frontier_json(frontier: Frontier) -> str:
    """Render a frontier for programs; `frontier.schema.frontier_json_schema` describes it."""
    campaign, currency = frontier.campaign, frontier.campaign.currency
    return json_text(
        {
            "schema": SCHEMA,
            "version": frontier.version,
            "seed": campaign.settings.seed,
            "spec_sha256": campaign.spec_sha256,
            "benchmarks": campaign.benchmark_set,
            "campaign": {"name": campaign.name, "brand": campaign.brand},
            "currency": currency.code,
            "strategy": campaign.rules.strategy,
            "objective": objective_json(frontier.objective),
            "step": money_json(frontier.step, currency),
            "enough": money_json(frontier.enough, currency),
            "most_profitable": money_json(frontier.most_profitable, currency),
            "points": [_point(point, currency) for point in frontier.points],
        }
    )


def _point(point: FrontierPoint, currency: Currency) -> Json:
    return {
        "budget": money_json(point.budget, currency),
        "reason": point.reason,
        "plan": None if point.plan is None else _plan(point.plan, currency),
    }


def _plan(plan: FrontierPlan, currency: Currency) -> Json:
    return {
        "objective": exact.number(plan.value),
        "marginal": None if plan.marginal is None else exact.number(plan.marginal),
        "cost": statistics_json(plan.cost, Kind.MONEY, currency),
        "profit": statistics_json(plan.profit, Kind.MONEY, currency),
        "roi": statistics_json(plan.roi, Kind.RATE, currency),
        "creators": plan.creators,
        "unallocated": money_json(plan.unallocated, currency),
        "mix": {tier.value: exact.number(share) for tier, share in plan.mix.items()},
        "draws": plan.draws,
        "carried_from": None if plan.carried_from is None else money_json(plan.carried_from, currency),
    }
