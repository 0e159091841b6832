"""Problems as GitHub workflow commands, which annotate the lines of a pull request."""

from collections.abc import Mapping, Sequence

from influence_cli.model.errors import Problem
from influence_cli.report.problems.as_json import distinct
from influence_cli.report.problems.as_table import one_line, why
from influence_cli.report.values.sanitize import plain

_LONGEST = 1_000


def problems_github(checked: Mapping[str, Sequence[Problem]]) -> str:
    """One ``::error`` or ``::warning`` command per problem; nothing where there is none.

    Args:
        checked: Problems by the spec that was checked.
    """
    return "".join(f"{_command(problem)}\n" for problem in distinct(checked))


def _command(problem: Problem) -> str:
    place = problem.place
    properties = {"file": plain(place.file, _LONGEST)}
    if place.line:
        properties |= {"line": str(place.line), "col": str(max(place.column, 1))}
    properties["title"] = problem.code
    shown = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = ": ".join(part for part in (plain(problem.path, _LONGEST), one_line(problem)) if part)
    reason = why(problem)
    return f"::{problem.severity.value} {shown}::{_data(f'{message} - {reason}' if reason else message)}"


def _data(text: str) -> str:
    """Escape a message; source: the toolkit's command.ts (escapeData)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape a property; source: the toolkit's command.ts (escapeProperty)."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
