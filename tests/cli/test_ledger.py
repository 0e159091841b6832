"""`influence ledger show|verify|export` as a user runs them, on ledgers as payout runs write them."""

import csv
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from influence_cli.model.payout import EntryKind
from tests.cli import ledgers
from tests.cli.conftest import COMMAND
from tests.cli.test_help import LISTS_WHAT_IS_HEAVY

Influence = Callable[..., "subprocess.CompletedProcess[str]"]
Golden = Callable[[str, str], None]

HOSTILE = '=HYPERLINK("http://evil.example")\n\x1b[31m\u202egnp <b>@team</b>'
COMMANDS = [["ledger"], *(["ledger", name] for name in ("show", "verify", "pay", "export"))]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return ledgers.usual(tmp_path / "creators.db")


class TestHelp:
    @pytest.mark.parametrize("command", COMMANDS, ids="-".join)
    def test_every_command_explains_itself_with_examples(
        self, influence: Influence, golden: Golden, command: list[str]
    ) -> None:
        done = influence(*command, "--help")
        assert (done.returncode, done.stderr) == (0, "")
        assert " ".join(["influence", *command]) in done.stdout.partition("Examples:")[2]
        golden(f"help-{'-'.join(command)}.txt", done.stdout)

    def test_help_loads_nothing_heavy(self, environment: dict[str, str]) -> None:
        done = subprocess.run(
            [sys.executable, "-c", LISTS_WHAT_IS_HEAVY, "ledger", "pay", "--help"],
            capture_output=True,
            text=True,
            env=environment,
            check=False,
        )
        assert done.stderr == "[]\n"


