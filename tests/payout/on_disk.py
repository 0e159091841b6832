"""Campaigns that are paid from a ledger on the disk and from the one in memory at once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from influence_cli.ledger import Ledger, open_ledger, verify
from influence_cli.model.payout import Balance
from influence_cli.payout.facts import LedgerState, Run

from .ledger_model import MemoryLedger

NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


@dataclass
class TwoLedgers(MemoryLedger):
    """The ledger in memory, and a file that is told the same; whoever asks is answered from the file."""

    path: Path = field(default_factory=Path)

    def state(self, campaign: str, ids: Iterable[str] = ()) -> LedgerState:
        asked = tuple(ids)
        model = super().state(campaign, asked)
        # What the file knows already it looks up by itself.
        known = self.books[campaign].orders if campaign in self.books else {}
        with self._open() as ledger:
            found = ledger.state(campaign, [order for order in asked if order not in known])
        assert standing(found.balances) == standing(model.balances)
        assert dict(found.posted) == dict(model.posted)
        assert nonzero(found.taken_back) == nonzero(model.taken_back)
        assert (found.last_period, found.currency) == (model.last_period, model.currency)
        assert {one.key: one for one in found.results} == {one.key: one for one in model.results}
        assert found.payees == model.payees
        assert (found.known is None) == (model.known is None)
        return found

    def record(self, run: Run) -> int:
        number = super().record(run)
        with self._open() as ledger:
            ledger.record(run, at=NOON)
            assert [replace(batch) for batch in ledger.batches()] == list(self.batches.values())
        self.check()
        return number

    def mark_paid(self, number: int, reference: str, day: date) -> None:
        super().mark_paid(number, reference, day)
        with self._open() as ledger:
            ledger.mark_paid([number], reference=reference, day=day, at=NOON, version="1")
            assert list(ledger.batches()) == list(self.batches.values())
        self.check()

    def check(self) -> None:
        """Whatever happened: the file is sound, and holds the entries of the memory."""
        found = verify(str(self.path))
        assert found.findings == ()
        with self._open() as ledger:
            for campaign, book in self.books.items():
                kept = [entry.line for entry in ledger.entries(campaign)]
                assert kept == book.journal

    @contextmanager
    def _open(self) -> Iterator[Ledger]:
        with open_ledger(str(self.path), write=True, create=True) as ledger:
            yield ledger


@contextmanager
def two_ledgers() -> Iterator[TwoLedgers]:
    """New ones, for as long as a story takes."""
    with TemporaryDirectory() as folder:
        yield TwoLedgers(path=Path(folder) / "creators.db")


def standing(balances: object) -> dict[str, Balance]:
    """Balances of those who have any."""
    assert isinstance(balances, dict)
    return {who: balance for who, balance in balances.items() if balance != Balance()}


def nonzero(amounts: object) -> dict[tuple[str, str], int]:
    """What is not 0."""
    assert isinstance(amounts, dict)
    return {key: amount for key, amount in amounts.items() if amount}
