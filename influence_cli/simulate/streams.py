"""Random streams keyed by what they are for, so that adding a creator or a cell does not reshuffle the rest.

A stream belongs to a purpose, an owner (a cell, a platform, the campaign) and a chunk of draws. Within a stream
creators are drawn row after row, so the first n rows are the same whatever comes after them. Chunks are
independent of each other: any number of threads gives the same numbers.
"""

import zlib
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

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
    """A run of draws.

    Attributes:
        number: Which one.
        draws: Draws in it.
        seed: Seed of the whole simulation.
        repeats: How many times the same random numbers stand side by side, one block per scenario.
    """

    number: int
    draws: int
    seed: int
    repeats: int = 1

    def stream(self, purpose: Purpose, owner: str) -> Generator:
        """A generator at the beginning of the stream of one purpose and owner in this chunk.

        Source of the choice: SFC64 is NumPy's fastest generator; ``spawn_key`` gives independent streams.
        """
        key = (int(purpose), zlib.crc32(owner.encode()), self.number)
        return Generator(SFC64(SeedSequence(self.seed, spawn_key=key)))

    def blocks(self, normals: NDArray[Any]) -> NDArray[Any]:
        """Numbers of one block, repeated for every scenario along the last axis."""
        return normals if self.repeats == 1 else np.tile(normals, self.repeats)

    @property
    def fresh(self) -> int:
        """Draws of one block."""
        return self.draws // self.repeats


class Streams:
    """The open streams of a chunk: asked again for a purpose and owner, it goes on where it stopped.

    Creators of a cell that are computed in several batches thus get the same numbers as in one.

    Args:
        chunk: The chunk.
    """

    def __init__(self, chunk: Chunk) -> None:
        self.chunk = chunk
        self._open: dict[tuple[Purpose, str], Generator] = {}

    def of(self, purpose: Purpose, owner: str) -> Generator:
        """The generator of one purpose and owner, wherever it stands."""
        key = (purpose, owner)
        if key not in self._open:
            self._open[key] = self.chunk.stream(purpose, owner)
        return self._open[key]

    def normals(self, purpose: Purpose, owner: str, rows: int, columns: int) -> NDArray[np.float32]:
        """The next standard normal numbers, [row, column, draw]."""
        drawn = self.of(purpose, owner).standard_normal((rows, columns, self.chunk.fresh), dtype=np.float32)
        return self.chunk.blocks(drawn)


def chunks(draws: int, seed: int) -> tuple[Chunk, ...]:
    """Cut draws into chunks of :data:`CHUNK`, the last one shorter."""
    return tuple(Chunk(number, min(CHUNK, draws - start), seed) for number, start in enumerate(range(0, draws, CHUNK)))
