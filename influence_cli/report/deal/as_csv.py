"""Deals as one tidy table: a row per number, for spreadsheets and data frames."""

from collections.abc import Iterator

from influence_cli.model.deal import DealResult, DealSweep, Outlook
from influence_cli.report.layout.csv_text import Value, csv_text
from influence_cli.report.values import exact

COLUMNS = ("tier", "platform", "contract", "base", "commission", "name", "statistic", "value", "unit")
"""Headings, in this order in every version 1 file."""

_STATISTICS = ("mean", "sd", "p10", "p50", "p90", "worst_tenth", "value")

Number = tuple[str, str, Value, str]


def deal_csv(result: DealResult) -> str:
    """Render deals as CSV with a heading line.

    Money is in major units with the currency's decimals, its code as the unit; commissions and chances are
    fractions. Text that a spreadsheet would read as a formula starts with an apostrophe.
    """
    return csv_text(COLUMNS, _rows(result))


def _rows(result: DealResult) -> Iterator[tuple[Value, ...]]:
    for name, value in _run(result):
        yield "", "", "", "", "", name, "", value, ""
    for sweep in result.sweeps:
        for place, found in enumerate(sweep.deals):
            base = exact.money(found.base, result.campaign.currency)
            deal = (sweep.tier, sweep.platform, sweep.contract, base, exact.number(found.commission))
            for number in _numbers(result, sweep, place):
                yield *deal, *number


def _run(result: DealResult) -> Iterator[tuple[str, Value]]:
    campaign = result.campaign
    yield "version", result.version
    yield "seed", campaign.settings.seed
    yield "draws", campaign.settings.draws
    yield "spec_sha256", campaign.spec_sha256
    yield "benchmarks", campaign.benchmark_set
    yield "campaign", campaign.name


def _numbers(result: DealResult, sweep: DealSweep, place: int) -> Iterator[Number]:
    found, code = sweep.deals[place], result.campaign.currency.code
    currency = result.campaign.currency
    yield "market_fee", "", exact.money(sweep.market_fee, currency), code
    yield from _outlook("profit", found.profit, result)
    yield "chance_of_loss", "", exact.number(found.chance_of_loss), "fraction"
    yield from _outlook("pay", found.pay, result)
    yield "chance_of_fee", "", exact.number(found.chance_of_fee), "fraction"
    yield "joint_value", "", exact.money(found.profit.value + found.pay.value, currency), code
    for name, holds in (
        ("acceptable", found.acceptable),
        ("efficient", found.efficient),
        ("recommended", place == sweep.recommended),
        ("present", place == sweep.present),
    ):
        yield name, "", "yes" if holds else "no", ""


def _outlook(name: str, outlook: Outlook, result: DealResult) -> Iterator[Number]:
    currency = result.campaign.currency
    for statistic in _STATISTICS:
        yield name, statistic, exact.money(getattr(outlook, statistic), currency), currency.code
