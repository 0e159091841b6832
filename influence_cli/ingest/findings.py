"""What is wrong with a file, gathered while it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from influence_cli.ingest.words import CellError, shown
from influence_cli.model.errors import Place, Problem, Severity, SpecError

MOST_PROBLEMS = 100
_MOST_KEPT = 10_000
BROKEN_ROW = "bad-row"
"""The rule for rows that have no cells to speak of."""


@dataclass(slots=True)
class Findings:
    """Problems found so far; those beyond the first hundred of the file are counted only.

    Attributes:
        name: What the file is called in messages.
        found: Line, column and what is wrong; problems are made of those that are listed.
        left: How many more there are.
        header: Headers as written.
        at: Where each column is, counted from 0.
    """

    name: str
    found: list[tuple[int, str, CellError]] = field(default_factory=list)
    left: int = 0
    header: Sequence[str] = ()
    at: Mapping[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.found) + self.left

    def error(self, code: str, line: int, path: str, what: str, expected: str = "") -> None:
        """Note a problem of a line."""
        self.cell(line, path, CellError(what, expected, code=code))

    def cell(self, line: int, path: str, error: CellError) -> None:
        """Note a cell that cannot be read."""
        if self.left:
            self.left += 1
            return
        self.found.append((line, error.column or path, error))
        if len(self.found) >= _MOST_KEPT:
            self.settle()

    def settle(self) -> None:
        """Put what was found in the order of the file and let go of what will not be listed."""
        self.found.sort(key=lambda found: (found[0], self.at.get(found[1], -1)))
        self.left += max(len(self.found) - MOST_PROBLEMS, 0)
        del self.found[MOST_PROBLEMS:]

    def forget_cells(self) -> None:
        """Let go of what is wrong with cells; rows that are none stay."""
        self.found = [found for found in self.found if found[2].code == BROKEN_ROW]
        self.left = 0

    def listed(self) -> tuple[Problem, ...]:
        """The problems, and where there are more, how many."""
        self.settle()
        problems = tuple(self._problem(*found) for found in self.found)
        if not self.left:
            return problems
        more = CellError(f"{self.left:,} more problems are not listed", code="too-many-problems")
        return (*problems, self._problem(problems[-1].place.line, "", more))

    def stop(self) -> None:
        """End here if there is a problem.

        Raises:
            SpecError: There is.
        """
        if self.found:
            raise SpecError(self.listed())

    def fatal(self, code: str, line: int, path: str, what: str, expected: str = "") -> NoReturn:
        """End here, because the rest of the file cannot be understood.

        Raises:
            SpecError: Always; the problem that ends it comes first.
        """
        raise SpecError((self._problem(line, path, CellError(what, expected, code=code)), *self.listed()))

    def _problem(self, line: int, path: str, error: CellError) -> Problem:
        """A problem; one of a column stands in its cell and begins with the header, as written."""
        place, what = Place(self.name, line, 1), error.what
        if path in self.at:
            place = Place(self.name, line, self.at[path] + 1)
            what = f"{shown(self.header[self.at[path]])[1:-1]}: {what}"
        return Problem(error.code, Severity.ERROR, place, path, what, error.expected, error.suggestion)
