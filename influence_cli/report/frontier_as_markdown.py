"""A frontier as a pull-request comment: where to stop, and a row per budget."""

from collections.abc import Iterable

from influence_cli.model.frontier import Frontier
from influence_cli.report import frontier_words as words
from influence_cli.report.grid import Grid
from influence_cli.report.plan_as_markdown import escaped
from influence_cli.report.sanitize import plain


def frontier_markdown(frontier: Frontier) -> str:
    """Render a frontier as GitHub-flavoured Markdown."""
    return "\n\n".join(_parts(frontier)) + "\n"


def _parts(frontier: Frontier) -> Iterable[str]:
    first, *others = map(escaped, words.sentences(frontier))
    yield f"## {escaped(words.title(frontier))}: what each budget buys"
    yield " ".join((f"**{first}**", *others))
    yield f"{escaped(words.subtitle(frontier))}; money in {frontier.campaign.currency.code}."
    yield markdown_table(words.rows(frontier, mix=True))
    without = words.reasons(frontier)
    if without:
        yield "\n".join(f"- {escaped(budgets)} has no plan: {escaped(reason)}" for budgets, reason in without)
    yield escaped(" ".join(words.notes(frontier)))
    yield (
        f"influence {escaped(plain(frontier.version, 20))}, seed {frontier.campaign.settings.seed}, "
        f"benchmarks {escaped(plain(frontier.campaign.benchmark_set, 40))}"
    )


def markdown_table(grid: Grid) -> str:
    """A table of ready text, escaped, with its note below it."""
    lines = [
        [column.heading for column in grid.columns],
        ["---:" if column.number else ":---" for column in grid.columns],
        *([escaped(cell) for cell in row] for row in grid.rows),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + (f"\n\n{escaped(grid.note)}" if grid.note else "")
