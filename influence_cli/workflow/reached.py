"""Why no budget reaches a target, in words: what is reached at best, where, and what stands in the way."""

import math

from influence_cli.metrics.catalogue import BY_NAME, Kind
from influence_cli.model.errors import InfeasibleError, SpecError
from influence_cli.model.money import in_words
from influence_cli.model.target import Probe, Target
from influence_cli.workflow.probing import Search

_FLAT = 0.01
"""A gain of a doubled budget below this share is no gain."""


def given_up(search: Search, largest: int) -> SpecError | InfeasibleError:
    """Why no budget is enough.

    Args:
        search: The search.
        largest: The largest budget that would have been tried.
    """
    wanted = search.wanted
    planned = _planned(search)
    if not planned:
        if len(search.wrong) == len(search.tried):
            return search.wrong[-1]
        last = search.tried[largest]
        return InfeasibleError(f"no budget up to {in_words(largest, wanted.currency)} has a plan: {last.reason}")
    best = max(planned, key=lambda probe: (0.0 if wanted.confidence is None else probe.chance, probe.mean))
    if wanted.confidence is None:
        reached = f"the most that is expected is {_amount(wanted, best.mean)}"
    else:
        reached = f"the best chance is {best.chance:.0%}"
    untried = "" if planned[-1].budget >= largest else "; larger budgets were not tried"
    return InfeasibleError(
        f"no budget up to {in_words(wanted.most, wanted.currency)} reaches {goal_words(wanted)}: {reached}, "
        f"with {in_words(best.budget, wanted.currency)}; {_obstacle(search, planned, best, largest)}{untried}"
    )


def _planned(search: Search) -> list[Probe]:
    return sorted((probe for probe in search.tried.values() if not probe.reason), key=lambda probe: probe.budget)


def _obstacle(search: Search, planned: list[Probe], best: Probe, largest: int) -> str:
    """What stands in the way of more."""
    wanted = search.wanted
    last, before = planned[-1], planned[-2] if len(planned) > 1 else planned[-1]
    flat = bool(search.sated) or (last is not before and abs(last.mean - before.mean) <= _FLAT * abs(last.mean))
    if last.creators == before.creators and last is not before and wanted.metric != "profit":
        return f"no more than {last.creators:,} creators are booked whatever the budget (allocation.creators.max)"
    if wanted.confidence is not None and (flat or best.budget < last.budget):
        return "more money does not raise it: booking more creators does not remove what nobody knows about their tiers"
    if wanted.metric == "profit" and (flat or best.budget < last.budget):
        return "beyond that every further creator loses money"
    if flat or best.budget < last.budget:
        return "beyond that more money brings next to nothing: audiences are used up"
    if math.isfinite(search.growth):
        return _too_slow(search, last, largest)
    return "it still rises there, so a larger --max-budget may do"


def _too_slow(search: Search, last: Probe, largest: int) -> str:
    """What the growth seen last would come to at the largest budget."""
    most = search.level(last) * search.growth ** math.log2(largest / last.budget)
    sure = "" if search.wanted.confidence is None else f" in {100 * search.wanted.confidence:g}% of the runs"
    return (
        f"twice the budget last brought at most {search.growth:.2g} times as much, and if that went on, "
        f"{in_words(largest, search.wanted.currency)} would bring about {_amount(search.wanted, most)}{sure}"
    )


def goal_words(wanted: Target) -> str:
    """The target in words."""
    sure = "" if wanted.confidence is None else f" in at least {100 * wanted.confidence:g}% of the runs"
    return _amount(wanted, wanted.value) + sure


def _amount(wanted: Target, value: float) -> str:
    minor = wanted.currency.minor
    if BY_NAME[wanted.metric].kind is Kind.MONEY:
        return f"a {wanted.metric} of {in_words(minor * round(value / minor), wanted.currency)}"
    return f"{value:,.0f} {'people' if wanted.metric == 'reach' else wanted.metric}"
