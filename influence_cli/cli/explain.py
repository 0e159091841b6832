"""``influence explain``: what a word of the output means."""

from typing import Annotated

import typer

from influence_cli.cli.options import Debug, examples

EXAMPLES = examples(
    "influence explain roi",
    "influence explain chance of profit",
    "influence explain",
)


def explain(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[METRIC]", help="A metric or another word of the output; without it, all words."),
    ] = None,
    debug: Debug = False,
) -> None:
    """Say what a word of the output means.

    Prints definition, formula, denominator and source.
    """
    from influence_cli.cli import console
    from influence_cli.report.words.explain import explain_metric

    console.result(explain_metric(" ".join(words)) if words else _all_words())


def _all_words() -> str:
    from influence_cli.report.words.glossary import WORDS

    column = max(len(word.name) for word in WORDS)
    return "\n".join(f"{word.name:<{column}}  {word.label}" for word in WORDS)
