"""Advice about when and where creators post."""

from collections.abc import Iterator

from influence_cli.model.campaign import Phase
from influence_cli.spec.lint_table import BOOKED, MODEL, Facts, Finding, Lint
from influence_cli.spec.text import listed, shown


def phases_overlap(facts: Facts) -> Iterator[Finding]:
    """A phase begins while an earlier one still runs, so that nothing of the earlier one lifts it."""
    if not facts.campaign.settings.switches.halo:
        return
    booked: dict[str, Phase] = {cell.phase.name: cell.phase for cell in facts.booked}
    phases = {i: booked[phase.name] for i, phase in enumerate(facts.spec.phases) if phase.name in booked}
    for i, later in phases.items():
        running = [shown(earlier.name) for earlier in phases.values() if _still_runs(earlier, later)]
        if running:
            have = "has" if len(running) == 1 else "have"
            what = (
                f"{shown(later.name)} begins in week {later.first_week}, before {listed(running, 'and')} {have} ended"
            )
            yield Finding(("phases", i, "weeks"), what, "weeks after the end of the earlier phase")


def _still_runs(earlier: Phase, later: Phase) -> bool:
    """Whether a phase that begins first has not ended when the other begins, as the halo sees it."""
    return earlier.first_week < later.first_week <= earlier.last_week


def platform_outside_campaign(facts: Facts) -> Iterator[Finding]:
    """A tier posts on a platform that the campaign does not name."""
    if "platforms" not in facts.spec.campaign.model_fields_set:
        return
    named = facts.spec.campaign.platforms
    for tier, terms in facts.spec.tiers.items():
        booked = {cell.platform for cell in facts.booked if cell.tier is tier}
        outside = [str(platform) for platform in terms.platforms or () if platform in booked and platform not in named]
        if outside:
            what = (
                f"{tier} creators post on {listed(outside, 'and')}, and campaign.platforms names {listed(named, 'and')}"
            )
            yield Finding(("tiers", tier.value, "platforms"), what, "the same platforms in both places")


POSTING_LINTS: tuple[Lint, ...] = (
    Lint(
        "phases-overlap",
        "a phase begins before an earlier one has ended",
        "an earlier phase lifts a later one only once it has ended, so no lift is counted between these two",
        MODEL,
        (*BOOKED, "simulation"),
        phases_overlap,
    ),
    Lint(
        "platform-outside-campaign",
        "a tier posts on a platform that the campaign does not name",
        "the tier's list wins, so money goes to a platform that the campaign leaves out",
        MODEL,
        BOOKED,
        platform_outside_campaign,
    ),
)
"""Advice about when and where creators post."""
