"""Runs the command as a user does: in a folder of its own, and where that matters in a process of its own."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import influence_cli
from influence_cli.cli import entry

PACKAGE_PARENT = Path(influence_cli.__file__).parent.parent
COMMAND = [sys.executable, "-m", "influence_cli"]
SIX_LINES = "campaign: {name: Serum, weeks: 6}\nbudget: 40k\nproduct: {price: 60, margin: 58%}\n"

Influence = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def environment() -> dict[str, str]:
    """What the command sees: an 80-column UTF-8 world without color settings."""
    kept = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "SYSTEMROOT", "TMPDIR"}}
    return kept | {
        "PYTHONPATH": str(PACKAGE_PARENT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "COLUMNS": "80",
        "LC_ALL": "C.UTF-8",
    }


@pytest.fixture
def influence(tmp_path: Path, environment: dict[str, str]) -> Influence:
    """Call `influence(...)` with arguments; `env` adds to the environment, `stdin` is what it reads."""

    def run(
        *arguments: str, stdin: str = "", env: dict[str, str] | None = None, encoding: str = "utf-8", **more: Any
    ) -> "subprocess.CompletedProcess[str]":
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | more
        return subprocess.run(
            [*COMMAND, *arguments],
            input=stdin,
            encoding=encoding,
            cwd=tmp_path,
            env=environment | (env or {}),
            timeout=120,
            check=False,
            **streams,
        )

    return run


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Influence]:
    """Call it like `influence`: the whole command line, but inside this process, which saves its start."""
    kept = signal.getsignal(signal.SIGTERM)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
        monkeypatch.setattr(sys, "argv", ["influence", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8"))
        code = entry.main()
        printed = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, code, printed.out, printed.err)

    yield run
    signal.signal(signal.SIGTERM, kept)


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """The shortest spec that plans."""
    path = tmp_path / "serum.yaml"
    path.write_text(SIX_LINES)
    return path
