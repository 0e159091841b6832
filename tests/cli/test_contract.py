"""`influence contract` as a user runs it: what is printed and written, and what is refused with nothing written."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Influence = Callable[..., "subprocess.CompletedProcess[str]"]
Golden = Callable[[str, str], None]

SPEC = """\
campaign: {name: Serum, weeks: 6, brand: Lumiere, start: 2026-03-02, markets: [US], tracking: [link, code],
  landing_page: "https://shop.example/serum"}
budget: 40k
product: {price: 60, margin: 58%, discount: 15%}
contracts:
  standard:
    fee: 100
    commission: 10%
    minimum_payout: 25
    deliverables: [{format: Reel, length: 15 seconds, call_to_action: tap the link}]
    payment: {hold: 30 days, net: 15 days, clawback: true}
    approval_rounds: 1
    cookie_window: 30 days
"""
ROSTER = "name,tier,platform\nAnna Krüger,micro,tiktok\nAnna Krüger,nano,instagram\n../../etc/passwd,mid,tiktok\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "serum.yaml").write_text(SPEC)
    (tmp_path / "roster.csv").write_text(ROSTER)
    (tmp_path / "out").mkdir()
    return tmp_path


def test_a_contract_is_printed_and_nothing_is_said_about_one_that_leaves_nothing_open(
    influence: Influence, folder: Path
) -> None:
    done = influence("contract", "serum.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("# Scope of work: Serum\n\n**Lumiere and the creator, contract 'standard'**\n")
    assert "utm_content={creator}`" in done.stdout


def test_what_is_not_agreed_is_counted_and_listed_by_check(influence: Influence, folder: Path) -> None:
    (folder / "serum.yaml").write_text(SPEC.replace("    approval_rounds: 1\n", ""))
    done = influence("contract", "serum.yaml")
    assert done.returncode == 0
    assert "Not agreed: the rounds of changes before a post is approved." in done.stdout
    assert done.stderr.startswith("1 thing is not agreed; ")
    checked = influence("check", "serum.yaml")
    assert checked.returncode == 0
    assert "approval-rounds-missing  contracts.standard.approval_rounds" in checked.stdout
    assert influence("check", "serum.yaml", "--strict").returncode == 2
    assert (
        influence("check", "serum.yaml", "--set", "silence.approval-rounds-missing=verbal", "--strict").returncode == 0
    )
    planned = influence("plan", "serum.yaml", "--draws", "200", "--set", "silence.few-draws=a test")
    assert "approval" not in planned.stdout


def test_a_spec_and_a_roster_may_come_from_a_pipe(influence: Influence, folder: Path) -> None:
    printed = influence("contract", "serum.yaml", "--roster", "roster.csv").stdout
    assert influence("contract", "-", "--roster", "roster.csv", stdin=SPEC).stdout == printed
    assert influence("contract", "serum.yaml", "--roster", "-", stdin=ROSTER).stdout == printed
    both = influence("contract", "-", "--roster", "-", stdin=SPEC)
    assert (both.returncode, both.stdout) == (2, "")
    assert "standard input holds the spec already" in both.stderr


def test_a_file_per_creator_with_safe_names_that_do_not_collide(influence: Influence, folder: Path) -> None:
    done = influence("contract", "serum.yaml", "--roster", "roster.csv", "--output-dir", "out", "--format", "html")
    assert (done.returncode, done.stdout) == (0, "")
    names = ["anna-kruger-2.html", "anna-kruger.html", "etc-passwd.html"]
    assert sorted(path.name for path in (folder / "out").iterdir()) == names
    text = (folder / "out" / "anna-kruger-2.html").read_text()
    assert text.startswith("<!doctype html>")
    assert "ANNAK15" in text
    assert "Instagram" in text


def test_a_directory_that_is_not_there_is_made(influence: Influence, folder: Path) -> None:
    done = influence("contract", "serum.yaml", "--roster", "roster.csv", "--output-dir", "new")
    assert (done.returncode, len(list((folder / "new").iterdir()))) == (0, 3)


def test_the_name_of_a_file_says_its_format(influence: Influence, folder: Path) -> None:
    assert influence("contract", "serum.yaml", "--output", "out/a.html").returncode == 0
    assert influence("contract", "serum.yaml", "--output", "out/a.md").returncode == 0
    assert (folder / "out" / "a.html").read_text().startswith("<!doctype html>")
    assert (folder / "out" / "a.md").read_text() == influence("contract", "serum.yaml").stdout


def test_a_word_document_is_written(influence: Influence, folder: Path) -> None:
    pytest.importorskip("docx")
    assert influence("contract", "serum.yaml", "--output", "out/a.docx").returncode == 0
    assert (folder / "out" / "a.docx").read_bytes().startswith(b"PK")


def test_a_template_of_ones_own(influence: Influence, folder: Path) -> None:
    (folder / "ours.md").write_text("\ufeff{{ creator.name }}: {{ code|verbatim }}\n")
    done = influence("contract", "serum.yaml", "--roster", "roster.csv", "--template", "ours.md")
    assert done.stdout.splitlines()[0] == "Anna Krüger: `ANNA15`"
    assert "`ETCPASSWD15`" in done.stdout


def test_unknown_columns_are_named(influence: Influence, folder: Path) -> None:
    (folder / "roster.csv").write_text("name,tier,platform,Shoe\x1b size\nAnna,nano,tiktok,38\n")
    done = influence("contract", "serum.yaml", "--roster", "roster.csv")
    assert done.returncode == 0
    assert done.stderr == "roster.csv: columns that are not used: Shoe\\x1b size\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--contract", "standart"], "expected one of 'standard'"),
        (["--roster", "rooster.csv"], "did you mean 'roster.csv'?"),
        (["--roster", "bad.csv"], "bad.csv:3:2: unknown-tier: tier: 'macro' is not a tier"),
        (["--roster", "mega.csv"], "mega.csv:2:1: no-contract"),
        (["--template", "bad.md"], "bad.md:2: 'creatr' is undefined"),
        (["--template", "latin.md"], "latin.md:2: the template is not UTF-8"),
        (["--template", "none.md"], "no such file"),
        (["--format", "docx"], "cannot be printed"),
        (["--format", "docx", "--template", "ours.md", "--output", "out/x.docx"], "not a Word document"),
        (["--output-dir", "nowhere/deep"], "there is no directory"),
        (["--output", "serum.yaml"], "the spec is read from this file"),
        (["--roster", "roster.csv", "--output", "roster.csv"], "is read from this file"),
        (["--output", "out/x.md", "--output-dir", "out"], "expected one of the two"),
        (["--set", "contracts.standard.payment.hold=soon"], "is not a number of days"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    influence: Influence, folder: Path, arguments: list[str], words: str
) -> None:
    (folder / "bad.csv").write_text("name,tier\nAnna,nano\nBen,macro\n")
    (folder / "mega.csv").write_text("name,tier\nAnna,mega\n")
    (folder / "ours.md").write_text("{{ brand }}")
    (folder / "bad.md").write_text("fine\n{{ creatr.name }}")
    (folder / "latin.md").write_bytes(b"a\n\xe9")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    done = influence("contract", "serum.yaml", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_one_bad_file_keeps_all_of_them_from_being_written(influence: Influence, folder: Path) -> None:
    (folder / "out" / "etc-passwd.md").mkdir()
    done = influence("contract", "serum.yaml", "--roster", "roster.csv", "--output-dir", "out")
    assert done.returncode == 2
    assert [path.name for path in (folder / "out").iterdir()] == ["etc-passwd.md"]
