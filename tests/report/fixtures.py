"""A finished plan of a 40,000 USD campaign, built by hand, and the odd ones derived from it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from influence_cli.metrics.catalogue import METRICS, Kind
from influence_cli.model.campaign import (
    AllocationRules,
    Amplification,
    Budget,
    Campaign,
    Cell,
    Gate,
    Goal,
    Phase,
    Platform,
    Product,
    Quantity,
    SimulationSettings,
    Strategy,
    Tier,
)
from influence_cli.model.contract import Band, Commission, Contract, FlatFee
from influence_cli.model.errors import Place, Problem, Severity
from influence_cli.model.estimate import Confidence, Estimate, Origin, Statistic
from influence_cli.model.money import Currency
from influence_cli.model.plan import (
    Allocation,
    AssumptionUse,
    Booking,
    GateResult,
    PayoutSummary,
    PlanResult,
    ReachBand,
    RiskSplit,
    Statistics,
    TornadoRow,
)

USD = Currency("USD")
NAN = float("nan")
NOTHING = Statistics(NAN, NAN, NAN, NAN, NAN, NAN)
HOSTILE = "[red]Sale[/red] \x1b[31m\u202egnp.exe | `x` <b>@team</b> https://evil.example\n# big"

WHOLE = Phase("campaign", 1, 8, tuple(Tier))
AMBASSADOR = Contract(
    "ambassador",
    fee=FlatFee(4_000),
    commission=Commission((Band(0, 100_000),)),
    minimum_payout=2_500,
    gift=True,
)
HYBRID = Contract("hybrid", fee=FlatFee(22_000), commission=Commission((Band(0, 80_000),)), gift=True)


def cents(*major: float) -> Statistics:
    """Statistics in minor units from major ones: mean, p5, p10, p50, p90, p95."""
    return Statistics(*(value * 100 for value in major))


def cell(tier: Tier, platform: Platform, contract: Contract, posts: int, phase: Phase = WHOLE) -> Cell:
    return Cell(tier, platform, phase, contract, 1.0, posts, 0.5, {})


CELLS = (
    cell(Tier.MICRO, Platform.INSTAGRAM, HYBRID, 3),
    cell(Tier.MICRO, Platform.TIKTOK, HYBRID, 3),
    cell(Tier.NANO, Platform.INSTAGRAM, AMBASSADOR, 4),
    cell(Tier.NANO, Platform.TIKTOK, AMBASSADOR, 4),
    cell(Tier.MID, Platform.INSTAGRAM, HYBRID, 3),
    cell(Tier.MID, Platform.TIKTOK, HYBRID, 3),
)

TOTALS: Mapping[str, Statistics] = {
    "views": Statistics(1_912_345.6, 980_000, 1_103_000, 1_720_400, 2_930_000, 3_610_000),
    "reach": Statistics(1_204_000.2, 702_000, 774_000, 1_120_500, 1_730_000, 2_010_000),
    "engagements": Statistics(61_204.4, 31_020, 35_600, 55_800, 93_900, 112_000),
    "clicks": Statistics(16_802.1, 6_204, 7_640, 14_010, 29_400, 36_300),
    "leads": Statistics(0, 0, 0, 0, 0, 0),
    "orders": Statistics(431.7, 96, 131, 332, 838, 1_120),
    "revenue": cents(20_912.44, 4_610, 6_310, 16_020, 40_610, 54_300),
    "contribution": cents(10_612.13, 2_290, 3_160, 8_110, 20_640, 27_600),
    "payout": cents(31_904.4, 30_010, 30_320, 31_480, 33_960, 35_120),
    "cost": cents(38_104.4, 36_210, 36_520, 37_680, 40_160, 41_320),
    "profit": cents(-27_492.27, -35_100, -34_200, -29_500, -18_800, -12_900),
    "lifetime_contribution": cents(15_020.5, 3_100, 4_300, 11_200, 29_400, 39_800),
    "engagement_rate_by_views": Statistics(0.032, 0.0241, 0.0262, 0.0327, 0.0415, 0.0452),
    "cpm": cents(19.93, 11.02, 13.33, 21.94, 34.11, 39.06),
    "cpe": cents(0.6226, 0.352, 0.413, 0.671, 1.052, 1.214),
    "cpc": cents(2.268, 1.094, 1.342, 2.682, 4.934, 6.013),
    "cpl": NOTHING,
    "cpa": cents(88.27, 36.9, 47.4, 113.2, 282.3, 385.1),
    "roas": Statistics(0.5488, 0.1263, 0.1722, 0.4251, 1.0214, 1.3302),
    "roi": Statistics(-0.7215, -0.9372, -0.9131, -0.7848, -0.4862, -0.3251),
    "clv_roi": Statistics(-0.6058, -0.9143, -0.8822, -0.7031, -0.2679, -0.0382),
}

BY_TIER = {
    "mid": (0.2741, 61, -0.85),
    "nano": (0.1402, 91, -0.62),
    "micro": (0.5857, 279.7, -0.78),
}


def part_of_totals(part: float, orders: float, roi: float) -> dict[str, Statistics]:
    """One tier's statistics: counts and money as a part of the totals, ratios as they are."""
    found = {
        metric.name: scaled(TOTALS[metric.name], part)
        for metric in METRICS
        if metric.simulated and not metric.denominator
    }
    ratios = {metric.name: TOTALS[metric.name] for metric in METRICS if metric.simulated and metric.denominator}
    return (
        found
        | ratios
        | {
            "orders": Statistics(orders, orders / 4, orders / 3, orders * 0.8, orders * 2, orders * 2.6),
            "roi": Statistics(roi, roi - 0.12, roi - 0.1, roi, roi + 0.3, roi + 0.5),
        }
    )


