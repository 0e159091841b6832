"""The files of a payout: opened here, understood by ``ingest``, gathered for the workflow."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from influence_cli.cli import console, files, sources
from influence_cli.cli.options import DateOrderName, DecimalMarkName, nearest
from influence_cli.ingest.across import orders_of, results_of
from influence_cli.ingest.options import DateOrder, DecimalMark, ReadOptions
from influence_cli.ingest.orders import OrdersFile, parse_orders
from influence_cli.ingest.result_file import ResultsFile
from influence_cli.ingest.results import parse_clicks, parse_posts, parse_totals
from influence_cli.ingest.roster import parse_roster, roster_input
from influence_cli.model.errors import Problem, SpecError, UsageError
from influence_cli.model.money import Currency
from influence_cli.model.payout import InputFile
from influence_cli.workflow.paying import PayoutFiles

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Given:
    """Files as they were named."""

    orders: tuple[str, ...]
    posts: tuple[str, ...]
    clicks: tuple[str, ...]
    totals: tuple[str, ...]
    roster: str | None
    ledger: str | None

    @property
    def exports(self) -> tuple[str, ...]:
        """All but the roster and the ledger."""
        return (*self.orders, *self.posts, *self.clicks, *self.totals)

    @property
    def exports_and_roster(self) -> tuple[str, ...]:
        """All but the ledger."""
        return self.exports if self.roster is None else (*self.exports, self.roster)

    @property
    def paths(self) -> tuple[str, ...]:
        """All of them."""
        return self.exports_and_roster if self.ledger is None else (*self.exports_and_roster, self.ledger)


def check(spec: str, given: Given) -> None:
    """Refuse a command that cannot be meant.

    Raises:
        UsageError: Nothing to pay from, or standard input for two things.
    """
    if not given.exports and given.ledger is None and given.roster is None:
        raise UsageError("there is nothing to pay from; expected --orders, --posts, --clicks, --totals or --ledger")
    if (spec, *given.paths).count(STANDARD_INPUT) > 1:
        raise UsageError("standard input (-) can hold one file only; expected a file for the others")
    if given.ledger == STANDARD_INPUT:
        raise UsageError("--ledger -: expected a file")


def read_options(
    time_zone: str,
    currency: Currency,
    dates: DateOrderName | None,
    decimal: DecimalMarkName | None,
    encoding: str | None,
    campaign: str | None,
    own_campaign: str,
) -> ReadOptions:
    """How the files are to be read.

    Raises:
        UsageError: The encoding is not known, or a campaign has no name.
    """
    import codecs

    if encoding is not None:
        try:
            codecs.lookup(encoding).name.encode("ascii")
            b"".decode(encoding)
        except (LookupError, UnicodeError, ValueError):
            known = ["utf-8", "windows-1252", "iso-8859-1", "iso-8859-15", "utf-16", "mac-roman"]
            raise UsageError(f"--encoding {encoding}: no encoding has this name{nearest(encoding, known)}") from None
    if campaign is not None and not campaign.strip():
        raise UsageError("--source-campaign: expected the name of a campaign, or * for all of them")
    return ReadOptions(
        time_zone,
        currency,
        None if dates is None else DateOrder(dates),
        None if decimal is None else DecimalMark(decimal),
        encoding,
        campaign if campaign is None else campaign.strip(),
        own_campaign,
    )


def read_all(given: Given, options: ReadOptions, *, skip_unreadable: bool) -> PayoutFiles:
    """Read every file; all that is wrong with any of them is said at once.

    Raises:
        UsageError: A file cannot be read.
        SpecError: A file cannot be understood, or rows of it and ``skip_unreadable`` is not given.
    """
    fatal: list[Problem] = []
    unreadable: list[Problem] = []
    orders: list[OrdersFile] = []
    results: list[ResultsFile] = []
    inputs: list[InputFile] = []
    for path in given.orders:
        with _opened(path, "--orders", fatal) as stream:
            found = parse_orders(_name(path), stream, options)
            orders.append(found)
            inputs.append(found.input)
            unreadable += found.problems
            _say_aside(_name(path), found.unknown_columns, found.notes)
    for option, paths, parse in (
        ("--posts", given.posts, parse_posts),
        ("--clicks", given.clicks, parse_clicks),
        ("--totals", given.totals, parse_totals),
    ):
        for path in paths:
            with _opened(path, option, fatal) as stream:
                other = parse(_name(path), stream, options)
                results.append(other)
                inputs.append(other.input)
                unreadable += other.problems
                _say_aside(_name(path), other.unknown_columns, other.notes)
    roster = None
    if given.roster is not None:
        with _opened(given.roster, "--roster", fatal) as stream:
            content = files.read_bounded(stream)
            roster = parse_roster(_name(given.roster), content, options)
            inputs.append(roster_input(roster, content))
            _say_aside(_name(given.roster), roster.unknown_columns, ())
    all_orders, differing = orders_of(orders)
    all_results, other_differing = results_of(results)
    unreadable += [*differing, *other_differing]
    if fatal or (unreadable and not skip_unreadable):
        if unreadable and not fatal:
            console.say("Nothing is paid until these rows are mended, or left out with --skip-unreadable:")
        raise SpecError((*fatal, *unreadable))
    return PayoutFiles(
        all_orders,
        all_results,
        roster,
        tuple(inputs),
        tuple(unreadable),
    )


@contextmanager
def _opened(path: str, option: str, fatal: list[Problem]) -> Iterator[BinaryIO]:
    """A file's bytes; what makes it unreadable as a whole is noted in ``fatal``."""
    try:
        if path == STANDARD_INPUT:
            if sys.stdin is None:
                raise OSError(0, "standard input is closed")
            yield sys.stdin.buffer
            return
        with files.open_argument(path) as stream:
            yield stream
    except OSError as error:
        raise UsageError(f"{option} {path}: cannot read: {sources.reason(path, error)}") from None
    except SpecError as error:
        fatal.extend(error.problems)


def _name(path: str) -> str:
    return "<stdin>" if path == STANDARD_INPUT else path


def _say_aside(name: str, unknown: Sequence[str], notes: Sequence[str]) -> None:
    if unknown:
        console.say(f"{name}: columns that are not used: {', '.join(unknown)}")
    for note in notes:
        console.say(f"{name}: {note}")
