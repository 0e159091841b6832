"""What a contract says beside the pay: the terms two people sign, and whom they are signed with.

Nothing here is computed with. What a spec does not state is None (or empty) and is never filled in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from influence_cli.model.campaign import Platform, Tier
from influence_cli.model.contract import Contract
from influence_cli.model.money import Currency


class Channel(StrEnum):
    """Where the brand may use the content: its own posts, its advertising, its website, its mails, its shops."""

    ORGANIC = "organic"
    PAID = "paid"
    WEBSITE = "website"
    EMAIL = "email"
    SHOPS = "shops"


class TrackedBy(StrEnum):
    """What ties a sale to its creator."""

    LINK = "link"
    CODE = "code"
    PIXEL = "pixel"


class HoldFrom(StrEnum):
    """What the hold of an order begins with; that of a post always begins when it goes live."""

    ORDER = "order"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """When money moves.

    Attributes:
        hold_days: Days after the order or the delivery before an amount can be paid, or None.
        net_days: Days from the end of the month in which it can be paid to the payment, or None.
        clawback: Whether what refunds take back is set off against later payments, or None.
        hold_from: Whether an order's hold begins with the order or with its delivery to the customer.
    """

    hold_days: int | None = None
    net_days: int | None = None
    clawback: bool | None = None
    hold_from: HoldFrom = HoldFrom.ORDER


@dataclass(frozen=True, slots=True)
class Content:
    """One kind of deliverable. Texts are as the user wrote them; empty where not stated."""

    format: str = ""
    length: str = ""
    call_to_action: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True)
class AgreementTerms:
    """What a contract states beside its pay.

    Attributes:
        payment: When money moves.
        contents: Kinds of deliverable.
        approval_rounds: Rounds of changes before a post is approved, or None.
        cookie_days: Days after a click in which an order still counts, or None.
        channels: Where the brand may use the content.
        territory: Where in the world, as free text.
        competitors: Whom exclusivity keeps the creator from working for, as free text.
    """

    payment: PaymentTerms = PaymentTerms()
    contents: tuple[Content, ...] = ()
    approval_rounds: int | None = None
    cookie_days: int | None = None
    channels: tuple[Channel, ...] = ()
    territory: str = ""
    competitors: str = ""


@dataclass(frozen=True, slots=True)
class SpecTerms:
    """What a whole spec states for its agreements.

    Attributes:
        contracts: Terms by the contract's name.
        landing_page: Address that tracked links lead to, or an empty string.
        tracking: What ties a sale to its creator.
        disclosure: Whether creators are asked to disclose; None where the spec does not say.
    """

    contracts: Mapping[str, AgreementTerms]
    landing_page: str = ""
    tracking: frozenset[TrackedBy] = frozenset()
    disclosure: bool | None = None


@dataclass(frozen=True, slots=True)
class RosterCreator:
    """One line of a roster; what is empty there is None or an empty string here.

    Attributes:
        line: Line of the file.
        name: Name, never empty.
        handle: Without the leading ``@``.
        email: Address.
        platform: Where the creator posts.
        tier: By followers.
        contract: Name of the contract.
        code: Personal code.
        link: Personal link.
        language: Language of the posts, as written.
        id: Number or name the creator has in another system.
        fee: Flat fee agreed with the creator, in major units as written.
        currency: Currency code the creator is paid in; empty for the campaign's.
        withholding: Share of each payment that is withheld for taxes, parts per million; None where not stated.
        tax_form: Whether the creator's tax form has been received; None where the roster does not say.
        minimum_payout: Minimum payout agreed with the creator, in major units as written.
        account: Where money is sent: an account number (IBAN) or the address of a payment service.
        followers: Followers.
    """

    line: int
    name: str
    handle: str = ""
    email: str = ""
    platform: Platform | None = None
    tier: Tier | None = None
    contract: str = ""
    code: str = ""
    link: str = ""
    language: str = ""
    id: str = ""
    fee: Decimal | None = None
    currency: str = ""
    withholding: int | None = None
    tax_form: bool | None = None
    minimum_payout: Decimal | None = None
    account: str = ""
    followers: int | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """The creators of a file.

    Attributes:
        name: What the file is called in messages.
        creators: In the order of the file.
        unknown_columns: Headers that were not understood, as written.
    """

    name: str
    creators: tuple[RosterCreator, ...]
    unknown_columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceTerms:
    """A tier, platform and phase in which the contract is offered.

    Attributes:
        tier: Tier.
        platform: Platform.
        phase: Name of the phase.
        first_week: First week, counted from 1.
        last_week: Last week, inclusive.
        first_day: First day, or None where the campaign has no start date.
        last_day: Last day, inclusive, or None.
        deliverables: Deliverables per creator.
        fee: Flat fee in minor units, or None without one.
        follows_market: Whether the fee follows the market, so that it is a typical one and not yet agreed.
    """

    tier: Tier
    platform: Platform
    phase: str
    first_week: int
    last_week: int
    first_day: date | None
    last_day: date | None
    deliverables: int
    fee: int | None
    follows_market: bool


@dataclass(frozen=True, slots=True)
class ExampleOutcome:
    """What a worked example supposes one creator achieved in one month; money in minor units.

    Attributes:
        month: Label of the month.
        place: Where the creator posts.
        counts: Named counts, such as clicks, that the contract reads.
        amounts: Named amounts, such as gross_sales, that the contract reads.
    """

    month: str
    place: PlaceTerms
    counts: tuple[tuple[str, int], ...]
    amounts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """What the contract comes to on an example, as the contract engine computes it; minor units.

    Attributes:
        outcome: What is supposed.
        lines: Amounts by term.
        earned: Their sum.
        paid: By month, where something is paid.
        carried: Balance left unpaid at the end.
    """

    outcome: ExampleOutcome
    lines: tuple[tuple[str, int], ...]
    earned: int
    paid: tuple[tuple[str, int], ...]
    carried: int


@dataclass(frozen=True, slots=True)
class DisclosureRule:
    """How advertising is marked in a market.

    Attributes:
        market: Country code, or EU for all its countries.
        authority: Who says so.
        wording: Words that are clear, each as it is written in a post; empty where none is known.
        rules: What holds, in sentences.
        source: Where this comes from.
    """

    market: str
    authority: str
    wording: tuple[str, ...]
    rules: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something a contract does not say.

    Attributes:
        code: Name of the advice about it.
        key: The key that would say it, below the contract or the spec.
        what: What is not agreed, as a noun phrase.
    """

    code: str
    key: str
    what: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Everything one document says.

    Attributes:
        campaign: Name of the campaign.
        brand: Brand, or an empty string.
        currency: Currency of every amount.
        discount: Share of the price that the code takes off, parts per million.
        contract: The terms of pay.
        terms: The other terms.
        creator: The other party, or None where the document is for anyone under the contract.
        places: Where and when the contract is offered, at least one; those the creator may fall under.
        tracking: What ties a sale to its creator.
        link: Personal link (with ``{creator}`` where it is for anyone), or an empty string.
        utm: The parameters of the link by name.
        code: Personal code or the pattern of one; empty where sales are not tracked by code.
        markets: Market codes of the campaign.
        disclosures: Rules of its markets.
        unknown_markets: Markets whose rule is not known.
        asks_disclosure: Whether the spec asks for disclosure; None where it does not say.
        example: The worked example.
        gaps: What is not agreed.
        spec_sha256: Hash of the spec.
        version: Version of this programme.
    """

    campaign: str
    brand: str
    currency: Currency
    discount: int
    contract: Contract
    terms: AgreementTerms
    creator: RosterCreator | None
    places: tuple[PlaceTerms, ...]
    tracking: frozenset[TrackedBy]
    link: str
    utm: tuple[tuple[str, str], ...]
    code: str
    markets: tuple[str, ...]
    disclosures: tuple[DisclosureRule, ...]
    unknown_markets: tuple[str, ...]
    asks_disclosure: bool | None
    example: WorkedExample
    gaps: tuple[Gap, ...]
    spec_sha256: str
    version: str
