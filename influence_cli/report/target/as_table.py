"""The answer to a target for the terminal: the budget, its plan in short, and how it was found."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.text import Text

from influence_cli.model.target import TargetResult
from influence_cli.report.layout.page import INDENT, facts, heading, printed, section, table
from influence_cli.report.layout.width import WIDE, page_width
from influence_cli.report.plan import grids as plan_grids
from influence_cli.report.target import grids, prose
from influence_cli.report.values.campaign import made_by, title
from influence_cli.report.values.sanitize import SENTENCE_LIMIT, plain


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
    yield heading(title(plan.campaign), prose.subtitle(result), prose.sentences(result))
    yield Group(Text(), facts(prose.facts(result)))
    yield section(
        "Allocation",
        f"strategy {plan.allocation.strategy}; Each and Cost are expected all-in {code}",
        table(plan_grids.allocation(plan, room=None if wide else width - INDENT)),
        Text(),
        table(plan_grids.budget(plan)),
        *(Text(plain(note, SENTENCE_LIMIT)) for note in plan.allocation.notes),
    )
    yield section("Projection", f"whole campaign, money in {code}", table(plan_grids.projection(plan, wide=wide)))
    notes = (Text(note) for note in prose.notes(result))
    yield section("Search", "budgets tried", table(grids.probes(result)), *notes)
    yield Text()
    yield Text(made_by(plan.version, plan.campaign))
