"""A ledger that was changed by hand, cut off or damaged is found out, and said so without a traceback."""

import hashlib
import random
import sqlite3
from contextlib import closing

import pytest

from influence_cli.ledger import open_ledger, verify
from influence_cli.ledger.chain import Chain
from influence_cli.ledger.replay import Replay
from influence_cli.ledger.schema import COLUMNS, HEADER, VERSION
from influence_cli.ledger.sealing import canonical, run_digest
from influence_cli.model.errors import UsageError
from influence_cli.model.payout import Balance, EntryKind
from tests.ledger.ledgers import NOON, SPRING, earned, line, new, orders, pay, payment, read, run, scheduled, season

TABLES = ("runs", "seals", *COLUMNS)


@pytest.fixture
def path(tmp_path):
    season(tmp_path / "creators.db")
    return tmp_path / "creators.db"


def change(path, *statements):
    """Change what must not be changed, and leave no trace in the triggers."""
    with closing(sqlite3.connect(path)) as connection, connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, statement in triggers:
            connection.execute(statement)


def seal_again(path):
    """Give every run the digest that fits what is there now, as someone would who knows how."""
    with closing(sqlite3.connect(path)) as connection:
        headers = connection.execute(f"SELECT {', '.join(HEADER)} FROM runs ORDER BY number").fetchall()
        previous, seals = "", []
        for header in headers:
            digests = {}
            for table in COLUMNS:
                columns = ", ".join(("number", "run", *COLUMNS[table]))
                rows = connection.execute(
                    f"SELECT {columns} FROM {table} WHERE run = ? ORDER BY number", header[:1]
                ).fetchall()
                digests[table] = hashlib.sha256(canonical(rows)).hexdigest()
            digest = run_digest(previous, header, digests)
            seals.append(f"UPDATE seals SET previous = '{previous}', digest = '{digest}' WHERE run = {header[0]}")
            previous = digest
    change(path, *seals)


def contents(path):
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return [connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in TABLES]


def test_a_sound_ledger_says_what_was_read(path):
    told = verify(str(path))
    assert told.sound
    assert told.findings == ()
    assert (told.runs, told.campaigns, told.orders, told.entries) == (4, 2, 4, 10)
    assert (told.batches, told.balances, told.schema) == (2, 3, VERSION)
    with read(path) as ledger:
        assert told.digest == ledger.runs()[-1].digest


def test_an_empty_ledger_is_sound(tmp_path):
    new(tmp_path / "new.db").close()
    told = verify(str(tmp_path / "new.db"))
    assert (told.findings, told.runs, told.digest) == ((), 0, "")


def test_a_missing_ledger_cannot_be_verified(tmp_path):
    with pytest.raises(UsageError, match="no such ledger"):
        verify(str(tmp_path / "none.db"))


def test_sealing_again_what_was_not_changed_changes_nothing(path):
    before = contents(path)
    seal_again(path)
    assert contents(path) == before
    assert verify(str(path)).sound


@pytest.mark.parametrize(
    ("statement", "first"),
    [
        ("UPDATE entries SET amount = amount + 1 WHERE number = 1", 1),
        ("UPDATE entries SET note = 'x' WHERE number = 4", 2),
        ("UPDATE entries SET creator = creator + 1 WHERE number = 1", 1),
        ("DELETE FROM entries WHERE number = 10", 4),
        ("UPDATE orders SET gross = gross + 1 WHERE number = 4", 3),
        ("UPDATE orders SET payee = NULL WHERE number = 1", 1),
        ("UPDATE payees SET body = replace(body, 'anna@', 'evil@')", 1),
        ("UPDATE payments SET account = 'DE00 0000' WHERE number = 2", 3),
        ("UPDATE batches SET due = due - 1 WHERE number = 2", 3),
        ("UPDATE paid_batches SET reference = 'SEPA 9'", 2),
        ("UPDATE runs SET recorded_at = '2020-01-01T00:00:00+00:00' WHERE number = 2", 2),
        ("UPDATE runs SET inputs = '[]' WHERE number = 1", 1),
        ("UPDATE runs SET campaign = 'Autumn' WHERE number = 3", 3),
        ("UPDATE words SET word = 'annab' WHERE word = 'anna'", 1),
        ("UPDATE labels SET by_code = 1", 1),
        ("UPDATE entries SET number = number + 100 WHERE number = 10", 4),
        ("UPDATE entries SET amount = 1000.5 WHERE number = 1", 1),
        ("UPDATE entries SET amount = 'x' WHERE number = 1", 1),
    ],
)
def test_a_changed_row_is_found_by_the_digest_of_its_run(path, statement, first):
    change(path, statement)
    findings = verify(str(path)).findings
    changed = [finding for finding in findings if "was changed after it was recorded" in finding]
    assert changed[0].startswith(f"run {first} (")
    assert changed[0].endswith("it is the first such run")


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_deleted_run_is_missed(path, number):
    deletions = [f"DELETE FROM {table} WHERE run = {number}" for table in reversed(list(COLUMNS))]
    change(path, *deletions, f"DELETE FROM seals WHERE run = {number}", f"DELETE FROM runs WHERE number = {number}")
    findings = verify(str(path)).findings
    assert any("is missing" in finding for finding in findings), findings