def scaled(values: Statistics, by: float) -> Statistics:
    return Statistics(
        values.mean * by, values.p5 * by, values.p10 * by, values.p50 * by, values.p90 * by, values.p95 * by
    )


def estimate(low: float, typical: float, high: float, unit: str, **other: object) -> Estimate:
    sourced = Estimate(
        low,
        typical,
        high,
        unit,
        source="Rival IQ: social media industry benchmark report",
        url="https://example.org/report",
        year="2025",
        confidence=Confidence.MEDIUM,
    )
    return replace(sourced, **other)  # type: ignore[arg-type]


FROM_SPEC = {"source": "", "url": "", "year": "", "confidence": Confidence.HIGH}

ASSUMPTIONS = (
    AssumptionUse(
        Quantity.AVERAGE_ORDER_VALUE,
        "campaign",
        estimate(5_500, 6_000, 6_600, "USD per order", origin=Origin.SPEC, **FROM_SPEC),
    ),
    AssumptionUse(
        Quantity.GROSS_MARGIN,
        "campaign",
        estimate(0.58, 0.58, 0.58, "share of list price", origin=Origin.SPEC, **FROM_SPEC),
    ),
    AssumptionUse(
        Quantity.VIEW_RATE,
        "micro on instagram",
        estimate(0.08, 0.229, 0.46, "views per follower", statistic=Statistic.MEDIAN),
    ),
    AssumptionUse(Quantity.CLICK_RATE, "micro on instagram", estimate(0.003, 0.01, 0.02, "clicks per view")),
    AssumptionUse(Quantity.CONVERSION_RATE, "micro on tiktok", estimate(0.01, 0.02, 0.042, "orders per click")),
    AssumptionUse(
        Quantity.VIEW_RATE,
        "nano on tiktok",
        estimate(
            0.1,
            0.3,
            0.8,
            "views per follower",
            source="No public study splits view rates by size on this platform; the feed favors no size.",
            url="",
            year="",
            confidence=Confidence.ASSUMPTION,
        ),
    ),
    *(
        AssumptionUse(
            Quantity.REPEAT_PURCHASE_RATE,
            scope,
            estimate(
                0.05,
                0.12,
                0.25,
                "orders per order",
                source="Between the bounds retailers usually state.",
                url="",
                year="",
                confidence=Confidence.ASSUMPTION,
            ),
        )
        for scope in ("nano on instagram", "nano on tiktok", "micro on instagram", "micro on tiktok")
    ),
    AssumptionUse(Quantity.FOLLOWERS, "mid on instagram", estimate(120_000, 240_000, 610_000, "followers per creator")),
    AssumptionUse(
        Quantity.FEE_PER_DELIVERABLE, "nano on instagram", estimate(2_000, 4_000, 12_000, "USD per deliverable")
    ),
)

