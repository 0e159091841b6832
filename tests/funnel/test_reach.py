"""Reach against published overlap examples and the laws of probability."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from influence_cli.funnel.reach import (
    creator_reach,
    deduplicated,
    exposure_value,
    largest_possible,
    log_missed,
)

people = st.floats(0.0, 1e6)


@pytest.mark.parametrize(
    ("reaches", "union"),
    [
        ([40.0, 25.0], 55.0),  # published: 40% and 25% of one universe give 55% net
        ([20.0], 20.0),
        ([20.0, 10.0], 28.0),  # published: 20 / 28 / 33.76%
        ([20.0, 10.0, 8.0], 33.76),
    ],
)
def test_random_duplication_as_published(reaches, union):
    missed = sum(log_missed(reach, 100.0) for reach in reaches)
    assert float(deduplicated(missed, 100.0)) == pytest.approx(union)


def test_the_overlap_of_two_audiences_is_their_product():
    # 40% and 25% overlap in 10%: what is left of the sum of 65.
    union = float(deduplicated(log_missed(40.0, 100.0) + log_missed(25.0, 100.0), 100.0))
    assert 65.0 - union == pytest.approx(10.0)


@given(st.lists(people, min_size=1, max_size=8), st.floats(1.0, 1e6))
def test_random_reach_lies_in_the_band(reaches, audience):
    missed = sum(log_missed(reach, audience) for reach in reaches)
    union = float(deduplicated(missed, audience))
    smallest = min(max(reaches), audience)
    largest = float(largest_possible(sum(reaches), audience))
    assert smallest * (1 - 1e-6) - 1e-6 <= union <= largest * (1 + 1e-6) + 1e-6


@given(st.floats(1.0, 1e7), st.floats(1.0, 1e6), st.integers(1, 20))
def test_a_creator_reaches_no_more_people_than_views(views, followers, posts):
    reach = float(creator_reach(views, followers, posts))
    assert 0.0 <= reach <= views * (1 + 1e-9)


def test_more_posts_reach_fewer_new_people_each():
    one, two, three = (float(creator_reach(3_000.0 * n, 10_000.0, n)) for n in (1, 2, 3))
    assert one > two - one > three - two > 0


def test_no_views_reach_nobody():
    assert float(creator_reach(0.0, 10_000.0, 3)) == 0.0


@given(st.floats(1.0, 50.0), st.floats(0.0, 1.0))
def test_an_exposure_is_worth_at_most_the_first_one(frequency, repeat_value):
    worth = float(exposure_value(frequency, repeat_value))
    assert 0.0 < worth <= 1.0 + 1e-9
    assert frequency * worth >= 1.0 - 1e-9  # more exposures are never worth less in all


def test_exposure_value_where_it_is_known():
    assert float(exposure_value(1.0, 0.4)) == pytest.approx(1.0)
    assert float(exposure_value(3.0, 0.5)) == pytest.approx((1 + 0.5 + 0.25) / 3)
    assert np.asarray(exposure_value(5.0, 1.0)) == pytest.approx(1.0, abs=1e-4)
