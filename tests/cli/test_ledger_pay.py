"""`influence ledger pay`: what is marked, what is written, and that nothing is marked unless all of it worked."""

import json
import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest

from influence_cli.ledger import Ledger, open_ledger
from influence_cli.model.errors import UsageError
from tests.cli import ledgers
from tests.cli.conftest import COMMAND

Influence = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return ledgers.usual(tmp_path / "creators.db")


def paid(ledger: Path) -> dict[int, tuple[date | None, str]]:
    with open_ledger(str(ledger), write=False, create=False) as opened:
        return {batch.number: (batch.paid_on, batch.reference) for batch in opened.batches()}


NOT_PAID = {1: (None, ""), 2: (None, "")}


def test_all_that_is_unpaid_is_marked_and_said(influence: Influence, ledger: Path) -> None:
    done = influence("ledger", "pay", ledger.name, "--reference", "SEPA 77", "--date", "2026-06-15")
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        "Batches 1 and 2 (3 payments, 46 EUR + 1,020 USD) are now marked as paid on 15\nJune 2026 under 'SEPA 77'."
        in done.stdout
    )
    assert paid(ledger) == {1: (date(2026, 6, 15), "SEPA 77"), 2: (date(2026, 6, 15), "SEPA 77")}
    told = json.loads(influence("ledger", "show", ledger.name, "--format", "json").stdout)
    assert [balance["scheduled"] for balance in told["balances"]] == ["0.00"] * 3
    assert influence("ledger", "verify", ledger.name).returncode == 0
    again = influence("ledger", "pay", ledger.name, "--reference", "SEPA 78", "--format", "bank", "--output", "bank=x")
    assert (again.returncode, again.stdout) == (0, "")
    assert again.stderr == "No batch is unpaid, so nothing was marked as paid.\n"
    assert not (ledger.parent / "x").exists()


def test_some_batches(inside: Influence, ledger: Path) -> None:
    done = inside(
        "ledger", "pay", ledger.name, "--batch", "2", "--reference", "A", "--format", "json", "--date", "2026-07-01"
    )
    told = json.loads(done.stdout)
    assert (done.returncode, told["marked"], [batch["number"] for batch in told["batches"]]) == (0, True, [2])
    assert done.stderr == "Batch 2 (1 payment, 20 USD) is now marked as paid on 1 July 2026 under 'A'.\n"
    assert paid(ledger) == {1: (None, ""), 2: (date(2026, 7, 1), "A")}


def test_a_file_for_a_bank(inside: Influence, ledger: Path) -> None:
    done = inside("ledger", "pay", ledger.name, "--reference", "June", "--output", "bank=bank.csv")
    assert (done.returncode, done.stderr) == (0, "Written: bank.csv\n")
    assert (ledger.parent / "bank.csv").read_bytes().decode().splitlines() == [
        "name,account,amount,currency,reference,end_to_end_id",
        "Anna Krüger,DE89370400440532013000,1000.00,USD,Serum 2026-05 June,B1-2026-05-1",
        "Ben,DE89370400440532013000,46.00,EUR,Serum 2026-05 June,B1-2026-05-2",
        "Cleo,DE89370400440532013000,20.00,USD,Mask 2026-06 June,B2-2026-06-1",
    ]


def test_files_for_paypal_hold_one_currency_each(inside: Influence, ledger: Path) -> None:
    done = inside("ledger", "pay", ledger.name, "--reference", "June", "--output", "paypal=pp.csv")
    assert (done.returncode, done.stderr) == (0, "Written: pp-EUR.csv, pp-USD.csv\n")
    folder = ledger.parent
    assert (folder / "pp-EUR.csv").read_bytes() == (
        b"ben@mail.example,46.00,EUR,B1-2026-05-2,Serum 2026-05 June,PAYPAL\r\n"
    )
    assert not (folder / "pp.csv").exists()


def test_with_both_files_each_payment_is_in_one_of_them(inside: Influence, tmp_path: Path) -> None:
    """Anna has an account, Ben only an address, and Cleo's account is an address of PayPal."""
    people = [
        ledgers.payment("anna", 100),
        ledgers.payment("ben", 200, account=""),
        ledgers.payment("cleo", 300, account="cleo@pay.example"),
    ]
    path = ledgers.write(tmp_path / "creators.db", ledgers.run(people))
    outputs = ("--output", "bank=bank.csv", "--output", "paypal=pp.csv")
    assert inside("ledger", "pay", path.name, "--reference", "June", *outputs).returncode == 0
    by_bank = (tmp_path / "bank.csv").read_text().splitlines()[1:]
    by_paypal = (tmp_path / "pp.csv").read_text().splitlines()
    assert [row.split(",")[::2][:2] for row in by_bank] == [["Anna", "1.00"]]
    assert sorted(row.split(",")[1] for row in by_paypal) == ["2.00", "3.00"]
    assert paid(path)[1][1] == "June"


