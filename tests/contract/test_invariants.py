"""What must be true of every contract and every outcome."""

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from influence_cli.contract.engine import Earned, needs, needs_order_lines, owed
from influence_cli.contract.engine import earned as earned_by
from influence_cli.contract.needs import needs_order_ages, needs_order_days
from influence_cli.contract.outcomes import (
    CAMPAIGN_FIELDS,
    MONTHLY_FIELDS,
    IntArray,
    OrderLines,
    Outcomes,
    Owed,
)
from influence_cli.model.contract import Band, Commission, CommissionMode, Contract, SalesBase

from .building import earned, one_creator
from .generated import contracts, outcomes, part, rates

usual = settings(max_examples=3 * settings().max_examples // 2, deadline=None)


def same(left: Owed, right: Owed) -> None:
    assert left.lines.keys() == right.lines.keys()
    for name, values in left.lines.items():
        shape = left.earned.shape
        np.testing.assert_array_equal(np.broadcast_to(values, shape), np.broadcast_to(right.lines[name], shape))
    np.testing.assert_array_equal(left.earned, right.earned)
    np.testing.assert_array_equal(left.paid, right.paid)
    np.testing.assert_array_equal(left.carried, right.carried)


def taken(result: Owed, creators: IntArray, draws: IntArray) -> Owed:
    """The part of a result that concerns some creators and draws."""
    shape = result.earned.shape
    grid = np.ix_(creators, np.arange(shape[1]), draws)
    return Owed(
        {name: np.broadcast_to(values, shape)[grid] for name, values in result.lines.items()},
        result.earned[grid],
        result.paid[grid],
        result.carried[np.ix_(creators, draws)],
    )


@usual
@given(contracts(), outcomes())
def test_nothing_is_lost_between_lines_earnings_payments_and_balance(contract: Contract, happened: Outcomes) -> None:
    result = owed(contract, happened)
    total = np.zeros(result.earned.shape, dtype=np.int64)
    for values in result.lines.values():
        total += values
    np.testing.assert_array_equal(total, result.earned)
    np.testing.assert_array_equal(result.earned.sum(axis=1), result.paid.sum(axis=1) + result.carried)


@usual
@given(contracts(), outcomes())
def test_money_is_whole_cents_everywhere(contract: Contract, happened: Outcomes) -> None:
    result = owed(contract, happened)
    for values in (*result.lines.values(), result.earned, result.paid, result.carried):
        assert values.dtype == np.int64


@usual
@given(contracts(), outcomes())
def test_a_payment_is_never_negative_and_never_below_the_minimum(contract: Contract, happened: Outcomes) -> None:
    payments = owed(contract, happened).paid
    assert ((payments == 0) | (payments >= max(contract.minimum_payout, 1))).all()


@usual
@given(contracts(), outcomes())
def test_a_balance_that_could_be_paid_is_never_carried_out_of_the_campaign(
    contract: Contract, happened: Outcomes
) -> None:
    carried = owed(contract, happened).carried
    assert ((carried <= 0) | (carried < contract.minimum_payout)).all()


@usual
@given(contracts(), outcomes(), st.integers(0, 2_000), st.integers(0, 5_000))
def test_caps_are_never_exceeded_and_never_cut_too_much(
    contract: Contract, happened: Outcomes, cap: int, common: int
) -> None:
    free = owed(replace(contract, cap_per_creator=None, cap_per_campaign=None, minimum_guarantee=None), happened)
    alone = replace(contract, cap_per_creator=cap, cap_per_campaign=None, minimum_guarantee=None)
    expected = np.minimum(free.earned.sum(axis=1), cap)
    np.testing.assert_array_equal(owed(alone, happened).earned.sum(axis=1), expected)
    together = owed(replace(alone, cap_per_campaign=common), happened).earned.sum(axis=(0, 1))
    np.testing.assert_array_equal(together, np.minimum(expected.sum(axis=0), common))


@usual
@given(contracts(), outcomes(), st.integers(0, 5_000))
def test_who_delivers_gets_the_guarantee_unless_a_cap_is_lower(
    contract: Contract, happened: Outcomes, guarantee: int
) -> None:
    terms = replace(contract, minimum_guarantee=guarantee, cap_per_campaign=None)
    campaign = slice(happened.campaign_months)
    totals = owed(terms, replace(happened, ended=None)).earned[:, campaign].sum(axis=1)
    least = guarantee if terms.cap_per_creator is None else min(guarantee, terms.cap_per_creator)
    assert (totals[happened.deliverables[:, campaign].any(axis=1)] >= least).all()


@usual
@given(contracts(alone=True), outcomes(), st.integers(0, 1000))
def test_the_order_of_creators_and_draws_does_not_matter(contract: Contract, happened: Outcomes, seed: int) -> None:
    generator = np.random.default_rng(seed)
    creators = generator.permutation(happened.creators)
    draws = generator.permutation(happened.draws)
    shuffled = owed(contract, part(happened, creators, draws))
    same(shuffled, taken(owed(contract, happened), creators, draws))


@usual
@given(contracts(alone=True), outcomes())
def test_a_creator_is_paid_the_same_alone(contract: Contract, happened: Outcomes) -> None:
    whole = owed(contract, happened)
    draws = np.arange(happened.draws)
    for creator in range(happened.creators):
        alone = np.array([creator])
        same(owed(contract, part(happened, alone, draws)), taken(whole, alone, draws))


@usual
@given(contracts(), outcomes())
def test_a_draw_is_paid_the_same_alone(contract: Contract, happened: Outcomes) -> None:
    whole = owed(contract, happened)
    creators = np.arange(happened.creators)
    for draw in range(happened.draws):
        alone = np.array([draw])
        same(owed(contract, part(happened, creators, alone)), taken(whole, creators, alone))


@usual
@given(contracts(), outcomes())
def test_only_the_fields_a_contract_needs_must_be_there(contract: Contract, happened: Outcomes) -> None:
    unread: dict[str, Any] = {name: None for name in (*MONTHLY_FIELDS, *CAMPAIGN_FIELDS) if name not in needs(contract)}
    lines = happened.order_lines
    assert lines is not None
    if not needs_order_lines(contract):
        unread["order_lines"] = None
    else:
        day = lines.day if needs_order_days(contract) else None
        age = lines.age if needs_order_ages(contract) else None
        unread["order_lines"] = replace(lines, day=day, age=age)
    same(owed(contract, replace(happened, **unread)), owed(contract, happened))


@usual
@given(contracts(), outcomes())
def test_axes_of_length_one_stand_for_equal_values(contract: Contract, happened: Outcomes) -> None:
    shape = (happened.creators, len(happened.months), happened.draws)
    narrow: dict[str, Any] = {name: getattr(happened, name)[:1, :1, :1] for name in MONTHLY_FIELDS}
    narrow |= {name: getattr(happened, name)[:1, :1] for name in CAMPAIGN_FIELDS}
    wide: dict[str, Any] = {
        name: np.broadcast_to(values, shape if name in MONTHLY_FIELDS else shape[::2]).copy()
        for name, values in narrow.items()
    }
    same(owed(contract, replace(happened, **narrow)), owed(contract, replace(happened, **wide)))


@usual
@given(contracts(), outcomes())
def test_outcomes_are_left_as_they_were(contract: Contract, happened: Outcomes) -> None:
    before = {name: getattr(happened, name).copy() for name in (*MONTHLY_FIELDS, *CAMPAIGN_FIELDS)}
    deliverables = happened.deliverables.copy()
    owed(contract, happened)
    for name, values in before.items():
        np.testing.assert_array_equal(getattr(happened, name), values)
    np.testing.assert_array_equal(happened.deliverables, deliverables)


@st.composite
def rising_bands(draw: st.DrawFn) -> tuple[Band, ...]:
    starts = sorted(draw(st.lists(st.integers(1, 10_000), max_size=3, unique=True)))
    steps = sorted(draw(st.lists(rates, min_size=len(starts) + 1, max_size=len(starts) + 1)))
    return tuple(Band(start, rate) for start, rate in zip((0, *starts), steps, strict=True))


def commission_on(bands: tuple[Band, ...], mode: CommissionMode, volume: int) -> int:
    terms = Commission(bands, base=SalesBase.GROSS, mode=mode)
    return earned(owed(Contract("rising", commission=terms), one_creator(gross_sales=[volume])))[0]


@usual
@given(rising_bands(), st.integers(0, 20_000), st.integers(0, 20_000))
def test_more_sales_never_mean_less_marginal_commission(bands: tuple[Band, ...], volume: int, more: int) -> None:
    low = commission_on(bands, CommissionMode.MARGINAL, volume)
    assert low <= commission_on(bands, CommissionMode.MARGINAL, volume + more)


@usual
@given(rising_bands(), st.integers(0, 20_000))
def test_retroactive_pays_at_least_marginal_where_rates_rise(bands: tuple[Band, ...], volume: int) -> None:
    marginal = commission_on(bands, CommissionMode.MARGINAL, volume)
    assert marginal <= commission_on(bands, CommissionMode.RETROACTIVE, volume)


@usual
@given(contracts(), outcomes())
def test_all_zero_outcomes_owe_no_more_than_what_is_fixed_or_guaranteed(contract: Contract, happened: Outcomes) -> None:
    nothing: dict[str, Any] = {name: np.zeros((1, 1, 1), dtype=np.int64) for name in MONTHLY_FIELDS}
    nothing |= {name: np.zeros((1, 1), dtype=np.int64) for name in CAMPAIGN_FIELDS}
    none = np.zeros(0, dtype=np.int64)
    result = owed(contract, replace(happened, order_lines=OrderLines(none, none, day=none), **nothing))
    for name in ("commission", "cpm", "cpc", "cpa", "cpl"):
        assert not np.any(result.lines.get(name, 0))


def same_earned(left: Earned, right: Earned | Owed) -> None:
    shape = right.earned.shape
    assert left.lines.keys() == right.lines.keys()
    for name, values in left.lines.items():
        np.testing.assert_array_equal(np.broadcast_to(values, shape), np.broadcast_to(right.lines[name], shape))
    np.testing.assert_array_equal(left.earned, right.earned)


@usual
@given(contracts(), outcomes())
def test_what_is_earned_is_what_is_owed_before_it_is_settled(contract: Contract, happened: Outcomes) -> None:
    whole = owed(contract, happened)
    same_earned(earned_by(contract, happened), whole)
    same_earned(earned_by(contract, happened, {}), whole)
    nothing = earned_by(contract, happened, {"refunds": np.zeros((1, 1, 1), dtype=np.int64)})
    np.testing.assert_array_equal(nothing.earned, whole.earned)


@usual
@given(contracts(), outcomes(), st.sampled_from(["refunds", "commission", "guarantee", "cap"]))
def test_lines_add_up_with_further_lines_of_any_name(contract: Contract, happened: Outcomes, name: str) -> None:
    result = earned_by(contract, happened, {name: np.array([[[-7]]]), "other": np.array([3])})
    total = sum(np.broadcast_to(values, result.earned.shape) for values in result.lines.values())
    np.testing.assert_array_equal(total, result.earned)


@usual
@given(contracts(), outcomes())
def test_a_campaign_whose_months_are_all_over_is_a_campaign_that_says_nothing(
    contract: Contract, happened: Outcomes
) -> None:
    whole = owed(contract, replace(happened, ended=len(happened.months)))
    same(whole, owed(contract, replace(happened, ended=None)))
