"""The JSON Schema (draft 2020-12) of a plan's JSON document."""

from influence_cli.metrics.catalogue import METRICS, Kind
from influence_cli.model.campaign import Goal, Platform, Quantity, Strategy, Tier
from influence_cli.model.estimate import Confidence, Origin, Statistic
from influence_cli.report.layout.schema_parts import (
    Schema,
    a_list,
    an_object,
    by_word,
    document,
    gate,
    money_or_number,
    one_of,
    or_null,
    ref,
    text,
    usual_definitions,
    whole,
)
from influence_cli.report.plan.as_json import SCHEMA
from influence_cli.report.plan.optimality.schema import optimality_schema


def plan_json_schema() -> dict[str, object]:
    """Describe what `plan.as_json.plan_json` writes; the order of keys carries no meaning."""
    return document(
        SCHEMA,
        "A plan of an influencer campaign",
        "Rates and shares are fractions, ROI of 0 is break-even, counts are plain numbers.",
        {
            "version": text("Version of the programme."),
            "seed": whole("Seed of the simulation."),
            "draws": whole("Simulated runs.", 1),
            "spec_sha256": text("Hash of the layered spec with overrides."),
            "benchmarks": text("Benchmark set that filled the gaps."),
            "campaign": _campaign(),
            "currency": text("ISO 4217 code of every amount."),
            "budget": an_object({name: ref("money") for name in ("total", "reserve", "tools", "boost")}),
            "allocation": _allocation(),
            "projection": _projection(),
            "payouts": _payouts(),
            "boost": _boost(),
            "gates": a_list(gate()),
            "warnings": a_list(_warning()),
            "assumptions": a_list(_assumption()),
            "tornado": a_list(_tornado()),
            "risk": _risk(),
            "optimality": optimality_schema(),
        },
        {**usual_definitions(), "metrics": _metrics()},
    )


def _risk() -> Schema:
    """Null where ROI does not vary."""
    return or_null(an_object(dict.fromkeys(("tiers", "creators", "posts"), ref("number"))))


def _metrics() -> Schema:
    properties: dict[str, Schema] = {
        metric.name: ref(
            "money_statistics" if metric.kind is Kind.MONEY else "statistics",
            f"{metric.definition} = {metric.formula}",
        )
        for metric in METRICS
        if metric.simulated
    }
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _campaign() -> Schema:
    return an_object(
        {
            "name": text("As written in the spec; may hold anything."),
            "brand": text("As written in the spec, or empty."),
            "start": {"type": ["string", "null"], "format": "date"},
            "weeks": whole("Length.", 1),
            "goal": one_of(Goal),
            "industry": text("As written in the spec, or empty."),
            "markets": a_list(text("Market code.")),
        }
    )


def _allocation() -> Schema:
    cell = an_object(
        {
            "tier": one_of(Tier),
            "platform": one_of(Platform),
            "contract": text("Name of the contract."),
            "phase": text("Name of the phase."),
            "creators": whole("Creators booked."),
            "deliverables": whole("Deliverables per creator."),
            "unit_cost": ref("money"),
            "planned_cost": ref("money"),
        }
    )
    return an_object(
        {
            "strategy": one_of(Strategy),
            "cells": a_list(cell),
            "creators": whole("Creators booked in all."),
            "planned_cost": ref("money"),
            "held": ref("money"),
            "unallocated": ref("money"),
            "notes": a_list(text("Why money is left, what was decided.")),
        }
    )


def _projection() -> Schema:
    return an_object(
        {
            "total": ref("metrics"),
            "by_tier": by_word(Tier, ref("metrics")),
            "by_platform": by_word(Platform, ref("metrics")),
            "expected_roi": ref("number"),
            "probability_of_profit": ref("number"),
            "reach": a_list(
                an_object(
                    {"platform": one_of(Platform)} | dict.fromkeys(("smallest", "random", "largest"), ref("number"))
                )
            ),
            "roi_histogram": an_object({"edges": a_list(ref("number")), "counts": a_list(whole("Draws."))}),
        }
    )


def _payouts() -> Schema:
    by_name: Schema = {"type": "object", "additionalProperties": ref("money_statistics")}
    return an_object(
        {
            "total": ref("money_statistics"),
            "by_contract": by_name,
            "by_tier": by_name,
            "by_term": by_name,
            "by_month": by_name,
            "probability_over_budget": ref("number"),
            "reserve_p95": ref("money"),
            "fixed_share": ref("number"),
            "performance_share": ref("number"),
            "below_minimum_share": ref("number"),
            "carried": ref("money_statistics"),
            "cost_per_order": ref("money_statistics"),
            "commission_rate": ref("statistics"),
        }
    )


def _boost() -> Schema:
    """Empty without a boost."""
    return {
        "type": "object",
        "properties": {
            "spend": ref("money_statistics"),
            "views": ref("statistics"),
            "clicks": ref("statistics"),
            "orders": ref("statistics"),
            "revenue": ref("money_statistics"),
            "roas": ref("statistics"),
        },
        "additionalProperties": {"anyOf": [ref("statistics"), ref("money_statistics")]},
    }


def _warning() -> Schema:
    return an_object(
        {
            "code": text("Stable name of the rule."),
            "path": text("Dotted key it concerns."),
            "file": text("File it stands in."),
            "line": whole("Counted from 1; 0 where unknown."),
            "column": whole("Counted from 1; 0 where unknown."),
            "message": text("What is wrong."),
            "reason": text("Why the rule exists, or empty."),
            "source": text("Where the rule comes from, or empty."),
        }
    )


def _assumption() -> Schema:
    return an_object(
        {
            "quantity": one_of(Quantity),
            "scope": text("Where it applies."),
            "low": money_or_number(),
            "typical": money_or_number(),
            "high": money_or_number(),
            "unit": text("What the three numbers count."),
            "statistic": one_of(Statistic),
            "origin": one_of(Origin),
            "source": text("Title of the source, or the reason of an assumption."),
            "url": text("Address of the source, or empty."),
            "year": text("Year as printed there, or empty."),
            "confidence": one_of(Confidence),
        }
    )


def _tornado() -> Schema:
    return an_object(
        {
            "quantity": one_of(Quantity),
            "assumption": text("What the quantity rests on: the spec, published figures, assumptions."),
            "roi_low": ref("number"),
            "roi_high": ref("number"),
        }
    )
