"""A commission written out in sentences: of what, at which rate, from when and until when."""

from collections.abc import Iterator
from typing import assert_never

from influence_cli.model.contract import Commission, CommissionMode, RateChange, SalesBase, Since, Window
from influence_cli.model.money import Currency, in_words, percent
from influence_cli.report.agreement.phrases import days, listed, months
from influence_cli.report.values.numbers import day

_DEDUCTIONS = {
    "discount": "discounts",
    "refunds": "refunds",
    "tax": "tax",
    "shipping": "shipping",
}


def commission_words(commission: Commission, currency: Currency) -> Iterator[str]:
    """The terms of a commission, a sentence each."""
    base = _base(commission)
    if commission.taper:
        yield f"Commission on {base}, at a rate that depends on the time since {_since(commission.since)}."
        yield from _taper(commission)
    elif len(commission.bands) == 1 and not commission.bands[0].flat:
        yield f"Commission: {percent(commission.bands[0].rate)} of {base}."
        yield from _changes(commission)
    else:
        yield f"Commission on {base}: {_mode(commission.mode)}; {_total(commission)}."
        for band in commission.bands:
            flat = f", and {in_words(band.flat, currency)} once on reaching it" if band.flat else ""
            yield f"From {in_words(band.start, currency)} on: {percent(band.rate)}{flat}."
    if commission.lasts_months is not None:
        yield (
            f"End: an order {months(commission.lasts_months)} or more after {_since(commission.since)} earns no "
            "commission."
        )


def _taper(commission: Commission) -> Iterator[str]:
    for number, step in enumerate(commission.taper):
        yield f"For the {'next' if number else 'first'} {months(step.months)}: {percent(step.rate)}."
    yield f"After {months(sum(step.months for step in commission.taper))}: no commission."


def _changes(commission: Commission) -> Iterator[str]:
    """What was announced so far; an order never changes its rate afterwards."""
    before = commission.bands[0].rate
    for change in commission.changes:
        yield f"From {day(change.effective)} on: {percent(change.rate)}, {_announced(change, before)}."
        before = change.rate
    if commission.changes:
        yield "Each order is paid at the rate of its day, whatever the rate is later."


def _announced(change: RateChange, before: int) -> str:
    if change.rate >= before:
        return "a raise that holds at once" if change.rate > before else "the same rate as before"
    notice = (change.effective - change.announced).days
    after = f" with a notice of {days(notice)}" if notice else " without notice"
    return f"a cut announced on {day(change.announced)}{after}"


def _since(since: Since) -> str:
    match since:
        case Since.FIRST_ORDER:
            return "the customer's first order"
        case Since.START:
            return "the first day of the campaign"
        case _:
            assert_never(since)


def _base(commission: Commission) -> str:
    match commission.base:
        case SalesBase.GROSS:
            return "gross sales traced to the creator (before discounts, refunds, tax and shipping)"
        case SalesBase.NET:
            taken = [words for name, words in _DEDUCTIONS.items() if name in commission.deductions]
            after = f" (after {listed(taken)})" if taken else ""
            return f"net sales traced to the creator{after}"
        case _:
            assert_never(commission.base)


def _mode(mode: CommissionMode) -> str:
    match mode:
        case CommissionMode.MARGINAL:
            return "each part of the sales is paid at the rate of the band it lies in"
        case CommissionMode.RETROACTIVE:
            return "all sales are paid at the rate of the band that their total reaches"
        case CommissionMode.PROSPECTIVE:
            return "each order is paid at the rate of the band reached with it, and earlier orders keep their rate"
        case CommissionMode.PER_ORDER:
            return "each order is paid at the rate of the band of its own size"
        case _:
            assert_never(mode)


def _total(commission: Commission) -> str:
    match commission.reset:
        case Window.ORDER:
            return "each order is counted by itself"
        case Window.MONTH | Window.QUARTER:
            return f"the total starts again every calendar {commission.reset}"
        case Window.CAMPAIGN | Window.NEVER:
            return "the total is counted over the whole campaign"
        case Window.ROLLING:
            last = days(commission.rolling_days or 0)
            return f"the total of an order is that of the last {last}, the day of the order included"
        case _:
            assert_never(commission.reset)
