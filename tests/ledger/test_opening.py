"""Which files are ledgers, and what is said of those that are not; older tables; read-only places."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from influence_cli.ledger import open_ledger, verify
from influence_cli.ledger.schema import MIGRATIONS, VERSION
from influence_cli.model.errors import UsageError
from tests.ledger.ledgers import NOON, SPRING, earned, new, read, run, season, written


@pytest.fixture
def path(tmp_path):
    return tmp_path / "creators.db"


def refusal(path, *, write=True, create=False):
    with pytest.raises(UsageError) as caught:
        open_ledger(str(path), write=write, create=create, wait_seconds=0.1)
    message = str(caught.value)
    assert str(path) in message
    return message


def test_a_missing_ledger_is_named_with_the_nearest(path):
    season(path)
    assert f"no such ledger; did you mean {str(path)!r}?" in refusal(path.parent / "creator.db", write=False)
    assert refusal(path.parent / "zzzzzzzzzzzz").endswith("no such ledger")
    assert "no such ledger" in refusal(path.parent / "nowhere" / "x.db")
    assert "no such ledger" in refusal(path.parent / "x.db", write=False, create=True)
    assert sorted(os.listdir(path.parent)) == ["creators.db"]


def test_a_ledger_is_not_made_in_a_missing_directory(path):
    assert "there is no directory" in refusal(path.parent / "nowhere" / "x.db", create=True)


@pytest.mark.parametrize("write", [True, False])
def test_other_files_are_refused(path, write):
    path.write_text("order_id,gross\n")
    assert "not a ledger" in refusal(path, write=write)
    path.write_bytes(b"")
    assert "this file is empty" in refusal(path, write=write)
    path.write_bytes(b"SQLite format 3\x00" + b"\x07" * 4000)
    assert "damaged" in refusal(path, write=write)
    path.write_bytes(b"SQLite format 3\x00")
    assert refusal(path, write=write)
    assert "this is a directory" in refusal(path.parent, write=write)


def test_a_pipe_is_no_ledger(path):
    os.mkfifo(path)
    assert "a device or a pipe" in refusal(path)


def test_an_impossible_name_is_refused(path):
    with pytest.raises(UsageError, match="no possible name"):
        open_ledger("a\0b", write=True, create=True)


def test_a_database_of_another_programme_is_refused_and_left_alone(path):
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE moz_places (id)")
    other.close()
    before = path.read_bytes()
    for write in (True, False):
        assert "a database of another programme" in refusal(path, write=write, create=write)
    assert path.read_bytes() == before


@pytest.mark.parametrize("write", [True, False])
def test_a_ledger_of_a_newer_version_is_refused(path, write):
    season(path)
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    assert f"a newer version of influence (tables {VERSION + 1}, this version knows {VERSION})" in refusal(
        path, write=write
    )


def test_an_empty_database_becomes_a_ledger_where_one_may_be_made(path):
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE passing (id)")
        connection.execute("DROP TABLE passing")
    assert path.stat().st_size
    assert "this file is empty" in refusal(path)
    assert "this file is empty" in refusal(path, write=False)
    season(path)
    assert verify(str(path)).sound


def test_an_empty_file_becomes_a_ledger_where_one_may_be_made(path):
    path.write_bytes(b"")
    season(path)
    assert verify(str(path)).sound


def test_a_ledger_is_one_file_when_it_is_closed(path):
    season(path)
    with read(path) as ledger:
        assert len(ledger.runs()) == 4
    assert os.listdir(path.parent) == ["creators.db"]
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("SELECT count(*) FROM journal").fetchone() == (10,)
    connection.close()


def test_names_with_odd_characters_are_files_like_any_other(tmp_path):
    for name in ("a b.db", "100%.db", "a?mode=memory.db", "a#b.db", "é☕.db", "file:x.db"):
        season(tmp_path / name)
        assert verify(str(tmp_path / name)).sound
        assert (tmp_path / name).exists()


def test_a_symbolic_link_is_followed(tmp_path):
    season(tmp_path / "real.db")
    (tmp_path / "link.db").symlink_to(tmp_path / "real.db")
    with written(tmp_path / "link.db") as ledger:
        ledger.record(run([earned(1)]), at=NOON)
    assert verify(str(tmp_path / "real.db")).runs == 5


def older(path, monkeypatch, version):
    """A ledger as an earlier version of the programme wrote it."""
    with monkeypatch.context() as then:
        then.setattr("influence_cli.ledger.connection.VERSION", version)
        season(path)


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_an_older_ledger_is_read_as_it_is_and_brought_up_to_date_for_writing(path, monkeypatch, version):
    older(path, monkeypatch, version)
    before = verify(str(path))
    assert (before.findings, before.schema) == ((), version)
    with read(path) as ledger:
        entries, balances, batches = list(ledger.entries()), ledger.balances(), ledger.batches()
        posted = ledger.state(SPRING, ["A-1"]).posted
    assert verify(str(path)).schema == version
    with written(path) as ledger:
        assert (list(ledger.entries()), ledger.balances(), ledger.batches()) == (entries, balances, batches)
        assert ledger.state(SPRING, ["A-1"]).posted == posted
    after = verify(str(path))
    assert (after.findings, after.schema, after.digest) == ((), VERSION, before.digest)
    with written(path) as ledger:
        ledger.record(run([earned(1)]), at=NOON)
    assert verify(str(path)).sound


def test_a_migration_that_fails_changes_nothing(path, monkeypatch):
    older(path, monkeypatch, 1)
    before = path.read_bytes()
    with monkeypatch.context() as broken:
        wrong = (MIGRATIONS[0], (*MIGRATIONS[1], "CREATE TABLE runs (again)"))
        broken.setattr("influence_cli.ledger.schema.MIGRATIONS", wrong)
        assert "nothing was changed" in refusal(path)
    assert verify(str(path)).schema == 1
    assert path.read_bytes() == before


def test_changed_tables_are_not_written_to(path):
    season(path)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER entries_update")
    connection.close()
    assert "the trigger entries_update is missing" in refusal(path)
    with read(path) as ledger:
        assert len(ledger.runs()) == 4


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET amount = 1",
        "DELETE FROM entries",
        "DELETE FROM runs",
        "UPDATE seals SET digest = ''",
        "UPDATE orders SET gross = 0 WHERE number = 1",
        "DELETE FROM paid_batches",
    ],
)
def test_what_is_recorded_cannot_be_changed(path, statement):
    season(path)
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="a ledger is only added to"):
        connection.execute(statement)
    connection.close()


@pytest.fixture
def shared():
    """A directory that every user of the machine may enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


