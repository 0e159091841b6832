"""``influence plan``: from a spec to a plan."""

from typing import Annotated

import typer

from influence_cli.cli.options import (
    BenchmarkSet,
    Debug,
    Draws,
    Format,
    NoColor,
    Outputs,
    Overrides,
    PlanFormat,
    Seed,
    Spec,
    Threads,
    Wide,
    Width,
    examples,
)

EXAMPLES = examples(
    "influence plan campaign.yaml",
    "influence plan campaign.yaml --set budget.total=80k --strategy hybrid",
    "influence plan campaign.yaml --format json --gate 'p(roi > 0) >= 0.8'",
    "influence plan campaign.yaml --output json=plan.json --output markdown=plan.md",
    "cat campaign.yaml | influence plan - --explain",
)


def plan(
    spec: Spec,
    overrides: Overrides = None,
    gate: Annotated[
        list[str] | None,
        typer.Option("--gate", metavar="EXPR", help="A demand such as 'roi.p10 >= 0'; exit 1 if it fails. Repeatable."),
    ] = None,
    strategy: Annotated[
        str | None,
        typer.Option(
            "--strategy",
            metavar="NAME",
            help="How money is split: hybrid, by-budget, nano-network, equal, mega-only, manual or optimal.",
        ),
    ] = None,
    format_: Format = PlanFormat.TABLE,
    output: Outputs = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show where each number came from.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only the headline; no progress bar.")] = False,
    wide: Wide = False,
    width: Width = None,
    no_color: NoColor = False,
    draws: Draws = None,
    seed: Seed = None,
    threads: Threads = 2,
    benchmarks: BenchmarkSet = None,
    debug: Debug = False,
) -> None:
    """Plan a campaign: allocation, payouts, projected ROI.

    Exit 1 if a gate fails (the plan is printed all the same), 2 if the spec is wrong, 3 if no plan fits.
    """
    from influence_cli import __version__, report, workflow
    from influence_cli import spec as specs
    from influence_cli.cli import files, outputs
    from influence_cli.cli.progress import ProgressBar
    from influence_cli.cli.sources import read_source

    writes = outputs.parse(output or [])
    given = outputs.shortcuts(strategy=strategy, draws=draws, seed=seed, benchmarks=benchmarks)
    reads = outputs.Reads()
    parsed = specs.load(read_source(spec), reads, [*(overrides or []), *given], gate or [])
    files.refuse_inputs(writes, [spec, *reads.paths])
    with ProgressBar("Simulating", silent=quiet) as progress:
        result = workflow.plan(
            parsed.campaign, version=__version__, warnings=parsed.warnings, threads=threads, progress=progress
        )
    renderers = outputs.Renderers(
        table=lambda screen: report.plan_table(
            result, width=screen.width, color=screen.color, explain=explain, quiet=screen.quiet
        ),
        json=lambda: report.plan_json(result),
        csv=lambda: report.plan_csv(result),
        markdown=lambda: report.plan_markdown(result),
    )
    outputs.deliver(renderers, format_, writes, wide=wide, width=width, no_color=no_color, quiet=quiet)
    outputs.answer_gates(result.gates)
