"""The journal counted again, entry by entry and without SQL: what every balance is, and what can never be."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from influence_cli.ledger.chain import StoredRow
from influence_cli.ledger.records import RunKind
from influence_cli.ledger.schema import COLUMNS
from influence_cli.model.payout import Balance

_ENTRY = {column: place for place, column in enumerate(("number", "run", *COLUMNS["entries"]))}
_PAYMENT = {column: place for place, column in enumerate(("number", "run", *COLUMNS["payments"]))}


@dataclass(slots=True)
class _Sums:
    held: int = 0
    open: int = 0
    scheduled: int = 0
    paid: int = 0


@dataclass(slots=True)
class _Payments:
    """A batch: what its payments say, what was scheduled and what was paid, by creator."""

    campaign: str
    payments: Counter[int] = field(default_factory=Counter)
    scheduled: Counter[int] = field(default_factory=Counter)
    paid: Counter[int] = field(default_factory=Counter)
    marked: bool = False


class Replay:
    """Balances after the runs read so far.

    Attributes:
        findings: What contradicts itself, in words.
        entries: Entries read.
        orders: Versions of orders read.
    """

    def __init__(self) -> None:
        self.findings: list[str] = []
        self.entries = 0
        self.orders = 0
        self._words: dict[int, str] = {}
        self._currencies: dict[str, str] = {}
        self._sums: dict[str, defaultdict[int, _Sums]] = {}
        self._batches: dict[str, _Payments] = {}
        self._run = 0
        self._campaign = ""
        self._scheduled: set[int] = set()
        self._paid: set[int] = set()

    @property
    def batches(self) -> int:
        """Batches read."""
        return len(self._batches)

    @property
    def campaigns(self) -> int:
        """Campaigns read."""
        return len(self._sums)

    @property
    def count(self) -> int:
        """Balances there are."""
        return sum(len(creators) for creators in self._sums.values())

    def balances(self) -> Mapping[tuple[str, str], Balance]:
        """Balances by campaign and creator, sorted."""
        found = {
            (campaign, self._words[creator]): Balance(sums.held, sums.open, sums.scheduled, sums.paid)
            for campaign, creators in self._sums.items()
            for creator, sums in creators.items()
        }
        return dict(sorted(found.items()))

    def begin(self, number: int, kind: str, campaign: str, currency: str) -> None:
        """A run begins; its rows follow."""
        self._run, self._campaign = number, campaign
        self._sums.setdefault(campaign, defaultdict(_Sums))
        if kind == RunKind.PAYOUT and self._currencies.setdefault(campaign, currency) != currency:
            self.findings.append(f"run {number} is in {currency}, {campaign} in {self._currencies[campaign]}")

    def read(self, table: str, rows: Sequence[StoredRow]) -> None:
        """Take rows of the run."""
        if table == "entries":
            self.entries += len(rows)
            self._read_entries(rows)
        elif table == "orders":
            self.orders += len(rows)
        elif table == "words":
            self._words.update((number, word) for number, _, word in rows)
        elif table == "batches":
            self._batches.update((str(row[0]), _Payments(self._campaign)) for row in rows)
        elif table == "payments":
            self._read_payments(rows)
        elif table == "paid_batches":
            for row in rows:
                self._batches[str(row[2])].marked = True

    def _read_entries(self, rows: Sequence[StoredRow]) -> None:
        kind_at, creator_at, amount_at = (_ENTRY[column] for column in ("kind", "creator", "amount"))
        creators = self._sums[self._campaign]
        for row in rows:
            kind, creator, amount = row[kind_at], row[creator_at], row[amount_at]
            sums = creators[creator]
            if type(amount) is not int:
                self.findings.append(f"entry {row[0]} has no amount")
            elif kind in ("earned", "reversed", "corrected"):
                sums.open += amount
            elif kind == "held":
                sums.held += amount
            elif kind == "released":
                sums.held -= amount
                sums.open += amount
            elif kind == "scheduled":
                sums.open -= amount
                sums.scheduled += amount
                self._batch(row).scheduled[creator] += amount
                self._scheduled.add(creator)
            elif kind == "paid":
                sums.scheduled -= amount
                sums.paid += amount
                self._batch(row).paid[creator] += amount
                self._paid.add(creator)
            elif kind != "carried":
                self.findings.append(f"entry {row[0]} is of an unknown kind, {kind!r}")

    def _batch(self, row: StoredRow) -> _Payments:
        event = row[_ENTRY["event"]]
        batch = self._batches.get(event)
        if batch is None:
            self.findings.append(f"entry {row[0]} is about batch {event}, which is not there")
            batch = self._batches[event] = _Payments(self._campaign)
        if batch.campaign != self._campaign:
            self.findings.append(f"entry {row[0]} of {self._campaign} is about batch {event} of {batch.campaign}")
        if row[_ENTRY["amount"]] <= 0:
            self.findings.append(f"entry {row[0]} pays nothing or less than nothing")
        return batch

    def _read_payments(self, rows: Sequence[StoredRow]) -> None:
        for row in rows:
            batch, creator, gross, withheld, fee, net = (
                row[_PAYMENT[column]] for column in ("batch", "creator", "gross", "withheld", "fee", "net")
            )
            self._batches[str(batch)].payments[creator] += gross
            if gross - withheld - fee != net:
                self.findings.append(
                    f"payment {row[0]} of batch {batch}: what is sent is not what is owed less deductions"
                )

    def end(self) -> None:
        """The run ends: nobody may have been paid more than was scheduled, nor scheduled more than was open."""
        sums = self._sums[self._campaign]
        for creator in self._scheduled:
            if sums[creator].open < 0:
                who = self._words.get(creator, f"creator {creator}")
                self.findings.append(f"run {self._run} schedules more for {who} in {self._campaign} than was open")
        for creator in self._paid:
            if sums[creator].scheduled < 0:
                who = self._words.get(creator, f"creator {creator}")
                self.findings.append(f"run {self._run} pays {who} in {self._campaign} more than was scheduled")
        self._scheduled.clear()
        self._paid.clear()

    def finish(self) -> None:
        """All runs were read: what is in batches must be what was scheduled, and what was paid."""
        for number, batch in self._batches.items():
            if batch.payments != batch.scheduled:
                self.findings.append(f"the payments of batch {number} differ from what was scheduled")
            if batch.marked and batch.paid != batch.payments:
                self.findings.append(f"batch {number} is marked as paid, but other amounts were entered as paid")
            if batch.paid and not batch.marked:
                self.findings.append(f"batch {number} was entered as paid, but is not marked so")
