"""Problems as JUnit XML, which every CI service shows as test results."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from influence_cli.model.errors import Problem, Severity
from influence_cli.report.problems.as_table import one_line, why
from influence_cli.report.values.sanitize import plain

_LONGEST = 1_000


def problems_junit(checked: Mapping[str, Sequence[Problem]], *, strict: bool = False) -> str:
    """One suite per spec with a case per problem, or one passing case where it is clean.

    Args:
        checked: Problems by the spec that was checked.
        strict: Whether warnings fail; else they pass and print their advice.
    """
    groups = list(checked.values())
    failures = sum(_fails(problem, strict) for problems in groups for problem in problems)
    cases = sum(max(len(problems), 1) for problems in groups)
    suites = "".join(_suite(spec, problems, strict) for spec, problems in checked.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="influence check" tests="{cases}" failures="{failures}">\n{suites}</testsuites>\n'
    )


def _suite(spec: str, problems: Sequence[Problem], strict: bool) -> str:
    name = _attribute(spec)
    failures = sum(_fails(problem, strict) for problem in problems)
    cases = [_case(name, problem, strict) for problem in problems]
    inside = "".join(cases or [f'    <testcase classname={name} name="no problems"/>\n'])
    return (
        f'  <testsuite name={name} tests="{len(cases) or 1}" failures="{failures}" errors="0">\n'
        f"{inside}  </testsuite>\n"
    )


def _case(suite: str, problem: Problem, strict: bool) -> str:
    name = _attribute(" ".join(part for part in (problem.code, problem.path) if part))
    message = one_line(problem)
    details = escape("\n".join(part for part in (plain(str(problem.place), _LONGEST), message, why(problem)) if part))
    if _fails(problem, strict):
        inside = f"<failure type={_attribute(problem.code)} message={_attribute(message)}>{details}</failure>"
    else:
        inside = f"<system-out>{details}</system-out>"
    return f"    <testcase classname={suite} name={name}>{inside}</testcase>\n"


def _fails(problem: Problem, strict: bool) -> bool:
    return strict or problem.severity is Severity.ERROR


def _attribute(text: str) -> str:
    return quoteattr(plain(text, _LONGEST))
