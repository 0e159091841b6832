"""What is open, held, scheduled and carried after every run, worked out slowly with Python's whole numbers.

Written from the rules of paying. What a contract comes to on an outcome is the contract oracle's word; which
outcome counts, what refunds take back and what is paid is said here. Shares nothing with the programme but the nouns.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from influence_cli.model.agreement import HoldFrom, PaymentTerms
from influence_cli.model.contract import Contract, Deduction, PayUnit, SalesBase, Since
from influence_cli.model.payout import Approval, Result, ResultKind

from ..contract.oracle import statements
from ..contract.oracle_commission import Worth, worths
from ..contract.oracle_facts import CreatorFacts, MonthFacts, Sale, cents
from .selling import Order

COUNTS = ("views", "engagements", "clicks", "leads")


@dataclass
class Standing:
    """Where a creator stands after a run."""

    owed: int = 0
    held: int = 0
    scheduled: int = 0
    by_term_and_month: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def carried(self) -> int:
        return self.owed - self.scheduled


@dataclass
class SlowPayer:
    """A campaign under one contract, paid run by run."""

    contract: Contract
    payment: PaymentTerms
    start: date
    weeks: int
    orders: dict[str, Order] = field(default_factory=dict)
    results: dict[str, Result] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)
    """Refunds known when an order began to count."""
    real: set[str] = field(default_factory=set)
    """Orders that count or wait by now: only they make somebody a creator's customer."""
    back: dict[str, dict[str, int]] = field(default_factory=dict)
    """What refunds took back, by creator and month of the run."""
    scheduled: dict[str, int] = field(default_factory=dict)

    def run(self, period: str, rows: Iterable[Order], results: Iterable[Result]) -> dict[str, Standing]:
        self.orders |= {row.id: row for row in rows}
        self.results |= {result.key: result for result in results}
        last_day = month_end(period)
        waiting = set()
        for order in self.orders.values():
            where = self.standing(order, last_day)
            if where == "counts" and order.id not in self.counted:
                self.counted[order.id] = min(order.refunded, goods(order))
            if where == "waits":
                waiting.add(order.id)
        creators = sorted({order.who for order in self.orders.values()} | {r.who for r in self.results.values()})
        self.real = {*self.counted, *waiting}
        posts = {key: self.result_standing(result, last_day) for key, result in self.results.items()}
        self.take_back(period, creators)
        counting = [result for key, result in self.results.items() if posts[key] == "counts"]
        waits = [result for key, result in self.results.items() if posts[key] == "waits"]
        now = self.comes_to(period, creators, set(self.counted), counting)
        later = self.comes_to(period, creators, set(self.counted) | waiting, counting + waits)
        found = {}
        for who in creators:
            owed = sum(now[who].values())
            opened = owed - self.scheduled.get(who, 0)
            if opened > 0 and opened >= self.contract.minimum_payout:
                self.scheduled[who] = owed
            found[who] = Standing(owed, max(sum(later[who].values()) - owed, 0), self.scheduled.get(who, 0), now[who])
        return found

    def standing(self, order: Order, last_day: date) -> str:
        if order.id in self.counted:
            return "counts"
        gone = order.refunded > 0 and order.refunded >= goods(order)
        if order.day < self.start or order.day > last_day or order.state is Approval.CANCELLED or gone:
            return "never"
        begins = order.delivered if self.payment.hold_from is HoldFrom.DELIVERY else order.day
        if order.state is Approval.PENDING or begins is None:
            return "waits"
        return "counts" if begins + timedelta(days=self.payment.hold_days or 0) <= last_day else "waits"

    def result_standing(self, result: Result, last_day: date) -> str:
        if result.day < self.start or result.day > last_day or result.approval is Approval.CANCELLED:
            return "never"
        over = result.day + timedelta(days=self.payment.hold_days or 0) <= last_day
        return "counts" if over and result.approval is Approval.APPROVED else "waits"

    def months(self, period: str) -> list[str]:
        """From the campaign's first to its last or the period's."""
        end = self.start + timedelta(days=7 * self.weeks - 1)
        last = max(f"{end:%Y-%m}", period)
        found = [f"{self.start:%Y-%m}"]
        while found[-1] < last:
            year, month = map(int, found[-1].split("-"))
            found.append(f"{year + month // 12}-{month % 12 + 1:02}")
        return found

    def month_facts(self, period: str) -> list[MonthFacts]:
        days = [self.start + timedelta(days=day) for day in range(7 * self.weeks)]
        hold = timedelta(days=self.payment.hold_days or 0)
        facts = []
        for label in self.months(period):
            year, month = map(int, label.split("-"))
            over = month_end(label) + hold <= month_end(period)
            in_campaign = sum(f"{day:%Y-%m}" == label for day in days)
            facts.append(MonthFacts(year * 10 + (month + 2) // 3, in_campaign, over, in_campaign > 0))
        return facts

    def sale(self, order: Order) -> Sale:
        worth = goods(order)
        now = min(order.refunded, worth)
        refunds = min(self.counted.get(order.id, now), now)
        commission = self.contract.commission
        begin = self.start
        if commission is None or commission.since is Since.FIRST_ORDER:
            whose = (order.who, order.customer)
            real = [self.orders[name] for name in self.real]
            same = [other.day for other in real if order.customer and (other.who, other.customer) == whose]
            begin = min([order.day, *same])
        age = (order.day.year - begin.year) * 12 + order.day.month - begin.month - (order.day.day < begin.day)
        return {
            "gross_sales": order.gross,
            "discounts": order.discount,
            "refunds": refunds,
            "tax": order.tax,
            "shipping": order.shipping,
            "day": order.day.toordinal(),
            "age": age,
        }

    def in_time(self, who: str, label: str, ids: set[str]) -> list[Order]:
        mine = [o for o in self.orders.values() if o.id in ids and o.who == who and f"{o.day:%Y-%m}" == label]
        return sorted(mine, key=lambda order: (order.day, order.second, order.id))

    def facts(self, who: str, period: str, ids: set[str], results: list[Result]) -> CreatorFacts:
        months = self.months(period)
        mine = [result for result in results if result.who == who]
        clicked = {f"{result.day:%Y-%m}" for result in mine if result.kind is ResultKind.CLICKS}

        def quantity(name: str, label: str) -> int:
            return sum(
                getattr(result, name) or 0
                for result in mine
                if f"{result.day:%Y-%m}" == label
                and not (name == "clicks" and label in clicked and result.kind is ResultKind.POST)
            )

        by_month = [self.in_time(who, label, ids) for label in months]
        sales = [[self.sale(order) for order in orders] for orders in by_month]
        counts = {name: [quantity(name, label) for label in months] for name in COUNTS}
        counts["orders"] = [sum(order.count for order in orders) for orders in by_month]
        names = ("gross_sales", "discounts", "refunds", "tax", "shipping")
        return CreatorFacts(
            deliverables=[quantity("deliverables", label) for label in months],
            counts=counts,
            sales=[{name: sum(sale[name] for sale in of_month) for name in names} for of_month in sales],
            orders=sales,
            followers=max((result.followers or 0 for result in mine), default=0),
            boost_revenue=sum(result.boost_revenue or 0 for result in mine),
            boost_spend=sum(result.boost_spend or 0 for result in mine),
        )

    def take_back(self, period: str, creators: list[str]) -> None:
        """What refunds after an order counted have taken by now; what is new belongs to this run's month."""
        months = self.months(period)
        for who in creators:
            orders = [self.in_time(who, label, set(self.counted)) for label in months]
            whole = {order.id for of_month in orders for order in of_month if self.gone(order)}
            taken = 0
            commission = self.contract.commission
            if commission is not None:
                facts = self.facts(who, period, set(self.counted), [])
                found = worths(commission, self.month_facts(period), facts)
                for of_month, worth_of_month in zip(orders, found, strict=True):
                    for order, worth in zip(of_month, worth_of_month, strict=True):
                        taken += self.taken_of(order, worth, whole=order.id in whole)
            for pay in self.contract.unit_pay:
                if pay.unit is PayUnit.ORDER:
                    count = sum(order.count for of_month in orders for order in of_month)
                    left = count - sum(order.count for of_month in orders for order in of_month if order.id in whole)
                    cap = count * pay.amount if pay.cap is None else pay.cap
                    taken += min(count * pay.amount, cap) - min(left * pay.amount, cap)
            so_far = self.back.setdefault(who, {})
            so_far[period] = so_far.get(period, 0) + taken - sum(so_far.values())

    def gone(self, order: Order) -> bool:
        """Whether a counted order was given back whole since."""
        if order.state is Approval.CANCELLED:
            return True
        return order.refunded >= goods(order) and min(order.refunded, goods(order)) > self.counted[order.id]

    def taken_of(self, order: Order, worth: Worth, *, whole: bool) -> int:
        commission = self.contract.commission
        assert commission is not None
        if whole:
            return worth.amount
        if commission.base is SalesBase.GROSS or Deduction.REFUNDS not in commission.deductions:
            return 0
        late = min(order.refunded, goods(order)) - self.counted[order.id]
        late = max(min(late, worth.base), 0)
        if not late:
            return 0
        at_rate = cents(worth.amount * late, worth.base) if worth.rate == -1 else cents(late * worth.rate, 10**6)
        return min(at_rate, max(worth.amount, 0))

    def comes_to(
        self, period: str, creators: list[str], ids: set[str], results: list[Result]
    ) -> Mapping[str, dict[tuple[str, str], int]]:
        months = self.months(period)
        more = {"refunds": [[-self.back[who].get(label, 0) for label in months] for who in creators]}
        facts = [self.facts(who, period, ids, results) for who in creators]
        found = statements(self.contract, self.month_facts(period), facts, more)
        return {
            who: {
                (term, label): amount
                for term, line in statement.lines.items()
                for label, amount in zip(months, line, strict=True)
                if label <= period and amount
            }
            for who, statement in zip(creators, found, strict=True)
        }


def goods(order: Order) -> int:
    return max(order.gross - order.discount - order.tax - order.shipping, 0)


def month_end(label: str) -> date:
    year, month = map(int, label.split("-"))
    return date(year, month, monthrange(year, month)[1])
