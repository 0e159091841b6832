"""Layers: what extends, what wins, where a value's place stays, and a hash that sees content only."""

from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from influence_cli.model.contract import FeeUnit
from influence_cli.spec.document import Document
from influence_cli.spec.layers import MOST_FILES, MOST_LAYERS, read_document
from influence_cli.spec.nodes import Scalar
from influence_cli.spec.source import Source
from influence_cli.spec.validate import validate

BASE = """\
campaign: {name: Base, weeks: 6, platforms: [instagram]}
budget: {total: 30k, currency: EUR}
product: {price: 60, margin: 58%}
contracts: {default: {commission: 10%, cpm: 8}}
"""


def reader(files: dict[str, str]) -> Callable[[str], bytes]:
    def read(path: str) -> bytes:
        if path not in files:
            raise FileNotFoundError(2, "No such file or directory", path)
        return files[path].encode()

    return read


def layered(top: str, files: dict[str, str], overrides: Sequence[str] = (), name: str = "top.yaml") -> Document:
    return read_document(Source(name, top.encode()), reader(files), overrides)


def text(document: Document, path: str) -> str | None:
    node = document.node(path)
    return node.text if isinstance(node, Scalar) else None


def test_mappings_are_merged_and_everything_else_replaced() -> None:
    top = "extends: base.yaml\ncampaign: {name: Top, platforms: [tiktok, youtube]}\n"
    document = layered(top, {"base.yaml": BASE})
    spec, problems = validate(document)
    assert problems == ()
    assert spec is not None
    assert (spec.campaign.name, spec.campaign.weeks) == ("Top", 6)
    assert spec.campaign.platforms == ("tiktok", "youtube")
    assert document.node("extends") is None


def test_each_value_keeps_the_place_where_it_was_written() -> None:
    document = layered("extends: base.yaml\ncampaign: {name: Top, weks: 3}\n", {"base.yaml": BASE + "gate: 1"})
    assert str(document.place("campaign.name")) == "top.yaml:2:18"
    assert str(document.place("campaign.weeks")) == "base.yaml:1:31"
    problems = validate(document)[1]
    assert {str(problem.place) for problem in problems} == {"top.yaml:2:23", "base.yaml:5:1"}


def test_later_files_of_a_list_win_over_earlier_ones() -> None:
    files = {"a.yaml": BASE, "b.yaml": "budget: {total: 50k}\ncampaign: {weeks: 8}"}
    document = layered("extends: [a.yaml, b.yaml]\ncampaign: {weeks: 9}", files)
    assert [text(document, path) for path in ("budget.total", "budget.currency", "campaign.weeks")] == [
        "50k",
        "EUR",
        "9",
    ]


def test_files_are_relative_to_the_one_that_names_them() -> None:
    files = {"specs/shared/base.yaml": "extends: ../rates.yaml\n" + BASE, "specs/rates.yaml": "benchmarks: field-2026"}
    document = layered("extends: shared/base.yaml", files, name="specs/top.yaml")
    assert document.problems == ()
    assert str(document.place("benchmarks")) == "specs/rates.yaml:1:13"


def test_a_short_form_meets_its_long_form() -> None:
    top = "extends: base.yaml\nbudget: 50k\ncontracts: {default: {commission: {on: gross}, cpm: {cap: 2k}}}"
    document = layered(top, {"base.yaml": BASE}, ["contracts.default.fee.per=creator", "budget.reserve=5%"])
    found = {path: text(document, f"contracts.default.{path}") for path in ("commission.rate", "cpm.pay", "cpm.cap")}
    assert found == {"commission.rate": "10%", "cpm.pay": "8", "cpm.cap": "2k"}
    assert [text(document, f"budget.{key}") for key in ("total", "currency", "reserve")] == ["50k", "EUR", "5%"]


def test_a_market_fee_meets_its_long_form() -> None:
    document = layered(BASE + "tiers: {}", {}, ["contracts.default.fee=market", "contracts.default.fee.per=creator"])
    spec, problems = validate(document)
    assert problems == ()
    assert spec is not None
    fee = spec.contracts["default"].fee
    assert fee is not None
    assert (fee.market, fee.per) == (Decimal(1), FeeUnit.CREATOR)


def test_an_empty_value_takes_an_inherited_one_back() -> None:
    document = layered("extends: base.yaml\ncontracts: ~\n", {"base.yaml": BASE}, ["budget.currency="])
    spec, problems = validate(document)
    assert problems == ()
    assert spec is not None
    assert (dict(spec.contracts), spec.budget.currency) == ({}, None)


