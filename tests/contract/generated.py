"""Random contracts and outcomes, and outcomes in the oracle's words."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from hypothesis import strategies as st

from influence_cli.contract.conditions import CONDITION_METRICS, OPERATORS
from influence_cli.contract.outcomes import CAMPAIGN_FIELDS, MONTHLY_FIELDS, IntArray, Month, OrderLines, Outcomes
from influence_cli.model.contract import (
    Band,
    Bonus,
    CollectiveBonus,
    Commission,
    CommissionMode,
    Condition,
    Contract,
    Deduction,
    FeeUnit,
    FlatFee,
    Match,
    PayUnit,
    RateChange,
    Retainer,
    Right,
    RightsFee,
    SalesBase,
    Since,
    Split,
    TaperStep,
    UnitPay,
    Window,
)

from .oracle_facts import CreatorFacts, MonthFacts, Sale

SALES = ("gross_sales", "discounts", "refunds", "tax", "shipping")
SPANS = (Window.MONTH, Window.QUARTER, Window.CAMPAIGN)
FIRST_DAY = date(2026, 1, 1)
"""Orders of the n-th month are placed in the n-th thirty days from here."""

amounts = st.one_of(st.integers(0, 60), st.integers(0, 5_000), st.integers(0, 10**8))
rates = st.one_of(st.sampled_from([0, 29_000, 100_000, 333_333, 500_000, 10**6]), st.integers(0, 10**6))


@st.composite
def bands(draw: st.DrawFn) -> tuple[Band, ...]:
    rest = draw(st.lists(st.one_of(st.integers(1, 60), st.integers(1, 20_000)), max_size=3, unique=True))
    flats = st.sampled_from([0, 0, 7, 200])
    return tuple(Band(start, draw(rates), draw(flats)) for start in (0, *sorted(rest)))


on_totals_or_orders = st.builds(
    Commission,
    bands=bands(),
    base=st.sampled_from(SalesBase),
    deductions=st.frozensets(st.sampled_from(Deduction)),
    mode=st.sampled_from(CommissionMode),
    reset=st.sampled_from([window for window in Window if window is not Window.ROLLING]),
)


@st.composite
def over_time(draw: st.DrawFn) -> Commission:
    """Commissions over rolling days, or with an end, a taper or rate changes."""
    terms = draw(on_totals_or_orders)
    if draw(st.booleans()):
        days = draw(st.one_of(st.integers(1, 5), st.integers(1, 200)))
        terms = replace(terms, mode=CommissionMode.PROSPECTIVE, reset=Window.ROLLING, rolling_days=days)
    if draw(st.booleans()):
        terms = replace(terms, lasts_months=draw(st.integers(0, 14)), since=draw(st.sampled_from(Since)))
    kind = draw(st.sampled_from(["bands", "taper", "changes"]))
    if kind == "taper":
        steps = draw(st.lists(st.builds(TaperStep, st.integers(1, 6), rates), min_size=1, max_size=3))
        return replace(terms, bands=terms.bands[:1], taper=tuple(steps))
    if kind == "changes":
        later = sorted(draw(st.lists(st.integers(-40, 200), min_size=1, max_size=3)))
        effective = [date.fromordinal(FIRST_DAY.toordinal() + day) for day in later]
        return replace(
            terms, bands=terms.bands[:1], changes=tuple(RateChange(day, day, draw(rates)) for day in effective)
        )
    return terms


commissions = st.one_of(on_totals_or_orders, over_time())
conditions = st.builds(
    Condition,
    metric=st.sampled_from(CONDITION_METRICS),
    operator=st.sampled_from(OPERATORS),
    threshold=st.one_of(st.integers(0, 60).map(float), st.sampled_from([0.05, 0.1, 0.25, 1.0, 2.5, 3.0, 1000.0, 1e-7])),
)
some_conditions = st.lists(conditions, min_size=1, max_size=3).map(tuple)


def bonuses(prefix: str) -> st.SearchStrategy[tuple[Bonus, ...]]:
    def bonus(number: int) -> st.SearchStrategy[Bonus]:
        return st.builds(
            Bonus,
            name=st.just(f"{prefix}{number}"),
            amount=amounts,
            conditions=some_conditions,
            match=st.sampled_from(Match),
            per=st.sampled_from(SPANS),
        )

    return st.integers(0, 2).flatmap(lambda n: st.tuples(*(bonus(i) for i in range(n))))


collective = st.builds(
    CollectiveBonus,
    name=st.just("together"),
    amount=amounts,
    conditions=some_conditions,
    match=st.sampled_from(Match),
    split=st.sampled_from(Split),
    per=st.sampled_from(SPANS),
)


def contracts(*, alone: bool = False) -> st.SearchStrategy[Contract]:
    """Contracts; with ``alone`` only those in which no creator's pay depends on another's."""
    return st.builds(
        Contract,
        name=st.just("any"),
        fee=st.none() | st.builds(FlatFee, amounts, st.sampled_from(FeeUnit)),
        retainer=st.none() | st.builds(Retainer, amounts),
        commission=st.none() | commissions,
        unit_pay=st.lists(
            st.builds(UnitPay, st.sampled_from(PayUnit), st.integers(0, 3_000), st.none() | amounts), max_size=2
        ).map(tuple),
        bonuses=bonuses("bonus"),
        collective_bonuses=st.just(()) if alone else st.lists(collective, max_size=2).map(tuple),
        rights=st.lists(
            st.builds(RightsFee, st.sampled_from(Right), st.integers(1, 400), rates, st.sampled_from([0, 0, 90_000])),
            max_size=2,
        ).map(tuple),
        minimum_guarantee=st.none() | amounts,
        cap_per_creator=st.none() | amounts,
        cap_per_campaign=st.none() if alone else st.none() | amounts,
        minimum_payout=st.just(0) | amounts,
    )


@st.composite
def outcomes(draw: st.DrawFn) -> Outcomes:
    """Outcomes with every field; some months refund more than they sell, some creators deliver nothing."""
    creators, months, draws = draw(st.integers(1, 4)), draw(st.integers(1, 5)), draw(st.integers(1, 3))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    scale = draw(st.sampled_from([4, 60, 3_000, 10**6]))
    shape = (creators, months, draws)
    start = draw(st.integers(0, 2))

    def up_to(most: int, *size: int) -> IntArray:
        return random.integers(0, most + 1, size) * (random.random(size) < 0.85)

    def sale_parts(count: tuple[int, ...]) -> dict[str, IntArray]:
        parts = {name: up_to(scale // 5 + 1, *count) for name in SALES[1:]}
        return {"gross_sales": up_to(scale, *count), **parts}

    monthly = {name: up_to(scale, *shape) for name in MONTHLY_FIELDS} | sale_parts(shape)
    owner = random.permutation(np.repeat(np.arange(creators * months * draws), 3))[: random.integers(0, 40)]
    return Outcomes(
        months=tuple(
            Month(f"2026-{number + 1:02}", number // 3, int(random.integers(1, 32)))
            for number in range(start, start + months)
        ),
        deliverables=random.integers(0, 3, (creators, months)),
        draws=draws,
        followers=up_to(scale, creators, draws),
        boost_revenue=up_to(scale, creators, draws),
        boost_spend=up_to(scale, creators, draws),
        order_lines=OrderLines(
            owner,
            **sale_parts((len(owner),)),
            day=_days(random, owner, owner // draws % months),
            age=random.integers(0, 14, len(owner)) if draw(st.booleans()) else None,
        ),
        agreed_fee=up_to(scale, creators) if draw(st.booleans()) else None,
        ended=draw(st.none() | st.integers(0, months)),
        closing=draw(st.none() | st.integers(1, months)),
        **monthly,
    )


def _days(random: np.random.Generator, owner: IntArray, month: IntArray) -> IntArray:
    """Days of the orders, ascending where orders have one owner."""
    random_days = FIRST_DAY.toordinal() + month * 30 + random.integers(0, 30, len(owner))
    days = np.empty_like(random_days)
    days[np.argsort(owner, kind="stable")] = random_days[np.lexsort((random_days, owner))]
    return days


def part(happened: Outcomes, creators: IntArray, draws: IntArray) -> Outcomes:
    """The part of outcomes that concerns some creators and draws, in the order given."""
    months = len(happened.months)
    shape = (happened.creators, months, happened.draws)
    fields: dict[str, Any] = {
        name: getattr(happened, name)[np.ix_(creators, np.arange(months), draws)] for name in MONTHLY_FIELDS
    }
    fields |= {name: getattr(happened, name)[np.ix_(creators, draws)] for name in CAMPAIGN_FIELDS}
    lines = happened.order_lines
    assert lines is not None
    creator, month, draw = np.unravel_index(lines.owner, shape)
    new_creator = np.full(happened.creators, -1)
    new_creator[creators] = np.arange(len(creators))
    new_draw = np.full(happened.draws, -1)
    new_draw[draws] = np.arange(len(draws))
    keep = (new_creator[creator] >= 0) & (new_draw[draw] >= 0)
    owner = (new_creator[creator] * months + month) * len(draws) + new_draw[draw]
    given = {name: getattr(lines, name) for name in (*SALES, "day", "age")}
    columns: dict[str, Any] = {name: None if values is None else values[keep] for name, values in given.items()}
    return replace(
        happened,
        deliverables=happened.deliverables[creators],
        draws=len(draws),
        order_lines=OrderLines(owner[keep], **columns),
        agreed_fee=None if happened.agreed_fee is None else happened.agreed_fee[creators],
        **fields,
    )


def facts(outcomes: Outcomes, draw: int) -> tuple[list[MonthFacts], list[CreatorFacts]]:
    """One draw of outcomes in the oracle's words."""
    ended = len(outcomes.months) if outcomes.ended is None else outcomes.ended
    closing = len(outcomes.months) if outcomes.closing is None else outcomes.closing
    months = [
        MonthFacts(month.quarter, month.days, over=number < ended, campaign=number < closing)
        for number, month in enumerate(outcomes.months)
    ]
    return months, [_creator(outcomes, creator, draw) for creator in range(outcomes.creators)]


