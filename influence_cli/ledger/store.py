"""A ledger as the other rooms see it: open it, ask it, add to it; all of a run or nothing."""

import contextlib
import sqlite3
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Self

from influence_cli.ledger import batches, facts_out, journal_out
from influence_cli.ledger.bodies import inputs_body
from influence_cli.ledger.connection import connect, patiently, roll_back
from influence_cli.ledger.facts_in import add_facts
from influence_cli.ledger.journal_in import add_batches, add_lines
from influence_cli.ledger.records import Entry, RecordedRun, RunKind
from influence_cli.ledger.sealing import SealedRun
from influence_cli.ledger.wording import understood, worded
from influence_cli.ledger.words import Words
from influence_cli.model.errors import UsageError
from influence_cli.model.payout import Balance, Batch, Payee
from influence_cli.payout.facts import LedgerState, Run


def open_ledger(path: str, *, write: bool, create: bool, wait_seconds: float = 30.0) -> "Ledger":
    """Open a ledger.

    Args:
        path: Its file, an SQLite database.
        write: Whether it will be added to; otherwise nothing is written but what SQLite needs for reading.
        create: Whether a missing file is made; only with ``write``.
        wait_seconds: How long to wait for another process that writes to it.

    Raises:
        UsageError: For a file that is missing, is no ledger, is of a newer version, was changed by another
            programme, or cannot be read or written.
    """
    return Ledger(path, connect(path, write=write, create=create, wait_seconds=wait_seconds), write, wait_seconds)


