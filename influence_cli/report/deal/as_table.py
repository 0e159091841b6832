"""Deals for the terminal: 80 columns or more, readable without colour."""

import textwrap
from collections.abc import Iterable, Iterator

from influence_cli.model.deal import DealResult, DealSweep
from influence_cli.report.deal import grids, prose
from influence_cli.report.layout.grid import GAP, Grid
from influence_cli.report.layout.width import page_width
from influence_cli.report.values.campaign import made_by, spec_hash, title
from influence_cli.report.values.sanitize import plain

_INDENT = "  "
_GAP = " " * GAP
_IN_FULL = 2
"""Most sweeps that are shown in full; of more of them there is an overview."""


def deal_table(result: DealResult, *, width: int = 80, color: bool = False, quiet: bool = False) -> str:
    """Render deals for people.

    Args:
        result: The answer.
        width: Columns of the terminal; below 80 the report is laid out for 80, beyond 120 for 120.
        color: Whether headings are bold; the text is the same without.
        quiet: Recommendations only.

    Returns:
        Lines of text, the last one ended; no line is longer than the page.
    """
    page = page_width(width)
    lines = (line.rstrip() for line in _lines(result, page, color=color, quiet=quiet))
    return "\n".join(lines).rstrip() + "\n"


def _lines(result: DealResult, page: int, *, color: bool, quiet: bool) -> Iterator[str]:
    yield _heading(f"{title(result.campaign)}: deals", "", page, color)
    whole = len(result.sweeps) <= _IN_FULL
    if not whole:
        aside = f"change of means per creator with the recommended deal, {result.campaign.currency.code}"
        yield from _section("Best deals", aside, page, color, _table(grids.overview(result, page - len(_INDENT))))
        yield ""
        yield from _wrapped("One tier in full, with every deal: add --tier and --platform.", page)
    else:
        for sweep in result.sweeps:
            yield from _sweep(result, sweep, page, color=color, quiet=quiet)
    if quiet:
        return
    yield from _section("How to read this", "", page, color, _paragraphs(prose.method(result), page))
    yield ""
    yield from _footer(result, page)


def _sweep(result: DealResult, sweep: DealSweep, page: int, *, color: bool, quiet: bool) -> Iterator[str]:
    currency = result.campaign.currency
    said = prose.sentences(result, sweep)
    aside = prose.circumstances(result, sweep)
    yield from _section(prose.place(sweep), aside, page, color, _paragraphs(said[:2] if quiet else said, page))
    if quiet:
        return
    room = page - len(_INDENT)
    yield from _section("Your deal and the best", "", page, color, _table(grids.comparison(sweep, currency)))
    down = f"mean per creator, base fee down, commission across, {currency.code}"
    yield from _section("Brand profit", down, page, color, _table(grids.profit(sweep, currency, room)))
    yield from _section("Creator pay", down, page, color, _table(grids.pay(sweep, currency, room)))
    yield from _wrapped(f"{grids.MARKS}.", page)
    listed = grids.efficient(sweep, currency, room)
    yield from _section("Efficient deals", "brand, then creator", page, color, _table(listed))


def _section(title: str, aside: str, page: int, color: bool, body: Iterable[str]) -> Iterator[str]:
    yield ""
    yield _heading(title.upper(), aside, page, color)
    yield from (f"{_INDENT}{line}" for line in body)


def _heading(title: str, aside: str, page: int, color: bool) -> str:
    shown = plain(title, page)
    beside = plain(aside, max(page - len(shown) - 2, 0)) if aside else ""
    bold = f"\x1b[1m{shown}\x1b[0m" if color else shown
    return f"{bold}  {beside}" if beside else bold


def _paragraphs(texts: Iterable[str], page: int) -> Iterator[str]:
    for text in texts:
        yield from textwrap.wrap(text, page - len(_INDENT))


def _wrapped(text: str, page: int) -> Iterator[str]:
    yield from textwrap.wrap(text, page, initial_indent=_INDENT, subsequent_indent=_INDENT)


def _table(grid: Grid) -> Iterator[str]:
    rows = [tuple(column.heading for column in grid.columns), *grid.rows]
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    for place, row in enumerate(rows):
        yield _GAP.join(
            cell.rjust(width) if column.number else cell.ljust(width)
            for cell, width, column in zip(row, widths, grid.columns, strict=True)
        )
        if place == 0:
            yield _GAP.join("-" * width for width in widths)
    if grid.note:
        yield grid.note


def _footer(result: DealResult, page: int) -> Iterator[str]:
    campaign = result.campaign
    warned = len(result.warnings)
    if warned:
        yield from textwrap.wrap(
            f"{warned} warning{'' if warned == 1 else 's'} about the spec: influence check lists them.", page
        )
    yield from textwrap.wrap(made_by(result.version, campaign), page)
    yield from textwrap.wrap(spec_hash(campaign), page)
