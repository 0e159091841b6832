"""Gates of a comparison: those of a plan, and such as ``delta.roi.p50 >= -0.02`` or ``p(delta.roi > 0) >= 0.6``."""

from collections.abc import Sequence

from influence_cli.model.comparison import ComparisonGate
from influence_cli.model.errors import Place, Problem, SpecError
from influence_cli.spec.expressions import ExpressionError, Token, foreign_currency, tokens
from influence_cli.spec.faults import fault
from influence_cli.spec.gates import BUDGET, gate_of, gate_problem

DELTA = "delta"
"""The word before a metric that makes a gate one about the difference."""


def parse_comparison_gate(text: str, place: Place) -> ComparisonGate:
    """Read a gate of a comparison: a gate of a plan, with ``delta.`` before the metric or without.

    Args:
        text: As written.
        place: Where it starts.

    Raises:
        SpecError: It cannot be read; one problem with code ``bad-gate``.

    >>> asked = parse_comparison_gate("delta.roi.p50 >= -2%", Place("--gate"))
    >>> asked.is_delta, asked.gate.metric, asked.gate.limit
    (True, 'roi', -0.02)
    """
    try:
        found = tokens(text)
        rest = _without_delta(found)
        gate = gate_of(text, rest)
        is_delta = len(rest) < len(found)
        if is_delta and BUDGET in (gate.limit, gate.inner_limit):
            at = next(token.at for token in found if token.text == BUDGET)
            raise ExpressionError(at, "a difference cannot be held against the budget", "an amount, such as 500")
    except ExpressionError as error:
        raise SpecError((gate_problem(error, text, place, path=""),)) from None
    return ComparisonGate(gate, is_delta)


def parse_comparison_gates(texts: Sequence[str], place: Place, currency: str) -> tuple[ComparisonGate, ...]:
    """Read several gates whose amounts must be in the currency of the plans.

    Raises:
        SpecError: With the problems of all of them.
    """
    found: list[ComparisonGate] = []
    problems: list[Problem] = []
    for text in texts:
        try:
            found.append(parse_comparison_gate(text, place))
        except SpecError as error:
            problems.extend(error.problems)
            continue
        foreign = foreign_currency(text, currency)
        if foreign:
            what = f"the gate is in {foreign}, the plans in {currency}"
            problems.append(fault("currency-mismatch", place, (), what, f"an amount in {currency}"))
    if problems:
        raise SpecError(tuple(problems))
    return tuple(found)


def _without_delta(found: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens less ``delta`` and its point, where it stands before a metric."""
    at = 2 if [token.text for token in found[:2]] == ["p", "("] else 0
    if [token.text for token in found[at : at + 2]] == [DELTA, "."]:
        return (*found[:at], *found[at + 2 :])
    return found
