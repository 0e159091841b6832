"""Payout statements made by hand, in cents: the usual ones, the odd ones, and those somebody means harm with."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np

from influence_cli.model.errors import Place, Problem, Severity
from influence_cli.model.money import Currency
from influence_cli.model.payout import (
    OPENS,
    Balance,
    Batch,
    CreatorStatement,
    EntryKind,
    ExchangeRate,
    InputFile,
    LeftOut,
    Line,
    MonthTotal,
    PaidBy,
    Payee,
    Payment,
    PaymentFee,
    PayoutRules,
    PayoutStatement,
    Unattributed,
    Waiting,
)
from influence_cli.payout.lines import KINDS, OrderLines

EUR = Currency("EUR")
JPY = Currency("JPY")
KWD = Currency("KWD")
DUE = date(2026, 6, 15)
MAY = "2026-05"
YEN = ExchangeRate(JPY, Decimal("163.20"), date(2026, 5, 29), "ECB reference rate")
HOSTILE = "[red]Sale[/red] \x1b[31m\u202egnp.exe | `x` <b>@team</b> https://evil.example\n# big"
FORMULA = '=HYPERLINK("http://evil.example";"pay")'
ARABIC = "\u0644\u064a\u0644\u0649 \u202eحسن"
LONG = "Anastasia " * 50


def line(kind: EntryKind, amount: int, **found: object) -> Line:
    usual = Line(kind, "anna", "hybrid", kind.value, MAY, "", None, 0, None, None, amount)
    return replace(usual, **found)  # type: ignore[arg-type]


def order(
    number: int, base: int, rate: int, *, band: int = 1, kind: EntryKind = EntryKind.EARNED, **found: object
) -> Line:
    """The commission of one order, half-up."""
    amount = (base * rate + 500_000) // 1_000_000
    day = date(2026, 5, 1 + number % 28)
    usual = {
        "term": "commission",
        "event": f"ORD-{10_000 + number}",
        "day": day,
        "band": band,
        "base": base,
        "rate": rate,
    }
    return line(kind, amount, **(usual | found))


def anna() -> CreatorStatement:
    """Paid: a fee, commission over two bands, a bonus, a refund, a correction; some of it waits."""
    earned = (
        line(EntryKind.EARNED, 40_000, term="fee", event="post:instagram/2026-05-04", day=date(2026, 5, 4)),
        order(1, 8_990, 100_000),
        order(2, 12_345, 100_000),
        order(3, 25_000, 125_000, band=2),
        order(4, 4_999, 125_000, band=2, kind=EntryKind.RELEASED, month="2026-04", day=date(2026, 4, 17)),
        line(EntryKind.EARNED, 10_000, term="25 orders"),
        order(
            5, -4_000, 100_000, kind=EntryKind.REVERSED, term="refunds", month="2026-04", note="refunded on 6 May 2026"
        ),
        line(EntryKind.CORRECTED, -150, term="commission", month="2026-04", note="a later export changed ORD-9917"),
    )
    gross = 1_250 + sum(each.amount for each in earned)
    lines = (
        *earned,
        order(6, 6_000, 125_000, band=2, kind=EntryKind.HELD, note="in hold until 24 June 2026"),
        line(EntryKind.SCHEDULED, gross, event="3", note="due on 15 June 2026"),
    )
    payee = Payee(
        "anna",
        "Anna Miller",
        "hybrid",
        codes=("ANNA15",),
        withholding=50_000,
        email="anna@example.com",
        account="DE02120300000000202051",
    )
    withheld = (gross + 10) // 20
    payment = Payment(
        "anna",
        "Anna Miller",
        "hybrid",
        gross,
        withheld,
        35,
        gross - withheld - 35,
        0,
        EUR,
        gross - withheld - 35,
        None,
        payee.email,
        payee.account,
    )
    return CreatorStatement(
        payee,
        lines,
        Balance(held=500, open=1_250, scheduled=2_000, paid=90_000),
        Balance(held=500 + 750 - 625, open=0, scheduled=2_000 + gross, paid=90_000),
        payment,
        DUE,
        0,
        (),
        Waiting(1, date(2026, 6, 24), 0),
        (("fee", 100_000), ("commission", 46_009), ("25 orders", 10_000), ("refunds", -400)),
        ("1 post was late: instagram, 12 May 2026",),
    )


def ben() -> CreatorStatement:
    """Below the minimum payout."""
    lines = (
        order(7, 18_000, 100_000, creator="ben", contract="ambassador"),
        line(
            EntryKind.CARRIED, 1_800, creator="ben", contract="ambassador", note="below the minimum payout of EUR 25.00"
        ),
    )
    return CreatorStatement(
        Payee("ben", "Ben", "ambassador"),
        lines,
        Balance(),
        Balance(open=1_800),
        None,
        None,
        1_800,
        ("below the minimum payout of EUR 25.00",),
        Waiting(),
        (("commission", 1_800),),
    )


def chloe() -> CreatorStatement:
    """More was taken back than earned."""
    lines = (
        order(
            8, -70_000, 100_000, creator="chloe", kind=EntryKind.REVERSED, term="refunds", note="refunded on 2 May 2026"
        ),
    )
    return CreatorStatement(
        Payee("chloe", "Chloé Dubois-Lefèvre", "hybrid"),
        lines,
        Balance(open=500, paid=12_000),
        Balance(open=-6_500, paid=12_000),
        None,
        None,
        -6_500,
        ("refunds took back more than was earned",),
        Waiting(),
        (("commission", 12_500), ("refunds", -7_000)),
    )


def dai() -> CreatorStatement:
    """Paid in yen."""
    gross = 30_000
    payment = Payment(
        "dai", "大輔", "hybrid", gross, 0, 35, gross - 35, 0, JPY, 48_903, YEN, "dai@example.jp", "0001-1234567"
    )
    return CreatorStatement(
        Payee("dai", "大輔", "hybrid", currency="JPY"),
        (
            line(
                EntryKind.EARNED, gross, creator="dai", term="fee", event="post:tiktok/2026-05-09", day=date(2026, 5, 9)
            ),
            line(EntryKind.SCHEDULED, gross, creator="dai", event="3"),
        ),
        Balance(),
        Balance(scheduled=gross),
        payment,
        DUE,
        0,
        (),
        Waiting(),
        (("fee", gross),),
    )


def emil() -> CreatorStatement:
    """Unpaid for want of a tax form, and all the rest of it waits."""
    return CreatorStatement(
        Payee("emil", "Emil", "ambassador", tax_form=False),
        (
            order(9, 40_000, 100_000, creator="emil", contract="ambassador"),
            order(10, 9_000, 100_000, creator="emil", contract="ambassador", kind=EntryKind.HELD),
            line(EntryKind.CARRIED, 4_000, creator="emil", contract="ambassador", note="the tax form is missing"),
        ),
        Balance(),
        Balance(held=900, open=4_000),
        None,
        None,
        4_000,
        ("the tax form is missing",),
        Waiting(0, None, 1),
        (("commission", 4_000),),
    )


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
        batch=batch(shown),
        ledger="creators.db",
        recorded=True,
        run=4,
        unchanged=False,
        notes=("posts.csv: columns that are not used: mood",),
        spec_sha256="0f" * 32,
        version="0.1.0",
    )
    return replace(usual, **found)  # type: ignore[arg-type]


def batch(creators: tuple[CreatorStatement, ...]) -> Batch | None:
    payments = tuple(creator.payment for creator in creators if creator.payment is not None)
    return Batch(3, "Spring serum launch", MAY, DUE, EUR, payments) if payments else None


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
        batch=None,
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
    assert some.batch is not None
    return replace(some, batch=replace(some.batch, number=0))


def without_ledger() -> PayoutStatement:
    found = statement(ledger="", recorded=False, run=0)
    assert found.batch is not None
    return replace(found, batch=replace(found.batch, number=0))


def unchanged() -> PayoutStatement:
    """The same run again: no lines, no payment, all of it scheduled before."""
    again = tuple(
        replace(creator, lines=(), before=creator.after, payment=None, due=None) for creator in (anna(), ben(), dai())
    )
    return statement(*again, recorded=False, unchanged=True, totals=(), batch=None)


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
        lines=tuple(
            replace(
                each,
                creator=FORMULA,
                contract=HOSTILE,
                term=FORMULA if place % 2 else HOSTILE,
                event=HOSTILE if place % 3 else FORMULA,
                note=HOSTILE,
            )
            for place, each in enumerate(anna().lines)
        ),
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


def columns(count: int) -> PayoutStatement:
    """One creator with very many orders, kept as columns."""
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
    found = replace(ben(), lines=lines, after=Balance(open=total), carried=total, by_term=(("commission", total),))
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
    "columns": lambda: columns(300),
}
