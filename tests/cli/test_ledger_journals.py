"""Whole ledgers, recorded and partly paid at random, exported and read by bookkeeping programs."""

import json
import random
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from influence_cli.ledger import open_ledger
from influence_cli.model.payout import EntryKind
from tests.cli import ledgers

Influence = Callable[..., "subprocess.CompletedProcess[str]"]

NAMES = ["anna", "Anna", "ben_2", "刘伟", '=1+1 "x"\n', "Ödön Őry", "9 lives"]
KINDS = (EntryKind.EARNED, EntryKind.HELD, EntryKind.RELEASED, EntryKind.REVERSED, EntryKind.CORRECTED)


def recorded(path: Path, seed: int) -> Path:
    """Runs of two campaigns over five months; some of the batches are paid."""
    dice = random.Random(seed)
    runs = []
    for month in range(1, 6):
        lines = [
            ledgers.line(dice.choice(KINDS), dice.choice(NAMES), dice.randint(-50_000, 90_000), f"o-{month}-{n}")
            for n in range(dice.randint(0, 12))
        ]
        # Everybody is owed enough that no payment is above what is open.
        lines += [ledgers.line(EntryKind.EARNED, name, 2_000_000) for name in NAMES]
        payments = []
        for name in dice.sample(NAMES, dice.randint(0, 3)):
            gross, withheld = dice.randint(100, 99_999), dice.randint(0, 60)
            if dice.random() < 0.5:
                payments.append(ledgers.in_euros(name, gross, dice.randint(1, 99_999)))
            else:
                net = gross - withheld - 25
                payments.append(ledgers.payment(name, gross, withheld=withheld, fee=25, net=net, sent=net))
        campaign = dice.choice(["Serum", "Mask & Co."])
        names = [(name, name) for name in NAMES]
        runs.append(ledgers.run(payments, lines, campaign=campaign, period=f"2026-{month:02}", names=names))
    ledgers.write(path, *runs)
    with open_ledger(str(path), write=True, create=False) as ledger:
        unpaid = [batch.number for batch in ledger.batches()]
        chosen = dice.sample(unpaid, len(unpaid) // 2)
        ledger.mark_paid(
            chosen, reference="SEPA, 7; x", day=date(2026, 6, dice.randint(1, 28)), at=ledgers.AT, version="1.0.0"
        )
    return path


@pytest.mark.parametrize("seed", range(5))
def test_beancount_and_the_document_end_in_the_balances_of_the_ledger(
    inside: Influence, tmp_path: Path, seed: int
) -> None:
    path = recorded(tmp_path / "random.db", seed)
    assert inside("ledger", "verify", path.name).returncode == 0
    assert inside("ledger", "export", path.name, "--output", "all.beancount").returncode == 0
    checked = subprocess.run(
        [sys.executable, "-m", "beancount.scripts.check", "--no-cache", "all.beancount"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
    told = json.loads(inside("ledger", "export", path.name, "--format", "json").stdout)
    sums: dict[str, Decimal] = {}
    for transaction in told["transactions"]:
        for posting in transaction["postings"]:
            account = posting["account"]
            sums[account] = sums.get(account, Decimal(0)) + Decimal(posting["cost"] or posting["amount"])
    assert sum(sums.values()) == 0
    with open_ledger(str(path), write=False, create=False) as ledger:
        balances = ledger.balances().values()
    for root, whole in (
        ("Liabilities:Creators:Held:", sum(balance.held for balance in balances)),
        ("Liabilities:Creators:Payable:", sum(balance.open for balance in balances)),
        ("Liabilities:Creators:Scheduled:", sum(balance.scheduled for balance in balances)),
    ):
        assert -sum(amount for account, amount in sums.items() if account.startswith(root)) == Decimal(whole) / 100
    ends = {each["account"]: Decimal(each["amount"]) for each in told["balances"]}
    assert ends == {account: sums.get(account, Decimal(0)) for account in ends}
    assert len(ends) == 3 * len(balances)
