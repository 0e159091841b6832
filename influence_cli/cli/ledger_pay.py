"""``influence ledger pay``: write the file for the bank, and mark batches as paid."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from influence_cli.cli.options import Debug, NoColor, Wide, Width, examples, nearest

if TYPE_CHECKING:
    from datetime import date

    from influence_cli.cli.console import Screen
    from influence_cli.ledger import Ledger
    from influence_cli.model.payout import Payment
    from influence_cli.report.ledger.payment_files import PaymentFile
    from influence_cli.report.ledger.records import PaymentOrder

EXAMPLES = examples(
    "influence ledger pay creators.db --reference 'SEPA 77' --dry-run",
    "influence ledger pay creators.db --batch 3 --reference 'SEPA 77' --output bank=june.csv",
    "influence ledger pay creators.db --reference 'PayPal June' --output paypal=june.csv",
)

_LONGEST_REFERENCE = 140


class PayFormat(StrEnum):
    """How payments can be written."""

    TABLE = "table"
    JSON = "json"
    BANK = "bank"
    PAYPAL = "paypal"


def pay(
    ledger: Annotated[str, typer.Argument(metavar="LEDGER", help="The ledger, a file `influence payout` writes.")],
    reference: Annotated[
        str, typer.Option("--reference", metavar="TEXT", help="What the bank or PayPal will call the payment.")
    ],
    batch: Annotated[
        list[int] | None,
        typer.Option("--batch", metavar="N", help="A batch. Repeatable.", show_default="all that are unpaid"),
    ] = None,
    day: Annotated[
        str | None, typer.Option("--date", metavar="DAY", help="Day of the payment.", show_default="today")
    ] = None,
    format_: Annotated[PayFormat, typer.Option("--format", help="What to print.")] = PayFormat.TABLE,
    outputs: Annotated[
        list[str] | None,
        typer.Option("--output", metavar="FORMAT=FILE", help="Also write a file, whole or not at all. Repeatable."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write the files, but mark nothing as paid.")] = False,
    wide: Wide = False,
    width: Width = None,
    no_color: NoColor = False,
    debug: Debug = False,
) -> None:
    """Mark batches as paid, and write the file for the bank or PayPal.

    With both, payments to an account go to the bank's file and the others to PayPal's. The ledger is verified
    first. The file is written first: unless this ends with exit code 0, nothing is marked as paid. PayPal takes one
    currency per file, so that FILE becomes FILE-EUR, FILE-USD where there are several.
    """
    from influence_cli.cli import console, files
    from influence_cli.cli.ledger_view import refuse_ledger
    from influence_cli.ledger import open_ledger

    called, when = _reference(reference), _day(day)
    _verify(ledger)
    writes = _writes(outputs or [])
    refuse_ledger(files.targets(list(writes)), ledger)
    out: list[str] = []
    with open_ledger(ledger, write=not dry_run, create=False) as opened, _warning(out), opened.transaction():
        order = _order(opened, batch, called, when, dry_run)
        text = _printed(order, format_, console.screen(wide=wide, width=width, no_color=no_color))
        contents = _contents(order, writes, console.paper(wide=wide, width=width))
        targets = files.targets(list(contents))
        refuse_ledger(targets, ledger)
        if format_ is PayFormat.TABLE:
            console.result(text)
        elif text:
            console.document(text)
            out.append("what is printed above")
        files.write_all(dict(zip(targets, contents.values(), strict=True)))
        out.extend(contents)
    _say(order, format_, tuple(contents))


@contextmanager
def _warning(out: Sequence[str]) -> Iterator[None]:
    """Say what has left already if the ledger, at the last moment, cannot be marked."""
    from influence_cli.model.errors import UsageError

    try:
        yield
    except UsageError as error:
        if not out:
            raise
        raise UsageError(f"{error}\n{', '.join(out)}: not marked as paid; do not send it") from None


def _verify(ledger: str) -> None:
    """Refuse to pay from a ledger that was changed."""
    from influence_cli.ledger import open_ledger, verify
    from influence_cli.model.errors import UsageError

    with open_ledger(ledger, write=False, create=False):
        found = verify(ledger)
    if not found.sound:
        raise UsageError(
            f"{ledger}: nothing is paid from a ledger that cannot be trusted: {found.findings[0]}; "
            "`influence ledger verify` lists all"
        )


def _reference(text: str) -> str:
    from influence_cli.model.errors import UsageError
    from influence_cli.report.values.sanitize import plain

    called = plain(text, _LONGEST_REFERENCE + 1)
    if not called or len(called) > _LONGEST_REFERENCE:
        raise UsageError(f"--reference: expected 1 to {_LONGEST_REFERENCE} characters, such as 'SEPA 2026-06-15'")
    return called


def _day(text: str | None) -> "date":
    from datetime import date

    from influence_cli.model.errors import UsageError

    if text is None:
        return date.today()
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise UsageError(f"--date {text}: not a day; expected one such as 2026-06-15")


def _writes(outputs: Sequence[str]) -> Mapping[str, PayFormat]:
    """Formats by file, before anything is read.

    Raises:
        UsageError: It is not FORMAT=FILE, the format is unknown, or a file is named twice.
    """
    from influence_cli.model.errors import UsageError

    formats = [kind.value for kind in PayFormat]
    found: dict[str, PayFormat] = {}
    for text in outputs:
        kind, separator, path = text.partition("=")
        if not separator:
            raise UsageError(f"--output {text}: expected FORMAT=FILE, for example bank={text}")
        if kind not in formats:
            raise UsageError(f"--output {text}: no format {kind!r}{nearest(kind, formats)}")
        if path in found:
            raise UsageError(f"{path}: written twice in one command")
        found[path] = PayFormat(kind)
    return found


def _order(ledger: "Ledger", numbers: list[int] | None, reference: str, day: "date", dry_run: bool) -> "PaymentOrder":
    """Batches as they are once paid; in the transaction, so that none is paid twice."""
    from dataclasses import replace
    from datetime import UTC, datetime

    from influence_cli import __version__
    from influence_cli.model.errors import UsageError
    from influence_cli.report.ledger.records import PaymentOrder

    if dry_run:
        found = tuple(replace(batch, reference=reference, paid_on=day) for batch in ledger.to_pay(numbers))
    else:
        now = datetime.now(UTC)
        found = ledger.mark_paid(numbers, reference=reference, day=day, at=now, version=__version__)
    for batch in found:
        if day.isoformat()[:7] < batch.period:
            raise UsageError(f"--date {day}: batch {batch.number} is for {batch.period}, which begins later")
    return PaymentOrder(os.path.basename(ledger.path), found, reference, day, dry_run)


def _contents(order: "PaymentOrder", writes: Mapping[str, PayFormat], paper: "Screen") -> dict[str, str]:
    """What is written where; nothing where there is nothing to pay."""
    from influence_cli.model.errors import UsageError

    found: dict[str, str] = {}
    both = {PayFormat.BANK, PayFormat.PAYPAL} <= {*writes.values()}
    for path, kind in writes.items() if order.batches else ():
        root, extension = os.path.splitext(path)
        for part in _files(_part_of(order, kind) if both else order, kind, paper):
            name = f"{root}{part.suffix}{extension}"
            if name in found:
                raise UsageError(f"{name}: written twice in one command (as a part of {path} too)")
            found[name] = part.text
    return found


def _part_of(order: "PaymentOrder", kind: PayFormat) -> "PaymentOrder":
    """The payments for one of two files: those with an account go to the bank, those with an address to PayPal."""
    from dataclasses import replace

    if kind not in (PayFormat.BANK, PayFormat.PAYPAL):
        return order
    by_bank = kind is PayFormat.BANK
    parts = (
        replace(batch, payments=tuple(one for one in batch.payments if _has_account(one) is by_bank))
        for batch in order.batches
    )
    return replace(order, batches=tuple(batch for batch in parts if batch.payments))


def _has_account(payment: "Payment") -> bool:
    return bool(payment.account) and "@" not in payment.account


def _printed(order: "PaymentOrder", kind: PayFormat, screen: "Screen") -> str:
    from influence_cli.model.errors import UsageError

    if kind in (PayFormat.BANK, PayFormat.PAYPAL) and not order.batches:
        return ""
    parts = _files(order, kind, screen)
    if len(parts) > 1:
        raise UsageError(
            f"--format {kind.value}: these payments take {len(parts)} files, for PayPal takes one currency and "
            f"5,000 payments per file; use --output {kind.value}=FILE, or --batch for some of them"
        )
    return "".join(part.text for part in parts)


def _files(order: "PaymentOrder", kind: PayFormat, screen: "Screen") -> "tuple[PaymentFile, ...]":
    """The payments in a format.

    Raises:
        UsageError: If somebody cannot be paid that way; names all of them.
    """
    from influence_cli.report import ledger as reports

    match kind:
        case PayFormat.TABLE:
            return (reports.PaymentFile("", reports.order_table(order, width=screen.width, color=screen.color)),)
        case PayFormat.JSON:
            return (reports.PaymentFile("", reports.order_json(order)),)
        case PayFormat.BANK:
            _refuse(kind, reports.bank_problems(order.batches))
            return (reports.bank_file(order.batches, order.reference),)
        case PayFormat.PAYPAL:
            _refuse(kind, reports.paypal_problems(order.batches))
            return reports.paypal_files(order.batches, order.reference)
        case _:
            assert_never(kind)


def _refuse(kind: PayFormat, problems: Sequence[str]) -> None:
    from influence_cli.model.errors import UsageError

    if problems:
        listed = "\n".join(f"  {problem}" for problem in problems)
        raise UsageError(
            f"{kind.value}: not everybody can be paid this way, so nothing was marked as paid:\n{listed}\n"
            "Put what is missing into the roster and run `influence payout` again, or pay other batches with --batch."
        )


def _say(order: "PaymentOrder", kind: PayFormat, written: Sequence[str]) -> None:
    from influence_cli.cli import console
    from influence_cli.report import ledger as reports

    if kind is not PayFormat.TABLE:
        console.say("\n".join(reports.order_sentences(order)))
    if written:
        console.say(f"Written: {', '.join(written)}")
    nothing = [payment.name for payment in reports.unsent(order.batches)]
    if nothing and (kind in (PayFormat.BANK, PayFormat.PAYPAL) or written):
        console.say(f"Nothing is left to send to {', '.join(nothing)}: no file for a bank or PayPal holds them.")
