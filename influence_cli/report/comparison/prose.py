"""What a comparison says: names of its plans, differences with their sign, and the verdict in sentences."""

import math
from collections.abc import Iterator, Sequence

from influence_cli.metrics.catalogue import BY_NAME, Kind
from influence_cli.model.campaign import Strategy
from influence_cli.model.comparison import LESS_IS_BETTER, Alternative, Changes, Comparison, Difference, Side, letter
from influence_cli.model.money import Currency
from influence_cli.report.layout.grid import NAME_LIMIT
from influence_cli.report.values.numbers import NOT_AVAILABLE, by_kind, chance, signed_percent
from influence_cli.report.values.sanitize import plain

_POINTS = " pp"
_ASIDE = {Side.SPEC: "", Side.SAVED: " (saved)", Side.BASELINE: " (baseline)"}


def title(result: Comparison) -> str:
    """What is compared, on one line."""
    if result.changes is not None:
        return f"{file_name(result, result.judged)} against {file_name(result, 0)}"
    names = {plain(found.campaign) for found in result.alternatives}
    of = f" of {names.pop()}" if len(names) == 1 else ""
    return f"{len(result.alternatives)} plans{of}, side by side"


def subtitle(result: Comparison) -> str:
    """On what ground they are compared."""
    if not result.draws:
        return "saved numbers only, nothing simulated"
    return f"all in the same {result.draws:,} simulated runs, seed {result.seed}"


def footer(result: Comparison) -> str:
    """What it takes to get the same numbers again."""
    run = f", seed {result.seed}, {result.draws:,} draws" if result.draws else ""
    return f"influence {plain(result.version, 20)}{run}"


def file_name(result: Comparison, at: int) -> str:
    """A plan's file without its folders, with them where two plans would else be called the same."""
    found = result.alternatives[at]
    base = _base(found.name)
    twin = any(_base(other.name) == base and other.name != found.name for other in result.alternatives)
    shown = plain(found.name if twin else base, 4_000)
    return shown if len(shown) <= NAME_LIMIT else "…" + shown[1 - NAME_LIMIT :]


def full_name(result: Comparison, at: int) -> str:
    """A plan's file, and whether it is a saved one."""
    return file_name(result, at) + _ASIDE[result.alternatives[at].side]


def strategy_name(found: Alternative) -> str:
    """How money was split; a strategy of a later version is a text from outside."""
    return found.strategy if found.strategy in list(Strategy) else plain(found.strategy, 20)


def _base(name: str) -> str:
    return name.replace("\\", "/").rstrip("/").rpartition("/")[2] or name


def signed(kind: Kind, value: float, currency: Currency) -> str:
    """A difference with its sign; one of rates is in percentage points.

    >>> from influence_cli.model.money import Currency
    >>> [signed(Kind.RATE, value, Currency("USD")) for value in (0.021, -0.5, 0.0)]
    ['+2.1 pp', '-50 pp', '0 pp']
    >>> signed(Kind.MONEY, 123_400, Currency("USD"))
    '+1,234'
    """
    text = unsigned(kind, value, currency)
    return f"+{text}" if value > 0 and math.isfinite(value) and text[0].isdigit() and text != "0" else text


def unsigned(kind: Kind, value: float, currency: Currency) -> str:
    """The size of a difference; one of rates is in percentage points."""
    text = by_kind(kind, value, currency)
    return text.removesuffix("%") + _POINTS if kind is Kind.RATE and text.endswith("%") else text


def margin(difference: Difference) -> float:
    """Half the width of the interval of a mean difference."""
    return (difference.high - difference.low) / 2


def value(kind: Kind, metric: str, number: float, currency: Currency) -> str:
    """A metric's value; returns carry their sign."""
    return signed_percent(number) if metric in ("roi", "clv_roi") else by_kind(kind, number, currency)


def aim(metric: str) -> str:
    """What is best of a metric."""
    label = BY_NAME[metric].label
    return (
        f"{'lowest' if metric in LESS_IS_BETTER else 'highest'} expected {label if label.isupper() else lower(label)}"
    )


def lower(label: str) -> str:
    """A label inside a sentence; abbreviations stay as they are."""
    return label if label[:2].isupper() else label[0].lower() + label[1:]


