"""`influence compare` as a marketer and a CI job run it."""

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from influence_cli.report import comparison_json_schema

Influence = Callable[..., "subprocess.CompletedProcess[str]"]

FEW = ("--draws", "400")


@pytest.fixture
def saved(inside: Influence, spec: Path) -> Path:
    """The plan of the shortest spec, saved as JSON."""
    done = inside("plan", spec.name, *FEW, "--output", "json=plan.json", "--quiet")
    assert done.returncode == 0, done.stderr
    return spec.with_name("plan.json")


def compare(influence: Influence, *arguments: str, **more: Any) -> dict[str, Any]:
    done = influence("compare", *arguments, *FEW, "--format", "json", **more)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    jsonschema.Draft202012Validator(comparison_json_schema()).validate(found)
    return found


def test_strategies_side_by_side(influence: Influence, spec: Path) -> None:
    done = influence("compare", spec.name, "--strategy", "hybrid,by-budget,equal", *FEW)
    assert (done.returncode, done.stderr) == (0, "")
    for words in ("3 plans of Serum, side by side", "the same 400 simulated runs", "DIFFERENCE TO A", "CHANCES"):
        assert words in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "\x1b" not in done.stdout


def test_every_spec_is_planned_with_every_strategy(inside: Influence, spec: Path) -> None:
    other = spec.with_name("other.yaml")
    other.write_text(spec.read_text().replace("40k", "30k"))
    found = compare(inside, spec.name, other.name, "--strategy", "hybrid, equal,hybrid")
    assert [(plan["file"], plan["strategy"]) for plan in found["plans"]] == [
        (spec.name, "hybrid"),
        (spec.name, "equal"),
        (other.name, "hybrid"),
        (other.name, "equal"),
    ]


def test_each_plan_is_the_one_that_plan_makes(inside: Influence, spec: Path) -> None:
    found = compare(inside, spec.name, "--strategy", "hybrid,equal")
    alone = json.loads(inside("plan", spec.name, "--strategy", "equal", *FEW, "--format", "json").stdout)
    assert found["plans"][1]["statistics"] == alone["projection"]["total"]
    assert found["plans"][1]["spec_sha256"] == alone["spec_sha256"]


def test_metrics_can_be_chosen(inside: Influence, spec: Path) -> None:
    found = compare(inside, spec.name, spec.name, "--metric", "orders", "--metric", "CPA")
    assert found["metrics"] == ["orders", "cpa"]
    assert found["main_metric"] == "orders"
    done = inside("compare", spec.name, spec.name, "--metric", "rio")
    assert done.returncode == 2
    assert done.stderr == "influence: --metric rio: no metric 'rio'; did you mean 'roi'?\n"


def test_one_spec_may_come_from_standard_input(inside: Influence, spec: Path) -> None:
    found = compare(inside, "-", spec.name, stdin=spec.read_text())
    assert found["plans"][1]["difference"]["roi"]["tied"] == 1
    done = inside("compare", "-", "-", stdin=spec.read_text())
    assert (done.returncode, done.stderr) == (2, "influence: -: standard input can only be read once\n")


def test_threads_never_change_a_number(inside: Influence, spec: Path) -> None:
    one, two = (compare(inside, spec.name, "--strategy", "hybrid,equal", "--threads", n) for n in "12")
    assert one == two


