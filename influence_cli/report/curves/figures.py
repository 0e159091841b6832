"""An allocation to response curves as ready figures: the rows that table and Markdown share, no library loaded."""

import math

from influence_cli.model.curves import AtLimit, ChannelSpend, CurveAllocation
from influence_cli.report.layout.grid import NAME_LIMIT, Column, Grid, text_column
from influence_cli.report.values.numbers import percent, ratio
from influence_cli.report.values.sanitize import plain

TITLE_LIMIT = 80

_SMALL = 1e-4
_EXACT_BELOW = 1e12
_WHOLE_FROM = 10_000
_CENTS_FROM = 1
_FIGURES = 4
_HIDDEN = 0.01


def channels(allocation: CurveAllocation) -> Grid:
    """A row per channel and one for all of them; units only where some channel is booked in units."""
    whole = any(channel.units is not None for channel in allocation.channels)
    limited = any(channel.at_limit is not None for channel in allocation.channels)
    shown = [
        (text_column("Channel"), True),
        (Column("Spend"), True),
        (Column("Share"), True),
        (Column("Units"), whole),
        (Column("Response"), True),
        (Column("Marginal return"), True),
        (text_column("At limit"), limited),
    ]
    rows = [*(_row(allocation, channel) for channel in allocation.channels), _all(allocation)]
    kept = tuple(index for index, (_, needed) in enumerate(shown) if needed)
    columns = tuple(shown[index][0] for index in kept)
    cells = tuple(tuple(row[index] for index in kept) for row in rows)
    return Grid(columns, cells, has_total=True)


def title(allocation: CurveAllocation) -> str:
    """The name of the allocation."""
    return plain(allocation.problem.name, TITLE_LIMIT) or "Allocation to response curves"


def money(allocation: CurveAllocation, amount: float) -> str:
    """An amount with as many decimals as the budget calls for, all amounts of one allocation alike."""
    budget = allocation.problem.budget
    if abs(amount) >= _EXACT_BELOW:
        return ratio(amount)
    if budget >= _WHOLE_FROM or budget == 0:
        decimals = 0
    elif budget >= _CENTS_FROM:
        decimals = 2
    else:
        decimals = _FIGURES - math.floor(math.log10(budget))
    return f"{amount + 0.0:,.{min(decimals, 15)}f}"


def price(allocation: CurveAllocation, amount: float) -> str:
    """An amount in a sentence: like the others, with more decimals where these would hide most of it.

    A unit may cost far less than the budget, and a cost of 0.0001 is not 0.
    """
    written = money(allocation, amount)
    hidden = abs(amount) < _EXACT_BELOW and abs(float(written.replace(",", "")) - amount) > _HIDDEN * abs(amount)
    return f"{amount:,.{_FIGURES}g}" if hidden else written


def coded(allocation: CurveAllocation, amount: str) -> str:
    """An amount already written, with the currency where there is one."""
    code = plain(allocation.problem.currency, 10)
    return f"{code} {amount}" if code else amount


def figure(value: float) -> str:
    """A response or a slope: three or four figures, whatever its unit.

    >>> figure(0.0312), figure(1234.5), figure(4.2e-07), figure(math.inf)
    ('0.031', '1,234', '4.2e-07', 'no bound')
    """
    if value == math.inf:
        return "no bound"
    return f"{value:.2g}" if 0 < abs(value) < _SMALL else ratio(value)


def spent(allocation: CurveAllocation) -> float:
    """What all channels spend."""
    return math.fsum(channel.spend for channel in allocation.channels)


def _row(allocation: CurveAllocation, channel: ChannelSpend) -> tuple[str, ...]:
    return (
        plain(channel.name, NAME_LIMIT),
        money(allocation, channel.spend),
        _share(allocation, channel.spend),
        "" if channel.units is None else f"{channel.units:,}",
        figure(channel.response),
        figure(channel.marginal_return),
        at_limit(channel.at_limit),
    )


def _all(allocation: CurveAllocation) -> tuple[str, ...]:
    everything = spent(allocation)
    response = figure(allocation.objective)
    return ("all", money(allocation, everything), _share(allocation, everything), "", response, "", "")


def at_limit(limit: AtLimit | None) -> str:
    """The limit that holds a channel, or nothing."""
    return "" if limit is None else limit.value


def _share(allocation: CurveAllocation, amount: float) -> str:
    budget = allocation.problem.budget
    return percent(amount / budget) if budget > 0 else "n/a"
