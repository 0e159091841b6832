"""Optimized plans built by hand: a good one, one that books nobody, one with hostile texts."""

from dataclasses import replace

from influence_cli.model.campaign import AllocationRules, Budget, Goal, Phase, Quantity, Strategy, Tier
from influence_cli.model.curves import Status
from influence_cli.model.objective import (
    Aim,
    Limit,
    Measure,
    Objective,
    RiskLimit,
    RiskMeasure,
    Scope,
)
from influence_cli.model.optimality import Certificate, Marginal, Optimality, Price, RiskCheck, Rival
from influence_cli.model.plan import PayoutSummary, PlanResult, RiskSplit, Statistics, TornadoRow
from tests.report import fixtures
from tests.report.fixtures import CELLS, HOSTILE, cents

PROFIT = Objective({Aim.PROFIT: 1.0})
MIXED = Objective({Aim.PROFIT: 1.0, Aim.REACH: 0.02}, aversion=0.5, tail=0.1)

PAYOUT = RiskLimit("payout.p95 <= budget", "payout", RiskMeasure.QUANTILE, 0.95, 4_000_000.0)
TAIL = RiskLimit("cvar(profit, 10%) >= -5000", "profit", RiskMeasure.CVAR, 0.1, -500_000.0)

WITHIN = Certificate(12_345.6, 12_360.4, 14.8 / 12_360.4, Status.WITHIN_GAP, 1_234, 400)
BEST = Certificate(12_345.6, 12_345.6, 0.0, Status.OPTIMAL, 1, 400)

RIVALS = (
    Rival(Strategy.EQUAL, 9_120.5, 31, 3_340_000, ("mega.share <= 10%", "nano.tiktok.creators >= 5")),
    Rival(Strategy.BY_BUDGET, 11_020.25, 58, 3_338_000, ()),
    Rival(Strategy.OPTIMAL, 12_101.4, 49, 3_354_000, ()),
    Rival(Strategy.MEGA_ONLY, None, 0, 0, ("the cheapest mega creator costs 41,000.00 USD, more than the budget",)),
    Rival(Strategy.HYBRID, 13_000.0, 44, 3_350_000, ("payout.p95 <= budget",)),
)

MARGINALS = (
    Marginal("", 310.25, 3.0),
    *(
        Marginal(cell.key, value, 1_000 / 120)
        for cell, value in zip(CELLS, (120.5, 305.0, -4.0, 0.0, 88, 12), strict=True)
    ),
)

FOUND = Optimality(
    objective=PROFIT,
    certificate=WITHIN,
    value=12_101.4,
    parts={Aim.PROFIT: 12_101.4},
    rivals=RIVALS,
    prices=(Price("mega.share >= 10%", 4_120.0), Price("micro.min_creators", 12.4)),
    step=100_000,
    marginals=MARGINALS,
    risk=(
        RiskCheck(PAYOUT.text, 4_000_000.0, 3_998_000.0, 4_012_000.0),
        RiskCheck(TAIL.text, -500_000.0, -498_000.0, -499_000.0),
    ),
    stopped_early=False,
)


EARNED: dict[str, Statistics] = {
    "revenue": cents(99_000.0, 54_100, 58_200, 92_400, 140_300, 164_800),
    "contribution": cents(50_205.8, 27_400, 30_300, 46_900, 72_100, 84_200),
    "profit": cents(12_101.4, -8_800, -6_200, 9_200, 32_000, 42_900),
    "roas": Statistics(2.598, 1.49, 1.59, 2.45, 3.49, 3.99),
    "roi": Statistics(0.3176, -0.24, -0.17, 0.24, 0.8, 1.04),
}
"""What a plan that is worth its money earns."""


def optimized(found: Optimality = FOUND) -> PlanResult:
    """The 40,000 USD plan as an optimizer would hand it over."""
    plan = fixtures.plan()
    rules = AllocationRules(Strategy.OPTIMAL, {}, objective=found.objective, risk=(PAYOUT, TAIL))
    return replace(
        plan,
        campaign=replace(plan.campaign, rules=rules),
        allocation=replace(plan.allocation, strategy=Strategy.OPTIMAL, notes=()),
        totals=dict(plan.totals) | EARNED,
        expected_roi=0.3176,
        probability_of_profit=0.63,
        tornado=(),
        optimality=found,
    )


def changed(**parts: object) -> PlanResult:
    """The optimized plan with other findings."""
    return optimized(replace(FOUND, **parts))  # type: ignore[arg-type]


