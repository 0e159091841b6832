"""The answer to a target as one tidy table: its own rows above those of the plan."""

from collections.abc import Iterator

from influence_cli.metrics.catalogue import BY_NAME, Kind
from influence_cli.model.target import TargetResult
from influence_cli.report import exact
from influence_cli.report.csv_text import Value
from influence_cli.report.document import csv_text
from influence_cli.report.plan_as_csv import COLUMNS, plan_csv


def target_csv(result: TargetResult) -> str:
    """Render the answer as CSV: the heading and the rows of `plan_as_csv.plan_csv`, with a section ``target`` first."""
    heading, _, rest = plan_csv(result.plan).partition("\n")
    own = csv_text(COLUMNS, _rows(result))
    assert own.startswith(f"{heading}\n")
    return own + rest


def _rows(result: TargetResult) -> Iterator[tuple[Value, ...]]:
    wanted, currency = result.target, result.target.currency
    kind = BY_NAME[wanted.metric].kind
    unit = currency.code if kind is Kind.MONEY else "count"
    yield "target", "metric", "total", "", wanted.metric, ""
    yield "target", "value", "total", "", exact.by_kind(kind, wanted.value, currency), unit
    yield "target", "confidence", "total", "", wanted.confidence, "fraction"
    yield "target", "max_budget", "total", "", exact.money(wanted.most, currency), currency.code
    yield "target", "aim", "total", "", result.aim.value, ""
    yield "target", "budget", "total", "", exact.money(result.budget, currency), currency.code
    yield "target", "chance", "total", "", exact.number(result.chance), "fraction"
    for probe in result.probes:
        scope = f"budget {exact.money(probe.budget, currency):f}"
        yield "search", wanted.metric, scope, "mean", exact.by_kind(kind, probe.mean, currency), unit
        yield "search", "chance", scope, "", exact.number(probe.chance), "fraction"
        yield "search", "creators", scope, "", probe.creators, "count"
        if probe.reason:
            yield "search", "reason", scope, "", probe.reason, ""