def test_a_circle_is_shown() -> None:
    files = {"a.yaml": "extends: b.yaml", "b.yaml": "extends: ./top.yaml\n"}
    problems = layered("extends: a.yaml", files).problems
    assert [(problem.code, str(problem.place)) for problem in problems] == [("extends-cycle", "b.yaml:1:10")]
    assert "'top.yaml' -> 'a.yaml' -> 'b.yaml' -> 'top.yaml'" in problems[0].what


def test_a_missing_file_is_the_only_problem_it_causes() -> None:
    document = layered("extends: base.yml\nbudget: 40k\n", {})
    problems = validate(document)[1]
    assert [(problem.code, str(problem.place)) for problem in problems] == [("extends-missing", "top.yaml:1:10")]
    assert "No such file" in problems[0].what


def test_a_file_is_not_extended_by_its_whole_path() -> None:
    document = layered("extends: /etc/base.yaml\n", {"/etc/base.yaml": BASE}, name="specs/top.yaml")
    found = [(problem.code, str(problem.place)) for problem in document.problems]
    assert found == [("extends-absolute", "specs/top.yaml:1:10")]
    assert text(document, "budget.total") is None


@pytest.mark.parametrize(
    "content",
    [
        "root:x:0:0:hunter2:/root\nsync:x:1:hunter2\n",
        "- hunter2\n",
        "hunter2",
        "password: hunter2\nusers:\n  - name: hunter2\n",
        "password: [hunter2\n",
        "hunter2 'hunter2: {\n",
        "password: |\n hunter2\n hunter2: x\nother: hunter2: x\n",
    ],
)
def test_what_is_no_spec_is_not_repeated_in_messages(content: str) -> None:
    problems = validate(layered("extends: ../secret.yaml\n" + BASE, {"../secret.yaml": content}))[1]
    assert problems
    assert all("hunter2" not in str(problem) for problem in problems)


def test_a_wrong_file_below_is_reported_with_what_is_wrong_above() -> None:
    problems = validate(layered("extends: base.yaml\nbuget: 40k\n", {"base.yaml": "a: [1"}))[1]
    assert [(problem.code, problem.place.file) for problem in problems] == [
        ("syntax", "base.yaml"),
        ("unknown-key", "top.yaml"),
    ]


@pytest.mark.parametrize("extends", ["{a: 1}", "[[a]]", "[~, base.yaml]", "''"])
def test_extends_names_files(extends: str) -> None:
    problems = layered(f"extends: {extends}", {"base.yaml": BASE}).problems
    assert [problem.code for problem in problems] == ["wrong-type"]


def test_a_chain_of_files_ends_somewhere() -> None:
    files = {f"{number}.yaml": f"extends: {number + 1}.yaml" for number in range(100)}
    problems = layered("extends: 0.yaml", files).problems
    assert [(problem.code, problem.place.file) for problem in problems] == [("extends-deep", f"{MOST_LAYERS - 2}.yaml")]


def test_files_that_fan_out_are_read_so_often_only() -> None:
    calls = []

    def read(path: str) -> bytes:
        calls.append(path)
        return b"extends: [%d.yaml, %d.yaml]" % (len(calls), len(calls))

    problems = read_document(Source("top.yaml", b"extends: [a.yaml, b.yaml]"), read).problems
    assert len(calls) == MOST_FILES - 1
    assert {problem.code for problem in problems} == {"extends-deep"}


def test_a_name_no_file_can_have_is_a_problem() -> None:
    def read(path: str) -> bytes:
        raise ValueError("embedded null byte")

    problems = read_document(Source("top.yaml", b'extends: "a\\0b"'), read).problems
    assert [problem.code for problem in problems] == ["extends-missing"]
    assert "\0" not in problems[0].what


def test_what_is_set_wins_and_later_ones_win_more() -> None:
    document = layered(BASE, {}, ["budget.total=80k", "campaign.platforms=[tiktok, youtube]", "budget.total=90k"])
    spec, problems = validate(document)
    assert problems == ()
    assert spec is not None
    assert spec.budget.total.amount == 90_000
    assert spec.campaign.platforms == ("tiktok", "youtube")
    assert str(document.place("budget.total")) == "--set budget.total=90k"


