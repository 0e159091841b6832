"""The JSON Schema of the record of an optimization in a plan's document."""

from influence_cli.model.campaign import Strategy
from influence_cli.model.curves import Status
from influence_cli.model.objective import Aim
from influence_cli.report.layout.schema_parts import (
    Schema,
    a_list,
    an_object,
    by_word,
    one_of,
    or_null,
    ref,
    text,
    whole,
)


def optimality_schema() -> Schema:
    """Describe what `plan.optimality.as_json.optimality_json` makes; null for a plan that was not optimized."""
    return or_null(
        an_object(
            {
                "objective": an_object(
                    {
                        "weights": by_word(Aim, ref("number")),
                        "aversion": ref("number", "How far from the mean to that of the worst draws."),
                        "tail": ref("number", "Share of draws that are the worst."),
                    }
                ),
                "certificate": _certificate(),
                "value": ref("number", "The objective as simulated; money in major units."),
                "parts": by_word(Aim, ref("number", "The simulated mean of an aim; money in major units.")),
                "rivals": a_list(_rival()),
                "prices": a_list(
                    an_object(
                        {
                            "limit": text("As written in the spec, or the key that sets it."),
                            "cost": ref("number", "What the objective would gain without it."),
                        }
                    )
                ),
                "step": ref("money", "The further money that marginals refer to."),
                "marginals": a_list(_marginal()),
                "risk": a_list(_risk()),
                "stopped_early": {
                    "type": "boolean",
                    "description": "Whether money is left because spending it would lower the objective.",
                },
            }
        )
    )


def _certificate() -> Schema:
    return an_object(
        {
            "objective": ref("number", "What the decision is worth under the planning model."),
            "upper_bound": ref("number", "No decision within the limits is worth more under the planning model."),
            "gap": ref("number", "(upper_bound - objective) / |upper_bound|; 0 where both are 0."),
            "status": one_of(Status),
            "nodes": whole("Boxes examined."),
            "scenarios": whole("Draws the planning model averages over."),
        }
    )


def _rival() -> Schema:
    return an_object(
        {
            "strategy": one_of(Strategy),
            "value": ref("number", "The objective on the same draws; null where the strategy has no plan."),
            "creators": whole("Creators it books."),
            "spend": ref("money", "What it spends on creators."),
            "breaks": a_list(text("A limit of the spec it does not keep; or why it has no plan.")),
        }
    )


def _marginal() -> Schema:
    return an_object(
        {
            "cell": {"type": ["string", "null"], "description": "Key of a cell; null for the best use anywhere."},
            "value": ref("number", "Gain of the objective."),
            "creators": ref("number", "Creators the money books; parts of one in a cell."),
        }
    )


def _risk() -> Schema:
    return an_object(
        {
            "limit": text("As written in the spec."),
            "bound": ref("money", "What is allowed."),
            "decided": ref("money", "On the draws it was decided on."),
            "fresh": ref("money", "On fresh draws."),
            "kept": {"type": "boolean", "description": "Whether it holds on fresh draws."},
        }
    )
