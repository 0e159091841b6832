"""Building blocks of JSON documents: money as decimal strings, what is not a number as null."""

from decimal import Decimal

from influence_cli.metrics.catalogue import Kind
from influence_cli.model.errors import Problem
from influence_cli.model.money import Currency
from influence_cli.model.objective import Objective
from influence_cli.model.plan import GateResult, Statistics
from influence_cli.report.layout.json_text import Json
from influence_cli.report.values import exact
from influence_cli.report.values.gates import gate_kind
from influence_cli.report.values.statistics import STATISTICS, statistic


def money_json(minor: float, currency: Currency) -> str | None:
    """An amount as a decimal string, or None where there is none."""
    amount = exact.money(minor, currency)
    return None if amount is None else f"{amount:f}"


def value_json(kind: Kind, value: float, currency: Currency) -> str | float | None:
    """A value: money as a decimal string, what is not a number as None."""
    found = exact.by_kind(kind, value, currency)
    return f"{found:f}" if isinstance(found, Decimal) else found


def statistics_json(values: Statistics, kind: Kind, currency: Currency) -> Json:
    """Every statistic of a quantity by name."""
    return {name: value_json(kind, statistic(values, name), currency) for name in STATISTICS}


def gate_json(seen: GateResult, currency: Currency) -> Json:
    """A gate with what it found."""
    kind = gate_kind(seen.gate)
    return {
        "expression": seen.gate.text,
        "value": value_json(kind, seen.value, currency),
        "limit": value_json(kind, seen.limit, currency),
        "passed": seen.passed,
    }


def warning_json(problem: Problem) -> Json:
    """Something doubtful about a spec."""
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


def objective_json(objective: Objective) -> Json:
    """What is maximized."""
    return {
        "weights": {aim.value: exact.number(weight) for aim, weight in objective.weights.items()},
        "aversion": exact.number(objective.aversion),
        "tail": exact.number(objective.tail),
    }
