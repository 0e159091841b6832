"""``influence target``: the smallest budget that reaches a target.

The search tries budgets that double, from a small one up to the largest allowed, and stops at the first that is
enough; between it and its neighbor below it halves the distance (in factors). So where the metric first rises and
then falls with the budget, the first crossing is found, as long as the hill is wider than a doubling. Where no budget
of the doublings is enough, but the best comes near, the search looks closer around it before it gives up.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise

from influence_cli.metrics.catalogue import BY_NAME, Kind
from influence_cli.metrics.summary import share_where
from influence_cli.model.campaign import Campaign, Strategy, TierDemand
from influence_cli.model.errors import InfeasibleError, Problem, SpecError
from influence_cli.model.money import in_words
from influence_cli.model.objective import Aim, Objective
from influence_cli.model.target import Probe, Target, TargetResult
from influence_cli.workflow.booking import Booked, Progress, book
from influence_cli.workflow.nobody import creators, unaffordable
from influence_cli.workflow.planning import plan
from influence_cli.workflow.projection import samples
from influence_cli.workflow.worth import objective_of, spends_all

AIMS: Mapping[str, Aim] = {
    "orders": Aim.ORDERS,
    "revenue": Aim.REVENUE,
    "reach": Aim.REACH,
    "profit": Aim.PROFIT,
    "engagements": Aim.ENGAGEMENTS,
    "views": Aim.REACH,
    "clicks": Aim.ORDERS,
    "leads": Aim.ORDERS,
}
"""Metrics that can be a target, and what plans are optimized for on the way: the metric, or what is nearest to it."""

DRAWS = 2_000
"""Draws per budget on the way; the plan of the budget that is found has all of them."""

PRECISION = 0.005
"""Share by which the budget found may be larger than needed."""

_DOUBLINGS = 14
_SMALLEST = 100
_FIGURES = 4
_WHOLE_FROM = 200
"""Major units of money from which budgets have no decimals: a step of one is then within the precision."""

_CLOSER = 2
_TRIES = 9
_NOBODY = "nobody is worth booking: every creator is expected to lose money"
_FLAT = 0.01
"""A gain of a doubled budget below this share is no gain."""


def target(
    at: Callable[[int], Campaign],
    wanted: Target,
    *,
    version: str,
    warnings: tuple[Problem, ...] = (),
    threads: int = 2,
    progress: Progress | None = None,
) -> TargetResult:
    """Find the smallest budget that reaches a target, and its plan.

    Args:
        at: The campaign at a budget (minor units), everything that is a share of the budget following it; may raise
            SpecError where the budget is too small for what the spec takes from it.
        wanted: The target; its metric is one of :data:`AIMS`.
        version: Version of the programme, for the record.
        warnings: Lints to carry into the plan.
        threads: Threads for the simulation; the numbers do not depend on it.
        progress: Called with (steps done, steps expected) while searching.

    Raises:
        SpecError: The spec is wrong at the largest budget and at every other.
        InfeasibleError: No budget up to the largest is enough; the message says what is reached, and where.
    """
    search = _Search(at, wanted, threads, progress)
    enough, below = _crossing(search)
    enough = _halved(search, below, enough)
    sure = _confirmed(search, enough)
    found = plan(search.campaign(sure.budget), version=version, warnings=warnings, threads=threads)
    return TargetResult(
        target=wanted,
        aim=AIMS[wanted.metric],
        plan=found,
        metric=found.totals[wanted.metric],
        chance=sure.chance,
        precision=PRECISION,
        search_draws=min(DRAWS, found.campaign.settings.draws),
        probes=tuple(search.tried.values()),
    )


class _Search:
    """Budgets that were tried, in the order of the search.

    Args:
        at: The campaign at a budget.
        wanted: The target.
        threads: Threads for the simulation.
        progress: Called with (steps done, steps expected).
    """

    def __init__(self, at: Callable[[int], Campaign], wanted: Target, threads: int, progress: Progress | None) -> None:
        self.at = at
        self.wanted = wanted
        self.tried: dict[int, Probe] = {}
        self.wrong: list[SpecError] = []
        self.sated: set[int] = set()
        self._threads = threads
        self._progress = progress

    def campaign(self, budget: int) -> Campaign:
        """The campaign at a budget, with the aim of the target as its only objective."""
        found = self.at(budget)
        objective = Objective({AIMS[self.wanted.metric]: 1.0})
        return replace(found, rules=replace(found.rules, objective=objective))

    def probe(self, budget: int) -> Probe:
        """Try a budget, once."""
        if budget not in self.tried:
            self.tried[budget] = self._probe(budget)
            self.step()
        return self.tried[budget]

    def step(self) -> None:
        """Show that one more step is done."""
        if self._progress is not None:
            done = len(self.tried)
            self._progress(done, max(done + 1, _DOUBLINGS + _TRIES))

    def _probe(self, budget: int) -> Probe:
        return self.measured(budget, DRAWS)

    def measured(self, budget: int, most_draws: int | None) -> Probe:
        """What a budget reaches, with the spec's draws, or with fewer."""
        try:
            campaign = self.campaign(budget)
            settings = campaign.settings
            draws = settings.draws if most_draws is None else min(most_draws, settings.draws)
            settled = replace(campaign, settings=replace(settings, draws=draws))
            booked = book(settled, self._threads, None, prove=False)
        except SpecError as error:
            self.wrong.append(error)
            return Probe(budget, math.nan, 0.0, 0, False, error.problems[0].what)
        except InfeasibleError as error:
            return Probe(budget, math.nan, 0.0, 0, False, str(error))
        count = creators(booked)
        if count == 0:
            return Probe(budget, math.nan, 0.0, 0, False, unaffordable(booked) or _NOBODY)
        values = samples(booked.simulation, lambda cell: True, float(campaign.budget.tools))[self.wanted.metric]
        mean, chance = float(values.mean()), share_where(values >= self.wanted.value)
        if _is_sated(booked):
            self.sated.add(budget)
        return Probe(budget, mean, chance, count, _is_reached(self.wanted, mean, chance))


