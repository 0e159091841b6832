"""Facts into the ledger: versions of orders, results and payees."""

import sqlite3
from collections.abc import Iterator

import numpy as np

from influence_cli.ledger.bodies import payee_body, result_body
from influence_cli.ledger.schema import COLUMNS
from influence_cli.ledger.sealing import CHUNK, Row, SealedRun
from influence_cli.ledger.words import Words
from influence_cli.payout.facts import Label, Run

NUMBERS = COLUMNS["orders"][3:-2]
"""Columns of orders that are whole numbers, named as the fields of ``Orders``."""


def add_facts(connection: sqlite3.Connection, sealed: SealedRun, words: Words, run: Run) -> None:
    """Add what a run knows newly."""
    if len(run.orders):
        sealed.insert("orders", _order_rows(connection, sealed, words, run))
    sealed.insert("results", ((result.key, result_body(result)) for result in run.results))
    sealed.insert("payees", ((payee.key, payee_body(payee)) for payee in run.payees))


def _order_rows(connection: sqlite3.Connection, sealed: SealedRun, words: Words, run: Run) -> Iterator[Row]:
    orders = run.orders
    label_numbers = np.zeros(len(orders.labels), dtype=np.int64)
    for index in np.unique(orders.label).tolist():
        label_numbers[index] = _label_number(connection, sealed, orders.labels[index])
    payees: list[int | None] = [words[key] for key in run.order_payees]
    # Index -1, for orders that are not counted, finds this one.
    payees.append(None)
    customers = orders.customers
    for start in range(0, len(orders), CHUNK):
        part = slice(start, start + CHUNK)
        yield from zip(
            map(str, orders.ids[part]),
            label_numbers[orders.label[part]].tolist(),
            [customers[index] for index in orders.customer[part].tolist()],
            *(getattr(orders, name)[part].tolist() for name in NUMBERS),
            run.counted[part].tolist(),
            [payees[index] for index in run.payee[part].tolist()],
            strict=True,
        )


def _label_number(connection: sqlite3.Connection, sealed: SealedRun, label: Label) -> int:
    row = (label.who, int(label.by_code), label.contract)
    found = connection.execute(
        "SELECT number FROM labels WHERE who = ? AND by_code = ? AND contract = ?", row
    ).fetchone()
    return int(found[0]) if found else sealed.insert("labels", [row])
