"""The JSON Schema (draft 2020-12) of a comparison's JSON document."""

from collections.abc import Mapping

from influence_cli.metrics.catalogue import METRICS, Kind
from influence_cli.model.comparison import Side
from influence_cli.report.comparison_as_json import DIFFERENCE, SCHEMA
from influence_cli.report.rows import STATISTICS

Schema = dict[str, object]

_LETTER: Schema = {"type": "string", "pattern": "^[A-Z]$"}
_SIMULATED = tuple(metric for metric in METRICS if metric.simulated)


def comparison_json_schema() -> dict[str, object]:
    """Describe what `comparison_as_json.comparison_json` writes; the order of keys carries no meaning."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{SCHEMA.replace('/', ':')}",
        "title": "Plans of influencer campaigns, side by side",
        "description": "Rates and shares are fractions, ROI of 0 is break-even, counts are plain numbers.",
        **_object(
            {
                "schema": {"const": SCHEMA},
                "version": _text("Version of the programme."),
                "seed": _integer("Seed all simulations share."),
                "draws": _integer("Runs all simulations share; 0 where nothing was simulated."),
                "currency": _text("ISO 4217 code of every amount."),
                "metrics": _list({"enum": [metric.name for metric in _SIMULATED]}),
                "main_metric": _text("The metric of the chances."),
                "reference": _LETTER | {"description": "The plan the others are held against."},
                "judged": _LETTER | {"description": "The plan the gates are about."},
                "plans": _list(_plan()),
                "chances": _list(_list(_ref("number")))
                | {"description": "Chance that the row beats the column in the main metric."},
                "changes": {"anyOf": [_changes(), {"type": "null"}]},
                "gates": _list(_gate()),
                "notes": _list(_text("What a reader must know.")),
            }
        ),
        "$defs": _definitions(),
    }


def _definitions() -> Schema:
    return {
        "money": {
            "type": ["string", "null"],
            "pattern": r"^-?[0-9]+(\.[0-9]+)?$",
            "description": "Decimal string with the currency's decimals; null where there is no such amount.",
        },
        "number": {"type": ["number", "null"], "description": "Number; null where it is not defined."},
        "money_statistics": _object(dict.fromkeys(STATISTICS, _ref("money"))),
        "statistics": _object(dict.fromkeys(STATISTICS, _ref("number"))),
        "money_difference": _difference("money"),
        "difference": _difference("number"),
        "cell": _cell(),
    }


def _difference(kind: str) -> Schema:
    shares = dict.fromkeys(("better", "tied"), _ref("number"))
    described = {
        "description": "The plan less the reference: of means with a 90% confidence interval (low, high), quantiles "
        "within a run, share of runs in which the plan is better, or level."
    }
    return _object(dict.fromkeys(DIFFERENCE, _ref(kind)) | shares) | described


def _plan() -> Schema:
    return _object(
        {
            "plan": _LETTER,
            "file": _text("Its spec or saved plan, as given."),
            "side": {"enum": [side.value for side in Side]},
            "campaign": _text("As written; may hold anything."),
            "goal": _text("What it is for."),
            "strategy": _text("How money was split."),
            "spec_sha256": _text("Hash of the layered spec with overrides."),
            "benchmarks": _text("Benchmark set that filled the gaps."),
            "budget": _ref("money"),
            "boost": _ref("money"),
            "creators": _integer("Creators booked in all."),
            "cells": _list(_ref("cell")),
            "statistics": _by_metric("money_statistics", "statistics"),
            "probability_of_profit": _ref("number"),
            "simulated": {"type": "boolean", "description": "Whether its numbers come from the shared runs."},
            "infeasible": _text("Why there is no plan, or empty."),
            "unsimulated": _text("Why its numbers are those of its file, or empty."),
            "difference": _by_metric("money_difference", "difference"),
        }
    )


def _cell() -> Schema:
    return _object(
        {
            "tier": _text("Tier."),
            "platform": _text("Platform."),
            "contract": _text("Name of the contract."),
            "phase": _text("Name of the phase."),
            "creators": _integer("Creators booked."),
            "deliverables": _integer("Deliverables per creator."),
            "unit_cost": _ref("money"),
        }
    )


def _changes() -> Schema:
    changed: Schema = {"type": "boolean"}
    fact = _object({"name": _text("What."), "before": _text("Saved."), "after": _text("Now."), "changed": changed})
    side: Schema = {"anyOf": [_ref("cell"), {"type": "null"}]}
    money, number = (
        _object(dict.fromkeys(("before", "after", "delta"), _ref(name))) for name in ("money_statistics", "statistics")
    )
    amounts = _object({"before": _ref("money"), "after": _ref("money")})
    return _object(
        {
            "facts": _list(fact),
            "budget": amounts,
            "boost": amounts,
            "cells": _list(_object({"before": side, "after": side, "changed": changed})),
            "metrics": {
                "type": "object",
                "properties": {m.name: money if m.kind is Kind.MONEY else number for m in _SIMULATED},
                "additionalProperties": False,
            },
        }
    )


def _gate() -> Schema:
    either: Schema = {"anyOf": [_ref("money"), _ref("number")]}
    return _object(
        {"expression": _text("As written."), "value": either, "limit": either, "passed": {"type": "boolean"}}
    )


def _by_metric(money: str, other: str) -> Schema:
    properties = {metric.name: _ref(money if metric.kind is Kind.MONEY else other) for metric in _SIMULATED}
    return {"type": "object", "properties": properties, "additionalProperties": False}


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


def _integer(description: str) -> Schema:
    return {"type": "integer", "minimum": 0, "description": description}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}
