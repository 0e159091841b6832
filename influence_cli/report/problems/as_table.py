"""Problems for people: grouped by spec, each with its place, what is wrong, what was expected and why."""

import textwrap
from collections.abc import Mapping, Sequence

from influence_cli.model.errors import Problem, Severity
from influence_cli.report.values.sanitize import plain

_LONGEST = 1_000
_INDENT = "      "
_COLORS: Mapping[Severity, str] = {Severity.ERROR: "31", Severity.WARNING: "33"}


def problems_table(checked: Mapping[str, Sequence[Problem]], *, width: int = 80, color: bool = False) -> str:
    """Every problem of every spec, and a count.

    Args:
        checked: Problems by the spec that was checked; a clean spec has none.
        width: Columns to use.
        color: Whether to mark severities with terminal colors.
    """
    blocks = [_block(spec, problems, width, color) for spec, problems in checked.items()]
    return "\n\n".join([*blocks, summary(checked)]) + "\n"


def summary(checked: Mapping[str, Sequence[Problem]]) -> str:
    """How much was found, in one line."""
    found = [problem.severity for problems in checked.values() for problem in problems]
    specs = _counted(len(checked), "spec")
    if not found:
        return f"No problems in {specs}."
    errors = found.count(Severity.ERROR)
    return f"{_counted(errors, 'error')}, {_counted(len(found) - errors, 'warning')} in {specs}."


def one_line(problem: Problem) -> str:
    """What is wrong, what was expected and the nearest valid word, safe to show."""
    parts = [problem.what]
    if problem.expected:
        parts.append(f"expected {problem.expected}")
    if problem.suggestion:
        parts.append(f"did you mean {problem.suggestion!r}?")
    return plain("; ".join(parts), _LONGEST)


def why(problem: Problem) -> str:
    """The reason of a rule with its source, or an empty string."""
    source = f" ({problem.source})" if problem.source else ""
    return plain(problem.reason + source, _LONGEST) if problem.reason else ""


def _block(spec: str, problems: Sequence[Problem], width: int, color: bool) -> str:
    name = plain(spec, width)
    if not problems:
        return f"{name}: no problems"
    return "\n".join([name, *(_entry(spec, problem, width, color) for problem in problems)])


def _entry(spec: str, problem: Problem, width: int, color: bool) -> str:
    where = _where(spec, problem)
    path = plain(problem.path, width)
    head = "  ".join(part for part in (where, _severity(problem, color), problem.code, path) if part)
    lines = textwrap.wrap(one_line(problem), width, initial_indent=_INDENT, subsequent_indent=_INDENT)
    reason = why(problem)
    if reason:
        lines += textwrap.wrap(f"why: {reason}", width, initial_indent=_INDENT, subsequent_indent=_INDENT)
    return "\n".join([f"  {head}", *lines])


def _where(spec: str, problem: Problem) -> str:
    """Line and column; the file as well where it is another one, such as a base spec."""
    place = problem.place
    if place.file != spec and place.file != "<stdin>":
        return plain(str(place), _LONGEST)
    return f"{place.line}:{place.column}" if place.line else ""


def _severity(problem: Problem, color: bool) -> str:
    word = problem.severity.value
    return f"\x1b[{_COLORS[problem.severity]}m{word}\x1b[0m" if color else word


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
