"""Which creators stand where: the bookings of a plan as batches of rows that are computed together.

A batch holds creators under contracts of one name, cell after cell. Whatever is the same for a cell is kept once per
segment and repeated over its rows when it meets what differs between creators.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from influence_cli.contract.engine import needs_order_lines
from influence_cli.model.campaign import Cell
from influence_cli.model.contract import Contract
from influence_cli.model.plan import Booking

MAX_ROWS = 2_000
"""Creators computed together; bounds memory."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Creators ``start`` to ``stop`` of a cell; ``cell`` is its place in the layout."""

    cell: int
    start: int
    stop: int

    @property
    def creators(self) -> int:
        """How many."""
        return self.stop - self.start


@dataclass(frozen=True, slots=True)
class Batch:
    """Creators that are computed and paid together.

    Attributes:
        contract: Their contract; cells may have agreed to different fees under it.
        segments: Where they come from, in the order of the rows.
        slices: Rows of each segment.
        single_orders: Whether the contract looks at single orders.
    """

    contract: Contract
    segments: tuple[Segment, ...]
    slices: tuple[slice, ...]
    single_orders: bool

    @property
    def creators(self) -> int:
        """Number of rows."""
        return int(self.slices[-1].stop)

    @property
    def cells(self) -> list[int]:
        """Place of each segment's cell."""
        return [segment.cell for segment in self.segments]

    def repeated(self, by_segment: NDArray[np.floating], dtype: type = np.float32) -> NDArray[np.floating]:
        """Values per segment, [segment, ...], for every row: [creator, ...]."""
        values: NDArray[np.floating] = by_segment.astype(dtype, copy=False)
        if len(self.segments) == 1:
            return values  # one row broadcasts
        return np.repeat(values, [segment.creators for segment in self.segments], axis=0)

    def summed(self, by_row: NDArray[np.generic]) -> NDArray[np.float64]:
        """Sums over the rows of each segment: [creator, draw] to [segment, draw]."""
        starts = [rows.start for rows in self.slices]
        return np.add.reduceat(by_row, starts, axis=0, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Layout:
    """Cells with creators, and the batches that hold every creator exactly once.

    Attributes:
        cells: Cells with at least one creator.
        counts: Creators per cell.
        batches: The batches.
    """

    cells: tuple[Cell, ...]
    counts: tuple[int, ...]
    batches: tuple[Batch, ...]


def layout(bookings: Sequence[Booking]) -> Layout:
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
        single = needs_order_lines(contract)
        whole = tuple(Segment(i, 0, counts[i]) for i in members)
        together = bool(contract.collective_bonuses) or contract.cap_per_campaign is not None
        parts = [whole] if together else _cut(whole)
        batches.extend(Batch(contract, segments, _slices(segments), single) for segments in parts)
    return Layout(cells, counts, tuple(batches))


def _slices(segments: Sequence[Segment]) -> tuple[slice, ...]:
    ends = list(accumulate(segment.creators for segment in segments))
    return tuple(slice(end - segment.creators, end) for segment, end in zip(segments, ends, strict=True))


def _cut(whole: tuple[Segment, ...]) -> list[tuple[Segment, ...]]:
    parts: list[tuple[Segment, ...]] = []
    current: list[Segment] = []
    room = MAX_ROWS
    for segment in whole:
        start = segment.start
        while start < segment.stop:
            stop = min(segment.stop, start + room)
            current.append(Segment(segment.cell, start, stop))
            room -= stop - start
            start = stop
            if room == 0:
                parts.append(tuple(current))
                current, room = [], MAX_ROWS
    if current:
        parts.append(tuple(current))
    return parts
