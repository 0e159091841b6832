"""Benchmark sets for people and machines: what there is, every figure with its source, and the audit."""

import json
import math
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from influence_cli.model.benchmark import Audit, AuditRow, BenchmarkSet, Decision, FigureKey, PublishedFigure
from influence_cli.model.campaign import Platform, Quantity, Tier
from influence_cli.model.estimate import Confidence, Estimate

_NO_NUMBER = "-"
_MILLION = 1_000_000
_TIERS = tuple(Tier)
_PLATFORMS = tuple(Platform)
_QUANTITIES = tuple(Quantity)


def sets_table(sets: Sequence[BenchmarkSet], *, width: int = 80) -> str:
    """Every set: what it is, how many figures it has, how many of them are assumptions."""
    lines: list[str] = []
    for each in sets:
        lines += [f"{each.name}  {len(each.figures)} figures, {_assumed(each)} of them assumptions"]
        lines += _wrapped(each.title, width, "  ")
    return "\n".join(lines) + "\n"


def sets_json(sets: Sequence[BenchmarkSet]) -> str:
    """The sets as ``influence/benchmark-sets/1``."""
    entries = [
        {
            "name": each.name,
            "title": each.title,
            "figures": len(each.figures),
            "assumptions": _assumed(each),
            "decisions": len(each.decisions),
        }
        for each in sets
    ]
    return _document({"schema": "influence/benchmark-sets/1", "sets": entries})


def selected(
    found: BenchmarkSet, *, tier: Tier | None, platform: Platform | None, quantity: Quantity | None
) -> BenchmarkSet:
    """The set with only the figures that apply to a tier, a platform and a quantity; None keeps all.

    A figure for every tier (or every platform) applies to each of them.
    """
    return replace(
        found,
        figures={
            key: estimate
            for key, estimate in found.figures.items()
            if _applies(key[0], tier) and _applies(key[1], platform) and quantity in {None, key[2]}
        },
    )


def figures_table(found: BenchmarkSet, *, width: int = 80) -> str:
    """Every figure by quantity, then the sources and assumptions it stands on, numbered."""
    if not found.figures:
        return f"{found.name}: no figure applies to that choice.\n"
    sources = _numbered(found)
    lines = [
        *_wrapped(f"{found.name}: {found.title}", width, ""),
        "low / typical / high are P10 / P50 / P90 of what is not known.",
        "",
    ]
    for quantity, group in groupby(_ordered(found.figures), key=lambda entry: entry[0][2]):
        entries = list(group)
        lines += [
            *_wrapped(f"{quantity.value} ({entries[0][1].unit})", width, ""),
            _rows(entries, sources),
            "",
        ]
    for source, number in sources.items():
        lines += _wrapped(_cited(source), width, f"[{number}] ")
    return "\n".join(lines) + "\n"


def figures_json(found: BenchmarkSet) -> str:
    """Every figure with its source as ``influence/benchmarks/1``; money in US dollars, rates as fractions."""
    return _document(
        {
            "schema": "influence/benchmarks/1",
            "name": found.name,
            "title": found.title,
            "figures": [_figure(key, estimate) for key, estimate in _ordered(found.figures)],
            "usd_rates": {code: _estimate(rate) for code, rate in sorted(found.usd_rates.items())},
            "decisions": [_decision(decision) for decision in found.decisions],
        }
    )


def audit_table(audit: Audit, *, width: int = 80) -> str:
    """What a set implies beside what others publish, then every decision with its reason."""
    rows = [("TIER", "PLATFORM", "KPI", "LOW", "MEAN", "HIGH", "PUBLISHED", "AGREES")]
    rows += [
        (
            row.tier.value,
            row.platform.value,
            row.metric.upper(),
            _number(row.low),
            _number(row.mean),
            _number(row.high),
            _published(row),
            _verdict(row.agrees),
        )
        for row in audit.rows
    ]
    lines = [
        *_wrapped(
            f"{audit.set_name}: KPIs it implies beside published ones. US dollars; ROAS is a ratio. "
            "Low and high are P10 and P90 of the KPI; mean is mean cost over mean count.",
            width,
            "",
        ),
        "",
        _aligned(rows, left={0, 1, 2, 7}).rstrip("\n"),
        "",
        _agreement(audit.rows),
    ]
    for decision in audit.decisions:
        lines += ["", *_wrapped(decision.topic, width, "")]
        lines += _wrapped(decision.finding, width, "  sources say: ")
        lines += _wrapped(decision.decision, width, "  decided:     ")
        lines += _wrapped(decision.reason, width, "  because:     ")
    return "\n".join(lines) + "\n"


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


