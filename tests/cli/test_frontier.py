"""`influence frontier` as a marketer and a CI job run it."""

import contextlib
import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from influence_cli.report import frontier_json_schema

Influence = Callable[..., "subprocess.CompletedProcess[str]"]

SAMPLES = Path(__file__).parents[2] / "sample_campaigns"
FEW = ("--draws", "200", "--points", "3")
RANGE = ("--budget", "5k..40k")


def points(influence: Influence, *arguments: str, **more: str):
    done = influence("frontier", *arguments, "--format", "json", **more)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["points"]


def test_help(influence: Influence, golden: Callable[[str, str], None]) -> None:
    done = influence("frontier", "--help")
    assert (done.returncode, done.stderr) == (0, "")
    golden("help-frontier.txt", done.stdout)


def test_a_sample_as_people_read_it(influence: Influence, golden: Callable[[str, str], None], tmp_path: Path) -> None:
    (tmp_path / "small-5k.yaml").write_bytes((SAMPLES / "small-5k.yaml").read_bytes())
    done = influence(
        *("frontier", "small-5k.yaml", "--budget", "100..50k", "--points", "6", "--strategy", "hybrid"),
        *("--draws", "1000"),
        env={"NO_COLOR": "1", "FORCE_COLOR": "1"},
    )
    assert (done.returncode, done.stderr) == (0, "")
    golden("frontier-small-5k.txt", done.stdout)


def test_the_default_strategy_is_the_optimal_one(inside: Influence, spec: Path) -> None:
    arguments = ("frontier", spec.name, *RANGE, *FEW, "--jobs", "1", "--format", "json")
    usual = json.loads(inside(*arguments).stdout)
    jsonschema.Draft202012Validator(frontier_json_schema()).validate(usual)
    assert usual["strategy"] == "optimal"
    assert json.loads(inside(*arguments, "--strategy", "equal").stdout)["strategy"] == "equal"


def test_standard_input_and_jobs_never_change_a_number(influence: Influence, spec: Path) -> None:
    arguments = ("-", *RANGE, *FEW)
    alone = points(influence, *arguments, "--jobs", "1", stdin=spec.read_text())
    assert alone == points(influence, *arguments, "--jobs", "3", stdin=spec.read_text())
    assert [point["budget"] for point in alone] == ["5000.00", "14100.00", "40000.00"]


def test_shares_of_the_budget_follow_it(inside: Influence, spec: Path) -> None:
    shares = ("--set", "budget.reserve=50%", "--set", "budget.tools=10%")
    arguments = (spec.name, *RANGE, *FEW, "--jobs", "1", "--spacing", "even", "--strategy", "hybrid")
    for point in points(inside, *arguments, *shares):
        budget, cost = float(point["budget"]), float(point["plan"]["cost"]["mean"])
        assert 0.35 * budget < cost <= 0.5 * budget + 1


def test_a_budget_without_a_plan_is_a_row_with_its_reason(inside: Influence, spec: Path) -> None:
    found = inside("frontier", spec.name, "--budget", "10..40_000", *FEW, "--jobs", "1", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(found.stdout)))
    assert found.returncode == 0
    assert "no creator can be booked" in rows[0]["reason"]
    assert (rows[0]["value"], rows[-1]["reason"]) == ("", "")


def test_fixed_amounts_that_take_a_small_budget_are_a_reason(inside: Influence, spec: Path) -> None:
    first, *_, last = points(inside, spec.name, *RANGE, *FEW, "--jobs", "1", "--set", "budget.tools=6k")
    assert (first["plan"], last["reason"]) == (None, "")
    assert "nothing for creators" in first["reason"]


