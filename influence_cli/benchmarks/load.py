"""Benchmark sets: YAML to frozen records. Strict: a silent slip here would be a wrong plan everywhere."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from influence_cli.model.benchmark import BenchmarkSet, Decision, FigureKey
from influence_cli.model.campaign import Platform, Quantity, Tier
from influence_cli.model.errors import UsageError
from influence_cli.model.estimate import Confidence, Estimate, Origin, Statistic

_FOLDER = Path(__file__).parent  # importlib.resources costs 13 ms to import, as much as reading the set
_SET_KEYS = frozenset({"name", "title", "extends", "sources", "figures", "usd_rates", "decisions"})
_FIGURE_KEYS = frozenset({"range", "source", "confidence", "note"})
_DECISION_KEYS = frozenset({"topic", "finding", "decision", "reason"})
_ALL = "all"
_TIERS: dict[str, Tier | None] = {_ALL: None, **{tier.value: tier for tier in Tier}}
_PLATFORMS: dict[str, Platform | None] = {_ALL: None, **{platform.value: platform for platform in Platform}}
_QUANTITIES: dict[str, Quantity] = {quantity.value: quantity for quantity in Quantity}
_STATISTICS: dict[str, Statistic] = {statistic.value: statistic for statistic in Statistic}
_CONFIDENCES: dict[str, Confidence] = {confidence.value: confidence for confidence in Confidence}

SHARES = frozenset(
    {
        Quantity.ENGAGEMENT_RATE_BY_FOLLOWERS,
        Quantity.CLICK_RATE,
        Quantity.CONVERSION_RATE,
        Quantity.FAKE_FOLLOWER_SHARE,
        Quantity.REPEAT_PURCHASE_RATE,
        Quantity.BOOST_CLICK_RATE,
        Quantity.REFUND_RATE,
        Quantity.CLOSE_RATE,
        Quantity.REPEAT_EXPOSURE_VALUE,
        Quantity.VIRAL_COEFFICIENT,
        Quantity.CELL_CORRELATION,
        Quantity.GROSS_MARGIN,
    }
)
"""Quantities that are fractions of a whole; not ``view_rate``: a post can have more views than followers."""


class BenchmarkError(ValueError):
    """A packaged set breaks the format; carries every finding. A bug of ours, never a user's mistake."""


def names() -> tuple[str, ...]:
    """Names of the packaged sets, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


def load(name: str) -> BenchmarkSet:
    """A packaged set by name, with what it extends.

    Raises:
        UsageError: There is no set of that name; the message has the nearest one.
        BenchmarkError: The packaged file breaks the format.
    """
    known = names()
    if name not in known:
        raise UsageError(_unknown("benchmark set", name, known))
    return parse((_FOLDER / f"{name}.yaml").read_bytes(), load)


def parse(text: bytes, base: Callable[[str], BenchmarkSet]) -> BenchmarkSet:
    """A set from its YAML text.

    Args:
        text: The YAML document.
        base: Gives the set named by ``extends``.

    Raises:
        BenchmarkError: With every finding, one per line.
    """
    data = _read_yaml(text)
    if not isinstance(data, dict):
        raise BenchmarkError("a set is a mapping")
    problems: list[str] = [f"unknown key {key!r}" for key in data if key not in _SET_KEYS]
    problems += [f"missing key {key!r}" for key in ("name", "title", "sources", "figures") if key not in data]
    if problems:
        raise BenchmarkError("\n".join(problems))
    sources = data["sources"]
    figures = dict(_figures(data["figures"], sources, problems))
    rates = dict(_usd_rates(data.get("usd_rates"), sources, problems))
    decisions = tuple(_decisions(data.get("decisions", []), problems))
    if problems:
        raise BenchmarkError("\n".join(problems))
    own = BenchmarkSet(data["name"], data["title"], MappingProxyType(figures), MappingProxyType(rates), decisions)
    return _layered(base(data["extends"]), own) if "extends" in data else own


def _read_yaml(text: bytes) -> Any:
    """The document as plain data; the collector is paused, as it would walk all new nodes again and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    finally:
        if collecting:
            gc.enable()


