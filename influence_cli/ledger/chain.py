"""The chain of digests, checked from the first run to the last while every row is read once."""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, Protocol

from influence_cli.ledger.schema import COLUMNS, HEADER
from influence_cli.ledger.sealing import CHUNK, canonical, run_digest

StoredRow = tuple[Any, ...]
"""A row as it was read: of a ledger that was changed by hand, anything may stand in it."""


class Reader(Protocol):
    """Is handed everything that is read, run by run."""

    def begin(self, number: int, kind: str, campaign: str, currency: str) -> None:
        """A run begins."""

    def read(self, table: str, rows: Sequence[StoredRow]) -> None:
        """Rows of the run."""

    def end(self) -> None:
        """The run ends."""


_RUN = itemgetter(1)


class Chain:
    """Walks through a ledger run by run.

    Attributes:
        findings: What does not fit, in words, so far.
        runs: Number of runs read so far.
        digest: Digest of the last run read.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.findings: list[str] = []
        self.runs = 0
        self.digest = ""
        self._connection = connection
        self._tables = {table: _Rows(connection, table) for table in COLUMNS}

    def walk(self, reader: Reader) -> None:
        """Read every run from the first to the last."""
        for *header, previous, digest in self._headers():
            number, kind, campaign, period, currency, *_, recorded_at = header
            if number != self.runs + 1:
                self.findings.append(f"run {self.runs + 1} is missing: run {number} follows run {self.runs}")
            name = f"run {number} ({kind} of {campaign}, {period}, recorded {recorded_at})"
            if previous != self.digest and number == self.runs + 1:
                self.findings.append(f"{name} does not follow from the run before it")
            reader.begin(number, kind, campaign, currency)
            if self._digest(previous, tuple(header), reader) != digest:
                self._changed(name, missing=digest is None)
            reader.end()
            self.runs, self.digest = number, digest or ""
        self._end()

    def _headers(self) -> Iterator[StoredRow]:
        columns = ", ".join(f"runs.{column}" for column in HEADER)
        return self._connection.execute(
            f"SELECT {columns}, coalesce(previous, ''), digest FROM runs LEFT JOIN seals ON seals.run = runs.number "
            "ORDER BY runs.number"
        )

    def _digest(self, previous: str, header: StoredRow, reader: Reader) -> str:
        digests = {}
        for table, rows in self._tables.items():
            digest = hashlib.sha256()
            for chunk in rows.of(header[0], self.findings):
                digest.update(canonical(chunk))
                reader.read(table, chunk)
            digests[table] = digest.hexdigest()
        return run_digest(previous, header, digests)

    def _changed(self, name: str, *, missing: bool) -> None:
        another = any("was changed after" in finding for finding in self.findings)
        self.findings.append(
            f"{name} has no digest"
            if missing
            else f"{name} was changed after it was recorded: its rows do not fit its digest"
            + ("" if another else "; it is the first such run")
        )

    def _end(self) -> None:
        for rows in self._tables.values():
            rows.end(self.findings)
        found = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'runs'").fetchone()
        last = found[0] if found else 0
        if last != self.runs:
            self.findings.append(f"the last run is missing: {last} were recorded, {self.runs} are there")


class _Rows:
    """The rows of a table, handed out run by run."""

    def __init__(self, connection: sqlite3.Connection, table: str) -> None:
        columns = ", ".join(("number", "run", *COLUMNS[table]))
        self._table = table
        # By its number, so that no index is believed.
        self._groups = groupby(
            connection.execute(f"SELECT {columns} FROM {table} NOT INDEXED ORDER BY number"), key=_RUN
        )
        self._next = next(self._groups, None)

    def of(self, run: int, findings: list[str]) -> Iterator[Sequence[StoredRow]]:
        """The rows of a run in chunks; rows that stand before them are passed over as findings."""
        while self._next is not None and self._next[0] < run:
            self._stray(findings)
        if self._next is not None and self._next[0] == run:
            while chunk := list(islice(self._next[1], CHUNK)):
                yield chunk
            self._next = next(self._groups, None)

    def end(self, findings: list[str]) -> None:
        """What is left belongs to no run."""
        while self._next is not None:
            self._stray(findings)

    def _stray(self, findings: list[str]) -> None:
        if self._next is not None:
            findings.append(f"rows of {self._table} say that they are of run {self._next[0]}, but do not stand there")
            self._next = next(self._groups, None)
