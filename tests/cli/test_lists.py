"""`influence benchmarks`, `influence explain` and `influence schema`."""

import json
import subprocess
from collections.abc import Callable

import pytest

from influence_cli import benchmarks
from influence_cli.cli.options import SchemaName

Influence = Callable[..., "subprocess.CompletedProcess[str]"]


def test_every_set_is_listed(inside: Influence) -> None:
    shown = inside("benchmarks", "list").stdout
    listed = json.loads(inside("benchmarks", "list", "--format", "json").stdout)["sets"]
    assert [each["name"] for each in listed] == list(benchmarks.names())
    assert all(name in shown for name in benchmarks.names())


@pytest.mark.parametrize("name", benchmarks.names())
def test_every_figure_is_shown_with_its_source(inside: Influence, name: str) -> None:
    document = json.loads(inside("benchmarks", "show", name, "--format", "json").stdout)
    assert len(document["figures"]) == len(benchmarks.load(name).figures)
    assert all(figure["source"] for figure in document["figures"])
    shown = inside("benchmarks", "show", name).stdout
    assert "assumption: " in shown
    assert max(len(line) for line in shown.splitlines() if "http" not in line) <= 80


def test_figures_can_be_chosen(inside: Influence) -> None:
    chosen = ("--tier", "Micro", "--platform", "tiktok", "--metric", "click rate")
    document = json.loads(inside("benchmarks", "show", *chosen, "--format", "json").stdout)
    assert document["figures"]
    for figure in document["figures"]:
        assert figure["quantity"] == "click_rate"
        assert figure["tier"] in {"micro", None}
        assert figure["platform"] in {"tiktok", None}


@pytest.mark.parametrize("name", benchmarks.names())
def test_the_audit_stands_beside_what_others_publish(influence: Influence, name: str) -> None:
    done = influence("benchmarks", "audit", name, "--format", "json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert {row["metric"] for row in document["rows"]} == {"cpm", "cpe", "cpc", "cpa", "roas"}
    assert any(row["published"] for row in document["rows"])
    assert all(decision["reason"] for decision in document["decisions"])
    done = influence("benchmarks", "audit", name)
    assert (done.returncode, done.stderr) == (0, "")
    for decision in document["decisions"]:
        assert decision["topic"].split()[0] in done.stdout


def test_all_words_and_one_word(inside: Influence) -> None:
    words = inside("explain").stdout
    assert "roi " in words
    assert "roas " in words
    assert "(contribution - cost) / cost" in inside("explain", "ROI").stdout
    unquoted = inside("explain", "chance", "of", "profit")
    assert unquoted.returncode == 0
    assert unquoted.stdout == inside("explain", "chance of profit").stdout


@pytest.mark.parametrize("document", SchemaName)
def test_schemas_are_json_schemas(inside: Influence, document: str) -> None:
    from jsonschema import Draft202012Validator

    done = inside("schema", document)
    assert (done.returncode, done.stderr) == (0, "")
    Draft202012Validator.check_schema(json.loads(done.stdout))
    assert document in " ".join(inside("schema", "--help").stdout.split())
