"""What a ledger comes to, in sentences."""

from collections.abc import Iterator, Sequence

from influence_cli.model.money import Currency, in_words
from influence_cli.model.payout import Batch
from influence_cli.report.ledger.records import Choice, LedgerView, PaymentOrder
from influence_cli.report.values.numbers import day
from influence_cli.report.values.sanitize import SENTENCE_LIMIT, plain


def title(view: LedgerView) -> str:
    """The ledger, and what was chosen of it."""
    choice = view.choice
    chosen = (choice.campaign, choice.creator, choice.period)
    return ", ".join(plain(word) for word in (view.ledger, *chosen) if word)


def extent(view: LedgerView) -> str:
    """How much there is of it."""
    campaigns = {standing.campaign for standing in view.standings}
    creators = {standing.creator for standing in view.standings}
    return ", ".join(
        (
            counted(len(campaigns), "campaign"),
            counted(len(creators), "creator"),
            counted(len(view.runs), "run"),
        )
    )


def sentences(view: LedgerView) -> tuple[str, ...]:
    """What is owed and waits, by currency, and what is unpaid."""
    return tuple(_sentences(view))


def order_sentences(order: PaymentOrder) -> tuple[str, ...]:
    """What was marked as paid, or would be."""
    if not order.batches:
        return ("No batch is unpaid, so nothing was marked as paid.",)
    count = sum(len(batch.payments) for batch in order.batches)
    what = f"{numbered(order.batches)} ({counted(count, 'payment')}, {totals(order.batches)})"
    verb = "would be" if order.dry_run else "is now" if len(order.batches) == 1 else "are now"
    said = f"{what} {verb} marked as paid on {day(order.day)} under {plain(order.reference)!r}."
    return (_capital(said), "This is a dry run: the ledger was not changed.") if order.dry_run else (_capital(said),)


def numbered(batches: Sequence[Batch]) -> str:
    """Batches by their numbers.

    >>> numbered([])
    'no batch'
    """
    *most, last = [str(batch.number) for batch in batches] or [""]
    if most:
        return f"batches {', '.join(most)} and {last}"
    return f"batch {last}" if last else "no batch"


def totals(batches: Sequence[Batch]) -> str:
    """What is sent, by currency."""
    sums: dict[str, int] = {}
    for batch in batches:
        for payment in batch.payments:
            sums[payment.currency.code] = sums.get(payment.currency.code, 0) + payment.sent
    return " + ".join(in_words(amount, Currency(code)) for code, amount in sorted(sums.items()))


def counted(number: int, noun: str) -> str:
    """How many of something.

    >>> counted(1, "payment"), counted(1200, "payment"), counted(2, "batch"), counted(0, "entry")
    ('1 payment', '1,200 payments', '2 batches', '0 entries')
    """
    if number == 1:
        return f"1 {noun}"
    plural = f"{noun}es" if noun.endswith("ch") else f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {plural}"


def _sentences(view: LedgerView) -> Iterator[str]:
    if not view.runs and not view.standings:
        yield "Nothing is recorded." if view.choice == Choice() else "Nothing is recorded for that choice."
        return
    for code in sorted({standing.currency.code for standing in view.standings}):
        found = [standing.balance for standing in view.standings if standing.currency.code == code]
        held, owed, scheduled, paid = (
            in_words(sum(getattr(balance, name) for balance in found), Currency(code))
            for name in ("held", "open", "scheduled", "paid")
        )
        yield (
            f"{scheduled} is scheduled to be paid, {owed} is owed and in no payment yet, "
            f"{held} is held, {paid} was paid."
        )
    waiting = [batch for batch in view.batches if batch.paid_on is None]
    if waiting:
        first = min(batch.due for batch in waiting)
        verb = "is" if len(waiting) == 1 else "are"
        yield plain(_capital(f"{numbered(waiting)} {verb} unpaid; due from {day(first)}."), SENTENCE_LIMIT)
    if view.choice.period:
        yield "Balances are as of now; batches, runs and entries are of the period."


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
