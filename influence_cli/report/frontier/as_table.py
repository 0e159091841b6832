"""A frontier for the terminal: where to stop, a row per budget, the mix, and charts of plain characters."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from influence_cli.model.frontier import Frontier
from influence_cli.report.frontier import grids, prose
from influence_cli.report.layout.page import heading, printed, section, table
from influence_cli.report.layout.width import WIDE, page_width
from influence_cli.report.values.campaign import title
from influence_cli.report.values.sanitize import plain


def frontier_table(frontier: Frontier, *, width: int = 80, color: bool = False) -> str:
    """Render a frontier for people.

    Args:
        frontier: The frontier.
        width: Columns of the terminal; below 80 the report is laid out for 80, beyond 120 for 120.
        color: Whether to emphasize with color; the text is the same without.

    Returns:
        Lines of text, the last one ended.
    """
    return printed(_sections(frontier, wide=page_width(width) >= WIDE), width=width, color=color)


def _sections(frontier: Frontier, *, wide: bool) -> Iterable[RenderableType]:
    code = frontier.campaign.currency.code
    yield heading(title(frontier.campaign), prose.subtitle(frontier), prose.sentences(frontier))
    notes = (Text(note) for note in prose.notes(frontier))
    yield section("Frontier", f"expected values, money in {code}", table(grids.rows(frontier, mix=wide)), *notes)
    without = prose.reasons(frontier)
    if without:
        yield section("Without a plan", "", *(Text(f"{budgets}: {reason}") for budgets, reason in without))
    if not wide:
        yield section("Mix", "creators, and the share of what is spent on them", table(grids.mixes(frontier)))
    yield section("Objective", "by budget", table(grids.chart(frontier, 70 if wide else 40)))
    yield section(
        "ROI", "from a bad run (P10) to a good one (P90)", table(grids.roi_chart(frontier, 60 if wide else 36))
    )
    campaign = frontier.campaign
    yield Text()
    yield Text(
        f"influence {plain(frontier.version, 20)}, seed {campaign.settings.seed}, "
        f"benchmarks {plain(campaign.benchmark_set, 40)}"
    )
