"""What a statement says to the creator it is for, in words and figures. Nothing in it is about anyone else."""

from collections.abc import Iterator
from dataclasses import dataclass

from influence_cli.model.money import Currency
from influence_cli.model.payout import CreatorStatement, Payment, PayoutStatement, Waiting
from influence_cli.report.payout import figures, prose
from influence_cli.report.payout.amounts import coded_amount, period_label, rate_in_words
from influence_cli.report.values.numbers import day
from influence_cli.report.values.sanitize import SENTENCE_LIMIT, plain

_LONGEST_NAME = 120
_SHOWN_OF_ACCOUNT = 4
_LEAST_ACCOUNT = 8
"""Characters from which an account's number is hinted at; addresses are not."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A name with its amount; strong where it is a result."""

    label: str
    value: str
    strong: bool = False


def name(creator: CreatorStatement) -> str:
    """Whom the statement is for."""
    return plain(creator.payee.name, _LONGEST_NAME) or plain(creator.payee.key, _LONGEST_NAME)


def period(statement: PayoutStatement) -> str:
    """The period, with its last day."""
    return f"{period_label(statement.period)}, up to {day(statement.last_day)}"


def sentences(statement: PayoutStatement, creator: CreatorStatement) -> tuple[str, ...]:
    """What is paid and when, or why nothing is; what is carried, and why."""
    return tuple(filter(None, (_draft(statement), *_paid(statement, creator), *_carried(creator, statement.currency))))


def _draft(statement: PayoutStatement) -> str:
    known = statement.recorded or statement.unchanged
    return "" if known else "This is a draft: it has not been recorded, and its figures may still change."


def _paid(statement: PayoutStatement, creator: CreatorStatement) -> Iterator[str]:
    when = period_label(statement.period)
    if creator.payment is None:
        yield f"For {when} no payment is due."
        return
    sent = coded_amount(creator.payment.sent, creator.payment.currency)
    due = f" on {day(creator.due)}" if creator.due else ""
    yield f"For {when} we pay you {sent}{due}{_where(creator.payment)}."


def _where(payment: Payment) -> str:
    number = plain(payment.account)
    if "@" in number or len(number) < _LEAST_ACCOUNT:
        return ""
    return f", to your account ending in {number[-_SHOWN_OF_ACCOUNT:]}"


def _carried(creator: CreatorStatement, currency: Currency) -> Iterator[str]:
    why = "; ".join(plain(reason, SENTENCE_LIMIT) for reason in creator.reasons)
    because = f": {why}" if why else ""
    if creator.carried > 0:
        yield f"{coded_amount(creator.carried, currency)} is carried forward to your next payout{because}."
    elif creator.carried < 0:
        yield f"{coded_amount(-creator.carried, currency)} is set off against your next payouts{because}."
    elif why:
        yield f"{why[:1].upper()}{why[1:]}."


def account(statement: PayoutStatement, creator: CreatorStatement) -> tuple[Entry, ...]:
    """From what was carried to what is sent, line by line, and what is left then."""
    return tuple(_account(statement, creator))


def _account(statement: PayoutStatement, creator: CreatorStatement) -> Iterator[Entry]:
    currency, found, payment = statement.currency, figures.standing(creator), creator.payment
    yield Entry("Balance brought forward", coded_amount(creator.before.open, currency))
    yield Entry("Earned in this statement", coded_amount(found.earned, currency))
    yield Entry("Owed now", coded_amount(found.owed, currency), strong=True)
    if payment is not None:
        yield Entry("Withheld for taxes", coded_amount(-payment.withheld, currency))
        yield Entry("Payment fee", coded_amount(-payment.fee, currency))
        yield Entry("Net", coded_amount(payment.net, currency))
        if payment.exchange is not None:
            yield Entry("Exchange rate", rate_in_words(payment.exchange, currency))
        yield Entry("Sent", coded_amount(payment.sent, payment.currency), strong=True)
    yield Entry("Carried forward", coded_amount(creator.carried, currency))
    if found.before:
        yield Entry("In earlier payments, not yet marked as paid", coded_amount(found.before, currency))
    if creator.after.paid:
        yield Entry("Paid so far", coded_amount(creator.after.paid, currency))


def waits(creator: CreatorStatement, currency: Currency) -> tuple[str, ...]:
    """What is held and until when."""
    if not creator.after.held and creator.waiting == Waiting():
        return ()
    held = coded_amount(creator.after.held, currency)
    return (f"{held} is held and not paid yet: {prose.waiting(creator.waiting)}.",)


def footer(statement: PayoutStatement) -> str:
    """Where the statement comes from: the run, the hash of the spec, the version."""
    zone = plain(statement.rules.time_zone, 40)
    return f"{prose.number_of_run(statement).capitalize()}. Days begin in {zone}. {prose.made_by(statement)}."
