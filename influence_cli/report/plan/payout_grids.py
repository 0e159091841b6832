"""What creators are owed, as tables of ready text and pairs of a name and a value."""

from collections.abc import Mapping, Sequence

from influence_cli.metrics.catalogue import Kind
from influence_cli.model.contract import Right
from influence_cli.model.money import Currency
from influence_cli.model.plan import PlanResult, Statistics
from influence_cli.report.layout.grid import NAME_LIMIT, Column, Grid, text_column
from influence_cli.report.layout.statistic_columns import LONG, headings, statistic_cells
from influence_cli.report.plan.rows import share
from influence_cli.report.values.numbers import chance, coded, money, percent
from influence_cli.report.values.sanitize import plain

_SHORT = ("mean", "p5", "p50", "p95")


def payouts_by_contract(result: PlanResult, *, wide: bool) -> Grid:
    """What each contract pays, and its share of all payouts."""
    payouts = result.payouts
    rows = _payout_rows(payouts.by_contract, payouts.total, result.campaign.currency, wide=wide)
    whole = statistic_cells(payouts.total, Kind.MONEY, result.campaign.currency, _payout_names(wide=wide))
    summed = ("all", *whole, "")
    return Grid(_payout_columns("Contract", wide=wide), (*rows, summed), has_total=True)


def payouts_by_term(result: PlanResult) -> Grid:
    """What each kind of term pays."""
    payouts = result.payouts
    terms = {_TERM_LABELS.get(name, name): values for name, values in payouts.by_term.items()}
    return Grid(
        _payout_columns("Term", wide=False),
        _payout_rows(terms, payouts.total, result.campaign.currency, wide=False),
    )


_TERM_LABELS: Mapping[str, str] = {right: right.replace("_", " ") for right in Right}


def calendar(result: PlanResult) -> Grid:
    """When payouts fall due, from the first month with money to the last one."""
    payouts, currency = result.payouts, result.campaign.currency
    names = _payout_names(wide=False)
    nothing = statistic_cells(Statistics(*(0.0,) * len(LONG)), Kind.MONEY, currency, names)
    paid = [
        place
        for place, values in enumerate(payouts.by_month.values())
        if statistic_cells(values, Kind.MONEY, currency, names) != nothing
    ]
    rows = _payout_rows(payouts.by_month, payouts.total, currency, wide=False)
    return Grid(_payout_columns("Month", wide=False), rows[paid[0] : paid[-1] + 1] if paid else rows)


def payout_facts(result: PlanResult) -> tuple[tuple[str, str], ...]:
    """What finance asks about payouts, as pairs of a name and a value; means stand first."""
    payouts, currency = result.payouts, result.campaign.currency
    order, rate = payouts.cost_per_order, payouts.commission_rate
    return (
        ("Fixed / by performance", f"{percent(payouts.fixed_share)} / {percent(1 - payouts.fixed_share)}"),
        ("Chance of going over budget", chance(payouts.probability_over_budget)),
        ("Reserve to hold (95% of runs)", coded(money(payouts.reserve_p95, currency), currency)),
        ("Creators below minimum payout", chance(payouts.below_minimum_share)),
        (
            "Carried, still owed at the end",
            f"{coded(money(payouts.carried.mean, currency), currency)} (P95 {money(payouts.carried.p95, currency)})",
        ),
        (
            "Payout per order",
            f"{coded(money(order.mean, currency), currency)} (P10 {money(order.p10, currency)}, "
            f"P50 {money(order.p50, currency)}, P90 {money(order.p90, currency)})",
        ),
        (
            "Effective commission rate",
            f"{percent(rate.mean)} of revenue (P10 {percent(rate.p10)}, P50 {percent(rate.p50)}, "
            f"P90 {percent(rate.p90)})",
        ),
    )


def _payout_names(*, wide: bool) -> Sequence[str]:
    return LONG if wide else _SHORT


def _payout_columns(first: str, *, wide: bool) -> tuple[Column, ...]:
    return (text_column(first), *headings(_payout_names(wide=wide)), Column("Share"))


def _payout_rows(
    parts: Mapping[str, Statistics], whole: Statistics, currency: Currency, *, wide: bool
) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            plain(name, NAME_LIMIT),
            *statistic_cells(values, Kind.MONEY, currency, _payout_names(wide=wide)),
            percent(share(values.mean, whole.mean)),
        )
        for name, values in parts.items()
    )
