"""The JSON Schema (draft 2020-12) of a comparison's JSON document."""

from influence_cli.metrics.catalogue import METRICS, Kind
from influence_cli.model.comparison import Side
from influence_cli.report.comparison.as_json import DIFFERENCE, SCHEMA
from influence_cli.report.layout.schema_parts import (
    Schema,
    a_list,
    an_object,
    document,
    flag,
    gate,
    or_null,
    ref,
    text,
    usual_definitions,
    whole,
)

_LETTER: Schema = {"type": "string", "pattern": "^[A-Z]$"}
_SIMULATED = tuple(metric for metric in METRICS if metric.simulated)


def comparison_json_schema() -> dict[str, object]:
    """Describe what `comparison.as_json.comparison_json` writes; the order of keys carries no meaning."""
    return document(
        SCHEMA,
        "Plans of influencer campaigns, side by side",
        "Rates and shares are fractions, ROI of 0 is break-even, counts are plain numbers.",
        {
            "version": text("Version of the programme."),
            "seed": whole("Seed all simulations share."),
            "draws": whole("Runs all simulations share; 0 where nothing was simulated."),
            "currency": text("ISO 4217 code of every amount."),
            "metrics": a_list({"enum": [metric.name for metric in _SIMULATED]}),
            "main_metric": text("The metric of the chances."),
            "reference": _LETTER | {"description": "The plan the others are held against."},
            "judged": _LETTER | {"description": "The plan the gates are about."},
            "plans": a_list(_plan()),
            "chances": a_list(a_list(ref("number")))
            | {"description": "Chance that the row beats the column in the main metric."},
            "changes": or_null(_changes()),
            "gates": a_list(gate()),
            "notes": a_list(text("What a reader must know.")),
        },
        {
            **usual_definitions(),
            "money_difference": _difference("money"),
            "difference": _difference("number"),
            "cell": _cell(),
        },
    )


def _difference(kind: str) -> Schema:
    shares = dict.fromkeys(("better", "tied"), ref("number"))
    described = {
        "description": "The plan less the reference: of means with a 90% confidence interval (low, high), quantiles "
        "within a run, share of runs in which the plan is better, or level."
    }
    return an_object(dict.fromkeys(DIFFERENCE, ref(kind)) | shares) | described


def _plan() -> Schema:
    return an_object(
        {
            "plan": _LETTER,
            "file": text("Its spec or saved plan, as given."),
            "side": {"enum": [side.value for side in Side]},
            "campaign": text("As written; may hold anything."),
            "goal": text("What it is for."),
            "strategy": text("How money was split."),
            "spec_sha256": text("Hash of the layered spec with overrides."),
            "benchmarks": text("Benchmark set that filled the gaps."),
            "budget": ref("money"),
            "boost": ref("money"),
            "creators": whole("Creators booked in all."),
            "cells": a_list(ref("cell")),
            "statistics": _by_metric("money_statistics", "statistics"),
            "probability_of_profit": ref("number"),
            "simulated": flag("Whether its numbers come from the shared runs."),
            "infeasible": text("Why there is no plan, or empty."),
            "unsimulated": text("Why its numbers are those of its file, or empty."),
            "difference": _by_metric("money_difference", "difference"),
        }
    )


def _cell() -> Schema:
    return an_object(
        {
            "tier": text("Tier."),
            "platform": text("Platform."),
            "contract": text("Name of the contract."),
            "phase": text("Name of the phase."),
            "creators": whole("Creators booked."),
            "deliverables": whole("Deliverables per creator."),
            "unit_cost": ref("money"),
        }
    )


def _changes() -> Schema:
    changed = flag()
    fact = an_object({"name": text("What."), "before": text("Saved."), "after": text("Now."), "changed": changed})
    side = or_null(ref("cell"))
    money, number = (
        an_object(dict.fromkeys(("before", "after", "delta"), ref(name))) for name in ("money_statistics", "statistics")
    )
    amounts = an_object({"before": ref("money"), "after": ref("money")})
    return an_object(
        {
            "facts": a_list(fact),
            "budget": amounts,
            "boost": amounts,
            "cells": a_list(an_object({"before": side, "after": side, "changed": changed})),
            "metrics": {
                "type": "object",
                "properties": {m.name: money if m.kind is Kind.MONEY else number for m in _SIMULATED},
                "additionalProperties": False,
            },
        }
    )


def _by_metric(money: str, other: str) -> Schema:
    properties = {metric.name: ref(money if metric.kind is Kind.MONEY else other) for metric in _SIMULATED}
    return {"type": "object", "properties": properties, "additionalProperties": False}
