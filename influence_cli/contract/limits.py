"""Guarantees and caps on what the terms add up to.

The order is: cap per creator, guarantee, cap per campaign. A cap always wins over a guarantee: it is the last
word on what the brand can be made to pay. No published total combines the two; the order is this programme's.
"""

import numpy as np

from influence_cli.contract.outcomes import IntArray
from influence_cli.contract.rounding import apportion


def capped_per_creator(earned: IntArray, cap: int) -> IntArray:
    """What the cap takes away, by month (below 0, or above 0 where a later refund makes room again).

    Months pay in full until the running total reaches the cap, so that each creator's campaign comes to the
    smaller of total and cap.

    Args:
        earned: [creator, month, draw].
        cap: Most that one creator is owed over the campaign.

    Returns:
        [creator, month, draw].
    """
    allowed = np.minimum(np.cumsum(earned, axis=1), cap)
    allowed[:, 1:] -= allowed[:, :-1].copy()
    allowed -= earned
    return allowed


def top_up(earned: IntArray, guarantee: int, delivered: IntArray) -> IntArray:
    """What lifts each creator's campaign to the guarantee, in the last month, [creator, month, draw].

    A creator who delivered nothing in the campaign has no claim to it.

    Args:
        earned: [creator, month, draw], after the cap per creator.
        guarantee: The smaller of guarantee and cap per creator.
        delivered: Deliverables over the campaign, [creator].
    """
    lines = np.zeros_like(earned)
    missing = np.maximum(guarantee - earned.sum(axis=1), 0)
    lines[:, -1] = missing * (delivered > 0)[:, None]
    return lines


def capped_per_campaign(earned: IntArray, cap: int) -> IntArray:
    """What the cap on all creators together takes away, by creator and month.

    First months first: a month is paid in full while the running total of all creators stays within the cap.
    In the month that exceeds it, what creators earn is reduced in proportion, to the cent by largest
    remainder (lines below 0 stay whole). Where later refunds bring the total down again, what was taken is
    given back in proportion. The campaign comes to the smaller of total and cap, in every draw.

    Args:
        earned: [creator, month, draw].
        cap: Most that all creators together are owed over the campaign.

    Returns:
        [creator, month, draw].
    """
    lines = np.zeros_like(earned)
    over = np.maximum(np.cumsum(earned.sum(axis=0), axis=0) - cap, 0)
    bound = over.any(axis=0).nonzero()[0]
    cut = np.zeros((len(earned), len(bound)), dtype=np.int64)
    before = np.zeros(len(bound), dtype=np.int64)
    for month in range(earned.shape[1]):
        more = over[month, bound] - before
        before = over[month, bound]
        positive = np.maximum(earned[:, month, bound], 0)
        pool = positive.sum(axis=0)
        kept = apportion(np.where(more > 0, pool - more, 0), positive)
        change = np.where(more > 0, kept - positive, apportion(np.maximum(-more, 0), cut))
        cut -= change
        lines[:, month, bound] = change
    return lines
