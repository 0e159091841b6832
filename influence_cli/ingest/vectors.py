"""Columns of text to columns of numbers: plain cells all at once, others one by one and exactly."""

import re
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

import numpy as np

from influence_cli.contract.outcomes import IntArray
from influence_cli.ingest.numbers import read_amount
from influence_cli.ingest.options import DecimalMark, ReadOptions
from influence_cli.ingest.words import CellError
from influence_cli.model.money import Currency

MOST_KEPT = 200_000
"""Distinct texts whose meaning is kept."""

_MOST_WRONG = 10_000

Cell = TypeVar("Cell", bound=Hashable)

Wrong = list[tuple[int, CellError]]
"""Cells that cannot be read, by position."""


class DistinctReader(Generic[Cell]):
    """A column in which the same text comes back often: each is read once."""

    def __init__(self, read: Callable[[Cell], int]) -> None:
        """Keep how one text is read; it raises CellError where it cannot be."""
        self._read = read
        self._known: dict[Cell, int] = {}
        self._wrong: dict[Cell, CellError] = {}

    def __call__(self, cells: Sequence[Cell]) -> tuple[IntArray, Wrong]:
        """Numbers of cells; 0 where a cell is wrong."""
        known = self._known
        if len(known) > MOST_KEPT or len(self._wrong) > _MOST_WRONG:
            known.clear()
            self._wrong.clear()
        for text in dict.fromkeys(cells):
            if text not in known:
                try:
                    known[text] = self._read(text)
                except CellError as error:
                    known[text] = 0
                    # its traceback would keep alive what was read
                    self._wrong[text] = error.with_traceback(None)
        values = np.fromiter(map(known.__getitem__, cells), np.int64, len(cells))
        if not self._wrong:
            return values, []
        return values, [(row, self._wrong[text]) for row, text in enumerate(cells) if text in self._wrong]


class AmountReader:
    """A column of amounts of money.

    Cells such as ``1234.5`` are read together as floating point numbers, which is exact: with at most nine digits
    before the point and three behind it, the nearest whole number of minor units is the one that is written.
    """

    def __init__(self, options: ReadOptions, *, empty: int | None) -> None:
        """Keep how amounts are read.

        Args:
            options: Currency and decimal mark.
            empty: What an empty cell means, or None where it is a problem.
        """
        self._comma = options.decimal is DecimalMark.COMMA
        self._minor = options.currency.minor
        self._plain = _plain(options.currency, empty is not None)
        self._exactly = DistinctReader[str](lambda text: _amount(text, options, empty))

    def __call__(self, cells: Sequence[str]) -> tuple[IntArray, Wrong]:
        """Minor units of cells; 0 where a cell is wrong."""
        text = "\n".join(cells)
        points = text
        if self._comma and "." not in text:
            points = text.replace(",", ".")
        elif self._comma:
            return self._exactly(cells)
        if not self._plain.fullmatch(points):
            return self._exactly(cells)
        numbers = [cell or "0" for cell in points.split("\n")]
        if len(numbers) != len(cells):
            return self._exactly(cells)
        major = np.fromiter(map(float, numbers), np.float64, len(numbers))
        return np.rint(major * self._minor).astype(np.int64), []


def _plain(currency: Currency, may_be_empty: bool) -> re.Pattern[str]:
    """Lines of plain amounts with at most the currency's decimals."""
    decimals = rf"(?:\.[0-9]{{1,{currency.digits}}})?" if currency.digits else ""
    cell = rf"[0-9]{{1,9}}{decimals}"
    cell = f"(?:{cell})?" if may_be_empty else cell
    return re.compile(rf"(?:{cell}\n)*+{cell}")


def _amount(text: str, options: ReadOptions, empty: int | None) -> int:
    if not text and empty is not None:
        return empty
    return read_amount(text, options.currency, options.decimal)
