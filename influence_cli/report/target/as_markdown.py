"""The answer to a target as a pull-request comment, with the plan below it."""

from influence_cli.model.target import TargetResult
from influence_cli.report.layout.markdown import escaped, lead, pairs
from influence_cli.report.plan.as_markdown import plan_markdown
from influence_cli.report.target import prose
from influence_cli.report.values.campaign import title


def target_markdown(result: TargetResult) -> str:
    """Render the answer as GitHub-flavoured Markdown."""
    parts = (
        f"## {escaped(title(result.plan.campaign))}: {escaped(prose.goal(result))}",
        lead(prose.sentences(result)),
        pairs("Target", prose.facts(result)),
        escaped(" ".join(prose.notes(result))),
        plan_markdown(result.plan),
    )
    return "\n\n".join(parts)
