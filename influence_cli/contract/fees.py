"""What is owed whatever the results: fees for content, retainers, and fees for rights.

No published rule says in which month such a fee falls due; the choices made are stated with each function.
"""

import numpy as np

from influence_cli.contract.outcomes import IntArray, Outcomes
from influence_cli.contract.rounding import scaled
from influence_cli.model.contract import FeeUnit, FlatFee, Retainer, RightsFee
from influence_cli.model.money import PPM

DAYS_PER_MONTH = 30
"""Days for which a monthly amount, or a rights fee per month, is paid once."""


def first_delivery(outcomes: Outcomes) -> IntArray:
    """1 in the month of each creator's first delivery, else 0, [creator, month, 1]."""
    delivered = outcomes.deliverables > 0
    first: IntArray = (delivered & (np.cumsum(delivered, axis=1) == 1)).astype(np.int64)
    return first[:, :, None]


def flat_fee_lines(fee: FlatFee, outcomes: Outcomes) -> IntArray:
    """Flat fees by month, [creator, month, 1].

    Per deliverable: the fee for each one delivered, in the month of delivery. Per creator: once, in the month
    of the first delivery. Nothing delivered, nothing owed. A fee agreed with a creator replaces
    the contract's.
    """
    agreed = outcomes.agreed_fee
    amount = fee.amount if agreed is None else agreed[:, None, None]
    match fee.per:
        case FeeUnit.DELIVERABLE:
            return outcomes.deliverables[:, :, None] * amount
        case FeeUnit.CREATOR:
            return first_delivery(outcomes) * amount


def retainer_lines(retainer: Retainer, outcomes: Outcomes) -> IntArray:
    """The retainer by month, [creator, month, 1].

    The monthly amount x days of the campaign in the month / 30, half-up. It is paid for time, so it is owed
    whether or not something was delivered.
    """
    days = np.array([month.days for month in outcomes.months], dtype=np.int64)
    by_month = scaled(days, retainer.monthly, DAYS_PER_MONTH)
    return np.broadcast_to(by_month[None, :, None], (outcomes.creators, len(days), 1))


def rights_lines(fee: RightsFee, base: IntArray, outcomes: Outcomes) -> IntArray:
    """A rights fee, in the month of the creator's first delivery, [creator, month, 1].

    ``fixed + share x base x days / 30``, prorated exactly by days and rounded half-up once. Rights belong to
    content: without a delivery none are paid for.

    Args:
        fee: The fee.
        base: Flat fees and retainers of each creator over the campaign, [creator, 1].
        outcomes: The outcomes.
    """
    amount = scaled(base, fee.share * fee.days, DAYS_PER_MONTH * PPM) + fee.fixed
    return first_delivery(outcomes) * amount[:, None, :]
