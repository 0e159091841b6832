"""Who is paid: the creators of a roster, those the ledger knows, and those that exports name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from influence_cli.model.agreement import Roster, RosterCreator
from influence_cli.model.campaign import Campaign, Cell
from influence_cli.model.errors import Place, Problem, Severity
from influence_cli.model.money import to_minor
from influence_cli.model.payout import Payee
from influence_cli.payout.attributing import NOBODY, Directory, directory, folded
from influence_cli.payout.facts import Label
from influence_cli.workflow.agreement_codes import personal_codes
from influence_cli.workflow.matching import match_roster


@dataclass(frozen=True, slots=True)
class Found:
    """The payees of a campaign, and what is wrong with them."""

    payees: Directory
    problems: tuple[Problem, ...]


def payees_of(
    campaign: Campaign,
    roster: Roster | None,
    known: Mapping[str, Payee],
    labels: Iterable[Label],
    contract: str | None,
    place: Place,
) -> Found:
    """Everyone who can be paid.

    A roster's creators replace what the ledger knows of them; who is known stays known. Where nobody was ever
    listed in a roster, the creators that exports name are added; a code alone names nobody.

    Args:
        campaign: The campaign.
        roster: The creators of this run, or None.
        known: Payees of the ledger by key.
        labels: Words of the exports.
        contract: Name of the contract of those for whom none is stated, or None.
        place: Where problems with the exports' creators are shown.
    """
    problems: list[Problem] = []
    found = dict(known)
    if roster is not None:
        listed, problems = _listed(campaign, roster, directory(known.values()), contract)
        found |= listed
    if not any(payee.listed for payee in found.values()):
        added, more = _named(campaign, directory(found.values()), labels, contract, place)
        found |= added
        problems += more
    return Found(directory(found.values()), tuple(problems))


def _listed(
    campaign: Campaign, roster: Roster, known: Directory, contract: str | None
) -> tuple[dict[str, Payee], list[Problem]]:
    matched, problems = match_roster(campaign, roster, contract)
    codes = personal_codes(roster.creators, campaign.product.discount)
    found: dict[str, Payee] = {}
    for creator, cells, code in zip(roster.creators, matched, codes, strict=True):
        if not cells:
            continue
        place = Place(roster.name, creator.line, 1)
        fee, problem = _agreed_fee(campaign, creator.name, cells, creator, place)
        if problem is not None:
            problems.append(problem)
        payee = _payee(campaign, creator, cells[0].contract.name, code, fee, known)
        twin = found.get(payee.key)
        if twin is not None:
            problems.extend(_disagreements(payee, twin, place))
            payee = replace(
                twin,
                labels=tuple(dict.fromkeys((*twin.labels, *payee.labels))),
                codes=tuple(dict.fromkeys((*twin.codes, *payee.codes))),
                followers=max(twin.followers or 0, payee.followers or 0) or None,
            )
        found[payee.key] = payee
    return found, problems


_SAME = {
    "contract": "contract",
    "agreed_fee": "fee",
    "minimum": "minimum payout",
    "currency": "currency",
    "withholding": "withholding",
    "tax_form": "tax form",
    "email": "address",
    "account": "account",
}
"""What every line of one creator must agree on, and what it is called."""


def _disagreements(payee: Payee, twin: Payee, place: Place) -> Iterable[Problem]:
    """What two lines of a roster state differently about one creator."""
    differ = [word for name, word in _SAME.items() if getattr(payee, name) != getattr(twin, name)]
    if differ:
        what = f"{payee.name!r} stands in the roster twice, with another {' and another '.join(differ)}"
        expected = "the same in both lines, or an id or a handle of their own for two creators of one name"
        yield Problem("creator-twice", Severity.ERROR, place, "name", what, expected)


def _payee(
    campaign: Campaign, creator: RosterCreator, contract: str, code: str, fee: int | None, known: Directory
) -> Payee:
    words = tuple(word for word in (creator.id, creator.handle, creator.name) if word)
    places = {known.find(Label(word)) for word in words} - {NOBODY}
    place = min(places, default=NOBODY)
    key = known.payees[place].key if len(places) == 1 and place >= 0 else words[0]
    minimum = creator.minimum_payout
    return Payee(
        key=key,
        name=creator.name,
        contract=contract,
        labels=tuple(dict.fromkeys(folded(word) for word in (*words, creator.email) if word)),
        codes=(code.upper(),) if code else (),
        agreed_fee=fee,
        minimum=None if minimum is None else to_minor(minimum, campaign.currency),
        currency=creator.currency,
        withholding=creator.withholding or 0,
        tax_form=creator.tax_form,
        email=creator.email,
        account=creator.account,
        followers=creator.followers,
        listed=True,
    )


def _named(
    campaign: Campaign, known: Directory, labels: Iterable[Label], contract: str | None, place: Place
) -> tuple[dict[str, Payee], list[Problem]]:
    """Payees for creators that only exports name."""
    problems: list[Problem] = []
    found: dict[str, Payee] = {}
    by_contract = _contracts(campaign)
    stated: dict[str, tuple[str, set[str]]] = {}
    for label in labels:
        if label.who.strip() and not label.by_code and known.find(label) == NOBODY:
            stated.setdefault(folded(label.who), (label.who.strip().lstrip("@"), set()))[1].update(
                {label.contract} - {""}
            )
    for key, (name, named) in stated.items():
        options = named or ({contract} if contract else set(by_contract))
        chosen = sorted(options)
        if len(chosen) != 1 or chosen[0] not in by_contract:
            problems.append(_no_contract(name, named, chosen, by_contract, place))
            continue
        fee, problem = _agreed_fee(campaign, name, by_contract[chosen[0]], None, place)
        if problem is not None:
            problems.append(problem)
        found[key] = Payee(key, name, chosen[0], (key,), agreed_fee=fee)
    return found, problems


def _no_contract(
    name: str, named: set[str], chosen: Sequence[str], known: Mapping[str, Sequence[Cell]], place: Place
) -> Problem:
    if len(chosen) == 1:
        what = f"{name!r} has the contract {chosen[0]!r}, which no tier of the spec has"
    else:
        what = f"it is not known under which contract {name!r} is: {', '.join(chosen)}"
    expected = f"a roster, a column contract, or --contract with one of {', '.join(sorted(known))}"
    return Problem(
        "several-contracts" if len(chosen) > 1 else "no-contract", Severity.ERROR, place, "contract", what, expected
    )


def _contracts(campaign: Campaign) -> dict[str, tuple[Cell, ...]]:
    booked = [cell for cell in campaign.cells if cell.share > 0] or list(campaign.cells)
    names = dict.fromkeys(cell.contract.name for cell in booked)
    return {name: tuple(cell for cell in booked if cell.contract.name == name) for name in names}


def _agreed_fee(
    campaign: Campaign, name: str, cells: Sequence[Cell], creator: RosterCreator | None, place: Place
) -> tuple[int | None, Problem | None]:
    """The flat fee of a creator, or what is missing to know it."""
    fee = cells[0].contract.fee
    if fee is None:
        return None, None
    if creator is not None and creator.fee is not None:
        return to_minor(creator.fee, campaign.currency), None
    if not any(cell.market_fee_share for cell in cells):
        return fee.amount, None
    what = f"the fee of {name!r} follows the market, so what was agreed is not known"
    expected = "a column fee in the roster, or an amount in the contract"
    return None, Problem("no-fee", Severity.ERROR, place, "fee", what, expected)
