"""The words of the output: definition, formula, denominator and source of each metric. Imports nothing heavy."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a metric is written: money, a count, a rate (shown as per cent) or a plain ratio."""

    MONEY = "money"
    COUNT = "count"
    RATE = "rate"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Metric:
    """One word of the output.

    Attributes:
        name: As in JSON and gates.
        label: As printed.
        kind: How it is written.
        definition: What it is, in a sentence.
        formula: How it is computed.
        denominator: What it is divided by, or an empty string.
        source: Where the definition comes from.
        simulated: Whether a plan holds it as a distribution (and a gate may name it).
    """

    name: str
    label: str
    kind: Kind
    definition: str
    formula: str
    denominator: str = ""
    source: str = "this programme"
    simulated: bool = True


_USUAL = "common usage in digital advertising"

METRICS: tuple[Metric, ...] = (
    Metric(
        "views",
        "Views",
        Kind.COUNT,
        "Times the content is played or seen, repeats included, boosted views included.",
        "followers x view_rate x how this creator and this post differ, summed over deliverables, + boosted views",
    ),
    Metric(
        "reach",
        "Reach",
        Kind.COUNT,
        "Different people who saw at least one organic post; people on two platforms count on each.",
        "per platform: audience x (1 - product over creators of (1 - reach of the creator / audience)); summed",
        source="random duplication (often called Sainsbury; Telmar puts Sainsbury's own formula at about 0.95 of it)",
    ),
    Metric(
        "engagements",
        "Engagements",
        Kind.COUNT,
        "Likes, comments, shares and saves on the posts.",
        "followers x engagement_rate_by_followers x how this creator and this post differ, at most the views",
    ),
    Metric(
        "clicks",
        "Clicks",
        Kind.COUNT,
        "Unique clicks on the tracked link, boosted clicks included.",
        "Poisson(views x click_rate x what repeated exposure leaves)",
    ),
    Metric(
        "leads",
        "Leads",
        Kind.COUNT,
        "People who left their details (lead campaigns; 0 otherwise).",
        "Poisson(clicks x conversion_rate), where the goal is leads",
    ),
    Metric(
        "orders",
        "Orders",
        Kind.COUNT,
        "First orders through the tracked link or the creator's code.",
        "Poisson(clicks x conversion_rate x (1 + code_order_ratio) x audience match x halo); for leads x close_rate",
    ),
    Metric(
        "revenue",
        "Revenue",
        Kind.MONEY,
        "What customers pay for first orders after discount and refunds, without tax and shipping.",
        "sales at list price x (1 - discount) x (1 - refund_rate) / (1 + tax)",
    ),
    Metric(
        "contribution",
        "Contribution",
        Kind.MONEY,
        "What first orders leave after the cost of goods, before marketing cost.",
        "kept sales at list price x (gross margin - discount)",
    ),
    Metric(
        "payout",
        "Payout",
        Kind.MONEY,
        "What creators are owed under their contracts, carried balances included.",
        "sum of all contract terms, after guarantees and caps",
    ),
    Metric(
        "cost",
        "Cost",
        Kind.MONEY,
        "All-in cost: payouts, product given away and its shipping, boost, tools.",
        "payout + gifts + boost spend + tools",
    ),
    Metric(
        "profit",
        "Profit",
        Kind.MONEY,
        "Contribution of first orders less all-in cost; repeat purchases are left out.",
        "contribution - cost",
    ),
    Metric(
        "lifetime_contribution",
        "Lifetime contribution",
        Kind.MONEY,
        "Contribution including discounted repeat purchases and referrals within the horizon.",
        "kept sales at list price x (margin - discount + margin x (repeats + viral_coefficient x (1 + repeats)))",
        source="geometric retention model of customer lifetime value",
    ),
    Metric(
        "engagement_rate_by_views",
        "Engagement rate by views",
        Kind.RATE,
        "Share of views that engage.",
        "engagements / views",
        "views",
        _USUAL,
    ),
    Metric(
        "cpm",
        "CPM",
        Kind.MONEY,
        "Cost per 1,000 views.",
        "1000 x cost / views",
        "views",
        _USUAL,
    ),
    Metric("cpe", "CPE", Kind.MONEY, "Cost per engagement.", "cost / engagements", "engagements", _USUAL),
    Metric("cpc", "CPC", Kind.MONEY, "Cost per click.", "cost / clicks", "clicks", _USUAL),
    Metric("cpl", "CPL", Kind.MONEY, "Cost per lead.", "cost / leads", "leads", _USUAL),
    Metric("cpa", "CPA", Kind.MONEY, "Cost per first order.", "cost / orders", "orders", _USUAL),
    Metric(
        "roas",
        "ROAS",
        Kind.RATIO,
        "Revenue of first orders per unit of all-in cost; says nothing about margin.",
        "revenue / cost",
        "cost",
        _USUAL,
    ),
    Metric(
        "roi",
        "ROI",
        Kind.RATE,
        "Return on all-in cost counted in contribution (not revenue) of first orders; 0% is break-even.",
        "(contribution - cost) / cost",
        "cost",
        "gross-profit ROI as in calclet's influencer campaign ROI wizard",
    ),
    Metric(
        "clv_roi",
        "CLV-based ROI",
        Kind.RATE,
        "ROI counting repeat purchases and referrals within the horizon, discounted.",
        "(lifetime_contribution - cost) / cost",
        "cost",
        "geometric retention model of customer lifetime value",
    ),
    Metric(
        "emv",
        "EMV",
        Kind.MONEY,
        "Earned media value: what the same engagements would have cost as ads, at a vendor's price list. "
        "Not computed: price lists differ by a factor of five for the same post, and EMV never enters ROI.",
        "engagements x a vendor's price per engagement",
        source="MightyScout, fair-influence (their price lists disagree)",
        simulated=False,
    ),
)

BY_NAME = {metric.name: metric for metric in METRICS}
