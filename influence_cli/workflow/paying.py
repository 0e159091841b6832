"""``influence payout``: facts and a ledger's state to a statement, and to what the ledger is to record."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from influence_cli.contract.engine import needs, needs_order_lines
from influence_cli.contract.outcomes import IntArray
from influence_cli.model.agreement import AgreementTerms, PaymentTerms, Roster, SpecTerms
from influence_cli.model.campaign import Campaign
from influence_cli.model.contract import Contract, Since
from influence_cli.model.errors import Place, Problem, Severity, SpecError, UsageError
from influence_cli.model.payout import InputFile, Payee, PayoutRules, PayoutStatement, Result, ResultKind
from influence_cli.payout.achieving import Members, timing_of
from influence_cli.payout.attributing import NOBODY, SEVERAL, Directory, folded
from influence_cli.payout.calendar import Calendar, calendar_of, parse_period
from influence_cli.payout.counting import WAITING, Standing, count_orders, result_standing
from influence_cli.payout.facts import NOT_COUNTED, KnownOrders, Label, LedgerState, Orders, Run, no_orders
from influence_cli.payout.merging import Merged, merge
from influence_cli.payout.noting import Notes
from influence_cli.payout.owing import Scene, owing
from influence_cli.workflow.payees import payees_of
from influence_cli.workflow.remarks import Told
from influence_cli.workflow.stating import state_run


@dataclass(frozen=True, slots=True)
class PayoutFiles:
    """What was read for a run.

    Attributes:
        orders: Orders.
        results: Posts, clicks and totals.
        roster: Creators, or None.
        inputs: The files.
        excluded: Rows that cannot be read and are left out because the user said so.
    """

    orders: Orders
    results: tuple[Result, ...]
    roster: Roster | None
    inputs: tuple[InputFile, ...]
    excluded: tuple[Problem, ...] = ()


def pay(
    campaign: Campaign,
    terms: SpecTerms,
    rules: PayoutRules,
    files: PayoutFiles,
    state: LedgerState,
    period: str,
    *,
    version: str,
    contract: str | None = None,
) -> tuple[PayoutStatement, Run]:
    """What every creator is owed at the end of a period, and what a ledger has to add for it.

    Args:
        campaign: The campaign; it has a first day.
        terms: What the contracts state beside the pay.
        rules: How the campaign pays.
        files: What was read.
        state: What the ledger knows; an empty state without one.
        period: ``2026-05``.
        version: Version of this programme.
        contract: Contract of creators for whom none is stated, or None.

    Raises:
        UsageError: The period cannot be paid: before the campaign, before the ledger's last one, in another
            currency; the contract is unknown.
        SpecError: A creator has no or several contracts, or something a contract needs is not stated.
    """
    assert campaign.start is not None
    calendar = _calendar(campaign, state, period)
    _check_contract(campaign, contract)
    merged = merge(state.known or KnownOrders(no_orders(), _none(), _none(), ()), files.orders)
    results = {result.key: result for result in (*state.results, *files.results)}
    place = Place(", ".join(file.name for file in files.inputs) or "the ledger")
    labels = dict.fromkeys((*merged.orders.labels, *map(_label, results.values())))
    found = payees_of(campaign, files.roster, state.payees, labels, contract, place)
    people = found.payees
    problems = [*found.problems, *_ambiguous(people, labels, place), *_posts_twice(state.results, files.results, place)]
    _stop(problems)
    payments = [terms.contracts.get(payee.contract, AgreementTerms()).payment for payee in people.payees]
    scene, told = _scene(campaign, state, merged, people, payments, calendar, results, files)
    groups = _groups(campaign, people, payments)
    problems += _lacking(groups, scene, place)
    _stop(problems)
    owed = [
        owing(
            scene,
            members,
            Notes(members.contract, campaign.currency, {payee.key: i for i, payee in enumerate(members.payees)}),
            clawback=terms.contracts.get(members.contract.name, AgreementTerms()).payment.clawback is not False,
        )
        for members in groups
    ]
    return state_run(
        campaign, rules, terms, files.inputs, files.excluded, state, scene, people, owed, told, period, version
    )


def _calendar(campaign: Campaign, state: LedgerState, period: str) -> Calendar:
    assert campaign.start is not None
    try:
        first, last = parse_period(period)
    except ValueError:
        raise UsageError(f"--period {period}: expected a month such as {campaign.start:%Y-%m}") from None
    if last < campaign.start:
        raise UsageError(f"--period {period}: the campaign begins on {campaign.start:%Y-%m-%d} only")
    if period < state.last_period:
        raise UsageError(
            f"--period {period}: the ledger holds {state.last_period} already, and periods are recorded in their "
            f"order; what belongs to {period} is corrected in a run of {state.last_period} or later"
        )
    if state.currency not in ("", campaign.currency.code):
        raise UsageError(
            f"the ledger holds {campaign.name!r} in {state.currency}, and the spec is in {campaign.currency.code}; "
            "expected the same currency"
        )
    return calendar_of(campaign.start, campaign.weeks, first)


def _check_contract(campaign: Campaign, contract: str | None) -> None:
    known = sorted({cell.contract.name for cell in campaign.cells})
    if contract is not None and contract not in known:
        raise UsageError(
            f"--contract {contract}: no tier has a contract of this name; expected one of {', '.join(known)}"
        )


def _none() -> IntArray:
    return np.zeros(0, dtype=np.int64)


def _label(result: Result) -> Label:
    return Label(result.who, result.by_code, result.contract)


def _stop(problems: Sequence[Problem]) -> None:
    if problems:
        raise SpecError(tuple(problems))


def _ambiguous(people: Directory, labels: Iterable[Label], place: Place) -> Iterable[Problem]:
    for label in labels:
        if people.find(label) == SEVERAL:
            what = f"{label.who!r} is more than one creator"
            expected = "an id or a handle that only one has"
            yield Problem("ambiguous-creator", Severity.ERROR, place, "creator", what, expected)


def _posts_twice(known: Sequence[Result], new: Sequence[Result], place: Place) -> Iterable[Problem]:
    """Posts that the ledger knows without an id and an export names with one, or the other way round."""

    def signature(result: Result) -> tuple[str, str, date, str]:
        return folded(result.who), folded(result.platform), result.day, folded(result.title)

    before = {signature(one): one.key for one in known if one.kind is ResultKind.POST}
    keys = {one.key for one in known}
    for result in new:
        twin = before.get(signature(result)) if result.kind is ResultKind.POST and result.key not in keys else None
        if twin is not None and (_NO_ID in twin) is not (_NO_ID in result.key):
            what = (
                f"the post of {result.who!r} on {result.day} is known already as {twin!r}, and is {result.key!r} here"
            )
            expected = "ids or addresses of posts in every export, or in none"
            yield Problem("post-twice", Severity.ERROR, place, "post id", what, expected)


_NO_ID = "|"
"""Stands in the key of a post that has neither an id nor an address."""


def _scene(
    campaign: Campaign,
    state: LedgerState,
    merged: Merged,
    people: Directory,
    payments: Sequence[PaymentTerms],
    calendar: Calendar,
    results: Mapping[str, Result],
    files: PayoutFiles,
) -> tuple[Scene, Told]:
    """Where everything stands at the end of the period."""
    orders = merged.orders
    payee = _payee_of_orders(merged, people)
    claimed = np.zeros(len(orders), dtype=np.bool_)
    if state.claimed:
        claimed[:] = [order in state.claimed for order in orders.ids]
    counted = count_orders(merged, payee, payments, claimed, calendar.first_day, calendar.last_day)
    known = {result.key: result for result in state.results}
    day_before = 0 if not state.last_period else parse_period(state.last_period)[1].toordinal()
    stood = {key: _standing(result, people, payments, calendar.first_day, day_before) for key, result in known.items()}
    counted_before = {
        key for key, (stand, _) in stood.items() if stand is Standing.COUNTED and key not in state.claimed
    }
    standing = {
        key: (Standing.CLAIMED, NOBODY)
        if key in state.claimed
        else _standing(result, people, payments, calendar.first_day, calendar.last_day)
        for key, result in results.items()
    }
    fresh = frozenset(
        key for key, (stand, _) in standing.items() if stand is Standing.COUNTED and key not in counted_before
    )
    corrected = _corrected_terms(state, people)
    for key in counted_before:
        if results[key] != known[key]:
            corrected |= {people.payees[who].key for _, who in (standing[key], stood[key]) if who >= 0}
    posted: dict[tuple[str, str, str], int] = defaultdict(int)
    for (creator, _, term, month), amount in state.posted.items():
        posted[creator, term, month] += amount

    def having(*stands: Standing) -> list[tuple[int, Result]]:
        return [(who, results[key]) for key, (stand, who) in standing.items() if stand in stands]

    scene = Scene(
        calendar=calendar,
        currency=campaign.currency,
        merged=merged,
        counted=counted,
        timing=timing_of(orders, payee, np.isin(counted.standing, (Standing.COUNTED, *WAITING))),
        results=having(Standing.COUNTED),
        waiting=having(*WAITING),
        fresh=fresh,
        held_results=frozenset(key for key, (stand, _) in stood.items() if stand in WAITING),
        corrected=frozenset(corrected),
        corrected_orders=_corrected_orders(merged, people, payee),
        held_before={key: balance.held for key, balance in state.balances.items()},
        posted=posted,
        taken_back=state.taken_back,
        day_before=day_before,
    )
    told = Told(
        standing={key: stand for key, (stand, _) in standing.items()},
        who={key: who for key, (_, who) in standing.items()},
        results=results,
        new_results=tuple(result for key, result in results.items() if known.get(key) != result),
        exported=frozenset(result.key for result in files.results),
        other_spec=state.spec_sha256 not in ("", campaign.spec_sha256),
    )
    return scene, told


def _corrected_orders(merged: Merged, people: Directory, payee: IntArray) -> Mapping[str, Sequence[str]]:
    """Ids of orders that counted and changed, by those they counted for, and those they count for now."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in np.flatnonzero(merged.corrected & (merged.counted != NOT_COUNTED)).tolist():
        whose = {merged.payees[merged.payee[row]]}
        if payee[row] >= 0:
            whose.add(people.payees[payee[row]].key)
        for key in whose:
            found[key].append(merged.orders.ids[row])
    return found


