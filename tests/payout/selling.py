"""Exports written as a person would, and campaigns that are paid month by month."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np

from influence_cli.model.agreement import AgreementTerms, PaymentTerms, Roster, RosterCreator, SpecTerms
from influence_cli.model.campaign import Campaign, Platform, Tier
from influence_cli.model.contract import Contract
from influence_cli.model.money import Currency
from influence_cli.model.payout import (
    OPENS,
    Approval,
    CreatorStatement,
    EntryKind,
    Line,
    PayoutRules,
    PayoutStatement,
    Result,
    ResultKind,
)
from influence_cli.payout.facts import STATES, Label, Orders, Run
from influence_cli.workflow.paying import PayoutFiles, pay
from tests.builders import a_campaign, a_cell

from .ledger_model import MemoryLedger


@dataclass(frozen=True)
class Order:
    """A row of orders; money in minor units."""

    id: str
    who: str
    day: date
    gross: int
    refunded: int = 0
    discount: int = 0
    tax: int = 0
    shipping: int = 0
    state: Approval = Approval.APPROVED
    code: bool = False
    customer: str = ""
    delivered: date | None = None
    count: int = 1
    second: int = 0
    contract: str = ""


def orders(rows: Iterable[Order]) -> Orders:
    """Rows as the columns that the importer makes."""
    rows = list(rows)
    words = [Label(row.who, row.code, row.contract) for row in rows]
    labels = tuple(dict.fromkeys(words))
    customers = tuple(dict.fromkeys(["", *(row.customer for row in rows)]))

    def column(values: Sequence[int]) -> np.ndarray[Any, np.dtype[np.int64]]:
        return np.array(values, dtype=np.int64)

    return Orders(
        [row.id for row in rows],
        labels,
        customers,
        label=column([labels.index(word) for word in words]),
        customer=column([customers.index(row.customer) for row in rows]),
        day=column([row.day.toordinal() for row in rows]),
        second=column([row.second for row in rows]),
        delivered=column([row.delivered.toordinal() if row.delivered else 0 for row in rows]),
        refund_day=column([0 for _ in rows]),
        state=column([STATES[row.state] for row in rows]),
        count=column([row.count for row in rows]),
        gross=column([row.gross for row in rows]),
        discount=column([row.discount for row in rows]),
        tax=column([row.tax for row in rows]),
        shipping=column([row.shipping for row in rows]),
        refunded=column([row.refunded for row in rows]),
    )


def post(number: int, who: str, day: date, **quantities: Any) -> Result:
    """One post."""
    return Result(f"post:{number}", ResultKind.POST, who, False, day, **{"deliverables": 1, **quantities})


def clicks(who: str, day: date, number: int) -> Result:
    """The clicks of a day."""
    return Result(f"clicks:{who}:{day}", ResultKind.CLICKS, who, False, day, clicks=number)


def total(who: str, day: date, **quantities: Any) -> Result:
    """The totals of a month; ``day`` is its last."""
    return Result(f"total:{who}:{day:%Y-%m}", ResultKind.TOTAL, who, False, day, **quantities)


def a_roster(*creators: RosterCreator) -> Roster:
    """A roster file."""
    return Roster("creators.csv", creators)


def campaign_of(
    *contracts: Contract, start: date = date(2026, 4, 1), weeks: int = 8, currency: str = "USD"
) -> Campaign:
    """A campaign whose creators may be under any of the contracts; amounts are the contracts' own."""
    cells = [
        replace(_CELL, tier=tier, contract=contract, market_fee_share=0.0)
        for tier, contract in zip(Tier, contracts, strict=False)
    ]
    return replace(_CAMPAIGN, cells=tuple(cells), start=start, weeks=weeks, currency=Currency(currency))


_CELL = a_cell(Tier.MICRO, Platform.TIKTOK)
_CAMPAIGN = a_campaign((_CELL,))


