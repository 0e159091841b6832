"""The tables of a ledger, one version after the other; what is recorded is never changed or deleted.

Every table begins with the number of the row and the run that added it. Days are proleptic ordinals, amounts
are minor units. Words that many rows repeat (creators, contracts, terms, months) are kept once, in ``words``.
"""

import sqlite3
from collections.abc import Mapping
from functools import cache

APPLICATION = 0x494E464C
"""Marks the file as a ledger of this programme: ``INFL`` in its header."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "words": ("word",),
    "labels": ("who", "by_code", "contract"),
    "orders": (
        "id",
        "label",
        "customer",
        "day",
        "second",
        "delivered",
        "refund_day",
        "state",
        "count",
        "gross",
        "discount",
        "tax",
        "shipping",
        "refunded",
        "counted",
        "payee",
    ),
    "results": ("key", "body"),
    "payees": ("key", "body"),
    "batches": ("due",),
    "payments": (
        "batch",
        "creator",
        "name",
        "contract",
        "gross",
        "withheld",
        "fee",
        "net",
        "fee_of_brand",
        "currency",
        "sent",
        "exchange",
        "email",
        "account",
    ),
    "paid_batches": ("batch", "reference", "paid_on"),
    "entries": (
        "kind",
        "creator",
        "contract",
        "term",
        "month",
        "event",
        "day",
        "band",
        "base",
        "rate",
        "amount",
        "note",
    ),
}
"""Columns of the sealed tables after ``number`` and ``run``, in the order in which they are sealed."""

HEADER = ("number", "kind", "campaign", "period", "currency", "spec_sha256", "inputs", "version", "recorded_at")
"""Columns of ``runs``."""

_TABLES = (
    """CREATE TABLE runs (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('payout', 'payment')),
    campaign TEXT NOT NULL,
    period TEXT NOT NULL,
    currency TEXT NOT NULL,
    spec_sha256 TEXT NOT NULL,
    inputs TEXT NOT NULL,
    version TEXT NOT NULL,
    recorded_at TEXT NOT NULL
)""",
    """CREATE TABLE seals (
    run INTEGER PRIMARY KEY REFERENCES runs (number),
    previous TEXT NOT NULL,
    digest TEXT NOT NULL
)""",
    """CREATE TABLE words (
    number INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (number),
    word TEXT NOT NULL UNIQUE
)""",
    """CREATE TABLE labels (
    number INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (number),
    who TEXT NOT NULL,
    by_code INTEGER NOT NULL,
    contract TEXT NOT NULL,
    UNIQUE (who, by_code, contract)
)""",
    """CREATE TABLE orders (
    number INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (number),
    id TEXT NOT NULL,
    label INTEGER NOT NULL REFERENCES labels (number),
    customer TEXT NOT NULL,
    day INTEGER NOT NULL,
    second INTEGER NOT NULL,
    delivered INTEGER NOT NULL,
    refund_day INTEGER NOT NULL,
    state INTEGER NOT NULL,
    count INTEGER NOT NULL,
    gross INTEGER NOT NULL,
    discount INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    shipping INTEGER NOT NULL,
    refunded INTEGER NOT NULL,
    counted INTEGER NOT NULL,
    payee INTEGER REFERENCES words (number)
)""",
    "CREATE INDEX orders_by_id ON orders (id, run)",
    """CREATE TABLE results (
    number INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (number),
    key TEXT NOT NULL,
    body TEXT NOT NULL
)""",
    """CREATE TABLE payees (
    number INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (number),
    key TEXT NOT NULL,
    body TEXT NOT NULL
)""",
    """CREATE TABLE batches (
    number INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (number),
    due INTEGER NOT NULL
)""",
    """CREATE TABLE payments (
    number INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (number),
    batch INTEGER NOT NULL REFERENCES batches (number),
    creator INTEGER NOT NULL REFERENCES words (number),
    name TEXT NOT NULL,
    contract INTEGER NOT NULL REFERENCES words (number),
    gross INTEGER NOT NULL,
    withheld INTEGER NOT NULL,
    fee INTEGER NOT NULL,
    net INTEGER NOT NULL,
    fee_of_brand INTEGER NOT NULL,
    currency TEXT NOT NULL,
    sent INTEGER NOT NULL,
    exchange TEXT NOT NULL,
    email TEXT NOT NULL,
    account TEXT NOT NULL,
    UNIQUE (batch, creator)
)""",
    """CREATE TABLE paid_batches (
    number INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (number),
    batch INTEGER NOT NULL UNIQUE REFERENCES batches (number),
    reference TEXT NOT NULL,
    paid_on INTEGER NOT NULL
)""",
    """CREATE TABLE entries (
    number INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (number),
    kind TEXT NOT NULL,
    creator INTEGER NOT NULL REFERENCES words (number),
    contract INTEGER NOT NULL REFERENCES words (number),
    term INTEGER NOT NULL REFERENCES words (number),
    month INTEGER NOT NULL REFERENCES words (number),
    event TEXT NOT NULL,
    day INTEGER,
    band INTEGER NOT NULL,
    base INTEGER,
    rate INTEGER,
    amount INTEGER NOT NULL,
    note TEXT NOT NULL
)""",
)

_PERMANENT = tuple(
    f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, 'a ledger is only added to'); END"
    for table in (
        "runs",
        "seals",
        "words",
        "labels",
        "orders",
        "results",
        "payees",
        "batches",
        "payments",
        "paid_batches",
        "entries",
    )
    for verb in ("UPDATE", "DELETE")
)

_JOURNAL = """CREATE VIEW journal AS
SELECT entries.number, entries.run, runs.recorded_at, runs.campaign, runs.period, entries.kind,
    creators.word AS creator, contracts.word AS contract, terms.word AS term, months.word AS month, entries.event,
    date(entries.day + 1721424.5) AS day, entries.band, entries.base, entries.rate, entries.amount,
    runs.currency, entries.note
