"""Why a line stands in a statement, in a few words; they go into the journal with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from influence_cli.contract.engine import Outcomes
from influence_cli.contract.rated import RatedOrders
from influence_cli.contract.reading import deducted
from influence_cli.contract.units import UNIT_FIELDS, UNIT_TERMS
from influence_cli.model.contract import (
    Bonus,
    CollectiveBonus,
    Commission,
    CommissionMode,
    Condition,
    Contract,
    Deduction,
    Match,
    PayUnit,
    Retainer,
    RightsFee,
    UnitPay,
)
from influence_cli.model.money import PPM, Currency, in_words, percent
from influence_cli.model.payout import EntryKind, Result
from influence_cli.payout.achieving import Events
from influence_cli.payout.lines import NO_RATE
from influence_cli.payout.merging import BoolArray

_UNIT_WORDS = {
    PayUnit.THOUSAND_VIEWS: ("view", "1,000 views"),
    PayUnit.CLICK: ("click", "click"),
    PayUnit.ORDER: ("order", "order"),
    PayUnit.LEAD: ("lead", "lead"),
}
_MONEY = ("gross_sales", "revenue")
"""Metrics of conditions that are amounts."""

_ROUNDING = 1
"""What rounding running totals may add to an order, in minor units."""


def order_notes(
    commission: Commission, rated: RatedOrders, chosen: BoolArray, events: Events, currency: Currency
) -> Mapping[int, str]:
    """What base, rate and amount do not say about single orders, by row.

    Args:
        commission: The terms.
        rated: What each order is worth.
        chosen: Orders to look at.
        events: The orders.
        currency: Currency of amounts.
    """
    whole = rated.base * np.maximum(rated.rate, 0) // PPM
    flat = any(band.flat for band in commission.bands)
    ends = commission.lasts_months is not None or bool(commission.taper)
    ignored = Deduction.REFUNDS not in deducted(commission)
    odd = rated.rate == NO_RATE
    odd |= flat & (np.abs(rated.amount - whole) > _ROUNDING)
    odd |= ends & (rated.rate == 0)
    odd |= ignored & (events.refunds > 0)
    found = {}
    for at in np.flatnonzero(chosen & odd).tolist():
        parts = [*_parts(commission, rated, at, currency)]
        if ends and rated.rate[at] == 0:
            parts.append("after the commission's last month")
        if ignored and events.refunds[at] > 0:
            parts.append(f"{in_words(int(events.refunds[at]), currency)} refunded, which it does not deduct")
        found[int(events.rows[at])] = "; ".join(parts)
    return found


def _parts(commission: Commission, rated: RatedOrders, at: int, currency: Currency) -> Iterator[str]:
    """The parts of an order in several bands, and what entering a band brought."""
    base, rate, amount = int(rated.base[at]), int(rated.rate[at]), int(rated.amount[at])
    slices = [(base, rate)] if rate != NO_RATE else [*_slices(commission, int(rated.before[at]), base)]
    if len(slices) > 1:
        yield " and ".join(f"{in_words(part, currency)} at {percent(of)}" for part, of in slices)
    flat = amount - sum(part * of for part, of in slices) // PPM
    if any(band.flat for band in commission.bands) and abs(flat) > _ROUNDING:
        yield f"with {in_words(_nearest_flat(commission, flat), currency)} for reaching a band"


def _slices(commission: Commission, before: int, base: int) -> Iterator[tuple[int, int]]:
    """What of an order lies in which band: amounts with their rates."""
    if commission.mode is not CommissionMode.MARGINAL:
        before = 0
    low, high = min(before, before + base), max(before, before + base)
    ends = [band.start for band in commission.bands[1:]] + [max(high, commission.bands[-1].start) + 1]
    for number, (band, end) in enumerate(zip(commission.bands, ends, strict=True)):
        start = band.start if number else min(low, 0)
        part = min(high, end) - max(low, start)
        if part > 0:
            yield (part if base >= 0 else -part), band.rate


def _nearest_flat(commission: Commission, amount: int) -> int:
    """The sum of flat amounts that an amount is, up to rounding."""
    sums = [0]
    for band in commission.bands:
        sums += [known + band.flat for known in sums]
        sums = sorted(set(sums))[:_MOST_SUMS]
    return min(sums, key=lambda known: abs(known - amount))


_MOST_SUMS = 4_096


_MOST_NAMED = 5


def changed_orders(ids: Sequence[str]) -> str:
    """Which orders changed since they were paid.

    >>> changed_orders(["S-1"]), changed_orders([f"S-{i}" for i in range(8)])
    ('the export changed order S-1', 'the export changed orders S-0, S-1, S-2, S-3, S-4 and 3 more')
    """
    named = ", ".join(ids[:_MOST_NAMED])
    more = f" and {len(ids) - _MOST_NAMED:,} more" if len(ids) > _MOST_NAMED else ""
    return f"the export changed {'order' if len(ids) == 1 else 'orders'} {named}{more}"


@dataclass(frozen=True, slots=True)
class Notes:
    """Writes the notes of one contract's lines.

    Attributes:
        contract: The terms.
        currency: Currency of amounts.
        places: Index of each creator by key.
    """

    contract: Contract
    currency: Currency
    places: Mapping[str, int]

    def post(self, result: Result) -> str:
        """What a post was: its title and platform, and whether it was late."""
        parts = [result.title or "post", result.platform, "late" if result.on_time is False else ""]
        return ", ".join(part for part in parts if part)

    def difference(
        self, kind: EntryKind, term: str, outcomes: Outcomes, creator: str, month: str, amount: int, *, known: bool
    ) -> str:
        """Why a term's amount of a month changed."""
        if kind is EntryKind.CORRECTED:
            return "an export or the contract says something else now"
        if term == "commission":
            if amount < 0:
                return "counted in the month in which the band was reached"
            return "true-up of earlier orders" if known else "on the total of the month"
        return self._rule(term, outcomes, creator, month)

    def _rule(self, term: str, outcomes: Outcomes, creator: str, month: str) -> str:
        contract = self.contract
        labels = [span.label for span in outcomes.months]
        if month not in labels:
            return ""
        at = labels.index(month)
        for pay in contract.unit_pay:
            if UNIT_TERMS[pay.unit] == term:
                units = int(getattr(outcomes, UNIT_FIELDS[pay.unit])[self.places[creator], at, 0])
                return self._units(pay, units)
        for right in contract.rights:
            if right.right.value == term:
                return self._right(right)
        bonuses: tuple[Bonus | CollectiveBonus, ...] = (*contract.bonuses, *contract.collective_bonuses)
        for bonus in bonuses:
            if bonus.name == term:
                return self._reached(bonus)
        match term:
            case "guarantee" if contract.minimum_guarantee is not None:
                return f"tops up to {in_words(contract.minimum_guarantee, self.currency)}"
            case "cap":
                return "above the most that the contract pays"
            case "retainer" if contract.retainer is not None:
                return self._retainer(contract.retainer, outcomes.months[at].days)
            case _:
                return ""

    def _units(self, pay: UnitPay, units: int) -> str:
        word, price_of = _UNIT_WORDS[pay.unit]
        cap = "" if pay.cap is None else f", {in_words(pay.cap, self.currency)} at most in all"
        return f"{plural(units, word)} in the month at {in_words(pay.amount, self.currency)} per {price_of}{cap}"

    def _right(self, right: RightsFee) -> str:
        if right.share:
            return f"{percent(right.share)} of all fees so far per 30 days, for {plural(right.days, 'day')}"
        return f"for {plural(right.days, 'day')}"

    def _retainer(self, retainer: Retainer, days: int) -> str:
        return f"{plural(days, 'day')} of the campaign at {in_words(retainer.monthly, self.currency)} per 30 days"

    def _reached(self, bonus: Bonus | CollectiveBonus) -> str:
        joined = " and " if bonus.match is Match.ALL else " or "
        return "reached: " + joined.join(map(self._condition, bonus.conditions))

    def _condition(self, condition: Condition) -> str:
        threshold = condition.threshold
        if condition.metric in _MONEY:
            words = in_words(threshold, self.currency)
        else:
            words = f"{threshold:,.0f}" if threshold == round(threshold) else f"{threshold:g}"
        return f"{condition.metric} {condition.operator} {words}"


def plural(number: int, word: str) -> str:
    """A number of things.

    >>> plural(1, "order"), plural(2_000, "view")
    ('1 order', '2,000 views')
    """
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
