"""Paying creators: what a run reads, what it decides, and the lines that say why. Money is in minor units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from influence_cli.model.errors import Problem
from influence_cli.model.money import Currency

REFUNDS = "refunds"
"""Term of what refunds take back after an order was counted."""


class EntryKind(StrEnum):
    """What an entry of the journal says.

    EARNED, RELEASED, REVERSED and CORRECTED change what is open (owed and not yet in a payment), SCHEDULED moves
    it into a payment and PAID out of it. HELD is what waits; RELEASED takes it from there. CARRIED is a note.

    EARNED: owed at once. RELEASED: owed now, after it was held. REVERSED: taken back by a refund.
    CORRECTED: the difference that a changed export makes. HELD: waits for its hold, or approval, to end.
    CARRIED: what stays open after the run, and why; it moves nothing.
    """

    EARNED = "earned"
    HELD = "held"
    RELEASED = "released"
    REVERSED = "reversed"
    CORRECTED = "corrected"
    CARRIED = "carried"
    SCHEDULED = "scheduled"
    PAID = "paid"


OPENS = (EntryKind.EARNED, EntryKind.RELEASED, EntryKind.REVERSED, EntryKind.CORRECTED)
"""Kinds that add to what is open."""


class MinimumPer(StrEnum):
    """What a minimum payout is compared with: what is open in this campaign, or in all of the ledger."""

    CAMPAIGN = "campaign"
    CREATOR = "creator"


class PaidBy(StrEnum):
    """Who bears the fee of a payment."""

    BRAND = "brand"
    CREATOR = "creator"


class Approval(StrEnum):
    """Where an order stands: counted, not yet to be counted, or never."""

    APPROVED = "approved"
    PENDING = "pending"
    CANCELLED = "cancelled"


class ResultKind(StrEnum):
    """What a line of results is about."""

    POST = "post"
    CLICKS = "clicks"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class PaymentFee:
    """What sending one payment costs: ``fixed`` plus ``share`` (ppm) of it, and who bears it."""

    fixed: int = 0
    share: int = 0
    paid_by: PaidBy = PaidBy.BRAND


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """Units of ``currency`` for one unit of the campaign's, as of a day, from a source (free text)."""

    currency: Currency
    rate: Decimal
    day: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class PayoutRules:
    """How a campaign pays, beside its contracts.

    Attributes:
        time_zone: IANA name; days and months begin there.
        minimum_per: What minimum payouts are compared with.
        fee: Fee of each payment.
        exchange: Rates by currency code.
        holidays: Days that are no business days, beside Saturdays and Sundays.
    """

    time_zone: str = "UTC"
    minimum_per: MinimumPer = MinimumPer.CAMPAIGN
    fee: PaymentFee = PaymentFee()
    exchange: Mapping[str, ExchangeRate] = field(default_factory=dict)
    holidays: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Payee:
    """A creator as the ledger knows one.

    Attributes:
        key: What the creator is called in the ledger; never changes. A roster's id, else handle, else name.
        name: For people.
        contract: Name of the contract.
        labels: Other words that mean the creator in exports, lower case, without a leading ``@``.
        codes: Codes that mean the creator, upper case.
        agreed_fee: Flat fee agreed with the creator, or None for the contract's.
        minimum: Minimum payout agreed with the creator, or None for the contract's.
        currency: Currency code the creator is paid in; empty for the campaign's.
        withholding: Share withheld from each payment, parts per million.
        tax_form: False where a form that is asked for is missing; None where none is asked for.
        email: Address.
        account: Where money is sent.
        followers: Followers, or None.
        listed: Whether a roster lists the creator, so that nobody is added from exports alone.
    """

    key: str
    name: str
    contract: str
    labels: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    agreed_fee: int | None = None
    minimum: int | None = None
    currency: str = ""
    withholding: int = 0
    tax_form: bool | None = None
    email: str = ""
    account: str = ""
    followers: int | None = None
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """One line of results beside orders: a post, the clicks of a day, or the totals of a month.

    Quantities that the source does not state are None, never 0.

    Attributes:
        key: What makes it the same line in another export; unique per campaign.
        kind: What it is about.
        who: Creator or code as written.
        by_code: Whether ``who`` is a code.
        day: Day of the post or the clicks; last day of the month for totals.
        deliverables: Deliverables.
        views: Views.
        engagements: Engagements.
        clicks: Clicks.
        leads: Leads.
        orders: Orders.
        gross: Gross sales.
        discount: Discounts.
        tax: Tax.
        shipping: Shipping.
        refunded: Refunds.
        boost_spend: Spend on boosting.
        boost_revenue: Revenue of boosted posts.
        followers: Followers.
        on_time: Whether it was delivered on time.
        title: The deliverable, as written.
        platform: The platform, as written.
        approval: Where it stands; a rejected post is CANCELLED.
        contract: Name of the contract as written, or an empty string.
    """

    key: str
    kind: ResultKind
    who: str
    by_code: bool
    day: date
    deliverables: int | None = None
    views: int | None = None
    engagements: int | None = None
    clicks: int | None = None
    leads: int | None = None
    orders: int | None = None
    gross: int | None = None
    discount: int | None = None
    tax: int | None = None
    shipping: int | None = None
    refunded: int | None = None
    boost_spend: int | None = None
    boost_revenue: int | None = None
    followers: int | None = None
    on_time: bool | None = None
    title: str = ""
    platform: str = ""
    approval: Approval = Approval.APPROVED
    contract: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a statement, and one entry of the journal.

    Attributes:
        kind: What it does.
        creator: Key of the payee.
        contract: Name of the contract.
        term: Term of the contract (a bonus by its name), ``refunds``, or the kind where no term is concerned.
        month: Month the amount belongs to, ``2026-05``; empty where it belongs to none.
        event: What it is for: the order's id, a post's key, a payment's number; empty for a whole month.
        day: Day of the event, or None.
        band: Band of the commission reached, counted from 1; 0 where there are none.
        base: What the rate is taken of, or None.
        rate: Parts per million, or None where there is no single rate.
        amount: What it comes to; negative takes away.
        note: Why, in words; may be empty.
    """

    kind: EntryKind
    creator: str
    contract: str
    term: str
    month: str
    event: str
    day: date | None
    band: int
    base: int | None
    rate: int | None
    amount: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """Where a payee stands in one campaign: sums over the journal.

    Attributes:
        held: Waits.
        open: Owed, and in no payment yet; below 0 where more was taken back than is owed.
        scheduled: In payments that are not marked as paid.
        paid: Marked as paid.
    """

    held: int = 0
    open: int = 0
    scheduled: int = 0
    paid: int = 0

    @property
    def earned(self) -> int:
        """Everything earned so far that does not wait."""
        return self.open + self.scheduled + self.paid


@dataclass(frozen=True, slots=True)
class Payment:
    """One creator's payment of a batch.

    Attributes:
        creator: Key of the payee.
        name: For people.
        contract: Name of the contract.
        gross: What is owed, in the campaign's currency.
        withheld: What is kept for taxes.
        fee: What is kept for sending it; 0 where the brand bears the fee.
        net: What is sent, in the campaign's currency.
        fee_of_brand: What sending it costs the brand.
        currency: Currency it is sent in.
        sent: What is sent, in minor units of that currency.
        exchange: The rate used, or None in the campaign's currency.
        email: Address.
        account: Where money is sent.
    """

    creator: str
    name: str
    contract: str
    gross: int
    withheld: int
    fee: int
    net: int
    fee_of_brand: int
    currency: Currency
    sent: int
    exchange: ExchangeRate | None = None
    email: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Payments of one run that fall due together.

    Attributes:
        number: Number in the ledger; 0 where nothing is recorded.
        campaign: Name of the campaign.
        period: ``2026-05``.
        due: Business day on which they are due.
        currency: The campaign's currency.
        payments: At least one.
        reference: Reference under which it was marked as paid; empty while it is not.
        paid_on: Day on which it was marked as paid.
    """

    number: int
    campaign: str
    period: str
    due: date
    currency: Currency
    payments: tuple[Payment, ...]
    reference: str = ""
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that was read: what it holds (``orders``, ``posts`` ...), its name, the hash of its bytes, its rows."""

    holds: str
    name: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a creator's held amount consists of.

    Attributes:
        in_hold: Orders and posts whose hold has not ended.
        until: Day the last of those ends, or None.
        pending: Orders and posts that are not approved.
    """

    in_hold: int = 0
    until: date | None = None
    pending: int = 0


