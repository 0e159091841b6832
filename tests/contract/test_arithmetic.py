"""Rounding, splitting and comparing stay exact far beyond what a float can hold."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from influence_cli.contract.conditions import holds
from influence_cli.contract.engine import owed
from influence_cli.contract.rounding import apportion, rated, scaled
from influence_cli.model.contract import Band, Commission, CommissionMode, Condition, Contract, SalesBase, Window
from influence_cli.model.money import PPM

from .building import earned, one_creator, one_creators_orders
from .oracle import split_whole
from .oracle_facts import cents

HUGE = 9 * 10**18

money = st.one_of(st.integers(-1000, 1000), st.integers(-HUGE, HUGE))
ppm = st.integers(0, PPM)


@given(st.lists(money, max_size=5), ppm)
def test_a_share_of_any_amount_is_rounded_once_half_away_from_zero(amounts: list[int], rate: int) -> None:
    array = np.array(amounts, dtype=np.int64)
    expected = [cents(amount * rate, PPM) for amount in amounts]
    assert scaled(array, rate, PPM).tolist() == expected
    nothing = np.zeros(1, dtype=np.int64)
    assert rated(array, np.full(len(amounts), rate), nothing, nothing).tolist() == expected


@pytest.mark.parametrize(("amount", "expected"), [(15, 2), (14, 1), (-14, -1), (-15, -2), (-16, -2), (5, 1)])
def test_ties_go_away_from_zero(amount: int, expected: int) -> None:
    assert scaled(np.array([amount]), 100_000, PPM).tolist() == [expected]


def test_ties_go_away_from_zero_beside_huge_amounts() -> None:
    amounts = np.array([15, -15, -14, HUGE])
    zero = np.zeros(1, dtype=np.int64)
    expected = [2, -2, -1, HUGE // 10]
    assert scaled(amounts, 100_000, PPM).tolist() == expected
    assert rated(amounts, np.array([100_000]), zero, zero).tolist() == expected


def test_the_largest_amounts_are_rounded_like_any_other() -> None:
    most = 2**63 - 1
    assert scaled(np.array([most, -most]), 1, PPM).tolist() == [9_223_372_036_855, -9_223_372_036_855]


def test_amounts_are_left_as_they_were() -> None:
    amounts = np.array([-15, HUGE])
    scaled(amounts, 100_000, PPM)
    assert amounts.tolist() == [-15, HUGE]


@given(
    st.lists(st.one_of(st.integers(0, 20), st.integers(0, 10**17)), min_size=1, max_size=6),
    st.fractions(0, 1),
)
def test_a_split_adds_up_and_favors_the_largest_remainder(weights: list[int], share: float) -> None:
    total = int(sum(weights) * share)
    column = np.array(weights, dtype=np.int64)[:, None]
    result = apportion(np.array([total]), column)[:, 0].tolist()
    assert result == split_whole(total, weights)
    assert sum(result) == total
    assert all(part <= weight for part, weight in zip(result, weights, strict=True))


@pytest.mark.parametrize("mode", [CommissionMode.MARGINAL, CommissionMode.RETROACTIVE])
@given(st.integers(-HUGE, HUGE), st.integers(1, HUGE), ppm, ppm)
def test_commission_on_amounts_near_the_end_of_64_bits(
    mode: CommissionMode, volume: int, start: int, low: int, high: int
) -> None:
    terms = Commission((Band(0, low), Band(start, high)), base=SalesBase.GROSS, mode=mode)
    if volume < start:
        exact = volume * low
    elif mode is CommissionMode.RETROACTIVE:
        exact = volume * high
    else:
        exact = start * low + (volume - start) * high
    result = owed(Contract("huge", commission=terms), one_creator(gross_sales=[volume]))
    assert earned(result) == [cents(exact, PPM)]


@pytest.mark.parametrize("mode", CommissionMode)
def test_single_orders_that_no_float_holds_are_paid_to_the_cent(mode: CommissionMode) -> None:
    terms = Commission((Band(0, PPM),), base=SalesBase.GROSS, mode=mode, reset=Window.ORDER)
    happened = one_creators_orders([10**17 + 1], [10**17 + 3, 5])
    assert earned(owed(Contract("huge", commission=terms), happened)) == [10**17 + 1, 10**17 + 8]


def test_a_hair_below_half_a_cent_is_rounded_down() -> None:
    terms = Commission((Band(0, 499_999), Band(5, 500_000)), base=SalesBase.GROSS)
    contract = Contract("hair", commission=terms)
    # 1 x 0.499999 is 0; 5 x 0.499999 + 1 x 0.5 = 2.999995 is 3; 5 x 0.499999 + 2 x 0.5 = 3.499995 is 3.
    for volume, expected in ((1, 0), (6, 3), (7, 3)):
        assert earned(owed(contract, one_creator(gross_sales=[volume]))) == [expected]


@pytest.mark.parametrize(
    ("above", "below", "operator", "met"),
    [
        (5, 100, ">=", True),
        (5, 100, ">", False),
        (5, 100, "<=", True),
        (5, 100, "<", False),
        (49, 1000, ">=", False),
        (51, 1000, ">", True),
        (45 * 10**16, HUGE, ">=", True),
        (45 * 10**16 - 1, HUGE, ">=", False),
        (45 * 10**16 + 1, HUGE, ">", True),
        (45 * 10**16, HUGE, "<", False),
    ],
)
def test_five_per_cent_is_compared_without_rounding(above: int, below: int, operator: str, met: bool) -> None:
    condition = Condition("engagement_rate_by_views", operator, 0.05)
    assert holds(condition, (np.array([above]), np.array([below]))).tolist() == [met]


@pytest.mark.parametrize(
    ("above", "operator", "met"),
    [
        (27 * 10**17, ">=", True),
        (27 * 10**17, ">", False),
        (27 * 10**17 + 1, ">", True),
        (27 * 10**17 - 1, ">=", False),
        (27 * 10**17 + 1, "<=", False),
        (27 * 10**17 - 1, "<", True),
    ],
)
def test_thirty_per_cent_of_what_no_float_holds_is_compared_without_rounding(
    above: int, operator: str, met: bool
) -> None:
    condition = Condition("click_rate", operator, 0.3)
    assert holds(condition, (np.array([above]), np.array([HUGE]))).tolist() == [met]


def test_a_boost_that_lost_huge_sums_is_no_gain() -> None:
    lost = (np.array([-HUGE]), np.array([10]))
    assert holds(Condition("boost_roas", "<", 0.3), lost).tolist() == [True]
    assert holds(Condition("boost_roas", ">=", 0.3), lost).tolist() == [False]


@given(
    st.integers(0, HUGE),
    st.one_of(st.integers(1, 100), st.integers(1, HUGE)),
    st.one_of(st.sampled_from([0.05, 3.0, 1e-7]), st.floats(0, 10)),
)
def test_any_ratio_is_compared_without_rounding(above: int, below: int, threshold: float) -> None:
    exact = Fraction(above, below)
    limit = Fraction(str(threshold))
    expected = {">=": exact >= limit, ">": exact > limit, "<=": exact <= limit, "<": exact < limit}
    for operator, met in expected.items():
        condition = Condition("click_rate", operator, threshold)
        assert holds(condition, (np.array([above]), np.array([below]))).tolist() == [met]


@pytest.mark.parametrize("operator", [">=", ">", "<=", "<"])
def test_counts_are_compared_with_thresholds_that_have_a_fraction(operator: str) -> None:
    counts = np.array([1, 2, 3, 4])
    expected = {
        ">=": [False, False, True, True],
        ">": [False, False, True, True],
        "<=": [True, True, False, False],
        "<": [True, True, False, False],
    }
    assert holds(Condition("clicks", operator, 2.5), (counts,)).tolist() == expected[operator]
    whole = {">=": [2, 3, 4], ">": [3, 4], "<=": [1, 2], "<": [1]}
    assert counts[holds(Condition("clicks", operator, 2.0), (counts,))].tolist() == whole[operator]
