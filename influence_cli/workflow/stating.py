"""A run's lines and payments, put together: the statement that is shown and what the ledger records."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from influence_cli.model.agreement import AgreementTerms, PaymentTerms, SpecTerms
from influence_cli.model.campaign import Campaign
from influence_cli.model.errors import Problem
from influence_cli.model.money import in_words
from influence_cli.model.payout import (
    OPENS,
    Balance,
    Batch,
    CreatorStatement,
    EntryKind,
    InputFile,
    Line,
    MonthTotal,
    Payment,
    PayoutRules,
    PayoutStatement,
    Waiting,
)
from influence_cli.payout.attributing import Directory
from influence_cli.payout.calendar import due_day
from influence_cli.payout.counting import Standing
from influence_cli.payout.facts import NOT_COUNTED, LedgerState, Orders, Run
from influence_cli.payout.lines import KINDS, Joined, OrderLines, order_line_runs
from influence_cli.payout.merging import chosen
from influence_cli.payout.owing import Owing, Scene
from influence_cli.payout.settling import settle_creator
from influence_cli.workflow.remarks import (
    Told,
    creator_notes,
    left_out,
    run_notes,
    unattributed_orders,
    waiting_by_creator,
    without_label,
)

BATCH = "batch"
"""Event of a scheduled line until the ledger gives the batch its number."""


def state_run(
    campaign: Campaign,
    rules: PayoutRules,
    terms: SpecTerms,
    inputs: tuple[InputFile, ...],
    excluded: tuple[Problem, ...],
    state: LedgerState,
    scene: Scene,
    people: Directory,
    owed: Sequence[Owing],
    told: Told,
    period: str,
    version: str,
) -> tuple[PayoutStatement, Run]:
    """The statement of a run, and what the ledger records."""
    last_day = date.fromordinal(scene.calendar.last_day)
    holds = [_payment(terms, payee.contract).hold_days or 0 for payee in people.payees]
    waiting = waiting_by_creator(scene, people, told, holds)
    notes = creator_notes(scene, people, owed, campaign.currency)
    statements: list[CreatorStatement] = []
    for one in owed:
        net_days = _payment(terms, one.members.contract.name).net_days
        due = due_day(last_day, net_days or 0, rules.holidays)
        runs = _Runs(_runs(one, one.orders), _runs(one, one.held_orders))
        for at, payee in enumerate(one.members.payees):
            statement = _statement(
                campaign, rules, state, one, at, runs, due, waiting.get(payee.key, Waiting()), notes.get(payee.key, ())
            )
            if _speaks(statement):
                statements.append(statement)
    statements.sort(key=lambda statement: (statement.payee.name.casefold(), statement.payee.key))
    batches = _batches(campaign, period, statements)
    lines = Joined(tuple(part for statement in statements for part in _parts(statement.lines)))
    run = _run(campaign, inputs, scene, people, state, told, lines, batches, period, version)
    return (
        PayoutStatement(
            campaign=campaign.name,
            brand=campaign.brand,
            period=period,
            last_day=last_day,
            currency=campaign.currency,
            rules=rules,
            creators=tuple(statements),
            totals=_totals(owed),
            unattributed=unattributed_orders(scene),
            left_out=left_out(scene, told),
            excluded=excluded,
            inputs=inputs,
            batches=batches,
            ledger="",
            recorded=False,
            run=0,
            unchanged=not len(lines),
            notes=run_notes(told),
            spec_sha256=campaign.spec_sha256,
            version=version,
        ),
        run,
    )


def _payment(terms: SpecTerms, contract: str) -> PaymentTerms:
    return terms.contracts.get(contract, AgreementTerms()).payment


def _parts(lines: Sequence[Line]) -> tuple[Sequence[Line], ...]:
    return lines.parts if isinstance(lines, Joined) else (lines,)


@dataclass(frozen=True, slots=True)
class _Runs:
    """Where the lines of each creator begin and end, in the lines of orders that count and of those that wait."""

    orders: Sequence[int]
    held: Sequence[int]


def _runs(one: Owing, lines: OrderLines | None) -> Sequence[int]:
    count = len(one.members.payees)
    return [0] * (count + 1) if lines is None else order_line_runs(lines.creator, count).tolist()


def _statement(
    campaign: Campaign,
    rules: PayoutRules,
    state: LedgerState,
    one: Owing,
    at: int,
    runs: _Runs,
    due: date,
    waiting: Waiting,
    notes: tuple[str, ...],
) -> CreatorStatement:
    payee = one.members.payees[at]
    before = state.balances.get(payee.key, Balance())
    orders = None if one.orders is None else one.orders[runs.orders[at] : runs.orders[at + 1]]
    waits = None if one.held_orders is None else one.held_orders[runs.held[at] : runs.held[at + 1]]
    posts = tuple(one.held_posts.get(payee.key, ()))
    others = sorted(one.others.get(payee.key, ()), key=lambda line: (line.month, line.term, line.event))
    opened = before.open + int(one.opened[at])
    settled = settle_creator(
        payee, one.members.contract, rules, campaign.currency, opened, state.elsewhere.get(payee.key, 0)
    )
    held = int(one.held[at])
    released = sum(line.amount for line in others if line.kind is EntryKind.RELEASED) + _released(orders)
    scheduled = settled.payment.gross if settled.payment else 0
    tail = []
    contract = one.members.contract.name

    def moves(kind: EntryKind, event: str, amount: int, note: str) -> Line:
        return Line(kind, payee.key, contract, kind.value, "", event, None, 0, None, None, amount, note)

    if held - before.held + released:
        words = [f"{in_words(held, campaign.currency)} is held by now", _until(waiting) if held else ""]
        note = ", ".join(filter(None, words))
        tail.append(moves(EntryKind.HELD, "", held - before.held + released, note))
    if scheduled:
        tail.append(moves(EntryKind.SCHEDULED, BATCH, scheduled, f"due {due:%Y-%m-%d}"))
    carried = opened - scheduled
    if carried and (orders or others or tail):
        tail.append(moves(EntryKind.CARRIED, "", carried, "; ".join(settled.reasons)))
    parts = tuple(part for part in (orders, tuple(others), tuple(tail)) if part)
    return CreatorStatement(
        payee=payee,
        lines=Joined(parts),
        before=before,
        after=Balance(held, carried, before.scheduled + scheduled, before.paid),
        payment=settled.payment,
        due=due if settled.payment else None,
        carried=carried,
        reasons=settled.reasons,
        waiting=waiting,
        by_term=tuple(one.terms.get(payee.key, {}).items()),
        notes=notes,
        held_lines=Joined(tuple(part for part in (waits, posts) if part)),
    )


def _released(orders: Sequence[Line] | None) -> int:
    if not isinstance(orders, OrderLines):
        return 0
    return int(orders.amount[orders.kind == KINDS.index(EntryKind.RELEASED)].sum())


def _until(waiting: Waiting) -> str:
    parts = [f"until {waiting.until:%Y-%m-%d}"] if waiting.until else []
    parts += [f"{waiting.pending:,} not approved"] if waiting.pending else []
    return ", ".join(parts)


def _speaks(statement: CreatorStatement) -> bool:
    return bool(
        statement.lines
        or statement.before != Balance()
        or statement.after != Balance()
        or statement.waiting != Waiting()
        or statement.notes
    )


def _batches(campaign: Campaign, period: str, statements: Iterable[CreatorStatement]) -> tuple[Batch, ...]:
    """All payments of the run, those of one due date together; earliest first."""
    paid: dict[date, list[Payment]] = defaultdict(list)
    for one in statements:
        if one.payment is not None and one.due is not None:
            paid[one.due].append(one.payment)
    return tuple(Batch(0, campaign.name, period, due, campaign.currency, tuple(paid[due])) for due in sorted(paid))


def _run(
    campaign: Campaign,
    inputs: tuple[InputFile, ...],
    scene: Scene,
    people: Directory,
    state: LedgerState,
    told: Told,
    lines: Sequence[Line],
    batches: tuple[Batch, ...],
    period: str,
    version: str,
) -> Run:
    merged, counted = scene.merged, scene.counted
    # Orders that name nobody can never be anyone's; the shop has them, the ledger need not.
    rows = np.flatnonzero((merged.touched | counted.fresh) & ~(without_label(merged.orders) & ~merged.known))
    counts = counted.standing[rows] == Standing.COUNTED
    first = np.where(merged.counted[rows] != NOT_COUNTED, merged.counted[rows], counted.refunds[rows])
    payees = tuple(payee for payee in people.payees if state.payees.get(payee.key) != payee)
    orders: Orders = chosen(merged.orders, rows)
    return Run(
        campaign=campaign.name,
        period=period,
        currency=campaign.currency.code,
        spec_sha256=campaign.spec_sha256,
        inputs=inputs,
        version=version,
        orders=orders,
        counted=np.where(counts, first, NOT_COUNTED),
        payee=np.where(counts, counted.payee[rows], -1),
        order_payees=tuple(payee.key for payee in people.payees),
        results=told.new_results,
        payees=payees,
        lines=lines,
        batches=batches,
    )


def _totals(owed: Sequence[Owing]) -> tuple[MonthTotal, ...]:
    """What opened in this run by contract and month."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for one in owed:
        contract = one.members.contract.name
        if one.orders is not None and len(one.orders):
            sums = np.zeros(len(one.orders.months), dtype=np.int64)
            np.add.at(sums, one.orders.month, one.orders.amount)
            for month, amount in zip(one.orders.months, sums.tolist(), strict=True):
                found[contract, month] += amount
        for lines in one.others.values():
            for line in lines:
                if line.kind in OPENS:
                    found[contract, line.month] += line.amount
    return tuple(MonthTotal(contract, month, amount) for (contract, month), amount in sorted(found.items()) if amount)