@dataclass
class Paying:
    """A campaign that is paid month by month from one ledger. Every run is checked to add up."""

    campaign: Campaign
    payment: PaymentTerms | dict[str, PaymentTerms] = field(default_factory=PaymentTerms)
    rules: PayoutRules = field(default_factory=PayoutRules)
    ledger: MemoryLedger = field(default_factory=MemoryLedger)

    def run(
        self,
        period: str,
        rows: Iterable[Order] = (),
        results: Iterable[Result] = (),
        *,
        roster: Roster | None = None,
        contract: str | None = None,
        dry: bool = False,
    ) -> PayoutStatement:
        """Pay a period, and record it."""
        statement, run = self.ask(period, orders(rows), results, roster=roster, contract=contract)
        check_adds_up(statement, run)
        if not dry:
            self.ledger.record(run)
            check_balances(self.ledger, statement)
        return statement

    def ask(
        self,
        period: str,
        export: Orders,
        results: Iterable[Result] = (),
        *,
        roster: Roster | None = None,
        contract: str | None = None,
    ) -> tuple[PayoutStatement, Run]:
        """What a run would say and write."""
        named = {cell.contract.name for cell in self.campaign.cells}
        payment = self.payment if isinstance(self.payment, dict) else dict.fromkeys(named, self.payment)
        terms = SpecTerms({name: AgreementTerms(payment=of_one) for name, of_one in payment.items()})
        files = PayoutFiles(export, tuple(results), roster, ())
        kept = self.ledger.books.get(self.campaign.name)
        ids = {*export.ids, *(kept.orders if kept else ())}
        state = self.ledger.state(self.campaign.name, ids)
        return pay(self.campaign, terms, self.rules, files, state, period, version="1", contract=contract)

    def journal(self, creator: str = "") -> list[Line]:
        """All entries, or those of one creator."""
        lines = self.ledger.books[self.campaign.name].journal
        return [line for line in lines if creator in ("", line.creator)]

    def opened(self, creator: str) -> int:
        """Everything a creator was owed so far."""
        return sum(line.amount for line in self.journal(creator) if line.kind in OPENS)


def of(statement: PayoutStatement, creator: str) -> CreatorStatement:
    """One creator's part."""
    return next(one for one in statement.creators if one.payee.key == creator)


def sent(one: CreatorStatement) -> int:
    """What the creator's payment comes to before anything is taken off; 0 without one."""
    return one.payment.gross if one.payment else 0


def told(one: CreatorStatement, *kinds: EntryKind) -> list[tuple[str, str, str, str, int]]:
    """Kind, term, month, event and amount of a statement's lines; all kinds unless some are named."""
    return [
        (line.kind.value, line.term, line.month, line.event, line.amount)
        for line in one.lines
        if not kinds or line.kind in kinds
    ]


def check_adds_up(statement: PayoutStatement, run: Run) -> None:
    """The identities that hold for every statement, whatever happened."""
    assert list(run.lines) == [line for one in statement.creators for line in one.lines]
    assert len(run.lines) == sum(len(one.lines) for one in statement.creators)
    opening: dict[tuple[str, str], int] = {}
    for one in statement.creators:
        sums = {kind: sum(line.amount for line in one.lines if line.kind is kind) for kind in EntryKind}
        paid = one.payment.gross if one.payment else 0
        opened = sum(sums[kind] for kind in OPENS)
        assert one.before.open + opened == paid + one.carried
        assert one.after.open == one.carried
        assert one.after.held == one.before.held + sums[EntryKind.HELD] - sums[EntryKind.RELEASED] >= 0
        assert one.after.scheduled == one.before.scheduled + paid
        assert one.after.paid == one.before.paid
        assert sums[EntryKind.SCHEDULED] == paid >= 0
        assert sums[EntryKind.CARRIED] in (0, one.carried)
        assert sum(amount for _, amount in one.by_term) == one.after.earned
        assert all(line.creator == one.payee.key for line in one.lines)
        if one.payment:
            assert one.payment.net + one.payment.withheld + one.payment.fee == one.payment.gross
            assert one.payment.sent > 0
            assert one.due is not None
        assert bool(one.carried) == bool(one.reasons)
        for line in one.lines:
            if line.kind in OPENS:
                key = line.contract, line.month
                opening[key] = opening.get(key, 0) + line.amount
    totals = {(one.contract, one.month): one.amount for one in statement.totals}
    assert totals == {key: amount for key, amount in opening.items() if amount}
    payments = sorted(
        ((one.due, one.payment) for one in statement.creators if one.payment), key=lambda pair: str(pair[0])
    )
    assert payments == [(batch.due, payment) for batch in statement.batches for payment in batch.payments]


def check_balances(ledger: MemoryLedger, statement: PayoutStatement) -> None:
    """The statement's balances are the journal's."""
    state = ledger.state(statement.campaign)
    for one in statement.creators:
        recorded = state.balances.get(one.payee.key)
        assert recorded == one.after or (recorded is None and not one.after.earned and not one.after.held)
        posted = sum(amount for (creator, *_), amount in state.posted.items() if creator == one.payee.key)
        assert posted == one.after.earned
