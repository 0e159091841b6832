"""Limits that cannot hold: which ones, and by how much."""

import pytest

from influence_cli.allocate.curves.solve import allocate_curves
from influence_cli.model.curves import Channel, CurveProblem, Group, Log
from influence_cli.model.errors import InfeasibleError
from tests.allocate.curves.problems import best_by_force, random_problem, within_limits

CURVE = Log(10.0, 1000.0)


def channel(name, **limits):
    return Channel(name, CURVE, **limits)


def said(*channels, groups=(), budget=10_000.0):
    with pytest.raises(InfeasibleError) as error:
        allocate_curves(CurveProblem("", budget, channels, tuple(groups), "USD"))
    return str(error.value).splitlines()


def test_minimum_spends_above_the_budget():
    assert said(channel("A", min_spend=8000), channel("B", min_spend=4000), channel("C")) == [
        "minimum spends of 'A' and 'B' sum to 12,000 USD, the budget is 10,000 USD: 2,000 USD too much"
    ]


def test_one_lock_above_the_budget():
    assert said(channel("A", locked=12_000)) == [
        "'A' is locked at 12,000 USD, the budget is 10,000 USD: 2,000 USD too much"
    ]


def test_whole_units_make_a_minimum_dearer():
    assert said(channel("A", unit_cost=3000, min_spend=7000), channel("B", min_spend=2000)) == [
        "minimum spends of 'A' and 'B' sum to 11,000 USD in whole units, the budget is 10,000 USD: 1,000 USD too much"
    ]


def test_all_channels_that_contradict_themselves_are_named():
    lines = said(
        channel("A", min_spend=8000, max_spend=4000),
        channel("B", unit_cost=300, min_spend=500, max_spend=550),
        channel("C", unit_cost=300, locked=500),
        channel("D", unit_cost=300, min_spend=900, max_units=2),
    )
    assert lines == [
        "'A' must get at least 8,000 USD but may take at most 4,000 USD: 4,000 USD too much",
        "'B' must get between 500 USD and 550 USD, but whole units of 300 USD come to 300 USD (1) or 600 USD (2)",
        "'C' is locked at 500 USD, but whole units of 300 USD come to 300 USD (1) or 600 USD (2)",
        "'D' must get at least 900 USD = 3 whole units of 300 USD but may take at most 2: 1 too many (300 USD)",
    ]


def test_groups_against_their_channels():
    lines = said(
        channel("A", max_spend=1000),
        channel("B", max_spend=2000),
        channel("C", min_spend=3000),
        groups=[Group("social", ("A", "B"), 0.4), Group("rest", ("C",), 0.0, 0.2)],
    )
    assert lines == [
        "group 'social' must get at least 40% of the budget = 4,000 USD but its channels 'A' and 'B' may take at most "
        "3,000 USD: 1,000 USD short",
        "group 'rest' may get at most 20% of the budget = 2,000 USD but its channel 'C' must get at least 3,000 USD: "
        "1,000 USD too much",
    ]


def test_groups_against_each_other():
    (line,) = said(
        *map(channel, "ABCD"),
        groups=[Group("g1", ("A", "B"), 0.6), Group("g2", ("C", "D"), 0.6), Group("g3", ("A",), 0.1)],
    )
    assert line == (
        "these cannot hold together, they clash by 2,000 USD: the budget is 10,000 USD; "
        "group 'g1' must get at least 60% of the budget = 6,000 USD ('A' and 'B'); "
        "group 'g2' must get at least 60% of the budget = 6,000 USD ('C' and 'D')"
    )


def test_overlapping_groups_and_a_channel():
    (line,) = said(
        channel("A", max_spend=1000),
        *map(channel, "BCD"),
        groups=[Group("g1", ("A", "B"), 0.6), Group("g2", ("B", "C"), 0.0, 0.3)],
    )
    assert "they clash by 2,000 USD" in line
    assert "'A' may take at most 1,000 USD" in line
    assert "g1" in line
    assert "g2" in line
    assert "budget is" not in line


def test_two_separate_clashes_are_both_said():
    lines = said(
        channel("A", max_spend=500),
        *map(channel, "BCD"),
        groups=[
            Group("g1", ("A", "B"), 0.3),
            Group("g2", ("B",), 0.0, 0.1),
            Group("g3", ("C", "D"), 0.5),
            Group("g4", ("C",), 0.0, 0.2),
            Group("g5", ("D",), 0.0, 0.2),
        ],
    )
    assert len(lines) == 2
    (first,) = [line for line in lines if "'g1'" in line]
    (second,) = [line for line in lines if "'g3'" in line]
    assert "they clash by 1,500 USD" in first
    assert "they clash by 1,000 USD" in second


def test_whole_units_that_no_group_limit_lets_through():
    (line,) = said(
        channel("A", unit_cost=3000), channel("B", unit_cost=3000), groups=[Group("g", ("A", "B"), 0.4, 0.5)]
    )
    assert "they clash by 1,000 USD" in line
    assert "'A' is bought in whole units of 3,000 USD" in line
    assert "'B' is bought in whole units of 3,000 USD" in line


@pytest.mark.parametrize("seed", range(60))
def test_refused_if_and_only_if_no_allocation_keeps_the_limits(seed):
    problem = random_problem(seed, 3, units=1.0, groups=3)
    if best_by_force(problem) is None:
        with pytest.raises(InfeasibleError, match=r"cannot hold together|short|too much"):
            allocate_curves(problem)
    else:
        assert within_limits(problem, [row.spend for row in allocate_curves(problem).channels])
