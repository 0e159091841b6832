"""Headers to columns, by a table of the names that exports print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from influence_cli.ingest.findings import Findings
from influence_cli.ingest.table import TableReader
from influence_cli.ingest.words import folded, named, shown


@dataclass(frozen=True, slots=True)
class Column:
    """The headers of a column, without case, spaces and punctuation.

    Attributes:
        names: Headers that mean it; two of them in one file are a mistake.
        otherwise: Headers that stand for it where none of ``names`` is there, the best first.
    """

    names: tuple[str, ...]
    otherwise: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Which columns a file has.

    Attributes:
        at: Where each column is, counted from 0.
        header: The header of each, as written.
        unknown: Headers that are not used, as written, each once.
    """

    at: Mapping[str, int]
    header: Mapping[str, str]
    unknown: tuple[str, ...]

    def __contains__(self, column: object) -> bool:
        return column in self.at

    def cell(self, cells: Sequence[str], column: str) -> str:
        """The text of a row's cell without the spaces around it; empty where there is no such column."""
        position = self.at.get(column)
        return "" if position is None else cells[position].strip()


def find_columns(findings: Findings, table: TableReader, columns: Mapping[str, Column]) -> Found:
    """Find columns by their headers.

    Raises:
        SpecError: Two headers mean the same column.
    """
    by_name: dict[str, list[int]] = {}
    for position, cell in enumerate(table.header):
        by_name.setdefault(folded(cell), []).append(position)
    at: dict[str, int] = {}
    for column, known in columns.items():
        places = sorted(place for name in known.names for place in by_name.get(name, ()))
        if not places:
            places = next((by_name[name] for name in known.otherwise if name in by_name), [])
        if len(places) > 1:
            first, second = (shown(table.header[place]) for place in places[:2])
            what = f"two columns are read as {column}: {first} and {second}"
            findings.error("duplicate-key", table.header_line, column, what, f"one column with a {column}")
        if places:
            at[column] = places[0]
    findings.stop()
    findings.header, findings.at = table.header, at
    used = set(at.values())
    header = {column: table.header[place] for column, place in at.items()}
    unknown = dict.fromkeys(cell for place, cell in enumerate(table.header) if place not in used and cell)
    return Found(at, header, tuple(unknown))


def need(
    findings: Findings, table: TableReader, columns: Mapping[str, Column], found: Found, *choices: str, example: str
) -> None:
    """Note that none of some columns is there, with the headers that are.

    Args:
        findings: Takes the problem.
        table: The file.
        columns: All columns.
        found: Those of the file.
        choices: Columns of which one is needed.
        example: Headers that would do, in words.
    """
    if any(choice in found for choice in choices):
        return
    names = [name for choice in choices for name in (*columns[choice].names, *columns[choice].otherwise)]
    headers = {folded(cell): cell for cell in found.unknown}
    # short names such as id are near to everything
    near = next((hit for name in names if (hit := get_close_matches(name, headers, n=1, cutoff=0.75))), [])
    nearest = f", of which {shown(headers[near[0]])} comes nearest" if near else ""
    what = f"there is no column {' or '.join(choices)}; the headers are {named(table.header)}{nearest}"
    findings.error("missing-key", table.header_line, choices[0], what, f"a header such as {example}")
