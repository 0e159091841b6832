"""`influence payout` as a user runs it: what is printed, what is refused, and what a dry run leaves alone."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.cli import payouts
from tests.cli.conftest import PACKAGE_PARENT
from tests.cli.payouts import GIVEN, IN_APRIL, IN_MAY, LEDGER

Influence = Callable[..., "subprocess.CompletedProcess[str]"]

HOSTILE = '=HYPERLINK("http://evil.example") \u202egnp [red]<b>team</b> **bold** |'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return payouts.campaign(tmp_path)


def told(influence: Influence, *arguments: str) -> dict[str, Any]:
    done = influence("payout", *arguments, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def owed(statement: dict[str, Any]) -> dict[str, str]:
    """What each creator is owed now, by name."""
    return {each["name"]: each["owed_now"] for each in statement["creators"]}


class TestWithoutLedger:
    def test_who_is_owed_what_and_when(self, influence: Influence, folder: Path) -> None:
        before = payouts.names(folder)
        done = influence("payout", *IN_APRIL)
        assert (done.returncode, done.stderr) == (0, "")
        assert "Not recorded: this run has no ledger" in done.stdout
        assert "2 creators earned USD 150.00 in this run" in done.stdout
        assert "due on 15 May 2026" in done.stdout
        assert payouts.names(folder) == before

    def test_the_json_is_what_its_schema_says(self, influence: Influence, folder: Path) -> None:
        schema = json.loads(influence("schema", "payout").stdout)
        statement = told(influence, *IN_APRIL)
        assert list(Draft202012Validator(schema).iter_errors(statement)) == []
        assert owed(statement) == {"Anna Krüger": "100.00", "Ben": "50.00"}

    def test_every_format_says_the_same(self, inside: Influence, folder: Path) -> None:
        table, rows, page = (
            inside("payout", *IN_APRIL, "--format", kind).stdout for kind in ("table", "csv", "markdown")
        )
        assert "Anna Krüger  100.00    100.00" in table
        assert any("100.00" in cell for row in csv.reader(StringIO(rows), strict=True) for cell in row)
        assert "| Anna Krüger |" in page

    def test_quiet_is_short_and_details_are_long(self, inside: Influence, folder: Path) -> None:
        usual, short, long = (
            inside("payout", *IN_APRIL, *options).stdout for options in ((), ("--quiet",), ("--details",))
        )
        assert len(short) < len(usual) < len(long)
        assert "CREATORS" not in short
        assert "A-1" in long
        assert "A-1" not in usual

    def test_details_show_the_twenty_largest_and_a_hundred_lines_of_each(self, inside: Influence, folder: Path) -> None:
        people = "".join(f"Creator {number},C{number:02}X,plain,received,,\n" for number in range(25))
        (folder / "creators.csv").write_text("name,code,contract,tax form,currency,IBAN\n" + people)
        rows = [f"O-{n},C00X,2026-03-05,100.00,approved" for n in range(130)]
        rows += [f"P-{n},C{n:02}X,2026-03-05,{1000 - n}.00,approved" for n in range(1, 25)]
        (folder / "orders.csv").write_text(payouts.export(*rows))
        shown = inside("payout", *IN_APRIL, "--details").stdout
        assert shown.count("contract plain, amounts in USD") == 20
        assert sum(f" O-{n} " in shown for n in range(130)) == 100
        assert sum(f" P-{n} " in shown for n in range(1, 25)) == 19

    def test_the_width_that_is_asked_for(self, inside: Influence, folder: Path) -> None:
        widths = [
            max(map(len, inside("payout", *IN_APRIL, "--details", *options).stdout.splitlines()))
            for options in (("--width", "80"), ("--width", "120"), ("--wide",))
        ]
        assert widths[0] <= 80
        assert widths[1] == widths[2] <= 120
        assert inside("payout", *IN_APRIL, "--width", "12").returncode == 2

    def test_color_only_where_it_is_wanted(self, influence: Influence, folder: Path) -> None:
        assert "\x1b[" in influence("payout", *IN_APRIL, env={"FORCE_COLOR": "1"}).stdout
        for option in (["--no-color"], []):
            env = {"FORCE_COLOR": "1"} | ({} if option else {"NO_COLOR": "1"})
            assert "\x1b" not in influence("payout", *IN_APRIL, *option, env=env).stdout

    def test_a_contract_for_those_who_have_none(self, inside: Influence, folder: Path) -> None:
        (folder / "creators.csv").write_text("name,code\nAnna,ANNA15\nBen,BEN15\n")
        spec = payouts.SPEC.replace("  plain:", "  other: {fee: 100}\n  plain:").replace(
            "mid: {contract: plain}", "mid: {contract: other}"
        )
        (folder / "serum.yaml").write_text(spec)
        refused = inside("payout", *IN_APRIL)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert "contract" in refused.stderr
        assert owed(told(inside, *IN_APRIL, "--contract", "plain"))["Anna"] == "100.00"
        unknown = inside("payout", *IN_APRIL, "--contract", "plian")
        assert unknown.returncode == 2
        assert "--contract plian: no tier has a contract of this name" in unknown.stderr

    def test_an_override(self, inside: Influence, folder: Path) -> None:
        statement = told(inside, *IN_APRIL, "--set", "contracts.plain.commission=20%")
        assert owed(statement)["Ben"] == "100.00"


class TestWhatIsPaidFrom:
    def test_two_exports_of_one_kind(self, inside: Influence, folder: Path) -> None:
        (folder / "orders.csv").write_text(payouts.export(payouts.MARCH[0]))
        (folder / "more.csv").write_text(payouts.export(*payouts.MARCH))
        statement = told(inside, *IN_APRIL, "--orders", "more.csv")
        assert owed(statement) == {"Anna Krüger": "100.00", "Ben": "50.00"}
        assert [each["name"] for each in statement["inputs"]] == ["orders.csv", "more.csv", "creators.csv"]

    def test_two_exports_that_differ_about_an_order_are_refused(self, inside: Influence, folder: Path) -> None:
        (folder / "more.csv").write_text(payouts.export("B-1,BEN15,2026-03-11,800.00,approved"))
        done = inside("payout", *IN_APRIL, "--orders", "more.csv")
        assert (done.returncode, done.stdout) == (2, "")
        assert "more.csv:2:1: duplicate-item: the order 'B-1' stands in orders.csv:3 already" in done.stderr
        done = inside("payout", *IN_APRIL, "--orders", "more.csv", "--skip-unreadable", "--format", "json")
        assert owed(json.loads(done.stdout)) == {"Anna Krüger": "100.00", "Ben": "0.00"}

    def test_any_one_of_them_may_come_from_a_pipe(self, influence: Influence, folder: Path) -> None:
        expected = owed(told(influence, *IN_APRIL))
        for place, name in enumerate(("serum.yaml", "creators.csv", "orders.csv")):
            words = [word if word != name else "-" for word in IN_APRIL]
            done = influence("payout", *words, "--format", "json", stdin=(folder / name).read_text(encoding="utf-8"))
            assert (done.returncode, done.stderr) == (0, ""), place
            assert owed(json.loads(done.stdout)) == expected

    def test_standard_input_for_two_things_is_refused(self, influence: Influence, folder: Path) -> None:
        for more in (["--orders", "-", "--posts", "-"], ["--orders", "-", "--orders", "-"]):
            done = influence("payout", "serum.yaml", *more, "--period", "2026-04", stdin=payouts.export())
            assert (done.returncode, done.stdout) == (2, "")
            assert "standard input (-) can hold one file only" in done.stderr

    def test_posts_clicks_and_totals(self, inside: Influence, folder: Path) -> None:
        spec = payouts.SPEC.replace(
            "    commission: 10%\n",
            "    fee: {amount: 40, per: deliverable}\n    cpc: 0.50\n    commission: 10%\n",
        )
        (folder / "serum.yaml").write_text(spec)
        (folder / "posts.csv").write_text("creator,date,deliverable\nAnna Krüger,2026-03-12,Reel\n")
        (folder / "clicks.csv").write_text("code,date,clicks\nBEN15,2026-03-12,200\n")
        (folder / "totals.csv").write_text("creator,month,gross\nBen,2026-03,1000\n")
        done = inside(
            "payout", "serum.yaml", "--roster", "creators.csv", "--posts", "posts.csv", "--clicks", "clicks.csv",
            "--totals", "totals.csv", "--period", "2026-05", "--format", "json",
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
        assert owed(json.loads(done.stdout)) == {"Anna Krüger": "40.00", "Ben": "200.00"}

    def test_columns_that_are_not_used_are_named(self, inside: Influence, folder: Path) -> None:
        (folder / "orders.csv").write_text("order_id,code,date,gross,Shoe\x1b size\nA-1,ANNA15,2026-03-10,10,38\n")
        done = inside("payout", *IN_APRIL)
        assert done.returncode == 0
        assert "orders.csv: columns that are not used: Shoe\\x1b size\n" in done.stderr

    def test_orders_of_a_code_that_nobody_has_are_listed_with_their_total(
        self, inside: Influence, folder: Path
    ) -> None:
        (folder / "orders.csv").write_text(payouts.export(*payouts.MARCH, "X-1,LENA10,2026-03-10,12.50,approved"))
        statement = told(inside, *IN_APRIL)
        assert [(each["who"], each["orders"], each["gross_sales"]) for each in statement["unattributed"]] == [
            ("LENA10", 1, "12.50")
        ]

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1252"])
    def test_encodings(self, inside: Influence, folder: Path, encoding: str) -> None:
        for name in ("creators.csv", "orders.csv"):
            text = (folder / name).read_text(encoding="utf-8")
            (folder / name).write_bytes(text.encode(encoding))
        stated = [] if encoding == "utf-8-sig" else ["--encoding", encoding]
        assert owed(told(inside, *IN_APRIL, *stated))["Anna Krüger"] == "100.00"

    def test_an_encoding_that_is_not_stated_is_asked_for(self, inside: Influence, folder: Path) -> None:
        (folder / "creators.csv").write_bytes(payouts.ROSTER.encode("windows-1252"))
        done = inside("payout", *IN_APRIL, *LEDGER)
        assert (done.returncode, done.stdout) == (2, "")
        assert "creators.csv:2" in done.stderr
        assert "--encoding" in done.stderr
        assert not (folder / "creators.db").exists()

    def test_a_date_with_two_meanings_is_asked_for(self, inside: Influence, folder: Path) -> None:
        (folder / "orders.csv").write_text(payouts.export("A-1,ANNA15,03/04/2026,1000.00,approved"))
        done = inside("payout", *IN_MAY)
        assert done.returncode == 2
        assert "orders.csv:2:3: ambiguous-date: date: " in done.stderr
        assert "--dates day-first or --dates month-first" in done.stderr
        of_march, of_april = (["--dates", order] for order in ("month-first", "day-first"))
        assert owed(told(inside, *IN_APRIL, *of_march))["Anna Krüger"] == "100.00"
        assert told(inside, *IN_APRIL, *of_april)["creators"][0]["owed_now"] == "0.00"
        assert owed(told(inside, *IN_MAY, *of_april))["Anna Krüger"] == "100.00"

    def test_an_amount_with_two_meanings_is_asked_for(self, inside: Influence, folder: Path) -> None:
        (folder / "orders.csv").write_text(payouts.export('A-1,ANNA15,2026-03-10,"1,234k",approved'))
        done = inside("payout", *IN_APRIL)
        assert done.returncode == 2
        assert "--decimal point or --decimal comma" in done.stderr
        assert owed(told(inside, *IN_APRIL, "--decimal", "comma"))["Anna Krüger"] == "123.40"
        assert owed(told(inside, *IN_APRIL, "--decimal", "point"))["Anna Krüger"] == "123400.00"


class TestUntrustedNames:
    @pytest.mark.parametrize("sign", ["\x1b[31m", "\x07", "\x00"])
    def test_signs_that_steer_a_terminal_are_refused(self, inside: Influence, folder: Path, sign: str) -> None:
        (folder / "creators.csv").write_text(payouts.ROSTER.replace("Ben,", f"Ben{sign},"), encoding="utf-8")
        done = inside("payout", *IN_APRIL)
        assert (done.returncode, done.stdout) == (2, "")
        assert "creators.csv:3" in done.stderr
        assert sign not in done.stderr

    def test_a_name_is_only_text(self, inside: Influence, folder: Path) -> None:
        rows = [["name", "code", "contract", "tax form"], [HOSTILE, "ANNA15", "plain", "received"]]
        text = StringIO()
        csv.writer(text).writerows(rows)
        (folder / "creators.csv").write_text(text.getvalue(), encoding="utf-8")
        (folder / "orders.csv").write_text(
            payouts.export(payouts.MARCH[0], '"=1+1",=cmd|calc,2026-03-10,1.00,approved')
        )
        for kind in ("table", "json", "csv", "markdown"):
            done = inside("payout", *IN_APRIL, "--format", kind, "--output", "html=x.html", "--details")
            assert done.returncode == 0
            assert not set(done.stdout + done.stderr) & set("\x1b\u202e\r")
            if kind == "csv":
                cells = [cell for row in csv.reader(StringIO(done.stdout), strict=True) for cell in row]
                assert not any(cell.startswith(("=", "@", "+")) for cell in cells)
        assert "<b>team" not in (folder / "x.html").read_text(encoding="utf-8")


class TestRefusals:
    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["serum.yaml", "--period", "2026-04"], "there is nothing to pay from"),
            ([*GIVEN], "Missing option '--period'"),
            ([*GIVEN, "--period", "April"], "--period April: expected a month such as 2026-03"),
            ([*GIVEN, "--period", "2026-13"], "expected a month"),
            ([*GIVEN, "--period", "2026-02"], "the campaign begins on 2026-03-02"),
            ([*IN_APRIL, "--ledger", "-"], "--ledger -: expected a file"),
            ([*IN_APRIL, "--ledger", "."], "this is a directory"),
            ([*IN_APRIL, "--ledger", "nowhere/x.db"], "there is no directory nowhere"),
            ([*IN_APRIL, "--ledger", "orders.csv"], "orders.csv: this is not a ledger"),
            ([*IN_APRIL, "--orders", "order.csv"], "did you mean 'orders.csv'?"),
            ([*IN_APRIL, "--posts", "."], "--posts .: cannot read: this is a directory"),
            ([*IN_APRIL, "--roster", "nobody.csv"], "--roster nobody.csv: cannot read: no such file"),
            ([*IN_APRIL, "--encoding", "klingon"], "--encoding klingon: no encoding has this name"),
            ([*IN_APRIL, "--encoding", "rot13"], "is not an encoding of text"),
            ([*IN_APRIL, "--dates", "backwards"], "'backwards'"),
            ([*IN_APRIL, "--format", "xml"], "'xml'"),
            ([*IN_APRIL, "--output", "x.json"], "expected FORMAT=FILE"),
            ([*IN_APRIL, "--output", "xslx=x"], "no format 'xslx'; did you mean 'xlsx'?"),
            ([*IN_APRIL, "--output", "json=nowhere/x"], "there is no directory nowhere"),
            ([*IN_APRIL, "--set", "contracts.plain.comission=5%"], "did you mean 'commission'?"),
            ([*IN_APRIL, "--statements", ""], "--statements: expected a directory"),
            ([*IN_APRIL, "--set", "contracts.plain.cpc=0.333"], "below-minor-unit: 0.333 USD is not paid in whole"),
            ([*IN_APRIL, "--set", "campaign.start=null"], "payouts need the campaign's first day"),
            (["nothing.yaml", *IN_APRIL[1:]], "nothing.yaml"),
        ],
    )
    def test_it_is_said_and_nothing_is_written(
        self, inside: Influence, folder: Path, arguments: list[str], words: str
    ) -> None:
        before = {path: path.read_bytes() for path in folder.iterdir()}
        done = inside("payout", *arguments, *([] if "--ledger" in arguments or len(arguments) < 5 else LEDGER))
        assert (done.returncode, done.stdout) == (2, "")
        assert words in done.stderr
        assert "Traceback" not in done.stderr
        assert {path: path.read_bytes() for path in folder.iterdir()} == before

    def test_a_wrong_spec_has_places(self, inside: Influence, folder: Path) -> None:
        (folder / "serum.yaml").write_text(payouts.SPEC.replace("hold:", "hodl:").replace("rate: 0.9,", "rate: x,"))
        done = inside("payout", *IN_APRIL, *LEDGER)
        assert (done.returncode, done.stdout) == (2, "")
        assert "serum.yaml:8:15: unknown-key: the key 'hodl' is not known" in done.stderr
        assert "serum.yaml:11:26: bad-number" in done.stderr
        assert "2 problems, so nothing was done" in done.stderr
        assert not (folder / "creators.db").exists()


UNREADABLE = payouts.export(
    *payouts.MARCH,
    "C-1,ANNA15,2026-13-01,10.00,approved",
    "C-2,ANNA15,2026-03-10,-5.00,approved",
    "C-3,ANNA15,2026-03-10,10.00,whatever",
    "C-4,ANNA15",
)


class TestUnreadableRows:
    def test_nothing_is_paid_until_they_are_mended(self, inside: Influence, folder: Path) -> None:
        assert inside("payout", *IN_APRIL, *LEDGER).returncode == 0
        before = (folder / "creators.db").read_bytes()
        (folder / "orders.csv").write_text(UNREADABLE)
        (folder / "clicks.csv").write_text("code,date,clicks\nBEN15,soon,200\n")
        done = inside("payout", *IN_MAY, *LEDGER, "--clicks", "clicks.csv", "--output", "json=x.json")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("Nothing is paid until these rows are mended, or left out with --skip-unreadable")
        for line in ("orders.csv:4", "orders.csv:5", "orders.csv:6", "orders.csv:7", "clicks.csv:2"):
            assert line in done.stderr
        assert (folder / "creators.db").read_bytes() == before
        assert not (folder / "x.json").exists()

    def test_left_out_they_are_listed(self, inside: Influence, folder: Path) -> None:
        (folder / "orders.csv").write_text(UNREADABLE)
        done = inside("payout", *IN_APRIL, "--skip-unreadable")
        assert done.returncode == 0
        assert "EXCLUDED ROWS" in done.stdout
        statement = told(inside, *IN_APRIL, "--skip-unreadable")
        assert owed(statement) == {"Anna Krüger": "100.00", "Ben": "50.00"}
        assert {problem["line"] for problem in statement["excluded"]} == {4, 5, 6, 7}

    def test_a_file_without_its_columns_cannot_be_left_out(self, inside: Influence, folder: Path) -> None:
        (folder / "orders.csv").write_text("a,b\n1,2\n")
        done = inside("payout", *IN_APRIL, "--skip-unreadable")
        assert (done.returncode, done.stdout) == (2, "")
        assert "orders.csv:1" in done.stderr


def test_a_ci_job_prepares_the_payout_and_stops_at_what_cannot_be_read(
    environment: dict[str, str], folder: Path
) -> None:
    script = """
        set -eu
        influence() { python3 -m influence_cli "$@"; }
        influence payout serum.yaml --roster creators.csv --orders orders.csv --period 2026-04 \\
            --ledger creators.db --format json --output xlsx=april.xlsx --statements statements > april.json
        influence ledger verify creators.db > /dev/null
        influence ledger pay creators.db --reference 'CI 1' --date 2026-05-15 --output bank=bank.csv > /dev/null
        python3 -c 'import json; print(json.load(open("april.json"))["batches"][0]["number"])'
        echo 'C-1,ANNA15,soon,10.00,approved' >> orders.csv
        influence payout serum.yaml --roster creators.csv --orders orders.csv --period 2026-05 \\
            --ledger creators.db > may.txt || echo "stopped with $?"
    """
    python = folder / "bin" / "python3"
    python.parent.mkdir()
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    env = environment | {"PATH": f"{python.parent}:{environment['PATH']}", "PYTHONPATH": str(PACKAGE_PARENT)}
    done = subprocess.run(["bash", "-c", script], cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "1\nstopped with 2\n")
    assert "orders.csv:6" in done.stderr
    assert (folder / "may.txt").read_text() == ""
    assert len(list((folder / "statements").iterdir())) == 2
