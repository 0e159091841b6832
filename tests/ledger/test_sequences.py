"""Any sequence of runs and payments, against a plain model of what a ledger should know afterwards."""

import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from influence_cli.ledger import verify
from influence_cli.model.payout import OPENS, REFUNDS, Balance, EntryKind, Payee, Result, ResultKind
from influence_cli.payout.facts import NOT_COUNTED, Label, Run
from tests.ledger.ledgers import NOON, line, new, orders, pay, payment, read, run, scheduled

CREATORS = ("anna", "ben", "=zoé", "")
CAMPAIGNS = {"Spring": "EUR", "Autumn": "EUR", "Winter": "USD"}
LABELS = (Label("anna"), Label("ANNA15", True), Label("ben"), Label("anna", False, "Ambassador"))
CUSTOMERS = ("", "kim", "lee")
amounts = st.integers(-(10**12), 10**12)


@dataclass
class Known:
    """One campaign as a plain program would keep it."""

    orders: dict[Any, Any] = field(default_factory=dict)
    results: dict[Any, Any] = field(default_factory=dict)
    payees: dict[Any, Any] = field(default_factory=dict)
    sums: defaultdict[Any, Any] = field(default_factory=lambda: defaultdict(Counter))
    posted: Counter[Any] = field(default_factory=Counter)
    taken_back: dict[Any, Any] = field(default_factory=dict)
    period: str = ""


@dataclass
class Model:
    """All campaigns, and the payments of each batch."""

    campaigns: defaultdict[str, Known] = field(default_factory=lambda: defaultdict(Known))
    batches: list[Any] = field(default_factory=list)
    paid: set[int] = field(default_factory=set)
    runs: int = 0
    entries: list[Any] = field(default_factory=list)

    def add(self, one: Run) -> None:
        if one.empty:
            return
        self.runs += 1
        known = self.campaigns[one.campaign]
        known.period = one.period
        for place, order in enumerate(one.orders.ids):
            known.orders.pop(order, None)
            known.orders[order] = order_of(one.orders, one.counted, one.payee, one.order_payees, place)
        known.results |= {result.key: result for result in one.results}
        known.payees |= {payee.key: payee for payee in one.payees}
        for batch in one.batches:
            self.batches.append((one.campaign, {each.creator: each.gross for each in batch.payments}))
        for each in one.lines:
            self.entries.append(replace(each, event=str(len(self.batches))) if each.event == "batch" else each)
            known.sums[each.creator][each.kind] += each.amount
            if each.kind in OPENS:
                known.posted[each.creator, each.contract, each.term, each.month] += each.amount
            if each.kind is EntryKind.REVERSED and each.term == REFUNDS:
                key = (each.creator, each.event)
                known.taken_back[key] = known.taken_back.get(key, 0) + each.amount

    def pay(self, numbers) -> None:
        for number in sorted(numbers):
            campaign, payments = self.batches[number - 1]
            self.runs += 1
            self.paid.add(number)
            for creator, amount in payments.items():
                self.campaigns[campaign].sums[creator][EntryKind.PAID] += amount

    def balances(self, campaign):
        return {
            creator: Balance(
                held=sums[EntryKind.HELD] - sums[EntryKind.RELEASED],
                open=sum(sums[kind] for kind in OPENS) - sums[EntryKind.SCHEDULED],
                scheduled=sums[EntryKind.SCHEDULED] - sums[EntryKind.PAID],
                paid=sums[EntryKind.PAID],
            )
            for creator, sums in self.campaigns[campaign].sums.items()
        }


def order_of(table, counted, payee, payees, place):
    numbers = tuple(getattr(table, name)[place].item() for name in ("day", "gross", "refunded", "state", "delivered"))
    whose = payees[payee[place]] if payee[place] >= 0 else None
    label, customer = table.labels[table.label[place]], table.customers[table.customer[place]]
    return (label, customer, counted[place].item(), whose, *numbers)


@st.composite
def runs(draw):
    campaign = draw(st.sampled_from(list(CAMPAIGNS)))
    ids = draw(st.lists(st.sampled_from([f"{campaign}-{n}" for n in range(6)]), unique=True, max_size=5))
    size = len(ids)

    def column(values):
        return draw(st.lists(values, min_size=size, max_size=size))

    counted = column(st.sampled_from([NOT_COUNTED, 0, 7]))
    facts = orders(
        ids,
        labels=LABELS,
        label=column(st.integers(0, 3)),
        customers=CUSTOMERS,
        customer=column(st.integers(0, 2)),
        gross=column(amounts),
        refunded=column(amounts),
        state=column(st.integers(0, 2)),
        delivered=column(st.integers(0, 800_000)),
    )
    lines = draw(st.lists(entries(), max_size=8))
    schedule = draw(st.dictionaries(st.sampled_from(CREATORS), st.integers(1, 10**6), max_size=2))
    lines += [scheduled(amount, creator) for creator, amount in schedule.items()]
    return run(
        lines,
        facts=facts,
        counted=counted,
        payee=[-1 if value == NOT_COUNTED else draw(st.integers(0, 3)) for value in counted],
        order_payees=CREATORS,
        results=[
            Result(key, ResultKind.CLICKS, "anna", False, NOON.date(), clicks=draw(st.integers(0, 9)))
            for key in draw(st.sets(st.sampled_from("xyz")))
        ],
        payees=[Payee(key, key.title(), draw(st.text(max_size=5))) for key in draw(st.sets(st.sampled_from(CREATORS)))],
        pays=[payment(amount, creator) for creator, amount in schedule.items()],
        campaign=campaign,
        period=draw(st.sampled_from(["2026-05", "2026-06"])),
        currency=CAMPAIGNS[campaign],
    )


