"""Channels that differ in nothing but how high their curves are.

Where the slope of one curve is nowhere below the slope of another, and all their limits are the same, more money for
the lower one can change places with less money for the higher one without loss. So among such channels only allocations
that never give a higher curve less need searching; without this, equal S-shaped curves have as many equal optima as
there are ways to choose some of them.
"""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import replace
from typing import assert_never

from influence_cli.model.curves import Channel, CurveProblem, Exponential, Hill, Log, Piecewise, Power, Response


def ranks(problem: CurveProblem) -> tuple[tuple[int, ...], ...]:
    """Positions of such channels, the highest curve first; only where there are at least two."""
    kinds: dict[Hashable, list[tuple[float, int]]] = defaultdict(list)
    for i, channel in enumerate(problem.channels):
        height, shape = _height_and_shape(channel.response)
        groups = frozenset(g for g, group in enumerate(problem.groups) if channel.name in group.channels)
        kinds[(shape, _limits(channel), groups)].append((-height, i))
    return tuple(tuple(i for _, i in sorted(alike)) for alike in kinds.values() if len(alike) > 1)


def _limits(channel: Channel) -> Channel:
    return replace(channel, name="", response=Log(1.0, 1.0))


def _height_and_shape(response: Response) -> tuple[float, Response]:
    match response:
        case Hill() | Exponential():
            return response.maximum, replace(response, maximum=1.0)
        case Log() | Power():
            return response.coefficient, replace(response, coefficient=1.0)
        case Piecewise():
            return 1.0, response
        case _:
            assert_never(response)
