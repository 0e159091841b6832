"""An agreement as a document: each section is a small function that says what is agreed, and what is not."""

from collections.abc import Iterator
from typing import assert_never

from influence_cli.model.agreement import (
    Agreement,
    Channel,
    Content,
    DisclosureRule,
    HoldFrom,
    PlaceTerms,
    TrackedBy,
)
from influence_cli.model.contract import Right, RightsFee
from influence_cli.model.money import in_words, percent
from influence_cli.report.agreement.document import NOT_AGREED, Document, Section
from influence_cli.report.agreement.example_words import example
from influence_cli.report.agreement.pay_words import base_pay, performance_pay, right_fee
from influence_cli.report.agreement.phrases import LONGEST, days, listed
from influence_cli.report.values.labels import platform_label
from influence_cli.report.values.numbers import day
from influence_cli.report.values.sanitize import plain
from influence_cli.workflow.agreement_gaps import paid_by_orders
from influence_cli.workflow.agreement_links import slug

COUNSEL = "Check with counsel before signing: this is no legal advice."

_CHANNELS = {
    Channel.ORGANIC: "the brand's own posts",
    Channel.PAID: "paid advertising",
    Channel.WEBSITE: "the brand's website",
    Channel.EMAIL: "e-mail",
    Channel.SHOPS: "shops and product pages",
}


def agreement_document(agreement: Agreement) -> Document:
    """An agreement in words."""
    who = _creator_name(agreement)
    return Document(
        title=f"Scope of work: {plain(agreement.campaign)}",
        subtitle=f"{_brand(agreement)} and {who}, contract '{plain(agreement.contract.name)}'",
        sections=(
            _parties(agreement),
            _deliverables(agreement),
            _tracking(agreement),
            Section(
                "base_pay",
                "Base pay",
                items=tuple(
                    base_pay(agreement.contract, _fees(agreement), agreement.currency, market=_market(agreement))
                ),
            ),
            _performance(agreement),
            example(agreement.example, agreement.currency),
            _payment(agreement),
            _usage(agreement),
            _whitelisting(agreement),
            _exclusivity(agreement),
            _approval(agreement),
            _disclosure(agreement),
            _ai(agreement),
            _open(agreement),
            _signatures(agreement),
        ),
        file_name=_file_name(agreement),
        footer=f"influence {plain(agreement.version, 20)}, spec sha256 {plain(agreement.spec_sha256, 64)}. {COUNSEL}",
    )


def _file_name(agreement: Agreement) -> str:
    creator = agreement.creator
    if creator is None:
        return slug(agreement.contract.name) or "contract"
    return slug(creator.name) or slug(creator.handle) or f"creator-{creator.line}"


def _brand(agreement: Agreement) -> str:
    return plain(agreement.brand) or f"the brand ({NOT_AGREED.lower()})"


def _creator_name(agreement: Agreement) -> str:
    return plain(agreement.creator.name) if agreement.creator else "the creator"


def _parties(agreement: Agreement) -> Section:
    creator = agreement.creator
    items = [f"Brand: {plain(agreement.brand) or _missing('the brand as a party')}"]
    if creator is None:
        items.append("Creator: whoever signs below.")
    else:
        items.append(f"Creator: {plain(creator.name)}")
        items += [f"Language of the posts: {plain(creator.language)}"] if creator.language else []
    items.append(f"Campaign: {plain(agreement.campaign)}")
    copied = (("Handle", f"@{creator.handle}" if creator.handle else ""), ("E-mail", creator.email)) if creator else ()
    return Section("parties", "Parties", items=tuple(items), copied=_written(*copied))


def _written(*pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, plain(text, 2 * LONGEST)) for name, text in pairs if text)


def _missing(what: str) -> str:
    return f"{NOT_AGREED}: {what}."


def _deliverables(agreement: Agreement) -> Section:
    several = len(agreement.places) > 1
    notes = []
    if several:
        notes.append("Where several lines are listed, one of them holds; the others are struck out before signing.")
    if any(place.first_day is None for place in agreement.places):
        notes.append(_missing("the first day, so weeks are counted from a start that is still to be set"))
    with_fee = agreement.contract.fee is not None
    headings = ("Tier", "Platform", "Deliverables", "Phase", "Dates") + (("Fee",) if with_fee else ())
    return Section(
        "deliverables",
        "Deliverables and dates",
        headings=headings,
        rows=tuple(_place(agreement, place) for place in agreement.places),
        items=tuple(_contents(agreement)),
        notes=tuple(notes),
    )


def _place(agreement: Agreement, place: PlaceTerms) -> tuple[str, ...]:
    weeks = (
        f"week {place.first_week}"
        if place.first_week == place.last_week
        else f"weeks {place.first_week} to {place.last_week}"
    )
    dates = f"{day(place.first_day)} to {day(place.last_day)}" if place.first_day and place.last_day else weeks
    row = (str(place.tier), platform_label(place.platform), f"{place.deliverables:,}", plain(place.phase), dates)
    return row if place.fee is None else (*row, in_words(place.fee, agreement.currency))


