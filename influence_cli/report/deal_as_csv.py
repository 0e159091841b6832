"""Deals as one tidy table: a row per number, for spreadsheets and data frames."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO

from influence_cli.model.deal import Deal, DealResult, DealSweep, Outlook
from influence_cli.report import exact
from influence_cli.report.sanitize import plain

COLUMNS = ("tier", "platform", "contract", "base", "commission", "name", "statistic", "value", "unit")
"""Headings, in this order in every version 1 file."""

_TEXT_LIMIT = 400
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Starts of a formula, the last four in their full-width form, which some spreadsheets read the same."""

_STATISTICS = ("mean", "sd", "p10", "p50", "p90", "worst_tenth", "value")

Value = str | float | Decimal | None
Number = tuple[str, str, Value, str]


def deal_csv(result: DealResult) -> str:
    """Render deals as CSV with a heading line.

    Money is in major units with the currency's decimals, its code as the unit; commissions and chances are
    fractions. Text that a spreadsheet would read as a formula starts with an apostrophe.
    """
    target = StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    for name, value in _run(result):
        writer.writerow(["", "", "", "", "", name, "", _cell(value), ""])
    for sweep in result.sweeps:
        for place, found in enumerate(sweep.deals):
            deal = (_text(sweep.tier), _text(sweep.platform), _text(sweep.contract), *_terms(found, result))
            for name, statistic, value, unit in _numbers(result, sweep, place):
                writer.writerow([*deal, name, statistic, _cell(value), unit])
    return target.getvalue()


def _run(result: DealResult) -> Iterator[tuple[str, Value]]:
    campaign = result.campaign
    yield "version", result.version
    yield "seed", campaign.settings.seed
    yield "draws", campaign.settings.draws
    yield "spec_sha256", campaign.spec_sha256
    yield "benchmarks", campaign.benchmark_set
    yield "campaign", campaign.name


def _terms(found: Deal, result: DealResult) -> tuple[str, str]:
    return _cell(exact.money(found.base, result.campaign.currency)), _cell(exact.number(found.commission))


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


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _text(value)
    return f"{value:f}" if isinstance(value, Decimal) else repr(value)


def _text(text: str) -> str:
    """Plain text that no spreadsheet takes for a formula, however it trims what it reads."""
    shown = plain(text, _TEXT_LIMIT)
    return f"'{shown}" if text.startswith(_FORMULA) or shown.startswith(_FORMULA) else shown
