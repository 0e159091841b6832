"""From simulated totals to the metrics of the catalogue, for the whole campaign or a part of it."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from influence_cli.funnel.reach import deduplicated, largest_possible
from influence_cli.metrics.formulas import cpm, ratio, roi
from influence_cli.metrics.summary import summary
from influence_cli.model.campaign import Campaign, Cell
from influence_cli.model.plan import ReachBand, Statistics
from influence_cli.simulate.engine import Simulation

Array = NDArray[np.float64]
Samples = Mapping[str, Array]
"""Values by metric name, [draw]."""

_SUMMED = (
    "views",
    "engagements",
    "clicks",
    "leads",
    "orders",
    "revenue",
    "contribution",
    "lifetime_contribution",
    "payout",
)
_RATIOS: Mapping[str, tuple[Callable[[Array, Array], Array], str, str]] = {
    "engagement_rate_by_views": (ratio, "engagements", "views"),
    "cpm": (cpm, "cost", "views"),
    "cpe": (ratio, "cost", "engagements"),
    "cpc": (ratio, "cost", "clicks"),
    "cpl": (ratio, "cost", "leads"),
    "cpa": (ratio, "cost", "orders"),
    "roas": (ratio, "revenue", "cost"),
    "roi": (roi, "contribution", "cost"),
    "clv_roi": (roi, "lifetime_contribution", "cost"),
}
"""Per ratio its formula, numerator and denominator."""


def samples(simulation: Simulation, belongs: Callable[[Cell], bool], extra_cost: float = 0.0) -> dict[str, Array]:
    """Metrics of the cells that belong, [draw] each.

    Args:
        simulation: What was simulated.
        belongs: Which cells count.
        extra_cost: Cost that belongs to no cell (tools), minor units.
    """
    rows = [i for i, cell in enumerate(simulation.cells) if belongs(cell)]
    values = {name: simulation.fields[name][rows].sum(axis=0) for name in _SUMMED}
    values["reach"] = _reach(simulation, rows)
    values["cost"] = (
        values["payout"]
        + simulation.fields["gifts"][rows].sum(axis=0)
        + simulation.fields["boost_spend"][rows].sum(axis=0)
        + extra_cost
    )
    values["profit"] = values["contribution"] - values["cost"]
    for name, (formula, top, bottom) in _RATIOS.items():
        values[name] = formula(values[top], values[bottom])
    return values


def whole(campaign: Campaign, simulation: Simulation) -> dict[str, Array]:
    """Metrics of the whole campaign, tools included, [draw] each."""
    return samples(simulation, lambda cell: True, float(campaign.budget.tools))


def statistics(values: Samples) -> dict[str, Statistics]:
    """Statistics by metric; the mean of a ratio is the ratio of the means (what the mean outcome would show)."""
    return {name: statistic_of(name, values) for name in values}


def statistic_of(metric: str, values: Samples) -> Statistics:
    """Statistics of one metric of :func:`samples`."""
    if metric not in _RATIOS:
        return summary(values[metric])
    formula, top, bottom = _RATIOS[metric]
    mean = formula(values[top].mean(keepdims=True), values[bottom].mean(keepdims=True))
    return summary(values[metric], float(mean[0]))


def pull_on_mean(metric: str, values: Samples) -> Array:
    """How far each draw pulls the mean of a metric from where it is, [draw]; the pulls sum up to 0.

    Their standard deviation over the root of the number of draws is the standard error of the mean. The mean of a
    ratio is a ratio of means, of which this is the linear part.
    Source: Cochran, Sampling Techniques, 3rd edition, section 6.3 (ratio estimators).

    >>> pull_on_mean("roas", {"revenue": np.array([2.0, 4.0]), "cost": np.array([1.0, 1.0])}).tolist()
    [-1.0, 1.0]
    """
    if metric not in _RATIOS:
        pull: Array = values[metric] - values[metric].mean()
        return pull
    formula, top, bottom = _RATIOS[metric]
    above, below = values[top].mean(keepdims=True), values[bottom].mean(keepdims=True)
    residual = values[top] - ratio(above, below) * values[bottom]
    return formula(above + residual, below) - formula(above, below)


def reach_bands(simulation: Simulation) -> tuple[ReachBand, ...]:
    """Smallest, random and largest deduplicated reach by platform, means over draws."""
    bands = []
    for platform, size in simulation.audience.items():
        rows = [i for i, cell in enumerate(simulation.cells) if cell.platform is platform]
        fields = simulation.fields
        smallest = np.minimum(fields["reach_max"][rows].max(axis=0), size)
        random = deduplicated(fields["missed"][rows].sum(axis=0), size)
        largest = largest_possible(fields["reach_sum"][rows].sum(axis=0), size)
        bands.append(ReachBand(platform, float(smallest.mean()), float(random.mean()), float(largest.mean())))
    return tuple(bands)


def boost_statistics(campaign: Campaign, simulation: Simulation) -> dict[str, Statistics]:
    """What the boost brings; empty without one. ROAS is revenue of boosted posts over boost spend."""
    if campaign.amplification is None or campaign.amplification.budget == 0:
        return {}
    values = {
        name: simulation.fields[f"boost_{name}"].sum(axis=0)
        for name in ("spend", "views", "clicks", "orders", "revenue")
    }
    values["roas"] = ratio(values["revenue"], values["spend"])
    return {name: summary(drawn) for name, drawn in values.items()}


def _reach(simulation: Simulation, rows: list[int]) -> Array:
    """Deduplicated reach of some cells, summed over platforms; the plain sum where overlap is off."""
    total = np.zeros(simulation.below_minimum.shape)
    for platform, size in simulation.audience.items():
        here = [i for i in rows if simulation.cells[i].platform is platform]
        if simulation.overlap:
            total = total + deduplicated(simulation.fields["missed"][here].sum(axis=0), size)
        else:
            total = total + largest_possible(simulation.fields["reach_sum"][here].sum(axis=0), size)
    return total
