"""``influence compare``: plans side by side, in the same simulated runs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from influence_cli.cli.options import (
    BenchmarkSet,
    Debug,
    Format,
    NoColor,
    Outputs,
    Overrides,
    PlanFormat,
    Threads,
    Wide,
    Width,
    examples,
    nearest,
)

if TYPE_CHECKING:
    from influence_cli.cli.outputs import Reads
    from influence_cli.model.comparison import Candidate, SavedPlan
    from influence_cli.model.errors import Problem
    from influence_cli.spec import Override, Source

EXAMPLES = examples(
    "influence compare campaign.yaml --strategy hybrid,by-budget,equal",
    "influence compare many-micro.yaml one-mega.yaml --metric orders --metric cpa",
    "influence compare campaign.yaml --baseline plan.json --gate 'delta.roi.p50 >= -0.02'",
    "influence compare plan.json campaign.yaml --format markdown",
)


def compare(
    specs: Annotated[
        list[str],
        typer.Argument(
            metavar="SPEC...", help="Specs, or plans saved with --format json; - reads a spec from standard input."
        ),
    ],
    strategy: Annotated[
        str | None,
        typer.Option("--strategy", metavar="A,B,C", help="Strategies to plan each spec with, instead of its own."),
    ] = None,
    baseline: Annotated[
        str | None,
        typer.Option("--baseline", metavar="PLAN.JSON", help="A saved plan: show what changed, and gate on it."),
    ] = None,
    gate: Annotated[
        list[str] | None,
        typer.Option(
            "--gate",
            metavar="EXPR",
            help="A demand on the last plan, such as 'roi.p10 >= 0', 'delta.roi.p50 >= -0.02' or "
            "'p(delta.profit > 0) >= 0.6'; exit 1 if it fails. Repeatable.",
        ),
    ] = None,
    metric: Annotated[
        list[str] | None,
        typer.Option(
            "--metric",
            metavar="NAME",
            help="Compare this instead of the usual metrics, the main one first. Repeatable.",
        ),
    ] = None,
    overrides: Overrides = None,
    format_: Format = PlanFormat.TABLE,
    output: Outputs = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only the verdict and gates; no progress bar.")] = False,
    wide: Wide = False,
    width: Width = None,
    no_color: NoColor = False,
    draws: Annotated[int | None, typer.Option("--draws", metavar="N", help="Simulated runs.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", metavar="N", help="Seed of all simulations.")] = None,
    threads: Threads = 2,
    benchmarks: BenchmarkSet = None,
    debug: Debug = False,
) -> None:
    """Set strategies, specs and saved plans side by side.

    All are simulated on the same random numbers. The first plan (or the baseline) is what the others are held
    against. Exit 1 if a gate fails, 2 if something is wrong, 3 if no plan fits.
    """
    from influence_cli import __version__, report, workflow
    from influence_cli import spec as border
    from influence_cli.cli import files, outputs
    from influence_cli.cli.progress import ProgressBar
    from influence_cli.model.errors import Place

    writes = outputs.parse(output or [])
    metrics = [_metric(name) for name in metric or []]
    named = [*specs, *([baseline] if baseline is not None else [])]
    sources = _read_all(named)
    held_against = border.parse_saved_plan(sources.pop()) if baseline is not None else None
    reads = outputs.Reads()
    given = outputs.shortcuts(draws=draws, seed=seed, benchmarks=benchmarks)
    entries = _entries(sources, reads, [*(overrides or []), *given], _strategies(strategy))
    gates = border.parse_comparison_gates(gate or [], Place("--gate"), entries[-1].currency.code)
    files.refuse_inputs(writes, [*named, *reads.paths])
    with ProgressBar("Comparing plans", silent=quiet) as progress:
        result = workflow.compare(
            entries,
            version=__version__,
            baseline=held_against,
            metrics=metrics,
            gates=gates,
            threads=threads,
            progress=progress,
        )
    renderers = outputs.Renderers(
        table=lambda screen: report.comparison_table(
            result, width=screen.width, color=screen.color, quiet=screen.quiet
        ),
        json=lambda: report.comparison_json(result),
        csv=lambda: report.comparison_csv(result),
        markdown=lambda: report.comparison_markdown(result),
    )
    outputs.deliver(renderers, format_, writes, wide=wide, width=width, no_color=no_color, quiet=quiet)
    outputs.answer_gates(result.gates)


def _metric(name: str) -> str:
    """The name of a metric that plans hold.

    Raises:
        UsageError: There is none of that name.
    """
    from influence_cli.metrics.catalogue import METRICS
    from influence_cli.model.errors import UsageError

    known = [metric.name for metric in METRICS if metric.simulated]
    if name.lower() not in known:
        raise UsageError(f"--metric {name}: no metric {name!r}{nearest(name, known)}")
    return name.lower()


def _strategies(text: str | None) -> list[str]:
    """Strategies of a list with commas, each once; what they are called is for the spec to judge."""
    from influence_cli.model.errors import UsageError

    found = [] if text is None else list(dict.fromkeys(name.strip() for name in text.split(",")))
    if "" in found:
        raise UsageError(f"--strategy {text}: expected strategies with commas between them, such as hybrid,equal")
    return found


def _read_all(paths: list[str]) -> "list[Source]":
    """Every file, read once; standard input can only stand for one of them."""
    from influence_cli.cli.sources import STANDARD_INPUT, read_source
    from influence_cli.model.errors import UsageError

    if paths.count(STANDARD_INPUT) > 1:
        raise UsageError("-: standard input can only be read once")
    found = {path: read_source(path) for path in dict.fromkeys(paths)}
    return [found[path] for path in paths]


def _entries(
    sources: "Sequence[Source]", reads: "Reads", overrides: "list[str | Override]", strategies: list[str]
) -> "list[Candidate | SavedPlan]":
    """Every spec with every strategy, and the saved plans as they are.

    Raises:
        SpecError: With what is wrong with any of them.
    """
    from influence_cli import spec as border
    from influence_cli.model.errors import SpecError

    found: list[Candidate | SavedPlan] = []
    problems: dict[Problem, None] = {}
    for source in sources:
        try:
            if border.is_saved_plan(source.content):
                found.append(border.parse_saved_plan(source))
            else:
                found += _candidates(source, reads, overrides, strategies)
        except SpecError as error:
            problems |= dict.fromkeys(error.problems)
    if problems:
        raise SpecError(tuple(problems))
    return found


def _candidates(
    source: "Source", reads: "Reads", overrides: "list[str | Override]", strategies: list[str]
) -> "list[Candidate]":
    """One spec with every strategy, or with its own where none is named.

    Raises:
        SpecError: With every problem once, and the strategies it comes with where it does not come with all.
    """
    from influence_cli import spec as border
    from influence_cli.model.comparison import Candidate
    from influence_cli.model.errors import SpecError

    if not strategies:
        return [Candidate(source.name, border.load(source, reads, overrides).campaign)]
    found: list[Candidate] = []
    problems: dict[Problem, list[str]] = {}
    for name in strategies:
        choice = border.Override(f"allocation.strategy={name}", f"--strategy {name}")
        try:
            found.append(Candidate(source.name, border.load(source, reads, [*overrides, choice]).campaign))
        except SpecError as error:
            for problem in error.problems:
                problems.setdefault(problem, []).append(name)
    if problems:
        raise SpecError(tuple(_of_strategies(problem, names, strategies) for problem, names in problems.items()))
    return found


def _of_strategies(problem: "Problem", names: list[str], strategies: list[str]) -> "Problem":
    """A problem that not every strategy has says which of them do."""
    from dataclasses import replace

    if len(names) == len(strategies) or problem.place.file.startswith("--strategy"):
        return problem
    return replace(problem, what=f"{problem.what} (with {', '.join(names)})")
