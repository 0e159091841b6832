"""Ledger files for tests, written as a payout run writes them, and in a process of their own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np

from influence_cli.ledger import open_ledger
from influence_cli.model.money import Currency
from influence_cli.model.payout import Batch, EntryKind, ExchangeRate, InputFile, Line, Payee, Payment
from influence_cli.payout.facts import Run, no_orders

USD, EUR = Currency("USD"), Currency("EUR")
AT = datetime(2026, 6, 2, 9, 0, tzinfo=UTC)
IBAN = "DE89 3704 0044 0532 0130 00"
NOTHING = np.zeros(0, dtype=np.int64)


def line(kind: EntryKind, creator: str, amount: int, event: str = "") -> Line:
    return Line(kind, creator, "hybrid", kind.value, "2026-05", event, date(2026, 5, 4), 0, None, None, amount)


def payment(creator: str, gross: int, name: str = "", **more: object) -> Payment:
    whole = Payment(
        creator,
        name or creator.capitalize(),
        "hybrid",
        gross,
        0,
        0,
        gross,
        0,
        USD,
        gross,
        None,
        f"{creator}@mail.example",
        IBAN,
    )
    return replace(whole, **more)  # type: ignore[arg-type]


def in_euros(creator: str, gross: int, sent: int) -> Payment:
    rate = ExchangeRate(EUR, Decimal("0.92"), date(2026, 5, 31), "ECB")
    return payment(creator, gross, currency=EUR, sent=sent, exchange=rate)


def run(
    payments: Sequence[Payment],
    lines: Sequence[Line] = (),
    *,
    campaign: str = "Serum",
    period: str = "2026-05",
    names: Sequence[tuple[str, str]] = (),
) -> Run:
    """A run that earns what it pays; `lines` are earned or held besides."""
    paid = [
        each
        for item in payments
        for each in (
            line(EntryKind.EARNED, item.creator, item.gross),
            line(EntryKind.SCHEDULED, item.creator, item.gross, "batch"),
        )
    ]
    people = dict(names) | {item.creator: item.name for item in payments}
    return Run(
        campaign=campaign,
        period=period,
        currency="USD",
        spec_sha256="ab" * 32,
        inputs=(InputFile("orders", "orders.csv", "cd" * 32, 12),),
        version="1.0.0",
        orders=no_orders(),
        counted=NOTHING,
        payee=NOTHING,
        order_payees=(),
        results=(),
        payees=tuple(Payee(key, name, "hybrid") for key, name in people.items()),
        lines=(*paid, *lines),
        batches=(Batch(0, campaign, period, date(2026, 6, 15), USD, tuple(payments)),) if payments else (),
    )


def write(path: Path, *runs: Run) -> Path:
    with open_ledger(str(path), write=True, create=True) as ledger:
        for each in runs:
            ledger.record(each, at=AT)
    return path


def usual(path: Path) -> Path:
    """Anna is owed 1,000.00 and Ben 50.00 in EUR (batch 1), Ben waits for 12.34; Cleo is owed 20.00 (batch 2)."""
    return write(
        path,
        run(
            [payment("anna", 100_000, "Anna Krüger"), in_euros("ben", 5_000, 4_600)],
            [line(EntryKind.HELD, "ben", 1_234, "o-7")],
        ),
        run([payment("cleo", 2_000)], campaign="Mask", period="2026-06"),
    )
