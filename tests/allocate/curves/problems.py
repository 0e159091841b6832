"""Problems for tests of response curves: the certified cases, random ones, and slow answers to compare with.

``hill_allocation.json``: any amounts. ``B`` budget (spent in full), per channel ``beta`` maximum response, ``kappa``
half saturation, ``s`` slope, ``lb`` and ``ub`` spend limits; ``optimum`` is certified to within ``upper_bound`` (1e-7).
``integer_allocation.json``: whole units. ``budget``, per channel ``cost`` of a unit, ``max_creators`` and the same
curve of units x cost; ``optimum`` and ``counts`` come from exact dynamic programming.
"""

import itertools
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from influence_cli.allocate.curves.limits import all_limits
from influence_cli.allocate.curves.respond import respond
from influence_cli.model.curves import (
    Channel,
    CurveAllocation,
    CurveProblem,
    Exponential,
    Group,
    Hill,
    Log,
    Piecewise,
    Power,
    Response,
)

HERE = Path(__file__).parent


def cases(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads((HERE / f"{name}_allocation.json").read_text())
    return loaded


def hill_case(case: dict[str, Any]) -> CurveProblem:
    columns = zip(case["beta"], case["kappa"], case["s"], case["lb"], case["ub"], strict=True)
    channels = (Channel(f"c{i}", Hill(b, k, s), low, high) for i, (b, k, s, low, high) in enumerate(columns))
    return CurveProblem(case["id"], case["B"], tuple(channels))


def integer_case(case: dict[str, Any]) -> CurveProblem:
    columns = zip(case["beta"], case["kappa"], case["s"], case["cost"], case["max_creators"], strict=True)
    channels = (Channel(f"c{i}", Hill(b, k, s), unit_cost=c, max_units=n) for i, (b, k, s, c, n) in enumerate(columns))
    return CurveProblem(case["id"], case["budget"], tuple(channels))


def random_response(rng: random.Random, budget: float) -> Response:
    size = 10 ** rng.uniform(-3, 3) * budget
    match rng.choice(["hill", "hill", "log", "power", "exponential", "piecewise"]):
        case "hill":
            return Hill(rng.uniform(1, 10), size, rng.uniform(0.2, 8))
        case "log":
            return Log(rng.uniform(1, 5), size)
        case "power":
            exponent = rng.choice([0.3, 0.7, 1.0, 1.5, 2.5])
            return Power(rng.uniform(1, 6) / budget**exponent, exponent)
        case "exponential":
            return Exponential(rng.uniform(1, 8), size)
        case _:
            spends = sorted(rng.sample(range(120), rng.randint(2, 6)))
            return Piecewise(tuple((spend * budget / 100, rng.uniform(0, 8)) for spend in spends))


def random_channel(rng: random.Random, name: str, budget: float, channels: int, units: float) -> Channel:
    """A channel whose limits leave room for those of others; with a chance of ``units`` sold in whole units."""
    channel = Channel(name, random_response(rng, budget))
    share = budget / channels
    if rng.random() < units:
        return replace(channel, unit_cost=share * rng.uniform(0.2, 1.5), max_units=rng.choice([None, 1, 4]))
    match rng.choice(["free", "free", "tight", "low", "locked"]):
        case "tight":
            return replace(channel, min_spend=0.3 * share, max_spend=share * rng.uniform(0.4, 3))
        case "low":
            return replace(channel, min_spend=rng.uniform(0, 0.9) * share)
        case "locked":
            return replace(channel, locked=rng.uniform(0, 0.9) * share)
        case _:
            return channel


def random_problem(seed: int, channels: int, units: float = 0.0, groups: int = 0) -> CurveProblem:
    budget = 100.0
    rng = random.Random(seed)
    made = tuple(random_channel(rng, f"c{i}", budget, channels, units) for i in range(channels))
    names = [channel.name for channel in made]
    limits = tuple(
        Group(f"g{g}", tuple(rng.sample(names, rng.randint(1, channels))), rng.choice([0, 0, 0.1]), rng.uniform(0.3, 1))
        for g in range(groups)
    )
    return CurveProblem("", budget, made, limits)


def rescaled(problem: CurveProblem, money: float, response: float) -> CurveProblem:
    """The same problem in other units of money and response."""

    def curve(of: Response) -> Response:
        match of:
            case Hill(maximum, half, slope):
                return Hill(maximum * response, half * money, slope)
            case Log(coefficient, scale):
                return Log(coefficient * response, scale * money)
            case Power(coefficient, exponent):
                return Power(coefficient * response / money**exponent, exponent)
            case Exponential(maximum, scale):
                return Exponential(maximum * response, scale * money)
            case Piecewise(points):
                return Piecewise(tuple((x * money, y * response) for x, y in points))

    def times(amount: float | None) -> float | None:
        return None if amount is None else amount * money

    channels = tuple(
        replace(
            channel,
            response=curve(channel.response),
            min_spend=channel.min_spend * money,
            max_spend=times(channel.max_spend),
            locked=times(channel.locked),
            unit_cost=times(channel.unit_cost),
        )
        for channel in problem.channels
    )
    return replace(problem, budget=problem.budget * money, channels=channels)


def within_limits(problem: CurveProblem, spends: Sequence[float], hair: float = 1e-9) -> bool:
    """Whether spends keep all limits, but for a hair of the budget."""
    slack = hair * problem.budget
    named = {channel.name: spend for channel, spend in zip(problem.channels, spends, strict=True)}
    limits = all_limits(problem.channels, problem.budget)
    return (
        sum(spends) <= problem.budget + slack
        and all(li.least - slack <= x <= li.most + slack for li, x in zip(limits, spends, strict=True))
        and all(
            group.min_share * problem.budget - slack
            <= sum(named[name] for name in group.channels)
            <= group.max_share * problem.budget + slack
            for group in problem.groups
        )
    )


def value_of(problem: CurveProblem, spends: Sequence[float]) -> float:
    return sum(respond(channel.response, spend) for channel, spend in zip(problem.channels, spends, strict=True))


def menus(problem: CurveProblem, steps: int) -> list[list[float]]:
    """For each channel all its whole units, or evenly spaced amounts where any can be spent."""
    out = []
    for channel, limit in zip(problem.channels, all_limits(problem.channels, problem.budget), strict=True):
        if channel.unit_cost is not None:
            out.append([n * channel.unit_cost for n in range(limit.least_units, limit.most_units + 1)])
        else:
            out.append([limit.least + (limit.most - limit.least) * step / steps for step in range(steps + 1)])
    return out


def best_by_force(problem: CurveProblem, steps: int = 1) -> float | None:
    """The best of all whole units (and of a grid of amounts), tried one by one; None where none keeps the limits."""
    tried: Iterator[tuple[float, ...]] = itertools.product(*menus(problem, steps))
    values = [value_of(problem, spends) for spends in tried if within_limits(problem, spends)]
    return max(values, default=None)


def assert_certified(answer: CurveAllocation) -> None:
    """What every answer keeps, whatever the problem."""
    problem = answer.problem
    spends = [row.spend for row in answer.channels]
    assert within_limits(problem, spends)
    assert answer.objective <= answer.upper_bound
    assert abs(answer.objective - value_of(problem, spends)) <= 1e-12 * abs(answer.objective)
    assert answer.gap == (
        (answer.upper_bound - answer.objective) / abs(answer.upper_bound) if answer.upper_bound else 0.0
    )
    assert abs(answer.unspent - (problem.budget - sum(spends))) <= 1e-9 * problem.budget
    for channel, row in zip(problem.channels, answer.channels, strict=True):
        assert row.name == channel.name
        if channel.unit_cost is None:
            assert row.units is None
        else:
            assert isinstance(row.units, int)
            assert row.spend == row.units * channel.unit_cost
