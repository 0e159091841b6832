"""What every single order is worth under a commission, whatever mode it is counted in.

A statement names orders, also where the engine rates a window's total. There, an order is worth what it adds to
the total in the order of time; the worths of a window's orders add up to what the engine owes for it.
"""

from dataclasses import dataclass

import numpy as np

from influence_cli.contract.bands import NO_CONSTANT, band_rates, bands_entered, bands_reached, flats, total_owed
from influence_cli.contract.by_order import InTime, goes_by_order, in_time, owed_per_order, young_enough
from influence_cli.contract.commission import check
from influence_cli.contract.outcomes import IntArray, Month, OrderLines
from influence_cli.contract.reading import deducted, order_sales
from influence_cli.contract.rounding import rated
from influence_cli.model.contract import Commission, CommissionMode

SEVERAL_RATES = -1
"""Rate of an order that lies in several bands."""


@dataclass(frozen=True, slots=True)
class RatedOrders:
    """Orders with what they are worth under a commission; int64 of shape [order], minor units and ppm.

    Attributes:
        base: Sales under the commission's base and deductions, whether or not they earn anything.
        amount: What the order is worth, flat amounts included. Where each order is rated by itself, what the
            engine pays for it. Marginal: what is owed for the window's running total with it less what is owed
            without it. Retroactive: likewise, at the rate of the band the window has reached in the end; a
            flat amount with the order whose running total enters the band.
        band: Counted from 1; 0 where the commission has a single one or the order's age earns nothing. The one
            the running total has reached with the order; the order's own size where that decides;
            retroactive, the one the window has reached in the end.
        rate: The order's share, flat amounts apart; ``SEVERAL_RATES`` where parts of it lie in several bands.
        before: Running total of the order's window before it; 0 where a window is one order.
    """

    base: IntArray
    amount: IntArray
    band: IntArray
    rate: IntArray
    before: IntArray


def rated_orders(commission: Commission, months: tuple[Month, ...], creators: int, lines: OrderLines) -> RatedOrders:
    """What each order is worth; the amounts of a window add up to the engine's commission for the window.

    Args:
        commission: The commission.
        months: Months of the campaign.
        creators: Number of creators.
        lines: The orders of one outcome; ``owner`` is ``creator * months + month``.

    Returns:
        One row per order, in the order given.

    Raises:
        ValueError: If the commission cannot be evaluated, an owner lies outside the axes, or the lines lack
            what the commission reads.
    """
    check(commission)
    orders = in_time(commission, months, creators, 1, lines)
    if goes_by_order(commission):
        amount, band, rate = _alone(commission, orders)
    elif commission.mode is CommissionMode.MARGINAL:
        amount, band, rate = _marginal(commission, orders)
    else:
        amount, band, rate = _retroactive(commission, orders)
    if len(commission.bands) == 1:
        band = np.zeros_like(amount)
    young = young_enough(commission, lines)
    earns = 1 if young is None else young
    return RatedOrders(
        base=order_sales(lines, deducted(commission)),
        amount=_as_given(orders, amount),
        band=_as_given(orders, band) * earns,
        rate=_as_given(orders, rate) * earns,
        before=_as_given(orders, orders.before),
    )


def _as_given(orders: InTime, values: IntArray) -> IntArray:
    result = np.empty(len(values), dtype=np.int64)
    result[orders.place] = values
    return result


def _alone(commission: Commission, orders: InTime) -> tuple[IntArray, IntArray, IntArray]:
    """Each order rated by itself: amount, band and rate."""
    bands = commission.bands
    amount = owed_per_order(commission, orders)
    if orders.own_rate is not None:
        return amount, np.zeros_like(amount), orders.own_rate
    if commission.mode is CommissionMode.MARGINAL:
        nothing = np.zeros_like(orders.sales)
        return amount, bands_reached(orders.sales, bands) + 1, _one_rate(commission, nothing, orders.sales)
    sized = commission.mode in (CommissionMode.PER_ORDER, CommissionMode.RETROACTIVE)
    reached = bands_reached(orders.sales if sized else orders.before + orders.sales, bands)
    return amount, reached + 1, band_rates(bands)[reached]


def _marginal(commission: Commission, orders: InTime) -> tuple[IntArray, IntArray, IntArray]:
    bands = commission.bands
    before, after = orders.before, orders.before + orders.sales
    amount = total_owed(after, bands, marginal=True) - total_owed(before, bands, marginal=True)
    return amount, bands_reached(after, bands) + 1, _one_rate(commission, before, after)


def _retroactive(commission: Commission, orders: InTime) -> tuple[IntArray, IntArray, IntArray]:
    bands = commission.bands
    before, after = orders.before, orders.before + orders.sales
    reached = bands_reached(after[_last_of_window(orders.first)], bands)
    rates = band_rates(bands)[reached]
    table = flats(bands)
    with_it, without = (
        rated(total, rates, NO_CONSTANT, NO_CONSTANT) + table[bands_entered(total, bands)] for total in (after, before)
    )
    return with_it - without, reached + 1, rates


def _last_of_window(first: IntArray) -> IntArray:
    """For each order, the index of its window's last order."""
    return np.searchsorted(first, first, side="right") - 1


def _one_rate(commission: Commission, before: IntArray, after: IntArray) -> IntArray:
    """The rate of what lies between two running totals, or ``SEVERAL_RATES``."""
    bands = commission.bands
    starts = np.array([band.start for band in bands[1:]], dtype=np.int64)
    lowest = bands_reached(np.minimum(before, after), bands)
    highest = np.searchsorted(starts, np.maximum(before, after), side="left")
    return np.where(highest > lowest, SEVERAL_RATES, band_rates(bands)[lowest])
