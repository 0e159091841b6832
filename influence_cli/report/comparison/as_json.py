"""A comparison as a JSON document, version 1: money as decimal strings, what is not a number as null."""

from influence_cli.model.comparison import (
    Alternative,
    BookedCell,
    Changes,
    Comparison,
    Difference,
    MetricChange,
    letter,
)
from influence_cli.model.money import Currency
from influence_cli.report.layout.json_parts import gate_json, money_json, statistics_json, value_json
from influence_cli.report.layout.json_text import Json, json_text
from influence_cli.report.values import exact
from influence_cli.report.values.statistics import kind_of

SCHEMA = "influence/comparison/1"
"""Name and version of the document; a key is only ever added within a version."""

DIFFERENCE = ("mean", "low", "high", "p10", "p50", "p90")
"""What is known of a difference in the unit of its metric."""


def comparison_json(result: Comparison) -> str:
    """Render a comparison for programmes; `comparison.schema.comparison_json_schema` describes it."""
    return json_text(_document(result))


def _document(result: Comparison) -> Json:
    return {
        "schema": SCHEMA,
        "version": result.version,
        "seed": result.seed,
        "draws": result.draws,
        "currency": result.currency.code,
        "metrics": list(result.metrics),
        "main_metric": result.main_metric,
        "reference": letter(result.reference),
        "judged": letter(result.judged),
        "plans": [_plan(result, at, found) for at, found in enumerate(result.alternatives)],
        "chances": [[exact.number(share) for share in row] for row in result.chances],
        "changes": None if result.changes is None else _changes(result.changes, result.currency),
        "gates": [gate_json(seen, result.currency) for seen in result.gates],
        "notes": list(result.notes),
    }


def _plan(result: Comparison, at: int, found: Alternative) -> Json:
    currency = result.currency
    return {
        "plan": letter(at),
        "file": found.name,
        "side": found.side,
        "campaign": found.campaign,
        "goal": found.goal,
        "strategy": found.strategy,
        "spec_sha256": found.spec_sha256,
        "benchmarks": found.benchmarks,
        "budget": money_json(found.budget, currency),
        "boost": money_json(found.boost, currency),
        "creators": found.creators,
        "cells": [_cell(cell, currency) for cell in found.cells],
        "statistics": {
            metric: statistics_json(values, kind_of(metric), currency) for metric, values in found.statistics.items()
        },
        "probability_of_profit": exact.number(found.probability_of_profit),
        "simulated": found.simulated,
        "infeasible": found.infeasible,
        "unsimulated": found.unsimulated,
        "difference": {
            metric: _difference(metric, values, currency) for metric, values in result.differences[at].items()
        },
    }


def _cell(cell: BookedCell, currency: Currency) -> Json:
    return {
        "tier": cell.tier,
        "platform": cell.platform,
        "contract": cell.contract,
        "phase": cell.phase,
        "creators": cell.creators,
        "deliverables": cell.deliverables,
        "unit_cost": money_json(cell.unit_cost, currency),
    }


def _difference(metric: str, found: Difference, currency: Currency) -> Json:
    kind = kind_of(metric)
    return {
        **{name: value_json(kind, getattr(found, name), currency) for name in DIFFERENCE},
        "better": exact.number(found.better),
        "tied": exact.number(found.tied),
    }


def _changes(changes: Changes, currency: Currency) -> Json:
    return {
        "facts": [
            {"name": fact.name, "before": fact.before, "after": fact.after, "changed": fact.changed}
            for fact in changes.facts
        ],
        "budget": _amounts(changes.budget, currency),
        "boost": _amounts(changes.boost, currency),
        "cells": [
            {
                "before": None if change.before is None else _cell(change.before, currency),
                "after": None if change.after is None else _cell(change.after, currency),
                "changed": change.changed,
            }
            for change in changes.cells
        ],
        "metrics": {change.metric: _change(change, currency) for change in changes.metrics},
    }


def _amounts(sides: tuple[int, int], currency: Currency) -> Json:
    before, after = sides
    return {"before": money_json(before, currency), "after": money_json(after, currency)}


def _change(change: MetricChange, currency: Currency) -> Json:
    kind = kind_of(change.metric)
    return {
        "before": statistics_json(change.before, kind, currency),
        "after": statistics_json(change.after, kind, currency),
        "delta": statistics_json(change.delta, kind, currency),
    }
