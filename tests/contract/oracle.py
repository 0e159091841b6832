"""What is owed, worked out slowly: one draw at a time, plain Python numbers, one rule after the other.

Written from the contract's rules and sharing nothing with the engine but the nouns, so that the two can only
agree by both being right.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

from influence_cli.model.contract import (
    Bonus,
    CollectiveBonus,
    Commission,
    Condition,
    Contract,
    FeeUnit,
    Match,
    PayUnit,
    Split,
    UnitPay,
)

from .oracle_commission import commission_line
from .oracle_facts import CreatorFacts, MonthFacts, base_of, cents, windows


@dataclass
class Statement:
    """What one creator is owed; lists by month."""

    lines: dict[str, list[int]] = field(default_factory=dict)
    earned: list[int] = field(default_factory=list)
    paid: list[int] = field(default_factory=list)
    carried: int = 0


def statements(
    contract: Contract,
    months: list[MonthFacts],
    creators: list[CreatorFacts],
    more: dict[str, list[list[int]]] | None = None,
) -> list[Statement]:
    """``more``: further lines, by name, creator and month."""
    result = [Statement(own_lines(contract, months, creator)) for creator in creators]
    for bonus in contract.collective_bonuses:
        for statement, line in zip(result, collective_line(bonus, months, creators), strict=True):
            add(statement.lines, bonus.name, line)
    for name, by_creator in (more or {}).items():
        for statement, line in zip(result, by_creator, strict=True):
            add(statement.lines, name, line)
    for statement, creator in zip(result, creators, strict=True):
        statement.earned = totals(statement.lines, len(months))
        cap_each(contract, statement)
        guarantee(contract, statement, months, creator)
        cap_each(contract, statement)
    if contract.cap_per_campaign is not None:
        cap_together(contract.cap_per_campaign, result)
    for statement in result:
        settle(statement, contract.minimum_payout)
    return result


def own_lines(contract: Contract, months: list[MonthFacts], creator: CreatorFacts) -> dict[str, list[int]]:
    lines: dict[str, list[int]] = {}
    first = next((m for m, count in enumerate(creator.deliverables) if count), None)

    def once(amount: int) -> list[int]:
        return [amount if m == first else 0 for m in range(len(months))]

    if contract.fee is not None:
        fee = contract.fee.amount if creator.fee is None else creator.fee
        per_deliverable = contract.fee.per is FeeUnit.DELIVERABLE
        add(lines, "fee", [n * fee for n in creator.deliverables] if per_deliverable else once(fee))
    if contract.retainer is not None:
        add(lines, "retainer", [cents(contract.retainer.monthly * month.days, 30) for month in months])
    base = sum(sum(line) for line in lines.values())
    for right in contract.rights:
        add(lines, right.right.value, once(right.fixed + cents(base * right.share * right.days, 30 * 10**6)))
    if contract.commission is not None:
        add(lines, "commission", commission_line(contract.commission, months, creator))
    for pay in contract.unit_pay:
        add(lines, *unit_line(pay, creator))
    for bonus in contract.bonuses:
        line = [0] * len(months)
        for month in due_months(bonus, months, [creator]):
            line[month] = bonus.amount
        add(lines, bonus.name, line)
    return lines


def add(lines: dict[str, list[int]], name: str, line: list[int]) -> None:
    lines[name] = [a + b for a, b in zip(lines.get(name, [0] * len(line)), line, strict=True)]


def totals(lines: dict[str, list[int]], months: int) -> list[int]:
    return [sum(line[m] for line in lines.values()) for m in range(months)]


def unit_line(pay: UnitPay, creator: CreatorFacts) -> tuple[str, list[int]]:
    name, metric, size = {
        PayUnit.THOUSAND_VIEWS: ("cpm", "views", 1000),
        PayUnit.CLICK: ("cpc", "clicks", 1),
        PayUnit.ORDER: ("cpa", "orders", 1),
        PayUnit.LEAD: ("cpl", "leads", 1),
    }[pay.unit]
    line: list[int] = []
    units = 0
    for count in creator.counts[metric]:
        units += count
        so_far = cents(units * pay.amount, size)
        if pay.cap is not None and so_far > pay.cap:
            so_far = pay.cap
        line.append(so_far - sum(line))
    return name, line


def metric_value(metric: str, span: list[int], creators: list[CreatorFacts], last: int) -> Fraction | None:
    def count(name: str) -> int:
        if name == "deliverables":
            return sum(c.deliverables[m] for c in creators for m in span)
        if name == "gross_sales":
            return sum(c.sales[m]["gross_sales"] for c in creators for m in span)
        if name == "revenue":
            everything = Commission(bands=())
            return sum(base_of(everything, c.sales[m]) for c in creators for m in span)
        if name == "exposed":
            return sum(c.followers * c.deliverables[m] for c in creators for m in span)
        if name.startswith("boost"):
            return sum(getattr(c, name) for c in creators) if last in span else 0
        return sum(c.counts[name][m] for c in creators for m in span)

    ratios = {
        "engagement_rate_by_followers": ("engagements", "exposed"),
        "engagement_rate_by_views": ("engagements", "views"),
        "click_rate": ("clicks", "views"),
        "boost_roas": ("boost_revenue", "boost_spend"),
    }
    if metric not in ratios:
        return Fraction(count(metric))
    above, below = map(count, ratios[metric])
    return Fraction(above, below) if below > 0 else None


def condition_met(
    condition: Condition, span: list[int], creators: list[CreatorFacts], last: int, *, ended: bool
) -> bool:
    rising = "rate" not in condition.metric and "roas" not in condition.metric
    if not ended and not (rising and condition.operator in (">", ">=")):
        return False
    value = metric_value(condition.metric, span, creators, last)
    if value is None:
        return False
    threshold = Fraction(str(condition.threshold))
    return {
        ">=": value >= threshold,
        ">": value > threshold,
        "<=": value <= threshold,
        "<": value < threshold,
    }[condition.operator]


def due_months(bonus: Bonus | CollectiveBonus, months: list[MonthFacts], creators: list[CreatorFacts]) -> list[int]:
    due = []
    campaign = [month for month in months if month.campaign]
    for span in windows(bonus.per, campaign):
        for position, month in enumerate(span):
            ended = month == span[-1] and months[month].over
            met = [
                condition_met(condition, span[: position + 1], creators, len(campaign) - 1, ended=ended)
                for condition in bonus.conditions
            ]
            if all(met) if bonus.match is Match.ALL else any(met):
                due.append(month)
                break
    return due


def delivered(creator: CreatorFacts, months: list[MonthFacts]) -> bool:
    """Whether the creator delivered anything in the campaign; months after it do not count."""
    return any(count > 0 for count, month in zip(creator.deliverables, months, strict=True) if month.campaign)


def collective_line(bonus: CollectiveBonus, months: list[MonthFacts], creators: list[CreatorFacts]) -> list[list[int]]:
    lines = [[0] * len(months) for _ in creators]
    partners = [i for i, creator in enumerate(creators) if delivered(creator, months)]
    for month in due_months(bonus, months, [creators[i] for i in partners]):
        for position, i in enumerate(partners):
            if bonus.split is Split.EACH:
                lines[i][month] = bonus.amount
            else:
                even = bonus.amount // len(partners)
                lines[i][month] = even + (1 if position < bonus.amount - even * len(partners) else 0)
    return lines


def cap_each(contract: Contract, statement: Statement) -> None:
    """Keep a creator's running total at the cap: of the terms, and again of what is left with the guarantee."""
    cap = contract.cap_per_creator
    if cap is None:
        return
    line: list[int] = []
    for m in range(len(statement.earned)):
        allowed = min(sum(statement.earned[: m + 1]), cap)
        before = min(sum(statement.earned[:m]), cap) if m else 0
        line.append(allowed - before - statement.earned[m])
    add(statement.lines, "cap", line)
    statement.earned = totals(statement.lines, len(line))


