"""Advice about valid specs: each lint is one small function beside its message, reason and source."""

from collections.abc import Iterator, Sequence

from influence_cli.model.campaign import Campaign, Goal
from influence_cli.model.errors import Problem, Severity
from influence_cli.spec.document import Document
from influence_cli.spec.faults import dotted
from influence_cli.spec.findings import Findings
from influence_cli.spec.lint_agreements import AGREEMENT_LINTS
from influence_cli.spec.lint_contracts import CONTRACT_LINTS
from influence_cli.spec.lint_money import MONEY_LINTS
from influence_cli.spec.lint_optimal import OPTIMAL_LINTS
from influence_cli.spec.lint_posting import POSTING_LINTS
from influence_cli.spec.lint_table import BOOKED, MODEL, PLAYBOOK, Facts, Finding, Lint
from influence_cli.spec.mend import overlap
from influence_cli.spec.schema import CampaignSpec
from influence_cli.spec.text import listed, nearest, shown

__all__ = ["AGREEMENT_LINTS", "LINTS", "Lint", "check_silence", "lint"]

MARKETS = frozenset((
    "US", "GB", "UK",
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU",
    "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE",
))  # fmt: skip
"""Markets whose rules on marking advertising are known: the FTC's, those of ASA and CMA, and the EU's.

The EU's are in the unfair commercial practices directive, annex I no. 11, and the
Digital Services Act, art. 26.
"""

_DISCLOSURE_SOURCE = "FTC, ASA and CMA, EU law, from secondary sources; check with counsel"

MOST_WEEKS = 52
"""Longest campaign the benchmark figures, each of one year, speak about."""

FEWEST_DRAWS = 1_000
"""Below this P5 and P95 rest on fewer than 50 draws."""


def vanity_objective(facts: Facts) -> Iterator[Finding]:
    """The goal is engagement or followers."""
    goal = facts.campaign.goal
    if goal in (Goal.ENGAGEMENT, Goal.FOLLOWERS):
        yield Finding(
            ("campaign", "goal"),
            f"the goal is {goal}, which pays no bill by itself",
            "sales, leads or awareness",
        )


def single_post(facts: Facts) -> Iterator[Finding]:
    """Every creator posts once."""
    booked = facts.booked
    if booked and all(cell.deliverables == 1 for cell in booked):
        tier = booked[0].tier
        yield Finding(
            ("tiers", tier.value, "deliverables"), "every creator posts only once", "two deliverables or more"
        )


def no_tracking(facts: Facts) -> Iterator[Finding]:
    """Nothing ties a sale to a creator."""
    if not facts.spec.campaign.tracking:
        yield Finding(("campaign", "tracking"), "nothing ties a sale to its creator", "tracking: [link, code]")


def no_disclosure_rule(facts: Facts) -> Iterator[Finding]:
    """No market, a market without a known rule, or no disclosure asked for."""
    section = facts.spec.campaign
    if section.disclosure is False:
        path = ("campaign", "disclosure")
        yield Finding(path, "creators are not asked to disclose the advertising", "disclosure: true")
    if not section.markets:
        path = ("campaign", "markets")
        yield Finding(path, "no market is named, so no disclosure rule can be told", "markets: [US], for example")
    for i, market in enumerate(section.markets):
        if market not in MARKETS:
            what = f"no disclosure rule is known for {shown(market)}"
            yield Finding(("campaign", "markets", i), what, "advice from counsel for this market")


def long_campaign(facts: Facts) -> Iterator[Finding]:
    """The campaign is longer than the figures it is planned with hold."""
    weeks = facts.campaign.weeks
    if weeks > MOST_WEEKS:
        path = ("campaign", "weeks")
        yield Finding(
            path,
            f"{weeks} weeks are planned with figures of single years",
            f"at most {MOST_WEEKS} weeks per plan",
        )


def few_draws(facts: Facts) -> Iterator[Finding]:
    """Too few draws for the tails."""
    draws = facts.campaign.settings.draws
    if draws < FEWEST_DRAWS:
        path = ("simulation", "draws")
        yield Finding(path, f"P5 and P95 of {draws:,} draws are mostly chance", f"at least {FEWEST_DRAWS:,} draws")


LINTS: tuple[Lint, ...] = (
    Lint(
        "vanity-objective",
        "the goal is engagement or followers",
        "likes and followers pay for nothing, and creators who bring them are not those who bring sales",
        PLAYBOOK,
        ("campaign.goal",),
        vanity_objective,
    ),
    Lint(
        "single-post",
        "every creator posts once",
        "campaigns of single posts rarely pay: few people act on the first post they see",
        PLAYBOOK,
        BOOKED,
        single_post,
    ),
    Lint(
        "no-tracking",
        "no link, code or pixel",
        "without one no commission can be told and nothing is learned for the next plan",
        PLAYBOOK,
        ("campaign.tracking",),
        no_tracking,
    ),
    Lint(
        "no-disclosure-rule",
        "no market, an unknown market, or no disclosure",
        "advertising that is not marked as such costs brand and creator fines and trust",
        _DISCLOSURE_SOURCE,
        ("campaign.markets", "campaign.disclosure"),
        no_disclosure_rule,
    ),
    Lint(
        "long-campaign",
        "longer than a year",
        "fees, reach and rates move within a year; a later part is better planned when its time comes",
        MODEL,
        ("campaign.weeks",),
        long_campaign,
    ),
    Lint(
        "few-draws",
        "fewer than 1,000 draws",
        "a tail of 5% of few draws rests on a handful of them",
        MODEL,
        ("simulation.draws",),
        few_draws,
    ),
    *POSTING_LINTS,
    *MONEY_LINTS,
    *CONTRACT_LINTS,
    *OPTIMAL_LINTS,
)
"""Every lint, as documentation and ``silence`` name them."""


def lint(
    campaign: Campaign,
    spec: CampaignSpec,
    document: Document,
    unclear: Sequence[str] = (),
    rules: Sequence[Lint] = LINTS,
) -> tuple[Problem, ...]:
    """All advice about a campaign that its spec does not silence.

    Args:
        campaign: The campaign with every default.
        spec: The spec it was made from.
        document: Where things stand.
        unclear: Paths that are wrong; advice that looks at them is not given.
        rules: What to look for.
    """
    facts = Facts(campaign, spec)
    return tuple(
        Problem(
            rule.code,
            Severity.WARNING,
            document.place(finding.path),
            dotted(finding.path),
            finding.what,
            finding.expected,
            reason=rule.reason,
            source=rule.source,
        )
        for rule in rules
        if rule.code not in spec.silence
        if not any(overlap(path, part) for path in unclear for part in (*rule.reads, f"silence.{rule.code}"))
        for finding in rule.check(facts)
    )


def check_silence(spec: CampaignSpec, findings: Findings) -> None:
    """Only advice that exists can be silenced."""
    known = [rule.code for rule in (*LINTS, *AGREEMENT_LINTS)]
    for code in spec.silence:
        if code not in known:
            findings.error(
                "unknown-lint",
                ("silence", code),
                f"no advice has the code {shown(code)}",
                f"one of {listed(known)}",
                nearest(code, known),
            )
