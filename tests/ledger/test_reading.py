"""What a ledger answers: of which campaign, in which words, and of thousands of orders as of one."""

import re
from dataclasses import replace
from datetime import UTC, date

import pytest

from influence_cli.ledger import verify
from influence_cli.model.errors import UsageError
from influence_cli.model.payout import EntryKind, Payee
from tests.ledger.ledgers import (
    NOON,
    SPRING,
    batch,
    earned,
    line,
    new,
    orders,
    pay,
    payment,
    read,
    run,
    scheduled,
    season,
)

AUTUMN = "Autumn"


@pytest.fixture
def path(tmp_path):
    season(tmp_path / "creators.db")
    return tmp_path / "creators.db"


def test_runs_are_those_of_a_campaign_or_all(path):
    with read(path) as ledger:
        assert [one.number for one in ledger.runs()] == [1, 2, 3, 4]
        assert [one.number for one in ledger.runs(SPRING)] == [1, 2, 3]
        assert [one.number for one in ledger.runs(AUTUMN)] == [4]
        assert [one.kind for one in ledger.runs(SPRING)] == ["payout", "payment", "payout"]


def test_entries_say_their_run_whatever_was_recorded_between(path):
    with new(path) as ledger:
        ledger.record(run([earned(3_00, "cleo")], campaign=AUTUMN, period="2026-07"), at=NOON)
        ledger.record(run([earned(4_00, "cleo")], period="2026-07"), at=NOON)
    with read(path) as ledger:
        autumn = list(ledger.entries(AUTUMN))
        assert [(entry.run, entry.campaign, entry.line.amount) for entry in autumn] == [
            (4, AUTUMN, 1_00),
            (5, AUTUMN, 3_00),
        ]
        spring = list(ledger.entries(SPRING, period="2026-07"))
        assert [(entry.run, entry.campaign, entry.line.amount) for entry in spring] == [(6, SPRING, 4_00)]
        assert {entry.campaign for entry in ledger.entries()} == {SPRING, AUTUMN}


def test_moments_are_told_in_universal_time(path, monkeypatch):
    with read(path) as ledger:
        assert [one.recorded_at.tzinfo for one in ledger.runs()] == [UTC] * 4
        assert [entry.recorded_at.isoformat() for entry in ledger.entries(AUTUMN)] == ["2026-06-01T12:00:00+00:00"]


@pytest.mark.parametrize("place", [0, 1, 499, 500, 501, 1_199])
def test_of_many_orders_the_one_that_counts_elsewhere_is_found(path, place):
    ids = [f"N-{number}" for number in range(1_200)]
    ids[place] = "A-1"
    with read(path) as ledger:
        assert ledger.state(AUTUMN, ids).claimed == {"A-1": SPRING}


def test_of_many_orders_all_that_count_elsewhere_are_found(tmp_path):
    ids = [f"A-{number}" for number in range(1_200)]
    counted = [0] * len(ids)
    with new(tmp_path / "many.db") as ledger:
        ledger.record(run(facts=orders(ids), counted=counted, payee=counted), at=NOON)
        assert ledger.state(AUTUMN, ids).claimed == dict.fromkeys(ids, SPRING)


def test_an_order_that_the_other_campaign_gave_up_is_free(tmp_path):
    with new(tmp_path / "given.db") as ledger:
        ledger.record(run(facts=orders(["A-1"]), counted=[0], payee=[0]), at=NOON)
        ledger.record(run(facts=orders(["A-1"], gross=50_00), counted=[-1], payee=[-1]), at=NOON)
        assert ledger.state(AUTUMN, ["A-1"]).claimed == {}


def test_customers_and_payees_of_many_orders_come_back(tmp_path):
    """Orders are written and read in chunks of twenty thousand."""
    count = 45_000
    ids = [f"A-{number}" for number in range(count)]
    customers = ("", *(f"customer {number}" for number in range(7)))
    customer = [number % 8 for number in range(count)]
    payee = [number % 2 for number in range(count)]
    facts = orders(ids, gross=[*range(count)], customers=customers, customer=customer)
    with new(tmp_path / "many.db") as ledger:
        ledger.record(run(facts=facts, counted=[0] * count, payee=payee, order_payees=("anna", "ben")), at=NOON)
        known = ledger.state(SPRING).known
    assert known is not None
    assert list(known.orders.ids) == ids
    assert known.orders.gross.tolist() == [*range(count)]
    assert [known.orders.customers[index] for index in known.orders.customer.tolist()] == [
        customers[index] for index in customer
    ]
    assert [known.payees[index] for index in known.payee.tolist()] == [("anna", "ben")[index] for index in payee]
    assert verify(str(tmp_path / "many.db")).orders == count


