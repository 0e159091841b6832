"""A payout statement as tables of ready text."""

from collections.abc import Callable, Iterable, Sequence

from rich.cells import cell_len

from influence_cli.model.money import Currency
from influence_cli.model.payout import CreatorStatement, MonthTotal, PayoutStatement
from influence_cli.report.layout.grid import GAP, Column, Grid, text_column
from influence_cli.report.payout import figures, prose
from influence_cli.report.payout.amounts import amount, rate_in_words
from influence_cli.report.values.sanitize import SENTENCE_LIMIT, plain

MOST_ROWS = 20
"""Rows of a table about something else than creators."""

_LEAST_TEXT = 14
"""Columns that words get at least before a table is made narrower."""

Money = Callable[[figures.Standing], int]
_STANDINGS: tuple[tuple[str, Money], ...] = (
    ("Earned", lambda found: found.earned),
    ("Owed now", lambda found: found.owed),
    ("Held", lambda found: found.held),
    ("Carried", lambda found: found.carried),
    ("Scheduled", lambda found: found.before),
)


def creators(statement: PayoutStatement, room: int, most: int = figures.MOST_CREATORS) -> Grid:
    """A row per creator, those beyond ``most`` in one, and all together below.

    Where there is room, the day on which a payment is due stands beside it.
    """
    shown, rest = figures.shown_and_others(statement.creators, most)
    used = [
        (heading, value)
        for heading, value in _STANDINGS
        if heading in ("Earned", "Owed now") or any(value(figures.standing(each)) for each in statement.creators)
    ]
    due = bool(figures.dues(statement))
    choices = [(used, due), (used, False)]
    choices += [(used[:count], False) for count in range(len(used) - 1, 0, -1)]
    grids = (_creators(statement, shown, rest, columns, due=due) for columns, due in choices)
    return fitting(grids, room)


def _creators(
    statement: PayoutStatement,
    shown: Sequence[CreatorStatement],
    rest: Sequence[CreatorStatement],
    columns: Sequence[tuple[str, Money]],
    *,
    due: bool,
) -> Grid:
    rows = [
        (prose.name(each), *_standing(statement, figures.standing(each), columns), *((_due(each),) if due else ()))
        for each in shown
    ]
    blank = ("",) if due else ()
    if rest:
        rows.append(
            (prose.others(len(rest)), *_standing(statement, figures.together(rest), columns), *blank),
        )
    total = figures.together(statement.creators)
    several = len(statement.creators) > 1
    if several:
        rows.append(("Together", *_standing(statement, total, columns), *blank))
    said = [heading for heading, _ in columns]
    left = [heading for heading, value in _STANDINGS if heading not in said and value(total)]
    note = f"No room for {', '.join(left)}: every other format has it." if left else ""
    headings = (text_column("Creator"), *map(Column, said), *((text_column("Due"),) if due else ()))
    return Grid(headings, tuple(rows), has_total=several, note=note)


def _standing(
    statement: PayoutStatement, found: figures.Standing, columns: Sequence[tuple[str, Money]]
) -> tuple[str, ...]:
    return tuple(amount(value(found), statement.currency) for _, value in columns)


def _due(creator: CreatorStatement) -> str:
    return creator.due.isoformat() if creator.payment and creator.due else ""


def totals(statement: PayoutStatement, most: int = MOST_ROWS) -> Grid:
    """What was earned in this run by contract and month."""
    rows = [_total(found, statement.currency) for found in statement.totals[:most]]
    rest = statement.totals[most:]
    if rest:
        rows.append((prose.others(len(rest)), "", amount(sum(found.amount for found in rest), statement.currency)))
    several = len(statement.totals) > 1
    if several:
        whole = sum(found.amount for found in statement.totals)
        rows.append(("Together", "", amount(whole, statement.currency)))
    return Grid(
        (text_column("Contract"), text_column("Month"), Column(f"Earned {statement.currency.code}")),
        tuple(rows),
        has_total=several,
    )


