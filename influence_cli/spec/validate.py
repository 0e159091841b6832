"""A document held against the schema: pydantic's findings turned into problems in plain words.

The vocabulary of the schema library is translated once, in ``_WORDS``; nothing of it reaches a user.
"""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from influence_cli.model.errors import Problem
from influence_cli.spec.codes import ErrorCode
from influence_cli.spec.document import Document
from influence_cli.spec.faults import fault
from influence_cli.spec.nodes import Key, Path, Scalar
from influence_cli.spec.schema import CampaignSpec
from influence_cli.spec.schema_parts import Record
from influence_cli.spec.schema_types import kind_of
from influence_cli.spec.text import listed, nearest, shown

Finding = tuple[ErrorCode, str, str, str]
"""Code, what is wrong, what was expected, suggestion."""

MOST_PROBLEMS = 200
"""Problems listed for one document."""

_FEW = 8
"""Keys named in full where one is unknown."""


def validate(document: Document) -> tuple[CampaignSpec | None, tuple[Problem, ...]]:
    """Read a document with the schema.

    Returns:
        The spec where there is no problem at all, and every problem, those of reading included. Keys missing
        from a document of which a layer could not be read are not reported.
    """
    data = document.data()
    readers: dict[int, type[Record]] = {}
    try:
        spec = CampaignSpec.model_validate(data, context=readers)
    except ValidationError as error:
        details = [detail for detail in error.errors(include_url=False) if not _follows(detail)]
        found = [_problem(document, data, readers, detail) for detail in details[:MOST_PROBLEMS]]
        listed_here = tuple(dict.fromkeys((*document.problems, *_without_echoes(found, document.partial))))
        return None, _cut(listed_here, len(details) - len(found))
    return (None if document.problems or document.partial else spec), _cut(document.problems, 0)


def _cut(problems: tuple[Problem, ...], unlisted: int) -> tuple[Problem, ...]:
    """The first problems, with a last one that says how many more there are."""
    unlisted += max(len(problems) - MOST_PROBLEMS, 0)
    if not unlisted:
        return problems
    kept = problems[:MOST_PROBLEMS]
    what = f"{unlisted:,} more problems are not listed"
    return (*kept, fault("too-many-problems", kept[-1].place, (), what, "the ones above mended first"))


def _without_echoes(problems: list[Problem], partial: bool) -> list[Problem]:
    """What each problem says once.

    Left out are missing keys that are there under a misspelt name or may be in a layer that could not be read,
    and what a short form such as ``price: -5`` gets wrong a second time, as the other end of a range.
    """
    meant = {
        ".".join((*problem.path.split(".")[:-1], problem.suggestion))
        for problem in problems
        if problem.code == "unknown-key" and problem.suggestion
    }
    kept = {
        (problem.code, problem.place, problem.path, problem.what): problem
        for problem in reversed(problems)
        if problem.code != "missing-key" or not (partial or problem.path in meant)
    }
    return list(reversed(kept.values()))


def _problem(
    document: Document, data: dict[str, object], readers: Mapping[int, type[Record]], detail: ErrorDetails
) -> Problem:
    context: dict[str, Any] = detail.get("ctx") or {}
    path, values = _path(data, detail["loc"])
    if context.get("at"):
        path = (*path, context["at"])
    if detail["type"] == "missing":
        key = str(detail["loc"][-1])
        expected = _described(readers.get(id(values[-1])), key)
        return fault("missing-key", document.place(path), _with(path, key), f"{shown(key)} is missing", expected)
    if detail["type"] == "extra_forbidden":
        reader = readers.get(id(values[-2])) if len(values) > 1 else None
        return _unknown_key(document, path, reader)
    code, what, expected, suggestion = _finding(detail, context)
    at_key = detail["loc"][-1:] == ("[key]",)
    place = document.key_place(path) if at_key or context.get("at") else document.place(path)
    return fault(code, place, path, what, expected, suggestion)


def _follows(detail: ErrorDetails) -> bool:
    """Whether a list is only too short because its items were refused."""
    written = detail["input"]
    return detail["type"] == "too_short" and isinstance(written, list | dict) and len(written) > 0


def _described(reader: type[Record] | None, key: str) -> str:
    description = reader.description_of(key) if reader else ""
    first = description.partition(".")[0]
    return f"{key}: {first[:1].lower()}{first[1:]}" if first else f"{key}: ..."


def _with(path: Path, key: Key) -> Path:
    return path if path[-1:] == (key,) else (*path, key)


def _path(data: object, location: tuple[Key, ...]) -> tuple[Path, list[Any]]:
    """The part of a location that is written in the document, and the values along it.

    Names of forms (``#list``), marks of keys (``[key]``) and keys that short forms stand for are left out.
    """
    path: list[Key] = []
    values: list[Any] = [data]
    for key in location:
        here = values[-1]
        in_mapping = isinstance(here, dict) and isinstance(key, str) and key in here
        in_list = isinstance(here, list) and isinstance(key, int) and key < len(here)
        if in_mapping or in_list:
            path.append(key)
            values.append(here[key])
    return tuple(path), values


def _unknown_key(document: Document, path: Path, reader: type[Record] | None) -> Problem:
    word = str(path[-1])
    keys = reader.keys() if reader else ()
    suggestion = (reader.elsewhere.get(word) if reader else None) or nearest(word, keys)
    some = suggestion and len(keys) > _FEW
    expected = "" if some else f"one of {listed(keys)}"
    if word.isdigit():
        expected = "a number with a comma in quotes, or without the comma, between braces"
    return fault(
        "unknown-key",
        document.key_place(path),
        path,
        f"the key {shown(word)} is not known",
        expected,
        suggestion,
    )


def _finding(detail: ErrorDetails, context: Mapping[str, Any]) -> Finding:
    if "what" in context:
        code: ErrorCode = detail["type"]  # type: ignore[assignment]
        return code, context["what"], context["expected"], context["suggestion"]
    translate = _WORDS.get(detail["type"])
    if translate is None:
        return "wrong-type", "this value cannot be read here", "", ""
    return translate(detail["input"], context)


def _not_a_list(value: object, context: Mapping[str, Any]) -> Finding:
    example = f"[{value.text}]" if isinstance(value, Scalar) and value.text.isalnum() else "[one, two]"
    return "wrong-type", f"{kind_of(value)} stands here", f"a list, for example {example}", ""


def _not_a_mapping(value: object, context: Mapping[str, Any]) -> Finding:
    return "wrong-type", f"{kind_of(value)} stands here", "a mapping (lines of key: value)", ""


def _too_many(value: object, context: Mapping[str, Any]) -> Finding:
    listed_here = len(value) if isinstance(value, list | dict) else "too many"
    return "too-many", f"{listed_here} are listed", f"at most {context['max_length']}", ""


def _too_few(value: object, context: Mapping[str, Any]) -> Finding:
    return "too-few", "nothing is listed", f"at least {context['min_length']}", ""


_WORDS: Mapping[str, Callable[[object, Mapping[str, Any]], Finding]] = {
    "tuple_type": _not_a_list,
    "dict_type": _not_a_mapping,
    "mapping_type": _not_a_mapping,
    "too_long": _too_many,
    "too_short": _too_few,
}
"""The schema library's findings in plain words; missing and unknown keys are told apart before."""
