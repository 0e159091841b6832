"""The JSON Schema (draft 2020-12) of the JSON document of deals."""

from influence_cli.model.campaign import Platform, Tier
from influence_cli.report.deal.as_json import SCHEMA
from influence_cli.report.layout.schema_parts import (
    MONEY,
    Schema,
    a_list,
    an_object,
    document,
    flag,
    one_of,
    or_null,
    ref,
    text,
    whole,
)
from influence_cli.report.words.deal import DEAL_WORDS

_MEANING = {word.name: word.definition for word in DEAL_WORDS}


def deal_json_schema() -> dict[str, object]:
    """Describe what `deal.as_json.deal_json` writes; the order of keys carries no meaning."""
    return document(
        SCHEMA,
        "Deals between a brand and creators",
        "Money is per creator over the whole campaign; commissions, shares and chances are fractions.",
        {
            "version": text("Version of the programme."),
            "seed": whole("Seed of the simulation."),
            "draws": whole("Simulated runs.", 1),
            "spec_sha256": text("Hash of the layered spec with overrides."),
            "benchmarks": text("Benchmark set that filled the gaps."),
            "campaign": an_object(
                {"name": text("As written in the spec; may hold anything."), "brand": text("Likewise.")}
            ),
            "currency": text("ISO 4217 code of every amount."),
            "question": _question(),
            "sweeps": a_list(_sweep()),
            "warnings": a_list(_warning()),
        },
        {"money": MONEY, "outlook": _outlook()},
    )


def _outlook() -> Schema:
    return an_object(
        dict.fromkeys(("mean", "sd", "p10", "p50", "p90", "worst_tenth", "value"), ref("money"))
        | {
            "worst_tenth": ref("money", _MEANING["worst_tenth"]),
            "value": ref("money", "What the side weighs a deal by."),
        }
    )


def _question() -> Schema:
    return an_object(
        {
            "base_shares": or_null(_pair({"type": "number"}), "Ends of the base fees, shares of the market fee."),
            "base_amounts": or_null(_pair(ref("money")), "Ends of the base fees, amounts."),
            "commissions": _pair({"type": "number"}),
            "steps": whole("Base fees, and commissions, from end to end.", 2),
            "chance": or_null({"type": "number"}, "Chance of the market fee asked for; null for on average."),
            "brand_aversion": {"type": "number", "description": _MEANING["aversion"]},
            "creator_aversion": {"type": "number", "description": _MEANING["aversion"]},
            "tail": {"type": "number", "description": "Share of runs that count as bad ones."},
            "effort": {"type": "number", "description": _MEANING["effort"]},
            "creators": whole("Creators whose results the brand pools.", 1),
        }
    )


def _sweep() -> Schema:
    return an_object(
        {
            "tier": one_of(Tier),
            "platform": one_of(Platform),
            "contract": text("Name of the contract whose other terms are kept."),
            "deliverables": whole("Deliverables per creator."),
            "market_fee": ref("money", _MEANING["market_fee"]),
            "break_even_lift": or_null({"type": "number"}, _MEANING["break_even_lift"]),
            "notes": a_list(text("What was added to the contract or left out of it.")),
            "deals": a_list(_deal()),
        }
    )


def _deal() -> Schema:
    outlook = ref("outlook")
    return an_object(
        {
            "base": ref("money", _MEANING["base"]),
            "base_share": {"type": "number", "description": "Base fee as a share of the market fee."},
            "commission": {"type": "number", "description": "The first band's where there are several."},
            "profit": outlook,
            "chance_of_loss": {"type": "number", "description": _MEANING["chance_of_loss"]},
            "pay": outlook,
            "chance_of_fee": {"type": "number", "description": _MEANING["chance_of_fee"]},
            "joint_value": ref("money", _MEANING["joint_value"]),
            "acceptable": flag(_MEANING["acceptable"]),
            "efficient": flag(_MEANING["efficient"]),
            "recommended": flag(_MEANING["recommended"]),
            "present": flag("Whether it is the deal of the spec."),
        }
    )


def _warning() -> Schema:
    texts = dict.fromkeys(("code", "path", "file", "message", "reason", "source"), text("As in a plan."))
    return an_object({**texts, "line": whole("From 1; 0 is unknown."), "column": whole("From 1; 0 is unknown.")})


def _pair(items: Schema) -> Schema:
    return {"type": "array", "items": items, "minItems": 2, "maxItems": 2}
