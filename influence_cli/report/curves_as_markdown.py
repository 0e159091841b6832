"""An allocation to response curves as a pull-request comment: short tables, text from outside escaped."""

from collections.abc import Iterable

from influence_cli.model.curves import CurveAllocation
from influence_cli.report import curves_figures, curves_prose
from influence_cli.report.curves_figures import Figures, Heading
from influence_cli.report.plan_as_markdown import escaped
from influence_cli.report.sanitize import plain

_MOST_ROWS = 50


def curves_markdown(allocation: CurveAllocation, *, version: str, input_sha256: str) -> str:
    """Render an allocation as GitHub-flavoured Markdown.

    Args:
        allocation: What was decided, with its certificate.
        version: Version of the programme.
        input_sha256: Hash of what was asked.
    """
    first, *others = curves_prose.sentences(allocation)
    facts = Figures((Heading("Allocation", number=False), Heading("", number=False)), curves_prose.facts(allocation))
    parts = (
        f"## {escaped(curves_figures.title(allocation))}",
        f"**{escaped(first)}** {escaped(' '.join(others))}".rstrip(),
        _table(facts),
        _table(_shortened(curves_figures.channels(allocation))),
        escaped(f"influence {plain(version, 20)}, input sha256 {plain(input_sha256, 64)}"),
    )
    return "\n\n".join(parts) + "\n"


def _shortened(figures: Figures) -> Figures:
    """The first channels and the total; a comment has a largest size."""
    left = len(figures.rows) - _MOST_ROWS
    if left <= 0:
        return figures
    rest = (f"{left} more", *("" for _ in figures.headings[1:]))
    return Figures(figures.headings, (*figures.rows[: _MOST_ROWS - 1], rest, figures.rows[-1]))


def _table(figures: Figures) -> str:
    lines = (
        _line(heading.text for heading in figures.headings),
        _line("---:" if heading.number else ":---" for heading in figures.headings),
        *(_line(map(escaped, row)) for row in figures.rows),
    )
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
