"""Options that several commands share, and the closed sets of formats. Imported for every ``--help``."""

from enum import StrEnum
from typing import Annotated

import typer


class PlanFormat(StrEnum):
    """How a plan can be written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


class CheckFormat(StrEnum):
    """How problems can be written."""

    TABLE = "table"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"
    JUNIT = "junit"


class ListFormat(StrEnum):
    """How a list can be written."""

    TABLE = "table"
    JSON = "json"


class SchemaName(StrEnum):
    """Documents that have a JSON Schema."""

    SPEC = "spec"
    PLAN = "plan"
    CURVES = "curves"
    ALLOCATION = "allocation"
    DEALS = "deals"
    FRONTIER = "frontier"
    TARGET = "target"
    COMPARISON = "comparison"


Overrides = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Override a key of the spec, for example budget.total=80k. Repeatable.",
    ),
]
ListFormatOption = Annotated[ListFormat, typer.Option("--format", help="How to print it.")]
Wide = Annotated[bool, typer.Option("--wide", help="Use 120 columns.")]
Width = Annotated[
    int | None,
    typer.Option(
        "--width",
        min=80,
        max=400,
        metavar="N",
        help="Columns to use.",
        show_default="the terminal's, else 80",
    ),
]
NoColor = Annotated[bool, typer.Option("--no-color", help="No color (also: NO_COLOR=1).")]
Debug = Annotated[bool, typer.Option("--debug", help="Show a traceback if influence itself breaks.")]


def examples(*lines: str) -> str:
    """An epilog with one example per line, kept as written (a leading control sign stops the filling)."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def nearest(word: str, valid: list[str]) -> str:
    """``; did you mean 'x'?`` for the nearest valid word, or all valid words where none is near."""
    from difflib import get_close_matches

    found = get_close_matches(word.lower(), valid, n=1)
    return f"; did you mean {found[0]!r}?" if found else f"; expected one of {', '.join(valid)}"
