"""Killed at any moment, out of space, two at once: a ledger is as before a run or as after it, never between."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from influence_cli.ledger import open_ledger, verify
from influence_cli.model.errors import UsageError
from tests.ledger.ledgers import NOON, SPRING, earned, new, orders, pay, payment, read, run, scheduled, season, written

ROOT = Path(__file__).parents[2]

PREPARATION = """
import signal, sys, time
from tests.ledger.ledgers import NOON, SPRING, earned, orders, pay, payment, run, scheduled, written
from influence_cli.ledger import open_ledger
from influence_cli.model.errors import UsageError
path = sys.argv[1]
# Also where the tests run with Ctrl-C switched off.
signal.signal(signal.SIGINT, signal.default_int_handler)
def say(word):
    print(word, flush=True)
    sys.stdin.readline()
"""

# A month's run of some thousand orders, in one transaction with the payment of what is open.
MONTH = """
ids = [f"B-{number}" for number in range(4000)]
facts = orders(ids)
lines = [*(earned(100, event=order) for order in ids), scheduled(400_000)]
counted = [0] * len(ids)
month = run(lines, facts=facts, counted=counted, payee=counted, pays=[payment(400_000)], period="2026-07")
def record(ledger):
    with ledger.transaction():
        ledger.record(month, at=NOON)
        pay(ledger)
"""

KILLED = f"""{PREPARATION}{MONTH}
say("ready")
with open_ledger(path, write=True, create=True) as ledger:
    record(ledger)
print("recorded", flush=True)
time.sleep(600)
"""

HOLDING = f"""{PREPARATION}
with written(path) as ledger, ledger.transaction():
    ledger.record(run([earned(1)]), at=NOON)
    say("holding")
"""

TOO_LARGE = f"""{PREPARATION}{MONTH}
import os, resource
limit = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    with open_ledger(path, write=True, create=True) as ledger:
        record(ledger)
    print("recorded")
except UsageError as error:
    print(error)
