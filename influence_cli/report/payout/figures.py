"""Sums that tables of a statement show: what creators come to together, by currency, and who is shown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from influence_cli.model.money import Currency
from influence_cli.model.payout import OPENS, CreatorStatement, EntryKind, ExchangeRate, Line, PayoutStatement

MOST_CREATORS = 20
"""Creators shown one by one where people read; the others are summed up."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where creators stand after a run, in the campaign's currency.

    Attributes:
        earned: Earned in this run, less what was taken back.
        owed: Owed now, before anything is withheld.
        held: Waits.
        carried: Stays open; below 0 where more was taken back than was owed.
        before: In earlier payments that are not marked as paid.
    """

    earned: int = 0
    owed: int = 0
    held: int = 0
    carried: int = 0
    before: int = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """Payments in one currency, at one rate, due on one day; amounts but ``sent`` in the campaign's currency."""

    currency: Currency
    exchange: ExchangeRate | None
    due: date | None
    payments: int
    gross: int
    withheld: int
    fee: int
    net: int
    sent: int


def standing(creator: CreatorStatement) -> Standing:
    """Where one creator stands; what was earned is what the balances differ by, as payments only move it."""
    return Standing(
        earned=creator.after.earned - creator.before.earned,
        owed=creator.payment.gross if creator.payment else 0,
        held=creator.after.held,
        carried=creator.carried,
        before=creator.before.scheduled,
    )


def together(creators: Iterable[CreatorStatement]) -> Standing:
    """Where creators stand together."""
    found = [standing(creator) for creator in creators]
    return Standing(*(sum(getattr(each, field.name) for each in found) for field in fields(Standing)))


def shown_and_others(
    creators: Sequence[CreatorStatement], most: int
) -> tuple[Sequence[CreatorStatement], Sequence[CreatorStatement]]:
    """All creators in their order; of more than ``most`` the largest by what is owed now, earned or waits."""
    if len(creators) <= most:
        return creators, ()
    ranked = sorted(creators, key=_size, reverse=True)
    return ranked[:most], ranked[most:]


def _size(creator: CreatorStatement) -> tuple[int, ...]:
    found = standing(creator)
    return found.owed, abs(found.earned), abs(found.carried), found.held, found.before


def paid(statement: PayoutStatement) -> tuple[CreatorStatement, ...]:
    """Creators with a payment."""
    return tuple(creator for creator in statement.creators if creator.payment is not None)


def sent(statement: PayoutStatement) -> tuple[Sent, ...]:
    """Payments by currency, rate and day, the campaign's currency first."""
    groups: dict[tuple[Currency, ExchangeRate | None, date | None], list[CreatorStatement]] = {}
    for creator in paid(statement):
        assert creator.payment is not None
        groups.setdefault((creator.payment.currency, creator.payment.exchange, creator.due), []).append(creator)
    found = [_sum(*key, members) for key, members in groups.items()]
    return tuple(sorted(found, key=lambda each: (each.exchange is not None, each.currency.code, each.due or date.max)))


def _sum(
    currency: Currency, exchange: ExchangeRate | None, due: date | None, creators: Sequence[CreatorStatement]
) -> Sent:
    payments = [creator.payment for creator in creators if creator.payment is not None]
    return Sent(
        currency,
        exchange,
        due,
        len(payments),
        sum(payment.gross for payment in payments),
        sum(payment.withheld for payment in payments),
        sum(payment.fee for payment in payments),
        sum(payment.net for payment in payments),
        sum(payment.sent for payment in payments),
    )


def dues(statement: PayoutStatement) -> tuple[date, ...]:
    """Days on which something is due."""
    return tuple(sorted({creator.due for creator in statement.creators if creator.payment and creator.due}))


def batch_by_creator(statement: PayoutStatement) -> Mapping[str, int]:
    """The number of the batch that each creator's payment is in; nobody's where nothing is recorded."""
    return {payment.creator: batch.number for batch in statement.batches if batch.number for payment in batch.payments}


def told(creator: CreatorStatement, batches: Mapping[str, int]) -> Iterator[Line]:
    """The lines of a creator, read one by one, with the number of the batch as the event of what is scheduled.

    Args:
        creator: The creator.
        batches: Numbers of the batches by creator; without one the event is empty.
    """
    batch = batches.get(creator.payee.key)
    for line in creator.lines:
        if line.kind is EntryKind.SCHEDULED:
            yield replace(line, event=str(batch or ""))
        else:
            yield line


def opening(lines: Iterable[Line]) -> Iterable[Line]:
    """Lines that change what is owed."""
    return (line for line in lines if line.kind in OPENS)
