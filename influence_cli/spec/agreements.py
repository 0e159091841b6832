"""What a spec states beside pay and plan: the terms of its agreements, with nothing filled in."""

from influence_cli.model.agreement import AgreementTerms, Content, PaymentTerms, SpecTerms, TrackedBy
from influence_cli.spec.schema import CampaignSpec, ContractSpec


def terms_of(spec: CampaignSpec) -> SpecTerms:
    """The terms of every contract of a spec, and what its agreements share."""
    section = spec.campaign
    return SpecTerms(
        {name: _terms(contract) for name, contract in spec.contracts.items()},
        section.landing_page or "",
        frozenset(TrackedBy(word.value) for word in section.tracking),
        section.disclosure,
    )


def has_terms(spec: CampaignSpec) -> bool:
    """Whether a spec states anything that a plan does not need: it is on its way to become contracts."""
    found = terms_of(spec)
    paid = spec.payouts is not None or spec.campaign.time_zone is not None
    return paid or bool(found.landing_page) or any(terms != AgreementTerms() for terms in found.contracts.values())


def _terms(contract: ContractSpec) -> AgreementTerms:
    payment, usage, exclusivity = contract.payment, contract.usage_rights, contract.exclusivity
    return AgreementTerms(
        payment=PaymentTerms(payment.hold, payment.net, payment.clawback, payment.hold_from)
        if payment
        else PaymentTerms(),
        contents=tuple(
            Content(kind.format or "", kind.length or "", kind.call_to_action or "", kind.count)
            for kind in contract.deliverables or ()
        ),
        approval_rounds=contract.approval_rounds,
        cookie_days=contract.cookie_window,
        channels=tuple(dict.fromkeys(usage.channels or ())) if usage else (),
        territory=(usage.territory or "") if usage else "",
        competitors=(exclusivity.competitors or "") if exclusivity else "",
    )
