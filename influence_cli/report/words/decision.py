"""The words of the decision and of the run: strategies, columns, settings, marks of the report."""

from influence_cli.model.campaign import Strategy
from influence_cli.report.words.word import Word

_SPEC = "the spec"
_PLAYBOOK = "the 2026 playbook; halves of nano and micro are an assumption"

DECISION_WORDS: tuple[Word, ...] = (
    Word("allocation", "Allocation", "The decision: how many creators of which kind are booked, and at what cost."),
    Word("strategy", "Strategy", "The rule by which money is split over tiers.", source=_SPEC),
    Word(
        Strategy.HYBRID,
        "Strategy hybrid",
        "70% of the money to nano and micro, 20% to mid, 10% to mega.",
        source=_PLAYBOOK,
    ),
    Word(
        Strategy.BY_BUDGET,
        "Strategy by-budget",
        "Up to 10,000 USD nano and micro only; up to 100,000 USD 80% to nano and micro and 20% to mid; above that "
        "as hybrid.",
        source=_PLAYBOOK,
    ),
    Word(Strategy.NANO_NETWORK, "Strategy nano-network", "All of the money to nano creators."),
    Word(Strategy.EQUAL, "Strategy equal", "A quarter of the money to each tier."),
    Word(Strategy.MEGA_ONLY, "Strategy mega-only", "All of the money to mega creators."),
    Word(
        Strategy.OPTIMAL,
        "Strategy optimal",
        "Whole creators, contracts and boost are chosen to make the objective as large as the limits allow, with an "
        "upper bound that shows how far any other plan could be ahead.",
        source=_SPEC,
    ),
    Word(Strategy.MANUAL, "Strategy manual", "The shares of the tiers are those of the spec.", source=_SPEC),
    Word(
        "held",
        "Held for bonuses",
        "Kept for shared bonuses beyond what they are expected to pay, which is in the planned cost already.",
        "most the shared bonuses can pay - what they are expected to pay",
    ),
    Word("creators", "Creators", "People booked, in whole numbers."),
    Word("tier", "Tier", "Creators by follower count: nano, micro, mid, mega.", source="the 2026 playbook"),
    Word("platform", "Platform", "The network a creator posts on: Instagram, TikTok or YouTube.", source=_SPEC),
    Word("phase", "Phase", "A span of campaign weeks in which some tiers post.", source=_SPEC),
    Word("goal", "Goal", "What the campaign is for; it decides which figures stand first.", source=_SPEC),
    Word(
        "share",
        "Share",
        "Part of a whole: in the allocation of the budget, in payouts of the mean payout.",
        "part / whole",
        "the whole named beside it",
    ),
    Word("draws", "Draws", "Simulated runs of the plan; each has its own luck and its own unknowns.", source=_SPEC),
    Word("seed", "Seed", "Start of the random numbers: the same seed gives the same figures.", source=_SPEC),
    Word("benchmarks", "Benchmarks", "The set of published figures that fills what the spec leaves out."),
    Word("spec_sha256", "Spec sha256", "Fingerprint of the spec with everything it extends and overrides."),
    Word("projection", "Projection", "What the plan is expected to bring, as mean and spread over all runs."),
    Word("gate", "Gate", "A demand on a result, such as payout.p95 <= budget; if one fails the exit code is 1."),
    Word("value", "Value", "In a gate: what the plan has. Of a strategy: what the objective is worth."),
    Word("limit", "Limit", "In a gate: what is demanded. In a decision: a bound that the optimal strategy keeps."),
    Word(
        "overlap",
        "Overlap band",
        "Reach if audiences overlap fully (smallest), as chance has it (random), or not at all (largest).",
        source="bounds of set overlap; random duplication between them",
    ),
    Word(
        "histogram",
        "Histogram",
        "Share of the simulated runs by their ROI; the first and the last bar also hold the runs beyond them.",
        "runs in the span / runs",
        "runs",
    ),
    Word("break_even", "Break-even", "An ROI of 0%: contribution pays exactly for the cost.", "contribution = cost"),
    Word("low", "Low", "The lower end of an assumption: a 10% chance that the truth is below it."),
    Word("typical", "Typical", "The middle figure of an assumption: as likely too high as too low."),
    Word("high", "High", "The upper end of an assumption: a 10% chance that the truth is above it."),
    Word(
        "basis",
        "Basis",
        "Where the figures of an assumption come from: your spec, published, partly assumed, or an assumption.",
    ),
    Word("statistic", "Of", "Whether a figure describes the mean or the median creator of a tier."),
    Word("source", "Source", "Who published a figure, or why it was chosen where nobody did."),
    Word("confidence", "Confidence", "How far a figure can be trusted: high, medium, low, or an assumption."),
    Word("warnings", "Warnings", "What the plan does that experience or a rule speaks against; it is planned anyway."),
    Word("definitions", "Definitions", "What the ratios of the report are made of."),
)
"""Words of the decision, of the settings and of the report's own parts."""