def test_swapped_rows_are_found(path):
    change(
        path,
        "UPDATE entries SET number = -1 WHERE number = 1",
        "UPDATE entries SET number = 1 WHERE number = 2",
        "UPDATE entries SET number = 2 WHERE number = -1",
    )
    assert any("run 1" in finding and "was changed" in finding for finding in verify(str(path)).findings)


def test_rows_that_stand_in_another_place_are_found(path):
    change(path, "UPDATE entries SET run = 1 WHERE number = 10", "UPDATE words SET run = 9 WHERE number = 1")
    findings = verify(str(path)).findings
    assert "rows of entries say that they are of run 1, but do not stand there" in findings
    assert "rows of words say that they are of run 9, but do not stand there" in findings


def test_a_run_without_a_digest_is_found(path):
    change(path, "DELETE FROM seals WHERE run = 3")
    findings = verify(str(path)).findings
    assert any(finding.startswith("run 3 (payout of Spring launch, 2026-06") for finding in findings)
    assert any("has no digest" in finding for finding in findings)
    assert any(finding.startswith("run 4") and "does not follow" in finding for finding in findings)


def test_one_changed_run_that_was_sealed_again_does_not_fit_the_next(path):
    change(path, "UPDATE entries SET note = 'x' WHERE number = 1")
    with closing(sqlite3.connect(path)) as connection:
        old = connection.execute("SELECT digest FROM seals WHERE run = 1").fetchone()[0]
    seal_again(path)
    change(path, f"UPDATE seals SET previous = '{old}' WHERE run = 2")
    findings = verify(str(path)).findings
    assert any(
        finding.startswith("run 2") and "does not follow from the run before it" in finding for finding in findings
    )


@pytest.mark.parametrize(
    ("statements", "finding"),
    [
        (["UPDATE entries SET amount = 2500 WHERE number = 3"], "run 1 schedules more for anna in Spring launch than"),
        (
            ["UPDATE entries SET amount = 2500 WHERE number = 3"],
            "the payments of batch 1 differ from what was scheduled",
        ),
        (["UPDATE entries SET amount = 2500 WHERE number = 4"], "run 2 pays anna in Spring launch more than was sched"),
        (["UPDATE entries SET amount = 1900 WHERE number = 4"], "batch 1 is marked as paid, but other amounts"),
        (["UPDATE payments SET gross = 1 WHERE number = 1"], "the payments of batch 1 differ from what was scheduled"),
        (["UPDATE payments SET net = 1 WHERE number = 1"], "payment 1 of batch 1: what is sent is not what is owed"),
        (["DELETE FROM paid_batches"], "batch 1 was entered as paid, but is not marked so"),
        (["DELETE FROM entries WHERE number = 4"], "batch 1 is marked as paid, but other amounts were entered as paid"),
        (["UPDATE entries SET event = '2' WHERE number = 4"], "entry 4 is about batch 2, which is not there"),
        (["UPDATE entries SET event = '7' WHERE number = 7"], "entry 7 is about batch 7, which is not there"),
        (["UPDATE entries SET kind = 'given' WHERE number = 1"], "entry 1 is of an unknown kind, 'given'"),
        (["UPDATE entries SET amount = '' WHERE number = 1"], "entry 1 has no amount"),
        (["UPDATE entries SET amount = 0 WHERE number = 3"], "entry 3 pays nothing or less than nothing"),
        (["UPDATE runs SET currency = 'USD' WHERE number = 3"], "run 3 is in USD, Spring launch in EUR"),
        (
            ["UPDATE runs SET campaign = 'Autumn' WHERE number = 2"],
            "entry 4 of Autumn is about batch 1 of Spring launch",
        ),
        (["UPDATE entries SET term = 99 WHERE number = 1"], "row 1 of entries names a row of words that is not there"),
        (["DROP INDEX orders_by_id"], "the index orders_by_id is missing"),
        (["DROP VIEW journal", "CREATE VIEW journal AS SELECT 1"], "the view journal was changed"),
    ],
)
def test_what_cannot_be_is_found_even_if_all_digests_were_made_anew(path, statements, finding):
    change(path, *statements)
    seal_again(path)
    findings = verify(str(path)).findings
    assert any(one.startswith(finding) for one in findings), findings
    assert not any("was changed after" in one or "does not follow" in one for one in findings)


def test_missing_and_added_triggers_are_found(path):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TRIGGER runs_delete")
        connection.execute("CREATE TRIGGER own AFTER INSERT ON entries BEGIN SELECT 1; END")
    assert verify(str(path)).findings == ("the trigger runs_delete is missing", "the trigger own was added")


