"""Options that several commands share, and the closed sets of formats. Imported for every ``--help``."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from influence_cli.spec.scalars import ScalarError


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


class AgreementFormat(StrEnum):
    """How an agreement can be written."""

    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"


class PayoutFormat(StrEnum):
    """How a payout can be printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


class PayoutFile(StrEnum):
    """How a payout can be written to a file."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"
    XLSX = "xlsx"
    HTML = "html"


class DateOrderName(StrEnum):
    """How 03/04/2026 is meant."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class DecimalMarkName(StrEnum):
    """What decimals begin with."""

    POINT = "point"
    COMMA = "comma"


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
    PAYOUT = "payout"
    LEDGER = "ledger"
    LEDGER_VERIFICATION = "ledger-verification"
    LEDGER_PAYMENTS = "ledger-payments"
    JOURNAL = "journal"


Spec = Annotated[str, typer.Argument(metavar="SPEC", help="The spec, a YAML file; - reads standard input.")]
Overrides = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Override a key of the spec, for example budget.total=80k. Repeatable.",
    ),
]
Format = Annotated[PlanFormat, typer.Option("--format", help="What to print.")]
Outputs = Annotated[
    list[str] | None,
    typer.Option("--output", metavar="FORMAT=FILE", help="Also write a file, whole or not at all. Repeatable."),
]
StrategyOrOptimal = Annotated[
    str, typer.Option("--strategy", metavar="NAME", help="How money is split: optimal, or as for plan.")
]
NoProgress = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")]
Draws = Annotated[int | None, typer.Option("--draws", metavar="N", help="Simulated campaigns.")]
Seed = Annotated[int | None, typer.Option("--seed", metavar="N", help="Seed of the simulation.")]
Threads = Annotated[
    int, typer.Option("--threads", min=1, max=64, metavar="N", help="Threads; they never change a number.")
]
BenchmarkSet = Annotated[
    str | None, typer.Option("--benchmarks", metavar="NAME", help="Benchmark set that fills the gaps.")
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


def worded(shown: str, error: "ScalarError") -> str:
    """What is wrong with a text, behind the option as it was typed."""
    hint = f"; did you mean {error.suggestion!r}?" if error.suggestion else ""
    return f"{shown}: {error.what}; expected {error.expected}{hint}"
