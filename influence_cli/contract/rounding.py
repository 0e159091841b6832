"""Exact arithmetic on whole minor units: the one rounding rule and the one way to split a sum.

Half-up to the minor unit, symmetric for negative amounts (half away from zero), applied once per line.
Source of half-up: dub's sale-earnings tests (500 cents at 2.9% are 15 cents; floats made it 14).
"""

import numpy as np

from influence_cli.contract.outcomes import IntArray
from influence_cli.model.money import PPM

INT64_MAX = int(np.iinfo(np.int64).max)


def scaled(amounts: IntArray, numerator: int, denominator: int) -> IntArray:
    """``amounts * numerator / denominator``, half away from zero, exact as long as the result fits int64.

    Args:
        amounts: Any shape, of either sign.
        numerator: At least 0.
        denominator: Even, above 0; ``numerator * denominator`` fits int64.

    >>> scaled(np.array([500, 15, -15, 4]), 29_000, 1_000_000).tolist()
    [15, 0, 0, 0]
    >>> scaled(np.array([15, -15, 10**18]), 100_000, 1_000_000).tolist()
    [2, -2, 100000000000000000]
    """
    half = denominator // 2
    low, high = bounds(amounts)
    if max(high, -low) * numerator <= INT64_MAX - half:
        result = amounts * np.int64(numerator)
        result += half
        if low < 0:
            result -= amounts < 0
        result //= denominator
        return result
    whole = amounts // denominator
    part = amounts - whole * denominator
    part *= numerator
    part += half
    part -= amounts < 0
    part //= denominator
    whole *= numerator
    whole += part
    return whole


def rated(amounts: IntArray, rates: IntArray, wholes: IntArray, parts: IntArray) -> IntArray:
    """``amounts * rates / PPM + wholes + parts / PPM``, half away from zero, once; ``0 <= parts < PPM``.

    Exact as long as the result fits int64. The result must have the sign of its amount. All arrays broadcast.
    """
    whole = amounts // PPM
    part = amounts - whole * PPM
    part = part * rates + parts
    part += PPM // 2
    part -= amounts < 0
    part //= PPM
    part += whole * rates
    part += wholes
    return part


def apportion(totals: IntArray, weights: IntArray) -> IntArray:
    """Split each total over the rows in proportion to their weights, to the cent, by largest remainder.

    Equal remainders go to the first rows. A share never exceeds its weight while the total does not exceed
    the sum of weights.

    Args:
        totals: [draw], at least 0, and 0 where all weights are 0.
        weights: [row, draw], at least 0; each column's sum fits int64.

    Returns:
        Shares [row, draw]; every column sums to its total.

    >>> apportion(np.array([100]), np.array([[1], [1], [1]])).ravel().tolist()
    [34, 33, 33]
    """
    sums = np.maximum(weights.sum(axis=0), 1)
    shares: IntArray
    remainders: IntArray
    if peak(totals) * peak(weights) > INT64_MAX:
        product = totals.astype(object) * weights.astype(object)
        shares = (product // sums).astype(np.int64)
        remainders = (product % sums).astype(np.int64)
    else:
        shares, remainders = np.divmod(totals * weights, sums)
    missing = totals - shares.sum(axis=0)
    order = np.argsort(-remainders, axis=0, kind="stable")
    extra = (np.arange(len(weights))[:, None] < missing).astype(np.int64)
    np.put_along_axis(shares, order, np.take_along_axis(shares, order, axis=0) + extra, axis=0)
    return shares


def peak(values: IntArray) -> int:
    """Largest absolute value as a Python integer; 0 for an empty array."""
    low, high = bounds(values)
    return max(high, -low)


def bounds(values: IntArray) -> tuple[int, int]:
    """Smallest and largest value as Python integers; 0 and 0 for an empty array."""
    return (int(values.min()), int(values.max())) if values.size else (0, 0)
