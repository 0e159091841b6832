"""Problems as one JSON document, ``influence/check/1``."""

import json
from collections.abc import Mapping, Sequence

from influence_cli.model.errors import Problem, Severity


def problems_json(checked: Mapping[str, Sequence[Problem]]) -> str:
    """Every problem once, with all its fields, and how many weigh how much.

    Args:
        checked: Problems by the spec that was checked.
    """
    problems = distinct(checked)
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    document = {
        "schema": "influence/check/1",
        "specs": list(checked),
        "problems": [_entry(problem) for problem in problems],
        "errors": errors,
        "warnings": len(problems) - errors,
    }
    # ASCII only, so that nothing in a name can act on a terminal or reorder a line.
    return json.dumps(document, indent=2) + "\n"


def distinct(checked: Mapping[str, Sequence[Problem]]) -> tuple[Problem, ...]:
    """Every problem once: two specs that extend the same base share its problems."""
    return tuple(dict.fromkeys(problem for problems in checked.values() for problem in problems))


def _entry(problem: Problem) -> dict[str, object]:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "file": problem.place.file,
        "line": problem.place.line or None,
        "column": problem.place.column or None,
        "path": problem.path,
        "what": problem.what,
        "expected": problem.expected,
        "suggestion": problem.suggestion,
        "reason": problem.reason,
        "source": problem.source,
    }
