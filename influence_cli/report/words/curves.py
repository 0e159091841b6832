"""The words of an allocation to response curves."""

from influence_cli.report.words.word import Word

_CURVES = "the curves you bring"

CURVE_WORDS: tuple[Word, ...] = (
    Word(
        "channel", "Channel", "Something money can be spent on, with a curve that says what it returns.", source=_CURVES
    ),
    Word("spend", "Spend", "What the decision uses of the budget, for a channel, a boost or in all."),
    Word(
        "unspent",
        "Unspent",
        "Budget that the best allocation leaves: spent, it would return nothing more.",
        "budget - spend",
    ),
    Word(
        "units",
        "Units",
        "Whole pieces booked of a channel that is sold in pieces, such as creators.",
        "spend / unit cost",
    ),
    Word(
        "response",
        "Response",
        "What a channel returns for its spend, in the unit of its curve: orders, revenue or anything else.",
        "the channel's curve at its spend",
        source=_CURVES,
    ),
    Word(
        "marginal_return",
        "Marginal return",
        "Response per further unit of money: the slope of the curve; for whole units the response of the next unit "
        "over its cost.",
        "further response / further spend",
        "further spend",
    ),
    Word(
        "at_limit",
        "At limit",
        "The limit of its own that holds a channel: min (it spends its least), max (its most) or locked.",
    ),
    Word(
        "objective",
        "Objective",
        "What is made as large as the limits allow; for response curves the sum of the responses.",
        source="what you asked for",
    ),
    Word("upper_bound", "Upper bound", "A proved limit: nothing within the limits has an objective above it."),
    Word(
        "gap",
        "Gap",
        "How far the best that was found can be from the best there is, at most.",
        "(upper bound - objective) / upper bound",
        "upper bound",
    ),
    Word(
        "status",
        "Status",
        "What the upper bound proves: optimal (the gap is at most 0.0001%) or within-gap (it is larger).",
    ),
    Word(
        "nodes", "Nodes examined", "Parts of the problem that branch and bound looked at before the proof was complete."
    ),
    Word("input_sha256", "Input sha256", "Fingerprint of the curves with everything set on the command line."),
)
"""Words of the allocation to curves that no plan has."""