def _corrected_terms(state: LedgerState, people: Directory) -> set[str]:
    """Creators who have another contract or fee than before."""
    before = {key: (payee.contract, payee.agreed_fee) for key, payee in state.payees.items()}
    return {
        payee.key
        for payee in people.payees
        if before.get(payee.key, (payee.contract, payee.agreed_fee)) != (payee.contract, payee.agreed_fee)
    }


def _payee_of_orders(merged: Merged, people: Directory) -> IntArray:
    """Index of each order's payee: whom it counted for already, unless the export names another one now."""
    orders = merged.orders
    if not len(orders):
        return _none()
    named = np.array([people.find(label) for label in orders.labels], dtype=np.int64)[orders.label]
    if not merged.payees:
        return named
    places = {payee.key: place for place, payee in enumerate(people.payees)}
    before = np.array([places.get(key, NOBODY) for key in merged.payees], dtype=np.int64)[merged.payee]
    stays = (merged.counted != NOT_COUNTED) & ~merged.relabeled
    return np.where(stays, before, named)


def _standing(
    result: Result, people: Directory, payments: Sequence[PaymentTerms], first_day: int, last_day: int
) -> tuple[Standing, int]:
    who = people.find(_label(result))
    return result_standing(result, who, payments, first_day, last_day), who


