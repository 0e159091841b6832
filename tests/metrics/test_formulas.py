"""KPI formulas against published examples, and what they do without a denominator."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from influence_cli.metrics.catalogue import BY_NAME, METRICS
from influence_cli.metrics.formulas import cpm, ratio, roi
from influence_cli.metrics.summary import summary


def test_roi_on_gross_profit_as_published():
    # calclet, influencer campaign ROI wizard: 18,500 spent, 52,000 of sales, 58% margin.
    assert float(roi(52_000 * 0.58, 18_500)) == pytest.approx(0.6303, abs=5e-5)


def test_nothing_bought_has_no_price():
    assert np.isnan(ratio(5.0, 0.0))
    assert np.isnan(cpm(5.0, 0.0))
    assert np.isnan(roi(5.0, 0.0))


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=50))
def test_quantiles_are_those_of_numpy(values):
    drawn = np.array(values)
    found = summary(drawn)
    expected = np.quantile(drawn, [0.05, 0.1, 0.5, 0.9, 0.95])
    assert [found.p5, found.p10, found.p50, found.p90, found.p95] == pytest.approx(expected, rel=1e-9, abs=1e-3)


def test_a_missing_ratio_counts_as_infinitely_dear():
    found = summary(np.array([1.0, 2.0, np.nan, np.nan]))
    assert found.p5 < 2.0
    assert found.p90 == np.inf


def test_every_word_is_defined_once():
    assert len(BY_NAME) == len(METRICS)
    for metric in METRICS:
        assert metric.definition.endswith(".")
        assert metric.formula
        if metric.denominator:
            assert f"/ {metric.denominator}" in metric.formula, metric.name


def test_a_small_denominator_is_one():
    assert float(ratio(1.0, 0.5)) == 2.0
