"""One word of the output explained: definition, formula, denominator, source."""

import textwrap
from collections.abc import Mapping
from difflib import get_close_matches

from influence_cli.model.errors import UsageError
from influence_cli.report.sanitize import plain
from influence_cli.report.words import WORDS, Word

_WIDTH = 80

_OTHER_NAMES: Mapping[str, str] = {
    "aov": "average_order_value",
    "average": "mean",
    "clv": "lifetime_contribution",
    "conversions": "orders",
    "ctr": "click_rate",
    "cvr": "conversion_rate",
    "impressions": "views",
    "ltv": "lifetime_contribution",
    "median": "p50",
    "posts": "deliverables",
    "sales": "revenue",
    "spend": "cost",
}
"""What the trade also calls things."""


def explain_metric(name: str) -> str:
    """Explain a word as it stands in a report, in JSON or in a spec, in any spelling of case and spaces.

    Raises:
        UsageError: No such word; the message offers the nearest one, or all metrics.

    >>> print(explain_metric("ROAS"))
    ROAS (roas)
      Revenue of first orders per unit of all-in cost; says nothing about margin.
      formula      revenue / cost
      denominator  cost
      source       common usage in digital advertising
    <BLANKLINE>
    """
    known = _spellings()
    word = known.get(_folded(name))
    if word is None:
        raise UsageError(_unknown(name, known))
    lines = [f"{word.label} ({word.name})", *_wrapped("  ", word.definition)]
    for title, text in (
        ("formula", word.formula),
        ("denominator", word.denominator),
        ("source", word.source),
    ):
        if text:
            lines += _wrapped(f"  {title:<11}  ", text)
    return "\n".join(lines) + "\n"


def _wrapped(head: str, text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=head, subsequent_indent=" " * len(head))


def _spellings() -> Mapping[str, Word]:
    """Words by every spelling; names win over labels where the two meet."""
    by_name = {word.name: word for word in WORDS}
    others = {other: by_name[name] for other, name in _OTHER_NAMES.items()}
    return {_folded(word.label): word for word in WORDS} | others | by_name


def _folded(name: str) -> str:
    return "_".join(name.casefold().replace("-", " ").replace("_", " ").split())


def _unknown(name: str, known: Mapping[str, Word]) -> str:
    shown = plain(name, 40)
    near = get_close_matches(_folded(shown), list(known), n=1, cutoff=0.6)
    if near:
        return f"unknown word '{shown}'; did you mean '{known[near[0]].name}'?"
    return f"unknown word '{shown}'; expected one of " + ", ".join(sorted(word.name for word in WORDS))
