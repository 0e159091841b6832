"""Cells of words for the terminal: broken between words and after hyphens, never inside a word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

_PIECE = re.compile(r"\s*[\-_/]*[^\s\-_/]+[\-_/]*|\s*[\-_/]+")
"""A word, or a part of one that ends in a hyphen, an underscore or a slash, with the blanks before it."""

_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Words:
    """Text of one cell in a style; a part of a word that is longer than its column ends in an ellipsis."""

    text: str
    style: str = ""

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        least = max((cell_len(piece) for piece in _pieces(self.text)), default=0)
        return Measurement(least, cell_len(self.text)).with_maximum(options.max_width)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text("\n".join(lines(self.text, options.max_width)), self.style)


def lines(text: str, width: int) -> Iterator[str]:
    """Lines of at most ``width`` cells of a terminal.

    >>> list(lines("ambassador-film", 14)), list(lines("orders by code", 9)), list(lines("remuneration", 9))
    (['ambassador-', 'film'], ['orders by', 'code'], ['remunera…'])
    """
    line = ""
    for found in _PIECE.findall(text):
        if cell_len(line + found) <= width:
            line += found
            continue
        if line:
            yield line
        line = _cut(found.strip(), width)
    yield line


def _pieces(text: str) -> list[str]:
    return [found.strip() for found in _PIECE.findall(text)]


def _cut(piece: str, width: int) -> str:
    if cell_len(piece) <= width:
        return piece
    return set_cell_size(piece, max(width - 1, 0)).rstrip() + _ELLIPSIS if width > 0 else ""
