"""Building blocks of JSON Schemas (draft 2020-12)."""

from collections.abc import Mapping
from enum import StrEnum

from influence_cli.report.rows import STATISTICS

Schema = dict[str, object]

NUMBER = "Number; null where it is not defined."


def document(name: str, title: str, description: str, properties: Mapping[str, Schema]) -> Schema:
    """A whole schema; ``name`` is the document's name and version."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{name.replace('/', ':')}",
        "title": title,
        "description": description,
        **an_object({"schema": {"const": name}, **properties}),
        "$defs": {
            "money": {
                "type": ["string", "null"],
                "pattern": r"^-?[0-9]+(\.[0-9]+)?$",
                "description": "Decimal string with the currency's decimals; null where there is no such amount.",
            },
            "number": {"type": ["number", "null"], "description": NUMBER},
            "money_statistics": an_object(dict.fromkeys(STATISTICS, ref("money"))),
            "statistics": an_object(dict.fromkeys(STATISTICS, ref("number"))),
        },
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
    """A definition of the document: ``money``, ``number``, ``money_statistics``, ``statistics``."""
    found: Schema = {"$ref": f"#/$defs/{name}"}
    return {**found, "description": description} if description else found


def one_of(words: type[StrEnum]) -> Schema:
    """One word of a closed set."""
    return {"enum": [word.value for word in words]}


def by_word(words: type[StrEnum], values: Schema) -> Schema:
    """An object whose keys are some words of a closed set."""
    return {"type": "object", "propertyNames": one_of(words), "additionalProperties": values}


def or_null(found: Schema) -> Schema:
    """Something, or null."""
    return {"anyOf": [found, {"type": "null"}]}
