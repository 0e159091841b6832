"""Which outcomes a contract reads, so that nothing else need be simulated or collected."""

from itertools import chain

from influence_cli.contract.commission import needs_orders
from influence_cli.contract.conditions import parts_of
from influence_cli.contract.reading import DEDUCTION_FIELDS, deducted
from influence_cli.contract.units import UNIT_FIELDS
from influence_cli.model.contract import Bonus, CollectiveBonus, Contract, Window

_SOURCES = {
    "deliverables": (),
    "follower_posts": ("followers",),
    "revenue": ("gross_sales", *DEDUCTION_FIELDS.values()),
}


def needs(contract: Contract) -> frozenset[str]:
    """Names of the optional array fields of Outcomes that the contract reads (``order_lines`` apart)."""
    fields = {UNIT_FIELDS[pay.unit] for pay in contract.unit_pay}
    if contract.commission is not None and not needs_orders(contract.commission):
        fields.add("gross_sales")
        fields.update(DEDUCTION_FIELDS[deduction] for deduction in deducted(contract.commission))
    bonuses: tuple[Bonus | CollectiveBonus, ...] = (*contract.bonuses, *contract.collective_bonuses)
    for condition in chain.from_iterable(bonus.conditions for bonus in bonuses):
        for part in parts_of(condition):
            fields.update(_SOURCES.get(part, (part,)))
    return frozenset(fields)


def needs_order_lines(contract: Contract) -> bool:
    """Whether the contract looks at single orders, so that Outcomes must hold ``order_lines``."""
    return contract.commission is not None and needs_orders(contract.commission)


def needs_order_days(contract: Contract) -> bool:
    """Whether order lines must say on which day each order was placed."""
    terms = contract.commission
    return terms is not None and (terms.reset is Window.ROLLING or bool(terms.changes))


def needs_order_ages(contract: Contract) -> bool:
    """Whether it matters how old each order is."""
    terms = contract.commission
    return terms is not None and (terms.lasts_months is not None or bool(terms.taper))
