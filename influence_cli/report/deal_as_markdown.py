"""Deals as a pull-request comment: the answer and its tables, the sweeps folded away."""

from collections.abc import Iterable, Iterator

from influence_cli.model.deal import DealResult, DealSweep
from influence_cli.report import deal_grids, deal_prose
from influence_cli.report.grid import Grid
from influence_cli.report.plan_as_markdown import escaped
from influence_cli.report.sanitize import plain

_ROOM = 100


def deal_markdown(result: DealResult) -> str:
    """Render deals as GitHub-flavoured Markdown."""
    return "\n\n".join(_parts(result)) + "\n"


def _parts(result: DealResult) -> Iterator[str]:
    campaign = result.campaign
    yield f"## {escaped(deal_prose.title(result))}: deals"
    if len(result.sweeps) > 1:
        yield f"Change of means per creator with the recommended deal, {campaign.currency.code}:"
        yield _table(deal_grids.overview(result, _ROOM))
    for sweep in result.sweeps:
        yield from _sweep(result, sweep)
    yield escaped(" ".join(deal_prose.method(result)))
    yield escaped(
        f"influence {plain(result.version, 20)}, seed {campaign.settings.seed}, {campaign.settings.draws:,} draws, "
        f"benchmarks {plain(campaign.benchmark_set, 40)}, spec sha256 {plain(campaign.spec_sha256, 64)}"
    )


def _sweep(result: DealResult, sweep: DealSweep) -> Iterator[str]:
    currency = result.campaign.currency
    first, *others = deal_prose.sentences(result, sweep)
    yield f"### {escaped(deal_prose.place(sweep))}"
    yield f"**{escaped(first)}** {escaped(' '.join(others))}"
    yield _table(deal_grids.comparison(sweep, currency))
    yield _details("Efficient deals, brand, then creator", _table(deal_grids.efficient(sweep, currency, _ROOM)))
    for title, grid in (
        ("Brand profit", deal_grids.profit(sweep, currency, _ROOM)),
        ("Creator pay", deal_grids.pay(sweep, currency, _ROOM)),
    ):
        summary = f"{title} by base fee and commission, mean per creator, {currency.code}"
        yield _details(summary, f"{_table(grid)}\n\n{escaped(deal_grids.MARKS)}.")


def _details(summary: str, text: str) -> str:
    return f"<details><summary>{summary}</summary>\n\n{text}\n\n</details>"


def _table(grid: Grid) -> str:
    lines = [
        _line(column.heading.strip() for column in grid.columns),
        _line("---:" if column.number else ":---" for column in grid.columns),
        *(_line(escaped(cell.strip()) for cell in row) for row in grid.rows),
    ]
    return "\n".join(lines) + (f"\n\n{escaped(grid.note)}" if grid.note else "")


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
