"""The JSON Schema (draft 2020-12) of a frontier's JSON document."""

from influence_cli.model.campaign import Strategy, Tier
from influence_cli.model.objective import Aim
from influence_cli.report.frontier.as_json import SCHEMA
from influence_cli.report.layout.schema_parts import (
    Schema,
    a_list,
    an_object,
    by_word,
    document,
    one_of,
    or_null,
    ref,
    text,
    whole,
)


def frontier_json_schema() -> Schema:
    """Describe what `frontier.as_json.frontier_json` writes; the order of keys carries no meaning."""
    return document(
        SCHEMA,
        "What each of several budgets buys",
        "Rates and shares are fractions, ROI of 0 is break-even; objectives count money in major units.",
        {
            "version": text("Version of the programme."),
            "seed": whole("Seed of the simulation."),
            "spec_sha256": text("Hash of the layered spec with overrides, at the largest budget."),
            "benchmarks": text("Benchmark set that filled the gaps."),
            "campaign": an_object({name: text("As written in the spec; may hold anything.") for name in _NAMES}),
            "currency": text("ISO 4217 code of every amount."),
            "strategy": one_of(Strategy),
            "objective": an_object(
                {"weights": by_word(Aim, ref("number")), "aversion": ref("number"), "tail": ref("number")}
            ),
            "step": ref("money", "Money to which marginal gains refer."),
            "enough": ref("money", "The smallest budget above which the objective gains less than 0.1%."),
            "most_profitable": ref("money", "The smallest budget with the highest expected profit, but for 0.1%."),
            "points": a_list(_point()),
        },
    )


_NAMES = ("name", "brand")


def _point() -> Schema:
    plan = an_object(
        {
            "objective": ref("number", "Value of the objective."),
            "marginal": ref("number", "Gain of the objective per step since the next smaller budget with a plan."),
            "cost": ref("money_statistics"),
            "profit": ref("money_statistics"),
            "roi": ref("statistics"),
            "creators": whole("Creators booked."),
            "unallocated": ref("money", "Money that is not spent."),
            "mix": by_word(Tier, ref("number")),
            "draws": whole("Simulated runs.", 1),
            "carried_from": ref("money", "The smaller budget whose plan is kept; null for a plan of its own."),
        }
    )
    return an_object(
        {
            "budget": ref("money"),
            "reason": text("Why there is no plan, or empty."),
            "plan": or_null(plan),
        }
    )
