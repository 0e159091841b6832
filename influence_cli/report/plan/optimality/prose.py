"""What an optimization proves, what else there was and what more money would bring, in sentences."""

import math

from influence_cli.model.money import Currency
from influence_cli.model.objective import Aim, Objective
from influence_cli.model.optimality import Certificate, Optimality
from influence_cli.model.plan import PlanResult
from influence_cli.report.plan.optimality.rows import best_use, is_kept, is_proven, others
from influence_cli.report.values.numbers import NOT_AVAILABLE, coded, count, exact_money
from influence_cli.report.values.objective import aim_words, is_count, is_money, objective_value, objective_words
from influence_cli.report.values.proof import PROVEN, gap_in_words, rounded_up
from influence_cli.report.values.sanitize import plain

LIMIT_LENGTH = 60
"""Longest limit shown, in characters as people see them."""

_REASON_LENGTH = 300
_MOST_NAMED = 5
_NOTHING = 1e-12

_PROFITS = frozenset({Aim.PROFIT, Aim.LIFETIME_PROFIT})
_UNITS = {Aim.ORDERS: "orders", Aim.ENGAGEMENTS: "engagements", Aim.REACH: "people"}


def maximized(objective: Objective) -> str:
    """What is made as large as possible.

    >>> maximized(Objective({Aim.PROFIT: 1.0}))
    'expected profit'
    """
    return f"expected {objective_words(objective)}"


def short_name(objective: Objective) -> str:
    """The same where it has a short name, else what stands for it."""
    return maximized(objective) if len(_aims(objective)) == 1 and not objective.aversion else "the objective"


def amount(objective: Objective, value: float, currency: Currency) -> str:
    """A value with its unit: money with its code, people and orders by their name.

    >>> usd = Currency("USD")
    >>> amount(Objective({Aim.PROFIT: 1.0}), 4120.3, usd), amount(Objective({Aim.ORDERS: 1.0}), 3.21, usd)
    ('USD 4,120', '3.2 orders')
    """
    text = objective_value(objective, value, currency)
    if text == NOT_AVAILABLE:
        return text
    if is_money(objective):
        return coded(text, currency)
    return f"{text} {_UNITS[_aims(objective)[0]]}" if is_count(objective) else text


def amount_of(objective: Objective, value: float, currency: Currency) -> str:
    """A value with its unit and what it is a value of.

    >>> amount_of(Objective({Aim.PROFIT: 1.0}), 310.0, Currency("USD"))
    'USD 310 of expected profit'
    >>> amount_of(Objective({Aim.REACH: 1.0}), 8000.0, Currency("USD"))
    '8,000 people'
    """
    text = amount(objective, value, currency)
    return text if is_count(objective) else f"{text} of {short_name(objective)}"


def nobody(result: PlanResult, found: Optimality) -> str:
    """That the best plan books nobody, and why."""
    if not found.stopped_early:
        return "The best plan within the limits books no creator."
    advice = "allocation.spend_all: true shows the best plan of the whole budget."
    if not is_proven(found.certificate):
        return f"The best plan found spends nothing on creators: none that adds to the objective was found; {advice}"
    if set(_aims(found.objective)) <= _PROFITS and not found.objective.aversion and not _is_limited(result):
        why = "No creator is expected to earn back what it costs"
    else:
        why = f"Within the limits no creator adds to the objective ({maximized(found.objective)})"
    return f"{why}, so the best plan is to spend nothing on creators; {advice}"


def claim(found: Optimality, currency: Currency) -> str:
    """What the upper bound proves about the plan, never more: what another could bring is rounded up."""
    sure = found.certificate
    excess = sure.upper_bound - sure.objective
    if not math.isfinite(excess):
        return "Best plan found; nothing is proved about how much more another could bring."
    if _is_closed(sure):
        return "Proven best under the model: no other plan within the limits can bring more."
    if is_proven(sure):
        return f"Proven best under the model, to within {rounded_up(PROVEN)}."
    more = _more(found, excess, currency)
    return f"Best plan found: no other within the limits can bring more than {more} more under the model."


def _is_closed(certificate: Certificate) -> bool:
    return certificate.upper_bound - certificate.objective <= _NOTHING * abs(certificate.upper_bound)


def _more(found: Optimality, excess: float, currency: Currency) -> str:
    """How much better another plan could be: as a share of this one where that says something, else as it is."""
    objective = found.certificate.objective
    if objective > 0 and excess <= objective:
        return rounded_up(max(excess / objective, PROVEN))
    return amount(found.objective, _up(found.objective, excess, currency), currency)


def _up(objective: Objective, value: float, currency: Currency) -> float:
    """A positive value rounded up to what is printed of it, at most two figures."""
    smallest = 1 / currency.minor if is_money(objective) else 0.1 if is_count(objective) else 1e-6
    whole = 1.0 if is_count(objective) and value >= 10 else smallest
    step = max(10.0 ** (math.floor(math.log10(value)) - 1), whole)
    return math.ceil(value / step - 1e-9) * step


