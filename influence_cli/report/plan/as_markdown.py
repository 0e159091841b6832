"""A plan as a pull-request comment: short tables, details folded away, text from outside escaped."""

from collections.abc import Iterable, Mapping

from influence_cli.model.campaign import Goal
from influence_cli.model.plan import PlanResult
from influence_cli.report.layout.markdown import details, escaped, lead, pairs, paragraph, table
from influence_cli.report.plan import grids, headline, payout_grids, prose
from influence_cli.report.plan.optimality.parts import Part, parts
from influence_cli.report.values.campaign import made_by, spec_hash, title
from influence_cli.report.values.gates import gates_in_short
from influence_cli.report.values.sanitize import SENTENCE_LIMIT, plain

_KEY_METRICS = frozenset({"views", "reach", "clicks", "leads", "orders", "revenue", "cost", "profit"}) | {
    "cpa",
    "roas",
    "roi",
    "clv_roi",
}
_OF_A_GOAL: Mapping[Goal, frozenset[str]] = {
    Goal.AWARENESS: frozenset({"cpm"}),
    Goal.ENGAGEMENT: frozenset({"engagements", "cpe"}),
    Goal.FOLLOWERS: frozenset({"engagements", "cpe"}),
}
_MOST_ROWS = 30
_MOST_WARNINGS = 20
_TORNADO_ROWS = 5


def plan_markdown(result: PlanResult) -> str:
    """Render a plan as GitHub-flavoured Markdown of at most some 60,000 characters."""
    return "\n\n".join(_parts(result)) + "\n"


def _parts(result: PlanResult) -> Iterable[str]:
    code = result.campaign.currency.code
    yield f"## {escaped(title(result.campaign))}"
    yield lead((*headline.sentences(result), _sentence(prose.subtitle(result))))
    yield pairs("Headline", headline.facts(result))
    yield f"### Allocation: {result.allocation.strategy}, {code}"
    yield table(grids.allocation(result), _MOST_ROWS)
    yield table(grids.budget(result), _MOST_ROWS)
    for note in result.allocation.notes[:_MOST_ROWS]:
        yield paragraph(plain(note, SENTENCE_LIMIT))
    yield from map(_part, parts(result))
    yield f"### Projection, money in {code}"
    shown = _KEY_METRICS | _OF_A_GOAL.get(result.campaign.goal, frozenset())
    yield table(grids.projection(result, wide=False, only=shown), _MOST_ROWS)
    yield f"### Payouts by contract, {code}"
    yield table(payout_grids.payouts_by_contract(result, wide=False), _MOST_ROWS)
    yield pairs("Payouts", payout_grids.payout_facts(result))
    if result.gates:
        yield f"### Gates: {gates_in_short(result.gates)}"
        yield table(grids.gates(result), _MOST_ROWS)
    if result.tornado:
        yield details("What moves the ROI", table(grids.tornado(result, rows=_TORNADO_ROWS, bar=0), _MOST_ROWS))
    yield from _warnings(result)
    yield paragraph(f"{prose.risk(result.risk)} {prose.where_numbers_come_from(result)}")
    yield _footer(result)


def _part(part: Part) -> str:
    title = f"{part.title}: {part.aside}" if part.aside else part.title
    drawn = [pairs(part.title, part.facts)] if part.facts else []
    drawn += map(paragraph, part.opening)
    drawn += [table(part.grid, _MOST_ROWS)] if part.grid else []
    text = "\n\n".join([*drawn, *map(paragraph, part.closing)])
    return details(escaped(title), text) if part.is_detail else f"### {escaped(title)}\n\n{text}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _warnings(result: PlanResult) -> Iterable[str]:
    if not result.warnings:
        return
    yield f"### Warnings: {len(result.warnings)}"
    items = [
        f"- **{escaped(plain(problem.code, 40))}** ({escaped(plain(str(problem.place) or problem.path, 80))}): "
        f"{escaped(prose.warning(problem))}"
        for problem in result.warnings[:_MOST_WARNINGS]
    ]
    left = len(result.warnings) - len(items)
    yield "\n".join([*items, *([f"- and {left} more"] if left else [])])


def _footer(result: PlanResult) -> str:
    return paragraph(f"{made_by(result.version, result.campaign)}, {spec_hash(result.campaign)}")