# For the superuser nothing is read-only, so that the programme lays its rights down first.
ORDINARY = """
import os, sys
from influence_cli.ledger import open_ledger, verify
from influence_cli.model.errors import UsageError
from tests.ledger.ledgers import NOON, SPRING, earned, run
import influence_cli.ledger.batches, difflib
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
path = sys.argv[1]
try:
    with open_ledger(path, write=False, create=False) as ledger:
        print("runs", len(ledger.runs()), "entries", len(list(ledger.entries())), ledger.state(SPRING).last_period)
    print("findings", verify(path).findings)
except UsageError as error:
    print("reading:", error)
try:
    with open_ledger(path, write=True, create=True, wait_seconds=0.1) as ledger:
        ledger.record(run([earned(1)]), at=NOON)
    print("written")
except UsageError as error:
    print("writing:", error)
"""


def as_ordinary_user(path):
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", ORDINARY, str(path)], capture_output=True, text=True, cwd=root, check=False
    )
    assert done.stderr == ""
    return done.stdout


def test_a_read_only_file_is_read_and_not_written(shared):
    path = shared / "creators.db"
    season(path)
    path.chmod(0o444)
    before = path.read_bytes()
    shared.chmod(0o555)
    told = as_ordinary_user(path)
    assert "runs 4 entries 10 2026-06\nfindings ()\n" in told
    assert f"writing: {path}: cannot write: this ledger is read-only; it can still be read" in told
    assert path.read_bytes() == before
    assert os.listdir(shared) == ["creators.db"]


def test_a_read_only_directory_is_read_and_not_written(shared):
    path = shared / "creators.db"
    season(path)
    path.chmod(0o666)
    shared.chmod(0o555)
    told = as_ordinary_user(path)
    assert "runs 4 entries 10 2026-06\nfindings ()\n" in told
    assert f"writing: {path}: cannot write: its directory or disk is read-only for you" in told
    assert os.listdir(shared) == ["creators.db"]
    assert "its directory or disk is read-only for you" in as_ordinary_user(shared / "new.db")


def test_what_a_killed_run_left_is_not_passed_over_where_it_cannot_be_put_in_order(shared):
    path = shared / "creators.db"
    season(path)
    with written(path) as ledger:
        ledger.record(run([earned(1)]), at=NOON)
        copy = shared / "copy.db"
        shutil.copy(path, copy)
        shutil.copy(f"{path}-wal", f"{copy}-wal")
    for name in (copy, Path(f"{copy}-wal")):
        name.chmod(0o444)
    shared.chmod(0o555)
    told = as_ordinary_user(copy)
    assert f"reading: {copy}: cannot read: a run that was stopped left changes in {copy}-wal" in told
    shared.chmod(0o755)
    copy.chmod(0o666)
    with read(copy) as ledger:
        assert len(ledger.runs()) == 5


def test_a_file_without_permission_is_refused(shared):
    path = shared / "creators.db"
    season(path)
    path.chmod(0o000)
    assert f"reading: {path}: cannot read: permission denied" in as_ordinary_user(path)
    new(shared / "other.db").close()
