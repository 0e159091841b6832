"""Contracts of a spec as terms in minor units and parts per million, with everything checked that can be."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from influence_cli.model.campaign import Goal
from influence_cli.model.contract import (
    Band,
    Bonus,
    CollectiveBonus,
    Commission,
    Condition,
    Contract,
    FlatFee,
    Match,
    PayUnit,
    Retainer,
    Right,
    RightsFee,
    UnitPay,
)
from influence_cli.model.money import PPM
from influence_cli.spec.conditions import parse_condition
from influence_cli.spec.faults import dotted
from influence_cli.spec.nodes import Path
from influence_cli.spec.resolve_commission import commission, ppm
from influence_cli.spec.resolve_money import Purse, half_up
from influence_cli.spec.schema import (
    BonusSpec,
    CampaignSpec,
    CollectiveBonusSpec,
    ContractSpec,
    FeeSpec,
    RightsSpec,
)
from influence_cli.spec.text import shown

BUILT_IN = "hybrid"
"""Contract of a spec that defines none: market fee, 10% of net sales, paid from 25 dollars on."""

TERM_NAMES = (
    "fee",
    "retainer",
    *(right.value for right in Right),
    "commission",
    "cpm",
    "cpc",
    "cpa",
    "cpl",
    "guarantee",
    "cap",
)
"""Lines of a payout that a bonus must not share its name with."""

_UNITS = (
    ("cpm", PayUnit.THOUSAND_VIEWS),
    ("cpc", PayUnit.CLICK),
    ("cpa", PayUnit.ORDER),
    ("cpl", PayUnit.LEAD),
)


def built_in(money: Purse) -> Contract:
    """The contract of a spec that defines none; the fee follows the market and is filled in per cell."""
    return Contract(
        BUILT_IN,
        fee=FlatFee(0),
        commission=Commission((Band(0, PPM // 10),)),
        minimum_payout=half_up(Decimal(str(money.dollars(25)))),
    )


def contracts(spec: CampaignSpec, money: Purse) -> Mapping[str, Contract]:
    """All contracts by name; fees that follow the market have an amount of 0 until a cell is known."""
    if not spec.contracts:
        return {BUILT_IN: built_in(money)}
    return {name: _contract(name, terms, spec, money) for name, terms in spec.contracts.items()}


def market_share(spec: CampaignSpec, name: str) -> Decimal:
    """The part of the flat fee that follows the market, a factor on the benchmark fee; 0 where none does."""
    if not spec.contracts:
        return Decimal(1)
    fee = spec.contracts[name].fee
    return Decimal(0) if fee is None or fee.market is None else fee.market


def _contract(name: str, terms: ContractSpec, spec: CampaignSpec, money: Purse) -> Contract:
    path: Path = ("contracts", name)
    _check_bonus_names(terms, path, money)
    contract = Contract(
        name,
        fee=_fee(terms.fee, path, money),
        retainer=None if terms.retainer is None else Retainer(money.minor(terms.retainer, (*path, "retainer"))),
        commission=None if terms.commission is None else commission(terms.commission, (*path, "commission"), money),
        unit_pay=tuple(_unit_pay(terms, path, money)),
        bonuses=tuple(_bonus(bonus, (*path, "bonuses", i), money) for i, bonus in enumerate(terms.bonuses)),
        collective_bonuses=tuple(
            _collective(bonus, (*path, "collective_bonuses", i), money)
            for i, bonus in enumerate(terms.collective_bonuses)
        ),
        rights=tuple(_rights(terms, path, money)),
        minimum_guarantee=money.optional(terms.minimum_guarantee, (*path, "minimum_guarantee")),
        cap_per_creator=money.optional(terms.cap.creator, (*path, "cap")) if terms.cap else None,
        cap_per_campaign=money.optional(terms.cap.campaign, (*path, "cap")) if terms.cap else None,
        minimum_payout=money.optional(terms.minimum_payout, (*path, "minimum_payout")) or 0,
        gift=terms.gift,
    )
    _check_limits(contract, path, money)
    return contract


def _fee(fee: FeeSpec | None, path: Path, money: Purse) -> FlatFee | None:
    if fee is None:
        return None
    amount = 0 if fee.amount is None else money.minor(fee.amount, (*path, "fee"))
    return FlatFee(amount, fee.per)


def _unit_pay(terms: ContractSpec, path: Path, money: Purse) -> Iterator[UnitPay]:
    for key, unit in _UNITS:
        pay = getattr(terms, key)
        if pay is not None:
            amount = money.price(pay.pay, (*path, key))
            yield UnitPay(unit, amount, money.optional(pay.cap, (*path, key, "cap")))


def _conditions(
    bonus: BonusSpec | CollectiveBonusSpec, path: Path, money: Purse
) -> tuple[Match, tuple[Condition, ...]]:
    match = Match.ANY if bonus.any is not None else Match.ALL
    found = []
    for i, text in enumerate(bonus.any or bonus.all or ()):
        inside = (*path, match.value, i)
        condition = parse_condition(text, money.currency, money.findings.text_place(inside), dotted(inside))
        if isinstance(condition, Condition):
            found.append(condition)
        else:
            money.findings.add(condition)
    return match, tuple(found)


def _bonus(bonus: BonusSpec, path: Path, money: Purse) -> Bonus:
    match, conditions = _conditions(bonus, path, money)
    return Bonus(bonus.name, money.minor(bonus.pay, (*path, "pay")), conditions, match, bonus.per)


def _collective(bonus: CollectiveBonusSpec, path: Path, money: Purse) -> CollectiveBonus:
    match, conditions = _conditions(bonus, path, money)
    amount = money.minor(bonus.pay, (*path, "pay"))
    return CollectiveBonus(bonus.name, amount, conditions, match, bonus.split, bonus.per)


def _check_bonus_names(terms: ContractSpec, path: Path, money: Purse) -> None:
    seen: set[str] = set()
    for key, bonuses in (("bonuses", terms.bonuses), ("collective_bonuses", terms.collective_bonuses)):
        for i, bonus in enumerate(bonuses):
            if bonus.name in seen:
                money.findings.error(
                    "duplicate-name",
                    (*path, key, i, "name"),
                    f"another bonus of this contract is called {shown(bonus.name)}",
                    "a name of its own for each bonus",
                )
            if bonus.name in TERM_NAMES:
                money.findings.error(
                    "reserved-name",
                    (*path, key, i, "name"),
                    f"{shown(bonus.name)} is the name of another line of a payout",
                    "another name",
                    f"{bonus.name}-bonus",
                )
            seen.add(bonus.name)


def _rights(terms: ContractSpec, path: Path, money: Purse) -> Iterator[RightsFee]:
    for right in Right:
        fee: RightsSpec | None = getattr(terms, right.value)
        if fee is None:
            continue
        inside = (*path, right.value)
        if fee.share is not None and terms.fee is None and terms.retainer is None:
            money.findings.error(
                "rights-without-fee",
                inside,
                "the right is paid as a share of the base fee, but the contract has no fee",
                "a fee or a retainer, or a fixed amount for the right",
            )
        yield RightsFee(
            right, fee.days, ppm(fee.share or Decimal(0)), money.optional(fee.fixed, (*inside, "fixed")) or 0
        )


def _check_limits(contract: Contract, path: Path, money: Purse) -> None:
    """A minimum payout that a cap makes impossible: nothing would ever be paid."""
    cap = lowest_cap(contract)
    if cap is not None and contract.minimum_payout > cap:
        money.findings.error(
            "minimum-above-cap",
            (*path, "minimum_payout"),
            "the minimum payout is above the cap, so nothing is ever paid",
            "a cap at least as high",
        )


def lowest_cap(contract: Contract) -> int | None:
    """The most one creator can ever be paid, or None without a cap."""
    caps = [cap for cap in (contract.cap_per_creator, contract.cap_per_campaign) if cap is not None]
    return min(caps, default=None)


def never_paid(contract: Contract, goal: Goal, *, boosted: bool) -> Iterator[tuple[str, str]]:
    """Terms that cannot come to anything in this campaign: what, and why."""
    bonuses: tuple[Bonus | CollectiveBonus, ...] = (*contract.bonuses, *contract.collective_bonuses)
    if goal is not Goal.LEADS:
        if any(pay.unit is PayUnit.LEAD for pay in contract.unit_pay):
            yield "the pay per lead", "the goal is not leads"
        for bonus in bonuses:
            if _hinges_on("leads", bonus):
                yield f"the bonus {shown(bonus.name)}", "it needs leads, and the goal is not leads"
    if not boosted:
        for bonus in bonuses:
            if _hinges_on("boost_roas", bonus):
                yield f"the bonus {shown(bonus.name)}", "it needs boosted posts, and nothing is boosted"


def _hinges_on(metric: str, bonus: Bonus | CollectiveBonus) -> bool:
    """Whether the bonus cannot be reached while the metric stays at 0 (or has no value)."""
    hopeless = [
        condition.metric == metric and condition.operator in (">=", ">") and condition.threshold > 0
        for condition in bonus.conditions
    ]
    match bonus.match:
        case Match.ANY:
            return bool(hopeless) and all(hopeless)
        case Match.ALL:
            return any(hopeless)
