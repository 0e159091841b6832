"""Agreements from a campaign: who, what, when, how it is traced, what it pays, with an example that is computed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from influence_cli.benchmarks.disclosures import rules_for
from influence_cli.model.agreement import (
    Agreement,
    AgreementTerms,
    PlaceTerms,
    Roster,
    RosterCreator,
    SpecTerms,
    TrackedBy,
)
from influence_cli.model.campaign import Campaign, Cell
from influence_cli.model.contract import Contract
from influence_cli.model.errors import SpecError, UsageError
from influence_cli.model.money import PPM
from influence_cli.workflow.agreement_codes import personal_codes
from influence_cli.workflow.agreement_example import example_of
from influence_cli.workflow.agreement_gaps import campaign_gaps, contract_gaps
from influence_cli.workflow.agreement_links import slug, with_parameters
from influence_cli.workflow.matching import match_roster

ANYONE = "{creator}"
"""Stands in a link for the creator who is not known yet."""

_DAYS_PER_WEEK = 7


def agree(
    campaign: Campaign,
    shared: SpecTerms,
    *,
    version: str,
    contract: str | None = None,
    roster: Roster | None = None,
) -> tuple[Agreement, ...]:
    """One agreement per contract, or per creator of a roster.

    Args:
        campaign: The campaign.
        shared: What its spec states for agreements.
        version: Version of this programme.
        contract: Only this contract; None for every contract that a tier has.
        roster: The creators, or None for documents that anyone may sign.

    Raises:
        UsageError: No tier has the contract.
        SpecError: A creator of the roster falls under no contract, or under several.
    """
    _check_contract(campaign, contract)
    if roster is None:
        names = dict.fromkeys(cell.contract.name for cell in campaign.cells if contract in (None, cell.contract.name))
        return tuple(_offer(campaign, shared, version, _under(campaign, name)) for name in names)
    chosen, problems = match_roster(campaign, roster, contract)
    if problems:
        raise SpecError(tuple(problems))
    offers: dict[tuple[str, ...], Agreement] = {}
    for cells in chosen:
        if _keys(cells) not in offers:
            offers[_keys(cells)] = _offer(campaign, shared, version, cells)
    codes = personal_codes(roster.creators, campaign.product.discount)
    return tuple(
        _with_creator(offers[_keys(cells)], shared, creator, code)
        for creator, cells, code in zip(roster.creators, chosen, codes, strict=True)
    )


def _keys(cells: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(cell.key for cell in cells)


def _check_contract(campaign: Campaign, contract: str | None) -> None:
    known = sorted({cell.contract.name for cell in campaign.cells})
    if contract is not None and contract not in known:
        names = ", ".join(repr(name) for name in known)
        raise UsageError(f"--contract {contract}: no tier has a contract of this name; expected one of {names}")


def _under(campaign: Campaign, contract: str) -> tuple[Cell, ...]:
    return tuple(cell for cell in campaign.cells if cell.contract.name == contract)


def _offer(campaign: Campaign, shared: SpecTerms, version: str, cells: Sequence[Cell]) -> Agreement:
    """An agreement that anyone who falls under some cells of one contract may sign."""
    contract: Contract = cells[0].contract
    terms = shared.contracts.get(contract.name, AgreementTerms())
    places = tuple(dict.fromkeys(_place(campaign, cell) for cell in cells))
    market = any(place.follows_market for place in places)
    utm = _utm(campaign.name, None, places)
    disclosures, unknown = rules_for(campaign.markets)
    return Agreement(
        campaign=campaign.name,
        brand=campaign.brand,
        currency=campaign.currency,
        discount=round(campaign.product.discount * PPM),
        contract=contract,
        terms=terms,
        creator=None,
        places=places,
        tracking=shared.tracking,
        link=_link(shared, utm),
        utm=utm,
        code=_code(shared, _pattern(campaign)),
        markets=campaign.markets,
        disclosures=disclosures,
        unknown_markets=unknown,
        asks_disclosure=shared.disclosure,
        example=example_of(campaign, cells[0], places[0]),
        gaps=(*campaign_gaps(campaign, shared), *contract_gaps(contract, terms, shared, follows_market=market)),
        spec_sha256=campaign.spec_sha256,
        version=version,
    )


def _with_creator(offer: Agreement, shared: SpecTerms, creator: RosterCreator, code: str) -> Agreement:
    """The same agreement with one creator, whose own link stays as it is."""
    utm = _utm(offer.campaign, creator, offer.places)
    link = creator.link or _link(shared, utm)
    gaps = tuple(gap for gap in offer.gaps if not (creator.link and gap.code == "landing-page-missing"))
    return replace(offer, creator=creator, link=link, utm=utm, code=_code(shared, code), gaps=gaps)


def _link(shared: SpecTerms, utm: tuple[tuple[str, str], ...]) -> str:
    return with_parameters(shared.landing_page, utm) if shared.landing_page else ""


def _code(shared: SpecTerms, code: str) -> str:
    return code if TrackedBy.CODE in shared.tracking else ""


def _place(campaign: Campaign, cell: Cell) -> PlaceTerms:
    phase, start = cell.phase, campaign.start
    return PlaceTerms(
        tier=cell.tier,
        platform=cell.platform,
        phase=phase.name,
        first_week=phase.first_week,
        last_week=phase.last_week,
        first_day=start + timedelta(days=(phase.first_week - 1) * _DAYS_PER_WEEK) if start else None,
        last_day=start + timedelta(days=phase.last_week * _DAYS_PER_WEEK - 1) if start else None,
        deliverables=cell.deliverables,
        fee=cell.contract.fee.amount if cell.contract.fee else None,
        follows_market=cell.market_fee_share > 0,
    )


def _utm(campaign: str, creator: RosterCreator | None, places: Sequence[PlaceTerms]) -> tuple[tuple[str, str], ...]:
    """The parameters that tell an analytics tool where a visitor came from."""
    platforms = list(dict.fromkeys(place.platform for place in places))
    source = platforms[0] if len(platforms) == 1 else "{platform}"
    who = ANYONE if creator is None else slug(creator.handle) or slug(creator.name) or f"creator-{creator.line}"
    return (
        ("utm_source", str(source)),
        ("utm_medium", "influencer"),
        ("utm_campaign", slug(campaign) or "campaign"),
        ("utm_content", who),
    )


def _pattern(campaign: Campaign) -> str:
    """What a code looks like where the creator is not known."""
    (code,) = personal_codes((RosterCreator(0, "Anna"),), campaign.product.discount)
    return code
