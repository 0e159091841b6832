"""Budgets typed on the command line, and a spec at any of them."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from influence_cli.cli.options import worded
from influence_cli.model.errors import SpecError, UsageError
from influence_cli.model.money import from_minor, to_minor
from influence_cli.spec import Override, Parsed, Source, load
from influence_cli.spec.scalars import Money, ScalarError, parse_money, split_range

if TYPE_CHECKING:
    from influence_cli.model.campaign import Campaign
    from influence_cli.model.money import Currency

EXAMPLE = "for example 10k..500k"


def parse_range(text: str, option: str) -> tuple[Money, Money]:
    """Read the two ends of a range of budgets.

    Raises:
        UsageError: It is no range, an end is no amount, or the ends are in the wrong order.
    """
    try:
        ends = split_range(text)
    except ScalarError as error:
        raise UsageError(worded(f"{option} {text}".strip(), error)) from None
    if ends is None:
        raise UsageError(f"{option} {text}: expected a range from a low budget to a high one, {EXAMPLE}")
    low, high = (parse_amount(end, f"{option} {text}", f"a budget above 0 at both ends, {EXAMPLE}") for end in ends)
    if None not in (low.currency, high.currency) and low.currency != high.currency:
        raise UsageError(f"{option} {text}: the ends are in {low.currency} and {high.currency}; expected one currency")
    if low.amount == high.amount:
        raise UsageError(f"{option} {text}: both ends are the same; expected a range, {EXAMPLE}")
    if low.amount > high.amount:
        turned = f"{ends[1]}..{ends[0]}"
        raise UsageError(f"{option} {text}: the range starts above its end; did you mean {turned!r}?")
    currency = low.currency or high.currency
    return Money(low.amount, currency), Money(high.amount, currency)


def parse_amount(text: str, shown: str, expected: str) -> Money:
    """Read an amount of money above 0.

    Args:
        text: The amount.
        shown: The option as typed, for the message.
        expected: What would have been right.

    Raises:
        UsageError: It is none.
    """
    try:
        money = parse_money(text, expected)
    except ScalarError as error:
        raise UsageError(worded(shown.strip(), error)) from None
    if money.amount == 0:
        raise UsageError(f"{shown}: a budget of 0 buys nothing; expected {expected}")
    return money


class Rescaled:
    """A spec at any budget: what is written as a share of the budget follows it.

    Args:
        source: The spec.
        read: Returns the bytes of a file the spec extends.
        overrides: What the command line sets besides the budget.
        typed: The option with the budgets, as typed; the place of problems with them.
        currency: Currency typed with them, or None.
    """

    def __init__(
        self,
        source: Source,
        read: Callable[[str], bytes],
        overrides: Sequence[str | Override],
        typed: str,
        currency: str | None,
    ) -> None:
        self._source = source
        self._read = read
        self._overrides = overrides
        self._typed = typed
        self._code = f" {currency}" if currency else ""

    def parsed(self, amount: Decimal | None) -> Parsed:
        """The spec at a budget in major units, or as it is written for None.

        Raises:
            SpecError: It is wrong there.
        """
        set_budget = [] if amount is None else [Override(f"budget.total={amount:f}{self._code}", self._typed)]
        return load(self._source, self._read, [*self._overrides, *set_budget])

    def first(self, *amounts: Decimal | None) -> Parsed:
        """The spec at the first of some budgets where it is right.

        Raises:
            SpecError: It is wrong at each of them; problems of the first.
        """
        wrong = []
        for amount in amounts:
            try:
                return self.parsed(amount)
            except SpecError as error:
                wrong.append(error)
        raise wrong[0]

    def at(self, currency: "Currency") -> "Callable[[int], Campaign]":
        """A function from a budget in minor units to the campaign at it."""
        return lambda budget: self.parsed(from_minor(budget, currency)).campaign


def in_minor(money: Money, currency: "Currency") -> int:
    """An amount in whole minor units, at least 1."""
    return max(to_minor(money.amount, currency), 1)
