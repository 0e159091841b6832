"""From what is earned to what is paid: minimum payouts and balances carried from month to month."""

import numpy as np

from influence_cli.contract.outcomes import IntArray


def settle(earned: IntArray, minimum: int) -> tuple[IntArray, IntArray]:
    """Payments by month, and the balance left at the end.

    A balance is paid in the month in which it is equal to or above the minimum, else it is carried to the
    next month (Krisp help: months below the minimum are carried and paid in the month in which the sum is
    equal to or above it). A balance below 0 is carried and netted against later months, never collected (Tolt
    docs: a negative commission is netted on the next payout).

    Args:
        earned: [creator, month, draw].
        minimum: Minimum payout, at least 0; 0 pays every balance above 0.

    Returns:
        Paid [creator, month, draw] and carried [creator, draw].
    """
    if minimum == 0 and (not earned.size or int(earned.min()) >= 0):
        return earned, np.zeros((earned.shape[0], earned.shape[2]), dtype=np.int64)
    paid = np.empty(earned.shape, dtype=np.int64)
    balance = np.zeros((earned.shape[0], earned.shape[2]), dtype=np.int64)
    for month in range(earned.shape[1]):
        balance += earned[:, month]
        np.multiply(balance, balance >= minimum, out=paid[:, month])
        balance -= paid[:, month]
    return paid, balance
