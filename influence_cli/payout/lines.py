"""Lines of statements as columns: a million of them, read one by one as records."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import overload

import numpy as np

from influence_cli.contract.outcomes import IntArray
from influence_cli.model.payout import EntryKind, Line

KINDS: tuple[EntryKind, ...] = tuple(EntryKind)
NO_RATE = -1
"""Rate of a line that has no single one."""

NOT_APPROVED = 0
NOT_DELIVERED = -1


@dataclass(frozen=True, slots=True)
class OrderLines(Sequence[Line]):
    """Lines that are about one order each and share creator words, contracts and terms.

    Attributes:
        creators: Keys; ``creator`` points into them.
        contract: Name of the contract.
        term: Term.
        months: Labels; ``month`` points into them.
        ids: Order ids; ``order`` points into them.
        kind: Index into ``KINDS``. [line]
        creator: [line]
        month: [line]
        order: [line]
        day: Ordinal. [line]
        band: Counted from 1, 0 without bands. [line]
        base: Minor units. [line]
        rate: Parts per million, ``NO_RATE`` where there is no single one. [line]
        amount: Minor units. [line]
        note: The same for all but those of ``notes``.
        notes: Notes of single orders, by their index in ``ids``.
        until: Day each one's hold ends, ``NOT_APPROVED`` or ``NOT_DELIVERED``; None for what is not held.
    """

    creators: Sequence[str]
    contract: str
    term: str
    months: Sequence[str]
    ids: Sequence[str]
    kind: IntArray
    creator: IntArray
    month: IntArray
    order: IntArray
    day: IntArray
    band: IntArray
    base: IntArray
    rate: IntArray
    amount: IntArray
    note: str = ""
    notes: Mapping[int, str] = field(default_factory=dict)
    until: IntArray | None = None

    def __len__(self) -> int:
        return len(self.amount)

    def __iter__(self) -> Iterator[Line]:
        for start in range(0, len(self), _CHUNK):
            yield from self._records(slice(start, start + _CHUNK))

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Line]: ...
    def __getitem__(self, index: int | slice) -> Line | Sequence[Line]:
        if isinstance(index, slice):
            until = None if self.until is None else self.until[index]
            return replace(self, until=until, **{name: getattr(self, name)[index] for name in _COLUMNS})
        return next(self._records(slice(index, index + 1 or None)))

    def _records(self, part: slice) -> Iterator[Line]:
        until = np.zeros_like(self.amount) if self.until is None else self.until
        for kind, creator, month, order, day, band, base, rate, amount, end in zip(
            *(getattr(self, name)[part].tolist() for name in _COLUMNS), until[part].tolist(), strict=True
        ):
            yield Line(
                KINDS[kind],
                self.creators[creator],
                self.contract,
                self.term,
                self.months[month],
                self.ids[order],
                date.fromordinal(day),
                band,
                base,
                None if rate == NO_RATE else rate,
                amount,
                self.notes.get(order, self.note) if self.until is None else _waits(end),
            )


def _waits(until: int) -> str:
    if until == NOT_APPROVED:
        return "not approved"
    return "not delivered" if until == NOT_DELIVERED else f"until {date.fromordinal(until)}"


_CHUNK = 50_000
_COLUMNS = ("kind", "creator", "month", "order", "day", "band", "base", "rate", "amount")


@dataclass(frozen=True, slots=True)
class Joined(Sequence[Line]):
    """Several sequences of lines, one after the other, without copying them."""

    parts: tuple[Sequence[Line], ...]

    def __len__(self) -> int:
        return sum(len(part) for part in self.parts)

    def __iter__(self) -> Iterator[Line]:
        for part in self.parts:
            yield from part

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Line]: ...
    def __getitem__(self, index: int | slice) -> Line | Sequence[Line]:
        if isinstance(index, slice):
            return tuple(self)[index]
        if index < 0:
            index += len(self)
        for part in self.parts:
            if index < len(part):
                return part[index]
            index -= len(part)
        raise IndexError(index)


def order_line_runs(creator: IntArray, count: int) -> IntArray:
    """Where the lines of each creator begin in lines sorted by creator, and where the last ones end.

    Args:
        creator: Ascending.
        count: Number of creators.

    >>> order_line_runs(np.array([0, 0, 2]), 3).tolist()
    [0, 2, 2, 3]
    """
    return np.searchsorted(creator, np.arange(count + 1))
