"""What is owed under a contract: the one function that simulations and statements share."""

from collections.abc import Iterator

import numpy as np

from influence_cli.contract.bonuses import bonus_lines, collective_bonus_lines
from influence_cli.contract.commission import commission_lines
from influence_cli.contract.fees import flat_fee_lines, retainer_lines, rights_lines
from influence_cli.contract.limits import capped_per_campaign, capped_per_creator, top_up
from influence_cli.contract.needs import needs, needs_order_lines
from influence_cli.contract.outcomes import IntArray, Month, OrderLines, Outcomes, Owed
from influence_cli.contract.settle import settle
from influence_cli.contract.units import UNIT_TERMS, unit_pay_lines
from influence_cli.model.contract import Contract, Right

__all__ = [
    "FIXED_TERMS",
    "TERMS",
    "Month",
    "OrderLines",
    "Outcomes",
    "Owed",
    "needs",
    "needs_order_lines",
    "owed",
]

FIXED_TERMS = frozenset({"fee", "retainer", *(right.value for right in Right)})
"""Terms that do not depend on results."""

TERMS = FIXED_TERMS | {"commission", *UNIT_TERMS.values(), "guarantee", "cap"}
"""Names of lines that are not bonuses; a bonus should have none of them, or its amount joins that line."""


def owed(contract: Contract, outcomes: Outcomes) -> Owed:
    """What the contract's terms come to on these outcomes, exactly, in minor units.

    Terms are added up by creator and month; then come the cap per creator, the guarantee, the cap per
    campaign and the settlement with the minimum payout. Every rule and its source stands with the function
    that applies it. Creators do not affect one another except through collective bonuses and the cap per
    campaign, and draws never do. Amounts and running totals must fit int64.

    Args:
        contract: The terms.
        outcomes: What happened; every field of ``needs(contract)`` must be given.

    Returns:
        Lines by term, what is earned, what is paid when, and what is carried at the end.

    Raises:
        ValueError: If a field that the contract reads is missing, or a term cannot be evaluated.
    """
    lines: dict[str, IntArray] = {}
    for name, values in _terms(contract, outcomes):
        lines[name] = lines[name] + values if name in lines else values
    earned = _limited(contract, outcomes, lines, _sum(tuple(lines.values()), outcomes))
    paid, carried = settle(earned, contract.minimum_payout)
    shape = (outcomes.creators, len(outcomes.months), outcomes.draws)
    return Owed(
        lines,
        np.broadcast_to(earned, shape),
        np.broadcast_to(paid, shape),
        np.broadcast_to(carried, (outcomes.creators, outcomes.draws)),
    )


def _terms(contract: Contract, outcomes: Outcomes) -> Iterator[tuple[str, IntArray]]:
    base = np.zeros((outcomes.creators, 1), dtype=np.int64)
    if contract.fee is not None:
        fees = flat_fee_lines(contract.fee, outcomes)
        base = base + fees.sum(axis=1)
        yield "fee", fees
    if contract.retainer is not None:
        retainers = retainer_lines(contract.retainer, outcomes)
        base = base + retainers.sum(axis=1)
        yield "retainer", retainers
    for right in contract.rights:
        yield right.right.value, rights_lines(right, base, outcomes)
    if contract.commission is not None:
        yield "commission", commission_lines(contract.commission, outcomes)
    for pay in contract.unit_pay:
        yield UNIT_TERMS[pay.unit], unit_pay_lines(pay, outcomes)
    for bonus in contract.bonuses:
        yield bonus.name, bonus_lines(bonus, outcomes)
    for collective in contract.collective_bonuses:
        yield collective.name, collective_bonus_lines(collective, outcomes)


def _sum(lines: tuple[IntArray, ...], outcomes: Outcomes) -> IntArray:
    """The sum of all lines: [creator, month, draw], with one draw where no line differs between draws."""
    draws = max((values.shape[2] for values in lines), default=1)
    shape = (outcomes.creators, len(outcomes.months), draws)
    if len(lines) == 1:
        return np.broadcast_to(lines[0], shape)
    total = np.zeros(shape, dtype=np.int64)
    for values in lines:
        total += values
    return total


def _limited(contract: Contract, outcomes: Outcomes, lines: dict[str, IntArray], earned: IntArray) -> IntArray:
    """Apply caps and guarantee, adding their lines; returns what is earned after them."""
    cuts: list[IntArray] = []
    if contract.cap_per_creator is not None:
        cuts.append(capped_per_creator(earned, contract.cap_per_creator))
        earned = earned + cuts[-1]
    if contract.minimum_guarantee is not None:
        guarantee = contract.minimum_guarantee
        if contract.cap_per_creator is not None:
            guarantee = min(guarantee, contract.cap_per_creator)
        lines["guarantee"] = top_up(earned, guarantee, outcomes.deliverables.sum(axis=1))
        earned = earned + lines["guarantee"]
    if contract.cap_per_campaign is not None:
        cuts.append(capped_per_campaign(earned, contract.cap_per_campaign))
        earned = earned + cuts[-1]
    if cuts:
        lines["cap"] = sum(cuts[1:], cuts[0])
    return earned
