"""A run's lines and payments, put together: the statement that is shown and what the ledger records."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from influence_cli.contract.engine import needs
from influence_cli.model.agreement import AgreementTerms, PaymentTerms, SpecTerms
from influence_cli.model.campaign import Campaign
from influence_cli.model.errors import Problem
from influence_cli.model.payout import (
    OPENS,
    Balance,
    Batch,
    CreatorStatement,
    EntryKind,
    InputFile,
    LeftOut,
    Line,
    MonthTotal,
    Payment,
    PayoutRules,
    PayoutStatement,
    Result,
    ResultKind,
    Unattributed,
    Waiting,
)
from influence_cli.payout.attributing import Directory
from influence_cli.payout.calendar import due_day
from influence_cli.payout.counting import WAITING, Standing
from influence_cli.payout.facts import NOT_COUNTED, LedgerState, Orders, Run
from influence_cli.payout.lines import KINDS, Joined, OrderLines, order_line_runs
from influence_cli.payout.merging import BoolArray, chosen
from influence_cli.payout.owing import Owing, Scene
from influence_cli.payout.settling import settle_creator

BATCH = "batch"
"""Event of a scheduled line until the ledger gives the batch its number."""

_LEFT_OUT = {
    Standing.LATER: "after the period: they wait for a later one",
    Standing.EARLIER: "before the campaign's first day",
    Standing.CANCELLED: "cancelled or rejected",
    Standing.REFUNDED: "refunded in full before they counted",
    Standing.CLAIMED: "counted for another campaign of the ledger already",
}


@dataclass(frozen=True, slots=True)
class Told:
    """Where results stand.

    Attributes:
        standing: By key.
        who: Index of the payee by key.
        results: By key.
        new_results: New ones and new versions.
    """

    standing: Mapping[str, Standing]
    who: Mapping[str, int]
    results: Mapping[str, Result]
    new_results: tuple[Result, ...]


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
    waiting = _waiting(scene, people, told, holds)
    notes = _notes(scene, people, owed)
    statements: list[CreatorStatement] = []
    for one in owed:
        net_days = _payment(terms, one.members.contract.name).net_days
        due = due_day(last_day, net_days or 0, rules.holidays)
        runs = _runs(one)
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
            unattributed=_unattributed(scene),
            left_out=_left_out(scene, told),
            excluded=excluded,
            inputs=inputs,
            batches=batches,
            ledger="",
            recorded=False,
            run=0,
            unchanged=not len(lines),
            notes=_unused(told),
            spec_sha256=campaign.spec_sha256,
            version=version,
        ),
        run,
    )


def _payment(terms: SpecTerms, contract: str) -> PaymentTerms:
    return terms.contracts.get(contract, AgreementTerms()).payment


def _parts(lines: Sequence[Line]) -> tuple[Sequence[Line], ...]:
    return lines.parts if isinstance(lines, Joined) else (lines,)


def _runs(one: Owing) -> Sequence[int]:
    """Where the order lines of each creator begin and end."""
    count = len(one.members.payees)
    return [0] * (count + 1) if one.orders is None else order_line_runs(one.orders.creator, count).tolist()


def _statement(
    campaign: Campaign,
    rules: PayoutRules,
    state: LedgerState,
    one: Owing,
    at: int,
    runs: Sequence[int],
    due: date,
    waiting: Waiting,
    notes: tuple[str, ...],
) -> CreatorStatement:
    payee = one.members.payees[at]
    before = state.balances.get(payee.key, Balance())
    orders = None if one.orders is None else one.orders[runs[at] : runs[at + 1]]
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
        tail.append(moves(EntryKind.HELD, "", held - before.held + released, _until(waiting)))
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
    )


def _released(orders: Sequence[Line] | None) -> int:
    if not isinstance(orders, OrderLines):
        return 0
    return int(orders.amount[orders.kind == KINDS.index(EntryKind.RELEASED)].sum())


def _until(waiting: Waiting) -> str:
    parts = [f"until {waiting.until:%Y-%m-%d}"] if waiting.until else []
    parts += [f"{waiting.pending:,} not approved"] if waiting.pending else []
    return ", ".join(parts) or "what waited counts now, or was refunded or cancelled"


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
    rows = np.flatnonzero((merged.touched | counted.fresh) & ~(_without_label(merged.orders) & ~merged.known))
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


def _unattributed(scene: Scene) -> tuple[Unattributed, ...]:
    orders = scene.merged.orders
    rows = np.flatnonzero((scene.counted.standing == Standing.NOBODYS) & ~_without_label(orders))
    count: dict[tuple[str, bool], int] = defaultdict(int)
    gross: dict[tuple[str, bool], int] = defaultdict(int)
    for label, orders_of, amount in zip(
        orders.label[rows].tolist(), orders.count[rows].tolist(), orders.gross[rows].tolist(), strict=True
    ):
        word = orders.labels[label]
        count[word.who, word.by_code] += orders_of
        gross[word.who, word.by_code] += amount
    found = [Unattributed(who, by_code, number, gross[who, by_code]) for (who, by_code), number in count.items()]
    return tuple(sorted(found, key=lambda one: (-one.gross, one.who, one.by_code)))


def _left_out(scene: Scene, told: Told) -> tuple[LeftOut, ...]:
    events: Counter[Standing] = Counter(told.standing.values())
    gross: Counter[Standing] = Counter()
    for stand in _LEFT_OUT:
        rows = scene.counted.standing == stand
        events[stand] += int(rows.sum())
        gross[stand] += int(scene.merged.orders.gross[rows].sum())
    found = [LeftOut(reason, events[stand], gross[stand]) for stand, reason in _LEFT_OUT.items() if events[stand]]
    nameless = _without_label(scene.merged.orders)
    if nameless.any():
        total = int(scene.merged.orders.gross[nameless].sum())
        found.append(LeftOut("orders with neither a creator nor a code", int(nameless.sum()), total))
    return tuple(found)


def _without_label(orders: Orders) -> BoolArray:
    """Orders that name neither a creator nor a code."""
    nameless = np.array([not label.who.strip() for label in orders.labels], dtype=np.bool_)
    return nameless[orders.label] if len(orders) else np.zeros(0, dtype=np.bool_)


def _waiting(scene: Scene, people: Directory, told: Told, holds: Sequence[int]) -> dict[str, Waiting]:
    """What each creator's held amount consists of."""
    counted = scene.counted
    size = len(people.payees)
    in_hold = np.zeros(size, dtype=np.int64)
    pending = in_hold.copy()
    until = in_hold.copy()
    rows = np.flatnonzero(np.isin(counted.standing, WAITING))
    stands, payees = counted.standing[rows], counted.payee[rows]
    np.add.at(pending, payees[stands == Standing.PENDING], 1)
    np.add.at(in_hold, payees[stands != Standing.PENDING], 1)
    held = stands == Standing.IN_HOLD
    np.maximum.at(until, payees[held], counted.release[rows[held]])
    for key, stand in told.standing.items():
        who = told.who[key]
        if stand is Standing.PENDING:
            pending[who] += 1
        elif stand in WAITING:
            in_hold[who] += 1
            until[who] = max(int(until[who]), told.results[key].day.toordinal() + holds[who])
    return {
        payee.key: Waiting(int(in_hold[at]), date.fromordinal(int(until[at])) if until[at] else None, int(pending[at]))
        for at, payee in enumerate(people.payees)
        if in_hold[at] or pending[at]
    }