FROM entries
JOIN runs ON runs.number = entries.run
JOIN words AS creators ON creators.number = entries.creator
JOIN words AS contracts ON contracts.number = entries.contract
JOIN words AS terms ON terms.number = entries.term
JOIN words AS months ON months.number = entries.month"""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (*_TABLES, *_PERMANENT),
    # The journal in words, for people who open the file with other tools; entries of one run are found at once.
    (_JOURNAL, "CREATE INDEX entries_by_run ON entries (run)"),
)
"""Statements that lead from each version of the tables to the next; those of a released version never change."""

VERSION = len(MIGRATIONS)
"""Version that this programme writes; every earlier one can be read as it is."""


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Take the tables from ``version`` to the next, within a transaction that the caller has begun."""
    for statement in MIGRATIONS[version]:
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {version + 1}")
    connection.execute(f"PRAGMA application_id = {APPLICATION}")


def faults_of_schema(connection: sqlite3.Connection, version: int) -> tuple[str, ...]:
    """What differs from the tables, indexes and triggers that this version should have; further triggers too."""
    there = _statements(connection)
    should = _should_be(version)
    faults = [
        f"the {kind} {name} is missing" if (kind, name) not in there else f"the {kind} {name} was changed"
        for (kind, name), statement in should.items()
        if there.get((kind, name)) != statement
    ]
    faults += [f"the trigger {name} was added" for kind, name in there.keys() - should.keys() if kind == "trigger"]
    return tuple(faults)


def _statements(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    found = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
    return {(str(kind), str(name)): str(statement) for kind, name, statement in found}


@cache
def _should_be(version: int) -> Mapping[tuple[str, str], str]:
    connection = sqlite3.connect(":memory:")
    try:
        for step in range(version):
            migrate(connection, step)
        return _statements(connection)
    finally:
        connection.close()
