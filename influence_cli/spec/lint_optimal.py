"""Advice about keys that only the optimal strategy reads."""

from collections.abc import Iterator

from influence_cli.model.campaign import Strategy, Tier
from influence_cli.spec.lint_table import BOOKED, MODEL, Facts, Finding, Lint
from influence_cli.spec.text import listed, shown

OPTIMAL_KEYS = ("objective", "risk_aversion", "constraints", "max_share_per_cell", "risk", "spend_all")
"""Keys of ``allocation`` that only the optimal strategy reads."""


def optimal_key_unused(facts: Facts) -> Iterator[Finding]:
    """Something is written that only the optimizer looks at, and another strategy plans."""
    strategy = facts.campaign.rules.strategy
    if strategy is Strategy.OPTIMAL:
        return
    for key in OPTIMAL_KEYS:
        if getattr(facts.spec.allocation, key) not in (None, ()):
            what = f"the strategy {strategy} does not look at {key}"
            yield Finding(("allocation", key), what, "strategy: optimal, or no such key")
    for tier, terms in facts.spec.tiers.items():
        if len(terms.contract or ()) > 1 and any(cell.tier is tier for cell in facts.booked):
            first = next(cell.contract.name for cell in facts.booked if cell.tier is tier)
            what = f"the strategy {strategy} books {tier} creators under the first contract only, {shown(first)}"
            yield Finding(("tiers", tier.value, "contract"), what, "strategy: optimal, or one contract")


def tier_not_offered(facts: Facts) -> Iterator[Finding]:
    """The optimizer may choose among all tiers, but one of them has no contract."""
    if facts.campaign.rules.strategy is not Strategy.OPTIMAL:
        return
    offered = {cell.tier for cell in facts.campaign.cells}
    for tier in Tier:
        terms = facts.spec.tiers.get(tier)
        posts = not facts.spec.phases or any(tier in phase.tiers for phase in facts.spec.phases)
        if tier not in offered and posts and not (terms and (terms.exclude or terms.contract)):
            names = listed(shown(name) for name in facts.spec.contracts)
            what = f"{tier} creators are not considered: it is not said under which contract"
            yield Finding(("tiers",), what, f"tiers.{tier}.contract: {names}; or tiers.{tier}.exclude: true")


OPTIMAL_LINTS: tuple[Lint, ...] = (
    Lint(
        "optimal-key-unused",
        "a key that only the optimal strategy reads, under another one",
        "the plan neither reaches nor keeps what such a key asks for",
        MODEL,
        BOOKED,
        optimal_key_unused,
    ),
    Lint(
        "tier-not-offered",
        "a tier without a contract under the optimal strategy",
        "the best plan may book creators that were never considered",
        MODEL,
        (*BOOKED, "contracts"),
        tier_not_offered,
    ),
)
"""Advice about keys of the optimal strategy."""
