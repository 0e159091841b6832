"""Whether a ledger can be trusted: the file, the tables, the chain of digests, and that everything adds up."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager

from influence_cli.ledger import journal_out
from influence_cli.ledger.chain import Chain
from influence_cli.ledger.connection import connect, patiently, version_of
from influence_cli.ledger.records import Verification
from influence_cli.ledger.replay import Replay
from influence_cli.ledger.schema import faults_of_schema
from influence_cli.ledger.wording import in_words, worded
from influence_cli.model.payout import Balance
from influence_cli.payout.facts import NOT_COUNTED

_MOST = 20
"""Findings of one kind that are told."""


def verify(path: str, *, wait_seconds: float = 30.0) -> Verification:
    """Check a ledger from end to end.

    SQLite's own check of the file; the tables, with the triggers that forbid changes; the digest of every run
    and of the run before it; every balance counted again from all entries; batches against what was scheduled
    and paid; orders that count twice.

    Raises:
        UsageError: For a file that is no ledger or cannot be opened at all.
    """
    findings: list[str] = []
    chain, replay, version = None, Replay(), 0
    with closing(connect(path, write=False, create=False, wait_seconds=wait_seconds)) as connection:
        with worded(path):
            connection.execute("BEGIN")
            version = patiently(lambda: version_of(connection, path), path, wait_seconds)
        with _found(findings, "the file"):
            findings += _faults_of_file(connection)
        with _found(findings, "the tables"):
            findings += faults_of_schema(connection, version)
        with _found(findings, "the runs"):
            chain = Chain(connection)
            chain.walk(replay)
        with _found(findings, "the journal"):
            replay.finish()
            findings += _differences(replay.balances(), journal_out.balances(connection, None))
        with _found(findings, "the orders"):
            findings += _counted_twice(connection)
    if chain is not None:
        findings += _first(chain.findings)
    findings += _first(replay.findings)
    return Verification(
        path,
        tuple(findings),
        chain.runs if chain else 0,
        replay.campaigns,
        replay.orders,
        replay.entries,
        replay.batches,
        replay.count,
        version,
        chain.digest if chain else "",
    )


@contextmanager
def _found(findings: list[str], what: str) -> Iterator[None]:
    """What makes reading impossible is a finding too."""
    try:
        yield
    except sqlite3.Error as error:
        findings.append(f"{what} cannot be read to the end: {in_words(error)}")
    except (ValueError, TypeError, KeyError, IndexError, ArithmeticError, AttributeError):
        findings.append(f"{what} cannot be read to the end: a value makes no sense where it stands")


def _first(found: list[str]) -> list[str]:
    return found if len(found) <= _MOST else [*found[:_MOST], f"and {len(found) - _MOST:,} more like these"]


def _faults_of_file(connection: sqlite3.Connection) -> list[str]:
    told = [str(fault) for (fault,) in connection.execute(f"PRAGMA integrity_check({_MOST})")]
    faults = [f"the file is damaged: {fault}" for fault in told if fault != "ok"]
    rows = connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST)
    return faults + [
        f"row {row} of {table} names a row of {parent} that is not there" for table, row, parent, _ in rows
    ]


def _differences(counted: Mapping[tuple[str, str], Balance], summed: Mapping[tuple[str, str], Balance]) -> list[str]:
    return _first(
        [
            f"the balance of {creator} in {campaign} is {_in_words(summed.get((campaign, creator)))}; counted again "
            f"it is {_in_words(counted.get((campaign, creator)))}"
            for campaign, creator in sorted(counted.keys() | summed.keys())
            if counted.get((campaign, creator)) != summed.get((campaign, creator))
        ]
    )


def _in_words(balance: Balance | None) -> str:
    """A balance in minor units."""
    if balance is None:
        return "not there"
    return f"held {balance.held}, open {balance.open}, scheduled {balance.scheduled}, paid {balance.paid}"


def _counted_twice(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(
        f"""SELECT id, min(campaign), max(campaign) FROM orders JOIN runs ON runs.number = orders.run
        WHERE counted <> {NOT_COUNTED} AND orders.number IN (
            SELECT max(orders.number) FROM orders JOIN runs ON runs.number = orders.run GROUP BY id, campaign
        )
        GROUP BY id HAVING min(campaign) <> max(campaign)"""
    )
    return _first([f"order {order} counts in {first} and in {last}" for order, first, last in rows])
