"""The record of an optimization in a plan's JSON document."""

from influence_cli.model.campaign import Campaign
from influence_cli.model.optimality import Certificate, Marginal, Optimality, RiskCheck, Rival
from influence_cli.report.layout.json_parts import money_json, objective_json
from influence_cli.report.layout.json_text import Json
from influence_cli.report.plan.optimality.rows import is_kept
from influence_cli.report.values import exact


def optimality_json(campaign: Campaign, found: Optimality | None) -> Json | None:
    """Everything that is known of an optimization; values of the objective are numbers in its own units."""
    if found is None:
        return None
    currency = campaign.currency
    return {
        "objective": objective_json(found.objective),
        "certificate": _certificate(found.certificate),
        "value": exact.number(found.value),
        "parts": {aim.value: exact.number(value) for aim, value in found.parts.items()},
        "rivals": [_rival(rival, campaign) for rival in found.rivals],
        "prices": [{"limit": price.limit, "cost": exact.number(price.cost)} for price in found.prices],
        "step": money_json(found.step, currency),
        "marginals": [_marginal(marginal) for marginal in found.marginals],
        "risk": [_risk(check, campaign) for check in found.risk],
        "stopped_early": found.stopped_early,
    }


def _certificate(certificate: Certificate) -> Json:
    return {
        "objective": exact.number(certificate.objective),
        "upper_bound": exact.number(certificate.upper_bound),
        "gap": exact.number(certificate.gap),
        "status": certificate.status,
        "nodes": certificate.nodes,
        "scenarios": certificate.scenarios,
    }


def _rival(rival: Rival, campaign: Campaign) -> Json:
    return {
        "strategy": rival.strategy,
        "value": None if rival.value is None else exact.number(rival.value),
        "creators": rival.creators,
        "spend": money_json(rival.spend, campaign.currency),
        "breaks": list(rival.breaks),
    }


def _marginal(marginal: Marginal) -> Json:
    return {
        "cell": marginal.cell or None,
        "value": exact.number(marginal.value),
        "creators": exact.number(marginal.creators),
    }


def _risk(check: RiskCheck, campaign: Campaign) -> Json:
    money = {
        name: money_json(value, campaign.currency)
        for name, value in (("bound", check.bound), ("decided", check.decided), ("fresh", check.fresh))
    }
    return {"limit": check.limit, **money, "kept": is_kept(campaign, check)}
