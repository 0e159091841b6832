"""Words of deals and what they mean."""

from influence_cli.report.words.word import Word

DEAL_WORDS: tuple[Word, ...] = (
    Word(
        "deal",
        "Deal",
        "A base fee together with a commission; the other terms of the contract stay as they are.",
    ),
    Word(
        "base",
        "Base fee",
        "What a creator is paid for all deliverables whatever they bring. 100% of it is the market fee.",
    ),
    Word(
        "market_fee",
        "Market fee",
        "What the benchmarks say creators of a tier typically take for all deliverables.",
        "typical fee per deliverable x deliverables",
    ),
    Word(
        "pay",
        "Creator pay",
        "What one creator earns under a deal: base fee, commission, and the contract's other terms.",
        "sum of all terms of the contract",
    ),
    Word(
        "worst_tenth",
        "Worst tenth",
        "Mean of the worst 10% of the simulated runs. The brand's is that of its average over the creators it pools, a "
        "creator's is that of one creator alone.",
        "mean of the lowest 10% of draws",
        source="Rockafellar and Uryasev, Optimization of conditional value-at-risk (2000)",
    ),
    Word(
        "aversion",
        "Aversion",
        "How much a bad run weighs for a side: 0% looks at the mean only, 100% at the worst tenth of runs only.",
        "value = (1 - aversion) x mean + aversion x worst tenth",
    ),
    Word(
        "acceptable",
        "Acceptable deal",
        "A deal under which a creator earns at least the market fee: on average, or with the chance asked for.",
    ),
    Word(
        "efficient",
        "Efficient deal",
        "An acceptable deal that cannot be made better for one side without making it worse for the other.",
        source="Pareto efficiency",
    ),
    Word(
        "recommended",
        "Recommended deal",
        "The efficient deal with the best mean profit for the brand. Among deals within half a step of the base fee of "
        "it, the one with the best worst tenth for the creator.",
    ),
    Word(
        "chance_of_fee",
        "Chance of the market fee",
        "Share of creators and simulated runs in which a creator earns the market fee or more.",
        "(creators x draws with pay >= market fee) / (creators x draws)",
        "creators x draws",
    ),
    Word(
        "chance_of_loss",
        "Chance of a loss",
        "Share of the simulated runs in which the brand loses money on these creators.",
        "draws with profit < 0 / draws",
        "draws",
    ),
    Word(
        "joint_value",
        "Joint value",
        "What a deal is worth to both sides together; a base fee only moves it from one to the other.",
        "value for the brand + value for the creator",
    ),
    Word(
        "effort",
        "Effort",
        "Your own assumption: by how much orders rise for each 10 points of commission above the present one.",
    ),
    Word(
        "break_even_lift",
        "Break-even lift",
        "How many more orders the present deal has to bring to leave the brand as much as the recommended one does.",
        "(profit recommended - profit present) / profit per further order",
        "orders of the present deal",
    ),
)
"""Words of deals."""
