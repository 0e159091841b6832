"""A saved decision, taken again for a campaign of today."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from influence_cli.model.campaign import Campaign
from influence_cli.model.comparison import BookedCell, SavedPlan
from influence_cli.model.money import in_words
from influence_cli.model.plan import Booking


@dataclass(frozen=True, slots=True)
class Rebooked:
    """A saved decision in a campaign, whose contracts and assumptions then hold for it.

    Attributes:
        campaign: The campaign, with the boost spend that was saved.
        bookings: Every cell of the campaign with as many creators as were saved for it.
    """

    campaign: Campaign
    bookings: tuple[Booking, ...]


def rebook(saved: SavedPlan, campaigns: Sequence[Campaign]) -> Rebooked | str:
    """Take a saved decision for the campaign it was made for, else for the first one that has all its cells.

    Args:
        saved: The saved plan.
        campaigns: Campaigns it may be meant for, in order.

    Returns:
        The decision, or why it cannot be taken.
    """
    booked = [cell for cell in saved.cells if cell.creators]
    if not campaigns:
        return "no spec is given to simulate it under"
    if not booked:
        return "it books nobody"
    for campaign in sorted(campaigns, key=lambda found: found.spec_sha256 != saved.spec_sha256):
        if not _missing(booked, campaign):
            return _rebooked(saved, booked, campaign)
    first = _missing(booked, campaigns[0])
    more = f" and {len(first) - 1} more of its cells" if len(first) > 1 else ""
    verb = "are" if more else "is"
    return f"{first[0].key}{more}, which it books, {verb} not in the spec"


def _missing(booked: Sequence[BookedCell], campaign: Campaign) -> list[BookedCell]:
    known = {cell.key for cell in campaign.cells}
    return [cell for cell in booked if cell.key not in known]


def _rebooked(saved: SavedPlan, booked: Sequence[BookedCell], campaign: Campaign) -> Rebooked | str:
    amplification = campaign.amplification
    if amplification is not None:
        campaign = replace(campaign, amplification=replace(amplification, budget=saved.boost))
    elif saved.boost:
        return f"it spends {in_words(saved.boost, saved.currency)} on a boost, and the spec has none"
    creators = {cell.key: cell.creators for cell in booked}
    bookings = tuple(Booking(cell, creators.get(cell.key, 0), 0) for cell in campaign.cells)
    return Rebooked(campaign, bookings)
