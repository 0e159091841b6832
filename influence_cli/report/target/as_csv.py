"""The answer to a target as one tidy table: its own rows above those of the plan."""

from collections.abc import Iterator

from influence_cli.metrics.catalogue import BY_NAME
from influence_cli.model.target import TargetResult
from influence_cli.report.layout.csv_text import Value, csv_text
from influence_cli.report.plan.as_csv import COLUMNS, plan_csv
from influence_cli.report.values import exact


def target_csv(result: TargetResult) -> str:
    """Render the answer as CSV: the heading and the rows of `plan.as_csv.plan_csv`, with a section ``target`` first."""
    heading, _, rest = plan_csv(result.plan).partition("\n")
    own = csv_text(COLUMNS, _rows(result))
    assert own.startswith(f"{heading}\n")
    return own + rest


def _rows(result: TargetResult) -> Iterator[tuple[Value, ...]]:
    wanted, currency = result.target, result.target.currency
    kind = BY_NAME[wanted.metric].kind
    unit = exact.unit(kind, currency)
    yield "target", "metric", "total", "", wanted.metric, ""
    yield "target", "value", "total", "", exact.by_kind(kind, wanted.value, currency), unit
    yield "target", "confidence", "total", "", wanted.confidence, "fraction"
    yield "target", "max_budget", "total", "", exact.money(wanted.most, currency), currency.code
    yield "target", "aim", "total", "", result.aim.value, ""
    yield "target", "budget", "total", "", exact.money(result.budget, currency), currency.code
    yield "target", "chance", "total", "", exact.number(result.chance), "fraction"
    for probe in result.probes:
        scope = f"budget {exact.money(probe.budget, currency):f}"
        if not probe.reason:
            scope += f" on {probe.draws} draws"  # one budget may be tried on few and on all
        yield "search", wanted.metric, scope, "mean", exact.by_kind(kind, probe.mean, currency), unit
        yield "search", "chance", scope, "", exact.number(probe.chance), "fraction"
        yield "search", "creators", scope, "", probe.creators, "count"
        if probe.reason:
            yield "search", "reason", scope, "", probe.reason, ""