def _is_sated(booked: Booked) -> bool:
    """Whether an optimal plan leaves so much money that twice the budget would be spent in the same way.

    It is so where profit alone decides, nobody demands that all is spent, no limit on creators makes money idle, and
    what is left is most of the budget and would pay for any creator.
    """
    rules = booked.campaign.rules
    if rules.strategy is not Strategy.OPTIMAL or rules.max_creators is not None or rules.limits:
        return False
    if spends_all(rules, objective_of(booked.campaign)) or any(d != TierDemand() for d in rules.tiers.values()):
        return False
    left = booked.allocation.unallocated
    dearest = max(booking.unit_cost for booking in booked.allocation.bookings)
    return left > max(booked.campaign.budget.total / 2, dearest)


def _is_reached(wanted: Target, mean: float, chance: float) -> bool:
    return mean >= wanted.value if wanted.confidence is None else chance >= wanted.confidence


def _crossing(search: _Search) -> tuple[int, int]:
    """The first budget of the doublings that is enough, and the one before it."""
    grid = _doublings(search.wanted.most, search.wanted.currency.minor)
    below = 0
    for budget in grid:
        if search.probe(budget).reached:
            return (budget, below) if below else _descended(search, budget)
        below = budget
        if budget in search.sated:
            break
    for _ in range(_CLOSER if _is_near(search) else 0):
        for budget, smaller in _around_best(search):
            if search.probe(budget).reached:
                return budget, smaller
    raise _given_up(search, grid)


def _is_near(search: _Search) -> bool:
    """Whether a budget between those tried may still be enough.

    Where the metric rises ever more slowly and then falls, its highest point is at most twice as high as the best of
    budgets that double.
    """
    wanted = search.wanted
    planned = [probe for probe in search.tried.values() if not probe.reason]
    if wanted.confidence is not None:
        return any(probe.chance >= wanted.confidence / 2 for probe in planned)
    return any(probe.mean >= wanted.value / 2 for probe in planned) or wanted.value <= 0


def _doublings(most: int, minor: int) -> tuple[int, ...]:
    """Budgets that double up to the largest one.

    >>> _doublings(1_000_000, 100)[-3:]
    (250000, 500000, 1000000)
    """
    halves = (math.ceil(most / 2**times) for times in range(_DOUBLINGS, -1, -1))
    return tuple(dict.fromkeys(_rounded_up(amount, most, minor) for amount in halves if amount >= min(_SMALLEST, most)))


def _rounded_up(amount: float, most: int, minor: int) -> int:
    """The amount with few figures, for people read it; never above the largest allowed.

    >>> _rounded_up(61_035.2, 10**9, 100), _rounded_up(1_234_567, 10**9, 100)
    (61100, 1235000)
    """
    figures = int(10 ** max(math.floor(math.log10(amount)) + 1 - _FIGURES, 0))
    step = max(figures, minor) if amount >= _WHOLE_FROM * minor else figures
    return min(math.ceil(amount / step) * step, most)


def _descended(search: _Search, enough: int) -> tuple[int, int]:
    """From a budget that is enough downwards, by halves, to one that is not."""
    while enough > 1:
        half = enough // 2
        if not search.probe(half).reached:
            return enough, half
        enough = half
    return enough, 0