def test_no_budget_with_a_plan_exits_3(inside: Influence, spec: Path) -> None:
    done = inside("frontier", spec.name, "--budget", "10..20", *FEW, "--jobs", "1", "--output", "json=x.json")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("influence: none of the 3 budgets has a plan; with 20 USD: ")
    assert not Path("x.json").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--budget", "500k..10k"], "the range starts above its end; did you mean '10k..500k'?"),
        (["--budget", "10k"], "expected a range from a low budget to a high one, for example 10k..500k"),
        (["--budget", "abc"], "--budget abc: expected a range"),
        (["--budget", ""], "expected a range"),
        (["--budget", ".."], "for example 10k..500k"),
        (["--budget=-5k..10k"], "'-5k' is not a number; expected a budget above 0"),
        (["--budget=-5..10k"], "'-5' is negative; expected a budget above 0"),
        (["--budget", "0..10"], "a budget of 0 buys nothing"),
        (["--budget", "5..10k"], "did you mean '5k..10k'?"),
        (["--budget", "5k-10k"], "did you mean '5k..10k'?"),
        (["--budget", "10k..10k"], "both ends are the same"),
        (["--budget", "5k USD..10k EUR"], "the ends are in USD and EUR; expected one currency"),
        (["--budget", "10k..9999999999m"], "is above 1,000,000,000,000,000"),
        ([*RANGE, "--points", "1"], "1 is not in the range 2<=x<=200"),
        ([*RANGE, "--points", "many"], "--points"),
        ([*RANGE, "--jobs", "0"], "0 is not in the range"),
        ([*RANGE, "--strategy", "best"], "--strategy best: "),
        ([*RANGE, "--spacing", "odd"], "'log', 'even'"),
        ([*RANGE, "--output", "json"], "expected FORMAT=FILE"),
        ([*RANGE, "--output", "json=serum.yaml"], "the spec is read from this file"),
        ([*RANGE, "--set", "product.price=x"], "product.price=x"),
        ([], "--budget"),
    ],
)
def test_a_wrong_command_exits_2_in_words(inside: Influence, spec: Path, arguments: list[str], words: str) -> None:
    done = inside("frontier", spec.name, *arguments, "--draws", "50")
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_problem_is_said_once_for_all_budgets(inside: Influence, spec: Path) -> None:
    spec.write_text(spec.read_text() + "tiers: {nano: {crators: 5}}\n")
    done = inside("frontier", spec.name, *RANGE)
    assert done.returncode == 2
    assert done.stderr.endswith("influence: 1 problem, so nothing was done\n")


def test_several_formats_in_one_run(inside: Influence, spec: Path, tmp_path: Path) -> None:
    outputs = [f"--output={kind}=found.{kind}" for kind in ("table", "json", "csv", "markdown")]
    done = inside("frontier", spec.name, *RANGE, *FEW, "--jobs", "1", *outputs)
    assert done.returncode == 0
    assert (tmp_path / "found.table").read_text() == done.stdout
    for kind in ("json", "csv", "markdown"):
        printed = inside("frontier", spec.name, *RANGE, *FEW, "--jobs", "1", "--format", kind)
        assert (tmp_path / f"found.{kind}").read_text() == printed.stdout


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_ends_every_process_and_leaves_no_file(
    environment: dict[str, str], spec: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    command = [sys.executable, "-m", "influence_cli", "frontier", str(spec), "--budget", "1m..9m", "--points", "60"]
    child = subprocess.Popen(
        [*command, "--draws", "5000", "--output", "json=x.json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=tmp_path,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        workers = _wait_for_workers(child)
        # A terminal sends Ctrl-C to everyone in front of it; a polite kill goes to the one that was named.
        os.killpg(child.pid, number) if number is signal.SIGINT else child.send_signal(number)
        output, talk = child.communicate(timeout=60)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    assert (child.returncode, output) == (code, "")
    assert talk == ("influence: stopped\n" if number is signal.SIGINT else "")
    assert not [worker for worker in workers if _is_alive(worker)]
    assert sorted(path.name for path in tmp_path.iterdir()) == [spec.name]


def _wait_for_workers(child: "subprocess.Popen[str]") -> list[int]:
    """Processes of the command, once there are two that compute."""
    while child.poll() is None:
        found = [int(pid) for pid in Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text().split()]
        busy = [pid for pid in found if "spawn_main" in _command_of(pid)]
        if len(busy) >= 2:
            time.sleep(0.5)
            return found
        time.sleep(0.02)
    raise AssertionError(child.communicate()[1])


def _command_of(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode().replace("\0", " ")
    return ""


def _is_alive(pid: int) -> bool:
    """Whether a process still runs; one that has ended and waits for its parent is counted as well."""
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists():
            return False
        time.sleep(0.05)
    return True
