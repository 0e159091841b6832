"""What shops, networks and platforms call the state of an order or a post, and ours for it."""

from collections.abc import Mapping
from enum import StrEnum

from influence_cli.ingest.words import CellError, folded, one_of, shown
from influence_cli.model.payout import Approval


class Refunded(StrEnum):
    """States that tell of a refund: in full, so that the amount is known, or in part."""

    FULLY = "refunded"
    PARTLY = "partially_refunded"


_APPROVED = (
    "approved accepted locked confirmed paid captured settled completed complete closed fulfilled shipped delivered "
    "validated verified cleared"
)
_PENDING = (
    "pending pendingpayment processing onhold hold held authorized authorised open new unpaid partiallypaid "
    "awaitingpayment inreview review tracked unconfirmed unfulfilled disputed draft checkoutdraft"
)
_CANCELLED = (
    "cancelled canceled voided void rejected declined reversed failed expired invalid denied deleted trash fraud "
    "duplicate"
)
_FULLY_REFUNDED = "refunded fullyrefunded returned chargeback chargedback"
_PARTLY_REFUNDED = "partiallyrefunded partlyrefunded partialrefund"

_LIVE = "approved accepted live published posted done delivered completed complete confirmed paid locked"
_WAITING = "pending draft inreview review scheduled submitted processing onhold planned open new"
_GONE = "rejected cancelled canceled declined removed deleted missed notdelivered invalid"

_YES = "yes y true t 1 ontime early x"
_NO = "no n false f 0 late delayed overdue missed"

_FORM_IS_THERE = (
    "received valid yes y true 1 onfile complete completed approved ok "
    "w9 formw9 w8 w8ben formw8ben w8bene formw8bene w8eci w8imy"
)
_FORM_IS_MISSING = "missing no n false 0 none expired pending requested rejected invalid incomplete"

ORDER_WORDS: Mapping[str, Approval | Refunded] = {
    **dict.fromkeys(_APPROVED.split(), Approval.APPROVED),
    **dict.fromkeys(_PENDING.split(), Approval.PENDING),
    **dict.fromkeys(_CANCELLED.split(), Approval.CANCELLED),
    **dict.fromkeys(_FULLY_REFUNDED.split(), Refunded.FULLY),
    **dict.fromkeys(_PARTLY_REFUNDED.split(), Refunded.PARTLY),
}
POST_WORDS: Mapping[str, Approval] = {
    **dict.fromkeys(_LIVE.split(), Approval.APPROVED),
    **dict.fromkeys(_WAITING.split(), Approval.PENDING),
    **dict.fromkeys(_GONE.split(), Approval.CANCELLED),
}
YES_OR_NO: Mapping[str, bool] = {**dict.fromkeys(_YES.split(), True), **dict.fromkeys(_NO.split(), False)}
TAX_FORM_WORDS: Mapping[str, bool] = {
    **dict.fromkeys(_FORM_IS_THERE.split(), True),
    **dict.fromkeys(_FORM_IS_MISSING.split(), False),
}
"""Whether a tax form is there."""

PLATFORMS: Mapping[str, str] = {
    "insta": "instagram",
    "ig": "instagram",
    "tt": "tiktok",
    "yt": "youtube",
    "twitter": "x",
    "fb": "facebook",
}
"""Other names of platforms."""


def platform_key(text: str) -> str:
    """A platform as keys compare it.

    >>> platform_key("Insta"), platform_key("Twitch")
    ('instagram', 'twitch')
    """
    return PLATFORMS.get(folded(text), folded(text))


def order_state(text: str) -> Approval | Refunded:
    """The state of an order; an empty cell is pending.

    >>> order_state("wc-on-hold").value
    'pending'

    Raises:
        CellError: The word is not known.
    """
    if not text:
        return Approval.PENDING
    word = text.removeprefix("wc-")
    return one_of(word, ORDER_WORDS, "status", "a status such as approved, pending or cancelled")


def post_state(text: str) -> Approval:
    """The state of a post; an empty cell is pending.

    Raises:
        CellError: The word is not known.
    """
    if not text:
        return Approval.PENDING
    return one_of(text, POST_WORDS, "status", "a status such as approved, pending or rejected")


def on_time(text: str) -> bool | None:
    """Whether something came on time; an empty cell says nothing.

    Raises:
        CellError: Neither yes nor no.
    """
    if not text:
        return None
    if folded(text) not in YES_OR_NO:
        raise CellError(f"{shown(text)} is neither yes nor no", "yes, no, on time or late", code="bad-text")
    return YES_OR_NO[folded(text)]
