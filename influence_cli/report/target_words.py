"""What the answer to a target says in sentences, and its tables of ready text."""

from influence_cli.metrics.catalogue import BY_NAME, Kind
from influence_cli.model.campaign import Strategy
from influence_cli.model.money import from_minor
from influence_cli.model.target import TargetResult
from influence_cli.report.grid import Column, Grid, text_column
from influence_cli.report.numbers import (
    by_kind,
    chance,
    coded,
    count,
    exact_money,
    money,
    percent,
    signed_percent,
)
from influence_cli.report.objective_words import aim_words
from influence_cli.report.rows import total
from influence_cli.report.sanitize import plain

_UNITS = {"reach": "people"}


def title(result: TargetResult) -> str:
    """Campaign and brand on one line."""
    campaign = result.plan.campaign
    return ", ".join(filter(None, (plain(campaign.name), plain(campaign.brand)))) or "Unnamed campaign"


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
    answer = f"{_money(result, result.budget)} is the smallest budget found for {goal(result)}."
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
    settings = result.plan.campaign.settings
    found = [
        f"{len(result.probes)} budgets were tried with {result.search_draws:,} draws each, to within "
        f"{percent(result.precision)}; the plan above has {settings.draws:,} draws."
    ]
    optimal = result.plan.allocation.strategy is Strategy.OPTIMAL
    aim = aim_words(result.aim)
    if optimal and aim != result.target.metric:
        found.append(f"Plans were optimized for {aim}, which is nearest to {result.target.metric}.")
    budget = from_minor(result.budget, result.target.currency).normalize()
    objective = f" --set allocation.objective={result.aim}" if optimal else ""
    found.append(
        f"The whole plan: influence plan SPEC --set budget.total={budget:f} "
        f"--strategy {result.plan.allocation.strategy}{objective}"
    )
    return tuple(found)


def probes(result: TargetResult) -> Grid:
    """Budgets tried, smallest first."""
    currency = result.target.currency
    metric = BY_NAME[result.target.metric]
    return Grid(
        (
            Column(f"Budget {currency.code}"),
            Column(metric.label),
            Column("Chance"),
            Column("Creators"),
            text_column("Enough"),
        ),
        tuple(
            (
                exact_money(probe.budget, currency),
                "" if probe.reason else by_kind(metric.kind, probe.mean, currency),
                "" if probe.reason else chance(probe.chance),
                "" if probe.reason else count(probe.creators),
                "no plan" if probe.reason else ("yes" if probe.reached else "no"),
            )
            for probe in sorted(result.probes, key=lambda probe: probe.budget)
        ),
    )


def _is_money(result: TargetResult) -> bool:
    return BY_NAME[result.target.metric].kind is Kind.MONEY


def _money(result: TargetResult, amount: int) -> str:
    return coded(exact_money(amount, result.target.currency), result.target.currency)
