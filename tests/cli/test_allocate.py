"""`influence allocate` as an analyst and a CI job run it."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from influence_cli.report import curves_json_schema

Influence = Callable[..., "subprocess.CompletedProcess[str]"]

SAMPLES = Path(__file__).parents[2] / "sample_campaigns" / "curves"
TWO = """\
budget: 1000
channels:
  tv: {response: {type: log, coefficient: 100, scale: 50}}
  web: {response: {type: hill, maximum: 300, half_saturation: 200, slope: 2}, max_spend: 600}
"""


@pytest.fixture
def curves(tmp_path: Path) -> Path:
    path = tmp_path / "two.yaml"
    path.write_text(TWO)
    return path


def allocated(influence: Influence, *arguments: str, **more: Any) -> dict[str, Any]:
    done = influence("allocate", *arguments, "--format", "json", **more)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    jsonschema.Draft202012Validator(curves_json_schema()).validate(found)
    return found


class TestSamples:
    @pytest.mark.parametrize(
        "arguments",
        [["media-mix.yaml"], ["whole-creators.yaml"], ["channels.csv", "--budget", "120k"]],
        ids=lambda arguments: arguments[0],
    )
    def test_as_printed_and_proved(
        self, inside: Influence, tmp_path: Path, golden: Callable[[str, str], None], arguments: list[str]
    ) -> None:
        shutil.copytree(SAMPLES, tmp_path, dirs_exist_ok=True)
        done = inside("allocate", *arguments)
        assert (done.returncode, done.stderr) == (0, "")
        golden(f"allocate-{arguments[0]}.txt", done.stdout)
        found = allocated(inside, *arguments)
        assert (found["status"], found["gap"] <= 1e-6) == ("optimal", True)
        assert sum(channel["spend"] for channel in found["channels"]) <= found["budget"] * (1 + 1e-12)


def test_two_channels(influence: Influence, curves: Path) -> None:
    done = influence("allocate", curves.name)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Proved: nothing within these limits returns more" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "\x1b" not in done.stdout


class TestInput:
    def test_yaml_json_and_csv_say_the_same(self, inside: Influence, tmp_path: Path) -> None:
        channels = [
            {"name": "tv", "response": {"type": "log", "coefficient": 100, "scale": 50}},
            {"name": "web", "response": {"type": "hill", "maximum": 300, "half_saturation": 200, "slope": 2}},
        ]
        (tmp_path / "c.json").write_text(json.dumps({"budget": 900, "channels": channels}))
        (tmp_path / "c.yaml").write_text("budget: 900\nchannels:\n" + "".join(f"- {json.dumps(c)}\n" for c in channels))
        (tmp_path / "c.csv").write_text(
            "name,type,coefficient,scale,maximum,half_saturation,slope\ntv,log,100,50,,,\nweb,hill,,,300,200,2\n"
        )
        from_yaml, from_json = (allocated(inside, name) for name in ("c.yaml", "c.json"))
        from_csv = allocated(inside, "c.csv", "--budget", "900")
        assert from_yaml == from_json
        assert from_yaml["channels"] == from_csv["channels"]

    @pytest.mark.parametrize("name", ["media-mix.yaml", "channels.csv"])
    def test_standard_input_is_read_whatever_it_is(self, inside: Influence, tmp_path: Path, name: str) -> None:
        shutil.copytree(SAMPLES, tmp_path, dirs_exist_ok=True)
        piped = allocated(inside, "-", "--budget", "150k", stdin=(SAMPLES / name).read_text())
        assert piped == allocated(inside, name, "--budget", "150k")

    def test_the_way_it_is_written_can_be_said(self, inside: Influence) -> None:
        text = "name,type,maximum,scale\na,exponential,1,2\n"
        assert allocated(inside, "-", "--from", "csv", "--budget", "5", stdin=text)["budget"] == 5.0
        assert inside("allocate", "-", "--from", "yaml", "--budget", "5", stdin=text).returncode == 2

    def test_the_command_line_wins(self, inside: Influence, curves: Path) -> None:
        usual = allocated(inside, curves.name)
        changed = allocated(
            inside, curves.name, "--set", "channels.web.locked=0.5k", "--set", "budget=3", "--budget", "2k"
        )
        assert (usual["budget"], changed["budget"]) == (1000.0, 2000.0)
        assert changed["channels"][1] | {"response": 0, "marginal_return": 0} == {
            "name": "web",
            "spend": 500.0,
            "units": None,
            "response": 0,
            "marginal_return": 0,
            "at_limit": "locked",
        }
        assert usual["input_sha256"] != changed["input_sha256"]

    def test_more_money_than_can_be_spent_is_left_and_said_why(self, inside: Influence, curves: Path) -> None:
        done = inside("allocate", curves.name, "--set", "channels.tv.max_spend=100")
        assert done.returncode == 0
        assert "300.00 of the budget is left: 2 channels are at a limit of their own." in done.stdout


class TestFormats:
    def test_files_are_written_beside_what_is_printed(self, inside: Influence, curves: Path, tmp_path: Path) -> None:
        done = inside(
            *("allocate", curves.name, "--format", "csv"),
            *("--output", "json=a.json", "--output", "markdown=a.md", "--output", "table=a.txt"),
        )
        rows = list(csv.DictReader(StringIO(done.stdout)))
        document = json.loads((tmp_path / "a.json").read_text())
        assert [float(row["spend"]) for row in rows[:2]] == [found["spend"] for found in document["channels"]]
        assert (tmp_path / "a.md").read_text().startswith("## ")
        assert (tmp_path / "a.txt").read_text() == inside("allocate", curves.name).stdout

    def test_the_input_is_not_written_over(self, inside: Influence, curves: Path) -> None:
        done = inside("allocate", curves.name, "--output", f"json={curves.name}")
        assert (done.returncode, done.stdout) == (2, "")
        assert curves.read_text() == TWO

    @pytest.mark.parametrize("output", ["json", "jsn=a.json", "json=missing/a.json", "json="])
    def test_a_file_that_cannot_be_written_is_refused_first(self, inside: Influence, output: str) -> None:
        done = inside("allocate", "no-such-file.yaml", "--output", output)
        assert (done.returncode, done.stdout) == (2, "")
        assert "no-such-file" not in done.stderr

    def test_schemas_are_printed(self, inside: Influence) -> None:
        assert json.loads(inside("schema", "allocation").stdout) == curves_json_schema()
        assert json.loads(inside("schema", "curves").stdout)["title"]

    def test_a_wide_page_and_color(self, inside: Influence, curves: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("FORCE_COLOR", "1")
        assert "\x1b[1m" in inside("allocate", curves.name, "--wide").stdout
        assert "\x1b" not in inside("allocate", curves.name, "--no-color").stdout


class TestExitCodes:
    def test_wrong_curves_exit_2_with_every_fault(self, influence: Influence, tmp_path: Path) -> None:
        (tmp_path / "bad.yaml").write_text(TWO.replace("coefficient: 100", "coefficient: nan").replace("slope", "slop"))
        done = influence("allocate", "bad.yaml", "--output", "json=a.json")
        assert (done.returncode, done.stdout) == (2, "")
        lines = done.stderr.splitlines()
        assert [line.split(":")[:2] for line in lines[:2]] == [["bad.yaml", "3"], ["bad.yaml", "4"]]
        assert lines[2] == "influence: 2 problems, so nothing was done"
        assert not (tmp_path / "a.json").exists()

    @pytest.mark.parametrize("missing", ["two.yml", "nowhere/two.yaml", "."])
    def test_a_file_that_is_not_there_exits_2(self, inside: Influence, curves: Path, missing: str) -> None:
        done = inside("allocate", missing)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"influence: {missing}: cannot read: ")

    @pytest.mark.parametrize(
        "limits",
        [
            ["channels.tv.min_spend=700", "channels.web.min_spend=500"],
            ["channels.tv.locked=2k"],
            ["channels.tv.min_spend=70", "channels.tv.max_spend=50"],
            ["groups={all: {channels: [tv, web], min_share: 90%, max_share: 80%}}"],
        ],
    )
    def test_limits_that_clash_exit_3_in_words(self, influence: Influence, curves: Path, limits: list[str]) -> None:
        options = [part for limit in limits for part in ("--set", limit)]
        done = influence("allocate", curves.name, *options, "--output", "json=a.json")
        assert (done.returncode, done.stdout) == (3, "")
        assert done.stderr.startswith("influence: ")
        assert not (curves.parent / "a.json").exists()

    @pytest.mark.parametrize(
        "content", [b"", b"\x00", b"\xff\xfe", b"[" * 5_000, b"a: &a [*a]", b"=1,2\n3,4", b'{"a":']
    )
    def test_what_is_no_file_of_curves_is_refused_in_words(
        self, inside: Influence, tmp_path: Path, content: bytes
    ) -> None:
        (tmp_path / "odd").write_bytes(content)
        done = inside("allocate", "odd")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("odd:")

    def test_a_reader_that_leaves_is_no_failure(self, environment: dict[str, str], curves: Path) -> None:
        command = f"'{sys.executable}' -m influence_cli allocate {curves} | true; exit ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=environment, check=False)
        assert done.returncode in (0, 128 + signal.SIGPIPE)
        assert done.stderr == ""

    def test_no_heavy_library_but_numpy_is_loaded(self, environment: dict[str, str], curves: Path) -> None:
        script = (
            "import sys; sys.argv = ['influence', 'allocate', sys.argv[1]]\n"
            "from influence_cli.cli import main\n"
            "main()\n"
            "print(sorted({'pydantic', 'rich', 'scipy', 'highspy', 'pandas'} & set(sys.modules)), file=sys.stderr)"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, os.fspath(curves)],
            capture_output=True,
            text=True,
            env=environment,
            check=False,
        )
        assert done.stderr.splitlines()[-1] == "[]"
