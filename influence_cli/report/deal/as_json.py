"""Deals as a JSON document, version 1: money as decimal strings, what is not a number as null."""

from influence_cli.model.deal import TAIL, Deal, DealQuestion, DealResult, DealSweep, Outlook
from influence_cli.model.money import Currency
from influence_cli.report.layout.json_parts import money_json, warning_json
from influence_cli.report.layout.json_text import Json, json_text
from influence_cli.report.values import exact

SCHEMA = "influence/deals/1"
"""Name and version of the document; a key is only ever added within a version."""


def deal_json(result: DealResult) -> str:
    """Render deals for programmes; `deal.schema.deal_json_schema` describes it."""
    return json_text(_document(result))


def _document(result: DealResult) -> Json:
    campaign = result.campaign
    return {
        "schema": SCHEMA,
        "version": result.version,
        "seed": campaign.settings.seed,
        "draws": campaign.settings.draws,
        "spec_sha256": campaign.spec_sha256,
        "benchmarks": campaign.benchmark_set,
        "campaign": {"name": campaign.name, "brand": campaign.brand},
        "currency": campaign.currency.code,
        "question": _question(result.question, campaign.currency),
        "sweeps": [_sweep(sweep, campaign.currency) for sweep in result.sweeps],
        "warnings": [warning_json(problem) for problem in result.warnings],
    }


def _question(question: DealQuestion, currency: Currency) -> Json:
    bases = question.bases
    return {
        "base_shares": [exact.number(end) for end in (bases.low, bases.high)] if bases.of_market else None,
        "base_amounts": None if bases.of_market else [money_json(end, currency) for end in (bases.low, bases.high)],
        "commissions": [exact.number(end) for end in question.commissions],
        "steps": question.steps,
        "chance": None if question.chance is None else exact.number(question.chance),
        "brand_aversion": exact.number(question.brand_aversion),
        "creator_aversion": exact.number(question.creator_aversion),
        "tail": TAIL,
        "effort": exact.number(question.effort),
        "creators": question.creators,
    }


def _sweep(sweep: DealSweep, currency: Currency) -> Json:
    return {
        "tier": sweep.tier,
        "platform": sweep.platform,
        "contract": sweep.contract,
        "deliverables": sweep.deliverables,
        "market_fee": money_json(sweep.market_fee, currency),
        "break_even_lift": None if sweep.break_even_lift is None else exact.number(sweep.break_even_lift),
        "notes": list(sweep.notes),
        "deals": [_deal(sweep, place, currency) for place in range(len(sweep.deals))],
    }


def _deal(sweep: DealSweep, place: int, currency: Currency) -> Json:
    found: Deal = sweep.deals[place]
    return {
        "base": money_json(found.base, currency),
        "base_share": exact.number(found.base / sweep.market_fee),
        "commission": exact.number(found.commission),
        "profit": _outlook(found.profit, currency),
        "chance_of_loss": exact.number(found.chance_of_loss),
        "pay": _outlook(found.pay, currency),
        "chance_of_fee": exact.number(found.chance_of_fee),
        "joint_value": money_json(found.profit.value + found.pay.value, currency),
        "acceptable": found.acceptable,
        "efficient": found.efficient,
        "recommended": place == sweep.recommended,
        "present": place == sweep.present,
    }


def _outlook(outlook: Outlook, currency: Currency) -> Json:
    return {
        name: money_json(getattr(outlook, name), currency)
        for name in ("mean", "sd", "p10", "p50", "p90", "worst_tenth", "value")
    }
