"""`influence deal` as a marketer and a script run it."""

import csv
import json
import shutil
import subprocess
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from influence_cli.report import deal_json_schema

Influence = Callable[..., "subprocess.CompletedProcess[str]"]

ROOT = Path(__file__).parents[2]
FEW = ("--draws", "100", "--creators", "3", "--steps", "3")
MICRO = ("--tier", "micro", "--platform", "instagram")


@pytest.fixture
def sample(tmp_path: Path) -> str:
    shutil.copy(ROOT / "sample_campaigns" / "medium-40k.yaml", tmp_path / "medium.yaml")
    return "medium.yaml"


def deals(influence: Influence, *arguments: str, **more: Any) -> dict[str, Any]:
    done = influence("deal", *arguments, *FEW, "--format", "json", **more)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_one_tier_is_shown_in_full(influence: Influence, sample: str, golden: Callable[[str, str], None]) -> None:
    done = influence("deal", sample, *MICRO, "--draws", "400", "--creators", "10")
    assert (done.returncode, done.stderr) == (0, "")
    golden("deal-medium.txt", done.stdout)


def test_six_lines_are_enough_and_every_tier_has_a_line(influence: Influence, spec: Path) -> None:
    done = influence("deal", spec.name, *FEW)
    assert (done.returncode, done.stderr) == (0, "")
    assert max(map(len, done.stdout.splitlines())) <= 80
    for words in ("BEST DEALS", "nano", "micro", "mid", "Recommended", "seed 1, 100 draws"):
        assert words in done.stdout
    assert "\x1b" not in done.stdout


def test_the_document_fits_its_schema(inside: Influence, sample: str) -> None:
    jsonschema.Draft202012Validator(deal_json_schema()).validate(deals(inside, sample))
    printed = inside("schema", "deals")
    assert json.loads(printed.stdout) == deal_json_schema()


def test_standard_input_gives_the_same_deals(inside: Influence, sample: str, tmp_path: Path) -> None:
    piped = deals(inside, "-", *MICRO, stdin=(tmp_path / sample).read_text())
    named = deals(inside, sample, *MICRO)
    assert piped["sweeps"] == named["sweeps"]
    assert [sweep["platform"] for sweep in named["sweeps"]] == ["instagram"]


def test_options_reach_the_question(inside: Influence, sample: str) -> None:
    options = ("--bases", "500..2_000", "--commissions", "5..15%", "--at-least", "10%", "--effort", "4%")
    aversions = ("--brand-aversion", "0.2", "--creator-aversion", "70%", "--seed", "7")
    found = deals(inside, sample, *MICRO, *options, *aversions)
    assert found["question"] == {
        "base_shares": None,
        "base_amounts": ["500.00", "2000.00"],
        "commissions": [0.05, 0.15],
        "steps": 3,
        "chance": 0.1,
        "brand_aversion": 0.2,
        "creator_aversion": 0.7,
        "tail": 0.1,
        "effort": 0.04,
        "creators": 3,
    }
    assert (found["seed"], found["draws"]) == (7, 100)


def test_the_present_deal_is_that_of_the_spec_with_what_was_set(inside: Influence, sample: str) -> None:
    found = deals(inside, sample, *MICRO, "--set", "contracts.hybrid.commission.rate=12%")
    (mine,) = (deal for deal in found["sweeps"][0]["deals"] if deal["present"])
    assert (mine["base_share"], mine["commission"]) == (1.0, 0.12)


def test_files_are_written_beside_what_is_printed(inside: Influence, sample: str, tmp_path: Path) -> None:
    outputs = [f"--output={kind}=deals.{kind}" for kind in ("json", "csv", "markdown", "table")]
    done = inside("deal", sample, *MICRO, *FEW, *outputs, "--quiet")
    assert done.returncode == 0
    assert done.stdout.count("\n") < 12
    told = json.loads((tmp_path / "deals.json").read_text())
    rows = list(csv.DictReader(StringIO((tmp_path / "deals.csv").read_text())))
    assert len({(row["base"], row["commission"]) for row in rows if row["tier"]}) == len(told["sweeps"][0]["deals"])
    assert (tmp_path / "deals.markdown").read_text().startswith("## ")
    assert "EFFICIENT DEALS" in (tmp_path / "deals.table").read_text()


class TestMistakes:
    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            (["--tier", "micrro"], "--tier micrro: no such word; did you mean 'micro'?"),
            (["--tier", "mega"], "--tier mega: this spec books no mega creators, only nano, micro, mid"),
            (["--platform", "youtube"], "--platform youtube: these creators are not booked there"),
            ([*MICRO, "--contract", "gold"], "--contract gold: these creators are not offered it, only 'hybrid'"),
            (["--bases", "120%"], "--bases 120%: expected a range"),
            (["--bases", "120..20%"], "--bases 120..20%: expected a low end and a higher one"),
            (["--bases", "0..2000%"], "--bases 0..2000%: '2000%' is above 1,000%"),
            (["--bases", "100..1500EUR"], "--bases 100..1500EUR: an amount is in EUR, the budget in USD"),
            (["--commissions", "0..130%"], "--commissions 0..130%: '130%' is above 100%"),
            (["--commissions", "5..5%"], "--commissions 5..5%: expected a low end and a higher one"),
            (["--at-least", "80"], "did you mean '80%'?"),
            (["--at-least", "0"], "--at-least 0: a chance of 0 asks for nothing"),
            (["--at-least", "feee"], "--at-least feee: 'feee' is not a number; expected fee, or a chance such as 80%"),
            (["--effort", "-5%"], "--effort -5%: "),
            (["--creator-aversion", "150%"], "--creator-aversion 150%: '150%' is above 100%"),
            (["--output", "jsn=x"], "--output jsn=x: no format 'jsn'; did you mean 'json'?"),
        ],
    )
    def test_they_are_named_and_nothing_is_printed(
        self, inside: Influence, sample: str, typed: list[str], message: str
    ) -> None:
        done = inside("deal", sample, *FEW, *typed)
        assert (done.returncode, done.stdout) == (2, "")
        assert message in done.stderr
        assert "Traceback" not in done.stderr

    def test_a_wrong_spec_is_placed(self, inside: Influence, tmp_path: Path) -> None:
        (tmp_path / "bad.yaml").write_text("campaign: {name: Serum, weks: 6}\nbudget: 40k\nproduct: {price: 60}\n")
        done = inside("deal", "bad.yaml")
        assert (done.returncode, done.stdout) == (2, "")
        assert "bad.yaml:1:" in done.stderr

    def test_the_spec_is_not_written_over(self, inside: Influence, sample: str, tmp_path: Path) -> None:
        before = (tmp_path / sample).read_text()
        assert inside("deal", sample, *FEW, "--output", f"json={sample}").returncode == 2
        assert (tmp_path / sample).read_text() == before


def test_deals_that_all_pay_too_little_exit_3_with_the_nearest(influence: Influence, sample: str) -> None:
    done = influence("deal", sample, *MICRO, *FEW, "--bases", "0..20%", "--commissions", "0..1%")
    assert (done.returncode, done.stdout) == (3, "")
    assert "the market fee of 1,200 USD on average: a base fee of 240 USD with a commission of 1% " in done.stderr
    assert " comes nearest and lacks " in done.stderr