"""


@pytest.fixture
def started():
    """Starts processes that do not outlive their test."""
    processes = []

    def start(script, *arguments):
        process = subprocess.Popen(
            [sys.executable, "-c", script, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        ended(process)


def told(process):
    assert process.stdout is not None
    return process.stdout.readline().strip()


def go_on(process):
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def ended(process):
    process.wait(timeout=60)
    for stream in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            stream.close()
    return process.returncode


def digest(path):
    """What is in a ledger, in a word; it must be sound. A file that is not there yet is an empty one."""
    if not path.exists() or not path.stat().st_size:
        return ""
    try:
        found = verify(str(path))
    except UsageError as refusal:
        assert "this file is empty" in str(refusal)  # noqa: PT017
        return ""
    assert found.findings == ()
    return found.digest


def place(folder, name, *, there):
    """A new folder, with or without a ledger in it."""
    path = folder / str(name) / "creators.db"
    path.parent.mkdir()
    if there is not None:
        shutil.copy(there, path)
    return path


def killing(started, folder, times, seed):
    """Kill runs at random moments; how often it was before the commit and how often after."""
    chance = random.Random(seed)
    base = folder / "base.db"
    season(base)
    outcomes = {"before": 0, "after": 0}
    for there in (base, None):
        whole = place(folder, f"whole-{bool(there)}", there=there)
        before = digest(whole)
        process = started(KILLED, whole)
        assert told(process) == "ready"
        begin = time.monotonic()
        go_on(process)
        assert told(process) == "recorded"
        duration = time.monotonic() - begin
        process.kill()
        ended(process)
        after = digest(whole)
        for number in range(times // 2):
            path = place(folder, f"{number}-{bool(there)}", there=there)
            process = started(KILLED, path)
            assert told(process) == "ready"
            go_on(process)
            time.sleep(chance.uniform(0, duration * 1.1))
            process.send_signal(signal.SIGKILL)
            assert ended(process) == -signal.SIGKILL
            found = digest(path)
            assert found in (before, after)
            outcomes["before" if found == before else "after"] += 1
            # The next run goes on where the killed one was, and a second one finds the batch paid.
            with new(path) as ledger:
                ledger.record(run([earned(1)], period="2026-08"), at=NOON)
            assert digest(path) not in (before, after)
            shutil.rmtree(path.parent)
    return outcomes


def test_a_killed_run_leaves_the_ledger_as_before_or_as_after(started, tmp_path):
    outcomes = killing(started, tmp_path, 16, 1)
    assert sum(outcomes.values()) == 16


@pytest.mark.nightly
def test_five_hundred_killed_runs_leave_the_ledger_as_before_or_as_after(started, tmp_path):
    outcomes = killing(started, tmp_path, 500, 2)
    assert sum(outcomes.values()) == 500
    assert min(outcomes.values()) > 0


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9])
def test_without_space_for_its_files_a_run_is_refused_and_nothing_changes(started, tmp_path, there, share):
    season(tmp_path / "base.db")
    whole = place(tmp_path, "whole", there=tmp_path / "base.db" if there else None)
    process = started(
        f"{PREPARATION}{MONTH}\nwith open_ledger(path, write=True, create=True) as ledger: record(ledger)", whole
    )
    assert ended(process) == 0
    path = place(tmp_path, "small", there=tmp_path / "base.db" if there else None)
    before = digest(path)
    least = path.stat().st_size if there else 0
    process = started(TOO_LARGE, path, least + int((whole.stat().st_size - least) * share))
    words = told(process)
    assert ended(process) == 0
    assert words.startswith(f"{path}: ")
    assert words.endswith("; nothing was changed")
    assert "disk" in words
    assert digest(path) == before
    with new(path) as ledger:
        ledger.record(run([earned(1)]), at=NOON)
    assert verify(str(path)).sound


@pytest.mark.parametrize("pages", [0, 3, 10, 100])
def test_on_a_full_disk_a_run_is_refused_and_nothing_changes(tmp_path, pages):
    path = tmp_path / "creators.db"
    season(path)
    before = digest(path)
    count = path.stat().st_size // 4096
    with written(path) as ledger:
        # SQLite then behaves as on a full disk.
        ledger._connection.execute(f"PRAGMA max_page_count = {count + pages}")
        ids = [f"B-{number}" for number in range(30_000)]
        with pytest.raises(UsageError, match="no space left on the disk; nothing was changed"):
            ledger.record(run([earned(1, event=order) for order in ids], facts=orders(ids)), at=NOON)
        assert len(ledger.runs()) == 4
        ledger._connection.execute("PRAGMA max_page_count = 1000000")
        ledger.record(run([earned(1)]), at=NOON)
    assert digest(path) != before


def test_of_two_processes_one_waits_and_goes_on(started, tmp_path):
    path = tmp_path / "creators.db"
    season(path)
    process = started(HOLDING, path)
    assert told(process) == "holding"
    with open_ledger(str(path), write=True, create=False, wait_seconds=60) as ledger:
        threading.Timer(0.3, go_on, [process]).start()
        with ledger.transaction():
            assert len(ledger.runs()) == 5
            assert ledger.record(run([earned(2)]), at=NOON) == 6
    assert ended(process) == 0
    assert verify(str(path)).runs == 6


def test_of_two_processes_one_is_told_so(started, tmp_path):
    path = tmp_path / "creators.db"
    season(path)
    process = started(HOLDING, path)
    assert told(process) == "holding"
    words = f"{path}: another run is writing to this ledger; nothing was changed"
    with open_ledger(str(path), write=True, create=False, wait_seconds=0.1) as ledger:
        with pytest.raises(UsageError, match=words), ledger.transaction():
            raise AssertionError
        with pytest.raises(UsageError, match=words):
            ledger.record(run([earned(2)]), at=NOON)
        with pytest.raises(UsageError, match=words):
            pay(ledger)
        # Reading does not wait.
        assert len(ledger.runs()) == 4
    with read(path) as other:
        assert len(list(other.entries())) == 10
    assert verify(str(path), wait_seconds=0).runs == 4
    go_on(process)
    assert ended(process) == 0
    assert verify(str(path)).runs == 5


def test_two_processes_may_make_the_same_ledger(started, tmp_path):
    path = tmp_path / "new.db"
    processes = [started(KILLED, path) for _ in range(3)]
    for process in processes:
        assert told(process) == "ready"
    for process in processes:
        go_on(process)
    for process in processes:
        assert told(process) == "recorded"
        process.kill()
        ended(process)
    # Each recorded its run and paid its batch: who may record what twice is not the ledger's to know.
    assert verify(str(path)).runs == 6


def test_ctrl_c_is_heard_while_waiting_for_another_process(started, tmp_path):
    path = tmp_path / "creators.db"
    season(path)
    process = started(HOLDING, path)
    assert told(process) == "holding"
    with open_ledger(str(path), write=True, create=False, wait_seconds=600) as ledger:
        former = signal.signal(signal.SIGINT, signal.default_int_handler)
        threading.Timer(0.3, os.kill, [os.getpid(), signal.SIGINT]).start()
        with pytest.raises(KeyboardInterrupt), ledger.transaction():
            raise AssertionError
        signal.signal(signal.SIGINT, former)
    go_on(process)
    assert ended(process) == 0


def test_a_process_that_is_interrupted_undoes_its_run(started, tmp_path):
    path = tmp_path / "creators.db"
    season(path)
    before = digest(path)
    process = started(HOLDING, path)
    assert told(process) == "holding"
    process.send_signal(signal.SIGINT)
    assert ended(process) != 0
    assert digest(path) == before
    with written(path) as ledger:
        lines = [earned(5), scheduled(5)]
        assert ledger.record(run(lines, pays=[payment(5)], campaign=SPRING), at=NOON) == 5
