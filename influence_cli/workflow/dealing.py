"""``influence deal``: which base fee and commission are best for brand and creator.

Every deal is paid on the same outcomes, so that a difference between two deals is the deals' own. Without effort a
deal only moves money: profit and pay add up to the same in every deal, in every run. By their means alone no deal is
better for both sides than another; what can be better for both is who bears the risk. Each side therefore weighs a
deal by its mean and by its worst tenth of runs (conditional value at risk), the brand over the creators it pools, a
creator alone. Source: Rockafellar and Uryasev (2000) for the measure; mean and tail mixed by a weight is a coherent
risk measure again (Acerbi 2002).
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product

from influence_cli.model.campaign import Campaign, Cell
from influence_cli.model.contract import Contract
from influence_cli.model.deal import Deal, DealQuestion, DealResult, DealSweep
from influence_cli.model.errors import InfeasibleError, Problem, UsageError
from influence_cli.model.money import PPM, in_words
from influence_cli.workflow.deal_choice import is_acceptable, judged, recommended
from influence_cli.workflow.deal_trial import Trial, trial

Progress = Callable[[int, int], None]

USUAL_DRAWS = 2_000
"""Draws where the user states none; each draw holds all creators that are pooled."""

_MOST_OUTCOMES = 2_000_000
"""Creators x draws that are held at once; bounds memory."""

_LIFT = 0.1
"""How many more orders are tried to see what they bring."""


def deals(
    campaign: Campaign,
    question: DealQuestion,
    *,
    version: str,
    warnings: tuple[Problem, ...] = (),
    progress: Progress | None = None,
) -> DealResult:
    """Sweep base fee against commission for each tier and platform asked about.

    Args:
        campaign: The campaign.
        question: What is asked.
        version: Version of the programme, for the record.
        warnings: Lints to carry into the result.
        progress: Called with (sweeps done, sweeps).

    Raises:
        UsageError: The spec has no such tier, platform or contract to book, or the question cannot be answered.
        InfeasibleError: On some platform no deal of a tier lets a creator earn the market fee as asked.
    """
    campaign = _settled(campaign)
    draws = campaign.settings.draws
    if draws * question.creators > _MOST_OUTCOMES:
        most = _MOST_OUTCOMES // question.creators
        raise UsageError(f"{question.creators:,} creators in {draws:,} draws are too many; at most {most:,} --draws")
    cells = _asked(campaign, question)
    found: list[DealSweep] = []
    short: list[str] = []
    for done, cell in enumerate(cells, 1):
        tried = trial(campaign, cell, question)
        grid = _grid(tried)
        best = recommended(grid, tried.step / 2)
        if best is None:
            short.append(_shortfall(campaign, cell, tried, grid))
        else:
            found.append(_sweep(cell, tried, grid, best))
        if progress is not None:
            progress(done, len(cells))
    if short:
        raise InfeasibleError(";\n".join(short) + ";\nraise the ends of --bases or --commissions, or ask for less")
    return DealResult(campaign, version, question, tuple(found), warnings)


def _settled(campaign: Campaign) -> Campaign:
    """The campaign without what depends on who else is booked, and with no more draws than it takes."""
    settings = campaign.settings
    draws = settings.draws if settings.draws_stated else min(settings.draws, USUAL_DRAWS)
    switches = replace(settings.switches, overlap=False, halo=False)
    return replace(campaign, settings=replace(settings, draws=draws, switches=switches), amplification=None)


def _asked(campaign: Campaign, question: DealQuestion) -> list[Cell]:
    """One cell per tier and platform asked about, under the contract asked about or the one booked."""
    tiers = [cell for cell in campaign.cells if question.tier in (None, cell.tier)]
    if not tiers:
        there = ", ".join(dict.fromkeys(cell.tier for cell in campaign.cells))
        raise UsageError(f"--tier {question.tier}: this spec books no {question.tier} creators, only {there}")
    places = [cell for cell in tiers if question.platform in (None, cell.platform)]
    if not places:
        there = ", ".join(dict.fromkeys(cell.platform for cell in tiers))
        raise UsageError(f"--platform {question.platform}: these creators are not booked there, only on {there}")
    cells = [cell for cell in places if question.contract in (None, cell.contract.name)]
    if not cells:
        there = ", ".join(repr(name) for name in dict.fromkeys(cell.contract.name for cell in places))
        raise UsageError(
            f"--contract {question.contract}: these creators are not offered it, only {there}; "
            f"offer it with --set tiers.{places[0].tier}.contract={question.contract}"
        )
    # A further contract offered in a place has no share of the money; the first one with a share is the one booked.
    chosen: dict[tuple[str, str], Cell] = {}
    for cell in sorted(cells, key=lambda cell: cell.share <= 0):
        chosen.setdefault((cell.tier, cell.platform), cell)
    order = {(cell.tier, cell.platform): place for place, cell in reversed(list(enumerate(campaign.cells)))}
    return sorted(chosen.values(), key=lambda cell: order[cell.tier, cell.platform])


def _grid(tried: Trial) -> list[Deal]:
    bases, rates = tried.bases(), tried.rates()
    found = [tried.deal(base, rate) for base, rate in product(bases, rates)]
    return judged(found, (len(bases), len(rates)), tried.market, tried.question.chance)


def _sweep(cell: Cell, tried: Trial, grid: list[Deal], best: int) -> DealSweep:
    bases, rates = tried.bases(), tried.rates()
    base, rate = tried.present
    found = list(grid)
    if base in bases and rate in rates:
        mine = bases.index(base) * len(rates) + rates.index(rate)
    else:
        mine = len(found)
        outside = tried.deal(base, rate)
        acceptable = is_acceptable(outside, tried.market, tried.question.chance)
        found.append(replace(outside, acceptable=acceptable))
    lifted = tried.deal(base, rate, 1.0 + _LIFT)
    return DealSweep(
        tier=cell.tier,
        platform=cell.platform,
        contract=cell.contract.name,
        deliverables=cell.deliverables,
        market_fee=tried.market,
        bases=bases,
        commissions=tuple(each / PPM for each in rates),
        deals=tuple(found),
        present=mine,
        recommended=best,
        break_even_lift=_break_even_lift(found[mine], lifted, found[best]),
        notes=tuple(_notes(cell.contract)),
    )


def _break_even_lift(present: Deal, lifted: Deal, best: Deal) -> float | None:
    """By how much orders have to rise for the present deal to leave as much profit; what they add is near linear."""
    missing = best.profit.mean - present.profit.mean
    gained = lifted.profit.mean - present.profit.mean
    if missing <= 0 or gained <= 0 or present.commission <= best.commission:
        return None
    return missing / gained * _LIFT


def _notes(contract: Contract) -> Iterator[str]:
    if contract.fee is None:
        yield "The contract has no flat fee; one per creator is added to its other terms."
    if contract.commission is None:
        yield "The contract has no commission; one on net sales is added to its other terms."
    elif len(contract.commission.bands) > 1:
        yield "The commission shown is that of the first band; later bands keep their distance to it."
    if contract.collective_bonuses or contract.cap_per_campaign is not None:
        yield "What all creators of the contract share (bonuses, the cap of the campaign) is left out."
    if any("boost" in condition.metric for bonus in contract.bonuses for condition in bonus.conditions):
        yield "Posts are not boosted here, so bonuses on boosted posts are not earned."


def _shortfall(campaign: Campaign, cell: Cell, tried: Trial, grid: list[Deal]) -> str:
    """Which deal comes nearest to what is asked, and what it lacks."""
    currency, chance = campaign.currency, tried.question.chance
    fee = in_words(tried.market, currency)
    whom = f"no deal tried gives {cell.tier} creators on {cell.platform} the market fee of {fee}"
    if chance is None:
        near = max(grid, key=lambda deal: deal.pay.mean)
        lacking = in_words(math.ceil(tried.market - near.pay.mean), currency)
        return f"{whom} on average: {_named(near, campaign)} comes nearest and lacks {lacking}"
    near = max(grid, key=lambda deal: (deal.chance_of_fee, deal.pay.mean))
    had = math.floor(near.chance_of_fee * 1000) / 10
    return f"{whom} with a chance of {chance * 100:g}%: {_named(near, campaign)} comes nearest with {had:g}%"


def _named(deal: Deal, campaign: Campaign) -> str:
    base, commission = in_words(deal.base, campaign.currency), f"{deal.commission * 100:.4f}".rstrip("0").rstrip(".")
    return f"a base fee of {base} with a commission of {commission}%"
