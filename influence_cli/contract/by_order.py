"""Commission order by order: what each order counts for, and what it earns.

Goes by order: modes that rate single orders, a window of one order, rolling days, and rates that depend on an
order's age or day. Each order is rounded by itself; what an order brought is kept, flat amounts included.

- Rolling days: an order's band is that of the creator's orders on the days after ``day - rolling_days`` up to
  and with this order. As such a window never starts again, each order that lifts the total of its own days
  into a band owes that band's flat amount.
- Age: an order as old as ``lasts_months``, or older than all steps of a taper, earns nothing and counts towards
  no band.
- Rate changes: an order has the rate in force on its day; a rate holds from its effective day on (inclusive).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from influence_cli.contract.bands import (
    NO_CONSTANT,
    band_rates,
    bands_entered,
    bands_reached,
    flats,
    has_flats,
    total_owed,
)
from influence_cli.contract.outcomes import IntArray, Month, OrderLines
from influence_cli.contract.reading import deducted, order_sales
from influence_cli.contract.rounding import rated
from influence_cli.contract.windows import spans
from influence_cli.model.contract import Commission, CommissionMode, Window


@dataclass(frozen=True, slots=True)
class InTime:
    """Orders of each creator and draw in the order in which they happened; arrays of shape [order].

    Attributes:
        place: Where the order stands in the lines as they were given.
        sales: What it counts for: its sales under the commission, 0 where its age earns nothing.
        before: The running total of its window without it.
        first: Index of its window's first order.
        own_rate: Its rate where that depends on its age or day, ppm; None where bands say it.
    """

    place: IntArray
    sales: IntArray
    before: IntArray
    first: IntArray
    own_rate: IntArray | None


def goes_by_order(commission: Commission) -> bool:
    """Whether each order is rated by itself, rather than a window's total."""
    return (
        commission.mode in (CommissionMode.PROSPECTIVE, CommissionMode.PER_ORDER)
        or commission.reset is Window.ORDER
        or bool(commission.taper)
        or bool(commission.changes)
    )


def counted_sales(commission: Commission, lines: OrderLines) -> IntArray:
    """What each order counts for, in the order given: 0 where its age earns nothing."""
    sales = order_sales(lines, deducted(commission))
    young = young_enough(commission, lines)
    return sales if young is None else sales * young


def young_enough(commission: Commission, lines: OrderLines) -> NDArray[np.bool_] | None:
    """Which orders are of an age that earns something, in the order given; None where age does not matter."""
    ends = [] if commission.lasts_months is None else [commission.lasts_months]
    if commission.taper:
        ends.append(sum(step.months for step in commission.taper))
    return _ages(lines) < min(ends) if ends else None


def in_time(commission: Commission, months: tuple[Month, ...], creators: int, draws: int, lines: OrderLines) -> InTime:
    """Put orders in the order of time and count the running totals of their windows.

    Raises:
        ValueError: If an owner lies outside the axes, or the commission needs days that are not there.
    """
    creator, month, draw = np.unravel_index(lines.owner, (creators, len(months), draws))
    rolling = commission.reset is Window.ROLLING
    place = np.lexsort((month, _days(lines), draw, creator) if rolling else (month, draw, creator))
    sales = counted_sales(commission, lines)[place]
    running = np.cumsum(sales)
    group = (creator * draws + draw)[place]
    if rolling:
        first = _first_of_days(_days(lines)[place], group, commission.rolling_days or 1)
    else:
        first = _first_of_window(commission.reset, months, group, month[place])
    own_rate = _own_rates(commission, lines)
    return InTime(
        place=place,
        sales=sales,
        before=running - sales - (running - sales)[first],
        first=first,
        own_rate=None if own_rate is None else own_rate[place],
    )


def owed_per_order(commission: Commission, orders: InTime) -> IntArray:
    """What each order earns, flat amounts included, in the order of ``orders``."""
    bands = commission.bands
    sales = orders.sales
    if orders.own_rate is None and commission.mode in (CommissionMode.MARGINAL, CommissionMode.RETROACTIVE):
        return total_owed(sales, bands, marginal=commission.mode is CommissionMode.MARGINAL)
    levels = sales if commission.mode is CommissionMode.PER_ORDER else orders.before + sales
    rates = band_rates(bands)[bands_reached(levels, bands)] if orders.own_rate is None else orders.own_rate
    owed = rated(sales, rates, NO_CONSTANT, NO_CONSTANT)
    if has_flats(bands):
        table = flats(bands)
        highest = bands_entered(levels, bands)
        if commission.reset is Window.ROLLING:
            before = np.minimum(bands_entered(orders.before, bands), highest)
        else:
            highest, before = _highest_so_far(highest, orders.first, len(bands) + 1)
        owed += table[highest] - table[before]
    return owed


def _highest_so_far(entered: IntArray, first: IntArray, steps: int) -> tuple[IntArray, IntArray]:
    """The most bands a window has entered with each order, and with the one before it."""
    highest = np.maximum.accumulate(first * steps + entered) - first * steps
    before = np.zeros_like(highest)
    before[1:] = highest[:-1]
    before[first] = 0
    return highest, before


def _first_of_window(reset: Window, months: tuple[Month, ...], group: IntArray, month: IntArray) -> IntArray:
    """For each order, the index of the first order of its creator, draw and window."""
    index = np.arange(len(month))
    if reset is Window.ORDER:
        return index
    window_of = np.array([number for number, span in enumerate(spans(months, reset)) for _ in span])[month]
    opens = np.ones(len(month), dtype=np.bool_)
    opens[1:] = (group[1:] != group[:-1]) | (window_of[1:] != window_of[:-1])
    return np.maximum.accumulate(np.where(opens, index, 0))


def _first_of_days(day: IntArray, group: IntArray, days: int) -> IntArray:
    """For each order, the index of the first order of its creator and draw in the days up to its own."""
    if not len(day):
        return np.zeros(0, dtype=np.int64)
    earliest = int(day.min())
    reach = min(days, int(day.max()) - earliest + 1)
    moments = group * (int(day.max()) - earliest + 1 + reach) + (day - earliest)
    return np.searchsorted(moments, moments - reach, side="right")


def _own_rates(commission: Commission, lines: OrderLines) -> IntArray | None:
    """Rates that depend on age or day, in the order given; None where bands say the rate."""
    if commission.taper:
        ends = np.cumsum([step.months for step in commission.taper])
        rates = np.array([*(step.rate for step in commission.taper), 0], dtype=np.int64)
        return rates[np.searchsorted(ends, _ages(lines), side="right")]
    if commission.changes:
        effective = [change.effective.toordinal() for change in commission.changes]
        rates = np.array([commission.bands[0].rate, *(change.rate for change in commission.changes)], dtype=np.int64)
        return rates[np.searchsorted(effective, _days(lines), side="right")]
    return None


def _days(lines: OrderLines) -> IntArray:
    if lines.day is None:
        raise ValueError("the commission needs the 'day' of order lines, which these do not hold")
    return lines.day


def _ages(lines: OrderLines) -> IntArray:
    return np.zeros_like(lines.owner) if lines.age is None else lines.age
