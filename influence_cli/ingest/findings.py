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
        problems: In the order of the file once settled.
        left: How many more there are.
    """

    name: str
    problems: list[Problem] = field(default_factory=list)
    left: int = 0

    def __len__(self) -> int:
        return len(self.problems) + self.left

    def error(self, code: str, line: int, path: str, what: str, expected: str = "", suggestion: str = "") -> None:
        """Note a problem of a line."""
        if self.left:
            self.left += 1
            return
        place = Place(self.name, line, 1 if line else 0)
        self.problems.append(Problem(code, Severity.ERROR, place, path, what, expected, suggestion))
        if len(self.problems) >= _MOST_KEPT:
            self.settle()

    def cell(self, line: int, path: str, error: CellError) -> None:
        """Note a cell that cannot be read."""
        if self.left:
            self.left += 1
            return
        self.error(error.code, line, path, error.what, error.expected, error.suggestion)

    def settle(self) -> None:
        """Put the problems in the order of the file and let go of those that will not be listed."""
        self.problems.sort(key=lambda problem: problem.place)
        self.left += max(len(self.problems) - MOST_PROBLEMS, 0)
        del self.problems[MOST_PROBLEMS:]

    def listed(self) -> tuple[Problem, ...]:
        """The problems, and where there are more, how many."""
        self.settle()
        if not self.left:
            return tuple(self.problems)
        what = f"{self.left:,} more problems are not listed"
        more = Problem("too-many-problems", Severity.ERROR, self.problems[-1].place, "", what)
        return (*self.problems, more)

    def stop(self) -> None:
        """End here if there is a problem.

        Raises:
            SpecError: There is.
        """
        if self.problems:
            raise SpecError(self.listed())

    def fatal(self, code: str, line: int, path: str, what: str, expected: str = "", suggestion: str = "") -> NoReturn:
        """End here, because the rest of the file cannot be understood.

        Raises:
            SpecError: Always; the problem that ends it comes first.
        """
        found = self.listed()
        place = Place(self.name, line, 1 if line else 0)
        raise SpecError((Problem(code, Severity.ERROR, place, path, what, expected, suggestion), *found))
