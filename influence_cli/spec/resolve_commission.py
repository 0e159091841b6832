"""A commission of a spec as terms: bands, tapers, and the days from which announced rates hold."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from influence_cli.model.contract import (
    Band,
    Commission,
    CommissionMode,
    Deduction,
    RateChange,
    SalesBase,
    Since,
    TaperStep,
    Window,
)
from influence_cli.model.money import PPM
from influence_cli.spec.nodes import Path
from influence_cli.spec.resolve_money import Purse, half_up
from influence_cli.spec.schema import CommissionSpec

_RUNNING = (CommissionMode.RETROACTIVE, CommissionMode.PROSPECTIVE)

Clash = tuple[str, str, str]
"""The key below the commission, what is wrong, what was expected."""


def ppm(share: Decimal) -> int:
    """A share in parts per million, half-up.

    >>> ppm(Decimal("0.1"))
    100000
    """
    return half_up(share * PPM)


def commission(terms: CommissionSpec, path: Path, money: Purse) -> Commission:
    """The commission at a path; with a taper its only band has the rate of the first step."""
    for key, what, expected in (*_window_clashes(terms), *_time_clashes(terms)):
        money.findings.error("bad-commission", (*path, key), what, expected)
    rolling = terms.reset is Window.ROLLING
    return Commission(
        _bands(terms, path, money),
        terms.on,
        frozenset(Deduction) if terms.deduct is None else frozenset(terms.deduct),
        terms.mode,
        terms.reset,
        rolling_days=terms.days if rolling else None,
        lasts_months=terms.lasts,
        taper=tuple(TaperStep(step.months, ppm(step.rate)) for step in terms.taper or ()),
        since=terms.since or Since.FIRST_ORDER,
        changes=_changes(terms, path, money) if terms.rate is not None else (),
    )


def _window_clashes(terms: CommissionSpec) -> Iterator[Clash]:
    """What does not go together about sales and the total that is counted."""
    if terms.deduct and terms.on is SalesBase.GROSS:
        yield "deduct", "nothing is deducted from gross sales", "on: net, or no deduct"
    if terms.reset is Window.ORDER and terms.mode in _RUNNING:
        what = f"the mode {terms.mode} looks at a running total, which reset: order starts anew with each order"
        yield "reset", what, "mode: per_order, or reset: month, quarter, campaign or never"
    if terms.reset is not Window.ROLLING:
        if terms.days is not None:
            yield "days", "only a rolling total is counted over a number of days", "reset: rolling, or no days"
        return
    if terms.bands is None:
        yield "reset", "without bands there is no running total that could roll", "bands, or no reset"
    elif terms.mode is not CommissionMode.PROSPECTIVE:
        what = f"a rolling total says which band each order is in, which the mode {terms.mode} does not ask"
        yield "reset", what, "mode: prospective, or reset: month, quarter, campaign or never"
    if terms.days is None:
        yield "reset", "it is not said how many days the rolling total is counted over", "days: 90, for example"


def _time_clashes(terms: CommissionSpec) -> Iterator[Clash]:
    """What does not go together about rates that change with time."""
    if terms.taper is not None and terms.lasts is not None:
        yield "lasts", "a taper ends after its last step by itself", "one of the two"
    if terms.since is not None and terms.taper is None and terms.lasts is None:
        yield "since", "no time is counted, so it needs no beginning", "lasts or taper, or no since"
    if terms.changes is not None and terms.rate is None:
        other = "bands" if terms.bands is not None else "a taper"
        yield "changes", f"only a single rate can be changed, and this commission has {other}", "rate, or no changes"
    if terms.notice is not None and terms.changes is None:
        yield "notice", "no change of the rate is written that it could be the notice of", "changes, or no notice"


def _bands(terms: CommissionSpec, path: Path, money: Purse) -> tuple[Band, ...]:
    if terms.bands is None:
        rate = terms.taper[0].rate if terms.taper else terms.rate
        return (Band(0, ppm(rate or Decimal(0))),)
    bands = tuple(
        Band(
            money.minor(band.start, (*path, "bands", i, "from")),
            ppm(band.rate),
            money.optional(band.flat, (*path, "bands", i, "flat")) or 0,
        )
        for i, band in enumerate(terms.bands)
    )
    starts = [band.start for band in bands]
    if starts[0] != 0 or any(later <= earlier for earlier, later in pairwise(starts)):
        money.findings.error(
            "bad-bands",
            (*path, "bands"),
            "the bands do not rise from 0",
            "from: 0 first, then ever larger amounts",
        )
    return bands


def _changes(terms: CommissionSpec, path: Path, money: Purse) -> tuple[RateChange, ...]:
    """The changes with the days they hold from: a cut after the notice, a raise at once.

    While a cut has not taken effect only a further cut may be announced: of anything else it would be unclear
    whether the cut still comes, and whether the new rate is a raise or a cut.
    """
    found: list[RateChange] = []
    rate, before = ppm(terms.rate or Decimal(0)), date.min
    effective = date.min
    for i, change in enumerate(terms.changes or ()):
        inside = (*path, "changes", i)
        cut = ppm(change.rate) < rate
        if change.announced <= before:
            money.findings.error(
                "bad-changes",
                (*inside, "announced"),
                "the changes are not in the order they were announced",
                f"a day after {before}",
            )
        elif change.announced < effective and not cut:
            money.findings.error(
                "bad-changes",
                (*inside, "announced"),
                f"the cut before it holds from {effective} only, so it is not clear which rate this one replaces",
                f"{effective} or later, or a further cut",
            )
        elif cut and terms.notice is None:
            money.findings.error(
                "bad-changes",
                (*inside, "rate"),
                "this is a cut, and it is not said how long after its announcement it holds",
                "notice: 30 days, for example; 0 days if it holds at once",
            )
        rate, before = ppm(change.rate), change.announced
        effective = change.announced + timedelta(days=(terms.notice or 0) if cut else 0)
        found.append(RateChange(change.announced, effective, rate))
    return tuple(found)
