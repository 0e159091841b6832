"""Commission: a share of gross or net sales, in one band or several.

Rules and where they were published:

- Bands hold from their start on (inclusive).
- ``marginal``: each part of the volume at the rate of its band; ``retroactive``: the whole volume at the rate
  of the band it has reached (mbfinotti/partnerships-skills, rate-and-tier-verification; earnbase glossary).
- ``prospective``: the order that lifts the running total into a band is paid wholly at its rate, earlier
  orders are not re-rated (Refersion help, tiered commission structure).
- ``per_order``: each order wholly at the rate of the band of its own size (pastebin F832AA6M).
- A flat amount is owed once for each band entered in the window, on top (Lago docs, graduated percentage).
- A commission that ends after some months, or tapers, goes by each order's age in whole months
  (mbfinotti/partnerships-skills, rate-derivation).
- Half-up to the cent (dub, calculate-sale-earnings tests).

``marginal`` and ``retroactive`` follow from the window's total: a month's line is what is owed through the
month less what was owed through the month before, so a retroactive band trues up earlier months, and a month
with more refunds than sales gives back what it takes from the total, flat amounts included. A total below 0
is rated like the first band. Everything else goes order by order (see ``by_order``).
"""

from functools import partial
from itertools import pairwise

import numpy as np

from influence_cli.contract.bands import total_owed
from influence_cli.contract.by_order import counted_sales, goes_by_order, in_time, owed_per_order
from influence_cli.contract.outcomes import IntArray, OrderLines, Outcomes
from influence_cli.contract.reading import deducted, field, sales
from influence_cli.contract.windows import accrue, spans
from influence_cli.model.contract import Commission, CommissionMode, Window


def needs_orders(commission: Commission) -> bool:
    """Whether the commission looks at single orders rather than at totals."""
    return goes_by_order(commission) or commission.lasts_months is not None


def check(commission: Commission) -> None:
    """Refuse a commission that cannot be evaluated.

    Raises:
        ValueError: If bands do not rise from a start of 0, rolling days are used in a way that has no
            meaning, a rate depends on age or day and on a band at once, or changes are out of order.
    """
    starts = [band.start for band in commission.bands]
    if not starts or starts[0] != 0 or any(low >= high for low, high in pairwise(starts)):
        raise ValueError(f"commission bands must rise from a start of 0, not {starts}")
    if commission.reset is Window.ROLLING:
        if commission.mode is not CommissionMode.PROSPECTIVE:
            raise ValueError(f"rolling days are for prospective commissions, not for {commission.mode} ones")
        if commission.rolling_days is None or commission.rolling_days < 1:
            raise ValueError(f"a rolling window needs at least one day, not {commission.rolling_days}")
    by_time = (len(starts) > 1, bool(commission.taper), bool(commission.changes))
    if sum(by_time) > 1:
        raise ValueError("a commission has either several bands, or a taper, or rate changes")
    days = [change.effective for change in commission.changes]
    if any(early > late for early, late in pairwise(days)):
        raise ValueError("rate changes must stand in the order of their effective days")


def commission_lines(commission: Commission, outcomes: Outcomes) -> IntArray:
    """Commission by month, [creator, month, draw].

    Raises:
        ValueError: If the commission cannot be evaluated (see :func:`check`), or the outcomes lack what it
            reads.
    """
    check(commission)
    if not needs_orders(commission):
        return _on_totals(commission, outcomes, sales(partial(field, outcomes), deducted(commission)))
    if outcomes.order_lines is None:
        raise ValueError(
            f"a {commission.mode} commission with reset {commission.reset} needs 'order_lines', "
            "which these outcomes do not hold"
        )
    lines = outcomes.order_lines
    if not goes_by_order(commission):
        return _on_totals(commission, outcomes, _summed(counted_sales(commission, lines), lines, outcomes))
    orders = in_time(commission, outcomes.months, outcomes.creators, outcomes.draws, lines)
    owed = np.empty(len(lines.owner), dtype=np.int64)
    owed[orders.place] = owed_per_order(commission, orders)
    return _summed(owed, lines, outcomes)


def _on_totals(commission: Commission, outcomes: Outcomes, volumes: IntArray) -> IntArray:
    marginal = commission.mode is CommissionMode.MARGINAL
    owed_for = partial(total_owed, bands=commission.bands, marginal=marginal)
    return accrue(volumes, spans(outcomes.months, commission.reset), owed_for, len(outcomes.months))


def _summed(values: IntArray, lines: OrderLines, outcomes: Outcomes) -> IntArray:
    """Values of orders added up by owner, [creator, month, draw]."""
    shape = (outcomes.creators, len(outcomes.months), outcomes.draws)
    result = np.zeros(outcomes.creators * len(outcomes.months) * outcomes.draws, dtype=np.int64)
    np.add.at(result, lines.owner, values)
    return result.reshape(shape)
