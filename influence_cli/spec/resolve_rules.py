"""What can be booked and what is demanded: phases, tiers, platforms, contracts per tier, allocation rules."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from influence_cli.allocate.presets import booked_tiers
from influence_cli.model.campaign import AllocationRules, Phase, Platform, Strategy, Tier, TierDemand
from influence_cli.model.contract import Contract
from influence_cli.model.objective import Scope
from influence_cli.spec.findings import Findings
from influence_cli.spec.nodes import Path
from influence_cli.spec.resolve_money import Purse
from influence_cli.spec.schema import CampaignSpec, TierSpec
from influence_cli.spec.text import listed, nearest, shown

ROUNDING = Decimal("0.001")
"""How far shares may miss 100% because they were rounded for writing: 33.3% three times."""

ONE_PHASE = "campaign"
"""Name of the only phase where the spec has none."""

DELIVERABLES = 3
DELIVERABLES_MEGA = 1

_NOTHING = TierSpec.model_construct()


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for creators; ``share`` is its part of the tier's money."""

    tier: Tier
    platform: Platform
    phase: Phase
    contract: str
    deliverables: int
    share: float


def tier_spec(spec: CampaignSpec, tier: Tier) -> TierSpec:
    """What the spec says about a tier; nothing where it does not mention it."""
    return spec.tiers.get(tier, _NOTHING)


def offered_tiers(
    spec: CampaignSpec, demands: AllocationRules, contracts: Mapping[str, Contract], budget_usd: float
) -> frozenset[Tier]:
    """Tiers that may be booked.

    The optimal strategy considers every tier, except that one without a contract of its own is left out where it is
    open which contract would be meant, and nothing is demanded of it.
    """
    booked = booked_tiers(demands, budget_usd)
    if demands.strategy is not Strategy.OPTIMAL:
        return booked
    clear = len(contracts) == 1 or "default" in contracts
    demanded = {tier for tier, demand in demands.tiers.items() if demand != TierDemand()}
    known = {tier for tier in booked if clear or tier in demanded or tier_spec(spec, tier).contract is not None}
    return frozenset(known) or booked


def slots(
    spec: CampaignSpec,
    contracts: Mapping[str, Contract],
    booked: frozenset[Tier],
    excluded: Sequence[Scope],
    findings: Findings,
) -> tuple[Slot, ...]:
    """Every place the spec leaves open for creators.

    Places of tiers that get no money are left out, unless there are no others: what the strategy cannot book
    is for the allocation to explain.

    Args:
        spec: The spec.
        contracts: All contracts by name.
        booked: Tiers that get money; the others need no contract, and have no place without one.
        excluded: Scopes whose places are not offered.
        findings: Where problems go.
    """
    _check_references(spec, contracts, findings)
    phases = _phases(spec, findings)
    found = tuple(_slots(spec, phases, contracts, booked, excluded, findings))
    if not found:
        path, what = _why_nothing(spec, excluded)
        findings.error("nothing-to-book", path, what, "at least one tier with a platform and a phase to post in")
    return tuple(slot for slot in found if slot.tier in booked) or found


def _why_nothing(spec: CampaignSpec, excluded: Sequence[Scope]) -> tuple[Path, str]:
    """What leaves no place for creators, and where it stands."""
    if all(tier_spec(spec, tier).exclude for tier in Tier):
        return ("tiers",), "every tier is excluded"
    if excluded:
        return ("allocation", "exclude"), "no place for creators is left"
    return ("allocation", "exclude_platforms"), "no tier is left with a platform and a phase"


def _slots(
    spec: CampaignSpec,
    phases: tuple[Phase, ...],
    contracts: Mapping[str, Contract],
    booked: frozenset[Tier],
    excluded: Sequence[Scope],
    findings: Findings,
) -> Iterator[Slot]:
    for tier in Tier:
        terms = tier_spec(spec, tier)
        if terms.exclude:
            continue
        own = [phase for phase in phases if tier in phase.tiers]
        platforms = _platforms(spec, tier, findings)
        open_places = [
            _Place(platform, phase, weight / len(own))
            for phase in own
            for platform, weight in platforms.items()
            if not _is_excluded(excluded, tier, platform, phase, "")
        ]
        if not open_places:
            lacks = "phase" if not own else "platform" if not platforms else "place"
            _check_not_demanded(terms, tier, lacks, findings)
            continue
        offered = _contracts_of(spec, tier, contracts, tier in booked, findings)
        left = _offers(open_places, tier, offered, excluded)
        if offered and not left:
            _check_not_demanded(terms, tier, "place", findings)
        yield from _shared_out(tier, left, _deliverables(terms, tier))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where and when creators of a tier post; ``weight`` is its part of the tier's money before exclusions."""

    platform: Platform
    phase: Phase
    weight: float


