"""``influence allocate``: from response curves to the best allocation, with its proof."""

from enum import StrEnum
from typing import Annotated

import typer

from influence_cli.cli.options import Debug, Format, NoColor, Outputs, PlanFormat, Wide, Width, examples

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
    format_: Format = PlanFormat.TABLE,
    output: Outputs = None,
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
    from influence_cli import __version__, report
    from influence_cli.cli import files, outputs
    from influence_cli.cli.sources import read_source
    from influence_cli.spec import Override
    from influence_cli.spec.curves import CurveFormat, load_curves
    from influence_cli.workflow import curves as workflow

    writes = outputs.parse(output or [])
    given = [Override(text, f"--set {text}") for text in overrides or []]
    given += outputs.shortcuts(budget=budget)
    parsed = load_curves(read_source(curves), tuple(given), CurveFormat(from_) if from_ else None)
    files.refuse_inputs(writes, [curves])
    allocation = workflow.allocate(parsed.problem)

    version, asked = __version__, parsed.input_sha256
    renderers = outputs.Renderers(
        table=lambda screen: report.curves_table(
            allocation, version=version, input_sha256=asked, width=screen.width, color=screen.color
        ),
        json=lambda: report.curves_json(allocation, version=version, input_sha256=asked),
        csv=lambda: report.curves_csv(allocation),
        markdown=lambda: report.curves_markdown(allocation, version=version, input_sha256=asked),
    )
    outputs.deliver(renderers, format_, writes, wide=wide, width=width, no_color=no_color)
