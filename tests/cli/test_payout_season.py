"""`influence payout` with several campaigns, contracts and versions of a file in one ledger."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from influence_cli.ledger import open_ledger, verify
from tests.cli import payouts
from tests.cli.payouts import IN_APRIL, IN_MAY, LEDGER
from tests.cli.test_payout_ledger import owed, scheduled, told

Influence = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return payouts.campaign(tmp_path)


class TestTwoCampaigns:
    """One shop, one ledger, two campaigns: both are given the same exports every month."""

    @pytest.fixture
    def both(self, folder: Path) -> Path:
        (folder / "mask.yaml").write_text(payouts.SPEC.replace("name: Serum", "name: Mask"), encoding="utf-8")
        return folder

    def test_an_order_of_one_is_never_paid_in_the_other(self, inside: Influence, both: Path) -> None:
        """Mask is told of April's orders after Serum counted them; in May it is run without an export."""
        assert inside("payout", *IN_APRIL, *LEDGER).returncode == 0
        april = told(inside, "mask.yaml", *IN_APRIL[1:])
        reason = "counted for another campaign of the ledger already"
        assert [each["events"] for each in april["left_out"] if each["reason"] == reason] == [2]
        may = inside("payout", "mask.yaml", "--period", "2026-05", *LEDGER, "--format", "json")
        lines = [line["event"] for each in json.loads(may.stdout)["creators"] for line in each["lines"]]
        assert not {"A-1", "B-1"} & {*lines}
        assert inside("ledger", "verify", "creators.db").returncode == 0

    def test_a_post_is_paid_in_one_of_them(self, inside: Influence, both: Path) -> None:
        for name in ("serum.yaml", "mask.yaml"):
            spec = (both / name).read_text(encoding="utf-8")
            (both / name).write_text(spec.replace("    commission: 10%", "    fee: {amount: 40, per: deliverable}"))
        (both / "posts.csv").write_text("creator,platform,date,post id\nAnna Krüger,TikTok,2026-03-10,p1\n")
        given = ("--roster", "creators.csv", "--posts", "posts.csv", "--period", "2026-04")
        first, second = (told(inside, name, *given) for name in ("serum.yaml", "mask.yaml"))
        assert owed(first) == {"Anna Krüger": "40.00"}
        assert owed(second) == {}
        reason = "counted for another campaign of the ledger already"
        assert [each["events"] for each in second["left_out"] if each["reason"] == reason] == [1]
        assert inside("payout", "mask.yaml", "--period", "2026-05", *LEDGER).returncode == 0
        assert scheduled(both / "creators.db") == 4_000


def test_contracts_that_pay_at_different_times_make_two_batches(inside: Influence, folder: Path) -> None:
    spec = payouts.SPEC.replace(
        "tiers: {nano: {contract: plain}",
        "  slow: {commission: 10%, payment: {hold: 30 days, net: 60 days}}\ntiers: {nano: {contract: slow}",
    )
    (folder / "serum.yaml").write_text(spec, encoding="utf-8")
    (folder / "creators.csv").write_text(payouts.ROSTER.replace("Ben,BEN15,plain", "Ben,BEN15,slow"), encoding="utf-8")
    table = inside("payout", *IN_APRIL, *LEDGER, "--dry-run")
    assert table.returncode == 0
    assert all(due in table.stdout for due in ("15 May 2026", "29 June 2026"))
    statement = told(inside, *IN_APRIL)
    assert [(each["number"], each["due"]) for each in statement["batches"]] == [(1, "2026-05-15"), (2, "2026-06-29")]
    assert {each["name"]: each["due"] for each in statement["creators"]} == {
        "Anna Krüger": "2026-05-15",
        "Ben": "2026-06-29",
    }
    with open_ledger(str(folder / "creators.db"), write=False, create=False) as opened:
        assert [[each.name for each in batch.payments] for batch in opened.batches()] == [["Anna Krüger"], ["Ben"]]


def test_an_account_that_was_missing_can_be_added_and_the_payment_sent(inside: Influence, folder: Path) -> None:
    """April's payment was scheduled before Ben's account was known."""
    (folder / "creators.csv").write_text(payouts.ROSTER.replace("GB82 WEST 1234 5698 7654 32", ""), encoding="utf-8")
    assert inside("payout", *IN_APRIL, *LEDGER).returncode == 0
    to_bank = ("ledger", "pay", "creators.db", "--reference", "SEPA 1", "--output", "bank=bank.csv")
    refused = inside(*to_bank)
    assert (refused.returncode, "Ben: no account is known" in refused.stderr) == (2, True)
    (folder / "creators.csv").write_text(payouts.ROSTER, encoding="utf-8")
    assert inside("payout", *IN_APRIL, *LEDGER).returncode == 0
    assert inside(*to_bank).returncode == 0
    assert "GB82WEST12345698765432" in (folder / "bank.csv").read_text()
    assert verify(str(folder / "creators.db")).sound


def test_another_spec_than_that_of_the_run_before_is_said(inside: Influence, folder: Path) -> None:
    """10% became 20% between two runs: what was paid in April is paid again, at the new rate, and it is said."""
    words = "The spec is another than that of the run before."
    assert inside("payout", *IN_APRIL, *LEDGER).returncode == 0
    assert not any(note.startswith(words) for note in told(inside, *IN_APRIL)["notes"])
    changed = payouts.SPEC.replace("commission: 10%", "commission: 20%")
    (folder / "serum.yaml").write_text(changed, encoding="utf-8")
    statement = told(inside, *IN_MAY)
    assert any(note.startswith(words) for note in statement["notes"])
    assert not any(note.startswith(words) for note in told(inside, *IN_MAY)["notes"])
