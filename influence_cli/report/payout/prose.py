"""What a payout run says in sentences."""

import shlex
from collections.abc import Iterable, Iterator, Sequence

from influence_cli.model.money import Currency
from influence_cli.model.payout import CreatorStatement, PaidBy, Payment, PayoutStatement, Waiting
from influence_cli.report.payout import figures
from influence_cli.report.payout.amounts import coded_amount, period_label, rate_in_words
from influence_cli.report.values.numbers import day
from influence_cli.report.values.sanitize import SENTENCE_LIMIT, plain

_LONGEST_NAME = 60
_MOST_EXCLUDED = 20
_MOST_REASONS = 10
_WHOLE_HASH = 64


def title(statement: PayoutStatement) -> str:
    """Campaign, brand and period on one line."""
    campaign = ", ".join(filter(None, (plain(statement.campaign), plain(statement.brand)))) or "Unnamed campaign"
    return f"{campaign}: payout for {period_label(statement.period)}"


def status(statement: PayoutStatement) -> str:
    """Whether the run is in the ledger."""
    ledger = plain(statement.ledger)
    if not ledger:
        return "Not recorded: this run has no ledger, so nothing paid before is known and nothing is remembered."
    if statement.unchanged:
        known = f" (run {statement.run})" if statement.run else ""
        return f"{ledger} knew everything already{known}: nothing was added, nobody is paid twice."
    if not statement.recorded:
        return f"Dry run: nothing was written to {ledger}."
    return f"Recorded as run {statement.run} in {ledger}."


def number_of_run(statement: PayoutStatement) -> str:
    """The run in short, for a statement that leaves the house."""
    known = statement.recorded or statement.unchanged
    return f"run {statement.run}" if known and statement.run else "draft, not recorded"


def sentences(statement: PayoutStatement) -> tuple[str, ...]:
    """The answer: whether it is recorded, what is owed to whom and when, what waits and what is carried."""
    if not statement.creators:
        return status(statement), "No creator has earned anything, and nothing is owed to anyone."
    return tuple(filter(None, (status(statement), _owed(statement), _rest(statement), _sending(statement))))


def _owed(statement: PayoutStatement) -> str:
    total, currency = figures.together(statement.creators), statement.currency
    earning = sum(figures.standing(creator).earned != 0 for creator in statement.creators)
    earned = (
        f"{_creators(earning)} earned {coded_amount(total.earned, currency)} in this run"
        if earning
        else "Nothing was earned in this run"
    )
    due = figures.dues(statement)
    if not figures.paid(statement):
        return f"{earned}; nothing is to be paid now."
    when = f", due on {day(due[0])}" if len(due) == 1 else f", due from {day(due[0])} to {day(due[-1])}" if due else ""
    payees = len(figures.paid(statement))
    return f"{earned}; {coded_amount(total.owed, currency)} is owed now to {_creators(payees)}{when}."


def _rest(statement: PayoutStatement) -> str:
    total, currency = figures.together(statement.creators), statement.currency
    said = [f"{coded_amount(total.held, currency)} is held"] if total.held else []
    carried = [creator.carried for creator in statement.creators]
    kept, negative = sum(each for each in carried if each > 0), sum(each for each in carried if each < 0)
    said += [f"{coded_amount(kept, currency)} is carried forward"] if kept else []
    said += [f"{coded_amount(-negative, currency)} is to be set off against later payouts"] if negative else []
    said += (
        [f"{coded_amount(total.before, currency)} of earlier payments is not marked as paid"] if total.before else []
    )
    text = "; ".join(said)
    return f"{text}." if text else ""


def _sending(statement: PayoutStatement) -> str:
    payments = [creator.payment for creator in figures.paid(statement) if creator.payment]
    fees = sum(payment.fee_of_brand for payment in payments)
    return f"Sending it costs the brand {coded_amount(fees, statement.currency)} on top." if fees else ""


def last_day(statement: PayoutStatement) -> str:
    """Until when events count, and where their days begin."""
    zone = plain(statement.rules.time_zone, 40)
    return f"Events up to {day(statement.last_day)}, time zone {zone}; amounts in {statement.currency.code}"


def name(creator: CreatorStatement) -> str:
    """A creator in a line of a report."""
    return plain(creator.payee.name, _LONGEST_NAME) or plain(creator.payee.key, _LONGEST_NAME)


def others(creators: int) -> str:
    """What the line of those that are not shown is called."""
    return f"and {creators:,} other{'' if creators == 1 else 's'}"


def reasons(creator: CreatorStatement, currency: Currency) -> Iterator[str]:
    """Why something of a creator is not paid now: what is carried, and what waits."""
    if creator.carried or creator.reasons:
        why = "; ".join(plain(reason, SENTENCE_LIMIT) for reason in creator.reasons)
        yield f"{_carried(creator.carried, currency)}{f': {why}' if why else ''}."
    if creator.after.held or creator.waiting != Waiting():
        yield f"{coded_amount(creator.after.held, currency)} held: {waiting(creator.waiting)}."


def why(creators: Iterable[CreatorStatement], currency: Currency) -> tuple[str, ...]:
    """What is to be known of creators, with their names: why something is not paid, and what else there is."""
    return tuple(
        f"{name(creator)}: {text}"
        for creator in creators
        for text in (*reasons(creator, currency), *(plain(note, SENTENCE_LIMIT) for note in creator.notes))
    )


