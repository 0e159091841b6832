"""What the creators of one contract achieved, as the contract engine reads it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from influence_cli.contract.engine import needs, needs_order_lines
from influence_cli.contract.needs import needs_order_ages
from influence_cli.contract.outcomes import IntArray, OrderLines, Outcomes
from influence_cli.model.contract import Contract, Since
from influence_cli.model.payout import Payee, Result, ResultKind
from influence_cli.payout.calendar import Calendar, months_between
from influence_cli.payout.facts import Orders
from influence_cli.payout.merging import BoolArray

_FROM_ORDERS = {
    "orders": "count",
    "gross_sales": "gross",
    "discounts": "discount",
    "tax": "tax",
    "shipping": "shipping",
}
"""Fields of Outcomes and the column of orders each is the sum of; refunds are those that count."""

_FROM_RESULTS = {
    "views": "views",
    "engagements": "engagements",
    "clicks": "clicks",
    "leads": "leads",
    "orders": "orders",
    "gross_sales": "gross",
    "discounts": "discount",
    "refunds": "refunded",
    "tax": "tax",
    "shipping": "shipping",
}
_BOOSTS = {"boost_revenue": "boost_revenue", "boost_spend": "boost_spend"}


@dataclass(frozen=True, slots=True)
class Members:
    """The creators under one contract.

    Attributes:
        contract: The terms; fees that creators agreed on stand in ``fees``.
        payees: The creators, in the order of their keys.
        place: Index of each payee of the campaign among them, -1 for others. [payee]
        fees: Flat fee of each, minor units.
        hold_days: Days of the hold.
    """

    contract: Contract
    payees: tuple[Payee, ...]
    place: IntArray
    fees: IntArray
    hold_days: int


@dataclass(frozen=True, slots=True)
class Timing:
    """When the orders of a campaign happened.

    Attributes:
        rank: Order among those of the same creator and moment. [order]
        first: Day of the first order of the same customer with the same creator; the order's own where no
            customer is stated. [order]
    """

    rank: IntArray
    first: IntArray


@dataclass(frozen=True, slots=True)
class Events:
    """What counts, or would count if nothing waited.

    Attributes:
        rows: Rows of the orders, in the order of creator, time and id.
        creator: Index of the member of each of these orders.
        month: Month of each of these orders.
        refunds: Refunds that lower each of these orders.
        age: Whole months since each of these orders' beginning (the customer's first order, or the
            campaign's first day, as the commission says); 0 where it does not matter.
        results: Results with the index of their member.
    """

    rows: IntArray
    creator: IntArray
    month: IntArray
    refunds: IntArray
    age: IntArray
    results: tuple[tuple[int, Result], ...]


def events_of(
    members: Members,
    calendar: Calendar,
    orders: Orders,
    payee: IntArray,
    rows: IntArray,
    refunds: IntArray,
    timing: Timing,
    results: Iterable[tuple[int, Result]],
) -> Events:
    """The events of one contract's creators.

    Args:
        members: The creators.
        calendar: The months.
        orders: All orders of the campaign.
        payee: Index of each order's payee.
        rows: Rows of the orders to take; those of other contracts are passed over.
        refunds: Refunds that lower each order.
        timing: When orders happened.
        results: Results to take, with the index of their payee.
    """
    place = members.place[payee[rows]]
    rows, place = rows[place >= 0], place[place >= 0]
    in_time = np.lexsort((timing.rank[rows], orders.second[rows], orders.day[rows], place))
    rows, place = rows[in_time], place[in_time]
    commission = members.contract.commission
    since_start = commission is not None and commission.since is Since.START
    age = np.zeros(len(rows), dtype=np.int64)
    if needs_order_ages(members.contract):
        begin = np.full(len(rows), calendar.first_day) if since_start else timing.first[rows]
        age = months_between(begin, orders.day[rows])
    own = tuple((int(members.place[who]), result) for who, result in results if members.place[who] >= 0)
    return Events(
        rows,
        place,
        calendar.month_of(orders.day[rows]),
        refunds[rows],
        age,
        own,
    )


def timing_of(orders: Orders, payee: IntArray, real: BoolArray) -> Timing:
    """When orders happened.

    Orders of the same moment follow one another by their ids, so that the rows of an export may come in any
    order.

    Args:
        orders: The orders.
        payee: Index of each order's payee.
        real: Whether an order is one that counts, or may count later.
    """
    place = np.lexsort((orders.second, orders.day, payee))
    same = [column[place][1:] == column[place][:-1] for column in (orders.second, orders.day, payee)]
    tied = np.flatnonzero(np.logical_and.reduce(same))
    tied = place[np.union1d(tied, tied + 1)] if len(tied) else tied
    rank = np.zeros(len(orders), dtype=np.int64)
    rank[sorted(tied.tolist(), key=orders.ids.__getitem__)] = np.arange(len(tied))
    stated = real & (orders.customer != 0)
    first = orders.day.copy()
    whose = payee[stated] * len(orders.customers) + orders.customer[stated]
    customers, at = np.unique(whose, return_inverse=True)
    earliest = np.full(len(customers), np.iinfo(np.int64).max)
    np.minimum.at(earliest, at, orders.day[stated])
    first[stated] = earliest[at]
    return Timing(rank, first)


def order_lines(events: Events, orders: Orders, months: int) -> OrderLines:
    """The orders one by one, as the engine reads them."""
    rows = events.rows
    return OrderLines(
        events.creator * months + events.month,
        orders.gross[rows],
        orders.discount[rows],
        events.refunds,
        orders.tax[rows],
        orders.shipping[rows],
        day=orders.day[rows],
        age=events.age,
    )


def with_totals(lines: OrderLines, events: Events, calendar: Calendar) -> OrderLines:
    """Orders, and behind them a line for every total that states sales; totals are younger than any month.

    A contract that pays order by order is not paid on totals, so their age and day do not matter.
    """
    totals = [(who, result) for who, result in events.results if result.gross]
    if not totals:
        return lines
    months = calendar.month_of(np.array([result.day.toordinal() for _, result in totals], dtype=np.int64))
    owner = np.array([who for who, _ in totals], dtype=np.int64) * len(calendar.months) + months

    def added(column: str) -> IntArray:
        return np.array([getattr(result, column) or 0 for _, result in totals], dtype=np.int64)

    def joined(values: IntArray | None, more: IntArray) -> IntArray | None:
        return None if values is None else np.concatenate([values, more])

    return replace(
        lines,
        owner=np.concatenate([lines.owner, owner]),
        gross_sales=np.concatenate([lines.gross_sales, added("gross")]),
        discounts=joined(lines.discounts, added("discount")),
        refunds=joined(lines.refunds, added("refunded")),
        tax=joined(lines.tax, added("tax")),
        shipping=joined(lines.shipping, added("shipping")),
        day=joined(lines.day, np.full(len(totals), calendar.first_day)),
        age=joined(lines.age, np.zeros(len(totals), dtype=np.int64)),
    )


def outcomes_of(members: Members, events: Events, orders: Orders, calendar: Calendar) -> Outcomes:
    """The outcome that the contract is paid on: one draw, the months of the calendar.

    In months for which a creator's clicks come in a file of their own, those of the posts are the same clicks
    and not added.
    """
    contract = members.contract
    shape = (len(members.payees), len(calendar.months))
    wanted = needs(contract)
    monthly = {name: np.zeros(shape, dtype=np.int64) for name in ("deliverables", *_FROM_RESULTS, "refunds")}
    _add_orders(monthly, events, orders, shape)
    with_clicks = {(who, f"{result.day:%Y-%m}") for who, result in events.results if result.kind is ResultKind.CLICKS}
    boosts = {name: np.zeros((shape[0], 1), dtype=np.int64) for name in _BOOSTS}
    for who, result in events.results:
        month = int(calendar.month_of(np.array([result.day.toordinal()]))[0])
        monthly["deliverables"][who, month] += result.deliverables or 0
        for name, column in _FROM_RESULTS.items():
            if name == "clicks" and result.kind is ResultKind.POST and (who, f"{result.day:%Y-%m}") in with_clicks:
                continue
            monthly[name][who, month] += getattr(result, column) or 0
        for name, column in _BOOSTS.items():
            boosts[name][who, 0] += getattr(result, column) or 0
    fields: Mapping[str, IntArray] = {
        **{name: values[:, :, None] for name, values in monthly.items() if name in wanted},
        **{name: values for name, values in boosts.items() if name in wanted},
        **({"followers": followers_of(members, events)[:, None]} if "followers" in wanted else {}),
    }
    lines = order_lines(events, orders, shape[1]) if needs_order_lines(contract) else None
    return Outcomes(
        calendar.months,
        monthly["deliverables"],
        order_lines=lines,
        agreed_fee=members.fees,
        ended=calendar.ended(members.hold_days),
        closing=calendar.closing,
        **fields,  # type: ignore[arg-type]
    )


def followers_of(members: Members, events: Events) -> IntArray:
    """Followers of each creator: the most that a counted post states, else the roster's, else 0."""
    found = np.array([payee.followers or 0 for payee in members.payees], dtype=np.int64)
    stated: dict[int, int] = {}
    for who, result in events.results:
        if result.followers is not None:
            stated[who] = max(stated.get(who, 0), result.followers)
    for who, followers in stated.items():
        found[who] = followers
    return found


def _add_orders(monthly: Mapping[str, IntArray], events: Events, orders: Orders, shape: tuple[int, int]) -> None:
    owner = events.creator * shape[1] + events.month
    size = shape[0] * shape[1]
    for name, column in _FROM_ORDERS.items():
        monthly[name] += _summed(owner, getattr(orders, column)[events.rows], size).reshape(shape)
    monthly["refunds"] += _summed(owner, events.refunds, size).reshape(shape)


def _summed(owner: IntArray, values: IntArray, size: int) -> IntArray:
    """Sums of whole numbers by owner, exactly; the owners come in runs of equal ones."""
    result = np.zeros(size, dtype=np.int64)
    if len(owner):
        starts = np.flatnonzero(np.append(True, owner[1:] != owner[:-1]))
        np.add.at(result, owner[starts], np.add.reduceat(values, starts))
    return result


def missing(members: Members, results: Sequence[tuple[int, Result]], name: str) -> list[int]:
    """Indices of members with a post whose quantity the contract reads but the export does not state."""
    column = _FROM_RESULTS[name]
    without = {who for who, result in results if result.kind is ResultKind.POST and getattr(result, column) is None}
    return sorted(without)
