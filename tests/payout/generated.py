"""Random campaigns: contracts, the histories of orders and posts, and the exports that tell of them."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from influence_cli.model.agreement import HoldFrom, PaymentTerms
from influence_cli.model.contract import Contract, Since
from influence_cli.model.payout import Approval, Result

from ..contract.generated import commissions, contracts
from .oracle import goods, month_end
from .selling import Order, clicks, post

CREATORS = ("anna", "ben", "cleo")
STARTS = (date(2026, 4, 1), date(2027, 12, 15), date(2028, 2, 29), date(2026, 1, 31))


@dataclass
class Told:
    """What one run is told."""

    period: str
    orders: list[Order]
    results: list[Result]


@dataclass
class Story:
    """A campaign, and the exports of its runs in their order."""

    contract: Contract
    payment: PaymentTerms
    start: date
    weeks: int
    runs: list[Told]

    @property
    def last(self) -> str:
        return self.runs[-1].period

    def all_known(self) -> tuple[dict[str, Order], dict[str, Result]]:
        """The last version of everything, in the order in which it was first told."""
        orders: dict[str, Order] = {}
        results: dict[str, Result] = {}
        for told in self.runs:
            orders |= {order.id: order for order in told.orders}
            results |= {result.key: result for result in told.results}
        return orders, results


@st.composite
def payable(draw: st.DrawFn, *, alone: bool = False) -> Contract:
    """Contracts with one price per unit, whose names are used once, and without flat amounts of bands."""
    contract = draw(contracts(alone=alone))
    if draw(st.integers(0, 3)):
        contract = replace(contract, commission=draw(commissions))
    if draw(st.integers(0, 3)):
        contract = replace(contract, cap_per_creator=None, cap_per_campaign=None)
    if draw(st.booleans()):
        contract = replace(contract, minimum_payout=0)
    units = {pay.unit: pay for pay in contract.unit_pay}
    rights = {right.right: right for right in contract.rights}
    commission = contract.commission
    if commission is not None:
        commission = replace(commission, bands=tuple(replace(band, flat=0) for band in commission.bands))
    together = tuple(
        replace(bonus, name=f"together{number}") for number, bonus in enumerate(contract.collective_bonuses)
    )
    return replace(
        contract,
        commission=commission,
        unit_pay=tuple(units.values()),
        rights=tuple(rights.values()),
        collective_bonuses=together,
    )


@st.composite
def stories(
    draw: st.DrawFn,
    terms: st.SearchStrategy[Contract] | None = None,
    *,
    holds: st.SearchStrategy[int] | None = None,
    turns: bool = True,
    whole: bool = False,
) -> Story:
    """Stories of up to five months.

    Args:
        terms: The contracts.
        holds: Days of the hold.
        turns: Whether anything is pending, cancelled, refunded or corrected over time; otherwise everything is
            approved at once and stays as it is.
        whole: Whether the last run is that of the campaign's last month.
    """
    start = draw(st.sampled_from(STARTS))
    weeks = draw(st.integers(1, 20))
    hold = draw(st.sampled_from([0, 0, 5, 14, 30]) | st.integers(0, 60) if holds is None else holds)
    by_delivery = turns and draw(st.integers(0, 4)) == 0
    payment = PaymentTerms(hold_days=hold, hold_from=HoldFrom.DELIVERY if by_delivery else HoldFrom.ORDER)
    contract = draw(payable() if terms is None else terms)
    periods = months_from(start, draw(st.sampled_from([4, 5, 3, 2, 1])))
    if whole:
        weeks = max(((month_end(periods[-1]) - start).days + 1) // 7, 1)
        end = start + timedelta(days=7 * weeks - 1)
        periods += [f"{end:%Y-%m}"] if f"{end:%Y-%m}" > periods[-1] else []
    quiet = 0 if whole else 2
    rng = random.Random(draw(st.integers(0, 2**32 - 1)))
    people = CREATORS[: draw(st.integers(1, 3))]
    scale = draw(st.sampled_from([900, 30_000, 20, 10**7]))
    # A commission that goes by the age of customers is refused where no order names one.
    customers = ("kim", "lou") if _ages(contract) else ("", "", "kim", "lou")
    orders = [
        _history(rng, f"o{number}", people, start, periods, scale, quiet, customers, turns=turns)
        for number in range(draw(st.sampled_from([8, 12, 3, 1, 0])))
    ]
    posts = [
        _post_history(rng, number, people, start, periods, scale, quiet, turns=turns)
        for number in range(draw(st.sampled_from([3, 5, 1, 0])))
    ]
    return Story(contract, payment, start, weeks, exports(rng, periods, orders, posts))


def _ages(contract: Contract) -> bool:
    terms = contract.commission
    return terms is not None and terms.since is Since.FIRST_ORDER and bool(terms.taper or terms.lasts_months)


def months_from(start: date, count: int) -> list[str]:
    """Labels of months, the start's first."""
    return [f"{start.year + (start.month - 1 + n) // 12}-{(start.month - 1 + n) % 12 + 1:02}" for n in range(count)]


Versions = list[Any]
"""What is known of one thing in each period; None before it is known."""


