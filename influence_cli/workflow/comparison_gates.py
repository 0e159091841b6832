"""Hold a comparison against demands: on the last plan, or on how it differs from the one it is held against."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from influence_cli.model.campaign import Gate
from influence_cli.model.comparison import ComparisonGate
from influence_cli.model.money import Currency
from influence_cli.model.plan import GateResult, Statistics
from influence_cli.workflow.changes import UNKNOWN, change
from influence_cli.workflow.gates import held_against, share_that_holds
from influence_cli.workflow.paired import gaps, less
from influence_cli.workflow.projection import Samples


@dataclass(frozen=True, slots=True)
class Sides:
    """What gates of a comparison look at.

    Attributes:
        numbers: Statistics of the plan that is judged.
        drawn: Its draws, or None.
        before: Statistics of the plan it is held against.
        drawn_before: Draws of that one's decision in the same runs, or None.
        from_file: Whether ``before`` was read from a file, which rounds.
        budget: Budget of the plan that is judged, minor units.
    """

    numbers: Mapping[str, Statistics]
    drawn: Samples | None
    before: Mapping[str, Statistics]
    drawn_before: Samples | None
    from_file: bool
    budget: int


def answer(asked: ComparisonGate, sides: Sides, currency: Currency) -> GateResult:
    """Answer one gate; what has no value (no feasible plan, draws that are not paired) fails it.

    Args:
        asked: The demand; its limits are in major units for money.
        sides: What is held against what.
        currency: Currency of every amount.
    """
    gate = asked.gate
    value = _chance(asked, sides, currency) if gate.is_probability else _statistic(asked, sides, currency)
    return held_against(gate, value, sides.budget, currency)


def _chance(asked: ComparisonGate, sides: Sides, currency: Currency) -> float:
    gate = asked.gate
    if sides.drawn is None or (asked.is_delta and sides.drawn_before is None):
        return math.nan
    drawn = sides.drawn[gate.metric]
    if asked.is_delta and sides.drawn_before is not None:
        drawn = gaps(drawn, sides.drawn_before[gate.metric])
    return share_that_holds(gate, drawn, sides.budget, currency)


def _statistic(asked: ComparisonGate, sides: Sides, currency: Currency) -> float:
    gate: Gate = asked.gate
    now = sides.numbers.get(gate.metric, UNKNOWN)
    if not asked.is_delta:
        return float(getattr(now, gate.statistic))
    before = sides.before.get(gate.metric, UNKNOWN)
    apart = change(gate.metric, before, now, currency).delta if sides.from_file else less(now, before)
    return float(getattr(apart, gate.statistic))
