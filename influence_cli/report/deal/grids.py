"""A sweep of deals as tables of ready text."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from influence_cli.metrics.catalogue import Kind
from influence_cli.model.deal import Deal, DealResult, DealSweep, Outlook
from influence_cli.model.money import Currency
from influence_cli.report.deal.prose import commission, deal
from influence_cli.report.layout.grid import Column, Grid, natural_width, text_column
from influence_cli.report.values.labels import platform_label
from influence_cli.report.values.numbers import chance, exact_column, exact_money, money, percent

MARKS = "R recommended, Y yours, * efficient, x not acceptable"
_MOST_BASES = 16
_MOST_LISTED = 14
Value = Callable[[Deal], float]


def overview(result: DealResult, room: int) -> Grid:
    """One line per tier and platform: the present deal, the recommended one, and who gains."""
    return _fitting((_overview(result, fees=fees) for fees in (True, False)), room)


def _overview(result: DealResult, *, fees: bool) -> Grid:
    currency = result.campaign.currency
    money_headings = (*(("Market fee",) if fees else ()), "Your deal", "Recommended", "Brand", "Creator")
    columns = (text_column("Tier"), text_column("Platform"), *map(Column, money_headings))
    return Grid(columns, tuple(_overview_row(sweep, currency, fees=fees) for sweep in result.sweeps))


def _overview_row(sweep: DealSweep, currency: Currency, *, fees: bool) -> tuple[str, ...]:
    mine, best = sweep.deals[sweep.present], sweep.deals[sweep.recommended]
    return (
        sweep.tier,
        platform_label(sweep.platform),
        *((exact_money(sweep.market_fee, currency),) if fees else ()),
        deal(mine, currency),
        deal(best, currency),
        _signed(best.profit.mean - mine.profit.mean, currency),
        _signed(best.pay.mean - mine.pay.mean, currency),
    )


def _fitting(grids: Iterable[Grid], room: int) -> Grid:
    """The first table that fits, or the last one."""
    grid = Grid((), ())
    for grid in grids:
        if natural_width(grid) <= room:
            break
    return grid


def comparison(sweep: DealSweep, currency: Currency) -> Grid:
    """The present deal beside the recommended one."""
    mine, best = sweep.deals[sweep.present], sweep.deals[sweep.recommended]
    columns = (text_column(f"Per creator, {currency.code}"), *map(Column, ("Yours", "Recommended", "Change")))
    rows: list[tuple[str, ...]] = [
        ("Base fee", *exact_column((mine.base, best.base), currency), _signed(best.base - mine.base, currency)),
        ("Commission", commission(mine), commission(best), ""),
    ]
    for label, value, kind in _COMPARED:
        old, new = value(mine), value(best)
        if kind is Kind.RATE:
            rows.append((label, chance(old), chance(new), ""))
        else:
            rows.append((label, money(old, currency), money(new, currency), _signed(new - old, currency)))
    return Grid(columns, tuple(rows))


_COMPARED: tuple[tuple[str, Value, Kind], ...] = (
    ("Brand profit, mean", lambda found: found.profit.mean, Kind.MONEY),
    ("  P10", lambda found: found.profit.p10, Kind.MONEY),
    ("  P50", lambda found: found.profit.p50, Kind.MONEY),
    ("  P90", lambda found: found.profit.p90, Kind.MONEY),
    ("  worst tenth", lambda found: found.profit.worst_tenth, Kind.MONEY),
    ("  chance of a loss", lambda found: found.chance_of_loss, Kind.RATE),
    ("Creator pay, mean", lambda found: found.pay.mean, Kind.MONEY),
    ("  P10", lambda found: found.pay.p10, Kind.MONEY),
    ("  P50", lambda found: found.pay.p50, Kind.MONEY),
    ("  P90", lambda found: found.pay.p90, Kind.MONEY),
    ("  standard deviation", lambda found: found.pay.sd, Kind.MONEY),
    ("  worst tenth", lambda found: found.pay.worst_tenth, Kind.MONEY),
    ("  chance of the market fee", lambda found: found.chance_of_fee, Kind.RATE),
)


def profit(sweep: DealSweep, currency: Currency, room: int) -> Grid:
    """The brand's mean profit by base fee and commission."""
    return _sweep(sweep, currency, room, lambda found: found.profit.mean)


