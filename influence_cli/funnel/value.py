"""From orders to money: what customers pay, what is left of it, and what customers are worth later."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def kept_sales(list_sales: ArrayLike, refund_rate: ArrayLike, tax_rate: float) -> Array:
    """List-price sales that stay sold, without tax: sales x (1 - refunds) / (1 + tax)."""
    return np.asarray(list_sales) * (1.0 - np.asarray(refund_rate)) / (1.0 + tax_rate)


def revenue(kept: ArrayLike, discount: float) -> Array:
    """What customers pay for what they keep, after the code's discount, without tax and shipping."""
    return np.asarray(kept) * (1.0 - discount)


def contribution(kept: ArrayLike, gross_margin: ArrayLike, discount: float) -> Array:
    """What is left of first orders after the cost of goods: kept sales x (margin - discount).

    The margin is stated at list price, so goods cost kept sales x (1 - margin) whatever the discount.

    >>> round(float(contribution(1000.0, 0.6, 0.15)), 2)
    450.0
    """
    return np.asarray(kept) * (np.asarray(gross_margin) - discount)


def lifetime_contribution(
    kept: ArrayLike,
    gross_margin: ArrayLike,
    discount: float,
    repeats: ArrayLike,
    viral_coefficient: ArrayLike,
) -> Array:
    """Contribution of first orders, their discounted repeats and the customers they bring.

    kept x ((margin - discount) + margin x repeats + margin x viral x (1 + repeats)): repeats and referred
    customers pay the list price. Referred customers' own referrals are left out.

    Args:
        kept: Kept sales of first orders at list price.
        gross_margin: Gross margin at list price.
        discount: The code's discount on first orders.
        repeats: Discounted further orders per first order (:func:`influence_cli.metrics.formulas.repeat_factor`).
        viral_coefficient: New customers each customer brings.
    """
    margin = np.asarray(gross_margin)
    later = margin * np.asarray(repeats) + margin * np.asarray(viral_coefficient) * (1.0 + np.asarray(repeats))
    total: Array = np.asarray(kept) * ((margin - discount) + later)
    return total