@dataclass(frozen=True, slots=True)
class CreatorStatement:
    """What one creator earned, is owed now, waits for, carries forward, and why.

    ``before.open + sum of lines that open == payment.gross + carried`` (payment.gross 0 without a payment).

    Attributes:
        payee: The creator.
        lines: Lines of this run, in the order of their months and events.
        held_lines: What waits, event by event, as far as single events are worth something: kind HELD, with the
            amount that the event would bring now and, as its note, what it waits for. Not in the journal.
        before: Balance before the run.
        after: Balance after it.
        payment: What is owed now, or None.
        due: Day it is due, or None.
        carried: What stays open: below the minimum, or unpaid for another reason, or below 0.
        reasons: Why something is carried or not paid, in words.
        waiting: What is held.
        by_term: All that was earned so far and does not wait, by term of the contract.
        notes: What else is to be known, in words (late posts, cancelled orders ...).
    """

    payee: Payee
    lines: Sequence[Line]
    before: Balance
    after: Balance
    payment: Payment | None
    due: date | None
    carried: int
    reasons: tuple[str, ...]
    waiting: Waiting
    by_term: tuple[tuple[str, int], ...]
    notes: tuple[str, ...] = ()
    held_lines: Sequence[Line] = ()


@dataclass(frozen=True, slots=True)
class Unattributed:
    """Orders of a creator or code that nobody has: the word as written, how many, their gross sales."""

    who: str
    by_code: bool
    orders: int
    gross: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Events that are not counted, by reason (in words): how many, their gross sales."""

    reason: str
    events: int
    gross: int


@dataclass(frozen=True, slots=True)
class MonthTotal:
    """What was earned in this run by contract and month of the event."""

    contract: str
    month: str
    amount: int


@dataclass(frozen=True, slots=True)
class PayoutStatement:
    """Everything a payout run says.

    Attributes:
        campaign: Name.
        brand: Brand, or an empty string.
        period: ``2026-05``.
        last_day: Last day of the period in the campaign's time zone.
        currency: Currency of every amount but ``Payment.sent``.
        rules: How the campaign pays.
        creators: In the order of their names.
        totals: Earned in this run by contract and month.
        unattributed: Orders of nobody, largest first.
        left_out: What was not counted and why.
        excluded: Rows that were excluded by option because they cannot be read.
        inputs: What was read.
        batches: The payments of this run, those of one due date together; earliest first.
        ledger: Name of the ledger, or an empty string without one.
        recorded: Whether the run was written to the ledger.
        run: Number of the run in the ledger, 0 where it is not recorded.
        unchanged: Whether the ledger knew everything already, so that nothing was added.
        notes: What else is to be known, in words.
        spec_sha256: Hash of the spec.
        version: Version of this programme.
    """

    campaign: str
    brand: str
    period: str
    last_day: date
    currency: Currency
    rules: PayoutRules
    creators: tuple[CreatorStatement, ...]
    totals: tuple[MonthTotal, ...]
    unattributed: tuple[Unattributed, ...]
    left_out: tuple[LeftOut, ...]
    excluded: tuple[Problem, ...]
    inputs: tuple[InputFile, ...]
    batches: tuple[Batch, ...]
    ledger: str
    recorded: bool
    run: int
    unchanged: bool
    notes: tuple[str, ...]
    spec_sha256: str
    version: str