def _assumed(found: BenchmarkSet) -> int:
    return sum(estimate.confidence is Confidence.ASSUMPTION for estimate in found.figures.values())


def _applies(where: Tier | Platform | None, wanted: Tier | Platform | None) -> bool:
    return wanted is None or where is None or where is wanted


def _ordered(figures: Mapping[FigureKey, Estimate]) -> list[tuple[FigureKey, Estimate]]:
    """Figures by quantity, platform and tier, in the order these are declared; the general ones first."""

    def rank(entry: tuple[FigureKey, Estimate]) -> tuple[int, int, int]:
        tier, platform, quantity = entry[0]
        return (
            _QUANTITIES.index(quantity),
            -1 if platform is None else _PLATFORMS.index(platform),
            -1 if tier is None else _TIERS.index(tier),
        )

    return sorted(figures.items(), key=rank)


def _numbered(found: BenchmarkSet) -> dict[tuple[str, str, str], int]:
    """Sources in the order they are first cited, counted from 1."""
    cited = dict.fromkeys(_source(estimate) for _, estimate in _ordered(found.figures))
    return {source: number for number, source in enumerate(cited, start=1)}


def _source(estimate: Estimate) -> tuple[str, str, str]:
    kind = "assumption: " if estimate.confidence is Confidence.ASSUMPTION else ""
    return (kind + (estimate.source or "no source given"), estimate.url, estimate.year)


def _cited(source: tuple[str, str, str]) -> str:
    title, url, year = source
    return ", ".join(part for part in (title, year, url) if part)


def _rows(entries: Sequence[tuple[FigureKey, Estimate]], sources: Mapping[tuple[str, str, str], int]) -> str:
    rows = [
        (
            f"  {tier or 'all tiers'}",
            platform or "all platforms",
            _number(estimate.low),
            _number(estimate.typical),
            _number(estimate.high),
            estimate.statistic.value,
            estimate.confidence.value,
            f"[{sources[_source(estimate)]}]",
        )
        for (tier, platform, _), estimate in entries
    ]
    return _aligned(rows, left={0, 1, 5, 6, 7}).rstrip("\n")


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


def _published(row: AuditRow) -> str:
    """The span of everything others print, or a dash."""
    ends = sorted(value for figure in row.published for value in _ends(figure))
    if not ends:
        return _NO_NUMBER
    return _number(ends[0]) if ends[0] == ends[-1] else f"{_number(ends[0])} .. {_number(ends[-1])}"


def _ends(figure: PublishedFigure) -> Iterator[float]:
    return (value for value in (figure.low, figure.typical, figure.high) if value is not None)


def _verdict(agrees: bool | None) -> str:
    if agrees is None:
        return _NO_NUMBER
    return "yes" if agrees else "no"


def _agreement(rows: Sequence[AuditRow]) -> str:
    compared = [row.agrees for row in rows if row.agrees is not None]
    return f"The implied mean lies in {sum(compared)} of {len(compared)} published ranges."


def _number(value: float) -> str:
    """Three figures, thousands apart, millions shortened, no exponent.

    >>> [_number(value) for value in (28000.0, 0.0042, 1.5, 150.0, 0.0, 12_500_000.0)]
    ['28,000', '0.0042', '1.5', '150', '0', '12.5m']
    """
    if not math.isfinite(value):
        return "n/a"
    if abs(value) >= _MILLION:
        return f"{value / _MILLION:,.4g}m"
    if value == 0:
        return "0"
    decimals = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _wrapped(text: str, width: int, head: str) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=head, subsequent_indent=" " * len(head), break_on_hyphens=False)


def _aligned(rows: Sequence[tuple[str, ...]], left: set[int]) -> str:
    """Columns two blanks apart; numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(
            cell.ljust(size) if index in left else cell.rjust(size)
            for index, (cell, size) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
    return "\n".join(lines) + "\n"


def _document(content: Mapping[str, object]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
