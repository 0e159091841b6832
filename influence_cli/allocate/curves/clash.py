"""Limits that clash, in words and by how much; all that can be seen is said at once."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from influence_cli.allocate.curves.conflict import conflicts, yielding
from influence_cli.allocate.curves.demands import (
    demands,
    group_least,
    group_most,
    in_a_row,
    least_words,
    money,
)
from influence_cli.allocate.curves.families import Floats
from influence_cli.allocate.curves.limits import Limits, units_down
from influence_cli.model.curves import Channel, CurveProblem
from influence_cli.model.errors import InfeasibleError

_HAIR = 1e-9


def first_spend(problem: CurveProblem, limits: Sequence[Limits]) -> Floats | None:
    """Spends, as shares of the budget, that keep all limits of a problem with groups.

    Returns:
        The spends; None where there are no groups (the least spends do), or where a long search found none and proved
        nothing either.

    Raises:
        InfeasibleError: If there are none.
    """
    alone = [words for pair in zip(problem.channels, limits, strict=True) for words in _alone(problem, *pair)]
    _raise(alone)
    _raise([*_over_budget(problem, limits), *_in_groups(problem, limits)])
    if not problem.groups:
        return None
    wanted = tuple(demands(problem, limits))
    unit = np.array([(channel.unit_cost or 0.0) / problem.budget for channel in problem.channels])
    found = yielding(wanted, unit, problem.budget)
    if found.amount <= _HAIR:
        return found.spend
    clashes = conflicts(wanted, unit, problem.budget)
    _raise(
        [
            f"these cannot hold together, they clash by {money(clash.amount * problem.budget, problem)}: "
            + "; ".join(dict.fromkeys(demand.words for demand in clash.demands))
            for clash in clashes
        ]
    )
    return None


def nothing_found(nodes: int) -> InfeasibleError:
    """The error for a problem in which no allocation turned up."""
    return InfeasibleError(
        f"no allocation keeps all limits: none was found in {nodes:,} steps; whole units and group limits leave no room"
    )


def _raise(problems: Sequence[str]) -> None:
    if problems:
        raise InfeasibleError("\n".join(problems))


def _alone(problem: CurveProblem, channel: Channel, limit: Limits) -> Iterator[str]:
    """What a channel demands that nothing can meet."""
    if channel.unit_cost is None:
        if channel.locked is not None:
            return
        if limit.least > limit.most * (1 + _HAIR):
            excess = money(limit.least - limit.most, problem)
            yield (
                f"{least_words(problem, channel, limit)} but may take at most {money(limit.most, problem)}: "
                f"{excess} too much"
            )
        return
    if limit.least_units <= limit.most_units:
        return
    asked = channel.locked if channel.locked is not None else channel.min_spend
    cost = money(channel.unit_cost, problem)
    fewer = units_down(asked, channel.unit_cost)
    if channel.max_units is not None and limit.most_units == channel.max_units:
        yield (
            f"{channel.name!r} must get at least {money(asked, problem)} = {limit.least_units:,} whole units of {cost} "
            f"but may take at most {channel.max_units:,}: {limit.least_units - channel.max_units:,} too many "
            f"({money(limit.least - limit.most, problem)})"
        )
        return
    demand = (
        f"{channel.name!r} is locked at {money(asked, problem)}"
        if channel.locked is not None
        else f"{channel.name!r} must get between {money(asked, problem)} and {money(channel.max_spend or 0.0, problem)}"
    )
    yield (
        f"{demand}, but whole units of {cost} come to {money(fewer * channel.unit_cost, problem)} ({fewer:,}) or "
        f"{money((fewer + 1) * channel.unit_cost, problem)} ({fewer + 1:,})"
    )


def _over_budget(problem: CurveProblem, limits: Sequence[Limits]) -> Iterator[str]:
    least = math.fsum(limit.least for limit in limits)
    excess = least - problem.budget
    if excess <= _HAIR * problem.budget:
        return
    asking = [pair for pair in zip(problem.channels, limits, strict=True) if pair[1].least > 0]
    roof = f"the budget is {money(problem.budget, problem)}: {money(excess, problem)} too much"
    if len(asking) == 1:
        yield f"{least_words(problem, *asking[0])}, {roof}"
        return
    names = [channel.name for channel, _ in asking]
    noun = "minimum and locked spends" if any(c.locked for c, _ in asking) else "minimum spends"
    units = " in whole units" if any(c.unit_cost for c, _ in asking) else ""
    yield f"{noun} of {in_a_row(names)} sum to {money(least, problem)}{units}, {roof}"


def _in_groups(problem: CurveProblem, limits: Sequence[Limits]) -> Iterator[str]:
    """What a group's own channels make impossible."""
    by_name = {channel.name: limit for channel, limit in zip(problem.channels, limits, strict=True)}
    hair = _HAIR * problem.budget
    for group in problem.groups:
        names = tuple(dict.fromkeys(group.channels))
        least = math.fsum(by_name[name].least for name in names)
        most = math.fsum(by_name[name].most for name in names)
        floor, roof = group.min_share * problem.budget, group.max_share * problem.budget
        of = f"its channels {in_a_row(names)}" if len(names) > 1 else f"its channel {names[0]!r}"
        if floor > roof + hair:
            excess = money(floor - roof, problem)
            yield f"{group_least(problem, group)} but at most {money(roof, problem)}: {excess} too much"
        if floor > most + hair:
            yield (
                f"{group_least(problem, group)} but {of} may take at most {money(most, problem)}: "
                f"{money(floor - most, problem)} short"
            )
        if least > roof + hair:
            yield (
                f"{group_most(problem, group)} but {of} must get at least {money(least, problem)}: "
                f"{money(least - roof, problem)} too much"
            )
