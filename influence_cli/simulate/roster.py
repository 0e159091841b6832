"""Which creators stand where: the bookings of a plan in the order in which they are simulated and paid."""

from collections.abc import Sequence
from dataclasses import dataclass

from influence_cli.contract.engine import needs_order_lines
from influence_cli.model.campaign import Cell
from influence_cli.model.contract import Contract
from influence_cli.model.plan import Booking

MAX_ROWS = 2_000
"""Creators whose payouts are computed together; bounds memory."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Some creators of a cell: rows ``start`` to ``stop`` of the cell's arrays."""

    cell: int
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Creators under contracts of one name that are paid together."""

    contract: Contract
    rows: tuple[Rows, ...]

    @property
    def creators(self) -> int:
        """How many."""
        return sum(rows.stop - rows.start for rows in self.rows)


@dataclass(frozen=True, slots=True)
class Roster:
    """Cells with creators, and the batches their contracts are computed in.

    Attributes:
        cells: Cells with at least one creator.
        counts: Creators per cell.
        batches: Every creator in exactly one batch.
        single_orders: Per cell, whether its contract looks at single orders.
    """

    cells: tuple[Cell, ...]
    counts: tuple[int, ...]
    batches: tuple[Batch, ...]
    single_orders: tuple[bool, ...]


def roster(bookings: Sequence[Booking]) -> Roster:
    """Arrange bookings; cells without creators are left out.

    Contracts that settle something between all their creators (a collective bonus, a cap for the campaign) are
    kept in one batch; the others are cut into batches of :data:`MAX_ROWS`.
    """
    booked = [booking for booking in bookings if booking.creators > 0]
    cells = tuple(booking.cell for booking in booked)
    counts = tuple(booking.creators for booking in booked)
    batches: list[Batch] = []
    for name in dict.fromkeys(cell.contract.name for cell in cells):
        members = [i for i, cell in enumerate(cells) if cell.contract.name == name]
        contract = cells[members[0]].contract
        whole = tuple(Rows(i, 0, counts[i]) for i in members)
        if contract.collective_bonuses or contract.cap_per_campaign is not None:
            batches.append(Batch(contract, whole))
        else:
            batches.extend(Batch(contract, rows) for rows in _cut(whole))
    return Roster(cells, counts, tuple(batches), tuple(needs_order_lines(cell.contract) for cell in cells))


def _cut(whole: tuple[Rows, ...]) -> list[tuple[Rows, ...]]:
    batches: list[tuple[Rows, ...]] = []
    current: list[Rows] = []
    room = MAX_ROWS
    for rows in whole:
        start = rows.start
        while start < rows.stop:
            stop = min(rows.stop, start + room)
            current.append(Rows(rows.cell, start, stop))
            room -= stop - start
            start = stop
            if room == 0:
                batches.append(tuple(current))
                current, room = [], MAX_ROWS
    if current:
        batches.append(tuple(current))
    return batches
