"""A plan as a JSON document, version 1: money as decimal strings, what is not a number as null."""

from collections.abc import Mapping

from influence_cli.metrics.catalogue import Kind
from influence_cli.model.money import Currency
from influence_cli.model.plan import (
    AssumptionUse,
    PayoutSummary,
    PlanResult,
    RiskSplit,
    Statistics,
)
from influence_cli.report.layout.json_parts import gate_json, money_json, statistics_json, value_json, warning_json
from influence_cli.report.layout.json_text import Json, json_text
from influence_cli.report.plan.optimality.as_json import optimality_json
from influence_cli.report.plan.rows import planned_cost
from influence_cli.report.values import exact
from influence_cli.report.values.statistics import kind_of, quantity_kind

SCHEMA = "influence/plan/1"
"""Name and version of the document; a key is only ever added within a version."""


def plan_json(result: PlanResult) -> str:
    """Render a plan for programmes; `plan.schema.plan_json_schema` describes it."""
    return json_text(_document(result))


def _document(result: PlanResult) -> Json:
    campaign = result.campaign
    currency = campaign.currency
    return {
        "schema": SCHEMA,
        "version": result.version,
        "seed": campaign.settings.seed,
        "draws": campaign.settings.draws,
        "spec_sha256": campaign.spec_sha256,
        "benchmarks": campaign.benchmark_set,
        "campaign": {
            "name": campaign.name,
            "brand": campaign.brand,
            "start": campaign.start.isoformat() if campaign.start else None,
            "weeks": campaign.weeks,
            "goal": campaign.goal,
            "industry": campaign.industry,
            "markets": list(campaign.markets),
        },
        "currency": currency.code,
        "budget": {
            "total": money_json(campaign.budget.total, currency),
            "reserve": money_json(campaign.budget.reserve, currency),
            "tools": money_json(campaign.budget.tools, currency),
            "boost": money_json(campaign.amplification.budget if campaign.amplification else 0, currency),
        },
        "allocation": _allocation(result),
        "projection": _projection(result),
        "payouts": _payouts(result.payouts, currency),
        "boost": _by_metric(result.boost, currency),
        "gates": [gate_json(seen, currency) for seen in result.gates],
        "warnings": [warning_json(problem) for problem in result.warnings],
        "assumptions": [_assumption(use, currency) for use in result.assumptions],
        "tornado": [
            {
                "quantity": row.quantity,
                "assumption": row.assumption,
                "roi_low": exact.number(row.roi_low),
                "roi_high": exact.number(row.roi_high),
            }
            for row in result.tornado
        ],
        "risk": _risk(result.risk),
        "optimality": optimality_json(campaign, result.optimality),
    }


def _allocation(result: PlanResult) -> Json:
    allocation, currency = result.allocation, result.campaign.currency
    return {
        "strategy": allocation.strategy,
        "cells": [
            {
                "tier": booking.cell.tier,
                "platform": booking.cell.platform,
                "contract": booking.cell.contract.name,
                "phase": booking.cell.phase.name,
                "creators": booking.creators,
                "deliverables": booking.cell.deliverables,
                "unit_cost": money_json(booking.unit_cost, currency),
                "planned_cost": money_json(booking.planned_cost, currency),
            }
            for booking in allocation.bookings
        ],
        "creators": sum(booking.creators for booking in allocation.bookings),
        "planned_cost": money_json(planned_cost(result), currency),
        "held": money_json(allocation.held, currency),
        "unallocated": money_json(allocation.unallocated, currency),
        "notes": list(allocation.notes),
    }


def _projection(result: PlanResult) -> Json:
    currency = result.campaign.currency
    edges, counts = result.roi_histogram
    return {
        "total": _by_metric(result.totals, currency),
        "by_tier": {name: _by_metric(values, currency) for name, values in result.by_tier.items()},
        "by_platform": {name: _by_metric(values, currency) for name, values in result.by_platform.items()},
        "expected_roi": exact.number(result.expected_roi),
        "probability_of_profit": exact.number(result.probability_of_profit),
        "reach": [
            {
                "platform": band.platform,
                "smallest": exact.number(band.smallest),
                "random": exact.number(band.random),
                "largest": exact.number(band.largest),
            }
            for band in result.reach
        ],
        "roi_histogram": {"edges": [exact.number(edge) for edge in edges], "counts": list(counts)},
    }


def _payouts(payouts: PayoutSummary, currency: Currency) -> Json:
    def by_name(parts: Mapping[str, Statistics]) -> Json:
        return {name: statistics_json(values, Kind.MONEY, currency) for name, values in parts.items()}

    return {
        "total": statistics_json(payouts.total, Kind.MONEY, currency),
        "by_contract": by_name(payouts.by_contract),
        "by_tier": by_name(payouts.by_tier),
        "by_term": by_name(payouts.by_term),
        "by_month": by_name(payouts.by_month),
        "probability_over_budget": exact.number(payouts.probability_over_budget),
        "reserve_p95": money_json(payouts.reserve_p95, currency),
        "fixed_share": exact.number(payouts.fixed_share),
        "performance_share": exact.number(1 - payouts.fixed_share),
        "below_minimum_share": exact.number(payouts.below_minimum_share),
        "carried": statistics_json(payouts.carried, Kind.MONEY, currency),
        "cost_per_order": statistics_json(payouts.cost_per_order, Kind.MONEY, currency),
        "commission_rate": statistics_json(payouts.commission_rate, Kind.RATE, currency),
    }


def _by_metric(values: Mapping[str, Statistics], currency: Currency) -> Json:
    return {name: statistics_json(found, kind_of(name), currency) for name, found in values.items()}


def _assumption(use: AssumptionUse, currency: Currency) -> Json:
    estimate, kind = use.estimate, quantity_kind(use.quantity)
    return {
        "quantity": use.quantity,
        "scope": use.scope,
        "low": value_json(kind, estimate.low, currency),
        "typical": value_json(kind, estimate.typical, currency),
        "high": value_json(kind, estimate.high, currency),
        "unit": estimate.unit,
        "statistic": estimate.statistic,
        "origin": estimate.origin,
        "source": estimate.source,
        "url": estimate.url,
        "year": estimate.year,
        "confidence": estimate.confidence,
    }


def _risk(split: RiskSplit | None) -> Json | None:
    if split is None:
        return None
    return {
        "tiers": exact.number(split.tiers),
        "creators": exact.number(split.creators),
        "posts": exact.number(split.posts),
    }
