"""The results of a file, each once."""

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from influence_cli.contract.outcomes import IntArray
from influence_cli.ingest.asides import ADDED, SAME, counted
from influence_cli.ingest.campaigns import CampaignRows
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
        passed: Rows that are passed over: they repeat an earlier one, were added to it, or belong to another campaign.
        refused: Rows that are not among the results because of a problem.
        notes: Which rows were passed over, in words.
    """

    results: tuple[Result, ...]
    lines: IntArray
    unknown_columns: tuple[str, ...]
    problems: tuple[Problem, ...]
    input: InputFile
    passed: int = 0
    refused: int = 0
    notes: tuple[str, ...] = ()


class Kept:
    """Results by their keys, as they are read; what contradicts itself is none."""

    def __init__(self, findings: Findings) -> None:
        """Begin with none."""
        self._findings = findings
        self._results: dict[str, tuple[Result, int]] = {}
        self._clashing: set[str] = set()
        self._alike: Counter[str] = Counter()
        self._repeated = self._added = 0

    def clear(self) -> None:
        """Begin with none again."""
        self._results.clear()
        self._clashing.clear()
        self._alike.clear()
        self._repeated = self._added = 0

    def number_of(self, name: str) -> int:
        """How many rows had a name so far, this one among them."""
        self._alike[name] += 1
        return self._alike[name]

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
            self._added += 1
            clicks = (before.clicks or 0) + (result.clicks or 0)
            self._results[result.key] = replace(before, clicks=clicks), first

    def file(self, table: TableReader, campaigns: CampaignRows, holds: str, unknown: tuple[str, ...]) -> ResultsFile:
        """What the file holds, once it was read to its end."""
        kept = [pair for key, pair in self._results.items() if key not in self._clashing]
        read = table.input(holds)
        passed = self._repeated + self._added + campaigns.others
        return ResultsFile(
            tuple(result for result, _ in kept),
            np.array([line for _, line in kept], dtype=np.int64),
            unknown,
            self._findings.listed(),
            read,
            passed,
            read.rows - len(kept) - passed,
            (*campaigns.notes(), *counted((self._repeated, SAME), (self._added, ADDED))),
        )
