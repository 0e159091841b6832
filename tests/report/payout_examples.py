"""Payout statements made by hand, in cents: the usual ones, the odd ones, and those somebody means harm with."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from influence_cli.model.errors import Place, Problem, Severity
from influence_cli.model.money import Currency
from influence_cli.model.payout import (
    OPENS,
    Balance,
    Batch,
    CreatorStatement,
    EntryKind,
    InputFile,
    LeftOut,
    Line,
    MonthTotal,
    PaidBy,
    Payee,
    PaymentFee,
    PayoutRules,
    PayoutStatement,
    Unattributed,
    Waiting,
)
from influence_cli.payout.lines import KINDS, OrderLines
from tests.report.payout_creators import DUE, EUR, JPY, KWD, MAY, YEN, anna, ben, chloe, dai, emil, line, order, waits

HOSTILE = "[red]Sale[/red] \x1b[31m\u202egnp.exe | `x` <b>@team</b> https://evil.example\n# big"
FORMULA = '=HYPERLINK("http://evil.example";"pay")'
ARABIC = "\u0644\u064a\u0644\u0649 \u202eحسن"
LONG = "Anastasia " * 50


def statement(*creators: CreatorStatement, **found: object) -> PayoutStatement:
    """A recorded run of May 2026."""
    shown = creators or (anna(), ben(), chloe(), dai(), emil())
    usual = PayoutStatement(
        campaign="Spring serum launch",
        brand="Lumière",
        period=MAY,
        last_day=date(2026, 5, 31),
        currency=EUR,
        rules=PayoutRules(
            "Europe/Berlin",
            fee=PaymentFee(35, paid_by=PaidBy.CREATOR),
            exchange={"JPY": YEN},
            holidays=(date(2026, 5, 25),),
        ),
        creators=shown,
        totals=_totals(shown),
        unattributed=(Unattributed("SUMMER", True, 12, 90_000), Unattributed("@nobody", False, 1, 1_999)),
        left_out=(
            LeftOut("cancelled, or refunded in full before it counted", 3, 12_000),
            LeftOut("after the period", 7, 41_050),
        ),
        excluded=(
            Problem(
                "bad-amount",
                Severity.ERROR,
                Place("orders.csv", 18, 5),
                "gross",
                "'12,3O' is no amount",
                "a number such as 12.30",
            ),
        ),
        inputs=(InputFile("orders", "orders.csv", "ab" * 32, 1_240), InputFile("posts", "posts.csv", "cd" * 32, 1)),
        batches=batches(shown),
        ledger="creators.db",
        recorded=True,
        run=4,
        unchanged=False,
        notes=("posts.csv: columns that are not used: mood",),
        spec_sha256="0f" * 32,
        version="0.1.0",
    )
    return replace(usual, **found)  # type: ignore[arg-type]


def batches(creators: tuple[CreatorStatement, ...]) -> tuple[Batch, ...]:
    payments = tuple(creator.payment for creator in creators if creator.payment is not None)
    return (Batch(3, "Spring serum launch", MAY, DUE, EUR, payments),) if payments else ()


def _totals(creators: tuple[CreatorStatement, ...]) -> tuple[MonthTotal, ...]:
    sums: dict[tuple[str, str], int] = {}
    for creator in creators:
        for each in creator.lines:
            if each.kind in OPENS:
                key = (creator.payee.contract, each.month)
                sums[key] = sums.get(key, 0) + each.amount
    return tuple(MonthTotal(contract, month, found) for (contract, month), found in sorted(sums.items()))


def empty() -> PayoutStatement:
    """Nobody earned anything and nothing was read but a heading."""
    found = statement(ben())
    return replace(
        found,
        creators=(),
        totals=(),
        unattributed=(),
        left_out=(),
        excluded=(),
        batches=(),
        notes=(),
        inputs=(InputFile("orders", "orders.csv", "ab" * 32, 0),),
    )


def dry() -> PayoutStatement:
    """Not recorded; the brand bears the fees."""
    found = dai()
    assert found.payment is not None
    payment = replace(found.payment, fee=0, net=found.payment.gross, fee_of_brand=35, sent=48_960)
    rules = PayoutRules("Europe/Berlin", fee=PaymentFee(35), exchange={"JPY": YEN})
    some = statement(replace(found, payment=payment), ben(), rules=rules, recorded=False, run=0, totals=())
    assert some.batches
    return replace(some, batches=(replace(some.batches[0], number=0),))


def without_ledger() -> PayoutStatement:
    found = statement(ledger="", recorded=False, run=0)
    assert found.batches
    return replace(found, batches=(replace(found.batches[0], number=0),))


def unchanged() -> PayoutStatement:
    """The same run again: no lines, no payment, all of it scheduled before."""
    again = tuple(
        replace(creator, lines=(), before=creator.after, payment=None, due=None) for creator in (anna(), ben(), dai())
    )
    return statement(*again, recorded=False, unchanged=True, totals=(), batches=())


def plenty(count: int = 10_000) -> PayoutStatement:
    """Very many creators, the last ones with the most."""
    shown = tuple(
        replace(
            ben(),
            payee=Payee(f"c{number:05d}", f"Creator {number}", "ambassador"),
            lines=(order(number, number * 10, 100_000, creator=f"c{number:05d}"),),
            after=Balance(open=number),
            carried=number,
            by_term=(),
        )
        for number in range(1, count + 1)
    )
    words = tuple(Unattributed(f"CODE{number}", True, 1, 100 * number) for number in range(60, 0, -1))
    months = tuple(
        MonthTotal("ambassador", f"20{year}-{month:02d}", 100) for year in (24, 25) for month in range(1, 13)
    )
    return statement(*shown, unattributed=words, totals=months, excluded=statement().excluded * 50)


def hostile() -> PayoutStatement:
    """Every text that comes from outside means harm."""
    bad = replace(
        anna(),
        payee=replace(anna().payee, name=HOSTILE, key=FORMULA, contract=HOSTILE, email=FORMULA, account=FORMULA),
        lines=_hostile_lines(anna().lines),
        held_lines=_hostile_lines(waits()),
        reasons=(HOSTILE,),
        by_term=((HOSTILE, 1), (FORMULA, 2)),
        notes=(HOSTILE,),
    )
    right = replace(ben(), payee=replace(ben().payee, key="layla", name=ARABIC), reasons=(FORMULA,))
    long = replace(chloe(), payee=replace(chloe().payee, key="x" * 500, name=LONG))
    block = replace(emil(), payee=replace(emil().payee, key="block", name="W" * 500))
    rate = replace(YEN, source=HOSTILE)
    yen = replace(dai(), payment=replace(dai().payment, exchange=rate, name=FORMULA))  # type: ignore[type-var]
    return statement(
        bad,
        right,
        long,
        block,
        yen,
        campaign=HOSTILE,
        brand=FORMULA,
        ledger=HOSTILE,
        rules=PayoutRules(HOSTILE, exchange={"JPY": rate}),
        totals=(MonthTotal(HOSTILE, FORMULA, 5),),
        unattributed=(
            Unattributed(FORMULA, True, 1, 5),
            Unattributed(HOSTILE, False, 1, 5),
            Unattributed("", False, 1, 5),
        ),
        left_out=(LeftOut(HOSTILE, 1, 5),),
        excluded=(Problem(HOSTILE, Severity.ERROR, Place(HOSTILE, 1, 1), HOSTILE, HOSTILE, HOSTILE, HOSTILE),),
        inputs=(InputFile(HOSTILE, FORMULA, HOSTILE, 1),),
        notes=(HOSTILE, FORMULA),
        version=HOSTILE,
        spec_sha256=FORMULA,
    )


def _hostile_lines(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(
        replace(
            each,
            creator=FORMULA,
            contract=HOSTILE,
            term=FORMULA if place % 2 else HOSTILE,
            event=HOSTILE if place % 3 else FORMULA,
            note=HOSTILE if place else FORMULA,
        )
        for place, each in enumerate(lines)
    )


def in_currency(currency: Currency) -> PayoutStatement:
    """The campaign itself in another currency."""
    found = anna()
    assert found.payment is not None
    payment = replace(found.payment, currency=currency)
    return statement(replace(found, payment=payment), ben(), currency=currency, rules=PayoutRules())


def yen() -> PayoutStatement:
    return in_currency(JPY)


def dinar() -> PayoutStatement:
    return in_currency(KWD)


def huge() -> PayoutStatement:
    """Amounts near the end of what an int64 holds."""
    most = 2**62
    rich = replace(
        ben(),
        lines=(
            line(EntryKind.EARNED, most, creator="ben", contract="ambassador", term="fee", base=most, rate=1_000_000),
        ),
        held_lines=(line(EntryKind.HELD, most, creator="ben", term="commission", base=most, rate=1_000_000),) * 2,
        after=Balance(held=most, open=most),
        carried=most,
        before=Balance(scheduled=0),
    )
    both = replace(
        rich, payee=Payee("bob", "Bob", "ambassador"), before=Balance(scheduled=most), after=Balance(most, most, most)
    )
    return statement(
        rich, both, totals=(MonthTotal("ambassador", MAY, most),), unattributed=(Unattributed("X", True, 1, most),)
    )


def two_days() -> PayoutStatement:
    """Payments that fall due on two days."""
    return statement(anna(), replace(dai(), due=date(2026, 7, 1)))


def waiting() -> PayoutStatement:
    """Of one creator much waits, for different reasons; in two batches."""
    held = Balance(held=sum(each.amount for each in waits()), scheduled=anna().after.scheduled, paid=90_000)
    much = replace(anna(), held_lines=waits(), after=held, waiting=Waiting(2, date(2026, 6, 29), 2))
    found = statement(much, replace(dai(), due=date(2026, 7, 1)))
    first, second = (payment for batch in found.batches for payment in batch.payments)
    batch = replace(found.batches[0], payments=(first,))
    return replace(found, batches=(batch, replace(batch, number=4, payments=(second,), due=date(2026, 7, 1))))


def columns(count: int) -> PayoutStatement:
    """One creator with very many orders, kept as columns; as many wait."""
    ones = np.ones(count, dtype=np.int64)
    lines = OrderLines(
        creators=("anna",),
        contract="hybrid",
        term="commission",
        months=(MAY,),
        ids=[f"ORD-{number}" for number in range(count)],
        kind=ones * KINDS.index(EntryKind.EARNED),
        creator=ones * 0,
        month=ones * 0,
        order=np.arange(count),
        day=ones * date(2026, 5, 3).toordinal(),
        band=ones,
        base=ones * 8_990,
        rate=ones * 100_000,
        amount=ones * 899,
    )
    total = 899 * count
    held = replace(lines, kind=ones * KINDS.index(EntryKind.HELD), until=ones * date(2026, 6, 24).toordinal())
    found = replace(
        ben(), lines=lines, held_lines=held, after=Balance(open=total), carried=total, by_term=(("commission", total),)
    )
    return statement(found)


ALL = {
    "recorded": statement,
    "empty": empty,
    "dry": dry,
    "without_ledger": without_ledger,
    "unchanged": unchanged,
    "hostile": hostile,
    "yen": yen,
    "dinar": dinar,
    "huge": huge,
    "two_days": two_days,
    "waiting": waiting,
    "columns": lambda: columns(300),
}
