"""A frontier for the terminal: where to stop, a row per budget, the mix, and charts of plain characters."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from influence_cli.model.frontier import Frontier
from influence_cli.report import frontier_words as words
from influence_cli.report.page import WIDE, heading, page_width, printed, section, table
from influence_cli.report.sanitize import plain


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
    yield heading(words.title(frontier), words.subtitle(frontier), words.sentences(frontier))
    notes = (Text(note) for note in words.notes(frontier))
    yield section("Frontier", f"expected values, money in {code}", table(words.rows(frontier, mix=wide)), *notes)
    without = words.reasons(frontier)
    if without:
        yield section("Without a plan", "", *(Text(f"{budgets}: {reason}") for budgets, reason in without))
    if not wide:
        yield section("Mix", "creators, and the share of what is spent on them", table(words.mixes(frontier)))
    yield section("Objective", "by budget", table(words.chart(frontier, 70 if wide else 40)))
    yield section(
        "ROI", "from a bad run (P10) to a good one (P90)", table(words.roi_chart(frontier, 60 if wide else 36))
    )
    campaign = frontier.campaign
    yield Text()
    yield Text(
        f"influence {plain(frontier.version, 20)}, seed {campaign.settings.seed}, "
        f"benchmarks {plain(campaign.benchmark_set, 40)}"
    )
