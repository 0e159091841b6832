"""What is wrong with a file, gathered while it is read."""

from dataclasses import dataclass, field
from typing import NoReturn

from influence_cli.ingest.words import CellError
from influence_cli.model.errors import Place, Problem, Severity, SpecError

MOST_PROBLEMS = 100
_MOST_KEPT = 10_000


@dataclass(slots=True)
class Findings:
    """Problems found so far; those beyond the first hundred of the file are counted only.

    Attributes:
        name: What the file is called in messages.
        found: Line, column and what is wrong; problems are made of those that are listed.
        left: How many more there are.
    """

    name: str
    found: list[tuple[int, str, CellError]] = field(default_factory=list)
    left: int = 0

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
        self.found.append((line, path, error))
        if len(self.found) >= _MOST_KEPT:
            self.settle()

    def settle(self) -> None:
        """Put what was found in the order of the file and let go of what will not be listed."""
        self.found.sort(key=lambda found: found[0])
        self.left += max(len(self.found) - MOST_PROBLEMS, 0)
        del self.found[MOST_PROBLEMS:]

    def listed(self) -> tuple[Problem, ...]:
        """The problems, and where there are more, how many."""
        self.settle()
        problems = tuple(_problem(self.name, *found) for found in self.found)
        if not self.left:
            return problems
        more = CellError(f"{self.left:,} more problems are not listed", code="too-many-problems")
        return (*problems, _problem(self.name, problems[-1].place.line, "", more))

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
        raise SpecError((_problem(self.name, line, path, CellError(what, expected, code=code)), *self.listed()))


def _problem(name: str, line: int, path: str, error: CellError) -> Problem:
    place = Place(name, line, 1)
    return Problem(error.code, Severity.ERROR, place, path, error.what, error.expected, error.suggestion)
