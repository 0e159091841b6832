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


def test_standard_input_gives_the_same_plan(inside: Influence, spec: Path) -> None:
    piped, named = plan(inside, "-", stdin=spec.read_text()), plan(inside, spec.name)
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
    inside: Influence, spec: Path, shortcut: list[str], long: list[str]
) -> None:
    short, set_, usual = (plan(inside, spec.name, *options) for options in (shortcut, long, []))
    for found in (short, set_, usual):
        found["warnings"] = [warning | {"file": ""} for warning in found["warnings"]]  # what was typed
    assert short == set_
    assert short != usual


def test_a_shortcut_wins_over_set(inside: Influence, spec: Path) -> None:
    assert plan(inside, spec.name, "--seed", "7", "--set", "simulation.seed=8")["seed"] == 7


def test_threads_never_change_a_number(inside: Influence, spec: Path) -> None:
    assert plan(inside, spec.name, "--threads", "1") == plan(inside, spec.name, "--threads", "2")


class TestGates:
    def test_a_gate_that_holds_exits_0(self, inside: Influence, spec: Path) -> None:
        gates = plan(inside, spec.name, "--gate", "roi.p10 >= -1")["gates"]
        assert [(gate["expression"], gate["passed"]) for gate in gates] == [("roi.p10 >= -1", True)]

    def test_a_gate_that_fails_exits_1_and_prints_all_the_same(
        self, inside: Influence, spec: Path, tmp_path: Path
    ) -> None:
        done = inside(
            *("plan", spec.name, *FEW, "--gate", "roi.p10 >= -1", "--gate", "roi.p10 >= 1000"),
            *("--format", "json", "--output", "markdown=plan.md"),
        )
        assert done.returncode == 1
        assert [gate["passed"] for gate in json.loads(done.stdout)["gates"]] == [True, False]
        assert done.stderr == "influence: 1 of 2 gates failed: roi.p10 >= 1000\n"
        assert (tmp_path / "plan.md").exists()

    def test_a_gate_on_an_unknown_metric_exits_2(self, inside: Influence, spec: Path) -> None:
        done = inside("plan", spec.name, "--gate", "rio.p10 >= 0")
        assert (done.returncode, done.stdout) == (2, "")
        assert "did you mean 'roi'?" in done.stderr


class TestWrongSpecs:
    @pytest.mark.parametrize(
        ("typed", "place"),
        [
            (["--draws", "0"], "--draws 0"),
            (["--strategy", "equall"], "--strategy equall"),
            (["--benchmarks", "field"], "--benchmarks field"),
            (["--set", "product.price=-5"], "--set product.price=-5"),
            (["--set", "budget.reserve=100%"], "--set budget.reserve=100%"),
            (["--set", "campaign.platforms.instagram=60%"], "--set campaign.platforms.instagram=60%"),
            (["--set", "tiers.nano.share=60%"], "--set tiers.nano.share=60%"),
        ],
    )
    def test_what_was_typed_is_where_the_problem_stands_once(
        self, inside: Influence, spec: Path, typed: list[str], place: str
    ) -> None:
        spec.write_text(spec.read_text().replace("weeks: 6", "weeks: 6, platforms: {instagram: 50%, tiktok: 50%}"))
        if "share" in place:
            spec.write_text(spec.read_text() + "tiers: {nano: {share: 50%}, micro: {share: 50%}}\n")
        done = inside("plan", spec.name, *typed)
        assert done.returncode == 2
        problem, summary = done.stderr.splitlines()
        assert problem.startswith(f"{place}: ")
        assert summary == "influence: 1 problem, so nothing was done"

    def test_every_error_is_placed_and_nothing_is_printed(self, inside: Influence, tmp_path: Path) -> None:
        (tmp_path / "bad.yaml").write_text("campaign: {name: Serum, weks: 6}\nbudgt: 40k\nproduct: {price: 60}\n")
        done = inside("plan", "bad.yaml", "--output", "json=plan.json")
        assert (done.returncode, done.stdout) == (2, "")
        lines = done.stderr.splitlines()
        assert len(lines) >= 3
        assert all(line.startswith("bad.yaml:") for line in lines[:-1])
        assert lines[-1] == f"influence: {len(lines) - 1} problems, so nothing was done"
        assert not (tmp_path / "plan.json").exists()

    def test_no_feasible_plan_exits_3(self, inside: Influence, spec: Path) -> None:
        done = inside("plan", spec.name, *FEW, "--set", "tiers.mega.creators=50")
        assert (done.returncode, done.stdout) == (3, "")
        assert done.stderr.startswith("influence: ")

    @pytest.mark.parametrize(
        "content",
        [b"", b"\x00\x01\x02", b"\xff\xfe", b"\x89PNG\r\n", b"- 1\n", b"[" * 5_000, b"a: &a [*a]\n", b"!!python/x 1"],
        ids=["empty", "zeros", "utf16", "image", "list", "deep", "alias", "tag"],
    )
    def test_what_is_no_spec_is_refused_in_words(self, inside: Influence, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "odd.yaml").write_bytes(content)
        done = inside("plan", "odd.yaml")
        assert (done.returncode, done.stdout) == (2, "")
        assert "odd.yaml" in done.stderr
        assert "Traceback" not in done.stderr

    @pytest.mark.parametrize(
        "base", ["missing.yaml", ".", "/dev/zero", "/etc/passwd", "system", "pipe", "serum.yaml", "large.yaml"]
    )
    def test_a_base_that_cannot_be_read_is_a_placed_problem(
        self, inside: Influence, spec: Path, tmp_path: Path, base: str
    ) -> None:
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "system").symlink_to("/proc/self/environ")
        (tmp_path / "large.yaml").write_bytes(b"# large\n" * 200_000)
        spec.write_text(f"extends: {base}\n{spec.read_text()}")
        done = inside("plan", spec.name)
        assert done.returncode == 2
        assert done.stderr.startswith("serum.yaml:1:10: ")


