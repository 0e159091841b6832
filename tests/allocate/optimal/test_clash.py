"""Limits that clash are named, no more of them than needed, with what is missing."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from influence_cli.allocate.optimal.clash import clash
from influence_cli.allocate.optimal.problem import Pot
from influence_cli.allocate.optimal.rows import Row, Unit
from tests.allocate.optimal.instances import Shape, a_problem, all_decisions

inf = np.inf
BUDGET = "budget: 1,000"


def words(amount, unit):
    return f"{amount:.0f} {'cents' if unit is Unit.MONEY else 'creators'}"


def problem(costs, *rows, money=1_000.0, most=50.0, **changes):
    cells = len(costs)
    plain = a_problem(np.random.default_rng(0), Shape(cells=cells))
    high = np.full(cells, most)
    return replace(plain, costs=np.array(costs, dtype=float), money=money, high=high, rows=rows, **changes)


def creators(text, coefficients, low=-inf, high=inf):
    return Row(text, np.array(coefficients, dtype=float), low, high, Unit.CREATORS)


def money(text, coefficients, low=-inf, high=inf):
    return Row(text, np.array(coefficients, dtype=float), low, high, Unit.MONEY)


def share(text, here, costs, low=None, high=None):
    factors = np.array(here) - (low if low is not None else high)
    ends = (0.0, inf) if low is not None else (-inf, 0.0)
    return Row(text, factors * np.array(costs, dtype=float), *ends, Unit.SHARE)


NANO = creators("nano: at least 3", [1, 0], low=3)
FEW = creators("at most 5", [1, 1], high=5)


def test_nothing_is_said_where_all_limits_can_be_kept():
    assert clash(problem([100, 300], NANO, FEW), BUDGET, words) == ""


def test_budget_too_small_for_the_creators_promised():
    mega = creators("mega: exactly 4", [0, 1], 4, 4)
    found = clash(problem([100, 300], NANO, FEW, mega, most=9.0), BUDGET, words)
    # Four megas cost 1,200 with or without the others, so these are not named.
    assert found == (
        "these limits clash, and any one of them would have to give way: "
        "mega: exactly 4 (1 creators short); budget: 1,000 (200 cents short)"
    )


def test_three_limits_that_clash_only_together():
    mega = creators("mega: exactly 3", [0, 1], 3, 3)
    found = clash(problem([100, 300], NANO, mega, creators("at most 9", [1, 1], high=9)), BUDGET, words)
    # 3 x 100 + 3 x 300 = 1,200: 200 too much; one mega less, or two nanos less.
    assert found == (
        "these limits clash, and any one of them would have to give way: "
        "nano: at least 3 (2 creators short); mega: exactly 3 (1 creators short); budget: 1,000 (200 cents short)"
    )


def test_more_than_the_cells_hold_is_a_limit_of_its_own():
    assert clash(problem([1, 1], creators("at least 20", [1, 1], low=20), most=8.0), BUDGET, words) == (
        "at least 20 cannot be kept: 4 creators short"
    )


def test_a_tier_that_nobody_offers():
    assert clash(problem([1, 1], creators("mid: exactly 2", [0, 0], 2, 2)), BUDGET, words) == (
        "mid: exactly 2 cannot be kept: 2 creators short"
    )


def test_spend_that_is_locked_and_spend_that_is_held():
    locked = money("nano: 700 to 900", [100, 0], low=700, high=900)
    held = money("all: at most 450", [100, 300], high=450)
    found = clash(problem([100, 300], locked, held), BUDGET, words)
    # Seven nanos cost 700: 250 above 450. Four nanos keep 450: 300 below 700.
    assert found == (
        "these limits clash, and any one of them would have to give way: "
        "nano: 700 to 900 (300 cents short); all: at most 450 (250 cents short)"
    )


def test_shares_that_sum_to_more_than_everything():
    costs = [100, 100]
    first = share("first: at least 70%", [1, 0], costs, low=0.7)
    second = share("second: at least 60%", [0, 1], costs, low=0.6)
    some = creators("at least 10", [1, 1], low=10)
    # Seven of ten for the first leave three for the second: 300 instead of 600.
    found = clash(problem(costs, first, second, some), BUDGET, words)
    assert found == (
        "these limits clash, and any one of them would have to give way: "
        "first: at least 70% (missed by 300 cents); second: at least 60% (missed by 300 cents); "
        "at least 10 (10 creators short)"
    )


def test_both_ends_of_one_limit_are_one_limit():
    low, high = creators("2 to 3", [1, 0], low=2), creators("2 to 3", [1, 0], high=3)
    five = creators("first: 5", [1, 0], 5, 5)
    assert clash(problem([1, 1], low, high, five), BUDGET, words) == (
        "these limits clash, and any one of them would have to give way: "
        "2 to 3 (2 creators short); first: 5 (2 creators short)"
    )


def test_creators_that_cannot_be_booked_are_not_counted_on():
    mega = creators("mega: at least 1", [0, 1], low=1)
    asked = problem([100, 300], mega)
    assert clash(replace(asked, high=np.array([9.0, 0.0])), BUDGET, words) == (
        "mega: at least 1 cannot be kept: 1 creators short"
    )


def keeps(decisions, rows):
    kept = np.ones(len(decisions), dtype=bool)
    for row in rows:
        total = decisions @ row.coefficients
        kept &= (total >= row.low - 1e-6) & (total <= row.high + 1e-6)
    return kept


@pytest.mark.parametrize("seed", range(25))
def test_what_is_named_clashes_and_nothing_in_it_is_idle(seed):
    rng = np.random.default_rng(seed)
    costs = rng.integers(50, 400, 3)
    rows = []
    for number in range(6):
        here = (rng.random(3) < 0.6).astype(float)
        if rng.random() < 0.5:
            low = float(rng.integers(0, 7))
            ends = (low, inf) if rng.random() < 0.6 else (-inf, low)
            rows.append(creators(f"limit {number}", here, *ends))
        else:
            end = float(rng.integers(0, 1_500))
            ends = (end, inf) if rng.random() < 0.6 else (-inf, end)
            rows.append(money(f"limit {number}", here * costs, *ends))
    asked = problem(costs, *rows, most=6.0)
    decisions = all_decisions(np.zeros(3), asked.high)
    limits = [*rows, money(BUDGET, costs, high=1_000.0)]
    found = clash(asked, BUDGET, words)
    if keeps(decisions, limits).any():
        assert found == ""
        return
    named = [row for row in limits if row.text in found]
    assert named
    assert not keeps(decisions, named).any()
    for some in combinations(named, len(named) - 1):
        assert keeps(decisions, some).any()
    for row in named:
        others = decisions[keeps(decisions, [other for other in named if other is not row])]
        total = others @ row.coefficients
        short = np.maximum(np.maximum(row.low - total, total - row.high), 0.0).min()
        assert words(short, row.unit) in found


def test_money_held_for_a_contract_is_part_of_the_clash():
    # Three creators cost 900 and 150 more are held for their contract: the budget lacks 50.
    asked = problem([300], creators("at least 3", [1], low=3), pots=(Pot(np.array([True]), 150.0),))
    assert clash(asked, BUDGET, words) != ""


def test_money_that_must_be_spent_is_part_of_the_clash():
    asked = problem([300], creators("at most 2", [1], high=2), least_spend=900.0)
    assert clash(asked, BUDGET, words) != ""
