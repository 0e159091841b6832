"""The JSON Schema of a spec, generated from the models that read it."""

from typing import Any

from influence_cli.spec.schema import CampaignSpec

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_EXTENDS = {
    "description": "Files this one builds on, relative to its folder.",
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}, {"type": "null"}],
}
_ALONE = {
    "required": ["campaign", "budget"],
    "properties": {"campaign": {"required": ["name", "weeks"]}, "budget": {"required": ["total"]}},
}
"""What a file needs that extends no other; the words apply to mappings only, so a short budget passes."""

_IN_LISTS = frozenset({"PhaseSpec", "BandSpec", "TaperStepSpec", "RateChangeSpec", "BonusSpec", "CollectiveBonusSpec"})
"""Items of lists are never merged, so their required keys stand in the same file."""


def json_schema() -> dict[str, object]:
    """JSON Schema, draft 2020-12, for editors and validators.

    Accepts what the parser accepts once YAML is read as JSON: numbers may be numbers or text, a key may be
    left empty, and the keys of a mapping may be spread over the files that are layered.
    """
    generated = CampaignSpec.model_json_schema(mode="validation")
    definitions = {name: _definition(name, body) for name, body in generated["$defs"].items()}
    properties = {"extends": _EXTENDS} | {key: _field(body) for key, body in generated["properties"].items()}
    return {
        "$schema": _DRAFT,
        "title": "Influence campaign",
        "description": generated["description"],
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "if": {"required": ["extends"]},
        "else": _ALONE,
        "$defs": dict(sorted(definitions.items())),
    }


def _definition(name: str, body: dict[str, Any]) -> dict[str, Any]:
    required = body.get("required", []) if name in _IN_LISTS else []
    properties = {
        key: _tidied(field) if key in required else _field(field) for key, field in body["properties"].items()
    }
    tidy: dict[str, Any] = _tidied({key: value for key, value in body.items() if key not in ("required", "properties")})
    return tidy | {"properties": properties} | ({"required": required} if required else {})


def _field(schema: dict[str, Any]) -> dict[str, Any]:
    """A property that may be left empty."""
    tidy: dict[str, Any] = _tidied(schema)
    kinds = tidy.pop("anyOf", None)
    notes = {key: tidy.pop(key) for key in ("description", "default") if key in tidy}
    if kinds is None:
        kinds = [tidy]
        tidy = {}
    if {"type": "null"} not in kinds:
        kinds = [*kinds, {"type": "null"}]
    return notes | tidy | {"anyOf": kinds}


def _tidied(node: Any) -> Any:
    """Without generated titles and empty defaults."""
    if isinstance(node, list):
        return [_tidied(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {key: _tidied(value) for key, value in node.items() if not _is_noise(key, value)}


def _is_noise(key: str, value: Any) -> bool:
    empty = value in (None, [], "") or isinstance(value, dict)
    return (key == "title" and isinstance(value, str)) or (key == "default" and empty)
