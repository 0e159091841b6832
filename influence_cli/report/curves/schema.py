"""The JSON Schema (draft 2020-12) of an allocation to response curves."""

from influence_cli.model.curves import AtLimit, Status
from influence_cli.report.layout.schema_parts import DIALECT, Schema, an_object, text


def curves_json_schema() -> dict[str, object]:
    """Describe what `curves.as_json.curves_json` writes; the order of keys carries no meaning."""
    return {
        "$schema": DIALECT,
        "$id": "urn:influence:allocation:1",
        "title": "An allocation of a budget to response curves",
        "description": "Money is in the unit of the input, responses in the unit of its curves; nothing is rounded.",
        **an_object(
            {
                "version": text("Version of the programme."),
                "input_sha256": text("Hash of the curves with everything set on the command line."),
                "name": text("As written in the input, or empty; may hold anything."),
                "currency": text("ISO 4217 code of every amount, or empty."),
                "budget": _number("The limit."),
                "objective": _number("Sum of the responses."),
                "upper_bound": _number("No allocation within the limits returns more."),
                "gap": _number("(upper_bound - objective) / upper_bound; 0 where both are 0."),
                "status": {
                    "enum": [status.value for status in Status],
                    "description": "optimal: the gap is at most 1e-6; within-gap: it is larger.",
                },
                "unspent": _number("Budget less spend."),
                "nodes": {"type": "integer", "minimum": 0, "description": "Boxes examined by branch and bound."},
                "channels": {"type": "array", "minItems": 1, "items": _channel()},
            }
        ),
    }


def _channel() -> Schema:
    limits: list[str | None] = [None, *(limit.value for limit in AtLimit)]
    return an_object(
        {
            "name": text("As written in the input."),
            "spend": _number("What is spent on it."),
            "units": {
                "type": ["integer", "null"],
                "minimum": 0,
                "description": "Whole units; null where any amount can be spent.",
            },
            "response": _number("What it returns."),
            "marginal_return": {
                "type": ["number", "null"],
                "description": "Response per further unit of money; of whole units, of the next one over its cost. "
                "Null where it has no bound: at a spend of 0 where the curve starts upright.",
            },
            "at_limit": {"enum": limits, "description": "The limit of its own that holds it, or null."},
        }
    )


def _number(description: str) -> Schema:
    return {"type": "number", "minimum": 0, "description": description}
