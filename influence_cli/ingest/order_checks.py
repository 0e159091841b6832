"""What the amounts of an order must be to each other, and what a state says about its refund."""

from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from influence_cli.contract.outcomes import IntArray
from influence_cli.ingest.states import Refunded
from influence_cli.payout.facts import OrderState

REFUND_STATES: Mapping[Refunded, int] = {Refunded.FULLY: 3, Refunded.PARTLY: 4}
"""Beside the numbers of ``OrderState``, until the refund is known."""


class Note(Protocol):
    """Takes the rows that are wrong in some way, and what is wrong, what was expected."""

    def __call__(self, column: str, rows: list[int], what: str, expected: str) -> None:
        """Note them."""


def check_amounts(amounts: Mapping[str, IntArray], good: NDArray[np.bool_], note: Note) -> None:
    """Note orders whose parts are more than the whole.

    Args:
        amounts: ``gross``, ``discount``, ``tax``, ``shipping`` and ``refunded`` in minor units. [order]
        good: Orders that could be read. [order]
        note: Takes what is wrong.
    """
    paid = amounts["gross"] - amounts["discount"]
    above = amounts["discount"] + amounts["tax"] + amounts["shipping"] > amounts["gross"]
    refund = amounts["refunded"] > paid
    wrong = np.flatnonzero(good & (above | refund))
    parts = [row for row in wrong.tolist() if above[row]]
    refunds = [row for row in wrong.tolist() if refund[row]]
    note(
        "gross",
        parts,
        "discount, tax and shipping together are above the gross amount",
        "a gross amount before the discount, with tax and shipping",
    )
    note("refunded", refunds, "the refund is above what the customer paid", "at most gross less the discount")


def settle_refunds(
    state: IntArray, amounts: Mapping[str, IntArray], good: NDArray[np.bool_], note: Note
) -> tuple[IntArray, IntArray]:
    """States and refunds, once words such as refunded are understood.

    A refunded order without an amount (or with 0) was refunded in full; of one that was refunded in part the
    amount must be stated.

    Args:
        state: ``OrderState`` or one of ``REFUND_STATES``. [order]
        amounts: As for the checks.
        good: Orders that could be read. [order]
        note: Takes what is wrong.
    """
    refunded = amounts["refunded"]
    fully, partly = (state == REFUND_STATES[kind] for kind in (Refunded.FULLY, Refunded.PARTLY))
    missing = partly & (refunded == 0) & good
    note(
        "refunded",
        np.flatnonzero(missing).tolist(),
        "the order was refunded in part, and no amount is stated",
        "the amount that was refunded",
    )
    refunded = np.where(fully & (refunded == 0), amounts["gross"] - amounts["discount"], refunded)
    return np.where(fully | partly, int(OrderState.APPROVED), state), refunded