def _history(
    rng: random.Random,
    name: str,
    people: tuple[str, ...],
    start: date,
    periods: list[str],
    scale: int,
    quiet: int,
    customers: tuple[str, ...],
    *,
    turns: bool,
) -> Versions:
    """An order; in the last ``quiet`` periods none is new."""
    last = month_end(periods[max(len(periods) - 1 - quiet, 0)])
    day = start + timedelta(days=rng.randint(-3 if turns else 0, (last - start).days + (3 if turns else 0)))
    gross = rng.randint(0, scale)
    parts: dict[str, Any] = {
        part: rng.choice([0, rng.randint(0, gross // 6)]) for part in ("discount", "tax", "shipping")
    }
    order = Order(
        name,
        rng.choice(people),
        day,
        gross,
        second=rng.randrange(86_400),
        customer=rng.choice(customers),
        delivered=day + timedelta(days=rng.randint(0, 9)) if rng.random() < 0.8 else None,
        count=rng.choice([1, 1, 1, 4]),
        **parts,
    )
    if not turns:
        order = replace(order, delivered=day, refunded=rng.choice([0, 0, rng.randint(0, goods(order))]))
        order = replace(order, refunded=0 if order.refunded == goods(order) else order.refunded)
    else:
        order = replace(order, state=rng.choice([Approval.APPROVED, Approval.APPROVED, Approval.PENDING]))
    versions = _known(rng, order, order.day, periods)
    return _turned(rng, versions, lambda one: _turn_of_order(rng, one)) if turns else versions


def _turn_of_order(rng: random.Random, order: Order) -> Order:
    most = order.gross - order.discount
    match rng.randrange(7):
        case 0 | 1:
            return replace(order, state=Approval.APPROVED)
        case 2:
            return replace(order, refunded=rng.randint(min(order.refunded, most), most))
        case 3:
            return replace(order, refunded=most)
        case 4:
            return replace(order, state=rng.choice(list(Approval)))
        case 5:
            gross = rng.randint(order.discount, 2 * order.gross + 1)
            return replace(order, gross=gross, refunded=min(order.refunded, gross - order.discount))
        case _:
            return replace(order, refunded=rng.randint(0, most), delivered=order.delivered or order.day)


def _post_history(
    rng: random.Random,
    number: int,
    people: tuple[str, ...],
    start: date,
    periods: list[str],
    scale: int,
    quiet: int,
    *,
    turns: bool,
) -> Versions:
    day = start + timedelta(days=rng.randint(0, (month_end(periods[max(len(periods) - 1 - quiet, 0)]) - start).days))
    who = rng.choice(people)
    if rng.random() < 0.2:
        result = replace(clicks(who, day, rng.randint(0, 40)), key=f"clicks:{number}")
    else:
        result = post(
            number,
            who,
            day,
            deliverables=rng.choice([1, 1, 2, 0]),
            views=rng.randint(0, scale),
            engagements=rng.randint(0, scale // 10),
            clicks=rng.randint(0, 40),
            leads=rng.randint(0, 5),
            followers=1_000,
            boost_spend=rng.randint(0, 50),
            boost_revenue=rng.randint(0, 90),
        )
    if turns:
        result = replace(result, approval=rng.choice([Approval.APPROVED, Approval.APPROVED, Approval.PENDING]))
    versions = _known(rng, result, day, periods)

    def turn(one: Result) -> Result:
        if rng.random() < 0.5:
            return replace(one, approval=rng.choice([Approval.APPROVED, *Approval]))
        return replace(one, clicks=rng.randint(0, 40), deliverables=rng.randint(0, 2))

    return _turned(rng, versions, turn) if turns else versions


def _known(rng: random.Random, thing: Any, day: date, periods: list[str]) -> Versions:
    """Known from some period on, mostly that of its day."""
    first = next(n for n, period in enumerate(periods) if day <= month_end(period) or n == len(periods) - 1)
    if rng.random() < 0.3:
        first = rng.randint(max(first - 1, 0), len(periods) - 1)
    return [None] * first + [thing] * (len(periods) - first)


def _turned(rng: random.Random, versions: Versions, turn: Callable[[Any], Any]) -> Versions:
    for place in range(1, len(versions)):
        if versions[place - 1] is not None:
            versions[place] = turn(versions[place - 1]) if rng.random() < 0.5 else versions[place - 1]
    return versions


def exports(rng: random.Random, periods: list[str], orders: list[Versions], posts: list[Versions]) -> list[Told]:
    """One to three runs a period. Each tells what is new and some of what is old, in any order."""
    runs = []
    told: dict[str, Any] = {}
    for place, period in enumerate(periods):
        pieces = rng.choice([1, 1, 2, 3])
        for piece in range(pieces):
            of_run = Told(period, [], [])
            for things, rows in ((orders, of_run.orders), (posts, of_run.results)):
                for thing in things:
                    now = thing[place]
                    if now is None:
                        continue
                    key = now.id if isinstance(now, Order) else now.key
                    news = told.get(key) != now and (piece == pieces - 1 or rng.random() < 0.5)
                    if news or (told.get(key) == now and rng.random() < 0.4):
                        told[key] = now
                        rows.append(now)
                rng.shuffle(rows)
            runs.append(of_run)
    return runs
