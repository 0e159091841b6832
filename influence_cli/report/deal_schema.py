"""The JSON Schema (draft 2020-12) of the JSON document of deals."""

from collections.abc import Iterable, Mapping

from influence_cli.model.campaign import Platform, Tier
from influence_cli.report.deal_as_json import SCHEMA
from influence_cli.report.deal_words import DEAL_WORDS

Schema = dict[str, object]

_MONEY = "Decimal string with the currency's decimals; null where there is no such amount."
_MEANING = {word.name: word.definition for word in DEAL_WORDS}


def deal_json_schema() -> dict[str, object]:
    """Describe what `deal_as_json.deal_json` writes; the order of keys carries no meaning."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{SCHEMA.replace('/', ':')}",
        "title": "Deals between a brand and creators",
        "description": "Money is per creator over the whole campaign; commissions, shares and chances are fractions.",
        **_object(
            {
                "schema": {"const": SCHEMA},
                "version": _text("Version of the programme."),
                "seed": _integer("Seed of the simulation."),
                "draws": _integer("Simulated runs.", 1),
                "spec_sha256": _text("Hash of the layered spec with overrides."),
                "benchmarks": _text("Benchmark set that filled the gaps."),
                "campaign": _object(
                    {"name": _text("As written in the spec; may hold anything."), "brand": _text("Likewise.")}
                ),
                "currency": _text("ISO 4217 code of every amount."),
                "question": _question(),
                "sweeps": _list(_sweep()),
                "warnings": _list(_warning()),
            }
        ),
        "$defs": {
            "money": {"type": ["string", "null"], "pattern": r"^-?[0-9]+(\.[0-9]+)?$", "description": _MONEY},
            "outlook": _object(
                dict.fromkeys(("mean", "sd", "p10", "p50", "p90", "worst_tenth", "value"), _money())
                | {"worst_tenth": _money(_MEANING["worst_tenth"]), "value": _money("What the side weighs a deal by.")}
            ),
        },
    }


def _question() -> Schema:
    return _object(
        {
            "base_shares": _or_null(_pair({"type": "number"}), "Ends of the base fees, shares of the market fee."),
            "base_amounts": _or_null(_pair(_money()), "Ends of the base fees, amounts."),
            "commissions": _pair({"type": "number"}),
            "steps": _integer("Base fees, and commissions, from end to end.", 2),
            "chance": _or_null({"type": "number"}, "Chance of the market fee asked for; null for on average."),
            "brand_aversion": {"type": "number", "description": _MEANING["aversion"]},
            "creator_aversion": {"type": "number", "description": _MEANING["aversion"]},
            "tail": {"type": "number", "description": "Share of runs that count as bad ones."},
            "effort": {"type": "number", "description": _MEANING["effort"]},
            "creators": _integer("Creators whose results the brand pools.", 1),
        }
    )


def _sweep() -> Schema:
    return _object(
        {
            "tier": _one_of(Tier),
            "platform": _one_of(Platform),
            "contract": _text("Name of the contract whose other terms are kept."),
            "deliverables": _integer("Deliverables per creator."),
            "market_fee": _money(_MEANING["market_fee"]),
            "break_even_lift": _or_null({"type": "number"}, _MEANING["break_even_lift"]),
            "notes": _list(_text("What was added to the contract or left out of it.")),
            "deals": _list(_deal()),
        }
    )


def _deal() -> Schema:
    outlook: Schema = {"$ref": "#/$defs/outlook"}
    return _object(
        {
            "base": _money(_MEANING["base"]),
            "base_share": {"type": "number", "description": "Base fee as a share of the market fee."},
            "commission": {"type": "number", "description": "The first band's where there are several."},
            "profit": outlook,
            "chance_of_loss": {"type": "number", "description": _MEANING["chance_of_loss"]},
            "pay": outlook,
            "chance_of_fee": {"type": "number", "description": _MEANING["chance_of_fee"]},
            "joint_value": _money(_MEANING["joint_value"]),
            "acceptable": _flag(_MEANING["acceptable"]),
            "efficient": _flag(_MEANING["efficient"]),
            "recommended": _flag(_MEANING["recommended"]),
            "present": _flag("Whether it is the deal of the spec."),
        }
    )


def _warning() -> Schema:
    texts = dict.fromkeys(("code", "path", "file", "message", "reason", "source"), _text("As in a plan."))
    return _object({**texts, "line": _integer("From 1; 0 is unknown."), "column": _integer("From 1; 0 is unknown.")})


def _money(description: str = "") -> Schema:
    reference: Schema = {"$ref": "#/$defs/money"}
    return reference | ({"description": description} if description else {})


def _pair(items: Schema) -> Schema:
    return {"type": "array", "items": items, "minItems": 2, "maxItems": 2}


def _or_null(schema: Schema, description: str) -> Schema:
    return {"anyOf": [schema, {"type": "null"}], "description": description}


def _flag(description: str) -> Schema:
    return {"type": "boolean", "description": description}


def _text(description: str) -> Schema:
    return {"type": "string", "description": description}


def _integer(description: str, least: int = 0) -> Schema:
    return {"type": "integer", "minimum": least, "description": description}


def _one_of(names: Iterable[str]) -> Schema:
    return {"enum": [str(name) for name in names]}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _object(properties: Mapping[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }
