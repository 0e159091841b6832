"""The whole way of a spec: layers, schema, resolved campaign, advice, with everything that is found on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import assert_never

from influence_cli.model.campaign import Campaign
from influence_cli.model.errors import Problem
from influence_cli.spec.agreements import has_terms
from influence_cli.spec.document import Document
from influence_cli.spec.layers import read_document
from influence_cli.spec.lints import AGREEMENT_LINTS, LINTS, Lint, lint
from influence_cli.spec.mend import independent, mended, touched
from influence_cli.spec.resolve import resolve
from influence_cli.spec.schema import CampaignSpec
from influence_cli.spec.source import Advice, Override, Source
from influence_cli.spec.validate import validate


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read.

    Attributes:
        campaign: The campaign, or None where there are errors.
        errors: What is wrong.
        advice: What is doubtful, as far as it does not hang on what is wrong.
        spec: The spec as it was written, or None where it cannot be read.
        document: Where its values stand, or None where it cannot be read.
    """

    campaign: Campaign | None
    errors: tuple[Problem, ...]
    advice: tuple[Problem, ...]
    spec: CampaignSpec | None = None
    document: Document | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything found, sorted by place."""
        return _sorted((*self.errors, *self.advice))


def read_spec(
    source: Source,
    read: Callable[[str], bytes],
    overrides: Sequence[str | Override] = (),
    gates: Sequence[str] = (),
    *,
    advice: Advice = Advice.PLAN,
) -> Reading:
    """Read a spec, and where it is wrong go on with what is left of it.

    Args:
        source: The spec.
        read: Returns the bytes of a file the spec extends; may raise OSError.
        overrides: ``key.path=value`` each.
        gates: Further demands on the result.
        advice: What to give advice about.
    """
    document = read_document(source, read, overrides)
    spec, faults = validate(document)
    if spec is None:
        readable = mended(document, faults)
        spec = None if readable is None else validate(readable)[0]
        if readable is None or spec is None:
            return Reading(None, _sorted(faults), ())
        document = readable
    campaign, clashes = resolve(spec, document, gates)
    errors = (*faults, *independent(clashes, faults))
    unclear = touched((*faults, *clashes))
    given = () if campaign is None else lint(campaign, spec, document, unclear, _rules(spec, advice))
    return Reading(None if errors else campaign, _sorted(errors), _sorted(given), spec, document)


def _rules(spec: CampaignSpec, advice: Advice) -> tuple[Lint, ...]:
    match advice:
        case Advice.PLAN:
            return LINTS
        case Advice.BEGUN:
            return (*LINTS, *AGREEMENT_LINTS) if has_terms(spec) else LINTS
        case Advice.CONTRACTS:
            return (*LINTS, *AGREEMENT_LINTS)
        case _:
            assert_never(advice)


def _sorted(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: (problem.place, problem.code, problem.path)))
