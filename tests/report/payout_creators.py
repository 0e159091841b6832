"""Creators of payout statements made by hand, in cents: paid, carried, in debt, paid in yen, held."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from influence_cli.model.money import Currency
from influence_cli.model.payout import (
    Balance,
    CreatorStatement,
    EntryKind,
    ExchangeRate,
    Line,
    Payee,
    Payment,
    Waiting,
)

EUR = Currency("EUR")
JPY = Currency("JPY")
KWD = Currency("KWD")
DUE = date(2026, 6, 15)
MAY = "2026-05"
YEN = ExchangeRate(JPY, Decimal("163.20"), date(2026, 5, 29), "ECB reference rate")


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
        order(6, 5_000, 125_000, band=2, kind=EntryKind.HELD, note="in hold until 24 June 2026"),
        line(EntryKind.SCHEDULED, gross, event="batch", note="due on 15 June 2026"),
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
        Balance(held=625, open=1_250, scheduled=2_000, paid=90_000),
        Balance(held=625 + 625 - 625, open=0, scheduled=2_000 + gross, paid=90_000),
        payment,
        DUE,
        0,
        (),
        Waiting(1, date(2026, 6, 24), 0),
        (("fee", 100_000), ("commission", 46_009), ("25 orders", 10_000), ("refunds", -400)),
        ("1 post was late: instagram, 12 May 2026",),
        held_lines=(order(6, 5_000, 125_000, band=2, kind=EntryKind.HELD, note="until 2026-06-24"),),
    )


def waits() -> tuple[Line, ...]:
    """An order in hold, one that is not approved, one that was not delivered, and a post."""
    return (
        order(6, 6_000, 125_000, band=2, kind=EntryKind.HELD, note="until 2026-06-24"),
        order(11, 4_000, 125_000, band=2, kind=EntryKind.HELD, note="not approved"),
        order(12, 2_345, 125_000, band=2, kind=EntryKind.HELD, note="not delivered"),
        line(
            EntryKind.HELD,
            20_000,
            term="fee",
            event="post:tiktok/2026-05-30",
            day=date(2026, 5, 30),
            note="TikTok video, until 2026-06-29",
        ),
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
            line(EntryKind.SCHEDULED, gross, creator="dai", event="batch"),
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
        held_lines=(
            order(
                10,
                9_000,
                100_000,
                creator="emil",
                contract="ambassador",
                kind=EntryKind.HELD,
                note="not approved",
            ),
        ),
    )
