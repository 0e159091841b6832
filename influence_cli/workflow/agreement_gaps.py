"""What an agreement does not say, found once for the document that says so and for the advice about it."""

from collections.abc import Iterator

from influence_cli.model.agreement import AgreementTerms, Gap, SpecTerms, TrackedBy
from influence_cli.model.campaign import Campaign
from influence_cli.model.contract import Contract, PayUnit, Right


def contract_gaps(
    contract: Contract, terms: AgreementTerms, shared: SpecTerms, *, follows_market: bool
) -> tuple[Gap, ...]:
    """What a contract itself leaves open, in the order of a document.

    Args:
        contract: The terms of pay.
        terms: The other terms.
        shared: What all agreements of the spec share.
        follows_market: Whether the flat fee follows the market, so that no amount is stated.
    """
    fee = (Gap("fee-follows-market", "fee", "the amount of the flat fee"),) if follows_market else ()
    return (
        *_deliverables(terms),
        *_tracking(contract, terms, shared),
        *fee,
        *_payment(contract, terms),
        *_rights(contract, terms),
        *_approval(terms),
    )


def campaign_gaps(campaign: Campaign, shared: SpecTerms) -> tuple[Gap, ...]:
    """What the campaign leaves open in every agreement; markets and tracking have advice of their own."""
    return tuple(_campaign(campaign, shared))


def _campaign(campaign: Campaign, shared: SpecTerms) -> Iterator[Gap]:
    if not campaign.brand:
        yield Gap("brand-missing", "campaign.brand", "the brand as a party")
    if campaign.start is None:
        yield Gap("start-missing", "campaign.start", "the first day")
    if TrackedBy.LINK in shared.tracking and not shared.landing_page:
        yield Gap("landing-page-missing", "campaign.landing_page", "the page the link leads to")


def _deliverables(terms: AgreementTerms) -> Iterator[Gap]:
    code = "deliverables-undescribed"
    for name, what in (("format", "the format"), ("length", "the length"), ("call_to_action", "the call to action")):
        if not terms.contents or not all(getattr(content, name) for content in terms.contents):
            yield Gap(code, "deliverables", f"{what} of the deliverables")


def _tracking(contract: Contract, terms: AgreementTerms, shared: SpecTerms) -> Iterator[Gap]:
    by_click = shared.tracking & {TrackedBy.LINK, TrackedBy.PIXEL}
    if by_click and paid_by_orders(contract) and terms.cookie_days is None:
        yield Gap("cookie-window-missing", "cookie_window", "how long after a click an order still counts")


def _payment(contract: Contract, terms: AgreementTerms) -> Iterator[Gap]:
    code = "payment-terms-missing"
    if terms.payment.hold_days is None:
        yield Gap(code, "payment", "how long an amount is held")
    if terms.payment.net_days is None:
        yield Gap(code, "payment", "the day of payment")
    if terms.payment.clawback is None and paid_by_orders(contract):
        yield Gap(code, "payment", "what happens to pay for orders that are refunded later")


def _rights(contract: Contract, terms: AgreementTerms) -> Iterator[Gap]:
    bought = {fee.right for fee in contract.rights}
    if Right.USAGE_RIGHTS in bought and not terms.channels:
        yield Gap("rights-unclear", "usage_rights", "the channels of the usage rights")
    if Right.USAGE_RIGHTS in bought and not terms.territory:
        yield Gap("rights-unclear", "usage_rights", "the territory of the usage rights")
    if Right.EXCLUSIVITY in bought and not terms.competitors:
        yield Gap("rights-unclear", "exclusivity", "who the competitors are")


def _approval(terms: AgreementTerms) -> Iterator[Gap]:
    if terms.approval_rounds is None:
        yield Gap("approval-rounds-missing", "approval_rounds", "the rounds of changes before a post is approved")


def paid_by_orders(contract: Contract) -> bool:
    """Whether pay depends on single orders, which can be refunded and must be traced."""
    return contract.commission is not None or any(pay.unit is PayUnit.ORDER for pay in contract.unit_pay)
