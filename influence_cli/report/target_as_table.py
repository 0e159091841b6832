"""The answer to a target for the terminal: the budget, its plan in short, and how it was found."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.text import Text

from influence_cli.model.target import TargetResult
from influence_cli.report import grids
from influence_cli.report import target_words as words
from influence_cli.report.page import WIDE, facts, heading, page_width, printed, section, table
from influence_cli.report.prose import SENTENCE_LIMIT
from influence_cli.report.sanitize import plain


def target_table(result: TargetResult, *, width: int = 80, color: bool = False) -> str:
    """Render the answer for people.

    Args:
        result: The answer.
        width: Columns of the terminal; below 80 the report is laid out for 80, beyond 120 for 120.
        color: Whether to emphasize with color; the text is the same without.

    Returns:
        Lines of text, the last one ended.
    """
    return printed(_sections(result, page_width(width)), width=width, color=color)


def _sections(result: TargetResult, width: int) -> Iterable[RenderableType]:
    plan, code = result.plan, result.target.currency.code
    wide = width >= WIDE
    yield heading(words.title(result), words.subtitle(result), words.sentences(result))
    yield Group(Text(), facts(words.facts(result)))
    yield section(
        "Allocation",
        f"strategy {plan.allocation.strategy}; Each and Cost are expected all-in {code}",
        table(grids.allocation(plan, room=None if wide else width - 2)),
        Text(),
        table(grids.budget(plan)),
        *(Text(plain(note, SENTENCE_LIMIT)) for note in plan.allocation.notes),
    )
    yield section("Projection", f"whole campaign, money in {code}", table(grids.projection(plan, wide=wide)))
    notes = (Text(note) for note in words.notes(result))
    yield section("Search", "budgets tried", table(words.probes(result)), *notes)
    campaign = plan.campaign
    yield Text()
    yield Text(
        f"influence {plain(plan.version, 20)}, seed {campaign.settings.seed}, {campaign.settings.draws:,} draws, "
        f"benchmarks {plain(campaign.benchmark_set, 40)}"
    )