class TestOutputs:
    def test_what_was_read_is_not_written_over(self, inside: Influence, spec: Path, tmp_path: Path) -> None:
        base, link = tmp_path / "base.yaml", tmp_path / "link.yaml"
        base.write_text(spec.read_text())
        spec.write_text("extends: base.yaml\n")
        link.symlink_to(base)
        for name in (spec.name, f"./{spec.name}", "base.yaml", "link.yaml"):
            done = inside("plan", spec.name, *FEW, "--output", f"json={name}")
            assert (done.returncode, done.stdout) == (2, "")
            assert f"{name}: cannot write: the spec is read from this file" in done.stderr
        assert spec.read_text() == "extends: base.yaml\n"
        assert base.read_text().startswith("campaign:")

    def test_what_stands_behind_standard_input_is_not_written_over(
        self, environment: dict[str, str], spec: Path
    ) -> None:
        written = spec.read_text()
        command = f"'{sys.executable}' -m influence_cli plan - --output json={spec} < {spec}"
        done = subprocess.run(command, shell=True, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert "the spec is read from this file" in done.stderr
        assert spec.read_text() == written

    @pytest.mark.parametrize("target", ["printed.txt", "/dev/stdout", "/proc/self/fd/1", "-"])
    def test_what_is_printed_is_not_written_over(self, influence: Influence, spec: Path, target: str) -> None:
        with open(spec.with_name("printed.txt"), "w") as printed:
            done = influence("plan", spec.name, *FEW, "--output", f"json={target}", stdout=printed)
        assert done.returncode == 2
        assert f"influence: {target}: " in done.stderr
        assert sorted(path.name for path in spec.parent.iterdir()) == ["printed.txt", "serum.yaml"]

    def test_several_formats_in_one_run(
        self, influence: Influence, inside: Influence, spec: Path, tmp_path: Path
    ) -> None:
        outputs = [f"--output={kind}=plan.{kind}" for kind in ("table", "json", "csv", "markdown")]
        done = influence("plan", spec.name, *FEW, *outputs, env={"FORCE_COLOR": "1"})
        assert done.returncode == 0, done.stderr
        assert "\x1b[" in done.stdout
        assert "\x1b" not in (tmp_path / "plan.table").read_text()
        for kind in ("json", "csv", "markdown"):
            printed = inside("plan", spec.name, *FEW, "--format", kind)
            assert (tmp_path / f"plan.{kind}").read_text() == printed.stdout

    def test_one_wrong_target_and_nothing_is_written(self, inside: Influence, spec: Path, tmp_path: Path) -> None:
        done = inside("plan", spec.name, *FEW, "--output", "json=plan.json", "--output", "csv=nowhere/plan.csv")
        assert (done.returncode, done.stdout) == (2, "")
        assert sorted(path.name for path in tmp_path.iterdir()) == [spec.name]

    def test_a_full_disk_behind_standard_output(self, influence: Influence, spec: Path) -> None:
        with open("/dev/full", "w") as full:
            done = influence("plan", spec.name, *FEW, stdout=full)
        assert done.returncode == 2
        assert done.stderr == "influence: standard output: cannot write: no space left on the disk\n"

    def test_wide_narrow_and_quiet(self, inside: Influence, spec: Path) -> None:
        def widest(*options: str) -> int:
            return max(map(len, inside("plan", spec.name, *FEW, *options).stdout.splitlines()))

        assert 80 < widest("--wide") <= 120
        assert inside("plan", spec.name, "--width", "60").returncode == 2
        quiet = inside("plan", spec.name, *FEW, "--quiet").stdout
        assert "ROI" in quiet
        assert len(quiet.splitlines()) < 20

    @pytest.mark.parametrize("kind", ["table", "json", "csv", "markdown"])
    def test_a_terminal_without_unicode(self, influence: Influence, spec: Path, kind: str) -> None:
        env = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        spec.write_text(spec.read_text().replace("Serum", "Lumière 鳥"))
        done = influence("plan", spec.name, *FEW, "--format", kind, env=env)
        assert done.returncode == 0, done.stderr
        assert ("Lumière 鳥" in done.stdout) is (kind != "table")

    def test_a_name_cannot_act_on_the_terminal(self, inside: Influence, spec: Path) -> None:
        name = r'campaign.name="\e[31mred\u202e[bold]x[/bold]"'
        for kind in ("table", "json", "csv", "markdown"):
            done = inside("plan", spec.name, *FEW, "--set", name, "--format", kind)
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
