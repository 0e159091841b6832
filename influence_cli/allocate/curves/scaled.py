"""The problem in numbers of its own size: the budget is 1, the largest possible response is 1.

Everything after this is blind to the units of money and response, so rescaling them cannot change the answer.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from influence_cli.allocate.curves.families import Exponentials, Family, Floats, Hills, Index, Logs, Polylines, Powers
from influence_cli.allocate.curves.limits import Limits
from influence_cli.allocate.curves.respond import from_zero, respond
from influence_cli.model.curves import CurveProblem, Exponential, Hill, Log, Piecewise, Power

_LEAST = 1e-300
_HAIR = 1e-9


@dataclass(frozen=True, slots=True)
class Smooth:
    """The channels whose curve is of one smooth kind."""

    index: Index
    family: Family


@dataclass(frozen=True, slots=True)
class Bent:
    """The channels with straight pieces; ``stops`` are the spends at which one can be best, rising along a row."""

    index: Index
    lines: Polylines
    stops: Floats
    heights: Floats


@dataclass(frozen=True, slots=True)
class Scaled:
    """A scaled problem over K channels and G groups.

    Attributes:
        money: What 1 stands for.
        response: What 1 stands for.
        low: K least spends.
        high: K largest spends.
        unit: K costs of a whole unit, 0 where any amount can be spent.
        smooth: Channels by smooth kind.
        bent: Piecewise channels, or None.
        bend: K spends: convex before, concave after (0 for piecewise ones, where nothing is said).
        members: G x K, 1 where a channel belongs to a group.
        group_low: G least shares.
        group_high: G largest shares.
    """

    money: float
    response: float
    low: Floats
    high: Floats
    unit: Floats
    smooth: tuple[Smooth, ...]
    bent: Bent | None
    bend: Floats
    members: Floats
    group_low: Floats
    group_high: Floats

    def values(self, spend: Floats) -> Floats:
        """The K responses."""
        out = np.empty_like(spend)
        for part in self.smooth:
            out[part.index] = part.family.value(spend[part.index])
        if self.bent is not None:
            out[self.bent.index] = self.bent.lines.value(spend[self.bent.index])
        return out

    def allows(self, spend: Floats) -> bool:
        """Whether the limits on sums are kept, but for rounding."""
        sums = self.members @ spend
        in_groups = np.all((sums >= self.group_low - _HAIR) & (sums <= self.group_high + _HAIR))
        return bool(np.sum(spend) <= 1 + _HAIR and in_groups)

    def channel_values(self, channel: int, spend: Floats) -> Floats:
        """The responses of one channel to many spends."""
        for part in self.smooth:
            rows = np.flatnonzero(part.index == channel)
            if len(rows):
                return part.family.only(rows).value(spend)
        if self.bent is None:
            raise AssertionError(f"channel {channel} has no curve")
        row = int(np.flatnonzero(self.bent.index == channel)[0])
        return np.asarray(np.interp(spend, self.bent.lines.knots[row], self.bent.lines.heights[row]))


def scale(problem: CurveProblem, limits: Sequence[Limits]) -> Scaled:
    """Scale a problem whose limits do not clash channel by channel."""
    money = problem.budget if problem.budget > 0 else 1.0
    tops = [min(limit.most, max(limit.least, problem.budget)) for limit in limits]
    for i, channel in enumerate(problem.channels):
        if channel.unit_cost is not None:
            tops[i] = limits[i].most
    response = max(_highest(problem, i, top) for i, top in enumerate(tops)) or 1.0
    smooth = _smooth(problem, money, response)
    bend = np.zeros(len(tops))
    for part in smooth:
        bend[part.index] = part.family.bend
    names = {channel.name: i for i, channel in enumerate(problem.channels)}
    members = np.zeros((len(problem.groups), len(tops)))
    for row, group in enumerate(problem.groups):
        members[row, [names[name] for name in group.channels]] = 1.0
    unit = np.array([(channel.unit_cost or 0.0) / money for channel in problem.channels])
    return Scaled(
        money,
        response,
        np.array([limit.least / money for limit in limits]),
        np.array([top / money for top in tops]),
        unit,
        smooth,
        _bent(problem, money, response, unit),
        bend,
        members,
        np.array([group.min_share for group in problem.groups]),
        np.array([group.max_share for group in problem.groups]),
    )


def _highest(problem: CurveProblem, i: int, top: float) -> float:
    curve = problem.channels[i].response
    if isinstance(curve, Piecewise):
        return max(abs(height) for _, height in curve.points)
    return respond(curve, top)


def _smooth(problem: CurveProblem, money: float, response: float) -> tuple[Smooth, ...]:
    curves = list(enumerate(channel.response for channel in problem.channels))
    parts: list[Smooth] = []

    def add(rows: Sequence[tuple[int, Sequence[float]]], make: type[Hills] | type[Logs] | type[Exponentials]) -> None:
        if rows:
            columns = np.array([numbers for _, numbers in rows]).T
            parts.append(Smooth(np.array([i for i, _ in rows]), make(*columns)))

    hills = [
        (i, (max(c.maximum / response, _LEAST), math.log(c.half_saturation / money), c.slope))
        for i, c in curves
        if isinstance(c, Hill)
    ]
    add(hills, Hills)
    logs = [(i, (c.coefficient / response, c.scale / money)) for i, c in curves if isinstance(c, Log)]
    add(logs, Logs)
    rises = [(i, (max(c.maximum / response, _LEAST), c.scale / money)) for i, c in curves if isinstance(c, Exponential)]
    add(rises, Exponentials)
    powers = [
        (i, (math.log(max(c.coefficient, _LEAST)) + c.exponent * math.log(money) - math.log(response), c.exponent))
        for i, c in curves
        if isinstance(c, Power)
    ]
    if powers:
        columns = np.array([numbers for _, numbers in powers]).T
        parts.append(Smooth(np.array([i for i, _ in powers]), Powers(columns[0], columns[1])))
    return tuple(parts)


def _bent(problem: CurveProblem, money: float, response: float, unit: Floats) -> Bent | None:
    rows = [(i, c.response) for i, c in enumerate(problem.channels) if isinstance(c.response, Piecewise)]
    if not rows:
        return None
    lines = [np.array(from_zero(curve.points)) / (money, response) for _, curve in rows]
    width = max(len(line) for line in lines)
    padded = np.array([np.vstack([line, np.repeat(line[-1:], width - len(line), axis=0)]) for line in lines])
    shapes = Polylines(padded[:, :, 0], padded[:, :, 1])
    index = np.array([i for i, _ in rows])
    stops = np.concatenate([_whole(shapes.knots, unit[index], np.floor), _whole(shapes.knots, unit[index], np.ceil)], 1)
    stops.sort(axis=1)
    heights = np.array([shapes.value(stops[:, column]) for column in range(stops.shape[1])]).T
    return Bent(index, shapes, stops, heights)


def _whole(knots: Floats, unit: Floats, rounding: np.ufunc) -> Floats:
    """Knots of unit channels moved to a whole number of units, of which one beside each knot is best on its piece."""
    cost = unit[:, None]
    return np.where(cost > 0, rounding(knots / np.where(cost > 0, cost, 1.0)) * cost, knots)