EDGES = tuple(round(-1 + 0.1 * step, 1) for step in range(25))
COUNTS = (
    1240,
    2310,
    1980,
    1420,
    960,
    640,
    430,
    300,
    210,
    150,
    110,
    80,
    52,
    38,
    25,
    18,
    12,
    9,
    6,
    4,
    3,
    1,
    1,
    1,
)


def gate(text: str, metric: str, value: float, limit: float, *, passed: bool, statistic: str = "p10") -> GateResult:
    return GateResult(Gate(text, metric, statistic, text.split()[-2], limit), value, limit, passed)


GATES = (
    gate("roi.p10 >= 0", "roi", -0.9131, 0.0, passed=False),
    gate("payout.p95 <= budget", "payout", 3_512_000, 4_000_000, passed=True, statistic="p95"),
    gate("cpa.mean < 40", "cpa", 8_827, 4_000, passed=False, statistic="mean"),
    GateResult(Gate("p(roi > 0) >= 0.2", "roi", "", ">=", 0.2, ">", 0.0), 0.031, 0.2, passed=False),
)

WARNINGS = (
    Problem(
        "no-disclosure-rule",
        Severity.WARNING,
        Place("spring.yaml", 7, 3),
        "campaign.markets",
        "no market is named, so no disclosure rule can be checked",
        expected="market codes such as US or DE",
        reason="Paid posts must be marked as advertising, and each market words it in its own way",
        source="FTC Endorsement Guides, 16 CFR Part 255",
    ),
    Problem(
        "benchmark-out-of-range",
        Severity.WARNING,
        Place("spring.yaml"),
        "tiers.mid",
        "the click rate of mid on Instagram lies above what its source covers",
    ),
)

TORNADO = (
    TornadoRow(Quantity.CONVERSION_RATE, "published", -0.87, -0.41),
    TornadoRow(Quantity.CLICK_RATE, "partly assumed", -0.91, -0.52),
    TornadoRow(Quantity.VIEW_RATE, "partly assumed", -0.82, -0.56),
    TornadoRow(Quantity.AVERAGE_ORDER_VALUE, "your spec", -0.76, -0.69),
    TornadoRow(Quantity.REFUND_RATE, "assumption", -0.71, -0.74),
    TornadoRow(Quantity.FEE_PER_DELIVERABLE, "published", -0.72, -0.74),
)


def campaign() -> Campaign:
    return Campaign(
        name="Spring serum launch",
        brand="Lumière",
        start=date(2026, 3, 2),
        weeks=8,
        goal=Goal.SALES,
        industry="beauty",
        markets=("US", "DE"),
        currency=USD,
        budget=Budget(4_000_000, reserve=200_000, tools=30_000),
        product=Product(0.15, 0.0, 0, 2_200, 600, 3, 12, 0.1),
        audience_match=0.8,
        halo_half_life_weeks=4.0,
        cells=CELLS,
        quantities={},
        rules=AllocationRules(Strategy.BY_BUDGET, {}),
        amplification=Amplification(400_000, 0.2),
        settings=SimulationSettings(10_000, 7),
        gates=tuple(result.gate for result in GATES),
        benchmark_set="field-2026",
        spec_sha256="3f2a9c" + "0123456789abcdef" * 3 + "deadbeef01",
    )


