"""``influence init``: a commented spec to start from."""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from influence_cli.cli.options import Debug, examples

if TYPE_CHECKING:
    from influence_cli.cli.files import Target

EXAMPLES = examples(
    "influence init",
    "influence init serum.yaml --name 'Spring serum' --budget 40k --price 60 --margin 58%",
    "influence init - --goal leads | influence plan -",
)

_STANDARD_OUTPUT = "-"
_OPTIONS = {
    "campaign.name": "--name",
    "campaign.weeks": "--weeks",
    "campaign.platforms": "--platforms",
    "campaign.goal": "--goal",
    "budget.total": "--budget",
    "budget.currency": "--currency",
    "product.price": "--price",
    "product.margin": "--margin",
}
"""Which option stands behind a key of the template."""


def init(
    file: Annotated[
        str, typer.Argument(metavar="[FILE]", help="The file to write; - prints the spec instead.")
    ] = "campaign.yaml",
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help="Name of the campaign.")] = None,
    budget: Annotated[
        str | None, typer.Option("--budget", metavar="MONEY", help="All the money, for example 40k.")
    ] = None,
    currency: Annotated[str | None, typer.Option("--currency", metavar="CODE", help="Such as USD or EUR.")] = None,
    weeks: Annotated[int | None, typer.Option("--weeks", metavar="N", min=1, max=104, help="How long it runs.")] = None,
    platforms: Annotated[
        str | None, typer.Option("--platforms", metavar="NAMES", help="With commas: instagram,tiktok,youtube.")
    ] = None,
    goal: Annotated[
        str | None, typer.Option("--goal", metavar="NAME", help="sales, leads, awareness, engagement or followers.")
    ] = None,
    price: Annotated[
        str | None, typer.Option("--price", metavar="MONEY", help="Average order value, for example 60.")
    ] = None,
    margin: Annotated[
        str | None, typer.Option("--margin", metavar="SHARE", help="Gross margin, for example 58%.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file if it is there.")] = False,
    debug: Debug = False,
) -> None:
    """Write a commented spec to edit.

    Asks for what is not given when used by hand, on a terminal. Never overwrites a file without --force.
    """
    from influence_cli.cli import console, files
    from influence_cli.spec.blank import SCHEMA_COMMAND

    target = None if file == _STANDARD_OUTPUT else _new_file(file, force)
    given = {
        "name": name,
        "budget": budget,
        "currency": currency,
        "weeks": None if weeks is None else str(weeks),
        "platforms": platforms,
        "goal": goal,
        "price": price,
        "margin": margin,
    }
    if console.is_terminal(sys.stdin) and console.is_terminal(sys.stdout):
        given = _ask(given)
    text = _spec(given)
    if target is None:
        console.document(text)
        return
    files.write_all({target: text})
    console.say(f"Wrote {file}. Edit it, then run: influence plan {file}")
    console.say(f"For an editor that completes and checks keys: {SCHEMA_COMMAND}")


def _new_file(path: str, force: bool) -> "Target":
    from influence_cli.cli import files
    from influence_cli.model.errors import UsageError

    (target,) = files.targets([path])
    if target.mode is not None and not force:
        raise UsageError(f"{path}: is already there; use another name, or --force to overwrite it")
    return target


def _ask(given: Mapping[str, str | None]) -> dict[str, str | None]:
    """Ask for every missing answer on standard error, with the template's value as default."""
    from influence_cli.spec.blank import TemplateOptions

    usual = TemplateOptions()
    questions = {
        "name": ("Campaign name", usual.name),
        "budget": ("Budget", usual.budget),
        "currency": ("Currency", usual.currency),
        "weeks": ("Weeks", str(usual.weeks)),
        "platforms": ("Platforms", ",".join(usual.platforms)),
        "goal": ("Goal (sales, leads, awareness, engagement, followers)", usual.goal),
        "price": ("Average order value", usual.price),
        "margin": ("Gross margin", usual.margin),
    }
    try:
        return {
            key: given[key] or typer.prompt(question, default=default, err=True)
            for key, (question, default) in questions.items()
        }
    except typer.Abort:
        raise KeyboardInterrupt from None


def _spec(given: Mapping[str, str | None]) -> str:
    """The template filled with what was given, checked before it is handed out.

    Raises:
        SpecError: Naming the option whose value does not fit.
        UsageError: No exchange rate is known for the currency.
    """
    from dataclasses import replace

    from influence_cli.cli import files
    from influence_cli.model.errors import Place, Severity, SpecError
    from influence_cli.spec import Source, check
    from influence_cli.spec.blank import TemplateOptions, template

    usual = TemplateOptions()
    platforms = tuple(part.strip() for part in (given["platforms"] or "").split(",") if part.strip())
    text = template(
        TemplateOptions(
            name=given["name"] or usual.name,
            budget=given["budget"] or usual.budget,
            currency=given["currency"] or usual.currency,
            weeks=_weeks(given["weeks"], usual.weeks),
            platforms=platforms or usual.platforms,
            goal=given["goal"] or usual.goal,
            price=given["price"] or usual.price,
            margin=given["margin"] or usual.margin,
        )
    )
    wrong = tuple(
        replace(problem, place=Place(_option(problem.path)))
        for problem in check(Source("<template>", text.encode("utf-8", "replace")), files.read_file)
        if problem.severity is Severity.ERROR
    )
    if wrong:
        raise SpecError(wrong)
    return text


def _weeks(answer: str | None, usual: int) -> int:
    from influence_cli.model.errors import UsageError

    if answer is None:
        return usual
    if not (answer.isascii() and answer.isdigit()):
        raise UsageError(f"--weeks: {answer!r} is no whole number of weeks; expected 1 to 104")
    return int(answer[:6])


def _option(path: str) -> str:
    """The option a template key was filled from; list items belong to their list."""
    for key, option in _OPTIONS.items():
        if path == key or path.startswith((f"{key}.", f"{key}[")):
            return option
    return path or "<template>"