def _offers(
    places: Iterable[_Place], tier: Tier, offered: Sequence[str], excluded: Sequence[Scope]
) -> list[tuple[_Place, list[str]]]:
    """The contracts offered in each place, without places where none is left."""
    found = [
        (place, [name for name in offered if not _is_excluded(excluded, tier, place.platform, place.phase, name)])
        for place in places
    ]
    return [(place, names) for place, names in found if names]


def _shared_out(tier: Tier, offers: Sequence[tuple[_Place, list[str]]], deliverables: int) -> Iterator[Slot]:
    """A slot for each contract in each place; the first contract of a place has all of its money."""
    total = sum(place.weight for place, _ in offers)
    for place, names in offers:
        for number, name in enumerate(names):
            share = 0.0 if number else place.weight / total
            yield Slot(tier, place.platform, place.phase, name, deliverables, share)


def _deliverables(terms: TierSpec, tier: Tier) -> int:
    return terms.deliverables or (DELIVERABLES_MEGA if tier is Tier.MEGA else DELIVERABLES)


def _is_excluded(excluded: Iterable[Scope], tier: Tier, platform: Platform, phase: Phase, contract: str) -> bool:
    """Whether a scope covers a place under a contract; without a contract, under every one of them."""
    return any(scope.covers(tier, platform, phase.name, contract) for scope in excluded)


def _check_not_demanded(terms: TierSpec, tier: Tier, lacks: str, findings: Findings) -> None:
    if terms.creators or terms.spend or terms.min_creators or terms.share:
        findings.error(
            "tier-not-booked",
            ("tiers", tier.value),
            f"{tier} creators are demanded, but the tier has no {lacks} to post in",
            f"a {lacks} for it, or no demand",
        )


def _phases(spec: CampaignSpec, findings: Findings) -> tuple[Phase, ...]:
    weeks = spec.campaign.weeks
    if not spec.phases:
        return (Phase(ONE_PHASE, 1, weeks, tuple(tier for tier in Tier if not tier_spec(spec, tier).exclude)),)
    names: set[str] = set()
    for i, phase in enumerate(spec.phases):
        if phase.name in names:
            findings.error(
                "duplicate-name",
                ("phases", i, "name"),
                f"another phase is called {shown(phase.name)}",
                "a name of its own for each phase",
            )
        names.add(phase.name)
        if phase.weeks.last > weeks:
            findings.error(
                "weeks-outside",
                ("phases", i, "weeks"),
                f"the phase {shown(phase.name)} ends in week {phase.weeks.last}, the campaign has {weeks}",
                f"weeks up to {weeks}, or a longer campaign",
            )
    return tuple(
        Phase(
            phase.name,
            phase.weeks.first,
            phase.weeks.last,
            tuple(tier for tier in Tier if tier in phase.tiers and not tier_spec(spec, tier).exclude),
        )
        for phase in spec.phases
    )


def _platforms(spec: CampaignSpec, tier: Tier, findings: Findings) -> dict[Platform, float]:
    """Weights of the tier's platforms, summing to 1; those that are excluded are left out."""
    own = tier_spec(spec, tier).platforms
    stated = spec.campaign.platforms if own is None else own
    path: Path = ("campaign", "platforms") if own is None else ("tiers", tier.value, "platforms")
    if isinstance(stated, Mapping):
        causes = tuple((*path, platform.value) for platform in stated)
        check_sum(tuple(stated.values()), path, "the weights of the platforms", findings, causes)
        weights = {platform: float(weight) for platform, weight in stated.items()}
    else:
        weights = dict.fromkeys(stated, 1.0)
    kept = {
        platform: weight
        for platform, weight in weights.items()
        if weight > 0 and platform not in spec.allocation.exclude_platforms
    }
    total = sum(kept.values())
    return {platform: weight / total for platform, weight in kept.items()}


def check_sum(
    shares: tuple[Decimal, ...], path: Path, what: str, findings: Findings, causes: tuple[Path, ...] = ()
) -> None:
    """Shares must make up the whole, rounding for writing allowed; ``causes`` is where each of them stands."""
    total = sum(shares, Decimal(0))
    if abs(total - 1) > ROUNDING:
        findings.error("shares-sum", path, f"{what} sum to {_percent(total)}", "100%", causes=causes)


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}%"


