"""Deals of one cell tried out: every base fee and commission paid on the same simulated outcomes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
from numpy.typing import NDArray

from influence_cli.contract.engine import needs_order_lines
from influence_cli.metrics.summary import quantiles, share_where, worst_mean
from influence_cli.model.campaign import Campaign, Cell, Quantity
from influence_cli.model.contract import Band, Commission, Contract, FeeUnit, FlatFee
from influence_cli.model.deal import TAIL, Deal, DealQuestion, Outlook
from influence_cli.model.errors import UsageError
from influence_cli.model.money import PPM
from influence_cli.model.plan import Booking
from influence_cli.simulate.drawn import Drawn, draw

Array = NDArray[np.float64]

_TEN_POINTS = 0.1


@dataclass(frozen=True, slots=True)
class Trial:
    """Outcomes of a cell, and the terms that are tried on them.

    Attributes:
        terms: The contract without what its creators share.
        deliverables: Deliverables per creator.
        market: Market fee per creator, minor units.
        fee: Typical benchmark fee per deliverable, minor units, not rounded.
        gift: What is given to a creator beside pay, minor units.
        question: What is asked.
        drawn: The outcomes.
    """

    terms: Contract
    deliverables: int
    market: int
    fee: float
    gift: int
    question: DealQuestion
    drawn: Drawn

    @property
    def present(self) -> tuple[int, int]:
        """Base fee and commission (parts per million) of the contract as it is."""
        return base_of(self.terms, self.deliverables), rate_of(self.terms)

    def bases(self) -> tuple[int, ...]:
        """Base fees to try, rising, with the present one where it lies between them."""
        return _with(self.present[0], self._bases())

    def rates(self) -> tuple[int, ...]:
        """Commissions to try in parts per million, likewise."""
        points = _points(*self.question.commissions, self.question.steps)
        return _with(self.present[1], (half_up(point * PPM) for point in points))

    @property
    def step(self) -> float:
        """Money between two base fees."""
        bases = self.question.bases
        return (bases.high - bases.low) / (self.question.steps - 1) * (self.market if bases.of_market else 1)

    def deal(self, base: int, rate: int, lift: float = 1.0) -> Deal:
        """What a base fee with a commission comes to.

        Args:
            base: Base fee.
            rate: Commission in parts per million.
            lift: Factor on orders, beside what effort does to them.
        """
        question = self.question
        further = (rate - self.present[1]) / PPM
        orders = lift * max(1.0 + question.effort * further / _TEN_POINTS, 0.0)
        pay = self.drawn.paid(with_terms(self.terms, base, rate, self.deliverables), orders)
        profit = (self.drawn.contribution * orders - pay.sum(axis=0)) / len(pay) - self.gift
        return Deal(
            base=base,
            commission=rate / PPM,
            profit=_outlook(profit, question.brand_aversion),
            chance_of_loss=share_where(profit < 0),
            pay=_outlook(pay.ravel().astype(np.float64), question.creator_aversion),
            chance_of_fee=share_where(pay >= self.market),
        )

    def _bases(self) -> Iterator[int]:
        """Whole amounts in the unit the fee is paid for."""
        bases = self.question.bases
        parts = self.deliverables if _is_per_deliverable(self.terms) else 1
        whole = 1 / parts
        if bases.of_market:
            whole = self.fee if _is_per_deliverable(self.terms) else self.market
        for wanted in _points(bases.low, bases.high, self.question.steps):
            yield half_up(wanted * whole) * parts


def trial(campaign: Campaign, cell: Cell, question: DealQuestion) -> Trial:
    """Draw the outcomes of a cell on its own.

    Args:
        campaign: The campaign.
        cell: The cell, with the contract in question.
        question: What is asked.

    Raises:
        UsageError: There is no market fee, effort is asked of a contract that pays by single orders, or the
            commission changes with time.
    """
    terms = replace(cell.contract, collective_bonuses=(), cap_per_campaign=None)
    fee = cell.rates[Quantity.FEE_PER_DELIVERABLE].typical
    market = half_up(fee) * cell.deliverables
    if market <= 0:
        raise UsageError(f"the market fee of {cell.tier} creators on {cell.platform} is 0, so there is no share of it")
    if question.effort and needs_order_lines(terms):
        raise UsageError(f"--effort: the contract {terms.name!r} pays by single orders, which cannot be added to")
    commission = terms.commission
    if commission is not None and (commission.taper or commission.changes):
        raise UsageError(
            f"the commission of {terms.name!r} changes with time, so there is no one rate to vary; expected a contract "
            "with a rate or bands"
        )
    # With a fee and a commission in place, outcomes hold all that any deal reads.
    full = with_terms(terms, 0, rate_of(terms), cell.deliverables)
    booking = Booking(replace(cell, contract=full), question.creators, 0)
    settings, product = campaign.settings, campaign.product
    drawn = draw(campaign, booking, [full], draws=settings.draws, seed=settings.seed)
    gift = product.gift_cost + product.gift_shipping if terms.gift else 0
    return Trial(terms, cell.deliverables, market, fee, gift, question, drawn)


def base_of(contract: Contract, deliverables: int) -> int:
    """The flat fee of a creator for all deliverables, 0 without one."""
    if contract.fee is None:
        return 0
    return contract.fee.amount * (deliverables if contract.fee.per is FeeUnit.DELIVERABLE else 1)


def rate_of(contract: Contract) -> int:
    """The commission in parts per million, that of the first band where there are several; 0 without one."""
    return contract.commission.bands[0].rate if contract.commission is not None else 0


def with_terms(contract: Contract, base: int, rate: int, deliverables: int) -> Contract:
    """The contract with another base fee and another commission, everything else kept.

    Later bands of a tiered commission keep their distance to the first one (between 0 and 100%). A contract without
    fee gets one per creator, a contract without commission one on net sales.

    Args:
        contract: The contract.
        base: Fee for all deliverables; a whole number per deliverable where the fee is paid per deliverable.
        rate: Commission in parts per million.
        deliverables: Deliverables per creator.
    """
    per = FeeUnit.CREATOR if contract.fee is None else contract.fee.per
    amount = base // deliverables if per is FeeUnit.DELIVERABLE else base
    commission = contract.commission or Commission((Band(0, 0),))
    shift = rate - commission.bands[0].rate
    bands = tuple(replace(band, rate=min(max(band.rate + shift, 0), PPM)) for band in commission.bands)
    return replace(contract, fee=FlatFee(amount, per), commission=replace(commission, bands=bands))


def half_up(value: float) -> int:
    """The nearest whole number, halves away from 0.

    >>> half_up(0.5), half_up(2.4)
    (1, 2)
    """
    return int(Decimal(repr(value)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _is_per_deliverable(contract: Contract) -> bool:
    return contract.fee is not None and contract.fee.per is FeeUnit.DELIVERABLE


def _points(low: float, high: float, steps: int) -> list[float]:
    return [low + (high - low) * step / (steps - 1) for step in range(steps)]


def _with(present: int, tried: Iterator[int]) -> tuple[int, ...]:
    found = set(tried)
    if min(found) <= present <= max(found):
        found.add(present)
    return tuple(sorted(found))


def _outlook(values: Array, aversion: float) -> Outlook:
    ordered = np.sort(values)
    mean = float(np.mean(ordered))
    worst = worst_mean(ordered, TAIL)
    p10, p50, p90 = quantiles(ordered, (0.1, 0.5, 0.9))
    return Outlook(mean, float(np.std(ordered)), p10, p50, p90, worst, (1 - aversion) * mean + aversion * worst)
