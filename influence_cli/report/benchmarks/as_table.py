"""Benchmark sets for people: what there is, every figure with its source, and the audit."""

import math
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from influence_cli.model.benchmark import Audit, AuditRow, BenchmarkSet, FigureKey, PublishedFigure
from influence_cli.model.estimate import Confidence, Estimate
from influence_cli.report.benchmarks.rows import assumed, ordered

_NO_NUMBER = "-"
_MILLION = 1_000_000


def sets_table(sets: Sequence[BenchmarkSet], *, width: int = 80) -> str:
    """Every set: what it is, how many figures it has, how many of them are assumptions."""
    lines: list[str] = []
    for each in sets:
        lines += [f"{each.name}  {len(each.figures)} figures, {assumed(each)} of them assumptions"]
        lines += _wrapped(each.title, width, "  ")
    return "\n".join(lines) + "\n"


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
    for quantity, group in groupby(ordered(found.figures), key=lambda entry: entry[0][2]):
        entries = list(group)
        lines += [
            *_wrapped(f"{quantity.value} ({entries[0][1].unit})", width, ""),
            _rows(entries, sources),
            "",
        ]
    for source, number in sources.items():
        lines += _wrapped(_cited(source), width, f"[{number}] ")
    return "\n".join(lines) + "\n"


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


def _numbered(found: BenchmarkSet) -> dict[tuple[str, str, str], int]:
    """Sources in the order they are first cited, counted from 1."""
    cited = dict.fromkeys(_source(estimate) for _, estimate in ordered(found.figures))
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
