"""Reading outcomes: fields that must be there, and net sales."""

from collections.abc import Callable, Iterable

import numpy as np

from influence_cli.contract.outcomes import IntArray, OrderLines, Outcomes
from influence_cli.model.contract import Commission, Deduction, SalesBase

DEDUCTION_FIELDS = {
    Deduction.DISCOUNT: "discounts",
    Deduction.REFUNDS: "refunds",
    Deduction.TAX: "tax",
    Deduction.SHIPPING: "shipping",
}
"""The field of Outcomes that holds each deduction."""


def field(outcomes: Outcomes, name: str) -> IntArray:
    """A field that a term reads.

    Raises:
        ValueError: If the outcomes do not hold it.
    """
    values: IntArray | None = getattr(outcomes, name)
    if values is None:
        raise ValueError(f"the contract needs {name!r}, which these outcomes do not hold")
    return values


def at_month(outcomes: Outcomes, name: str, month: int) -> IntArray:
    """One month of a field of shape [creator, month, draw], as a view [creator, draw]."""
    values = field(outcomes, name)
    return values[:, month if values.shape[1] > 1 else 0]


def deducted(commission: Commission) -> frozenset[Deduction]:
    """What the commission's sales are reduced by: nothing where the base is gross."""
    return commission.deductions if commission.base is SalesBase.NET else frozenset()


def sales(read: Callable[[str], IntArray], deductions: Iterable[Deduction]) -> IntArray:
    """Gross sales less the chosen deductions, in the shape the fields broadcast to."""
    base = read("gross_sales")
    owned = False
    for deduction in sorted(deductions):
        less = read(DEDUCTION_FIELDS[deduction])
        if owned and np.broadcast_shapes(base.shape, less.shape) == base.shape:
            base -= less
        else:
            base, owned = base - less, True
    return base


def order_sales(lines: OrderLines, deductions: Iterable[Deduction]) -> IntArray:
    """Gross sales less the chosen deductions, of each order; a deduction that is missing is 0."""
    base = lines.gross_sales
    for deduction in sorted(deductions):
        less = getattr(lines, DEDUCTION_FIELDS[deduction])
        if less is not None:
            base = base - less
    return base
