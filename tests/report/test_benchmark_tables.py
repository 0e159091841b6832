"""Benchmark sets and their audit as people and machines read them."""

import json
import math

from influence_cli.model.benchmark import Audit, AuditRow, BenchmarkSet, Decision, PublishedFigure
from influence_cli.model.campaign import Platform, Quantity, Tier
from influence_cli.model.estimate import Confidence, Estimate, Statistic
from influence_cli.report.benchmarks.as_json import audit_json, figures_json, sets_json
from influence_cli.report.benchmarks.as_table import audit_table, figures_table, sets_table
from influence_cli.report.benchmarks.rows import selected

CLICKS = Estimate(
    0.005, 0.01, 0.016, "clicks per view", source="Glossary", url="https://example.org/ctr", year="2026",
    confidence=Confidence.LOW,
)  # fmt: skip
AUDIENCE = Estimate(3e6, 8e6, 2.05e7, "people", Statistic.MEDIAN, source="one large market")
DECISION = Decision("Returns", "reports say 1.6 to 5.1", "direct clicks count", "tracked codes pick winners")
SMALL = BenchmarkSet(
    name="small-2026",
    title="A set of three figures",
    figures={
        (None, Platform.TIKTOK, Quantity.AUDIENCE_SIZE): AUDIENCE,
        (Tier.MICRO, None, Quantity.CLICK_RATE): CLICKS,
        (Tier.NANO, None, Quantity.CLICK_RATE): CLICKS,
    },
    usd_rates={"EUR": Estimate(0.9, 0.9, 0.9, "EUR per USD")},
    decisions=(DECISION,),
)
PRINTED = PublishedFigure("micro", "all", "cpm", 2.0, None, 50.0, "usd", "2025", "a vendor", "https://example.org")
AUDIT = Audit(
    "small-2026",
    (
        AuditRow(Tier.MICRO, Platform.TIKTOK, "cpm", 9.834, 39.41, 1001.5, (PRINTED,), True),
        AuditRow(Tier.MICRO, Platform.TIKTOK, "roas", 0.11, 1.2, math.nan, (PRINTED,), False),
        AuditRow(Tier.MEGA, Platform.TIKTOK, "cpc", 0.004, 0.01, 0.016, (), None),
    ),
    (DECISION,),
)


def test_sets() -> None:
    assert sets_table([SMALL]) == ("small-2026  3 figures, 1 of them assumptions\n  A set of three figures\n")
    assert json.loads(sets_json([SMALL]))["sets"] == [
        {"name": "small-2026", "title": "A set of three figures", "figures": 3, "assumptions": 1, "decisions": 1}
    ]


def test_figures_share_their_numbered_sources() -> None:
    assert figures_table(SMALL) == (
        "small-2026: A set of three figures\n"
        "low / typical / high are P10 / P50 / P90 of what is not known.\n"
        "\n"
        "click_rate (clicks per view)\n"
        "  nano   all platforms  0.005  0.01  0.016  mean  low  [1]\n"
        "  micro  all platforms  0.005  0.01  0.016  mean  low  [1]\n"
        "\n"
        "audience_size (people)\n"
        "  all tiers  tiktok  3m  8m  20.5m  median  assumption  [2]\n"
        "\n"
        "[1] Glossary, 2026, https://example.org/ctr\n"
        "[2] assumption: one large market\n"
    )


def test_figures_as_json_are_complete() -> None:
    document = json.loads(figures_json(SMALL))
    assert document["figures"][0] == {
        "quantity": "click_rate",
        "tier": "nano",
        "platform": None,
        "low": 0.005,
        "typical": 0.01,
        "high": 0.016,
        "unit": "clicks per view",
        "statistic": "mean",
        "confidence": "low",
        "source": "Glossary",
        "url": "https://example.org/ctr",
        "year": "2026",
    }
    assert document["usd_rates"]["EUR"]["typical"] == 0.9
    assert document["decisions"][0]["reason"] == "tracked codes pick winners"


def test_a_general_figure_applies_to_every_choice() -> None:
    chosen = selected(SMALL, tier=Tier.MICRO, platform=Platform.TIKTOK, quantity=None)
    assert set(chosen.figures) == {
        (None, Platform.TIKTOK, Quantity.AUDIENCE_SIZE),
        (Tier.MICRO, None, Quantity.CLICK_RATE),
    }
    assert selected(SMALL, tier=None, platform=None, quantity=None) == SMALL
    nothing = selected(SMALL, tier=None, platform=Platform.YOUTUBE, quantity=Quantity.AUDIENCE_SIZE)
    assert figures_table(nothing) == "small-2026: no figure applies to that choice.\n"


def test_audit() -> None:
    assert audit_table(AUDIT) == (
        "small-2026: KPIs it implies beside published ones. US dollars; ROAS is a ratio.\n"
        "Low and high are P10 and P90 of the KPI; mean is mean cost over mean count.\n"
        "\n"
        "TIER   PLATFORM  KPI     LOW  MEAN   HIGH  PUBLISHED  AGREES\n"
        "micro  tiktok    CPM    9.83  39.4  1,002    2 .. 50  yes\n"
        "micro  tiktok    ROAS   0.11   1.2    n/a    2 .. 50  no\n"
        "mega   tiktok    CPC   0.004  0.01  0.016          -  -\n"
        "\n"
        "The implied mean lies in 1 of 2 published ranges.\n"
        "\n"
        "Returns\n"
        "  sources say: reports say 1.6 to 5.1\n"
        "  decided:     direct clicks count\n"
        "  because:     tracked codes pick winners\n"
    )


def test_audit_as_json_has_no_number_that_json_lacks() -> None:
    rows = json.loads(audit_json(AUDIT))["rows"]
    assert rows[1]["high"] is None
    assert rows[0]["published"][0]["source"] == "a vendor"
    assert [row["agrees"] for row in rows] == [True, False, None]
