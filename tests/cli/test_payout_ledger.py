"""`influence payout --ledger` as a user runs it: nobody is paid twice, and after a failure the ledger is as it was."""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from influence_cli.ledger import open_ledger, verify
from tests.cli import payouts
from tests.cli.conftest import COMMAND
from tests.cli.payouts import IN_APRIL, IN_MAY, LEDGER

Influence = Callable[..., "subprocess.CompletedProcess[str]"]

IN_MARCH = (*payouts.GIVEN, "--period", "2026-03")
MANY = 40_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return payouts.campaign(tmp_path)


@pytest.fixture
def ledger(inside: Influence, folder: Path) -> Path:
    """April is recorded."""
    assert inside("payout", *IN_APRIL, *LEDGER).returncode == 0
    return folder / "creators.db"


def told(influence: Influence, *arguments: str) -> dict[str, Any]:
    done = influence("payout", *arguments, *LEDGER, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def owed(statement: dict[str, Any]) -> dict[str, str]:
    return {each["name"]: each["owed_now"] for each in statement["creators"] if each["owed_now"] != "0.00"}


def scheduled(path: Path) -> int:
    """Cents of all payments, whether marked as paid or not."""
    with open_ledger(str(path), write=False, create=False) as opened:
        return sum(payment.gross for batch in opened.batches() for payment in batch.payments)


class TestPeriods:
    def test_the_first_run_makes_the_ledger(self, influence: Influence, folder: Path) -> None:
        done = influence("payout", *IN_APRIL, *LEDGER)
        assert (done.returncode, done.stderr) == (0, "")
        assert "Recorded as run 1 in creators.db." in done.stdout
        assert "influence ledger pay creators.db --batch 1" in done.stdout
        assert verify(str(folder / "creators.db")).sound
        assert payouts.names(folder) == ["creators.csv", "creators.db", "orders.csv", "serum.yaml"]

    def test_the_same_again_pays_nobody(self, influence: Influence, ledger: Path) -> None:
        before = ledger.read_bytes()
        done = influence("payout", *IN_APRIL, *LEDGER)
        assert done.returncode == 0
        assert "creators.db knew everything already: nothing was added, nobody is paid twice." in done.stdout
        assert ledger.read_bytes() == before

    def test_the_next_month_pays_what_is_new_and_remembers_the_rest(self, inside: Influence, ledger: Path) -> None:
        (ledger.parent / "orders.csv").write_text(payouts.export("B-2,BEN15,2026-04-21,300.00,approved"))
        statement = told(inside, *IN_MAY)
        assert owed(statement) == {"Anna Krüger": "70.00", "Ben": "30.00"}
        assert statement["batches"][0]["number"] == 2
        assert scheduled(ledger) == 10_000 + 5_000 + 7_000 + 3_000

    def test_without_an_export_what_waited_is_paid(self, inside: Influence, ledger: Path) -> None:
        done = inside("payout", "serum.yaml", "--period", "2026-05", *LEDGER, "--format", "json")
        assert (done.returncode, done.stderr) == (0, "")
        assert owed(json.loads(done.stdout)) == {"Anna Krüger": "70.00"}

    def test_a_changed_export_is_a_correction_with_the_difference(self, inside: Influence, ledger: Path) -> None:
        (ledger.parent / "orders.csv").write_text(payouts.export("A-1,ANNA15,2026-03-10,1400.00,approved"))
        statement = told(inside, *IN_APRIL)
        lines = [line for each in statement["creators"] for line in each["lines"] if line["kind"] == "corrected"]
        assert [line["amount"] for line in lines] == ["40.00"]
        assert owed(statement) == {"Anna Krüger": "40.00"}

    def test_a_refund_after_the_payment_is_taken_off_the_next_one(self, inside: Influence, ledger: Path) -> None:
        folder = ledger.parent
        (folder / "orders.csv").write_text(
            "order_id,code,date,gross,refunded,status\nA-1,ANNA15,2026-03-10,1000.00,1000.00,approved\n"
        )
        done = inside("payout", *IN_APRIL, *LEDGER)
        assert "USD 100.00 is to be set off against later payouts" in done.stdout
        (folder / "orders.csv").write_text(payouts.export("A-2,ANNA15,2026-04-20,1500.00,approved"))
        assert owed(told(inside, *IN_MAY)) == {"Anna Krüger": "50.00"}

    def test_an_earlier_period_is_refused(self, inside: Influence, ledger: Path) -> None:
        before = ledger.read_bytes()
        done = inside("payout", *IN_MARCH, *LEDGER)
        assert (done.returncode, done.stdout) == (2, "")
        assert "--period 2026-03: the ledger holds 2026-04 already" in done.stderr
        assert ledger.read_bytes() == before

    def test_another_currency_is_refused(self, inside: Influence, ledger: Path) -> None:
        before = ledger.read_bytes()
        options = ["--set", "budget.currency=EUR", "--set", "payouts.exchange=null"]
        done = inside("payout", *IN_MAY, *LEDGER, *options)
        assert (done.returncode, done.stdout) == (2, "")
        assert "the ledger holds 'Serum' in USD, and the spec is in EUR" in done.stderr
        assert ledger.read_bytes() == before


class TestDryRun:
    def test_a_ledger_that_is_not_there_is_not_made(self, influence: Influence, folder: Path) -> None:
        done = influence("payout", *IN_APRIL, *LEDGER, "--dry-run")
        assert (done.returncode, done.stderr) == (0, "")
        assert "Dry run: nothing was written to creators.db." in done.stdout
        assert payouts.names(folder) == ["creators.csv", "orders.csv", "serum.yaml"]

    def test_a_ledger_that_is_there_stays_as_it_is(self, influence: Influence, ledger: Path) -> None:
        before = ledger.read_bytes()
        dry = told(influence, *IN_MAY, "--dry-run", "--output", "csv=may.csv")
        assert ledger.read_bytes() == before
        assert not dry["recorded"]
        assert (ledger.parent / "may.csv").exists()
        wet = told(influence, *IN_MAY)
        assert wet["recorded"]
        # Only a batch that is recorded has a number.
        for line in (line for creator in wet["creators"] for line in creator["lines"] if line["kind"] == "scheduled"):
            line["event"] = ""
        assert wet["creators"] == dry["creators"]

    def test_an_empty_file_is_as_good_as_none(self, inside: Influence, folder: Path) -> None:
        (folder / "creators.db").touch()
        assert owed(told(inside, *IN_APRIL, "--dry-run")) == {"Anna Krüger": "100.00", "Ben": "50.00"}
        assert (folder / "creators.db").read_bytes() == b""
        assert told(inside, *IN_APRIL)["recorded"]


class TestWhatIsNoLedger:
    def test_another_programmes_file_is_left_alone(self, inside: Influence, folder: Path) -> None:
        with sqlite3.connect(folder / "creators.db") as connection:
            connection.execute("CREATE TABLE songs (title TEXT)")
        connection.close()
        before = (folder / "creators.db").read_bytes()
        for options in ([], ["--dry-run"]):
            done = inside("payout", *IN_APRIL, *LEDGER, *options)
            assert (done.returncode, done.stdout) == (2, "")
            assert "creators.db: this is a database of another programme, not a ledger" in done.stderr
        assert (folder / "creators.db").read_bytes() == before

    def test_nothing_is_made_for_a_payout_that_is_refused(self, inside: Influence, folder: Path) -> None:
        (folder / "creators.csv").write_text("name,code\nAnna,ANNA15\n")
        for arguments in ((*IN_APRIL, "--contract", "plian"), (*payouts.GIVEN, "--period", "2026-02")):
            assert inside("payout", *arguments, *LEDGER).returncode == 2
        assert payouts.names(folder) == ["creators.csv", "orders.csv", "serum.yaml"]


# For the superuser nothing is read-only, so that the programme lays down the right to pass over permissions
# (capabilities 1 and 2, CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH); its own files it can read on.
ORDINARY = """
import ctypes, os, sys
from influence_cli.cli import entry
if os.geteuid() == 0:
    libc = ctypes.CDLL(None, use_errno=True)
    header, sets = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    assert libc.capget(header, sets) == 0
    for place in (0, 1, 2):
        sets[place] &= ~0b110
    assert libc.capset(header, sets) == 0
sys.argv = ["influence", *sys.argv[1:]]
sys.exit(entry.main())
"""


@pytest.fixture
def shared() -> Iterator[Path]:
    """A directory that every user of the machine may enter."""
    folder = Path(tempfile.mkdtemp())
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        (0o444, "creators.db: cannot write: this ledger is read-only; it can still be read"),
        (0o666, "creators.db: cannot write: its directory or disk is read-only for you"),
    ],
)
def test_a_read_only_ledger_is_read_and_not_written(
    inside: Influence,
    shared: Path,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    mode: int,
    words: str,
) -> None:
    path = payouts.campaign(shared) / "creators.db"
    monkeypatch.chdir(shared)
    assert inside("payout", *IN_APRIL, *LEDGER).returncode == 0
    before = path.read_bytes()
    path.chmod(mode)
    shared.chmod(0o555)

    def as_ordinary_user(*options: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-c", ORDINARY, "payout", *IN_MAY, *LEDGER, *options]
        return subprocess.run(command, cwd=shared, env=environment, capture_output=True, text=True, check=False)

    refused = as_ordinary_user()
    assert (refused.returncode, refused.stdout) == (2, "")
    assert words in refused.stderr
    dry = as_ordinary_user("--dry-run")
    assert (dry.returncode, dry.stderr) == (0, "")
    assert "USD 70.00 is owed now" in dry.stdout
    assert path.read_bytes() == before


class TestAtOnce:
    def test_of_two_payouts_at_once_only_one_pays(self, folder: Path, environment: dict[str, str]) -> None:
        command = [*COMMAND, "payout", *IN_APRIL, *LEDGER, "--format", "json"]
        running = [
            subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(3)
        ]
        ended = [(*process.communicate(timeout=120), process.returncode) for process in running]
        assert [(talk, code) for _, talk, code in ended] == [(b"", 0)] * 3
        assert sorted(json.loads(text)["recorded"] for text, _, _ in ended) == [False, False, True]
        assert scheduled(folder / "creators.db") == 15_000
        assert verify(str(folder / "creators.db")).runs == 1

    def test_an_old_export_at_once_with_a_new_one(self, ledger: Path, environment: dict[str, str]) -> None:
        (ledger.parent / "may.csv").write_text(payouts.export("B-2,BEN15,2026-04-21,300.00,approved"))
        exports = ["orders.csv", "may.csv"]
        running = [
            subprocess.Popen(
                [*COMMAND, "payout", "serum.yaml", "--orders", name, "--period", "2026-05", *LEDGER],
                cwd=ledger.parent,
                env=environment,
                stdout=subprocess.DEVNULL,
            )
            for name in exports
        ]
        assert [process.wait(timeout=120) for process in running] == [0, 0]
        assert scheduled(ledger) in (15_000 + 7_000, 15_000 + 7_000 + 3_000)
        assert verify(str(ledger)).sound


class TestStopped:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
    @pytest.mark.parametrize("moment", ["reading the ledger", "writing files"])
    def test_a_large_run_that_is_stopped_leaves_the_ledger_as_it_was(
        self, ledger: Path, environment: dict[str, str], number: signal.Signals, moment: str
    ) -> None:
        (ledger.parent / "orders.csv").write_text(payouts.many_orders(MANY))
        before = ledger.read_bytes()
        child = subprocess.Popen(
            [*COMMAND, "payout", *IN_MAY, *LEDGER, "--output", "json=may.json", "--statements", "pages"],
            cwd=ledger.parent,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        with child:
            _wait_until(
                lambda: _is_held(ledger) if moment == "reading the ledger" else _temporary(ledger.parent), child
            )
            child.send_signal(number)
            output, talk = child.communicate(timeout=120)
        assert output == ""
        assert "Traceback" not in talk
        assert child.returncode == {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGKILL: -9}[number]
        found = verify(str(ledger))
        assert (found.sound, found.runs) == (True, 1)
        assert scheduled(ledger) == 15_000
        if number is not signal.SIGKILL:
            assert ledger.read_bytes() == before
            assert not (ledger.parent / "may.json").exists()
            assert not _temporary(ledger.parent)


def _wait_until(happens: Callable[[], object], child: "subprocess.Popen[str]") -> None:
    until = time.monotonic() + 60
    while not happens():
        assert child.poll() is None, child.communicate()
        assert time.monotonic() < until, "it never came so far"
        time.sleep(0.005)


def _is_held(ledger: Path) -> bool:
    """Whether another process has the ledger's write lock."""
    connection = sqlite3.connect(ledger, timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return True
    finally:
        connection.close()
    return False


def _temporary(folder: Path) -> list[str]:
    return [name for name in payouts.names(folder) if name.endswith(".tmp")]