def _contents(agreement: Agreement) -> Iterator[str]:
    contents = agreement.terms.contents
    for content in contents:
        yield _content(content)
    for gap in agreement.gaps:
        if gap.code == "deliverables-undescribed":
            yield _missing(gap.what)


def _content(content: Content) -> str:
    count = f"{content.count:,} x " if content.count else ""
    parts = [f"{count}{plain(content.format, LONGEST) or 'deliverable'}"]
    if content.length:
        parts.append(f"length: {plain(content.length, LONGEST)}")
    if content.call_to_action:
        parts.append(f"call to action: {plain(content.call_to_action, LONGEST)}")
    return "; ".join(parts)


def _tracking(agreement: Agreement) -> Section:
    by_link = TrackedBy.LINK in agreement.tracking
    parameters = "&".join(f"{name}={value}" for name, value in agreement.utm)
    code = "Personal code" if agreement.creator else "Personal code, made from the first name, such as"
    copied = _written(
        ("Personal link", agreement.link if by_link else ""),
        ("Parameters of the link", parameters if by_link and not agreement.link else ""),
        (code, agreement.code),
    )
    return Section("tracking", "Tracking", items=tuple(_tracked(agreement)), copied=copied)


def _tracked(agreement: Agreement) -> Iterator[str]:
    if not agreement.tracking:
        yield _missing("how a sale is traced to the creator")
    if TrackedBy.LINK in agreement.tracking and not agreement.link:
        yield _missing("the page the link leads to")
    if agreement.code and agreement.discount:
        yield f"The code takes {percent(agreement.discount)} off the price."
    if TrackedBy.PIXEL in agreement.tracking:
        yield "The brand's pixel counts orders after a visit through the link."
    cookie = agreement.terms.cookie_days
    if cookie is not None:
        yield f"Cookie window: an order counts up to {days(cookie)} after the click."
    elif any(gap.code == "cookie-window-missing" for gap in agreement.gaps):
        yield _missing("how long after a click an order still counts")


def _in_months(span: int) -> str:
    months, left = divmod(span, 30)
    return f" ({months} months of 30 days)" if months > 1 and not left else ""


def _fees(agreement: Agreement) -> tuple[str, ...]:
    fees = dict.fromkeys(place.fee for place in agreement.places if place.fee is not None)
    return tuple(in_words(fee, agreement.currency) for fee in fees)


def _market(agreement: Agreement) -> bool:
    return any(place.follows_market for place in agreement.places)


def _performance(agreement: Agreement) -> Section:
    items = tuple(performance_pay(agreement.contract, agreement.currency))
    return Section("performance_pay", "Performance pay", items=items or ("None is agreed.",))


def _payment(agreement: Agreement) -> Section:
    return Section("payment", "Payment terms", items=tuple(_paid(agreement)))


def _paid(agreement: Agreement) -> Iterator[str]:
    payment, minimum = agreement.terms.payment, agreement.contract.minimum_payout
    yield f"Currency: {agreement.currency.code}."
    if payment.hold_days is None:
        yield _missing("how long an amount is held")
    else:
        yield _hold(payment.hold_days, payment.hold_from)
    if payment.net_days is None:
        yield _missing("the day of payment")
    else:
        yield f"Due: {days(payment.net_days)} after the end of the month in which the hold ends."
    if minimum:
        yield (
            f"Minimum payout: {in_words(minimum, agreement.currency)}. A smaller balance is carried to the next month; "
            "an equal one is paid."
        )
    else:
        yield "Minimum payout: none; every balance is paid."
    yield from _clawback(agreement)


def _hold(number: int, begins: HoldFrom) -> str:
    cancels = "A refund within this time cancels what the order would have paid."
    match begins:
        case HoldFrom.ORDER:
            order = "after the order"
        case HoldFrom.DELIVERY:
            order = "after it reached the customer"
        case _:
            assert_never(begins)
    return (
        f"Hold: what an order earns can be paid {days(number)} {order}, what a deliverable earns {days(number)} after "
        f"it goes live. {cancels}"
    )


def _clawback(agreement: Agreement) -> Iterator[str]:
    clawback = agreement.terms.payment.clawback
    if clawback:
        yield (
            "Clawback: what was paid for an order that is refunded later is set off against the next payouts, at the "
            "rate of the sale. A balance below zero is carried and never collected."
        )
    elif clawback is False:
        yield "Clawback: none; what was paid stays paid."
    elif paid_by_orders(agreement.contract):
        yield _missing("what happens to pay for orders that are refunded later")


def _right(agreement: Agreement, right: Right) -> RightsFee | None:
    return next((fee for fee in agreement.contract.rights if fee.right is right), None)


