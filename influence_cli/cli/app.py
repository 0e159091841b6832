"""The command tree. Imported for ``--help``, ``--version`` and completion, so it imports nothing heavy."""

from typing import Annotated

import typer
from typer.core import TyperGroup

from influence_cli import __version__
from influence_cli.cli import (
    allocate,
    benchmarks,
    check,
    compare,
    contract,
    deal,
    explain,
    frontier,
    init,
    ledger,
    payout,
    plan,
    schema,
    target,
)
from influence_cli.cli.options import examples


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"influence {__version__}")
        raise typer.Exit


def _root(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop."),
    ] = False,
) -> None:
    """Plan influencer campaigns: whom to book, what contracts will pay out, what comes back.

    Start with `influence init`, edit the file it writes, then `influence plan campaign.yaml`.
    Exit codes: 0 done, 1 a gate failed, 2 the spec or the command is wrong, 3 no feasible plan,
    70 a bug of influence.
    """


class _Commands(TyperGroup):
    """Commands in the order in which a campaign needs them; typer lists groups of commands last."""

    def list_commands(self, ctx: object) -> list[str]:
        """Names, ``ledger`` after the ``payout`` that writes it."""
        names = [name for name in self.commands if name != "ledger"]
        names.insert(names.index("payout") + 1, "ledger")
        return names


def _command_tree() -> typer.Typer:
    tree = typer.Typer(
        name="influence",
        cls=_Commands,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    tree.callback(
        epilog=examples(
            "influence init campaign.yaml",
            "influence plan campaign.yaml",
            "influence plan campaign.yaml --format json --gate 'roi.p10 >= 0'",
        )
    )(_root)
    tree.command("plan", epilog=plan.EXAMPLES)(plan.plan)
    tree.command("allocate", epilog=allocate.EXAMPLES)(allocate.allocate)
    tree.command("compare", epilog=compare.EXAMPLES)(compare.compare)
    tree.command("deal", epilog=deal.EXAMPLES)(deal.deal)
    tree.command("frontier", epilog=frontier.EXAMPLES)(frontier.frontier)
    tree.command("target", epilog=target.EXAMPLES)(target.target)
    tree.command("contract", epilog=contract.EXAMPLES)(contract.contract)
    tree.command("payout", epilog=payout.EXAMPLES)(payout.payout)
    tree.command("check", epilog=check.EXAMPLES)(check.check)
    tree.command("init", epilog=init.EXAMPLES)(init.init)
    tree.command("schema", epilog=schema.EXAMPLES)(schema.schema)
    tree.command("explain", epilog=explain.EXAMPLES)(explain.explain)
    tree.add_typer(ledger.command_tree(), name="ledger")
    tree.add_typer(benchmarks.command_tree(), name="benchmarks")
    return tree


app = _command_tree()
"""The whole command line."""
