"""`influence check`: all problems of all specs, and the exit code a CI job needs."""

import json
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

Influence = Callable[..., "subprocess.CompletedProcess[str]"]

THREE_ERRORS = "campaign: {name: Serum, weks: 6}\nbudgt: 40k\nproduct: {price: sixty, margin: 58%}\n"
CLEAN = """
campaign: {name: Serum, weeks: 6, markets: [US], tracking: [link, code]}
budget: 40k
product: {price: 60, margin: 58%}
"""


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.yaml"
    path.write_text(THREE_ERRORS)
    return path


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    path = tmp_path / "clean.yaml"
    path.write_text(CLEAN)
    return path


def test_problems_come_with_place_and_suggestion(inside: Influence, broken: Path) -> None:
    done = inside("check", broken.name)
    assert (done.returncode, done.stderr) == (2, "")
    for words in ("broken.yaml", "2:1", "unknown-key", "did you mean 'budget'?", "did you mean 'weeks'?"):
        assert words in done.stdout


def test_a_clean_spec_exits_0(inside: Influence, clean: Path) -> None:
    done = inside("check", clean.name, "--strict")
    assert (done.returncode, done.stdout) == (0, "clean.yaml: no problems\n\nNo problems in 1 spec.\n")


def test_advice_counts_only_when_strict(inside: Influence, spec: Path) -> None:
    done = inside("check", spec.name)
    assert done.returncode == 0
    assert "warning" in done.stdout
    assert inside("check", spec.name, "--strict").returncode == 2


def test_one_unreadable_spec_does_not_hide_the_others(inside: Influence, clean: Path, broken: Path) -> None:
    done = inside("check", "missing.yaml", broken.name, clean.name, ".", "--format", "json")
    problems = json.loads(done.stdout)["problems"]
    assert done.returncode == 2
    assert [(each["file"], each["code"]) for each in problems if each["code"] == "unreadable-file"] == [
        ("missing.yaml", "unreadable-file"),
        (".", "unreadable-file"),
    ]
    assert any(each["file"] == "broken.yaml" for each in problems)


def test_standard_input(inside: Influence) -> None:
    done = inside("check", "-", "--format", "json", stdin=THREE_ERRORS)
    assert done.returncode == 2
    assert {each["file"] for each in json.loads(done.stdout)["problems"]} == {"<stdin>"}


def test_an_override_can_mend_a_spec(inside: Influence, tmp_path: Path) -> None:
    (tmp_path / "short.yaml").write_text(CLEAN.replace("budget: 40k\n", ""))
    assert inside("check", "short.yaml").returncode == 2
    assert inside("check", "short.yaml", "--set", "budget.total=40k").returncode == 0


@pytest.mark.parametrize("name", ["table", "json", "github", "sarif", "junit"])
def test_every_format_has_every_error(inside: Influence, broken: Path, name: str) -> None:
    done = inside("check", broken.name, "--format", name)
    assert done.returncode == 2
    assert done.stdout.count("unknown-key") >= 2


def test_documents_can_be_parsed(inside: Influence, broken: Path, clean: Path) -> None:
    sarif = json.loads(inside("check", broken.name, clean.name, "--format", "sarif").stdout)
    assert sarif["version"] == "2.1.0"
    junit = ET.fromstring(inside("check", broken.name, clean.name, "--format", "junit").stdout)
    assert [suite.get("name") for suite in junit] == ["broken.yaml", "clean.yaml"]
    assert junit[1].get("failures") == "0"


def test_color_only_where_asked_for(influence: Influence, broken: Path) -> None:
    assert "\x1b" not in influence("check", broken.name).stdout
    assert "\x1b[31m" in influence("check", broken.name, env={"FORCE_COLOR": "1"}).stdout
    assert "\x1b" not in influence("check", broken.name, "--no-color", env={"FORCE_COLOR": "1"}).stdout
    assert "\x1b" not in influence("check", broken.name, env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout
