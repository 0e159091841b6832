"""Advice about contracts."""

from collections.abc import Iterator

from influence_cli.model.campaign import Goal, Quantity
from influence_cli.model.contract import Commission, CommissionMode, Contract, PayUnit, Right, SalesBase
from influence_cli.model.money import PPM
from influence_cli.spec.lint_money import contribution_per_price
from influence_cli.spec.lint_table import BOOKED, FEES, MODEL, PLAYBOOK, Facts, Finding, Lint
from influence_cli.spec.nodes import Path
from influence_cli.spec.resolve_contracts import lowest_cap, never_paid
from influence_cli.spec.resolve_money import USUAL_MINIMUM_USD, clean
from influence_cli.spec.text import shown

USUAL_LOW, USUAL_HIGH = 50_000, 150_000
"""Commission rates the playbook names, 5% to 15%, in parts per million."""

_ADVERTISING = frozenset({Right.USAGE_RIGHTS, Right.WHITELISTING})


def _commission(name: str) -> Path:
    return ("contracts", name, "commission")


def no_minimum_payout(facts: Facts) -> Iterator[Finding]:
    """Commission without a minimum payout."""
    for name, contract in facts.contracts.items():
        if contract.commission is not None and contract.minimum_payout == 0:
            yield Finding(
                _commission(name),
                "commission is paid out however small it is",
                f"minimum_payout: {clean(USUAL_MINIMUM_USD * facts.campaign.usd_rate)}, for example",
            )


def usage_rights_missing(facts: Facts) -> Iterator[Finding]:
    """Posts are boosted that the brand may not use."""
    if facts.campaign.amplification is None:
        return
    booked: dict[str, Contract] = {cell.contract.name: cell.contract for cell in facts.booked}
    for name, contract in booked.items():
        if not _ADVERTISING & {fee.right for fee in contract.rights}:
            path: Path = ("contracts", name) if name in facts.spec.contracts else ("amplification",)
            what = f"posts are boosted, but the contract {shown(name)} gives no right to advertise with them"
            yield Finding(path, what, "usage_rights or whitelisting in the contract")


def retroactive_cliff(facts: Facts) -> Iterator[Finding]:
    """One more cent of sales raises the commission on all sales."""
    for name, contract in facts.contracts.items():
        terms = contract.commission
        if terms is None or terms.mode is not CommissionMode.RETROACTIVE:
            continue
        for i, (below, above) in enumerate(zip(terms.bands, terms.bands[1:], strict=False), start=1):
            jump = above.start * (above.rate - below.rate) // PPM + above.flat
            if abs(jump) >= facts.campaign.currency.minor:
                change = "raises" if jump > 0 else "lowers"
                what = (
                    f"the sale that reaches {facts.money(above.start)} {change} the commission "
                    f"by {facts.money(abs(jump))} at once"
                )
                yield Finding((*_commission(name), "bands", i), what, "mode: marginal or prospective")


def commission_rate_unusual(facts: Facts) -> Iterator[Finding]:
    """A commission outside 5% to 15%."""
    for name, contract in facts.contracts.items():
        rates = _rates(contract.commission) if contract.commission else []
        unusual = [rate for rate in rates if rate and not USUAL_LOW <= rate <= USUAL_HIGH]
        if unusual:
            what = "the commission is " + " and ".join(f"{rate / 10_000:g}%" for rate in unusual)
            yield Finding(_commission(name), what, "5% to 15%")


def _rates(terms: Commission) -> list[int]:
    """Every rate that is ever paid, each once."""
    first = [step.rate for step in terms.taper] or [band.rate for band in terms.bands]
    return list(dict.fromkeys((*first, *(change.rate for change in terms.changes))))


def gross_commission(facts: Facts) -> Iterator[Finding]:
    """Commission on sales that are refunded."""
    for name, contract in facts.contracts.items():
        if contract.commission is not None and contract.commission.base is SalesBase.GROSS:
            refunds = facts.campaign.quantities[Quantity.REFUND_RATE].typical
            what = f"gross sales include discounts, tax and the {refunds:.0%} that comes back"
            yield Finding(_commission(name), what, "on: net")


