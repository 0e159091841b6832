"""Amounts of a spec as whole minor units of one currency."""

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from influence_cli.model.benchmark import BenchmarkSet
from influence_cli.model.campaign import Budget
from influence_cli.model.money import Currency, to_minor
from influence_cli.spec.findings import Findings
from influence_cli.spec.nodes import Path
from influence_cli.spec.scalars import Money, Share
from influence_cli.spec.schema import BudgetSpec, CampaignSpec
from influence_cli.spec.text import listed, nearest

DOLLAR = "USD"
"""Currency of benchmark figures, and of a spec that names none."""


@dataclass(frozen=True, slots=True)
class Purse:
    """The campaign's currency and how benchmark dollars become it.

    Attributes:
        currency: Currency of every amount.
        usd_rate: Units of the currency per US dollar.
        findings: Where problems go.
    """

    currency: Currency
    usd_rate: Decimal
    findings: Findings

    def minor(self, money: Money, path: Path) -> int:
        """An amount in whole minor units; another currency, or less than one unit, is a problem."""
        if money.currency not in (None, self.currency.code):
            self.findings.error(
                "currency-mismatch",
                path,
                f"this amount is in {money.currency}, the budget in {self.currency.code}",
                f"every amount in {self.currency.code}",
            )
        cents = to_minor(money.amount, self.currency)
        if money.amount > 0 and cents == 0:
            self.findings.error(
                "below-minor-unit",
                path,
                f"{money.amount} {self.currency.code} is less than the smallest amount that can be paid",
                f"at least {Decimal(1) / self.currency.minor} {self.currency.code}, or 0",
            )
        return cents

    def price(self, money: Money, path: Path) -> int:
        """Like :meth:`minor`, for a price that is multiplied: parts of a minor unit are a problem."""
        cents = self.minor(money, path)
        if cents and cents != money.amount * self.currency.minor:
            self.findings.error(
                "below-minor-unit",
                path,
                f"{money.amount} {self.currency.code} is not paid in whole units of "
                f"{Decimal(1) / self.currency.minor} {self.currency.code}, and would be rounded before it counts",
                f"for example {Decimal(cents) / self.currency.minor} {self.currency.code}",
            )
        return cents

    def optional(self, money: Money | None, path: Path) -> int | None:
        """Like :meth:`minor`; nothing stays nothing."""
        return None if money is None else self.minor(money, path)

    def part(self, amount: Money | Share | None, total: int, path: Path) -> int:
        """Money, or a share of a total, half-up; nothing is 0."""
        if amount is None:
            return 0
        if isinstance(amount, Share):
            return half_up(total * amount.fraction)
        return self.minor(amount, path)

    def dollars(self, amount: float) -> float:
        """US dollars in minor units of the currency, not rounded."""
        return float(Decimal(str(amount)) * self.usd_rate * self.currency.minor)


USUAL_MINIMUM_USD = 25
"""Smallest payout that is worth its transfer, in US dollars; what payout platforms commonly start at."""

_CLEAN = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)


def clean(amount: float) -> str:
    """The nearest number of one or two digits that people would pick; for examples in any currency.

    >>> [clean(dollars * 150) for dollars in (25, 0.01)], clean(25 * 0.89), clean(25)
    (['4000', '1.5'], '20', '25')
    """
    power = 10.0 ** math.floor(math.log10(amount))
    digits = min(_CLEAN, key=lambda step: abs(step - amount / power))
    return f"{digits * power:.2f}".rstrip("0").rstrip(".")


def half_up(amount: Decimal) -> int:
    """The nearest whole number, halves away from 0."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def purse(spec: CampaignSpec, benchmarks: BenchmarkSet, findings: Findings) -> Purse:
    """The currency and the rate of the dollar: the spec's, else the benchmark set's, else a problem."""
    code = _code(spec.budget, findings)
    if spec.budget.usd_rate is not None:
        if code == DOLLAR and spec.budget.usd_rate != 1:
            findings.error("bad-usd-rate", ("budget", "usd_rate"), "a dollar is worth one dollar", "no usd_rate")
        return Purse(Currency(code), spec.budget.usd_rate, findings)
    if code == DOLLAR:
        return Purse(Currency(code), Decimal(1), findings)
    rate = benchmarks.usd_rates.get(code)
    if rate is None:
        known = (DOLLAR, *sorted(benchmarks.usd_rates))
        findings.error(
            "fx-missing",
            ("budget", "currency"),
            f"no exchange rate is known for {code}, and benchmark figures are in US dollars",
            f"budget.usd_rate: how many {code} a dollar buys (rates are known for {listed(known, 'and')})",
            nearest(code, known),
        )
        return Purse(Currency(code), Decimal(1), findings)
    return Purse(Currency(code), Decimal(str(rate.typical)), findings)


def _code(budget: BudgetSpec, findings: Findings) -> str:
    written = budget.total.currency
    if budget.currency is not None and written not in (None, budget.currency):
        findings.error(
            "currency-mismatch",
            ("budget", "total"),
            f"the budget is in {written} here and in {budget.currency} by budget.currency",
            "one of the two",
        )
    return budget.currency or written or DOLLAR


def budget(spec: CampaignSpec, money: Purse) -> tuple[Budget, int]:
    """The limit, and the boost spend that is part of it, both in minor units."""
    total = to_minor(spec.budget.total.amount, money.currency)
    if total < 1:
        money.findings.error(
            "budget-zero",
            ("budget", "total"),
            "there is no money to plan with",
            f"a budget of at least {Decimal(1) / money.currency.minor} {money.currency.code}",
        )
    reserve = money.part(spec.budget.reserve, total, ("budget", "reserve"))
    tools = money.part(spec.budget.tools, total, ("budget", "tools"))
    boost = 0
    if spec.amplification is not None:
        boost = money.part(spec.amplification.budget, total, ("amplification", "budget"))
        if boost and not spec.amplification.top:
            money.findings.error(
                "boost-without-posts",
                ("amplification", "top"),
                "there is money to boost posts, but no creator's posts are boosted",
                "a share above 0%, for example 20%",
            )
    taken = reserve + tools + boost
    if total >= 1 and taken >= total:
        amounts: tuple[tuple[str, int, Path], ...] = (
            ("reserve", reserve, ("budget", "reserve")),
            ("tools", tools, ("budget", "tools")),
            ("boost", boost, ("amplification", "budget")),
        )
        parts = {name: path for name, amount, path in amounts if amount}
        takes, leave = ("takes", "leaves") if len(parts) == 1 else ("take", "leave")
        money.findings.error(
            "budget-overcommitted",
            ("budget",),
            f"{listed(parts, 'and')} {takes} {taken / total:.0%} of the budget and {leave} nothing for creators",
            "less than 100%",
            causes=tuple(parts.values()),
        )
    return Budget(total, reserve, tools), boost
