"""Opening the file of a ledger: what it must be, how it is locked, how it is read where nothing can be written."""

import contextlib
import os
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from influence_cli.ledger.schema import APPLICATION, VERSION, faults_of_schema, migrate
from influence_cli.ledger.wording import is_busy, is_closed_to_us, worded
from influence_cli.model.errors import UsageError

_T = TypeVar("_T")

_MAGIC = b"SQLite format 3\x00"
_EMPTY = "{path}: this file is empty; it becomes a ledger with the first run that is recorded in it"
"""Also what a run that was stopped while it made its ledger leaves behind."""
_PAUSE = 0.05
"""Seconds between two attempts; short, so that Ctrl-C is heard while waiting."""
_CACHE_KIB = 65_536


def connect(path: str, *, write: bool, create: bool, wait_seconds: float) -> sqlite3.Connection:
    """Open a ledger; for writing, its tables are brought up to this version first.

    Raises:
        UsageError: For a file that is missing, is no ledger, is of a newer version, was changed by another
            programme, or cannot be read or written.
    """
    new = _is_new(path, create=write and create)
    if write:
        _refuse_unwritable(path, new)
        with worded(path, writing=True):
            return patiently(lambda: _prepared(path, create=create), path, wait_seconds)
    with worded(path):
        return patiently(lambda: _reading(path), path, wait_seconds)


def patiently(action: Callable[[], _T], path: str, wait_seconds: float) -> _T:
    """Do something as soon as no other process holds the ledger; begun anew after each attempt.

    Raises:
        UsageError: If another process still holds it after ``wait_seconds``.
    """
    until = time.monotonic() + wait_seconds
    while True:
        try:
            return action()
        except sqlite3.OperationalError as error:
            if not is_busy(error):
                raise
        if time.monotonic() >= until:
            raise UsageError(
                f"{path}: another run is writing to this ledger; nothing was changed; try again when it is done"
            )
        time.sleep(_PAUSE)


def version_of(connection: sqlite3.Connection, path: str) -> int:
    """Version of the tables; 0 for a database without any.

    Raises:
        UsageError: For a database of another programme or of a newer version.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (things,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if not (application or version or things):
        return 0
    if application != APPLICATION or version < 1:
        raise UsageError(f"{path}: this is a database of another programme, not a ledger; name another file")
    if version > VERSION:
        raise UsageError(
            f"{path}: this ledger was written by a newer version of influence (tables {version}, "
            f"this version knows {VERSION}); update influence to use it"
        )
    return int(version)


def _is_new(path: str, *, create: bool) -> bool:
    """Whether the file is still to be made; looks at its first bytes otherwise."""
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise UsageError(f"{path}: this is a directory; name a file in it")
        if not stat.S_ISREG(mode):
            raise UsageError(f"{path}: this is a device or a pipe, not a ledger")
        with open(path, "rb") as stream:
            start = stream.read(len(_MAGIC))
    except FileNotFoundError:
        if create:
            return True
        near = _similar_name(path)
        raise UsageError(f"{path}: no such ledger" + (f"; did you mean {near!r}?" if near else "")) from None
    except PermissionError:
        raise UsageError(f"{path}: cannot read: permission denied") from None
    except (OSError, ValueError) as error:
        raise UsageError(f"{path!r}: cannot read: {getattr(error, 'strerror', None) or 'no possible name'}") from None
    if not start and not create:
        raise UsageError(_EMPTY.format(path=path))
    if start and start != _MAGIC:
        raise UsageError(f"{path}: this is not a ledger (not an SQLite database); name another file")
    return not start


def _similar_name(path: str) -> str:
    from difflib import get_close_matches

    folder, name = os.path.split(path)
    try:
        found = get_close_matches(name, sorted(os.listdir(folder or ".")), n=1)
    except OSError:
        return ""
    return os.path.join(folder, found[0]) if found else ""


def _refuse_unwritable(path: str, new: bool) -> None:
    real = os.path.realpath(path)
    folder = os.path.dirname(real)
    if not os.path.isdir(folder):
        raise UsageError(f"{path}: cannot write: there is no directory {os.path.dirname(path) or folder}")
    if os.path.exists(real) and not os.access(real, os.W_OK):
        raise UsageError(f"{path}: cannot write: this ledger is read-only; it can still be read")
    if not os.access(folder, os.W_OK | os.X_OK):
        still = "" if new else ", where a ledger keeps a second file while it is written; it can still be read"
        raise UsageError(f"{path}: cannot write: its directory or disk is read-only for you{still}")


def _open(path: str, mode: str) -> sqlite3.Connection:
    # Waiting is done in `patiently`: SQLite's own waiting does not hear Ctrl-C.
    address = f"{Path(path).absolute().as_uri()}?{mode}"
    connection = sqlite3.connect(address, uri=True, timeout=0.0, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    # A ledger may come from anyone: no function is called because its tables say so.
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    return connection


@contextlib.contextmanager
def _closed_on_failure(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    try:
        yield connection
    except BaseException:
        connection.close()
        raise


def _prepared(path: str, *, create: bool) -> sqlite3.Connection:
    """A connection that can write, with the tables of this version, however far they were."""
    with _closed_on_failure(_open(path, "mode=rwc")) as connection:
        found = version_of(connection, path)
        if not (found or create):
            raise UsageError(_EMPTY.format(path=path))
        if found < VERSION:
            connection.execute("BEGIN IMMEDIATE")
            # Asked again under the lock: another process may have been faster.
            for version in range(version_of(connection, path), VERSION):
                migrate(connection, version)
            connection.execute("COMMIT")
        _refuse_changed(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        return connection


def roll_back(connection: sqlite3.Connection) -> None:
    """Undo what was not committed; an error has often undone it already."""
    if connection.in_transaction:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")


def _refuse_changed(connection: sqlite3.Connection, path: str) -> None:
    faults = faults_of_schema(connection, version_of(connection, path))
    if faults:
        raise UsageError(
            f"{path}: cannot write: the tables of this ledger were changed by another programme "
            f"({'; '.join(faults[:3])}); `influence ledger verify` says more"
        )


def _reading(path: str) -> sqlite3.Connection:
    """A connection that cannot change anything; the directory may be read-only too.

    SQLite reads a ledger in WAL mode through two files beside it. Where they can be made, that is left to it
    (what a killed process left is then put right); where not, a ledger without a ``-wal`` file is complete and
    can be read as it is.
    """
    real = os.path.realpath(path)
    writable = os.access(real, os.W_OK) and os.access(os.path.dirname(real), os.W_OK | os.X_OK)
    try:
        return _probed(path, "mode=rw" if writable else "mode=ro")
    except sqlite3.OperationalError as error:
        if not is_closed_to_us(error):
            raise
    if _has_content(real + "-wal"):
        raise UsageError(
            f"{path}: cannot read: a run that was stopped left changes in {path}-wal, and putting them in order "
            "takes permission to write to this directory"
        )
    return _probed(path, "mode=ro&immutable=1")


def _probed(path: str, mode: str) -> sqlite3.Connection:
    with _closed_on_failure(_open(path, mode)) as connection:
        if not version_of(connection, path):
            raise UsageError(_EMPTY.format(path=path))
        connection.execute("PRAGMA query_only = ON")
        return connection


def _has_content(path: str) -> bool:
    try:
        return os.path.getsize(path) > 0
    except OSError:
        return False
