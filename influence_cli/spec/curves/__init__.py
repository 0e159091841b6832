"""Response curves as people bring them (YAML, JSON or CSV) to a problem, every fault at once with its place.

`curves.md` beside this file describes the format and how to bring curves from other tools.
"""

from dataclasses import dataclass
from enum import StrEnum

from influence_cli.model.curves import CurveProblem
from influence_cli.spec.source import Override, Source

__all__ = ["CurveFormat", "ParsedCurves", "json_schema", "load_curves"]


class CurveFormat(StrEnum):
    """How curves can be written."""

    YAML = "yaml"
    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class ParsedCurves:
    """A problem ready to solve, and a hash of what was written: order of keys and comments make no difference."""

    problem: CurveProblem
    input_sha256: str


def load_curves(source: Source, overrides: tuple[Override, ...] = (), kind: CurveFormat | None = None) -> ParsedCurves:
    """Read curves.

    Args:
        source: The file.
        overrides: ``key.path=value`` each, later ones win; a channel or a group stands in a path by its name.
        kind: How it is written; None to tell from the name's ending, else from the content.

    Raises:
        SpecError: The curves are wrong; carries every error found.
    """
    from influence_cli.spec.curves.reading import read_curves

    return read_curves(source, overrides, kind)


def json_schema() -> dict[str, object]:
    """JSON Schema (draft 2020-12) of curves in YAML or JSON, for editors and validators."""
    from influence_cli.spec.curves.published import json_schema as describe

    return describe()
