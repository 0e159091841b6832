"""What `influence payout` writes: whole files or none, never over what it reads, and the ledger only with them."""

import csv
import errno
import json
import os
import resource
import subprocess
import zipfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from influence_cli.ledger import verify
from tests.cli import payouts
from tests.cli.conftest import COMMAND
from tests.cli.payouts import IN_APRIL, IN_MAY, LEDGER

Influence = Callable[..., "subprocess.CompletedProcess[str]"]

FORMATS = ("table", "json", "csv", "markdown", "xlsx", "html")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return payouts.campaign(tmp_path)


@pytest.fixture
def ledger(inside: Influence, folder: Path) -> Path:
    """April is recorded."""
    assert inside("payout", *IN_APRIL, *LEDGER).returncode == 0
    return folder / "creators.db"


class TestFiles:
    def test_every_format_is_written_beside_what_is_printed(self, influence: Influence, folder: Path) -> None:
        outputs = [word for kind in FORMATS for word in ("--output", f"{kind}=april.{kind}")]
        done = influence("payout", *IN_APRIL, *LEDGER, *outputs, "--format", "json")
        assert (done.returncode, done.stderr) == (0, "")
        read = {kind: (folder / f"april.{kind}").read_bytes() for kind in FORMATS}
        assert json.loads(read["json"]) == json.loads(done.stdout)
        assert "A-1" in read["table"].decode()
        rows = list(csv.DictReader(StringIO(read["csv"].decode("utf-8-sig")), strict=True))
        assert any("A-1" in row.values() for row in rows)
        assert read["markdown"].startswith(b"#")
        assert read["html"].lower().startswith(b"<!doctype html>")
        with zipfile.ZipFile(folder / "april.xlsx") as book:
            assert book.testzip() is None

    def test_the_printed_document_is_the_written_one(self, inside: Influence, folder: Path) -> None:
        for kind in ("json", "csv", "markdown"):
            printed = inside("payout", *IN_APRIL, "--format", kind, "--output", f"{kind}=x").stdout
            assert (folder / "x").read_bytes().decode().rstrip("\n") == printed.rstrip("\n")

    def test_a_page_for_each_creator(self, influence: Influence, folder: Path) -> None:
        done = influence("payout", *IN_APRIL, *LEDGER, "--statements", "pages")
        assert (done.returncode, done.stderr) == (0, "")
        assert payouts.names(folder / "pages") == ["2026-04-anna-kruger.html", "2026-04-ben.html"]
        page = (folder / "pages" / "2026-04-anna-kruger.html").read_text(encoding="utf-8")
        assert "Anna Krüger" in page
        assert "Ben" not in page

    def test_names_of_pages_are_safe_and_do_not_collide(self, inside: Influence, folder: Path) -> None:
        people = "../../etc/passwd,ANNA15,a1\nAnna,BEN15,a2\nanna,CLEO15,a3\n"
        (folder / "creators.csv").write_text("name,code,id\n" + people)
        (folder / "orders.csv").write_text(payouts.export(*payouts.MARCH, "C-1,CLEO15,2026-03-10,300.00,approved"))
        done = inside("payout", *IN_APRIL, "--contract", "plain", "--statements", "pages")
        assert done.returncode == 0
        assert len(payouts.names(folder / "pages")) == 3
        assert all(name.startswith("2026-04-") and name.endswith(".html") for name in payouts.names(folder / "pages"))