def _figures(
    groups: dict[str, dict[str, Any]], sources: dict[str, dict[str, Any]], problems: list[str]
) -> Iterator[tuple[FigureKey, Estimate]]:
    for quantity_name, group in groups.items():
        quantity = _QUANTITIES.get(quantity_name)
        if quantity is None:
            problems.append(_unknown("quantity", quantity_name, _QUANTITIES))
            continue
        statistic = _STATISTICS.get(group.get("statistic", ""))
        unit = group.get("unit", "")
        if statistic is None:
            problems.append(f"{quantity_name}: statistic must be mean or median")
        if not unit:
            problems.append(f"{quantity_name}: no unit")
        for platform_name, tiers in group.items():
            if platform_name in ("unit", "statistic"):
                continue
            if platform_name not in _PLATFORMS:
                problems.append(f"{quantity_name}: {_unknown('platform', platform_name, _PLATFORMS)}")
                continue
            for tier_name, figure in tiers.items():
                where = f"{quantity_name}.{platform_name}.{tier_name}"
                if tier_name not in _TIERS:
                    problems.append(f"{where}: {_unknown('tier', tier_name, _TIERS)}")
                    continue
                estimate = _estimate(where, figure, unit, statistic or Statistic.MEAN, sources, problems)
                if estimate is None:
                    continue
                if quantity in SHARES and not 0.0 <= estimate.low <= estimate.high <= 1.0:
                    problems.append(f"{where}: a share lies between 0 and 1")
                yield (_TIERS[tier_name], _PLATFORMS[platform_name], quantity), estimate


def _usd_rates(
    group: dict[str, Any] | None, sources: dict[str, dict[str, Any]], problems: list[str]
) -> Iterator[tuple[str, Estimate]]:
    if group is None:
        return
    shared = {"source": group.get("source"), "confidence": group.get("confidence")}
    for code, rate in group["rates"].items():
        where, unit, figure = f"usd_rates.{code}", f"{code} per USD", {"range": [rate] * 3, **shared}
        estimate = _estimate(where, figure, unit, Statistic.MEAN, sources, problems)
        if estimate is not None:
            yield code, estimate


def _estimate(
    where: str,
    figure: dict[str, Any],
    unit: str,
    statistic: Statistic,
    sources: dict[str, dict[str, Any]],
    problems: list[str],
) -> Estimate | None:
    """The figure, or None with what is wrong with it added to ``problems``."""
    found = [f"{where}: unknown key {key!r}" for key in figure if key not in _FIGURE_KEYS]
    values = figure.get("range")
    if not isinstance(values, list) or len(values) != 3 or not all(_number(value) for value in values):
        found.append(f"{where}: range must be three finite numbers")
    elif not 0 < values[0] <= values[1] <= values[2]:
        found.append(f"{where}: range must rise from low to high, above 0")
    source = sources.get(figure.get("source") or "")
    if source is None:
        found.append(f"{where}: missing or unknown source {figure.get('source')!r}")
    confidence = _CONFIDENCES.get(figure.get("confidence") or "")
    if confidence is None:
        found.append(f"{where}: missing or unknown confidence {figure.get('confidence')!r}")
    if source is not None and ("assumption" in source) != (confidence is Confidence.ASSUMPTION):
        found.append(f"{where}: confidence 'assumption' goes with a source that is an assumption, and only there")
    if found or source is None or confidence is None or values is None:
        problems += found
        return None
    text = source.get("assumption") or source["title"]
    note = figure.get("note", "")
    return Estimate(
        low=float(values[0]),
        typical=float(values[1]),
        high=float(values[2]),
        unit=unit,
        statistic=statistic,
        origin=Origin.BENCHMARK,
        source=f"{text}; {note}" if note else text,
        url=source.get("url", ""),
        year=str(source.get("year", "")),
        confidence=confidence,
    )


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12


def _decisions(entries: list[dict[str, str]], problems: list[str]) -> Iterator[Decision]:
    for index, entry in enumerate(entries):
        if set(entry) != _DECISION_KEYS:
            problems.append(f"decisions[{index}]: needs exactly topic, finding, decision and reason")
            continue
        yield Decision(**entry)


def _layered(base: BenchmarkSet, own: BenchmarkSet) -> BenchmarkSet:
    """``own`` over ``base``; a figure of ``own`` also replaces the narrower figures it covers."""

    def covered(key: FigureKey) -> bool:
        tier, platform, quantity = key
        return any((a, b, quantity) in own.figures for a in (tier, None) for b in (platform, None))

    figures = {key: figure for key, figure in base.figures.items() if not covered(key)} | dict(own.figures)
    topics = {decision.topic for decision in own.decisions}
    inherited = tuple(decision for decision in base.decisions if decision.topic not in topics)
    return BenchmarkSet(
        own.name,
        own.title,
        MappingProxyType(figures),
        MappingProxyType(dict(base.usd_rates) | dict(own.usd_rates)),
        own.decisions + inherited,
    )


def _unknown(kind: str, word: str, known: Iterator[str] | tuple[str, ...] | dict[str, Any]) -> str:
    from difflib import get_close_matches  # 8 ms, and only a mistake needs it

    valid = list(known)
    near = get_close_matches(word, valid, n=1, cutoff=0.0)
    return f"unknown {kind} {word!r}; did you mean {near[0]!r}? Known: {', '.join(valid)}"
