"""Problems in every format a person, a pull request or a CI service reads."""

import json
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from influence_cli.model.errors import Place, Problem, Severity
from influence_cli.report.problems.as_github import problems_github
from influence_cli.report.problems.as_json import problems_json
from influence_cli.report.problems.as_junit import problems_junit
from influence_cli.report.problems.as_sarif import problems_sarif
from influence_cli.report.problems.as_table import problems_table

TYPO = Problem(
    "unknown-key",
    Severity.ERROR,
    Place("serum.yaml", 4, 1),
    "budgt",
    "the key 'budgt' is not known",
    suggestion="budget",
)
ADVICE = Problem(
    "no-tracking",
    Severity.WARNING,
    Place("base.yaml", 2, 3),
    "campaign.tracking",
    "orders cannot be told apart",
    expected="link, code or pixel",
    reason="without tracking nobody knows who sold",
    source="the 2026 playbook",
)
UNPLACED = Problem("unreadable-file", Severity.ERROR, Place("<stdin>"), "", "cannot be read: 100%, or less")
CHECKED = {"serum.yaml": (TYPO, ADVICE), "clean.yaml": (), "<stdin>": (UNPLACED,)}

texts = st.text(st.characters(codec=None), max_size=40)
problems = st.builds(
    Problem,
    code=st.sampled_from(["unknown-key", "bad-share"]),
    severity=st.sampled_from(Severity),
    place=st.builds(Place, texts, st.integers(0, 99), st.integers(0, 99)),
    path=texts,
    what=texts,
    expected=texts,
    suggestion=texts,
    reason=texts,
    source=texts,
)
checks = st.dictionaries(texts, st.lists(problems, max_size=3).map(tuple), max_size=3)


def test_table() -> None:
    assert problems_table(CHECKED, width=60) == (
        "serum.yaml\n"
        "  4:1  error  unknown-key  budgt\n"
        "      the key 'budgt' is not known; did you mean 'budget'?\n"
        "  base.yaml:2:3  warning  no-tracking  campaign.tracking\n"
        "      orders cannot be told apart; expected link, code or\n"
        "      pixel\n"
        "      why: without tracking nobody knows who sold (the 2026\n"
        "      playbook)\n"
        "\n"
        "clean.yaml: no problems\n"
        "\n"
        "<stdin>\n"
        "  error  unreadable-file\n"
        "      cannot be read: 100%, or less\n"
        "\n"
        "2 errors, 1 warning in 3 specs.\n"
    )


def test_table_in_color_marks_severities_only() -> None:
    plain, colored = problems_table(CHECKED), problems_table(CHECKED, color=True)
    assert colored.replace("\x1b[31m", "").replace("\x1b[33m", "").replace("\x1b[0m", "") == plain
    assert colored.count("\x1b[31merror\x1b[0m") == 2
    assert colored.count("\x1b[33mwarning\x1b[0m") == 1


def test_json_has_every_field_and_the_counts() -> None:
    document = json.loads(problems_json(CHECKED))
    assert document["schema"] == "influence/check/1"
    assert (document["errors"], document["warnings"]) == (2, 1)
    assert document["problems"][1] == {
        "code": "no-tracking",
        "severity": "warning",
        "file": "base.yaml",
        "line": 2,
        "column": 3,
        "path": "campaign.tracking",
        "what": "orders cannot be told apart",
        "expected": "link, code or pixel",
        "suggestion": "",
        "reason": "without tracking nobody knows who sold",
        "source": "the 2026 playbook",
    }
    assert document["problems"][2]["line"] is None


def test_a_problem_of_a_shared_base_is_told_once() -> None:
    shared = {"a.yaml": (ADVICE,), "b.yaml": (ADVICE,)}
    assert json.loads(problems_json(shared))["warnings"] == 1
    assert problems_github(shared).count("::warning") == 1
    assert len(json.loads(problems_sarif(shared, version="1"))["runs"][0]["results"]) == 1


def test_github_commands() -> None:
    odd = Problem("bad-share", Severity.ERROR, Place("a:b,c%.yaml", 1, 2), "", "110% is above 100%")
    assert problems_github({"a:b,c%.yaml": (odd, UNPLACED), "serum.yaml": (TYPO, ADVICE)}) == (
        "::error file=a%3Ab%2Cc%25.yaml,line=1,col=2,title=bad-share::110%25 is above 100%25\n"
        "::error file=<stdin>,title=unreadable-file::cannot be read: 100%25, or less\n"
        "::error file=serum.yaml,line=4,col=1,title=unknown-key::"
        "budgt: the key 'budgt' is not known; did you mean 'budget'?\n"
        "::warning file=base.yaml,line=2,col=3,title=no-tracking::campaign.tracking: orders cannot be told apart; "
        "expected link, code or pixel - without tracking nobody knows who sold (the 2026 playbook)\n"
    )
    assert problems_github({"clean.yaml": ()}) == ""


def test_sarif_results_point_at_rules_and_regions() -> None:
    run = json.loads(problems_sarif(CHECKED, version="0.1.0"))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["no-tracking", "unknown-key", "unreadable-file"]
    assert rules[0]["help"]["text"] == "without tracking nobody knows who sold (the 2026 playbook)"
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    typo, advice, unplaced = run["results"]
    assert typo["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "serum.yaml"},
        "region": {"startLine": 4, "startColumn": 1},
    }
    assert (typo["level"], advice["level"]) == ("error", "warning")
    assert unplaced["locations"][0]["physicalLocation"] == {"artifactLocation": {"uri": "stdin"}}


@pytest.mark.parametrize(
    ("file", "uri"), [("my specs/a#1.yaml", "my%20specs/a%231.yaml"), ("/x/a.yaml", "file:///x/a.yaml")]
)
def test_sarif_paths_are_uris(file: str, uri: str) -> None:
    problem = Problem("bad-share", Severity.ERROR, Place(file, 1, 1), "", "x")
    result = json.loads(problems_sarif({file: (problem,)}, version="1"))["runs"][0]["results"][0]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_junit_suites_and_cases() -> None:
    root = ET.fromstring(problems_junit(CHECKED))
    assert [(suite.get("name"), suite.get("tests"), suite.get("failures")) for suite in root] == [
        ("serum.yaml", "2", "1"),
        ("clean.yaml", "1", "0"),
        ("<stdin>", "1", "1"),
    ]
    assert (root.get("tests"), root.get("failures")) == ("4", "2")
    advice = root.findall("testcase/system-out") or root.findall(".//system-out")
    assert [each.text for each in advice] == [
        "base.yaml:2:3\norders cannot be told apart; expected link, code or pixel\n"
        "without tracking nobody knows who sold (the 2026 playbook)"
    ]
    assert ET.fromstring(problems_junit(CHECKED, strict=True)).get("failures") == "3"


@given(checks)
def test_any_text_keeps_every_format_well_formed(checked: dict[str, tuple[Problem, ...]]) -> None:
    json.loads(problems_json(checked))
    sarif = problems_sarif(checked, version="1")
    json.loads(sarif)
    root = ET.fromstring(problems_junit(checked).encode())
    assert len(root) == len(checked)
    table, github = problems_table(checked), problems_github(checked)
    for text in (table, github, sarif):
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert github.count("\n") == len({problem for group in checked.values() for problem in group})
    assert all(line.startswith(("::error file=", "::warning file=")) for line in github.split("\n")[:-1])
