"""The limits of a problem one by one, each with its words: what can clash."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from influence_cli.allocate.curves.limits import Limits
from influence_cli.model.curves import Channel, CurveProblem, Group


@dataclass(frozen=True, slots=True)
class Demand:
    """One limit on the spend of some channels in sum, or the demand that one channel's units be whole.

    Attributes:
        words: It, as a clause.
        channels: Positions of the channels.
        least: At least this in sum, or None.
        most: At most this in sum, or None.
    """

    words: str
    channels: tuple[int, ...]
    least: float | None = None
    most: float | None = None


def demands(problem: CurveProblem, limits: Sequence[Limits]) -> Iterator[Demand]:
    """All limits, those nearest to a single channel first."""
    pairs = tuple(zip(problem.channels, limits, strict=True))
    for i, (channel, limit) in enumerate(pairs):
        if channel.unit_cost is not None:
            cost = money(channel.unit_cost, problem)
            yield Demand(f"{channel.name!r} is bought in whole units of {cost}", (i,))
        if limit.least > 0:
            yield Demand(least_words(problem, channel, limit), (i,), least=limit.least)
        if channel.max_spend is not None or channel.max_units is not None or channel.locked is not None:
            yield Demand(most_words(problem, channel, limit), (i,), most=limit.most)
    everyone = tuple(range(len(pairs)))
    yield Demand(f"the budget is {money(problem.budget, problem)}", everyone, most=problem.budget)
    positions = {channel.name: i for i, channel in enumerate(problem.channels)}
    for group in problem.groups:
        members = tuple(positions[name] for name in dict.fromkeys(group.channels))
        of = f"({in_a_row([problem.channels[i].name for i in members])})"
        if group.min_share > 0:
            least = group.min_share * problem.budget
            yield Demand(f"{group_least(problem, group)} {of}", members, least=least)
        if group.max_share < 1:
            yield Demand(f"{group_most(problem, group)} {of}", members, most=group.max_share * problem.budget)


def least_words(problem: CurveProblem, channel: Channel, limit: Limits) -> str:
    """What a channel must get."""
    if channel.locked is not None:
        return f"{channel.name!r} is locked at {money(channel.locked, problem)}"
    asked = f"{channel.name!r} must get at least {money(channel.min_spend, problem)}"
    if channel.unit_cost is None or limit.least == channel.min_spend:
        return asked
    return f"{asked}, in whole units {money(limit.least, problem)}"


def most_words(problem: CurveProblem, channel: Channel, limit: Limits) -> str:
    """What a channel may take."""
    if channel.locked is not None:
        return f"{channel.name!r} is locked at {money(channel.locked, problem)}"
    return f"{channel.name!r} may take at most {money(limit.most, problem)}"


def group_least(problem: CurveProblem, group: Group) -> str:
    """What a group must get."""
    return f"group {group.name!r} must get at least {_share(group.min_share, problem)}"


def group_most(problem: CurveProblem, group: Group) -> str:
    """What a group may get."""
    return f"group {group.name!r} may get at most {_share(group.max_share, problem)}"


def _share(share: float, problem: CurveProblem) -> str:
    return f"{share * 100:g}% of the budget = {money(share * problem.budget, problem)}"


def money(amount: float, problem: CurveProblem) -> str:
    """An amount in words: two decimals where there are cents, more for amounts below one.

    >>> problem = CurveProblem("", 1.0, (), currency="USD")
    >>> money(12000.0, problem), money(12.5, problem), money(0.00125, problem)
    ('12,000 USD', '12.50 USD', '0.00125 USD')
    """
    text = f"{amount:,.2f}".removesuffix(".00") if abs(amount) >= 1 else f"{amount:.6g}"
    return f"{text} {problem.currency}" if problem.currency else text


def in_a_row(names: Sequence[str]) -> str:
    """Names with commas and a last "and"; of many only the first.

    >>> in_a_row(["a", "b", "c"])
    "'a', 'b' and 'c'"
    """
    quoted = [repr(name) for name in names]
    if len(quoted) > 8:
        quoted = [*quoted[:6], f"{len(quoted) - 6} more"]
    return " and ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
