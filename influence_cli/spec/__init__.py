"""The border where specs come in: YAML text to a campaign, every problem at once with its place.

What a command does not need is not imported: the schema comes with the first spec that is read.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from influence_cli.model.errors import Problem, SpecError
from influence_cli.spec.source import Advice, Override, Parsed, Source

if TYPE_CHECKING:
    from influence_cli.model.agreement import SpecTerms
    from influence_cli.model.campaign import Gate
    from influence_cli.model.comparison import ComparisonGate, SavedPlan
    from influence_cli.model.errors import Place
    from influence_cli.model.payout import PayoutRules
    from influence_cli.spec.blank import TemplateOptions

__all__ = [
    "Override",
    "Parsed",
    "Source",
    "check",
    "is_saved_plan",
    "json_schema",
    "load",
    "load_agreements",
    "load_payouts",
    "parse_comparison_gates",
    "parse_gate",
    "parse_saved_plan",
    "template",
]


def load(
    source: Source, read: Callable[[str], bytes], overrides: Sequence[str | Override] = (), gates: Sequence[str] = ()
) -> Parsed:
    """Read a spec.

    Args:
        source: The spec.
        read: Returns the bytes of a file the spec extends; may raise OSError.
        overrides: ``key.path=value`` each, as after ``--set``; later ones win over earlier ones and over files.
        gates: Further demands on the result.

    Raises:
        SpecError: The spec is wrong; carries every error found.
    """
    from influence_cli.spec.reading import read_spec

    found = read_spec(source, read, overrides, gates)
    if found.campaign is None:
        raise SpecError(found.errors)
    return Parsed(found.campaign, found.advice)


def load_agreements(
    source: Source, read: Callable[[str], bytes], overrides: Sequence[str | Override] = ()
) -> "tuple[Parsed, SpecTerms]":
    """Read a spec together with what its contracts say beside the pay.

    Args:
        source: The spec.
        read: Returns the bytes of a file the spec extends; may raise OSError.
        overrides: ``key.path=value`` each.

    Raises:
        SpecError: The spec is wrong; carries every error found.
    """
    from influence_cli.spec.agreements import terms_of
    from influence_cli.spec.reading import read_spec

    found = read_spec(source, read, overrides)
    if found.campaign is None or found.spec is None:
        raise SpecError(found.errors)
    return Parsed(found.campaign, found.advice), terms_of(found.spec)


def load_payouts(
    source: Source, read: Callable[[str], bytes], overrides: Sequence[str | Override] = ()
) -> "tuple[Parsed, SpecTerms, PayoutRules]":
    """Read a spec together with what its contracts say beside the pay, and how creators are paid.

    Args:
        source: The spec.
        read: Returns the bytes of a file the spec extends; may raise OSError.
        overrides: ``key.path=value`` each.

    Raises:
        SpecError: The spec is wrong, or lacks ``campaign.start``; carries every error found.
    """
    from influence_cli.spec.agreements import terms_of
    from influence_cli.spec.payouts import rules_of
    from influence_cli.spec.reading import read_spec

    found = read_spec(source, read, overrides)
    rules = rules_of(found)
    if found.campaign is None or found.spec is None:
        raise SpecError(found.errors)
    return Parsed(found.campaign, found.advice), terms_of(found.spec), rules


def check(
    source: Source,
    read: Callable[[str], bytes],
    overrides: Sequence[str | Override] = (),
    *,
    contracts: bool = False,
) -> tuple[Problem, ...]:
    """Every error and piece of advice about a spec, sorted by place; empty for a good one.

    Where there are errors, advice is given on the parts that they do not touch.

    Args:
        source: The spec.
        read: Returns the bytes of a file the spec extends; may raise OSError.
        overrides: ``key.path=value`` each.
        contracts: Whether to say what its contracts leave open, even if it states nothing yet that only a
            contract needs.
    """
    from influence_cli.spec.reading import read_spec

    advice = Advice.CONTRACTS if contracts else Advice.BEGUN
    return read_spec(source, read, overrides, advice=advice).problems


def json_schema() -> dict[str, object]:
    """JSON Schema (draft 2020-12) of a spec, for editors and validators."""
    from influence_cli.spec.published import json_schema as generate

    return generate()


def template(options: "TemplateOptions") -> str:
    """A commented spec to start from."""
    from influence_cli.spec.blank import template as write

    return write(options)


def parse_gate(text: str, place: "Place") -> "Gate":
    """Read a demand on the result, such as ``roi.p10 >= 0``.

    Raises:
        SpecError: It cannot be read.
    """
    from influence_cli.spec.gates import parse_gate as parse

    return parse(text, place)


def parse_comparison_gates(texts: Sequence[str], place: "Place", currency: str) -> "tuple[ComparisonGate, ...]":
    """Read demands on a comparison, such as ``delta.roi.p50 >= -0.02``, with amounts in one currency.

    Raises:
        SpecError: With the problems of all of them.
    """
    from influence_cli.spec.comparison_gates import parse_comparison_gates as parse

    return parse(texts, place, currency)


def is_saved_plan(content: bytes) -> bool:
    """Whether a file claims to be a document of this programme rather than a spec."""
    from influence_cli.spec.saved_plan import is_saved_plan as claims

    return claims(content)


def parse_saved_plan(source: Source) -> "SavedPlan":
    """Read a plan saved as JSON.

    Raises:
        SpecError: It is no JSON, or no plan; carries every problem found.
    """
    from influence_cli.spec.saved_plan import parse_saved_plan as parse

    return parse(source)
