"""``influence ledger``: what was earned, scheduled and paid, and what to do with it."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from influence_cli.cli import ledger_pay
from influence_cli.cli.options import (
    Debug,
    Format,
    ListFormat,
    ListFormatOption,
    NoColor,
    PlanFormat,
    Wide,
    Width,
    examples,
)

if TYPE_CHECKING:
    from influence_cli.report.ledger.journal import Journal


class JournalFormat(StrEnum):
    """How a journal can be written."""

    BEANCOUNT = "beancount"
    HLEDGER = "hledger"
    CSV = "csv"
    JSON = "json"


LedgerFile = Annotated[str, typer.Argument(metavar="LEDGER", help="The ledger, a file `influence payout` writes.")]
Campaign = Annotated[str | None, typer.Option("--campaign", metavar="NAME", help="Only this campaign.")]


def command_tree() -> typer.Typer:
    """The group of commands under ``influence ledger``."""
    tree = typer.Typer(
        rich_markup_mode=None,
        no_args_is_help=True,
        help="Show, check, pay and export what creators are owed.",
        epilog=examples("influence ledger show creators.db", "influence ledger pay creators.db --reference 'SEPA 77'"),
    )
    tree.command(
        "show",
        epilog=examples(
            "influence ledger show creators.db",
            "influence ledger show creators.db --creator anna --period 2026-05 --entries",
            "influence ledger show creators.db --entries --format csv > journal.csv",
        ),
    )(show)
    tree.command(
        "verify",
        epilog=examples("influence ledger verify creators.db", "influence ledger verify creators.db --format json"),
    )(verify)
    tree.command("pay", epilog=ledger_pay.EXAMPLES)(ledger_pay.pay)
    tree.command(
        "export",
        epilog=examples(
            "influence ledger export creators.db --output creators.beancount",
            "influence ledger export creators.db --format hledger --campaign Serum",
        ),
    )(export)
    return tree


def show(
    ledger: LedgerFile,
    campaign: Campaign = None,
    creator: Annotated[
        str | None, typer.Option("--creator", metavar="KEY", help="Only this creator, by key or name.")
    ] = None,
    period: Annotated[
        str | None, typer.Option("--period", metavar="MONTH", help="Only runs of this month, such as 2026-05.")
    ] = None,
    entries: Annotated[bool, typer.Option("--entries", help="Show the journal, entry by entry, too.")] = False,
    format_: Format = PlanFormat.TABLE,
    wide: Wide = False,
    width: Width = None,
    no_color: NoColor = False,
    debug: Debug = False,
) -> None:
    """Show balances, batches of payments, and runs.

    Held waits for its hold to end or for approval; owed is in no payment yet; scheduled is in a payment that is
    not marked as paid. As CSV, --entries gives the journal alone.
    """
    from influence_cli.cli import console
    from influence_cli.cli.ledger_view import choose, view
    from influence_cli.ledger import open_ledger
    from influence_cli.report import ledger as reports

    with open_ledger(ledger, write=False, create=False) as opened, opened.transaction():
        found = view(opened, choose(opened, campaign, creator, period), entries=entries)
        match format_:
            case PlanFormat.TABLE:
                screen = console.screen(wide=wide, width=width, no_color=no_color)
                console.result(reports.ledger_table(found, width=screen.width, color=screen.color))
            case PlanFormat.JSON:
                console.documents(reports.ledger_json_parts(found))
            case PlanFormat.CSV:
                console.documents(reports.ledger_csv_parts(found))
            case PlanFormat.MARKDOWN:
                console.document(reports.ledger_markdown(found))
            case _:
                assert_never(format_)


def verify(
    ledger: LedgerFile,
    format_: ListFormatOption = ListFormat.TABLE,
    wide: Wide = False,
    width: Width = None,
    no_color: NoColor = False,
    debug: Debug = False,
) -> None:
    """Check that a ledger is whole: its file, its hash chain, and every balance.

    Exit 0 if all of it adds up, 1 if something is wrong, 2 if it cannot be read at all.
    """
    from influence_cli import ledger as ledgers
    from influence_cli.cli import console
    from influence_cli.report import ledger as reports

    found = ledgers.verify(ledger)
    match format_:
        case ListFormat.TABLE:
            screen = console.screen(wide=wide, width=width, no_color=no_color)
            console.result(reports.verification_table(found, width=screen.width, color=screen.color))
        case ListFormat.JSON:
            console.document(reports.verification_json(found))
        case _:
            assert_never(format_)
    if found.findings:
        count = len(found.findings)
        console.say(f"influence: {ledger}: {count} {'thing is' if count == 1 else 'things are'} wrong with this ledger")
        raise typer.Exit(1)


def export(
    ledger: LedgerFile,
    format_: Annotated[
        JournalFormat, typer.Option("--format", help="What to write: for a bookkeeping program, or a table.")
    ] = JournalFormat.BEANCOUNT,
    campaign: Campaign = None,
    output: Annotated[
        str | None, typer.Option("--output", metavar="FILE", help="A file, whole or not at all, in place of printing.")
    ] = None,
    debug: Debug = False,
) -> None:
    """Write the ledger as double-entry bookkeeping, to reconcile it.

    One transaction for each run, creator and kind of entry, and one for each payment that is marked as paid. At
    the end stand the balances of the ledger, which the bookkeeping program checks.
    """
    from influence_cli.cli import console, files
    from influence_cli.cli.ledger_view import choose, refuse_ledger, view
    from influence_cli.ledger import open_ledger
    from influence_cli.report import ledger as reports

    targets = files.targets([] if output is None else [output])
    refuse_ledger(targets, ledger)
    with open_ledger(ledger, write=False, create=False) as opened, opened.transaction():
        found = view(opened, choose(opened, campaign, None, None), entries=True)
        text = _journal(format_, reports.ledger_journal(found, opened.campaigns()))
    if targets:
        files.write_all(dict.fromkeys(targets, text))
    else:
        console.document(text)


def _journal(kind: JournalFormat, found: "Journal") -> str:
    from influence_cli.report import ledger as reports

    match kind:
        case JournalFormat.BEANCOUNT:
            return reports.beancount_text(found)
        case JournalFormat.HLEDGER:
            return reports.hledger_text(found)
        case JournalFormat.CSV:
            return reports.journal_csv(found)
        case JournalFormat.JSON:
            return reports.journal_json(found)
        case _:
            assert_never(kind)
