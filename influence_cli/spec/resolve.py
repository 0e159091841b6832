"""From a valid spec to the campaign the engines plan: every default filled, every number with its origin."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from influence_cli.benchmarks.load import load, names
from influence_cli.model.benchmark import BenchmarkSet
from influence_cli.model.campaign import (
    Amplification,
    Campaign,
    Cell,
    Gate,
    Product,
    Quantity,
    SimulationSettings,
    Switches,
)
from influence_cli.model.contract import Contract
from influence_cli.model.errors import Place, Problem, SpecError
from influence_cli.model.estimate import Estimate
from influence_cli.spec.document import Document
from influence_cli.spec.expressions import foreign_currency
from influence_cli.spec.faults import dotted
from influence_cli.spec.findings import Findings
from influence_cli.spec.gates import parse_gate
from influence_cli.spec.lints import check_silence
from influence_cli.spec.nodes import Path
from influence_cli.spec.resolve_contracts import contracts, market_share
from influence_cli.spec.resolve_estimates import CAMPAIGN_QUANTITIES, Figures, check_audience, check_product
from influence_cli.spec.resolve_limits import exclusions, names_of, with_limits
from influence_cli.spec.resolve_money import Purse, budget, half_up, purse
from influence_cli.spec.resolve_rules import Slot, offered_tiers, rules, slots
from influence_cli.spec.schema import CampaignSpec, RepeatPurchaseSpec, SimulationSpec
from influence_cli.spec.text import listed, nearest, shown

DEFAULT_SET = "field-2026"
"""Used to find further problems where the spec names a set that does not exist."""

GATE_OPTION = Place("--gate")
"""Where a gate stands that was given on the command line."""


def resolve(
    spec: CampaignSpec, document: Document, gates: Sequence[str] = ()
) -> tuple[Campaign | None, tuple[Problem, ...]]:
    """Turn a spec into a campaign.

    Args:
        spec: The spec, valid by itself.
        document: Where its values stand, and its hash.
        gates: Further gates, from the command line.

    Returns:
        The campaign, or None where too little is known to make one, and every problem that concerns several
        parts of the spec at once. With problems the campaign only serves to give advice on its sound parts.
    """
    findings = Findings(document)
    benchmarks = _benchmarks(spec, findings)
    money = purse(spec, benchmarks, findings)
    limit, boost = budget(spec, money)
    figures = Figures(spec, benchmarks, money)
    check_product(figures)
    check_audience(figures)
    terms = contracts(spec, money)
    allocation = rules(spec, money)
    budget_usd = limit.total / money.currency.minor / float(money.usd_rate)
    known = names_of(spec, terms)
    excluded = exclusions(spec, known, findings)
    open_slots = slots(spec, terms, offered_tiers(spec, allocation, terms, budget_usd), excluded, findings)
    allocation = with_limits(spec, allocation, open_slots, known, limit.total, money)
    cells = _cells(spec, open_slots, terms, figures)
    quantities = figures.campaign()
    demands = _gates(spec, gates, money)
    product = _product(spec, quantities, money)
    if spec.payouts is not None:
        _check_payouts(spec, money)
    check_silence(spec, findings)
    if not cells or len(quantities) < len(CAMPAIGN_QUANTITIES):
        return None, findings.problems
    section = spec.campaign
    amplification = spec.amplification
    campaign = Campaign(
        name=section.name,
        brand=section.brand,
        start=section.start,
        weeks=section.weeks,
        goal=section.goal,
        industry=section.industry,
        markets=section.markets,
        currency=money.currency,
        budget=limit,
        product=product,
        audience_match=float(spec.audience.match),
        halo_half_life_weeks=float(spec.simulation.halo_half_life_weeks),
        cells=cells,
        quantities=quantities,
        rules=allocation,
        amplification=Amplification(boost, float(amplification.top)) if amplification and boost else None,
        settings=_settings(spec.simulation),
        gates=demands,
        benchmark_set=benchmarks.name,
        spec_sha256=document.spec_sha256,
        usd_rate=float(money.usd_rate),
    )
    return campaign, findings.problems


def _benchmarks(spec: CampaignSpec, findings: Findings) -> BenchmarkSet:
    known = names()
    if spec.benchmarks in known:
        return load(spec.benchmarks)
    findings.error(
        "unknown-benchmark-set",
        ("benchmarks",),
        f"no benchmark set is called {shown(spec.benchmarks)}",
        listed(known),
        nearest(spec.benchmarks, known),
    )
    return load(DEFAULT_SET)


def _cells(
    spec: CampaignSpec, open_slots: Sequence[Slot], terms: Mapping[str, Contract], figures: Figures
) -> tuple[Cell, ...]:
    rates = {(slot.tier, slot.platform): figures.cell(slot.tier, slot.platform) for slot in open_slots}
    return tuple(_cell(spec, slot, terms[slot.contract], rates[slot.tier, slot.platform]) for slot in open_slots)


def _cell(spec: CampaignSpec, slot: Slot, contract: Contract, rates: Mapping[Quantity, Estimate]) -> Cell:
    """The cell with its market fee, if any, turned into an amount: typical benchmark fee x share, half-up."""
    share = market_share(spec, slot.contract)
    fee = rates.get(Quantity.FEE_PER_DELIVERABLE)
    if share and contract.fee is not None and fee is not None:
        amount = half_up(Decimal(str(fee.typical)) * share)
        contract = replace(contract, fee=replace(contract.fee, amount=amount))
    return Cell(slot.tier, slot.platform, slot.phase, contract, float(share), slot.deliverables, slot.share, rates)


def _product(spec: CampaignSpec, quantities: Mapping[Quantity, Estimate], money: Purse) -> Product:
    """The product; a gift costs what it costs to make unless the spec says otherwise."""
    terms = spec.product
    repeat = terms.repeat_purchase or RepeatPurchaseSpec.model_construct()
    gift = money.optional(terms.gifting_cost, ("product", "gifting_cost"))
    if gift is None:
        price = quantities.get(Quantity.AVERAGE_ORDER_VALUE)
        margin = quantities.get(Quantity.GROSS_MARGIN)
        gift = half_up(Decimal(str(price.typical * (1 - margin.typical)))) if price and margin else 0
    return Product(
        discount=float(terms.discount),
        tax_rate=float(terms.tax),
        shipping=money.minor(terms.shipping, ("product", "shipping")),
        gift_cost=gift,
        gift_shipping=money.minor(terms.gift_shipping, ("product", "gift_shipping")),
        repeat_every_months=repeat.every_months,
        horizon_months=repeat.horizon_months,
        discount_rate=float(repeat.discount_rate),
    )


def _check_payouts(spec: CampaignSpec, money: Purse) -> None:
    """Note what is wrong with the section; a plan has no use for it, so its nouns are loaded only where it is."""
    from influence_cli.spec.resolve_payouts import payout_rules

    payout_rules(spec, money)


def _settings(spec: SimulationSpec) -> SimulationSettings:
    switches = spec.switches
    usual = SimulationSettings()
    return SimulationSettings(
        usual.draws if spec.draws is None else spec.draws,
        spec.seed,
        Switches(
            unknown_rates=switches.unknown_rates,
            creator_spread=switches.creator_spread,
            post_spread=switches.post_spread,
            counting_noise=switches.counting_noise,
            overlap=switches.overlap,
            halo=switches.halo,
        ),
        draws_stated=spec.draws is not None,
    )


def _gates(spec: CampaignSpec, further: Sequence[str], money: Purse) -> tuple[Gate, ...]:
    found = []
    places: list[tuple[str, Place, Path]] = [
        (text, money.findings.text_place(("gates", i)), ("gates", i)) for i, text in enumerate(spec.gates)
    ]
    places += [(text, GATE_OPTION, ()) for text in further]
    for text, place, path in places:
        try:
            gate = parse_gate(text, place)
        except SpecError as error:
            for problem in error.problems:
                money.findings.add(replace(problem, path=dotted(path)))
            continue
        foreign = foreign_currency(text, money.currency.code)
        if foreign:
            what = f"the gate is in {foreign}, the budget in {money.currency.code}"
            money.findings.error("currency-mismatch", path, what, f"an amount in {money.currency.code}")
        found.append(gate)
    return tuple(found)
