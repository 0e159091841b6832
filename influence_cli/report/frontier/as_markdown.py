"""A frontier as a pull-request comment: where to stop, and a row per budget."""

from collections.abc import Iterable

from influence_cli.model.frontier import Frontier
from influence_cli.report.frontier import grids, prose
from influence_cli.report.layout.markdown import escaped, lead, table
from influence_cli.report.values.campaign import title
from influence_cli.report.values.sanitize import plain


def frontier_markdown(frontier: Frontier) -> str:
    """Render a frontier as GitHub-flavoured Markdown."""
    return "\n\n".join(_parts(frontier)) + "\n"


def _parts(frontier: Frontier) -> Iterable[str]:
    yield f"## {escaped(title(frontier.campaign))}: what each budget buys"
    yield lead(prose.sentences(frontier))
    yield f"{escaped(prose.subtitle(frontier))}; money in {frontier.campaign.currency.code}."
    yield table(grids.rows(frontier, mix=True))
    without = prose.reasons(frontier)
    if without:
        yield "\n".join(f"- {escaped(budgets)} has no plan: {escaped(reason)}" for budgets, reason in without)
    yield escaped(" ".join(prose.notes(frontier)))
    yield (
        f"influence {escaped(plain(frontier.version, 20))}, seed {frontier.campaign.settings.seed}, "
        f"benchmarks {escaped(plain(frontier.campaign.benchmark_set, 40))}"
    )
