"""Deals as a pull-request comment: the answer and its tables, the sweeps folded away."""

from collections.abc import Iterator

from influence_cli.model.deal import DealResult, DealSweep
from influence_cli.report.deal import grids, prose
from influence_cli.report.layout.markdown import details, escaped, lead, table
from influence_cli.report.values.campaign import made_by, spec_hash, title

_ROOM = 100


def deal_markdown(result: DealResult) -> str:
    """Render deals as GitHub-flavoured Markdown."""
    return "\n\n".join(_parts(result)) + "\n"


def _parts(result: DealResult) -> Iterator[str]:
    campaign = result.campaign
    yield f"## {escaped(title(campaign))}: deals"
    if len(result.sweeps) > 1:
        yield f"Change of means per creator with the recommended deal, {campaign.currency.code}:"
        yield table(grids.overview(result, _ROOM))
    for sweep in result.sweeps:
        yield from _sweep(result, sweep)
    yield escaped(" ".join(prose.method(result)))
    yield escaped(f"{made_by(result.version, campaign)}, {spec_hash(campaign)}")


def _sweep(result: DealResult, sweep: DealSweep) -> Iterator[str]:
    currency = result.campaign.currency
    yield f"### {escaped(prose.place(sweep))}"
    yield lead(prose.sentences(result, sweep))
    yield table(grids.comparison(sweep, currency))
    yield details("Efficient deals, brand, then creator", table(grids.efficient(sweep, currency, _ROOM)))
    for name, grid in (
        ("Brand profit", grids.profit(sweep, currency, _ROOM)),
        ("Creator pay", grids.pay(sweep, currency, _ROOM)),
    ):
        summary = f"{name} by base fee and commission, mean per creator, {currency.code}"
        yield details(summary, f"{table(grid)}\n\n{escaped(grids.MARKS)}.")
