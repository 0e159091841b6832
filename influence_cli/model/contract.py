"""Contract terms as data: what was promised, never how it is computed.

Amounts are whole minor units, rates whole parts per million of their base, thresholds in the unit of their
metric (a rate as a fraction, money in minor units, counts as counts). Boundaries are inclusive: a band that
starts at 10,000 holds from 10,000 on, a condition ``>= 1000`` holds at 1,000.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class FeeUnit(StrEnum):
    """What a flat fee is paid for."""

    DELIVERABLE = "deliverable"
    CREATOR = "creator"


class SalesBase(StrEnum):
    """Which sales a commission is a share of: what customers were charged before or after deductions."""

    GROSS = "gross"
    NET = "net"


class Deduction(StrEnum):
    """What is taken off gross sales to arrive at net sales."""

    DISCOUNT = "discount"
    REFUNDS = "refunds"
    TAX = "tax"
    SHIPPING = "shipping"


class CommissionMode(StrEnum):
    """How the bands of a tiered commission are read.

    MARGINAL: each part of the volume at the rate of the band it lies in.
    RETROACTIVE: the whole volume at the rate of the band the total has reached.
    PROSPECTIVE: each order wholly at the rate of the band the running total has reached with it; earlier
        orders keep their rate.
    PER_ORDER: each order wholly at the rate of the band of its own size.
    """

    MARGINAL = "marginal"
    RETROACTIVE = "retroactive"
    PROSPECTIVE = "prospective"
    PER_ORDER = "per_order"


class Window(StrEnum):
    """The span a total is counted over, or a bonus is paid once in.

    ROLLING: the days up to and with that of an order; for prospective commissions only.
    """

    ORDER = "order"
    MONTH = "month"
    QUARTER = "quarter"
    CAMPAIGN = "campaign"
    NEVER = "never"
    ROLLING = "rolling"


class Since(StrEnum):
    """What the months of a commission that ends or tapers are counted from."""

    FIRST_ORDER = "first_order"
    START = "start"


class Match(StrEnum):
    """Whether one condition is enough or all are needed."""

    ANY = "any"
    ALL = "all"


class Split(StrEnum):
    """Whether a collective bonus is one pot for all creators or paid to each of them."""

    SHARED = "shared"
    EACH = "each"


class PayUnit(StrEnum):
    """What a unit price is paid for: 1,000 views, a click, an order, a lead."""

    THOUSAND_VIEWS = "thousand_views"
    CLICK = "click"
    ORDER = "order"
    LEAD = "lead"


class Right(StrEnum):
    """A right the brand buys beside the content."""

    USAGE_RIGHTS = "usage_rights"
    WHITELISTING = "whitelisting"
    EXCLUSIVITY = "exclusivity"


@dataclass(frozen=True, slots=True)
class FlatFee:
    """A fixed fee; the base on which rights fees are shares."""

    amount: int
    per: FeeUnit = FeeUnit.DELIVERABLE


@dataclass(frozen=True, slots=True)
class Retainer:
    """A fixed fee per 30-day month of the campaign, prorated by days for a part of one."""

    monthly: int


@dataclass(frozen=True, slots=True)
class Band:
    """A step of a tiered commission: from ``start`` (inclusive) the rate, and once on entering it the flat amount."""

    start: int
    rate: int
    flat: int = 0


@dataclass(frozen=True, slots=True)
class TaperStep:
    """For so many months the rate (ppm)."""

    months: int
    rate: int


@dataclass(frozen=True, slots=True)
class RateChange:
    """From the day ``effective`` on (inclusive) the rate (ppm); ``announced`` is when the creator was told."""

    announced: date
    effective: date
    rate: int


@dataclass(frozen=True, slots=True)
class Commission:
    """A share of sales.

    Attributes:
        bands: Steps that rise from a start of 0; one band is a single rate.
        base: Whether anything is deducted.
        deductions: What is deducted where ``base`` is net.
        mode: How the bands are read.
        reset: When the running total starts again.
        rolling_days: Days of a rolling window, the order's own included; None unless ``reset`` is rolling.
        lasts_months: An order this many months (or more) after the beginning earns nothing; None for no end.
        taper: Rates by age, one step after another, instead of the band's; after the last step nothing is
            earned. Empty where the rate does not depend on age.
        since: What age is counted from: the customer's first order, or the campaign's first day.
        changes: Rates that replace the single band's, in the order of their effective days.
    """

    bands: tuple[Band, ...]
    base: SalesBase = SalesBase.NET
    deductions: frozenset[Deduction] = frozenset(Deduction)
    mode: CommissionMode = CommissionMode.MARGINAL
    reset: Window = Window.CAMPAIGN
    rolling_days: int | None = None
    lasts_months: int | None = None
    taper: tuple[TaperStep, ...] = ()
    since: Since = Since.FIRST_ORDER
    changes: tuple[RateChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """``metric operator threshold`` on one creator's window, for example ``clicks >= 1000``."""

    metric: str
    operator: str
    threshold: float


@dataclass(frozen=True, slots=True)
class Bonus:
    """An amount paid once per creator and window when its conditions hold."""

    name: str
    amount: int
    conditions: tuple[Condition, ...]
    match: Match = Match.ANY
    per: Window = Window.CAMPAIGN


@dataclass(frozen=True, slots=True)
class CollectiveBonus:
    """An amount paid once per window when all creators of the contract together meet the conditions."""

    name: str
    amount: int
    conditions: tuple[Condition, ...]
    match: Match = Match.ALL
    split: Split = Split.SHARED
    per: Window = Window.QUARTER


@dataclass(frozen=True, slots=True)
class UnitPay:
    """A price per unit delivered (CPM, CPC, CPA), counted over the campaign, with an optional cap per creator."""

    unit: PayUnit
    amount: int
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class RightsFee:
    """A fee for a right: ``share`` (ppm) of the base fee per 30 days (prorated by days), or a fixed amount."""

    right: Right
    days: int
    share: int = 0
    fixed: int = 0


@dataclass(frozen=True, slots=True)
class Contract:
    """Everything one creator was promised.

    Attributes:
        name: The name it has in the spec.
        fee: Flat fee, or None.
        retainer: Monthly fee, or None.
        commission: Share of sales, or None.
        unit_pay: CPM, CPC and CPA terms.
        bonuses: Individual bonuses.
        collective_bonuses: Bonuses on what all creators of the contract reach together.
        rights: Usage rights, whitelisting, exclusivity.
        minimum_guarantee: The campaign's total is topped up to this, or None.
        cap_per_creator: The campaign's total of one creator is cut off here, or None.
        cap_per_campaign: The campaign's total of all creators of the contract is cut off here, or None.
        minimum_payout: Below this nothing is paid in a month; the balance is carried within the campaign.
        gift: Whether each creator receives the product.
    """

    name: str
    fee: FlatFee | None = None
    retainer: Retainer | None = None
    commission: Commission | None = None
    unit_pay: tuple[UnitPay, ...] = ()
    bonuses: tuple[Bonus, ...] = ()
    collective_bonuses: tuple[CollectiveBonus, ...] = ()
    rights: tuple[RightsFee, ...] = ()
    minimum_guarantee: int | None = None
    cap_per_creator: int | None = None
    cap_per_campaign: int | None = None
    minimum_payout: int = 0
    gift: bool = False
