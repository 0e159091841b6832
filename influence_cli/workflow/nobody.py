"""Why a plan books nobody: for want of money, or because nobody is worth it."""

from influence_cli.model.money import in_words
from influence_cli.workflow.booking import Booked


def creators(booked: Booked) -> int:
    """Creators booked."""
    return sum(booking.creators for booking in booked.allocation.bookings)


def unaffordable(booked: Booked) -> str:
    """What is missing where the money that is left does not buy the cheapest creator; else an empty string."""
    cheapest = min(booking.unit_cost for booking in booked.allocation.bookings)
    left = booked.allocation.unallocated
    if left >= cheapest:
        return ""
    currency = booked.campaign.currency
    return (
        f"the budget does not buy one creator: the cheapest is expected to cost {in_words(cheapest, currency)} all-in, "
        f"but {in_words(left, currency)} is left for creators"
    )
