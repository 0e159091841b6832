"""Allocations made by hand: every kind of channel, limit and certificate."""

import math
from dataclasses import replace

from influence_cli.model.curves import (
    AtLimit,
    Channel,
    ChannelSpend,
    CurveAllocation,
    CurveProblem,
    Group,
    Hill,
    Log,
    Power,
    Status,
)


def mix() -> CurveAllocation:
    """Proved, all spent, one channel for each limit, some of them in whole units."""
    problem = CurveProblem(
        "Spring mix",
        100_000.0,
        (
            Channel("search", Hill(900.0, 40_000.0, 1.8), min_spend=5_000.0),
            Channel("social", Log(120.0, 3_000.0), max_spend=30_000.0),
            Channel("creators", Power(2.0, 0.5), unit_cost=1_150.0, max_units=60),
            Channel("mail", Log(10.0, 500.0), locked=8_000.0),
        ),
        (Group("paid", ("search", "social"), max_share=0.8),),
        "EUR",
    )
    return CurveAllocation(
        problem,
        objective=1_070.25,
        upper_bound=1_070.2501,
        gap=9.34e-8,
        status=Status.OPTIMAL,
        unspent=0.0,
        channels=(
            ChannelSpend("search", 27_500.0, None, 450.0, 0.01234, None),
            ChannelSpend("social", 30_000.0, None, 287.75, 0.0036, AtLimit.MAX),
            ChannelSpend("creators", 34_500.0, 30, 304.5, 0.0048, None),
            ChannelSpend("mail", 8_000.0, None, 28.0, 0.0012, AtLimit.LOCKED),
        ),
        nodes=7,
    )


def left_over() -> CurveAllocation:
    """Money is left for every reason there is."""
    made = mix()
    social = replace(made.problem.channels[1], name="tv", max_spend=None)
    problem = replace(
        made.problem,
        name="",
        currency="",
        channels=(*made.problem.channels, social),
        groups=(Group("tv only", ("tv",), max_share=0.1),),
    )
    channels = (
        replace(made.channels[0], spend=16_400.0, marginal_return=0.0),
        made.channels[1],
        made.channels[2],
        made.channels[3],
        ChannelSpend("tv", 10_000.0, None, 90.0, 0.2, None),
    )
    return replace(made, problem=problem, channels=channels, unspent=1_100.0, upper_bound=1_070.25, gap=0.0)


def unproved() -> CurveAllocation:
    """The search stopped before the proof was complete."""
    return replace(mix(), upper_bound=1_100.0, gap=29.75 / 1100, status=Status.WITHIN_GAP, nodes=1)


def nothing() -> CurveAllocation:
    """A budget of nothing."""
    made = mix()
    problem = replace(made.problem, budget=0.0, channels=(Channel("a", Power(1.0, 0.5)),), groups=())
    spend = (ChannelSpend("a", 0.0, None, 0.0, math.inf, None),)
    return replace(made, problem=problem, objective=0.0, upper_bound=0.0, gap=0.0, channels=spend)


def tiny() -> CurveAllocation:
    """Money in millions, responses in thousandths of thousandths."""
    made = mix()
    problem = replace(made.problem, budget=made.problem.budget * 1e-6, groups=())
    channels = tuple(
        replace(
            found,
            spend=found.spend * 1e-6,
            response=found.response * 1e-9,
            marginal_return=found.marginal_return * 1e-3,
            units=None,
        )
        for found in made.channels
    )
    return replace(made, problem=problem, objective=1.07025e-6, upper_bound=1.0702501e-6, channels=channels)


def hostile() -> CurveAllocation:
    """Names that would be formulas, markup, colors and other lines."""
    made = mix()
    names = ("=cmd|'/c calc'!A0", "\x1b[31mred\u202e", "| <b>@team</b> `x` 日本語" + "x" * 100, "two\nlines")
    found = zip(made.problem.channels, names, strict=True)
    problem = replace(
        made.problem,
        name="-1+1 <script>",
        channels=tuple(replace(channel, name=name) for channel, name in found),
        groups=(Group("[link](x)\x07", names[:2], min_share=0.575),),
    )
    spends = tuple(replace(spend, name=name) for spend, name in zip(made.channels, names, strict=True))
    return replace(made, problem=problem, channels=spends)


ALL = {
    "mix": mix,
    "left_over": left_over,
    "unproved": unproved,
    "nothing": nothing,
    "tiny": tiny,
    "hostile": hostile,
}