def test_an_order_that_counts_in_two_campaigns_is_found(tmp_path):
    path = tmp_path / "twice.db"
    with new(path) as ledger:
        for campaign in (SPRING, "Autumn"):
            ledger.record(run(facts=orders(["A-1"]), counted=[0], payee=[0], campaign=campaign), at=NOON)
    assert verify(str(path)).findings == ("order A-1 counts in Autumn and in Spring launch",)


def test_more_is_scheduled_than_was_open_although_it_was_recorded_so(tmp_path):
    path = tmp_path / "over.db"
    with new(path) as ledger:
        ledger.record(run([earned(5), scheduled(6)], pays=[payment(6)]), at=NOON)
    assert verify(str(path)).findings == ("run 1 schedules more for anna in Spring launch than was open",)


def test_of_many_findings_the_first_are_told(tmp_path):
    path = tmp_path / "many.db"
    with new(path) as ledger:
        lines = [line for number in range(50) for line in (earned(5, f"c{number}"), scheduled(6, f"c{number}"))]
        ledger.record(run(lines, pays=[payment(6, f"c{number}") for number in range(50)]), at=NOON)
    findings = verify(str(path)).findings
    assert len(findings) == 21
    assert findings[-1] == "and 30 more like these"


def test_balances_are_counted_without_sql(path):
    with closing(sqlite3.connect(path)) as connection:
        replay = Replay()
        Chain(connection).walk(replay)
    with read(path) as ledger:
        assert replay.balances() == ledger.balances()
    assert replay.balances()[SPRING, "ben"] == Balance(held=3_00, scheduled=7_00)
    assert replay.balances()[SPRING, "anna"] == Balance(scheduled=5_00, paid=20_00)


def words_of_refusal(action):
    """What is said where something cannot be done; empty where it can. Any other exception fails the test."""
    try:
        action()
    except UsageError as error:
        return str(error)
    return ""


def survives(path, before):
    """A damaged ledger is told of, in words; what is not told of must be as it was."""
    told: list[str] = []

    def ask(question):
        with open_ledger(str(path), write=False, create=False, wait_seconds=0) as ledger:
            question(ledger)

    words_of_refusal(lambda: ask(lambda ledger: ledger.state(SPRING, ["A-1"])))
    words_of_refusal(lambda: ask(lambda ledger: (list(ledger.entries()), ledger.batches(), ledger.runs())))
    refused = words_of_refusal(lambda: told.extend(verify(str(path), wait_seconds=0).findings))
    assert refused or told or contents(path) == before


def damaged(path, seed):
    before, sound, chance = contents(path), path.read_bytes(), random.Random(seed)
    spoiled = bytearray(sound)
    for _ in range(chance.choice([1, 1, 1, 5, 50])):
        # Some of them in the header, where most of the switches are.
        place = chance.randrange(100) if chance.random() < 0.2 else chance.randrange(len(spoiled))
        spoiled[place] ^= 1 << chance.randrange(8)
    path.write_bytes(spoiled)
    survives(path, before)
    path.write_bytes(sound)


@pytest.mark.parametrize("block", range(4))
def test_flipped_bits_are_found_or_change_nothing(path, block):
    for seed in range(30):
        damaged(path, f"{block}-{seed}")


@pytest.mark.nightly
def test_many_flipped_bits_are_found_or_change_nothing(path):
    for seed in range(5_000):
        damaged(path, seed)


def test_a_file_that_was_cut_off_is_found(path):
    before, sound = contents(path), path.read_bytes()
    for size in [*range(1, len(sound), 4096), *range(4096, len(sound), 4096), len(sound) - 1]:
        path.write_bytes(sound[:size])
        with pytest.raises((AssertionError, UsageError)):
            assert verify(str(path), wait_seconds=0).sound
        survives(path, before)


def test_a_page_of_zeros_is_found(path):
    before, sound = contents(path), path.read_bytes()
    for start in range(0, len(sound), 4096):
        path.write_bytes(sound[:start] + bytes(4096) + sound[start + 4096 :])
        survives(path, before)


def add_and_pay(path):
    with open_ledger(str(path), write=True, create=False, wait_seconds=0) as ledger:
        ledger.record(run([earned(1), line(EntryKind.HELD, 2)], facts=orders(["Z"])), at=NOON)
        pay(ledger)


def test_writing_to_a_damaged_ledger_ends_in_words(path):
    sound = path.read_bytes()
    for start in range(4096, len(sound), 4096):
        path.write_bytes(sound[:start] + bytes(4096) + sound[start + 4096 :])
        words = words_of_refusal(lambda: add_and_pay(path))
        assert not words or "damaged" in words or "changed by another programme" in words
        for beside in ("-wal", "-shm"):
            path.with_name(path.name + beside).unlink(missing_ok=True)
