"""GitHub-flavored Markdown: tables and paragraphs in which text from outside is only text."""

import re
from collections.abc import Iterable, Sequence

from influence_cli.report.layout.grid import Grid, text_column

_SPECIAL = re.compile(r"([\\`*_{}\[\]|~$])")
_BLOCK = re.compile(r"[-+=]|\d+[.)](?=\s|$)")
"""What at the start of a paragraph would make it a list or a heading."""

_BREAK = "&#8203;"
_LINKS = re.compile(r"(?i)(?<=:)(?=//)|(?<=www)(?=\.)|(?<=[@#])|(?<=\bGH)(?=-)")
"""Where an address, a mention or a reference to an issue is broken by a character without width."""


def escaped(text: str) -> str:
    r"""Text that Markdown shows as it is: no markup, no HTML, no link, nobody mentioned.

    >>> escaped("a|b <i> `x`")
    'a\\|b &lt;i&gt; \\`x\\`'
    >>> escaped("@team")
    '@&#8203;team'
    """
    parts = _LINKS.split(text)
    safe = (_SPECIAL.sub(r"\\\1", _entities(part)) for part in parts)
    return _BREAK.join(safe)


def paragraph(text: str) -> str:
    """Text that Markdown takes for a paragraph, whatever it starts with."""
    safe = escaped(text)
    return _BREAK + safe if _BLOCK.match(safe) else safe


def lead(sentences: Sequence[str]) -> str:
    """What a document says first: a sentence in bold, and the rest."""
    first, *others = sentences
    return f"**{escaped(first)}** {escaped(' '.join(others))}".rstrip()


def details(summary: str, text: str) -> str:
    """Text folded away behind a summary, which is Markdown itself."""
    return f"<details><summary>{summary}</summary>\n\n{text}\n\n</details>"


def pairs(heading: str, named: Iterable[tuple[str, str]]) -> str:
    """Names with their values as a table."""
    return table(Grid((text_column(heading), text_column("")), tuple(named)))


def table(grid: Grid, most: int | None = None) -> str:
    """A table of ready text with its note below it.

    Args:
        grid: The table.
        most: Rows that are shown of it, the total among them; None for all.
    """
    shown, note = grid.rows, grid.note
    if most is not None and len(shown) > most:
        last = shown[-1:] if grid.has_total else ()
        note = f"{len(shown) - most} more rows are left out here. {note}".strip()
        shown = (*shown[: most - len(last)], *last)
    lines = [
        _line(column.heading.strip() for column in grid.columns),
        _line("---:" if column.number else ":---" for column in grid.columns),
        *(_line(escaped(cell.strip()) for cell in row) for row in shown),
    ]
    return "\n".join(lines) + (f"\n\n{escaped(note)}" if note else "")


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _entities(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