def pay(sweep: DealSweep, currency: Currency, room: int) -> Grid:
    """The creator's mean pay by base fee and commission."""
    return _sweep(sweep, currency, room, lambda found: found.pay.mean)


def _sweep(sweep: DealSweep, currency: Currency, room: int, value: Value) -> Grid:
    """As many commissions as there is room for, evenly apart; the present and the recommended one in any case."""
    across = len(sweep.commissions)
    marked = [place for place in (sweep.present, sweep.recommended) if place < across * len(sweep.bases)]
    rows = thinned(len(sweep.bases), _MOST_BASES, {place // across for place in marked})
    choices = (thinned(across, most, {place % across for place in marked}) for most in range(across, 1, -1))
    return _fitting((_swept(sweep, currency, rows, columns, value) for columns in choices), room)


def _swept(sweep: DealSweep, currency: Currency, rows: Sequence[int], columns: Sequence[int], value: Value) -> Grid:
    across = len(sweep.commissions)
    return Grid(
        (Column("Base"), Column("Of fee"), *(Column(f"{commission(sweep.deals[column])} ") for column in columns)),
        tuple(
            (
                exact_money(sweep.bases[row], currency),
                percent(sweep.bases[row] / sweep.market_fee),
                *(_marked(sweep, row * across + column, value, currency) for column in columns),
            )
            for row in rows
        ),
    )


def _marked(sweep: DealSweep, place: int, value: Value, currency: Currency) -> str:
    found = sweep.deals[place]
    mark = (
        "R"
        if place == sweep.recommended
        else "Y"
        if place == sweep.present
        else "*"
        if found.efficient
        else " "
        if found.acceptable
        else "x"
    )
    return money(value(found), currency) + mark


def thinned(count: int, most: int, wanted: Iterable[int]) -> list[int]:
    """At most so many places of a list, evenly apart from the first one on, and the wanted ones in any case.

    >>> thinned(13, 7, {4}), thinned(13, 7, {3})
    ([0, 2, 4, 6, 8, 10, 12], [0, 3, 6, 9, 12])
    """
    kept = set(wanted)
    for step in range(1, count + 1):
        places = {*range(0, count, step), *kept}
        if len(places) <= most:
            return sorted(places)
    return sorted(kept)


def efficient(sweep: DealSweep, currency: Currency, room: int) -> Grid:
    """The efficient deals, the best for the brand first; as much of the spread of pay as there is room for."""
    found = sorted((each for each in sweep.deals if each.efficient), key=lambda each: -each.profit.mean)
    shown = _with_recommended(sweep, found)
    left = len(found) - len(shown)
    note = f"{left} more; JSON and CSV list them all." if left else ""
    return _fitting((_efficient(sweep, shown, currency, spread, note) for spread in _SPREADS), room)


_SPREADS: tuple[Mapping[str, Value], ...] = (
    {
        "P10": lambda found: found.pay.p10,
        "P50": lambda found: found.pay.p50,
        "P90": lambda found: found.pay.p90,
        "SD": lambda found: found.pay.sd,
    },
    {"P10": lambda found: found.pay.p10, "P90": lambda found: found.pay.p90},
    {},
)


def _efficient(
    sweep: DealSweep, shown: Sequence[Deal], currency: Currency, spread: Mapping[str, Value], note: str
) -> Grid:
    headings = ("Base", "Of fee", "Comm.", "Profit", "Worst 10%", "Pay", "Worst 10%", *spread, "Gets fee")
    rows = (
        (
            exact_money(found.base, currency),
            percent(found.base / sweep.market_fee),
            commission(found),
            *_mean_and_worst(found.profit, currency),
            *_mean_and_worst(found.pay, currency),
            *(money(value(found), currency) for value in spread.values()),
            chance(found.chance_of_fee),
        )
        for found in shown
    )
    return Grid(tuple(map(Column, headings)), tuple(rows), note=note)


def _with_recommended(sweep: DealSweep, found: Sequence[Deal]) -> Sequence[Deal]:
    best = sweep.deals[sweep.recommended]
    shown = found[:_MOST_LISTED]
    return shown if best in shown else (*shown[:-1], best)


def _mean_and_worst(outlook: Outlook, currency: Currency) -> tuple[str, str]:
    return money(outlook.mean, currency), money(outlook.worst_tenth, currency)


def _signed(amount: float, currency: Currency) -> str:
    text = money(amount, currency)
    return f"+{text}" if amount > 0 and text != "0" else text
