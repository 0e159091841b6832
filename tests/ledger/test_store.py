"""What is recorded comes back; a batch is paid once; nothing is half done."""

import contextlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from influence_cli.ledger import RunKind
from influence_cli.model.errors import UsageError
from influence_cli.model.money import Currency
from influence_cli.model.payout import (
    REFUNDS,
    Approval,
    Balance,
    EntryKind,
    ExchangeRate,
    InputFile,
    Line,
    Payee,
    Result,
    ResultKind,
)
from influence_cli.payout.facts import Label, LedgerState
from tests.ledger.ledgers import (
    NOON,
    SPRING,
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
    written,
)

SIZE = 45_000
"""Orders that take several chunks."""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "creators.db"


def test_a_new_ledger_knows_nothing(path):
    with new(path) as ledger:
        assert ledger.state(SPRING, ["A-1"]) == LedgerState()
        assert ledger.batches() == ()
        assert ledger.balances() == {}
        assert ledger.runs() == ()
        assert ledger.campaigns() == ()
        assert list(ledger.entries()) == []


def test_an_empty_run_adds_nothing(path):
    with new(path) as ledger:
        assert ledger.record(run(), at=NOON) == 0
        assert ledger.runs() == ()


def test_orders_come_back_as_they_were_recorded(path):
    labels = (Label("anna"), Label("ANNA15", True), Label("never used"), Label("anna", False, "Ambassador"))
    given: dict[str, Any] = {
        name: list(range(place, place + 4)) for place, name in enumerate(("second", "delivered", "refund_day"))
    }
    facts = orders(
        ["=1+1", "Ω", "a'b", ""],
        labels=labels,
        label=[1, 0, 3, 1],
        customers=("", "kim", "lee"),
        customer=[2, 0, 1, 2],
        state=[0, 1, 2, 0],
        discount=[1, 2, 3, 4],
        tax=[5, 6, 7, 8],
        shipping=[9, 10, 11, 12],
        refunded=[-1, 2**62, 0, -(2**62)],
        **given,
    )
    with new(path) as ledger:
        ledger.record(
            run(facts=facts, counted=[0, -1, 7, -1], payee=[1, -1, 0, -1], order_payees=("anna", "ben")), at=NOON
        )
        known = ledger.state(SPRING).known
    assert known is not None
    back = known.orders
    assert back.ids == ["=1+1", "Ω", "a'b", ""]
    assert [back.labels[index] for index in back.label] == [labels[index] for index in (1, 0, 3, 1)]
    assert [back.customers[index] for index in back.customer] == ["lee", "", "kim", "lee"]
    assert back.customers[0] == ""
    for name in ("second", "delivered", "refund_day", "state", "discount", "tax", "shipping", "refunded", "gross"):
        assert getattr(back, name).tolist() == getattr(facts, name).tolist(), name
    assert known.counted.tolist() == [0, -1, 7, -1]
    assert [known.payees[index] if index >= 0 else None for index in known.payee] == ["ben", None, "anna", None]


def test_of_an_order_the_latest_version_is_known(path):
    with new(path) as ledger:
        ledger.record(run(facts=orders(["A-1", "A-2", "A-3"])), at=NOON)
        ledger.record(run(facts=orders(["A-2"], gross=5, who="ben"), counted=[0], payee=[0]), at=NOON)
        ledger.record(run(facts=orders(["A-2"], gross=6, who="anna"), campaign="Autumn"), at=NOON)
        known = ledger.state(SPRING).known
    assert known is not None
    assert dict(zip(known.orders.ids, known.orders.gross.tolist(), strict=True)) == {
        "A-1": 100_00,
        "A-2": 5,
        "A-3": 100_00,
    }
    assert [known.orders.labels[index].who for index in known.orders.label] == ["anna", "anna", "ben"]
    assert known.payees == ("anna",)
    assert known.payee.tolist() == [-1, -1, 0]


