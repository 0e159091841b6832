"""Rows on their way into the ledger, and the digest that seals them: each run's covers the one before.

The digest of a run is SHA-256 over the JSON array of the digest before it, the run's header, and for each table
its name and the SHA-256 of its rows. Rows are JSON arrays (ASCII, no spaces), each followed by a comma.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from itertools import count, islice
from json import JSONEncoder

from influence_cli.ledger.schema import COLUMNS, HEADER

Value = str | int | None
Row = tuple[Value, ...]

CHUNK = 20_000
"""Rows that are held in memory at a time."""

_encode = JSONEncoder(separators=(",", ":"), check_circular=False).encode


def canonical(rows: Sequence[Row]) -> bytes:
    r"""Rows as they are hashed.

    >>> canonical([(1, "Zoé", None), (2, "", 3)])
    b'[1,"Zo\\u00e9",null],[2,"",3],'
    """
    return f"{_encode(rows)[1:-1]},".encode("ascii") if rows else b""


def run_digest(previous: str, header: Row, tables: Mapping[str, str]) -> str:
    """Digest of a run: of the digest before it, its header, and the digests of its rows by table."""
    content = [previous, header, [(table, tables[table]) for table in COLUMNS]]
    return hashlib.sha256(_encode(content).encode("ascii")).hexdigest()


class SealedRun:
    """One run being written: rows go in chunk by chunk, and the seal is put on at the end."""

    def __init__(self, connection: sqlite3.Connection, header: Row) -> None:
        """Begin a run, within a transaction.

        Args:
            connection: The ledger.
            header: Columns of ``HEADER`` but the number.
        """
        self._connection = connection
        (last,) = connection.execute("SELECT coalesce(max(number), 0) FROM runs").fetchone()
        self.number: int = last + 1
        self._header: Row = (self.number, *header)
        self._hashes = {table: hashlib.sha256() for table in COLUMNS}
        self._next = {
            table: count(connection.execute(f"SELECT coalesce(max(number), 0) + 1 FROM {table}").fetchone()[0])
            for table in COLUMNS
        }
        connection.execute(_insertion("runs", HEADER), self._header)

    def insert(self, table: str, rows: Iterable[Row]) -> int:
        """Add rows to a table, a chunk at a time.

        Returns:
            Number of the last row; 0 without rows.
        """
        statement = _insertion(table, ("number", "run", *COLUMNS[table]))
        numbers, waiting, last = self._next[table], iter(rows), 0
        # Rows first: a number that finds no row would be lost.
        while chunk := [
            (number, self.number, *row) for row, number in zip(islice(waiting, CHUNK), numbers, strict=False)
        ]:
            self._hashes[table].update(canonical(chunk))
            self._connection.executemany(statement, chunk)
            last = chunk[-1][0]
        return last

    def seal(self) -> str:
        """End the run.

        Returns:
            Its digest.
        """
        found = self._connection.execute("SELECT digest FROM seals ORDER BY run DESC LIMIT 1").fetchone()
        previous = found[0] if found else ""
        tables = {table: digest.hexdigest() for table, digest in self._hashes.items()}
        digest = run_digest(previous, self._header, tables)
        self._connection.execute(
            "INSERT INTO seals (run, previous, digest) VALUES (?, ?, ?)", (self.number, previous, digest)
        )
        return digest


def _insertion(table: str, columns: Sequence[str]) -> str:
    places = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"