def order_loses_money(facts: Facts) -> Iterator[Finding]:
    """Pay per order takes more than an order leaves."""
    left = contribution_per_price(facts)
    if facts.campaign.goal not in (Goal.SALES, Goal.LEADS) or left <= 0:
        return
    for name, contract in facts.contracts.items():
        pay = _pay_per_price(facts, contract)
        if pay >= left:
            what = f"an order leaves {left:.1%} of its price, and {pay:.1%} of it go to the creator"
            yield Finding(("contracts", name), what, "less commission, or less discount")


def _pay_per_price(facts: Facts, contract: Contract) -> float:
    """Commission and pay per order as a share of the list price, at the first band and typical values."""
    product, quantities = facts.campaign.product, facts.campaign.quantities
    per_order = sum(pay.amount for pay in contract.unit_pay if pay.unit is PayUnit.ORDER)
    pay = per_order / quantities[Quantity.AVERAGE_ORDER_VALUE].typical
    if contract.commission is None:
        return pay
    kept = 1 - quantities[Quantity.REFUND_RATE].typical
    net = kept * (1 - product.discount) / (1 + product.tax_rate)
    base = 1.0 if contract.commission.base is SalesBase.GROSS else net
    return pay + base * contract.commission.bands[0].rate / PPM


def change_without_start(facts: Facts) -> Iterator[Finding]:
    """A rate that changes on a day, in a campaign that has none."""
    if facts.campaign.start is not None:
        return
    for name, contract in facts.contracts.items():
        if contract.commission is not None and contract.commission.changes:
            what = "the rate changes on a day, but the campaign has no first day, so the plan keeps to the first rate"
            yield Finding((*_commission(name), "changes"), what, "campaign.start: 2026-03-02, for example")


def term_never_pays(facts: Facts) -> Iterator[Finding]:
    """A promise that cannot come to anything in this campaign."""
    boosted = facts.campaign.amplification is not None
    for name, contract in facts.contracts.items():
        for term, why in never_paid(contract, facts.campaign.goal, boosted=boosted):
            yield Finding(("contracts", name), f"{term} is never paid: {why}", "another condition, or no such term")


def cap_below_base(facts: Facts) -> Iterator[Finding]:
    """A cap below what a creator is owed whatever the results."""
    for name, contract in facts.contracts.items():
        cell = max((cell for cell in facts.booked if cell.contract.name == name), key=facts.fixed_pay, default=None)
        cap = lowest_cap(contract)
        if cell is not None and cap is not None and facts.fixed_pay(cell) > cap:
            owed = facts.money(facts.fixed_pay(cell))
            what = f"fees and rights of one {cell.tier} creator come to {owed}, the cap to {facts.money(cap)}"
            yield Finding(("contracts", name, "cap"), what, "a cap above the fixed pay")


def guarantee_above_cap(facts: Facts) -> Iterator[Finding]:
    """A guarantee that a cap breaks."""
    for name, contract in facts.contracts.items():
        guarantee, cap = contract.minimum_guarantee or 0, lowest_cap(contract)
        path: Path = ("contracts", name, "minimum_guarantee")
        if cap is not None and guarantee > cap:
            what = f"{facts.money(guarantee)} are guaranteed, and the cap is {facts.money(cap)}"
            yield Finding(path, what, "a cap at least as high")
            continue
        creators = _fewest_creators(facts, name)
        if contract.cap_per_campaign is not None and guarantee * creators > contract.cap_per_campaign:
            sure, limit = facts.money(guarantee * creators), facts.money(contract.cap_per_campaign)
            what = f"at least {creators:,} creators are guaranteed {sure} together, and the cap for all is {limit}"
            yield Finding(path, what, "a cap at least as high")


def _fewest_creators(facts: Facts, contract: str) -> int:
    """How many creators the spec demands at least under a contract: of tiers that have no other."""
    tiers = {cell.tier for cell in facts.booked if cell.contract.name == contract}
    tiers -= {cell.tier for cell in facts.booked if cell.contract.name != contract}
    demands = [facts.campaign.rules.tiers[tier] for tier in tiers if tier in facts.campaign.rules.tiers]
    return sum(max(demand.creators or 0, demand.min_creators) for demand in demands)


def contract_pays_nothing(facts: Facts) -> Iterator[Finding]:
    """A contract without any pay."""
    for name, contract in facts.contracts.items():
        pay = (contract.fee, contract.retainer, contract.commission, contract.minimum_guarantee)
        lists = (contract.unit_pay, contract.bonuses, contract.collective_bonuses)
        if all(term is None for term in pay) and not any(lists) and not contract.gift:
            yield Finding(("contracts", name), "the contract promises nothing", "a fee, a commission or a gift")


def unused_contract(facts: Facts) -> Iterator[Finding]:
    """A contract that no tier has."""
    named = {name for terms in facts.spec.tiers.values() if not terms.exclude for name in terms.contract or ()}
    used = named | {cell.contract.name for cell in facts.campaign.cells} | {"default"}
    for name in facts.spec.contracts:
        if name not in used:
            yield Finding(("contracts", name), "no tier that can be booked has this contract", "tiers.<tier>.contract")


CONTRACT_LINTS: tuple[Lint, ...] = (
    Lint(
        "no-minimum-payout",
        "commission without a minimum payout",
        "transfers of a few cents cost more than they pay; payout platforms pay from about 25 on",
        PLAYBOOK,
        ("contracts",),
        no_minimum_payout,
    ),
    Lint(
        "usage-rights-missing",
        "posts are boosted without the right to",
        "a post is its creator's; advertising with it needs usage rights or whitelisting in the contract",
        PLAYBOOK,
        (*BOOKED, "contracts", "amplification"),
        usage_rights_missing,
    ),
    Lint(
        "retroactive-cliff",
        "a band of a retroactive commission costs a sum at once",
        "whoever is just below a band has a reason to buy their own way over it",
        "mbfinotti/partnerships-skills, rate and tier verification",
        ("contracts", "budget"),
        retroactive_cliff,
    ),
    Lint(
        "commission-rate-unusual",
        "a commission outside 5% to 15%",
        "less moves nobody, and more is rarely covered by the margin",
        PLAYBOOK,
        ("contracts",),
        commission_rate_unusual,
    ),
    Lint(
        "gross-commission",
        "commission on gross sales",
        "it pays for orders that bring nothing, and rewards sales that come back",
        MODEL,
        ("contracts", "product", "benchmarks"),
        gross_commission,
    ),
    Lint(
        "order-loses-money",
        "pay per order takes more than an order leaves",
        "the better the campaign sells, the more it loses",
        MODEL,
        ("contracts", "product", "campaign.goal", "benchmarks", "budget"),
        order_loses_money,
    ),
    Lint(
        "change-without-start",
        "a rate that changes on a day, in a campaign without days",
        "the plan promises another commission than the contract pays",
        MODEL,
        ("contracts", "campaign.start"),
        change_without_start,
    ),
    Lint(
        "term-never-pays",
        "a promise that cannot come true in this campaign",
        "creators count on what is promised",
        MODEL,
        ("contracts", "campaign.goal", "amplification"),
        term_never_pays,
    ),
    Lint(
        "cap-below-base",
        "a cap below the fixed pay of one creator",
        "the cap takes away what was promised for the content itself, whatever it sells",
        MODEL,
        FEES,
        cap_below_base,
    ),
    Lint(
        "guarantee-above-cap",
        "a guarantee that a cap breaks",
        "the cap has the last word, so what is guaranteed is not paid",
        MODEL,
        (*BOOKED, "contracts"),
        guarantee_above_cap,
    ),
    Lint(
        "contract-pays-nothing",
        "a contract without any pay",
        "nobody signs it, and the plan would book creators for free",
        MODEL,
        ("contracts",),
        contract_pays_nothing,
    ),
    Lint(
        "unused-contract",
        "a contract that no tier has",
        "it is usually a name misspelt elsewhere, or left over",
        MODEL,
        (*BOOKED, "contracts"),
        unused_contract,
    ),
)
"""Advice about contracts."""
