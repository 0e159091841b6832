"""``influence frontier``: what each of several budgets buys at best."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from influence_cli.cli.options import Debug, NoColor, Overrides, PlanFormat, Wide, Width, examples

if TYPE_CHECKING:
    from influence_cli.cli.console import Screen
    from influence_cli.model.frontier import Frontier

EXAMPLES = examples(
    "influence frontier campaign.yaml --budget 10k..500k",
    "influence frontier campaign.yaml --budget 10k..100k --points 10 --spacing even",
    "influence frontier campaign.yaml --budget 5k..50k --strategy hybrid --format csv",
    "cat campaign.yaml | influence frontier - --budget 10k..500k --output json=frontier.json",
)


class Spacing(StrEnum):
    """How budgets are spread over a range."""

    LOG = "log"
    EVEN = "even"


def frontier(
    spec: Annotated[str, typer.Argument(metavar="SPEC", help="The spec, a YAML file; - reads standard input.")],
    budget: Annotated[
        str, typer.Option("--budget", metavar="LOW..HIGH", help="Smallest and largest budget, such as 10k..500k.")
    ],
    points: Annotated[int, typer.Option("--points", min=2, max=200, metavar="N", help="How many budgets.")] = 20,
    spacing: Annotated[
        Spacing,
        typer.Option("--spacing", help="log: each budget a fixed factor above the last; even: a fixed amount."),
    ] = Spacing.LOG,
    strategy: Annotated[
        str,
        typer.Option("--strategy", metavar="NAME", help="How money is split: optimal, or as for plan."),
    ] = "optimal",
    overrides: Overrides = None,
    format_: Annotated[PlanFormat, typer.Option("--format", help="What to print.")] = PlanFormat.TABLE,
    output: Annotated[
        list[str] | None,
        typer.Option("--output", metavar="FORMAT=FILE", help="Also write a file, whole or not at all. Repeatable."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")] = False,
    wide: Wide = False,
    width: Width = None,
    no_color: NoColor = False,
    draws: Annotated[
        int | None,
        typer.Option("--draws", metavar="N", help="Simulated campaigns per budget.", show_default="4,000"),
    ] = None,
    seed: Annotated[int | None, typer.Option("--seed", metavar="N", help="Seed of the simulation.")] = None,
    jobs: Annotated[
        int,
        typer.Option("--jobs", "--threads", min=1, max=64, metavar="N", help="Processes; they never change a number."),
    ] = 2,
    benchmarks: Annotated[
        str | None, typer.Option("--benchmarks", metavar="NAME", help="Benchmark set that fills the gaps.")
    ] = None,
    debug: Debug = False,
) -> None:
    """Show what each of several budgets buys.

    A budget without a plan is shown with the reason. Exit 2 if the spec is wrong, 3 if no budget has a plan.
    """
    from influence_cli import __version__, workflow
    from influence_cli.cli import budgets, console, files, outputs
    from influence_cli.cli.progress import ProgressBar
    from influence_cli.cli.sources import read_source

    writes = outputs.parse(output or [])
    low, high = budgets.parse_range(budget, "--budget")
    given = outputs.shortcuts(
        ("--strategy", "allocation.strategy", strategy),
        ("--draws", "simulation.draws", draws),
        ("--seed", "simulation.seed", seed),
        ("--benchmarks", "benchmarks", benchmarks),
    )
    reads = outputs.Reads()
    rescaled = budgets.Rescaled(
        read_source(spec), reads, [*(overrides or []), *given], f"--budget {budget}", low.currency
    )
    currency = rescaled.first(high.amount, low.amount).campaign.currency
    files.refuse_inputs(writes, [spec, *reads.paths])
    steps = workflow.budget_steps(
        budgets.in_minor(low, currency), budgets.in_minor(high, currency), points, even=spacing is Spacing.EVEN
    )
    with ProgressBar("Planning budgets", silent=quiet) as progress:
        result = workflow.frontier(rescaled.at(currency), steps, version=__version__, jobs=jobs, progress=progress)
    screen = console.screen(wide=wide, width=width, no_color=no_color)
    paper = console.Screen(console.columns(wide, width, console.USUAL_WIDTH), color=False)
    text = _render(result, format_, screen)
    files.write_all({target: _render(result, kind, paper) for target, kind in writes.items()})
    outputs.show(text, format_)


def _render(result: "Frontier", kind: PlanFormat, screen: "Screen") -> str:
    from influence_cli import report

    match kind:
        case PlanFormat.TABLE:
            return report.frontier_table(result, width=screen.width, color=screen.color)
        case PlanFormat.JSON:
            return report.frontier_json(result)
        case PlanFormat.CSV:
            return report.frontier_csv(result)
        case PlanFormat.MARKDOWN:
            return report.frontier_markdown(result)
        case _:
            assert_never(kind)
