"""An allocation to response curves as a JSON document: numbers at full precision, nothing rounded."""

import math

from influence_cli.model.curves import ChannelSpend, CurveAllocation
from influence_cli.report.layout.json_text import Json, json_text


def curves_json(allocation: CurveAllocation, *, version: str, input_sha256: str) -> str:
    """Render an allocation for programmes; `curves.schema.curves_json_schema` describes it.

    Args:
        allocation: What was decided, with its certificate.
        version: Version of the programme.
        input_sha256: Hash of what was asked.
    """
    problem = allocation.problem
    document: Json = {
        "version": version,
        "input_sha256": input_sha256,
        "name": problem.name,
        "currency": problem.currency,
        "budget": problem.budget,
        "objective": allocation.objective,
        "upper_bound": allocation.upper_bound,
        "gap": allocation.gap,
        "status": allocation.status,
        "unspent": allocation.unspent,
        "nodes": allocation.nodes,
        "channels": [_channel(found) for found in allocation.channels],
    }
    return json_text(document)


def _channel(found: ChannelSpend) -> Json:
    return {
        "name": found.name,
        "spend": found.spend,
        "units": found.units,
        "response": found.response,
        "marginal_return": found.marginal_return if math.isfinite(found.marginal_return) else None,
        "at_limit": found.at_limit,
    }
