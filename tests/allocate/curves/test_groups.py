"""What the linear programme for groups may do wrong without making the bound wrong."""

import numpy as np
import pytest

from influence_cli.allocate.curves.master import Master
from influence_cli.allocate.curves.solve import allocate_curves
from influence_cli.model.curves import Channel, CurveProblem, Group, Hill, Status

PROBLEM = CurveProblem(
    "",
    100.0,
    tuple(Channel(f"c{i}", Hill(5.0 + i, 20.0 + 9 * i, 2.0)) for i in range(5)),
    (Group("two", ("c0", "c1"), 0.0, 0.3), Group("overlap", ("c1", "c2"), 0.2, 0.5)),
)


@pytest.fixture
def optimum():
    return allocate_curves(PROBLEM).objective


def test_wrong_shadow_prices_only_loosen_the_bound(optimum, monkeypatch):
    solve = Master.solve

    def off(self):
        mixture = solve(self)
        return (
            None
            if mixture is None
            else type(mixture)(mixture.weight, mixture.worth, mixture.budget_price * 1.3, mixture.group_price - 0.05)
        )

    monkeypatch.setattr(Master, "solve", off)
    answer = allocate_curves(PROBLEM, most_nodes=40)
    assert answer.upper_bound >= optimum * (1 - 1e-9)
    assert answer.status is (Status.OPTIMAL if answer.gap <= 1e-6 else Status.WITHIN_GAP)


def test_a_programme_that_is_never_solved_leaves_a_true_bound(optimum, monkeypatch):
    monkeypatch.setattr(Master, "solve", lambda self: None)
    answer = allocate_curves(PROBLEM, most_nodes=40)
    assert answer.upper_bound >= optimum * (1 - 1e-9)
    assert answer.objective <= optimum * (1 + 1e-9)
    assert answer.status is (Status.OPTIMAL if answer.gap <= 1e-6 else Status.WITHIN_GAP)


def test_spends_add_up_within_both_groups():
    spend = {row.name: row.spend for row in allocate_curves(PROBLEM).channels}
    assert spend["c0"] + spend["c1"] <= 30.0 * (1 + 1e-9)
    assert 20.0 * (1 - 1e-9) <= spend["c1"] + spend["c2"] <= 50.0 * (1 + 1e-9)
    assert np.isclose(sum(spend.values()), 100.0)
