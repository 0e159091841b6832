"""A comparison as a JSON document, version 1: money as decimal strings, what is not a number as null."""

import json
import re
from decimal import Decimal

from influence_cli.metrics.catalogue import Kind
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
from influence_cli.model.plan import GateResult, Statistics
from influence_cli.report import exact
from influence_cli.report.rows import STATISTICS, gate_kind, kind_of, statistic

SCHEMA = "influence/comparison/1"
"""Name and version of the document; a key is only ever added within a version."""

DIFFERENCE = ("mean", "low", "high", "p10", "p50", "p90")
"""What is known of a difference in the unit of its metric."""

Json = dict[str, object]

_UNSAFE = re.compile("[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")
"""Characters that steer a terminal, reorder a line or cannot be encoded; JSON lets them be spelt out."""


def comparison_json(result: Comparison) -> str:
    """Render a comparison for programmes; `comparison_schema.comparison_json_schema` describes it."""
    text = json.dumps(_document(result), ensure_ascii=False, indent=2, allow_nan=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text) + "\n"


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
        "gates": [_gate(seen, result.currency) for seen in result.gates],
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
        "budget": _money(found.budget, currency),
        "boost": _money(found.boost, currency),
        "creators": found.creators,
        "cells": [_cell(cell, currency) for cell in found.cells],
        "statistics": {metric: _statistics(metric, values, currency) for metric, values in found.statistics.items()},
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
        "unit_cost": _money(cell.unit_cost, currency),
    }


def _difference(metric: str, found: Difference, currency: Currency) -> Json:
    kind = kind_of(metric)
    return {
        **{name: _value(kind, getattr(found, name), currency) for name in DIFFERENCE},
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
    return {"before": _money(before, currency), "after": _money(after, currency)}


def _change(change: MetricChange, currency: Currency) -> Json:
    return {
        "before": _statistics(change.metric, change.before, currency),
        "after": _statistics(change.metric, change.after, currency),
        "delta": _statistics(change.metric, change.delta, currency),
    }


def _statistics(metric: str, values: Statistics, currency: Currency) -> Json:
    return {name: _value(kind_of(metric), statistic(values, name), currency) for name in STATISTICS}


def _gate(seen: GateResult, currency: Currency) -> Json:
    kind = gate_kind(seen.gate)
    return {
        "expression": seen.gate.text,
        "value": _value(kind, seen.value, currency),
        "limit": _value(kind, seen.limit, currency),
        "passed": seen.passed,
    }


def _money(minor: float, currency: Currency) -> str | None:
    amount = exact.money(minor, currency)
    return None if amount is None else f"{amount:f}"


def _value(kind: Kind, value: float, currency: Currency) -> str | float | None:
    found = exact.by_kind(kind, value, currency)
    return f"{found:f}" if isinstance(found, Decimal) else found
