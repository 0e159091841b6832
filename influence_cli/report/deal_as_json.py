"""Deals as a JSON document, version 1: money as decimal strings, what is not a number as null."""

import json
import re

from influence_cli.model.deal import TAIL, Deal, DealQuestion, DealResult, DealSweep, Outlook
from influence_cli.model.errors import Problem
from influence_cli.model.money import Currency
from influence_cli.report import exact

SCHEMA = "influence/deals/1"
"""Name and version of the document; a key is only ever added within a version."""

Json = dict[str, object]

_UNSAFE = re.compile("[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")
"""Characters that steer a terminal, reorder a line or cannot be encoded; JSON lets them be spelt out."""


def deal_json(result: DealResult) -> str:
    """Render deals for programmes; `deal_schema.deal_json_schema` describes it."""
    text = json.dumps(_document(result), ensure_ascii=False, indent=2, allow_nan=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text) + "\n"


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
        "warnings": [_warning(problem) for problem in result.warnings],
    }


def _question(question: DealQuestion, currency: Currency) -> Json:
    bases = question.bases
    return {
        "base_shares": [exact.number(end) for end in (bases.low, bases.high)] if bases.of_market else None,
        "base_amounts": None if bases.of_market else [_money(end, currency) for end in (bases.low, bases.high)],
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
        "market_fee": _money(sweep.market_fee, currency),
        "break_even_lift": None if sweep.break_even_lift is None else exact.number(sweep.break_even_lift),
        "notes": list(sweep.notes),
        "deals": [_deal(sweep, place, currency) for place in range(len(sweep.deals))],
    }


def _deal(sweep: DealSweep, place: int, currency: Currency) -> Json:
    found: Deal = sweep.deals[place]
    return {
        "base": _money(found.base, currency),
        "base_share": exact.number(found.base / sweep.market_fee),
        "commission": exact.number(found.commission),
        "profit": _outlook(found.profit, currency),
        "chance_of_loss": exact.number(found.chance_of_loss),
        "pay": _outlook(found.pay, currency),
        "chance_of_fee": exact.number(found.chance_of_fee),
        "joint_value": _money(found.profit.value + found.pay.value, currency),
        "acceptable": found.acceptable,
        "efficient": found.efficient,
        "recommended": place == sweep.recommended,
        "present": place == sweep.present,
    }


def _outlook(outlook: Outlook, currency: Currency) -> Json:
    return {
        name: _money(getattr(outlook, name), currency)
        for name in ("mean", "sd", "p10", "p50", "p90", "worst_tenth", "value")
    }


def _warning(problem: Problem) -> Json:
    return {
        "code": problem.code,
        "path": problem.path,
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "message": problem.what,
        "reason": problem.reason,
        "source": problem.source,
    }


def _money(minor: float, currency: Currency) -> str | None:
    amount = exact.money(minor, currency)
    return None if amount is None else f"{amount:f}"