def _groups(campaign: Campaign, people: Directory, payments: Sequence[PaymentTerms]) -> list[Members]:
    """The creators of each contract."""
    contracts = {cell.contract.name: cell.contract for cell in reversed(campaign.cells)}
    groups = []
    for name in dict.fromkeys(payee.contract for payee in people.payees):
        if name not in contracts:
            who = next(payee.name for payee in people.payees if payee.contract == name)
            raise UsageError(
                f"{who!r} is under the contract {name!r} in the ledger, which the spec has no longer; expected "
                f"one of {', '.join(sorted(contracts))} in a roster"
            )
        rows = [row for row, payee in enumerate(people.payees) if payee.contract == name]
        place = np.full(len(people.payees), -1, dtype=np.int64)
        place[rows] = np.arange(len(rows))
        payees = tuple(people.payees[row] for row in rows)
        fees = np.array([_fee(payee, contracts[name]) for payee in payees], dtype=np.int64)
        groups.append(Members(contracts[name], payees, place, fees, payments[rows[0]].hold_days or 0))
    return groups


def _fee(payee: Payee, contract: Contract) -> int:
    if payee.agreed_fee is not None:
        return payee.agreed_fee
    return contract.fee.amount if contract.fee is not None else 0


_FIELD_COLUMNS = {"views": "views", "engagements": "engagements", "clicks": "clicks", "leads": "leads"}


