"""``influence plan``: from a spec to a plan."""

from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from influence_cli.cli.options import Debug, NoColor, Overrides, PlanFormat, Wide, Width, examples, nearest

if TYPE_CHECKING:
    from influence_cli.cli.console import Screen
    from influence_cli.cli.files import Target
    from influence_cli.model.plan import PlanResult

EXAMPLES = examples(
    "influence plan campaign.yaml",
    "influence plan campaign.yaml --set budget.total=80k --strategy hybrid",
    "influence plan campaign.yaml --format json --gate 'p(roi > 0) >= 0.8'",
    "influence plan campaign.yaml --output json=plan.json --output markdown=plan.md",
    "cat campaign.yaml | influence plan - --explain",
)


def plan(
    spec: Annotated[str, typer.Argument(metavar="SPEC", help="The spec, a YAML file; - reads standard input.")],
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
    format_: Annotated[PlanFormat, typer.Option("--format", help="What to print.")] = PlanFormat.TABLE,
    output: Annotated[
        list[str] | None,
        typer.Option("--output", metavar="FORMAT=FILE", help="Also write a file, whole or not at all. Repeatable."),
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show where each number came from.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only the headline; no progress bar.")] = False,
    wide: Wide = False,
    width: Width = None,
    no_color: NoColor = False,
    draws: Annotated[int | None, typer.Option("--draws", metavar="N", help="Simulated campaigns.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", metavar="N", help="Seed of the simulation.")] = None,
    threads: Annotated[
        int,
        typer.Option("--threads", min=1, max=64, metavar="N", help="Threads; they never change a number."),
    ] = 2,
    benchmarks: Annotated[
        str | None, typer.Option("--benchmarks", metavar="NAME", help="Benchmark set that fills the gaps.")
    ] = None,
    debug: Debug = False,
) -> None:
    """Plan a campaign: allocation, payouts, projected ROI.

    Exit 1 if a gate fails (the plan is printed all the same), 2 if the spec is wrong, 3 if no plan fits.
    """
    from influence_cli import __version__, workflow
    from influence_cli import spec as specs
    from influence_cli.cli import console, files
    from influence_cli.cli.progress import ProgressBar
    from influence_cli.cli.sources import read_source

    writes = _parse_outputs(output or [])
    shortcuts = (
        ("--strategy", "allocation.strategy", strategy),
        ("--draws", "simulation.draws", draws),
        ("--seed", "simulation.seed", seed),
        ("--benchmarks", "benchmarks", benchmarks),
    )
    given = [
        specs.Override(f"{key}={value}", f"{option} {value}") for option, key, value in shortcuts if value is not None
    ]
    inputs = [spec]

    def read(path: str) -> bytes:
        inputs.append(path)
        return files.read_file(path)

    parsed = specs.load(read_source(spec), read, [*(overrides or []), *given], gate or [])
    files.refuse_inputs(writes, inputs)
    with ProgressBar("Simulating", silent=quiet) as progress:
        result = workflow.plan(
            parsed.campaign, version=__version__, warnings=parsed.warnings, threads=threads, progress=progress
        )
    screen = console.screen(wide=wide, width=width, no_color=no_color)
    paper = console.Screen(console.columns(wide, width, console.USUAL_WIDTH), color=False)
    text = _render(result, format_, screen, explain=explain, quiet=quiet)
    files.write_all({target: _render(result, kind, paper, explain=explain) for target, kind in writes.items()})
    if format_ is PlanFormat.TABLE:
        console.result(text)
    else:
        console.document(text)
    _answer_gates(result)


def _parse_outputs(outputs: list[str]) -> "dict[Target, PlanFormat]":
    """Read every FORMAT=FILE and check that the file can be written, before anything is computed."""
    from influence_cli.cli import files
    from influence_cli.model.errors import UsageError

    formats = [kind.value for kind in PlanFormat]
    pairs: list[tuple[str, str]] = []
    for text in outputs:
        kind, separator, path = text.partition("=")
        if not separator:
            raise UsageError(f"--output {text}: expected FORMAT=FILE, for example json={text}")
        if kind not in formats:
            raise UsageError(f"--output {text}: no format {kind!r}{nearest(kind, formats)}")
        pairs.append((kind, path))
    return {
        target: PlanFormat(kind)
        for target, (kind, _) in zip(files.targets([path for _, path in pairs]), pairs, strict=True)
    }


def _render(
    result: "PlanResult", kind: PlanFormat, screen: "Screen", *, explain: bool = False, quiet: bool = False
) -> str:
    from influence_cli import report

    match kind:
        case PlanFormat.TABLE:
            return report.plan_table(result, width=screen.width, color=screen.color, explain=explain, quiet=quiet)
        case PlanFormat.JSON:
            return report.plan_json(result)
        case PlanFormat.CSV:
            return report.plan_csv(result)
        case PlanFormat.MARKDOWN:
            return report.plan_markdown(result)
        case _:
            assert_never(kind)


def _answer_gates(result: "PlanResult") -> None:
    """Exit 1 and name the gates that failed; the result has been printed by then."""
    from influence_cli.cli import console

    failed = [outcome.gate.text for outcome in result.gates if not outcome.passed]
    if failed:
        console.say(f"influence: {len(failed)} of {len(result.gates)} gates failed: {'; '.join(failed)}")
        raise typer.Exit(1)
