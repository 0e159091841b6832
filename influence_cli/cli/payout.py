"""``influence payout``: what each creator earned, is owed now, waits for and carries forward."""

from typing import Annotated

import typer

from influence_cli.cli.options import (
    DateOrderName,
    Debug,
    DecimalMarkName,
    NoColor,
    Overrides,
    PayoutFile,
    PayoutFormat,
    Spec,
    Wide,
    Width,
    examples,
)

EXAMPLES = examples(
    "influence payout campaign.yaml --orders orders.csv --posts posts.csv --period 2026-05",
    "influence payout campaign.yaml --orders orders.csv --period 2026-05 --ledger creators.db --dry-run",
    "influence payout campaign.yaml --orders orders.csv --roster creators.csv --period 2026-05 \\\n"
    "    --ledger creators.db --output xlsx=may.xlsx --statements statements",
    "influence payout campaign.yaml --period 2026-06 --ledger creators.db --format json",
)

_FILES = "Repeatable; - reads standard input."


def payout(
    spec: Spec,
    period: Annotated[str, typer.Option("--period", metavar="MONTH", help="The month that is paid, such as 2026-05.")],
    orders: Annotated[
        list[str] | None,
        typer.Option(
            "--orders", metavar="FILE", help=f"Orders, a CSV: order_id, creator or code, date, gross ... {_FILES}"
        ),
    ] = None,
    posts: Annotated[
        list[str] | None,
        typer.Option("--posts", metavar="FILE", help=f"Posts, a CSV: creator, date, deliverable, views ... {_FILES}"),
    ] = None,
    clicks: Annotated[
        list[str] | None,
        typer.Option("--clicks", metavar="FILE", help=f"Clicks by day, a CSV: creator or code, date, clicks. {_FILES}"),
    ] = None,
    totals: Annotated[
        list[str] | None,
        typer.Option("--totals", metavar="FILE", help=f"Totals by month, a CSV: creator, month, gross ... {_FILES}"),
    ] = None,
    roster: Annotated[
        str | None,
        typer.Option(
            "--roster", metavar="FILE", help="Creators, a CSV: name, handle, code, contract, fee, tax form ..."
        ),
    ] = None,
    ledger: Annotated[
        str | None,
        typer.Option("--ledger", metavar="FILE", help="The ledger, an SQLite file; it is made where there is none."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing to the ledger.")] = False,
    contract: Annotated[
        str | None, typer.Option("--contract", metavar="NAME", help="Contract of creators for whom none is stated.")
    ] = None,
    skip_unreadable: Annotated[
        bool, typer.Option("--skip-unreadable", help="Leave out rows that cannot be read, and list them.")
    ] = False,
    dates: Annotated[
        DateOrderName | None,
        typer.Option("--dates", help="How 03/04/2026 is meant.", show_default="refused where it has two meanings"),
    ] = None,
    decimal: Annotated[
        DecimalMarkName | None,
        typer.Option(
            "--decimal", help="What decimals begin with.", show_default="1,234 is 1234; 12,50 and 1.234 are refused"
        ),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(
            "--encoding", metavar="NAME", help="Encoding of files without a byte order mark.", show_default="UTF-8"
        ),
    ] = None,
    source_campaign: Annotated[
        str | None,
        typer.Option(
            "--source-campaign",
            metavar="NAME",
            help="Campaign whose rows of the files are taken; * takes all.",
            show_default="the spec's, where there are several",
        ),
    ] = None,
    format_: Annotated[PayoutFormat, typer.Option("--format", help="What to print.")] = PayoutFormat.TABLE,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            metavar="FORMAT=FILE",
            help="Also write table, json, csv, markdown, xlsx or html to a file, whole or not at all. Repeatable.",
        ),
    ] = None,
    statements: Annotated[
        str | None,
        typer.Option("--statements", metavar="DIR", help="A page per creator (HTML, made for print) in DIR."),
    ] = None,
    details: Annotated[
        bool,
        typer.Option("--details", help="Also show lines in the table: of the 20 largest creators, at most 100 each."),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only what is owed.")] = False,
    overrides: Overrides = None,
    wide: Wide = False,
    width: Width = None,
    no_color: NoColor = False,
    debug: Debug = False,
) -> None:
    """Pay creators exactly what their contracts say.

    Shows what each earned, is owed now, waits for and carries forward, and why. With a ledger, a run remembers
    its orders: each is paid once, whatever the next export holds. Exit 2 if the spec or a file is wrong; then
    nothing is paid and nothing is written. If only printing fails, the run is recorded, and it says so.
    """
    from influence_cli import spec as specs
    from influence_cli.cli import payout_files, payout_outputs
    from influence_cli.cli.outputs import Reads, parse_as
    from influence_cli.cli.payout_run import run_payout
    from influence_cli.cli.sources import read_source

    given = payout_files.Given(
        tuple(orders or ()), tuple(posts or ()), tuple(clicks or ()), tuple(totals or ()), roster, ledger
    )
    payout_files.check(spec, given)
    writes = parse_as(PayoutFile, output or [], "xlsx")
    reads = Reads()
    parsed, terms, rules = specs.load_payouts(read_source(spec), reads, overrides or [])
    kept = payout_outputs.Kept((spec, *reads.paths), given.exports_and_roster, ledger)
    sink = payout_outputs.Sink(writes, statements, kept)
    own = parsed.campaign
    options = payout_files.read_options(
        rules.time_zone, own.currency, dates, decimal, encoding, source_campaign, own.name
    )
    read = payout_files.read_all(given, options, skip_unreadable=skip_unreadable)
    statement = run_payout(
        parsed.campaign, terms, rules, read, period, contract=contract, ledger=ledger, dry_run=dry_run, sink=sink
    )
    sink.print(statement, format_, wide=wide, width=width, no_color=no_color, quiet=quiet, details=details)