def _creator(outcomes: Outcomes, creator: int, draw: int) -> CreatorFacts:
    months = len(outcomes.months)
    shape = (outcomes.creators, months, outcomes.draws)

    def monthly(name: str) -> list[int]:
        values = getattr(outcomes, name)
        values = np.zeros((1, 1, 1), dtype=np.int64) if values is None else values
        return [int(value) for value in np.broadcast_to(values, shape)[creator, :, draw]]

    def total(name: str) -> int:
        values = getattr(outcomes, name)
        return 0 if values is None else int(np.broadcast_to(values, shape[::2])[creator, draw])

    columns = {name: monthly(name) for name in MONTHLY_FIELDS}
    return CreatorFacts(
        deliverables=[int(count) for count in outcomes.deliverables[creator]],
        counts={name: values for name, values in columns.items() if name not in SALES},
        sales=[{name: columns[name][m] for name in SALES} for m in range(months)],
        orders=[_orders(outcomes, (creator * months + m) * outcomes.draws + draw) for m in range(months)],
        **{name: total(name) for name in CAMPAIGN_FIELDS},
        fee=None if outcomes.agreed_fee is None else int(outcomes.agreed_fee[creator]),
    )


def _orders(outcomes: Outcomes, owner: int) -> list[Sale]:
    lines = outcomes.order_lines
    if lines is None:
        return []
    columns = {name: getattr(lines, name) for name in (*SALES, "day", "age")}
    return [
        {name: 0 if column is None else int(column[i]) for name, column in columns.items()}
        for i in np.flatnonzero(lines.owner == owner)
    ]