class TestBaseline:
    def test_the_same_spec_has_not_changed(self, inside: Influence, spec: Path, saved: Path) -> None:
        gates = ("--gate", "delta.roi.p50 >= 0", "--gate", "delta.cost.p95 <= 0", "--gate", "p(delta.roi < 0) <= 0")
        done = inside("compare", spec.name, "--baseline", saved.name, *FEW, *gates)
        assert (done.returncode, done.stderr) == (0, "")
        assert "Nothing changed." in done.stdout

    def test_what_changed_comes_first_and_a_failed_gate_exits_1(
        self, inside: Influence, spec: Path, saved: Path
    ) -> None:
        done = inside(
            *("compare", spec.name, "--baseline", saved.name, *FEW, "--set", "budget.total=60k"),
            *("--gate", "delta.cost.mean <= 100", "--gate", "delta.orders.mean >= 0"),
        )
        assert done.returncode == 1
        assert done.stderr == "influence: 1 of 2 gates failed: delta.cost.mean <= 100\n"
        assert done.stdout.index("CHANGED") < done.stdout.index("SAVED AND NOW") < done.stdout.index("GATES")
        assert "40,000" in done.stdout
        assert "60,000" in done.stdout

    def test_several_strategies_against_one_saved_plan(self, inside: Influence, spec: Path, saved: Path) -> None:
        found = compare(inside, spec.name, "--baseline", saved.name, "--strategy", "hybrid,equal")
        assert [plan["side"] for plan in found["plans"]] == ["baseline", "spec", "spec"]
        assert found["judged"] == "C"

    def test_a_saved_plan_is_known_by_what_it_holds(self, inside: Influence, spec: Path, saved: Path) -> None:
        saved.rename(saved.with_name("old-plan.txt"))
        found = compare(inside, spec.name, "old-plan.txt")
        assert [plan["side"] for plan in found["plans"]] == ["spec", "saved"]
        assert found["plans"][1]["simulated"]

    def test_saved_plans_alone_are_compared_by_their_numbers(self, inside: Influence, spec: Path, saved: Path) -> None:
        assert inside("plan", spec.name, "--strategy", "equal", *FEW, "--output", "json=b.json", "-q").returncode == 0
        done = inside("compare", saved.name, "b.json")
        assert done.returncode == 0, done.stderr
        assert "saved numbers only" in done.stdout
        assert "of means of separate simulations" in done.stdout

    def test_a_spec_written_as_json_is_still_a_spec(self, inside: Influence, spec: Path) -> None:
        written = {
            "campaign": {"name": "Serum", "weeks": 6},
            "budget": "40k",
            "product": {"price": 60, "margin": "58%"},
        }
        spec.with_name("spec.json").write_text(json.dumps(written))
        found = compare(inside, spec.name, "spec.json")
        assert found["plans"][1]["side"] == "spec"
        assert found["plans"][1]["difference"]["roi"]["tied"] == 1

    @pytest.mark.parametrize(
        ("damage", "says"),
        [
            (lambda text: text[:200], "this is not JSON"),
            (lambda text: text.replace('"seed": 1', '"seed": "1"'), "plan.json:4:11: wrong-type: '1' stands here"),
            (lambda text: text.replace("influence/plan/1", "influence/plan/9"), "the document is 'influence/plan/9'"),
            (lambda _: "", "plan.json:1:1: syntax: this is not JSON"),
            (lambda _: "budget: 40k\n", "plan.json:1:1: syntax: this is not JSON"),
        ],
    )
    def test_a_damaged_plan_is_refused_with_its_place(
        self, inside: Influence, spec: Path, saved: Path, damage: Callable[[str], str], says: str
    ) -> None:
        saved.write_text(damage(saved.read_text()))
        done = inside("compare", spec.name, "--baseline", saved.name)
        assert (done.returncode, done.stdout) == (2, "")
        assert says in done.stderr
        assert "Traceback" not in done.stderr

    def test_a_missing_plan_is_named_with_a_similar_one(self, inside: Influence, spec: Path, saved: Path) -> None:
        done = inside("compare", spec.name, "--baseline", "plans.json")
        assert done.returncode == 2
        assert "did you mean 'plan.json'?" in done.stderr