def test_many_orders_and_lines_take_several_chunks(path):
    ids = [f"A-{number}" for number in range(SIZE)]
    facts = orders(ids, second=list(range(SIZE)))
    lines = [earned(number, event=order) for number, order in enumerate(ids)]
    with new(path) as ledger:
        ledger.record(run(lines, facts=facts, counted=[0] * SIZE, payee=[0] * SIZE), at=NOON)
        state = ledger.state(SPRING)
        other = ledger.state("Autumn", ["B-1", *ids])
        assert [entry.line for entry in ledger.entries()] == lines
    assert state.known is not None
    assert state.known.orders.ids == ids
    assert np.array_equal(state.known.orders.second, np.arange(SIZE))
    assert state.posted == {("anna", "Affiliate", "commission", "2026-05"): sum(range(SIZE))}
    assert other.claimed == dict.fromkeys(ids, SPRING)
    assert state.claimed == {}


def test_an_order_is_claimed_by_the_campaign_that_counts_it(path):
    with new(path) as ledger:
        ledger.record(run(facts=orders(["A-1", "A-2"]), counted=[-1, 0], payee=[-1, 0]), at=NOON)
        assert ledger.state("Autumn", ["A-1", "A-2", "A-3"]).claimed == {"A-2": SPRING}
        assert ledger.state("Autumn", ["A-1"]).claimed == {}
        assert ledger.state(SPRING, ["A-2"]).claimed == {}


def test_results_and_payees_have_versions_too(path):
    post = Result("p1", ResultKind.POST, "anna", False, date(2026, 5, 4), views=10, on_time=False, title="Café ☕")
    clicks = Result("c1", ResultKind.CLICKS, "ANNA15", True, date(2024, 2, 29), clicks=0, approval=Approval.PENDING)
    anna = Payee("anna", "Anna", "Affiliate", ("anna", "a"), ("ANNA15",), 100, 0, "USD", 300_000, False, "a@b", "x", 9)
    with new(path) as ledger:
        ledger.record(run(results=[post, clicks], payees=[anna, Payee("ben", "Ben", "Gifted")]), at=NOON)
        later = replace(post, views=12)
        ledger.record(run(results=[later], payees=[replace(anna, tax_form=True)], period="2026-06"), at=NOON)
        state = ledger.state(SPRING)
        assert ledger.payees(SPRING) == state.payees
        assert ledger.payees("Autumn") == {}
    assert state.results == (later, clicks)
    assert state.payees == {"anna": replace(anna, tax_form=True), "ben": Payee("ben", "Ben", "Gifted")}
    assert state.last_period == "2026-06"
    assert state.currency == "EUR"


def test_balances_are_sums_of_what_opens_holds_schedules_and_pays(path):
    lines = [
        earned(100),
        line(EntryKind.HELD, 50),
        line(EntryKind.RELEASED, 20),
        line(EntryKind.REVERSED, -30, term=REFUNDS, event="A-1"),
        line(EntryKind.CORRECTED, 5),
        line(EntryKind.CARRIED, 77, term="carried"),
        scheduled(60),
        earned(9, "ben"),
    ]
    with new(path) as ledger:
        ledger.record(run(lines, pays=[payment(60)]), at=NOON)
        assert ledger.balances() == {
            (SPRING, "anna"): Balance(held=30, open=35, scheduled=60, paid=0),
            (SPRING, "ben"): Balance(open=9),
        }
        pay(ledger)
        state = ledger.state(SPRING)
        autumn = ledger.state("Autumn", currency="EUR")
        assert ledger.balances("Autumn") == {}
    assert state.balances["anna"] == Balance(held=30, open=35, scheduled=0, paid=60)
    assert state.posted == {
        ("anna", "Affiliate", "commission", "2026-05"): 125,
        ("anna", "Affiliate", REFUNDS, "2026-05"): -30,
        ("ben", "Affiliate", "commission", "2026-05"): 9,
    }
    assert state.taken_back == {("anna", "A-1"): -30}
    assert state.elsewhere == {}
    assert autumn.elsewhere == {"anna": 35, "ben": 9}