@st.composite
def entries(draw):
    kind = draw(st.sampled_from([kind for kind in EntryKind if kind not in (EntryKind.SCHEDULED, EntryKind.PAID)]))
    return line(
        kind,
        draw(amounts),
        draw(st.sampled_from(CREATORS)),
        term=draw(st.sampled_from(["commission", REFUNDS])),
        month=draw(st.sampled_from(["", "2026-05"])),
        event=draw(st.sampled_from(["", "A-1", "Ω"])),
        day=draw(st.none() | st.dates()),
        base=draw(st.none() | amounts),
        rate=draw(st.none() | st.integers(0, 10**6)),
        note=draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=5)),
    )


steps = st.lists(runs() | st.floats(0, 1), min_size=1, max_size=8)


def affordable(model, one):
    """The run, with earnings that leave nothing open where it schedules more than there is.

    So balances are 0 after many payments, and below 0 as soon as anything is taken back.
    """
    after = {creator: balance.open for creator, balance in model.balances(one.campaign).items()}
    for each in one.lines:
        moved = -each.amount if each.kind is EntryKind.SCHEDULED else each.amount if each.kind in OPENS else 0
        after[each.creator] = after.get(each.creator, 0) + moved
    paid = {each.creator for each in one.lines if each.kind is EntryKind.SCHEDULED}
    missing = [line(EntryKind.EARNED, -after[creator], creator) for creator in sorted(paid) if after[creator] < 0]
    return replace(one, lines=[*missing, *one.lines])


def apply(ledger, model, step):
    if isinstance(step, Run):
        step = affordable(model, step)
        assert ledger.record(step, at=NOON) == (0 if step.empty else model.runs + 1)
        model.add(step)
        return
    unpaid = [number for number in range(1, len(model.batches) + 1) if number not in model.paid]
    chosen = unpaid[: round(step * len(unpaid))]
    assert [batch.number for batch in pay(ledger, chosen)] == chosen
    model.pay(chosen)


def agrees(ledger, model):
    for campaign, currency in CAMPAIGNS.items():
        known, asked = model.campaigns[campaign], [f"{other}-{n}" for other in CAMPAIGNS for n in range(3)]
        state = ledger.state(campaign, asked, currency=currency)
        assert state.last_period == known.period
        assert state.balances == model.balances(campaign)
        assert {who: balance for (_, who), balance in ledger.balances(campaign).items()} == model.balances(campaign)
        assert state.posted == {key: amount for key, amount in known.posted.items() if amount}
        assert state.taken_back == known.taken_back
        assert {result.key: result for result in state.results} == known.results
        assert state.payees == known.payees
        elsewhere: Counter[str] = Counter()
        for other in CAMPAIGNS.keys() - {campaign}:
            if CAMPAIGNS[other] == currency:
                elsewhere.update({who: sums.open + sums.scheduled for who, sums in model.balances(other).items()})
        assert state.elsewhere == {who: amount for who, amount in elsewhere.items() if amount}
        assert all(model.campaigns[claimant].orders for claimant in state.claimed.values())
        assert campaign not in state.claimed.values()
        if not known.orders:
            assert state.known is None
            continue
        table = state.known
        found = {
            order: order_of(table.orders, table.counted, table.payee, table.payees, place)
            for place, order in enumerate(table.orders.ids)
        }
        assert found == known.orders
        assert list(found) == list(known.orders)
        assert table.orders.gross.dtype == np.int64


@settings(
    max_examples=2 * settings().max_examples // 5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(steps)
def test_a_ledger_knows_what_was_recorded(sequence):
    model = Model()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "creators.db"
        with new(path) as ledger:
            for step in sequence:
                apply(ledger, model, step)
            agrees(ledger, model)
            assert [entry.line for entry in ledger.entries() if entry.line.kind is not EntryKind.PAID] == model.entries
            unpaid = [batch.number for batch in ledger.batches(unpaid_only=True)]
            assert unpaid == [n for n in range(1, len(model.batches) + 1) if n not in model.paid]
        with read(path) as ledger:
            agrees(ledger, model)
        told = verify(str(path))
        assert told.findings == ()
        assert told.runs == model.runs
