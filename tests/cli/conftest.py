"""Runs the command as a user does: a process of its own, in a folder of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import influence_cli

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
def spec(tmp_path: Path) -> Path:
    """The shortest spec that plans."""
    path = tmp_path / "serum.yaml"
    path.write_text(SIX_LINES)
    return path