def _notes(scene: Scene, people: Directory, owed: Sequence[Owing]) -> dict[str, tuple[str, ...]]:
    """What else is to be known about each creator."""
    wanted = {one.members.contract.name: needs(one.members.contract) & {"views", "engagements"} for one in owed}
    late: Counter[str] = Counter()
    unseen: Counter[tuple[str, str]] = Counter()
    for who, result in scene.results:
        payee = people.payees[who]
        late[payee.key] += result.on_time is False
        if result.kind is ResultKind.POST:
            unseen.update((payee.key, name) for name in wanted[payee.contract] if getattr(result, name) is None)
    found: dict[str, list[str]] = defaultdict(list)
    for key, number in late.items():
        if number:
            found[key].append(f"{number:,} of the posts came late; the contract says nothing about that.")
    for (key, name), number in sorted(unseen.items()):
        found[key].append(f"the {name} of {number:,} posts are not known, so nothing is paid for them yet.")
    return {key: tuple(notes) for key, notes in found.items()}


def _unused(told: Told) -> tuple[str, ...]:
    """Notes on the whole run."""
    nobodys = sorted({told.results[key].who for key, stand in told.standing.items() if stand is Standing.NOBODYS})
    if not nobodys:
        return ()
    shown = ", ".join(nobodys[:5]) + (f" and {len(nobodys) - 5:,} more" if len(nobodys) > 5 else "")
    return (f"posts or clicks of creators that nobody has are left out: {shown}",)