def _total(found: MonthTotal, currency: Currency) -> tuple[str, ...]:
    return plain(found.contract, 60), plain(found.month, 20) or "none", amount(found.amount, currency)


def payments(statement: PayoutStatement, room: int) -> Grid:
    """What is sent, by currency, rate and day."""
    return fitting((_payments(statement, parts) for parts in (True, False)), room)


def _payments(statement: PayoutStatement, parts: bool) -> Grid:
    groups, currency = figures.sent(statement), statement.currency
    taken = parts and any(found.withheld or found.fee for found in groups)
    headings = ("Payments", "Owed", *(("Withheld", "Fee") if taken else ()), "Net", "Sent")
    rows = tuple(
        (
            found.currency.code,
            found.due.isoformat() if found.due else "",
            f"{found.payments:,}",
            amount(found.gross, currency),
            *((amount(-found.withheld, currency), amount(-found.fee, currency)) if taken else ()),
            amount(found.net, currency),
            amount(found.sent, found.currency),
        )
        for found in groups
    )
    return Grid((text_column("Currency"), text_column("Due"), *map(Column, headings)), rows)


def rates(statement: PayoutStatement) -> tuple[str, ...]:
    """Exchange rates that were used."""
    used = dict.fromkeys(found.exchange for found in figures.sent(statement) if found.exchange is not None)
    return tuple(f"{rate_in_words(rate, statement.currency)}." for rate in used)


def unattributed(statement: PayoutStatement, most: int = MOST_ROWS) -> Grid:
    """Orders that are nobody's."""
    texts = [
        (plain(found.who, 60) or "(empty)", "code" if found.by_code else "creator")
        for found in statement.unattributed[:most]
    ]
    counts = [(found.orders, found.gross) for found in statement.unattributed]
    return _summed(("Who", "As"), texts, "Orders", counts, statement.currency)


def left_out(statement: PayoutStatement, most: int = MOST_ROWS) -> Grid:
    """What was not counted, by reason."""
    texts = [(plain(found.reason, SENTENCE_LIMIT),) for found in statement.left_out[:most]]
    counts = [(found.events, found.gross) for found in statement.left_out]
    return _summed(("Reason",), texts, "Events", counts, statement.currency)


def _summed(
    headings: tuple[str, ...],
    texts: Sequence[tuple[str, ...]],
    what: str,
    counts: Sequence[tuple[int, int]],
    currency: Currency,
) -> Grid:
    """Words with how many and their gross sales; counts without words in one row, and all together below."""
    blank = ("",) * (len(headings) - 1)
    rows = [(*words, *_counted(*counted, currency)) for words, counted in zip(texts, counts, strict=False)]
    rest = counts[len(texts) :]
    if rest:
        rows.append((prose.others(len(rest)), *blank, *_counted(*_added(rest), currency)))
    several = len(counts) > 1
    if several:
        rows.append(("Together", *blank, *_counted(*_added(counts), currency)))
    columns = (*map(text_column, headings), Column(what), Column(f"Gross sales {currency.code}"))
    return Grid(columns, tuple(rows), has_total=several)


def _added(counts: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return sum(events for events, _ in counts), sum(gross for _, gross in counts)


def _counted(events: int, gross: int, currency: Currency) -> tuple[str, str]:
    return f"{events:,}", amount(gross, currency)


def fitting(grids: Iterable[Grid], room: int) -> Grid:
    """The first table that fits, or the last one."""
    grid = Grid((), ())
    for grid in grids:
        if least_width(grid) <= room:
            break
    return grid


def least_width(grid: Grid) -> int:
    """Columns of the terminal that a table takes when its words are broken into short lines."""
    widths = []
    for place, column in enumerate(grid.columns):
        longest = max(cell_len(cell) for cell in (column.heading, *(row[place] for row in grid.rows)))
        widths.append(longest if column.number else min(longest, _LEAST_TEXT))
    return sum(widths) + GAP * (len(widths) - 1)