def why_others(creators: Iterable[CreatorStatement], currency: Currency) -> tuple[str, ...]:
    """Why something of those that are not shown one by one is not paid: how many, how much, most of them first."""
    groups: dict[tuple[str, bool], list[int]] = {}
    for creator in creators:
        if creator.carried:
            reason = "; ".join(plain(reason, SENTENCE_LIMIT) for reason in creator.reasons) or "no reason is stated"
            groups.setdefault((reason, creator.carried < 0), []).append(creator.carried)
    ranked = sorted(groups.items(), key=lambda group: -len(group[1]))
    said = [_group(reason, carried, currency) for (reason, _), carried in ranked[:_MOST_REASONS]]
    left = [minor for _, carried in ranked[_MOST_REASONS:] for minor in carried]
    return (*said, _group("other reasons", left, currency)) if left else tuple(said)


def _group(reason: str, carried: Sequence[int], currency: Currency) -> str:
    others = "1 other" if len(carried) == 1 else f"{len(carried):,} others"
    return f"{others}: {_carried(sum(carried), currency)}: {reason}."


def excluded(statement: PayoutStatement) -> Iterator[str]:
    """Rows that cannot be read, with their places; those beyond the first are counted."""
    for problem in statement.excluded[:_MOST_EXCLUDED]:
        yield plain(str(problem), SENTENCE_LIMIT)
    rest = len(statement.excluded) - _MOST_EXCLUDED
    if rest > 0:
        yield f"{others(rest)}."


def _carried(minor: int, currency: Currency) -> str:
    if minor < 0:
        return f"{coded_amount(minor, currency)} set off against later payouts"
    return f"{coded_amount(minor, currency)} carried forward" if minor else "Nothing is carried"


def waiting(found: Waiting) -> str:
    """What is held, and until when."""
    said = []
    if found.in_hold:
        until = f" until {day(found.until)} at the latest" if found.until else ""
        said.append(f"{_events(found.in_hold)} in hold{until}")
    if found.pending:
        said.append(f"{_events(found.pending)} not yet approved")
    return " and ".join(said) or "until its hold ends"


def deductions(payment: Payment, currency: Currency) -> Iterator[tuple[str, str]]:
    """How a payment gets from what is owed to what is sent."""
    if payment.withheld:
        yield "Withheld for taxes", coded_amount(-payment.withheld, currency)
    if payment.fee:
        yield "Payment fee", coded_amount(-payment.fee, currency)
    if payment.withheld or payment.fee:
        yield "Net", coded_amount(payment.net, currency)
    if payment.exchange is not None:
        yield "Exchange rate", rate_in_words(payment.exchange, currency)
    if payment.withheld or payment.fee or payment.exchange is not None:
        yield "Sent", coded_amount(payment.sent, payment.currency)


def next_steps(statement: PayoutStatement) -> tuple[str, ...]:
    """What is to be done now, most urgent first."""
    return tuple(_steps(statement))


def batch_numbers(statement: PayoutStatement) -> str:
    """The recorded batches of the run: ``batch 1``, ``batches 1 and 2``; empty where there are none."""
    numbers = [str(batch.number) for batch in statement.batches if batch.number]
    if len(numbers) < 2:
        return "".join(f"batch {number}" for number in numbers)
    return f"batches {', '.join(numbers[:-1])} and {numbers[-1]}"


def _steps(statement: PayoutStatement) -> Iterator[str]:
    ledger = shlex.quote(plain(statement.ledger)) if statement.ledger else ""
    if not ledger:
        yield "Run it again with --ledger FILE before you pay: only a ledger keeps anyone from being paid twice."
    elif not (statement.recorded or statement.unchanged):
        yield "Run it again without --dry-run to record it; nothing is to be paid before that."
    elif any(not batch.reference for batch in statement.batches):
        numbers = [batch.number for batch in statement.batches if not batch.reference]
        options = " ".join(f"--batch {number}" for number in numbers)
        yield (
            f"Pay {batch_numbers(statement)} and mark {'it' if len(numbers) == 1 else 'them'} as paid: "
            f"influence ledger pay {ledger} {options} --reference TEXT. "
            "With --output bank=FILE or paypal=FILE it writes the payment file, too."
        )
    elif any(creator.after.scheduled for creator in statement.creators):
        yield f"Earlier payments are not marked as paid: influence ledger pay {ledger} --reference TEXT."
    if statement.unattributed:
        yield (
            "Say whose the unattributed orders are: give the creator the code or the name in the roster or the spec, "
            "then run the same period again."
        )
    if statement.excluded:
        yield "Mend the excluded rows and run the same period again: what they hold is added then."
    if any(creator.payee.tax_form is False for creator in statement.creators):
        yield "Ask for the missing tax forms and note them in the roster: what is owed is paid in the next run."


def fee_note(statement: PayoutStatement) -> str:
    """Who bears the fee of a payment, where there is one."""
    fee = statement.rules.fee
    if not (fee.fixed or fee.share):
        return ""
    whose = "The brand bears" if fee.paid_by is PaidBy.BRAND else "Creators bear"
    return f"{whose} the fee of each payment."


def made_by(statement: PayoutStatement, shown_of_hash: int = _WHOLE_HASH) -> str:
    """Version and hash of the spec: what it takes to get the same statement again."""
    return f"influence {plain(statement.version, 20)}, spec sha256 {_hash(statement.spec_sha256, shown_of_hash)}"


def inputs(statement: PayoutStatement, shown_of_hash: int = _WHOLE_HASH) -> Iterator[str]:
    """The files that were read."""
    for found in statement.inputs:
        rows = f"{found.rows:,} row{'' if found.rows == 1 else 's'}"
        yield f"{plain(found.holds, 20)}: {plain(found.name)}, {rows}, sha256 {_hash(found.sha256, shown_of_hash)}"


def _hash(text: str, shown: int) -> str:
    return plain(text, _WHOLE_HASH)[:shown]


def _creators(count: int) -> str:
    return "1 creator" if count == 1 else f"{count:,} creators"


def _events(count: int) -> str:
    return "1 order or post" if count == 1 else f"{count:,} orders and posts"
