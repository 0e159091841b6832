"""What a terminal can show, and talk that cannot harm it."""

import io
import sys

import pytest

from influence_cli.cli import console
from influence_cli.cli.progress import ProgressBar


@pytest.mark.parametrize(
    ("environment", "on_terminal", "color"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"TERM": "dumb"}, True, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, False, True),
        ({"FORCE_COLOR": "0"}, True, False),
        ({"FORCE_COLOR": ""}, False, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
    ],
)
def test_color(environment: dict[str, str], on_terminal: bool, color: bool) -> None:
    assert console.wants_color(environment, on_terminal) is color


def test_no_color_option_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert console.screen().color
    assert not console.screen(no_color=True).color


@pytest.mark.parametrize(("available", "columns"), [("97", 97), ("7", 40), ("no number", 80)])
def test_width_comes_from_columns_and_is_never_too_narrow(
    monkeypatch: pytest.MonkeyPatch, available: str, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", available)
    assert console.screen().width == columns


class Typewriter(io.TextIOWrapper):
    """Standard output of some encoding, in memory."""

    def __init__(self, encoding: str) -> None:
        self.paper = io.BytesIO()
        super().__init__(self.paper, encoding=encoding)


def test_signs_that_an_encoding_lacks_are_spelt_out(monkeypatch: pytest.MonkeyPatch) -> None:
    output = Typewriter("ascii")
    monkeypatch.setattr(sys, "stdout", output)
    console.result("┌──┐ ≥ 5 \u00d7 … 鳥")
    assert output.paper.getvalue() == b"+--+ >= 5 x ... ?\n"


def test_documents_are_utf8_whatever_the_terminal_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    output = Typewriter("latin-1")
    monkeypatch.setattr(sys, "stdout", output)
    console.document('{"name": "鳥"}\n')
    assert output.paper.getvalue().decode() == '{"name": "鳥"}\n'


def test_talk_cannot_act_on_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    console.say("\x1b[2Jgone \u202eabc\nsecond line")
    assert capsys.readouterr() == ("", "\\x1b[2Jgone abc\nsecond line\n")


def test_no_progress_bar_off_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressBar("Simulating") as progress:
        progress(1, 2)
    assert capsys.readouterr() == ("", "")


def test_a_progress_bar_on_a_terminal_after_a_second(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = [100.0]
    monkeypatch.setattr("influence_cli.cli.progress.is_terminal", lambda _: True)
    monkeypatch.setattr("influence_cli.cli.progress.time.monotonic", lambda: now[0])
    monkeypatch.setenv("FORCE_COLOR", "1")
    with ProgressBar("Simulating") as progress:
        progress(1, 4)
        assert capsys.readouterr().err == ""
        now[0] += 1.5
        progress(2, 4)
    shown = capsys.readouterr()
    assert "Simulating" in shown.err
    assert shown.out == ""


def test_quiet_has_no_progress_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("influence_cli.cli.progress.is_terminal", lambda _: True)
    monkeypatch.setattr("influence_cli.cli.progress.PATIENCE_SECONDS", -1.0)
    with ProgressBar("Simulating", silent=True) as progress:
        progress(1, 2)
    assert capsys.readouterr() == ("", "")
