"""An estimate's P10, P50 and P90 are what it says, and its mean is the closed form."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from influence_cli.funnel.uncertainty import Z90, clipped_mean, curve, mean, mean_over_median, share_curve
from influence_cli.model.estimate import Estimate, Statistic


def estimate(low: float, typical: float, high: float) -> Estimate:
    return Estimate(low, typical, high, "unit")


@pytest.mark.parametrize("ends", [(1.0, 3.0, 4.0), (0.0, 2.0, 5.0), (0.5, 0.5, 2.0), (7.0, 7.0, 7.0)])
def test_low_typical_and_high_are_p10_p50_and_p90(ends):
    low, typical, high = ends
    values = curve(estimate(*ends), np.array([-Z90, 0.0, Z90]))
    assert values == pytest.approx([low, typical, high])


@given(
    st.floats(0.001, 10),
    st.floats(1.0, 5.0),
    st.floats(1.0, 5.0),
)
def test_the_mean_is_that_of_the_curve(low, up, further):
    e = estimate(low, low * up, low * up * further)
    assert mean(e) == pytest.approx(clipped_mean(e, 0.0, math.inf), rel=1e-3)


@pytest.mark.parametrize("ends", [(0.0, 2.0, 5.0), (0.0, 0.0, 1.0), (0.0, 3.0, 3.0)])
def test_the_mean_where_low_is_zero(ends):
    assert mean(estimate(*ends)) == pytest.approx(clipped_mean(estimate(*ends), 0.0, math.inf), rel=1e-3)


@given(st.floats(0.0, 0.5), st.floats(0.0, 0.4), st.floats(-8, 8))
def test_a_share_stays_a_share(low, more, z):
    value = float(share_curve(estimate(low, low + more, min(low + 2 * more, 1.0)), np.array(z)))
    assert 0.0 <= value <= 1.0


@given(st.floats(0.01, 1.0), st.lists(st.floats(-6, 6), min_size=2))
def test_a_curve_never_falls(typical, scores):
    values = curve(estimate(typical / 2, typical, typical * 3), np.sort(np.array(scores)))
    assert np.all(np.diff(values) >= 0)


@pytest.mark.parametrize(("log_sd", "factor"), [(1.0, 1.65), (1.25, 2.18), (2.0, 7.39)])
def test_the_mean_creator_lies_above_the_median_one(log_sd, factor):
    # exp(sd^2 / 2), as published for these spreads: 1.6, 2.2 and 7.
    assert mean_over_median(log_sd, Statistic.MEDIAN) == pytest.approx(factor, abs=0.01)
    assert mean_over_median(log_sd, Statistic.MEAN) == 1.0


def test_low_and_high_are_tenths():
    assert pytest.approx(NormalDist().inv_cdf(0.9)) == Z90


def test_an_estimate_that_may_be_nothing_falls_in_a_straight_line():
    halfway = curve(estimate(0.0, 2.0, 5.0), np.array([-Z90 / 2, Z90 / 2]))
    assert halfway == pytest.approx([1.0, 3.5])