def test_what_is_owed_elsewhere_is_of_the_same_currency(path):
    with new(path) as ledger:
        ledger.record(run([earned(100)]), at=NOON)
        ledger.record(run([earned(7)], campaign="Autumn"), at=NOON)
        ledger.record(run([earned(1000)], campaign="Winter", currency="USD"), at=NOON)
        assert ledger.state(SPRING).elsewhere == {"anna": 7}
        assert ledger.state("Winter").elsewhere == {}
        assert ledger.state("New", currency="USD").elsewhere == {"anna": 1000}
        assert ledger.state("New").elsewhere == {}


def test_sums_that_come_to_nothing_are_left_out(path):
    with new(path) as ledger:
        ledger.record(run([earned(100), line(EntryKind.CORRECTED, -100)]), at=NOON)
        assert ledger.state(SPRING).posted == {}
        assert ledger.state("Autumn", currency="EUR").elsewhere == {}


def test_a_campaign_keeps_its_currency(path):
    with new(path) as ledger:
        ledger.record(run([earned(100)]), at=NOON)
        with pytest.raises(UsageError, match=r"'Spring launch' is kept in EUR in this ledger, not in USD"):
            ledger.record(run([earned(100)], currency="USD"), at=NOON)


def test_a_batch_gets_its_number_and_comes_back(path):
    rate = ExchangeRate(Currency("USD"), Decimal("1.0840"), date(2026, 5, 29), "ECB")
    first = payment(20_00, withheld=2_00, fee=35, net=17_65, currency=Currency("USD"), sent=19_13, exchange=rate)
    with new(path) as ledger:
        ledger.record(run([earned(20_00), scheduled(20_00)], pays=[first]), at=NOON)
        ledger.record(run([earned(3_00), scheduled(3_00)], pays=[payment(3_00)], campaign="Autumn"), at=NOON)
        one, two = ledger.batches()
        assert ledger.batches("Autumn") == (two,)
        events = [entry.line.event for entry in ledger.entries() if entry.line.kind is EntryKind.SCHEDULED]
    assert events == ["1", "2"]
    assert (one.number, one.campaign, one.period, one.due) == (1, SPRING, "2026-05", date(2026, 6, 15))
    assert (one.payments, one.reference, one.paid_on) == ((first,), "", None)
    assert (two.number, two.currency) == (2, Currency("EUR"))


def test_paying_marks_batches_and_makes_entries(path):
    season(path)
    with written(path) as ledger:
        (unpaid,) = ledger.batches(unpaid_only=True)
        assert unpaid.number == 2
        (paid,) = pay(ledger, [2, 2], "SEPA 2")
        assert (paid.reference, paid.paid_on) == ("SEPA 2", date(2026, 6, 15))
        assert ledger.batches(unpaid_only=True) == ()
        assert [batch.reference for batch in ledger.batches()] == ["SEPA 1", "SEPA 2"]
        last = ledger.runs()[-1]
        assert (last.kind, last.campaign, last.period, last.inputs) == (RunKind.PAYMENT, SPRING, "2026-06", ())
        entries = [entry.line for entry in ledger.entries() if entry.run == last.number]
        assert [(one.kind, one.creator, one.amount, one.event, one.note) for one in entries] == [
            (EntryKind.PAID, "anna", 5_00, "2", "SEPA 2"),
            (EntryKind.PAID, "ben", 7_00, "2", "SEPA 2"),
        ]
        assert pay(ledger) == ()


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([1], r"batch 1 \(20 EUR to 1 creator\) is paid already: on 2026-06-15 under 'SEPA 1', recorded 2026-06-01 12"),
        ([2, 1], r"batch 1 .* is paid already.*; nothing was marked as paid"),
        ([9, 1, 0], r"no batch 0; waiting to be paid: 2; batch 1 .*; there is no batch 9; waiting to be paid: 2;"),
    ],
)
def test_a_batch_is_paid_once_and_must_be_there(path, numbers, words):
    season(path)
    with written(path) as ledger:
        before = ledger.batches(), ledger.runs()
        with pytest.raises(UsageError, match=words):
            pay(ledger, numbers, "again")
        assert (ledger.batches(), ledger.runs()) == before
        pay(ledger)
        with pytest.raises(UsageError, match="there is no batch 7, and no batch that waits to be paid"):
            pay(ledger, [7])


