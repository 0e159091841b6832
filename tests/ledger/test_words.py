"""What people are told when something is wrong with a ledger, to the letter where a letter decides."""

import sqlite3
import threading
from contextlib import closing
from decimal import Decimal

import pytest

from influence_cli import ledger as room
from influence_cli.ledger import open_ledger, verify
from influence_cli.ledger.bodies import inputs_body
from influence_cli.ledger.wording import in_words, is_busy, is_closed_to_us, understood, worded
from influence_cli.model.errors import UsageError
from influence_cli.model.payout import InputFile
from tests.ledger.ledgers import NOON, earned, new, pay, payment, run, scheduled, season

DAMAGED = "the ledger is damaged; `influence ledger verify` says more, and a copy of the file may help"


@pytest.fixture
def path(tmp_path):
    season(tmp_path / "creators.db")
    return tmp_path / "creators.db"


def failure(code, text="boom", kind=sqlite3.OperationalError):
    """An error as SQLite reports it."""
    error = kind(text)
    error.sqlite_errorcode = code
    return error


def changed(path, *statements):
    """Change what must not be changed."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)


def test_the_room_offers_the_names_it_lists():
    for name in room.__all__:
        assert getattr(room.__getattr__(name), "__name__", "") == name
    with pytest.raises(AttributeError, match=r"^module 'influence_cli\.ledger' has no attribute 'nothing'$"):
        room.nothing  # noqa: B018


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (sqlite3.SQLITE_FULL, "no space left on the disk"),
        (sqlite3.SQLITE_IOERR, "the disk could not be read or written; is it full, or was it removed?"),
        (sqlite3.SQLITE_IOERR_FSYNC, "the disk could not be read or written; is it full, or was it removed?"),
        (sqlite3.SQLITE_READONLY, "cannot write: permission denied, or its disk is read-only"),
        (sqlite3.SQLITE_PERM, "permission denied"),
        (sqlite3.SQLITE_AUTH, "permission denied"),
        (
            sqlite3.SQLITE_CANTOPEN,
            "cannot be opened; is the path right, and may this directory be read and written?",
        ),
        (sqlite3.SQLITE_BUSY, "another process is writing to this ledger; try again when it is done"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "another process is writing to this ledger; try again when it is done"),
        (sqlite3.SQLITE_LOCKED, "another process is writing to this ledger; try again when it is done"),
        (sqlite3.SQLITE_CORRUPT, DAMAGED),
        (sqlite3.SQLITE_NOTADB, DAMAGED),
        (sqlite3.SQLITE_NOMEM, "not enough memory"),
        (sqlite3.SQLITE_TOOBIG, "a text is too long to be kept"),
        (sqlite3.SQLITE_ERROR, "the ledger cannot be used: boom"),
        (None, "the ledger cannot be used: boom"),
    ],
)
def test_every_failure_of_the_file_has_its_words(code, words):
    assert in_words(failure(code)) == words
    with pytest.raises(UsageError, match=r"^c\.db: ") as caught, worded("c.db"):
        raise failure(code)
    assert str(caught.value) == f"c.db: {words}"
    with pytest.raises(UsageError) as caught, worded("c.db", writing=True):
        raise failure(code)
    assert str(caught.value) == f"c.db: {words}; nothing was changed"


def test_a_text_that_cannot_be_read_means_damage():
    assert in_words(sqlite3.OperationalError("Could not decode to UTF-8 column 'word'")) == DAMAGED
    assert in_words(sqlite3.OperationalError("no such table: x")) == "the ledger cannot be used: no such table: x"
    assert in_words(sqlite3.InterfaceError("cannot decode")) == "the ledger cannot be used: cannot decode"


def test_values_that_cannot_be_kept_are_told_apart():
    for error, words in (
        (OverflowError("int too large"), "a number is too large to be kept"),
        (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates"), "a name holds characters that cannot be kept"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid"), DAMAGED),
    ):
        for writing, after in ((False, ""), (True, "; nothing was changed")):
            with pytest.raises(UsageError) as caught, worded("c.db", writing=writing):
                raise error
            assert str(caught.value) == f"c.db: {words}{after}"


@pytest.mark.parametrize("error", [ValueError, TypeError, KeyError, IndexError, ArithmeticError, AttributeError])
def test_values_that_make_no_sense_mean_damage(error):
    with pytest.raises(UsageError) as caught, understood("c.db"):
        raise error
    assert str(caught.value) == f"c.db: {DAMAGED}"


def test_a_busy_ledger_and_a_closed_directory_are_told_apart():
    busy = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_BUSY_RECOVERY)
    closed = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY_DIRECTORY)
    for code in (*busy, *closed, sqlite3.SQLITE_CORRUPT, None):
        assert is_busy(failure(code)) is (code in busy)
        assert is_closed_to_us(failure(code)) is (code in closed)


def test_a_value_of_another_kind_is_not_kept():
    with pytest.raises(TypeError, match=r"^Decimal is not kept in a ledger$"):
        inputs_body([InputFile("orders", "orders.csv", "a" * 64, Decimal(3))])  # type: ignore[arg-type]


def test_a_name_that_is_nearly_right_in_this_directory_is_offered(path, monkeypatch):
    monkeypatch.chdir(path.parent)
    with pytest.raises(UsageError) as caught:
        open_ledger("creator.db", write=False, create=False)
    assert str(caught.value) == "creator.db: no such ledger; did you mean 'creators.db'?"


def test_nothing_is_offered_where_there_is_no_directory(path):
    missing = path.parent / "nowhere" / "creators.db"
    with pytest.raises(UsageError) as caught:
        open_ledger(str(missing), write=False, create=False)
    assert str(caught.value) == f"{missing}: no such ledger"


def test_a_batch_that_is_paid_already_says_to_how_many(path):
    with new(path) as ledger:
        pay(ledger)
        for number, words in ((1, "20 EUR to 1 creator"), (2, "12 EUR to 2 creators")):
            with pytest.raises(UsageError) as caught:
                pay(ledger, [number])
            assert f"batch {number} ({words}) is paid already: on 2026-06-15 under 'SEPA 1'" in str(caught.value)


def test_a_batch_that_is_not_there_is_said_so_where_nothing_waits(tmp_path):
    with new(tmp_path / "new.db") as ledger, pytest.raises(UsageError) as caught:
        pay(ledger, [3])
    assert "there is no batch 3, and no batch that waits to be paid; nothing was marked as paid" in str(caught.value)


def test_of_two_changed_runs_one_is_the_first(path):
    changed(path, "UPDATE entries SET note = 'x' WHERE number = 1", "UPDATE entries SET note = 'x' WHERE number = 10")
    first, second = (finding for finding in verify(str(path)).findings if "its rows do not fit" in finding)
    assert first.endswith("its rows do not fit its digest; it is the first such run")
    assert second.endswith("its rows do not fit its digest")


def test_rows_of_several_runs_that_are_not_there_are_all_told(path):
    changed(path, "UPDATE entries SET run = 8 WHERE number = 9", "UPDATE entries SET run = 9 WHERE number = 10")
    told = [finding for finding in verify(str(path)).findings if "do not stand there" in finding]
    assert told == [
        "rows of entries say that they are of run 8, but do not stand there",
        "rows of entries say that they are of run 9, but do not stand there",
    ]


def test_batches_of_one_creator_and_of_many_are_counted(tmp_path):
    people = [f"creator {number}" for number in range(1_200)]
    lines = [*(earned(1, who) for who in people), *(scheduled(1, who) for who in people)]
    with new(tmp_path / "many.db") as ledger:
        ledger.record(run(lines, pays=[payment(1, who) for who in people]), at=NOON)
        pay(ledger)
        with pytest.raises(UsageError, match="12 EUR to 1,200 creators"):
            pay(ledger, [1])


def test_a_ledger_that_another_one_holds_is_waited_for_and_then_refused(path):
    words = f"{path}: another run is writing to this ledger; nothing was changed; try again when it is done"
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        with open_ledger(str(path), write=True, create=False, wait_seconds=0) as ledger:
            with pytest.raises(UsageError) as caught:
                ledger.record(run([earned(1)]), at=NOON)
            assert str(caught.value) == words
        threading.Timer(0.2, other.execute, ["ROLLBACK"]).start()
        with open_ledger(str(path), write=True, create=False, wait_seconds=60) as ledger:
            assert ledger.record(run([earned(1)]), at=NOON) == 5


def test_a_missing_directory_is_named(path):
    with pytest.raises(UsageError) as caught:
        new(path.parent / "nowhere" / "c.db")
    assert str(caught.value) == f"{path.parent}/nowhere/c.db: cannot write: there is no directory {path.parent}/nowhere"


def test_changed_tables_are_told_three_at_a_time(path):
    with closing(sqlite3.connect(path)) as connection, connection:
        for name in ("runs_delete", "runs_update", "seals_delete", "seals_update"):
            connection.execute(f"DROP TRIGGER {name}")
    with pytest.raises(UsageError) as caught:
        new(path)
    assert str(caught.value) == (
        f"{path}: cannot write: the tables of this ledger were changed by another programme (the trigger runs_update "
        "is missing; the trigger runs_delete is missing; the trigger seals_update is missing); "
        "`influence ledger verify` says more"
    )


def test_a_ledger_knows_its_file_and_a_moment_its_offset(path):
    with new(path) as ledger:
        assert ledger.path == str(path)
        with pytest.raises(ValueError, match=r"^a moment to be recorded needs its offset from UTC$"):
            ledger.record(run([earned(1)]), at=NOON.replace(tzinfo=None))
