"""`influence plan` as a marketer and a CI job run it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from influence_cli.cli import entry
from influence_cli.model.errors import InfluenceError

Influence = Callable[..., "subprocess.CompletedProcess[str]"]

FEW = ("--draws", "300")


def plan(influence: Influence, *arguments: str, **more: Any) -> dict[str, Any]:
    done = influence("plan", *arguments, *FEW, "--format", "json", **more)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_six_lines_are_a_plan(influence: Influence, spec: Path) -> None:
    done = influence("plan", spec.name, *FEW)
    assert (done.returncode, done.stderr) == (0, "")
    for words in ("Serum", "40,000", "ROI", "micro", "PAYOUTS"):
        assert words in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "\x1b" not in done.stdout


def test_standard_input_gives_the_same_plan(influence: Influence, spec: Path) -> None:
    piped, named = plan(influence, "-", stdin=spec.read_text()), plan(influence, spec.name)
    assert "<stdin>" in {warning["file"] for warning in piped.pop("warnings")}
    assert spec.name in {warning["file"] for warning in named.pop("warnings")}
    assert piped == named


@pytest.mark.parametrize(
    ("shortcut", "long"),
    [
        (["--strategy", "equal"], ["--set", "allocation.strategy=equal"]),
        (["--seed", "7"], ["--set", "simulation.seed=7"]),
        (["--benchmarks", "playbook-2026"], ["--set", "benchmarks=playbook-2026"]),
    ],
)
def test_a_shortcut_is_the_same_as_setting_the_key(
    influence: Influence, spec: Path, shortcut: list[str], long: list[str]
) -> None:
    short = plan(influence, spec.name, *shortcut)
    assert short == plan(influence, spec.name, *long)
    assert short != plan(influence, spec.name)


def test_a_shortcut_wins_over_set(influence: Influence, spec: Path) -> None:
    assert plan(influence, spec.name, "--seed", "7", "--set", "simulation.seed=8")["seed"] == 7


def test_threads_never_change_a_number(influence: Influence, spec: Path) -> None:
    assert plan(influence, spec.name, "--threads", "1") == plan(influence, spec.name, "--threads", "2")


class TestGates:
    def test_a_gate_that_holds_exits_0(self, influence: Influence, spec: Path) -> None:
        gates = plan(influence, spec.name, "--gate", "roi.p10 >= -1")["gates"]
        assert [(gate["expression"], gate["passed"]) for gate in gates] == [("roi.p10 >= -1", True)]

    def test_a_gate_that_fails_exits_1_and_prints_all_the_same(
        self, influence: Influence, spec: Path, tmp_path: Path
    ) -> None:
        done = influence(
            *("plan", spec.name, *FEW, "--gate", "roi.p10 >= -1", "--gate", "roi.p10 >= 1000"),
            *("--format", "json", "--output", "markdown=plan.md"),
        )
        assert done.returncode == 1
        assert [gate["passed"] for gate in json.loads(done.stdout)["gates"]] == [True, False]
        assert done.stderr == "influence: 1 of 2 gates failed: roi.p10 >= 1000\n"
        assert (tmp_path / "plan.md").exists()

    def test_a_gate_on_an_unknown_metric_exits_2(self, influence: Influence, spec: Path) -> None:
        done = influence("plan", spec.name, "--gate", "rio.p10 >= 0")
        assert (done.returncode, done.stdout) == (2, "")
        assert "did you mean 'roi'?" in done.stderr


class TestWrongSpecs:
    def test_every_error_is_placed_and_nothing_is_printed(self, influence: Influence, tmp_path: Path) -> None:
        (tmp_path / "bad.yaml").write_text("campaign: {name: Serum, weks: 6}\nbudgt: 40k\nproduct: {price: 60}\n")
        done = influence("plan", "bad.yaml", "--output", "json=plan.json")
        assert (done.returncode, done.stdout) == (2, "")
        lines = done.stderr.splitlines()
        assert len(lines) >= 3
        assert all(line.startswith("bad.yaml:") for line in lines[:-1])
        assert lines[-1] == f"influence: {len(lines) - 1} problems, so nothing was done"
        assert not (tmp_path / "plan.json").exists()

    def test_no_feasible_plan_exits_3(self, influence: Influence, spec: Path) -> None:
        done = influence("plan", spec.name, *FEW, "--set", "tiers.mega.creators=50")
        assert (done.returncode, done.stdout) == (3, "")
        assert done.stderr.startswith("influence: ")

    @pytest.mark.parametrize(
        "content",
        [b"", b"\x00\x01\x02", b"\xff\xfe", b"\x89PNG\r\n", b"- 1\n", b"[" * 5_000, b"a: &a [*a]\n", b"!!python/x 1"],
        ids=["empty", "zeros", "utf16", "image", "list", "deep", "alias", "tag"],
    )
    def test_what_is_no_spec_is_refused_in_words(self, influence: Influence, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "odd.yaml").write_bytes(content)
        done = influence("plan", "odd.yaml")
        assert (done.returncode, done.stdout) == (2, "")
        assert "odd.yaml" in done.stderr
        assert "Traceback" not in done.stderr

    @pytest.mark.parametrize("base", ["missing.yaml", ".", "/dev/zero", "pipe", "serum.yaml", "large.yaml"])
    def test_a_base_that_cannot_be_read_is_a_placed_problem(
        self, influence: Influence, spec: Path, tmp_path: Path, base: str
    ) -> None:
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "large.yaml").write_bytes(b"# large\n" * 200_000)
        spec.write_text(f"extends: {base}\n{spec.read_text()}")
        done = influence("plan", spec.name)
        assert done.returncode == 2
        assert done.stderr.startswith("serum.yaml:1:10: ")


class TestOutputs:
    def test_several_formats_in_one_run(self, influence: Influence, spec: Path, tmp_path: Path) -> None:
        outputs = [f"--output={kind}=plan.{kind}" for kind in ("table", "json", "csv", "markdown")]
        done = influence("plan", spec.name, *FEW, *outputs, env={"FORCE_COLOR": "1"})
        assert done.returncode == 0, done.stderr
        assert "\x1b[" in done.stdout
        assert "\x1b" not in (tmp_path / "plan.table").read_text()
        for kind in ("json", "csv", "markdown"):
            printed = influence("plan", spec.name, *FEW, "--format", kind)
            assert (tmp_path / f"plan.{kind}").read_text() == printed.stdout

    def test_one_wrong_target_and_nothing_is_written(self, influence: Influence, spec: Path, tmp_path: Path) -> None:
        done = influence("plan", spec.name, *FEW, "--output", "json=plan.json", "--output", "csv=nowhere/plan.csv")
        assert (done.returncode, done.stdout) == (2, "")
        assert sorted(path.name for path in tmp_path.iterdir()) == [spec.name]

    def test_a_full_disk_behind_standard_output(self, influence: Influence, spec: Path) -> None:
        with open("/dev/full", "w") as full:
            done = influence("plan", spec.name, *FEW, stdout=full)
        assert done.returncode == 2
        assert done.stderr == "influence: standard output: cannot write: no space left on the disk\n"

    def test_wide_narrow_and_quiet(self, influence: Influence, spec: Path) -> None:
        def widest(*options: str) -> int:
            return max(map(len, influence("plan", spec.name, *FEW, *options).stdout.splitlines()))

        assert 80 < widest("--wide") <= 120
        assert influence("plan", spec.name, "--width", "60").returncode == 2
        quiet = influence("plan", spec.name, *FEW, "--quiet").stdout
        assert "ROI" in quiet
        assert len(quiet.splitlines()) < 20

    @pytest.mark.parametrize("kind", ["table", "json", "csv", "markdown"])
    def test_a_terminal_without_unicode(self, influence: Influence, spec: Path, kind: str) -> None:
        env = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        spec.write_text(spec.read_text().replace("Serum", "Lumière 鳥"))
        done = influence("plan", spec.name, *FEW, "--format", kind, env=env)
        assert done.returncode == 0, done.stderr
        assert ("Lumière 鳥" in done.stdout) is (kind != "table")

    def test_a_name_cannot_act_on_the_terminal(self, influence: Influence, spec: Path) -> None:
        name = r'campaign.name="\e[31mred\u202e[bold]x[/bold]"'
        for kind in ("table", "json", "csv", "markdown"):
            done = influence("plan", spec.name, *FEW, "--set", name, "--format", kind)
            assert done.returncode == 0, done.stderr
            assert "\x1b" not in done.stdout
            assert "\u202e" not in done.stdout


def test_an_interrupted_plan_leaves_no_file(
    spec: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    monkeypatch.setattr(sys, "argv", ["influence", "plan", str(spec), *FEW, "--output", f"json={tmp_path}/plan.json"])
    assert entry.main() == 130
    assert capsys.readouterr() == ("", "influence: stopped\n")
    assert list(tmp_path.iterdir()) == [spec]


def test_planning_loads_no_solver_library(environment: dict[str, str], spec: Path) -> None:
    lists = "import sys; from influence_cli.cli import main; main(); print(sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", lists, "plan", str(spec), *FEW],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0
    assert "'numpy'" in done.stderr
    assert "'scipy'" not in done.stderr


def test_codes_of_errors_are_the_documented_ones() -> None:
    def below(kind: type[InfluenceError]) -> set[int]:
        return {kind.exit_code}.union(*(below(child) for child in kind.__subclasses__()))

    assert below(InfluenceError) == {2, 3}
