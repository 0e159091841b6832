"""`influence target` as a marketer and a CI job run it."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from influence_cli.report import target_json_schema

Influence = Callable[..., "subprocess.CompletedProcess[str]"]

SAMPLES = Path(__file__).parents[2] / "sample_campaigns"
FEW = ("--draws", "300")
ORDERS = ("--metric", "orders", "--value", "300")


def answer(influence: Influence, *arguments: str, **more: str):
    done = influence("target", *arguments, *FEW, "--format", "json", **more)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_help(influence: Influence, golden: Callable[[str, str], None]) -> None:
    done = influence("target", "--help")
    assert (done.returncode, done.stderr) == (0, "")
    golden("help-target.txt", done.stdout)


def test_a_sample_as_people_read_it(influence: Influence, golden: Callable[[str, str], None], tmp_path: Path) -> None:
    (tmp_path / "small-5k.yaml").write_bytes((SAMPLES / "small-5k.yaml").read_bytes())
    done = influence(
        *("target", "small-5k.yaml", *ORDERS, "--strategy", "by-budget", "--draws", "1000"),
        env={"NO_COLOR": "1", "FORCE_COLOR": "1"},
    )
    assert (done.returncode, done.stderr) == (0, "")
    golden("target-small-5k.txt", done.stdout)


def test_the_document_is_what_its_schema_says(inside: Influence, spec: Path) -> None:
    found = answer(inside, spec.name, *ORDERS, "--confidence", "30%")
    jsonschema.Draft202012Validator(target_json_schema()).validate(found)
    assert found["plan"]["allocation"]["strategy"] == "optimal"
    assert found["plan"]["budget"]["total"] == found["budget"]
    assert found["chance"] >= 0.3


def test_standard_input_gives_the_same_answer(inside: Influence, spec: Path) -> None:
    piped, named = answer(inside, "-", *ORDERS, stdin=spec.read_text()), answer(inside, spec.name, *ORDERS)
    for found in (piped, named):
        found["plan"]["warnings"] = []  # they name the file
    assert piped == named


def test_the_plan_at_the_answer_is_the_plan_of_that_budget(inside: Influence, spec: Path) -> None:
    found = answer(inside, spec.name, *ORDERS, "--strategy", "hybrid")
    budget = found["budget"]
    done = inside(
        *("plan", spec.name, *FEW, "--strategy", "hybrid", "--set", f"budget.total={budget}", "--format", "json")
    )
    plan = json.loads(done.stdout)
    assert plan["allocation"] == found["plan"]["allocation"]
    assert plan["projection"] == found["plan"]["projection"]
    assert plan["projection"]["total"]["orders"] == found["metric"]


def test_the_budget_of_the_spec_does_not_matter(inside: Influence, spec: Path) -> None:
    usual = answer(inside, spec.name, *ORDERS, "--strategy", "hybrid")["budget"]
    assert answer(inside, spec.name, *ORDERS, "--strategy", "hybrid", "--set", "budget.total=7k")["budget"] == usual
    spec.write_text("campaign: {name: Serum, weeks: 6}\nproduct: {price: 60, margin: 58%}\n")
    assert answer(inside, spec.name, *ORDERS, "--strategy", "hybrid")["budget"] == usual


def test_money_is_typed_as_in_a_spec(inside: Influence, spec: Path) -> None:
    found = answer(inside, spec.name, "--metric", "revenue", "--value", "$12.5k", "--max-budget", "1m")
    assert found["target"] == {
        "metric": "revenue",
        "value": "12500.00",
        "confidence": None,
        "max_budget": "1000000.00",
    }
    assert float(found["metric"]["mean"]) >= 12_500


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--metric", "orders", "--value", "900m", "--max-budget", "20k"), "a larger --max-budget may do"),
        (("--metric", "orders", "--value", "5", "--max-budget", "10"), "no creator can be booked"),
        (("--metric", "profit", "--value", "0", "--confidence", "99%", "--max-budget", "100k"), "the best chance is"),
    ],
)
def test_no_budget_that_does_exits_3_with_the_best(
    inside: Influence, spec: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = inside("target", spec.name, *arguments, *FEW, "--output", "json=x.json")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("influence: no budget up to ")
    assert words in done.stderr
    assert not Path("x.json").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--metric", "orders"], "--value"),
        (["--value", "300"], "--metric"),
        (["--metric", "order", "--value", "300"], "'orders'"),
        (["--metric", "orders", "--value", "many"], "--value many: 'many' is not a number; expected a whole number"),
        (["--metric", "orders", "--value=-5"], "'-5' is negative"),
        (["--metric", "orders", "--value", "0"], "0 orders need no campaign"),
        (["--metric", "orders", "--value", "2.5"], "'2.5' is not a whole number"),
        (["--metric", "revenue", "--value", "1.250"], "may mean 1250 or 1.25"),
        (["--metric", "revenue", "--value", "5k EUR"], "the amount is in EUR, the spec in USD"),
        ([*ORDERS, "--confidence", "80"], "did you mean '80%'?"),
        ([*ORDERS, "--confidence", "100%"], "no simulation can promise that"),
        ([*ORDERS, "--confidence", "0"], "expected a share between 0% and 100%, for example 80%"),
        ([*ORDERS, "--max-budget", "-1"], "'-1' is negative"),
        ([*ORDERS, "--max-budget", "0"], "a budget of 0 buys nothing"),
        ([*ORDERS, "--strategy", "best"], "--strategy best: "),
        ([*ORDERS, "--output", "json=serum.yaml"], "the spec is read from this file"),
    ],
)
def test_a_wrong_command_exits_2_in_words(inside: Influence, spec: Path, arguments: list[str], words: str) -> None:
    done = inside("target", spec.name, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_several_formats_in_one_run(inside: Influence, spec: Path, tmp_path: Path) -> None:
    outputs = [f"--output={kind}=found.{kind}" for kind in ("table", "json", "csv", "markdown")]
    arguments = ("target", spec.name, *ORDERS, *FEW, "--strategy", "hybrid")
    done = inside(*arguments, *outputs)
    assert done.returncode == 0
    assert (tmp_path / "found.table").read_text() == done.stdout
    for kind in ("json", "csv", "markdown"):
        assert (tmp_path / f"found.{kind}").read_text() == inside(*arguments, "--format", kind).stdout


def test_help_of_both_loads_nothing_heavy(environment: dict[str, str]) -> None:
    lists = """
import sys
sys.argv = ["influence", *sys.argv[1:]]
from influence_cli.cli import main
try:
    main()
finally:
    print(sorted({"pydantic", "numpy", "yaml", "rich"} & set(sys.modules)), file=sys.stderr)
"""
    for command in ("frontier", "target"):
        done = subprocess.run(
            [sys.executable, "-c", lists, command, "--help"],
            capture_output=True,
            text=True,
            env=environment,
            check=False,
        )
        assert done.stderr.splitlines()[-1] == "[]"
