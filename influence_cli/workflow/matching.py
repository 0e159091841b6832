"""Which cells of a campaign each creator of a roster falls under, all of one contract."""

from influence_cli.model.agreement import Roster, RosterCreator
from influence_cli.model.campaign import Campaign, Cell
from influence_cli.model.errors import Place, Problem, Severity


def match_roster(
    campaign: Campaign, roster: Roster, contract: str | None
) -> tuple[list[tuple[Cell, ...]], list[Problem]]:
    """The cells each creator falls under, all of one contract, and what is wrong where there are none."""
    chosen: list[tuple[Cell, ...]] = []
    problems: list[Problem] = []
    known = {cell.contract.name for cell in campaign.cells}
    for creator in roster.creators:
        wanted = creator.contract or contract
        fitting = tuple(cell for cell in campaign.cells if _fits(cell, creator, wanted))
        usual = tuple(cell for cell in fitting if cell.share > 0) or fitting
        names = list(dict.fromkeys(cell.contract.name for cell in usual))
        chosen.append(usual)
        place = Place(roster.name, creator.line, 1)
        if creator.contract and creator.contract not in known:
            expected = "one of " + ", ".join(sorted(known))
            what = f"no tier has the contract {creator.contract!r}"
            problems.append(Problem("no-contract", Severity.ERROR, place, "contract", what, expected))
        elif not fitting:
            what = f"the spec has no contract for {_described(creator, wanted)}"
            expected = "a tier and a platform that the spec books"
            problems.append(Problem("no-contract", Severity.ERROR, place, "tier", what, expected))
        elif len(names) > 1:
            what = f"{creator.name!r} may fall under {', '.join(map(repr, names))}"
            expected = "a tier in the roster, a column contract, or --contract"
            problems.append(Problem("several-contracts", Severity.ERROR, place, "tier", what, expected))
    return chosen, problems


def _fits(cell: Cell, creator: RosterCreator, contract: str | None) -> bool:
    return (
        contract in (None, cell.contract.name)
        and creator.tier in (None, cell.tier)
        and creator.platform in (None, cell.platform)
    )


def _described(creator: RosterCreator, contract: str | None) -> str:
    tier = f"{creator.tier} creators" if creator.tier else "creators"
    where = f" on {creator.platform}" if creator.platform else ""
    return f"{tier}{where}" + (f" under {contract!r}" if contract else "")