class TestWhatIsWrong:
    def test_one_plan_has_nothing_to_stand_beside(self, inside: Influence, spec: Path) -> None:
        done = inside("compare", spec.name)
        assert (done.returncode, done.stdout) == (2, "")
        assert "there is nothing to compare with" in done.stderr

    def test_currencies_do_not_mix(self, inside: Influence, spec: Path) -> None:
        euro = spec.with_name("euro.yaml")
        euro.write_text(spec.read_text().replace("budget: 40k", "budget: {total: 40k, currency: EUR, usd_rate: 0.9}"))
        done = inside("compare", spec.name, euro.name, *FEW)
        assert (done.returncode, done.stdout) == (2, "")
        assert "euro.yaml: amounts are in EUR, but those of serum.yaml are in USD" in done.stderr

    def test_problems_of_all_specs_are_told_at_once(self, inside: Influence, spec: Path) -> None:
        for name in ("one.yaml", "two.yaml"):
            spec.with_name(name).write_text(spec.read_text().replace("margin", "margn"))
        done = inside("compare", "one.yaml", spec.name, "two.yaml", "--strategy", "hybrid,equal")
        assert (done.returncode, done.stdout) == (2, "")
        assert "one.yaml:" in done.stderr
        assert "two.yaml:" in done.stderr
        lines = done.stderr.splitlines()
        assert len(lines) == len(set(lines))

    def test_a_problem_of_some_strategies_says_of_which(self, inside: Influence, spec: Path) -> None:
        spec.write_text(spec.read_text() + "contracts: {a: {fee: 100}, b: {fee: 200}}\n")
        tiers = ("--set", "tiers.nano.contract=a", "--set", "tiers.micro.contract=a", "--set", "tiers.mid.contract=b")
        done = inside("compare", spec.name, "--strategy", "hybrid,by-budget,equal", *tiers)
        assert done.returncode == 2
        assert done.stderr.count("mega creators can be booked") == 1
        assert "under which contract (with hybrid, equal)" in done.stderr

    def test_a_strategy_that_does_not_exist(self, inside: Influence, spec: Path) -> None:
        done = inside("compare", spec.name, "--strategy", "hybrid,equall")
        assert done.returncode == 2
        assert done.stderr.startswith("--strategy equall: ")
        done = inside("compare", spec.name, "--strategy", "hybrid,,equal")
        assert done.returncode == 2
        assert "expected strategies with commas between them" in done.stderr

    def test_a_gate_that_cannot_be_read(self, inside: Influence, spec: Path) -> None:
        done = inside("compare", spec.name, spec.name, "--gate", "delta.rio.p50 >= 0")
        assert (done.returncode, done.stdout) == (2, "")
        assert "did you mean 'roi'?" in done.stderr

    def test_no_feasible_plan_exits_3_one_of_two_does_not(self, inside: Influence, spec: Path) -> None:
        bad = spec.with_name("bad.yaml")
        bad.write_text(spec.read_text() + "tiers: {mega: {creators: 50}}\n")
        done = inside("compare", bad.name, bad.name, *FEW)
        assert (done.returncode, done.stdout) == (3, "")
        assert "no alternative has a feasible plan" in done.stderr
        found = compare(inside, spec.name, bad.name)
        assert found["plans"][1]["infeasible"]
        assert found["plans"][1]["statistics"] == {}


class TestOutputs:
    def test_several_formats_in_one_run(self, inside: Influence, spec: Path, tmp_path: Path) -> None:
        both = (spec.name, "--strategy", "hybrid,equal", *FEW)
        outputs = [f"--output={kind}=out.{kind}" for kind in ("table", "json", "csv", "markdown")]
        assert inside("compare", *both, *outputs).returncode == 0
        for kind in ("table", "json", "csv", "markdown"):
            assert (tmp_path / f"out.{kind}").read_text() == inside("compare", *both, "--format", kind).stdout
        rows = list(csv.reader(io.StringIO((tmp_path / "out.csv").read_text())))
        assert len({len(row) for row in rows}) == 1

    def test_what_was_read_is_not_written_over(self, inside: Influence, spec: Path, saved: Path) -> None:
        for name in (spec.name, saved.name):
            done = inside("compare", spec.name, "--baseline", saved.name, *FEW, "--output", f"json={name}")
            assert (done.returncode, done.stdout) == (2, "")
            assert f"{name}: cannot write" in done.stderr

    def test_quiet_is_the_verdict_and_the_gates(self, inside: Influence, spec: Path, saved: Path) -> None:
        done = inside("compare", spec.name, "--baseline", saved.name, *FEW, "-q", "--gate", "delta.roi.p50 >= 0")
        assert done.returncode == 0
        assert len(done.stdout.splitlines()) < 12
        assert "PASS" in done.stdout

    def test_a_name_cannot_act_on_the_terminal(self, inside: Influence, spec: Path) -> None:
        name = r'campaign.name="\e[31mred\u202e[bold]x[/bold]"'
        for kind in ("table", "json", "csv", "markdown"):
            done = inside("compare", spec.name, spec.name, *FEW, "--set", name, "--format", kind)
            assert done.returncode == 0, done.stderr
            assert "\x1b" not in done.stdout
            assert "\u202e" not in done.stdout

    def test_the_schema_can_be_printed(self, inside: Influence) -> None:
        assert json.loads(inside("schema", "comparison").stdout) == comparison_json_schema()
