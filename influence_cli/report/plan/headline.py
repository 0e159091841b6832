"""What a marketer asks first, by the goal of the campaign: sentences, and pairs of a name and a value."""

import math
from typing import assert_never

from influence_cli.model.campaign import Goal, Quantity
from influence_cli.model.estimate import Estimate, Origin
from influence_cli.model.plan import PlanResult
from influence_cli.report.plan.optimality.prose import claim, nobody
from influence_cli.report.plan.optimality.rows import books_nobody
from influence_cli.report.plan.rows import share, total
from influence_cli.report.values.numbers import (
    NOT_AVAILABLE,
    chance,
    coded,
    count,
    exact_money,
    money,
    percent,
    signed_percent,
)

Pairs = tuple[tuple[str, str], ...]


def sentences(result: PlanResult) -> tuple[str, ...]:
    """The plan in one to four sentences: what the goal asks for, what it earns if a price is known, what is proved."""
    found = result.optimality
    proved = claim(found, result.campaign.currency) if found else ""
    if found and books_nobody(result):
        return (nobody(result, found), proved)
    earned = (runs_in_profit(result), returns(result)) if _counts_profit(result) else (_no_price(result),)
    return tuple(filter(None, (_brought(result), *earned, proved)))


def facts(result: PlanResult) -> Pairs:
    """The same in figures, with budget and cost."""
    currency = result.campaign.currency
    cost, profit, roi = (total(result, name) for name in ("cost", "profit", "roi"))
    whole = result.campaign.budget.total
    of_budget = f" ({percent(share(cost.mean, whole))} of the budget)" if whole > 0 else ""
    spent = (
        ("Budget", coded(exact_money(whole, currency), currency)),
        (
            "Expected cost",
            coded(money(cost.mean, currency), currency) + (of_budget if math.isfinite(cost.mean) else ""),
        ),
    )
    earned = (
        (
            "Expected profit",
            f"{coded(money(profit.mean, currency), currency)} "
            f"(P10 {money(profit.p10, currency)}, P90 {money(profit.p90, currency)})",
        ),
        (
            "ROI",
            f"{signed_percent(result.expected_roi)} expected; P10 {signed_percent(roi.p10)}, "
            f"P50 {signed_percent(roi.p50)}, P90 {signed_percent(roi.p90)}",
        ),
        ("Chance of profit", chance(result.probability_of_profit)),
    )
    return (*_goal_facts(result), *spent, *(earned if _counts_profit(result) else ()))


def runs_in_profit(result: PlanResult) -> str:
    """The chance of a profit as a count of runs."""
    chance = result.probability_of_profit
    draws = count(result.campaign.settings.draws)
    if not math.isfinite(chance):
        return "The simulation does not say how often this plan makes a profit."
    if chance <= 0:
        return f"None of the {draws} simulated runs of this plan makes a profit."
    if chance >= 1:
        return f"Every one of the {draws} simulated runs of this plan makes a profit."
    runs = 10 if 0.1 <= chance <= 0.9 else 100
    number = round(chance * runs)
    if number == 0:
        return f"Out of {runs} runs of this plan fewer than 1 makes a profit."
    if number == runs:
        return f"Out of {runs} runs of this plan more than {runs - 1} make a profit."
    return f"Out of {runs} runs of this plan about {number} make{'s' if number == 1 else ''} a profit."


def returns(result: PlanResult) -> str:
    """What the plan returns on average and in the middle run; empty where nothing was spent."""
    average, middle = result.expected_roi, total(result, "roi").p50
    if not (math.isfinite(average) and math.isfinite(middle)):
        return ""
    in_the_middle = f"the middle run returns {signed_percent(middle)}"
    if average < 0:
        return f"On average the plan loses {percent(-average)} of its cost; {in_the_middle}."
    if average == 0:
        return f"On average the plan breaks even; {in_the_middle}."
    if middle > 0:
        return f"Most runs pay: {in_the_middle}, the average of all runs is {signed_percent(average)}."
    return f"A few very good runs lift the expected ROI to {signed_percent(average)}; {in_the_middle}."


def _counts_profit(result: PlanResult) -> bool:
    """Whether profit belongs in the headline: always for sales and leads, else where the price is not assumed."""
    match result.campaign.goal:
        case Goal.SALES | Goal.LEADS:
            return True
        case Goal.AWARENESS | Goal.ENGAGEMENT | Goal.FOLLOWERS:
            price = _order_value(result)
            return price is not None and price.origin is not Origin.BENCHMARK
        case _:
            assert_never(result.campaign.goal)


def _no_price(result: PlanResult) -> str:
    price, currency = _order_value(result), result.campaign.currency
    if price is None:
        return "No product price is given, so profit is not counted."
    assumed = coded(money(price.typical, currency), currency)
    return f"No product price is given: any figure of profit rests on an assumed price of {assumed}."


def _order_value(result: PlanResult) -> Estimate | None:
    price = result.campaign.quantities.get(Quantity.AVERAGE_ORDER_VALUE)
    return price if price is not None and price.typical > 0 else None


def _brought(result: PlanResult) -> str:
    """What the plan brings of what its goal asks for; empty where that is profit, or nothing is brought."""
    match result.campaign.goal:
        case Goal.SALES | Goal.LEADS:
            return ""
        case Goal.AWARENESS:
            price = _price(result, "cpm", " per 1,000 views")
            reach, views = (count(total(result, name).mean) for name in ("reach", "views"))
            return (
                ""
                if NOT_AVAILABLE in (reach, views)
                else (f"The plan is expected to reach about {reach} people with {views} views{price}.")
            )
        case Goal.ENGAGEMENT | Goal.FOLLOWERS:
            price = _price(result, "cpe", " each")
            engagements = count(total(result, "engagements").mean)
            return (
                ""
                if engagements == NOT_AVAILABLE
                else (f"The plan is expected to bring about {engagements} engagements{price}.")
            )
        case _:
            assert_never(result.campaign.goal)


def _price(result: PlanResult, metric: str, of: str) -> str:
    amount = money(total(result, metric).mean, result.campaign.currency)
    return "" if amount == NOT_AVAILABLE else f", at {coded(amount, result.campaign.currency)}{of}"


def _goal_facts(result: PlanResult) -> Pairs:
    match result.campaign.goal:
        case Goal.SALES | Goal.LEADS:
            return ()
        case Goal.AWARENESS:
            return (
                ("Reach", _spread(result, "reach")),
                ("Views", _spread(result, "views")),
                ("CPM", _spread_of_money(result, "cpm")),
            )
        case Goal.ENGAGEMENT | Goal.FOLLOWERS:
            return (("Engagements", _spread(result, "engagements")), ("CPE", _spread_of_money(result, "cpe")))
        case _:
            assert_never(result.campaign.goal)


def _spread(result: PlanResult, metric: str) -> str:
    values = total(result, metric)
    return f"{count(values.mean)} expected; P10 {count(values.p10)}, P50 {count(values.p50)}, P90 {count(values.p90)}"


def _spread_of_money(result: PlanResult, metric: str) -> str:
    values, currency = total(result, metric), result.campaign.currency
    p10, p50, p90 = (money(value, currency) for value in (values.p10, values.p50, values.p90))
    return f"{coded(money(values.mean, currency), currency)} expected; P10 {p10}, P50 {p50}, P90 {p90}"
