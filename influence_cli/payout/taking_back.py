"""What refunds take back after an order was counted: the rate of its sale, and nothing else changes.

Source of the rule: Tolt docs, commission lifecycle (a refund after payment posts a negative commission, netted on
the next payout). Half-up to the minor unit for all that was refunded of an order so far, so that several refunds
add up to what one would have taken.
"""

from dataclasses import dataclass

import numpy as np

from influence_cli.contract.outcomes import IntArray
from influence_cli.contract.rated import RatedOrders
from influence_cli.contract.reading import deducted
from influence_cli.contract.rounding import scaled
from influence_cli.model.contract import Commission, Deduction
from influence_cli.model.money import PPM
from influence_cli.payout.lines import NO_RATE
from influence_cli.payout.merging import BoolArray


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What is taken back of each order so far, all arrays [order].

    Attributes:
        base: Sales that no longer count, at least 0.
        amount: Commission for them, at least 0 (below 0 only where the commission was).
    """

    base: IntArray
    amount: IntArray


def commission_taken_back(
    commission: Commission, rated: RatedOrders, whole: BoolArray, counted: IntArray, refunded: IntArray
) -> TakenBack:
    """Commission that refunds take back.

    An order that was refunded in full or cancelled gives back all it brought at its rate, whatever the
    commission deducts; a refund in part lowers a commission that deducts refunds, at the rate of the sale.

    Args:
        commission: The terms.
        rated: What each order is worth under them.
        whole: Whether nothing is left of the order since it was counted.
        counted: Refunds that lowered the order when it was counted.
        refunded: Refunds known now, at most what the goods came to.
    """
    deducts = Deduction.REFUNDS in deducted(commission)
    late = np.where(whole, rated.base, (refunded - counted) if deducts else 0)
    late = np.clip(late, 0, np.maximum(rated.base, 0))
    flat = any(band.flat for band in commission.bands)
    at_rate = np.zeros_like(late)
    for rate in np.unique(rated.rate[late > 0]).tolist():
        here = (rated.rate == rate) & (late > 0)
        if rate == NO_RATE:
            at_rate[here] = _in_proportion(rated.amount[here], late[here], rated.base[here])
        else:
            at_rate[here] = scaled(late[here], rate, PPM)
    amount = at_rate if flat else np.where(whole, rated.amount, np.minimum(at_rate, np.maximum(rated.amount, 0)))
    return TakenBack(late, np.where(late > 0, amount, 0))


def _in_proportion(amount: IntArray, part: IntArray, whole: IntArray) -> IntArray:
    """``amount * part / whole``, half away from zero, exactly."""
    exact = [
        (2 * abs(a) * p + w) // (2 * w) * (1 if a >= 0 else -1)
        for a, p, w in zip(amount.tolist(), part.tolist(), whole.tolist(), strict=True)
    ]
    return np.array(exact, dtype=np.int64)