def sentences(result: Comparison) -> tuple[str, ...]:
    """The verdict: what changed, which plan is ahead, and how sure that is."""
    changed = (_moved(result, result.changes),) if result.changes is not None else ()
    return tuple(filter(None, (*changed, *_ranking(result))))


def _moved(result: Comparison, changes: Changes) -> str:
    cells = [change for change in changes.cells if change.rebooked]
    numbers = [change for change in changes.metrics if change.delta.mean or change.delta.p50]
    if not numbers and not any(change.changed for change in changes.cells):
        facts = [lower(label(fact.name)) for fact in changes.facts if fact.changed]
        facts += [name for name, (was, now) in (("budget", changes.budget), ("boost", changes.boost)) if was != now]
        return f"Nothing changed but {', '.join(facts)}." if facts else "Nothing changed."
    if result.alternatives[result.judged].infeasible:
        return f"{letter(result.judged)} has no feasible plan any more."
    main = next(change for change in changes.metrics if change.metric == result.main_metric)
    kind = BY_NAME[main.metric].kind
    before, after = (value(kind, main.metric, side.mean, result.currency) for side in (main.before, main.after))
    apart = signed(kind, main.delta.mean, result.currency)
    said = f"Expected {BY_NAME[main.metric].label}: {before} as saved, {after} now ({apart})."
    booked = f" {len(cells)} cell{' is' if len(cells) == 1 else 's are'} booked differently." if cells else ""
    return said + (booked or " The decision is the same.")


def label(name: str) -> str:
    """What a circumstance of a plan is called."""
    return {"spec_sha256": "Spec", "version": "Version of influence"}.get(name, name.capitalize())


def _ranking(result: Comparison) -> Sequence[str]:
    """Which simulated plan is best in the main metric, and how far the next one is behind."""
    sign = -1 if result.main_metric in LESS_IS_BETTER else 1
    means = {
        at: found.statistics[result.main_metric].mean * sign
        for at, found in enumerate(result.alternatives)
        if found.simulated and math.isfinite(found.statistics[result.main_metric].mean)
    }
    if len(means) < 2:
        return ("Fewer than two plans were simulated in the same runs, so none is called the better one.",)
    order = sorted(means, key=lambda at: (-means[at], at))
    best, second = order[:2]
    if means[best] == means[order[-1]]:
        if result.changes is not None:
            return ()
        return (f"All plans have the same expected {BY_NAME[result.main_metric].label}.",)
    kind = BY_NAME[result.main_metric].kind
    mean = value(kind, result.main_metric, means[best] * sign, result.currency)
    says = f"{_named(result, best)} has the {aim(result.main_metric)}: {mean}."
    other = second if best == result.reference else best
    next_best = "" if result.reference in (best, second) else _next_best(result, best, second)
    return (says, *_against_reference(result, other), next_best)


def _against_reference(result: Comparison, at: int) -> Iterator[str]:
    """How a plan compares with the reference, and whether the runs are enough to say so."""
    found = result.differences[at][result.main_metric]
    kind = BY_NAME[result.main_metric].kind
    mean = signed(kind, found.mean, result.currency)
    wide = unsigned(kind, margin(found), result.currency)
    ties = f", and is level in {chance(found.tied)}" if found.tied > 0 else ""
    yield (
        f"{letter(at)} differs from {letter(result.reference)} by {mean} on average (+/- {wide}) and beats it in "
        f"{chance(found.better)} of the runs{ties}."
    )
    if found.low <= 0 <= found.high:
        yield f"The averages are too close to call with {result.draws:,} runs."


def _next_best(result: Comparison, best: int, second: int) -> str:
    return (
        f"{letter(best)} beats {letter(second)}, the next best, in {chance(result.chances[best][second])} of the runs."
    )


def _named(result: Comparison, at: int) -> str:
    found = result.alternatives[at]
    told = (file_name(result, at), "" if found.side is Side.SPEC else found.side.value, strategy_name(found))
    return f"{letter(at)} ({', '.join(filter(None, told))})"


def share(value: float) -> str:
    """A chance, or that there is none to tell."""
    return chance(value) if math.isfinite(value) else NOT_AVAILABLE