def test_the_nearest_batches_are_named(path):
    with new(path) as ledger:
        for number in range(1, 10):
            ledger.record(run([earned(number), scheduled(number)], pays=[payment(number)]), at=NOON)
        with pytest.raises(UsageError, match="no batch 40; waiting to be paid: 5, 6, 7, 8, 9;"):
            pay(ledger, [40])
        pay(ledger, [3, 8])
        assert [batch.number for batch in ledger.batches(unpaid_only=True)] == [1, 2, 4, 5, 6, 7, 9]


def test_a_payment_needs_a_reference(path):
    season(path)
    with written(path) as ledger, pytest.raises(UsageError, match="a payment needs a reference"):
        pay(ledger, None, "  ")


def test_entries_are_those_of_a_campaign_a_creator_a_period(path):
    season(path)
    with read(path) as ledger:
        everything = list(ledger.entries())
        assert [entry.number for entry in everything] == list(range(1, 11))
        assert {entry.line.creator for entry in ledger.entries(SPRING)} == {"anna", "ben"}
        assert [entry.line.amount for entry in ledger.entries(creator="zoé")] == [1_00]
        assert [entry.run for entry in ledger.entries(SPRING, "anna", "2026-05")] == [1, 1, 1, 2]
        assert [entry.line.amount for entry in ledger.entries(period="2026-06", creator="ben")] == [7_00, 7_00, 3_00]
        assert list(ledger.entries(creator="nobody")) == []
        assert ledger.campaigns() == (SPRING, "Autumn")
    assert (everything[0].currency, everything[0].period, everything[0].recorded_at) == ("EUR", "2026-05", NOON)


def test_runs_say_what_produced_them(path):
    at = datetime(2026, 6, 1, 9, 30, tzinfo=timezone(timedelta(hours=2)))
    with new(path) as ledger:
        assert ledger.record(run([earned(1)]), at=at) == 1
        (first,) = ledger.runs()
    assert first.recorded_at == datetime(2026, 6, 1, 7, 30, tzinfo=UTC)
    assert first.inputs == (InputFile("orders", "orders.csv", "a" * 64, 0),)
    assert (first.spec_sha256, first.version, len(first.digest)) == ("5" * 64, "0.1.0", 64)


def test_digests_depend_on_what_is_recorded_and_nothing_else(tmp_path):
    def digest(name, amount):
        with new(tmp_path / name) as ledger:
            ledger.record(run([earned(1)]), at=NOON)
            ledger.record(run([earned(amount)]), at=NOON)
            return [one.digest for one in ledger.runs()]

    assert digest("a.db", 2) == digest("b.db", 2)
    assert digest("c.db", 3)[0] == digest("a2.db", 2)[0]
    assert digest("d.db", 3)[1] != digest("e.db", 2)[1]


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError, SystemExit])
def test_any_exception_in_a_transaction_undoes_all_of_it(path, error):
    season(path)
    with written(path) as ledger:
        before = ledger.runs(), list(ledger.entries()), ledger.batches()
        with pytest.raises(error), ledger.transaction():  # noqa: PT012
            ledger.record(run([earned(1)]), at=NOON)
            pay(ledger)
            raise error
        assert (ledger.runs(), list(ledger.entries()), ledger.batches()) == before
        assert ledger.record(run([earned(1)]), at=NOON) == 5