class Ledger:
    """An open ledger; a context manager that closes it.

    Every method raises UsageError, in words, where the file cannot be read or written or holds what makes no
    sense.
    """

    def __init__(self, path: str, connection: sqlite3.Connection, write: bool, wait_seconds: float) -> None:
        self.path = path
        self._connection = connection
        self._write = write
        self._wait_seconds = wait_seconds
        self._held = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what is not committed is undone."""
        roll_back(self._connection)
        with worded(self.path):
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the ledger: all that is added within is committed at the end, or nothing of it on any exception.

        In a ledger that is open for writing, other processes wait; in one that is open for reading, everything
        read within is of one moment.

        Raises:
            UsageError: If another process does not end in time, or the disk refuses.
            ValueError: Within another transaction, or while entries are being read.
        """
        if self._connection.in_transaction:
            raise ValueError("a transaction is begun already")
        begin = "BEGIN IMMEDIATE" if self._write else "BEGIN"
        self._held = True
        try:
            with worded(self.path, writing=self._write):
                self._begin(begin)
            yield
            if self._write:
                self._refuse_undone()
            with worded(self.path, writing=self._write):
                patiently(lambda: self._connection.execute("COMMIT"), self.path, self._wait_seconds)
        finally:
            self._held = False
            roll_back(self._connection)

    def _begin(self, statement: str) -> None:
        def begin() -> None:
            roll_back(self._connection)
            self._connection.execute(statement)
            # A deferred transaction begins with its first question.
            self._connection.execute("SELECT count(*) FROM runs").fetchone()

        patiently(begin, self.path, self._wait_seconds)

    @contextmanager
    def _adding(self) -> Iterator[None]:
        if not self._write:
            raise ValueError("this ledger is open for reading")
        if self._connection.in_transaction and not self._held:
            raise ValueError("entries are being read; add in a transaction that began before")
        with contextlib.nullcontext() if self._held else self.transaction():
            self._refuse_undone()
            try:
                with worded(self.path, writing=True):
                    yield
            except BaseException:
                # Also where the caller goes on: half a run is never committed.
                roll_back(self._connection)
                raise

    def _refuse_undone(self) -> None:
        if not self._connection.in_transaction:
            raise UsageError(f"{self.path}: a change failed, so that the whole run was undone; nothing was changed")

    @contextmanager
    def _asking(self) -> Iterator[sqlite3.Connection]:
        with understood(self.path):
            if self._connection.in_transaction:
                yield self._connection
                return
            try:
                self._begin("BEGIN")
                yield self._connection
            finally:
                roll_back(self._connection)

    def state(
        self, campaign: str, ids: Sequence[str] = (), keys: Sequence[str] = (), *, currency: str = ""
    ) -> LedgerState:
        """What the ledger knows about a campaign.

        Args:
            campaign: Name.
            ids: Orders for which to say whether they count in another campaign; it is also said for those of
                this campaign that do not count yet.
            keys: Posts for which to say the same.
            currency: Currency code of the campaign, for what is open elsewhere before its first run.
        """
        with self._asking() as connection:
            period, recorded_currency, spec = journal_out.last_run(connection, campaign)
            known = facts_out.known_orders(connection, campaign, ids)
            results = facts_out.results(connection, campaign)
            asked = [*ids, *facts_out.not_counted(known)]
            posts = [*keys, *(result.key for result in results)]
            return LedgerState(
                last_period=period,
                known=known,
                claimed={
                    **facts_out.claimed(connection, campaign, asked),
                    **journal_out.paid_elsewhere(connection, campaign, posts),
                },
                results=results,
                payees=facts_out.payees(connection, campaign),
                posted=journal_out.posted(connection, campaign),
                taken_back=journal_out.taken_back(connection, campaign),
                balances={who: balance for (_, who), balance in journal_out.balances(connection, campaign).items()},
                elsewhere=journal_out.owed_elsewhere(connection, campaign, recorded_currency or currency),
                currency=recorded_currency,
                spec_sha256=spec,
            )

    def record(self, run: Run, *, at: datetime) -> int:
        """Add a run; in a transaction of its own where none was begun.

        Args:
            run: What to add.
            at: When, with its offset from UTC.

        Returns:
            Number of the run; 0 for an empty one, of which nothing is kept.

        Raises:
            UsageError: If the ledger keeps the campaign in another currency.
            ValueError: If the ledger is open for reading, or the run contradicts itself.
        """
        if run.empty:
            return 0
        moment = _moment(at)
        with self._adding():
            _, currency, _ = journal_out.last_run(self._connection, run.campaign)
            if currency not in ("", run.currency):
                raise UsageError(
                    f"{self.path}: the campaign {run.campaign!r} is kept in {currency} in this ledger, not in "
                    f"{run.currency}; name another ledger"
                )
            spec, inputs = run.spec_sha256, inputs_body(run.inputs)
            header = (RunKind.PAYOUT.value, run.campaign, run.period, run.currency, spec, inputs, run.version, moment)
            sealed = SealedRun(self._connection, header)
            words = Words(self._connection, sealed)
            add_facts(self._connection, sealed, words, run)
            add_lines(sealed, words, run, add_batches(sealed, words, run))
            sealed.seal()
            return sealed.number

    def mark_paid(
        self, numbers: Sequence[int] | None, *, reference: str, day: date, at: datetime, version: str
    ) -> tuple[Batch, ...]:
        """Mark batches as paid, each as a run of its own; in a transaction of its own where none was begun.

        Args:
            numbers: Their numbers; None for all that are unpaid.
            reference: What the bank calls the payment.
            day: Day of the payment.
            at: When this is recorded, with its offset from UTC.
            version: Version of this programme.

        Returns:
            The batches as they are now.

        Raises:
            UsageError: For batches that are not there or are paid already, or without a reference.
            ValueError: If the ledger is open for reading.
        """
        moment = _moment(at)
        with self._adding():
            return batches.mark_paid(
                self._connection, self.path, numbers, reference=reference, day=day, at=moment, version=version
            )

    def to_pay(self, numbers: Sequence[int] | None) -> tuple[Batch, ...]:
        """The batches that ``mark_paid`` would mark.

        Args:
            numbers: Their numbers; None for all that are unpaid.

        Raises:
            UsageError: For batches that are not there or are paid already.
        """
        with self._asking() as connection:
            return batches.to_pay(connection, self.path, numbers)

    def batches(self, campaign: str | None = None, *, unpaid_only: bool = False) -> tuple[Batch, ...]:
        """The batches by number; of one campaign, or of all."""
        with self._asking() as connection:
            return batches.batches(connection, campaign, unpaid_only=unpaid_only)

    def balances(self, campaign: str | None = None) -> Mapping[tuple[str, str], Balance]:
        """Balances by campaign and creator, sorted; of one campaign, or of all."""
        with self._asking() as connection:
            return journal_out.balances(connection, campaign)

    def entries(
        self, campaign: str | None = None, creator: str | None = None, period: str | None = None
    ) -> Generator[Entry, None, None]:
        """The entries in the order in which they were recorded, read while they are asked for.

        Args:
            campaign: Only this campaign's.
            creator: Only this payee's, by key.
            period: Only those of runs of this period.
        """
        with self._asking() as connection:
            yield from journal_out.entries(connection, campaign, creator, period)

    def runs(self, campaign: str | None = None) -> tuple[RecordedRun, ...]:
        """The runs in the order in which they were recorded; of one campaign, or of all."""
        with self._asking() as connection:
            return journal_out.runs(connection, campaign)

    def campaigns(self) -> tuple[str, ...]:
        """Names of the campaigns in the order of their first runs."""
        with self._asking() as connection:
            rows = connection.execute("SELECT campaign FROM runs GROUP BY campaign ORDER BY min(number)")
            return tuple(campaign for (campaign,) in rows)

    def payees(self, campaign: str) -> Mapping[str, Payee]:
        """Payees of a campaign by key, the latest version of each."""
        with self._asking() as connection:
            return facts_out.payees(connection, campaign)


def _moment(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("a moment to be recorded needs its offset from UTC")
    return at.astimezone(UTC).isoformat(timespec="seconds")
