"""The words of the output that are not metrics: what they are called in print and what they mean."""

from collections.abc import Mapping

from influence_cli.metrics.catalogue import METRICS
from influence_cli.model.campaign import Quantity, Tier
from influence_cli.report.values.labels import quantity_label
from influence_cli.report.words.comparison import COMPARISON_WORDS
from influence_cli.report.words.curves import CURVE_WORDS
from influence_cli.report.words.deal import DEAL_WORDS
from influence_cli.report.words.decision import DECISION_WORDS
from influence_cli.report.words.frontier import FRONTIER_WORDS
from influence_cli.report.words.optimality import OPTIMALITY_WORDS
from influence_cli.report.words.payout import PAYOUT_WORDS
from influence_cli.report.words.terms import TERM_WORDS
from influence_cli.report.words.word import Word


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


_GIVEN = "the spec, else the benchmark set"
_BAND = "bounds of set overlap; random duplication between them"

_RESULT_WORDS: tuple[Word, ...] = (
    Word(
        "mean",
        "Mean",
        "Average over all simulated runs; of a ratio, the ratio of the averages.",
        "sum over draws / draws; mean numerator / mean denominator",
        "draws",
    ),
    Word("p5", "P5", "5% of the simulated runs lie below it, 95% above."),
    Word("p10", "P10", "10% of the simulated runs lie below it: a bad run, not the worst."),
    Word("p50", "P50", "The middle run (median): half of the simulated runs lie below it."),
    Word("p90", "P90", "90% of the simulated runs lie below it: a good run, not the best."),
    Word("p95", "P95", "95% of the simulated runs lie below it."),
    Word(
        "expected_roi",
        "Expected ROI",
        "ROI of the mean outcome; a few very good runs can lift it well above the middle run.",
        "mean profit / mean cost",
        "mean cost",
    ),
    Word(
        "probability_of_profit",
        "Chance of profit",
        "Share of simulated runs in which contribution exceeds all-in cost.",
        "draws with profit > 0 / draws",
        "draws",
    ),
    Word(
        "probability_over_budget",
        "Chance of going over budget",
        "Share of simulated runs in which all-in cost exceeds the budget.",
        "draws with cost > budget / draws",
        "draws",
    ),
    Word(
        "reserve_p95",
        "Reserve to hold",
        "Money to keep beside the planned cost so that 95% of the runs are covered.",
        "max(0, P95 of cost - expected cost)",
    ),
    Word(
        "fixed_share",
        "Fixed share",
        "Part of the mean payout that does not depend on results.",
        "mean fixed payout / mean payout",
        "mean payout",
    ),
    Word(
        "performance_share",
        "Performance share",
        "Part of the mean payout that depends on results.",
        "1 - fixed_share",
        "mean payout",
    ),
    Word(
        "below_minimum_share",
        "Creators below minimum payout",
        "Creators who end the campaign with a balance below their minimum payout, which is not paid out.",
        "creators with a balance left / creators, over draws",
        "creators",
    ),
    Word(
        "carried",
        "Carried",
        "Balances below the minimum payout at the end of the campaign: still owed, not lost.",
        "sum of unpaid balances",
    ),
    Word(
        "cost_per_order",
        "Payout per order",
        "What creators are paid per order. The first figure is the mean.",
        "payout / orders",
        "orders",
    ),
    Word(
        "commission_rate",
        "Effective commission rate",
        "What creators are paid as a share of revenue, fees included. The first figure is the mean.",
        "payout / revenue",
        "revenue",
    ),
    Word(
        "unit_cost",
        "Cost per creator",
        "Expected all-in cost of one creator: fee, product and its shipping, expected performance pay.",
    ),
    Word(
        "planned_cost",
        "Planned cost",
        "Expected all-in cost of the creators booked, without boost and tools.",
        "creators x unit_cost",
    ),
    Word(
        "unallocated",
        "Left over",
        "Budget that no whole creator could be booked with, or that the best plan leaves because it would not pay.",
        "budget - planned_cost - boost - tools - reserve - held",
    ),
    Word("reserve", "Reserve", "Part of the budget kept back before creators are booked.", source="the spec"),
    Word("tools", "Tools", "Software and services paid from the budget.", source="the spec"),
    Word("boost", "Boost", "Paid amplification of the best organic posts.", source="the spec"),
    Word("budget", "Budget", "The limit: all-in cost is planned never to exceed it.", source="the spec"),
    Word("deliverables", "Posts", "Pieces of content each creator delivers.", source="the spec"),
    Word("smallest", "Smallest reach", "Reach if the audiences of all creators overlapped fully.", source=_BAND),
    Word(
        "random",
        "Random reach",
        "Reach if audiences overlap as chance has it; used for planning.",
        source=_BAND,
    ),
    Word("largest", "Largest reach", "Reach if no two creators shared an audience.", source=_BAND),
    Word(
        "tornado",
        "Tornado",
        "How the expected ROI moves when one assumption goes from low to high, all else as planned.",
        "expected ROI at high - expected ROI at low",
    ),
    Word(
        "risk",
        "Risk split",
        "Shares of the variance of ROI: what is unknown about tiers, how creators differ, how posts differ. "
        "Booking more creators removes the last two only.",
        "variance with one source of spread after the other / variance",
        "variance of ROI",
    ),
    Word(
        "assumption",
        "Assumption",
        "A number without a public source; the sentence beside it says why that value was chosen.",
    ),
)

