"""Ledgers as reports see them: one written by hand, and random ones whose balances are summed up here."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from influence_cli.ledger.records import Entry, RecordedRun, RunKind
from influence_cli.model.money import Currency
from influence_cli.model.payout import (
    OPENS,
    Balance,
    Batch,
    EntryKind,
    ExchangeRate,
    InputFile,
    Line,
    Payment,
)
from influence_cli.report.ledger.records import Choice, LedgerView, Standing

USD, EUR, JPY = Currency("USD"), Currency("EUR"), Currency("JPY")
NOON = datetime(2026, 6, 2, 12, 30, tzinfo=UTC)
HOSTILE = '=HYPERLINK("http://evil.example","x")\n\x1b[31m\u202egnp | `x` <b>@team</b> ; (a) , "q" \\'


def line(kind: EntryKind, creator: str, amount: int, *, event: str = "", month: str = "2026-05") -> Line:
    return Line(kind, creator, "hybrid", "commission", month, event, date(2026, 5, 7), 1, amount * 10, 100_000, amount)


def a_payment(creator: str, gross: int, name: str = "", /, **more: Any) -> Payment:
    values: dict[str, Any] = {
        "withheld": 0,
        "fee": 0,
        "fee_of_brand": 0,
        "currency": USD,
        "exchange": None,
        "email": f"{creator}@mail.example",
        "account": "DE89 3704 0044 0532 0130 00",
    } | more
    net = gross - values["withheld"] - values["fee"]
    sent = values.pop("sent", net)
    return Payment(creator, name or creator, "hybrid", gross, net=net, sent=sent, **values)


def a_run(number: int, campaign: str = "Serum", period: str = "2026-05", kind: RunKind = RunKind.PAYOUT) -> RecordedRun:
    inputs = (InputFile("orders", "orders.csv", "c0ffee" * 10, 12),) if kind is RunKind.PAYOUT else ()
    return RecordedRun(
        number,
        kind,
        campaign,
        period,
        "USD",
        "ab" * 32,
        inputs,
        "1.0.0",
        NOON + timedelta(days=number),
        f"{number:064x}",
    )


def entries(run: RecordedRun, lines: Sequence[Line], first: int = 1) -> tuple[Entry, ...]:
    return tuple(
        Entry(number, run.number, run.campaign, run.period, run.currency, run.recorded_at, each)
        for number, each in enumerate(lines, first)
    )


def summed(found: Sequence[Entry]) -> dict[tuple[str, str], Balance]:
    """Balances as the design of the ledger states them, by campaign and creator."""
    sums: dict[tuple[str, str], dict[EntryKind, int]] = {}
    for entry in found:
        of_creator = sums.setdefault((entry.campaign, entry.line.creator), dict.fromkeys(EntryKind, 0))
        of_creator[entry.line.kind] += entry.line.amount
    return {
        key: Balance(
            held=by[EntryKind.HELD] - by[EntryKind.RELEASED],
            open=sum(by[kind] for kind in OPENS) - by[EntryKind.SCHEDULED],
            scheduled=by[EntryKind.SCHEDULED] - by[EntryKind.PAID],
            paid=by[EntryKind.PAID],
        )
        for key, by in sums.items()
    }


def view_of(
    runs: Sequence[RecordedRun],
    found: Sequence[Entry],
    batches: Sequence[Batch],
    names: dict[str, str],
    *,
    with_entries: bool = True,
) -> LedgerView:
    standings = tuple(
        Standing(campaign, Currency(runs[0].currency), creator, names.get(creator, creator), balance)
        for (campaign, creator), balance in sorted(summed(found).items())
    )
    return LedgerView(
        ledger="creators.db",
        choice=Choice(),
        standings=standings,
        batches=tuple(batches),
        runs=tuple(runs),
        names=names,
        entries=tuple(found) if with_entries else None,
        version="1.0.0",
    )


def by_hand(*, name: str = "Anna Krüger", campaign: str = "Serum", with_entries: bool = True) -> LedgerView:
    """Two creators: one was paid 1,000.00 less taxes and a fee, one waits for 50.00 in EUR and 12.34 is held."""
    first, paid = a_run(1, campaign), a_run(2, campaign, kind=RunKind.PAYMENT)
    rate = ExchangeRate(EUR, Decimal("0.92"), date(2026, 5, 31), "ECB")
    found = (
        *entries(
            first,
            [
                line(EntryKind.EARNED, "anna", 110_000),
                line(EntryKind.REVERSED, "anna", -10_000, event="o-1"),
                line(EntryKind.SCHEDULED, "anna", 100_000, event="1", month=""),
                line(EntryKind.HELD, "ben", 6_234, event="o-2"),
                line(EntryKind.RELEASED, "ben", 5_000, event="o-2"),
                line(EntryKind.CARRIED, "ben", 5_000, month=""),
                line(EntryKind.SCHEDULED, "ben", 5_000, event="2", month=""),
            ],
        ),
        *entries(paid, [line(EntryKind.PAID, "anna", 100_000, event="1", month="")], 8),
    )
    batches = (
        Batch(
            1,
            campaign,
            "2026-05",
            date(2026, 6, 15),
            USD,
            (a_payment("anna", 100_000, name, withheld=24_000, fee=150),),
            "wire 77",
            date(2026, 6, 12),
        ),
        Batch(
            2,
            campaign,
            "2026-05",
            date(2026, 6, 15),
            USD,
            (a_payment("ben", 5_000, "Ben", fee_of_brand=25, currency=EUR, exchange=rate, sent=4_600),),
        ),
    )
    return view_of([first, paid], found, batches, {"anna": name, "ben": "Ben"}, with_entries=with_entries)


_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=12) | st.sampled_from(
    ["anna", "Anna", "ANNA!", "刘伟", "=1+1", HOSTILE, "a", "A-", "Ä", "(x) y", "* z"]
)


@st.composite
def views(draw: st.DrawFn) -> LedgerView:
    """Ledgers of any names and amounts, in a currency with and one without decimals, with payments in another one."""
    own, other = draw(st.sampled_from([(USD, EUR), (USD, JPY), (JPY, USD)]))
    creators = draw(st.lists(_WORDS, min_size=1, max_size=5, unique=True))
    campaigns = draw(st.lists(_WORDS, min_size=1, max_size=2, unique=True))
    names = {creator: draw(_WORDS) for creator in creators}
    runs: list[RecordedRun] = []
    found: list[Entry] = []
    batches: list[Batch] = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        period = f"2026-{draw(st.integers(1, 12)):02}"
        run = RecordedRun(
            number, RunKind.PAYOUT, draw(st.sampled_from(campaigns)), period, own.code, "s", (), "1", NOON, "d"
        )
        runs.append(run)
        kinds = st.sampled_from([kind for kind in EntryKind if kind not in (EntryKind.SCHEDULED, EntryKind.PAID)])
        lines = [
            line(draw(kinds), draw(st.sampled_from(creators)), draw(st.integers(-(10**12), 10**12)))
            for _ in range(draw(st.integers(0, 6)))
        ]
        paying = draw(st.lists(st.sampled_from(creators), max_size=3, unique=True))
        payments = tuple(draw(_payments(creator, names[creator], own, other)) for creator in paying)
        lines += [line(EntryKind.SCHEDULED, each.creator, each.gross, event=str(number)) for each in payments]
        paid_on = draw(st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1)))
        if payments:
            batches.append(
                Batch(
                    number,
                    run.campaign,
                    period,
                    date(2027, 1, 4),
                    own,
                    payments,
                    draw(_WORDS) if paid_on else "",
                    paid_on,
                )
            )
            if paid_on:
                lines += [line(EntryKind.PAID, each.creator, each.gross, event=str(number)) for each in payments]
        found += entries(run, lines, len(found) + 1)
    return view_of(runs, found, batches, names)


@st.composite
def _payments(draw: st.DrawFn, creator: str, name: str, own: Currency, other: Currency) -> Payment:
    gross = draw(st.integers(1, 10**10))
    withheld = draw(st.integers(0, gross))
    fee = draw(st.integers(0, gross - withheld))
    more: dict[str, Any] = {"withheld": withheld, "fee": fee, "currency": own}
    if draw(st.booleans()):
        net = gross - withheld - fee
        sent = draw(st.integers(0, 10**10)) if net else 0
        more |= {
            "currency": other,
            "sent": sent,
            "exchange": ExchangeRate(other, Decimal("1.1"), date(2026, 1, 1), name),
        }
    else:
        more |= {"fee": fee, "fee_of_brand": draw(st.integers(0, 500))}
    return a_payment(creator, gross, name, **more)
