"""The best allocation of a budget to response curves, and a proof of how good it is.

How the bound is valid. For any price p >= 0 of money, the sum over channels of max(f(x) - p x), plus p x budget, is at
least the response of every allocation within the limits: each channel's term is bounded by its own maximum, and money
that is not spent counts for p >= 0. Limits on groups add prices of their own, of either sign, in the same way. This
holds for curves of any shape, because only one-channel maxima enter, and these are known: a curve that is first convex
and then concave has its maximum at the least spend or where its falling slope meets the price (bounded by a tangent
should the search for that point stop early), straight pieces have theirs at a corner, whole units beside such a point.
At the best price the value equals the sum of the curves' concave envelopes, so only channels between two points of an
envelope separate it from the optimum. Branch and bound splits their limits, takes the bound of each part, and reports
the largest that is left. Whole units under a budget alone are listed, all within reach of the bound (see ``whole``).
Where curves differ in height only, allocations that give a lower one more are left out, for an equal or better one has
them swapped (see ``ranks``). All arithmetic is in double precision; its rounding, about 1e-13, is the only thing not
accounted for.
"""

import math
from dataclasses import replace

import numpy as np

from influence_cli.allocate.curves.ceiling import ceiling
from influence_cli.allocate.curves.clash import first_spend, nothing_found
from influence_cli.allocate.curves.families import Floats
from influence_cli.allocate.curves.groups import relax_in_groups
from influence_cli.allocate.curves.hints import suggest, trimmer
from influence_cli.allocate.curves.limits import Limits, all_limits
from influence_cli.allocate.curves.polish import polished
from influence_cli.allocate.curves.price import relax_by_price
from influence_cli.allocate.curves.ranks import ranks
from influence_cli.allocate.curves.relaxation import Box, Relaxed
from influence_cli.allocate.curves.respond import respond, slope_at
from influence_cli.allocate.curves.scaled import Scaled, scale
from influence_cli.allocate.curves.search import Found, Ways, search
from influence_cli.allocate.curves.whole import relax_whole
from influence_cli.model.curves import AtLimit, Channel, ChannelSpend, CurveAllocation, CurveProblem, Status

PROVEN = 1e-6
"""Relative gap up to which an allocation is called optimal."""

_AIM = 1e-7
_ENOUGH = 9e-7
_PRECISION = 1e-9
_NO_ROOM = 1e-12
"""Share of the budget that is the rounding of a sum and no room for a channel."""

_MOST_NODES = 10_000
_MOST_CURVES = 400_000


def allocate_curves(problem: CurveProblem, most_nodes: int | None = None) -> CurveAllocation:
    """Spend a budget so that the responses in sum are largest.

    Args:
        problem: The budget, the curves and the limits; each number valid by itself.
        most_nodes: Boxes to examine before settling for what is proven by then; fewer for many channels if not given.

    Returns:
        The best allocation with its bound. Money may be left over where no curve rises any more, or no whole unit fits.

    Raises:
        InfeasibleError: If the limits clash; names those that do and by how much.
    """
    limits = all_limits(problem.channels, problem.budget)
    limit = most_nodes or min(_MOST_NODES, max(1_000, _MOST_CURVES // len(problem.channels)))
    start = first_spend(problem, limits)
    with np.errstate(all="ignore"):
        scaled = scale(problem, limits)
        root = _all_of(scaled)
        found = search(scaled, root, _ways(problem, scaled, root), start, _AIM, _ENOUGH, limit)
        if found is None:
            raise nothing_found(limit)
        most = ceiling(problem, scaled, root)
        spend = polished(scaled, found.spend) if not problem.groups else found.spend
        if most == 0 and not problem.groups:
            spend = root.low  # nothing returns anything, so nothing is spent that need not be
    return _allocation(problem, limits, scaled, spend, replace(found, bound=min(found.bound, most / scaled.response)))


def _all_of(scaled: Scaled) -> Box:
    """The channels' own limits, none above what the least spends of the others leave of the budget and the groups."""
    left = 1.0 - float(np.sum(scaled.low))
    high = np.minimum(scaled.high, scaled.low + (left if left > _NO_ROOM else 0.0))
    for members, share in zip(scaled.members > 0, scaled.group_high, strict=True):
        room = float(share - np.sum(scaled.low[members]))
        high[members] = np.minimum(high[members], scaled.low[members] + (room if room > _NO_ROOM else 0.0))
    cost = np.where(scaled.unit > 0, scaled.unit, 1.0)
    units = np.minimum(np.floor(high / cost + 1e-9), np.rint(scaled.high / cost))
    high = np.where(scaled.unit > 0, units * cost, high)
    return Box(scaled.low, np.maximum(high, scaled.low))


def _ways(problem: CurveProblem, scaled: Scaled, root: Box) -> Ways:
    has_units = any(channel.unit_cost is not None for channel in problem.channels)

    def in_groups(box: Box, around: Relaxed | None) -> Relaxed | None:
        return relax_in_groups(scaled, box, around)

    def whole(box: Box, around: Relaxed | None) -> Relaxed | None:
        return relax_whole(scaled, box, 1.0, _PRECISION, around is None)

    def by_price(box: Box, around: Relaxed | None) -> Relaxed | None:
        return relax_by_price(scaled, box, 1.0, _PRECISION)

    def near(box: Box, at: Relaxed) -> Floats | None:
        return suggest(scaled, box, at)

    if problem.groups:
        rows = trimmer(scaled, root) if has_units else None
        return Ways(in_groups, near if has_units else None, rows.trim if rows else None, ranks(problem))
    return Ways(whole if has_units else by_price, ranks=ranks(problem))


def _allocation(
    problem: CurveProblem, limits: tuple[Limits, ...], scaled: Scaled, spend: Floats, found: Found
) -> CurveAllocation:
    rows = tuple(
        _row(channel, limit, float(share) * scaled.money)
        for channel, limit, share in zip(problem.channels, limits, spend, strict=True)
    )
    objective = math.fsum(row.response for row in rows)
    upper_bound = max(objective, found.bound * scaled.response)
    gap = (upper_bound - objective) / abs(upper_bound) if upper_bound else 0.0
    return CurveAllocation(
        problem,
        objective,
        upper_bound,
        gap,
        Status.OPTIMAL if gap <= PROVEN else Status.WITHIN_GAP,
        max(0.0, math.fsum((problem.budget, *(-row.spend for row in rows)))),
        rows,
        found.nodes,
    )


def _row(channel: Channel, limit: Limits, money: float) -> ChannelSpend:
    if channel.unit_cost is None:
        spend = min(max(money, limit.least), limit.most)
        response = respond(channel.response, spend)
        return ChannelSpend(
            channel.name,
            spend,
            None,
            response,
            slope_at(channel.response, spend),
            _held(channel, spend <= limit.least, spend >= limit.most),
        )
    units = round(money / channel.unit_cost)
    spend = units * channel.unit_cost
    response = respond(channel.response, spend)
    more = 0.0
    if units < limit.most_units:
        more = (respond(channel.response, (units + 1) * channel.unit_cost) - response) / channel.unit_cost
    held = _held(channel, units <= limit.least_units, units >= limit.most_units)
    return ChannelSpend(channel.name, spend, units, response, more, held)


def _held(channel: Channel, at_least: bool, at_most: bool) -> AtLimit | None:
    """A least spend of 0 and a largest of the whole budget are nobody's limits."""
    if channel.locked is not None:
        return AtLimit.LOCKED
    if at_most and (channel.max_spend is not None or channel.max_units is not None):
        return AtLimit.MAX
    return AtLimit.MIN if at_least and channel.min_spend > 0 else None
