"""Caps and splits at their edges: a cent over, nothing over, amounts that no float could hold, by hand. In cents."""

import numpy as np
import pytest

from influence_cli.contract.engine import owed
from influence_cli.contract.outcomes import Outcomes
from influence_cli.contract.rounding import apportion
from influence_cli.model.contract import Band, Commission, Contract, SalesBase

from .building import array, delivered, earned, line, months

ALL_OF_IT = Commission((Band(0, 1_000_000),), base=SalesBase.GROSS)
HUGE = 10**17


def together(cap: int, *sales: list[int]) -> list[list[int]]:
    """What creators with these sales by month earn under a cap for all of them, each paid all they sell."""
    count = len(sales[0])
    happened = Outcomes(months(count), delivered(*[[1] * count] * len(sales)), gross_sales=array(*sales))
    result = owed(Contract("capped", commission=ALL_OF_IT, cap_per_campaign=cap), happened)
    return [earned(result, creator) for creator in range(len(sales))]


def test_a_cent_over_the_cap_is_taken_off() -> None:
    # 50.00 + 50.01: one cent too much. Kept are 100.00 x 5000/10001 = 4999.50 and 5000.49: the first remainder wins.
    assert together(100_00, [50_00], [50_01]) == [[50_00], [50_00]]


def test_a_cap_that_is_just_reached_takes_nothing() -> None:
    assert together(100_00, [50_00], [50_00]) == [[50_00], [50_00]]


def test_a_cent_of_refund_gives_back_a_cent() -> None:
    # 101.00 against 100.00; one cent is refunded: 100.99 are still too much, and nothing more is taken.
    assert together(100_00, [101_00, -1]) == [[100_00, 0]]
    assert together(100_00, [101_00, -2_00]) == [[100_00, -1_00]]


def test_caps_of_amounts_that_no_float_holds_are_exact() -> None:
    # Twice 10^17 + 3 and a cap of 10^17 + 2: half each, 5 x 10^16 + 2 are taken from each. Refunds of 10^17, then of
    # the 4 that are still too much, give all of it back in halves.
    kept = together(HUGE + 2, [HUGE + 3, 0, 0], [HUGE + 3, -HUGE, -4])
    assert kept[0] == [HUGE // 2 + 1, HUGE // 2, 2]
    assert kept[1] == [HUGE // 2 + 1, -HUGE + HUGE // 2, -4 + 2]


def test_who_has_nothing_is_given_nothing_of_a_split() -> None:
    assert apportion(np.array([5, 0]), np.array([[0, 0], [5, 0]])).tolist() == [[0, 0], [5, 0]]


def test_all_of_huge_weights_is_each_of_them_whole() -> None:
    weights = np.array([[HUGE + 1], [HUGE + 3], [7]])
    assert apportion(weights.sum(axis=0), weights).tolist() == weights.tolist()


def test_remainders_of_huge_weights_are_compared_exactly() -> None:
    # Weights w and w + 1, total 3: 1.4999... and 1.5000...1; the second has the larger remainder.
    weight = 45 * 10**17
    assert apportion(np.array([3]), np.array([[weight], [weight + 1]])).ravel().tolist() == [1, 2]


@pytest.mark.parametrize("count", [2, 17, 100, 1_000])
def test_of_any_number_of_equals_the_first_are_given_the_odd_cents(count: int) -> None:
    # Each weighs 3 and all but one cent of a third is split: count - 1 cents over count rows.
    result = apportion(np.array([count - 1]), np.full((count, 1), 3))
    assert result.ravel().tolist() == [1] * (count - 1) + [0]


def test_a_line_that_is_taken_off_says_so() -> None:
    happened = Outcomes(months(1), delivered([1]), gross_sales=array([120_00]))
    result = owed(Contract("capped", commission=ALL_OF_IT, cap_per_campaign=100_00), happened)
    assert line(result, "cap") == [-20_00]
