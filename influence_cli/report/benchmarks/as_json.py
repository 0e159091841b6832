"""Benchmark sets and their audit as JSON documents."""

import json
import math
from collections.abc import Mapping, Sequence

from influence_cli.model.benchmark import Audit, BenchmarkSet, Decision, FigureKey, PublishedFigure
from influence_cli.model.estimate import Estimate
from influence_cli.report.benchmarks.rows import assumed, ordered


def sets_json(sets: Sequence[BenchmarkSet]) -> str:
    """The sets as ``influence/benchmark-sets/1``."""
    entries = [
        {
            "name": each.name,
            "title": each.title,
            "figures": len(each.figures),
            "assumptions": assumed(each),
            "decisions": len(each.decisions),
        }
        for each in sets
    ]
    return _document({"schema": "influence/benchmark-sets/1", "sets": entries})


def figures_json(found: BenchmarkSet) -> str:
    """Every figure with its source as ``influence/benchmarks/1``; money in US dollars, rates as fractions."""
    return _document(
        {
            "schema": "influence/benchmarks/1",
            "name": found.name,
            "title": found.title,
            "figures": [_figure(key, estimate) for key, estimate in ordered(found.figures)],
            "usd_rates": {code: _estimate(rate) for code, rate in sorted(found.usd_rates.items())},
            "decisions": [_decision(decision) for decision in found.decisions],
        }
    )


def audit_json(audit: Audit) -> str:
    """The audit as ``influence/benchmark-audit/1``; published figures in the unit they stand beside."""
    rows = [
        {
            "tier": row.tier.value,
            "platform": row.platform.value,
            "metric": row.metric,
            "low": _finite(row.low),
            "mean": _finite(row.mean),
            "high": _finite(row.high),
            "published": [_printed(figure) for figure in row.published],
            "agrees": row.agrees,
        }
        for row in audit.rows
    ]
    return _document(
        {
            "schema": "influence/benchmark-audit/1",
            "set": audit.set_name,
            "rows": rows,
            "decisions": [_decision(decision) for decision in audit.decisions],
        }
    )


def _figure(key: FigureKey, estimate: Estimate) -> dict[str, object]:
    tier, platform, quantity = key
    return {
        "quantity": quantity.value,
        "tier": tier.value if tier else None,
        "platform": platform.value if platform else None,
    } | _estimate(estimate)


def _estimate(estimate: Estimate) -> dict[str, object]:
    return {
        "low": estimate.low,
        "typical": estimate.typical,
        "high": estimate.high,
        "unit": estimate.unit,
        "statistic": estimate.statistic.value,
        "confidence": estimate.confidence.value,
        "source": estimate.source,
        "url": estimate.url,
        "year": estimate.year,
    }


def _decision(decision: Decision) -> dict[str, str]:
    return {
        "topic": decision.topic,
        "finding": decision.finding,
        "decision": decision.decision,
        "reason": decision.reason,
    }


def _printed(figure: PublishedFigure) -> dict[str, object]:
    return {
        "tier": figure.tier,
        "platform": figure.platform,
        "metric": figure.metric,
        "low": figure.low,
        "typical": figure.typical,
        "high": figure.high,
        "unit": figure.unit,
        "year": figure.year,
        "source": figure.source,
        "url": figure.url,
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _document(content: Mapping[str, object]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
