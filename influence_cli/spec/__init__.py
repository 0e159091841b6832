"""The border where specs come in: YAML text to a campaign, every problem at once with its place.

What a command does not need is not imported: the schema comes with the first spec that is read.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from influence_cli.model.errors import Problem, Severity, SpecError
from influence_cli.spec.source import Parsed, Source

if TYPE_CHECKING:
    from influence_cli.model.campaign import Gate
    from influence_cli.model.errors import Place
    from influence_cli.spec.document import Document
    from influence_cli.spec.template import TemplateOptions

__all__ = ["Parsed", "Source", "check", "json_schema", "load", "parse_gate", "template"]


def load(
    source: Source, read: Callable[[str], bytes], overrides: Sequence[str] = (), gates: Sequence[str] = ()
) -> Parsed:
    """Read a spec.

    Args:
        source: The spec.
        read: Returns the bytes of a file the spec extends; may raise OSError.
        overrides: ``key.path=value`` each; later ones win over earlier ones and over files.
        gates: Further demands on the result.

    Raises:
        SpecError: The spec is wrong; carries every error found.
    """
    parsed, problems = _read(source, read, overrides, gates)
    if parsed is None:
        raise SpecError(problems)
    return parsed


def check(source: Source, read: Callable[[str], bytes], overrides: Sequence[str] = ()) -> tuple[Problem, ...]:
    """Every error and piece of advice about a spec, sorted by place; empty for a good one."""
    parsed, problems = _read(source, read, overrides, ())
    return problems if parsed is None else _sorted(parsed.warnings)


def json_schema() -> dict[str, object]:
    """JSON Schema (draft 2020-12) of a spec, for editors and validators."""
    from influence_cli.spec.published import json_schema as generate

    return generate()


def template(options: "TemplateOptions") -> str:
    """A commented spec to start from."""
    from influence_cli.spec.template import template as write

    return write(options)


def parse_gate(text: str, place: "Place") -> "Gate":
    """Read a demand on the result, such as ``roi.p10 >= 0``.

    Raises:
        SpecError: It cannot be read.
    """
    from influence_cli.spec.gates import parse_gate as parse

    return parse(text, place)


def _read(
    source: Source, read: Callable[[str], bytes], overrides: Sequence[str], gates: Sequence[str]
) -> tuple[Parsed | None, tuple[Problem, ...]]:
    from influence_cli.spec.layers import read_document
    from influence_cli.spec.lints import lint
    from influence_cli.spec.resolve import resolve
    from influence_cli.spec.validate import validate

    document = read_document(source, read, overrides)
    spec, problems = validate(document)
    if spec is None:
        return None, _sorted((*problems, *_further(document, problems, gates)))
    campaign, problems = resolve(spec, document, gates)
    errors = tuple(problem for problem in problems if problem.severity is Severity.ERROR)
    if campaign is None or errors:
        return None, _sorted(problems)
    return Parsed(campaign, (*problems, *lint(campaign, spec, document))), ()


def _further(document: "Document", problems: tuple[Problem, ...], gates: Sequence[str]) -> tuple[Problem, ...]:
    """Errors that only resolving finds, as far as they do not follow from those already known."""
    from influence_cli.spec.mend import independent, mended
    from influence_cli.spec.resolve import resolve
    from influence_cli.spec.validate import validate

    readable = mended(document, problems)
    spec = validate(readable)[0] if readable else None
    return independent(resolve(spec, readable, gates)[1], problems) if readable and spec else ()


def _sorted(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: (problem.place, problem.code, problem.path)))
