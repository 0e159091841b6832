"""What a budget reaches of a target: coarsely on the way, and on all draws of the spec where it counts."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from influence_cli.metrics.summary import share_where
from influence_cli.model.campaign import Campaign, Strategy, TierDemand
from influence_cli.model.errors import InfeasibleError, SpecError
from influence_cli.model.objective import Aim, Objective
from influence_cli.model.target import Probe, Target
from influence_cli.workflow.booking import Booked, Progress, book
from influence_cli.workflow.nobody import creators, unaffordable
from influence_cli.workflow.projection import whole
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
"""Draws per budget on the way; where the answer is settled, budgets have all of them."""

_EXPECTED = 25
_NOBODY = "nobody is worth booking: every creator is expected to lose money"


class Search:
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
        self.sure: dict[int, Probe] = {}
        self.levels: dict[Probe, float] = {}
        self.spare: dict[int, int] = {}
        self.dearest: dict[int, float] = {}
        self.growth = math.nan
        self.wrong: list[SpecError] = []
        self.sated: set[int] = set()
        self._threads = threads
        self._progress = progress

    @property
    def probes(self) -> tuple[Probe, ...]:
        """Every budget tried, in order; one tried both ways stands twice, unless both ways are the same."""
        return tuple(dict.fromkeys((*self.tried.values(), *self.sure.values())))

    def campaign(self, budget: int) -> Campaign:
        """The campaign at a budget, with the aim of the target as its only objective."""
        found = self.at(budget)
        objective = Objective({AIMS[self.wanted.metric]: 1.0})
        return replace(found, rules=replace(found.rules, objective=objective))

    def probe(self, budget: int) -> Probe:
        """Try a budget on few draws, once."""
        if budget not in self.tried:
            self.tried[budget] = self._measured(budget, DRAWS)
            self._step()
        return self.tried[budget]

    def exact(self, budget: int) -> Probe:
        """Try a budget as its plan will be made, on all draws, once."""
        if budget not in self.sure:
            self.sure[budget] = self._measured(budget, None)
            self._step()
        return self.sure[budget]

    def level(self, probe: Probe) -> float:
        """What has to be at least the value of the target: the mean, or what so many runs reach; NaN without a plan."""
        return self.levels.get(probe, math.nan)

    def _step(self) -> None:
        if self._progress is not None:
            done = len(self.tried) + len(self.sure)
            self._progress(done, max(done + 1, _EXPECTED))

    def _measured(self, budget: int, most_draws: int | None) -> Probe:
        """What a budget reaches, with the spec's draws, or with fewer."""
        try:
            campaign = self.campaign(budget)
            settings = campaign.settings
            few = most_draws is not None
            draws = settings.draws if most_draws is None else min(most_draws, settings.draws)
            known = self.tried.get(budget)
            if not few and known and known.draws == draws and campaign.rules.strategy is not Strategy.OPTIMAL:
                return known
            settled = replace(campaign, settings=replace(settings, draws=draws))
            booked = book(settled, self._threads, None, prove=not few)
        except SpecError as error:
            self.wrong.append(error)
            return Probe(budget, math.nan, 0.0, 0, False, error.problems[0].what)
        except InfeasibleError as error:
            return Probe(budget, math.nan, 0.0, 0, False, str(error))
        count = creators(booked)
        if count == 0:
            return Probe(budget, math.nan, 0.0, 0, False, unaffordable(booked) or _NOBODY)
        values = whole(campaign, booked.simulation)[self.wanted.metric]
        mean, chance = float(values.mean()), share_where(values >= self.wanted.value)
        if _is_sated(booked):
            self.sated.add(budget)
        self.dearest[budget] = _dearest(booked)
        probe = Probe(budget, mean, chance, count, _is_reached(self.wanted, mean, chance))
        probe = replace(probe, draws=booked.campaign.settings.draws)
        sure = self.wanted.confidence
        self.levels[probe] = mean if sure is None else float(np.quantile(values, 1 - sure))
        if not few or campaign.rules.strategy is not Strategy.OPTIMAL:
            self.spare[budget] = booked.allocation.unallocated
        return probe


def _dearest(booked: Booked) -> float:
    """The budget from which the dearest creator can be booked."""
    dearest = max(booking.unit_cost for booking in booked.allocation.bookings)
    return dearest / (booked.campaign.rules.max_share_per_creator or 1.0)


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