def _check_references(spec: CampaignSpec, contracts: Mapping[str, Contract], findings: Findings) -> None:
    for tier, terms in spec.tiers.items():
        named = terms.contract or ()
        for i, name in enumerate(named):
            if name not in contracts and not terms.exclude:
                findings.error(
                    "unknown-contract",
                    ("tiers", tier.value, "contract") if len(named) == 1 else ("tiers", tier.value, "contract", i),
                    f"no contract is called {shown(name)}",
                    listed(shown(known) for known in contracts),
                    nearest(name, contracts),
                )


def _contracts_of(
    spec: CampaignSpec, tier: Tier, contracts: Mapping[str, Contract], needed: bool, findings: Findings
) -> tuple[str, ...]:
    """The tier's contracts: those it names, else the only one, else the one called default."""
    named = tier_spec(spec, tier).contract
    first = next(iter(contracts))
    if named is not None:
        return tuple(name for name in named if name in contracts) or (first,)
    if len(contracts) == 1:
        return (first,)
    if "default" in contracts:
        return ("default",)
    if not needed:
        return ()
    findings.error(
        "contract-missing",
        ("tiers", tier.value),
        f"{tier} creators can be booked, but it is not said under which contract",
        f"tiers.{tier}.contract: {listed(shown(name) for name in contracts)}; a contract called default; "
        f"or tiers.{tier}.exclude: true",
    )
    return (first,)


def strategy(spec: CampaignSpec) -> Strategy:
    """The strategy as written; else manual where a tier has a share, else by-budget."""
    if spec.allocation.strategy is not None:
        return spec.allocation.strategy
    shared = any(terms.share is not None and not terms.exclude for terms in spec.tiers.values())
    return Strategy.MANUAL if shared else Strategy.BY_BUDGET


def rules(spec: CampaignSpec, money: Purse) -> AllocationRules:
    """The strategy and the demands of all tiers that are not excluded."""
    findings = money.findings
    chosen = strategy(spec)
    included = {tier: spec.tiers[tier] for tier in Tier if tier in spec.tiers and not spec.tiers[tier].exclude}
    _check_strategy(chosen, included, findings)
    for tier, terms in included.items():
        _check_counts(terms.min_creators, terms.max_creators, ("tiers", tier.value, "min_creators"), findings)
        _check_locked(terms, tier, findings)
    creators = spec.allocation.creators
    _check_counts(creators.min, creators.max, ("allocation", "creators"), findings)
    per_creator = spec.allocation.max_share_per_creator
    return AllocationRules(
        chosen,
        {tier: _demand(terms, tier, money) for tier, terms in included.items()},
        creators.min,
        creators.max,
        None if per_creator is None else float(per_creator),
    )


def _demand(terms: TierSpec, tier: Tier, money: Purse) -> TierDemand:
    return TierDemand(
        None if terms.share is None else float(terms.share),
        terms.creators,
        money.optional(terms.spend, ("tiers", tier.value, "spend")),
        terms.min_creators,
        terms.max_creators,
    )


def _check_strategy(chosen: Strategy, included: Mapping[Tier, TierSpec], findings: Findings) -> None:
    shares = {tier: terms.share for tier, terms in included.items() if terms.share is not None}
    if chosen not in (Strategy.MANUAL, Strategy.OPTIMAL):
        for tier in shares:
            findings.error(
                "share-not-used",
                ("tiers", tier.value, "share"),
                f"the strategy {chosen} splits the money itself",
                "allocation.strategy: manual, or no share",
            )
        return
    if shares:
        causes = tuple(("tiers", tier.value, "share") for tier in shares)
        check_sum(tuple(shares.values()), ("tiers",), "the shares of the tiers", findings, causes)
    if chosen is Strategy.OPTIMAL:
        return
    if not any(terms.share or terms.creators or terms.spend for terms in included.values()):
        findings.error(
            "manual-without-shares",
            ("allocation", "strategy"),
            "the manual strategy is told nothing to book",
            "a share, creators or spend for at least one tier",
        )


def _check_counts(least: int, most: int | None, path: Path, findings: Findings) -> None:
    if most is not None and least > most:
        findings.error(
            "min-above-max",
            path,
            f"at least {least:,} creators are demanded and at most {most:,}",
            "min up to max",
        )


def _check_locked(terms: TierSpec, tier: Tier, findings: Findings) -> None:
    if terms.creators is None:
        return
    most = terms.max_creators
    if terms.creators < terms.min_creators or (most is not None and terms.creators > most):
        bounds = f"{terms.min_creators:,} to {'any number' if most is None else format(most, ',')}"
        findings.error(
            "min-above-max",
            ("tiers", tier.value, "creators"),
            f"{terms.creators:,} creators are locked, outside the bounds of {bounds}",
            "a number within the bounds, or no bounds",
        )
