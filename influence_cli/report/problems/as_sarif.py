"""Problems as SARIF 2.1.0, which code-scanning services read."""

import json
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from influence_cli.model.errors import Problem
from influence_cli.report.problems.as_json import distinct
from influence_cli.report.problems.as_table import one_line, why
from influence_cli.report.values.sanitize import plain

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LONGEST = 1_000


def problems_sarif(checked: Mapping[str, Sequence[Problem]], *, version: str) -> str:
    """One run with one rule per code and one result per problem.

    Args:
        checked: Problems by the spec that was checked.
        version: Version of this programme.
    """
    problems = distinct(checked)
    by_code = {problem.code: problem for problem in reversed(problems)}
    codes = sorted(by_code)
    driver = {
        "name": "influence",
        "semanticVersion": version,
        "rules": [_rule(by_code[code]) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, codes.index(problem.code)) for problem in problems],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(problem: Problem) -> dict[str, object]:
    """A rule described by its own reason where it has one, else by what it found first."""
    title = problem.code.replace("-", " ").capitalize()
    return {
        "id": problem.code,
        "shortDescription": {"text": title},
        "help": {"text": why(problem) or f"{title}: {one_line(problem)}"},
        "defaultConfiguration": {"level": problem.severity.value},
    }


def _result(problem: Problem, rule: int) -> dict[str, object]:
    place = problem.place
    location: dict[str, object] = {"artifactLocation": {"uri": _uri(place.file)}}
    if place.line:
        location["region"] = {"startLine": place.line, "startColumn": max(place.column, 1)}
    message = ": ".join(part for part in (plain(problem.path, _LONGEST), one_line(problem)) if part)
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": problem.severity.value,
        "message": {"text": message},
        "locations": [{"physicalLocation": location}],
    }


def _uri(file: str) -> str:
    """A path as a URI; the part in angle brackets of ``<stdin>`` and its like loses them."""
    name = file[1:-1] if file.startswith("<") and file.endswith(">") else file
    path = quote(name.replace("\\", "/"), errors="replace")
    return f"file://{path}" if path.startswith("/") else path
