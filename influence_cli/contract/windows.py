"""Spans of months over which totals are counted, and lines that follow from running totals."""

from collections.abc import Callable
from itertools import groupby

import numpy as np

from influence_cli.contract.outcomes import IntArray, Month
from influence_cli.model.contract import Window


def spans(months: tuple[Month, ...], window: Window) -> tuple[range, ...]:
    """The months of each window, in order. Within one campaign, ``campaign`` and ``never`` are the same span.

    Raises:
        ValueError: If the window is no span of months: a single order, or rolling days.
    """
    match window:
        case Window.MONTH:
            return tuple(range(index, index + 1) for index in range(len(months)))
        case Window.QUARTER:
            groups = groupby(range(len(months)), key=lambda index: months[index].quarter)
            return tuple(_span(list(group)) for _, group in groups)
        case Window.CAMPAIGN | Window.NEVER:
            return (range(len(months)),)
        case Window.ORDER | Window.ROLLING:
            raise ValueError(f"the window {window} is no span of months")


def accrue(
    volumes: IntArray, over: tuple[range, ...], owed_for: Callable[[IntArray], IntArray], months: int
) -> IntArray:
    """Lines by month: what is owed for the window's running total, less what was owed the month before.

    Args:
        volumes: [creator, month, draw], any axis possibly of length 1.
        over: The windows.
        owed_for: Amounts owed for running totals [creator, draw], elementwise.
        months: Number of months.

    Returns:
        [creator, month, draw], with the creators and draws of ``volumes``.
    """
    volumes = np.broadcast_to(volumes, (volumes.shape[0], months, volumes.shape[2]))
    lines = np.empty(volumes.shape, dtype=np.int64)
    for span in over:
        running = volumes[:, span.start]
        before = owed_for(running)
        lines[:, span.start] = before
        for month in span[1:]:
            running = running + volumes[:, month]
            now = owed_for(running)
            np.subtract(now, before, out=lines[:, month])
            before = now
    return lines


def _span(indices: list[int]) -> range:
    return range(indices[0], indices[-1] + 1)
