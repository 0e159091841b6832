"""An allocation to response curves as a JSON document: numbers at full precision, nothing rounded."""

import json
import math
import re

from influence_cli.model.curves import ChannelSpend, CurveAllocation

Json = dict[str, object]

_UNSAFE = re.compile("[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")
"""Characters that steer a terminal, reorder a line or cannot be encoded; JSON lets them be spelt out."""


def curves_json(allocation: CurveAllocation, *, version: str, input_sha256: str) -> str:
    """Render an allocation for programmes; `curves_schema.curves_json_schema` describes it.

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
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text) + "\n"


def _channel(found: ChannelSpend) -> Json:
    return {
        "name": found.name,
        "spend": found.spend,
        "units": found.units,
        "response": found.response,
        "marginal_return": found.marginal_return if math.isfinite(found.marginal_return) else None,
        "at_limit": found.at_limit,
    }
