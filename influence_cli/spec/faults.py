"""How this room makes its problems."""

from influence_cli.model.errors import Place, Problem, Severity
from influence_cli.spec.nodes import Path
from influence_cli.spec.text import printable


def fault(code: str, place: Place, path: Path, what: str, expected: str = "", suggestion: str = "") -> Problem:
    """An error about a key path; whatever it repeats of the user's text must already be printable."""
    return Problem(code, Severity.ERROR, place, dotted(path), what, expected, suggestion)


def dotted(path: Path) -> str:
    r"""A key path as text, safe to show.

    >>> dotted(("phases", 0, "weeks"))
    'phases.0.weeks'
    """
    return printable(".".join(str(key)[:80] for key in path))
