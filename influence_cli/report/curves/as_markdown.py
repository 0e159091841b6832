"""An allocation to response curves as a pull-request comment: short tables, text from outside escaped."""

from dataclasses import replace

from influence_cli.model.curves import CurveAllocation
from influence_cli.report.curves import figures, prose
from influence_cli.report.layout.grid import Grid
from influence_cli.report.layout.markdown import escaped, lead, pairs, table
from influence_cli.report.values.sanitize import plain

_MOST_ROWS = 50


def curves_markdown(allocation: CurveAllocation, *, version: str, input_sha256: str) -> str:
    """Render an allocation as GitHub-flavoured Markdown.

    Args:
        allocation: What was decided, with its certificate.
        version: Version of the programme.
        input_sha256: Hash of what was asked.
    """
    parts = (
        f"## {escaped(figures.title(allocation))}",
        lead(prose.sentences(allocation)),
        pairs("Allocation", prose.facts(allocation)),
        table(_shortened(figures.channels(allocation))),
        escaped(f"influence {plain(version, 20)}, input sha256 {plain(input_sha256, 64)}"),
    )
    return "\n\n".join(parts) + "\n"


def _shortened(grid: Grid) -> Grid:
    """The first channels and the total; a comment has a largest size."""
    left = len(grid.rows) - _MOST_ROWS
    if left <= 0:
        return grid
    rest = (f"{left} more", *("" for _ in grid.columns[1:]))
    return replace(grid, rows=(*grid.rows[: _MOST_ROWS - 1], rest, grid.rows[-1]))