def _lacking(groups: Sequence[Members], scene: Scene, place: Place) -> Iterable[Problem]:
    """What contracts read and no file states; a sum with a total that holds the same orders twice."""
    for members in groups:
        own = [(who, result) for who, result in scene.results if members.place[who] >= 0]
        wanted = needs(members.contract)
        for who, result in own:
            name = members.payees[members.place[who]].name
            if result.kind is ResultKind.TOTAL and result.gross and needs_order_lines(members.contract):
                what = f"the contract {members.contract.name!r} pays order by order, and {result.key!r} states a total"
                yield Problem("needs-orders", Severity.ERROR, place, "gross", what, "the orders of the month")
            if "followers" in wanted and result.kind is ResultKind.POST:
                payee = members.payees[members.place[who]]
                if payee.followers is None and not any(other.followers for whose, other in own if whose == who):
                    bonus = f"a bonus of {members.contract.name!r}"
                    what = f"{bonus} depends on the followers of {name!r}, which no file states"
                    expected = "a column followers in the posts or the roster"
                    yield Problem("no-followers", Severity.ERROR, place, "followers", what, expected)
                    wanted = wanted - {"followers"}
        yield from _without_customers(members, scene, place)
    yield from _twice(scene, place)


def _without_customers(members: Members, scene: Scene, place: Place) -> Iterable[Problem]:
    """A commission that ends or tapers with the age of customers whom no order names."""
    terms = members.contract.commission
    if terms is None or terms.since is not Since.FIRST_ORDER or not (terms.taper or terms.lasts_months):
        return
    counts = scene.counted.standing == Standing.COUNTED
    own = counts & (members.place[scene.counted.payee] >= 0)
    # Guests buy without a name; where anyone has one, the export has the column.
    if own.any() and not scene.merged.orders.customer.any():
        what = f"the commission of {members.contract.name!r} ends or tapers with each customer, and no order names one"
        expected = "a column customer in the orders, or since: start in the contract"
        yield Problem("no-customers", Severity.ERROR, place, "customer", what, expected)


def _twice(scene: Scene, place: Place) -> Iterable[Problem]:
    """Months for which both orders and totals with orders are stated."""
    totals = {
        (who, f"{result.day:%Y-%m}")
        for who, result in (*scene.results, *scene.waiting)
        if result.kind is ResultKind.TOTAL and (result.gross or result.orders)
    }
    if not totals:
        return
    rows = np.flatnonzero(np.isin(scene.counted.standing, (Standing.COUNTED, *WAITING)))
    months = scene.calendar.month_of(scene.merged.orders.day[rows])
    for who, month in sorted({*zip(scene.counted.payee[rows].tolist(), months.tolist(), strict=True)}):
        label = scene.calendar.months[month].label
        if (who, label) in totals:
            what = f"both orders and totals are stated for the same creator in {label}, so sales would count twice"
            yield Problem("counted-twice", Severity.ERROR, place, "totals", what, "one of the two")


__all__ = ["PayoutFiles", "pay"]
