"""What is owed under a contract: the one function that simulations and statements share."""

from collections.abc import Iterator, Mapping
from itertools import chain

import numpy as np

from influence_cli.contract.bonuses import bonus_lines, collective_bonus_lines
from influence_cli.contract.commission import commission_lines
from influence_cli.contract.fees import flat_fee_lines, retainer_lines, rights_lines
from influence_cli.contract.limits import capped_per_campaign, capped_per_creator, top_up
from influence_cli.contract.needs import needs, needs_order_lines
from influence_cli.contract.outcomes import Earned, IntArray, Month, OrderLines, Outcomes, Owed
from influence_cli.contract.settle import settle
from influence_cli.contract.units import UNIT_TERMS, unit_pay_lines
from influence_cli.model.contract import Contract, Right

__all__ = [
    "FIXED_TERMS",
    "TERMS",
    "Earned",
    "Month",
    "OrderLines",
    "Outcomes",
    "Owed",
    "earned",
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
    lines, total = _earned(contract, outcomes, {})
    paid, carried = settle(total, contract.minimum_payout)
    shape = (outcomes.creators, len(outcomes.months), outcomes.draws)
    return Owed(
        lines,
        np.broadcast_to(total, shape),
        np.broadcast_to(paid, shape),
        np.broadcast_to(carried, (outcomes.creators, outcomes.draws)),
    )


def earned(contract: Contract, outcomes: Outcomes, more: Mapping[str, IntArray] | None = None) -> Earned:
    """What the contract's terms and further lines come to, after caps and guarantee, whenever it is paid.

    Args:
        contract: The terms.
        outcomes: What happened; every field of ``needs(contract)`` must be given.
        more: Further lines, for what no term says (what late refunds take back), of shapes that broadcast to
            [creator, month, draw]. They are added to what the terms come to before caps and guarantee; a
            name that a term has as well is added to its line.

    Returns:
        Lines by term and what they come to; without further lines the same as those of :func:`owed`.

    Raises:
        ValueError: If a field that the contract reads is missing, a term cannot be evaluated, or a further
            line does not fit the axes.
    """
    lines, total = _earned(contract, outcomes, {} if more is None else more)
    return Earned(lines, np.broadcast_to(total, (outcomes.creators, len(outcomes.months), outcomes.draws)))


def _earned(
    contract: Contract, outcomes: Outcomes, more: Mapping[str, IntArray]
) -> tuple[dict[str, IntArray], IntArray]:
    """Lines, and what they come to: [creator, month, draw], with one draw where no line differs between draws."""
    lines: dict[str, IntArray] = {}
    for name, values in chain(_terms(contract, outcomes), _further(more, outcomes)):
        _add(lines, name, values)
    total = _limited(contract, outcomes, lines, _sum(tuple(lines.values()), outcomes))
    return lines, total


def _further(more: Mapping[str, IntArray], outcomes: Outcomes) -> Iterator[tuple[str, IntArray]]:
    shape = (outcomes.creators, len(outcomes.months), outcomes.draws)
    for name, values in more.items():
        full = (1,) * (len(shape) - values.ndim) + values.shape
        if len(full) > len(shape) or any(have not in (1, want) for have, want in zip(full, shape, strict=True)):
            raise ValueError(f"the line {name!r} has shape {values.shape}, which does not fit {shape}")
        yield name, values.reshape(full)


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


def _limited(contract: Contract, outcomes: Outcomes, lines: dict[str, IntArray], total: IntArray) -> IntArray:
    """Apply caps and guarantee, adding their lines; returns what is earned after them."""
    cuts: list[IntArray] = []
    if contract.cap_per_creator is not None:
        cuts.append(capped_per_creator(total, contract.cap_per_creator))
        total = total + cuts[-1]
    if contract.minimum_guarantee is not None:
        guarantee = contract.minimum_guarantee
        if contract.cap_per_creator is not None:
            guarantee = min(guarantee, contract.cap_per_creator)
        missing = _top_up(total, guarantee, outcomes)
        _add(lines, "guarantee", missing)
        total = total + missing
        if contract.cap_per_creator is not None:
            # A cap wins over the guarantee, also over what comes in after the campaign.
            cuts.append(capped_per_creator(total, contract.cap_per_creator))
            total = total + cuts[-1]
    if contract.cap_per_campaign is not None:
        cuts.append(capped_per_campaign(total, contract.cap_per_campaign))
        total = total + cuts[-1]
    for cut in cuts:
        _add(lines, "cap", cut)
    return total


def _add(lines: dict[str, IntArray], name: str, values: IntArray) -> None:
    lines[name] = lines[name] + values if name in lines else values


def _top_up(total: IntArray, guarantee: int, outcomes: Outcomes) -> IntArray:
    """The line that lifts each creator's campaign to the guarantee; 0 until its last month is over."""
    closing = outcomes.campaign_months
    line = np.zeros_like(total)
    if outcomes.over >= closing:
        delivered = outcomes.deliverables[:, :closing].sum(axis=1)
        line[:, :closing] = top_up(total[:, :closing], guarantee, delivered)
    return line
