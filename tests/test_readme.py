"""The README shows what the programme prints: every console block is run and compared."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


@pytest.fixture
def shell(tmp_path):
    """Run a command line as a reader would: `influence` on the PATH, in a copy of the samples."""
    shutil.copytree(ROOT / "sample_campaigns", tmp_path / "sample_campaigns")
    command = tmp_path / "bin" / "influence"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m influence_cli "$@"\n')
    command.chmod(command.stat().st_mode | stat.S_IEXEC)
    environment = {
        **os.environ,
        "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "NO_COLOR": "1",
        "COLUMNS": "80",
    }

    def run(line):
        done = subprocess.run(
            ["bash", "-c", line],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return done.stdout

    return run


def printed(block, shell):
    """The block as it would look today: each command followed by what it prints."""
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{command}\n{shell(command[2:])}" for command in commands)


def test_console_blocks_show_what_is_printed(shell, request):
    text = README.read_text(encoding="utf-8")
    blocks = BLOCK.findall(text)
    assert len(blocks) >= 4
    today = BLOCK.sub(lambda found: f"```console\n{printed(found[1], shell)}```", text)
    if request.config.getoption("--renew-golden"):
        README.write_text(today, encoding="utf-8")
    else:
        assert text == today


def test_the_first_two_shell_lines_install_and_run():
    lines = re.findall(r"```sh\n(.*?)\n```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert lines[0].startswith("python3 -m venv")
    assert lines[0].endswith("influence plan sample_campaigns/small-5k.yaml")
    assert lines[1].startswith("python3 -m venv")
    assert lines[1].endswith("pytest -q -n auto")


@pytest.mark.parametrize("number", range(4))
def test_yaml_of_the_readme_is_a_spec(shell, tmp_path, number):
    text = re.findall(r"```yaml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)[number]
    if text.startswith("contracts:"):
        text = "campaign: {name: x, weeks: 6}\nbudget: 20k\nproduct: {price: 68, margin: 70%}\n" + text
    (tmp_path / "campaign.yaml").write_text(text)
    assert "0 errors" in shell("influence check campaign.yaml")


def test_the_spec_of_payouts_can_be_paid(shell, tmp_path):
    found = re.findall(r"```yaml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    (spec,) = [text for text in found if "payouts:" in text]
    (tmp_path / "campaign.yaml").write_text(spec)
    (tmp_path / "creators.csv").write_text("name,tier,code\nAnna,micro,ANNA15\nBen,nano,BEN15\n")
    orders = "order_id,code,date,gross,delivered,customer\nA,ANNA15,2026-03-03,200,2026-03-05,c1\n"
    (tmp_path / "orders.csv").write_text(orders + "B,BEN15,2026-03-03,200,2026-04-01,c2\n")
    given = "campaign.yaml --roster creators.csv --orders orders.csv --period 2026-04"
    creators = json.loads(shell(f"influence payout {given} --format json"))["creators"]
    # 12% of 200 for Anna; Ben's order was delivered on 1 April, so that its hold of 30 days is not over.
    assert {each["name"]: (each["earned"], each["after"]["held"]) for each in creators} == {
        "Anna": ("24.00", "0.00"),
        "Ben": ("0.00", "16.00"),
    }


def commands_of(shell, name):
    return re.findall(
        r"\n  (\w+) +", shell(f"influence {name} --help").partition("Commands:")[2].partition("Examples:")[0]
    )


def test_options_commands_and_words_of_the_readme_exist(shell):
    text = README.read_text(encoding="utf-8")
    names = commands_of(shell, "")
    groups = [f"{name} {command}" for name in ("ledger", "benchmarks") for command in commands_of(shell, name)]
    help_text = "".join(shell(f"influence {name} --help") for name in ("", *names, *groups))
    for option in sorted(set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) - {"--renew-golden"}):
        assert option in help_text, option
    for strategy in ("by-budget", "hybrid", "nano-network", "equal", "mega-only", "manual"):
        assert f"`{strategy}`" in text or f"--strategy {strategy}" in text
