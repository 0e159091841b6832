"""``influence check``: every problem of every spec, for people and for machines."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from influence_cli.cli.options import CheckFormat, Debug, NoColor, Overrides, Wide, Width, examples

if TYPE_CHECKING:
    from influence_cli.cli.console import Screen
    from influence_cli.model.errors import Problem

EXAMPLES = examples(
    "influence check campaign.yaml",
    "influence check specs/*.yaml --strict --format github",
    "influence check campaign.yaml --format sarif > problems.sarif",
)


def check(
    specs: Annotated[list[str], typer.Argument(metavar="SPEC...", help="Specs, YAML files; - reads standard input.")],
    overrides: Overrides = None,
    format_: Annotated[CheckFormat, typer.Option("--format", help="How to print them.")] = CheckFormat.TABLE,
    contracts: Annotated[
        bool,
        typer.Option("--contracts", help="Also say what contracts leave open, in a spec that is still a plan."),
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Advice counts as an error.")] = False,
    wide: Wide = False,
    width: Width = None,
    no_color: NoColor = False,
    debug: Debug = False,
) -> None:
    """List what is wrong or doubtful in specs.

    Exit 2 if anything is wrong, or doubtful with --strict; else 0.
    """
    from influence_cli.cli import console
    from influence_cli.model.errors import Severity

    found = {spec: _problems(spec, overrides or [], contracts=contracts) for spec in dict.fromkeys(specs)}
    screen = console.screen(wide=wide, width=width, no_color=no_color)
    text = _render(found, format_, screen, strict=strict)
    if format_ is CheckFormat.TABLE:
        console.result(text)
    else:
        console.document(text)
    problems = [problem for group in found.values() for problem in group]
    if any(strict or problem.severity is Severity.ERROR for problem in problems):
        raise typer.Exit(2)


def _problems(spec: str, overrides: list[str], *, contracts: bool) -> "tuple[Problem, ...]":
    """Problems of one spec; one that cannot be read is a problem too, so that the rest is still checked."""
    from influence_cli import spec as specs
    from influence_cli.cli import files, sources
    from influence_cli.model.errors import Place, Problem, Severity

    try:
        source = sources.fetch(spec)
    except OSError as error:
        what = f"cannot be read: {sources.reason(spec, error)}"
        return (Problem("unreadable-file", Severity.ERROR, Place(spec), "", what),)
    return specs.check(source, files.read_file, overrides, contracts=contracts)


def _render(found: "Mapping[str, tuple[Problem, ...]]", kind: CheckFormat, screen: "Screen", *, strict: bool) -> str:
    match kind:
        case CheckFormat.TABLE:
            from influence_cli.report.problems.as_table import problems_table

            return problems_table(found, width=screen.width, color=screen.color)
        case CheckFormat.JSON:
            from influence_cli.report.problems.as_json import problems_json

            return problems_json(found)
        case CheckFormat.GITHUB:
            from influence_cli.report.problems.as_github import problems_github

            return problems_github(found)
        case CheckFormat.SARIF:
            from influence_cli.report.problems.as_sarif import problems_sarif

            return problems_sarif(found, version=_version())
        case CheckFormat.JUNIT:
            from influence_cli.report.problems.as_junit import problems_junit

            return problems_junit(found, strict=strict)
        case _:
            assert_never(kind)


def _version() -> str:
    from influence_cli import __version__

    return __version__
