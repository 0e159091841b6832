"""Random streams keyed by what they are for, so that adding a creator or a cell does not reshuffle the rest.

A stream belongs to a purpose, an owner (a cell, a platform, the campaign) and a chunk of draws. Within a stream
creators are drawn row after row, so the first n rows are the same whatever comes after them. Chunks are
independent of each other: any number of threads gives the same numbers.
"""

import zlib
from dataclasses import dataclass
from enum import IntEnum

from numpy.random import SFC64, Generator, SeedSequence

CHUNK = 500
"""Draws per chunk; part of what makes results reproducible, so a change of it is a change of results."""


class Purpose(IntEnum):
    """What a stream is for."""

    COMMON = 1
    UNKNOWN = 2
    CREATORS = 3
    POSTS = 4
    CLICKS = 5
    ORDERS = 6
    ORDER_VALUES = 7
    LOST_LEADS = 8
    BOOST = 9


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of draws: its number, how many draws it holds and the seed of the whole simulation."""

    number: int
    draws: int
    seed: int

    def stream(self, purpose: Purpose, owner: str) -> Generator:
        """The generator of one purpose and owner in this chunk.

        Source of the choice: SFC64 is NumPy's fastest generator; ``spawn_key`` gives independent streams.
        """
        key = (int(purpose), zlib.crc32(owner.encode()), self.number)
        return Generator(SFC64(SeedSequence(self.seed, spawn_key=key)))


def chunks(draws: int, seed: int) -> tuple[Chunk, ...]:
    """Cut draws into chunks of :data:`CHUNK`, the last one shorter."""
    return tuple(Chunk(number, min(CHUNK, draws - start), seed) for number, start in enumerate(range(0, draws, CHUNK)))
