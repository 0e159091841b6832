"""Reading YAML: every refusal with its place, and no input that gets past the loader as an exception."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from influence_cli.model.errors import Place
from influence_cli.spec import loader
from influence_cli.spec.loader import MOST_BYTES, MOST_NODES, load_mapping, load_value
from influence_cli.spec.nodes import Items, Scalar, Table, raw

REFUSED = [
    ("empty", b"", "1:1"),
    ("empty", b"# nothing but a comment\n", "1:1"),
    ("empty", b"---\n", "1:1"),
    ("not-a-mapping", b"\n- one\n- two\n", "2:1"),
    ("not-a-mapping", b"just words", "1:1"),
    ("too-large", b"a" * (MOST_BYTES + 1), "1:1"),
    ("binary", b"a: 1\nb: \x00", "2:4"),
    ("not-utf8", b"name: caf\xe9", "1:10"),
    ("not-utf8", "größe: ü\nname: x".encode() + b"\xff", "2:8"),
    ("not-utf8", "name: x".encode("utf-16"), "1:1"),
    ("not-utf8", b"\x00\x00\xfe\xff\x00\x00\x00a", "1:1"),
    ("bad-character", b"a: 1\nb: \x1b[31mred", "2:4"),
    ("multiple-documents", b"a: 1\n---\nb: 2\n", "2:1"),
    ("tag-refused", b"a: !!python/object/apply:os.system [ls]", "1:4"),
    ("tag-refused", b"a:\n  b: !secret x", "2:6"),
    ("tag-refused", b"a: !!str NO", "1:4"),
    ("duplicate-key", b"a: 1\nb: 2\na: 3", "3:1"),
    ("duplicate-key", b"a: {b: 1, c: 2, b: 3}", "1:17"),
    ("bad-key", b"? [a, b]\n: 1", "1:3"),
    ("bad-key", b"a:\n  ~: 1", "2:3"),
    ("alias-cycle", b"a: &a\n  b: *a", "2:6"),
    ("unknown-alias", b"a: *nothing", "1:4"),
    ("bad-merge", b"a:\n  <<: 3", "2:3"),
    ("too-deep", b"a: " + b"[" * 60 + b"]" * 60, "1:53"),
    ("too-deep", b"[" * 100_000, "1:51"),
    ("too-deep", b"{a: " * 50_000, "1:201"),
    ("too-deep", b"- " * 100_000, "1:101"),
    ("syntax", b"a: b: c", "1:5"),
    ("syntax", b"\ta: 1", "1:1"),
    ("syntax", b"a: 1\n  b: 2", "2:4"),
    ("syntax", b'a: "never closed', "1:17"),
    ("syntax", b"a: [1, 2\nb: 3", "2:2"),
    ("syntax", b"a: @x", "1:4"),
    ("syntax", b"%YAML 9.9\n---\na: 1", "1:1"),
]


@pytest.mark.parametrize(("code", "content", "place"), REFUSED)
def test_each_fault_has_its_code_and_place(code: str, content: bytes, place: str) -> None:
    problems = load_mapping("spec.yaml", content).problems
    assert [(problem.code, str(problem.place)) for problem in problems] == [(code, f"spec.yaml:{place}")]
    assert "yaml.org" not in str(problems[0])


@pytest.mark.parametrize(("code", "content", "place"), REFUSED)
def test_each_fault_is_found_without_the_c_parser(
    monkeypatch: pytest.MonkeyPatch, code: str, content: bytes, place: str
) -> None:
    monkeypatch.setattr(loader, "_LOADER", yaml.SafeLoader)
    problems = load_mapping("spec.yaml", content).problems
    assert [problem.code for problem in problems] == [code]
    assert problems[0].place.line == int(place.partition(":")[0])


def test_values_stay_as_they_are_written() -> None:
    written = {"a": "NO", "b": "1_000", "c": "12:30", "d": "2026-03-02", "e": "1e3", "f": ".inf", "on": "0x1F"}
    content = "\n".join(f"{key}: {text}" for key, text in written.items()).encode()
    root = load_mapping("spec.yaml", content).root
    assert isinstance(root, Table)
    assert {key: node.text for key, (_, node) in root.entries.items() if isinstance(node, Scalar)} == written


def test_key_and_value_have_places_of_their_own() -> None:
    root = load_mapping("spec.yaml", "ä: 1\nbudget:\n  total: 40k\n".encode("utf-8-sig")).root
    assert isinstance(root, Table)
    place, budget = root.entries["budget"]
    assert isinstance(budget, Table)
    assert str(place) == "spec.yaml:2:1"
    key, total = budget.entries["total"]
    assert (str(key), str(total.place)) == ("spec.yaml:3:3", "spec.yaml:3:10")


def test_aliases_and_merge_keys_repeat_what_is_written_above() -> None:
    text = b"base: &b {x: 1, y: 2}\nother: &o {y: 5, z: 6}\none: {<<: *b, y: 3}\ntwo: {<<: [*b, *o]}\nthree: *b"
    root = load_mapping("spec.yaml", text).root
    assert isinstance(root, Table)
    texts = {
        key: {name: child.text for name, (_, child) in node.entries.items() if isinstance(child, Scalar)}
        for key, (_, node) in root.entries.items()
        if isinstance(node, Table)
    }
    assert texts["one"] == {"x": "1", "y": "3"}
    assert texts["two"] == {"x": "1", "y": "2", "z": "6"}
    assert texts["three"] == texts["base"]


def bomb(width: int, levels: int) -> bytes:
    lines = [b"l0: &l0 [x, x, x, x, x, x, x, x, x]"]
    for level in range(1, levels):
        repeated = ", ".join([f"*l{level - 1}"] * width)
        lines.append(f"l{level}: &l{level} [{repeated}]".encode())
    return b"\n".join(lines)


def test_an_alias_bomb_is_refused_by_what_it_expands_to() -> None:
    loaded = load_mapping("spec.yaml", bomb(9, 10))
    assert [problem.code for problem in loaded.problems] == ["too-many-nodes"]
    assert loaded.problems[0].place.line == 5


def test_aliases_count_towards_depth() -> None:
    loaded = load_mapping("spec.yaml", bomb(1, 60))
    assert [problem.code for problem in loaded.problems] == ["too-deep"]


def test_as_many_values_as_allowed_are_read() -> None:
    items = ",".join(["1"] * (MOST_NODES - 3))
    assert load_mapping("spec.yaml", f"a: [{items}]".encode()).problems == ()
    assert load_mapping("spec.yaml", f"a: [{items},1]".encode()).problems[0].code == "too-many-nodes"


def test_faults_are_gathered_until_reading_has_to_stop() -> None:
    text = b"a: 1\na: 2\nb: !x 1\nc: *no\nd: [1"
    assert [problem.code for problem in load_mapping("s.yaml", text).problems] == [
        "duplicate-key",
        "tag-refused",
        "unknown-alias",
        "syntax",
    ]


def test_names_of_files_are_shown_without_terminal_escapes() -> None:
    problem = load_mapping("a\x1b[31m.yaml", b"").problems[0]
    assert problem.place.file == "a\\x1b[31m.yaml"


def test_a_single_value_is_read_where_it_is_set() -> None:
    place = Place("--set x=[1, 2]")
    node = load_value("[1, 2]", place).root
    assert isinstance(node, Items)
    assert {item.place for item in node.nodes} == {place}


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_a_tree_or_problems(content: bytes) -> None:
    loaded = load_mapping("spec.yaml", content)
    assert loaded.root is not None or loaded.problems


@given(st.text(alphabet="ab:-?[]{}&*!|>'\"%@`#,~< \n\t\\0", max_size=60))
@settings(max_examples=500, deadline=None)
def test_any_mixture_of_yaml_signs_is_a_tree_or_problems(text: str) -> None:
    loaded = load_mapping("spec.yaml", text.encode())
    assert loaded.root is not None or loaded.problems
    lines = text.count("\n") + 1
    assert all(1 <= problem.place.line <= lines + 1 for problem in loaded.problems)
    if loaded.root is not None:
        assert isinstance(raw(loaded.root), dict)
