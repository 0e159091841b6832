"""The words of a frontier and of a target, for ``explain``."""

from influence_cli.report.words.word import Word

FRONTIER_WORDS: tuple[Word, ...] = (
    Word("frontier", "Frontier", "What each of several budgets buys, side by side; of optimal plans, the best it can."),
    Word(
        "gain",
        "Gain",
        "What the objective gains per further 1,000 of money, on the way from the next smaller budget.",
        "1000 x (value - value of the smaller budget) / (budget - smaller budget)",
        "the money between two budgets",
    ),
    Word(
        "enough",
        "Enough",
        "The smallest of the budgets tried above which the objective gains less than 0.1% of its best.",
    ),
    Word(
        "most_profitable",
        "Most profitable budget",
        "The smallest of the budgets tried with the highest expected profit, but for 0.1% of it.",
    ),
    Word(
        "carried_from",
        "Plan kept",
        "The smaller budget whose plan is kept because no plan of its own was found to be worth more: a larger budget "
        "can be spent as a smaller one was.",
    ),
    Word("mix", "Mix", "Share of what is spent on creators, by tier.", "planned cost of the tier / planned cost"),
    Word("target", "Target", "How much of a metric is to be reached, on average or in at least a share of the runs."),
    Word(
        "chance",
        "Chance of the target",
        "Share of simulated runs in which the target is reached.",
        "draws that reach it / draws",
        "draws",
    ),
)
