"""Small runs for tests, in the ledger's own words; every figure can be overridden."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from influence_cli.ledger import Ledger, open_ledger
from influence_cli.model.money import Currency
from influence_cli.model.payout import Batch, EntryKind, InputFile, Line, Payee, Payment, Result
from influence_cli.payout.facts import COLUMNS, NOT_COUNTED, Label, Orders, Run, no_orders

NOON = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
SPRING = "Spring launch"


def columns(rows: int, /, **given: Sequence[int]) -> dict[str, np.ndarray]:
    return {name: np.array(given.get(name, [0] * rows), dtype=np.int64) for name in COLUMNS}


def orders(
    ids: Sequence[str], *, gross: int | list[int] = 100_00, who: str = "anna", customers=("",), **given
) -> Orders:
    defaults = {
        "day": [date(2026, 5, 4).toordinal()] * len(ids),
        "gross": gross if isinstance(gross, list) else [gross] * len(ids),
        "count": [1] * len(ids),
    }
    labels = given.pop("labels", (Label(who),))
    return Orders(ids, labels, customers, **columns(len(ids), **(defaults | given)))


def line(kind: EntryKind, amount: int, creator: str = "anna", **given: Any) -> Line:
    usual: dict[str, Any] = {
        "contract": "Affiliate",
        "term": "commission",
        "month": "2026-05",
        "event": "",
        "day": None,
    }
    rest: dict[str, Any] = {"band": 0, "base": None, "rate": None}
    return Line(kind, creator, **(usual | rest | given), amount=amount)


def earned(amount: int, creator: str = "anna", **given: Any) -> Line:
    return line(EntryKind.EARNED, amount, creator, **given)


def scheduled(amount: int, creator: str = "anna") -> Line:
    return line(EntryKind.SCHEDULED, amount, creator, term="scheduled", month="", event="batch")


def payment(amount: int, creator: str = "anna", **given: Any) -> Payment:
    usual: dict[str, Any] = {
        "withheld": 0,
        "fee": 0,
        "net": amount,
        "fee_of_brand": 0,
        "currency": Currency("EUR"),
        "sent": amount,
    }
    return Payment(creator, creator.title(), "Affiliate", amount, **(usual | given))


def batch(payments: Sequence[Payment], campaign: str = SPRING, period: str = "2026-05", currency: str = "EUR") -> Batch:
    return Batch(0, campaign, period, date(2026, 6, 15), Currency(currency), tuple(payments))


def run(
    lines: Sequence[Line] = (),
    *,
    facts: Orders | None = None,
    counted: Sequence[int] | None = None,
    payee: Sequence[int] | None = None,
    order_payees: tuple[str, ...] = ("anna",),
    results: Sequence[Result] = (),
    payees: Sequence[Payee] = (),
    pays: Sequence[Payment] = (),
    campaign: str = SPRING,
    period: str = "2026-05",
    currency: str = "EUR",
) -> Run:
    known = no_orders() if facts is None else facts
    return Run(
        campaign=campaign,
        period=period,
        currency=currency,
        spec_sha256="5" * 64,
        inputs=(InputFile("orders", "orders.csv", "a" * 64, len(known)),),
        version="0.1.0",
        orders=known,
        counted=np.array([NOT_COUNTED] * len(known) if counted is None else counted, dtype=np.int64),
        payee=np.array([-1] * len(known) if payee is None else payee, dtype=np.int64),
        order_payees=order_payees,
        results=tuple(results),
        payees=tuple(payees),
        lines=lines,
        batches=(batch(pays, campaign, period, currency),) if pays else (),
    )


def new(path: Path | str) -> Ledger:
    return open_ledger(str(path), write=True, create=True, wait_seconds=5)


def written(path: Path | str) -> Ledger:
    return open_ledger(str(path), write=True, create=False, wait_seconds=5)


def read(path: Path | str) -> Ledger:
    return open_ledger(str(path), write=False, create=False, wait_seconds=5)


def pay(ledger: Ledger, numbers: Sequence[int] | None = None, reference: str = "SEPA 1") -> tuple[Batch, ...]:
    return ledger.mark_paid(numbers, reference=reference, day=date(2026, 6, 15), at=NOON, version="0.1.0")


def season(path: Path | str) -> None:
    """Three runs and a payment: two campaigns, orders of several versions, one batch paid and one not."""
    with new(path) as ledger:
        first = orders(["A-1", "A-2", "A-3"], customers=("", "kim"), customer=[0, 1, 1])
        anna = Payee("anna", "Anna", "Affiliate", ("anna",), ("ANNA15",), email="anna@example.com")
        lines = [earned(10_00, event="A-1"), earned(10_00, event="A-2"), scheduled(20_00)]
        ledger.record(
            run(lines, facts=first, counted=[0, 0, -1], payee=[0, 0, -1], payees=[anna], pays=[payment(20_00)]), at=NOON
        )
        pay(ledger, [1])
        again = orders(["A-3"], gross=50_00)
        lines = [earned(5_00, event="A-3"), earned(7_00, "ben"), scheduled(5_00), scheduled(7_00, "ben")]
        lines.append(line(EntryKind.HELD, 3_00, "ben"))
        pays = [payment(5_00), payment(7_00, "ben")]
        ledger.record(run(lines, facts=again, counted=[0], payee=[0], period="2026-06", pays=pays), at=NOON)
        ledger.record(run([earned(1_00, "zoé")], campaign="Autumn", period="2026-06"), at=NOON)
