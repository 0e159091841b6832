"""Words that many rows repeat are kept once and named by number."""

import sqlite3
from collections.abc import Mapping

from influence_cli.ledger.sealing import SealedRun


class Words(dict[str, int]):
    """Numbers of words; one that is asked for the first time is looked up, and added to the run if it is new.

    A dictionary, because a million entries ask for five words each.
    """

    def __init__(self, connection: sqlite3.Connection, sealed: SealedRun) -> None:
        super().__init__()
        self._connection = connection
        self._sealed = sealed

    def __missing__(self, word: str) -> int:
        found = self._connection.execute("SELECT number FROM words WHERE word = ?", (word,)).fetchone()
        number = self[word] = int(found[0]) if found else self._sealed.insert("words", [(word,)])
        return number


def words_of(connection: sqlite3.Connection) -> Mapping[int, str]:
    """All words by number."""
    return dict(connection.execute("SELECT number, word FROM words").fetchall())