class TestWhatIsRead:
    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("serum.yaml", "the spec is read from this file"),
            ("orders.csv", "what is to be paid is read from this file"),
            ("./creators.csv", "what is to be paid is read from this file (creators.csv)"),
            ("link.csv", "what is to be paid is read from this file (orders.csv)"),
            ("creators.db", "this is the ledger itself"),
            ("creators.db-wal", "this is the ledger itself"),
            ("creators.db-journal", "this is the ledger itself"),
        ],
    )
    @pytest.mark.parametrize("recorded", [False, True])
    def test_it_is_not_written_over(
        self, inside: Influence, folder: Path, name: str, words: str, recorded: bool
    ) -> None:
        (folder / "link.csv").symlink_to(folder / "orders.csv")
        if recorded:
            assert inside("payout", *IN_APRIL, *LEDGER).returncode == 0
        before = {path: path.read_bytes() for path in folder.iterdir()}
        done = inside("payout", *IN_MAY, *LEDGER, "--output", f"json={name}")
        assert (done.returncode, done.stdout) == (2, "")
        assert f"{name}: cannot write: {words}" in done.stderr
        assert {path: path.read_bytes() for path in folder.iterdir()} == before

    def test_a_page_is_not_written_over_it_either(self, inside: Influence, folder: Path) -> None:
        (folder / "orders.csv").rename(folder / "2026-04-ben.html")
        before = (folder / "2026-04-ben.html").read_bytes()
        done = inside(
            "payout", "serum.yaml", "--roster", "creators.csv", "--orders", "2026-04-ben.html", "--period", "2026-04",
            "--statements", ".",
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (2, "")
        assert "2026-04-ben.html: cannot write: what is to be paid is read from this file" in done.stderr
        assert (folder / "2026-04-ben.html").read_bytes() == before

    def test_a_file_is_written_once(self, inside: Influence, folder: Path) -> None:
        done = inside("payout", *IN_APRIL, "--output", "json=x", "--output", "csv=./x")
        assert (done.returncode, done.stdout) == (2, "")
        assert "written twice in one command" in done.stderr
        assert not (folder / "x").exists()


class TestFullDisk:
    @pytest.mark.parametrize("output", [*(f"--output={kind}=x" for kind in FORMATS), "--statements=."])
    def test_a_file_that_does_not_fit_leaves_the_ledger_as_it_was(
        self, inside: Influence, ledger: Path, monkeypatch: pytest.MonkeyPatch, output: str
    ) -> None:
        before = {path: path.read_bytes() for path in ledger.parent.iterdir()}

        def full(_: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr("influence_cli.cli.files.os.fsync", full)
        done = inside("payout", *IN_MAY, *LEDGER, output)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.endswith("cannot write: no space left on the disk\n")
        assert {path: path.read_bytes() for path in ledger.parent.iterdir()} == before
        monkeypatch.undo()
        monkeypatch.chdir(ledger.parent)
        assert "70.00 is owed now" in inside("payout", *IN_MAY, *LEDGER, output).stdout

    @pytest.mark.parametrize("limit", [1_000, 100_000, 400_000])
    def test_wherever_the_disk_is_full_the_ledger_is_as_it_was(
        self, influence: Influence, ledger: Path, limit: int
    ) -> None:
        folder = ledger.parent
        rows = [f"O-{number},ANNA15,2026-04-05,100.00,approved" for number in range(3_000)]
        (folder / "orders.csv").write_text(payouts.export(*rows))
        before = {path: path.read_bytes() for path in folder.iterdir()}
        done = influence(
            *("payout", *IN_MAY, *LEDGER, "--output", "json=x.json"),
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert "Traceback" not in done.stderr
        assert not (folder / "x.json").exists()
        assert {path: path.read_bytes() for path in before} == before
        found = verify(str(ledger))
        assert (found.sound, found.runs) == (True, 1)


class TestStandardOutput:
    @pytest.mark.parametrize("kind", ["table", "json", "csv", "markdown"])
    def test_a_full_disk_behind_it(self, influence: Influence, folder: Path, kind: str) -> None:
        with open("/dev/full", "w") as full:
            done = influence("payout", *IN_APRIL, "--format", kind, stdout=full)
        assert done.returncode == 2
        assert done.stderr == "influence: standard output: cannot write: no space left on the disk\n"

    def test_what_is_recorded_all_the_same_is_said(self, influence: Influence, folder: Path) -> None:
        with open("/dev/full", "w") as full:
            done = influence("payout", *IN_APRIL, *LEDGER, stdout=full)
        assert done.returncode == 2
        assert "The payout is recorded as run 1; `influence ledger show creators.db` shows it" in done.stderr
        assert "nobody is paid twice" in influence("payout", *IN_APRIL, *LEDGER).stdout

    @pytest.mark.parametrize("kind", ["table", "json", "csv"])
    def test_a_reader_that_goes_away(self, folder: Path, environment: dict[str, str], kind: str) -> None:
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run(
            [*COMMAND, "payout", *IN_APRIL, *LEDGER, "--format", kind],
            cwd=folder,
            env=environment,
            stdout=writer,
            stderr=subprocess.PIPE,
            check=False,
        )
        os.close(writer)
        assert (done.returncode, done.stderr) == (141, b"")
        assert verify(str(folder / "creators.db")).runs == 1
