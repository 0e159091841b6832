"""The JSON Schema (draft 2020-12) of the JSON document that answers a target."""

from influence_cli.model.objective import Aim
from influence_cli.report.layout.schema_parts import (
    Schema,
    a_list,
    an_object,
    document,
    flag,
    money_or_number,
    one_of,
    ref,
    text,
    whole,
)
from influence_cli.report.plan.schema import plan_json_schema
from influence_cli.report.target.as_json import SCHEMA


def target_json_schema() -> Schema:
    """Describe what `target.as_json.target_json` writes; the order of keys carries no meaning."""
    return document(
        SCHEMA,
        "The smallest budget that reaches a target",
        "Rates, shares and chances are fractions; a metric of money is a decimal string, any other a number.",
        {
            "version": text("Version of the programme."),
            "currency": text("ISO 4217 code of every amount."),
            "target": an_object(
                {
                    "metric": text("Name of the metric."),
                    "value": money_or_number("What is to be reached."),
                    "confidence": ref("number", "Share of runs that must reach it; null for on average."),
                    "max_budget": ref("money", "The largest budget considered."),
                }
            ),
            "aim": one_of(Aim),
            "budget": ref("money", "The smallest budget found."),
            "metric": {"anyOf": [ref("money_statistics"), ref("statistics")]},
            "chance": ref("number", "Share of runs of the plan that reach the target."),
            "search": an_object(
                {
                    "draws": whole("Runs per budget on the way; where the answer was settled, those of the plan.", 1),
                    "precision": ref(
                        "number",
                        "By what share of it the budget exceeds the next smaller one tried on all runs, which was not "
                        "enough; 1 where none was.",
                    ),
                    "budgets": a_list(_probe()),
                }
            ),
            "plan": plan_json_schema(),
        },
    )


def _probe() -> Schema:
    return an_object(
        {
            "budget": ref("money"),
            "mean": money_or_number("Expected value of the metric; null without a plan."),
            "chance": ref("number"),
            "creators": whole("Creators booked."),
            "draws": whole("Runs it was tried with; 0 without a plan."),
            "reached": flag("Whether the budget is enough."),
            "reason": text("Why there is no plan, or empty."),
        }
    )
