"""How this room makes its problems."""

from influence_cli.model.errors import Place, Problem, Severity
from influence_cli.spec.codes import ErrorCode
from influence_cli.spec.nodes import Path
from influence_cli.spec.text import printable


def fault(code: ErrorCode, place: Place, path: Path, what: str, expected: str = "", suggestion: str = "") -> Problem:
    """An error about a key path; whatever it repeats of the user's text must already be printable."""
    return Problem(code, Severity.ERROR, place, dotted(path), what, without_echo(expected, suggestion), suggestion)


def without_echo(expected: str, suggestion: str) -> str:
    """What was expected, or nothing where it is the very word that is suggested.

    >>> without_echo("one of 'hybrid'", "hybrid")
    ''
    >>> without_echo("monthly or hybrid", "hybrid")
    'monthly or hybrid'
    """
    single = expected.removeprefix("one of ").strip("'\"")
    return "" if suggestion and single == suggestion.strip("'\"") else expected


def dotted(path: Path) -> str:
    r"""A key path as text, safe to show.

    >>> dotted(("phases", 0, "weeks"))
    'phases.0.weeks'
    """
    return printable(".".join(str(key)[:80] for key in path))
