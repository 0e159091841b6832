"""What changed from a saved plan to one of today: its circumstances, its cells and its numbers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from influence_cli.metrics.catalogue import BY_NAME, Kind
from influence_cli.model.comparison import Alternative, CellChange, Changes, Fact, MetricChange, SavedPlan
from influence_cli.model.money import Currency
from influence_cli.model.plan import Statistics

_STATISTICS = tuple(Statistics.__dataclass_fields__)
UNKNOWN = Statistics(*(math.nan,) * len(_STATISTICS))
"""Statistics of what a plan does not hold."""


_FILE_DIGITS = 1e-9
"""A plan's file keeps ten significant digits of a number."""

_SMALL = 10
"""Means of money below this many major units keep two decimals more in a plan's file."""


@dataclass(frozen=True, slots=True)
class Run:
    """How something was simulated."""

    version: str
    seed: int
    draws: int


def changes_since(saved: SavedPlan, now: Alternative, run: Run, metrics: Sequence[str]) -> Changes:
    """Hold a plan against a saved one, each with the numbers of its own simulation.

    Args:
        saved: The saved plan.
        now: The plan of today.
        run: How today's was simulated.
        metrics: Metrics to hold against each other.
    """
    facts = (
        Fact("version", saved.version, run.version),
        Fact("spec_sha256", saved.spec_sha256, now.spec_sha256),
        Fact("benchmarks", saved.benchmarks, now.benchmarks),
        Fact("seed", str(saved.seed), str(run.seed)),
        Fact("draws", str(saved.draws), str(run.draws)),
        Fact("campaign", saved.campaign, now.campaign),
        Fact("goal", saved.goal, now.goal),
        Fact("strategy", saved.strategy, now.strategy),
    )
    before, after = ({cell.key: cell for cell in cells} for cells in (saved.cells, now.cells))
    return Changes(
        facts,
        (saved.budget, now.budget),
        (saved.boost, now.boost),
        tuple(CellChange(before.get(key), after.get(key)) for key in dict.fromkeys((*before, *after))),
        tuple(
            change(metric, saved.totals.get(metric, UNKNOWN), now.statistics.get(metric, UNKNOWN), saved.currency)
            for metric in metrics
        ),
    )


def change(metric: str, before: Statistics, after: Statistics, currency: Currency) -> MetricChange:
    """One metric then and now; a difference is 0 where the two agree as far as a plan's file tells."""
    apart = (
        _apart(getattr(before, name), getattr(after, name), _precision(metric, getattr(before, name), currency))
        for name in _STATISTICS
    )
    return MetricChange(metric, before, after, Statistics(*apart))


def _apart(before: float, after: float, precision: float) -> float:
    return 0.0 if abs(after - before) <= precision else after - before


def _precision(metric: str, before: float, currency: Currency) -> float:
    """How far a number may be from what a file keeps of it: half its last digit, and a hair for the arithmetic."""
    if BY_NAME[metric].kind is not Kind.MONEY:
        return _FILE_DIGITS * abs(before)
    return 0.0051 if abs(before) < _SMALL * currency.minor else 0.51
