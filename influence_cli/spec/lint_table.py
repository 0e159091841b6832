"""What advice is made of: a code, the reason, where it comes from, and a small function that finds it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from influence_cli.allocate.presets import tier_shares
from influence_cli.model.campaign import Campaign, Cell, Strategy, Tier
from influence_cli.model.contract import Contract, FeeUnit
from influence_cli.model.money import PPM, in_words
from influence_cli.spec.nodes import Path
from influence_cli.spec.schema import CampaignSpec

PLAYBOOK = "the 2026 playbook"
MODEL = "this programme's model"

BOOKED = ("budget", "tiers", "allocation", "phases", "campaign.platforms", "campaign.weeks")
"""What decides which tiers are booked where."""

FEES = (*BOOKED, "contracts", "benchmarks", "overrides")
"""What decides which fees are paid."""


DAYS_PER_MONTH = 30
"""Days for which a monthly amount is paid once."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of advice: where, what, and what would be better. User's text in it is printable."""

    path: Path
    what: str
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a lint looks at: the campaign with every default, and the spec as it was written."""

    campaign: Campaign
    spec: CampaignSpec

    @property
    def contracts(self) -> Mapping[str, Contract]:
        """Contracts that can be booked and are written in the spec, by name."""
        return {
            cell.contract.name: cell.contract
            for cell in self.campaign.cells
            if cell.contract.name in self.spec.contracts
        }

    @property
    def shares(self) -> Mapping[Tier, float]:
        """How the strategy splits the money over tiers that can be booked; the shares sum to 1, if any.

        Those of the optimal strategy are not known before it has planned: even ones stand for them.
        """
        bookable = {cell.tier for cell in self.campaign.cells}
        shares = {
            tier: share
            for tier, share in tier_shares(self.campaign.rules, self.budget_usd).items()
            if tier in bookable and share > 0
        }
        total = sum(shares.values())
        return {tier: share / total for tier, share in shares.items()}

    @property
    def tiers(self) -> frozenset[Tier]:
        """Tiers that the strategy or a demand books."""
        bookable = {cell.tier for cell in self.campaign.cells}
        demanded = {
            tier
            for tier, demand in self.campaign.rules.tiers.items()
            if demand.creators or demand.locked_spend or demand.min_creators
        }
        return frozenset((demanded & bookable) | self.shares.keys())

    @property
    def booked(self) -> tuple[Cell, ...]:
        """Cells of tiers that are booked; only the optimal strategy looks beyond the first contract of a place."""
        chosen = self.campaign.rules.strategy is Strategy.OPTIMAL
        return tuple(cell for cell in self.campaign.cells if cell.tier in self.tiers and (chosen or cell.share > 0))

    @property
    def budget_usd(self) -> float:
        """The budget in US dollars."""
        return self.campaign.budget.total / self.campaign.currency.minor / self.campaign.usd_rate

    def fixed_pay(self, cell: Cell) -> int:
        """Fee, retainer and rights of one creator of a cell, minor units, as the contract engine pays them."""
        fee, retainer = cell.contract.fee, cell.contract.retainer
        posts = cell.deliverables if fee is not None and fee.per is FeeUnit.DELIVERABLE else 1
        months = self.campaign.weeks * 7 / DAYS_PER_MONTH
        base = (fee.amount * posts if fee else 0) + (round(retainer.monthly * months) if retainer else 0)
        rights = (round(base * right.share * right.days / (PPM * DAYS_PER_MONTH)) for right in cell.contract.rights)
        return base + sum(rights) + sum(right.fixed for right in cell.contract.rights)

    def money(self, amount: float) -> str:
        """An amount in minor units, in words."""
        return in_words(amount, self.campaign.currency)


Check = Callable[[Facts], Iterable[Finding] | Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Lint:
    """A rule of advice.

    Attributes:
        code: Name in ``silence`` and in the output.
        title: What it looks for, in a line.
        reason: Why it matters.
        source: Where the rule comes from.
        reads: Parts of the spec it looks at; where one of them is wrong, the advice is not given.
        check: Finds what it looks for.
    """

    code: str
    title: str
    reason: str
    source: str
    reads: tuple[str, ...]
    check: Check
