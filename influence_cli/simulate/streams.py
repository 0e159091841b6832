"""Random streams keyed by what they are for, so that adding a creator or a cell does not reshuffle the rest.

A stream belongs to a purpose, an owner (a cell, a platform, the campaign) and a chunk of draws. Within a stream
creators are drawn row after row, so the first n rows are the same whatever comes after them. Chunks are
independent of each other: any number of threads gives the same numbers.
"""

import zlib
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.random import SFC64, Generator, SeedSequence
from numpy.typing import NDArray

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
        """A generator at the beginning of the stream of one purpose and owner in this chunk.

        Source of the choice: SFC64 is NumPy's fastest generator; ``spawn_key`` gives independent streams.
        """
        key = (int(purpose), zlib.crc32(owner.encode()), self.number)
        return Generator(SFC64(SeedSequence(self.seed, spawn_key=key)))


Normals = NDArray[np.float32]
NormalsCache = dict[tuple[int, Purpose, str], list[Normals]]
"""Normal numbers already drawn, by chunk, purpose and owner, one array per call; for runs on the same numbers."""


class Streams:
    """The open streams of a chunk: asked again for a purpose and owner, it goes on where it stopped.

    Creators of a cell that are computed in several batches thus get the same numbers as in one.

    Args:
        chunk: The chunk.
        cache: Where to keep normal numbers for further simulations of the same creators, or None.
    """

    def __init__(self, chunk: Chunk, cache: NormalsCache | None = None) -> None:
        self.chunk = chunk
        self._open: dict[tuple[Purpose, str], Generator] = {}
        self._cache = cache
        self._read: dict[tuple[Purpose, str], int] = {}

    def of(self, purpose: Purpose, owner: str) -> Generator:
        """The generator of one purpose and owner, wherever it stands."""
        key = (purpose, owner)
        if key not in self._open:
            self._open[key] = self.chunk.stream(purpose, owner)
        return self._open[key]

    def normals(self, purpose: Purpose, owner: str, shape: tuple[int, ...]) -> Normals:
        """The next standard normal numbers; not to be written to."""
        if self._cache is None:
            return self.of(purpose, owner).standard_normal(shape, dtype=np.float32)
        drawn = self._cache.setdefault((self.chunk.number, purpose, owner), [])
        turn = self._read.get((purpose, owner), 0)
        self._read[purpose, owner] = turn + 1
        if turn == len(drawn):
            drawn.append(self.of(purpose, owner).standard_normal(shape, dtype=np.float32))
        return drawn[turn]


def chunks(draws: int, seed: int) -> tuple[Chunk, ...]:
    """Cut draws into chunks of :data:`CHUNK`, the last one shorter."""
    return tuple(Chunk(number, min(CHUNK, draws - start), seed) for number, start in enumerate(range(0, draws, CHUNK)))
