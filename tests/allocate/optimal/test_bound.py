"""The concave bound is above every whole-number decision of its box, concave, exact at a point, with true slopes."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from influence_cli.allocate.optimal.bound import ConcaveBound, _line_below
from influence_cli.allocate.optimal.planning_model import Payoff, PlanningModel, payoff_draws
from tests.allocate.optimal.instances import Shape, a_model, a_payoff, all_decisions, drawn_for_all

# How long an example takes says nothing here, and a busy machine must not fail a test.
PATIENT = settings(deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow])
QUICK = settings(PATIENT, max_examples=120)
LONG = settings(PATIENT, max_examples=2_000)

SHAPES = st.builds(
    Shape,
    platforms=st.integers(1, 3),
    phases=st.integers(1, 3),
    cells=st.integers(2, 6),
    draws=st.sampled_from([5, 12, 40]),
    least=st.sampled_from([1e-7, 1e-3, 0.05]),
    largest=st.sampled_from([0.06, 0.4, 0.95]),
    repeat_value=st.sampled_from([0.0, 0.3, 0.7, 0.95, 0.999]),
    lift=st.sampled_from([0.0, 0.5, 2.0]),
    signs=st.sampled_from(["positive", "negative", "mixed"]),
    reach=st.sampled_from([0.0, 1.0, 30.0]),
    overlap=st.sampled_from([True, True, True, False]),
)
SEEDS = st.integers(0, 2**32 - 1)


@dataclass(frozen=True)
class Boxed:
    """A bound with the decisions it speaks of."""

    model: PlanningModel
    payoff: Payoff
    bound: ConcaveBound
    low: np.ndarray
    high: np.ndarray
    costs: np.ndarray
    left: float
    inside: np.ndarray
    within: np.ndarray
    rng: np.random.Generator

    def anywhere(self):
        """Somewhere in the box, whole numbers or not."""
        return self.low + self.rng.random(len(self.low)) * (self.high - self.low)

    @property
    def size(self):
        """What rounding is measured against: gains before anything is taken off or cancels out."""
        parts = np.abs(self.payoff.gain) * (1 + self.model.lift) + np.abs(self.payoff.flat)
        everyone = self.payoff.reach * self.model.audience.sum(axis=0)
        return float(((self.high + 1) @ parts + everyone).max()) + 1e-12


def boxed(shape, seed, *, width=3, rich=False):
    """A random box of a random model; the money left at its lower end buys some of it, or all where rich."""
    rng = np.random.default_rng(seed)
    model = a_model(rng, shape)
    payoff = a_payoff(rng, model, shape)
    low = rng.integers(0, 5, shape.cells).astype(float) * rng.integers(0, 2, shape.cells)
    high = low + rng.integers(0, width + 1, shape.cells)
    costs = rng.integers(1, 9, shape.cells).astype(float)
    left = float(costs @ (high - low)) * (1.0 if rich else rng.uniform(0.2, 1.0))
    inside = all_decisions(low, high)
    within = inside[(inside - low) @ costs <= left]
    bound = ConcaveBound(model, payoff, low, high, costs, left)
    return Boxed(model, payoff, bound, low, high, costs, left, inside, within, rng)


def is_above(box):
    """Above every whole-number decision within the money, in every draw."""
    many = box.within[box.rng.permutation(len(box.within))[:150]]
    many = np.vstack([many, box.within[[0, -1]]])
    true = drawn_for_all(box.model, box.payoff, many)
    above = np.array([box.bound.whole(n).value for n in many])
    assert (above >= true - 1e-9 * box.size).all(), float((true - above).max() / box.size)


def is_concave(box):
    """A tangent anywhere, also at fractions, lies above the bound everywhere else in the box."""
    points = [box.anywhere() for _ in range(4)] + [np.round(box.anywhere()) for _ in range(3)] + [box.low, box.high]
    tangents = [box.bound.whole(n) for n in points]
    for at, tangent in zip(points, tangents, strict=True):
        for other, known in zip(points, tangents, strict=True):
            line = tangent.value + (other - at) @ tangent.slopes
            assert (known.value <= line + 1e-9 * box.size).all(), float((known.value - line).max() / box.size)


def has_true_slopes(box):
    """Slopes agree with small steps. At a kink they lie between the slopes on both sides."""
    point = box.low + (0.2 + 0.6 * box.rng.random(len(box.low))) * np.maximum(box.high - box.low, 1.0)
    step = 1e-5
    here = box.bound.whole(point)
    for cell in range(len(point)):
        move = np.zeros(len(point))
        move[cell] = step
        onwards = (box.bound.whole(point + move).value - here.value) / step
        back = (here.value - box.bound.whole(point - move).value) / step
        close = 1e-5 * box.size
        assert (here.slopes[cell] >= np.minimum(onwards, back) - close).all()
        assert (here.slopes[cell] <= np.maximum(onwards, back) + close).all()


def is_below_every_exposure(box):
    """The worst exposure and the line are below the worth of an exposure everywhere the money reaches."""
    model, bound = box.model, box.bound
    share = -np.expm1(-model.missed)
    extra = box.left * model.best_on_platform(share / box.costs[:, None])
    floor, slope = _line_below(model, box.low, box.high, extra)
    for counts in [*box.within[:: max(len(box.within) // 60, 1)], box.within[-1]]:
        true = model.exposure(counts)
        assert (bound.worst_exposure <= true * (1 + 1e-9)).all()
        assert (floor + slope * model.on_platform(share * counts[:, None]) <= true * (1 + 1e-9)).all()
    for counts in box.within[:20]:
        assert (bound.worst_response <= model.responses(counts) * (1 + 1e-9)).all()


def is_exact_at_a_point(box):
    """A box that is one decision has its payoff as its bound, whatever is left of the money."""
    counts = box.inside[box.rng.integers(len(box.inside))]
    true = payoff_draws(box.model, box.payoff, counts)
    for left in (0.0, 1e6):
        point = ConcaveBound(box.model, box.payoff, counts, counts, box.costs, left)
        np.testing.assert_allclose(point.whole(counts).value, true, rtol=0, atol=1e-9 * box.size)


PROPERTIES = [is_above, is_concave, has_true_slopes, is_below_every_exposure, is_exact_at_a_point]
GIANTS = Shape(cells=4, least=0.05, largest=0.95, repeat_value=0.0, signs="mixed", lift=2.0, reach=30.0)


@pytest.mark.parametrize("holds", PROPERTIES)
@QUICK
@given(shape=SHAPES, seed=SEEDS)
@example(shape=GIANTS, seed=1)
def test_bound(holds, shape, seed):
    holds(boxed(shape, seed))


@pytest.mark.nightly
@pytest.mark.parametrize("holds", PROPERTIES)
@LONG
@given(shape=SHAPES, seed=SEEDS, width=st.integers(0, 4), rich=st.booleans())
def test_bound_on_many_boxes(holds, shape, seed, width, rich):
    holds(boxed(shape, seed, width=width, rich=rich))


@pytest.mark.parametrize("repeat_value", [0.0, 0.5, 0.999, 1.0])
def test_one_platform_one_kind_of_creator_by_hand(repeat_value):
    # Two creators who reach half of everybody each: three quarters are reached, 4/3 creators each.
    model = PlanningModel(
        platforms=np.array([0]),
        phases=np.array([0]),
        missed=np.full((1, 1), np.log(2.0)),
        audience=np.full((1, 1), 1_000.0),
        repeat_value=np.array([repeat_value]),
        lift=np.zeros(1),
        remains=np.zeros((1, 1)),
        overlap=True,
    )
    payoff = Payoff(np.full((1, 1), 30.0), np.full((1, 1), -3.0), np.zeros((1, 1)), reach=0.01)
    v = min(max(repeat_value, 1e-9), 1 - 1e-6)
    worth = (1 - v ** (4 / 3)) / (1 - v) / (4 / 3)
    expected = 2 * 30 * worth - 2 * 3 + 0.01 * 750
    two = np.array([2.0])
    bound = ConcaveBound(model, payoff, np.zeros(1), np.array([4.0]), np.ones(1), 4.0)
    assert payoff_draws(model, payoff, two)[0] == pytest.approx(expected, rel=1e-9)
    # All of the platform's gain is in one cell, so nothing is estimated.
    assert bound.whole(two).value[0] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("reached", [1e-7, 1e-9])
def test_creators_whom_hardly_anybody_follows_count_in_full(reached):
    model = PlanningModel(
        platforms=np.array([0]),
        phases=np.array([0]),
        missed=np.full((1, 1), -np.log1p(-reached)),
        audience=np.full((1, 1), 1e9),
        repeat_value=np.zeros(1),
        lift=np.zeros(1),
        remains=np.zeros((1, 1)),
        overlap=True,
    )
    payoff = Payoff(np.full((1, 1), 30.0), np.zeros((1, 1)), np.zeros((1, 1)))
    bound = ConcaveBound(model, payoff, np.zeros(1), np.array([9.0]), np.ones(1), 9.0)
    for creators in range(1, 10):
        n = np.array([float(creators)])
        assert bound.whole(n).value[0] >= payoff_draws(model, payoff, n)[0] * (1 - 1e-9)
