"""The preset allocation: strategy shares, demands, whole creators, and words for what cannot be honored."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from influence_cli.allocate.presets import SMALL_BUDGET, SMALL_BUDGET_CREATORS, tier_shares
from influence_cli.allocate.split import Split, TierBounds, split
from influence_cli.allocate.whole import Option, afford, cost, spread
from influence_cli.model.campaign import Campaign, Strategy, Tier, TierDemand
from influence_cli.model.errors import InfeasibleError
from influence_cli.model.money import in_words
from influence_cli.model.plan import Allocation, Booking

DEFAULT_MOST = 10_000
"""Creators a plan books unless the spec allows more: nobody manages more without meaning to."""

_NO_DEMAND = TierDemand()


def spendable(campaign: Campaign) -> int:
    """What is left for creators after reserve, tools and boost, minor units."""
    boost = campaign.amplification.budget if campaign.amplification else 0
    return campaign.budget.total - campaign.budget.reserve - campaign.budget.tools - boost


def allocate(campaign: Campaign, options: Sequence[Option], money: int) -> Allocation:
    """Book whole creators under the campaign's strategy and demands.

    Args:
        campaign: The campaign.
        options: Cells with their expected all-in cost per creator; those with a share of 0 are not booked.
        money: What may be spent on creators, minor units.

    Returns:
        Bookings for every option (some with no creators), costing at most ``money``.

    Raises:
        InfeasibleError: If a demand clashes with the money or with another demand, or nothing can be booked.
    """
    usable, notes = _within_share(campaign, [option for option in options if option.cell.share > 0])
    tiers = _bounds(campaign, usable)
    _check_demands(campaign, tiers, money)
    divided = split(money, tiers)
    counts = _counts(tiers, divided, money)
    counts = _at_least_in_all(campaign, tiers, counts, money)
    counts = _at_most_in_all(campaign, tiers, counts)
    if not any(any(c) for c in counts.values()):
        raise InfeasibleError(_nothing_affordable(campaign, tiers, money))
    bookings = _bookings(options, tiers, counts)
    left = money - sum(booking.planned_cost for booking in bookings)
    notes += _unaffordable_notes(campaign, tiers, divided)
    notes += _band_notes(campaign, _booked(counts))
    return Allocation(campaign.rules.strategy, bookings, left, tuple(notes))


def explained(campaign: Campaign, allocation: Allocation) -> Allocation:
    """The allocation with a note on why the money that is left over was not spent."""
    left = allocation.unallocated
    if left <= 0:
        return allocation
    tiers = {booking.cell.tier for booking in allocation.bookings if booking.creators > 0}
    cheapest = min(
        booking.unit_cost for booking in allocation.bookings if booking.cell.tier in tiers and booking.cell.share > 0
    )
    if sum(booking.creators for booking in allocation.bookings) >= most_in_all(campaign):
        most = most_in_all(campaign)
        limit = "allocation.creators.max" if campaign.rules.max_creators is not None else "the default limit"
        why = f"no more than {_count(most, 'creator')} may be booked ({limit})"
    elif left < cheapest:
        why = "it does not buy another whole creator"
    elif campaign.rules.strategy is Strategy.MANUAL or any(map(_is_limit, campaign.rules.tiers.values())):
        why = "the demands on tiers leave no place for another creator"
    else:
        why = "the full simulation expects creators to cost a little less than the estimate they were booked at"
    return replace(allocation, notes=(*allocation.notes, f"{_money(campaign, left)} is left over: {why}"))


def _is_limit(demand: TierDemand) -> bool:
    return demand.creators is not None or demand.max_creators is not None or demand.locked_spend is not None


def _within_share(campaign: Campaign, options: Sequence[Option]) -> tuple[list[Option], list[str]]:
    limit = campaign.rules.max_share_per_creator
    if limit is None:
        return list(options), []
    most = int(limit * campaign.budget.total)
    usable = [option for option in options if option.unit_cost <= most]
    notes = [
        f"{_name(option)} is left out: one creator costs {_money(campaign, option.unit_cost)}, more than the "
        f"{_percent(limit)} of the budget allowed for one creator ({_money(campaign, most)})"
        for option in options
        if option.unit_cost > most
    ]
    if not usable:
        raise InfeasibleError(
            f"no creator costs less than the {_percent(limit)} of the budget allowed for one "
            f"({_money(campaign, most)}); the cheapest costs "
            f"{_money(campaign, min(option.unit_cost for option in options))}"
        )
    return usable, notes


def _bounds(campaign: Campaign, options: Sequence[Option]) -> dict[Tier, TierBounds]:
    shares = tier_shares(campaign.rules, campaign.budget.total / campaign.currency.minor / campaign.usd_rate)
    bounds: dict[Tier, TierBounds] = {}
    most_of_all = most_in_all(campaign)
    for tier in Tier:
        demand = campaign.rules.tiers.get(tier, _NO_DEMAND)
        cells = tuple(option for option in options if option.cell.tier is tier)
        wanted = demand.creators or demand.min_creators or demand.locked_spend
        if not cells:
            if wanted:
                raise InfeasibleError(
                    f"{tier} creators are asked for, but every {tier} cell is excluded or too dear for one creator"
                )
            continue
        share = shares.get(tier, 0.0)
        if share <= 0 and not wanted:
            continue
        exact = demand.creators
        least = exact if exact is not None else demand.min_creators
        most = exact if exact is not None else demand.max_creators
        limit = most_of_all if most is None else most
        if share <= 0 and demand.locked_spend is None:
            limit = least
        bounds[tier] = TierBounds(cells, share, least, limit, demand.locked_spend)
    if not bounds:
        asked = ", ".join(tier for tier, share in shares.items() if share > 0) or "no tier"
        raise InfeasibleError(
            f"the {campaign.rules.strategy} strategy books only {asked}, and no such creator can be booked on the "
            "platforms of this campaign"
        )
    return bounds


def most_in_all(campaign: Campaign) -> int:
    """Creators that may be booked in all."""
    if campaign.rules.max_creators is not None:
        return campaign.rules.max_creators
    asked = sum((d.creators or 0) + d.min_creators for d in campaign.rules.tiers.values())
    return max(DEFAULT_MOST, asked, campaign.rules.min_creators)


def _check_demands(campaign: Campaign, tiers: Mapping[Tier, TierBounds], money: int) -> None:
    """Refuse demands that cost more than there is, in words, with what is missing."""
    needs = {tier: max(b.least_cost, b.locked or 0) for tier, b in tiers.items()}
    total = sum(needs.values())
    if total > max(money, 0):
        parts = [f"{tier} ({_demand_words(campaign, bounds)})" for tier, bounds in tiers.items() if needs[tier] > 0]
        raise InfeasibleError(
            f"the demands on {' and '.join(parts)} come to {_money(campaign, total)}, "
            f"but {_available(campaign, money)}; {_money(campaign, total - max(money, 0))} is missing"
        )
    for tier, bounds in tiers.items():
        if bounds.locked is not None and bounds.least_cost > bounds.locked:
            raise InfeasibleError(
                f"{bounds.least} {tier} creators cost {_money(campaign, bounds.least_cost)}, but only "
                f"{_money(campaign, bounds.locked)} is locked for them; "
                f"{_money(campaign, bounds.least_cost - bounds.locked)} is missing"
            )
    least, most = sum(b.least for b in tiers.values()), campaign.rules.max_creators
    if most is not None and least > most:
        raise InfeasibleError(f"the tiers ask for at least {least} creators, but at most {most} are allowed in all")


def _demand_words(campaign: Campaign, bounds: TierBounds) -> str:
    if bounds.locked is not None:
        return f"{_money(campaign, bounds.locked)} locked"
    return f"{_count(bounds.least, 'creator')}, {_money(campaign, bounds.least_cost)}"


def _counts(tiers: Mapping[Tier, TierBounds], divided: Split, money: int) -> dict[Tier, list[int]]:
    """Counts per tier from its money, then what is left over to the tiers furthest below their share."""
    counts = {
        tier: afford(b.options, divided.money[tier], spread(b.options, b.least), b.most) for tier, b in tiers.items()
    }
    left = money - sum(cost(tiers[tier].options, counts[tier]) for tier in tiers)
    open_tiers = [t for t, b in tiers.items() if b.locked is None and b.share > 0 and t not in divided.unaffordable]
    while True:
        fitting = [
            (tier, i)
            for tier in open_tiers
            if sum(counts[tier]) < tiers[tier].most
            for i, option in enumerate(tiers[tier].options)
            if option.unit_cost <= left and option.cell.share > 0
        ]
        if not fitting:
            return counts
        tier, i = min(fitting, key=lambda place: _fullness(tiers, counts, *place))
        counts[tier][i] += 1
        left -= tiers[tier].options[i].unit_cost


def _fullness(
    tiers: Mapping[Tier, TierBounds], counts: Mapping[Tier, Sequence[int]], tier: Tier, i: int
) -> tuple[float, float, int]:
    """Spent on the tier, then on the cell, relative to their shares, with this creator booked."""
    bounds = tiers[tier]
    option = bounds.options[i]
    return (
        (cost(bounds.options, counts[tier]) + option.unit_cost) / bounds.share,
        (counts[tier][i] + 1) * option.unit_cost / option.cell.share,
        i,
    )


def _at_least_in_all(
    campaign: Campaign, tiers: Mapping[Tier, TierBounds], counts: dict[Tier, list[int]], money: int
) -> dict[Tier, list[int]]:
    """Where more creators are demanded than the split buys, move as little money as possible to the cheapest tier."""
    wanted = campaign.rules.min_creators
    if _booked(counts) >= wanted:
        return counts
    movable = [t for t, b in tiers.items() if b.locked is None and b.share > 0]
    best = counts
    if movable and campaign.rules.strategy is not Strategy.MANUAL:
        cheapest = min(movable, key=lambda t: tiers[t].cheapest)
        for step in range(1, 21):
            moved = {
                t: TierBounds(b.options, _shift(b.share, step / 20, t is cheapest), b.least, b.most, b.locked)
                for t, b in tiers.items()
            }
            tried = _counts(moved, split(money, moved), money)
            best = max(best, tried, key=_booked)
            if _booked(tried) >= wanted:
                return tried
    raise InfeasibleError(
        f"at least {wanted} creators are asked for, but {_available(campaign, money)}, which buys at most "
        f"{_booked(best)} under the {campaign.rules.strategy} strategy"
    )


def _shift(share: float, step: float, cheapest: bool) -> float:
    return (1 - step) * share + (step if cheapest else 0.0)


def _at_most_in_all(
    campaign: Campaign, tiers: Mapping[Tier, TierBounds], counts: dict[Tier, list[int]]
) -> dict[Tier, list[int]]:
    """Cut counts down to the number of creators allowed, in proportion, promised ones kept."""
    most = most_in_all(campaign)
    booked = _booked(counts)
    if booked <= most:
        return counts
    promised = {tier: spread(b.options, b.least) for tier, b in tiers.items()}
    extra = {tier: [max(n - p, 0) for n, p in zip(counts[tier], promised[tier], strict=True)] for tier in tiers}
    room = most - _booked(promised)
    places = [(tier, i) for tier in tiers for i in range(len(extra[tier]))]
    total = sum(extra[tier][i] for tier, i in places)
    exact = {place: room * extra[place[0]][place[1]] / total for place in places}
    kept = {place: int(value) for place, value in exact.items()}
    for place in sorted(places, key=lambda p: kept[p] - exact[p])[: room - sum(kept.values())]:
        kept[place] += 1
    return {tier: [promised[tier][i] + kept[tier, i] for i in range(len(extra[tier]))] for tier in tiers}


def _booked(counts: Mapping[Tier, Sequence[int]]) -> int:
    return sum(sum(c) for c in counts.values())


def _bookings(
    options: Sequence[Option], tiers: Mapping[Tier, TierBounds], counts: Mapping[Tier, Sequence[int]]
) -> tuple[Booking, ...]:
    booked = {
        option.cell.key: count
        for tier, bounds in tiers.items()
        for option, count in zip(bounds.options, counts[tier], strict=True)
    }
    return tuple(Booking(option.cell, booked.get(option.cell.key, 0), option.unit_cost) for option in options)


def _nothing_affordable(campaign: Campaign, tiers: Mapping[Tier, TierBounds], money: int) -> str:
    cheapest = min((option for b in tiers.values() for option in b.options), key=lambda option: option.unit_cost)
    if all(b.most == 0 for b in tiers.values()):
        return "no creator may be booked: every tier the strategy uses is limited to 0 creators"
    return (
        f"the budget does not buy one creator: the cheapest ({_name(cheapest)}) is expected to cost "
        f"{_money(campaign, cheapest.unit_cost)} all-in for {_count(cheapest.cell.deliverables, 'deliverable')}, but "
        f"{_available(campaign, money)}; {_money(campaign, cheapest.unit_cost - max(money, 0))} is missing"
    )


def _available(campaign: Campaign, money: int) -> str:
    if money == campaign.budget.total:
        return f"the budget is {_money(campaign, money)}"
    return (
        f"{_money(campaign, max(money, 0))} of the budget of {_money(campaign, campaign.budget.total)} is left for "
        "creators after reserve, tools, boost and shared bonuses"
    )


def _unaffordable_notes(campaign: Campaign, tiers: Mapping[Tier, TierBounds], divided: Split) -> list[str]:
    return [
        f"{tier}: its share of {_money(campaign, amount)} does not buy one creator "
        f"({_money(campaign, tiers[tier].cheapest)}); the money went to the other tiers"
        for tier, amount in divided.unaffordable.items()
    ]


def _band_notes(campaign: Campaign, creators: int) -> list[str]:
    dollars = campaign.budget.total / campaign.currency.minor / campaign.usd_rate
    if campaign.rules.strategy is not Strategy.BY_BUDGET or dollars > SMALL_BUDGET or creators >= SMALL_BUDGET_CREATORS:
        return []
    return [
        f"the 2026 playbook books {SMALL_BUDGET_CREATORS} to 50 creators at this budget; "
        f"at these costs it buys {creators}"
    ]


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _percent(share: float) -> str:
    return f"{100 * share:.3g}%"


def _name(option: Option) -> str:
    return f"{option.cell.tier} on {option.cell.platform}"


def _money(campaign: Campaign, cents: int) -> str:
    return in_words(cents, campaign.currency)
