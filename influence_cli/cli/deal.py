"""``influence deal``: which base fee and commission are best for both sides."""

from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from influence_cli.cli.options import (
    BenchmarkSet,
    Debug,
    Format,
    NoColor,
    Outputs,
    Overrides,
    PlanFormat,
    Seed,
    Spec,
    Wide,
    Width,
    examples,
    nearest,
    worded,
)

if TYPE_CHECKING:
    from influence_cli.model.deal import BaseRange
    from influence_cli.model.money import Currency

Word = TypeVar("Word", bound=StrEnum)

EXAMPLES = examples(
    "influence deal campaign.yaml",
    "influence deal campaign.yaml --tier micro --platform instagram",
    "influence deal campaign.yaml --tier micro --commissions 0..20% --at-least 80%",
    "influence deal campaign.yaml --tier nano --bases 0..400 --effort 5% --format csv",
)

_MOST_BASE_SHARE = 10
_MOST_EFFORT = 5


def deal(
    spec: Spec,
    tier: Annotated[
        str | None, typer.Option("--tier", metavar="NAME", help="One tier.", show_default="every tier booked")
    ] = None,
    platform: Annotated[
        str | None, typer.Option("--platform", metavar="NAME", help="One platform.", show_default="all of the tier's")
    ] = None,
    contract: Annotated[
        str | None,
        typer.Option("--contract", metavar="NAME", help="One of the contracts the spec offers the tier."),
    ] = None,
    bases: Annotated[
        str,
        typer.Option(
            "--bases", metavar="LOW..HIGH", help="Base fees: shares of the market fee, or amounts per creator."
        ),
    ] = "0..120%",
    commissions: Annotated[
        str, typer.Option("--commissions", metavar="LOW..HIGH", help="Commissions to try.")
    ] = "0..30%",
    steps: Annotated[
        int, typer.Option("--steps", min=2, max=61, metavar="N", help="Base fees, and commissions, to try.")
    ] = 13,
    at_least: Annotated[
        str,
        typer.Option(
            "--at-least",
            metavar="fee|P",
            help="fee: creators earn the market fee on average; 80%: with that chance.",
        ),
    ] = "fee",
    effort: Annotated[
        str,
        typer.Option(
            "--effort", metavar="SHARE", help="Your assumption: orders rise by this for 10 points of commission."
        ),
    ] = "0%",
    brand_aversion: Annotated[
        str,
        typer.Option("--brand-aversion", metavar="SHARE", help="Weight of the brand's worst tenth of runs."),
    ] = "50%",
    creator_aversion: Annotated[
        str,
        typer.Option("--creator-aversion", metavar="SHARE", help="Weight of a creator's worst tenth of runs."),
    ] = "50%",
    creators: Annotated[
        int,
        typer.Option("--creators", min=1, max=500, metavar="N", help="Creators whose results the brand pools."),
    ] = 20,
    overrides: Overrides = None,
    format_: Format = PlanFormat.TABLE,
    output: Outputs = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only the recommendation; no progress bar.")] = False,
    wide: Wide = False,
    width: Width = None,
    no_color: NoColor = False,
    draws: Annotated[
        int | None,
        typer.Option("--draws", metavar="N", help="Simulated runs.", show_default="the spec's, at most 2,000"),
    ] = None,
    seed: Seed = None,
    benchmarks: BenchmarkSet = None,
    debug: Debug = False,
) -> None:
    """Find the base fee and commission that are best for brand and creator.

    Exit 2 if the spec is wrong, 3 if no deal lets a creator earn the market fee as asked.
    """
    from influence_cli import __version__, report, workflow
    from influence_cli import spec as specs
    from influence_cli.cli import files, outputs
    from influence_cli.cli.progress import ProgressBar
    from influence_cli.cli.sources import read_source
    from influence_cli.model.campaign import Platform, Tier
    from influence_cli.model.deal import DealQuestion

    writes = outputs.parse(output or [])
    given = outputs.shortcuts(draws=draws, seed=seed, benchmarks=benchmarks)
    read = outputs.Reads()
    shown = f"--commissions {commissions}"
    low, high = (_share(shown, end) for end in _ends(shown, commissions, "0..30%"))
    _rising(shown, low, high)
    asked = DealQuestion(
        tier=None if tier is None else _word("--tier", tier, Tier),
        platform=None if platform is None else _word("--platform", platform, Platform),
        contract=contract,
        commissions=(float(low), float(high)),
        steps=steps,
        chance=None if at_least == "fee" else _chance(at_least),
        brand_aversion=float(_share(f"--brand-aversion {brand_aversion}", brand_aversion)),
        creator_aversion=float(_share(f"--creator-aversion {creator_aversion}", creator_aversion)),
        effort=float(_share(f"--effort {effort}", effort, _MOST_EFFORT)),
        creators=creators,
    )
    parsed = specs.load(read_source(spec), read, [*(overrides or []), *given])
    files.refuse_inputs(writes, (spec, *read.paths))
    question = replace(asked, bases=_bases(bases, parsed.campaign.currency))
    with ProgressBar("Trying deals", silent=quiet) as progress:
        result = workflow.deals(
            parsed.campaign, question, version=__version__, warnings=parsed.warnings, progress=progress
        )
    renderers = outputs.Renderers(
        table=lambda screen: report.deal_table(result, width=screen.width, color=screen.color, quiet=screen.quiet),
        json=lambda: report.deal_json(result),
        csv=lambda: report.deal_csv(result),
        markdown=lambda: report.deal_markdown(result),
    )
    outputs.deliver(renderers, format_, writes, wide=wide, width=width, no_color=no_color, quiet=quiet)


