"""Which campaign a document is about, and what it takes to get the same numbers again."""

from influence_cli.model.campaign import Campaign
from influence_cli.report.values.sanitize import plain


def title(campaign: Campaign) -> str:
    """Campaign and brand on one line."""
    return ", ".join(filter(None, (plain(campaign.name), plain(campaign.brand)))) or "Unnamed campaign"


def made_by(version: str, campaign: Campaign) -> str:
    """Version, seed, draws and benchmarks; with the spec they give the same numbers again."""
    settings = campaign.settings
    return (
        f"influence {plain(version, 20)}, seed {settings.seed}, {settings.draws:,} draws, "
        f"benchmarks {plain(campaign.benchmark_set, 40)}"
    )


def spec_hash(campaign: Campaign) -> str:
    """The hash of the spec."""
    return f"spec sha256 {plain(campaign.spec_sha256, 64)}"