def test_an_order_that_is_known_and_not_counted_here_is_looked_up_without_being_asked_for(path):
    """Spring counts A-1. Autumn has been told of it, and its next run has no export."""
    with new(path) as ledger:
        ledger.record(run(facts=orders(["A-1", "Z-1"]), campaign=AUTUMN, period="2026-06"), at=NOON)
        assert ledger.state(AUTUMN).claimed == {"A-1": SPRING}
        assert ledger.state(SPRING).claimed == {}


def test_a_post_whose_fee_another_campaign_owes_is_found(path):
    fees = [earned(50_00, event="post:1", term="fee"), earned(40_00, event="post:2", term="fee")]
    fees.append(line(EntryKind.CORRECTED, -40_00, event="post:2", term="fee"))
    with new(path) as ledger:
        ledger.record(run(fees), at=NOON)
        asked = ["post:1", "post:2", "post:3"]
        assert ledger.state(AUTUMN, keys=asked).claimed == {"post:1": SPRING}
        assert ledger.state(AUTUMN).claimed == {}
        assert ledger.state(SPRING, keys=asked).claimed == {}


def test_payments_that_fall_due_on_two_days_are_two_batches(tmp_path):
    """Each scheduled entry names the batch its creator is in."""
    soon, late = batch([payment(3_00)]), batch([payment(4_00, "ben")])
    lines = [earned(3_00), earned(4_00, "ben"), scheduled(4_00, "ben"), scheduled(3_00)]
    both = replace(run(lines), batches=(replace(soon, due=date(2026, 6, 1)), replace(late, due=date(2026, 7, 1))))
    with new(tmp_path / "due.db") as ledger:
        ledger.record(both, at=NOON)
        found = [(one.number, one.due, [each.creator for each in one.payments]) for one in ledger.batches()]
        assert found == [(1, date(2026, 6, 1), ["anna"]), (2, date(2026, 7, 1), ["ben"])]
        named = [(each.line.creator, each.line.event) for each in ledger.entries() if each.line.term == "scheduled"]
        assert sorted(named) == [("anna", "1"), ("ben", "2")]
        pay(ledger, [2])
        assert [one.number for one in ledger.batches(unpaid_only=True)] == [1]
    assert verify(str(tmp_path / "due.db")).sound


def test_what_is_not_paid_yet_goes_to_the_account_that_is_known_now(tmp_path):
    """Anna's account was missing when her payment was scheduled; it changes once more after it was paid."""
    nameless, with_account = Payee("anna", "Anna", "Affiliate"), Payee("anna", "Anna", "Affiliate", account="DE1")

    def accounts(ledger):
        return [one.payments[0].account for one in ledger.batches()]

    with new(tmp_path / "accounts.db") as ledger:
        ledger.record(run([earned(5), scheduled(5)], payees=[nameless], pays=[payment(5)]), at=NOON)
        assert accounts(ledger) == [""]
        ledger.record(run(payees=[with_account]), at=NOON)
        assert accounts(ledger) == ["DE1"]
        assert [one.payments[0].account for one in pay(ledger)] == ["DE1"]
    assert verify(str(tmp_path / "accounts.db")).sound


def test_a_payment_comes_back_with_everything_it_said(tmp_path):
    said = payment(100_00, withheld=24_00, fee=35, net=75_65, sent=75_65, email="anna@example.com", account="DE02 1203")
    with new(tmp_path / "said.db") as ledger:
        ledger.record(run([earned(100_00), scheduled(100_00)], pays=[said]), at=NOON)
        (found,) = ledger.batches()
    assert found.payments == (said,)


def test_an_entry_of_a_payment_says_when_and_under_which_reference(path):
    with new(path) as ledger:
        pay(ledger, [2], "SEPA 2")
        paid = [entry.line for entry in ledger.entries(period="2026-06") if entry.line.kind is EntryKind.PAID]
        last = ledger.runs()[-1]
    assert [(one.creator, one.contract, one.event, one.amount, one.note) for one in paid] == [
        ("anna", "Affiliate", "2", 5_00, "SEPA 2"),
        ("ben", "Affiliate", "2", 7_00, "SEPA 2"),
    ]
    for one in paid:
        assert (one.term, one.month, one.day, one.band) == ("paid", "", date(2026, 6, 15), 0)
        assert (one.base, one.rate) == (None, None)
    assert (last.kind, last.campaign, last.period, last.spec_sha256, last.inputs) == (
        "payment",
        SPRING,
        "2026-06",
        "",
        (),
    )


def test_a_refused_payment_names_the_file(path):
    with new(path) as ledger:
        for numbers, reference in (([9], "SEPA 2"), (None, " ")):
            with pytest.raises(UsageError, match=rf"^{re.escape(str(path))}: "):
                pay(ledger, numbers, reference)
