"""A ledger counted again: sound where all is well in less usual ways, and exact about what is not."""

import sqlite3
from contextlib import closing

import pytest

from influence_cli.ledger import journal_out, verification, verify
from influence_cli.model.payout import Balance, EntryKind
from tests.ledger.ledgers import NOON, SPRING, earned, line, new, pay, payment, run, scheduled, season
from tests.ledger.test_verification import change, seal_again


@pytest.fixture
def path(tmp_path):
    season(tmp_path / "creators.db")
    return tmp_path / "creators.db"


def findings_after(path, *statements):
    """What is found after somebody changed the ledger and made all digests anew."""
    change(path, *statements)
    seal_again(path)
    return verify(str(path)).findings


def test_several_payments_to_one_creator_add_up(tmp_path):
    path = tmp_path / "months.db"
    with new(path) as ledger:
        for amount, period in ((20_00, "2026-05"), (1, "2026-06"), (7_00, "2026-07")):
            lines = [earned(amount), scheduled(amount)]
            ledger.record(run(lines, pays=[payment(amount)], period=period), at=NOON)
        assert verify(str(path)).findings == ()
        pay(ledger, [1, 2])
        assert verify(str(path)).findings == ()
        pay(ledger)
        assert ledger.balances() == {(SPRING, "anna"): Balance(paid=27_01)}
    assert verify(str(path)).findings == ()


@pytest.mark.parametrize("kind", [EntryKind.REVERSED, EntryKind.CORRECTED])
def test_a_payment_may_be_made_after_some_of_it_was_taken_back(tmp_path, kind):
    """Scheduled, refunded, then paid: what is open is below 0 from the refund on, and nothing is wrong."""
    path = tmp_path / "back.db"
    with new(path) as ledger:
        ledger.record(run([earned(10_00), scheduled(10_00)], pays=[payment(10_00)]), at=NOON)
        ledger.record(run([line(kind, -2_00)]), at=NOON)
        assert verify(str(path)).findings == ()
        pay(ledger)
        ledger.record(run([earned(1_00)], period="2026-06"), at=NOON)
        assert ledger.balances() == {(SPRING, "anna"): Balance(open=-1_00, paid=10_00)}
    assert verify(str(path)).findings == ()


def test_a_payment_may_be_scheduled_in_parts(tmp_path):
    path = tmp_path / "parts.db"
    with new(path) as ledger:
        lines = [earned(3_00), earned(4_00), scheduled(3_00), scheduled(4_00)]
        ledger.record(run(lines, pays=[payment(7_00)]), at=NOON)
    assert verify(str(path)).findings == ()


def test_what_is_sent_is_what_is_owed_less_tax_and_fee(tmp_path):
    path = tmp_path / "less.db"
    with new(path) as ledger:
        pays = [payment(100_00, withheld=24_00, fee=35, net=75_65, sent=75_65)]
        ledger.record(run([earned(100_00), scheduled(100_00)], pays=pays), at=NOON)
    assert verify(str(path)).findings == ()
    for deduction in ("withheld", "fee"):
        assert "payment 1 of batch 1: what is sent is not what is owed less deductions" in findings_after(
            path, f"UPDATE payments SET {deduction} = -{deduction}"
        )


def test_findings_name_the_entry_and_the_payment_not_the_run(path):
    """Entry 10 is of run 4, entry 9 of run 3, and payment 3 of run 3's batch 2."""
    assert findings_after(
        path,
        "UPDATE entries SET amount = '' WHERE number = 10",
        "UPDATE entries SET kind = 'given' WHERE number = 9",
        "UPDATE payments SET net = 1 WHERE number = 3",
    )[-3:] == (
        "payment 3 of batch 2: what is sent is not what is owed less deductions",
        "entry 9 is of an unknown kind, 'given'",
        "entry 10 has no amount",
    )


