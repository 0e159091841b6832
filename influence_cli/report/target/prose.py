"""What the answer to a target says in sentences and in figures."""

from influence_cli.metrics.catalogue import BY_NAME, Kind
from influence_cli.model.campaign import Strategy
from influence_cli.model.money import from_minor
from influence_cli.model.target import TargetResult
from influence_cli.report.plan.rows import total
from influence_cli.report.values.numbers import (
    by_kind,
    chance,
    coded,
    count,
    exact_money,
    money,
    percent,
    signed_percent,
)
from influence_cli.report.values.objective import aim_words
from influence_cli.report.values.proof import rounded_up

_UNITS = {"reach": "people"}


def subtitle(result: TargetResult) -> str:
    """What was asked."""
    wanted = result.target
    return (
        f"target: {goal(result)}; budgets up to {_money(result, wanted.most)}; "
        f"strategy {result.plan.allocation.strategy}"
    )


def goal(result: TargetResult) -> str:
    """The target in words."""
    wanted, currency = result.target, result.target.currency
    if BY_NAME[wanted.metric].kind is Kind.MONEY:
        amount = f"a {wanted.metric} of {coded(exact_money(round(wanted.value), currency), currency)}"
    else:
        amount = f"{wanted.value:,.0f} {_UNITS.get(wanted.metric, wanted.metric)}"
    if wanted.confidence is None:
        return f"{amount} on average"
    return f"{amount} in at least {percent(wanted.confidence)} of the runs"


def sentences(result: TargetResult) -> tuple[str, ...]:
    """The answer, and what the other way of asking would have said."""
    answer = f"{_money(result, result.budget)} is the smallest budget found for {goal(result)}{_stand_in(result)}."
    kind = BY_NAME[result.target.metric].kind
    if result.target.confidence is None:
        return (answer, f"In {chance(result.chance)} of the runs it is reached.")
    mean = by_kind(kind, result.metric.mean, result.target.currency)
    return (answer, f"On average the plan brings {coded(mean, result.target.currency) if _is_money(result) else mean}.")


def facts(result: TargetResult) -> tuple[tuple[str, str], ...]:
    """The plan in figures."""
    plan, currency = result.plan, result.target.currency
    metric, kind = BY_NAME[result.target.metric], BY_NAME[result.target.metric].kind
    mean, p10, p50, p90 = (
        by_kind(kind, value, currency)
        for value in (result.metric.mean, result.metric.p10, result.metric.p50, result.metric.p90)
    )
    cost, profit, roi = (total(plan, name) for name in ("cost", "profit", "roi"))
    creators = sum(booking.creators for booking in plan.allocation.bookings)
    pairs = (
        ("Budget", _money(result, result.budget)),
        ("Expected cost", coded(money(cost.mean, currency), currency)),
        (metric.label, f"{mean} expected; P10 {p10}, P50 {p50}, P90 {p90}"),
        ("Chance of the target", chance(result.chance)),
        ("Creators", count(creators)),
        (
            "Expected profit",
            f"{coded(money(profit.mean, currency), currency)} "
            f"(P10 {money(profit.p10, currency)}, P90 {money(profit.p90, currency)})",
        ),
        ("ROI", f"{signed_percent(roi.mean)} expected; P10 {signed_percent(roi.p10)}, P90 {signed_percent(roi.p90)}"),
    )
    return tuple(pair for pair in pairs if not (pair[0] == "Expected profit" and result.target.metric == "profit"))


def notes(result: TargetResult) -> tuple[str, ...]:
    """How the answer was found, and how to see more of it."""
    found = [_search(result)]
    optimal = result.plan.allocation.strategy is Strategy.OPTIMAL
    budget = from_minor(result.budget, result.target.currency).normalize()
    objective = f" --set allocation.objective={result.aim}" if optimal else ""
    found.append(
        f"The whole plan: influence plan SPEC --set budget.total={budget:f} "
        f"--strategy {result.plan.allocation.strategy}{objective}"
    )
    return tuple(found)


def _stand_in(result: TargetResult) -> str:
    """What the plans were optimized for, where it is not the metric."""
    aim, metric = aim_words(result.aim), result.target.metric
    if result.plan.allocation.strategy is not Strategy.OPTIMAL or aim == metric:
        return ""
    return f", with plans optimized for {aim}, which is nearest to {metric}; others might need less"


def _search(result: TargetResult) -> str:
    """How many budgets were tried, and what that shows."""
    draws = result.plan.campaign.settings.draws
    words = f"{len(result.probes)} budgets were tried, "
    if draws > result.search_draws:
        words += f"on {result.search_draws:,} draws to come near, then on the {draws:,} of the plan above."
    else:
        words += f"on {draws:,} draws."
    tried = [p for p in result.probes if p.draws == draws and not p.reached and p.budget < result.budget]
    short = max(tried, key=lambda probe: probe.budget, default=None)
    if short is None:
        return f"{words} No smaller one was tried on all draws, so a smaller one may do."
    return (
        f"{words} The next smaller one, {_money(result, short.budget)}, is {rounded_up(result.precision)} below the "
        "answer and not enough."
    )


def _is_money(result: TargetResult) -> bool:
    return BY_NAME[result.target.metric].kind is Kind.MONEY


def _money(result: TargetResult, amount: int) -> str:
    return coded(exact_money(amount, result.target.currency), result.target.currency)
