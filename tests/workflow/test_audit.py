"""The audit: what a set implies beside what others publish."""

import pytest

from influence_cli.benchmarks import load, names, published
from influence_cli.model.campaign import Platform, Quantity, Tier
from influence_cli.workflow import audit
from influence_cli.workflow.auditing import REFERENCE_PRICE
from tests.builders import field


@pytest.mark.parametrize("name", names())
def test_every_cell_has_every_kpi(name):
    found = audit(load(name), published())
    assert {(row.tier, row.platform, row.metric) for row in found.rows} == {
        (tier, platform, metric)
        for tier in Tier
        for platform in Platform
        for metric in ("cpm", "cpe", "cpc", "cpa", "roas")
    }
    for row in found.rows:
        assert 0 < row.low < row.high, row
    assert found.decisions


def test_agreement_is_the_hull_of_what_is_published():
    for row in audit(load("field-2026"), published()).rows:
        ends = [e for f in row.published for e in (f.low, f.typical, f.high) if e is not None]
        assert row.agrees == (min(ends) <= row.mean <= max(ends) if ends else None)


def test_cost_per_order_and_roas_tell_the_same_story():
    rows = {(r.tier, r.platform, r.metric): r for r in audit(load("field-2026"), published()).rows}
    cpa, roas = (rows[Tier.MICRO, Platform.TIKTOK, metric].mean for metric in ("cpa", "roas"))
    refunds = field().find(None, None, Quantity.REFUND_RATE)
    assert refunds is not None
    assert cpa * roas == pytest.approx(REFERENCE_PRICE * (1 - refunds.typical), rel=0.02)


def test_the_playbooks_gap_between_small_and_mega_survives():
    rows = {(r.tier, r.platform, r.metric): r.mean for r in audit(load("playbook-2026"), published()).rows}
    for platform in Platform:
        assert rows[Tier.MEGA, platform, "cpe"] > 2 * rows[Tier.MICRO, platform, "cpe"]
