"""A plan as a JSON document, version 1: money as decimal strings, what is not a number as null."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal

from influence_cli.metrics.catalogue import Kind
from influence_cli.model.errors import Problem
from influence_cli.model.money import Currency
from influence_cli.model.plan import (
    AssumptionUse,
    GateResult,
    PayoutSummary,
    PlanResult,
    RiskSplit,
    Statistics,
)
from influence_cli.report import exact
from influence_cli.report.optimality_as_json import optimality_json
from influence_cli.report.rows import STATISTICS, gate_kind, kind_of, planned_cost, quantity_kind, statistic

SCHEMA = "influence/plan/1"
"""Name and version of the document; a key is only ever added within a version."""

Json = dict[str, object]

_UNSAFE = re.compile("[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")
"""Characters that steer a terminal, reorder a line or cannot be encoded; JSON lets them be spelt out."""


def plan_json(result: PlanResult) -> str:
    """Render a plan for programmes; `plan_schema.plan_json_schema` describes it."""
    text = json.dumps(_document(result), ensure_ascii=False, indent=2, allow_nan=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text) + "\n"


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
            "total": _money(campaign.budget.total, currency),
            "reserve": _money(campaign.budget.reserve, currency),
            "tools": _money(campaign.budget.tools, currency),
            "boost": _money(campaign.amplification.budget if campaign.amplification else 0, currency),
        },
        "allocation": _allocation(result),
        "projection": _projection(result),
        "payouts": _payouts(result.payouts, currency),
        "boost": _by_metric(result.boost, currency),
        "gates": [_gate(seen, currency) for seen in result.gates],
        "warnings": [_warning(problem) for problem in result.warnings],
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
                "unit_cost": _money(booking.unit_cost, currency),
                "planned_cost": _money(booking.planned_cost, currency),
            }
            for booking in allocation.bookings
        ],
        "creators": sum(booking.creators for booking in allocation.bookings),
        "planned_cost": _money(planned_cost(result), currency),
        "held": _money(allocation.held, currency),
        "unallocated": _money(allocation.unallocated, currency),
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
        return {name: _statistics(values, Kind.MONEY, currency) for name, values in parts.items()}

    return {
        "total": _statistics(payouts.total, Kind.MONEY, currency),
        "by_contract": by_name(payouts.by_contract),
        "by_tier": by_name(payouts.by_tier),
        "by_term": by_name(payouts.by_term),
        "by_month": by_name(payouts.by_month),
        "probability_over_budget": exact.number(payouts.probability_over_budget),
        "reserve_p95": _money(payouts.reserve_p95, currency),
        "fixed_share": exact.number(payouts.fixed_share),
        "performance_share": exact.number(1 - payouts.fixed_share),
        "below_minimum_share": exact.number(payouts.below_minimum_share),
        "carried": _statistics(payouts.carried, Kind.MONEY, currency),
        "cost_per_order": _statistics(payouts.cost_per_order, Kind.MONEY, currency),
        "commission_rate": _statistics(payouts.commission_rate, Kind.RATE, currency),
    }


def _by_metric(values: Mapping[str, Statistics], currency: Currency) -> Json:
    return {name: _statistics(found, kind_of(name), currency) for name, found in values.items()}


def _statistics(values: Statistics, kind: Kind, currency: Currency) -> Json:
    return {name: _value(kind, statistic(values, name), currency) for name in STATISTICS}


def _gate(seen: GateResult, currency: Currency) -> Json:
    kind = gate_kind(seen.gate)
    return {
        "expression": seen.gate.text,
        "value": _value(kind, seen.value, currency),
        "limit": _value(kind, seen.limit, currency),
        "passed": seen.passed,
    }


def _warning(problem: Problem) -> Json:
    return {
        "code": problem.code,
        "path": problem.path,
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "message": problem.what,
        "reason": problem.reason,
        "source": problem.source,
    }


def _assumption(use: AssumptionUse, currency: Currency) -> Json:
    estimate, kind = use.estimate, quantity_kind(use.quantity)
    return {
        "quantity": use.quantity,
        "scope": use.scope,
        "low": _value(kind, estimate.low, currency),
        "typical": _value(kind, estimate.typical, currency),
        "high": _value(kind, estimate.high, currency),
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


def _money(minor: float, currency: Currency) -> str | None:
    amount = exact.money(minor, currency)
    return None if amount is None else f"{amount:f}"


def _value(kind: Kind, value: float, currency: Currency) -> str | float | None:
    found = exact.by_kind(kind, value, currency)
    return f"{found:f}" if isinstance(found, Decimal) else found
