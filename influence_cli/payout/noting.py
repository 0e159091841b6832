"""Why a line stands in a statement, in a few words; they go into the journal with it."""

from collections.abc import Mapping
from dataclasses import dataclass

from influence_cli.contract.outcomes import Outcomes
from influence_cli.contract.units import UNIT_FIELDS, UNIT_TERMS
from influence_cli.model.contract import Bonus, CollectiveBonus, Contract, Match
from influence_cli.model.money import Currency, in_words
from influence_cli.model.payout import EntryKind, Result

_UNIT_WORDS = {"cpm": "views", "cpc": "clicks", "cpa": "orders", "cpl": "leads"}


@dataclass(frozen=True, slots=True)
class Notes:
    """Writes the notes of one contract's lines.

    Attributes:
        contract: The terms.
        currency: Currency of amounts.
        places: Index of each creator by key.
    """

    contract: Contract
    currency: Currency
    places: Mapping[str, int]

    def post(self, result: Result) -> str:
        """What a post was: its title and platform, and whether it was late."""
        parts = [result.title or "post", result.platform, "late" if result.on_time is False else ""]
        return ", ".join(part for part in parts if part)

    def difference(
        self, kind: EntryKind, term: str, outcomes: Outcomes, creator: str, month: str, *, known: bool
    ) -> str:
        """Why a term's amount of a month changed."""
        if kind is EntryKind.CORRECTED:
            return "an export or the contract says something else now"
        if term == "commission":
            return "true-up of earlier orders" if known else "on the total of the month"
        return self._rule(term, outcomes, creator, month)

    def _rule(self, term: str, outcomes: Outcomes, creator: str, month: str) -> str:
        contract = self.contract
        labels = [span.label for span in outcomes.months]
        if month not in labels:
            return ""
        at = labels.index(month)
        for pay in contract.unit_pay:
            if UNIT_TERMS[pay.unit] == term:
                counts = getattr(outcomes, UNIT_FIELDS[pay.unit])
                units = int(counts[self.places[creator], at, 0])
                return f"{units:,} {_UNIT_WORDS[term]} in the month"
        bonuses: tuple[Bonus | CollectiveBonus, ...] = (*contract.bonuses, *contract.collective_bonuses)
        for bonus in bonuses:
            if bonus.name == term:
                return _reached(bonus)
        match term:
            case "guarantee" if contract.minimum_guarantee is not None:
                return f"tops up to {in_words(contract.minimum_guarantee, self.currency)}"
            case "cap":
                return "above the most that the contract pays"
            case "retainer":
                return f"{outcomes.months[at].days} days of the campaign"
            case _:
                return ""


def _reached(bonus: Bonus | CollectiveBonus) -> str:
    joined = " and " if bonus.match is Match.ALL else " or "
    return "reached: " + joined.join(
        f"{condition.metric} {condition.operator} {condition.threshold:g}" for condition in bonus.conditions
    )