def _usage(agreement: Agreement) -> Section:
    fee = _right(agreement, Right.USAGE_RIGHTS)
    if fee is None:
        text = "None are agreed: the brand does not use the content beyond the creator's posts."
        return Section("usage_rights", "Usage rights", (text,))
    channels = listed([_CHANNELS[channel] for channel in agreement.terms.channels])
    return Section(
        "usage_rights",
        "Usage rights",
        items=(
            f"Channels: {channels}." if channels else _missing("the channels of the usage rights"),
            f"Time: {days(fee.days)} from the first post{_in_months(fee.days)}.",
            f"Territory: {plain(agreement.terms.territory, LONGEST)}."
            if agreement.terms.territory
            else _missing("the territory of the usage rights"),
            f"Fee: {right_fee(fee, agreement.currency)}.",
        ),
    )


def _whitelisting(agreement: Agreement) -> Section:
    fee = _right(agreement, Right.WHITELISTING)
    if fee is None:
        text = "None is agreed: the brand runs no ads through the creator's account."
    else:
        text = f"The brand may run ads through the creator's account. Fee: {right_fee(fee, agreement.currency)}."
    return Section("whitelisting", "Whitelisting", (text,))


def _exclusivity(agreement: Agreement) -> Section:
    fee = _right(agreement, Right.EXCLUSIVITY)
    if fee is None:
        return Section("exclusivity", "Exclusivity", ("None is agreed: the creator may work for others.",))
    who = agreement.terms.competitors
    return Section(
        "exclusivity",
        "Exclusivity",
        items=(
            f"The creator does not work for these competitors: {plain(who, LONGEST)}."
            if who
            else _missing("who the competitors are"),
            f"Time: {days(fee.days)} from the first post.",
            f"Fee: {right_fee(fee, agreement.currency)}.",
        ),
    )


def _approval(agreement: Agreement) -> Section:
    rounds = agreement.terms.approval_rounds
    if rounds is None:
        text = _missing("the rounds of changes before a post is approved")
    elif rounds == 0:
        text = "Posts are published without approval by the brand."
    else:
        text = f"The brand sees each draft before it is published and may ask for changes {_times(rounds)}."
    return Section("approval", "Approval", (text,))


def _times(rounds: int) -> str:
    return {1: "once", 2: "twice"}.get(rounds, f"{rounds} times")


def _disclosure(agreement: Agreement) -> Section:
    if agreement.asks_disclosure is False:
        opening = "Not agreed: the spec asks for no disclosure. The law of each market may ask for it all the same."
    else:
        opening = "The creator marks each post as advertising, whatever was paid or given for it."
    items = [text for rule in agreement.disclosures for text in _rule(rule)]
    if not agreement.markets:
        items.append(_missing("the market, so no disclosure wording can be told"))
    if agreement.unknown_markets:
        unknown = listed(list(agreement.unknown_markets))
        items.append(_missing(f"the wording for {unknown}, whose rule is not known here"))
    return Section("disclosure", "Disclosure", (opening,), items=tuple(items), notes=(COUNSEL,))


def _rule(rule: DisclosureRule) -> Iterator[str]:
    where = rule.market
    if rule.wording:
        yield f"{where} ({rule.authority}): the post says {listed([f'“{word}”' for word in rule.wording], 'or')}."
    else:
        yield f"{where} ({rule.authority}): the word is to be named by counsel, in the language of the posts."
    for text in rule.rules:
        yield f"{where}: {text}"
    yield f"{where}: source: {rule.source}."


def _ai(agreement: Agreement) -> Section:
    items = [
        "A draft written or made with AI is published only after a named person of each side has approved it: "
        "for the brand ____________________, for the creator ____________________.",
        "Realistic content that is synthetic or altered is labeled as such with the platform's own label.",
    ]
    european = any(rule.authority.startswith("EU law") for rule in agreement.disclosures)
    if european:
        items.append(
            "In the EU the brand as deployer answers for the label (AI Act, art. 50(4), applicable from 2 August 2026 "
            "according to sources of May 2026)."
        )
    return Section("ai_content", "Content made with AI", items=tuple(items), notes=(COUNSEL,))


def _open(agreement: Agreement) -> Section:
    items = tuple(dict.fromkeys(f"{gap.what[:1].upper()}{gap.what[1:]} ({gap.key})" for gap in agreement.gaps))
    if not items:
        return Section("open", "Not agreed yet", ("Nothing that a spec can state is left open.",))
    opening = "The spec does not state these; the key that would is in brackets."
    return Section("open", "Not agreed yet", (opening,), items=items)


def _signatures(agreement: Agreement) -> Section:
    return Section(
        "signatures",
        "Signatures",
        headings=("", "Name", "Date", "Signature"),
        rows=(
            (_brand(agreement), "", "", ""),
            (_creator_name(agreement), "", "", ""),
        ),
    )