def payouts() -> PayoutSummary:
    total = TOTALS["payout"]
    return PayoutSummary(
        total=total,
        by_contract={"hybrid": scaled(total, 0.86), "ambassador": scaled(total, 0.14)},
        by_tier={"nano": scaled(total, 0.14), "micro": scaled(total, 0.59), "mid": scaled(total, 0.27)},
        by_term={
            "fee": Statistics(*(3_018_000.0,) * 6),
            "commission": cents(1_724.4, 180, 310, 1_300, 3_780, 4_940),
            "usage_rights": Statistics(*(0.0,) * 6),
        },
        by_month={
            "2026-03": scaled(total, 0.55),
            "2026-04": scaled(total, 0.4),
            "2026-05": scaled(total, 0.05),
        },
        probability_over_budget=0.107,
        reserve_p95=348_000.0,
        fixed_share=0.946,
        below_minimum_share=0.2214,
        carried=cents(120.4, 32, 41, 112, 214, 260),
        cost_per_order=cents(118.3, 30.1, 39.2, 94.3, 240.4, 331.2),
        commission_rate=Statistics(2.41, 0.63, 0.81, 1.96, 4.98, 6.71),
    )


def plan() -> PlanResult:
    """The 40,000 USD plan: everything filled in, one gate of four passed."""
    bookings = (
        Booking(CELLS[0], 16, 82_000),
        Booking(CELLS[1], 9, 74_000),
        Booking(CELLS[2], 14, 21_000),
        Booking(CELLS[3], 8, 19_000),
        Booking(CELLS[4], 2, 465_000),
        Booking(CELLS[5], 0, 512_000),
    )
    return PlanResult(
        campaign=campaign(),
        version="0.1.0",
        allocation=Allocation(
            Strategy.BY_BUDGET,
            bookings,
            16_000,
            (
                "By the playbook a budget of 10,000 to 100,000 USD goes 80% to nano and micro, 20% to mid.",
                "160.00 USD are left: the cheapest creator costs 190.00.",
            ),
        ),
        totals=TOTALS,
        by_tier={tier: part_of_totals(*values) for tier, values in BY_TIER.items()},
        by_platform={
            "instagram": part_of_totals(0.7, 300, -0.71),
            "tiktok": part_of_totals(0.3, 131.7, -0.76),
        },
        expected_roi=-0.7215,
        probability_of_profit=0.031,
        reach=(
            ReachBand("instagram", 410_000, 868_000, 1_012_000),
            ReachBand("tiktok", 120_000, 336_000, 371_500),
        ),
        payouts=payouts(),
        boost={
            "spend": cents(*(4_000.0,) * 6),
            "views": Statistics(402_000, 271_000, 293_000, 394_000, 521_000, 570_000),
            "clicks": Statistics(2_010, 801, 962, 1_720, 3_410, 4_120),
            "orders": Statistics(52.4, 12, 16, 41, 101, 133),
            "revenue": cents(2_540, 580, 770, 1_990, 4_900, 6_440),
            "roas": Statistics(0.5488, 0.145, 0.1925, 0.4975, 1.225, 1.61),
        },
        roi_histogram=(EDGES, COUNTS),
        tornado=TORNADO,
        risk=RiskSplit(0.62, 0.27, 0.11),
        gates=GATES,
        warnings=WARNINGS,
        assumptions=ASSUMPTIONS,
    )


def phased() -> PlanResult:
    """The plan in two phases with long names."""
    result = plan()
    names = ("Awareness before the fair", "Conversion")
    bookings = tuple(
        replace(
            booking,
            cell=replace(
                booking.cell,
                phase=replace(WHOLE, name=names[0] if booking.cell.tier is Tier.MID else names[1]),
            ),
        )
        for booking in result.allocation.bookings
    )
    return replace(result, allocation=replace(result.allocation, bookings=bookings))


def holding(held: int) -> PlanResult:
    """The plan with some of what is left over held for bonuses, minor units."""
    result = plan()
    allocation = result.allocation
    return replace(result, allocation=replace(allocation, held=held, unallocated=allocation.unallocated - held))


def aiming(goal: Goal, price: float | None) -> PlanResult:
    """The plan for another goal, with a product price in minor units or without one."""
    result = plan()
    prices = {}
    if price is not None:
        prices[Quantity.AVERAGE_ORDER_VALUE] = estimate(price, price, price, "USD per order", origin=Origin.SPEC)
    return replace(result, campaign=replace(result.campaign, goal=goal, quantities=prices))


