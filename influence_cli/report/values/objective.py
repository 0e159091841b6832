"""An objective in words, and its values as text."""

from influence_cli.model.money import Currency
from influence_cli.model.objective import MONEY_AIMS, Aim, Objective
from influence_cli.report.values import numbers

_AIMS = {
    Aim.PROFIT: "profit",
    Aim.LIFETIME_PROFIT: "lifetime profit",
    Aim.REVENUE: "revenue",
    Aim.ORDERS: "orders",
    Aim.ENGAGEMENTS: "engagements",
    Aim.REACH: "reach",
}


def aim_words(aim: Aim) -> str:
    """What an aim is called in a sentence."""
    return _AIMS[aim]


def objective_words(objective: Objective) -> str:
    """What is maximized.

    >>> objective_words(Objective({Aim.PROFIT: 1.0, Aim.ORDERS: 20.0}, aversion=0.5))
    'profit + 20 x orders, less 0.5 of the way to the mean of the worst 10% of the runs'
    """
    parts = [
        _AIMS[aim] if weight == 1 else f"{weight:g} x {_AIMS[aim]}"
        for aim, weight in objective.weights.items()
        if weight
    ]
    risk = (
        f", less {objective.aversion:g} of the way to the mean of the worst {objective.tail:.0%} of the runs"
        if objective.aversion
        else ""
    )
    return " + ".join(parts) + risk


def is_money(objective: Objective) -> bool:
    """Whether the objective's values are an amount of money (and nothing else is added to it)."""
    return all(aim in MONEY_AIMS for aim, weight in objective.weights.items() if weight)


def is_count(objective: Objective) -> bool:
    """Whether the objective's values count one thing."""
    aims = {aim: weight for aim, weight in objective.weights.items() if weight}
    return len(aims) == 1 and set(aims.values()) == {1.0} and not is_money(objective)


def objective_value(objective: Objective, value: float, currency: Currency) -> str:
    """A value of the objective as people read it, money without its currency."""
    if is_money(objective):
        return numbers.money(value * currency.minor, currency)
    return numbers.count(value) if is_count(objective) else numbers.ratio(value)
