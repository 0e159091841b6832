"""The JSON Schema (draft 2020-12) of response curves in YAML or JSON."""

from collections.abc import Mapping, Sequence

from influence_cli.spec.curves.responses import BOUNDS, TYPES
from influence_cli.spec.loader import MOST_NODES
from influence_cli.spec.scalars import CURRENCIES

Schema = dict[str, object]

FEWEST_VALUES = 10
"""Values, keys included, of the shortest channel there is: its name, its response, a type and two parameters."""

MOST_WRITTEN = MOST_NODES // FEWEST_VALUES
"""Channels beyond which no file in YAML or JSON is read, whatever they hold."""

_PARAMETERS: Mapping[str, str] = {
    "maximum": "The most the channel can ever return.",
    "half_saturation": "Spend at which it returns half of that.",
    "slope": "Above 1 the curve is S-shaped.",
    "coefficient": "What the curve is multiplied by.",
    "exponent": "Below 1 returns fall from the start; above 1 they rise.",
    "scale": "Spend after which returns fall visibly.",
}
_FORMULAS: Mapping[str, str] = {
    "hill": "maximum x spend^slope / (spend^slope + half_saturation^slope)",
    "log": "coefficient x ln(1 + spend / scale)",
    "power": "coefficient x spend^exponent",
    "exponential": "maximum x (1 - e^(-spend / scale))",
    "piecewise": "straight lines between points, from (0, 0) to the first, level after the last",
}


def json_schema() -> dict[str, object]:
    """Describe what can be written; names that must be there or differ are checked by the command only."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:influence:curves:1",
        "title": "A budget and the response curves it can be spent on",
        **_object(
            {
                "name": _text("A name for the output."),
                "currency": {"enum": sorted(CURRENCIES), "description": "ISO 4217 code of every amount."},
                "budget": _amount("The limit; may be given as --budget instead."),
                "channels": _named(_channel(), "Channels, as a list or as a mapping from names."),
                "groups": _named(_group(), "Limits on what some channels spend together."),
            },
            ["channels"],
        ),
        "description": f"A file holds at most {MOST_NODES:,} values, keys included: up to {MOST_WRITTEN:,} short "
        "channels, fewer with more keys each. CSV holds more.",
        "$defs": {
            "amount": {
                "anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": "[0-9]"}],
                "description": "An amount of money: 50000, 50k, '50,000', 50k USD.",
            },
            "share": {
                "anyOf": [
                    {"type": "number", "minimum": 0, "maximum": 1},
                    {"type": "string", "pattern": r"^\s*[0-9.,]+\s*%?\s*$"},
                ],
                "description": "A share of the budget: 40% or 0.4.",
            },
            "response": {"oneOf": [_response(name, keys) for name, keys in TYPES.items()]},
        },
    }


def _channel() -> tuple[dict[str, Schema], list[str]]:
    properties: dict[str, Schema] = {
        "response": {"$ref": "#/$defs/response"},
        "min_spend": _amount("At least this is spent."),
        "max_spend": _amount("At most this is spent."),
        "locked": _amount("Exactly this is spent."),
        "unit_cost": _amount("Cost of a whole unit, where the channel is booked in whole units."),
        "max_units": {
            "anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": "[0-9]"}],
            "description": "At most this many units.",
        },
    }
    return properties, ["response"]


def _group() -> tuple[dict[str, Schema], list[str]]:
    properties: dict[str, Schema] = {
        "channels": {
            "anyOf": [{"type": "array", "items": {"type": "string"}, "minItems": 1}, {"type": "string"}],
            "description": "Names of channels.",
        },
        "min_share": {"$ref": "#/$defs/share"},
        "max_share": {"$ref": "#/$defs/share"},
    }
    return properties, ["channels"]


def _response(name: str, keys: Sequence[str]) -> Schema:
    properties: dict[str, Schema] = {"type": {"const": name}}
    for key in keys:
        if key == "points":
            pair = {"type": "array", "prefixItems": [_amount("Spend."), _amount("Response.")], "items": False}
            properties[key] = {"type": "array", "items": pair | {"minItems": 2}, "minItems": 1}
        elif key in BOUNDS:
            bounds = BOUNDS[key]
            number = {"type": "number", "minimum": bounds.least, "maximum": bounds.most}
            properties[key] = {
                "anyOf": [number, {"type": "string", "pattern": "[0-9]"}],
                "description": _PARAMETERS[key],
            }
        else:
            properties[key] = _amount(_PARAMETERS[key])
    return {**_object(properties, list(properties)), "description": _FORMULAS[name]}


def _named(body: tuple[dict[str, Schema], list[str]], description: str) -> Schema:
    """A list whose items hold a name, or a mapping from names."""
    properties, required = body
    with_name = {"name": _text("Its name, unique.") | {"minLength": 1}, **properties}
    return {
        "description": description,
        "anyOf": [
            {
                "type": "array",
                "items": _object(with_name, ["name", *required]),
                "minItems": 1,
                "maxItems": MOST_WRITTEN,
            },
            {
                "type": "object",
                "additionalProperties": _object(properties, required),
                "minProperties": 1,
                "maxProperties": MOST_WRITTEN,
            },
        ],
    }


def _object(properties: dict[str, Schema], required: list[str]) -> Schema:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _text(description: str) -> Schema:
    return {"type": "string", "description": description}


def _amount(description: str) -> Schema:
    return {"$ref": "#/$defs/amount", "description": description}
