"""What the optimal strategy is to reach and to keep: objective, constraints, limits on bad luck; and exclusions."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Literal, TypeVar

from influence_cli.model.campaign import AllocationRules, Strategy, aim_of
from influence_cli.model.contract import Contract
from influence_cli.model.objective import Limit, Measure, Objective, Scope
from influence_cli.spec.codes import ErrorCode
from influence_cli.spec.constraints import Value, parse_constraint
from influence_cli.spec.expressions import ExpressionError
from influence_cli.spec.faults import dotted
from influence_cli.spec.findings import Findings
from influence_cli.spec.gates import gate_problem
from influence_cli.spec.nodes import Path
from influence_cli.spec.resolve_money import Purse
from influence_cli.spec.resolve_rules import Slot
from influence_cli.spec.risks import parse_risk
from influence_cli.spec.scalars import Money
from influence_cli.spec.schema import CampaignSpec
from influence_cli.spec.scopes import Names, format_scope, parse_scope
from influence_cli.spec.text import shown

Parsed = TypeVar("Parsed")
Placed = Mapping[int, Parsed]
"""What could be read of a list, by its number in it."""


def names_of(spec: CampaignSpec, contracts: Mapping[str, Contract]) -> Names:
    """What a scope may name besides tiers and platforms."""
    return Names(tuple(phase.name for phase in spec.phases), tuple(contracts))


def exclusions(spec: CampaignSpec, names: Names, findings: Findings) -> tuple[Scope, ...]:
    """The scopes that are not booked; one that cannot be read is a problem."""
    found = _read(spec.allocation.exclude, "exclude", "bad-scope", lambda text, _: parse_scope(text, names), findings)
    return tuple(found.values())


def with_limits(
    spec: CampaignSpec, rules: AllocationRules, slots: Sequence[Slot], names: Names, budget: int, money: Purse
) -> AllocationRules:
    """The rules with objective, constraints and limits on bad luck.

    They are read under every strategy, so that a spec can be planned with each of them; only under the optimal one
    are they held against each other and against what can be booked.

    Args:
        spec: The spec.
        rules: The strategy and the demands on tiers.
        slots: Every place for creators.
        names: What phases and contracts are called.
        budget: The total, minor units.
        money: The campaign's currency.
    """
    terms, findings = spec.allocation, money.findings

    def limit(text: str, path: Path) -> Limit:
        found = parse_constraint(text, names)
        low, high = (None if end is None else _plain(end, path, money) for end in (found.low, found.high))
        return Limit(text, found.scope, found.measure, low, high)

    limits = _read(terms.constraints, "constraints", "bad-constraint", limit, findings)
    risk = _read(terms.risk, "risk", "bad-risk", lambda text, _: parse_risk(text, money.currency, budget), findings)
    if rules.strategy is Strategy.OPTIMAL:
        _check_places(limits, slots, findings)
        _check_clashes(limits, findings)
    return replace(
        rules,
        objective=_objective(spec),
        limits=tuple(limits.values()),
        max_share_per_cell=None if terms.max_share_per_cell is None else float(terms.max_share_per_cell),
        risk=tuple(risk.values()),
        spend_all=terms.spend_all,
    )


def _read(
    texts: Sequence[str],
    key: Literal["exclude", "constraints", "risk"],
    code: ErrorCode,
    parse: Callable[[str, Path], Parsed],
    findings: Findings,
) -> Placed[Parsed]:
    found: dict[int, Parsed] = {}
    for i, text in enumerate(texts):
        path: Path = ("allocation", key, i)
        try:
            found[i] = parse(text, path)
        except ExpressionError as error:
            findings.add(gate_problem(error, text, findings.text_place(path), code=code, path=dotted(path)))
    return found


def _plain(value: Value, path: Path, money: Purse) -> float:
    return float(money.minor(value, path) if isinstance(value, Money) else value)


def _objective(spec: CampaignSpec) -> Objective | None:
    """The objective as written; with an aversion to bad luck alone it is the goal's own."""
    terms = spec.allocation
    if terms.objective is None and terms.risk_aversion is None:
        return None
    weights = {aim_of(spec.campaign.goal): 1.0}
    if terms.objective is not None:
        weights = {aim: float(weight) for aim, weight in terms.objective.items()}
    if terms.risk_aversion is None:
        return Objective(weights)
    return Objective(weights, float(terms.risk_aversion.weight), float(terms.risk_aversion.tail))


def _check_places(limits: Placed[Limit], slots: Sequence[Slot], findings: Findings) -> None:
    """A limit on nothing: what it names does not go together, or is not booked at all."""
    places = {(slot.tier, slot.platform, slot.phase.name, slot.contract) for slot in slots}
    for i, limit in limits.items():
        if places and not any(limit.scope.covers(*place) for place in places):
            findings.error(
                "scope-empty",
                ("allocation", "constraints", i),
                f"no creator who can be booked belongs to {shown(format_scope(limit.scope))}",
                "a tier, platform, phase and contract that go together and are not excluded",
            )


def _check_clashes(limits: Placed[Limit], findings: Findings) -> None:
    """A lower limit above an upper one of the same places, in whatever order they are written."""
    tightest: dict[tuple[Scope, Measure], tuple[tuple[float, str], tuple[float, str]]] = {}
    for i, limit in limits.items():
        key = (limit.scope, limit.measure)
        low, high = tightest.get(key, ((-math.inf, ""), (math.inf, "")))
        clashed = low[0] > high[0]
        if limit.low is not None and limit.low > low[0]:
            low = (limit.low, limit.text)
        if limit.high is not None and limit.high < high[0]:
            high = (limit.high, limit.text)
        tightest[key] = (low, high)
        if low[0] > high[0] and not clashed:
            findings.error(
                "constraints-clash",
                ("allocation", "constraints", i),
                f"{shown(low[1])} and {shown(high[1])} cannot both hold",
                "a lower limit that is not above the upper one",
            )
