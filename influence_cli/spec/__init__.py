"""The border where specs come in: YAML text to a campaign, every problem at once with its place.

What a command does not need is not imported: the schema comes with the first spec that is read.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from influence_cli.model.errors import Problem, SpecError
from influence_cli.spec.source import Override, Parsed, Source

if TYPE_CHECKING:
    from influence_cli.model.campaign import Gate
    from influence_cli.model.errors import Place
    from influence_cli.spec.blank import TemplateOptions

__all__ = ["Override", "Parsed", "Source", "check", "json_schema", "load", "parse_gate", "template"]


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


def check(
    source: Source, read: Callable[[str], bytes], overrides: Sequence[str | Override] = ()
) -> tuple[Problem, ...]:
    """Every error and piece of advice about a spec, sorted by place; empty for a good one.

    Where there are errors, advice is given on the parts that they do not touch.
    """
    from influence_cli.spec.reading import read_spec

    return read_spec(source, read, overrides).problems


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