def test_an_entry_about_a_batch_that_is_not_there_is_all_that_is_said_of_it(path):
    told = findings_after(path, "UPDATE entries SET event = '7' WHERE number = 7")
    assert told[:1] == ("entry 7 is about batch 7, which is not there",)
    assert "the payments of batch 7 differ from what was scheduled" in told
    assert not any("makes no sense" in finding or "about batch 7 of" in finding for finding in told)


def test_balances_that_differ_are_told_as_they_are_and_as_they_should_be(path, monkeypatch):
    real = journal_out.balances

    def wrong(connection, campaign):
        found = dict(real(connection, campaign))
        del found[SPRING, "anna"]
        found[SPRING, "ben"] = Balance(open=1)
        found[SPRING, "nobody"] = Balance(open=2)
        return found

    monkeypatch.setattr(journal_out, "balances", wrong)
    assert verify(str(path)).findings == (
        "the balance of anna in Spring launch is not there; counted again it is held 0, open 0, scheduled 500, "
        "paid 2000",
        "the balance of ben in Spring launch is held 0, open 1, scheduled 0, paid 0; counted again it is held 300, "
        "open 0, scheduled 700, paid 0",
        "the balance of nobody in Spring launch is held 0, open 2, scheduled 0, paid 0; counted again it is not there",
    )


@pytest.mark.parametrize(("wrong", "told"), [(19, 19), (20, 20), (21, 21), (1_025, 21)])
def test_twenty_findings_of_a_kind_are_told_and_the_rest_counted(tmp_path, wrong, told):
    path = tmp_path / "many.db"
    people = [f"c{number}" for number in range(wrong)]
    with new(path) as ledger:
        lines = [line for who in people for line in (earned(5, who), scheduled(6, who))]
        ledger.record(run(lines, pays=[payment(6, who) for who in people]), at=NOON)
    findings = verify(str(path)).findings
    assert len(findings) == told
    assert (f"and {wrong - 20:,} more like these" in findings) is (wrong > 20)


def test_a_creator_whose_name_was_deleted_is_named_by_number(tmp_path):
    path = tmp_path / "nameless.db"
    with new(path) as ledger:
        ledger.record(run([earned(5), scheduled(6)], pays=[payment(6)]), at=NOON)
    with closing(sqlite3.connect(path)) as connection:
        (number,) = connection.execute("SELECT number FROM words WHERE word = 'anna'").fetchone()
    told = findings_after(path, f"DELETE FROM words WHERE number = {number}")
    assert f"run 1 schedules more for creator {number} in Spring launch than was open" in told


@pytest.mark.parametrize(
    ("broken", "what"),
    [
        ("_faults_of_file", "the file"),
        ("faults_of_schema", "the tables"),
        ("Chain", "the runs"),
        ("_differences", "the journal"),
        ("_counted_twice", "the orders"),
    ],
)
@pytest.mark.parametrize(
    ("error", "why"),
    [
        (sqlite3.DatabaseError("page 7 is gone"), "the ledger cannot be used: page 7 is gone"),
        (KeyError("anna"), "a value makes no sense where it stands"),
    ],
)
def test_what_cannot_be_read_to_the_end_is_a_finding(path, monkeypatch, broken, what, error, why):
    def fails(*_):
        raise error

    monkeypatch.setattr(verification, broken, fails)
    told = verify(str(path))
    assert f"{what} cannot be read to the end: {why}" in told.findings
    assert told.path == str(path)
    if broken == "Chain":
        assert (told.runs, told.digest) == (0, "")


def test_a_missing_run_is_told_with_its_neighbors(path):
    change(path, "DELETE FROM runs WHERE number = 2")
    assert "run 2 is missing: run 3 follows run 1" in verify(str(path)).findings


def test_a_last_run_without_a_digest_leaves_none(path):
    change(path, "DELETE FROM seals WHERE run = 4")
    told = verify(str(path))
    assert told.digest == ""
    assert [one for one in told.findings if one.endswith("has no digest")]