def test_a_file_may_be_printed(inside: Influence, ledger: Path) -> None:
    done = inside("ledger", "pay", ledger.name, "--batch", "2", "--reference", "June", "--format", "paypal")
    assert done.stdout == "cleo@mail.example,20.00,USD,B2-2026-06-1,Mask 2026-06 June,PAYPAL\r\n"
    assert "is now marked as paid" in done.stderr


def test_a_dry_run_writes_the_file_and_marks_nothing(inside: Influence, ledger: Path) -> None:
    before = ledger.read_bytes()
    tried = inside("ledger", "pay", ledger.name, "--reference", "June", "--output", "bank=tried.csv", "--dry-run")
    assert (tried.returncode, paid(ledger)) == (0, NOT_PAID)
    assert "would be marked as paid" in tried.stdout
    assert "This is a dry run: the ledger was not changed." in tried.stdout
    assert ledger.read_bytes() == before
    inside("ledger", "pay", ledger.name, "--reference", "June", "--output", "bank=done.csv")
    assert (ledger.parent / "tried.csv").read_bytes() == (ledger.parent / "done.csv").read_bytes()


@pytest.mark.parametrize("dry", [[], ["--dry-run"]], ids=["marking", "dry-run"])
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--reference", "A", "--batch", "7"], "there is no batch 7"),
        (["--reference", " \n "], "--reference: expected 1 to 140 characters"),
        (["--reference", "A" * 141], "--reference: expected 1 to 140 characters"),
        (["--reference", "A", "--date", "15.6.2026"], "--date 15.6.2026: not a day; expected one such as 2026-06-15"),
        (["--reference", "A", "--date", "2026-02-30"], "not a day"),
        (["--reference", "A", "--date", "2025-06-15"], "batch 1 is for 2026-05, which begins later"),
        (["--reference", "A", "--format", "paypal"], "take 2 files, for PayPal takes one currency"),
        (["--reference", "A", "--output", "bank.csv"], "expected FORMAT=FILE, for example bank=bank.csv"),
        (["--reference", "A", "--output", "banc=x.csv"], "no format 'banc'; did you mean 'bank'?"),
        (["--reference", "A", "--output", "bank=x", "--output", "paypal=x"], "x: written twice in one command"),
        (["--reference", "A", "--output", "paypal=x.csv", "--output", "json=x-EUR.csv"], "x-EUR.csv: written twice"),
        (["--reference", "A", "--output", "bank=creators.db"], "this is the ledger itself"),
        (["--reference", "A", "--output", "json=creators.db-wal"], "this is the ledger itself"),
        (["--reference", "A", "--output", "bank=nowhere/x.csv"], "there is no directory nowhere"),
        ([], "--reference"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_marked(
    inside: Influence, ledger: Path, arguments: list[str], words: str, dry: list[str]
) -> None:
    done = inside("ledger", "pay", ledger.name, *arguments, *dry)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert paid(ledger) == NOT_PAID
    assert [path.name for path in ledger.parent.iterdir() if not path.name.startswith(ledger.name)] == []


@pytest.mark.parametrize("dry", [[], ["--dry-run"]], ids=["marking", "dry-run"])
def test_nothing_is_paid_twice(inside: Influence, ledger: Path, dry: list[str]) -> None:
    inside("ledger", "pay", ledger.name, "--batch", "1", "--reference", "First", "--date", "2026-06-15")
    done = inside("ledger", "pay", ledger.name, "--batch", "1", "--batch", "2", "--reference", "Second", *dry)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is paid already: on 2026-06-15 under 'First'" in done.stderr
    assert paid(ledger) == {1: (date(2026, 6, 15), "First"), 2: (None, "")}


@pytest.mark.parametrize("kind", ["bank", "paypal"])
def test_who_cannot_be_paid_is_named_and_nobody_is_paid(inside: Influence, tmp_path: Path, kind: str) -> None:
    people = [
        ledgers.payment("anna", 100, account="", email=""),
        ledgers.payment("ben", 100),
        ledgers.payment("cleo", 100, account="", email=""),
    ]
    path = ledgers.write(tmp_path / "creators.db", ledgers.run(people))
    done = inside("ledger", "pay", path.name, "--reference", "A", "--output", f"{kind}=x.csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Anna: no " in done.stderr
    assert "Cleo: no " in done.stderr
    assert "Ben" not in done.stderr
    assert paid(path) == {1: (None, "")}
    assert not (tmp_path / "x.csv").exists()
    assert inside("ledger", "pay", path.name, "--reference", "by hand").returncode == 0


def test_nothing_is_marked_if_the_result_cannot_be_printed(influence: Influence, ledger: Path) -> None:
    for kind in ("table", "json", "bank"):
        with open("/dev/full", "w") as full:
            done = influence(
                "ledger",
                "pay",
                ledger.name,
                "--reference",
                "A",
                "--format",
                kind,
                "--output",
                "bank=x.csv",
                stdout=full,
            )
        assert done.returncode == 2
        assert "standard output: cannot write: no space left on the disk" in done.stderr
        assert paid(ledger) == NOT_PAID
        assert not (ledger.parent / "x.csv").exists()


def test_nothing_is_marked_if_the_reader_goes_away(ledger: Path, environment: dict[str, str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*COMMAND, "ledger", "pay", ledger.name, "--reference", "A", "--format", "bank"],
        cwd=ledger.parent,
        env=environment,
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")
    assert paid(ledger) == NOT_PAID


def test_nothing_is_marked_if_the_file_cannot_be_written(
    inside: Influence, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: str, target: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("influence_cli.cli.files.os.replace", full)
    done = inside("ledger", "pay", ledger.name, "--reference", "A", "--output", "bank=x.csv")
    assert done.returncode == 2
    assert "x.csv: cannot write: no space left on the disk" in done.stderr
    assert paid(ledger) == NOT_PAID
    assert not list(ledger.parent.glob(".influence*"))


def test_a_file_that_left_before_the_ledger_refused_is_called_back(
    inside: Influence, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = Ledger.transaction

    @contextmanager
    def refusing(self: Ledger) -> Iterator[None]:
        with usual(self):
            yield
            raise UsageError("creators.db: no space left on the disk; nothing was changed")

    monkeypatch.setattr(Ledger, "transaction", refusing)
    done = inside("ledger", "pay", ledger.name, "--reference", "A", "--format", "bank", "--output", "bank=x.csv")
    assert done.returncode == 2
    monkeypatch.undo()
    assert "what is printed above, x.csv: not marked as paid; do not send it" in done.stderr
    assert paid(ledger) == NOT_PAID


def test_two_at_once_pay_once(ledger: Path, environment: dict[str, str]) -> None:
    runs = [
        subprocess.Popen(
            [*COMMAND, "ledger", "pay", ledger.name, "--reference", name, "--format", "bank"],
            cwd=ledger.parent,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("First", "Second")
    ]
    printed = [run.communicate(timeout=60) for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    assert sorted(out.count("\n") for out, _ in printed) == [0, 4]
    assert sum("No batch is unpaid" in err for _, err in printed) == 1


def test_a_read_only_ledger_can_be_tried(inside: Influence, ledger: Path) -> None:
    ledger.chmod(0o400)
    done = inside("ledger", "pay", ledger.name, "--reference", "A", "--dry-run")
    assert (done.returncode, paid(ledger)) == (0, NOT_PAID)


def test_what_is_withheld_whole_is_sent_to_nobody(inside: Influence, tmp_path: Path) -> None:
    people = [ledgers.payment("anna", 100, withheld=100, net=0, sent=0, email=""), ledgers.payment("ben", 100)]
    path = ledgers.write(tmp_path / "creators.db", ledgers.run(people))
    done = inside("ledger", "pay", path.name, "--reference", "A", "--format", "paypal")
    assert done.stdout.count("@") == 1
    assert "Nothing is left to send to Anna" in done.stderr


@pytest.mark.parametrize("dry", [[], ["--dry-run"]], ids=["marking", "dry-run"])
@pytest.mark.parametrize("change", ["sent = sent * 10", "account = 'GB82 WEST 1234 5698 7654 32'"])
def test_nothing_is_paid_from_a_ledger_that_was_changed(
    inside: Influence, ledger: Path, change: str, dry: list[str]
) -> None:
    """Somebody takes the trigger that forbids it away, changes a payment, and puts the trigger back."""
    with closing(sqlite3.connect(ledger)) as connection, connection:
        (trigger,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'payments_update'").fetchone()
        connection.execute("DROP TRIGGER payments_update")
        connection.execute(f"UPDATE payments SET {change} WHERE number = 1")
        connection.execute(trigger)
    done = inside("ledger", "pay", ledger.name, "--reference", "A", "--output", "bank=x.csv", *dry)
    assert (done.returncode, done.stdout) == (2, "")
    assert "nothing is paid from a ledger that cannot be trusted: run 1 (payout of Serum" in done.stderr
    assert paid(ledger) == NOT_PAID
    assert not (ledger.parent / "x.csv").exists()
