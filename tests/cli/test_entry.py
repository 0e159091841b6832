"""However a command ends, it ends with the right exit code and in words."""

import contextlib
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from influence_cli.cli import console, entry
from influence_cli.model.errors import InfeasibleError, Place, Problem, Severity, SpecError, UsageError

Influence = Callable[..., "subprocess.CompletedProcess[str]"]


def ends_with(error: BaseException) -> Callable[[], None]:
    def end() -> None:
        raise error

    return end


@contextlib.contextmanager
def killed_at_last(child: "subprocess.Popen[str]") -> Iterator[None]:
    """Leave no command behind, however a test ends; one that has ended is not harmed."""
    try:
        yield
    finally:
        child.kill()


def heed_interrupts() -> None:
    """Undo what a shell does to jobs in the background, where a command ignores Ctrl-C as its parents do."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def once_read(pipe: Path, child: "subprocess.Popen[str]") -> int:
    """Open a named pipe for writing as soon as the command has opened it for reading."""
    while child.poll() is None:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.01)
    raise AssertionError(child.communicate()[1])


def ended_by(number: signal.Signals, child: "subprocess.Popen[str]") -> tuple[str, str]:
    """What a command says that is stopped while it waits for input.

    Python sees a signal that comes after a file was opened and before its read begins only when the read
    returns. So the read gets time to begin; where that was too short, a second signal does what the first did not.
    """
    for patience in (10, 20, 60):
        time.sleep(0.2)
        child.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return child.communicate(timeout=patience)
    raise AssertionError(f"{number.name} does not stop the command")


class TestExitCodes:
    @pytest.fixture(autouse=True)
    def _command_line(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "argv", ["influence", "plan", "serum.yaml"])

    @pytest.mark.parametrize(
        ("error", "code", "words"),
        [
            (UsageError("no set 'x'"), 2, "influence: no set 'x'\n"),
            (InfeasibleError("budget is short by 3"), 3, "influence: budget is short by 3\n"),
            (KeyboardInterrupt(), 130, "influence: stopped\n"),
            (SystemExit(130), 130, "influence: stopped\n"),
            (SystemExit(1), 1, ""),
            (SystemExit(None), 0, ""),
            (BrokenPipeError(), 141, ""),
        ],
    )
    def test_what_is_said(
        self,
        monkeypatch: pytest.MonkeyPatch,
        capfd: pytest.CaptureFixture[str],
        error: BaseException,
        code: int,
        words: str,
    ) -> None:
        monkeypatch.setattr(entry, "_run", ends_with(error))
        monkeypatch.setattr(console, "silence_output", lambda: None)
        assert entry.main() == code
        assert capfd.readouterr().err == words

    def test_every_problem_of_a_spec_has_its_line(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        problems = (
            Problem("unknown-key", Severity.ERROR, Place("a.yaml", 3, 1), "budgt", "unknown key", "", "budget"),
            Problem("not-money", Severity.ERROR, Place("a.yaml", 4, 8), "budget", "'much'", "money, for example 40k"),
        )
        monkeypatch.setattr(entry, "_run", ends_with(SpecError(problems)))
        assert entry.main() == 2
        assert capsys.readouterr().err.splitlines() == [
            "a.yaml:3:1: unknown-key: unknown key; did you mean 'budget'?",
            "a.yaml:4:8: not-money: 'much'; expected money, for example 40k",
            "influence: 2 problems, so nothing was done",
        ]

    @pytest.mark.parametrize("error", [ZeroDivisionError("x"), RecursionError(), FileNotFoundError(2, "x")])
    def test_a_bug_is_owned_up_to_without_a_traceback(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception
    ) -> None:
        monkeypatch.setattr(entry, "_run", ends_with(error))
        assert entry.main() == 70
        shown = capsys.readouterr().err
        assert "a bug in influence" in shown
        assert type(error).__name__ in shown
        assert "--debug" in shown
        assert "Traceback" not in shown

    def test_a_bug_shows_its_traceback_to_those_who_ask(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(sys, "argv", ["influence", "plan", "--debug", "serum.yaml"])
        monkeypatch.setattr(entry, "_run", ends_with(ZeroDivisionError("x")))
        assert entry.main() == 70
        assert "Traceback" in capsys.readouterr().err

    def test_too_little_memory_is_answered_with_what_helps(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(entry, "_run", ends_with(MemoryError()))
        assert entry.main() == 70
        assert "fewer --draws" in capsys.readouterr().err

    def test_numpy_is_told_to_stay_on_one_thread(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OPENBLAS_NUM_THREADS", "keeps its value")
        monkeypatch.setattr(entry, "_run", ends_with(SystemExit(0)))
        entry.main()
        assert os.environ["OPENBLAS_NUM_THREADS"] == "keeps its value"
        monkeypatch.delenv("OPENBLAS_NUM_THREADS")
        entry.main()
        assert os.environ["OPENBLAS_NUM_THREADS"] == "1"


class TestUsage:
    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["pln"], "Did you mean 'plan'"),
            (["plan"], "Missing argument 'SPEC'"),
            (["plan", "a.yaml", "--formt", "json"], "--format"),
            (["plan", "a.yaml", "--format", "jsn"], "'json'"),
            (["plan", "a.yaml", "--draws", "many"], "--draws"),
            (["plan", "a.yaml", "--output", "plan.json"], "expected FORMAT=FILE, for example json=plan.json"),
            (["plan", "a.yaml", "--output", "jsn=plan.json"], "did you mean 'json'?"),
            (["plan", "a.yaml", "--output", "json=nowhere/plan.json"], "there is no directory nowhere"),
            (["plan", "missing.yaml"], "missing.yaml: cannot read: no such file"),
            (["plan", "."], "this is a directory, not a file"),
            (["plan", "/dev/zero"], "this is a device, not a file"),
            (["explain", "roy"], "did you mean 'roi'?"),
            (["benchmarks", "show", "feld-2026"], "field-2026"),
            (["benchmarks", "show", "--tier", "mikro"], "did you mean 'micro'?"),
            (["benchmarks", "show", "--metric", "click rat"], "did you mean 'click_rate'?"),
        ],
    )
    def test_a_wrong_command_exits_2_with_a_hint_and_no_result(
        self, inside: Influence, arguments: list[str], words: str
    ) -> None:
        done = inside(*arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert words in done.stderr
        assert "Traceback" not in done.stderr

    def test_a_missing_file_has_a_neighbour(self, inside: Influence, spec: Path) -> None:
        assert f"did you mean '{spec.name}'?" in inside("plan", "serun.yaml").stderr

    def test_a_file_name_cannot_act_on_the_terminal(self, inside: Influence) -> None:
        done = inside("plan", "\x1b[31mred\u202e.yaml")
        assert done.returncode == 2
        assert "\x1b" not in done.stderr
        assert "\u202e" not in done.stderr

    def test_a_file_name_that_is_no_text(self, influence: Influence) -> None:
        assert influence("plan", os.fsdecode(b"\xff\xfe.yaml")).returncode == 2

    def test_a_file_too_large_is_refused(self, inside: Influence, tmp_path: Path) -> None:
        (tmp_path / "large.yaml").write_bytes(b"# large\n" * 1_300_000)
        done = inside("plan", "large.yaml")
        assert done.returncode == 2
        assert "larger than 1 MB" in done.stderr

    def test_standard_input_too_large_is_refused(self, inside: Influence) -> None:
        done = inside("plan", "-", stdin="# large\n" * 200_000)
        assert done.returncode == 2
        assert "larger than 1 MB" in done.stderr


class TestStreams:
    @pytest.mark.parametrize("arguments", [["--help"], ["plan", "--help"], ["--version"], ["explain"], ["init", "-"]])
    def test_a_full_disk_behind_standard_output(self, influence: Influence, arguments: list[str]) -> None:
        with open("/dev/full", "w") as full:
            done = influence(*arguments, stdout=full)
        assert done.returncode == 2
        assert done.stderr == "influence: standard output: cannot write: no space left on the disk\n"

    @pytest.mark.parametrize("arguments", [["--help"], ["explain"], ["schema"]])
    def test_a_reader_that_has_gone_is_no_reason_to_complain(self, influence: Influence, arguments: list[str]) -> None:
        reader, writer = os.pipe()
        os.close(reader)
        done = influence(*arguments, stdout=writer)
        os.close(writer)
        assert (done.returncode, done.stderr) == (141, "")

    def test_a_full_disk_behind_standard_error(self, influence: Influence) -> None:
        with open("/dev/full", "w") as full:
            assert influence("plan", "missing.yaml", stderr=full).returncode == 2

    def test_closed_streams(self, environment: dict[str, str], tmp_path: Path) -> None:
        command = f"'{sys.executable}' -m influence_cli"
        for redirection, code in ((">&-", 2), ("2>&-", 0), ("<&-", 0), (">&- 2>&-", 2)):
            shell = f"{command} explain roi {redirection}"
            assert subprocess.run(shell, shell=True, env=environment, cwd=tmp_path, check=False).returncode == code

    def test_a_spec_from_a_closed_standard_input(self, environment: dict[str, str], tmp_path: Path) -> None:
        done = subprocess.run(
            f"'{sys.executable}' -m influence_cli plan - <&-",
            shell=True,
            capture_output=True,
            text=True,
            env=environment,
            cwd=tmp_path,
            check=False,
        )
        assert done.returncode == 2
        assert "standard input is closed" in done.stderr

    @pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
    def test_an_interrupt_while_reading(
        self, environment: dict[str, str], tmp_path: Path, number: signal.Signals, code: int
    ) -> None:
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        command = [sys.executable, "-m", "influence_cli", "plan", str(pipe)]
        child = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            preexec_fn=heed_interrupts,
        )
        with child, killed_at_last(child):
            writer = once_read(pipe, child)
            try:
                output, talk = ended_by(number, child)
            finally:
                os.close(writer)
        assert (child.returncode, output) == (code, "")
        assert talk == ("influence: stopped\n" if number is signal.SIGINT else "")

    @pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
    def test_a_terminal_without_unicode(self, influence: Influence, tmp_path: Path, encoding: str) -> None:
        (tmp_path / "Lumière 鳥.yaml").write_text("campaign: {name: Lumière 鳥, weeks: 6, platfroms: 1}\n")
        env = {"LC_ALL": "C", "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        done = influence("check", "Lumière 鳥.yaml", env=env, encoding=encoding)
        assert done.returncode == 2
        assert "platforms" in done.stdout
        assert "Traceback" not in done.stderr

    def test_a_file_that_hits_a_limit_is_not_left_half_written(self, influence: Influence, tmp_path: Path) -> None:
        done = influence(
            "init", "campaign.yaml", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
        )
        assert done.returncode == 2
        assert done.stderr == "influence: campaign.yaml: cannot write: the file would be too large\n"
        assert list(tmp_path.iterdir()) == []