def _around_best(search: _Search) -> list[tuple[int, int]]:
    """Budgets on both sides of the best one so far, each with its neighbor below."""
    planned = [probe for probe in search.tried.values() if not probe.reason]
    if not planned:
        return []
    best = max(planned, key=lambda probe: _score(search.wanted, probe)).budget
    ordered = sorted(search.tried)
    place = ordered.index(best)
    sides = ordered[max(place - 1, 0) : place + 2]
    between = ((_between(low, high, search.wanted.currency.minor), low) for low, high in pairwise(sides))
    return [(budget, low) for budget, low in between if budget not in search.tried]


def _score(wanted: Target, probe: Probe) -> tuple[float, float]:
    return (0.0 if wanted.confidence is None else probe.chance, probe.mean)


def _between(low: int, high: int, minor: int) -> int:
    return _rounded_up(math.sqrt(low * high), high, minor)


def _halved(search: _Search, below: int, enough: int) -> int:
    """The smallest budget that is enough, to the precision; below and enough are kept on their sides."""
    while below and enough > below * (1 + PRECISION) and enough - below > 1:
        middle = _between(below, enough, search.wanted.currency.minor)
        if middle in (below, enough):
            break
        if search.probe(middle).reached:
            enough = middle
        else:
            below = middle
    return enough


def _confirmed(search: _Search, enough: int) -> Probe:
    """The budget on all draws; where they show that it is a little short, a slightly larger one.

    Raises:
        InfeasibleError: All draws contradict the few of the search.
    """
    wanted, budget = search.wanted, enough
    for tried in range(_TRIES):
        found = search.measured(budget, None)
        if found.reached:
            return found
        if budget >= wanted.most:
            break
        budget = _rounded_up(enough * (1 + PRECISION * 2**tried), wanted.most, wanted.currency.minor)
    raise InfeasibleError(
        f"{in_words(enough, wanted.currency)} seemed enough for {_goal(wanted)} in {DRAWS:,} draws, but on all draws "
        f"no budget up to {in_words(budget, wanted.currency)} is; the target lies at the edge of what can be reached"
    )


def _given_up(search: _Search, grid: tuple[int, ...]) -> SpecError | InfeasibleError:
    """Why no budget is enough: what is reached at best, where, and what stands in the way."""
    wanted = search.wanted
    planned = [probe for probe in search.tried.values() if not probe.reason]
    if not planned:
        if len(search.wrong) == len(search.tried):
            return search.wrong[-1]
        last = search.tried[grid[-1]]
        return InfeasibleError(
            f"no budget up to {in_words(grid[-1], search.wanted.currency)} has a plan: {last.reason}"
        )
    best = max(planned, key=lambda probe: _score(wanted, probe))
    if wanted.confidence is None:
        reached = f"the most that is expected is {_amount(wanted, best.mean)}"
    else:
        reached = f"the best chance is {best.chance:.0%}"
    return InfeasibleError(
        f"no budget up to {in_words(wanted.most, search.wanted.currency)} reaches {_goal(wanted)}: {reached}, "
        f"with {in_words(best.budget, search.wanted.currency)}; {_obstacle(search, planned, best)}"
    )


def _obstacle(search: _Search, planned: list[Probe], best: Probe) -> str:
    """What stands in the way of more."""
    wanted = search.wanted
    ordered = sorted(planned, key=lambda probe: probe.budget)
    last, before = ordered[-1], ordered[-2] if len(ordered) > 1 else ordered[-1]
    flat = bool(search.sated) or (last is not before and abs(last.mean - before.mean) <= _FLAT * abs(last.mean))
    if last.creators == before.creators and last is not before and wanted.metric != "profit":
        return f"no more than {last.creators:,} creators are booked whatever the budget (allocation.creators.max)"
    if wanted.confidence is not None and (flat or best.budget < last.budget):
        return "more money does not raise it: booking more creators does not remove what nobody knows about their tiers"
    if wanted.metric == "profit" and (flat or best.budget < last.budget):
        return "beyond that every further creator loses money"
    if flat or best.budget < last.budget:
        return "beyond that more money brings next to nothing: audiences are used up"
    return "it still rises there, so a larger --max-budget may do"


def _goal(wanted: Target) -> str:
    sure = "" if wanted.confidence is None else f" in at least {100 * wanted.confidence:g}% of the runs"
    return _amount(wanted, wanted.value) + sure


def _amount(wanted: Target, value: float) -> str:
    minor = wanted.currency.minor
    if BY_NAME[wanted.metric].kind is Kind.MONEY:
        return f"a {wanted.metric} of {in_words(minor * round(value / minor), wanted.currency)}"
    return f"{value:,.0f} {'people' if wanted.metric == 'reach' else wanted.metric}"
