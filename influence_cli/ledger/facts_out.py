"""Facts out of the ledger: the latest version of every order, result and payee of a campaign."""

import sqlite3
from collections.abc import Mapping, Sequence

import numpy as np

from influence_cli.contract.outcomes import IntArray
from influence_cli.ledger.bodies import payee_from, result_from
from influence_cli.ledger.facts_in import NUMBERS
from influence_cli.ledger.sealing import CHUNK
from influence_cli.ledger.words import words_of
from influence_cli.model.payout import Payee, Result
from influence_cli.payout.facts import NOT_COUNTED, KnownOrders, Label, Orders

RUNS = "SELECT number FROM runs WHERE campaign = ?"
"""Runs of a campaign, for a condition."""

_ASKED_AT_ONCE = 500
"""Ids in one question; every SQLite allows 999 values."""

_READ = ("customer", "label", *NUMBERS, "counted", "payee")
"""Columns of an order as they are read, after its id."""

_LATEST = f"""
SELECT id, customer, label, {", ".join(NUMBERS)}, counted, coalesce(payee, 0) FROM orders
WHERE number IN (SELECT max(number) FROM orders WHERE run IN ({RUNS}) GROUP BY id) ORDER BY number
"""

_ELSEWHERE = f"""
SELECT orders.id, runs.campaign FROM orders CROSS JOIN runs ON runs.number = orders.run
WHERE orders.id IN ({{}}) AND orders.counted <> {NOT_COUNTED} AND runs.campaign <> ? AND NOT EXISTS (
    SELECT 1 FROM orders AS later CROSS JOIN runs AS its ON its.number = later.run
    WHERE later.id = orders.id AND later.number > orders.number AND its.campaign = runs.campaign
)
"""


def known_orders(connection: sqlite3.Connection, campaign: str, read: Sequence[str] = ()) -> KnownOrders | None:
    """The latest version of every order of a campaign, in the order in which they were recorded, or None.

    Args:
        connection: The ledger.
        campaign: Name of the campaign.
        read: Ids that are in memory already and need not be there twice.
    """
    (count,) = connection.execute(
        f"SELECT count(DISTINCT id) FROM orders WHERE run IN ({RUNS})", (campaign,)
    ).fetchone()
    if not count:
        return None
    ids: list[str] = []
    there = {order: order for order in read}
    customers: dict[str, int] = {"": 0}
    # Written in place: a million orders fit in memory once, not twice.
    columns = np.empty((len(_READ), count), dtype=np.int64)
    cursor = connection.execute(_LATEST, (campaign,))
    while rows := cursor.fetchmany(CHUNK):
        names, words, *numbers = zip(*rows, strict=True)
        place = slice(len(ids), len(ids) + len(rows))
        ids.extend([there.get(name, name) for name in names])
        columns[0, place] = [customers.setdefault(word, len(customers)) for word in words]
        columns[1:, place] = numbers
    table = dict(zip(_READ, columns[:, : len(ids)], strict=True))
    labels, label = np.unique(table.pop("label"), return_inverse=True)
    payees, payee = _payees_of(connection, table.pop("payee"))
    counted = table.pop("counted")
    orders = Orders(
        ids, _labels(connection, labels.tolist()), list(customers), label=label.astype(np.int64, copy=False), **table
    )
    return KnownOrders(orders, counted, payee, payees)


def _labels(connection: sqlite3.Connection, numbers: Sequence[int]) -> tuple[Label, ...]:
    found = connection.execute("SELECT number, who, by_code, contract FROM labels").fetchall()
    known = {number: Label(who, bool(by_code), contract) for number, who, by_code, contract in found}
    return tuple(known[number] for number in numbers)


def _payees_of(connection: sqlite3.Connection, numbers: IntArray) -> tuple[tuple[str, ...], IntArray]:
    """Keys of payees, and each order's index into them; number 0 means none."""
    words = words_of(connection)
    distinct, index = np.unique(numbers, return_inverse=True)
    keys = tuple(words[number] for number in distinct.tolist() if number)
    nobody = int(distinct[0] == 0)
    return keys, index.astype(np.int64, copy=False) - nobody


def not_counted(known: KnownOrders | None) -> Sequence[str]:
    """Ids of orders that do not count yet."""
    if known is None:
        return ()
    return [known.orders.ids[row] for row in np.flatnonzero(known.counted == NOT_COUNTED).tolist()]


def claimed(connection: sqlite3.Connection, campaign: str, ids: Sequence[str]) -> Mapping[str, str]:
    """Those of the ids that count in another campaign, and that campaign."""
    others = connection.execute("SELECT count(*) FROM runs WHERE campaign <> ?", (campaign,)).fetchone()[0]
    found: dict[str, str] = {}
    for start in range(0, len(ids) if others else 0, _ASKED_AT_ONCE):
        asked = [str(each) for each in ids[start : start + _ASKED_AT_ONCE]]
        question = _ELSEWHERE.format(", ".join("?" * len(asked)))
        found.update(connection.execute(question, (*asked, campaign)).fetchall())
    return found


def results(connection: sqlite3.Connection, campaign: str) -> tuple[Result, ...]:
    """The latest version of every result of a campaign, in the order in which they were first recorded."""
    rows = connection.execute(f"SELECT key, body FROM results WHERE run IN ({RUNS}) ORDER BY number", (campaign,))
    return tuple(result_from(body) for body in dict(rows.fetchall()).values())


def payees(connection: sqlite3.Connection, campaign: str) -> Mapping[str, Payee]:
    """The latest version of every payee of a campaign by key, in the order in which they were first recorded."""
    rows = connection.execute(f"SELECT key, body FROM payees WHERE run IN ({RUNS}) ORDER BY number", (campaign,))
    return {key: payee_from(body) for key, body in dict(rows.fetchall()).items()}