_TIER_WORDS = (
    Word(Tier.NANO, "Nano", "Creators with 1,000 to 10,000 followers.", source="the 2026 playbook"),
    Word(Tier.MICRO, "Micro", "Creators with 10,000 to 100,000 followers.", source="the 2026 playbook"),
    Word(Tier.MID, "Mid", "Creators with 100,000 to 1,000,000 followers.", source="the 2026 playbook"),
    Word(Tier.MEGA, "Mega", "Creators with more than 1,000,000 followers.", source="the 2026 playbook"),
)

_QUANTITIES: Mapping[Quantity, tuple[str, str, str]] = {
    Quantity.FOLLOWERS: ("Followers of a creator of the tier.", "", ""),
    Quantity.FEE_PER_DELIVERABLE: (
        "What a creator of the tier asks for one deliverable.",
        "",
        "deliverables",
    ),
    Quantity.VIEW_RATE: ("Views of one deliverable per follower.", "views / followers", "followers"),
    Quantity.ENGAGEMENT_RATE_BY_FOLLOWERS: (
        "Engagements of one deliverable per follower.",
        "engagements / followers",
        "followers",
    ),
    Quantity.CLICK_RATE: ("Unique clicks on the tracked link per view.", "clicks / views", "views"),
    Quantity.CONVERSION_RATE: (
        "Orders per click on the tracked link; for leads, leads per click.",
        "orders / clicks",
        "clicks",
    ),
    Quantity.FAKE_FOLLOWER_SHARE: (
        "Share of followers that are not people.",
        "fake followers / followers",
        "followers",
    ),
    Quantity.REPEAT_PURCHASE_RATE: (
        "Share of buyers who order again at the next chance to.",
        "buyers who order again / buyers",
        "buyers",
    ),
    Quantity.VIEWS_LOG_SD_BETWEEN: ("Spread of views between creators of a tier, as a log-sd.", "", ""),
    Quantity.VIEWS_LOG_SD_WITHIN: ("Spread of views between posts of one creator, as a log-sd.", "", ""),
    Quantity.ENGAGEMENT_LOG_SD: ("Spread of engagement between posts, as a log-sd.", "", ""),
    Quantity.CLICK_LOG_SD: ("Spread of click rates between creators, as a log-sd.", "", ""),
    Quantity.AUDIENCE_SIZE: ("People on the platform who could see the campaign at all.", "", ""),
    Quantity.BOOST_CPM: (
        "Price of 1,000 boosted views.",
        "1000 x boost spend / boosted views",
        "boosted views",
    ),
    Quantity.BOOST_CLICK_RATE: ("Clicks per boosted view.", "clicks / boosted views", "boosted views"),
    Quantity.CODE_ORDER_RATIO: (
        "Orders that come through the code alone, per order through the link.",
        "code orders / link orders",
        "link orders",
    ),
    Quantity.REFUND_RATE: ("Share of sales that is paid back.", "refunds / sales", "sales"),
    Quantity.CLOSE_RATE: ("Share of leads that become orders.", "orders / leads", "leads"),
    Quantity.REPEAT_EXPOSURE_VALUE: (
        "What one more view by a person already reached is worth, next to the first one.",
        "clicks of a repeated view / clicks of a first view",
        "clicks of a first view",
    ),
    Quantity.HALO_LIFT: (
        "How much reach in an earlier phase lifts later conversion where everyone was reached.",
        "conversion with / conversion without - 1",
        "conversion without an earlier phase",
    ),
    Quantity.VIRAL_COEFFICIENT: (
        "Further buyers each buyer brings.",
        "invitations x conversion of invitations",
        "buyers",
    ),
    Quantity.ORDER_VALUE_CV: (
        "Spread of order values.",
        "standard deviation / mean",
        "mean order value",
    ),
    Quantity.CELL_CORRELATION: (
        "How far the tiers and platforms do well or badly together, because the product fits or does not.",
        "",
        "",
    ),
    Quantity.AVERAGE_ORDER_VALUE: ("Mean value of an order at list price.", "sales / orders", "orders"),
    Quantity.GROSS_MARGIN: (
        "Share of the list price left after the cost of goods.",
        "(price - cost of goods) / price",
        "list price",
    ),
}

WORDS: tuple[Word, ...] = (
    *(
        Word(metric.name, metric.label, metric.definition, metric.formula, metric.denominator, metric.source)
        for metric in METRICS
    ),
    *_RESULT_WORDS,
    *DECISION_WORDS,
    *OPTIMALITY_WORDS,
    *COMPARISON_WORDS,
    *CURVE_WORDS,
    *DEAL_WORDS,
    *FRONTIER_WORDS,
    *TERM_WORDS,
    *PAYOUT_WORDS,
    *_TIER_WORDS,
    *(
        Word(quantity, _capitalized(quantity_label(quantity)), *_QUANTITIES[quantity], source=_GIVEN)
        for quantity in Quantity
    ),
)
"""Every word `explain` knows: metrics, words of the result and of the decision, contract terms, tiers, quantities."""
