"""``influence target``: the smallest budget that reaches a target."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from influence_cli.cli.options import (
    BenchmarkSet,
    Debug,
    Draws,
    Format,
    NoColor,
    NoProgress,
    Outputs,
    Overrides,
    PlanFormat,
    Seed,
    Spec,
    StrategyOrOptimal,
    Threads,
    Wide,
    Width,
    examples,
    worded,
)

if TYPE_CHECKING:
    from influence_cli.model.money import Currency

EXAMPLES = examples(
    "influence target campaign.yaml --metric orders --value 2000",
    "influence target campaign.yaml --metric revenue --value 250k --confidence 80%",
    "influence target campaign.yaml --metric profit --value 0 --max-budget 500k",
    "influence target campaign.yaml --metric reach --value 1.5m --format json --output markdown=target.md",
)


class TargetMetric(StrEnum):
    """What can be a target."""

    ORDERS = "orders"
    REVENUE = "revenue"
    REACH = "reach"
    PROFIT = "profit"
    VIEWS = "views"
    ENGAGEMENTS = "engagements"
    CLICKS = "clicks"
    LEADS = "leads"


def target(
    spec: Spec,
    metric: Annotated[TargetMetric, typer.Option("--metric", help="What is to be reached.")],
    value: Annotated[str, typer.Option("--value", metavar="AMOUNT", help="How much of it, such as 2000 or 250k.")],
    confidence: Annotated[
        str | None,
        typer.Option(
            "--confidence",
            metavar="SHARE",
            help="In at least this share of the runs, such as 80%.",
            show_default="on average",
        ),
    ] = None,
    max_budget: Annotated[
        str, typer.Option("--max-budget", metavar="MONEY", help="The largest budget to consider.")
    ] = "10m",
    strategy: StrategyOrOptimal = "optimal",
    overrides: Overrides = None,
    format_: Format = PlanFormat.TABLE,
    output: Outputs = None,
    quiet: NoProgress = False,
    wide: Wide = False,
    width: Width = None,
    no_color: NoColor = False,
    draws: Draws = None,
    seed: Seed = None,
    threads: Threads = 2,
    benchmarks: BenchmarkSet = None,
    debug: Debug = False,
) -> None:
    """Find the smallest budget that reaches a target.

    Exit 2 if the spec is wrong, 3 if no budget does; what is reached at best is said then.
    """
    from influence_cli import __version__, report, workflow
    from influence_cli.cli import budgets, files, outputs
    from influence_cli.cli.progress import ProgressBar
    from influence_cli.cli.sources import read_source
    from influence_cli.model.target import Target

    writes = outputs.parse(output or [])
    most = budgets.parse_amount(max_budget, f"--max-budget {max_budget}", "an amount of money, for example 500k")
    amount, code = _amount(metric, value)
    share = _share(confidence)
    given = outputs.shortcuts(strategy=strategy, draws=draws, seed=seed, benchmarks=benchmarks)
    reads = outputs.Reads()
    rescaled = budgets.Rescaled(
        read_source(spec), reads, [*(overrides or []), *given], f"--max-budget {max_budget}", most.currency
    )
    parsed = rescaled.first(None, most.amount)
    currency = parsed.campaign.currency
    files.refuse_inputs(writes, [spec, *reads.paths])
    wanted = Target(
        metric.value, _in_unit(metric, amount, code, currency), share, budgets.in_minor(most, currency), currency
    )
    with ProgressBar("Searching", silent=quiet) as progress:
        result = workflow.target(
            rescaled.at(currency),
            wanted,
            version=__version__,
            warnings=parsed.warnings,
            threads=threads,
            progress=progress,
        )
    renderers = outputs.Renderers(
        table=lambda screen: report.target_table(result, width=screen.width, color=screen.color),
        json=lambda: report.target_json(result),
        csv=lambda: report.target_csv(result),
        markdown=lambda: report.target_markdown(result),
    )
    outputs.deliver(renderers, format_, writes, wide=wide, width=width, no_color=no_color)


def _is_money(metric: TargetMetric) -> bool:
    return metric in (TargetMetric.REVENUE, TargetMetric.PROFIT)


def _amount(metric: TargetMetric, text: str) -> tuple[float, str | None]:
    """The target as typed, money in major units, with the currency it names."""
    from influence_cli.model.errors import UsageError
    from influence_cli.spec.scalars import ScalarError, parse_money, parse_whole

    try:
        if _is_money(metric):
            money = parse_money(text, "an amount of money, for example 250k")
            amount, code = float(money.amount), money.currency
        else:
            amount, code = float(parse_whole(text, "a whole number, for example 2000 or 1.5m")), None
    except ScalarError as error:
        raise UsageError(worded(f"--value {text}".strip(), error)) from None
    if amount == 0 and metric is not TargetMetric.PROFIT:
        raise UsageError(f"--value {text}: 0 {metric} need no campaign; expected a number above 0, for example 2000")
    return amount, code


def _in_unit(metric: TargetMetric, amount: float, code: str | None, currency: "Currency") -> float:
    """The target in minor units of the campaign's currency, or as it is for a count."""
    from influence_cli.model.errors import UsageError

    if code not in (None, currency.code):
        raise UsageError(f"--value: the amount is in {code}, the spec in {currency.code}; expected {currency.code}")
    return float(round(amount * currency.minor)) if _is_money(metric) else amount


def _share(text: str | None) -> float | None:
    from influence_cli.model.errors import UsageError
    from influence_cli.spec.scalars import ScalarError, parse_share

    if text is None:
        return None
    expected = "a share between 0% and 100%, for example 80%"
    try:
        share = float(parse_share(text, expected))
    except ScalarError as error:
        raise UsageError(worded(f"--confidence {text}".strip(), error)) from None
    if not 0 < share < 1:
        raise UsageError(f"--confidence {text}: no simulation can promise that; expected {expected}")
    return share
