"""Commission: a share of gross or net sales, in one band or several.

Rules and where they were published:

- Bands hold from their start on (inclusive).
- ``marginal``: each part of the volume at the rate of its band; ``retroactive``: the whole volume at the rate
  of the band it has reached (mbfinotti/partnerships-skills, rate-and-tier-verification; earnbase glossary).
- ``prospective``: the order that lifts the running total into a band is paid wholly at its rate, earlier
  orders are not re-rated (Refersion help, tiered commission structure).
- ``per_order``: each order wholly at the rate of the band of its own size (pastebin F832AA6M).
- A flat amount is owed once for each band entered in the window, on top (Lago docs, graduated percentage).
- Half-up to the cent (dub, calculate-sale-earnings tests).

``marginal`` and ``retroactive`` follow from the window's total: a month's line is what is owed through the
month less what was owed through the month before, so a retroactive band trues up earlier months, and a month
with more refunds than sales gives back what it takes from the total, flat amounts included. A total below 0
is rated like the first band. ``prospective`` and ``per_order`` go order by order, each rounded by itself;
what an order brought is kept, flat amounts included.
"""

from functools import partial
from itertools import pairwise

import numpy as np

from influence_cli.contract.outcomes import IntArray, OrderLines, Outcomes
from influence_cli.contract.reading import deducted, field, order_sales, sales
from influence_cli.contract.rounding import rated, scaled
from influence_cli.contract.windows import accrue, spans
from influence_cli.model.contract import Band, Commission, CommissionMode, Window
from influence_cli.model.money import PPM

_NONE = np.zeros(1, dtype=np.int64)


def needs_orders(commission: Commission) -> bool:
    """Whether the commission looks at single orders rather than at totals."""
    by_order = commission.mode in (CommissionMode.PROSPECTIVE, CommissionMode.PER_ORDER)
    return by_order or commission.reset is Window.ORDER


def commission_lines(commission: Commission, outcomes: Outcomes) -> IntArray:
    """Commission by month, [creator, month, draw].

    Raises:
        ValueError: If the bands do not rise from a start of 0, or the outcomes lack what the commission
            reads.
    """
    starts = [band.start for band in commission.bands]
    if not starts or starts[0] != 0 or any(low >= high for low, high in pairwise(starts)):
        raise ValueError(f"commission bands must rise from a start of 0, not {starts}")
    if needs_orders(commission):
        if outcomes.order_lines is None:
            raise ValueError(
                f"a {commission.mode} commission with reset {commission.reset} needs 'order_lines', "
                "which these outcomes do not hold"
            )
        return _by_order(commission, outcomes, outcomes.order_lines)
    volumes = sales(partial(field, outcomes), deducted(commission))
    marginal = commission.mode is CommissionMode.MARGINAL
    owed_for = partial(total_owed, bands=commission.bands, marginal=marginal)
    return accrue(volumes, spans(outcomes.months, commission.reset), owed_for, len(outcomes.months))


def total_owed(volumes: IntArray, bands: tuple[Band, ...], *, marginal: bool) -> IntArray:
    """Commission on window totals, flat amounts included; any shape.

    With the bands' rates r and starts s, the marginal amount on a volume v in band b is
    ``v * r[b] + sum over k < b of s[k + 1] * (r[k] - r[k + 1])``: one rate and one constant per band.
    """
    if len(bands) == 1 and not bands[0].flat:
        return scaled(volumes, bands[0].rate, PPM)
    reached = _bands_reached(volumes, bands)
    rates = np.array([band.rate for band in bands], dtype=np.int64)[reached]
    wholes = parts = _NONE
    if marginal:
        constant = 0
        constants = [divmod(constant, PPM)]
        for lower, upper in pairwise(bands):
            constant += upper.start * (lower.rate - upper.rate)
            constants.append(divmod(constant, PPM))
        table = np.array(constants, dtype=np.int64)
        wholes, parts = table[reached, 0], table[reached, 1]
    owed = rated(volumes, rates, wholes, parts)
    if any(band.flat for band in bands):
        owed += _flats(bands)[_bands_entered(volumes, bands)]
    return owed


def _by_order(commission: Commission, outcomes: Outcomes, lines: OrderLines) -> IntArray:
    months, draws = len(outcomes.months), outcomes.draws
    shape = (outcomes.creators, months, draws)
    result = np.zeros(outcomes.creators * months * draws, dtype=np.int64)
    if not len(lines.owner):
        return result.reshape(shape)
    creator, month, draw = np.unravel_index(lines.owner, shape)
    in_time = np.lexsort((month, draw, creator))
    amounts = order_sales(lines, deducted(commission))[in_time]
    first = _first_of_window(commission.reset, outcomes, creator[in_time], month[in_time], draw[in_time])
    owed = _owed_per_order(commission, amounts, first)
    np.add.at(result, lines.owner[in_time], owed)
    return result.reshape(shape)


def _first_of_window(reset: Window, outcomes: Outcomes, creator: IntArray, month: IntArray, draw: IntArray) -> IntArray:
    """For each order, the index of the first order of its creator, draw and window."""
    index = np.arange(len(month))
    if reset is Window.ORDER:
        return index
    over = spans(outcomes.months, reset)
    window_of = np.array([number for number, span in enumerate(over) for _ in span])[month]
    opens = np.ones(len(month), dtype=np.bool_)
    opens[1:] = (creator[1:] != creator[:-1]) | (draw[1:] != draw[:-1]) | (window_of[1:] != window_of[:-1])
    return np.maximum.accumulate(np.where(opens, index, 0))


def _owed_per_order(commission: Commission, amounts: IntArray, first: IntArray) -> IntArray:
    bands = commission.bands
    if commission.mode in (CommissionMode.MARGINAL, CommissionMode.RETROACTIVE):
        return total_owed(amounts, bands, marginal=commission.mode is CommissionMode.MARGINAL)
    levels = amounts
    if commission.mode is CommissionMode.PROSPECTIVE:
        running = np.cumsum(amounts)
        levels = running - (running - amounts)[first]
    rates = np.array([band.rate for band in bands], dtype=np.int64)[_bands_reached(levels, bands)]
    owed = rated(amounts, rates, _NONE, _NONE)
    if any(band.flat for band in bands):
        steps = len(bands) + 1
        highest = np.maximum.accumulate(first * steps + _bands_entered(levels, bands)) - first * steps
        before = np.zeros_like(highest)
        before[1:] = highest[:-1]
        before[first] = 0
        flats = _flats(bands)
        owed += flats[highest] - flats[before]
    return owed


def _bands_reached(volumes: IntArray, bands: tuple[Band, ...]) -> IntArray:
    """Index of the band each volume lies in; the first one below 0."""
    starts = np.array([band.start for band in bands[1:]], dtype=np.int64)
    return np.searchsorted(starts, volumes, side="right")


def _bands_entered(volumes: IntArray, bands: tuple[Band, ...]) -> IntArray:
    """How many bands each volume has entered: the first with any volume above 0, others at their start."""
    starts = np.array([1, *(band.start for band in bands[1:])], dtype=np.int64)
    return np.searchsorted(starts, volumes, side="right")


def _flats(bands: tuple[Band, ...]) -> IntArray:
    """Flat amounts owed after entering 0, 1, 2 ... bands."""
    return np.cumsum([0, *(band.flat for band in bands)], dtype=np.int64)
