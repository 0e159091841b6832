"""What an allocation to response curves proves and what it leaves, in sentences."""

import math
from collections.abc import Iterator

from influence_cli.model.curves import AtLimit, Channel, ChannelSpend, CurveAllocation, Status
from influence_cli.report.curves.figures import coded, figure, money, price, spent
from influence_cli.report.layout.grid import NAME_LIMIT
from influence_cli.report.values.numbers import percent
from influence_cli.report.values.proof import PROVEN, gap_in_words, rounded_up
from influence_cli.report.values.sanitize import plain

_MOST_GROUPS = 5

_NOTHING = 1e-9
"""Share of the budget that counts as nothing: what is left over by the rounding of floats."""


def sentences(allocation: CurveAllocation) -> tuple[str, ...]:
    """What is proved, why money is left if it is, where the next unit of money would go."""
    groups = binding_groups(allocation)
    return tuple(filter(None, (certificate(allocation), left_over(allocation), groups, next_money(allocation))))


def facts(allocation: CurveAllocation) -> tuple[tuple[str, str], ...]:
    """The figures of the whole."""
    pairs = [
        ("Budget", coded(allocation, money(allocation, allocation.problem.budget))),
        ("Spend", coded(allocation, money(allocation, spent(allocation)))),
        ("Response", figure(allocation.objective)),
        ("Status", f"{allocation.status}, gap {gap_in_words(allocation.gap)}"),
    ]
    if _is_left(allocation):
        pairs.insert(2, ("Unspent", coded(allocation, price(allocation, allocation.unspent))))
    return tuple(pairs)


def certificate(allocation: CurveAllocation) -> str:
    """What the upper bound proves, never more: a share is rounded up."""
    excess = allocation.upper_bound - allocation.objective
    if excess <= 0:
        return "Proved: nothing within these limits returns more."
    if allocation.objective <= 0:
        return f"Proved: nothing within these limits returns more than {figure(allocation.upper_bound)}."
    share = rounded_up(max(excess / allocation.objective, PROVEN))
    match allocation.status:
        case Status.OPTIMAL:
            return f"Proved: nothing within these limits returns more than {share} above this."
        case Status.WITHIN_GAP:
            return f"Not proved to be the best: another allocation may return up to {share} more, none above that."


def left_over(allocation: CurveAllocation) -> str:
    """Why money is left, or an empty string where none is."""
    if not _is_left(allocation):
        return ""
    reasons = list(_reasons(allocation))
    why = "; ".join(reasons) if reasons else "spending it would return nothing more"
    return f"{coded(allocation, price(allocation, allocation.unspent))} of the budget is left: {why}."


def binding_groups(allocation: CurveAllocation) -> str:
    """The groups that are held at a share of theirs, or an empty string."""
    spends = {found.name: found.spend for found in allocation.channels}
    budget = allocation.problem.budget
    held = []
    for group in allocation.problem.groups:
        share = math.fsum(spends[name] for name in group.channels) / budget if budget > 0 else math.nan
        name = plain(group.name, NAME_LIMIT)
        if abs(share - group.max_share) <= _NOTHING and group.max_share < 1:
            held.append(f"{name} at its largest ({percent(group.max_share)})")
        elif abs(share - group.min_share) <= _NOTHING and group.min_share > 0:
            held.append(f"{name} at its smallest ({percent(group.min_share)})")
    more = f" and {len(held) - _MOST_GROUPS} more" if len(held) > _MOST_GROUPS else ""
    return f"Groups held by a share of theirs: {', '.join(held[:_MOST_GROUPS])}{more}." if held else ""


def next_money(allocation: CurveAllocation) -> str:
    """Where one more unit of money returns most."""
    full = _holders(allocation)
    open_ = [found for found in _paired(allocation) if not _is_held(found[1]) and found[0].name not in full]
    best = max(open_, key=lambda found: found[1].marginal_return, default=None)
    if best is None or best[1].marginal_return <= 0:
        return "A little more budget would return nothing more within these limits."
    channel, found = best
    unit = plain(allocation.problem.currency, 10) or "unit of money"
    where = f"in {plain(channel.name, NAME_LIMIT)}"
    if channel.unit_cost is not None:
        where += f", where a whole unit costs {coded(allocation, price(allocation, channel.unit_cost))}"
    returned = "" if math.isinf(found.marginal_return) else f" {figure(found.marginal_return)},"
    return f"The next {unit} would return{returned} most of all {where}."


def _is_left(allocation: CurveAllocation) -> bool:
    return allocation.unspent > _NOTHING * allocation.problem.budget


def _paired(allocation: CurveAllocation) -> list[tuple[Channel, ChannelSpend]]:
    return list(zip(allocation.problem.channels, allocation.channels, strict=True))


def _is_held(found: ChannelSpend) -> bool:
    """Whether a limit of its own keeps a channel from spending more."""
    return found.at_limit in (AtLimit.MAX, AtLimit.LOCKED)


def _holders(allocation: CurveAllocation) -> dict[str, list[str]]:
    """By channel the groups that have no room for more spend on it, or for one more unit of it."""
    spends = {found.name: found.spend for found in allocation.channels}
    costs = {channel.name: channel.unit_cost or 0.0 for channel in allocation.problem.channels}
    budget = allocation.problem.budget
    holders: dict[str, list[str]] = {}
    for group in allocation.problem.groups:
        room = group.max_share * budget - math.fsum(spends[name] for name in group.channels)
        for name in group.channels:
            if room < max(costs[name], _NOTHING * budget) * (1 - 1e-6):
                holders.setdefault(name, []).append(group.name)
    return holders


def _reasons(allocation: CurveAllocation) -> Iterator[str]:
    """Why no channel takes what is left, each reason with the number of channels it holds for."""
    own, grouped, units, others = 0, 0, 0, 0
    full, groups = _holders(allocation), dict[str, None]()
    cheapest = math.inf
    for channel, found in _paired(allocation):
        if _is_held(found):
            own += 1
        elif channel.name in full:
            grouped += 1
            groups |= dict.fromkeys(full[channel.name])
        elif channel.unit_cost is not None and channel.unit_cost > allocation.unspent:
            units += 1
            cheapest = min(cheapest, channel.unit_cost)
        else:
            others += 1
    if own:
        yield f"{_counted(own)} at a limit of {'its' if own == 1 else 'their'} own"
    if grouped:
        names = ", ".join(plain(name, NAME_LIMIT) for name in groups)
        yield f"{_counted(grouped)} in a group at its largest share ({names})"
    if units:
        least = coded(allocation, price(allocation, cheapest))
        yield f"{_counted(units)} booked in whole units that cost more than is left ({least} or more)"
    if others and (own or grouped or units):
        yield f"{others} channel{'' if others == 1 else 's'} would return nothing more"


def _counted(number: int) -> str:
    return "1 channel is" if number == 1 else f"{number} channels are"
