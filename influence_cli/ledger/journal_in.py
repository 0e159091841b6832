"""The journal's entries and the batches of payments, into the ledger."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from influence_cli.ledger.bodies import exchange_body
from influence_cli.ledger.sealing import Row, SealedRun
from influence_cli.ledger.words import Words
from influence_cli.model.payout import EntryKind, Line, Payment
from influence_cli.payout.facts import Run

BATCH = "batch"
"""Event of scheduled lines before their batch has its number."""

_KINDS = {kind: kind.value for kind in EntryKind}


def add_batches(sealed: SealedRun, words: Words, run: Run) -> Mapping[str, int]:
    """Add the payments of a run.

    Returns:
        Number of the batch of each creator who is paid.

    Raises:
        ValueError: If a batch is not one of this run's campaign, period and currency, or pays a creator whom
            another one pays.
    """
    numbers: dict[str, int] = {}
    for batch in run.batches:
        if (batch.campaign, batch.period, batch.currency.code) != (run.campaign, run.period, run.currency):
            raise ValueError("a batch belongs to the campaign, period and currency of its run")
        number = sealed.insert("batches", [(batch.due.toordinal(),)])
        for payment in batch.payments:
            if payment.creator in numbers:
                raise ValueError("a creator is paid once per run")
            numbers[payment.creator] = number
        sealed.insert("payments", (_payment_row(number, words, payment) for payment in batch.payments))
    return numbers


def _payment_row(batch: int, words: Words, payment: Payment) -> Row:
    return (
        batch,
        words[payment.creator],
        payment.name,
        words[payment.contract],
        payment.gross,
        payment.withheld,
        payment.fee,
        payment.net,
        payment.fee_of_brand,
        payment.currency.code,
        payment.sent,
        exchange_body(payment.exchange),
        payment.email,
        payment.account,
    )


def add_lines(sealed: SealedRun, words: Words, run: Run, batches: Mapping[str, int]) -> None:
    """Add the lines of a run; scheduled ones get the number of their creator's batch.

    Raises:
        ValueError: If what is scheduled differs from the payments.
    """
    scheduled: Counter[str] = Counter()
    sealed.insert("entries", entry_rows(words, _in_batches(run.lines, batches, scheduled)))
    paid = Counter({payment.creator: payment.gross for batch in run.batches for payment in batch.payments})
    if scheduled != paid:
        raise ValueError("the scheduled lines of a run differ from its payments")


def _in_batches(
    lines: Iterable[Line], batches: Mapping[str, int], scheduled: Counter[str]
) -> Iterator[tuple[Line, str]]:
    for line in lines:
        if line.kind is not EntryKind.SCHEDULED:
            yield line, line.event
            continue
        if line.event != BATCH or line.creator not in batches:
            raise ValueError("a scheduled line names its batch as 'batch', and its creator is paid")
        scheduled[line.creator] += line.amount
        yield line, str(batches[line.creator])


def entry_rows(words: Words, lines: Iterable[tuple[Line, str]]) -> Iterator[Row]:
    """Rows of entries, each line with its event."""
    for line, event in lines:
        day = line.day
        yield (
            _KINDS[line.kind],
            words[line.creator],
            words[line.contract],
            words[line.term],
            words[line.month],
            event,
            None if day is None else day.toordinal(),
            line.band,
            line.base,
            line.rate,
            line.amount,
            line.note,
        )