def nobody(**parts: object) -> PlanResult:
    """The best plan is to book nobody: ratios are missing, mappings are empty, the whole budget is left."""
    plan = fixtures.empty()
    nothing = replace(
        FOUND,
        certificate=Certificate(0.0, 0.0, 0.0, Status.OPTIMAL, 1, 400),
        value=0.0,
        parts={Aim.PROFIT: 0.0},
        rivals=(Rival(Strategy.BY_BUDGET, -27_492.3, 49, 3_354_000, ()),),
        prices=(),
        marginals=(Marginal("", 0.0, 0.0), *(Marginal(cell.key, -620.0, 1.2) for cell in CELLS)),
        risk=(),
        stopped_early=True,
    )
    bookings = tuple(replace(booking, creators=0) for booking in fixtures.plan().allocation.bookings)
    return replace(
        plan,
        campaign=replace(
            plan.campaign, budget=Budget(4_000_000), goal=Goal.SALES, rules=AllocationRules(Strategy.OPTIMAL, {})
        ),
        allocation=replace(
            plan.allocation, strategy=Strategy.OPTIMAL, bookings=bookings, unallocated=4_000_000, notes=()
        ),
        optimality=replace(nothing, **parts),  # type: ignore[arg-type]
    )


def barren() -> PlanResult:
    """The same where nothing at all is defined: no number, no month, no platform, and gates all the same."""
    plan = nobody()
    unknown = fixtures.NOTHING
    payouts = PayoutSummary(unknown, {}, {}, {}, {}, *(fixtures.NAN,) * 4, unknown, unknown, unknown)
    gates = tuple(replace(gate, value=fixtures.NAN, passed=False) for gate in fixtures.GATES)
    return replace(
        plan,
        totals=dict.fromkeys(plan.totals, unknown),
        payouts=payouts,
        probability_of_profit=fixtures.NAN,
        tornado=(TornadoRow(Quantity.CLICK_RATE, "published", fixtures.NAN, fixtures.NAN),),
        risk=RiskSplit(*(fixtures.NAN,) * 3),
        roi_histogram=((fixtures.NAN, fixtures.NAN), (10_000,)),
        gates=gates,
    )


def limited() -> AllocationRules:
    """Rules with a limit."""
    limit = Limit("mega.share <= 30%", Scope(tier="mega"), Measure.SHARE, high=0.3)
    return AllocationRules(Strategy.OPTIMAL, {}, limits=(limit,))


def many() -> PlanResult:
    """An objective of several aims, many cells in two phases, many limits: more than the tables hold."""
    plan = optimized()
    phases = (Phase("awareness before the fair", 1, 2, tuple(Tier)), Phase("conversion", 3, 8, tuple(Tier)))
    cells = tuple(replace(cell, phase=phase) for phase in phases for cell in CELLS)
    bookings = tuple(
        replace(booking, cell=cell) for booking, cell in zip(plan.allocation.bookings, cells, strict=False)
    )
    return replace(
        plan,
        campaign=replace(plan.campaign, cells=cells),
        allocation=replace(plan.allocation, bookings=bookings),
        optimality=replace(
            FOUND,
            objective=MIXED,
            parts={Aim.PROFIT: 12_101.4, Aim.REACH: 1_204_000.0},
            prices=tuple(Price(f"nano.tiktok.creators >= {count}", 900.0 - count) for count in range(20)),
            marginals=tuple(Marginal(cell.key, 10.0 * place, 2.5) for place, cell in enumerate(cells)),
            stopped_early=True,
        ),
    )


def hostile() -> PlanResult:
    """Every text of the record holds markup, escapes, line breaks and reordering marks."""
    plan = fixtures.hostile()
    cells = tuple(
        replace(
            cell,
            contract=replace(cell.contract, name=f"{place}{HOSTILE}"),
            phase=replace(cell.phase, name=f"={HOSTILE}{place}"),
        )
        for place, cell in enumerate(CELLS)
    )
    risk = replace(PAYOUT, text=HOSTILE)
    return replace(
        plan,
        campaign=replace(
            plan.campaign, cells=cells, rules=AllocationRules(Strategy.OPTIMAL, {}, objective=PROFIT, risk=(risk,))
        ),
        allocation=replace(plan.allocation, strategy=Strategy.OPTIMAL),
        optimality=replace(
            FOUND,
            rivals=(
                Rival(Strategy.EQUAL, 1.0, 3, 100, (HOSTILE, f"=1+{HOSTILE}") * 50),
                Rival(Strategy.MANUAL, None, 0, 0, (f"=1+{HOSTILE}",)),
            ),
            prices=(Price(f"={HOSTILE}", 1.0), Price(f"@{HOSTILE}", 0.5)),
            marginals=(*(Marginal(cell.key, 1.0, 0.5) for cell in cells), Marginal(f"-{HOSTILE}", 9.0, 0.5)),
            risk=(RiskCheck(HOSTILE, 1.0, 2.0, 3.0),),
        ),
    )
