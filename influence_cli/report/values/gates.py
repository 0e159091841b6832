"""What gates demanded and found, in short."""

from collections.abc import Sequence

from influence_cli.metrics.catalogue import Kind
from influence_cli.model.campaign import Gate
from influence_cli.model.plan import GateResult
from influence_cli.report.values.statistics import kind_of


def gate_kind(gate: Gate) -> Kind:
    """How the value and the limit of a gate are written; probabilities are shares."""
    return Kind.RATE if gate.is_probability else kind_of(gate.metric)


def gates_in_short(gates: Sequence[GateResult]) -> str:
    """How many gates passed, or an empty string without gates."""
    if not gates:
        return ""
    passed = sum(gate.passed for gate in gates)
    return f"{passed} of {len(gates)} passed"