def test_a_short_budget_can_be_set_in_part() -> None:
    document = layered("budget: 40k\n", {}, ["budget.total=80k", "budget.reserve=5%"])
    assert [text(document, f"budget.{key}") for key in ("total", "reserve")] == ["80k", "5%"]


def test_items_of_a_list_can_be_set() -> None:
    top = BASE + "phases: [{name: a, weeks: 1, tiers: [nano]}]"
    assert text(layered(top, {}, ["phases.0.weeks=2-3"]), "phases.0.weeks") == "2-3"
    problems = layered(top, {}, ["phases.1.weeks=2-3"]).problems
    assert [(problem.code, str(problem.place)) for problem in problems] == [("set-syntax", "--set phases.1.weeks=2-3")]


def test_text_that_is_set_needs_no_quotes() -> None:
    document = layered(BASE, {}, ["campaign.name=Spring: part #2 & more", "campaign.brand='NO'"])
    spec, problems = validate(document)
    assert problems == ()
    assert spec is not None
    assert (spec.campaign.name, spec.campaign.brand) == ("Spring: part #2 & more", "NO")


@pytest.mark.parametrize("override", ["", "budget.total", "=3", "budget..total=3", "a.=1", "x=[1", "extends=a.yaml"])
def test_what_sets_nothing_is_refused(override: str) -> None:
    problems = layered(BASE, {}, [override]).problems
    assert [problem.code for problem in problems] == ["set-syntax"]
    assert problems[0].expected


def test_an_unknown_path_is_an_unknown_key() -> None:
    problems = validate(layered(BASE, {}, ["buget.total=80k", "campaign.name.first=x"]))[1]
    assert {(problem.code, str(problem.place)) for problem in problems} == {
        ("unknown-key", "--set buget.total=80k"),
        ("wrong-type", "--set campaign.name.first=x"),
    }


def test_what_is_set_is_shown_without_terminal_escapes() -> None:
    problem = layered(BASE, {}, ["campaign.\x1b[31m" + "x" * 99]).problems[0]
    assert str(problem).isprintable()
    assert len(problem.place.file) < 80


def test_places_fall_back_to_the_nearest_ancestor() -> None:
    document = layered(BASE, {})
    assert str(document.place("contracts.default.usage_rights.days")) == "top.yaml:4:13"
    assert str(document.place(("contracts", "default", "cpm"))) == "top.yaml:4:45"
    assert str(document.key_place("contracts.default.cpm")) == "top.yaml:4:40"
    assert str(document.place("nowhere.at.all")) == "top.yaml:1:1"
    assert str(document.place("campaign.platforms.0")) == "top.yaml:1:46"


def test_the_hash_sees_content_and_not_layout() -> None:
    block = 'budget:\n  currency: "EUR"   # comment\n  total: 30k\ncampaign:\n  brand:\n  name: Base\n'
    flow = "campaign: {name: Base}\nbudget: {total: '30k', currency: EUR}"
    layers = layered(
        "extends: base.yaml\ncampaign: {name: Base}", {"base.yaml": "budget: 30k"}, ["budget.currency=EUR"]
    )
    hashes = {layered(block, {}).spec_sha256, layered(flow, {}).spec_sha256, layers.spec_sha256}
    assert len(hashes) == 1
    assert layered(flow.replace("30k", "31k"), {}).spec_sha256 not in hashes
    assert len(hashes.pop()) == 64


KEYS = st.sampled_from(["a", "b", "budget", "fee"])
TREES = st.recursive(
    st.sampled_from(["1", "x"]),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=8,
)


def as_yaml(tree: object) -> str:
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{key}: {as_yaml(value)}" for key, value in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(map(as_yaml, tree)) + "]"
    return str(tree)


@given(st.dictionaries(KEYS, TREES, max_size=3))
@settings(max_examples=100, deadline=None)
def test_a_layer_over_itself_changes_nothing(tree: dict[str, object]) -> None:
    source = as_yaml(tree)
    if not tree:
        source = "{a: 1}"
    alone = layered(source, {})
    twice = layered(
        "extends: base.yaml\n" + "\n".join(f"{k}: {as_yaml(v)}" for k, v in tree.items()), {"base.yaml": source}
    )
    assert twice.spec_sha256 == alone.spec_sha256


@given(st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_override_is_set_or_refused(override: str) -> None:
    document = layered(BASE, {}, [override])
    _, problems = validate(document)
    assert all(str(problem).isprintable() for problem in problems)
