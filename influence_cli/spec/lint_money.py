"""Advice about where the money goes and what numbers it is planned with."""

from collections.abc import Iterator, Mapping

from influence_cli.allocate.presets import band
from influence_cli.benchmarks.load import load
from influence_cli.model.benchmark import BenchmarkSet
from influence_cli.model.campaign import (
    MONEY_QUANTITIES,
    TIER_FOLLOWERS,
    Cell,
    Goal,
    Quantity,
    Strategy,
    Tier,
    TierDemand,
)
from influence_cli.spec.lint_table import FEES, MODEL, PLAYBOOK, Facts, Finding, Lint
from influence_cli.spec.nodes import Path
from influence_cli.spec.resolve_estimates import (
    CAMPAIGN_QUANTITIES,
    CELL_QUANTITIES,
    written,
)
from influence_cli.spec.resolve_money import DOLLAR

MOST_ON_ONE = 0.40
"""Largest share of the budget on one creator that passes without advice."""

BAND_TOLERANCE = 0.10
"""How far a split may be from the playbook's."""

SMALLEST_BAND = 1_000
"""Below this many US dollars the playbook has no rule."""

_NO_DEMAND = TierDemand()

_PLAIN = frozenset(
    {
        Quantity.VIEWS_LOG_SD_BETWEEN,
        Quantity.VIEWS_LOG_SD_WITHIN,
        Quantity.ENGAGEMENT_LOG_SD,
        Quantity.CLICK_LOG_SD,
        Quantity.CODE_ORDER_RATIO,
        Quantity.ORDER_VALUE_CV,
    }
)
"""Quantities that are no shares, and are shown as plain numbers."""


def one_creator_concentration(facts: Facts) -> Iterator[Finding]:
    """One creator gets a large part of the budget."""
    limit = facts.campaign.rules.max_share_per_creator
    if limit is not None and limit <= MOST_ON_ONE:
        return
    for tier in (tier for tier in Tier if tier in facts.tiers):
        share = _share_of_one(facts, tier)
        if share > MOST_ON_ONE:
            what = f"one {tier} creator takes about {share:.0%} of the budget"
            expected = f"at most {MOST_ON_ONE:.0%}, or allocation.max_share_per_creator"
            yield Finding(("tiers", tier.value), what, expected)


def _share_of_one(facts: Facts, tier: Tier) -> float:
    """Share of the budget of one creator of a tier as far as the spec tells; 0 where none can be paid."""
    demand = facts.campaign.rules.tiers.get(tier, _NO_DEMAND)
    total = facts.campaign.budget.total
    fixed = max(facts.fixed_pay(cell) for cell in facts.booked if cell.tier is tier)
    if demand.locked_spend is not None and demand.creators:
        return demand.locked_spend / demand.creators / total
    if demand.creators or demand.min_creators:
        return fixed / total
    money = demand.locked_spend if demand.locked_spend is not None else facts.shares.get(tier, 0.0) * total
    return fixed / total if fixed <= money else 0.0


def budget_rule(facts: Facts) -> Iterator[Finding]:
    """The split differs from the playbook's for this budget."""
    by_rule = (Strategy.BY_BUDGET, Strategy.OPTIMAL)  # the optimal split is reckoned, and no rule of thumb beats it
    if facts.campaign.rules.strategy in by_rule or facts.budget_usd < SMALLEST_BAND:
        return
    planned, rule = _grouped(_planned(facts)), _grouped(band(facts.budget_usd))
    if any(abs(planned[group] - rule[group]) > BAND_TOLERANCE for group in rule):
        path = ("allocation", "strategy") if facts.spec.allocation.strategy else ("tiers",)
        yield Finding(path, f"the split is {_words(planned)}; for this budget the rule is {_words(rule)}", "by-budget")


def _planned(facts: Facts) -> Mapping[Tier, float]:
    """Shares of the strategy; where only counts or amounts are given, what these come to."""
    if facts.shares:
        return facts.shares
    money: dict[Tier, float] = {}
    for tier in facts.tiers:
        demand = facts.campaign.rules.tiers[tier]
        fixed = [facts.fixed_pay(cell) * cell.share for cell in facts.booked if cell.tier is tier]
        counted = (demand.creators or demand.min_creators) * sum(fixed)
        money[tier] = demand.locked_spend if demand.locked_spend is not None else counted
    total = sum(money.values())
    return {tier: amount / total for tier, amount in money.items()} if total else band(facts.budget_usd)


def _grouped(shares: Mapping[Tier, float]) -> dict[str, float]:
    small = shares.get(Tier.NANO, 0.0) + shares.get(Tier.MICRO, 0.0)
    return {"nano and micro": small, "mid": shares.get(Tier.MID, 0.0), "mega": shares.get(Tier.MEGA, 0.0)}


def _words(groups: Mapping[str, float]) -> str:
    return ", ".join(f"{share:.0%} {group}" for group, share in groups.items() if share > 0)


