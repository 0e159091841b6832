"""The JSON Schema (draft 2020-12) of a plan's JSON document."""

from collections.abc import Mapping

from influence_cli.metrics.catalogue import METRICS, Kind
from influence_cli.model.campaign import Goal, Platform, Quantity, Strategy, Tier
from influence_cli.model.estimate import Confidence, Origin, Statistic
from influence_cli.report.optimality_schema import optimality_schema
from influence_cli.report.plan_as_json import SCHEMA
from influence_cli.report.rows import STATISTICS

Schema = dict[str, object]

_MONEY = "Decimal string with the currency's decimals; null where there is no such amount."
_NUMBER = "Number; null where it is not defined."


_MONEY_OR_NUMBER: Schema = {"anyOf": [{"$ref": "#/$defs/money"}, {"$ref": "#/$defs/number"}]}


def plan_json_schema() -> dict[str, object]:
    """Describe what `plan_as_json.plan_json` writes; the order of keys carries no meaning."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{SCHEMA.replace('/', ':')}",
        "title": "A plan of an influencer campaign",
        "description": "Rates and shares are fractions, ROI of 0 is break-even, counts are plain numbers.",
        **_object(
            {
                "schema": {"const": SCHEMA},
                "version": _text("Version of the programme."),
                "seed": _integer("Seed of the simulation."),
                "draws": _integer("Simulated runs.", 1),
                "spec_sha256": _text("Hash of the layered spec with overrides."),
                "benchmarks": _text("Benchmark set that filled the gaps."),
                "campaign": _campaign(),
                "currency": _text("ISO 4217 code of every amount."),
                "budget": _object({name: _ref("money") for name in ("total", "reserve", "tools", "boost")}),
                "allocation": _allocation(),
                "projection": _projection(),
                "payouts": _payouts(),
                "boost": _boost(),
                "gates": _list(_gate()),
                "warnings": _list(_warning()),
                "assumptions": _list(_assumption()),
                "tornado": _list(_tornado()),
                "risk": _risk(),
                "optimality": optimality_schema(),
            }
        ),
        "$defs": _definitions(),
    }


def _risk() -> Schema:
    """Null where ROI does not vary."""
    split = _object(dict.fromkeys(("tiers", "creators", "posts"), _ref("number")))
    return {"anyOf": [split, {"type": "null"}]}


def _definitions() -> Schema:
    return {
        "money": {"type": ["string", "null"], "pattern": r"^-?[0-9]+(\.[0-9]+)?$", "description": _MONEY},
        "number": {"type": ["number", "null"], "description": _NUMBER},
        "money_statistics": _object(dict.fromkeys(STATISTICS, _ref("money"))),
        "statistics": _object(dict.fromkeys(STATISTICS, _ref("number"))),
        "metrics": _metrics(),
    }


def _metrics() -> Schema:
    properties: dict[str, Schema] = {
        metric.name: {
            "$ref": f"#/$defs/{'money_statistics' if metric.kind is Kind.MONEY else 'statistics'}",
            "description": f"{metric.definition} = {metric.formula}",
        }
        for metric in METRICS
        if metric.simulated
    }
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _campaign() -> Schema:
    return _object(
        {
            "name": _text("As written in the spec; may hold anything."),
            "brand": _text("As written in the spec, or empty."),
            "start": {"type": ["string", "null"], "format": "date"},
            "weeks": _integer("Length.", 1),
            "goal": _one_of(Goal),
            "industry": _text("As written in the spec, or empty."),
            "markets": _list(_text("Market code.")),
        }
    )


def _allocation() -> Schema:
    cell = _object(
        {
            "tier": _one_of(Tier),
            "platform": _one_of(Platform),
            "contract": _text("Name of the contract."),
            "phase": _text("Name of the phase."),
            "creators": _integer("Creators booked."),
            "deliverables": _integer("Deliverables per creator."),
            "unit_cost": _ref("money"),
            "planned_cost": _ref("money"),
        }
    )
    return _object(
        {
            "strategy": _one_of(Strategy),
            "cells": _list(cell),
            "creators": _integer("Creators booked in all."),
            "planned_cost": _ref("money"),
            "held": _ref("money"),
            "unallocated": _ref("money"),
            "notes": _list(_text("Why money is left, what was decided.")),
        }
    )


def _projection() -> Schema:
    return _object(
        {
            "total": _ref("metrics"),
            "by_tier": {
                "type": "object",
                "propertyNames": _one_of(Tier),
                "additionalProperties": _ref("metrics"),
            },
            "by_platform": {
                "type": "object",
                "propertyNames": _one_of(Platform),
                "additionalProperties": _ref("metrics"),
            },
            "expected_roi": _ref("number"),
            "probability_of_profit": _ref("number"),
            "reach": _list(
                _object(
                    {"platform": _one_of(Platform)} | dict.fromkeys(("smallest", "random", "largest"), _ref("number"))
                )
            ),
            "roi_histogram": _object({"edges": _list(_ref("number")), "counts": _list(_integer("Draws."))}),
        }
    )


def _payouts() -> Schema:
    by_name: Schema = {"type": "object", "additionalProperties": _ref("money_statistics")}
    return _object(
        {
            "total": _ref("money_statistics"),
            "by_contract": by_name,
            "by_tier": by_name,
            "by_term": by_name,
            "by_month": by_name,
            "probability_over_budget": _ref("number"),
            "reserve_p95": _ref("money"),
            "fixed_share": _ref("number"),
            "performance_share": _ref("number"),
            "below_minimum_share": _ref("number"),
            "carried": _ref("money_statistics"),
            "cost_per_order": _ref("money_statistics"),
            "commission_rate": _ref("statistics"),
        }
    )


def _boost() -> Schema:
    """Empty without a boost."""
    return {
        "type": "object",
        "properties": {
            "spend": _ref("money_statistics"),
            "views": _ref("statistics"),
            "clicks": _ref("statistics"),
            "orders": _ref("statistics"),
            "revenue": _ref("money_statistics"),
            "roas": _ref("statistics"),
        },
        "additionalProperties": {"anyOf": [_ref("statistics"), _ref("money_statistics")]},
    }


def _gate() -> Schema:
    return _object(
        {
            "expression": _text("As written."),
            "value": _MONEY_OR_NUMBER,
            "limit": _MONEY_OR_NUMBER,
            "passed": {"type": "boolean"},
        }
    )


def _warning() -> Schema:
    return _object(
        {
            "code": _text("Stable name of the rule."),
            "path": _text("Dotted key it concerns."),
            "file": _text("File it stands in."),
            "line": _integer("Counted from 1; 0 where unknown."),
            "column": _integer("Counted from 1; 0 where unknown."),
            "message": _text("What is wrong."),
            "reason": _text("Why the rule exists, or empty."),
            "source": _text("Where the rule comes from, or empty."),
        }
    )


def _assumption() -> Schema:
    return _object(
        {
            "quantity": _one_of(Quantity),
            "scope": _text("Where it applies."),
            "low": _MONEY_OR_NUMBER,
            "typical": _MONEY_OR_NUMBER,
            "high": _MONEY_OR_NUMBER,
            "unit": _text("What the three numbers count."),
            "statistic": _one_of(Statistic),
            "origin": _one_of(Origin),
            "source": _text("Title of the source, or the reason of an assumption."),
            "url": _text("Address of the source, or empty."),
            "year": _text("Year as printed there, or empty."),
            "confidence": _one_of(Confidence),
        }
    )


def _tornado() -> Schema:
    return _object(
        {
            "quantity": _one_of(Quantity),
            "assumption": _text("What the quantity rests on: the spec, published figures, assumptions."),
            "roi_low": _ref("number"),
            "roi_high": _ref("number"),
        }
    )


def _object(properties: Mapping[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _text(description: str) -> Schema:
    return {"type": "string", "description": description}


def _integer(description: str, minimum: int = 0) -> Schema:
    return {"type": "integer", "minimum": minimum, "description": description}


def _one_of(
    words: type[Goal]
    | type[Platform]
    | type[Quantity]
    | type[Strategy]
    | type[Tier]
    | type[Statistic]
    | type[Origin]
    | type[Confidence],
) -> Schema:
    return {"enum": [word.value for word in words]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}
