"""The answer to a target as a JSON document, version 1, with the whole plan inside."""

import json

from influence_cli.metrics.catalogue import BY_NAME
from influence_cli.model.target import TargetResult
from influence_cli.report.layout.json_parts import money_json, statistics_json, value_json
from influence_cli.report.layout.json_text import json_text
from influence_cli.report.plan.as_json import plan_json
from influence_cli.report.values import exact

SCHEMA = "influence/target/1"
"""Name and version of the document; a key is only ever added within a version."""


def target_json(result: TargetResult) -> str:
    """Render the answer for programs; `target.schema.target_json_schema` describes it."""
    wanted, currency = result.target, result.target.currency
    kind = BY_NAME[wanted.metric].kind
    return json_text(
        {
            "schema": SCHEMA,
            "version": result.plan.version,
            "currency": currency.code,
            "target": {
                "metric": wanted.metric,
                "value": value_json(kind, wanted.value, currency),
                "confidence": wanted.confidence,
                "max_budget": money_json(wanted.most, currency),
            },
            "aim": result.aim,
            "budget": money_json(result.budget, currency),
            "metric": statistics_json(result.metric, kind, currency),
            "chance": exact.number(result.chance),
            "search": {
                "draws": result.search_draws,
                "precision": exact.number(result.precision),
                "budgets": [
                    {
                        "budget": money_json(probe.budget, currency),
                        "mean": value_json(kind, probe.mean, currency),
                        "chance": exact.number(probe.chance),
                        "creators": probe.creators,
                        "draws": probe.draws,
                        "reached": probe.reached,
                        "reason": probe.reason,
                    }
                    for probe in result.probes
                ],
            },
            # A saved answer holds the same document that `plan` prints, so whatever reads the one reads the other.
            "plan": json.loads(plan_json(result.plan)),
        }
    )