def benchmark_out_of_range(facts: Facts) -> Iterator[Finding]:
    """A figure of the spec lies outside what the benchmark set holds possible, and has no source."""
    if not facts.spec.overrides and not any(terms.overrides for terms in facts.spec.tiers.values()):
        return
    benchmarks = load(facts.campaign.benchmark_set)
    seen: set[Path] = set()
    for quantity, cell in _figures(facts):
        stated = written(facts.spec, quantity, cell.tier if cell else None, cell.platform if cell else None)
        if stated is None or "overrides" not in stated.path or stated.path in seen or stated.figure.source:
            continue
        low, high = _published_range(facts, benchmarks, quantity, cell)
        typical = (cell.rates if cell else facts.campaign.quantities)[quantity].typical
        if not low * (1 - 1e-9) <= typical <= high * (1 + 1e-9):
            seen.add(stated.path)
            span = f"{_figure(facts, quantity, low)} to {_figure(facts, quantity, high)}"
            what = f"{_figure(facts, quantity, typical)} is outside {span}, the range of {benchmarks.name}"
            yield Finding(stated.path, what, "a figure in the range, or your source (source: ...)")


def _figures(facts: Facts) -> Iterator[tuple[Quantity, Cell | None]]:
    """Every figure the campaign stands on: those of booked cells, then those of the whole campaign."""
    yield from ((quantity, cell) for cell in facts.booked for quantity in CELL_QUANTITIES)
    yield from ((quantity, None) for quantity in CAMPAIGN_QUANTITIES)


def _published_range(
    facts: Facts, benchmarks: BenchmarkSet, quantity: Quantity, cell: Cell | None
) -> tuple[float, float]:
    if quantity is Quantity.FOLLOWERS and cell is not None:
        return TIER_FOLLOWERS[cell.tier]
    known = benchmarks.find(cell.tier if cell else None, cell.platform if cell else None, quantity)
    dollars = facts.campaign.usd_rate * facts.campaign.currency.minor
    scale = dollars if quantity in MONEY_QUANTITIES else 1.0
    return (known.low * scale, known.high * scale) if known else (0.0, float("inf"))


def _figure(facts: Facts, quantity: Quantity, value: float) -> str:
    if quantity in MONEY_QUANTITIES:
        return facts.money(value)
    if quantity in (Quantity.FOLLOWERS, Quantity.AUDIENCE_SIZE):
        return f"{value:,.0f}"
    return f"{value:.3g}" if quantity in _PLAIN or value > 1 else f"{value * 100:.3g}%"


def negative_contribution(facts: Facts) -> Iterator[Finding]:
    """An order costs more than it brings, before any creator is paid."""
    if facts.campaign.goal in (Goal.SALES, Goal.LEADS) and contribution_per_price(facts) <= 0:
        product = facts.campaign.product
        margin = facts.campaign.quantities[Quantity.GROSS_MARGIN].typical
        what = f"a margin of {margin:.1%} does not cover a discount of {product.discount:.1%}"
        what += f" and tax of {product.tax_rate:.1%}" if product.tax_rate else ""
        yield Finding(("product", "margin"), what, "a margin above the discount")


def contribution_per_price(facts: Facts) -> float:
    """What one order leaves of its list price before marketing, as a fraction, at typical values.

    (1 - refunds) x ((1 - discount) / (1 + tax) - (1 - margin)), as the contribution of the metrics.
    """
    product, quantities = facts.campaign.product, facts.campaign.quantities
    kept = 1 - quantities[Quantity.REFUND_RATE].typical
    price = (1 - product.discount) / (1 + product.tax_rate)
    return kept * (price - (1 - quantities[Quantity.GROSS_MARGIN].typical))


def currency_assumed(facts: Facts) -> Iterator[Finding]:
    """Benchmark dollars are turned into another currency at a rate nobody stated."""
    code = facts.campaign.currency.code
    if code != DOLLAR and facts.spec.budget.usd_rate is None:
        what = f"{facts.campaign.usd_rate:g} {code} per US dollar is assumed for benchmark fees"
        yield Finding(("budget",), what, f"budget.usd_rate: {code} per dollar today")


MONEY_LINTS: tuple[Lint, ...] = (
    Lint(
        "one-creator-concentration",
        "one creator takes more than 40% of the budget",
        "with many creators the others deliver when one fails; with one, nobody does",
        PLAYBOOK,
        FEES,
        one_creator_concentration,
    ),
    Lint(
        "budget-rule",
        "the split over tiers differs by more than 10 points from the rule for the budget",
        "up to 10,000 dollars nano and micro only, up to 100,000 80/20 with mid, above 70/20/10 with mega",
        PLAYBOOK,
        FEES,
        budget_rule,
    ),
    Lint(
        "benchmark-out-of-range",
        "a figure of your own lies outside the benchmark's range and has no source",
        "a figure outside everything published is more often a slip than a discovery",
        "the benchmark set named in the spec",
        (*FEES, "audience"),
        benchmark_out_of_range,
    ),
    Lint(
        "negative-contribution",
        "the margin does not cover the discount",
        "each further order loses money, so no creator can make the campaign pay",
        MODEL,
        ("product", "campaign.goal", "benchmarks"),
        negative_contribution,
    ),
    Lint(
        "currency-assumed",
        "an exchange rate is assumed",
        "market fees are known in US dollars; an old rate moves every one of them",
        "the benchmark set named in the spec",
        ("budget", "benchmarks"),
        currency_assumed,
    ),
)
"""Advice about money."""
