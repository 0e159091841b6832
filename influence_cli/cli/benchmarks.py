"""``influence benchmarks``: what is known about creators, from where, and where sources disagree."""

from enum import StrEnum
from typing import Annotated, TypeVar, assert_never

import typer

from influence_cli.cli.options import Debug, ListFormat, ListFormatOption, Wide, Width, examples, nearest

Word = TypeVar("Word", bound=StrEnum)

_DEFAULT_SET = "field-2026"

SetName = Annotated[str, typer.Argument(metavar="[SET]", help="A benchmark set; see `influence benchmarks list`.")]


def command_tree() -> typer.Typer:
    """The group of commands under ``influence benchmarks``."""
    tree = typer.Typer(
        rich_markup_mode=None,
        no_args_is_help=True,
        help="Show what is known about creators, and from where.",
        epilog=examples("influence benchmarks show --tier micro --platform tiktok", "influence benchmarks audit"),
    )
    tree.command("list", epilog=examples("influence benchmarks list"))(list_)
    tree.command(
        "show",
        epilog=examples(
            "influence benchmarks show playbook-2026",
            "influence benchmarks show --tier micro --metric click_rate --format json",
        ),
    )(show)
    tree.command("audit", epilog=examples("influence benchmarks audit", "influence benchmarks audit playbook-2026"))(
        audit
    )
    return tree


def list_(
    format_: ListFormatOption = ListFormat.TABLE,
    wide: Wide = False,
    width: Width = None,
    debug: Debug = False,
) -> None:
    """List the benchmark sets there are."""
    from influence_cli import benchmarks
    from influence_cli.cli import console
    from influence_cli.report.benchmarks import as_json, as_table

    columns = console.screen(wide=wide, width=width).width
    sets = [benchmarks.load(name) for name in benchmarks.names()]
    _print(format_, as_table.sets_table(sets, width=columns), as_json.sets_json(sets))


def show(
    name: SetName = _DEFAULT_SET,
    tier: Annotated[
        str | None, typer.Option("--tier", metavar="NAME", help="Only this tier: nano, micro, mid or mega.")
    ] = None,
    platform: Annotated[
        str | None, typer.Option("--platform", metavar="NAME", help="Only this platform: instagram, tiktok or youtube.")
    ] = None,
    metric: Annotated[
        str | None, typer.Option("--metric", metavar="NAME", help="Only this figure, such as click_rate.")
    ] = None,
    format_: ListFormatOption = ListFormat.TABLE,
    wide: Wide = False,
    width: Width = None,
    debug: Debug = False,
) -> None:
    """Show the figures of a set with their sources."""
    from influence_cli import benchmarks
    from influence_cli.cli import console
    from influence_cli.model.campaign import Platform, Quantity, Tier
    from influence_cli.report.benchmarks import as_json, as_table
    from influence_cli.report.benchmarks.rows import selected

    shown = selected(
        benchmarks.load(name),
        tier=_member(Tier, "--tier", tier),
        platform=_member(Platform, "--platform", platform),
        quantity=_member(Quantity, "--metric", metric),
    )
    columns = console.screen(wide=wide, width=width).width
    _print(format_, as_table.figures_table(shown, width=columns), as_json.figures_json(shown))


def audit(
    name: SetName = _DEFAULT_SET,
    format_: ListFormatOption = ListFormat.TABLE,
    wide: Wide = False,
    width: Width = None,
    debug: Debug = False,
) -> None:
    """Hold a set against published figures.

    Shows what it implies for costs and returns, what others print, and what was decided where they disagree.
    """
    from influence_cli import benchmarks, workflow
    from influence_cli.cli import console
    from influence_cli.report.benchmarks import as_json, as_table

    result = workflow.audit(benchmarks.load(name), benchmarks.published())
    columns = console.screen(wide=wide, width=width).width
    _print(format_, as_table.audit_table(result, width=columns), as_json.audit_json(result))


def _print(kind: ListFormat, table: str, json: str) -> None:
    from influence_cli.cli import console

    match kind:
        case ListFormat.TABLE:
            console.result(table)
        case ListFormat.JSON:
            console.document(json)
        case _:
            assert_never(kind)


def _member(words: type[Word], option: str, text: str | None) -> Word | None:
    from influence_cli.model.errors import UsageError

    if text is None:
        return None
    valid = [word.value for word in words]
    spelt = text.strip().lower().replace(" ", "_").replace("-", "_")
    if spelt not in valid:
        raise UsageError(f"{option}: no {text!r}{nearest(spelt, valid)}")
    return words(spelt)
