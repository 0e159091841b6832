"""What SQLite's errors mean to people; none of them leaves this room as it is."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from influence_cli.model.errors import UsageError

_BASE_CODE = 0xFF
"""Extended error codes carry the general one in their lowest byte."""

_READONLY = "permission denied, or its disk is read-only"
_DAMAGED = "the ledger is damaged; `influence ledger verify` says more, and a copy of the file may help"

_WORDS = {
    sqlite3.SQLITE_FULL: "no space left on the disk",
    sqlite3.SQLITE_IOERR: "the disk could not be read or written; is it full, or was it removed?",
    sqlite3.SQLITE_READONLY: f"cannot write: {_READONLY}",
    sqlite3.SQLITE_PERM: "permission denied",
    sqlite3.SQLITE_AUTH: "permission denied",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; is the path right, and may this directory be read and written?",
    sqlite3.SQLITE_BUSY: "another process is writing to this ledger; try again when it is done",
    sqlite3.SQLITE_LOCKED: "another process is writing to this ledger; try again when it is done",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_NOMEM: "not enough memory",
    sqlite3.SQLITE_TOOBIG: "a text is too long to be kept",
}


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another process holds the ledger."""
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_closed_to_us(error: sqlite3.Error) -> bool:
    """Whether the files beside the ledger cannot be opened or made."""
    return _code(error) in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR)


def _code(error: sqlite3.Error) -> int:
    # Errors of the Python module itself (a text that is no UTF-8, a closed connection) carry no code.
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & _BASE_CODE


def in_words(error: sqlite3.Error) -> str:
    """What an error means, without the path."""
    known = _WORDS.get(_code(error))
    if known:
        return known
    if isinstance(error, sqlite3.OperationalError) and "decode" in str(error):
        return _DAMAGED
    return f"the ledger cannot be used: {error}"


@contextmanager
def worded(path: str, *, writing: bool = False) -> Iterator[None]:
    """Turn every error of SQLite, and every stored value that makes no sense, into words.

    Args:
        path: The ledger.
        writing: Whether a failure leaves the ledger as it was.

    Raises:
        UsageError: In place of an ``sqlite3.Error``, or of a value that cannot be stored or understood.
    """
    after = "; nothing was changed" if writing else ""
    try:
        yield
    except sqlite3.Error as error:
        raise UsageError(f"{path}: {in_words(error)}{after}") from None
    except OverflowError:
        raise UsageError(f"{path}: a number is too large to be kept{after}") from None
    except UnicodeEncodeError:
        raise UsageError(f"{path}: a name holds characters that cannot be kept{after}") from None
    except UnicodeDecodeError:
        # SQLite quotes the damaged text in its message, and Python cannot read that.
        raise UsageError(f"{path}: {_DAMAGED}{after}") from None


@contextmanager
def understood(path: str) -> Iterator[None]:
    """As ``worded``, where rows are read back: a value that makes no sense means damage.

    Raises:
        UsageError: As ``worded``.
    """
    try:
        with worded(path):
            yield
    except (ValueError, TypeError, KeyError, IndexError, ArithmeticError, AttributeError):
        raise UsageError(f"{path}: {_DAMAGED}") from None
