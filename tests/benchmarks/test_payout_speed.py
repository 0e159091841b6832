"""A payout of a million orders: its totals are the engine's, its time and peak are reported, never judged.

Run with ``pytest tests/benchmarks/test_payout_speed.py -m nightly -s``.
"""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from influence_cli.contract.engine import owed
from influence_cli.contract.outcomes import IntArray, Month, Outcomes
from influence_cli.ledger import open_ledger, verify
from influence_cli.model.contract import Band, Commission, CommissionMode, Contract, PayUnit, UnitPay, Window
from influence_cli.model.payout import Balance
from tests.benchmarks.test_speed import peak_megabytes

pytestmark = pytest.mark.nightly

_ORDERS = 1_000_000
_CREATORS = 10_000
_DAYS = 61
"""April and May."""

_SPEC = """
campaign: {name: Big, start: 2026-04-01, weeks: 9, platforms: [tiktok]}
budget: {total: 500m}
product: {price: 50, margin: 50%}
tiers: {micro: {contract: c, share: 100%}}
contracts:
  c:
    commission: {mode: retroactive, reset: month, bands: [{from: 0, rate: 10%}, {from: 2000, rate: 12%}]}
    cpa: 0.50
"""

_CONTRACT = Contract(
    "c",
    commission=Commission(
        (Band(0, 100_000), Band(200_000, 120_000)), mode=CommissionMode.RETROACTIVE, reset=Window.MONTH
    ),
    unit_pay=(UnitPay(PayUnit.ORDER, 50),),
)


def test_a_million_orders_of_ten_thousand_creators(tmp_path: Path, benchmark):
    columns = _million(tmp_path / "orders.csv")
    (tmp_path / "spec.yaml").write_text(_SPEC)
    ledger = tmp_path / "creators.db"
    run = ["-m", "influence_cli", "payout", str(tmp_path / "spec.yaml"), "--quiet"]
    run += ["--orders", str(tmp_path / "orders.csv"), "--period", "2026-05", "--ledger", str(ledger)]
    peaks: list[float] = []
    benchmark.pedantic(lambda: peaks.append(peak_megabytes(run)), rounds=1)
    print(f"\n{_ORDERS:,} orders of {_CREATORS:,} creators: peak {peaks[0]:.0f} MB")
    with open_ledger(str(ledger), write=False, create=False) as opened:
        balances = {creator: balance for (_, creator), balance in opened.balances("Big").items()}
    expected = owed(_CONTRACT, _outcomes(*columns)).earned.sum(axis=(1, 2))
    assert balances == {
        f"creator{who}": Balance(scheduled=amount) for who, amount in enumerate(expected.tolist()) if amount
    }
    found = verify(str(ledger))
    assert found.sound, found.findings
    again = subprocess.run([sys.executable, *run], check=True, capture_output=True, text=True)
    assert "nothing was added" in again.stdout


def _million(path: Path) -> tuple[IntArray, IntArray, IntArray]:
    """Write orders; returns creator, month and net sales of each."""
    random = np.random.default_rng(1)
    creator = random.integers(0, _CREATORS, _ORDERS)
    day = random.integers(0, _DAYS, _ORDERS)
    gross = random.integers(2_000, 20_000, _ORDERS)
    discount = gross * 15 // 100
    days = [(date(2026, 4, 1) + timedelta(days=offset)).isoformat() for offset in range(_DAYS)]
    with path.open("w") as stream:
        stream.write("order_id,creator,date,gross,discount,tax,shipping,refunded,status\n")
        for number, (who, when, full, less) in enumerate(
            zip(creator.tolist(), day.tolist(), gross.tolist(), discount.tolist(), strict=True)
        ):
            stream.write(f"S{number:07d},creator{who},{days[when]},{full / 100:.2f},{less / 100:.2f},0,0,,approved\n")
    return creator, (day >= 30).astype(np.int64), gross - discount


def _outcomes(creator: IntArray, month: IntArray, sales: IntArray) -> Outcomes:
    """The same orders as the engine reads them, summed here on their own."""
    shape = (_CREATORS, 2, 1)
    gross, count = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    np.add.at(gross[:, :, 0], (creator, month), sales)
    np.add.at(count[:, :, 0], (creator, month), 1)
    nothing = np.zeros(shape, dtype=np.int64)
    return Outcomes(
        (Month("2026-04", 8105, 30), Month("2026-05", 8105, 31)),
        np.zeros(shape[:2], dtype=np.int64),
        gross_sales=gross,
        orders=count,
        discounts=nothing,
        refunds=nothing,
        tax=nothing,
        shipping=nothing,
    )
