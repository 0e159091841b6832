"""``influence allocate``: from response curves to the best allocation, with its proof."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from influence_cli.cli.options import Debug, NoColor, PlanFormat, Wide, Width, examples

if TYPE_CHECKING:
    from influence_cli.cli.console import Screen
    from influence_cli.model.curves import CurveAllocation

EXAMPLES = examples(
    "influence allocate curves.yaml",
    "influence allocate curves.csv --budget 200k --format json",
    "influence allocate curves.json --set channels.search.max_spend=40k",
    "influence allocate curves.yaml --output csv=allocation.csv",
    "cat curves.json | influence allocate -",
)


class CurvesFrom(StrEnum):
    """How curves can be written."""

    YAML = "yaml"
    JSON = "json"
    CSV = "csv"


def allocate(
    curves: Annotated[
        str, typer.Argument(metavar="CURVES", help="Response curves in YAML, JSON or CSV; - reads standard input.")
    ],
    budget: Annotated[
        str | None,
        typer.Option("--budget", metavar="AMOUNT", help="The budget, such as 200k; wins over the file's."),
    ] = None,
    overrides: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="Override a key, for example channels.search.max_spend=40k. Repeatable.",
        ),
    ] = None,
    format_: Annotated[PlanFormat, typer.Option("--format", help="What to print.")] = PlanFormat.TABLE,
    output: Annotated[
        list[str] | None,
        typer.Option("--output", metavar="FORMAT=FILE", help="Also write a file, whole or not at all. Repeatable."),
    ] = None,
    from_: Annotated[
        CurvesFrom | None,
        typer.Option("--from", help="How CURVES is written.", show_default="by its ending, else its content"),
    ] = None,
    wide: Wide = False,
    width: Width = None,
    no_color: NoColor = False,
    debug: Debug = False,
) -> None:
    """Allocate a budget to response curves, and prove it.

    Exit 2 if the curves are wrong, 3 if no allocation keeps every limit.
    """
    from influence_cli import __version__
    from influence_cli.cli import console, files, outputs
    from influence_cli.cli.sources import read_source
    from influence_cli.spec import Override
    from influence_cli.spec.curves import CurveFormat, load_curves
    from influence_cli.workflow import curves as workflow

    writes = outputs.parse(output or [])
    given = [Override(text, f"--set {text}") for text in overrides or []]
    given += outputs.shortcuts(("--budget", "budget", budget))
    parsed = load_curves(read_source(curves), tuple(given), CurveFormat(from_) if from_ else None)
    files.refuse_inputs(writes, [curves])
    allocation = workflow.allocate(parsed.problem)

    def render(kind: PlanFormat, screen: "Screen") -> str:
        return _render(allocation, kind, screen, version=__version__, input_sha256=parsed.input_sha256)

    text = render(format_, console.screen(wide=wide, width=width, no_color=no_color))
    paper = console.Screen(console.columns(wide, width, console.USUAL_WIDTH), color=False)
    files.write_all({target: render(kind, paper) for target, kind in writes.items()})
    outputs.show(text, format_)


def _render(
    allocation: "CurveAllocation", kind: PlanFormat, screen: "Screen", *, version: str, input_sha256: str
) -> str:
    from influence_cli import report

    match kind:
        case PlanFormat.TABLE:
            return report.curves_table(
                allocation, version=version, input_sha256=input_sha256, width=screen.width, color=screen.color
            )
        case PlanFormat.JSON:
            return report.curves_json(allocation, version=version, input_sha256=input_sha256)
        case PlanFormat.CSV:
            return report.curves_csv(allocation)
        case PlanFormat.MARKDOWN:
            return report.curves_markdown(allocation, version=version, input_sha256=input_sha256)
        case _:
            assert_never(kind)
