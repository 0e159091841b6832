"""The results of a file, each once."""

from dataclasses import dataclass, replace

import numpy as np

from influence_cli.contract.outcomes import IntArray
from influence_cli.ingest.findings import Findings
from influence_cli.ingest.table import TableReader
from influence_cli.model.errors import Problem
from influence_cli.model.payout import InputFile, Result


@dataclass(frozen=True, slots=True)
class ResultsFile:
    """What a file of results holds.

    Attributes:
        results: Those that could be read, in the order of the file.
        lines: The line each begins in. [result]
        unknown_columns: Headers that are not used, as written.
        problems: Rows that could not be read, a hundred at most and then how many more there are.
        input: What was read.
        repeated: Rows that say the same as an earlier one, or were added to it.
        refused: Rows that are not among the results because of a problem.
    """

    results: tuple[Result, ...]
    lines: IntArray
    unknown_columns: tuple[str, ...]
    problems: tuple[Problem, ...]
    input: InputFile
    repeated: int = 0
    refused: int = 0


class Kept:
    """Results by their keys, as they are read; what contradicts itself is none."""

    def __init__(self, findings: Findings) -> None:
        """Begin with none."""
        self._findings = findings
        self._results: dict[str, tuple[Result, int]] = {}
        self._clashing: set[str] = set()
        self._repeated = 0

    def add(self, result: Result, line: int, what: str, *, may_repeat: bool) -> None:
        """Keep a result.

        Args:
            result: The result.
            line: Its line.
            what: What it is, for a message.
            may_repeat: Whether the same facts twice are one result, and not a mistake.
        """
        before, first = self._results.setdefault(result.key, (result, line))
        if first == line:
            return
        if may_repeat and before == result:
            self._repeated += 1
            return
        words = f"{what} stands in line {first} already{', with other facts' if may_repeat else ''}"
        self._findings.error("duplicate-item", line, "", words, "one line for each")
        self._clashing.add(result.key)

    def add_clicks(self, result: Result, line: int) -> None:
        """Keep the clicks of a day, added to others of that day, as of another link."""
        before, first = self._results.setdefault(result.key, (result, line))
        if first != line:
            self._repeated += 1
            clicks = (before.clicks or 0) + (result.clicks or 0)
            self._results[result.key] = replace(before, clicks=clicks), first

    def file(self, table: TableReader, holds: str, unknown: tuple[str, ...]) -> ResultsFile:
        """What the file holds, once it was read to its end."""
        kept = [pair for key, pair in self._results.items() if key not in self._clashing]
        read = table.input(holds)
        return ResultsFile(
            tuple(result for result, _ in kept),
            np.array([line for _, line in kept], dtype=np.int64),
            unknown,
            self._findings.listed(),
            read,
            self._repeated,
            read.rows - len(kept) - self._repeated,
        )
