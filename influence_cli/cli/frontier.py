"""``influence frontier``: what each of several budgets buys at best."""

from enum import StrEnum
from typing import Annotated

import typer

from influence_cli.cli.options import (
    BenchmarkSet,
    Debug,
    Format,
    NoColor,
    NoProgress,
    Outputs,
    Overrides,
    PlanFormat,
    Seed,
    Spec,
    StrategyOrOptimal,
    Wide,
    Width,
    examples,
)

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
    spec: Spec,
    budget: Annotated[
        str, typer.Option("--budget", metavar="LOW..HIGH", help="Smallest and largest budget, such as 10k..500k.")
    ],
    points: Annotated[int, typer.Option("--points", min=2, max=200, metavar="N", help="How many budgets.")] = 20,
    spacing: Annotated[
        Spacing,
        typer.Option("--spacing", help="log: each budget a fixed factor above the last; even: a fixed amount."),
    ] = Spacing.LOG,
    strategy: StrategyOrOptimal = "optimal",
    overrides: Overrides = None,
    format_: Format = PlanFormat.TABLE,
    output: Outputs = None,
    quiet: NoProgress = False,
    wide: Wide = False,
    width: Width = None,
    no_color: NoColor = False,
    draws: Annotated[
        int | None,
        typer.Option("--draws", metavar="N", help="Simulated campaigns per budget.", show_default="4,000"),
    ] = None,
    seed: Seed = None,
    jobs: Annotated[
        int,
        typer.Option("--jobs", "--threads", min=1, max=64, metavar="N", help="Processes; they never change a number."),
    ] = 2,
    benchmarks: BenchmarkSet = None,
    debug: Debug = False,
) -> None:
    """Show what each of several budgets buys.

    A budget without a plan is shown with the reason. Exit 2 if the spec is wrong, 3 if no budget has a plan.
    """
    from influence_cli import __version__, report, workflow
    from influence_cli.cli import budgets, files, outputs
    from influence_cli.cli.progress import ProgressBar
    from influence_cli.cli.sources import read_source

    writes = outputs.parse(output or [])
    low, high = budgets.parse_range(budget, "--budget")
    given = outputs.shortcuts(strategy=strategy, draws=draws, seed=seed, benchmarks=benchmarks)
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
    renderers = outputs.Renderers(
        table=lambda screen: report.frontier_table(result, width=screen.width, color=screen.color),
        json=lambda: report.frontier_json(result),
        csv=lambda: report.frontier_csv(result),
        markdown=lambda: report.frontier_markdown(result),
    )
    outputs.deliver(renderers, format_, writes, wide=wide, width=width, no_color=no_color)
