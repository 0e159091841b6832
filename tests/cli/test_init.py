"""`influence init`: a spec to start from that checks clean and never costs anyone a file."""

import json
import os
import pty
import select
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from influence_cli.model.campaign import Goal

Influence = Callable[..., "subprocess.CompletedProcess[str]"]


def test_the_spec_it_writes_checks_clean(influence: Influence, tmp_path: Path) -> None:
    done = influence("init")
    assert (done.returncode, done.stdout) == (0, "")
    assert "influence plan campaign.yaml" in done.stderr
    assert "influence schema > campaign.schema.json" in done.stderr
    assert influence("check", "campaign.yaml", "--strict").returncode == 0


@pytest.mark.parametrize("goal", list(Goal))
def test_the_first_commands_of_all_end_well(influence: Influence, goal: Goal) -> None:
    assert influence("init", "--goal", goal).returncode == 0
    checked = influence("check", "campaign.yaml", "--format", "json")
    assert checked.returncode == 0
    advice = {problem["code"] for problem in json.loads(checked.stdout)["problems"]}
    assert advice == ({"vanity-objective"} if goal in (Goal.ENGAGEMENT, Goal.FOLLOWERS) else set())
    planned = influence("plan", "campaign.yaml", "--quiet", "--set", "simulation.draws=300")
    assert planned.returncode == 0, planned.stderr


def test_answers_land_in_the_spec(influence: Influence) -> None:
    done = influence(
        *("init", "-", "--name", "Lumière: #1", "--budget", "12.5k", "--currency", "eur", "--weeks", "4"),
        *("--platforms", "tiktok, youtube", "--goal", "leads", "--price", "99", "--margin", "70%"),
    )
    assert done.returncode == 0
    for words in ("Lumière: #1", "12.5k", "EUR", "weeks: 4", "tiktok", "youtube", "leads", "99", "70%"):
        assert words in done.stdout
    assert influence("check", "-", "--strict", stdin=done.stdout).returncode == 0


def test_a_file_is_never_overwritten_without_force(influence: Influence, tmp_path: Path) -> None:
    mine = tmp_path / "campaign.yaml"
    mine.write_text("mine\n")
    done = influence("init")
    assert done.returncode == 2
    assert "campaign.yaml: is already there" in done.stderr
    assert mine.read_text() == "mine\n"
    assert influence("init", "--force").returncode == 0
    assert "campaign:" in mine.read_text()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--budget", "much"], "--budget"),
        (["--platforms", "instagran"], "instagram"),
        (["--goal", "sale"], "sales"),
        (["--margin", "-5%"], "--margin"),
        (["--currency", "EUX"], "EUR"),
        (["--weeks", "105"], "--weeks"),
    ],
)
def test_a_wrong_answer_is_refused_and_nothing_is_written(
    influence: Influence, tmp_path: Path, arguments: list[str], words: str
) -> None:
    done = influence("init", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert list(tmp_path.iterdir()) == []


def on_a_terminal(arguments: list[str], typed: bytes, folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    """Run the command by hand, so to speak: all three streams are one terminal."""
    keyboard, screen = pty.openpty()
    command = [sys.executable, "-m", "influence_cli", *arguments]
    with subprocess.Popen(
        command, stdin=screen, stdout=screen, stderr=screen, cwd=folder, env=environment, start_new_session=True
    ) as child:
        try:
            os.close(screen)
            os.write(keyboard, typed)
            shown = b""
            while select.select([keyboard], [], [], 60)[0]:
                try:
                    shown += os.read(keyboard, 4096)
                except OSError:
                    break
            code = child.wait(timeout=60)
        finally:
            os.close(keyboard)
            child.kill()
    return code, shown.decode()


def test_questions_on_a_terminal(tmp_path: Path, environment: dict[str, str]) -> None:
    typed = b"Serum\n\n\n8\n\n75\n\n"
    code, shown = on_a_terminal(["init", "--goal", "sales"], typed, tmp_path, environment)
    assert code == 0
    for question in ("Campaign name", "Budget [40k]", "Weeks [6]"):
        assert question in shown
    assert "Goal (" not in shown
    written = (tmp_path / "campaign.yaml").read_text()
    assert "Serum" in written
    assert "weeks: 8" in written


def test_giving_up_on_the_questions_writes_nothing(tmp_path: Path, environment: dict[str, str]) -> None:
    code, shown = on_a_terminal(["init"], b"Serum\n\x04", tmp_path, environment)
    assert code == 130
    assert "influence: stopped" in shown
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_refused_before_any_question(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "campaign.yaml").write_text("mine\n")
    code, shown = on_a_terminal(["init"], b"", tmp_path, environment)
    assert code == 2
    assert "Campaign name" not in shown
