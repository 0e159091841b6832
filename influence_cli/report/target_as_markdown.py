"""The answer to a target as a pull-request comment, with the plan below it."""

from influence_cli.model.target import TargetResult
from influence_cli.report import target_words as words
from influence_cli.report.frontier_as_markdown import markdown_table
from influence_cli.report.grid import Grid, text_column
from influence_cli.report.plan_as_markdown import escaped, plan_markdown


def target_markdown(result: TargetResult) -> str:
    """Render the answer as GitHub-flavoured Markdown."""
    first, *others = map(escaped, words.sentences(result))
    parts = (
        f"## {escaped(words.title(result))}: {escaped(words.goal(result))}",
        " ".join((f"**{first}**", *others)),
        markdown_table(Grid((text_column("Target"), text_column("")), words.facts(result))),
        escaped(" ".join(words.notes(result))),
        plan_markdown(result.plan),
    )
    return "\n\n".join(parts)
