"""What one creator of each cell is expected to cost all-in, before anyone is booked."""

import math
from collections.abc import Sequence
from dataclasses import replace

from influence_cli.allocate.whole import Option
from influence_cli.model.campaign import Campaign, Cell
from influence_cli.model.contract import Contract, Split, Window
from influence_cli.model.plan import Booking
from influence_cli.simulate.calendar import months
from influence_cli.simulate.engine import Simulation, simulate

_PILOT_CREATORS = 1
_PILOT_DRAWS = 5_000
_MARGIN = 0.02


def expected_costs(campaign: Campaign, seed: int, threads: int) -> tuple[Option, ...]:
    """Expected all-in cost per creator by cell, from a pilot simulation of one creator each.

    The payout of the average outcome is not the average payout, so the pilot runs the contract on every draw
    (without chance counts, which matter little to a mean).
    What creators of a contract share (collective bonuses, a cap for the campaign) is left to :func:`pots`; a
    collective bonus paid to each is counted in full, as if it were earned. The pilot shares its draws of what is
    unknown with the full simulation; a small margin for the rest of its noise makes it rare that the full
    simulation shows a plan to cost more than there is.
    """
    pilot = [Booking(alone(cell), _PILOT_CREATORS, 0) for cell in campaign.cells]
    switches = replace(campaign.settings.switches, counting_noise=False)
    quiet = replace(campaign, settings=replace(campaign.settings, switches=switches))
    draws = min(campaign.settings.draws, _PILOT_DRAWS)
    simulation = simulate(quiet, pilot, draws=draws, seed=seed, threads=threads)
    return tuple(
        Option(cell, max(cost + margin + each_bonus(campaign, cell.contract), 1))
        for cell, cost, margin in zip(campaign.cells, cell_costs(simulation), _margins(simulation), strict=True)
    )


def pots(campaign: Campaign) -> int:
    """Collective bonuses shared by all creators of a contract, as if each were earned; minor units."""
    contracts = {cell.contract.name: cell.contract for cell in campaign.cells}
    return sum(pot_of(campaign, contract) for contract in contracts.values())


def pot_of(campaign: Campaign, contract: Contract) -> int:
    """Bonuses shared by all creators of one contract, as if each were earned; minor units."""
    return sum(
        bonus.amount * _windows(campaign, bonus.per)
        for bonus in contract.collective_bonuses
        if bonus.split is Split.SHARED
    )


def shared_pay(campaign: Campaign, simulation: Simulation) -> int:
    """Mean payout of the collective bonuses shared by all creators, rounded down; minor units."""
    names = {
        (cell.contract.name, bonus.name)
        for cell in campaign.cells
        for bonus in cell.contract.collective_bonuses
        if bonus.split is Split.SHARED
    }
    return int(sum(drawn.mean() for name, drawn in simulation.terms.items() if name in names))


def cell_costs(simulation: Simulation) -> list[int]:
    """Mean payout and gifts per creator by simulated cell, rounded up to the minor unit."""
    total = (simulation.fields["payout"] + simulation.fields["gifts"]).mean(axis=1)
    return [math.ceil(value / count) for value, count in zip(total, simulation.counts, strict=True)]


def _margins(simulation: Simulation) -> list[int]:
    """A margin on the performance pay per creator by cell, rounded up."""
    payout = simulation.fields["payout"]
    performance = payout.mean(axis=1) - payout.min(axis=1)
    return [math.ceil(_MARGIN * value / count) for value, count in zip(performance, simulation.counts, strict=True)]


def repriced(options: Sequence[Option], simulation: Simulation) -> tuple[Option, ...]:
    """Options with the costs of a full simulation where it has them."""
    known = {cell.key: cost for cell, cost in zip(simulation.cells, cell_costs(simulation), strict=True)}
    return tuple(Option(o.cell, max(known.get(o.cell.key, o.unit_cost), 1)) for o in options)


def fewer_draws(campaign: Campaign, creators: int, limit: int = 20_000_000) -> int:
    """Draws for a plan of many creators: the default is lowered so that creators x draws stays near ``limit``."""
    settings = campaign.settings
    if settings.draws_stated or creators * settings.draws <= limit:
        return settings.draws
    return max(1_000, limit // creators)


def alone(cell: Cell) -> Cell:
    """The cell with a contract that settles nothing between creators."""
    return replace(cell, contract=replace(cell.contract, collective_bonuses=(), cap_per_campaign=None))


def each_bonus(campaign: Campaign, contract: Contract) -> int:
    """Collective bonuses paid to every creator, as if each were earned; minor units per creator."""
    return sum(
        bonus.amount * _windows(campaign, bonus.per)
        for bonus in contract.collective_bonuses
        if bonus.split is Split.EACH
    )


def _windows(campaign: Campaign, per: Window) -> int:
    spans = months(campaign)
    if per is Window.MONTH:
        return len(spans)
    if per is Window.QUARTER:
        return len({month.quarter for month in spans})
    return 1