class TestShow:
    def test_what_is_held_owed_scheduled_and_due(self, influence: Influence, ledger: Path, golden: Golden) -> None:
        done = influence("ledger", "show", ledger.name, "--entries")
        assert (done.returncode, done.stderr) == (0, "")
        golden("ledger_show.txt", done.stdout)

    def test_one_campaign_one_creator_one_month(self, inside: Influence, ledger: Path) -> None:
        def told(*options: str) -> dict[str, Any]:
            done = inside("ledger", "show", ledger.name, "--entries", "--format", "json", *options)
            assert (done.returncode, done.stderr) == (0, "")
            found: dict[str, Any] = json.loads(done.stdout)
            return found

        mask = told("--campaign", "Mask")
        assert [balance["creator"] for balance in mask["balances"]] == ["cleo"]
        assert [batch["number"] for batch in mask["batches"]] == [2]
        ben = told("--creator", "ben")
        assert {entry["creator"] for entry in ben["entries"]} == {"ben"}
        assert [run["campaign"] for run in ben["runs"]] == ["Serum"]
        of_ben = [payment for payment in told()["batches"][0]["payments"] if payment["creator"] == "ben"]
        assert [batch["payments"] for batch in ben["batches"]] == [of_ben]
        assert told("--creator", "anna krüger")["balances"] == told("--creator", "anna")["balances"]
        june = told("--period", "2026-06")
        assert [run["number"] for run in june["runs"]] == [2]
        assert len(june["balances"]) == 3

    def test_every_format_is_whole(self, inside: Influence, ledger: Path) -> None:
        table, document, rows, page = (
            inside("ledger", "show", ledger.name, "--format", kind).stdout
            for kind in ("table", "json", "csv", "markdown")
        )
        assert "12.34" in table
        assert json.loads(document)["balances"][2]["held"] == "12.34"
        assert any(row["value"] == "12.34" for row in csv.DictReader(StringIO(rows), strict=True))
        assert "| Ben | 12.34 |" in page

    def test_nothing_is_changed_by_looking(self, inside: Influence, ledger: Path) -> None:
        before = ledger.read_bytes()
        for command in (["show"], ["show", "--entries"], ["verify"], ["export"]):
            assert inside("ledger", command[0], ledger.name, *command[1:]).returncode == 0
        assert ledger.read_bytes() == before

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["creator.db"], "creator.db: no such ledger; did you mean 'creators.db'?"),
            (["notes.txt"], "notes.txt: this is not a ledger"),
            (["."], "this is a directory"),
            (["creators.db", "--campaign", "Serun"], "--campaign: no 'Serun' in creators.db; did you mean 'Serum'?"),
            (["creators.db", "--creator", "ana"], "--creator: no 'ana' in creators.db; did you mean 'anna'?"),
            (["creators.db", "--period", "May"], "--period May: not a month; expected one such as 2026-05"),
            (["creators.db", "--period", "2026-13"], "not a month"),
            (["creators.db", "--format", "xml"], "'xml'"),
        ],
    )
    def test_what_is_wrong_is_said(self, inside: Influence, ledger: Path, arguments: list[str], words: str) -> None:
        (ledger.parent / "notes.txt").write_text("not a database, only words")
        done = inside("ledger", "show", *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert words in done.stderr
        assert "Traceback" not in done.stderr

    def test_two_of_one_name_are_told_apart_by_their_keys(self, inside: Influence, tmp_path: Path) -> None:
        path = tmp_path / "two.db"
        ledgers.write(path, ledgers.run([ledgers.payment("a1", 100, "Anna"), ledgers.payment("a2", 100, "Anna")]))
        done = inside("ledger", "show", path.name, "--creator", "Anna")
        assert done.returncode == 2
        assert "2 creators are called 'Anna'; expected a key: a1, a2" in done.stderr

    def test_names_from_outside_are_only_text(self, inside: Influence, tmp_path: Path) -> None:
        held = ledgers.line(EntryKind.HELD, HOSTILE, 100, HOSTILE)
        path = ledgers.write(
            tmp_path / "hostile.db",
            ledgers.run([ledgers.payment("x", 100, HOSTILE)], [held], campaign=HOSTILE, names=[(HOSTILE, HOSTILE)]),
        )
        for kind in ("table", "json", "csv", "markdown"):
            shown = inside("ledger", "show", path.name, "--entries", "--format", kind)
            assert shown.returncode == 0
            assert not set(shown.stdout) & set("\x1b\u202e\r")
        cells = [
            cell
            for row in csv.reader(StringIO(inside("ledger", "show", path.name, "--format", "csv").stdout))
            for cell in row
        ]
        assert not any(cell.startswith("=") for cell in cells)
        for kind in ("beancount", "hledger", "csv", "json"):
            written = inside("ledger", "export", path.name, "--format", kind)
            assert written.returncode == 0
            assert not set(written.stdout) & set("\x1b\u202e\r")

    def test_color_only_where_it_is_wanted(self, influence: Influence, ledger: Path) -> None:
        assert "\x1b[1m" in influence("ledger", "show", ledger.name, env={"FORCE_COLOR": "1"}).stdout
        for kept in (["--no-color"], []):
            env = {"FORCE_COLOR": "1"} | ({} if kept else {"NO_COLOR": "1"})
            assert "\x1b" not in influence("ledger", "show", ledger.name, *kept, env=env).stdout

    def test_a_full_disk_behind_standard_output(self, influence: Influence, ledger: Path) -> None:
        with open("/dev/full", "w") as full:
            done = influence("ledger", "show", ledger.name, stdout=full)
        assert done.returncode == 2
        assert done.stderr == "influence: standard output: cannot write: no space left on the disk\n"

    def test_a_reader_that_goes_away(self, ledger: Path, environment: dict[str, str]) -> None:
        process = subprocess.Popen(
            [*COMMAND, "ledger", "show", ledger.name],
            cwd=ledger.parent,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.wait(timeout=60) == 141
        assert process.stderr.read() == b""
        process.stderr.close()


class TestVerify:
    def test_a_sound_ledger(self, influence: Influence, ledger: Path) -> None:
        done = influence("ledger", "verify", ledger.name)
        assert (done.returncode, done.stderr) == (0, "")
        assert "Sound: all of it adds up." in done.stdout
        assert "Checked: 2 runs, 7 entries, 3 balances, 2 batches." in done.stdout

    def test_a_forged_amount_is_found(self, influence: Influence, ledger: Path) -> None:
        with sqlite3.connect(ledger) as connection:
            connection.execute("DROP TRIGGER entries_update")
            connection.execute("UPDATE entries SET amount = amount + 1 WHERE number = 1")
        connection.close()
        done = influence("ledger", "verify", ledger.name, "--format", "json")
        told = json.loads(done.stdout)
        assert done.returncode == 1
        assert told["sound"] is False
        assert told["findings"]
        assert f"influence: creators.db: {len(told['findings'])} thing" in done.stderr
        assert influence("ledger", "verify", ledger.name).returncode == 1

    def test_what_is_no_ledger_cannot_be_checked(self, inside: Influence, ledger: Path) -> None:
        (ledger.parent / "notes.txt").write_text("not a database, only words")
        for name in ("notes.txt", "missing.db", "."):
            done = inside("ledger", "verify", name)
            assert (done.returncode, done.stdout) == (2, "")
            assert done.stderr.startswith(f"influence: {name}: ")


class TestExport:
    def test_beancount_passes_it(self, influence: Influence, ledger: Path) -> None:
        assert influence("ledger", "pay", ledger.name, "--reference", "SEPA 1", "--date", "2026-06-15").returncode == 0
        done = influence("ledger", "export", ledger.name, "--output", "all.beancount")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        text = (ledger.parent / "all.beancount").read_text(encoding="utf-8")
        assert "  Assets:Bank  -46.00 EUR @@ 50.00 USD\n" in text
        assert text == influence("ledger", "export", ledger.name).stdout
        checked = subprocess.run(
            [sys.executable, "-m", "beancount.scripts.check", "--no-cache", "all.beancount"],
            cwd=ledger.parent,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")

    def test_one_campaign_keeps_the_names_of_its_accounts(self, inside: Influence, ledger: Path) -> None:
        path = ledgers.write(
            ledger.parent / "same.db",
            ledgers.run([ledgers.payment("anna", 100)]),
            ledgers.run([ledgers.payment("ANNA", 100)], campaign="Mask"),
        )

        def accounts(*options: str) -> set[str]:
            told = json.loads(inside("ledger", "export", path.name, "--format", "json", *options).stdout)
            return {account["name"] for account in told["accounts"] if "Payable" in account["name"]}

        assert accounts("--campaign", "Serum") | accounts("--campaign", "Mask") == accounts()
        assert len(accounts("--campaign", "Mask")) == 1
        assert len(accounts()) == 2

    def test_every_format(self, inside: Influence, ledger: Path) -> None:
        assert "commodity 1000.00 USD\n" in inside("ledger", "export", ledger.name, "--format", "hledger").stdout
        rows = list(csv.DictReader(StringIO(inside("ledger", "export", ledger.name, "--format", "csv").stdout)))
        told = json.loads(inside("ledger", "export", ledger.name, "--format", "json").stdout)
        assert len(rows) == sum(len(each["postings"]) for each in told["transactions"])

    @pytest.mark.parametrize(
        ("output", "words"),
        [
            ("creators.db", "creators.db: cannot write: this is the ledger itself; name another file"),
            ("./creators.db-wal", "this is the ledger itself"),
            ("link.db", "this is the ledger itself"),
            ("nowhere/x", "there is no directory"),
            (".", "this is a directory"),
        ],
    )
    def test_what_cannot_be_written(self, inside: Influence, ledger: Path, output: str, words: str) -> None:
        (ledger.parent / "link.db").symlink_to(ledger)
        before = ledger.read_bytes()
        done = inside("ledger", "export", ledger.name, "--output", output)
        assert (done.returncode, done.stdout) == (2, "")
        assert words in done.stderr
        assert ledger.read_bytes() == before
