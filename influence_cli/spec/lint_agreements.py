"""Advice about what contracts do not say. Given by ``influence check``: a plan needs none of it."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from influence_cli.model.agreement import AgreementTerms, Gap
from influence_cli.spec.agreements import terms_of
from influence_cli.spec.lint_table import BOOKED, PLAYBOOK, Facts, Finding, Lint
from influence_cli.spec.nodes import Path
from influence_cli.spec.text import listed, shown
from influence_cli.workflow.agreement_gaps import campaign_gaps, contract_gaps

PRACTICE = "what affiliate platforms and agencies put into their terms; check with counsel"

_EXAMPLES: Mapping[str, str] = {
    "brand-missing": "brand: Lumière Skin, for example",
    "start-missing": "start: 2026-03-02, for example",
    "landing-page-missing": "landing_page: https://shop.example/serum, for example",
    "deliverables-undescribed": "deliverables: [{format: TikTok video, length: 15 seconds, call_to_action: tap the "
    "link in bio}], for example",
    "fee-follows-market": "an amount such as fee: 400, once it is settled",
    "cookie-window-missing": "cookie_window: 30 days, for example",
    "payment-terms-missing": "payment: {hold: 30 days, net: 15 days, clawback: true}, for example",
    "rights-unclear": "channels: [organic, paid], territory: worldwide, competitors: skincare, for example",
    "approval-rounds-missing": "approval_rounds: 1, for example",
}


def _of_the_campaign(code: str, facts: Facts) -> Iterator[Finding]:
    """What every agreement of the campaign leaves open."""
    if not facts.contracts:
        return
    for gap in campaign_gaps(facts.campaign, terms_of(facts.spec)):
        if gap.code == code:
            yield Finding(tuple(gap.key.split(".")), f"no contract can say {gap.what}", _EXAMPLES[code])


def _of_contracts(code: str, facts: Facts) -> Iterator[Finding]:
    """What contracts leave open, said once for all of them and placed at the first."""
    shared = terms_of(facts.spec)
    markets = {cell.contract.name for cell in facts.campaign.cells if cell.market_fee_share > 0}
    found: dict[str, list[Gap]] = {}
    for name, contract in facts.contracts.items():
        terms = shared.contracts.get(name, AgreementTerms())
        gaps = contract_gaps(contract, terms, shared, follows_market=name in markets)
        if any(gap.code == code for gap in gaps):
            found[name] = [gap for gap in gaps if gap.code == code]
    if found:
        first = next(iter(found))
        path: Path = ("contracts", first, found[first][0].key)
        yield Finding(path, f"{_names(found)} {listed(_whats(found.values()), 'or')}", _EXAMPLES[code])


def _names(found: Iterable[str]) -> str:
    names = [shown(name) for name in found]
    some = names if len(names) < 4 else [*names[:3], f"{len(names) - 3} more"]
    return f"the contract {some[0]} does not say" if len(names) == 1 else f"{listed(some, 'and')} do not say"


def _whats(gaps: Iterable[Iterable[Gap]]) -> list[str]:
    return list(dict.fromkeys(gap.what for group in gaps for gap in group))


def _lint(code: str, title: str, reason: str, reads: tuple[str, ...], source: str = PLAYBOOK) -> Lint:
    check = _of_the_campaign if reads[0].startswith("campaign.") else _of_contracts
    return Lint(code, title, reason, source, (*reads, "contracts", *BOOKED), partial(check, code))


AGREEMENT_LINTS: tuple[Lint, ...] = (
    _lint(
        "brand-missing",
        "no brand",
        "a contract has two parties, and the document cannot name one of them",
        ("campaign.brand",),
        PRACTICE,
    ),
    _lint(
        "start-missing",
        "no first day",
        "creators plan their posts by dates, not by weeks of a campaign",
        ("campaign.start",),
        PRACTICE,
    ),
    _lint(
        "landing-page-missing",
        "links are tracked, but lead nowhere",
        "a personal link is written into the contract, so that nobody can argue which clicks count",
        ("campaign.landing_page", "campaign.tracking"),
    ),
    _lint(
        "deliverables-undescribed",
        "deliverables without format, length or call to action",
        "the contract states deliverables and call to action in full, or each side has its own idea of them",
        ("contracts",),
    ),
    _lint(
        "cookie-window-missing",
        "pay for orders without a cookie window",
        "an order weeks after the click is the creator's or it is not; without a window it is a dispute",
        ("contracts", "campaign.tracking"),
    ),
    _lint(
        "fee-follows-market",
        "a fee without an amount",
        "the market's fee is good enough for a plan, but a creator signs an amount",
        ("contracts",),
        PRACTICE,
    ),
    _lint(
        "payment-terms-missing",
        "a contract without hold, net days or clawback",
        "creators ask first when they are paid, and a refund after the payment is either set off or lost",
        ("contracts",),
        PRACTICE,
    ),
    _lint(
        "rights-unclear",
        "rights without channels, territory or competitors",
        "a right that is bought without saying for what cannot be enforced, and is easily overstepped",
        ("contracts",),
    ),
    _lint(
        "approval-rounds-missing",
        "no word on approval",
        "without a number of rounds, changes have no end; without approval, a claim nobody checked is published",
        ("contracts",),
        PRACTICE,
    ),
)
"""Advice about what contracts do not say."""