def guarantee(contract: Contract, statement: Statement, months: list[MonthFacts], creator: CreatorFacts) -> None:
    """Top up what the campaign came to, in its last month; what later months bring is not looked at."""
    if contract.minimum_guarantee is None:
        return
    cap = contract.cap_per_creator
    promised = contract.minimum_guarantee if cap is None else min(cap, contract.minimum_guarantee)
    campaign = [month for month in months if month.campaign]
    line = [0] * len(statement.earned)
    if delivered(creator, months) and campaign[-1].over:
        line[len(campaign) - 1] = max(promised - sum(statement.earned[: len(campaign)]), 0)
    add(statement.lines, "guarantee", line)
    statement.earned = totals(statement.lines, len(line))


def split_whole(total: int, weights: list[int]) -> list[int]:
    """Largest remainder; the first of equals wins."""
    everything = sum(weights)
    if not everything:
        return [0] * len(weights)
    exact = [Fraction(total * weight, everything) for weight in weights]
    shares = [floor(share) for share in exact]
    by_remainder = sorted(range(len(weights)), key=lambda i: (shares[i] - exact[i], i))
    for i in by_remainder[: total - sum(shares)]:
        shares[i] += 1
    return shares


def cap_together(cap: int, result: list[Statement]) -> None:
    months = len(result[0].earned) if result else 0
    cuts = [[0] * months for _ in result]
    running = 0
    for m in range(months):
        before = max(running - cap, 0)
        running += sum(statement.earned[m] for statement in result)
        excess = max(running - cap, 0) - before
        if excess > 0:
            positive = [max(statement.earned[m], 0) for statement in result]
            kept = split_whole(sum(positive) - excess, positive)
            for cut, had, keeps in zip(cuts, positive, kept, strict=True):
                cut[m] = had - keeps
        elif excess < 0:
            back = split_whole(-excess, [sum(cut) for cut in cuts])
            for cut, given in zip(cuts, back, strict=True):
                cut[m] = -given
    for statement, cut in zip(result, cuts, strict=True):
        add(statement.lines, "cap", [-amount for amount in cut])
        statement.earned = totals(statement.lines, months)


def settle(statement: Statement, minimum: int) -> None:
    balance = 0
    for amount in statement.earned:
        balance += amount
        pay = balance if balance > 0 and balance >= minimum else 0
        statement.paid.append(pay)
        balance -= pay
    statement.carried = balance
