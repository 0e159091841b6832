"""One word of the output explained: definition, formula, denominator, source."""

import re
import textwrap
from collections.abc import Mapping
from difflib import get_close_matches

from influence_cli.model.errors import UsageError
from influence_cli.report.values.sanitize import plain
from influence_cli.report.words.glossary import WORDS
from influence_cli.report.words.word import Word

_WIDTH = 80
_NEAREST = 3
_LEAST_PART = 3
"""Letters from which a part of a word is taken as a hint at it."""

_OTHER_NAMES: Mapping[str, str] = {
    "aov": "average_order_value",
    "as": "who",
    "assumptions": "assumption",
    "at_high": "high",
    "at_low": "low",
    "average": "mean",
    "bonuses": "bonus",
    "carried_still_owed_at_the_end": "carried",
    "clv": "lifetime_contribution",
    "conversions": "orders",
    "cost_per_creator": "unit_cost",
    "creator": "creators",
    "ctr": "click_rate",
    "constraint": "limit",
    "constraints": "limit",
    "cvr": "conversion_rate",
    "each": "unit_cost",
    "examined": "nodes",
    "expected_shortfall": "cvar",
    "expected_cost": "cost",
    "expected_profit": "profit",
    "fail": "gate",
    "fees": "fee",
    "fixed_by_performance": "fixed_share",
    "flat_fee": "fee",
    "gain": "next_money",
    "gates": "gate",
    "gifts": "gift",
    "impressions": "views",
    "instagram": "platform",
    "limits": "limit",
    "ltv": "lifetime_contribution",
    "marginal": "next_money",
    "marginals": "next_money",
    "median": "p50",
    "metric": "projection",
    "minimum_guarantee": "guarantee",
    "notes": "note",
    "number": "assumption",
    "overlap_of_audiences": "overlap",
    "owed": "owed_now",
    "partly_assumed": "basis",
    "pass": "gate",
    "payouts": "payout",
    "payouts_by_term": "term",
    "phases": "phase",
    "posts": "deliverables",
    "price": "price_of_a_limit",
    "prices": "price_of_a_limit",
    "prices_of_limits": "price_of_a_limit",
    "published": "basis",
    "reserve_to_hold_95_of_runs": "reserve_p95",
    "result": "gate",
    "risk_limits": "risk_limit",
    "rivals": "rival",
    "scenarios": "planning_model",
    "roi_from": "histogram",
    "roi_histogram": "histogram",
    "runs": "draws",
    "sales": "revenue",
    "shared_bonus": "collective_bonus",
    "simulated_runs": "draws",
    "sources": "source",
    "spend": "cost",
    "terms": "term",
    "tiktok": "platform",
    "tiers": "tier",
    "by_tier": "tier",
    "to": "histogram",
    "what_moves_the_roi": "tornado",
    "where": "assumption",
    "youtube": "platform",
    "your_spec": "basis",
}
"""What the trade also calls things, and how the report words them in headings."""

_ALSO: Mapping[str, tuple[str, ...]] = {
    "cpm": ("cpm_pay",),
    "cpc": ("cpc_pay",),
    "cpl": ("cpl_pay",),
    "cpa": ("cpa_pay",),
    "aversion": ("risk_aversion",),
    "base": ("base_amount",),
    "carried": ("carried_forward",),
    "fee": ("payment_fee",),
    "fixed_share": ("performance_share",),
    "held": ("held_amount",),
    "marginal_return": ("next_money",),
    "month": ("calendar",),
    "objective": ("plan_objective",),
    "scheduled": ("scheduled_before",),
}
"""Words with a second meaning, or that come in pairs."""


def explain_metric(name: str) -> str:
    """Explain a word as it stands in a report, in JSON or in a spec, in any spelling of case and spaces.

    Words joined by points, as in a gate (``roi.p10``), are explained one after the other.

    Raises:
        UsageError: No such word; the message offers the nearest ones.

    >>> print(explain_metric("ROAS"))
    ROAS (roas)
      Revenue of first orders per unit of all-in cost; says nothing about margin.
      formula      revenue / cost
      denominator  cost
      source       common usage in digital advertising
    <BLANKLINE>
    """
    known = _spellings()
    found = [known.get(_folded(part)) for part in _parts(name, known)]
    words = [word for word in found if word is not None]
    if len(words) < len(found) or not words:
        raise UsageError(_unknown(name, known))
    by_name = {word.name: word for word in WORDS}
    asked = dict.fromkeys(
        each for word in words for each in (word, *(by_name[other] for other in _ALSO.get(word.name, ())))
    )
    return "\n".join(map(_told, asked))


def _told(word: Word) -> str:
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
    named = {_folded(name): word for name, word in by_name.items()}
    return {_folded(word.label): word for word in WORDS} | others | named


def _parts(name: str, known: Mapping[str, Word]) -> list[str]:
    return [name] if _folded(name) in known else name.split(".")


def _folded(name: str) -> str:
    return "_".join(re.findall(r"[^\W_]+", name.casefold()))


def _unknown(name: str, known: Mapping[str, Word]) -> str:
    shown = plain(name, 40)
    near = _nearest(_folded(shown), known)
    if near:
        *others, last = (f"'{word}'" for word in near)
        offered = f"{', '.join(others)} or {last}" if others else last
        return f"unknown word '{shown}'; did you mean {offered}?"
    return f"unknown word '{shown}'; 'influence explain' alone lists every word"


def _nearest(typed: str, known: Mapping[str, Word]) -> list[str]:
    """Names of the words spelt most like this one; else of those that hold it."""
    spelt = get_close_matches(typed, list(known), n=2 * _NEAREST, cutoff=0.6)
    holding = sorted(known, key=len) if len(typed) >= _LEAST_PART else []
    near = spelt or [spelling for spelling in holding if typed in spelling]
    return list(dict.fromkeys(known[spelling].name for spelling in near))[:_NEAREST]
