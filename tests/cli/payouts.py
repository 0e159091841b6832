"""A small campaign after its launch, and exports of its orders: what the tests of `influence payout` pay."""

from collections.abc import Sequence
from pathlib import Path

SPEC = """\
campaign: {name: Serum, weeks: 12, start: 2026-03-02, time_zone: America/New_York}
budget: 40k
product: {price: 60, margin: 58%}
contracts:
  plain:
    commission: 10%
    minimum_payout: 25
    payment: {hold: 30 days, net: 15 days, clawback: true}
tiers: {nano: {contract: plain}, micro: {contract: plain}, mid: {contract: plain}, mega: {exclude: true}}
payouts:
  exchange: {EUR: {rate: 0.9, date: 2026-04-30, source: ECB}}
"""
ROSTER = """\
name,code,contract,tax form,currency,IBAN
Anna Krüger,ANNA15,plain,received,EUR,DE89 3704 0044 0532 0130 00
Ben,BEN15,plain,received,USD,GB82 WEST 1234 5698 7654 32
"""
HEADER = "order_id,code,date,gross,status"
MARCH = ("A-1,ANNA15,2026-03-10,1000.00,approved", "B-1,BEN15,2026-03-11,500.00,approved")
APRIL = ("A-2,ANNA15,2026-04-20,700.00,approved", "B-2,BEN15,2026-04-21,90.00,pending")
GIVEN = ("serum.yaml", "--roster", "creators.csv", "--orders", "orders.csv")
LEDGER = ("--ledger", "creators.db")
IN_APRIL = (*GIVEN, "--period", "2026-04")
IN_MAY = (*GIVEN, "--period", "2026-05")


def export(*rows: str) -> str:
    """Orders as a shop exports them."""
    return "\n".join((HEADER, *rows)) + "\n"


def campaign(folder: Path) -> Path:
    """Spec, roster and orders: by the end of April Anna has earned 100.00 and Ben 50.00."""
    (folder / "serum.yaml").write_text(SPEC, encoding="utf-8")
    (folder / "creators.csv").write_text(ROSTER, encoding="utf-8")
    (folder / "orders.csv").write_text(export(*MARCH, *APRIL), encoding="utf-8")
    return folder


def many_orders(count: int) -> str:
    """A large export; every order is 10.00 and a creator's in turn."""
    codes = ("ANNA15", "BEN15")
    return export(
        *(f"N-{number},{codes[number % 2]},2026-03-{3 + number % 28:02},10.00,approved" for number in range(count))
    )


def names(folder: Path) -> Sequence[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())
