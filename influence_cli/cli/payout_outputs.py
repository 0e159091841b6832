"""What a payout prints and writes."""

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import assert_never

from influence_cli import report
from influence_cli.cli import console, files
from influence_cli.cli.ledger_view import refuse_ledger
from influence_cli.cli.options import PayoutFile, PayoutFormat
from influence_cli.model.errors import UsageError
from influence_cli.model.payout import PayoutStatement


@dataclass(frozen=True, slots=True)
class Kept:
    """Files that must not be written over.

    Attributes:
        spec: The spec and what it extends.
        exports: Exports and roster.
        ledger: The ledger, which may be made by this very run, or None.
    """

    spec: tuple[str, ...]
    exports: tuple[str, ...]
    ledger: str | None

    def refuse(self, targets: Collection[files.Target]) -> None:
        """Refuse to write over any of them.

        Raises:
            UsageError: For a target that is one of them, whatever it is called.
        """
        files.refuse_inputs(targets, self.spec)
        files.refuse_inputs(targets, self.exports, "what is to be paid")
        if self.ledger is not None:
            refuse_ledger(targets, self.ledger)


class Sink:
    """Where a statement goes: files, a page per creator, standard output."""

    def __init__(self, writes: Mapping[files.Target, PayoutFile], statements: str | None, kept: Kept) -> None:
        """Note what to write.

        Args:
            writes: Files and their formats.
            statements: Directory for a page per creator, or None.
            kept: What must not be written over.

        Raises:
            UsageError: A file to write is one of those.
        """
        kept.refuse(writes)
        self._writes = dict(writes)
        if statements == "":
            raise UsageError("--statements: expected a directory")
        self._statements = statements
        self._kept = kept

    @contextmanager
    def staged(self, statement: PayoutStatement) -> Iterator[None]:
        """Write the files beside their places; they take them when the block ends without an error.

        Raises:
            UsageError: A file cannot be written.
        """
        contents: dict[files.Target, files.Content] = {
            target: _content(statement, kind) for target, kind in self._writes.items()
        }
        contents |= self._pages(statement)
        with files.staged(contents):
            yield

    def _pages(self, statement: PayoutStatement) -> dict[files.Target, files.Content]:
        if self._statements is None:
            return {}
        files.make_directory(self._statements)
        names = [os.path.join(self._statements, f"{name}.html") for name in report.statement_file_names(statement)]
        targets = files.targets(names)
        self._kept.refuse(targets)
        return {target: _page(statement, number) for number, target in enumerate(targets)}

    def print(
        self,
        statement: PayoutStatement,
        kind: PayoutFormat,
        *,
        wide: bool,
        width: int | None,
        no_color: bool,
        quiet: bool,
        details: bool,
    ) -> None:
        """Print the statement: a table for people, anything else for machines.

        Raises:
            UsageError: It cannot be printed; says where it is recorded all the same.
        """
        try:
            screen = console.screen(wide=wide, width=width, no_color=no_color, quiet=quiet)
            _print(statement, kind, screen, details=details)
        except UsageError as error:
            if not statement.recorded:
                raise
            raise UsageError(
                f"{error}\nThe payout is recorded as run {statement.run}; "
                f"`influence ledger show {statement.ledger}` shows it"
            ) from None


def _print(statement: PayoutStatement, kind: PayoutFormat, screen: console.Screen, *, details: bool) -> None:
    match kind:
        case PayoutFormat.TABLE:
            console.result(
                report.payout_table(
                    statement, width=screen.width, color=screen.color, quiet=screen.quiet, details=details
                )
            )
        case PayoutFormat.JSON:
            console.documents(report.payout_json_parts(statement))
        case PayoutFormat.CSV:
            console.documents(report.payout_csv_parts(statement))
        case PayoutFormat.MARKDOWN:
            console.document(report.payout_markdown(statement))
        case _:
            assert_never(kind)


def _page(statement: PayoutStatement, number: int) -> Iterator[str]:
    """One creator's page, rendered when it is written."""
    yield report.payout_html(statement, statement.creators[number])


def _content(statement: PayoutStatement, kind: PayoutFile) -> files.Content:
    match kind:
        case PayoutFile.TABLE:
            return report.payout_table(statement, width=console.paper().width, details=True)
        case PayoutFile.JSON:
            return report.payout_json_parts(statement)
        case PayoutFile.CSV:
            return report.payout_csv_parts(statement)
        case PayoutFile.MARKDOWN:
            return report.payout_markdown(statement)
        case PayoutFile.XLSX:
            return report.payout_xlsx(statement)
        case PayoutFile.HTML:
            return report.payout_html_parts(statement)
        case _:
            assert_never(kind)
