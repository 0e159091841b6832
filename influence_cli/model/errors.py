"""What can go wrong for a user, and with which exit code the command line answers."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem weighs: an error stops the run, a warning is advice with a reason."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a user's input something stands; lines and columns count from 1, 0 means unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding about a user's input, complete enough to act on.

    Attributes:
        code: Stable kebab-case name of the rule, for example ``unknown-key``.
        severity: Error or warning.
        place: Where it stands.
        path: The dotted key path it concerns, for example ``budget.total``.
        what: What is wrong, in a sentence without a final full stop.
        expected: What would have been right, or an empty string.
        suggestion: The nearest valid word, or an empty string.
        reason: Why the rule exists (lints), or an empty string.
        source: Where the rule comes from (lints), or an empty string.
    """

    code: str
    severity: Severity
    place: Place
    path: str
    what: str
    expected: str = ""
    suggestion: str = ""
    reason: str = ""
    source: str = ""

    def __str__(self) -> str:
        parts = [self.what]
        if self.expected:
            parts.append(f"expected {self.expected}")
        if self.suggestion:
            parts.append(f"did you mean {self.suggestion!r}?")
        return f"{self.place}: {self.code}: " + "; ".join(parts)


class InfluenceError(Exception):
    """Anything a user can mend; the message is all that is shown."""

    exit_code = 2


class SpecError(InfluenceError):
    """The spec or an option is wrong; carries every problem found, at least one."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class UsageError(InfluenceError):
    """The command itself cannot be carried out as asked (a missing file, a word it does not know)."""


class InfeasibleError(InfluenceError):
    """No plan can honour every demand; the message names the clash and by how much."""

    exit_code = 3
