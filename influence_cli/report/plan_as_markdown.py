"""A plan as a pull-request comment: short tables, details folded away, text from outside escaped."""

import re
from collections.abc import Iterable, Mapping

from influence_cli.model.campaign import Goal
from influence_cli.model.plan import PlanResult
from influence_cli.report import grids, headline, payout_grids, prose
from influence_cli.report.grid import Grid, text_column
from influence_cli.report.optimality_parts import Part, parts
from influence_cli.report.sanitize import plain

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

_SPECIAL = re.compile(r"([\\`*_{}\[\]|~$])")
_BLOCK = re.compile(r"[-+=]|\d+[.)](?=\s|$)")
"""What at the start of a paragraph would make it a list or a heading."""

_BREAK = "&#8203;"
_LINKS = re.compile(r"(?i)(?<=:)(?=//)|(?<=www)(?=\.)|(?<=[@#])|(?<=\bGH)(?=-)")
"""Where an address, a mention or a reference to an issue is broken by a character without width."""


def plan_markdown(result: PlanResult) -> str:
    """Render a plan as GitHub-flavoured Markdown of at most some 60,000 characters."""
    return "\n\n".join(_parts(result)) + "\n"


def _parts(result: PlanResult) -> Iterable[str]:
    code = result.campaign.currency.code
    first, *others = headline.sentences(result)
    yield f"## {escaped(prose.title(result))}"
    yield f"**{escaped(first)}** {escaped(' '.join((*others, _sentence(prose.subtitle(result)))))}"
    yield _pairs("Headline", headline.facts(result))
    yield f"### Allocation: {result.allocation.strategy}, {code}"
    yield _table(grids.allocation(result))
    yield _table(grids.budget(result))
    for note in result.allocation.notes[:_MOST_ROWS]:
        yield _paragraph(plain(note, prose.SENTENCE_LIMIT))
    yield from map(_part, parts(result))
    yield f"### Projection, money in {code}"
    yield _table(
        grids.projection(result, wide=False, only=_KEY_METRICS | _OF_A_GOAL.get(result.campaign.goal, frozenset()))
    )
    yield f"### Payouts by contract, {code}"
    yield _table(payout_grids.payouts_by_contract(result, wide=False))
    yield _pairs("Payouts", payout_grids.payout_facts(result))
    if result.gates:
        yield f"### Gates: {prose.gates_in_short(result)}"
        yield _table(grids.gates(result))
    if result.tornado:
        yield _details("What moves the ROI", _table(grids.tornado(result, rows=_TORNADO_ROWS, bar=0)))
    yield from _warnings(result)
    yield _paragraph(f"{prose.risk(result.risk)} {prose.where_numbers_come_from(result)}")
    yield _footer(result)


def _part(part: Part) -> str:
    title = f"{part.title}: {part.aside}" if part.aside else part.title
    drawn = [_pairs(part.title, part.facts)] if part.facts else []
    drawn += map(_paragraph, part.opening)
    drawn += [_table(part.grid)] if part.grid else []
    text = "\n\n".join([*drawn, *map(_paragraph, part.closing)])
    return _details(escaped(title), text) if part.is_detail else f"### {escaped(title)}\n\n{text}"


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
    campaign = result.campaign
    return _paragraph(
        f"influence {plain(result.version, 20)}, seed {campaign.settings.seed}, "
        f"{campaign.settings.draws:,} draws, benchmarks {plain(campaign.benchmark_set, 40)}, "
        f"spec sha256 {plain(campaign.spec_sha256, 64)}"
    )


def _details(summary: str, text: str) -> str:
    return f"<details><summary>{summary}</summary>\n\n{text}\n\n</details>"


def _pairs(heading: str, pairs: Iterable[tuple[str, str]]) -> str:
    columns = (text_column(heading), text_column(""))
    return _table(Grid(columns, tuple(pairs)))


def _table(grid: Grid) -> str:
    shown = grid.rows
    note = grid.note
    if len(shown) > _MOST_ROWS:
        last = shown[-1:] if grid.has_total else ()
        note = f"{len(shown) - _MOST_ROWS} more rows are left out here. {note}".strip()
        shown = (*shown[: _MOST_ROWS - len(last)], *last)
    lines = [
        _line(column.heading for column in grid.columns),
        _line("---:" if column.number else ":---" for column in grid.columns),
        *(_line(map(escaped, row)) for row in shown),
    ]
    return "\n".join(lines) + (f"\n\n{escaped(note)}" if note else "")


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


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


def _paragraph(text: str) -> str:
    safe = escaped(text)
    return _BREAK + safe if _BLOCK.match(safe) else safe


def _entities(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
