"""Building blocks of JSON Schemas (draft 2020-12)."""

from collections.abc import Mapping
from enum import StrEnum

from influence_cli.report.values.statistics import STATISTICS

Schema = dict[str, object]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

MONEY: Schema = {
    "type": ["string", "null"],
    "pattern": r"^-?[0-9]+(\.[0-9]+)?$",
    "description": "Decimal string with the currency's decimals; null where there is no such amount.",
}
"""The definition ``money``."""


def document(
    name: str,
    title: str,
    description: str,
    properties: Mapping[str, Schema],
    definitions: Mapping[str, Schema] | None = None,
) -> Schema:
    """A whole schema.

    Args:
        name: The document's name and version.
        title: What it is.
        description: How to read it.
        properties: Its keys behind ``schema``.
        definitions: What `ref` can name; `usual_definitions` if there are no others.
    """
    return {
        "$schema": DIALECT,
        "$id": f"urn:{name.replace('/', ':')}",
        "title": title,
        "description": description,
        **an_object({"schema": {"const": name}, **properties}),
        "$defs": dict(usual_definitions() if definitions is None else definitions),
    }


def usual_definitions() -> dict[str, Schema]:
    """``money``, ``number``, ``money_statistics``, ``statistics``."""
    return {
        "money": MONEY,
        "number": {"type": ["number", "null"], "description": "Number; null where it is not defined."},
        "money_statistics": an_object(dict.fromkeys(STATISTICS, ref("money"))),
        "statistics": an_object(dict.fromkeys(STATISTICS, ref("number"))),
    }


def an_object(properties: Mapping[str, Schema]) -> Schema:
    """An object with exactly these keys."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def a_list(items: Schema) -> Schema:
    """A list of one kind of thing."""
    return {"type": "array", "items": items}


def text(description: str) -> Schema:
    """A text."""
    return {"type": "string", "description": description}


def whole(description: str, minimum: int = 0) -> Schema:
    """A whole number."""
    return {"type": "integer", "minimum": minimum, "description": description}


def ref(name: str, description: str = "") -> Schema:
    """A definition of the document."""
    return _described({"$ref": f"#/$defs/{name}"}, description)


def one_of(words: type[StrEnum]) -> Schema:
    """One word of a closed set."""
    return {"enum": [word.value for word in words]}


def by_word(words: type[StrEnum], values: Schema) -> Schema:
    """An object whose keys are some words of a closed set."""
    return {"type": "object", "propertyNames": one_of(words), "additionalProperties": values}


def or_null(found: Schema, description: str = "") -> Schema:
    """Something, or null."""
    return _described({"anyOf": [found, {"type": "null"}]}, description)


def flag(description: str = "") -> Schema:
    """Yes or no."""
    return _described({"type": "boolean"}, description)


def money_or_number(description: str = "") -> Schema:
    """A value whose kind depends on what it is a value of."""
    return _described({"anyOf": [ref("money"), ref("number")]}, description)


def gate() -> Schema:
    """A gate with what it found."""
    value = money_or_number()
    return an_object({"expression": text("As written."), "value": value, "limit": value, "passed": flag()})


def _described(found: Schema, description: str) -> Schema:
    return {**found, "description": description} if description else found
