"""The planning model of a campaign, from pilot simulations of a few creators per cell."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from influence_cli.allocate.optimal.planning_model import Payoff, PlanningModel
from influence_cli.allocate.whole import Option
from influence_cli.funnel.halo import remaining
from influence_cli.funnel.reach import log_missed
from influence_cli.metrics.formulas import ratio
from influence_cli.model.campaign import Amplification, Campaign, Cell, Quantity, Tier
from influence_cli.model.objective import Aim, Objective
from influence_cli.model.plan import Booking
from influence_cli.simulate.engine import campaign_values, simulate
from influence_cli.workflow.costing import alone, each_bonus

Array = NDArray[np.float64]

SCENARIOS = 1_000
"""Draws the planning model averages over; their means are scaled to those of all pilot draws."""

_ROWS = 64
"""Creators in a pilot, about: a few of each cell."""

_SPREAD_CREATORS: Mapping[Tier, int] = {Tier.NANO: 8, Tier.MICRO: 4, Tier.MID: 2, Tier.MEGA: 1}
"""Creators whose average stands for a cell where distributions are limited: about as many as a plan books."""

_FEWER_CLICKS = 0.8
"""Share of clicks in the second pilot, which shows how pay follows responses."""

_BROUGHT = ("contribution", "lifetime_contribution", "revenue", "orders")


@dataclass(frozen=True, slots=True)
class Scenarios:
    """What one creator of each cell brings and costs, draw by draw, before overlap and halo; money in minor units.

    Attributes:
        cells: The cells.
        model: Who reaches whom.
        brought: By name (contribution, lifetime_contribution, revenue, orders), per creator, [cell, draw].
        engagements: Per creator, [cell, draw].
        pay_fixed: Part of the expected pay that does not follow responses, gifts included, [cell, draw].
        pay_moving: Part that does, [cell, draw].
        payout_fixed: ``pay_fixed`` without gifts.
        boosted: By the same names, per minor unit of boost behind the cell's creators, [cell, draw].
        unit_costs: Expected all-in cost of a creator, minor units, rounded up.
    """

    cells: tuple[Cell, ...]
    model: PlanningModel
    brought: Mapping[str, Array]
    engagements: Array
    pay_fixed: Array
    pay_moving: Array
    payout_fixed: Array
    boosted: Mapping[str, Array]
    unit_costs: tuple[int, ...]

    @property
    def options(self) -> tuple[Option, ...]:
        """Cells with their costs."""
        return tuple(Option(cell, cost) for cell, cost in zip(self.cells, self.unit_costs, strict=True))


def scenarios(campaign: Campaign, seed: int, threads: int) -> Scenarios:
    """Pilot every cell and arrange what it brings.

    Cells that differ by contract only are piloted with the same creators. Overlap, halo, boost and chance counts
    are off: the first two are what the planning model adds, the last two leave means alone.

    Args:
        campaign: The campaign.
        seed: Seed; the pilot shares its draws of what is unknown with a simulation of the same seed.
        threads: Threads for the simulations.
    """
    quiet = _quiet(campaign)
    draws = campaign.settings.draws
    cells = campaign.cells
    count = min(max(_ROWS // len(cells), 1), 8)
    many = _piloted(quiet, cells, [count] * len(cells), draws, seed, threads)
    first: Mapping[str, Array] = {name: values[:, :SCENARIOS] for name, values in many.fields.items()}
    if campaign.rules.risk or (campaign.rules.objective is not None and campaign.rules.objective.aversion > 0):
        spread = _piloted(
            quiet, cells, [_SPREAD_CREATORS[cell.tier] for cell in cells], min(draws, SCENARIOS), seed, threads
        )
        first = spread.fields
    fewer = _piloted(_with_fewer_clicks(quiet), cells, [count] * len(cells), draws, seed, threads)
    payout = many.fields["payout"]
    moving_mean = np.clip((payout - fewer.fields["payout"]).mean(axis=1) / (1.0 - _FEWER_CLICKS), 0.0, None)
    model = _model(campaign, first, many, seed)

    def scaled(name: str) -> Array:
        return _scaled(first[name], many.fields[name].mean(axis=1))

    pay = scaled("payout")
    moving = _moving(pay, moving_mean, first["orders"])
    gifts = many.fields["gifts"].mean(axis=1)
    bonus = np.array([float(each_bonus(campaign, cell.contract)) for cell in cells])
    fixed = pay - moving + bonus[:, None]
    return Scenarios(
        cells=cells,
        model=model,
        brought={name: scaled(name) for name in _BROUGHT},
        engagements=scaled("engagements"),
        pay_fixed=fixed + gifts[:, None],
        pay_moving=moving,
        payout_fixed=fixed,
        boosted=_boosted(campaign, quiet, cells, seed, threads),
        unit_costs=tuple(max(math.ceil(cost), 1) for cost in payout.mean(axis=1) + gifts + bonus),
    )


def _quiet(campaign: Campaign) -> Campaign:
    switches = replace(campaign.settings.switches, counting_noise=False, overlap=False, halo=False)
    return replace(campaign, settings=replace(campaign.settings, switches=switches), amplification=None)


def _with_fewer_clicks(campaign: Campaign) -> Campaign:
    def fewer(cell: Cell) -> Cell:
        rate = cell.rates[Quantity.CLICK_RATE]
        less = replace(
            rate,
            low=rate.low * _FEWER_CLICKS,
            typical=rate.typical * _FEWER_CLICKS,
            high=rate.high * _FEWER_CLICKS,
        )
        return replace(cell, rates={**cell.rates, Quantity.CLICK_RATE: less})

    return replace(campaign, cells=tuple(fewer(cell) for cell in campaign.cells))


@dataclass(frozen=True, slots=True)
class _Pilot:
    """Averages per creator by name, [cell, draw], and audience sizes by platform, [draw]."""

    fields: Mapping[str, Array]
    audience: Mapping[str, Array]


def _piloted(
    campaign: Campaign, cells: Sequence[Cell], creators: Sequence[int], draws: int, seed: int, threads: int
) -> _Pilot:
    """Simulate some creators of each cell; cells of one place get the same ones, whatever their contract."""
    own = {cell.key: cell for cell in campaign.cells}
    piloted = [alone(own[cell.key]) for cell in cells]
    first: dict[tuple[str, str, str], str] = {}
    runs: dict[str, list[int]] = {}
    for i, cell in enumerate(piloted):
        place = (cell.tier, cell.platform, cell.phase.name)
        name = first.setdefault(place, cell.contract.name)
        runs.setdefault("" if name == cell.contract.name else cell.contract.name, []).append(i)
        # Random numbers are keyed by the contract's name: under one name the creators are the same.
        piloted[i] = replace(cell, contract=replace(cell.contract, name=name))
    fields: dict[str, Array] = {}
    audience: dict[str, Array] = {}
    for members in runs.values():
        bookings = [Booking(piloted[i], creators[i], 0) for i in members]
        found = simulate(campaign, bookings, draws=draws, seed=seed, threads=threads)
        audience |= {platform.value: size for platform, size in found.audience.items()}
        for name, values in found.fields.items():
            whole = fields.setdefault(name, np.zeros((len(cells), draws)))
            for row, i in enumerate(members):
                whole[i] = values[row] / creators[i]
    return _Pilot(fields, audience)


def _scaled(drawn: Array, means: Array) -> Array:
    """Draws of a few scenarios, scaled so that their means are those of many."""
    found = drawn.mean(axis=1)
    factors = np.where(found > 0, means / np.where(found > 0, found, 1.0), 1.0)
    return drawn * factors[:, None]


def _moving(pay: Array, moving_mean: Array, orders: Array) -> Array:
    """The part of the pay that follows responses, in proportion to orders, never more than the pay."""
    mean = orders.mean(axis=1)
    share = orders / np.where(mean > 0, mean, 1.0)[:, None]
    return np.minimum(moving_mean[:, None] * share, pay)


def _model(campaign: Campaign, first: Mapping[str, Array], many: _Pilot, seed: int) -> PlanningModel:
    cells = campaign.cells
    draws = first["reach_sum"].shape[1]
    platforms = list(dict.fromkeys(cell.platform for cell in cells))
    phases = list(dict.fromkeys(cell.phase for cell in cells))
    unknown = campaign_values(campaign, (Quantity.REPEAT_EXPOSURE_VALUE, Quantity.HALO_LIFT), draws, seed)
    audience = np.array([many.audience[platform.value][:draws] for platform in platforms])
    own = np.array([platforms.index(cell.platform) for cell in cells])
    half_life = campaign.halo_half_life_weeks
    switches = campaign.settings.switches
    remains = np.array([[remaining(earlier, later, half_life) for later in phases] for earlier in phases])
    return PlanningModel(
        platforms=own,
        phases=np.array([phases.index(cell.phase) for cell in cells]),
        # Creators are independent given the draw: the share everybody misses is a product of mean shares.
        missed=log_missed(first["reach_sum"], audience[own]),
        audience=audience,
        repeat_value=unknown[Quantity.REPEAT_EXPOSURE_VALUE],
        lift=unknown[Quantity.HALO_LIFT],
        remains=remains if switches.halo else np.zeros_like(remains),
        overlap=switches.overlap,
    )


def _boosted(campaign: Campaign, quiet: Campaign, cells: Sequence[Cell], seed: int, threads: int) -> dict[str, Array]:
    """What a minor unit of boost brings behind an average creator of each cell, [cell, draw]."""
    draws = min(campaign.settings.draws, SCENARIOS)
    if campaign.amplification is None:
        return {name: np.zeros((len(cells), draws)) for name in _BROUGHT}
    # Boosted orders are in proportion to the money, so any amount shows what one unit brings.
    spread = replace(quiet, amplification=Amplification(campaign.amplification.budget, 1.0))
    found = _piloted(spread, cells, [1] * len(cells), draws, seed, threads).fields
    organic = _piloted(quiet, cells, [1] * len(cells), draws, seed, threads).fields
    spend = found["boost_spend"]
    return {name: ratio_or_zero(found[name] - organic[name], spend) for name in _BROUGHT}


def ratio_or_zero(top: Array, bottom: Array) -> Array:
    """Top / bottom, 0 where the bottom is 0."""
    found = ratio(top, bottom)
    return np.where(np.isfinite(found), found, 0.0)


def payoff(scenarios: Scenarios, objective: Objective, minor: int, pay_factors: Array, boost_factor: float) -> Payoff:
    """What an objective counts per creator: money in major units.

    Args:
        scenarios: The pilot.
        objective: Weights of the aims.
        minor: Minor units in a major unit.
        pay_factors: By cell, what creators cost in a whole plan as a part of what they cost alone (caps and bonuses
            of a whole contract are not in the pilot).
        boost_factor: How much more a boost brings behind the best creators than behind the average one.
    """
    factors = pay_factors[:, None]
    gain, flat, boost = (np.zeros_like(scenarios.pay_fixed) for _ in range(3))
    for aim, weight in objective.weights.items():
        if weight == 0:
            continue
        if aim in _PROFITS:
            brought = scenarios.brought[_PROFITS[aim]]
            gain += weight / minor * (brought - factors * scenarios.pay_moving)
            flat -= weight / minor * factors * scenarios.pay_fixed
            boost += weight / minor * (boost_factor * scenarios.boosted[_PROFITS[aim]] - 1.0)
        elif aim is Aim.ENGAGEMENTS:
            flat += weight * scenarios.engagements
        elif aim is not Aim.REACH:
            unit = weight / minor if aim is Aim.REVENUE else weight
            gain += unit * scenarios.brought[aim.value]
            boost += unit * boost_factor * scenarios.boosted[aim.value]
    return Payoff(gain, flat, boost, objective.weights.get(Aim.REACH, 0.0))


_PROFITS: Mapping[Aim, str] = {Aim.PROFIT: "contribution", Aim.LIFETIME_PROFIT: "lifetime_contribution"}


def cost_weight(objective: Objective, minor: int) -> float:
    """Objective units per minor unit of cost: 0 or negative."""
    return -sum(objective.weights.get(aim, 0.0) for aim in _PROFITS) / minor


def profit_payoff(scenarios: Scenarios, pay_factors: Array, boost_factor: float) -> Payoff:
    """First-order profit in minor units, boost spend apart."""
    return Payoff(
        scenarios.brought["contribution"] - pay_factors[:, None] * scenarios.pay_moving,
        -pay_factors[:, None] * scenarios.pay_fixed,
        boost_factor * scenarios.boosted["contribution"],
    )


def payout_payoff(scenarios: Scenarios, pay_factors: Array, *, gifts: bool) -> Payoff:
    """What creators are owed, in minor units, with or without the cost of gifts."""
    fixed = scenarios.pay_fixed if gifts else scenarios.payout_fixed
    factors = pay_factors[:, None]
    return Payoff(factors * scenarios.pay_moving, factors * fixed, np.zeros_like(fixed))