def leads() -> PlanResult:
    """A campaign for leads."""
    result = plan()
    totals = dict(TOTALS) | {
        "leads": Statistics(612.0, 201, 250, 540, 1_050, 1_310),
        "cpl": cents(86.1, 28, 35.5, 69.4, 148, 184),
    }
    return replace(result, campaign=replace(result.campaign, goal=Goal.LEADS), totals=totals)


def empty() -> PlanResult:
    """Nothing booked, nothing sold: every ratio is missing, every list empty."""
    result = plan()
    zero = Statistics(*(0.0,) * 6)
    totals = {metric.name: NOTHING if metric.denominator else zero for metric in METRICS if metric.simulated}
    nothing_paid = PayoutSummary(zero, {}, {}, {}, {}, 0.0, 0.0, NAN, NAN, zero, NOTHING, NOTHING)
    return replace(
        result,
        campaign=replace(
            result.campaign, start=None, budget=Budget(0), amplification=None, gates=(), brand="", weeks=1
        ),
        allocation=Allocation(Strategy.MANUAL, (), 0, ()),
        totals=totals,
        by_tier={},
        by_platform={},
        expected_roi=NAN,
        probability_of_profit=0.0,
        reach=(),
        payouts=nothing_paid,
        boost={},
        roi_histogram=((), ()),
        tornado=(),
        risk=None,
        gates=(),
        warnings=(),
        assumptions=(),
    )


def huge() -> PlanResult:
    """Budget and money of the order of 1e15 major units."""
    result = plan()
    by = 25 * 10**9
    large = {
        name: scaled(values, by) if kinds()[name] in (Kind.MONEY, Kind.COUNT) else values
        for name, values in TOTALS.items()
    }
    bookings = tuple(replace(booking, unit_cost=booking.unit_cost * by) for booking in result.allocation.bookings)
    return replace(
        result,
        campaign=replace(result.campaign, budget=Budget(10**17), amplification=Amplification(10**16, 0.2)),
        allocation=replace(result.allocation, bookings=bookings, unallocated=10**17 - 10**16 - 3_354_000 * by),
        totals=large,
        by_tier={"nano": large, "micro": large},
        payouts=replace(result.payouts, total=large["payout"], by_contract={"hybrid": large["payout"]}),
    )


def kinds() -> dict[str, Kind]:
    """Kind of every metric by name."""
    return {metric.name: metric.kind for metric in METRICS}


def hostile() -> PlanResult:
    """Every text from outside holds markup, escapes, line breaks and reordering marks."""
    result = plan()
    contract = replace(HYBRID, name=HOSTILE)
    bookings = tuple(
        replace(booking, cell=replace(booking.cell, contract=contract)) for booking in result.allocation.bookings
    )
    total = result.payouts.total
    return replace(
        result,
        campaign=replace(result.campaign, name=HOSTILE, brand="=HYPERLINK(1)", industry=HOSTILE),
        allocation=replace(result.allocation, bookings=bookings, notes=(HOSTILE,)),
        payouts=replace(
            result.payouts,
            by_contract={HOSTILE: total},
            by_term={HOSTILE: total},
            by_month={"2026-03": total},
        ),
        gates=(gate(HOSTILE + " < 1", "roi", 0.0, 1.0, passed=True),),
        warnings=(
            Problem(
                HOSTILE,
                Severity.WARNING,
                Place(HOSTILE, 1, 1),
                HOSTILE,
                HOSTILE,
                HOSTILE,
                "",
                HOSTILE,
                HOSTILE,
            ),
        ),
        assumptions=(
            AssumptionUse(
                Quantity.CLICK_RATE,
                HOSTILE,
                estimate(0.1, 0.2, 0.3, HOSTILE, source=HOSTILE, url=HOSTILE, year=HOSTILE),
            ),
        ),
        tornado=(TornadoRow(Quantity.CLICK_RATE, HOSTILE, -0.5, 0.5),),
    )