def gap(certificate: Certificate) -> str:
    """The gap as per cent, rounded up."""
    if not math.isfinite(certificate.gap):
        return NOT_AVAILABLE
    return gap_in_words(certificate.gap)


def status(found: Optimality, currency: Currency) -> str:
    """The status in plain words."""
    sure = found.certificate
    excess = sure.upper_bound - sure.objective
    if not math.isfinite(excess):
        return "best found; nothing is proved"
    if _is_closed(sure):
        return "proven best: no other can bring more"
    if is_proven(sure):
        return f"proven best, to within {rounded_up(PROVEN)}"
    return f"best found: no other can bring more than {_more(found, excess, currency)} more"


def what_is_proved(result: PlanResult, found: Optimality) -> str:
    """What the bound is about, and what it is not."""
    planned, simulated = found.certificate.scenarios, result.campaign.settings.draws
    return (
        f"The bound holds for the planning model, an average over {planned:,} draws; as simulated is what this plan "
        f"brings over its own {simulated:,} draws."
    )


def parts(found: Optimality, currency: Currency) -> str:
    """The simulated mean of each aim, or an empty string where the objective says it all."""
    if len(found.parts) < 2 and not found.objective.aversion:
        return ""
    return ", ".join(
        f"{aim_words(aim)} {objective_value(Objective({aim: 1.0}), value, currency)}"
        for aim, value in found.parts.items()
    )


def rival_notes(result: PlanResult, found: Optimality) -> tuple[str, ...]:
    """Which limits other strategies break, and why some have no plan."""
    rivals = others(result, found)
    breaking = [rival for rival in rivals if rival.value is not None and rival.breaks]
    said = [f"{rival.strategy} breaks {_listed(rival.breaks)}." for rival in breaking]
    said += [
        f"{rival.strategy} has no plan: {plain('; '.join(rival.breaks), _REASON_LENGTH).rstrip('.')}."
        for rival in rivals
        if rival.value is None
    ]
    if breaking:
        said.append("A strategy that breaks a limit is no choice for this spec; its value is shown to compare.")
    return tuple(said)


def no_price(found: Optimality) -> str:
    """That no limit costs anything."""
    return f"No limit binds: without any of them the best plan found brings no more {_of(found.objective)}."


def doubtful_prices(found: Optimality) -> str:
    """That prices are differences of values with gaps; empty where the gap is closed."""
    if is_proven(found.certificate):
        return ""
    return "A price is the difference of two plans, each known to within its gap: a small one may be nothing."


def next_money(result: PlanResult, found: Optimality) -> str:
    """What a further step of money brings at best; empty where it is not known."""
    best, currency = best_use(found), result.campaign.currency
    if best is None or not math.isfinite(best.value):
        return ""
    step = coded(exact_money(found.step, currency), currency)
    if best.value < 0:
        lost = amount_of(found.objective, -best.value, currency)
        return f"The next {step} would cost {lost} even in their best use."
    if best.value == 0:
        return f"The next {step} bring nothing more (best use anywhere)."
    creators = f", {count(best.creators)} creator{'' if best.creators == 1 else 's'}" if best.creators > 0 else ""
    return f"The next {step} bring {amount_of(found.objective, best.value, currency)} (best use anywhere{creators})."


def left_over(result: PlanResult, found: Optimality) -> str:
    """That money is left because spending it would not pay, or an empty string."""
    if not found.stopped_early or result.allocation.unallocated <= 0:
        return ""
    currency = result.campaign.currency
    left = coded(exact_money(result.allocation.unallocated, currency), currency)
    return (
        f"{left} of the budget is left: spending it would lower {short_name(found.objective)}. "
        "allocation.spend_all: true spends it all the same."
    )


def risk_kept(result: PlanResult, found: Optimality) -> str:
    """Whether limits on distributions hold on draws they were not decided on."""
    missed = sum(not is_kept(result.campaign, check) for check in found.risk)
    every = len(found.risk)
    if not missed:
        return f"{'It holds' if every == 1 else 'All hold'} on fresh draws, which were not used to decide."
    return (
        f"{missed} of {every} {'is' if missed == 1 else 'are'} missed on fresh draws, which were not used to decide: "
        "a plan at its limit meets it on some draws and not on others. More draws (--draws) or a stricter limit leave "
        "room."
    )


def _aims(objective: Objective) -> list[Aim]:
    return [aim for aim, weight in objective.weights.items() if weight]


def _of(objective: Objective) -> str:
    name = short_name(objective)
    return "of the objective" if name == "the objective" else name


def _listed(limits: tuple[str, ...]) -> str:
    named = "; ".join(plain(limit, LIMIT_LENGTH) for limit in limits[:_MOST_NAMED])
    left = len(limits) - _MOST_NAMED
    return f"{named} and {left} more" if left > 0 else named


def _is_limited(result: PlanResult) -> bool:
    """Whether anything but the money holds the plan."""
    rules = result.campaign.rules
    return bool(rules.limits or rules.risk or rules.max_share_per_cell or rules.max_share_per_creator or rules.tiers)
