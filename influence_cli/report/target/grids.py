"""How the answer to a target was found, as a table of ready text."""

from influence_cli.metrics.catalogue import BY_NAME
from influence_cli.model.target import TargetResult
from influence_cli.report.layout.grid import Column, Grid, text_column
from influence_cli.report.values.numbers import by_kind, chance, count, exact_money


def probes(result: TargetResult) -> Grid:
    """Budgets tried, smallest first."""
    currency = result.target.currency
    metric = BY_NAME[result.target.metric]
    return Grid(
        (
            Column(f"Budget {currency.code}"),
            Column(metric.label),
            Column("Chance"),
            Column("Creators"),
            Column("Draws"),
            text_column("Enough"),
        ),
        tuple(
            (
                exact_money(probe.budget, currency),
                "" if probe.reason else by_kind(metric.kind, probe.mean, currency),
                "" if probe.reason else chance(probe.chance),
                "" if probe.reason else count(probe.creators),
                "" if probe.reason else count(probe.draws),
                "no plan" if probe.reason else ("yes" if probe.reached else "no"),
            )
            for probe in sorted(result.probes, key=lambda probe: (probe.budget, probe.draws))
        ),
    )
