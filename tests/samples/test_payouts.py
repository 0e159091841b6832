"""The sample campaign after its launch: three months of payouts, a payment, and what the ledger then holds."""

import io
import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from influence_cli import __version__
from influence_cli.cli import entry
from influence_cli.report import payout_json_schema

SAMPLES = Path(__file__).parents[2] / "sample_campaigns"
GOLDENS = Path(__file__).parent / "golden" / "payouts"

Golden = Callable[[str, str], None]
Run = Callable[..., str]

PAYOUT = ["payout", "spring-serum-paid.yaml", "--roster", "creators.csv", "--posts", "posts.csv"]
LEDGER = ["--ledger", "creators.db"]
MARCH, APRIL, MAY = (
    [*PAYOUT, "--orders", orders, "--period", month, *LEDGER]
    for orders, month in (("orders.csv", "2026-03"), ("orders.csv", "2026-04"), ("orders-may.csv", "2026-05"))
)
PAY = ["ledger", "pay", "creators.db", "--batch", "1", "--reference", "SEPA 2026-05-15", "--date", "2026-05-15"]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command beside the sample, which must end well, and gives what it prints."""
    shutil.copytree(SAMPLES, tmp_path / "samples")
    monkeypatch.chdir(tmp_path / "samples" / "payouts")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")

    def command(*arguments: str) -> str:
        kept = signal.getsignal(signal.SIGTERM)
        monkeypatch.setattr(sys, "argv", ["influence", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b""), "utf-8"))
        code = entry.main()
        signal.signal(signal.SIGTERM, kept)
        printed = capsys.readouterr()
        assert (code, printed.err) == (0, "")
        return printed.out

    return command


def lasting(text: str) -> str:
    """The text without what differs from run to run: the time of recording, hashes over it, the version."""
    text = re.sub(r"\b20\d\d-\d\d-\d\d([ T])\d\d:\d\d(:\d\d(\.\d+)?)?(\+00:00|Z)?", r"2026-07-01\g<1>09:00", text)
    text = re.sub(r"\b[0-9a-f]{64}\b", "0" * 64, text)
    text = re.sub(r"(sha256 )[0-9a-f]{12}\b", r"\g<1>" + "0" * 12, text)
    return text.replace(f"influence {__version__}", "influence VERSION").replace(f'"{__version__}"', '"VERSION"')


def test_three_months(run: Run, golden: Golden) -> None:
    golden("payouts/2026-03.txt", lasting(run(*MARCH)))
    golden("payouts/2026-04.txt", lasting(run(*APRIL)))
    golden("payouts/pay.txt", lasting(run(*PAY)))
    golden("payouts/2026-05.txt", lasting(run(*MAY, "--details", "--output", "markdown=may.md")))
    golden("payouts/2026-05.md", lasting(Path("may.md").read_text(encoding="utf-8")))
    golden("payouts/show.txt", lasting(run("ledger", "show", "creators.db")))
    golden("payouts/verify.txt", lasting(run("ledger", "verify", "creators.db")))
    for kind in ("beancount", "hledger"):
        golden(f"payouts/journal.{kind}", lasting(run("ledger", "export", "creators.db", "--format", kind)))


def test_as_programmes_read_it(run: Run, golden: Golden) -> None:
    run(*APRIL)
    text = run(*MAY, "--format", "json", "--output", "csv=may.csv")
    assert list(Draft202012Validator(payout_json_schema()).iter_errors(json.loads(text))) == []
    golden("payouts/2026-05.json", lasting(text))
    golden("payouts/2026-05.csv", lasting(Path("may.csv").read_text(encoding="utf-8")))


def test_bookkeeping_can_be_checked(run: Run) -> None:
    for command in (MARCH, APRIL, PAY, MAY):
        run(*command)
    run("ledger", "export", "creators.db", "--output", "creators.beancount")
    checked = subprocess.run(
        [sys.executable, "-m", "beancount.scripts.check", "--no-cache", "creators.beancount"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_what_the_sample_is_there_to_show(run: Run) -> None:
    for command in (MARCH, APRIL):
        run(*command)
    creators = {each["name"]: each for each in json.loads(run(*MAY, "--format", "json"))["creators"]}
    kinds = {line["kind"] for each in creators.values() for line in each["lines"]}
    assert {"released", "reversed", "corrected", "carried", "scheduled", "earned"} <= kinds
    assert any("true-up" in line["note"] for line in creators["Anna Krüger"]["lines"])
    assert creators["Zoë Martin"]["owed_now"] == "0.00"


def test_a_tax_form_that_comes_in_pays_what_was_carried(run: Run) -> None:
    run(*APRIL)
    roster = Path("creators.csv")
    roster.write_text(roster.read_text(encoding="utf-8").replace("missing", "W-9"), encoding="utf-8")
    statement = json.loads(run(*MAY, "--format", "json"))
    zoe = next(each for each in statement["creators"] if each["name"] == "Zoë Martin")
    assert zoe["owed_now"] == "96.83"


def test_every_golden_is_of_a_step() -> None:
    assert {path.name for path in GOLDENS.iterdir()} == {
        "2026-03.txt", "2026-04.txt", "2026-05.txt", "2026-05.json", "2026-05.csv", "2026-05.md", "pay.txt", "show.txt",
        "verify.txt", "journal.beancount", "journal.hledger",
    }  # fmt: skip