def _word(option: str, text: str, words: "type[Word]") -> "Word":
    """One of a closed set of words, in any case."""
    from influence_cli.model.errors import UsageError

    known = [word.value for word in words]
    if text.lower() not in known:
        raise UsageError(f"{option} {text}: no such word{nearest(text, known)}")
    return words(text.lower())


def _bases(text: str, currency: "Currency") -> "BaseRange":
    """Read base fees: shares of the market fee, or amounts in the campaign's currency."""
    from influence_cli.model.deal import BaseRange
    from influence_cli.model.errors import UsageError
    from influence_cli.model.money import to_minor
    from influence_cli.spec.scalars import ScalarError, parse_money

    shown = f"--bases {text}"
    expected = "0..120% or 200..1_500"
    ends = _ends(shown, text, expected)
    if ends[1].endswith("%"):
        low, high = (_share(shown, end, _MOST_BASE_SHARE) for end in ends)
        _rising(shown, low, high)
        return BaseRange(float(low), float(high))
    try:
        amounts = [parse_money(end, f"for example {expected}") for end in ends]
    except ScalarError as error:
        raise UsageError(worded(shown, error)) from None
    for money in amounts:
        if money.currency not in (None, currency.code):
            raise UsageError(f"{shown}: an amount is in {money.currency}, the budget in {currency.code}")
    _rising(shown, amounts[0].amount, amounts[1].amount)
    least, most = (to_minor(money.amount, currency) for money in amounts)
    return BaseRange(least, most, of_market=False)


def _chance(text: str) -> float:
    """Read how likely a creator must be to earn the market fee."""
    from influence_cli.model.errors import UsageError
    from influence_cli.spec.scalars import ScalarError, parse_share

    try:
        chance = parse_share(text, "fee, or a chance such as 80%")
    except ScalarError as error:
        raise UsageError(worded(f"--at-least {text}", error)) from None
    if chance == 0:
        raise UsageError(f"--at-least {text}: a chance of 0 asks for nothing; expected fee, or a chance such as 80%")
    return float(chance)


def _ends(shown: str, text: str, example: str) -> tuple[str, str]:
    from influence_cli.model.errors import UsageError
    from influence_cli.spec.scalars import ScalarError, split_range

    try:
        ends = split_range(text)
    except ScalarError as error:
        raise UsageError(worded(shown, error)) from None
    if ends is None:
        raise UsageError(f"{shown}: expected a range from a low end to a high one, for example {example}")
    return ends


def _rising(shown: str, low: Decimal, high: Decimal) -> None:
    from influence_cli.model.errors import UsageError

    if low >= high:
        raise UsageError(f"{shown}: expected a low end and a higher one")


def _share(shown: str, text: str, most: int = 1) -> Decimal:
    from influence_cli.model.errors import UsageError
    from influence_cli.spec.scalars import ScalarError, parse_share

    try:
        return parse_share(text, most=most)
    except ScalarError as error:
        raise UsageError(worded(shown, error)) from None