def test_a_failed_change_undoes_the_whole_transaction_even_if_nobody_minds(path):
    season(path)
    with written(path) as ledger:
        before = list(ledger.entries())
        with pytest.raises(UsageError, match="the whole run was undone"), ledger.transaction():  # noqa: PT012
            ledger.record(run([earned(1)]), at=NOON)
            with contextlib.suppress(ValueError):
                ledger.record(run([earned(5)] * SIZE + [scheduled(5)]), at=NOON)
        with pytest.raises(UsageError, match="the whole run was undone"), ledger.transaction():  # noqa: PT012
            with contextlib.suppress(UsageError):
                pay(ledger, [99])
            ledger.record(run([earned(1)]), at=NOON)
        assert list(ledger.entries()) == before
        ledger.record(run([earned(1)]), at=NOON)
        assert len(list(ledger.entries())) == len(before) + 1


class Interrupted(list[Line]):
    """Lines during which Ctrl-C is pressed."""

    def __iter__(self):
        yield from super().__iter__()
        raise KeyboardInterrupt


def test_ctrl_c_while_a_run_is_written_undoes_all_of_it(path):
    season(path)
    with written(path) as ledger:
        before = list(ledger.entries())
        with pytest.raises(KeyboardInterrupt):
            ledger.record(run(Interrupted([earned(1)] * SIZE), facts=orders(["X"])), at=NOON)
        assert list(ledger.entries()) == before


def test_what_is_not_committed_is_not_seen_by_others(path):
    season(path)
    with written(path) as ledger, read(path) as other:
        with ledger.transaction():
            ledger.record(run([earned(1)]), at=NOON)
            assert len(other.runs()) == 4
            assert len(ledger.runs()) == 5
        assert len(other.runs()) == 5


def test_a_reader_sees_one_moment_within_a_transaction(path):
    season(path)
    with written(path) as ledger, read(path) as other:
        with other.transaction():
            ledger.record(run([earned(1)]), at=NOON)
            assert len(other.runs()) == 4
        assert len(other.runs()) == 5


def test_a_run_that_contradicts_itself_is_refused(path):
    season(path)
    with written(path) as ledger:
        before = list(ledger.entries())
        wrong = [
            run([earned(5), scheduled(5)]),
            run([earned(5), scheduled(5)], pays=[payment(4)]),
            run([earned(5)], pays=[payment(4)]),
            run([earned(5), replace(scheduled(5), event="1")], pays=[payment(5)]),
            replace(run([earned(5), scheduled(5)], pays=[payment(5)]), period="2026-07"),
        ]
        for one in wrong:
            with pytest.raises(ValueError, match=r"batch|payments"):
                ledger.record(one, at=NOON)
        with pytest.raises(ValueError, match="offset from UTC"):
            ledger.record(run([earned(5)]), at=datetime(2026, 6, 1))
        assert list(ledger.entries()) == before


def test_nothing_is_added_to_a_ledger_that_is_open_for_reading(path):
    season(path)
    with read(path) as ledger:
        with pytest.raises(ValueError, match="open for reading"):
            ledger.record(run([earned(1)]), at=NOON)
        with pytest.raises(ValueError, match="open for reading"):
            pay(ledger)


def test_nothing_is_added_while_entries_are_read(path):
    season(path)
    with written(path) as ledger:
        entries = ledger.entries()
        next(entries)
        with pytest.raises(ValueError, match="entries are being read"):
            ledger.record(run([earned(1)]), at=NOON)
        entries.close()
        ledger.record(run([earned(1)]), at=NOON)
        with ledger.transaction(), pytest.raises(ValueError, match="begun already"), ledger.transaction():
            raise AssertionError


@pytest.mark.parametrize(
    ("lines", "words"),
    [([earned(2**63)], "a number is too large to be kept"), ([earned(1, "\ud800")], "characters that cannot be kept")],
)
def test_what_cannot_be_kept_is_refused_in_words(path, lines, words):
    with new(path) as ledger:
        with pytest.raises(UsageError, match=f"{words}; nothing was changed"):
            ledger.record(run(lines), at=NOON)
        assert ledger.runs() == ()
